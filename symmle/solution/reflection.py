"""A likelihood that differs between ``m`` and ``-m`` by the sign of one statistic, or not at all.

The better of the two is taken for each distance m: what remains is a function of m on a half-line, with a
root that can be counted. N(t**2, 1) is the same at t and -t; in N(t, t**2) the sign of the mean decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sympy import Abs, Expr, Ge, Piecewise, S, Symbol

from symmle.likelihood import LogLikelihood, expand_logarithms
from symmle.notation import Domain
from symmle.sample_sum import SampleSum, sample_nodes
from symmle.signs import Facts, Sign, sign
from symmle.solution.eliminate import reduced
from symmle.solution.ends import split_positive
from symmle.solution.problem import Problem
from symmle.solution.records import Fold


def reflected(problem: Problem, likelihood: LogLikelihood, position: int) -> Iterator[Problem]:
    """Give the problem with the distance from a centre of symmetry in the place of a parameter."""
    for parameter in problem.remaining:
        domain = likelihood.model.parameters[parameter.name]
        distances = _distances(domain)
        if distances is not None:
            folded = _folded(problem, parameter, distances, position)
            if folded is not None:
                yield folded


def _distances(domain: Domain) -> Domain | None:
    """Give all distances from zero in a domain that is symmetric about it."""
    if domain.members is not None or domain.integer or domain.lower != -domain.upper:
        return None
    if domain.lower_open is not domain.upper_open:
        return None
    return Domain(S.Zero, domain.upper, domain.nonzero, domain.upper_open)


def distance_symbol(taken: frozenset[str]) -> Symbol:
    """Give a name that no declared symbol has."""
    return next(
        Symbol(name, positive=True) for name in ("m", "u", "w", "h", "m_", "m__") if name not in taken
    )


def _folded(problem: Problem, parameter: Symbol, distances: Domain, position: int) -> Problem | None:
    taken = frozenset(symbol.name for symbol in problem.facts.domains)
    image = distance_symbol(taken)
    inside = replace(distances, lower_open=True, upper_open=True)
    given = problem.facts.with_domain(image, inside)
    remaining = tuple(image if symbol == parameter else symbol for symbol in problem.remaining)
    above, below = (
        reduced(_on_side(problem.log_likelihood, parameter, side * image, given), remaining, given)
        for side in (1, -1)
    )
    told = _difference(reduced(above - below, remaining, given) / 2, remaining, given)
    if told is None:
        return None
    odd, factor = told
    after = reduced((above + below) / 2, remaining, given) + factor * Abs(odd)
    fold = Fold(
        parameter,
        image,
        Abs(parameter),
        distances,
        (image, -image),
        odd,
        factor,
        problem.log_likelihood,
        after,
        position,
    )
    return Problem(after, remaining, given, {**problem.domains, image: distances}, fold)


def _on_side(log_likelihood: Expr, parameter: Symbol, place: Expr, facts: Facts) -> Expr:
    """Put a side in; logarithms in the sums come apart, now that its sign is known."""
    moved = log_likelihood.xreplace({parameter: place})
    nodes = {
        node: SampleSum(expand_logarithms(node.summand, facts), node.sample) for node in sample_nodes(moved)
    }
    return moved.xreplace(nodes)


def _difference(half: Expr, remaining: tuple[Symbol, ...], facts: Facts) -> tuple[Expr, Expr] | None:
    """Part half of the difference into a statistic and a positive factor; None where it has no such form."""
    if half == 0:
        return S.Zero, S.One
    odd, factor = split_positive(half, facts)
    if odd.has(SampleSum) or not odd.free_symbols.isdisjoint(remaining):
        return None
    return odd, factor


def branches_at(fold: Fold, root: Expr, facts: Facts) -> tuple[Expr, ...]:
    """Give the maximisers where the image has its best value: the stated one, and the others with it."""
    first, *others = (branch.xreplace({fold.image: root}) for branch in fold.branches)
    if fold.odd == 0:
        return (first, *others)
    (second,) = others
    found = sign(fold.odd, facts)
    if found in (Sign.POSITIVE, Sign.NEGATIVE):
        return (first if found is Sign.POSITIVE else second,)
    plus, minus = (
        side.xreplace({Abs(fold.odd): turn * fold.odd}) for side, turn in ((first, 1), (second, -1))
    )
    best = Piecewise((plus, Ge(fold.odd, 0)), (minus, True))
    return best, Piecewise((second, Ge(0, Abs(fold.odd))), (S.NaN, True))
