"""Whether what a certificate asks of the data is asked with reason: used by a step, and needed.

A condition that is marked iff says two things. Where it holds, the steps prove the maximum. Where it fails
there is none: so no sample that violates it may have the maximum that the steps name all the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from mpmath import isfinite
from sympy import Basic, Expr, Rational, S, Symbol, cancel

from symmle.likelihood import LogLikelihood
from symmle.notation import Domain
from symmle.proof.bound_links import back_substituted
from symmle.proof.certificate import Certificate, ProofStep, Rule
from symmle.proof.ends import not_the_other_way
from symmle.proof.folding import FOLDS
from symmle.proof.sampling import Case, generic_cases, value_on
from symmle.proof.stationary_replays import open_ends_left
from symmle.sample_sum import Statistic
from symmle.signs import Facts, Sign, sign
from symmle.solution import Boundary, Condition, Mark

StepHolds = Callable[[ProofStep, Facts], bool]


class Found(NamedTuple):
    """What the chain of steps came to: the parameters that it solved for, their roots, and whether none is
    left.
    """

    places: tuple[Symbol, ...]
    roots: tuple[Basic, ...]
    whole: bool


def unfounded(
    certificate: Certificate, likelihood: LogLikelihood, found: Found, holds: StepHolds
) -> Iterator[str]:
    """Tell of conditions and closed ends that the argument gives no reason for."""
    for condition in certificate.conditions:
        reason = _not_of_data(condition.relation.lhs, likelihood) or _mark_is_wrong(condition, certificate)
        asked = condition.relation.lhs
        used = _is_used(asked, certificate, holds) or (
            not certificate.existence_known and never_level(condition, certificate.facts, likelihood)
        )
        if not reason and not used:
            reason = "no step needs it"
        if not reason and condition.mark is not Mark.SUFFICIENT:
            reason = next(_refuted(condition.relation.lhs, certificate, likelihood, found), "")
        if reason:
            yield f"{condition}: {reason}"
    yield from _existence(certificate, likelihood)
    for boundary in certificate.boundaries:
        reason = _not_of_data(boundary.interior.lhs, likelihood) or _no_end(boundary, certificate)
        if reason:
            yield f"the end {boundary.parameter} = {boundary.value}: {reason}"


def _existence(certificate: Certificate, likelihood: LogLikelihood) -> Iterator[str]:
    """Where existence is claimed, the likelihood falls towards each open end, or the data must see to it."""
    asked = {condition.relation.lhs for condition in certificate.conditions}
    for step in certificate.steps:
        if step.rule is Rule.STATIONARY and certificate.existence_known:
            told = {s.conclusion for s in certificate.steps if s.rule in _AT_ENDS and s.premises[3] in asked}
            domain = likelihood.model.parameters[step.premises[1].name]
            left = open_ends_left(step, domain, told, certificate.facts.afresh())
            yield from (f"nothing is said of the end {end}" for end in left)


def _not_of_data(expression: Expr, likelihood: LogLikelihood) -> str:
    """What is asked of the data holds no parameter, and no observation that stands for itself."""
    constants = {likelihood.model.symbols[name] for name in likelihood.model.constants}
    free = not expression.free_symbols <= constants or likelihood.sample.varies(expression)
    return "it is no condition on the data" if free else ""


def _mark_is_wrong(condition: Condition, certificate: Certificate) -> str:
    """Towards an open end the polynomial's sign is enough; it is needed where the likelihood is unbounded."""
    asked = condition.relation.lhs
    at_ends = [step.rule for step in certificate.steps if step.rule in _AT_ENDS and step.premises[3] == asked]
    strict = Rule.UNBOUNDED in at_ends or not at_ends
    if strict and condition.mark is Mark.SUFFICIENT:
        return "it is more than sufficient"
    if not strict and condition.mark is not Mark.SUFFICIENT:
        return "it is not shown to be necessary"
    if condition.mark is Mark.SUFFICIENT and certificate.existence_known:
        return "with a condition that is only sufficient existence is not known exactly"
    return ""


_AT_ENDS = (Rule.FALLS_TO_END, Rule.UNBOUNDED)
_CONCLUDING = (Rule.LEMMA, Rule.ENDS, Rule.HULL, Rule.COERCIVE, Rule.AFFINE_CONCAVE)


