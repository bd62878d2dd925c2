r"""Displayed equations in LaTeX: one line where it fits, ``aligned`` rows broken between terms where it does not."""

from __future__ import annotations

from symmle.exposition.document import Equation, Inline
from symmle.exposition.escaping import latex_escaped
from symmle.exposition.formula import Formula
from symmle.exposition.plain_writer import signed_terms
from symmle.exposition.shown import EquationSide, plain, shown_part, sides_of, width_of
from symmle.exposition.tex_writer import latex_relation, signed_latex_terms, write_latex

LINE = 68
"""How many characters of plain text a line of mathematics takes; signs and fractions are narrower in print."""


def latex_part(part: Inline, observations: tuple[str, ...]) -> str:
    """Give a part as it stands in mathematics: free text is set upright."""
    shown = shown_part(part, observations, spread_as_sum=True)
    return rf"\text{{{latex_escaped(shown)}}}" if isinstance(shown, str) else write_latex(shown)


def latex_note(parts: tuple[Inline, ...], observations: tuple[str, ...]) -> str:
    """Give text with mathematics in it, as it stands inside an equation."""
    pieces = (latex_escaped(p) if isinstance(p, str) else f"${latex_part(p, observations)}$" for p in parts)
    return rf"\text{{({''.join(pieces)})}}"


def equation_body(equation: Equation, observations: tuple[str, ...]) -> str:
    """Give the inside of a displayed equation."""
    lhs = shown_part(equation.lhs, observations, spread_as_sum=True)
    rows = [_Row(latex_part(equation.lhs, observations) + " &", width_of(plain(lhs)))]
    start = rows[0].width + 3
    for side in sides_of(equation, observations, spread_as_sum=True):
        _append(rows, side, start)
    _annotate(rows, equation, observations)
    if len(rows) == 1:
        return rows[0].latex.replace(" &", "", 1)
    return "\\begin{aligned}\n" + " \\\\\n".join(row.latex for row in rows) + "\n\\end{aligned}"


class _Row:
    """A row that is being filled."""

    __slots__ = ("latex", "width")

    def __init__(self, latex: str, width: int) -> None:
        self.latex, self.width = latex, width

    def add(self, latex: str, width: int) -> None:
        self.latex, self.width = f"{self.latex} {latex}", self.width + width + 1


def _append(rows: list[_Row], side: EquationSide, start: int) -> None:
    relation = latex_relation(side.relation)
    texts, latexes = _pieces(side.part)
    whole = width_of(" ".join(texts))
    if rows[-1].width + whole + 3 > LINE and not rows[-1].latex.endswith("&"):
        rows.append(_Row("&", start - 3))
    rows[-1].add(f"{relation} {latexes[0]}", width_of(texts[0]) + 2)
    for text, latex in zip(texts[1:], latexes[1:], strict=True):
        if rows[-1].width + width_of(text) + 1 > LINE:
            rows.append(_Row(r"& \quad {}", start + 2))
        rows[-1].add(latex, width_of(text))


def _pieces(part: str | Formula) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if isinstance(part, str):
        return (part,), (rf"\text{{{latex_escaped(part)}}}",)
    return signed_terms(part), signed_latex_terms(part)


def _annotate(rows: list[_Row], equation: Equation, observations: tuple[str, ...]) -> None:
    if not equation.note:
        return
    width = sum(width_of(plain(shown_part(part, observations))) for part in equation.note) + 6
    note = latex_note(equation.note, observations)
    if rows[-1].width + width <= LINE:
        rows[-1].add(rf"\qquad {note}", width)
    else:
        rows.append(_Row(rf"& \quad {note}", width))
