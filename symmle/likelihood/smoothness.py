"""Recognise what has no derivative in a parameter."""

from __future__ import annotations

from collections.abc import Iterable

from sympy import Abs, Expr, Max, Min, Piecewise, Symbol, ceiling, floor, sign

from symmle.errors import Category, DerivationError

_KINKED = (Abs, Max, Min, Piecewise, sign, floor, ceiling)


def refuse_kinks(row: Expr, parameters: Iterable[Symbol]) -> None:
    """Refuse a log density that has a kink or a jump in a parameter.

    Raises
    ------
    DerivationError
        With category ``non-smooth``, naming the term.
    """
    chosen = set(parameters)
    for part in sorted(row.atoms(*_KINKED), key=str):
        moved = sorted(symbol.name for symbol in _deciding(part) & chosen)
        if moved:
            raise DerivationError(
                f"{part} has a kink in the parameter {', '.join(moved)}: the maximum need not "
                "lie where the score vanishes",
                category=Category.NON_SMOOTH,
            )


def _deciding(part: Expr) -> set[Symbol]:
    """What a kink depends on: for a piecewise function, what its cases ask."""
    if not isinstance(part, Piecewise):
        return set(part.free_symbols)
    return {symbol for _, case in part.args for symbol in case.free_symbols}
