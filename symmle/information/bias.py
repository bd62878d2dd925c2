"""Exact bias of estimators that are affine in means, variances and covariances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sympy import Expr, Symbol

from symmle.information.expectations import row_expectations, tidy
from symmle.sample_sum import Statistic, StatisticKind, sample_size
from symmle.solution import Kind, Solution


@dataclass(frozen=True, slots=True)
class Bias:
    """What an estimator is on average, over samples of n independent observations with unit weights.

    Attributes
    ----------
    expectation : Expr
        E of the estimator.
    bias : Expr
        E of the estimator minus the parameter; zero where it is unbiased.
    """

    expectation: Expr
    bias: Expr


def exact_bias(solution: Solution) -> Mapping[str, Bias]:
    """Give the exact bias of every closed estimator for which it can be had; the others are left out."""
    if solution.kind is not Kind.CLOSED or solution.derivatives.reduction.likelihood.model.covariates:
        return {}
    known = row_expectations(solution.derivatives)
    symbols = {s.name: s for s in solution.derivatives.reduction.likelihood.parameters}
    found = {name: _of(expression, symbols[name], known) for name, expression in solution.closed.items()}
    return {name: bias for name, bias in found.items() if bias is not None}


def _of(expression: Expr, parameter: Symbol, known: Mapping[Expr, Expr]) -> Bias | None:
    statistics = [s for s in expression.atoms(Statistic) if s.kind is not StatisticKind.SIZE]
    places = {s: Symbol(f"statistic_{position}") for position, s in enumerate(statistics)}
    placed = expression.xreplace(places)
    slopes = {s: placed.diff(place) for s, place in places.items()}
    if not all(slope.free_symbols.isdisjoint(places.values()) for slope in slopes.values()):
        return None
    values = {s: _mean_of(s, known) for s in statistics}
    if any(value is None for value in values.values()):
        return None
    expected = tidy(expression.xreplace({s: value for s, value in values.items() if value is not None}))
    return Bias(expected, tidy(expected - parameter))


def _mean_of(statistic: Statistic, known: Mapping[Expr, Expr]) -> Expr | None:
    """``E[mean(g)] = E[g]`` and ``E[covariance(g, h)] = (n - 1)/n * (E[g*h] - E[g]*E[h])``."""
    if statistic.kind is StatisticKind.MEAN:
        return known.get(statistic.expressions[0])
    if statistic.kind not in (StatisticKind.VARIANCE, StatisticKind.COVARIANCE):
        return None
    first, second = statistic.expressions[0], statistic.expressions[-1]
    if not {first, second, first * second} <= set(known):
        return None
    size = sample_size(statistic.sample)
    return (size - 1) / size * (known[first * second] - known[first] * known[second])
