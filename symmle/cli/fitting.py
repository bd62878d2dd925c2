"""``symmle fit``: a model, a CSV file, and what comes of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import click

from symmle.cli.exit_codes import EPILOG
from symmle.cli.inputs import Inputs, Wanted, read_inputs
from symmle.cli.model_flags import DeclaringCommand, split_pair
from symmle.cli.model_source import is_number, read_model
from symmle.cli.output import emit, format_option, json_text, output_option, rendered
from symmle.cli.reporting import debug_option, reports_errors
from symmle.cli.values import read_delimiter, read_level, read_numbers, read_settings

if TYPE_CHECKING:
    from symmle.declaration import Model

__all__ = ["fit_command"]

HELP = """Fit MODEL to the columns of a CSV file whose first line names them; - reads standard input.

A column that bears the name by which the model knows it needs no --column. A constant takes its value from
--constant, or from a column that repeats it.

\b
  symmle fit gamma servings.csv --column x=serving
  symmle fit binomial litters.csv --constant m=10 --format json
"""


@click.command(
    name="fit", cls=DeclaringCommand, help=HELP, short_help="Fit a model to a CSV file.", epilog=EPILOG
)
@click.argument("sources", nargs=-1, required=True, metavar="[MODEL] DATA")
@click.option("--column", "columns", multiple=True, metavar="NAME=HEADER", help="Which column NAME is.")
@click.option("--weights", metavar="HEADER", help="The column that says how often each row counts.")
@click.option(
    "--delimiter",
    default=",",
    show_default=True,
    callback=read_delimiter,
    help="What separates the cells; 'tab' for a tab.",
)
@click.option(
    "--missing",
    type=click.Choice(["error", "drop"]),
    default="error",
    show_default=True,
    help="Refuse rows with empty cells, or leave them out.",
)
@click.option(
    "--level", default=0.95, show_default=True, callback=read_level, help="Coverage of the intervals."
)
@click.option(
    "--intervals",
    "method",
    type=click.Choice(["wald", "profile"]),
    default="wald",
    show_default=True,
    help="How the intervals are found.",
)
@click.option(
    "--robust", is_flag=True, help="Standard errors that stand where the model is wrong (sandwich)."
)
@click.option(
    "--start", multiple=True, metavar="NAME=NUMBER", callback=read_numbers, help="Where the search starts."
)
@click.option(
    "--settings",
    multiple=True,
    metavar="NAME=VALUE",
    callback=read_settings,
    help="tolerance, iterations or method of the search.",
)
@format_option("text", "json", "latex", "markdown", "html")
@output_option
@debug_option
@reports_errors
def fit_command(*, sources: tuple[str, ...], form: str, output: str | None, **given: Any) -> None:
    """Read, fit and tell."""
    model_source, path = _two(sources)
    constants = {name: float(text) for name, text in given["constants"] if is_number(text)}
    given["constants"] = [(name, text) for name, text in given["constants"] if not is_number(text)]
    model = read_model(model_source, _words(given))
    wanted = Wanted(
        headers=dict(split_pair(pair, "NAME=HEADER") for pair in given["columns"]),
        constants=constants,
        weights=given["weights"],
        gaps=given["missing"] == "drop",
    )
    inputs = read_inputs(model, wanted, path, given["delimiter"])
    emit(_fitted(model, inputs, form, given), output)


def _two(sources: tuple[str, ...]) -> tuple[str | None, str]:
    if len(sources) > 2:
        raise click.UsageError(f"give a model and one data file, not {len(sources)} names")
    return (sources[0], sources[1]) if len(sources) == 2 else (None, sources[0])


def _words(given: Mapping[str, Any]) -> dict[str, Any]:
    from symmle.declaration import WORDS

    return {word.name: given[word.name] for word in WORDS if word.name in given}


def _fitted(model: Model, inputs: Inputs, form: str, given: Mapping[str, Any]) -> str:
    from symmle.cli.fit_record import fit_record
    from symmle.estimation import fit

    with inputs.telling_lines():
        result = fit(
            model,
            inputs.data,
            weights=inputs.weights,
            start=given["start"],
            missing=given["missing"],
            settings=given["settings"],
            robust=given["robust"],
        )
    if form == "json":
        return json_text(fit_record(result, given["level"], given["method"]))
    return rendered(result.document(given["level"], method=given["method"]), form)
