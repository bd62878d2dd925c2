"""Points that satisfy equations among the parameters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product

from sympy import Expr, Matrix, Rational, S, Symbol

from symmle.declaration.constraints import Constraint
from symmle.notation import Domain

__all__ = ["satisfying"]

_SHRUNK = (S.One, Rational(1, 2), Rational(1, 5), Rational(2, 1))


def satisfying(
    values: Mapping[Symbol, Expr], constraints: Sequence[Constraint], domains: Mapping[Symbol, Domain]
) -> dict[Symbol, Expr] | None:
    """Move a point until it satisfies the constraints inside the domains; None where no way was found.

    Each equation that is linear in some parameter is solved for it, the others being drawn nearer to zero
    until it lies in its domain.
    """
    if not constraints:
        return dict(values)
    for scale, places in product(_SHRUNK, _choices(constraints, tuple(values))):
        moved = {s: _scaled(v, scale, domains[s]) for s, v in values.items()}
        moved |= _solved(constraints, places, moved)
        if all(_holds(each, moved) for each in constraints) and _inside(moved, domains):
            return moved
    return None


def _choices(constraints: Iterable[Constraint], symbols: Sequence[Symbol]) -> Iterator[tuple[Symbol, ...]]:
    """Give for each equation a parameter that it is linear in, no two the same."""
    linear = []
    for each in constraints:
        difference = each.difference
        held = [s for s in symbols if s in difference.free_symbols]
        linear.append([s for s in reversed(held) if s not in difference.diff(s).free_symbols])
    return (choice for choice in product(*linear) if len(set(choice)) == len(choice))


def _scaled(value: Expr, scale: Expr, domain: Domain) -> Expr:
    return value if domain.integer or domain.members is not None else value * scale


def _solved(
    constraints: Sequence[Constraint], places: tuple[Symbol, ...], values: Mapping[Symbol, Expr]
) -> dict[Symbol, Expr]:
    """Solve the equations for as many parameters together; {} where they are not linear in them together."""
    others = {symbol: value for symbol, value in values.items() if symbol not in places}
    left = Matrix([each.difference.xreplace(others) for each in constraints])
    slopes = left.jacobian(list(places))
    if slopes.free_symbols or slopes.det() == 0:
        return {}
    found = slopes.LUsolve(-left.xreplace(dict.fromkeys(places, S.Zero)))
    return dict(zip(places, found, strict=True))


def _holds(constraint: Constraint, values: Mapping[Symbol, Expr]) -> bool:
    return bool(constraint.difference.xreplace(dict(values)).expand() == 0)


def _inside(values: Mapping[Symbol, Expr], domains: Mapping[Symbol, Domain]) -> bool:
    return all(domains[s].at(values).contains(value) is True for s, value in values.items())
