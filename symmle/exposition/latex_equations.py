r"""Displayed equations in LaTeX: one line where it fits, else ``aligned`` rows broken between terms."""

from __future__ import annotations

from symmle.exposition.document import Equation, Inline
from symmle.exposition.equation_rows import Medium, equation_rows
from symmle.exposition.escaping import latex_escaped
from symmle.exposition.shown import plain, shown_part, width_of
from symmle.exposition.tex_writer import write_latex

LINE = 88
"""How many characters of plain text a line of mathematics takes; fractions are narrower in print."""


def latex_part(part: Inline, observations: tuple[str, ...]) -> str:
    """Give a part as it stands in mathematics: free text is set upright."""
    shown = shown_part(part, observations, spread_as_sum=True)
    return rf"\text{{{latex_escaped(shown)}}}" if isinstance(shown, str) else write_latex(shown)


def latex_note(parts: tuple[Inline, ...], observations: tuple[str, ...]) -> str:
    """Give text with mathematics in it, as it stands inside an equation."""
    if not parts:
        return ""
    pieces = (latex_escaped(p) if isinstance(p, str) else f"${latex_part(p, observations)}$" for p in parts)
    return rf"\text{{({''.join(pieces)})}}"


def equation_body(equation: Equation, observations: tuple[str, ...]) -> str:
    """Give the inside of a displayed equation."""
    lhs, rows = equation_rows(equation, observations, Medium(LINE, printed=True))
    note = latex_note(equation.note, observations)
    fits = rows[-1].width + _note_width(equation, observations) <= LINE
    if len(rows) == 1 and (fits or not note):
        return " ".join(
            part for part in (lhs.latex, rows[0].latex, rf"\qquad {note}" if note else "") if part
        )
    lines = [(r"& \quad {} " if row.goes_on else "& ") + row.latex for row in rows]
    lines[0] = f"{lhs.latex} {lines[0]}".strip()
    if note and fits:
        lines[-1] += rf" \qquad {note}"
    elif note:
        lines.append(rf"& \quad {note}")
    return "\\begin{aligned}\n" + " \\\\\n".join(lines) + "\n\\end{aligned}"


def _note_width(equation: Equation, observations: tuple[str, ...]) -> int:
    return sum(width_of(plain(shown_part(part, observations))) for part in equation.note) + 6
