"""Documents as JSON: every block with its kind, its title and its content in plain text and in LaTeX."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from symmle.exposition.document import (
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
from symmle.exposition.escaping import latex_escaped, one_line_spaced
from symmle.exposition.latex_equations import equation_body, latex_part
from symmle.exposition.plain_equations import equation_line
from symmle.exposition.shown import plain, shown_part

SCHEMA = "symmle.document/1"
_Object = dict[str, Any]


def to_json(document: Document) -> str:
    """Write a document as JSON.

    An object with ``schema``, ``title`` and ``blocks``. Every block has ``kind``, ``title``, ``text`` and
    ``latex``; a step has its ``step`` and ``blocks``, a list its ``items``, an equation its ``sides`` and
    ``note``, a table its ``columns``, ``rows``, ``align`` and ``notes``.
    """
    blocks = [_block(block, document.observations) for block in document.blocks]
    content = {"schema": SCHEMA, "title": document.title, "blocks": blocks}
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def _block(block: Block, observations: tuple[str, ...]) -> _Object:
    kind, content = _BLOCKS[type(block)]
    return {"kind": kind, "title": "", "text": "", "latex": ""} | content(block, observations)


def _step(step: Step, observations: tuple[str, ...]) -> _Object:
    blocks = [_block(block, observations) for block in step.body]
    return {"step": str(step.kind), "title": step.title, "blocks": blocks}


def _paragraph(paragraph: Paragraph, observations: tuple[str, ...]) -> _Object:
    return _sentences(paragraph.parts, observations)


def _bullets(block: Bullets, observations: tuple[str, ...]) -> _Object:
    items = [_sentences(item, observations) for item in block.items]
    return {"text": "\n".join(item["text"] for item in items), "items": items}


def _equation(equation: Equation, observations: tuple[str, ...]) -> _Object:
    sides = [_sentences((side,), observations) for side in (equation.lhs, *equation.rhs)]
    for side, relation in zip(sides, ("", *equation.relations), strict=True):
        side["relation"] = relation
    return {
        "text": equation_line(equation, observations),
        "latex": equation_body(equation, observations),
        "sides": sides,
        "note": _sentences(equation.note, observations),
    }


def _table(table: Table, observations: tuple[str, ...]) -> _Object:
    return {
        "title": table.title,
        "columns": _cells(table.columns, observations),
        "rows": [_cells(row, observations) for row in table.rows],
        "align": [str(align) for align in table.align],
        "notes": [_sentences(note, observations) for note in table.notes],
    }


def _cells(parts: tuple[Inline, ...], observations: tuple[str, ...]) -> list[_Object]:
    return [_sentences((part,), observations) for part in parts]


def _verbatim(block: Verbatim, _: tuple[str, ...]) -> _Object:
    return {"text": block.text, "language": block.language}


def _sentences(parts: tuple[Inline, ...], observations: tuple[str, ...]) -> _Object:
    return {
        "text": "".join(_text(part, observations) for part in parts),
        "latex": "".join(_latex(part, observations) for part in parts),
    }


def _text(part: Inline, observations: tuple[str, ...]) -> str:
    return one_line_spaced(part) if isinstance(part, str) else plain(shown_part(part, observations))


def _latex(part: Inline, observations: tuple[str, ...]) -> str:
    return latex_escaped(part) if isinstance(part, str) else f"${latex_part(part, observations)}$"


_BLOCKS: dict[type, tuple[str, Callable[[Any, tuple[str, ...]], _Object]]] = {
    Paragraph: ("paragraph", _paragraph),
    Bullets: ("list", _bullets),
    Equation: ("equation", _equation),
    Table: ("table", _table),
    Verbatim: ("verbatim", _verbatim),
    Step: ("step", _step),
}
