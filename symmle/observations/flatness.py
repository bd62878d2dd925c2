"""Whether a sample leaves a direction of the parameter space in which its likelihood is flat."""

from __future__ import annotations

from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from symmle.observations.columns import Observations

__all__ = ["flat_parameters"]

_POINTS = 4
_FLAT, _STEEP = 1e-11, 1e-6


def flat_parameters(module: ModuleType, observations: Observations) -> tuple[str, ...]:
    """Name the parameters that move in one direction along which no row's likelihood changes anywhere.

    At several points in the parameter space the scores of all rows are written under one another: where one
    direction is orthogonal to every row, at every point, the data do not tell the parameters in it apart.

    Parameters
    ----------
    module : ModuleType
        A loaded generated module.
    observations : Observations
        What was observed; rows without weight do not count.

    Returns
    -------
    tuple of str
        Empty where there is no such direction, or more than one, or where a score is not finite.
    """
    names = tuple(module.PARAMETERS)
    if len(names) != len(module.BOUNDS) or hasattr(module, "CONSTRAINTS"):
        return ()
    columns = _counted(observations)
    with np.errstate(all="ignore"):
        scores = np.vstack([module.row_scores(point, *columns) for point in _points(module.BOUNDS)])
    if scores.ndim != 2 or scores.shape[1] != len(names) or not np.all(np.isfinite(scores)):
        return ()
    size = np.max(np.abs(scores), axis=0)
    scaled = scores / np.where(size > 0.0, size, 1.0)
    _, spread, directions = np.linalg.svd(np.vstack([scaled, np.zeros((len(names), len(names)))]))
    if spread[-1] > _FLAT * max(1.0, spread[0]) or (len(names) > 1 and spread[-2] < _STEEP):
        return ()
    return tuple(name for name, part in zip(names, directions[-1], strict=True) if abs(part) > _STEEP)


def _counted(observations: Observations) -> list[object]:
    """Give the columns without the rows that have no weight."""
    if observations.weights is None:
        return list(observations.columns)
    kept = observations.weights > 0.0
    return [column[kept] if isinstance(column, np.ndarray) else column for column in observations.columns]


def _points(bounds: tuple[tuple[float, float], ...]) -> list[NDArray[np.float64]]:
    """Give points inside the domains that lie on no line."""
    return [
        np.array(
            [_inside(low, high, 1 + ((k + 1) * (j + 2) ** 2) % 7) for j, (low, high) in enumerate(bounds)]
        )
        for k in range(_POINTS)
    ]


def _inside(low: float, high: float, step: int) -> float:
    share = step / 8.3
    if np.isfinite(low) and np.isfinite(high):
        return low + share * (high - low)
    if np.isfinite(low):
        return low + 0.2 + share
    return high - 0.2 - share if np.isfinite(high) else 1.7 * share - 0.6
