"""Common subexpressions, sought once within one level of a program.

A level holds plain symbols only: what depends on the rows has been cut off from what does not before this
pass sees it, so nothing is hoisted out of the level where it belongs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from sympy import Expr, Mul, Pow, Symbol, cse

from symmle.generation.programs import Assignment


def share(
    expressions: Sequence[tuple[Expr, int]], fresh: Iterator[Symbol]
) -> tuple[tuple[Assignment, ...], tuple[Expr, ...]]:
    """Name what several expressions of one level have in common.

    Parameters
    ----------
    expressions : sequence of (Expr, int)
        Each with the order from which it is needed.
    fresh : iterator of Symbol
        Names that are not taken; they are used in turn.

    Returns
    -------
    assignments : tuple of Assignment
        Each with the smallest order that needs it, in the order in which they need one another.
    rest : tuple of Expr
        The expressions in terms of the assignments.
    """
    if not expressions:
        return (), ()
    named, reduced = cse([each for each, _ in expressions], order="canonical", list=True)
    named, reduced = _inline_trivial(list(named), list(reduced))
    orders = _orders(named, reduced, [order for _, order in expressions])
    named = [pair for pair in named if pair[0] in orders]
    renamed: dict[Symbol, Symbol] = {}
    assignments = []
    for symbol, value in sorted(named, key=lambda pair: orders[pair[0]]):
        renamed[symbol] = next(fresh)
        assignments.append(Assignment(renamed[symbol].name, value.xreplace(renamed), orders[symbol]))
    return tuple(assignments), tuple(each.xreplace(renamed) for each in reduced)


def _inline_trivial(
    named: list[tuple[Symbol, Expr]], reduced: list[Expr]
) -> tuple[list[tuple[Symbol, Expr]], list[Expr]]:
    """Put back what costs no more to write than its name, and what is used only once."""
    kept: list[tuple[Symbol, Expr]] = []
    waiting = named
    while waiting:
        (symbol, value), *waiting = waiting
        uses = sum(_count(other, symbol) for other in [*(other for _, other in waiting), *reduced])
        if uses > 1 and not _is_trivial(value):
            kept.append((symbol, value))
            continue
        waiting = [(name, other.xreplace({symbol: value})) for name, other in waiting]
        reduced = [each.xreplace({symbol: value}) for each in reduced]
    return kept, reduced


def _count(expression: Expr, symbol: Symbol) -> int:
    return int(expression.count(symbol)) if expression.has(symbol) else 0


_SMALL_POWERS: Final = (2, -1)


def _is_trivial(value: Expr) -> bool:
    """Whether a value is a symbol, a number, a number times a symbol, a square or a reciprocal, or no value
    at all but a case or a condition.
    """
    if not value.args or not isinstance(value, Expr):
        return True
    if isinstance(value, Mul):
        return len(value.args) == 2 and value.args[0].is_number and not value.args[1].args
    return isinstance(value, Pow) and not value.base.args and value.exp in _SMALL_POWERS


def _orders(named: list[tuple[Symbol, Expr]], reduced: list[Expr], wanted: list[int]) -> dict[Symbol, int]:
    """Give each name the smallest order among those that need it; none where what needed it cancelled."""
    orders: dict[Symbol, int] = {}
    for expression, order in zip(reduced, wanted, strict=True):
        _lower(expression, order, orders)
    for symbol, value in reversed(named):
        if symbol in orders:
            _lower(value, orders[symbol], orders)
    return orders


def _lower(expression: Expr, order: int, orders: dict[Symbol, int]) -> None:
    for symbol in expression.free_symbols:
        orders[symbol] = min(order, orders.get(symbol, order))
