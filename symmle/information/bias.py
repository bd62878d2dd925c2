"""Bias of estimators: exact where their law, or their moments, are known, else to the first order in 1/n."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sympy import Expr, S, Symbol
from sympy.core.relational import Relational

from symmle.information.expectations import expectations_of, tidy
from symmle.information.sample_moments import mean_of_polynomial
from symmle.information.sum_laws import gamma_totals
from symmle.solution import Kind, Solution


class Order(StrEnum):
    """How far a bias is known."""

    EXACT = "exact"
    FIRST = "first order"  # the term in 1/n


@dataclass(frozen=True, slots=True)
class Bias:
    """What an estimator is on average, over samples of n independent observations with unit weights.

    Attributes
    ----------
    expectation : Expr
        E of the estimator; where the order is the first, up to terms in 1/n**2.
    bias : Expr
        E of the estimator minus the parameter; zero where it is unbiased.
    order : Order
        ``exact``, or ``first order``.
    basis : str
        What it rests on.
    exists : Expr
        What must be positive for the expected value to be finite; one where it always is.
    """

    expectation: Expr
    bias: Expr
    order: Order = Order.EXACT
    basis: str = "moments of sample means"
    exists: Expr = S.One

    @property
    def condition(self) -> Relational | None:
        """When the expected value is finite; None where it always is."""
        return None if self.exists.is_number else self.exists > 0


def exact_bias(solution: Solution) -> Mapping[str, Bias]:
    """Give the exact bias of every closed estimator for which it can be had; the others are left out."""
    likelihood = solution.derivatives.reduction.likelihood
    if solution.kind is not Kind.CLOSED or not likelihood.model.normalised or solution.boundaries:
        return _inside(solution) if solution.boundaries else {}
    return _inside(solution)


def _inside(solution: Solution) -> Mapping[str, Bias]:
    symbols = solution.derivatives.reduction.likelihood.model.symbols
    found = {name: _of(e, symbols[name], solution) for name, e in solution.closed.items()}
    return {name: bias for name, bias in found.items() if bias is not None}


def _of(estimator: Expr, parameter: Symbol, solution: Solution) -> Bias | None:
    return next(_ways(estimator, parameter, solution), None)


def _ways(estimator: Expr, parameter: Symbol, solution: Solution) -> Iterator[Bias]:
    likelihood = solution.derivatives.reduction.likelihood
    mean = mean_of_polynomial(estimator, expectations_of(solution.derivatives))
    if mean is not None:
        expected = tidy(mean)
        yield Bias(expected, tidy(expected - parameter))
    for total in gamma_totals(likelihood):
        found = total.mean(estimator)
        if found is not None:
            expected, exists = tidy(found[0]), tidy(found[1])
            yield Bias(expected, tidy(expected - parameter), basis=total.basis, exists=exists)
