"""``symmle families``: what the catalogue holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from symmle.cli.exit_codes import EPILOG
from symmle.cli.output import emit, format_option, json_text, output_option, rendered
from symmle.cli.reporting import debug_option, reports_errors

if TYPE_CHECKING:
    from symmle.exposition import Document

__all__ = ["families_command"]


@click.command(name="families", short_help="List the families.", epilog=EPILOG)
@format_option("text", "json", "markdown", "latex", "html")
@output_option
@debug_option
@reports_errors
def families_command(*, form: str, output: str | None) -> None:
    """List the families: name, density, and how the estimator is found."""
    from symmle import families

    entries = [_entry(name) for name in families.names()]
    emit(json_text(entries) if form == "json" else rendered(_table(entries), form), output)


def _entry(name: str) -> dict[str, Any]:
    from symmle import families
    from symmle.derivation import derive
    from symmle.errors import DerivationError, NoMaximumError

    model = families.load(name)
    words = model.to_dict()
    try:
        kind = str(derive(model).estimator.kind)
    except (DerivationError, NoMaximumError) as error:
        kind = str(error.category)
    return {
        "name": name,
        "title": model.about.title,
        "density": words.get("density") or f"exp({words['log_density']})",
        "data": words["data"],
        "parameters": words["parameters"],
        "estimator": kind,
    }


def _table(entries: list[dict[str, Any]]) -> Document:
    from symmle.exposition import Document, Table

    rows = tuple((entry["name"], entry["estimator"], entry["density"]) for entry in entries)
    return Document("Families", (Table(("name", "estimator", "density"), rows),))
