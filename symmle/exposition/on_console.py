"""Documents on a console of rich: its tables for tables, plain text for the rest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from symmle.exposition.as_text import to_text
from symmle.exposition.document import Align, Block, Document, Inline, Table
from symmle.exposition.escaping import one_line
from symmle.exposition.shown import aligned_at_point, plain, shown_part

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as RichTable


def terminal(document: Document, console: Console) -> None:
    """Print a document on a console: tables that stand at the top by rich, everything else as plain text.

    Free text is printed as it is; rich's markup in it is not read.
    """
    pending: list[Block] = []
    title = document.title
    for block in document.blocks:
        if isinstance(block, Table):
            _print_text(replace(document, title=title, blocks=tuple(pending)), console)
            title, pending = "", []
            console.print(_rich_table(block, document.observations))
            for note in block.notes:
                _print(console, "".join(_cell(part, document.observations) for part in note))
        else:
            pending.append(block)
    _print_text(replace(document, title=title, blocks=tuple(pending)), console)


def _print_text(document: Document, console: Console) -> None:
    if document.title or document.blocks:
        _print(console, to_text(document, width=min(console.width, 100)))


def _print(console: Console, text: str) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)


def _rich_table(table: Table, observations: tuple[str, ...]) -> RichTable:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table as RichTable
    from rich.text import Text

    shown = RichTable(title=Text(one_line(table.title)) if table.title else None, box=SIMPLE_HEAD)
    columns = []
    for place, (head, align) in enumerate(zip(table.columns, table.align, strict=True)):
        shown.add_column(Text(_cell(head, observations)), justify=_JUSTIFIED[align])
        cells = [_cell(row[place], observations) for row in table.rows]
        columns.append(aligned_at_point(cells) if align is Align.DECIMAL else cells)
    for row in zip(*columns, strict=True):
        shown.add_row(*(Text(cell) for cell in row))
    return shown


def _cell(part: Inline, observations: tuple[str, ...]) -> str:
    return one_line(part) if isinstance(part, str) else plain(shown_part(part, observations))


_JUSTIFIED: dict[Align, Literal["left", "center", "right"]] = {
    Align.LEFT: "left",
    Align.RIGHT: "right",
    Align.CENTRE: "center",
    Align.DECIMAL: "right",
}
