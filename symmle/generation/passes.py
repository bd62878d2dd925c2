"""Build the programs: expressions in plain symbols become loads, assignments and what is returned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sympy import Expr, Symbol

from symmle.generation.common_subexpressions import share
from symmle.generation.hoisting import Hoist
from symmle.generation.layout import WIDTH, fit_to_line
from symmle.generation.names import Names
from symmle.generation.programs import (
    Assignment,
    Load,
    Reduction,
    ReductionKind,
    Result,
    RowProgram,
    ScalarProgram,
)

_ROOM: Final = WIDTH - 8  # statements may stand in a block within a function
_CALL: Final = len("totals.append(weighted_sum(, w))")


@dataclass(frozen=True, slots=True)
class Wanted:
    """An expression in plain symbols, what its value is called, and the order from which it is needed."""

    name: str
    value: Expr
    order: int = 0


def scalar_program(wanted: Sequence[Wanted], loads: Mapping[str, Load], names: Names) -> ScalarProgram:
    """Build the program that computes scalars from vectors of scalars.

    Parameters
    ----------
    wanted : sequence of Wanted
        The results, stabilised.
    loads : mapping of str to Load
        Where each symbol is found.
    names : Names
        Names that are free in the function's body.
    """
    fresh = names.numbered("t")
    shared, rest = share([(each.value, each.order) for each in wanted], fresh)
    assignments = [part for each in shared for part in _laid_out(each, fresh)]
    returns = []
    for each, value in zip(wanted, rest, strict=True):
        *parts, last = fit_to_line(each.name, value, fresh, _ROOM, each.order)
        assignments += parts
        returns.append(Result(each.name, last.value, each.order))
    return ScalarProgram(_loads(assignments, returns, loads), tuple(assignments), tuple(returns))


def row_program(
    wanted: Sequence[Wanted],
    loads: Mapping[str, Load],
    names: Names,
    *,
    varying: frozenset[Symbol],
    reduction: ReductionKind | None = None,
) -> RowProgram:
    """Build the pass over the rows that computes columns, or their sums.

    Parameters
    ----------
    wanted : sequence of Wanted
        Row expressions, stabilised.
    loads : mapping of str to Load
        Where each symbol is found.
    names : Names
        Names that are free in the function's body.
    varying : frozenset of Symbol
        The columns that vary from row to row; the constants do not.
    reduction : ReductionKind or None
        How the rows are reduced; None returns them.
    """
    scalars, rows = names.numbered("t"), names.numbered("r")
    hoist = Hoist(varying, names.numbered("hoisted"))
    moving = [(hoist.rest(each.value, each.order), each.order) for each in wanted]
    prologue, swap = _prologue(hoist, scalars)
    shared, rest = share([(value.xreplace(swap), order) for value, order in moving], rows)
    assignments = [part for each in shared for part in _laid_out(each, rows)]
    ends = []
    for each, value in zip(wanted, rest, strict=True):
        *parts, last = fit_to_line(each.name, value, rows, _ROOM - _CALL, each.order)
        assignments += parts
        ends.append(Result(each.name, last.value, each.order))
    found = _loads([*prologue, *assignments], ends, loads)
    if reduction is None:
        return RowProgram(found, prologue, tuple(assignments), (), tuple(ends))
    reductions = tuple(Reduction(end.name, reduction, (end.value,), end.order) for end in ends)
    return RowProgram(found, prologue, tuple(assignments), reductions)


def _prologue(hoist: Hoist, fresh: Iterator[Symbol]) -> tuple[tuple[Assignment, ...], dict[Symbol, Expr]]:
    """Share what the scalars of theta have in common, and name each in the order of its first use."""
    items = list(hoist.found.items())
    shared, rest = share([(value, order) for value, (_, order) in items], fresh)
    assignments = [part for each in shared for part in _laid_out(each, fresh)]
    swap: dict[Symbol, Expr] = {}
    for (_, (placeholder, order)), value in zip(items, rest, strict=True):
        if not value.args:
            swap[placeholder] = value
            continue
        swap[placeholder] = next(fresh)
        assignments += _laid_out(Assignment(swap[placeholder].name, value, order), fresh)
    return tuple(assignments), swap


def _laid_out(assignment: Assignment, fresh: Iterator[Symbol]) -> list[Assignment]:
    return fit_to_line(assignment.target, assignment.value, fresh, _ROOM, assignment.order)


def _loads(
    assignments: Sequence[Assignment], results: Sequence[Result], loads: Mapping[str, Load]
) -> tuple[Load, ...]:
    """Return the loads that are needed, each from the first order that needs it."""
    orders: dict[str, int] = {}
    both: list[Assignment | Result] = [*assignments, *results]
    for each in both:
        for symbol in each.value.free_symbols:
            if symbol.name in loads:
                orders[symbol.name] = min(each.order, orders.get(symbol.name, each.order))
    found = [load for name, load in loads.items() if name in orders]
    return tuple(Load(load.target, load.vector, load.index, orders[load.target]) for load in found)
