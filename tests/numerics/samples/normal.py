"""Normal in mean and variance: closed."""

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

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
    maximise_closed,
    merge_covariance,
    merge_mean,
    read_sample,
    sample_size,
    weighted_covariance,
    weighted_mean,
)

NAME: Final = "normal"
COLUMNS: Final = (Column("x", role="data", support="real"),)
PARAMETERS: Final = ("mu", "v")
BOUNDS: Final = ((-np.inf, np.inf), (0.0, np.inf))
REMAINING: Final = ()
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
    return np.empty(0)


def assemble(theta: Vector, statistics: Vector, sums: Vector, order: int = 2) -> Evaluation:
    mu, v = theta
    n, _, mean_x, variance_x = statistics
    d = mean_x - mu
    square = variance_x + d * d
    value = -0.5 * n * (np.log(2.0 * np.pi * v) + square / v)
    score = np.array((n * d / v, 0.5 * n * (square - v) / v**2))
    cross = -n * d / v**2
    hessian = np.array(((-n / v, cross), (cross, 0.5 * n * (v - 2.0 * square) / v**3)))
    return Evaluation(float(value), score, hessian)


def exists(statistics: Vector) -> tuple[Finding, ...]:
    if statistics[3] > 0.0:
        return ()
    return (Finding("data-degenerate", "v", "x must not be constant", "v -> 0"),)


def start(statistics: Vector, subsample: Sample | None = None) -> Vector:
    return statistics[2:4].copy()


def complete(remaining: Vector, statistics: Vector, sums: Vector) -> Vector:
    return statistics[2:4].copy()


PROBLEM: Final = Problem(PARAMETERS, BOUNDS, exists, start, complete, assemble)


def maximise(
    statistics: Vector,
    total: Callable[[Vector, int], Vector],
    *,
    start: ArrayLike | None = None,
    settings: Settings = DEFAULT_SETTINGS,
) -> Fit:
    return maximise_closed(PROBLEM, statistics, total)


def fit(
    x: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    start: ArrayLike | None = None,
    settings: Settings = DEFAULT_SETTINGS,
) -> Fit:
    sample = check(x, weights=weights)
    return maximise(statistics(sample), add_blocks(sums, sample), start=start, settings=settings)
