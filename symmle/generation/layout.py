"""Statements that fit the line, so that no formatter is needed when a module is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sympy import Add, Expr, Mul, Symbol
from sympy.functions.elementary.piecewise import ExprCondPair

from symmle.generation.printing import numpy_text
from symmle.generation.programs import Assignment

WIDTH: Final = 110


def fit_to_line(
    target: str, value: Expr, fresh: Iterator[Symbol], room: int, order: int = 0
) -> list[Assignment]:
    """Name parts of a value until ``target = value`` and each part's own statement fit the room.

    Parameters
    ----------
    target : str
        What the value is assigned to.
    value : Expr
        What is computed.
    fresh : iterator of Symbol
        Names that are not taken.
    room : int
        How many columns a statement may have.
    order : int
        The order from which the statement is needed.

    Returns
    -------
    list of Assignment
        The parts first, the target last.
    """
    parts: list[Assignment] = []
    value = _shorten(value, room - len(target) - len(" = "), fresh, parts, (room, order))
    return [*parts, Assignment(target, value, order)]


def _shorten(
    value: Expr, space: int, fresh: Iterator[Symbol], parts: list[Assignment], limits: tuple[int, int]
) -> Expr:
    while len(numpy_text(value)) > space and value.args:
        if isinstance(value, Add | Mul) and len(value.args) > 2:
            value = _halve(value, fresh, parts, limits)
        else:
            longest = max(_parts(value), key=lambda part: (len(numpy_text(part)), str(part)))
            if not longest.args:
                return value
            value = value.xreplace({longest: _name(longest, fresh, parts, limits)})
    return value


def _parts(value: Expr) -> list[Expr]:
    """Give what a value is made of; of a piecewise function, its values without the cases."""
    return [part.args[0] if isinstance(part, ExprCondPair) else part for part in value.args]


def _halve(value: Expr, fresh: Iterator[Symbol], parts: list[Assignment], limits: tuple[int, int]) -> Expr:
    """Name the first half of a long sum or product."""
    ordered = value.as_ordered_terms() if isinstance(value, Add) else value.as_ordered_factors()
    middle = (len(ordered) + 1) // 2
    first = value.func(*ordered[:middle])
    return value.func(_name(first, fresh, parts, limits), *ordered[middle:])


def _name(value: Expr, fresh: Iterator[Symbol], parts: list[Assignment], limits: tuple[int, int]) -> Symbol:
    symbol = next(fresh)
    room, order = limits
    parts.extend(fit_to_line(symbol.name, value, fresh, room, order))
    return symbol


def statement(target: str, value: Expr) -> str:
    """Return ``target = value`` as text."""
    return f"{target} = {numpy_text(value)}"


def signature(name: str, parameters: Sequence[str], returns: str, indent: str = "") -> str:
    """Return a function's first line, or one line per parameter where one line is too long.

    A formatter leaves both forms alone: the long one ends its parameters with a comma.
    """
    short = f"{indent}def {name}({', '.join(parameters)}) -> {returns}:"
    if len(short) <= WIDTH:
        return short
    listed = "".join(f"{indent}    {parameter},\n" for parameter in parameters)
    return f"{indent}def {name}(\n{listed}{indent}) -> {returns}:"
