"""Solve an equation among the parameters for one of them, and put it in."""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Expr, S, Symbol

from symmle.declaration import Constraint
from symmle.likelihood import LogLikelihood, expand_logarithms
from symmle.notation import Domain
from symmle.reduction import complete_squares, expand_numerators, reduce_sums
from symmle.signs import Facts, Sign, sign
from symmle.solution.groups import Explicit
from symmle.solution.problem import Problem


def solve_for_one(
    problem: Problem, constraint: Constraint, likelihood: LogLikelihood
) -> tuple[Explicit, Problem] | None:
    """Write one parameter of an equation in terms of the others, where every such value lies in its domain.

    ``v = m**2`` for v, and ``a + b = 1`` with both positive for b, on ``0 < a < 1``.
    """
    bound = [s for s in problem.remaining if s in constraint.difference.free_symbols]
    found: list[Explicit] = []
    for place in reversed(bound):
        value = _value(constraint, place, problem.facts)
        narrowed = None if value is None else _narrowed(value, place, problem, likelihood)
        if value is not None and narrowed is not None:
            found.append(Explicit(place, constraint, value, narrowed, problem.log_likelihood, S.Zero))
    best = min(found, key=lambda step: len(step.narrowed), default=None)
    return None if best is None else _put_in(problem, best)


def _value(constraint: Constraint, place: Symbol, facts: Facts) -> Expr | None:
    slope = constraint.difference.diff(place)
    if place in slope.free_symbols or not sign(slope, facts).is_nonzero:
        return None
    return (-constraint.difference.xreplace({place: S.Zero}) / slope).expand()


def _narrowed(
    value: Expr, place: Symbol, problem: Problem, likelihood: LogLikelihood
) -> tuple[tuple[Symbol, Domain], ...] | None:
    """Give the domains that keep the value in its own; () where it lies there anyway."""
    declared = domain_of(place, problem, likelihood)
    if lies_in(value, declared, problem.facts):
        return ()
    others = [s for s in problem.remaining if s in value.free_symbols]
    if len(others) != 1 or not value.diff(others[0]).is_number:
        return None
    (other,) = others
    both = intersect(domain_of(other, problem, likelihood), _preimage(declared, value, other))
    return None if both is None else ((other, both),)


def domain_of(place: Symbol, problem: Problem, likelihood: LogLikelihood) -> Domain:
    """Give where a parameter lives: as it was declared, or narrowed since."""
    return problem.domains.get(place) or likelihood.model.parameters[place.name]


def lies_in(value: Expr, domain: Domain, facts: Facts) -> bool:
    """Whether every value that an expression takes is proved to lie in a domain."""
    if domain.members is not None or domain.integer:
        return False
    if domain.nonzero:
        return sign(value, facts).is_nonzero
    ends = ((value - domain.lower, domain.lower_open), (domain.upper - value, domain.upper_open))
    return all(
        room.is_infinite or (found is Sign.POSITIVE if is_open else found.is_nonnegative)
        for room, is_open in ends
        for found in (Sign.UNKNOWN if room.is_infinite else sign(room, facts),)
    )


def _preimage(domain: Domain, value: Expr, place: Symbol) -> Domain:
    """``1 - a in (0, 1)`` is ``a in (0, 1)``: where a linear function of one parameter lies in a domain."""
    slope = value.diff(place)
    constant = value.xreplace({place: S.Zero})
    ends = [((end - constant) / slope, is_open) for end, is_open in _ends(domain)]
    (lower, lower_open), (upper, upper_open) = ends if slope > 0 else reversed(ends)
    return Domain(lower, upper, lower_open, upper_open)


def _ends(domain: Domain) -> tuple[tuple[Expr, bool], tuple[Expr, bool]]:
    return (domain.lower, domain.lower_open), (domain.upper, domain.upper_open)


def intersect(first: Domain, second: Domain) -> Domain | None:
    """Give what two intervals with numbers for ends share; None where that is no interval."""
    plain = all(d.members is None and not (d.integer or d.nonzero) for d in (first, second))
    if not plain or not all(end.is_number or end.is_infinite for d in (first, second) for end, _ in _ends(d)):
        return None
    lower = max(_ends(first)[0], _ends(second)[0])
    upper = min(_ends(first)[1], _ends(second)[1], key=lambda end: (end[0], not end[1]))
    return Domain(lower[0], upper[0], lower[1], upper[1]) if lower[0] < upper[0] else None


def _put_in(problem: Problem, step: Explicit) -> tuple[Explicit, Problem]:
    others = tuple(s for s in problem.remaining if s != step.place)
    narrowed = dict(step.narrowed)
    facts = facts_on(problem.facts, narrowed, others)
    at_value = problem.log_likelihood.xreplace({step.place: step.value})
    reduced = expand_logarithms(reduce_sums(at_value, others, facts), facts)
    after = complete_squares(expand_numerators(reduced))
    domains = {**problem.domains, **narrowed}
    told = Explicit(step.place, step.constraint, step.value, step.narrowed, step.before, after)
    return told, Problem(after, others, facts, domains)


def facts_on(facts: Facts, narrowed: Mapping[Symbol, Domain], parameters: tuple[Symbol, ...]) -> Facts:
    """Give the facts on narrower domains."""
    return (
        Facts.of({**facts.domains, **narrowed}).inside(parameters).given(*facts.positive)
        if narrowed
        else facts
    )
