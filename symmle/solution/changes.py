"""Other coordinates: a ratio, a product or a difference of two parameters in the place of one of them.

The maximum is the same point in any coordinates that correspond one to one. ``-n*log(a + b) - A/a**2 -
B/b**2`` can be solved for neither parameter; with ``b = r*a`` it is solved for a, and then for r.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

from sympy import Expr, S, factor_terms

from symmle.budget import Attempt, Outcome
from symmle.declaration import FrozenMapping, Model
from symmle.differentiation import Derivatives, differentiate
from symmle.likelihood import LogLikelihood, build_log_likelihood, expand_logarithms
from symmle.notation import Domain
from symmle.reduction import reduce_log_likelihood, reduce_sums
from symmle.signs import Facts
from symmle.solution.records import Change, Condition, Coordinates, Kind, Solution
from symmle.solution.strategies import STRATEGIES

POSITIVE = Domain(S.Zero, S.Infinity, True, True)
LINE = Domain(S.NegativeInfinity, S.Infinity, True, True)


class _Form(NamedTuple):
    """A one-to-one correspondence between pairs of parameters, as a rule on their domains."""

    letters: str
    image: Callable[[Expr, Expr], Expr]
    meaning: Callable[[Expr, Expr], Expr]
    fits: Callable[[Domain, Domain], bool]


def _is_cone(domain: Domain) -> bool:
    """Whether a domain stays what it is when it is stretched: ``> 0``, ``>= 0``, the line."""
    ends = (domain.lower, domain.upper)
    plain = domain.members is None and not domain.integer and not domain.nonzero
    return plain and ends in ((S.Zero, S.Infinity), (S.NegativeInfinity, S.Infinity))


_FORMS = (
    _Form("rqw", lambda r, p: r * p, lambda q, p: q / p, lambda p, q: p == POSITIVE and _is_cone(q)),
    _Form("rqw", lambda r, p: r / p, lambda q, p: q * p, lambda p, q: p == POSITIVE and _is_cone(q)),
    _Form("dwu", lambda d, p: p + d, lambda q, p: q - p, lambda p, q: p == LINE and q == LINE),
)
_PAIRS = 6


def other_coordinates(likelihood: LogLikelihood) -> Iterator[Coordinates]:
    """Give the coordinates to try, for the first few pairs of parameters."""
    domains = likelihood.model.domains
    pairs = list(combinations(likelihood.parameters, 2))[:_PAIRS]
    for form in _FORMS:
        for pair in pairs:
            kept, replaced = pair if form.fits(domains[pair[0]], domains[pair[1]]) else pair[::-1]
            letters = [letter for letter in form.letters if letter not in likelihood.model.symbols]
            if letters and form.fits(domains[kept], domains[replaced]):
                domain = domains[replaced]
                new = domain.symbol(letters[0])
                yield Coordinates(
                    replaced, kept, new, domain, form.image(new, kept), form.meaning(replaced, kept)
                )


def promises(change: Coordinates, reduced: Expr, facts: Facts) -> bool:
    """Whether the kept parameter can be solved for in the new coordinates."""
    domains = {s: d for s, d in facts.domains.items() if s != change.replaced}
    moved = Facts.of({**domains, change.new: change.domain})
    placed = expand_logarithms(in_coordinates(reduced, change), moved)
    score = reduce_sums(placed.diff(change.kept), (change.kept, change.new), moved)
    domain = facts.domains[change.kept]
    return any(each.isolate(score, change.kept, domain, moved) is not None for each in STRATEGIES)


def in_coordinates(expression: Expr, change: Coordinates) -> Expr:
    """Put the new coordinate in, common factors taken out: ``log(a + b) -> log(a*(1 + r))``."""
    return factor_terms(expression.xreplace({change.replaced: change.image}))


def moved_likelihood(likelihood: LogLikelihood, change: Coordinates) -> LogLikelihood:
    """Give the log-likelihood in the new coordinates."""
    model = likelihood.model
    parameters = {
        change.new.name if name == change.replaced.name else name: change.domain
        if name == change.replaced.name
        else domain
        for name, domain in model.parameters.items()
    }
    return build_log_likelihood(
        Model(
            log_density=in_coordinates(likelihood.row, change),
            data=model.data,
            parameters=FrozenMapping(parameters),
            constants=model.constants,
            covariates=model.covariates,
            normalised=False,
            name=model.name,
        )
    )


def by_invariance(solution: Solution, solve: Callable[[Derivatives], Solution]) -> Solution:
    """Give the solution by way of other coordinates, where they make it closed; else the solution as it is.

    The maximum is where it is in any coordinates, so the estimate of ``b = r*a`` is the product of theirs.
    """
    reduction = solution.derivatives.reduction
    likelihood = reduction.likelihood
    small = _PAIR <= len(likelihood.parameters) <= _FEW and reduction.expression.count_ops() <= _LARGEST
    plain = not (reduction.sums or likelihood.model.constraints)
    if solution.kind in (Kind.CLOSED, Kind.SET) or not (small and plain):
        return solution
    facts = likelihood.facts.inside(likelihood.parameters)
    attempts: list[Attempt] = []
    for coordinates in other_coordinates(likelihood):
        found = None
        if promises(coordinates, reduction.expression, facts):
            moved = moved_likelihood(likelihood, coordinates)
            found = _carried_back(solution, coordinates, solve(differentiate(reduce_log_likelihood(moved))))
        outcome = Outcome.REFUSED if found is None else Outcome.DONE
        attempts.append(Attempt(f"solve with {coordinates.meaning} for a parameter", 0, 0, outcome))
        if found is not None:
            return replace(found, attempts=(*solution.attempts, *attempts))
    return replace(solution, attempts=(*solution.attempts, *attempts))


_PAIR = 2
_FEW = 3  # parameters, beyond which there are too many pairs to try
_LARGEST = 120  # operations, beyond which a change of coordinates costs more than it gives


def _carried_back(outer: Solution, coordinates: Coordinates, inner: Solution) -> Solution | None:
    """Write the solution in the old coordinates; None where it is not closed, or lies on an end of the new
    one.
    """
    new, replaced, kept = coordinates.new, coordinates.replaced, coordinates.kept
    if (
        inner.kind is not Kind.CLOSED
        or inner.fold is not None
        or any(edge.parameter == new.name for edge in inner.boundaries)
    ):
        return None
    at = {new: inner.closed[new.name], kept: inner.closed[kept.name]}
    closed = {
        name: coordinates.image.xreplace(at) if name == replaced.name else inner.closed[name]
        for name in outer.derivatives.score
    }
    return replace(
        outer,
        kind=Kind.CLOSED,
        closed=FrozenMapping(closed),
        remaining=(),
        equation=None,
        equation_factor=S.One,
        profile=inner.profile,
        eliminations=(),
        conditions=tuple(_in_old_names(each, coordinates) for each in inner.conditions),
        boundaries=inner.boundaries,
        critical=None,
        change=Change(coordinates, inner),
    )


def _in_old_names(condition: Condition, coordinates: Coordinates) -> Condition:
    """``r -> oo`` is told as ``b/a -> oo``."""
    if condition.parameter != coordinates.new.name:
        return condition
    _, arrow, end = condition.limit.partition(" -> ")
    limit = f"{coordinates.meaning}{arrow}{end}" if arrow else f"any {coordinates.replaced.name}"
    return replace(condition, parameter=coordinates.replaced.name, limit=limit)
