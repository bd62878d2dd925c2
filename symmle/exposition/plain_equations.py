"""Displayed equations for a terminal, broken between terms and aligned at their relations."""

from __future__ import annotations

from symmle.exposition.document import Equation
from symmle.exposition.plain_writer import signed_terms
from symmle.exposition.shown import plain, shown_part, sides_of, width_of

_RELATIONS = {"<=": "≤", ">=": "≥", "!=": "≠"}


def equation_line(equation: Equation, observations: tuple[str, ...]) -> str:
    """Give an equation on one line, however long, without its note."""
    sides = (f"{_sign(side.relation)} {plain(side.part)}" for side in sides_of(equation, observations))
    return " ".join([plain(shown_part(equation.lhs, observations)), *sides])


def equation_lines(equation: Equation, observations: tuple[str, ...], width: int) -> list[str]:
    """Give an equation in lines of a width; those that go on stand under the first relation."""
    lines = [plain(shown_part(equation.lhs, observations))]
    margin = width_of(lines[0]) + 1
    for position, side in enumerate(sides_of(equation, observations)):
        sign, whole = _sign(side.relation), plain(side.part)
        if width_of(f"{lines[-1]} {sign} {whole}") <= width:
            lines[-1] += f" {sign} {whole}"
            continue
        pieces = (whole,) if isinstance(side.part, str) else signed_terms(side.part)
        lead = f"{lines.pop()} " if position == 0 else " " * margin
        lines += _broken(f"{lead}{sign} ", pieces, width)
    return lines


def wrap(text: str, width: int) -> list[str]:
    """Break a text at its spaces; a word that is longer than a line stands alone."""
    lines: list[str] = []
    for word in text.split(" "):
        if lines and width_of(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        elif word or lines:
            lines.append(word)
    return lines


def _sign(relation: str) -> str:
    return _RELATIONS.get(relation, relation)


def _broken(lead: str, pieces: tuple[str, ...], width: int) -> list[str]:
    """Break between terms; one that is longer than a line breaks at its spaces."""
    margin = width_of(lead)
    lines = [lead + pieces[0]]
    for piece in pieces[1:]:
        if width_of(f"{lines[-1]} {piece}") <= width:
            lines[-1] += f" {piece}"
        else:
            lines.append(" " * margin + piece)
    return [folded for line in lines for folded in _folded(line, width, min(margin + 4, width // 2))]


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
