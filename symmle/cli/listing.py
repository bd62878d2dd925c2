"""``symmle families``: what the catalogue holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import click

from symmle.cli.exit_codes import EPILOG
from symmle.cli.output import emit, format_option, json_text, output_option, rendered
from symmle.cli.reporting import debug_option, reports_errors

if TYPE_CHECKING:
    from symmle.exposition import Document

__all__ = ["families_command"]

TABLE: Final = Path(__file__).with_name("families.json")


@click.command(name="families", short_help="List the families and their estimators.", epilog=EPILOG)
@click.option("--names", is_flag=True, help="Only the names, one a line.")
@format_option("text", "json", "markdown", "latex", "html")
@output_option
@debug_option
@reports_errors
def families_command(*, names: bool, form: str, output: str | None) -> None:
    """List the families: name, how far the estimator is found, how much of it is proved, density, estimator.

    They come from a table that was written when symmle was built; `symmle derive NAME` derives one anew.
    """
    from symmle import families

    if names:
        emit(json_text(families.names()) if form == "json" else "\n".join(families.names()), output)
        return
    entries = _entries()
    emit(json_text(entries) if form == "json" else rendered(_table(entries), form), output)


def _entries() -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", json.loads(TABLE.read_text(encoding="utf-8")))


def _estimator(entry: dict[str, Any]) -> str:
    """Give the estimator in a line: what is closed, and what is left to a search."""
    closed = [f"{name} = {text}" for name, text in entry["estimator"].items()]
    left = ", ".join(entry["remaining"])
    return "; ".join([*closed, f"{left} by search"] if left else closed)


def _table(entries: list[dict[str, Any]]) -> Document:
    from symmle.exposition import Document, Table

    head = ("name", "kind", "grade", "density", "estimator")
    rows = tuple((e["name"], e["kind"], e["grade"], e["density"], _estimator(e)) for e in entries)
    return Document("Families", (Table(head, rows),))
