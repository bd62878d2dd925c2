"""Inverses of functions that likelihoods end in, right to the last digits wherever they are real."""

import numpy as np
from scipy import special

from symmle.numerics.records import Array
from symmle.numerics.sums import excess_over_log1p

__all__ = ["excess_over_expm1", "falling_start", "inverse_digamma", "lambert_difference", "rising_start"]


def inverse_digamma(y: Array | float) -> Array:
    """The k > 0 with digamma(k) = y, for every y: Newton's steps, or the asymptotic series for large y."""
    low = np.minimum(y, 4.0)
    far_left = -1.0 / (np.minimum(low, -1.0) - 0.4227843350984671)  # 1 - Euler's constant
    k = np.where(low < -2.0, far_left, np.exp(low))
    for _ in range(9):
        k = k - (special.digamma(k) - low) / special.zeta(2.0, k)
    z = np.exp(np.clip(y, 3.0, 709.7))
    for _ in range(3):
        s = np.square(1.0 / z)
        tail = s * (1 / 24 - s * (7 / 960 - s * (31 / 8064 - s * (127 / 30720 - s * 511 / 67584))))
        z = np.exp(np.clip(y, 3.0, 709.7) - tail)
    large = np.where(np.greater(y, 709.7), np.inf, z + 0.5)
    return np.where(np.less(y, 4.0), k, large)


def excess_over_expm1(v: Array) -> Array:
    """e^v - 1 - v >= 0, without cancellation."""
    series = np.ones_like(v)
    near = np.clip(v, -0.5, 0.5)
    for order in range(16, 2, -1):
        series = 1.0 + near * series / order
    return np.where(np.abs(v) < 0.5, 0.5 * near * near * series, np.expm1(v) - v)


def lambert_difference(scale: Array | float, shift: Array | float, branch: float) -> Array:
    """The v with v + scale*(e^v - 1) = shift: r - W(scale*e^r) for r = shift + scale, W on this branch.

    Neither what overflows in e^r nor what cancels where W is near r is ever computed.
    """
    c, d = np.broadcast_arrays(np.asarray(scale, dtype=float), np.asarray(shift, dtype=float))
    v = np.where(c > 0.0, rising_start(np.abs(c), d), falling_start(np.abs(c), d, branch))
    size = np.maximum(np.abs(c), 1.0)
    line, bend, goal = (1.0 + c) / size, c / size, d / size
    for _ in range(7):
        slope = line + bend * np.expm1(v)
        value = line * v + bend * excess_over_expm1(v) - goal
        v = np.minimum(v - value / np.where(slope == 0.0, np.inf, slope), 709.0)
    return v


def rising_start(c: Array, d: Array) -> Array:
    """Near the v with v + c*(e^v - 1) = d, c > 0: by the omega function, W(e^y) without e^y."""
    logarithm = np.log(np.where(c > 0.0, c, 1.0))
    y = logarithm + d + c
    omega = special.wrightomega(y)
    return np.where(y > 1.0, np.log(np.where(omega > 0.0, omega, 1.0)) - logarithm, d + c - omega)


def falling_start(c: Array, d: Array, branch: float) -> Array:
    """Near the v with v - c*(e^v - 1) = d, c > 0: a bound on its distance from -log(c), where both meet."""
    positive = np.where(c > 0.0, c, 1.0)
    near = excess_over_log1p(np.maximum(positive, 0.5) - 1.0)
    rest = np.maximum(np.where(positive < 0.5, positive - 1.0 - np.log(positive), near) - d, 0.0)
    root = np.sqrt(2.0 * rest)
    distance = -(rest + np.minimum(root, 1.0)) if branch == 0.0 else np.log1p(rest + np.log1p(rest + root))
    return distance - np.log(positive)
