"""``symmle derive``: the derivation of a model, as a textbook sets it out."""

from __future__ import annotations

from typing import Any

import click

from symmle.cli.exit_codes import EPILOG
from symmle.cli.model_flags import DeclaringCommand
from symmle.cli.model_source import read_model
from symmle.cli.output import emit, format_option, output_option, rendered
from symmle.cli.reporting import debug_option, reports_errors

__all__ = ["derive_command"]


@click.command(
    name="derive", cls=DeclaringCommand, short_help="Derive an estimator, step by step.", epilog=EPILOG
)
@click.argument("model", required=False)
@format_option("text", "latex", "markdown", "json", "html")
@output_option
@debug_option
@reports_errors
def derive_command(*, model: str | None, form: str, output: str | None, **words: Any) -> None:
    """Derive the maximum likelihood estimator of MODEL and show every step.

    MODEL is a family or a .toml file. Flags declare a model of their own, or change the one that is named.
    """
    from symmle.derivation import derive

    emit(rendered(derive(read_model(model, words)).document, form), output)
