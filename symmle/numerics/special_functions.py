"""Special functions in the combinations that likelihoods need, without cancellation."""

import numpy as np
from scipy import special

from symmle.numerics.records import Array
from symmle.numerics.sums import excess_over_log1p

__all__ = [
    "digamma_difference",
    "gammaln_difference",
    "lambert_w",
    "log1mexp",
    "log_expm1",
    "log_gamma_excess",
    "log_minus_digamma",
    "softplus",
    "stirling_remainder",
    "trigamma_difference",
    "trigamma_minus_reciprocal",
    "zeta_derivative",
]


def lambert_w(x: Array | float, branch: int) -> Array:
    """The real W with W*e^W = x on a branch (0 or -1), NaN where it is not real beyond rounding.

    Near -1/e, where both branches meet, by the series in p = sqrt(2*(1 + e*x)), which keeps all its digits.
    """
    square = 2.0 * np.e * ((x + 0.36787944117144233) - 1.2428753672788363e-17)
    p = (1.0 if branch == 0 else -1.0) * np.sqrt(np.maximum(square, 0.0))
    near, series = np.clip(p, -0.05, 0.05), np.zeros_like(p)
    for coefficient in (
        *(-5776369 / 1515591000, 226287557 / 37623398400, -1963 / 204120, 680863 / 43545600, -221 / 8505),
        *(769 / 17280, -43 / 540, 11 / 72, -1 / 3, 1.0, -1.0),
    ):
        series = series * near + coefficient
    far = special.lambertw(x, branch)
    real = (square > -1e-15) & ((branch == 0) | np.less(x, 0.0))
    return np.where(real, np.where(np.abs(p) < 0.05, series, far.real), np.nan)


def softplus(x: Array | float) -> Array:
    """log(1 + e^x) for every x."""
    return np.asarray(np.logaddexp(0.0, x))


def log1mexp(x: Array | float) -> Array:
    """log(1 - e^x) for x < 0, by whichever of expm1 and log1p does not cancel."""
    near = np.log(-np.expm1(np.maximum(x, -1.0)))
    return np.where(np.less(x, -0.7), np.log1p(-np.exp(np.minimum(x, -0.5))), near)


def log_expm1(x: Array | float) -> Array:
    """log(e^x - 1) for x > 0: log(expm1(x)), or x + log(1 - e^-x) where that would overflow."""
    return np.where(np.less(x, 1.0), np.log(np.expm1(np.minimum(x, 2.0))), x + log1mexp(-np.maximum(x, 0.5)))


def log_minus_digamma(k: Array | float) -> Array:
    """log(k) - digamma(k) > 0 for k > 0: the asymptotic series where the two would cancel."""
    z = 1.0 / np.maximum(k, 16.0)
    s = z * z
    terms = 1 / 252 - s * (1 / 240 - s * (1 / 132 - s * (691 / 32760 - s / 12)))
    tail = z * (0.5 + z * (1 / 12 - s * (1 / 120 - s * terms)))
    low = np.minimum(k, 16.0)
    return np.where(np.less(k, 16.0), np.log(low) - special.digamma(low), tail)


def trigamma_minus_reciprocal(k: Array | float) -> Array:
    """trigamma(k) - 1/k > 0 for k > 0: the asymptotic series where the two would cancel."""
    z = 1.0 / np.maximum(k, 16.0)
    s = z * z
    terms = 1 / 42 - s * (1 / 30 - s * (5 / 66 - s * (691 / 2730 - s * (7 / 6))))
    tail = s * (0.5 + z * (1 / 6 - s * (1 / 30 - s * terms)))
    low = np.minimum(k, 16.0)
    return np.where(np.less(k, 16.0), special.polygamma(1, low) - 1.0 / low, tail)


