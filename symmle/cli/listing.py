"""``symmle families``: what the catalogue holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from symmle.cli.exit_codes import EPILOG
from symmle.cli.output import emit, format_option, json_text, output_option, rendered
from symmle.cli.reporting import debug_option, reports_errors

if TYPE_CHECKING:
    from symmle.declaration import Model
    from symmle.exposition import Document

__all__ = ["families_command"]


@click.command(name="families", short_help="List the families.", epilog=EPILOG)
@click.option("--names", is_flag=True, help="Only the names, one a line, at once.")
@format_option("text", "json", "markdown", "latex", "html")
@output_option
@debug_option
@reports_errors
def families_command(*, names: bool, form: str, output: str | None) -> None:
    """List the families: name, density, and how the estimator is found.

    The last is derived on the spot, which takes seconds; --names leaves it out.
    """
    from symmle import families

    if names:
        emit(json_text(families.names()) if form == "json" else "\n".join(families.names()), output)
        return
    entries = [_entry(name) for name in families.names()]
    emit(json_text(entries) if form == "json" else rendered(_table(entries), form), output)


def _entry(name: str) -> dict[str, Any]:
    from symmle import families

    model = families.load(name)
    words = model.to_dict()
    return {
        "name": name,
        "title": model.about.title,
        "density": words.get("density") or f"exp({words['log_density']})",
        "data": words["data"],
        "parameters": words["parameters"],
        "constants": words.get("constants", {}),
        "covariates": words.get("covariates", {}),
        "estimator": _kind(model),
    }


def _kind(model: Model) -> str:
    """Solve the likelihood equations, without the proof and the module that a derivation would add."""
    from symmle.differentiation import differentiate
    from symmle.errors import DerivationError
    from symmle.likelihood import build_log_likelihood
    from symmle.reduction import reduce_log_likelihood
    from symmle.solution import solve_likelihood

    try:
        reduction = reduce_log_likelihood(build_log_likelihood(model))
        return str(solve_likelihood(differentiate(reduction)).kind)
    except DerivationError as error:
        return str(error.category)


def _table(entries: list[dict[str, Any]]) -> Document:
    from symmle.exposition import Document, Table

    rows = tuple((entry["name"], entry["estimator"], entry["density"]) for entry in entries)
    return Document("Families", (Table(("name", "estimator", "density"), rows),))