def _is_used(asked: Expr, certificate: Certificate, holds: StepHolds) -> bool:
    """Whether a step names it as what is needed, or does not replay without it, or the others imply it."""
    for step in certificate.steps:
        if step.rule in _AT_ENDS and step.premises[3] == asked:
            return True
        if step.rule in _CONCLUDING and step.conclusion.has(asked):
            return True
    if asked not in certificate.facts.positive:
        return False
    kept = certificate.facts.positive - {asked}
    without = Facts(certificate.facts.domains, kept, certificate.facts.nonnegative, certificate.facts.lemmas)
    if sign(asked, without) is Sign.POSITIVE:  # asked before a later step asked for more
        return True
    return any(not holds(step, without) for step in certificate.steps)


def never_level(condition: Condition, facts: Facts, likelihood: LogLikelihood) -> bool:
    """Whether on samples that violate it the score by its parameter has one sign all along: no maximum is
    inside.
    """
    place = next((p for p in likelihood.parameters if p.name == condition.parameter), None)
    cases = tuple(violating(condition.relation.lhs, facts, likelihood))
    if place is None or not cases:
        return False
    score = likelihood.expression.diff(place)
    return all(len(_signs_along(score, place, facts.domains[place], case)) == 1 for case in cases)


def _signs_along(score: Expr, place: Symbol, domain: Domain, case: Case) -> set[bool | None]:
    """Give the signs that a score takes along its parameter's domain; None where it is zero or unknown."""
    inside = [v for v in _ALONG if domain.contains(Rational(v.numerator, v.denominator)) is True]
    values = [value_on(score, case, {place: value}) for value in inside]
    return {None if value is None or value == 0 else bool(value > 0) for value in values}


_ALONG = tuple(
    sign * Fraction(p, q)
    for sign in (-1, 1)
    for p, q in ((1, 97), (1, 9), (2, 5), (5, 7), (12, 11), (3, 1), (17, 2), (40, 1))
)


def _no_end(boundary: Boundary, certificate: Certificate) -> str:
    """A step must say that the maximum is at this end where the condition fails."""
    asked = boundary.interior.lhs
    if any(
        needed == asked and place.name == boundary.parameter and end == boundary.value
        for place, end, needed in _ends_told(certificate)
    ):
        return ""
    return "no step says what the data do there"


def _ends_told(certificate: Certificate) -> Iterator[tuple[Symbol, Expr, Expr]]:
    """Give each end that a step puts the maximum on, of the parameter that was declared."""
    folds = {step.premises[2]: step for step in certificate.steps if step.rule in FOLDS}
    for step in certificate.steps:
        if step.rule is Rule.BOUNDARY:
            place, end, needed = step.premises[1], step.conclusion, step.premises[-1]
            if place not in folds:
                yield place, end, needed
            elif folds[place].rule is Rule.REFLECTION:
                yield folds[place].premises[1], end, needed
            else:
                yield folds[place].premises[1], _turning_point(folds[place], end), needed
        elif step.rule is Rule.ENDS:
            domain = certificate.facts.domains[step.premises[1]]
            for (_, needed), end in zip(step.conclusion.args, (domain.lower, domain.upper), strict=True):
                yield step.premises[1], end, needed


def _turning_point(step: ProofStep, end: Expr) -> Expr:
    """Where the function turns, if it takes the end's value there."""
    function, place = step.premises[3], step.premises[1]
    ratio = cancel(function / place)
    point: Expr = -ratio / ratio.diff(place)
    point = cancel(point)
    return point if function.xreplace({place: point}) == end else S.NaN


def _refuted(asked: Expr, certificate: Certificate, likelihood: LogLikelihood, found: Found) -> Iterator[str]:
    """Look for the maximum on samples that violate one condition and no other."""
    cases = tuple(violating(asked, certificate.facts, likelihood))
    for step in certificate.steps:
        if step.rule is Rule.ENDS and step.conclusion.has(asked):
            yield from not_the_other_way(step, asked, certificate.facts, cases)
    if not found.whole:
        return
    for case in cases:
        if _has_maximum(case, certificate, found):
            yield "a sample that violates it has the maximum that the steps name"


def violating(asked: Expr, facts: Facts, likelihood: LogLikelihood) -> Iterator[Case]:
    """Give samples on which a condition fails and the others hold: of several sizes, and with equal rows."""
    others = facts.positive - {asked}
    kept = [e for e in others if not likelihood.sample.varies(e) and e.has(Statistic)]
    generic = (*generic_cases(likelihood, Facts(facts.domains), _FEW),)
    for case in generic:
        for changed in (case, *_sizes(case, likelihood), *_equal_rows(case, likelihood)):
            value = value_on(asked, changed, {})
            rest = (value_on(e, changed, {}) for e in kept)
            if value is not None and value <= 0 and all(each is not None and each > 0 for each in rest):
                yield changed


