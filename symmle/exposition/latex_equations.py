r"""Displayed equations in LaTeX: one line where it fits, else ``aligned`` rows broken between terms."""

from __future__ import annotations

from symmle.exposition.abbreviation import Abbreviated, abbreviations, shown_equation
from symmle.exposition.document import Equation, Inline
from symmle.exposition.equation_rows import Medium, equation_rows
from symmle.exposition.escaping import latex_escaped
from symmle.exposition.formula import Formula, Word
from symmle.exposition.shown import plain, shown_part, width_of
from symmle.exposition.tex_writer import write_latex

LINE = 88
"""How many characters of plain text a line of mathematics takes; fractions are narrower in print."""

_WIDEST = 1.15 * LINE
_MEANING = 0.8 * LINE


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
    """Give the inside of a displayed equation; where no break makes it fit, with letters for its parts."""
    told = _fitting(shown_equation(equation, observations))
    lines = _lines(told.equation, observations)
    lines += [("", rf"\quad {_meaning(place, *each)}") for place, each in enumerate(told.meanings)]
    if len(lines) == 1:
        return " ".join(part for part in lines[0] if part)
    return "\\begin{aligned}\n" + " \\\\\n".join(f"{a} & {b}".strip() for a, b in lines) + "\n\\end{aligned}"


def _fitting(shown: Equation) -> Abbreviated:
    told = Abbreviated(shown)
    if _too_wide(shown):
        for told in abbreviations(shown, _MEANING):
            if not _too_wide(told.equation):
                break
    return told


def _too_wide(shown: Equation) -> bool:
    _, rows = equation_rows(shown, (), Medium(LINE, printed=True))
    return any(row.width > _WIDEST for row in rows)


def _meaning(place: int, name: Word, meaning: Formula) -> str:
    return rf"\text{{{'and' if place else 'where'} }} {name.latex} = {write_latex(meaning)}"


def _lines(equation: Equation, observations: tuple[str, ...]) -> list[tuple[str, str]]:
    """Give the rows of an equation on either side of their mark, its note with the last one or below it."""
    lhs, rows = equation_rows(equation, observations, Medium(LINE, printed=True))
    note = latex_note(equation.note, observations)
    lines = [("", (r"\quad {} " if row.goes_on else "") + row.latex) for row in rows]
    lines[0] = (lhs.latex, rows[0].latex)
    if note and rows[-1].width + _note_width(equation, observations) <= LINE:
        lines[-1] = (lines[-1][0], rf"{lines[-1][1]} \qquad {note}")
    elif note:
        lines.append(("", rf"\quad {note}"))
    return lines


def _note_width(equation: Equation, observations: tuple[str, ...]) -> int:
    return sum(width_of(plain(shown_part(part, observations))) for part in equation.note) + 6
