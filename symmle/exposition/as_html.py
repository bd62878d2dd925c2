r"""Documents as a fragment of HTML: LaTeX between ``\(`` and ``\)``, with its plain text as a title."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
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
from symmle.exposition.escaping import html_escaped, printable
from symmle.exposition.latex_equations import equation_body, latex_part
from symmle.exposition.plain_equations import equation_line
from symmle.exposition.shown import plain, shown_part


def to_html(document: Document) -> str:
    """Write a document as one ``section`` of HTML, the last line ended."""
    page = _Page(document.observations)
    title = f"<h1>{html_escaped(document.title)}</h1>\n" if document.title else ""
    return f'<section class="symmle">\n{title}{_blocks(document.blocks, page)}\n</section>\n'


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
    return "\n".join(written)


def _step(step: Step, page: _Page) -> str:
    level = min(page.depth, 6)
    heading = f"<h{level}>{page.number} {html_escaped(step.title)}</h{level}>"
    body = _blocks(step.body, replace(page, depth=page.depth + 1))
    return f'<section class="step" data-kind="{escape(str(step.kind))}">\n{heading}\n{body}\n</section>'


def _paragraph(paragraph: Paragraph, page: _Page) -> str:
    return f"<p>{_sentences(paragraph.parts, page)}</p>"


def _bullets(block: Bullets, page: _Page) -> str:
    items = "\n".join(f"<li>{_sentences(item, page)}</li>" for item in block.items)
    return f"<ul>\n{items}\n</ul>"


def _sentences(parts: tuple[Inline, ...], page: _Page) -> str:
    return "".join(_inline(part, page) for part in parts)


def _inline(part: Inline, page: _Page) -> str:
    if isinstance(part, str):
        return html_escaped(part)
    text = plain(shown_part(part, page.observations))
    latex = escape(latex_part(part, page.observations))
    return f'<span class="math" title="{escape(text)}">\\({latex}\\)</span>'


def _equation(equation: Equation, page: _Page) -> str:
    text = escape(equation_line(equation, page.observations))
    latex = escape(equation_body(equation, page.observations))
    return f'<div class="equation" title="{text}">\\[\n{latex}\n\\]</div>'


def _table(table: Table, page: _Page) -> str:
    caption = f"<caption>{html_escaped(table.title)}</caption>\n" if table.title else ""
    head = _row(table.columns, table, page, "th")
    rows = "\n".join(_row(row, table, page, "td") for row in table.rows)
    notes = "".join(f'\n<p class="note">{_sentences(note, page)}</p>' for note in table.notes)
    return f"<table>\n{caption}<thead>\n{head}\n</thead>\n<tbody>\n{rows}\n</tbody>\n</table>{notes}"


def _row(parts: tuple[Inline, ...], table: Table, page: _Page, tag: str) -> str:
    cells = (
        f'<{tag} style="text-align: {_SIDES[align]}">{_inline(part, page)}</{tag}>'
        for part, align in zip(parts, table.align, strict=True)
    )
    return f"<tr>{''.join(cells)}</tr>"


def _verbatim(block: Verbatim, _: _Page) -> str:
    return f'<pre class="tex2jax_ignore mathjax_ignore">{escape(printable(block.text))}</pre>'


_SIDES = {Align.LEFT: "left", Align.RIGHT: "right", Align.CENTRE: "center", Align.DECIMAL: "right"}
_BLOCKS: dict[type, Callable[[Any, _Page], str]] = {
    Paragraph: _paragraph,
    Bullets: _bullets,
    Equation: _equation,
    Table: _table,
    Verbatim: _verbatim,
    Step: _step,
}