def stirling_remainder(k: Array | float) -> Array:
    """Log Gamma(k) - (k - 1/2) log k + k - log(2 pi)/2 for k >= 16, by its asymptotic series."""
    z = 1.0 / np.asarray(k)
    s = z * z
    return z * (1 / 12 - s * (1 / 360 - s * (1 / 1260 - s * (1 / 1680 - s / 1188))))


def log_gamma_excess(k: Array | float) -> Array:
    """Log Gamma(k) - k log k + k for k > 0: what is left of log Gamma where k is large."""
    big, low = np.maximum(k, 16.0), np.minimum(k, 16.0)
    far = 0.9189385332046727 - 0.5 * np.log(big) + stirling_remainder(big)  # log(2 pi)/2
    return np.where(np.less(k, 16.0), special.gammaln(low) - low * np.log(low) + low, far)


def gammaln_difference(x: Array | float, r: Array | float) -> Array:
    """Log Gamma(r + x) - log Gamma(r) for x >= 0, r > 0: Stirling's formula where the two would cancel."""
    big, low = np.maximum(r, 16.0), np.minimum(r, 16.0)
    d = x / big
    stirling = stirling_remainder(big + x) - stirling_remainder(big)
    far = x * np.log(big) + (x - 0.5) * np.log1p(d) - big * excess_over_log1p(d) + stirling
    return np.where(np.less(r, 16.0), special.gammaln(low + x) - special.gammaln(low), far)


def digamma_difference(x: Array | float, r: Array | float) -> Array:
    """digamma(r + x) - digamma(r) for x >= 0, r > 0."""
    big, low = np.maximum(r, 16.0), np.minimum(r, 16.0)
    far = np.log1p(x / big) + (log_minus_digamma(big) - log_minus_digamma(big + x))
    return np.where(np.less(r, 16.0), special.digamma(low + x) - special.digamma(low), far)


def trigamma_difference(x: Array | float, r: Array | float) -> Array:
    """trigamma(r + x) - trigamma(r) for x >= 0, r > 0."""
    big, low = np.maximum(r, 16.0), np.minimum(r, 16.0)
    far = trigamma_minus_reciprocal(big + x) - trigamma_minus_reciprocal(big) - x / (big * (big + x))
    return np.where(np.less(r, 16.0), special.polygamma(1, low + x) - special.polygamma(1, low), far)


def zeta_derivative(order: float, s: Array | float) -> Array:
    """The first or second derivative of Riemann's zeta at s > 1, by Euler and Maclaurin's sum from 16 on."""
    t = np.minimum(s, 1100.0)  # from there on 2^-t is no double above zero
    total = np.zeros_like(np.asarray(t, dtype=np.float64))
    for n in range(2, 16):
        total = total + (-np.log(n)) ** order * float(n) ** -t
    size, slope, bend = 16.0 ** (1.0 - t) / (t - 1.0), -np.log(16.0) - 1.0 / (t - 1.0), (t - 1.0) ** -2.0
    total = total + size * (slope if order == 1 else np.square(slope) + bend)
    size, slope, bend = 0.5 * 16.0**-t, -np.log(16.0) + np.zeros_like(total), np.zeros_like(total)
    total = total + size * (slope if order == 1 else np.square(slope))
    size, slope, bend = 2.0 * size * t / (12.0 * 16.0), slope + 1.0 / t, -1.0 / np.square(t)
    ratios = (-1 / 60, -1 / 42, -1 / 40, -5 / 198, -691 / 27300, -35 / 1382, -3617 / 142800)
    for k, ratio in enumerate(ratios, 1):  # of one of Bernoulli's numbers to the next, over factorials
        total = total + size * (slope if order == 1 else np.square(slope) + bend)
        for j in (2 * k - 1, 2 * k):
            size, slope, bend = size * (t + j) / 16.0, slope + 1.0 / (t + j), bend - 1.0 / np.square(t + j)
        size = ratio * size
    found: Array = total + size * (slope if order == 1 else np.square(slope) + bend)
    return found
