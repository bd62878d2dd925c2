"""Means and centred sums over rows, to the accuracy of the data, and their merges."""

from collections.abc import Callable

import numpy as np

from symmle.numerics.columns import blocks
from symmle.numerics.records import Array, Sample, Vector

__all__ = [
    "add_blocks",
    "excess_over_log1p",
    "log_gap",
    "merge_covariance",
    "merge_log_gap",
    "merge_mean",
    "merge_reciprocal_gap",
    "reciprocal_gap",
    "sample_size",
    "weighted_covariance",
    "weighted_mean",
    "weighted_median",
    "weighted_sum",
]


def weighted_sum(values: Vector, weights: Vector | None) -> float:
    """The weighted sum; without weights NumPy's pairwise one."""
    return float(np.add.reduce(values) if weights is None else np.dot(weights, values))


def sample_size(sample: Sample) -> float:
    """The sum of the weights: as many observations as the rows stand for."""
    return float(sample.rows) if sample.weights is None else float(np.add.reduce(sample.weights))


def weighted_mean(values: Vector, weights: Vector | None, n: float) -> float:
    """The weighted mean; the mean of the residuals takes back what rounding did to the first sum."""
    first = weighted_sum(values, weights) / n
    return first + weighted_sum(values - first, weights) / n


def weighted_covariance(left: Vector, right: Vector, weights: Vector | None, n: float) -> float:
    """The covariance, over n, of two columns of deviations from their means; a variance for one twice."""
    product = weighted_sum(left * right, weights) / n
    return product - (weighted_sum(left, weights) / n) * (weighted_sum(right, weights) / n)


def excess_over_log1p(d: Array) -> Array:
    """D - log(1 + d) >= 0 for d > -1, without cancellation: 2 atanh(r) is log(1 + d) at r = d/(2 + d)."""
    r = d / (2.0 + d)
    s = r * r
    series = 1.0 / 3 + s * (
        1.0 / 5 + s * (1.0 / 7 + s * (1.0 / 9 + s * (1.0 / 11 + s * (1.0 / 13 + s / 15))))
    )
    return np.where(np.abs(d) < 0.125, r * (d - 2.0 * s * series), d - np.log1p(d))


def log_gap(values: Vector, center: float, weights: Vector | None, n: float) -> float:
    """log(mean(g)) - mean(log(g)) >= 0 for positive g with this mean, without cancellation."""
    d = (values - center) / center
    if weighted_sum(d * d, weights) > 0.01 * n:  # wide apart, so nothing cancels
        return -weighted_sum(np.log(values / center), weights) / n
    far = np.abs(d) >= 0.125  # there d - log(g/m), since d may round to -1
    near = excess_over_log1p(np.where(far, 0.0, d))
    return weighted_sum(np.where(far, d - np.log(values / center), near), weights) / n


def reciprocal_gap(values: Vector, center: float, weights: Vector | None, n: float) -> float:
    """mean(1/g) - 1/mean(g) >= 0 for positive g with this mean, without cancellation."""
    d = (values - center) / center
    return weighted_sum(d * d / values, weights) / n


def weighted_median(values: Vector, weights: Vector | None) -> float:
    """The middle of the set of medians: weights below and above split exactly at half."""
    if weights is None:
        return float(np.median(values))
    order = np.argsort(values, kind="stable")
    ranked, below = values[order], np.cumsum(weights[order])
    low = int(np.searchsorted(below, 0.5 * below[-1], side="left"))
    high = min(int(np.searchsorted(below, 0.5 * below[-1], side="right")), len(ranked) - 1)
    return float(0.5 * ranked[low] + 0.5 * ranked[high])


def merge_mean(share: float, left: float, right: float) -> float:
    """The mean of two blocks; `share` is the right block's share of the weight."""
    return left + share * (right - left)


def merge_covariance(share: float, left: float, right: float, apart: float) -> float:
    """Chan's formula; `apart` is the product of the differences of the two columns' means."""
    return left + share * (right - left) + share * (1.0 - share) * apart


def merge_log_gap(share: float, gaps: tuple[float, float], means: tuple[float, float]) -> float:
    """The gap of log over two blocks: the mean of the gaps and the gap of the means."""
    both = np.array(means)
    weights = np.array((1.0 - share, share))
    return merge_mean(share, *gaps) + log_gap(both, merge_mean(share, *means), weights, 1.0)


def merge_reciprocal_gap(share: float, gaps: tuple[float, float], means: tuple[float, float]) -> float:
    """The gap of 1/g over two blocks: the mean of the gaps and the gap of the means."""
    both = np.array(means)
    weights = np.array((1.0 - share, share))
    return merge_mean(share, *gaps) + reciprocal_gap(both, merge_mean(share, *means), weights, 1.0)


def add_blocks(
    sums: Callable[[Vector, Sample, int], Vector], sample: Sample
) -> Callable[[Vector, int], Vector]:
    """The sums over the whole sample as a function of theta and order, block by block."""

    def whole(theta: Vector, order: int) -> Vector:
        parts = [sums(theta, block, order) for block in blocks(sample)]
        return np.add.reduce(parts) if len(parts) > 1 else parts[0]

    return whole
