"""The map between a parameter's domain and the real line: identity, log, reflected log, logit."""

import numpy as np

from symmle.numerics.records import Evaluation, Matrix, Vector

__all__ = ["all_bounds", "constrain", "in_coordinates", "unconstrain"]


def all_bounds(bounds: tuple[tuple[float, float], ...], size: int) -> Matrix:
    """Lower and upper ends for a theta of this size; coefficients stand first and are free."""
    free = ((-np.inf, np.inf),) * (size - len(bounds))
    return np.array(free + bounds, dtype=np.float64).reshape(size, 2)


def unconstrain(theta: Vector, bounds: Matrix) -> Vector:
    """Theta on the real line: identity, log(theta - a), -log(b - theta) or the difference of the logs."""
    low, high = bounds.T
    above = np.log(np.where(np.isfinite(low), theta - low, 1.0))
    below = np.log(np.where(np.isfinite(high), high - theta, 1.0))
    return np.where(np.isinf(low) & np.isinf(high), theta, above - below)


def constrain(u: Vector, bounds: Matrix) -> tuple[Vector, Vector, Vector]:
    """Theta at the coordinate u, strictly inside its bounds, with its two derivatives in u."""
    low, high = bounds.T
    up, down = np.isfinite(low), np.isfinite(high)
    grown = np.exp(np.clip(np.where(down, -u, u), -690.0, 690.0))
    width = np.where(up & down, high - low, 1.0)
    below = width * np.where(
        up & down, grown / (1.0 + grown), grown
    )  # b - theta; theta - a where b is infinite
    above = np.where(up & down, width / (1.0 + grown), below)
    theta = np.where(down, high - below, np.where(up, low + above, u))
    theta = np.where(up & (above < below), low + above, theta)
    first = np.where(up & down, above * (below / width), np.where(up | down, grown, 1.0))
    second = np.where(up & down, first * ((below - above) / width), np.where(down, -grown, first * up))
    return np.clip(theta, np.nextafter(low, np.inf), np.nextafter(high, -np.inf)), first, second


def in_coordinates(evaluation: Evaluation, first: Vector, second: Vector) -> Evaluation:
    """The chain rule: the same log-likelihood with its derivatives in the coordinates."""
    value, score, hessian = evaluation
    return Evaluation(value, score * first, hessian * np.outer(first, first) + np.diag(score * second))
