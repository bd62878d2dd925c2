"""Gamma in shape and scale: the scale is closed, the shape solves log k - digamma(k) = gap."""

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
    Profile,
    Sample,
    Settings,
    Statistic,
    Vector,
    add_blocks,
    drop_weightless,
    log_gamma_excess,
    log_gap,
    log_minus_digamma,
    maximise_profile,
    merge_log_gap,
    merge_mean,
    read_sample,
    require,
    sample_size,
    trigamma_minus_reciprocal,
    weighted_mean,
)

NAME: Final = "gamma"
COLUMNS: Final = (Column("x", role="data", support="> 0"),)
PARAMETERS: Final = ("shape", "scale")
BOUNDS: Final = ((0.0, np.inf), (0.0, np.inf))
REMAINING: Final = ("shape",)
STATISTICS: Final = (
    Statistic("n", "1", "sum"),
    Statistic("rows", "1", "count"),
    Statistic("mean_x", "x", "mean"),
    Statistic("log_gap_x", "x", "gap"),
)


def check(x: ArrayLike, *, weights: ArrayLike | None = None) -> Sample:
    sample = read_sample(COLUMNS, (x,), weights)
    (column,) = sample.columns
    require(sample, COLUMNS[0], column, column > 0.0)
    return drop_weightless(sample)


def statistics(sample: Sample) -> Vector:
    (x,), weights = sample.columns, sample.weights
    n = sample_size(sample)
    mean_x = weighted_mean(x, weights, n)
    return np.array((n, sample.rows, mean_x, log_gap(x, mean_x, weights, n)))


def merge(left: Vector, right: Vector) -> Vector:
    share = right[0] / (left[0] + right[0])
    return np.array(
        (
            left[0] + right[0],
            left[1] + right[1],
            merge_mean(share, left[2], right[2]),
            merge_log_gap(share, (left[3], right[3]), (left[2], right[2])),
        )
    )


def sums(theta: Vector, sample: Sample, order: int = 2) -> Vector:
    return np.empty(0)


def assemble(theta: Vector, statistics: Vector, sums: Vector, order: int = 2) -> Evaluation:
    shape, scale = theta
    n, _, mean_x, gap = statistics
    ratio = mean_x / scale
    log_ratio = np.log(ratio / shape)
    spread = shape * log_ratio - (ratio - shape)
    value = n * (spread - (shape - 1.0) * gap - np.log(mean_x) - float(log_gamma_excess(shape)))
    score = np.array((n * (float(log_minus_digamma(shape)) - gap + log_ratio), n * (ratio - shape) / scale))
    trigamma = float(special.polygamma(1, shape))
    hessian = n * np.array(((-trigamma, -1.0 / scale), (-1.0 / scale, (shape - 2.0 * ratio) / scale**2)))
    return Evaluation(float(value), score, hessian)


def exists(statistics: Vector) -> tuple[Finding, ...]:
    if statistics[3] > 0.0:
        return ()
    return (Finding("unbounded-likelihood", "shape", "x must not be constant", "shape -> oo"),)


def start(statistics: Vector, subsample: Sample | None = None) -> Vector:
    shape = 0.75 / statistics[3]
    return np.array((shape, statistics[2] / shape))


def complete(remaining: Vector, statistics: Vector, sums: Vector) -> Vector:
    (shape,) = remaining
    return np.array((shape, statistics[2] / shape))


def profile(remaining: Vector, statistics: Vector, sums: Vector) -> tuple[float, float]:
    (shape,) = remaining
    return float(log_minus_digamma(shape) - statistics[3]), -float(trigamma_minus_reciprocal(shape))


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
