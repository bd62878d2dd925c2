"""``symmle verify``: whether a derivation that was made by hand is right."""

from __future__ import annotations

from typing import Any

import click

from symmle.cli.exit_codes import EPILOG, ExitCode
from symmle.cli.model_flags import DeclaringCommand, split_pair
from symmle.cli.model_source import read_model
from symmle.cli.output import emit, format_option, json_text, output_option, rendered
from symmle.cli.reporting import debug_option, reports_errors

__all__ = ["verify_command"]

HELP = """Check claims about the likelihood of MODEL: proved, refuted with the data, supported, undecided.

\b
  symmle verify gaussian --score "mu=sum(x - mu)/v"
  symmle verify gaussian --estimator "v=sum((x - mean(x))**2)/(n - 1)"
  symmle verify gaussian --information "v=1/(2*v**2)" --bias "v=-v/n"
  symmle verify gaussian --sufficient "sum(x)" --sufficient "sum(x**2)"

The exit code is 1 where a claim is refuted.
"""

_CLAIM = "NAME=TEXT"
_TABLES = ("score", "estimator", "bias")
_PAIRS = ("hessian", "information")
_PLAIN = ("log_likelihood", "sufficient")


@click.command(
    name="verify",
    cls=DeclaringCommand,
    help=HELP,
    short_help="Check a derivation made by hand.",
    epilog=EPILOG,
)
@click.argument("model", required=False)
@click.option("--score", multiple=True, metavar=_CLAIM, help="The derivative by a parameter.")
@click.option("--hessian", multiple=True, metavar=f"NAME,{_CLAIM}", help="A second derivative.")
@click.option("--estimator", multiple=True, metavar=_CLAIM, help="The estimator of a parameter.")
@click.option("--information", multiple=True, metavar="NAME[,NAME]=TEXT", help="Of one observation.")
@click.option("--bias", multiple=True, metavar=_CLAIM, help="The bias of an estimator.")
@click.option("--sufficient", multiple=True, metavar="TEXT", help="A statistic, sufficient with the others.")
@click.option("--log-likelihood", metavar="TEXT", help="The log-likelihood of the sample.")
@format_option("text", "json", "latex", "markdown", "html")
@output_option
@debug_option
@reports_errors
def verify_command(*, model: str | None, form: str, output: str | None, **given: Any) -> None:
    """Read the claims, check them and tell."""
    from symmle.cli.verdict_view import verdict_document, verdict_record
    from symmle.verification import verify

    read = _read_claims({name: given.pop(name) for name in (*_TABLES, *_PAIRS, *_PLAIN)})
    if not read:
        words = ", ".join(f"--{name.replace('_', '-')}" for name in (*_TABLES, *_PAIRS, *_PLAIN))
        raise click.UsageError(f"claim something, by one of {words}")
    verdict = verify(read_model(model, given), **read)
    if form == "json":
        emit(json_text(verdict_record(verdict)), output)
    else:
        emit(rendered(verdict_document(verdict), form), output)
    if verdict.outcome == "refuted":
        click.get_current_context().exit(int(ExitCode.REFUTED))


def _read_claims(claims: dict[str, Any]) -> dict[str, Any]:
    read: dict[str, Any] = {
        name: dict(split_pair(text, _CLAIM) for text in claims[name]) for name in _TABLES if claims[name]
    }
    for name in _PAIRS:
        pairs = [split_pair(text, f"NAME,{_CLAIM}") for text in claims[name]]
        if pairs:
            read[name] = {_two_names(names): text for names, text in pairs}
    if claims["sufficient"]:
        read["sufficient"] = list(claims["sufficient"])
    if claims["log_likelihood"] is not None:
        read["log_likelihood"] = claims["log_likelihood"]
    return read


def _two_names(names: str) -> tuple[str, str]:
    first, comma, second = (part.strip() for part in names.partition(","))
    if not comma:
        return first, first
    return first, second
