"""The first-order bias of maximum likelihood estimators, after Cox and Snell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sympy import Add, Expr, ImmutableMatrix, factor

from symmle.budget import attempt
from symmle.differentiation import Derivatives
from symmle.exact import NotEvaluable
from symmle.information.expectations import expectations_of, tidy
from symmle.information.fisher import expected_information
from symmle.information.numbers import DOUBT, Point
from symmle.sample_sum import sample_size

REFERENCE = "D. R. Cox and E. J. Snell, J. R. Statist. Soc. B 30 (1968) 248-275"
_CALLS = 400_000
_MOST_PARAMETERS = 2  # with more, the formulas fill pages, and numbers tell more


def first_order_bias(derivatives: Derivatives) -> Mapping[str, Expr]:
    """Give the term in 1/n of each estimator's bias, where the cumulants that it is made of are known.

    ``b_s = (1/n) sum K^{si} K^{jk} (d_k k_{ij} - k_{ijk}/2)``, with K the information of one row, k_{ij} =
    -K_{ij}, and k_{ijk} the expected third derivatives.
    """
    likelihood = derivatives.reduction.likelihood
    matrix = expected_information(derivatives).row_matrix()
    size = len(likelihood.parameters)
    if matrix is None or likelihood.model.covariates or size > _MOST_PARAMETERS:
        return {}
    inverse = inverted(matrix)
    thirds = _thirds(derivatives)
    if inverse is None or thirds is None:
        return {}
    biases: dict[str, Expr] = {}
    for s, parameter in enumerate(likelihood.parameters):
        terms = [
            inverse[s, i]
            * inverse[j, k]
            * (-matrix[i, j].diff(likelihood.parameters[k]) - thirds[i, j, k] / 2)
            for i, j, k in product(range(size), repeat=3)
        ]
        biases[parameter.name] = tidy(Add(*terms)) / sample_size(likelihood.sample)
    return biases


@lru_cache(maxsize=64)
def inverted(matrix: ImmutableMatrix) -> ImmutableMatrix | None:
    """Give the inverse of an information matrix; None where its determinant is zero, or was not found."""
    determinant, _ = attempt("find a determinant", _CALLS, lambda: factor(matrix.det(method="berkowitz")))
    if determinant is None or determinant == 0:
        return None
    return matrix.adjugate().applyfunc(lambda entry: tidy(entry / determinant))


def _thirds(derivatives: Derivatives) -> dict[tuple[int, ...], Expr] | None:
    """Give the expected third derivatives of a row's log density by positions of the parameters."""
    parameters = derivatives.reduction.likelihood.parameters
    expectations = expectations_of(derivatives)
    sought: dict[tuple[int, ...], Expr] = {}
    for places in product(range(len(parameters)), repeat=3):
        ordered = tuple(sorted(places))
        if ordered not in sought:
            i, j, k = ordered
            row = derivatives.row_score[parameters[i].name].diff(parameters[j], parameters[k])
            found = expectations.mean(row)
            if found is None:
                return None
            sought[ordered] = found.value
        sought[places] = sought[ordered]
    return sought


@dataclass(frozen=True, slots=True)
class BiasAt:
    """The first-order bias at one point, by quadrature or summation.

    Attributes
    ----------
    names : tuple of str
        The parameters.
    bias : array
        The term in 1/n for samples of the given size, ``(p,)``; NaN where it was not found.
    why : str
        Why entries are NaN.
    """

    names: tuple[str, ...]
    bias: NDArray[np.float64]
    why: str

    def __getitem__(self, name: str) -> float:
        """Give the bias of one estimator."""
        return float(self.bias[self.names.index(name)])


def first_order_bias_at(derivatives: Derivatives, point: Point, size: Any) -> BiasAt:
    """Compute Cox and Snell's bias from expected values found by quadrature.

    ``b_s = (1/n) sum K^{si} K^{jk} (k_{ijk}/2 + k_{ij,k})`` with k_{ij,k} = E of a second derivative times a
    score: the exchange of derivative and integral is needed for neither.
    """
    names = tuple(derivatives.row_score)
    try:
        information, thirds, mixed = _cumulants(derivatives, point, names)
    except (NotEvaluable, _UncertainError) as refusal:
        why = str(refusal) or "a cumulant is infinite, or was found to few digits only"
        return BiasAt(names, np.full(len(names), np.nan), why)
    if np.linalg.matrix_rank(information) < len(names):
        return BiasAt(names, np.full(len(names), np.nan), "the information is singular")
    inverse = np.linalg.inv(information)
    bias = np.einsum("si,jk,ijk->s", inverse, inverse, thirds / 2 + mixed) / float(size)
    bias.flags.writeable = False
    return BiasAt(names, bias, "")


class _UncertainError(ArithmeticError):
    """An expected value is infinite or was not found to enough digits."""


def _cumulants(
    derivatives: Derivatives, point: Point, names: tuple[str, ...]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    score = [derivatives.row_score[name] for name in names]
    symbols = [point.model.symbols[name] for name in names]
    size = len(names)
    information = np.array([[_mean(point, one * other) for other in score] for one in score])
    thirds, mixed = np.empty((size, size, size)), np.empty((size, size, size))
    for i, j, k in product(range(size), repeat=3):
        second = score[i].diff(symbols[j])
        thirds[i, j, k] = _mean(point, second.diff(symbols[k]))
        mixed[i, j, k] = _mean(point, second * score[k])
    return information, thirds, mixed


def _mean(point: Point, function: Expr) -> float:
    if function == 0:
        return 0.0
    found = point.mean(function)
    if not found.error <= DOUBT * max(abs(found.value), 1.0):
        raise _UncertainError
    return found.value
