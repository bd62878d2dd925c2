"""Logistic in location and scale: iterative."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from symmle.numerics import (
    DEFAULT_SETTINGS,
    Column,
    Evaluation,
    Finding,
    Fit,
    Problem,
    Sample,
    Settings,
    Statistic,
    Vector,
    add_blocks,
    drop_weightless,
    maximise_iterative,
    merge_covariance,
    merge_mean,
    read_sample,
    sample_size,
    softplus,
    weighted_covariance,
    weighted_mean,
    weighted_sum,
)

NAME: Final = "logistic"
COLUMNS: Final = (Column("x", role="data", support="real"),)
PARAMETERS: Final = ("mu", "s")
BOUNDS: Final = ((-np.inf, np.inf), (0.0, np.inf))
REMAINING: Final = ("mu", "s")
STATISTICS: Final = (
    Statistic("n", "1", "sum"),
    Statistic("rows", "1", "count"),
    Statistic("mean_x", "x", "mean"),
    Statistic("variance_x", "x", "variance"),
)


def check(x: ArrayLike, *, weights: ArrayLike | None = None) -> Sample:
    return drop_weightless(read_sample(COLUMNS, (x,), weights))


def statistics(sample: Sample) -> Vector:
    (x,), weights = sample.columns, sample.weights
    n = sample_size(sample)
    mean_x = weighted_mean(x, weights, n)
    d_x = x - mean_x
    return np.array((n, sample.rows, mean_x, weighted_covariance(d_x, d_x, weights, n)))


def merge(left: Vector, right: Vector) -> Vector:
    share = right[0] / (left[0] + right[0])
    apart = right[2] - left[2]
    return np.array(
        (
            left[0] + right[0],
            left[1] + right[1],
            merge_mean(share, left[2], right[2]),
            merge_covariance(share, left[3], right[3], apart * apart),
        )
    )


def sums(theta: Vector, sample: Sample, order: int = 2) -> Vector:
    (x,), weights = sample.columns, sample.weights
    z = (x - theta[0]) / theta[1]
    value = weighted_sum(-z - 2.0 * softplus(-z), weights)
    if order < 1:
        return np.array((value, 0.0, 0.0, 0.0, 0.0, 0.0))
    t, w = np.tanh(0.5 * z), 2.0 * special.expit(z) * special.expit(-z)
    terms = (t, z * t, w, z * w, z * z * w)
    return np.array((value, *(weighted_sum(term, weights) for term in terms)))


def assemble(theta: Vector, statistics: Vector, sums: Vector, order: int = 2) -> Evaluation:
    s = theta[1]
    n = statistics[0]
    value, t, zt, w, zw, zzw = sums
    score = np.array((t / s, (zt - n) / s))
    cross = -(zw + t) / s**2
    hessian = np.array(((-w / s**2, cross), (cross, (n - 2.0 * zt - zzw) / s**2)))
    return Evaluation(float(value - n * np.log(s)), score, hessian)


def exists(statistics: Vector) -> tuple[Finding, ...]:
    if statistics[3] > 0.0:
        return ()
    return (Finding("data-degenerate", "s", "x must not be constant", "s -> 0"),)


def candidates(statistics: Vector) -> tuple[Vector, ...]:
    spread = np.sqrt(statistics[3])
    return (statistics[2] + spread * np.array((0.0, -0.5, 0.5)), spread * np.array((0.5, 0.1, 0.25)))


def start(statistics: Vector, subsample: Sample | None = None) -> Vector:
    return np.array([choices[0] for choices in candidates(statistics)])


def complete(remaining: Vector, statistics: Vector, sums: Vector) -> Vector:
    return remaining


PROBLEM: Final = Problem(PARAMETERS, BOUNDS, exists, start, complete, assemble)


def maximise(
    statistics: Vector,
    total: Callable[[Vector, int], Vector],
    *,
    start: ArrayLike | None = None,
    settings: Settings = DEFAULT_SETTINGS,
) -> Fit:
    return maximise_iterative(
        PROBLEM, statistics, total, candidates=candidates, start=start, settings=settings
    )


def fit(
    x: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    start: ArrayLike | None = None,
    settings: Settings = DEFAULT_SETTINGS,
) -> Fit:
    sample = check(x, weights=weights)
    return maximise(statistics(sample), add_blocks(sums, sample), start=start, settings=settings)
