"""What the renderers share: formulas of a document's parts, equations set out in rows, tables padded."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from sympy import Basic

from symmle.exposition.composition import compose
from symmle.exposition.document import Equation, Inline
from symmle.exposition.escaping import one_line_spaced
from symmle.exposition.formula import Formula
from symmle.exposition.plain_writer import write_text
from symmle.exposition.statistic_notation import spelled_out


@dataclass(frozen=True, slots=True)
class EquationSide:
    """A right-hand side as it is to be shown, with what stands before it."""

    relation: str
    part: str | Formula


def formula_of(
    part: Basic | Formula, observations: tuple[str, ...], *, spread_as_sum: bool = False
) -> Formula:
    """Give the formula of a part of a document; in LaTeX a variance is shown as the sum that it is."""
    if isinstance(part, Formula):
        return part
    shown = spelled_out(part, means=False) if spread_as_sum else part
    return compose(shown, observations=observations)


def sides_of(
    equation: Equation, observations: tuple[str, ...], *, spread_as_sum: bool = False
) -> tuple[EquationSide, ...]:
    """Give an equation's right-hand sides; one that would look like the one before it is left out."""
    sides: list[EquationSide] = []
    for relation, part in zip(equation.relations, equation.rhs, strict=True):
        shown = shown_part(part, observations, spread_as_sum=spread_as_sum)
        if relation != "=" or not sides or sides[-1].part != shown:
            sides.append(EquationSide(relation, shown))
    return tuple(sides)


def shown_part(part: Inline, observations: tuple[str, ...], *, spread_as_sum: bool = False) -> str | Formula:
    """Give free text on one line, and anything else as a formula."""
    return (
        one_line_spaced(part)
        if isinstance(part, str)
        else formula_of(part, observations, spread_as_sum=spread_as_sum)
    )


def plain(part: str | Formula) -> str:
    """Write a part for a terminal."""
    return part if isinstance(part, str) else write_text(part)


def width_of(text: str) -> int:
    """Count the columns that a terminal needs: none for a combining mark, two for a wide character."""
    return sum(_columns(c) for c in text)


def _columns(c: str) -> int:
    if unicodedata.combining(c):
        return 0
    return 2 if unicodedata.east_asian_width(c) in "WF" else 1


def padded(text: str, width: int, align: str = "left") -> str:
    """Fill a text with spaces up to a width."""
    missing = max(0, width - width_of(text))
    before = {"left": 0, "right": missing, "decimal": missing, "centre": missing // 2}[align]
    return " " * before + text + " " * (missing - before)


def aligned_at_point(cells: list[str]) -> list[str]:
    """Fill numbers at their right so that their decimal points line up; words stay as they are."""
    places = [_places(cell) for cell in cells]
    longest = max((p for p in places if p is not None), default=0)
    return [cell if p is None else cell + " " * (longest - p) for cell, p in zip(cells, places, strict=True)]


def _places(cell: str) -> int | None:
    """Count the characters from the decimal point on; None where the cell is no number."""
    try:
        float(cell)
    except ValueError:
        return None
    head = cell.partition(".")[0] if "." in cell else cell.partition("e")[0]
    return len(cell) - len(head)
