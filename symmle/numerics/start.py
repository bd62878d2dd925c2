"""Where an iterative search begins."""

from collections.abc import Callable

import numpy as np

from symmle.numerics.records import Vector

__all__ = ["choose_start"]


def choose_start(candidates: tuple[Vector, ...], value: Callable[[Vector], float]) -> Vector:
    """The best of some values for each parameter, one parameter at a time, twice over."""
    theta = np.array([choices[0] for choices in candidates], dtype=np.float64)
    best = -np.inf
    for _ in range(2):
        for index, choices in enumerate(candidates):
            for choice in choices if len(choices) > 1 else ():
                trial = theta.copy()
                trial[index] = choice
                if (found := value(trial)) > best:  # never true of NaN
                    theta, best = trial, found
    return theta
