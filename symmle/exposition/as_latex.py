r"""Documents in LaTeX: a fragment for an article with amsmath, or an article that compiles by itself."""

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
from symmle.exposition.escaping import latex_escaped, printable
from symmle.exposition.latex_equations import equation_body, latex_part
from symmle.exposition.shown import aligned_at_point

_PREAMBLE = r"""\documentclass[11pt]{article}
\usepackage{amsmath}
\setlength{\textwidth}{6.3in}
\setlength{\oddsidemargin}{0.1in}
\setlength{\topmargin}{-0.4in}
\setlength{\textheight}{9in}
\setlength{\parindent}{0pt}
\setlength{\parskip}{0.6ex plus 0.2ex}
\begin{document}
"""
_HEADINGS = (r"\subsection*", r"\subsubsection*", r"\paragraph*")


def to_latex(document: Document, standalone: bool = True) -> str:
    r"""Write a document in LaTeX.

    Parameters
    ----------
    document : Document
        What is written.
    standalone : bool
        Whether to give an article that compiles, or a fragment for one that uses amsmath.

    Returns
    -------
    str
        The source, the last line ended.
    """
    page = _Page(document.observations)
    title = f"\\section*{{\\raggedright {latex_escaped(document.title)}}}\n\n" if document.title else ""
    body = title + _blocks(document.blocks, page) + "\n"
    return f"{_PREAMBLE}\n{body}\n\\end{{document}}\n" if standalone else body


@dataclass(frozen=True, slots=True)
class _Page:
    observations: tuple[str, ...]
    number: str = ""
    depth: int = 0


def _blocks(blocks: tuple[Block, ...], page: _Page) -> str:
    written = []
    steps = 0
    for block in blocks:
        steps += isinstance(block, Step)
        inner = replace(page, number=f"{page.number}{steps}.") if isinstance(block, Step) else page
        written.append(_BLOCKS[type(block)](block, inner))
    return "\n\n".join(written)


def _step(step: Step, page: _Page) -> str:
    heading = _HEADINGS[min(page.depth, len(_HEADINGS) - 1)]
    body = _blocks(step.body, replace(page, depth=page.depth + 1))
    return f"{heading}{{\\raggedright {page.number}\\enspace {latex_escaped(step.title)}}}\n\n{body}"


def _paragraph(paragraph: Paragraph, page: _Page) -> str:
    return _sentences(paragraph.parts, page)


def _bullets(block: Bullets, page: _Page) -> str:
    items = "\n".join(rf"\item {_sentences(item, page)}" for item in block.items)
    return f"\\begin{{itemize}}\n{items}\n\\end{{itemize}}"


def _sentences(parts: tuple[Inline, ...], page: _Page) -> str:
    return "".join(_inline(part, page) for part in parts)


def _inline(part: Inline, page: _Page) -> str:
    return latex_escaped(part) if isinstance(part, str) else f"${latex_part(part, page.observations)}$"


def _equation(equation: Equation, page: _Page) -> str:
    return f"\\[\n{equation_body(equation, page.observations)}\n\\]"


def _table(table: Table, page: _Page) -> str:
    columns = [_column(table, place, page) for place in range(len(table.columns))]
    rows = [" & ".join(column[place] for column in columns) + r" \\" for place in range(len(table.rows) + 1)]
    shape = "".join(_SHAPES[align] for align in table.align)
    body = "\n".join([r"\hline", rows[0], r"\hline", *rows[1:], r"\hline"])
    title = rf"{latex_escaped(table.title)} \\*[0.6ex]" + "\n" if table.title else ""
    notes = "".join("\n" + rf"\\[0.6ex] {{\small {_sentences(note, page)}}}" for note in table.notes)
    tabular = (
        "\\renewcommand{\\arraystretch}{1.2}\n" + f"\\begin{{tabular}}{{{shape}}}\n{body}\n\\end{{tabular}}"
    )
    return f"\\begin{{center}}\n{title}{tabular}{notes}\n\\end{{center}}"


def _column(table: Table, place: int, page: _Page) -> list[str]:
    cells = [row[place] for row in table.rows]
    head = _inline(table.columns[place], page)
    if table.align[place] is not Align.DECIMAL:
        return [head, *(_inline(cell, page) for cell in cells)]
    numbers = aligned_at_point([cell if isinstance(cell, str) else "" for cell in cells])
    pairs = zip(cells, numbers, strict=True)
    return [
        head,
        *(_number(number, page) if isinstance(cell, str) else _inline(cell, page) for cell, number in pairs),
    ]


def _number(cell: str, page: _Page) -> str:
    """Set a number as mathematics, filled with the digits and the point that it lacks."""
    digits = cell.rstrip()
    missing = len(cell) - len(digits)
    if not digits.lstrip("+-")[:1].isdigit():
        return _inline(digits, page)
    filler = "." * ("." not in digits and missing > 0)
    zeros = "0" * (missing - len(filler))
    return f"${digits}$" + (rf"\phantom{{${filler}{zeros}$}}" if missing else "")


def _verbatim(block: Verbatim, _: _Page) -> str:
    r"""Set code line by line: ``verbatim`` ends where its text says so, and this does not."""
    lines = (_code(line) for line in printable(block.text).split("\n"))
    return "\\begin{flushleft}\\small\\ttfamily\n" + " \\\\\n".join(lines) + "\n\\end{flushleft}"


def _code(line: str) -> str:
    start = len(line) - len(line.lstrip())
    return r"\mbox{}" + "~" * start + "~".join(latex_escaped(word) for word in line.strip().split(" "))


_SHAPES = {Align.LEFT: "l", Align.RIGHT: "r", Align.CENTRE: "c", Align.DECIMAL: "r"}
_BLOCKS: dict[type, Callable[[Any, _Page], str]] = {
    Paragraph: _paragraph,
    Bullets: _bullets,
    Equation: _equation,
    Table: _table,
    Verbatim: _verbatim,
    Step: _step,
}
