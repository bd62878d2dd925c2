"""Wald intervals: symmetric on the real line onto which a parameter's domain is mapped, and mapped back.

So an interval for a variance never holds a negative number, and one for a probability stays within (0, 1).
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from symmle.numerics.coordinates import constrain, unconstrain

__all__ = [
    "Bounds",
    "Interval",
    "Method",
    "Vector",
    "coordinate_of",
    "normal_quantile",
    "scale_of",
    "two_sided_p",
    "wald_interval",
]

Vector = NDArray[np.float64]
Bounds = tuple[float, float]
Method = Literal["wald", "profile"]


class Interval(NamedTuple):
    """The two ends of a confidence interval, on the user's scale."""

    lower: float
    upper: float


def normal_quantile(level: float) -> float:
    """Return z with ``P(|Z| <= z) = level`` for a standard normal Z."""
    if not 0.0 < level < 1.0:
        raise ValueError(f"level is {level!r} and must lie strictly between 0 and 1, as 0.95 does")
    # From the upper tail, so that a level next to one is not rounded to one.
    return -NormalDist().inv_cdf(0.5 * (1.0 - level))


def two_sided_p(z: float) -> float:
    """Return ``P(|Z| >= |z|)`` for a standard normal Z, accurate in the tail."""
    return math.erfc(abs(z) / math.sqrt(2.0))


def wald_interval(estimate: float, error: float, bounds: Bounds, level: float) -> Interval:
    """Estimate plus and minus z standard errors, on the unconstrained coordinate, mapped back.

    Parameters
    ----------
    estimate, error : float
        The estimate and its standard error on the user's scale; an error of NaN gives NaN ends.
    bounds : tuple of float
        The ends of the parameter's domain.
    level : float
        The coverage, strictly between 0 and 1.
    """
    z = normal_quantile(level)
    if math.isnan(error):
        return Interval(math.nan, math.nan)
    coordinate = coordinate_of(estimate, bounds)
    reach = z * error / scale_of(coordinate, bounds)[1]
    return Interval(*(scale_of(coordinate + shift, bounds)[0] for shift in (-reach, reach)))


def coordinate_of(value: float, bounds: Bounds) -> float:
    """Map a parameter to the real line; an end of its domain goes to an infinity."""
    with np.errstate(divide="ignore"):
        return float(unconstrain(np.array([value]), np.array([bounds]))[0])


def scale_of(coordinate: float, bounds: Bounds) -> tuple[float, float]:
    """Map a coordinate back to the parameter, with the derivative of the parameter in it."""
    if math.isinf(coordinate):
        return bounds[coordinate > 0.0], 0.0
    with np.errstate(all="ignore"):
        theta, slope, _ = constrain(np.array([coordinate]), np.array([bounds]))
    return float(theta[0]), float(slope[0])
