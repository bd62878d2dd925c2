"""Whether an unbiased estimator attains the Cramer-Rao bound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sympy import Add, Expr, ImmutableMatrix

from symmle.declaration.mass import generic_points
from symmle.exact import NotEvaluable, is_exact
from symmle.information.bias import Bias, exact_bias
from symmle.information.expectations import tidy
from symmle.information.first_order import inverted
from symmle.information.fisher import expected_information
from symmle.information.sample_moments import spelled
from symmle.reduction import reduce_sums
from symmle.sample_sum import Statistic, StatisticKind
from symmle.sample_sum.evaluation import evaluate_sample_number
from symmle.solution import Solution

_CLEARLY = 1e-20  # a value of 50 digits that is larger than this is not zero


class Attainment(StrEnum):
    """What is known of an estimator and the Cramer-Rao bound."""

    ATTAINED = "attains the Cramer-Rao bound"
    MISSED = "does not attain the Cramer-Rao bound"
    BIASED = "is biased"
    NOT_SHOWN = "not shown"


@dataclass(frozen=True, slots=True)
class Efficiency:
    """Whether the variance of an estimator is the smallest that an unbiased one can have.

    Attributes
    ----------
    outcome : Attainment
        ``attains the Cramer-Rao bound``, ``does not attain the Cramer-Rao bound``, ``is biased`` (the
        bound is for unbiased estimators) or ``not shown``.
    bound : Expr or None
        The bound for unbiased estimators, an entry of the inverse information of the sample.
    reason : str
        Why.
    """

    outcome: Attainment
    bound: Expr | None
    reason: str


def efficiencies(solution: Solution) -> Mapping[str, Efficiency]:
    """Compare each estimator with the Cramer-Rao bound.

    An unbiased estimator T of theta_j attains it exactly if T - theta_j is the j-th entry of the inverse
    information times the score: equality in the Cauchy-Schwarz inequality.
    """
    derivatives = solution.derivatives
    likelihood = derivatives.reduction.likelihood
    names = tuple(likelihood.model.parameters)
    inverse = _inverse(solution)
    if inverse is None:
        return {
            name: Efficiency(Attainment.NOT_SHOWN, None, "the information was not found") for name in names
        }
    exact = exact_bias(solution)
    return {
        name: _of(position, name, exact.get(name), inverse, solution) for position, name in enumerate(names)
    }


def _inverse(solution: Solution) -> ImmutableMatrix | None:
    """Give the inverse information of the sample, in statistics of the covariates where there are any."""
    derivatives = solution.derivatives
    likelihood = derivatives.reduction.likelihood
    matrix = expected_information(derivatives).matrix()
    if matrix is None:
        return None
    return inverted(
        matrix.applyfunc(lambda e: _in_means(reduce_sums(e, likelihood.parameters, likelihood.facts)))
    )


def _of(
    position: int, name: str, bias: Bias | None, inverse: ImmutableMatrix, solution: Solution
) -> Efficiency:
    bound = inverse[position, position]
    if bias is None:
        return Efficiency(Attainment.NOT_SHOWN, bound, "it is not known to be unbiased")
    if bias.bias != 0:
        return Efficiency(Attainment.BIASED, bound, "the bound is for unbiased estimators")
    derivatives = solution.derivatives
    score = [derivatives.score[other] for other in derivatives.row_score]
    combined = Add(*[inverse[position, k] * entry for k, entry in enumerate(score)])
    symbol = derivatives.reduction.likelihood.model.symbols[name]
    gap = tidy(_in_means(solution.closed[name] - symbol - combined))
    if gap == 0:
        told = f"the estimator less {name} is the inverse information times the score"
        return Efficiency(Attainment.ATTAINED, bound, told)
    if _differs(gap, solution):
        told = f"the estimator less {name} is not the inverse information times the score"
        return Efficiency(Attainment.MISSED, bound, told)
    return Efficiency(Attainment.NOT_SHOWN, bound, "algebra did not settle the comparison with the score")


def _in_means(expression: Expr) -> Expr:
    """Write variances and covariances as means, in which they are algebra."""
    atoms = [
        s for s in expression.atoms(Statistic) if s.kind in (StatisticKind.VARIANCE, StatisticKind.COVARIANCE)
    ]
    return expression.xreplace({atom: spelled(atom) for atom in atoms})


def _differs(gap: Expr, solution: Solution) -> bool:
    """Whether a difference is clearly not zero on a sample inside the support."""
    likelihood = solution.derivatives.reduction.likelihood
    model = likelihood.model
    observed = {
        model.symbols[name]: domain for name, domain in (*model.covariates.items(), *model.data.items())
    }
    others = {symbol: domain for symbol, domain in model.domains.items() if symbol not in observed}
    values = next(iter(generic_points(others)))
    rows = list(generic_points({symbol: domain.at(values) for symbol, domain in observed.items()}))
    data = {symbol: [row[symbol] for row in rows] for symbol in observed}
    try:
        value = evaluate_sample_number(gap, data, None, values)
    except NotEvaluable:
        return False
    return bool(value != 0) if is_exact(value) else bool(abs(value) > _CLEARLY)
