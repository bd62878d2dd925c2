"""Replays of the steps that speak of the roots of a polynomial score, done anew from its coefficients."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Basic, Expr, Integer, S, Symbol, cancel, expand, fraction

from symmle.notation import Domain
from symmle.proof.certificate import ProofStep
from symmle.sample_sum import SampleSum, Statistic
from symmle.signs import Facts, Sign, is_continuous, sign


def unlike_polynomial(step: ProofStep, parameters: tuple[Symbol, ...], facts: Facts) -> Iterator[str]:
    """Refuse what is no polynomial score: the identity itself is compared by the checker."""
    before, place, factor, coefficients = step.premises
    if not is_continuous(before, place, facts):
        yield "the log-likelihood is not proved smooth on a domain without gaps"
    if sign(factor, facts) is not Sign.POSITIVE:
        yield "the factor is not proved positive"
    if any(not c.free_symbols.isdisjoint(parameters) or c.has(SampleSum) for c in coefficients):
        yield "a coefficient is no statistic"
    if len(coefficients) - 1 != step.conclusion or step.conclusion < 1:
        yield "the degree is another one"


def horner(coefficients: Basic, point: Expr) -> Expr:
    """Give the value of the polynomial."""
    value = S.Zero
    for coefficient in reversed(coefficients.args):
        value = value * point + coefficient
    return value


def not_falling(step: ProofStep, facts: Facts) -> Iterator[str]:
    """Refuse a condition that is no positive multiple of the polynomial, turned inwards, at the end."""
    place, _, coefficients, needed, side = step.premises
    end = step.conclusion
    domain = facts.domains[place]
    if (end, side) not in ((domain.lower, 1), (domain.upper, -1)):
        yield "the domain ends elsewhere"
        return
    inward = side * _outermost(coefficients, end)
    ratio = cancel(expand(inward) / expand(needed)) if needed != 0 else S.Zero
    if sign(ratio, _but_for(inward, facts)) is not Sign.POSITIVE:
        yield "the polynomial has another sign at the end"


def _but_for(inward: Expr, facts: Facts) -> Facts:
    """The premises without the condition itself, which would make any two positive numbers alike."""
    kept = {p for p in facts.positive if not fraction(cancel(inward / p))[1].is_number}
    return Facts(facts.domains, frozenset(kept), facts.nonnegative, facts.lemmas)


def open_ends_left(step: ProofStep, domain: Domain, told: set[Basic], facts: Facts) -> Iterator[Expr]:
    """Give the open ends towards which the likelihood is not known to fall, for all data or where told."""
    coefficients = step.premises[3]
    ends = ((domain.lower, domain.lower_open, 1), (domain.upper, domain.upper_open, -1))
    for end, is_open, side in ends:
        falls = sign(side * _outermost(coefficients, end), facts) is Sign.POSITIVE
        if is_open and end not in told and not falls:
            yield end


def _outermost(coefficients: Basic, end: Expr) -> Expr:
    if end is S.Infinity:
        return coefficients.args[-1]
    if end is S.NegativeInfinity:
        return coefficients.args[-1] * (-1) ** (len(coefficients.args) - 1)
    return horner(coefficients, end)


def not_unbounded(step: ProofStep, facts: Facts) -> Iterator[str]:
    """Refuse where the score, freed of the root that it gets at the end, has no pole or points inwards."""
    place, factor, coefficients, needed, _ = step.premises
    end = step.conclusion
    if not sign(needed, facts).is_nonnegative:
        yield "what is needed may be negative"
    inverse = cancel(1 / factor)
    if any(inverse.diff(place, k).subs(place, end) != 0 for k in (0, 1)):
        yield "the score has no pole there"
    beside = [
        cancel(horner(coefficients, place).xreplace({statistic: value}) / (place - end)).subs(place, end)
        for statistic, value in _where_it_vanishes(needed)
    ]
    if not any(sign(expand(value), facts) is Sign.NEGATIVE for value in beside):
        yield "the score does not point to the end"


def _where_it_vanishes(needed: Expr) -> Iterator[tuple[Statistic, Expr]]:
    for statistic in sorted(needed.atoms(Statistic), key=str):
        at = [needed.xreplace({statistic: Integer(k)}) for k in (0, 1, 2)]
        rate = expand(at[1] - at[0])
        if rate.is_number and rate != 0 and expand(at[2] - at[1] - rate) == 0:
            yield statistic, -at[0] / rate
