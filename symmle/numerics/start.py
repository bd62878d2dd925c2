"""Where an iterative search begins."""

from collections.abc import Callable

import numpy as np

from symmle.numerics.records import Vector

__all__ = ["choose_start"]


def choose_start(candidates: tuple[Vector, ...], value: Callable[[Vector], float]) -> Vector:
    """The best of some values for each parameter, one parameter at a time until none gets better."""
    theta = np.array([choices[0] for choices in candidates], dtype=np.float64)
    if all(len(choices) == 1 for choices in candidates):
        return theta
    best, swept = value(theta), np.full(theta.shape, np.nan)
    while not np.array_equal(theta, swept):
        swept = theta
        for index, choices in enumerate(candidates):
            for choice in choices[choices != theta[index]]:
                trial = theta.copy()
                trial[index] = choice
                if (found := value(trial)) > best or (np.isnan(best) and not np.isnan(found)):
                    theta, best = trial, found
    return theta
