"""Bias of estimators: exact where their law, or their moments, are known, else to the first order in 1/n."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sympy import Expr, S, Symbol
from sympy.core.relational import Relational, StrictGreaterThan

from symmle.declaration import FrozenMapping
from symmle.information.expectations import expectations_of, tidy
from symmle.information.first_order import REFERENCE, BiasAt, first_order_bias, first_order_bias_at
from symmle.information.numbers import point_of
from symmle.information.sample_moments import mean_of_polynomial
from symmle.information.sum_laws import gamma_totals
from symmle.likelihood import LogLikelihood
from symmle.sample_sum import Statistic, StatisticKind
from symmle.signs import Sign, sign
from symmle.solution import Boundary, Kind, Solution


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
        return None if self.exists == 1 else self.exists > 0


@dataclass(frozen=True, slots=True)
class Biases(Mapping[str, Bias]):
    """The biases that were found, by parameter; what is missing has no entry.

    Attributes
    ----------
    why : str
        Why entries are missing.
    """

    found: Mapping[str, Bias]
    why: str
    _solution: Solution = field(repr=False)

    def __getitem__(self, name: str) -> Bias:
        """Give the bias of one estimator."""
        return self.found[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the parameters whose bias was found."""
        return iter(self.found)

    def __len__(self) -> int:
        """Count them."""
        return len(self.found)

    def at(self, values: Mapping[str, Any], n: int = 1) -> BiasAt:
        """Compute the first-order bias of all estimators at a point, by quadrature.

        Parameters
        ----------
        values : mapping of str to number
            All parameters and constants.
        n : int
            The sample's size.

        Raises
        ------
        DeclarationError
            A name is unknown or missing, or a value lies outside of its domain.

        Examples
        --------
        >>> import symmle as sm
        >>> d = sm.derive(sm.families.weibull())
        >>> round(d.bias.at({"shape": 1, "scale": 2}, n=100)["shape"], 6)
        0.013795
        """
        derivatives = self._solution.derivatives
        return first_order_bias_at(derivatives, point_of(derivatives.reduction.likelihood.model, values), n)


def biases(solution: Solution) -> Biases:
    """Give the exact bias of each estimator where it can be had, and else the first-order one."""
    exact = exact_bias(solution)
    names = solution.derivatives.reduction.likelihood.model.parameters
    first = _first(solution) if set(exact) != set(names) else {}
    found = {name: exact.get(name) or first[name] for name in names if name in exact or name in first}
    return Biases(FrozenMapping(found), "" if set(found) == set(names) else _why(solution), solution)


def _why(solution: Solution) -> str:
    likelihood = solution.derivatives.reduction.likelihood
    if not likelihood.model.normalised:
        return (
            "the declared expression is a likelihood contribution, not a density: it gives no expected values"
        )
    if solution.kind in _NO_POINT:
        return "there is no single estimate for every sample"
    if likelihood.model.covariates:
        return "the first-order bias is not derived where rows differ by covariates"
    return "the expected third derivatives were not found; bias.at(values) computes the first-order bias"


_NO_POINT = (Kind.SET, Kind.NONE)


def _first(solution: Solution) -> Mapping[str, Bias]:
    """Give the first-order biases: those of the maximum, however it is computed."""
    likelihood = solution.derivatives.reduction.likelihood
    if not likelihood.model.normalised or solution.kind in _NO_POINT:
        return {}
    symbols = likelihood.model.symbols
    return {
        name: Bias(symbols[name] + bias, bias, Order.FIRST, REFERENCE)
        for name, bias in first_order_bias(solution.derivatives).items()
    }


def exact_bias(solution: Solution) -> Mapping[str, Bias]:
    """Give the exact bias of every closed estimator for which it can be had; the others are left out."""
    likelihood = solution.derivatives.reduction.likelihood
    if solution.kind is not Kind.CLOSED or not likelihood.model.normalised:
        return {}
    if not all(_is_continued(boundary, solution, likelihood) for boundary in solution.boundaries):
        return {}
    found = {
        n: next(_ways(e, likelihood.model.symbols[n], solution), None) for n, e in solution.closed.items()
    }
    return {name: bias for name, bias in found.items() if bias is not None}


def _is_continued(boundary: Boundary, solution: Solution, likelihood: LogLikelihood) -> bool:
    """Whether the formula gives the end of the domain wherever the maximum lies there.

    That is so where the condition for the inside, such as mean(x) > 0, fails with equality only, and the
    formula is then the end.
    """
    relation = boundary.interior
    above = isinstance(relation, StrictGreaterThan)
    gap = relation.lhs - relation.rhs if above else relation.rhs - relation.lhs
    if sign(gap, likelihood.facts) not in (Sign.POSITIVE, Sign.NONNEGATIVE):
        return False
    formula = solution.closed.get(boundary.parameter)
    moving = [s for s in sorted(gap.atoms(Statistic), key=str) if s.kind is StatisticKind.MEAN]
    if formula is None or len(moving) != 1:
        return False
    place = Symbol("mean#")
    placed = gap.xreplace({moving[0]: place})
    slope = placed.diff(place)
    if slope.has(place):
        return False
    at_end = formula.xreplace({moving[0]: tidy(place - placed / slope)})
    return bool(tidy(at_end - boundary.value) == 0)


def _ways(estimator: Expr, parameter: Symbol, solution: Solution) -> Iterator[Bias]:
    mean = mean_of_polynomial(estimator, expectations_of(solution.derivatives))
    if mean is not None:
        expected = tidy(mean)
        yield Bias(expected, tidy(expected - parameter))
    for total in gamma_totals(solution.derivatives):
        found = total.mean(estimator)
        if found is not None:
            expected, exists = tidy(found[0]), tidy(found[1])
            yield Bias(expected, tidy(expected - parameter), basis=total.basis, exists=exists)
