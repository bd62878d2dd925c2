"""Where a command's result goes, and in which form."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

if TYPE_CHECKING:
    from symmle.exposition import Document

__all__ = ["emit", "format_option", "json_text", "output_option", "rendered"]

P = ParamSpec("P")
R = TypeVar("R")
Decorator = Callable[[Callable[P, R]], Callable[P, R]]


def format_option(*forms: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Add ``--format`` with these forms; the first is the default."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(forms),
        default=forms[0],
        show_default=True,
        help="The form of the result.",
    )


def output_option(function: Callable[P, R]) -> Callable[P, R]:
    """Add ``-o``, for a file in place of standard output."""
    option: Callable[[Callable[P, R]], Callable[P, R]] = click.option(
        "-o", "--output", type=click.Path(dir_okay=False), help="Write to this file."
    )
    return option(function)


def emit(text: str, path: str | None) -> None:
    """Print the text, or write it to a file."""
    ended = text if text.endswith("\n") else text + "\n"
    if path is None or path == "-":
        click.echo(ended, nl=False)
    else:
        Path(path).write_text(ended, encoding="utf-8", newline="\n")


def rendered(document: Document, form: str) -> str:
    """Render a document as text, LaTeX, Markdown, HTML or JSON."""
    from symmle import exposition

    renderers: dict[str, Callable[[Document], str]] = {
        "text": exposition.to_text,
        "latex": exposition.to_latex,
        "markdown": exposition.to_markdown,
        "html": exposition.to_html,
        "json": exposition.to_json,
    }
    return renderers[form](document)


def json_text(record: Any) -> str:
    """Write a record of plain values as JSON; numbers that JSON has no word for must be None by now."""
    return json.dumps(record, indent=2, ensure_ascii=False, allow_nan=False)
