"""Maximise under an equation among the parameters, by a Lagrange multiplier.

If a point satisfies the equation, and maximises the log-likelihood less a multiple of what must vanish over
*all* of the domains, then it is the maximum among the points that satisfy the equation: there the two
functions agree. Nothing is asked of the shape of either.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from sympy import Add, Expr, S, Symbol, expand_mul, factor_terms, fraction, together

from symmle.declaration import Constraint
from symmle.errors import Category, DerivationError
from symmle.likelihood import LogLikelihood, expand_logarithms
from symmle.notation import Domain
from symmle.reduction import complete_squares, expand_numerators, reduce_sums
from symmle.sample_sum import SampleSum, Statistic, sample_mean, sample_size
from symmle.signs import Facts, Sign, sign
from symmle.solution.ends import strip_positive
from symmle.solution.explicit import solve_for_one
from symmle.solution.groups import Constrained
from symmle.solution.isolate import isolate
from symmle.solution.problem import Problem, SolveOne
from symmle.solution.records import Condition, Elimination, Mark, Solved

_HALF_LINE = Domain(S.Zero, S.Infinity, True, True)


class _Outer(NamedTuple):
    """The multiplier and the wider domains that the constraint makes as good as the declared ones."""

    multiplier: Symbol
    domains: Mapping[Symbol, Domain]


def satisfy(problem: Problem, likelihood: LogLikelihood, solve_one: SolveOne) -> tuple[list[Solved], Problem]:
    """Eliminate the parameters that the model's constraints bind, one equation after another.

    Raises
    ------
    DerivationError
        Where an equation has no closed solution of this kind.
    """
    steps: list[Solved] = []
    pending = list(likelihood.model.constraints)
    while pending:
        pending.sort(key=lambda each: len(_bound(each, problem)))
        constraint, *pending = pending
        found = _satisfied(problem, constraint, pending, likelihood, solve_one)
        if found is None:
            raise no_closed_form(constraint)
        step, problem = found
        steps.append(step)
        pending = [each.at(dict(zip(step.places, step.roots, strict=True))) for each in pending]
    return steps, problem


def _bound(constraint: Constraint, problem: Problem) -> set[Symbol]:
    return {place for place in problem.remaining if place in constraint.difference.free_symbols}


def _satisfied(
    problem: Problem,
    constraint: Constraint,
    others: list[Constraint],
    likelihood: LogLikelihood,
    solve_one: SolveOne,
) -> tuple[Solved, Problem] | None:
    """Use a multiplier where the equation stands alone; else put one parameter in terms of the others."""
    bound = _bound(constraint, problem)
    if all(bound.isdisjoint(_bound(other, problem)) for other in others):
        found = maximise_under(problem, constraint, likelihood, solve_one)
        if found is not None:
            return found
    return solve_for_one(problem, constraint, likelihood)


def no_closed_form(constraint: Constraint) -> DerivationError:
    """Say that a constraint was not solved with proof, and what to write instead."""
    return DerivationError(
        f"no closed form was found under the constraint {constraint.text}, and a numeric solve takes none: "
        "solve it for one of its parameters by hand, write that in the density, and leave the constraint out",
        category=Category.MODEL_INVALID,
    )


def maximise_under(
    problem: Problem, constraint: Constraint, likelihood: LogLikelihood, solve_one: SolveOne
) -> tuple[Constrained, Problem] | None:
    """Eliminate the parameters of a linear constraint; None where no multiplier was found for it."""
    slopes = constraint.slopes(problem.remaining)
    if slopes is None:
        return None
    places = tuple(place for place in problem.remaining if place in slopes)
    if not problem.domains.keys().isdisjoint(places):
        return None  # a domain that was narrowed may not be widened again
    declared = {place: likelihood.model.parameters[place.name] for place in places}
    outer = _Outer(_multiplier(likelihood, problem), widened(constraint, slopes, declared))
    inner = _inner(problem, constraint, outer, likelihood)
    steps: list[Elimination] = []
    for place in places:
        solved = solve_one(inner, place)
        if solved is None:
            return None
        step, inner = solved
        steps.append(step)
    found = _Found(problem, constraint, places, tuple(steps), inner.facts)
    return _settled(found, outer.multiplier, likelihood)


def _multiplier(likelihood: LogLikelihood, problem: Problem) -> Symbol:
    """Name the multiplier; a second one is numbered."""
    taken = {symbol.name for symbol in (*likelihood.model.symbols.values(), *problem.facts.domains)}
    names = ("lambda", *(f"lambda{k}" for k in range(2, len(taken) + 3)))
    return Symbol(next(name for name in names if name not in taken), real=True)


def widened(
    constraint: Constraint, slopes: Mapping[Symbol, Expr], declared: Mapping[Symbol, Domain]
) -> dict[Symbol, Domain]:
    """Leave out the upper ends that the constraint keeps by itself: ``p1 + p2 = 1`` with ``p2 > 0`` has
    ``p1 < 1``.

    Every point of the wider domains that satisfies the constraint lies in the declared ones.
    """
    constant = -constraint.difference.xreplace(dict.fromkeys(slopes, S.Zero))
    wider = dict(declared)
    for place, domain in declared.items():
        others = [(slopes[p], d) for p, d in declared.items() if p != place]
        kept = all(s.is_positive and d.lower.is_finite for s, d in others) and slopes[place].is_positive
        if not kept or domain.upper is S.Infinity or domain.integer or not domain.lower.is_finite:
            continue
        most = (constant - Add(*[s * d.lower for s, d in others])) / slopes[place]
        room = domain.upper - most
        strict = any(d.lower_open for _, d in others)
        if room.is_positive or (room.is_zero and (strict or not domain.upper_open)):
            wider[place] = replace(domain, upper=S.Infinity, upper_open=True)
    return wider


def _inner(problem: Problem, constraint: Constraint, outer: _Outer, likelihood: LogLikelihood) -> Problem:
    """Give the Lagrangian, to be maximised over the wider domains with the multiplier as a known number."""
    domains = {**problem.facts.domains, **outer.domains, outer.multiplier: Domain()}
    facts = Facts.of(domains).inside(problem.remaining).given(*problem.facts.positive)
    lagrangian = problem.log_likelihood - outer.multiplier * constraint.difference
    return Problem(lagrangian, problem.remaining, facts, dict(outer.domains))


class _Found(NamedTuple):
    """The maximum of the Lagrangian, given the multiplier."""

    problem: Problem
    constraint: Constraint
    places: tuple[Symbol, ...]
    steps: tuple[Elimination, ...]
    facts: Facts

    @property
    def roots(self) -> tuple[Expr, ...]:
        """The roots, each in terms of the multiplier alone."""
        known: dict[Symbol, Expr] = {}
        for step in reversed(self.steps):
            known[step.form.parameter] = step.root.xreplace(known)
        return tuple(known[place] for place in self.places)


def _settled(
    found: _Found, multiplier: Symbol, likelihood: LogLikelihood
) -> tuple[Constrained, Problem] | None:
    conditions = [c for step in found.steps for c in step.conditions]
    assumed = tuple(c.relation.lhs for c in conditions if multiplier in c.relation.free_symbols)
    of_data = tuple(c for c in conditions if multiplier not in c.relation.free_symbols)
    boundaries = tuple(b for step in found.steps for b in step.boundaries)
    if any(multiplier in b.interior.free_symbols for b in boundaries):
        return None
    value = _solved(found, multiplier, likelihood)
    if value is None:
        return None
    facts = found.problem.facts.given(*[c.relation.lhs for c in of_data])
    needed = _needed([e.xreplace({multiplier: value}) for e in assumed], found, facts)
    if needed is None or ((of_data or needed) and not _proportional(assumed)):
        return None
    roots = tuple(_tidy(root.xreplace({multiplier: value})) for root in found.roots)
    step = Constrained(
        found.places,
        found.constraint,
        multiplier,
        found.problem.log_likelihood - multiplier * found.constraint.difference,
        found.steps,
        found.roots,
        value,
        assumed,
        roots,
        (*of_data, *needed),
        boundaries,
        found.problem.log_likelihood,
        S.Zero,
    )
    return _put_in(step, found.problem, facts.given(*[c.relation.lhs for c in needed]))


def _solved(found: _Found, multiplier: Symbol, likelihood: LogLikelihood) -> Expr | None:
    """Solve the constraint for the multiplier: what is linear in it, or a sum of its powers."""
    put_in = found.constraint.difference.xreplace(dict(zip(found.places, found.roots, strict=True)))
    numerator = expand_numerators(fraction(together(put_in))[0])
    slope = numerator.diff(multiplier)
    if slope != 0 and multiplier not in slope.free_symbols:
        return _tied(-numerator.xreplace({multiplier: S.Zero}) / slope, likelihood)
    facts = replace(found.facts, domains={**found.facts.domains, multiplier: _HALF_LINE}, found={})
    for equation in (put_in, -put_in):
        isolated = isolate(equation, multiplier, _HALF_LINE, facts)
        if isolated is not None:
            return _tied(isolated.root, likelihood)
    return None


def _tied(value: Expr, likelihood: LogLikelihood) -> Expr:
    """``n*(mean(x) + mean(y)) -> n`` where ``y`` can only be ``1 - x``: what the supports say of a sum."""
    short = _tidy(value)
    for name, domain in reversed(tuple(likelihood.model.data.items())):
        if domain.members is None or len(domain.members) > 1:
            continue
        sample = likelihood.sample
        mean = sample_mean(likelihood.model.symbols[name], sample)
        member = reduce_sums(SampleSum(domain.members[0], sample), (), likelihood.facts) / sample_size(sample)
        tied = _tidy(expand_mul(expand_mul(short).xreplace({mean: member})))
        short = tied if tied.count_ops() < short.count_ops() else short
    return short


def _tidy(value: Expr) -> Expr:
    numerator, denominator = fraction(together(value))
    return factor_terms(expand_numerators(numerator)) / factor_terms(denominator)


def _needed(assumed: list[Expr], found: _Found, facts: Facts) -> tuple[Condition, ...] | None:
    """Ask the data for what the multiplier's value does not make positive by itself."""
    needed: list[Condition] = []
    for expression in assumed:
        core = strip_positive(expression, facts)
        if sign(core, facts) is Sign.POSITIVE or any(c.relation.lhs == core for c in needed):
            continue
        if not sign(core, facts).is_nonnegative or not core.free_symbols.isdisjoint(found.problem.remaining):
            return None
        name = found.places[0].name
        category = Category.NOT_IDENTIFIABLE if _is_flat(core, found) else Category.BOUNDARY
        needed.append(Condition(core > 0, Mark.IFF, name, category, f"any {name}"))
        facts = facts.given(core)
    return tuple(needed)


