"""Whether a falling equation has a root: its signs at the two ends of the domain."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, NamedTuple

from sympy import Basic, Expr, Rational, S, Symbol, Tuple, fraction, together
from sympy.core.relational import Relational, StrictGreaterThan

from symmle.errors import Category
from symmle.exposition import text_of
from symmle.notation import Domain
from symmle.proof.certificate import ProofStep, Rule
from symmle.proof.limits import limit_at, spread_needed
from symmle.proof.sampling import Case, value_on
from symmle.sample_sum import definition
from symmle.signs import Facts, Sign, sign
from symmle.solution import Boundary, Condition, Mark
from symmle.solution.ends import end_text


class Existence(NamedTuple):
    """What the data must satisfy for a root, and the step that says so."""

    conditions: tuple[Condition, ...] = ()
    boundaries: tuple[Boundary, ...] = ()
    step: ProofStep | None = None


class _End(NamedTuple):
    """The limit at an end, and what must be positive for the sign to be right there; one where it is."""

    limit: Expr
    needed: Expr


def find_existence(equation: Expr, place: Symbol, domain: Domain, facts: Facts) -> Existence | None:
    """Ask for a positive value at the lower end and a negative one at the upper end; None where one is not
    known.
    """
    lower = _at_end(equation, place, domain.lower, 1, facts)
    upper = _at_end(equation, place, domain.upper, -1, facts) if lower is not None else None
    if lower is None or upper is None:
        return None
    conditions: list[Condition] = []
    boundaries: list[Boundary] = []
    ends = ((lower, domain.lower, domain.lower_open), (upper, domain.upper, domain.upper_open))
    for (_, needed), end, is_open in ends:
        if needed is S.One:
            continue
        relation = StrictGreaterThan(needed, 0)
        if not isinstance(relation, Relational):  # SymPy thinks that it knows, and the prover does not
            return None
        if is_open:
            conditions.append(existence_condition(relation, place, end))
        else:
            boundaries.append(Boundary(place.name, end, relation))
    said = _sentence(equation, place, domain, (lower, upper))
    step = ProofStep(Rule.ENDS, (equation, place), Tuple(Tuple(*lower), Tuple(*upper)), said)
    return Existence(tuple(conditions), tuple(boundaries), step)


def _at_end(equation: Expr, place: Symbol, end: Expr, turn: int, facts: Facts) -> _End | None:
    value = limit_at(equation, place, end, facts)
    if value is None:
        return None
    outward = turn * value
    if outward is S.Infinity or sign(outward, facts) is Sign.POSITIVE:
        return _End(value, S.One)
    needed = spread_needed(outward) or _above_the_line(outward, facts)
    return None if sign(needed, facts).is_nonpositive else _End(value, needed)


def _above_the_line(outward: Expr, facts: Facts) -> Expr:
    """``mean(x)/2 - variance(x)/(2*mean(x)) -> mean(x)**2 - variance(x)`` where mean(x) is positive."""
    above, below = fraction(together(outward))
    return above.expand() if below is not S.One and sign(below, facts) is Sign.POSITIVE else outward


def existence_condition(relation: Relational, place: Symbol, end: Expr) -> Condition:
    """Say where the likelihood climbs to if a condition fails."""
    category = Category.INFINITE_PARAMETER if end.is_infinite else Category.BOUNDARY
    return Condition(relation, Mark.IFF, place.name, category, f"{place.name} -> {end_text(end)}")


def _sentence(equation: Expr, place: Symbol, domain: Domain, ends: tuple[_End, _End]) -> str:
    told = [
        f"{text_of(definition(end.limit))} as {place.name} goes to {end_text(at)}"
        for end, at in zip(ends, (domain.lower, domain.upper), strict=True)
    ]
    needed = [f"{text_of(definition(end.needed))} > 0" for end in ends if end.needed is not S.One]
    where = f" if and only if {' and '.join(needed)}" if needed else ""
    return f"It goes to {' and to '.join(told)}: it has a root{where}."


_NEAR = Rational(1, 10**12) + Rational(1, 3 * 10**13)
_FAR = tuple(power + Rational(1, 3) for power in (10**6, 1000, 100, 20))
_CLEAR = 1e-3


def unlike_ends(step: ProofStep, domain: Domain, cases: tuple[Case, ...], facts: Facts) -> Iterator[str]:
    """Compare the limits with values close to the ends, and what is needed with the signs there."""
    for told, end, turn in zip(step.conclusion.args, (domain.lower, domain.upper), (1, -1), strict=True):
        limit, needed = told.args
        outward = turn * limit
        if needed is S.One and outward is not S.Infinity and sign(outward, facts) is not Sign.POSITIVE:
            yield f"the sign at {end} is not proved"
        if not all(_agrees(step.premises, told, (end, turn), case) for case in cases):
            yield f"close to {end} the equation has another value"


def not_the_other_way(step: ProofStep, asked: Expr, facts: Facts, cases: tuple[Case, ...]) -> Iterator[str]:
    """Refuse a condition unless the sign at its end is the wrong one wherever it fails.

    The equation falls: where it has the wrong sign, or is zero, at an end, it has that sign all through the
    domain, and there is no root. What the prover cannot settle, such as a distance that vanishes with a
    variance, is sampled on data that violate the condition.
    """
    failing = Facts(facts.domains, facts.positive - {asked}, facts.nonnegative | {-asked}, facts.lemmas)
    for told, turn in zip(step.conclusion.args, (1, -1), strict=True):
        limit, needed = told.args
        if needed != asked or sign(turn * limit, failing).is_nonpositive:
            continue
        values = [value_on(turn * limit, case, {}) for case in cases]
        if not values or any(value is not None and value > _ROUNDED for value in values):
            yield "the sign at the end is not known to be wrong where it fails"


_ROUNDED = 1e-30


def _agrees(premises: tuple[Basic, ...], told: Basic, at: tuple[Expr, int], case: Case) -> bool:
    """Whether the value has the sign, and lies close to the limit where that is finite."""
    (equation, place), (limit, needed), (end, turn) = premises, told.args, at
    value, distance = _close_to(equation, place, end, turn, case)
    asked = 1 if needed is S.One else value_on(needed, case, {})
    if value is None or asked is None:
        return False
    if abs(asked) > _CLEAR + 8 * distance and (turn * value > 0) != (asked > 0):
        return False
    if limit in (S.Infinity, S.NegativeInfinity):
        return bool((value > 0) == (limit is S.Infinity))
    there = value_on(limit, case, {})
    return there is not None and bool(abs(value - there) <= (_CLEAR + 8 * distance) * (1 + abs(there)))


def _close_to(equation: Basic, place: Basic, end: Expr, turn: int, case: Case) -> tuple[Any, float]:
    """Give a value close to the end, and how far off its limit it may be: as far out as 40 digits carry."""
    if end.is_finite:
        return value_on(equation, case, {place: _fraction(end + turn * _NEAR)}), float(_NEAR)
    found = ((value_on(equation, case, {place: _fraction(-turn * far)}), far) for far in _FAR)
    return next(((value, 1 / float(far)) for value, far in found if value is not None), (None, 0.0))


def _fraction(point: Expr) -> Fraction:
    if point.is_Rational:
        return Fraction(int(point.p), int(point.q))
    return Fraction(str(point.evalf(_DIGITS)))  # an end such as pi/2


_DIGITS = 50
