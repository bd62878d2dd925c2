"""All points of an interval where a polynomial changes its sign."""

from typing import NamedTuple

import numpy as np

from symmle.numerics.records import Vector

__all__ = ["SignChanges", "crossing", "polynomial_value", "reach_of_roots", "sign_changes", "turning_points"]


class SignChanges(NamedTuple):
    """Where a polynomial changes its sign inside an interval, in rising order, and its first sign."""

    points: tuple[float, ...]
    first: int

    def last(self) -> int:
        """The sign after the last change."""
        return -self.first if len(self.points) % 2 else self.first

    def falling(self) -> tuple[float, ...]:
        """The points where it goes from positive to negative."""
        return self.points[0 if self.first > 0 else 1 :: 2]


def polynomial_value(coefficients: Vector, t: float) -> tuple[float, float]:
    """The value at t, lowest power first, and a bound on what rounding did to it."""
    value = bound = 0.0
    for coefficient in coefficients[::-1].tolist():
        value = value * t + coefficient
        bound = bound * abs(t) + abs(coefficient)
    return value, 2.0 * len(coefficients) * float(np.finfo(np.float64).eps) * bound


def reach_of_roots(coefficients: Vector) -> float:
    """Fujiwara's bound: every root lies within this distance of zero."""
    size, lead = len(coefficients) - 1, abs(float(coefficients[-1]))
    ratios = [(abs(float(each)) / lead) ** (1.0 / (size - k)) for k, each in enumerate(coefficients[:-1])]
    return 2.0 * max(ratios, default=0.0)


def crossing(coefficients: Vector, low: float, high: float) -> float:
    """The root between two points of opposite signs, by halving until rounding ends it."""
    falling, narrow = polynomial_value(coefficients, low)[0] > 0.0, 1e-30 * (high - low)
    while low < (t := 0.5 * low + 0.5 * high) < high and high - low > narrow:
        low, high = (t, high) if (polynomial_value(coefficients, t)[0] > 0.0) == falling else (low, t)
    return t


def turning_points(coefficients: Vector, low: float, high: float) -> tuple[float, ...]:
    """The points between which the polynomial is monotone: where its derivative changes sign."""
    if len(coefficients) < 3:
        return ()
    derivative = coefficients[1:] * np.arange(1.0, len(coefficients))
    return sign_changes(derivative, low, high).points


def sign_changes(coefficients: Vector, low: float, high: float) -> SignChanges:
    """Every change of sign in an open interval, one at most between neighbouring turning points."""
    used = np.flatnonzero(coefficients)
    if used.size == 0:
        return SignChanges((), 0)
    trimmed = coefficients[: used[-1] + 1]
    reach = 1.0 + reach_of_roots(trimmed)
    inside = max(low, min(-reach, high - 1.0)), min(high, max(reach, low + 1.0))
    knots = (inside[0], *turning_points(trimmed, *inside), inside[1])
    values = [(t, *polynomial_value(trimmed, t)) for t in knots]
    clear = [(t, 1 if value > 0.0 else -1) for t, value, noise in values if abs(value) > noise]
    if not clear:  # so narrow that rounding hides its sign
        return SignChanges((), 0)
    changes = [k for k in range(1, len(clear)) if clear[k - 1][1] != clear[k][1]]
    return SignChanges(tuple(crossing(trimmed, clear[k - 1][0], clear[k][0]) for k in changes), clear[0][1])
