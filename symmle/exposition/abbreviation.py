"""Letters for parts of an equation that no line holds: a fraction has no place to break, but has parts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

from symmle.exposition.document import Equation
from symmle.exposition.formula import (
    Chain,
    Fenced,
    Formula,
    Joined,
    Marked,
    Overlined,
    Subscript,
    Terms,
    Total,
    Word,
)
from symmle.exposition.printed_width import printed_width
from symmle.exposition.shown import shown_part
from symmle.exposition.tex_writer import write_latex

_LETTERS = "ABCDGHJKLQRSTUVWZ"
_LEAST = 6.0
_NEVER = (Word, Marked, Subscript, Chain, Joined)
_CLOSED = (Overlined, Fenced)
"""What holds observations that nothing outside of it sees."""


@dataclass(frozen=True, slots=True)
class Abbreviated:
    """An equation with letters in it, and what each letter stands for."""

    equation: Equation
    meanings: tuple[tuple[Word, Formula], ...] = ()


def shown_equation(equation: Equation, observations: tuple[str, ...]) -> Equation:
    """Give an equation whose sides are formulas or text, as they are printed."""
    left, *right = (
        shown_part(part, observations, spread_as_sum=True) for part in (equation.lhs, *equation.rhs)
    )
    return Equation(left, tuple(right), equation.relations, equation.note)


def abbreviations(equation: Equation, line: float) -> Iterator[Abbreviated]:
    """Put one letter after another for the part that saves most, the meanings no wider than a line.

    Parameters
    ----------
    equation : Equation
        Of formulas, as they are shown.
    line : float
        How wide a meaning may be.

    Yields
    ------
    Abbreviated
        The equation with one letter, with two, and so on.
    """
    meanings: list[tuple[Word, Formula]] = []
    for letter in _free_letters(equation):
        part = _worth_most(equation, line)
        if part is None:
            return
        name = _name(letter, indexed=_is_indexed(part))
        equation = Equation(equation.lhs, _put(equation.rhs, part, name), equation.relations, equation.note)
        meanings = [(each, _put(meaning, part, name)) for each, meaning in meanings] + [(name, part)]
        yield Abbreviated(equation, tuple(meanings))


def _name(letter: str, *, indexed: bool) -> Word:
    return Word(f"{letter}ᵢ", f"{letter}_{{i}}") if indexed else Word(letter, letter)


def _free_letters(equation: Equation) -> Iterator[str]:
    sides = [side for side in (equation.lhs, *equation.rhs) if isinstance(side, Formula)]
    taken = {word.text[:1] for side in sides for word in _words(side)}
    return (letter for letter in _LETTERS if letter not in taken)


def _words(formula: Formula) -> Iterator[Word]:
    if isinstance(formula, Word):
        yield formula
    for part in _parts(formula):
        yield from _words(part)


def _worth_most(equation: Equation, line: float) -> Formula | None:
    """Choose what takes the most room in all its places, the first of equals."""
    sides = [side for side in equation.rhs if isinstance(side, Formula) and printed_width(side) > line]
    places = Counter(part for side in sides for part in _nameable(side))
    worth = {
        part: count * (printed_width(part) - 1)
        for part, count in places.items()
        if _LEAST < printed_width(part) <= line
    }
    return max(worth, key=lambda part: worth[part], default=None)


def _nameable(formula: Formula) -> Iterator[Formula]:
    """Give the parts inside a formula that may have a name: not the formula, not what a sum holds closed."""
    for part in () if isinstance(formula, _CLOSED) else _parts(formula):
        if not isinstance(part, _NEVER) and not (isinstance(part, Terms) and len(part.terms) == 1):
            yield part
        yield from _nameable(part)


def _is_indexed(formula: Formula) -> bool:
    """Whether a formula speaks of one observation."""
    if isinstance(formula, (*_CLOSED, Total)):
        return False
    if isinstance(formula, Word):
        return "_{i}" in write_latex(formula)
    return any(map(_is_indexed, _parts(formula)))


def _parts(formula: Formula) -> Iterator[Formula]:
    for each in fields(formula):
        yield from _formulas(getattr(formula, each.name))


def _formulas(value: Any) -> Iterator[Formula]:
    if isinstance(value, Formula):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from _formulas(each)


def _put(value: Any, part: Formula, name: Word) -> Any:
    """Put the name for the part wherever it stands."""
    if value == part:
        return name
    if isinstance(value, tuple):
        return tuple(_put(each, part, name) for each in value)
    if not isinstance(value, Formula) or isinstance(value, Word):
        return value
    changed = {each.name: _put(getattr(value, each.name), part, name) for each in fields(value)}
    return replace(value, **changed)
