"""Replays of the steps about parameters that an equation binds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sympy import Basic, Expr, S, Symbol, Tuple

from symmle.notation import Domain
from symmle.proof.certificate import Certificate, ProofStep, Rule
from symmle.proof.checks import Checks
from symmle.proof.folding import images_of
from symmle.signs import Facts, Sign, sign


def _lagrangian(step: ProofStep, checks: Checks) -> Iterator[str]:
    before, places, difference, multiplier = step.premises
    if multiplier in before.free_symbols | difference.free_symbols:
        yield "the multiplier stands in what it multiplies"
    if not checks.same(step.conclusion, before - multiplier * difference):
        yield "it is not the Lagrangian"
    if not difference.free_symbols & set(checks.likelihood.parameters) <= set(places):
        yield "the constraint binds another parameter too"
    yield from _kept_inside(difference, places, checks)


def _kept_inside(difference: Expr, places: Tuple, checks: Checks) -> Iterator[str]:
    """Whether every point of the domains that are used, which satisfies the equation, is in the declared
    ones.
    """
    model = checks.likelihood.model
    for place in places:
        declared, used = model.parameters[place.name], checks.facts.domains[place]
        if (used.lower, used.upper) == (declared.lower, declared.upper):
            continue
        if used.lower != declared.lower or used.upper is not S.Infinity:
            yield f"the domain of {place} is another one"
            continue
        slack = _slack(difference, place, {p: model.parameters[p.name] for p in places})
        if slack is None or not (
            slack.is_positive or (slack.is_zero and not _reached(place, places, checks))
        ):
            yield f"the constraint does not keep {place} inside its domain"


def _slack(difference: Expr, place: Symbol, domains: Mapping[Symbol, Domain]) -> Expr | None:
    """Give how far below its upper end a parameter stays: the others are at their lower ends at best."""
    slope = difference.diff(place)
    lowest = difference
    for other, domain in domains.items():
        if other == place:
            continue
        ratio = difference.diff(other) / slope
        if not (ratio.is_positive and ratio.free_symbols.isdisjoint(domains) and domain.lower.is_finite):
            return None
        lowest = lowest.xreplace({other: domain.lower})
    slack: Expr = (lowest.xreplace({place: domains[place].upper}) / slope).expand()
    return slack


def _reached(place: Symbol, places: Tuple, checks: Checks) -> bool:
    """Whether the upper end, which is not in the domain, is reached where the others are at lower ends that
    are.
    """
    domains = checks.likelihood.model.parameters
    others_closed = all(not domains[p.name].lower_open for p in places if p != place)
    return domains[place.name].upper_open and others_closed


def _multiplier(step: ProofStep, checks: Checks) -> Iterator[str]:
    difference, multiplier, places, given, value = step.premises
    put_in = difference.xreplace(dict(zip(places, given, strict=True))).xreplace({multiplier: value})
    if not checks.same(put_in, S.Zero):
        yield "the constraint does not hold there"
    if value.free_symbols & {multiplier, *places}:
        yield "the multiplier is not known"
    blind = checks.without(multiplier)
    for fact in sorted(checks.facts.positive, key=str):
        if multiplier in fact.free_symbols and not blind.positive(fact.xreplace({multiplier: value})):
            yield f"{fact} is not proved positive there"


def _constrained(step: ProofStep, checks: Checks) -> Iterator[str]:
    before, places, roots = step.premises
    if not checks.same(before.xreplace(dict(zip(places, roots, strict=True))), step.conclusion):
        yield "the log-likelihood there is another one"


def _explicit(step: ProofStep, checks: Checks) -> Iterator[str]:
    before, place, value, difference = step.premises
    slope = difference.diff(place)
    if place in slope.free_symbols or not sign(slope, checks.without().facts).is_nonzero:
        yield "the equation has other solutions"
    if not checks.same(difference.xreplace({place: value}), S.Zero):
        yield "the equation does not hold there"
    if not checks.same(before.xreplace({place: value}), step.conclusion):
        yield "the log-likelihood there is another one"
    declared = checks.likelihood.model.parameters[place.name]
    if not _lies_inside(value, declared, checks):
        yield f"{place} may lie outside its domain"
    yield from _narrowed(value, declared, checks)


def _lies_inside(value: Expr, domain: Domain, checks: Checks) -> bool:
    facts = _not_widened(checks)
    if domain.nonzero:
        return sign(value, facts).is_nonzero
    rooms = [(value - domain.lower, domain.lower_open), (domain.upper - value, domain.upper_open)]
    for room, is_open in rooms:
        found = Sign.POSITIVE if room is S.Infinity else sign(room, facts)
        if not (found is Sign.POSITIVE or (found.is_nonnegative and not is_open)):
            return False
    return True


def _not_widened(checks: Checks) -> Facts:
    """Give the premises with every parameter that another step lets run further back in its domain."""
    declared = checks.likelihood.facts.inside(checks.likelihood.parameters).domains
    used = checks.facts.domains
    kept = {s: d if used[s].upper is S.Infinity else used[s] for s, d in declared.items()}
    return Facts.of({**used, **kept}).given(*checks.facts.positive)


def _narrowed(value: Expr, domain: Domain, checks: Checks) -> Iterator[str]:
    """Whether a domain ends early only where the value would leave its own."""
    for place in sorted(value.free_symbols & set(checks.likelihood.parameters), key=str):
        declared, used = checks.likelihood.model.parameters[place.name], checks.facts.domains[place]
        for end, whole in ((used.lower, declared.lower), (used.upper, declared.upper)):
            if end == whole or end is S.Infinity:
                continue
            straight = value.diff(place).is_number and value.diff(place) != 0
            if not straight or value.xreplace({place: end}) not in (domain.lower, domain.upper):
                yield f"the domain of {place} is narrower than it was declared"


BOUND_REPLAYS: dict[Rule, Callable[[ProofStep, Checks], Iterator[str]]] = {
    Rule.LAGRANGIAN: _lagrangian,
    Rule.MULTIPLIER: _multiplier,
    Rule.CONSTRAINED: _constrained,
    Rule.EXPLICIT: _explicit,
}


def multipliers(certificate: Certificate) -> set[Basic]:
    """Give the multipliers whose values are found, and whose facts are replayed there."""
    return {step.premises[1] for step in certificate.steps if step.rule is Rule.MULTIPLIER}


def other_domains(certificate: Certificate, declared: Facts) -> bool:
    """Whether a symbol lives elsewhere than it was declared to, and no step says why it may."""
    used = certificate.facts.domains
    wider = {p for s in certificate.steps if s.rule is Rule.LAGRANGIAN for p in s.premises[1]}
    narrower = {p for s in certificate.steps if s.rule is Rule.EXPLICIT for p in s.premises[2].free_symbols}
    images = {image for _, image in images_of(certificate.steps)}  # checked with the step that brings them in
    for symbol in (set(used) | set(declared.domains)) - images:
        if symbol not in declared.domains:
            if symbol not in multipliers(certificate) or used[symbol] != Domain():
                return True
        elif symbol not in used or not (used[symbol] == declared.domains[symbol] or symbol in wider):
            ends = used.get(symbol, Domain()), declared.domains[symbol]
            grown = any(end.is_infinite and end != was for end, was in zip(*map(_both, ends), strict=True))
            if symbol not in narrower or grown:
                return True
    return False


def _both(domain: Domain) -> tuple[Expr, Expr]:
    return domain.lower, domain.upper
