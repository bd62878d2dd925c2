"""Replays of the steps from a parameter to a function of it, from the log-likelihood itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sympy import Abs, Basic, Expr, LambertW, S, Symbol, Tuple, cancel, exp

from symmle.notation import Domain
from symmle.proof.certificate import ProofStep
from symmle.sample_sum import SampleSum
from symmle.signs import Facts, Sign, sign


def distances(domain: Domain) -> Domain | None:
    """Give the distances from zero inside a domain; None where it is not symmetric."""
    symmetric = domain.members is None and not domain.integer and domain.lower == -domain.upper
    return Domain(S.Zero, domain.upper, True, True) if symmetric else None


def not_mirrored(
    step: ProofStep, parameters: tuple[Symbol, ...], facts: Facts, same: Callable[[Basic, Basic], bool]
) -> Iterator[str]:
    """Refuse what is not the better of the two sides at each distance."""
    before, place, image, factor, odd = step.premises
    domain = facts.domains[place]
    if distances(domain) is None or facts.domains.get(image) != distances(domain):
        yield "the domain is not symmetric, or the distances are others"
        return
    if domain.lower_open is not domain.upper_open:
        yield "one end belongs to the domain and the other does not"
    if image in before.free_symbols or place in step.conclusion.free_symbols:
        yield "the parameter is not gone"
    if not odd.free_symbols.isdisjoint({*parameters, image}) or odd.has(SampleSum):
        yield "what decides between the sides is no statistic"
    if sign(factor, facts) is not Sign.POSITIVE:
        yield "the factor is not proved positive"
    for turn in (1, -1):
        side = before.xreplace({place: turn * image})
        if not same(side, step.conclusion + factor * (turn * odd - Abs(odd))):
            yield "a side has another log-likelihood"


def not_through(
    step: ProofStep, parameters: tuple[Symbol, ...], facts: Facts, same: Callable[[Basic, Basic], bool]
) -> Iterator[str]:
    """Refuse what is no function of ``t*exp(a*t)``, or of other values than it takes.

    A function h is that one if h/t is one at zero and has the constant logarithmic derivative a.
    """
    before, place, image, function, branches = step.premises
    ratio = cancel(function / place)
    rate = cancel(ratio.diff(place) / ratio)
    if not (rate.is_Rational and rate != 0 and ratio.subs(place, 0) == 1):
        yield "the function is another one"
        return
    if facts.domains.get(image) != _values(facts.domains[place], rate):
        yield "the function takes other values"
    if image in before.free_symbols or place in step.conclusion.free_symbols:
        yield "the parameter is not gone"
    if branches != Tuple(LambertW(rate * image) / rate, LambertW(rate * image, -1) / rate):
        yield "the values are taken elsewhere"
    if not same(before, step.conclusion.xreplace({image: function})):
        yield "the log-likelihood is another one"


def _values(domain: Domain, rate: Expr) -> Domain | None:
    """The function rises where ``1 + a*t`` is positive, and vanishes at zero and where it decays."""
    if domain.nonzero or domain.integer or domain.members is not None or domain.upper is not S.Infinity:
        return None
    extreme = (-1 / rate) * exp(-1)
    if domain.lower is S.NegativeInfinity:
        ends = (S.NegativeInfinity, extreme) if rate.is_negative else (extreme, S.Infinity)
    elif domain.lower == 0 and rate.is_negative:
        ends = (S.Zero, extreme)
    else:
        return None
    return Domain(*ends, True, True)
