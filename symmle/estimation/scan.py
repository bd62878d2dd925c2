"""A look over the whole domain of the one unknown, where no proof says that one root is all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from symmle.estimation.intervals import Vector
from symmle.numerics import Finding, Settings
from symmle.numerics.coordinates import constrain, unconstrain
from symmle.observations import Observations

__all__ = ["Search", "best_of_scan"]

_SEVERAL_MAXIMA = "several-maxima"  # the word of a warning, of no error
_ROWS = 20_000  # a scan needs no more rows than this to see the peaks
_PEAKS = 12  # the highest ones are climbed
_APART = 1e-6  # relative: what lies closer is the same maximum
_NOISE = 1e-9  # relative: a log-likelihood higher by less may be rounding


class Search(NamedTuple):
    """What a scan reads: the module, the data, the settings of each climb, the ends of the parameter."""

    module: ModuleType
    observations: Observations
    settings: Settings
    ends: NDArray[np.float64]  # (p, 2)

    def position(self) -> int:
        """Where the one unknown stands in theta; -1 where the search has several or none."""
        left = self.module.REMAINING
        usable = (
            len(left) == 1 and not self.module.PREDICTORS and self.module.KIND in {"profile", "iterative"}
        )
        return self.module.PARAMETERS.index(left[0]) if usable else -1

    def height(self, theta: Vector, stride: int) -> Callable[[float], float]:
        """The log-likelihood of each `stride`-th row as a function of the unknown, the others put in."""
        module, position, sample = self.module, self.position(), self._sample(stride)
        known, reference = module.statistics(sample), theta

        def value(t: float) -> float:
            point = reference.copy()
            point[position] = t
            with np.errstate(all="ignore"):
                sums = _sums(module, point, sample, 2)
                point = module.complete(np.array((t,)), known, sums)
                return float(module.assemble(point, known, _sums(module, point, sample, 0), 0).value)

        return value

    def _sample(self, stride: int) -> Any:
        columns = (c[::stride] if isinstance(c, np.ndarray) else c for c in self.observations.columns)
        weights = self.observations.weights
        return self.module.check(*columns, weights=None if weights is None else weights[::stride])

    def climb(self, theta: Vector, t: float) -> Any:
        """The maximum that a search from t ends at; None where it ends at none."""
        start = theta.copy()
        start[self.position()] = t
        try:
            found = self.module.fit(
                *self.observations.columns,
                weights=self.observations.weights,
                start=start,
                settings=self.settings,
            )
        except (self.module.ConvergenceError, self.module.NoMaximumError, self.module.DataError):
            return None
        return found if str(found.status) == "converged" and found.covariance is not None else None


def _sums(module: ModuleType, theta: Vector, sample: Any, order: int) -> Vector:
    sums: Vector = module.sums(theta, sample, order) if module.SUMS else np.empty(0)
    return sums


def best_of_scan(search: Search, found: Any) -> tuple[Any, tuple[Finding, ...]]:
    """The highest of the maxima that a scan sees, the one already found among them, and what it saw.

    A scan proves nothing: a peak narrower than its grid may hide. So the grade of the fit stays what it was.
    """
    position = search.position()
    if position < 0 or str(found.status) != "converged":
        return found, ()
    here = float(found.theta[position])
    rows = max(len(c) for c in search.observations.columns if isinstance(c, np.ndarray))
    points = np.array(sorted(set(_grid(search, here))))
    value = search.height(found.theta, max(1, rows // _ROWS))
    heights = np.nan_to_num([value(float(t)) for t in points], nan=-np.inf, posinf=-np.inf)
    maxima = _climbed(search, found, _peaks(points, heights, here))
    best = found
    for other in maxima:
        best = other if _higher(other.log_likelihood, best.log_likelihood) else best
    others = [known for known in maxima if known is not best]
    told = (_several(search, others),) if others else ()
    top = float(points[int(np.argmax(heights))])
    if _higher(search.height(best.theta, 1)(top), best.log_likelihood):
        told = (*told, _higher_elsewhere(search.module.REMAINING[0], top))
    return best, told


def _climbed(search: Search, found: Any, peaks: list[float]) -> list[Any]:
    """The distinct maxima that climbs from the peaks end at, the one already found first."""
    maxima = [found]
    for t in peaks:
        other = search.climb(found.theta, t)
        if other is not None and all(_differ(other, known, search.position()) for known in maxima):
            maxima.append(other)
    return maxima


def _grid(search: Search, here: float) -> Iterator[float]:
    """Points over the whole domain: close together near what was found, at the data and at both ends."""
    position = search.position()
    ends = search.ends[position : position + 1]
    columns = [c for c in search.observations.columns if isinstance(c, np.ndarray)]
    yield here
    if not np.isfinite(ends).any():
        steps = np.exp2(np.arange(-6.0, 20.0))
        for column in columns:
            low, high = float(np.min(column)), float(np.max(column))
            yield from np.linspace(low, high, 129).tolist()
            yield from np.quantile(column, np.linspace(0.0, 1.0, 65)).tolist()
        yield from (*steps.tolist(), *(-steps).tolist(), 0.0)
        yield from (here + side * step * max(abs(here), 1.0) / 64.0 for step in steps for side in (-1.0, 1.0))
        return
    centre = float(unconstrain(np.array((here,)), ends)[0])
    for u in (*np.linspace(-12.0, 12.0, 145), *np.linspace(centre - 12.0, centre + 12.0, 145)):
        yield float(constrain(np.array((u,)), ends)[0][0])


def _peaks(points: Vector, heights: Vector, known: float) -> list[float]:
    """The inner points no lower than both neighbours, the highest first; the known one is left out."""
    inner = range(1, len(points) - 1)
    rising = [k for k in inner if heights[k - 1] <= heights[k] > heights[k + 1] and np.isfinite(heights[k])]
    rising.sort(key=lambda k: (-heights[k], k))
    return [float(points[k]) for k in rising if points[k] != known][:_PEAKS]


def _differ(one: Any, other: Any, position: int) -> bool:
    a, b = float(one.theta[position]), float(other.theta[position])
    return abs(a - b) > _APART * max(abs(a), abs(b), 1e-300)


def _higher(value: float, best: float) -> bool:
    return bool(np.isfinite(value)) and value > best + _NOISE * max(1.0, abs(best))


def _several(search: Search, others: list[Any]) -> Finding:
    name, position = search.module.REMAINING[0], search.position()
    listed = ", ".join(
        f"{float(o.theta[position]):.6g} (log-likelihood {o.log_likelihood:.6g})" for o in others
    )
    message = (
        f"several maxima were found in a scan over the domain, the highest is returned; others at {name} = "
        f"{listed}. Standard errors tell nothing of them"
    )
    return Finding(_SEVERAL_MAXIMA, name, message, "")


def _higher_elsewhere(name: str, top: float) -> Finding:
    message = f"the likelihood is higher at {name} = {top:.6g}, where no maximum was reached"
    return Finding(_SEVERAL_MAXIMA, name, message, "")
