"""A score that is a polynomial in its parameter: every stationary point is a root that can be isolated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from sympy import Expr, Mul, Poly, S, Symbol, cancel, factor_list, fraction, together
from sympy.core.relational import StrictGreaterThan

from symmle.budget import Attempt, attempt
from symmle.errors import Category
from symmle.notation import Domain
from symmle.sample_sum import SampleSum, Statistic
from symmle.signs import Facts, Sign, is_continuous, sign
from symmle.solution.ends import end_text, strip_positive
from symmle.solution.records import Condition, Critical, Mark, OpenEnd

_CALLS = 400_000
_HIGHEST_DEGREE = 12


class _Quotient(NamedTuple):
    """Numerator and denominator without a common factor, statistics replaced by plain symbols."""

    factors: tuple[tuple[Expr, int], ...]
    denominator: Expr
    names: dict[Expr, Expr]


def find_critical(
    log_likelihood: Expr, written: tuple[Expr, Expr], parameter: Symbol, domain: Domain, facts: Facts
) -> tuple[Critical | None, tuple[Attempt, ...]]:
    """Write a score as a positive factor times a polynomial in the parameter.

    Parameters
    ----------
    log_likelihood : Expr
        As a function of the parameter.
    written : (Expr, Expr)
        An equation and a positive factor: their product is the derivative.
    parameter : Symbol
        The one parameter that is left.
    domain : Domain
        Where it lives.
    facts : Facts
        What may be used about signs inside the domain.

    Returns
    -------
    Critical or None
        None where the score is no rational function of the parameter, or has a pole inside the domain.
    """
    equation, factor = written
    if not is_rational(equation, parameter) or not is_continuous(log_likelihood, parameter, facts):
        return None, ()
    quotient, tried = attempt("clear the denominators of the score", _CALLS, _quotient, equation, parameter)
    if quotient is None:
        return None, (tried,)
    critical = _written(quotient, factor, parameter, facts)
    if critical is None:
        return None, (tried,)
    return replace(critical, ends=tuple(open_ends(critical, domain, facts))), (tried,)


def is_rational(expression: Expr, parameter: Symbol) -> bool:
    """Whether the expression is a rational function of the parameter, with statistics for coefficients."""
    if any(parameter in node.free_symbols for node in expression.atoms(SampleSum)):
        return False
    return bool(expression.is_rational_function(parameter))


def _quotient(equation: Expr, parameter: Symbol) -> _Quotient:
    atoms = sorted(equation.atoms(Statistic, SampleSum), key=str)
    places = {atom: Symbol(f"statistic#{k}", real=True) for k, atom in enumerate(atoms)}
    numerator, denominator = fraction(cancel(equation.xreplace(places)))
    content, factors = factor_list(numerator)
    return _Quotient(
        ((content, 1), *sorted(factors, key=str)),
        denominator,
        {place: atom for atom, place in places.items()},
    )


def _written(quotient: _Quotient, factor: Expr, parameter: Symbol, facts: Facts) -> Critical | None:
    """Leave out what has one sign on the domain; the rest is the polynomial."""
    kept: list[Expr] = []
    whole = factor / quotient.denominator.xreplace(quotient.names)
    turn = _turn(quotient.denominator.xreplace(quotient.names), facts)
    points = 0
    for part, power in quotient.factors:
        told = part.xreplace(quotient.names)
        points += Poly(part, parameter).degree() if parameter in part.free_symbols else 0
        of_part = _turn(told, facts)
        if of_part:
            turn *= of_part**power
            whole *= told**power
        else:
            kept.append(part**power)
    if turn == 0 or not kept:
        return None
    polynomial = Poly(turn * Mul(*kept), parameter)
    if not 1 <= polynomial.degree() <= _HIGHEST_DEGREE:
        return None
    coefficients = tuple(c.xreplace(quotient.names) for c in reversed(polynomial.all_coeffs()))
    return Critical(parameter, coefficients, turn * whole, points)


def _turn(expression: Expr, facts: Facts) -> int:
    """Give 1 or -1 for a proved sign; 0 where none is known."""
    return {Sign.POSITIVE: 1, Sign.NEGATIVE: -1}.get(sign(expression, facts), 0)


def open_ends(critical: Critical, domain: Domain, facts: Facts) -> Iterator[OpenEnd]:
    """Give the open ends of the domain towards which the likelihood is not proved to fall for all data."""
    ends = ((domain.lower, domain.lower_open, 1), (domain.upper, domain.upper_open, -1))
    for end, is_open, side in ends:
        needed = side * value_at(critical, end)
        found = sign(needed, facts)
        if is_open and found is not Sign.POSITIVE:
            core = strip_positive(needed, facts)
            unbounded = found.is_nonnegative and _is_unbounded(critical, core, end, facts)
            yield OpenEnd(end, side, core, unbounded)


def conditions_of(critical: Critical) -> tuple[Condition, ...]:
    """Give what the data must satisfy for the likelihood to fall towards every open end of the domain.

    Where it does, the best stationary point is the maximum. Where it does not, the likelihood is unbounded
    (the condition is necessary and sufficient), or there may be a maximum all the same (it is sufficient).
    """
    return tuple(_condition(critical.parameter.name, each) for each in critical.ends)


def _condition(name: str, asked: OpenEnd) -> Condition:
    mark, category = (
        (Mark.IFF, Category.UNBOUNDED_LIKELIHOOD)
        if asked.unbounded
        else (Mark.SUFFICIENT, _category(asked.end))
    )
    relation = StrictGreaterThan(asked.needed, 0)
    return Condition(relation, mark, name, category, f"{name} -> {end_text(asked.end)}")


def _category(end: Expr) -> Category:
    return Category.INFINITE_PARAMETER if end.is_infinite else Category.BOUNDARY


def value_at(critical: Critical, end: Expr) -> Expr:
    """Give the sign of the polynomial at an end: its value, or its leading coefficient at infinity."""
    if end.is_infinite:
        degree = len(critical.coefficients) - 1
        return critical.coefficients[-1] * (S.NegativeOne**degree if end is S.NegativeInfinity else 1)
    return critical.polynomial.xreplace({critical.parameter: end}).expand()


def _is_unbounded(critical: Critical, core: Expr, end: Expr, facts: Facts) -> bool:
    """Whether the likelihood grows without bound at a finite end once an expression has vanished.

    The polynomial has a root there then; divided by it the score must keep a pole, and point to the end.
    """
    place = critical.parameter
    if end.is_infinite or not critical.factor.is_rational_function(place):
        return False
    if _pole_order(critical.factor, place, end) < 2:
        return False
    slope = critical.polynomial.diff(place).xreplace({place: end})
    return any(
        sign(slope.xreplace(vanished).expand(), facts) is Sign.NEGATIVE for vanished in vanishing(core)
    )


def vanishing(core: Expr) -> Iterator[dict[Expr, Expr]]:
    """Solve ``core = 0`` for each statistic in which it is linear."""
    mark = Symbol("statistic#", real=True)
    for statistic in sorted(core.atoms(Statistic), key=str):
        placed = core.xreplace({statistic: mark})
        rate = placed.diff(mark)
        if rate.is_number and rate != 0:
            yield {statistic: -placed.xreplace({mark: S.Zero}) / rate}


def _pole_order(factor: Expr, place: Symbol, end: Expr) -> int:
    """Give the order of the pole that a rational factor has at the end of the domain."""
    numerator, denominator = fraction(together(factor))
    return _multiplicity(denominator, place, end) - _multiplicity(numerator, place, end)


def _multiplicity(expression: Expr, place: Symbol, root: Expr) -> int:
    polynomial, order = Poly(expression, place), 0
    divisor = Poly(place - root, place)
    while polynomial.degree() > 0 and polynomial.rem(divisor).is_zero:
        polynomial, order = polynomial.quo(divisor), order + 1
    return order
