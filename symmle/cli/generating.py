"""``symmle generate``: the NumPy module of a model."""

from __future__ import annotations

from typing import Any

import click

from symmle.cli.exit_codes import EPILOG
from symmle.cli.model_flags import DeclaringCommand
from symmle.cli.model_source import read_model
from symmle.cli.output import output_option
from symmle.cli.reporting import debug_option, reports_errors

__all__ = ["generate_command"]


@click.command(
    name="generate", cls=DeclaringCommand, short_help="Write the NumPy module of a model.", epilog=EPILOG
)
@click.argument("model", required=False)
@output_option
@debug_option
@reports_errors
def generate_command(*, model: str | None, output: str | None, **words: Any) -> None:
    """Write the module of MODEL: log-likelihood, score, Hessian and solver, with NumPy and SciPy alone.

    Without -o the module is printed.
    """
    from symmle.derivation import generate

    source = generate(read_model(model, words), output)
    if output is None:
        click.echo(source, nl=False)