_FEW = 2


def _sizes(case: Case, likelihood: LogLikelihood) -> Iterator[Case]:
    """Give the rows closer to an end of their domain, or to zero, and farther from it."""
    model = likelihood.model
    for size in _SIZES:
        columns = {
            symbol: tuple(_resized(value, model.domains[symbol], size) for value in column)
            for symbol, column in case.data.items()
        }
        yield case._replace(data=columns)
    yield case._replace(
        data={symbol: _one_off_the_end(column, model.domains[symbol]) for symbol, column in case.data.items()}
    )


def _one_off_the_end(column: tuple[Fraction, ...], domain: Domain) -> tuple[Fraction, ...]:
    """All on the lower end but for one, which is close to it."""
    if domain.members is not None or domain.lower_open or not domain.lower.is_Rational:
        return column
    end = Fraction(int(domain.lower.p), int(domain.lower.q))
    near = end + 1 if domain.integer else end + (column[0] - end) / 8
    return (near, *[end] * (len(column) - 1))


_SIZES = (Fraction(1, 30), Fraction(1, 4), Fraction(20))


def _resized(value: Fraction, domain: Domain, size: Fraction) -> Fraction:
    if domain.members is not None or not (domain.lower.is_Rational or domain.lower.is_infinite):
        return value
    start = Fraction(int(domain.lower.p), int(domain.lower.q)) if domain.lower.is_Rational else Fraction(0)
    moved = start + (value - start) * size
    if domain.integer:
        moved = Fraction(round(moved))
    inside = domain.contains(Rational(moved.numerator, moved.denominator)) is True
    return moved if inside else value


def _equal_rows(case: Case, likelihood: LogLikelihood) -> Iterator[Case]:
    """Every row the first one; then each column at each end of its domain that belongs to it."""
    yield case._replace(data={symbol: (column[0],) * len(column) for symbol, column in case.data.items()})
    model = likelihood.model
    for symbol, column in case.data.items():
        domain = model.domains[symbol]
        for value in _values(domain):
            yield case._replace(data={**case.data, symbol: (value,) * len(column)})


def _values(domain: Domain) -> Iterator[Fraction]:
    if domain.members is not None:
        ends: Sequence[Expr] = [m for m in domain.members if m.is_Rational]
    else:
        ends = [
            end
            for end, is_open in ((domain.lower, domain.lower_open), (domain.upper, domain.upper_open))
            if end.is_Rational and not is_open
        ]
    yield from (Fraction(int(end.p), int(end.q)) for end in ends)


def _has_maximum(case: Case, certificate: Certificate, found: Found) -> bool:
    """Whether the named point lies inside, and each score that was solved falls through zero there."""
    known = back_substituted(list(found.places), list(found.roots))
    point: dict[Symbol, Fraction] = {}
    for place, root in {**known, **_multipliers(certificate, known)}.items():
        value = value_on(root, case, {})
        if value is None or not isfinite(value):
            return False
        point[place] = Fraction(Rational(str(value)).p, Rational(str(value)).q)
    domains = certificate.facts.domains
    if not all(place in domains and _is_inside(point[place], domains[place]) for place in known):
        return False
    scores = [step for step in certificate.steps if step.rule is Rule.DERIVATIVE]
    return bool(scores) and all(_falls_through(step, case, point) for step in scores)


def _multipliers(certificate: Certificate, known: dict[Symbol, Expr]) -> dict[Symbol, Expr]:
    """Give the values of the multipliers of equations, which the scores hold."""
    steps = [step for step in certificate.steps if step.rule is Rule.MULTIPLIER]
    return {step.premises[1]: step.premises[4].xreplace(known) for step in steps}


def _is_inside(value: Fraction, domain: Domain) -> bool:
    number = Rational(value.numerator, value.denominator)
    inside = domain.contains(number) is True and number not in (domain.lower, domain.upper)
    return inside and not (domain.nonzero and number is S.Zero)


def _falls_through(step: ProofStep, case: Case, point: dict[Symbol, Fraction]) -> bool:
    place = step.premises[1]
    at = point[place]
    width = abs(at) * _NEAR if at else _NEAR
    before, after = (value_on(step.conclusion, case, {**point, place: at + s * width}) for s in (-1, 1))
    return before is not None and after is not None and bool(before > 0 > after)


_NEAR = Fraction(1, 10**6)
