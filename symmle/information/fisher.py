"""Expected information."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, ImmutableMatrix

from symmle.differentiation import Derivatives
from symmle.exact import Mass, NotEvaluable
from symmle.information.expectations import Source, expectations_of
from symmle.information.numbers import DOUBT, Point, point_of
from symmle.sample_sum import SampleSum


@dataclass(frozen=True, slots=True)
class InformationAt:
    """The information of one observation at one point, by quadrature or summation.

    Attributes
    ----------
    names : tuple of str
        The parameters.
    matrix : array
        E[score score'], ``(p, p)``; NaN where it is infinite or was not found to enough digits.
    error : array
        An estimate of the absolute error of each entry.
    mean_score : array
        E[score], ``(p,)``: zero where derivative and integral may be exchanged.
    mean_curvature : array
        E of minus the second derivatives: equal to the matrix where they may be exchanged twice.
    why : str
        Why entries are NaN.
    """

    names: tuple[str, ...]
    matrix: NDArray[np.float64]
    error: NDArray[np.float64]
    mean_score: NDArray[np.float64]
    mean_curvature: NDArray[np.float64]
    why: str

    def __getitem__(self, name: str | tuple[str, str]) -> float:
        """Give an entry; a single name is the diagonal entry."""
        row, column = (name, name) if isinstance(name, str) else name
        return float(self.matrix[self.names.index(row), self.names.index(column)])


@dataclass(frozen=True, slots=True)
class ExpectedInformation:
    """E[score score'] entry by entry.

    Attributes
    ----------
    names : tuple of str
        The parameters.
    sample : mapping
        Of the whole sample, by pairs of names; None where it was not found.
    per_observation : mapping
        Of one observation, given its covariates; None where it was not found.
    sources : mapping
        What each entry that was found rests on: score identities, a sum over the support, Euler's integrals.
    why : str
        Why entries are None.
    """

    names: tuple[str, ...]
    sample: Mapping[tuple[str, str], Expr | None]
    per_observation: Mapping[tuple[str, str], Expr | None]
    sources: Mapping[tuple[str, str], Source]
    why: str
    _derivatives: Derivatives = field(repr=False)

    def __getitem__(self, name: str | tuple[str, str]) -> Expr | None:
        """Give an entry of the sample's information; a single name is the diagonal entry."""
        pair = (name, name) if isinstance(name, str) else name
        if pair not in self.sample:
            raise KeyError(f"no entry {name!r}; the parameters are {', '.join(self.names)}")
        return self.sample[pair]

    def matrix(self) -> ImmutableMatrix | None:
        """Give the information matrix of the sample; None where an entry is not known."""
        return _matrix(self.sample, self.names)

    def row_matrix(self) -> ImmutableMatrix | None:
        """Give the information matrix of one observation; None where an entry is not known."""
        return _matrix(self.per_observation, self.names)

    def at(self, values: Mapping[str, Any]) -> InformationAt:
        """Compute the information of one observation at a point, whatever was found in closed form.

        Parameters
        ----------
        values : mapping of str to number
            All parameters and constants, and the covariates of the row.

        Raises
        ------
        DeclarationError
            A name is unknown or missing, or a value lies outside of its domain.
        DerivationError
            Where several columns vary over supports that are not finite.

        Examples
        --------
        >>> import symmle as sm
        >>> d = sm.derive(sm.families.logistic())
        >>> round(d.expected_information.at({"mu": 0, "s": 2})["mu"], 12)
        0.083333333333
        """
        return _information_at(
            self._derivatives, point_of(self._derivatives.reduction.likelihood.model, values)
        )


def _matrix(entries: Mapping[tuple[str, str], Expr | None], names: tuple[str, ...]) -> ImmutableMatrix | None:
    rows = [[entries[row, column] for column in names] for row in names]
    return None if any(entry is None for row in rows for entry in row) else ImmutableMatrix(rows)


@lru_cache(maxsize=64)
def expected_information(derivatives: Derivatives) -> ExpectedInformation:
    """Take the expected value of minus the second derivative, entry by entry.

    By the information equality this is E[score score']; differentiation under the integral is assumed.
    """
    likelihood = derivatives.reduction.likelihood
    expectations = expectations_of(derivatives)
    names = tuple(symbol.name for symbol in likelihood.parameters)
    single: dict[tuple[str, str], Expr | None] = {}
    sources: dict[tuple[str, str], Source] = {}
    for position, row in enumerate(names):
        for column in names[position:]:
            slope = derivatives.row_score[row].diff(likelihood.model.symbols[column])
            found = expectations.mean(-slope) if likelihood.model.normalised else None
            for pair in ((row, column), (column, row)):
                single[pair] = None if found is None else found.value
                if found is not None:
                    sources[pair] = found.source
    whole = {pair: None if e is None else SampleSum(e, likelihood.sample) for pair, e in single.items()}
    missing = any(entry is None for entry in single.values())
    return ExpectedInformation(
        names, whole, single, sources, _why(derivatives) if missing else "", derivatives
    )


def _why(derivatives: Derivatives) -> str:
    if not derivatives.reduction.likelihood.model.normalised:
        return (
            "the declared expression is a likelihood contribution, not a density: it gives no expected values"
        )
    if derivatives.reduction.likelihood.model.constraints:
        return "off the constraints the density has another mass, so the entries have no meaning one by one"
    return _WHY


_WHY = (
    "neither the score identities, nor a sum over a finite support, nor Euler's integrals give the "
    "expected value of the second derivative; expected_information.at(values) computes it"
)


def _information_at(derivatives: Derivatives, point: Point) -> InformationAt:
    names = tuple(derivatives.row_score)
    symbols = point.model.symbols
    reasons: list[str] = []
    size = len(names)
    matrix, error, curvature = (np.full((size, size), math.nan) for _ in range(3))
    for i, row in enumerate(names):
        for j, column in enumerate(names[: i + 1]):
            score = derivatives.row_score[row]
            outer = _mean(point, score * derivatives.row_score[column], f"of {row} and {column}", reasons)
            curved = _mean(point, -score.diff(symbols[column]), "", [])
            matrix[i, j] = matrix[j, i] = outer.value
            error[i, j] = error[j, i] = outer.error
            curvature[i, j] = curvature[j, i] = curved.value
    means = np.array([_mean(point, derivatives.row_score[name], "", []).value for name in names])
    for array in (matrix, error, means, curvature):
        array.flags.writeable = False
    return InformationAt(names, matrix, error, means, curvature, "; ".join(dict.fromkeys(reasons)))


def _mean(point: Point, function: Expr, what: str, reasons: list[str]) -> Mass:
    """Give an expected value, NaN where it is infinite or uncertain, with the reason."""
    nothing = Mass(math.nan, math.inf, "")
    try:
        found = point.mean(function)
    except NotEvaluable as refusal:
        reasons.append(f"the information {what} has no value: {refusal}")
        return nothing
    if math.isinf(found.value):
        reasons.append(f"the information {what} is infinite: the square of the score has no mean")
        return nothing
    if not found.error <= DOUBT * max(abs(found.value), 1.0):
        reasons.append(
            f"the information {what} was found to few digits only: {found.value:.6g}, error {found.error:.1g}"
        )
        return nothing
    return found
