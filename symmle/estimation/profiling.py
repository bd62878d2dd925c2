"""Profile-likelihood intervals: all values of one parameter that a likelihood-ratio test would not reject.

At each trial value the other parameters are maximised anew; the ends are where twice the drop in the
log-likelihood equals the chi-squared quantile. Such an interval keeps its meaning under reparametrisation.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from symmle.errors import Category, ConvergenceError, DataError
from symmle.estimation.intervals import Bounds, Interval, Vector, coordinate_of, normal_quantile, scale_of
from symmle.estimation.likelihood_surface import Surface
from symmle.generation import load
from symmle.numerics.coordinates import constrain, unconstrain
from symmle.numerics.newton import ascend
from symmle.numerics.records import Evaluation, Settings

if TYPE_CHECKING:
    from symmle.estimation.record import Fit

__all__ = ["Peak", "profile_interval", "profile_intervals"]

_REACH = 690.0  # beyond it exp overflows, so a coordinate there is the end of the domain
_FREE_REACH = 1e100  # how far to look along a parameter whose domain has no end
_OUTSIDE = 1e8  # a finite stand-in for an infinite drop, which a root finder can interpolate


class Peak(NamedTuple):
    """The maximum from which a profile descends."""

    theta: Vector
    log_likelihood: float
    n: float
    bounds: NDArray[np.float64]  # (p, 2)

    def ends(self, index: int) -> Bounds:
        """Return the ends of one parameter's domain."""
        return float(self.bounds[index, 0]), float(self.bounds[index, 1])


def profile_intervals(fit: Fit, level: float) -> dict[str, Interval]:
    """Find the profile-likelihood interval of each parameter of a fit.

    Where the support moves with a parameter the likelihood ratio has no chi-squared law: the ends are NaN.

    Raises
    ------
    DataError
        The arrays that were fitted have been changed since; or the model has constraints.
    """
    module = load(fit.program)
    if fit.model.constraints:
        told = "no profile can be followed along constraints yet: use method='wald'"
        raise DataError(told, category=Category.MODEL_INVALID)
    if not module.REGULAR:
        return dict.fromkeys(fit.parameters, Interval(math.nan, math.nan))
    surface = Surface(module, fit.observations)
    _require_same_data(surface, fit)
    peak = Peak(fit.theta, fit.log_likelihood, fit.n, fit.bounds)
    return {
        name: profile_interval(surface, peak, index, level=level, error=error)
        for index, (name, error) in enumerate(fit.standard_errors.items())
    }


def _require_same_data(surface: Surface, fit: Fit) -> None:
    # A fit views the user's arrays and does not copy them, so it has to look before it uses them again.
    now = surface(fit.theta, 0).value
    if not abs(now - fit.log_likelihood) <= 1e-8 * (1.0 + abs(fit.log_likelihood)):
        raise DataError(
            "the arrays have been changed since they were fitted; fit again, or give fit a copy of them",
            category=Category.DATA_DEGENERATE,
        )


def profile_interval(
    surface: Callable[[Vector], Evaluation], peak: Peak, index: int, *, level: float, error: float
) -> Interval:
    """Find both ends of the profile-likelihood interval of one parameter.

    Parameters
    ----------
    surface : callable
        Log-likelihood, score and Hessian at theta.
    peak : Peak
        The maximum.
    index : int
        Which parameter.
    level : float
        The coverage, strictly between 0 and 1.
    error : float
        Its standard error, which sets the first step; NaN where there is none.

    Returns
    -------
    Interval
        An end is the end of the domain where the profile never falls far enough, and NaN where the other
        parameters could not be maximised on the way.
    """
    drop = normal_quantile(level) ** 2
    profile = _Profile(surface, peak, index)
    bounds = peak.ends(index)
    centre, step = _first_step(float(peak.theta[index]), bounds, reach=math.sqrt(drop) * error)
    limit = _FREE_REACH if all(map(math.isinf, bounds)) else _REACH

    known = {
        centre: -drop
    }  # a value once found stands, though a solve from elsewhere might round differently

    def excess(coordinate: float) -> float:
        if coordinate not in known:
            fallen = peak.log_likelihood - profile(coordinate)
            known[coordinate] = min(2.0 * fallen - drop, _OUTSIDE)
        return known[coordinate]

    ends = tuple(_crossing(excess, centre, step * direction, limit) for direction in (-1.0, 1.0))
    return Interval(*(scale_of(end, bounds)[0] for end in ends))


class _Profile:
    """The log-likelihood maximised over all parameters but one; each solve starts where the last ended."""

    __slots__ = ("_index", "_others", "_peak", "_start", "_surface")

    def __init__(self, surface: Callable[[Vector], Evaluation], peak: Peak, index: int) -> None:
        self._surface, self._peak, self._index = surface, peak, index
        self._others = np.array([other for other in range(peak.theta.size) if other != index], dtype=np.intp)
        self._start = _inside(peak.theta, peak.bounds)[self._others]

    def __call__(self, coordinate: float) -> float:
        held, _ = scale_of(coordinate, self._peak.ends(self._index))
        value = self._maximised(held) if self._others.size else self._evaluate(held, self._start).value
        slack = 1e-6 * (1.0 + abs(self._peak.log_likelihood))
        if value > self._peak.log_likelihood + slack:
            raise ConvergenceError(
                f"the profile likelihood rises above that of the estimate, at {held:.6g}: "
                f"the estimate is not the global maximum; fit again with another start="
            )
        return value

    def _maximised(self, held: float) -> float:
        ascent = ascend(
            lambda others: self._evaluate(held, others),
            self._start,
            self._peak.bounds[self._others],
            Settings(),
            n=self._peak.n,
        )
        if ascent.status in {"not-finite", "iteration-limit"}:
            return math.nan
        self._start = ascent.theta
        return ascent.evaluation.value

    def _evaluate(self, held: float, others: Vector) -> Evaluation:
        theta = np.insert(others, self._index, held)
        with np.errstate(all="ignore"):
            value, score, hessian = self._surface(theta)
        return Evaluation(value, score[self._others], hessian[np.ix_(self._others, self._others)])


def _inside(theta: Vector, bounds: NDArray[np.float64]) -> Vector:
    """Move parameters that lie on the end of their domain a little into it, where a search can start."""
    with np.errstate(all="ignore"):
        coordinates = unconstrain(theta, bounds)
        finite = np.where(np.isfinite(coordinates), coordinates, np.sign(coordinates) * 30.0)
        return constrain(finite, bounds)[0]


def _first_step(estimate: float, bounds: Bounds, *, reach: float) -> tuple[float, float]:
    coordinate = coordinate_of(estimate, bounds)
    if not math.isfinite(coordinate):  # the estimate lies on a closed end
        return math.copysign(_REACH, coordinate), 1.0
    step = reach / scale_of(coordinate, bounds)[1]
    return coordinate, step if math.isfinite(step) and step > 0.0 else 1.0


def _crossing(excess: Callable[[float], float], centre: float, step: float, limit: float) -> float:
    """Walk outwards in doubled steps until the drop is too large, then solve for where it is just right."""
    from scipy.optimize import brentq

    inside = centre
    while True:
        outside = min(max(inside + step, -limit), limit)
        if outside == inside:
            return math.copysign(math.inf, step)
        value = excess(outside)
        if math.isnan(value):
            return math.nan
        if value > 0.0:
            return float(brentq(excess, inside, outside, xtol=1e-12 * (1.0 + abs(outside)), rtol=1e-13))
        inside, step = outside, 2.0 * step
