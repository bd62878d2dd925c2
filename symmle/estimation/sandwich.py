"""The sandwich: a covariance that holds in large samples even where the model is wrong."""

from __future__ import annotations

from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from symmle.observations import Observations

__all__ = ["sandwich_covariance"]


def sandwich_covariance(
    module: ModuleType,
    observations: Observations,
    theta: NDArray[np.float64],
    inverse: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Return ``H^-1 (sum w s s') H^-1`` with the Hessian H and the score s of each row.

    Under constraints the Hessian has no inverse along them; ``inverse`` is then the covariance that stands in
    its place. Weights count as frequencies: a row of weight two is two rows.

    References
    ----------
    White, H. (1982). Maximum likelihood estimation of misspecified models. Econometrica 50, 1-25.
    """
    if observations.weights is not None:  # rows of weight zero may hold anything
        observations = observations.where(observations.weights > 0.0, dropped=0)
    columns, weights = observations.columns, observations.weights
    rows: NDArray[np.float64] = module.row_scores(theta, *columns)
    weighted = rows if weights is None else rows * np.asarray(weights, dtype=np.float64)[:, np.newaxis]
    if inverse is not None:
        return inverse @ (weighted.T @ rows) @ inverse
    bread = module.hessian(theta, *columns, weights=weights)
    half = np.linalg.solve(bread, weighted.T @ rows)
    covariance: NDArray[np.float64] = np.linalg.solve(bread, half.T)
    return 0.5 * (covariance + covariance.T)
