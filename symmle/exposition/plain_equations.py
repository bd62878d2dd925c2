"""Displayed equations for a terminal, broken between terms and aligned at their relations."""

from __future__ import annotations

from symmle.exposition.document import Equation
from symmle.exposition.equation_rows import Medium, equation_rows
from symmle.exposition.plain_writer import text_relation
from symmle.exposition.shown import plain, shown_part, sides_of, width_of


def equation_line(equation: Equation, observations: tuple[str, ...]) -> str:
    """Give an equation on one line, however long, without its note."""
    sides = (
        f"{text_relation(side.relation)} {plain(side.part)}" for side in sides_of(equation, observations)
    )
    return " ".join([plain(shown_part(equation.lhs, observations)), *sides])


def equation_lines(equation: Equation, observations: tuple[str, ...], width: int) -> list[str]:
    """Give an equation in lines of a width; those that go on stand under the first relation."""
    lhs, rows = equation_rows(equation, observations, Medium(width, printed=False))
    leads = [f"{lhs.text} " if lhs.text else "", *(" " * row.start for row in rows[1:])]
    lines = [lead + row.text for lead, row in zip(leads, rows, strict=True)]
    return [
        folded
        for line, row in zip(lines, rows, strict=True)
        for folded in _folded(line, width, row.start + 4)
    ]


def wrap(text: str, width: int) -> list[str]:
    """Break a text at its spaces; a word that is longer than a line stands alone."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and width_of(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        elif word or lines:
            lines.append(word)
    return lines


def _folded(line: str, width: int, margin: int) -> list[str]:
    start = len(line) - len(line.lstrip())
    lines = [line[:start]]
    for word in line[start:].split(" "):
        glued = lines[-1] + ("" if not lines[-1].strip() else " ") + word
        if width_of(glued) <= width or not lines[-1].strip():
            lines[-1] = glued
        else:
            lines.append(" " * margin + word)
    return lines
