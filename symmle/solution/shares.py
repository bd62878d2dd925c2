"""Conditions on the data alone, from expressions that hold other parameters as well.

``k*sum(u) + sum(w)/k`` is positive for every k > 0 exactly where ``sum(u) + sum(w)`` is. ``variance(x) +
(mean(x) - m)**2`` is positive for every m exactly where ``variance(x)`` is: at m = mean(x) nothing else is
left of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sympy import Add, Expr, Mul, S, Symbol

from symmle.notation import Domain
from symmle.reduction import complete_squares
from symmle.sample_sum import SampleSum
from symmle.signs import Facts, Sign, sign


class Shared(NamedTuple):
    """What must be positive for an expression to be so, whatever the other parameters are.

    ``attained`` says that it is needed for some value of the others alone: where what vanishes there is gone.
    """

    needed: Expr
    attained: bool


def shared(expression: Expr, others: Iterable[Symbol], facts: Facts) -> Shared | None:
    """Give the condition on the data; None where the terms have no signs of their own."""
    chosen = frozenset(others)
    terms = Add.make_args(complete_squares(expression))
    needed: Expr = S.Zero
    attained = False
    for term in terms:
        outside, inside = _apart(term, chosen)
        if sign(outside, facts) is Sign.POSITIVE and sign(inside, facts).is_nonnegative:
            needed += inside
        elif _vanishes_somewhere(term, chosen, facts):
            attained = True
        else:
            return None
    return None if needed == 0 or needed.is_number else Shared(needed, attained)


def _apart(term: Expr, others: frozenset[Symbol]) -> tuple[Expr, Expr]:
    """Part a term into what holds the other parameters, and the data with their sign."""
    outside = Mul(*[factor for factor in Mul.make_args(term) if _holds(factor, others)])
    return outside, term / outside


def _holds(factor: Expr, others: frozenset[Symbol]) -> bool:
    return not others.isdisjoint(factor.free_symbols) or bool(factor.has(SampleSum))


def _vanishes_somewhere(term: Expr, others: frozenset[Symbol], facts: Facts) -> bool:
    """Whether a term is a square times something positive, and the square is zero for some value."""
    squares = [f for f in Mul.make_args(term) if f.is_Pow and f.exp == 2 and _holds(f, others)]
    if len(squares) != 1 or sign(term / squares[0], facts) is not Sign.POSITIVE:
        return False
    base = squares[0].base
    places = [symbol for symbol in sorted(others, key=str) if symbol in base.free_symbols]
    if len(places) != 1:
        return False
    slope = base.diff(places[0])
    if slope == 0 or places[0] in slope.free_symbols or not sign(slope, facts).is_nonzero:
        return False
    return _is_inside(-base.xreplace({places[0]: S.Zero}) / slope, facts.domains[places[0]], facts)


def _is_inside(value: Expr, domain: Domain, facts: Facts) -> bool:
    if domain.members is not None or domain.integer or domain.nonzero:
        return False
    above = domain.lower is S.NegativeInfinity or sign(value - domain.lower, facts) is Sign.POSITIVE
    below = domain.upper is S.Infinity or sign(domain.upper - value, facts) is Sign.POSITIVE
    return above and below
