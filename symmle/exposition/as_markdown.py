"""Documents in Markdown as GitHub and notebooks read it, mathematics between dollar signs."""

from __future__ import annotations

import re
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
from symmle.exposition.escaping import markdown_escaped, markdown_opening, printable
from symmle.exposition.latex_equations import equation_body, latex_part


def to_markdown(document: Document) -> str:
    """Write a document in Markdown, the last line ended."""
    title = f"# {markdown_escaped(document.title)}\n\n" if document.title else ""
    return title + _blocks(document.blocks, _Page(document.observations)) + "\n"


@dataclass(frozen=True, slots=True)
class _Page:
    observations: tuple[str, ...]
    number: str = ""
    depth: int = 2


def _blocks(blocks: tuple[Block, ...], page: _Page) -> str:
    written = []
    steps = 0
    for block in blocks:
        steps += isinstance(block, Step)
        inner = replace(page, number=f"{page.number}{steps}.") if isinstance(block, Step) else page
        written.append(_BLOCKS[type(block)](block, inner))
    return "\n\n".join(written)


def _step(step: Step, page: _Page) -> str:
    heading = f"{'#' * min(page.depth, 6)} {page.number} {markdown_escaped(step.title).strip()}"
    return f"{heading}\n\n{_blocks(step.body, replace(page, depth=page.depth + 1))}"


def _paragraph(paragraph: Paragraph, page: _Page) -> str:
    return _sentences(paragraph.parts, page)


def _bullets(block: Bullets, page: _Page) -> str:
    return "\n".join(f"- {_sentences(item, page)}" for item in block.items)


def _sentences(parts: tuple[Inline, ...], page: _Page) -> str:
    return markdown_opening("".join(_inline(part, page) for part in parts).strip())


def _inline(part: Inline, page: _Page) -> str:
    return markdown_escaped(part) if isinstance(part, str) else f"${_mathematics(part, page)}$"


def _mathematics(part: Inline, page: _Page) -> str:
    return latex_part(part, page.observations)


def _equation(equation: Equation, page: _Page) -> str:
    return f"$$\n{equation_body(equation, page.observations)}\n$$"


def _table(table: Table, page: _Page) -> str:
    rows = [_row([_cell(part, page) for part in parts]) for parts in (table.columns, *table.rows)]
    rule = _row([_RULES[align] for align in table.align])
    title = f"**{markdown_escaped(table.title).strip()}**\n\n" if table.title else ""
    notes = "".join(f"\n\n{_sentences(note, page)}" for note in table.notes)
    return title + "\n".join([rows[0], rule, *rows[1:]]) + notes


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(part: Inline, page: _Page) -> str:
    """Give a cell; a bar in its mathematics is written by name, for a bare one would end it."""
    return _inline(part, page) if isinstance(part, str) else _inline(part, page).replace("|", r"\vert ")


def _verbatim(block: Verbatim, _: _Page) -> str:
    longest = max((len(run) for run in re.findall(r"`+", block.text)), default=0)
    fence = "`" * max(3, longest + 1)
    language = re.sub(r"\W", "", block.language)
    return f"{fence}{language}\n{printable(block.text).rstrip()}\n{fence}"


_RULES = {Align.LEFT: ":---", Align.RIGHT: "---:", Align.CENTRE: ":---:", Align.DECIMAL: "---:"}
_BLOCKS: dict[type, Callable[[Any, _Page], str]] = {
    Paragraph: _paragraph,
    Bullets: _bullets,
    Equation: _equation,
    Table: _table,
    Verbatim: _verbatim,
    Step: _step,
}
