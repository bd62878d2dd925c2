"""What every search ends with: the checks at the point it found, the covariance, the record or the error."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from symmle.numerics.columns import read_numbers
from symmle.numerics.coordinates import all_bounds
from symmle.numerics.records import (
    ConvergenceError,
    DataError,
    Ending,
    Evaluation,
    Finding,
    Fit,
    Matrix,
    NoMaximumError,
    Vector,
)

__all__ = ["Problem", "Profile", "conclude", "curvature", "finding_of", "read_start", "refuse", "verdict"]


class Profile(NamedTuple):
    """The one equation left to solve: positive below its root, negative above; with its derivative."""

    position: int  # of the parameter in theta
    equation: Callable[[Vector, Vector, Vector], tuple[float, float]]
    bracket: Callable[[Vector], tuple[float, float]]


class Problem(NamedTuple):
    """What a driver needs to know of a model: its parameters and the module's own functions."""

    parameters: tuple[str, ...]
    bounds: tuple[tuple[float, float], ...]
    exists: Callable[[Vector], tuple[Finding, ...]]
    start: Callable[[Vector], Vector]
    complete: Callable[[Vector, Vector, Vector], Vector]
    assemble: Callable[[Vector, Vector, Vector, int], Evaluation]
    regular: bool = True
    closed: tuple[tuple[bool, bool], ...] = ()  # the ends that belong to a domain; none by default

    def end(self, ending: Ending) -> float:
        """The closed end that a search ran off to; NaN where the parameter has none on that side."""
        position, side = ending.culprit - len(ending.theta), int(ending.side > 0)
        held = ending.status in {"infinite-parameter", "no-sign-change"} and self.closed
        return self.bounds[position][side] if held and self.closed[position][side] else np.nan


def refuse(statistics: Vector, exists: Callable[[Vector], tuple[Finding, ...]]) -> None:
    """Stop where the statistics are not numbers, or tell that there is no maximum."""
    if not np.all(np.isfinite(statistics)):
        told = "a sum over the data is not finite: a value on the edge of the support, or beyond doubles"
        raise DataError("data-nonfinite", "", told)
    if findings := exists(statistics):
        raise NoMaximumError(findings)


def read_start(start: ArrayLike, problem: Problem) -> Vector:
    """A starting point: one finite number for each parameter, strictly inside its domain."""
    theta = read_numbers("start", start)
    if theta.size >= len(problem.bounds):
        low, high = all_bounds(problem.bounds, theta.size).T
        if np.all((theta > low) & (theta < high)):
            return theta
    told = f"start must give {', '.join(problem.parameters)}, each inside its domain"
    raise DataError("start-invalid", "start", told)


def finding_of(status: str, parameter: str, end: float) -> Finding:
    """What a status means, and what to try."""
    category, told = {
        "flat": ("not-identifiable", "the likelihood does not change along some direction: fix a parameter"),
        "infinite-parameter": ("infinite-parameter", "the likelihood still rises as this parameter runs off"),
        "no-sign-change": ("infinite-parameter", "the likelihood equation has no root where it was sought"),
        "not-a-maximum": ("not-converged", "the point is stationary but no maximum: give another start"),
        "not-stationary": ("not-converged", "the score is not zero at the point: rescale the data"),
        "not-finite": ("not-converged", "the log-likelihood is not finite there: rescale, give a start"),
        "singular": ("not-identifiable", "the information is singular in double precision: no errors"),
        "interrupted": ("not-converged", "the search was interrupted"),
    }.get(status, ("not-converged", "the search ended early: give a start, or allow more iterations"))
    limit = f"{parameter} -> {end:g}" if category == "infinite-parameter" else ""
    category = "boundary" if limit and np.isfinite(end) else category
    return Finding(category, parameter, f"{parameter}: {told}" if parameter else told, limit)


def curvature(hessian: Matrix) -> tuple[Vector, float, Matrix | None]:
    """The scales sqrt|diag H|, the least eigenvalue of -H so scaled, and the inverse of -H if it has one."""
    scale = np.sqrt(np.abs(np.diag(hessian)))
    if not np.all(scale > 0.0):
        return scale, 0.0, None
    scaled = -hessian / np.outer(scale, scale)
    least = float(np.linalg.eigvalsh(scaled)[0])
    if least < 1e-14 * len(scale):
        return scale, least, None
    factor = np.linalg.solve(np.linalg.cholesky(scaled), np.diag(1.0 / scale))
    return scale, least, factor.T @ factor


def verdict(ending: Ending, bounds: Matrix, regular: bool) -> tuple[str, Matrix | None]:
    """The status at the point reached, and the covariance where the problem is regular there."""
    theta, (value, score, hessian), status, *_ = ending
    if status != "converged" or not np.isfinite(value):
        return (status if status != "converged" else "not-finite"), None
    if np.any(theta == bounds.T):
        return "boundary", None
    if not regular:
        return "converged", None
    if not (np.all(np.isfinite(score)) and np.all(np.isfinite(hessian))):
        return "not-finite", None
    scale, least, covariance = curvature(hessian)
    rounding = 64.0 * np.finfo(np.float64).eps * np.abs(theta) * scale
    if np.any(np.abs(score) > (1e-4 + rounding) * scale):
        return "not-stationary", None
    return (
        "not-a-maximum" if least < -1e-8 else "converged" if covariance is not None else "singular"
    ), covariance


def conclude(ending: Ending, n: float, problem: Problem, *, singular: str = "converged") -> Fit:
    """The fit where the point is a maximum as far as double precision shows; else an error that holds it."""
    size = ending.theta.size
    bounds = all_bounds(problem.bounds, size)
    status, covariance = verdict(ending, bounds, problem.regular)
    warnings: tuple[Finding, ...] = ()
    if status not in {"converged", "boundary"}:
        names = (*(f"beta[{index}]" for index in range(size - len(problem.parameters))), *problem.parameters)
        name = names[ending.culprit] if ending.culprit >= 0 else ""
        warnings = (finding_of(status, name, bounds[ending.culprit, int(ending.side > 0)]),)
    shown = singular if status == "singular" else status
    value, trace = float(ending.evaluation.value), np.array(ending.trace)
    passed = max(len(trace) - 1, 0)
    fit = Fit(ending.theta.copy(), covariance, value, float(n), shown, passed, trace, warnings)
    if shown in {"converged", "boundary", "interrupted"}:
        return fit
    raise ConvergenceError(fit)