def _proportional(assumed: tuple[Expr, ...]) -> bool:
    """Whether one multiplier only makes one of them vanish, and then all of them.

    So it is in a simplex. Then a score that vanishes where its data do not hold it up has that multiplier,
    no other score can vanish, and what is asked of the data is necessary too.
    """
    return all(factor_terms(e / assumed[0]).is_positive for e in assumed)


def _is_flat(core: Expr, found: _Found) -> bool:
    """Whether nothing in the data tells the parameters where means that are never negative add up to zero."""
    gone = dict.fromkeys(core.atoms(Statistic), S.Zero)
    slopes = found.constraint.slopes(found.places) or {}
    left = found.problem.log_likelihood.xreplace(gone)
    scores = [(left.diff(place) / slopes[place]).expand() for place in found.places]
    return all(score == scores[0] and not score.has(*found.places) for score in scores)


def _put_in(step: Constrained, problem: Problem, facts: Facts) -> tuple[Constrained, Problem]:
    others = tuple(s for s in problem.remaining if s not in step.places)
    at_roots = problem.log_likelihood.xreplace(dict(zip(step.places, step.roots, strict=True)))
    reduced = expand_logarithms(reduce_sums(at_roots, others, facts), facts)
    after = complete_squares(expand_numerators(reduced))
    return replace(step, after=after), problem._replace(log_likelihood=after, remaining=others, facts=facts)
