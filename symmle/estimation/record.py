"""The result of a fit, as a value that keeps what it came from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from symmle.estimation.intervals import Interval, Method, Vector, wald_interval
from symmle.estimation.invariance import Estimate, estimate_of
from symmle.estimation.optimality import Optimality
from symmle.estimation.profiling import profile_intervals
from symmle.estimation.summary import summarise
from symmle.exposition import Document, to_html, to_text
from symmle.numerics.records import Finding
from symmle.observations import Observations

if TYPE_CHECKING:
    from symmle.declaration import Model
    from symmle.generation import Program

__all__ = ["CONVERGED", "Fit"]

CONVERGED = frozenset({"converged", "boundary"})


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Fit:
    """The maximum of a likelihood over one sample, with what is known of its error and of its being one.

    Attributes
    ----------
    model : Model
        What was fitted.
    program : Program
        The generated module that fitted it, as text.
    observations : Observations
        The data as the module read them; views of the user's arrays, not copies.
    parameters : tuple of str
        Names of the entries of `theta`.
    bounds : array
        The ends of each parameter's domain, ``(p, 2)``.
    theta : array
        The estimates, on the user's scale, ``(p,)``.
    covariance : array or None
        The inverse of the observed information (the sandwich where `robust`), ``(p, p)``.
    log_likelihood : float
        At the estimate.
    n : float
        The sum of the weights, which counts observations.
    rows : int
        Rows of positive weight.
    status : str
        How the solver ended.
    iterations : int
        Steps of the solver; 0 for a closed form.
    trace : array
        The log-likelihood along the way.
    warnings : tuple of Finding
        What a reader of the estimate must know.
    optimality : Optimality
        Whether the point is known to be the global maximum.
    reasons : tuple of str
        The argument for it, from the derivation's certificate.
    why_missing : tuple of (str, str)
        For each parameter without a standard error, the reason.
    robust : bool
        Whether the covariance is the sandwich.
    """

    model: Model
    program: Program
    observations: Observations
    parameters: tuple[str, ...]
    bounds: NDArray[np.float64]
    theta: Vector
    covariance: NDArray[np.float64] | None
    log_likelihood: float
    n: float
    rows: int
    status: str
    iterations: int
    trace: Vector
    warnings: tuple[Finding, ...]
    optimality: Optimality
    reasons: tuple[str, ...]
    why_missing: tuple[tuple[str, str], ...]
    robust: bool

    def __post_init__(self) -> None:
        for array in (self.bounds, self.theta, self.covariance, self.trace):
            if array is not None:
                array.setflags(write=False)

    @property
    def estimates(self) -> Mapping[str, float]:
        """The maximum likelihood estimate of each parameter."""
        return self._by_name(self.theta)

    @property
    def standard_errors(self) -> Mapping[str, float]:
        """The root of each diagonal entry of the covariance; NaN where there is none."""
        if self.covariance is None:
            return self._by_name(np.full(self.theta.size, math.nan))
        missing = np.array([name in self.why_no_standard_error for name in self.parameters])
        variances = np.where(missing, math.nan, np.diag(self.covariance))
        return self._by_name(np.sqrt(variances))

    @property
    def why_no_standard_error(self) -> Mapping[str, str]:
        """For each parameter whose standard error is NaN, the reason; empty where all have one."""
        return MappingProxyType(dict(self.why_missing))

    @property
    def dropped(self) -> int:
        """Rows that were left out because they had gaps."""
        return self.observations.dropped

    @property
    def converged(self) -> bool:
        """Whether the solver met its criterion; a fit that did not is only met inside a ConvergenceError."""
        return self.status in CONVERGED

    @property
    def aic(self) -> float:
        """Akaike's criterion, ``2p - 2l``; a constraint takes one from the p parameters."""
        return 2.0 * self._free - 2.0 * self.log_likelihood

    @property
    def bic(self) -> float:
        """Schwarz's criterion, ``p log n - 2l``."""
        return self._free * math.log(self.n) - 2.0 * self.log_likelihood

    @property
    def _free(self) -> int:
        return self.theta.size - len(self.model.constraints)

    def confidence_intervals(self, level: float = 0.95, *, method: Method = "wald") -> Mapping[str, Interval]:
        """Find an interval for each parameter, within its domain.

        Parameters
        ----------
        level : float
            The coverage, strictly between 0 and 1.
        method : {"wald", "profile"}
            Symmetric about the estimate on the unconstrained coordinate, or all values that a
            likelihood-ratio test would not reject.

        Returns
        -------
        mapping of str to Interval
            NaN ends where there is no standard error (``"wald"``) or the support moves with a parameter.
        """
        if method == "profile":
            return MappingProxyType(profile_intervals(self, level))
        if method != "wald":
            raise ValueError(f"method is {method!r} and must be 'wald' or 'profile'")
        rows = zip(self.parameters, self.theta, self.standard_errors.values(), self.bounds, strict=True)
        return MappingProxyType(
            {
                name: wald_interval(float(estimate), error, (float(ends[0]), float(ends[1])), level)
                for name, estimate, error, ends in rows
            }
        )

    def estimate(self, expression: str) -> Estimate:
        """Estimate a function of the parameters: the function of the estimates, with a delta-method error.

        Parameters
        ----------
        expression : str
            Written in parameters and constants, such as ``"exp(mu + v/2)"``.
        """
        return estimate_of(self, expression)

    def document(self, level: float = 0.95, *, method: Method = "wald") -> Document:
        """Lay the fit out as a document, which `symmle.exposition` renders."""
        return summarise(self, level, method)

    def summary(self, level: float = 0.95, *, method: Method = "wald") -> str:
        """Tell the fit as a table in plain text: model, criteria, estimates, errors, intervals, warnings."""
        return to_text(self.document(level, method=method))

    def __reduce__(self) -> tuple[Any, ...]:
        # Through the constructor, so that arrays are read-only on the other side too.
        return _restore, tuple(getattr(self, field.name) for field in fields(self))

    def _repr_html_(self) -> str:
        return to_html(self.document())

    def __repr__(self) -> str:
        told = ", ".join(f"{name}={value:.6g}" for name, value in self.estimates.items())
        return f"Fit({self.model.name or 'model'}: {told}; {self.status}, {self.optimality})"

    def _by_name(self, values: NDArray[np.float64]) -> Mapping[str, float]:
        return MappingProxyType(dict(zip(self.parameters, map(float, values), strict=True)))


def _restore(*values: Any) -> Fit:
    return Fit(*values)
