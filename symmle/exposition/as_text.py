"""Documents for a terminal: wrapped text, aligned equations, tables under their decimal points."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from symmle.exposition.document import (
    Align,
    Block,
    Bullets,
    Document,
    Equation,
    Inline,
    Paragraph,
    Step,
    Table,
    Verbatim,
)
from symmle.exposition.escaping import one_line_spaced, printable
from symmle.exposition.plain_equations import equation_lines, wrap
from symmle.exposition.shown import aligned_at_point, padded, plain, shown_part, width_of

Lines = list[str]
_UNBROKEN = "\u00a0"  # a formula in a paragraph breaks at no space of its own unless it is a line long


def to_text(document: Document, width: int = 88) -> str:
    """Show a document in a terminal.

    Parameters
    ----------
    document : Document
        What is shown.
    width : int
        The longest line, unless a formula has no place to break.

    Returns
    -------
    str
        Lines without trailing spaces, the last one ended.
    """
    page = _Page(width, document.observations)
    lines = _heading(document.title, "=", page) + _blocks(document.blocks, page)
    return "\n".join(line.rstrip() for line in lines).strip("\n") + "\n"


@dataclass(frozen=True, slots=True)
class _Page:
    width: int
    observations: tuple[str, ...]
    number: str = ""

    def narrower(self, by: int) -> _Page:
        return replace(self, width=max(20, self.width - by))


def _heading(title: str, rule: str, page: _Page) -> Lines:
    wrapped = wrap(one_line_spaced(title).strip(), page.width)
    return [*wrapped, rule * max(map(width_of, wrapped)), ""] if wrapped else []


def _blocks(blocks: tuple[Block, ...], page: _Page) -> Lines:
    lines: Lines = []
    steps = 0
    for block in blocks:
        steps += isinstance(block, Step)
        numbered = replace(page, number=f"{page.number}{steps}.") if isinstance(block, Step) else page
        lines += [*_BLOCKS[type(block)](block, numbered), ""]
    return lines[:-1]


def _step(step: Step, page: _Page) -> Lines:
    margin = len(page.number) + 1
    title = wrap(one_line_spaced(step.title).strip(), page.width - margin)
    head = _hanging(title, f"{page.number} ")
    return [*head, "", *_indented(_blocks(step.body, page.narrower(margin)), margin)]


def _paragraph(paragraph: Paragraph, page: _Page) -> Lines:
    return _sentences(paragraph.parts, page)


def _bullets(block: Bullets, page: _Page) -> Lines:
    return [line for item in block.items for line in _hanging(_sentences(item, page.narrower(2)), "- ")]


def _sentences(parts: tuple[Inline, ...], page: _Page) -> Lines:
    text = "".join(_inline(part, page) for part in parts)
    return [line.replace(_UNBROKEN, " ") for line in wrap(text, page.width)]


def _inline(part: Inline, page: _Page) -> str:
    if isinstance(part, str):
        return one_line_spaced(part)
    text = plain(shown_part(part, page.observations))
    return text.replace(" ", _UNBROKEN) if width_of(text) <= page.width // 2 else text


def _equation(equation: Equation, page: _Page) -> Lines:
    inner = page.narrower(2)
    lines = equation_lines(equation, page.observations, inner.width)
    return _indented(_with_note(lines, equation, inner), 2)


def _with_note(lines: Lines, equation: Equation, page: _Page) -> Lines:
    if not equation.note:
        return lines
    note = _sentences(("(", *equation.note, ")"), page)
    if len(note) == 1 and width_of(lines[-1]) + width_of(note[0]) + 4 <= page.width:
        return [*lines[:-1], f"{lines[-1]}    {note[0]}"]
    return [*lines, *_indented(note, 2)]


def _table(table: Table, page: _Page) -> Lines:
    columns = [_column(table, place, page) for place in range(len(table.columns))]
    rows = [tuple(column[place] for column in columns) for place in range(len(table.rows) + 1)]
    widths = [max(map(width_of, column)) for column in columns]
    lines = [
        "  ".join(padded(c, w, a) for c, w, a in zip(row, widths, table.align, strict=True)) for row in rows
    ]
    rule = "─" * (sum(widths) + 2 * (len(widths) - 1))
    title = wrap(one_line_spaced(table.title), page.width)
    notes = [line for note in table.notes for line in _sentences(note, page)]
    return [*title, lines[0], rule, *lines[1:], *notes]


def _column(table: Table, place: int, page: _Page) -> list[str]:
    cells = [_cell(row[place], page) for row in table.rows]
    head = _cell(table.columns[place], page)
    return [head, *(aligned_at_point(cells) if table.align[place] is Align.DECIMAL else cells)]


def _cell(part: Inline, page: _Page) -> str:
    return one_line_spaced(part) if isinstance(part, str) else plain(shown_part(part, page.observations))


def _verbatim(block: Verbatim, _: _Page) -> Lines:
    return _indented(printable(block.text).split("\n"), 4)


def _hanging(lines: Lines, lead: str) -> Lines:
    return [(" " * len(lead) if place else lead) + line for place, line in enumerate(lines)]


def _indented(lines: Lines, by: int) -> Lines:
    return [" " * by + line if line else line for line in lines]


_BLOCKS: dict[type, Callable[[Any, _Page], Lines]] = {
    Paragraph: _paragraph,
    Bullets: _bullets,
    Equation: _equation,
    Table: _table,
    Verbatim: _verbatim,
    Step: _step,
}
