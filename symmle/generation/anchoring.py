"""Sums that are computed relative to an anchor, so that powers and exponentials stay within double precision.

``sum(x**k)`` overflows where the data are far from one; ``sum((x/c)**k)`` does not, for c in the middle of
the data, and the one is ``c**k`` times the other. The anchor stands in theta, in the place of the scale (or
location) that is solved for: the sums that the log-likelihood needs at theta are then the sums that the
equation needs at the anchor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from sympy import Add, Expr, S, Symbol, exp, expand, expand_mul, expand_power_base, log, powdenest

from symmle.declaration import FrozenMapping
from symmle.differentiation import Derivatives
from symmle.likelihood import LogLikelihood, expand_logarithms
from symmle.reduction import row_pieces
from symmle.sample_sum import Sample, SampleSum, sample_mean, sample_nodes, sample_size
from symmle.signs import Facts, Sign, sign
from symmle.solution import Solution


@dataclass(frozen=True, slots=True)
class Anchored:
    """A solution whose sums are those of the log-likelihood, at an anchor.

    Parameters
    ----------
    solution : Solution
        With the sums of its formulas rewritten.
    anchors : mapping of str to Expr
        What stands in theta, in the place of a parameter that is solved for, when the sums are computed.
    """

    solution: Solution
    anchors: Mapping[str, Expr]


def anchor(solution: Solution, derivatives: Derivatives) -> Anchored:
    """Rewrite the sums of a profile solution relative to an anchor, where one is found for all of them."""
    for name in solution.closed if solution.equation is not None else ():
        for move in _moves(derivatives.reduction.likelihood, name):
            found = _anchored(solution, derivatives, move)
            if found is not None:
                return found
    return Anchored(solution, MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class _Move:
    """A change of the observation, ``x = s*y`` or ``x = s + y``, and what stands for s in the middle of the
    data.
    """

    place: Symbol
    moved: Symbol
    forth: Expr
    back: Expr
    middle: Expr


def _moves(likelihood: LogLikelihood, name: str) -> Iterator[_Move]:
    place, (observed, *others) = likelihood.model.symbols[name], likelihood.sample.observations
    positive = [sign(each, likelihood.facts) is Sign.POSITIVE for each in (place, observed)]
    if others:
        return
    if all(positive):
        moved = Symbol(f"{observed.name}#", positive=True)
        middle = exp(sample_mean(log(observed), likelihood.sample))
        yield _Move(place, moved, place * moved, observed / place, middle)
    elif not positive[0]:
        moved = Symbol(f"{observed.name}#", real=True)
        yield _Move(place, moved, place + moved, observed - place, sample_mean(observed, likelihood.sample))


def _anchored(solution: Solution, derivatives: Derivatives, move: _Move) -> Anchored | None:
    likelihood = derivatives.reduction.likelihood
    assert solution.equation is not None
    formulas = {**solution.closed, "": solution.equation}
    nodes = {node for formula in formulas.values() for node in sample_nodes(formula)}
    rewritten = {node: _rewritten(node, derivatives, move) for node in nodes}
    if not nodes or any(value is None for value in rewritten.values()):
        return None
    told = {key: _tidy(formula.xreplace(rewritten), likelihood.facts) for key, formula in formulas.items()}
    equation = told.pop("")
    anchored = replace(solution, closed=FrozenMapping(told), equation=equation)
    return Anchored(anchored, MappingProxyType({move.place.name: move.middle}))


def _rewritten(node: SampleSum, derivatives: Derivatives, move: _Move) -> Expr | None:
    """``sum(x**k) -> c**k*sum((x/s)**k)``: outside the middle c, inside the parameter whose place in theta
    holds it.
    """
    sample = node.sample
    written = expand(node.summand.xreplace({sample.observations[0]: move.forth}), multinomial=False)
    moved_sample = Sample((move.moved,), sample.size_name, sample.name)
    pieces = row_pieces(written, derivatives.reduction.likelihood.facts, moved_sample)
    if any(move.place in inside.free_symbols for _, inside in pieces):
        return None
    back = {move.moved: move.back}
    return Add(
        *[
            outside.xreplace({move.place: move.middle}) * _sum(inside.xreplace(back), sample, derivatives)
            for outside, inside in pieces
        ]
    )


def _sum(summand: Expr, sample: Sample, derivatives: Derivatives) -> Expr:
    """Give the sum, as the log-likelihood's derivatives write it where they need it too."""
    if summand is S.One:
        return sample_size(sample)
    formulas = (derivatives.reduction.expression, *derivatives.score.values(), *derivatives.hessian.values())
    for formula in formulas:
        for node in sample_nodes(formula):
            if expand(node.summand) == expand(summand):
                return node
    return SampleSum.as_written(summand, sample)


def _tidy(formula: Expr, facts: Facts) -> Expr:
    """Cancel what the anchor put both above and below the line, and take it out of powers and logarithms."""
    return expand_mul(expand_logarithms(powdenest(expand_power_base(formula)), facts))
