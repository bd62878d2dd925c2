"""Weibull: the scale is closed given the shape."""

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
    Profile,
    Sample,
    Settings,
    Statistic,
    Vector,
    add_blocks,
    drop_weightless,
    maximise_profile,
    merge_covariance,
    merge_mean,
    read_sample,
    require,
    sample_size,
    weighted_covariance,
    weighted_mean,
    weighted_sum,
)

NAME: Final = "weibull"
COLUMNS: Final = (Column("x", role="data", support="> 0"),)
PARAMETERS: Final = ("shape", "scale")
BOUNDS: Final = ((0.0, np.inf), (0.0, np.inf))
REMAINING: Final = ("shape",)
STATISTICS: Final = (
    Statistic("n", "1", "sum"),
    Statistic("rows", "1", "count"),
    Statistic("mean_log_x", "log(x)", "mean"),
    Statistic("variance_log_x", "log(x)", "variance"),
)


def check(x: ArrayLike, *, weights: ArrayLike | None = None) -> Sample:
    sample = read_sample(COLUMNS, (x,), weights)
    (column,) = sample.columns
    require(sample, COLUMNS[0], column, column > 0.0)
    return drop_weightless(sample)


def statistics(sample: Sample) -> Vector:
    (x,), weights = sample.columns, sample.weights
    n = sample_size(sample)
    log_x = np.log(x)
    mean_log_x = weighted_mean(log_x, weights, n)
    d_log_x = log_x - mean_log_x
    return np.array((n, sample.rows, mean_log_x, weighted_covariance(d_log_x, d_log_x, weights, n)))


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
    shape = theta[0]
    log_x = np.log(x)
    power = np.exp(shape * log_x)
    first = power * log_x
    return np.array(
        (
            weighted_sum(power, weights),
            weighted_sum(first, weights),
            weighted_sum(first * log_x, weights),
        )
    )


def assemble(theta: Vector, statistics: Vector, sums: Vector, order: int = 2) -> Evaluation:
    shape, scale = theta
    n, _, mean_log_x, _ = statistics
    log_scale = np.log(scale)
    s0, s1, s2 = sums * np.exp(-shape * log_scale)
    t1, t2 = s1 - s0 * log_scale, s2 - 2.0 * s1 * log_scale + s0 * log_scale**2
    value = n * (np.log(shape) - log_scale + (shape - 1.0) * (mean_log_x - log_scale)) - s0
    score = np.array((n / shape + n * (mean_log_x - log_scale) - t1, shape * (s0 - n) / scale))
    cross = (s0 - n + shape * t1) / scale
    hessian = np.array(
        ((-n / shape**2 - t2, cross), (cross, (n * shape - shape * (shape + 1.0) * s0) / scale**2))
    )
    return Evaluation(float(value), score, hessian)


def exists(statistics: Vector) -> tuple[Finding, ...]:
    if statistics[3] > 0.0:
        return ()
    return (Finding("unbounded-likelihood", "shape", "x must not be constant", "shape -> oo"),)


def start(statistics: Vector, subsample: Sample | None = None) -> Vector:
    shape = 1.2825498301618641 / np.sqrt(statistics[3])
    return np.array((shape, np.exp(statistics[2] + 0.5772156649015329 / shape)))


def complete(remaining: Vector, statistics: Vector, sums: Vector) -> Vector:
    (shape,) = remaining
    return np.array((shape, (sums[0] / statistics[0]) ** (1.0 / shape)))


def profile(remaining: Vector, statistics: Vector, sums: Vector) -> tuple[float, float]:
    (shape,) = remaining
    s0, s1, s2 = sums
    first = s1 / s0
    return (
        float(1.0 / shape + statistics[2] - first),
        float(-1.0 / shape**2 - (s2 / s0 - first * first)),
    )


def bracket(statistics: Vector) -> tuple[float, float]:
    return (0.0, np.inf)


PROBLEM: Final = Problem(PARAMETERS, BOUNDS, exists, start, complete, assemble)
PROFILE: Final = Profile(0, profile, bracket)


def maximise(
    statistics: Vector,
    total: Callable[[Vector, int], Vector],
    *,
    start: ArrayLike | None = None,
    settings: Settings = DEFAULT_SETTINGS,
) -> Fit:
    return maximise_profile(PROBLEM, PROFILE, statistics, total, start=start, settings=settings)


def fit(
    x: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    start: ArrayLike | None = None,
    settings: Settings = DEFAULT_SETTINGS,
) -> Fit:
    sample = check(x, weights=weights)
    return maximise(statistics(sample), add_blocks(sums, sample), start=start, settings=settings)
