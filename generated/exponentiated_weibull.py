"""Maximum likelihood for the model exponentiated_weibull.

Maximum likelihood: Exponentiated Weibull distribution
======================================================

1. The density of one observation

     f(x | a, k, s) = (a k (1 - exp(-(x/s)^k))^(a - 1)/s) (x/s)^(k - 1) exp(-(x/s)^k)

   - x: observed, > 0
   - a: parameter, > 0
   - k: parameter, > 0
   - s: parameter, > 0

2. The likelihood

   The observations are independent, so their densities multiply:

     L(a, k, s) = ∏ f(x_i | a, k, s)

3. The log-likelihood

   The logarithm rises strictly, so it has its maximum in the same place; it turns the
   product into a sum:

     ℓ(a, k, s) = Σ log f(x_i | a, k, s)
                = Σ [log(a k/s) + (a - 1) log(1 - exp(-(x_i/s)^k))
                  + (k - 1) (log x_i - log s) - (x_i/s)^k]
                = n log(a k/s) + (a - 1) Σ log(1 - exp(-(x_i/s)^k))
                  + (k - 1) Σ (log x_i - log s) - Σ (x_i/s)^k

4. What must be summed anew for each value of the parameters

   - Σ log(1 - exp(-(x_i/s)^k))
   - Σ x_i^k

5. The likelihood equations, solved together

     ∂ℓ/∂a = n/a + Σ log(1 - exp(-(x_i/s)^k)) = 0

     ∂ℓ/∂k = n/k - n log s + Σ log x_i
             + (a - 1) Σ (x_i/s)^k exp(-(x_i/s)^k) log(x_i/s)/(1 - exp(-(x_i/s)^k))
             - Σ (x_i/s)^k log(x_i/s) = 0

     ∂ℓ/∂s = -n/s - n (k - 1)/s + (k/s) Σ (x_i/s)^k
             - (k (a - 1)/s) Σ (x_i/s)^k exp(-(x_i/s)^k)/(1 - exp(-(x_i/s)^k)) = 0

   No closed form was found for any of them; a safeguarded Newton iteration with the
   exact Hessian solves them.

6. Is it the maximum?

   That a stationary point is the global maximum is not proved.

   No closed form was found for a, k, s together, and no proof that a stationary point
   is the only one.

7. When does it exist?

   For which data it exists is not known; the solver says what it finds.

8. What it assumes

   - independent observations: assumed; the likelihood is a product over the rows
   - identically distributed: assumed; one density for every row
   - correct model: assumed; the data come from the declared density
   - the density has mass one: assumed; checked at 3 points
   - support free of parameters: proved; no end of a support holds a parameter
   - identifiable: assumed; no direction was found in which the likelihood is flat
   - interior: proved; every domain is open
   - differentiable under the integral: assumed; not checked
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray


class Column(NamedTuple):
    """One argument of the model; its role is data, covariate, constant, design or offset."""

    name: str
    role: str
    support: str


class Statistic(NamedTuple):
    """One number computed from the data alone, free of parameters."""

    name: str
    expression: str
    kind: str


class Settings(NamedTuple):
    """How far to go: the tolerance is in standard errors of the estimate."""

    tolerance: float = 1e-10
    iterations: int = 200
    method: str = "auto"


DEFAULT_SETTINGS: Final = Settings()

# ── identity ─────────────────────────────────────────────────────────────────

INTERFACE: Final = 1
NAME: Final = "exponentiated_weibull"
KIND: Final = "iterative"
COLUMNS: Final = (Column("x", role="data", support="> 0"),)
PREDICTORS: Final = ()
PARAMETERS: Final = ("a", "k", "s")
DOMAINS: Final = ("> 0", "> 0", "> 0")
COORDINATES: Final = ("log", "log", "log")
REMAINING: Final = ("a", "k", "s")
SUM_PARAMETERS: Final = ("k", "s")
STATISTICS: Final = (
    Statistic("n", "1", "sum"),
    Statistic("rows", "1", "count"),
    Statistic("mean_log_x", "log(x)", "mean"),
    Statistic("mean_x", "x", "mean"),
    Statistic("variance_x", "x", "variance"),
)
SUMS: Final = ("s0", "s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10", "s11", "s12")
MERGEABLE: Final = True
REGULAR: Final = True
BOUNDS: Final = ((0.0, np.inf), (0.0, np.inf), (0.0, np.inf))
CLOSED: Final = ((False, False), (False, False), (False, False))
SOURCE: Final = {
    "symmle": "0.1.0",
    "sympy": "1.14.0",
    "declaration": "a6f26a64503ead350d83cf284e5163a2fc551f219c83b377c2698b8a5924f372",
}

# ── data ─────────────────────────────────────────────────────────────────────


def check(x: ArrayLike, *, weights: ArrayLike | None = None) -> Sample:
    """Read the columns, refuse what lies outside its support, and drop the rows of weight zero."""
    sample = read_sample(COLUMNS, (x,), weights)
    x = sample.columns[0]
    require(sample, COLUMNS[0], x, x > 0.0)
    return drop_weightless(sample)


def compress(sample: Sample) -> Sample:
    """Count equal rows where the data are discrete; other samples are returned as they are."""
    return sample


def names(sample: Sample) -> tuple[str, ...]:
    """Return what the entries of theta are called."""
    return PARAMETERS


# ── the pass over the data, free of parameters ───────────────────────────────


@np.errstate(all="ignore")
def statistics(sample: Sample) -> Vector:
    """Compute STATISTICS, block by block."""
    return functools.reduce(merge, map(block_statistics, blocks(sample)))


def block_statistics(sample: Sample) -> Vector:
    """Compute STATISTICS of one block of rows."""
    w = sample.weights
    n = sample_size(sample)
    x = sample.columns[0]
    mean_log_x = weighted_mean(np.log(x), w, n)
    mean_x = weighted_mean(x, w, n)
    d0 = x - mean_x
    variance_x = weighted_covariance(d0, d0, w, n)
    values = [n, sample.rows, mean_log_x, mean_x, variance_x]
    return np.array(values, dtype=np.float64)


def merge(left: Vector, right: Vector) -> Vector:
    """Return the statistics of two blocks together."""
    merged = left + right
    share = right[0] / merged[0]
    merged[2] = merge_mean(share, left[2], right[2])
    merged[3] = merge_mean(share, left[3], right[3])
    merged[4] = merge_covariance(share, left[4], right[4], (right[3] - left[3]) * (right[3] - left[3]))
    return merged


# ── the log-likelihood ───────────────────────────────────────────────────────


@np.errstate(all="ignore")
def sums(theta: Vector, sample: Sample, order: int = 2) -> Vector:
    """Compute the sums that hold parameters: for the value (0), the score (1), the Hessian (2)."""
    w = sample.weights
    k = theta[1]
    s = theta[2]
    x = sample.columns[0]
    r0 = x / s
    r1 = r0**k
    totals = [weighted_sum(r1, w), weighted_sum(log1mexp(-r1), w)]
    if order > 0:
        r2 = np.log(r0)
        r3 = r1 * r2
        r4 = np.expm1(-r1)
        r5 = np.exp(-r1) / r4
        totals.append(weighted_sum(-r3 * r5, w))
        totals.append(weighted_sum(r3, w))
        totals.append(weighted_sum(-r1 * r5, w))
    if order > 1:
        r6 = r0 ** (2.0 * k)
        r7 = r5 * r6
        r8 = r6 * np.exp(-2.0 * r1) / (r4 * r4)
        r9 = r1 * (r2 * r2)
        totals.append(weighted_sum(-r2 * r2 * r7, w))
        totals.append(weighted_sum(r2 * r2 * r8, w))
        totals.append(weighted_sum(-r5 * r9, w))
        totals.append(weighted_sum(r9, w))
        totals.append(weighted_sum(-r2 * r7, w))
        totals.append(weighted_sum(r2 * r8, w))
        totals.append(weighted_sum(-r7, w))
        totals.append(weighted_sum(r8, w))
    return np.array(totals, dtype=np.float64)


@np.errstate(all="ignore")
def assemble(theta: Vector, statistics: Vector, sums: Vector, order: int = 2) -> Evaluation:
    """Put value, score and Hessian together; what is beyond the order is NaN."""
    a = theta[0]
    k = theta[1]
    s = theta[2]
    n = statistics[0]
    mean_log_x = statistics[2]
    s0 = sums[0]
    s1 = sums[1]
    t0 = mean_log_x * n
    t1 = n * np.log(s)
    value = a * s1 + k * t0 - k * t1 + n * np.log(a) + n * np.log(k) - s0 - s1 - t0
    slope, curvature = np.full(3, np.nan), np.full((3, 3), np.nan)
    if order > 0:
        s2 = sums[2]
        s3 = sums[3]
        s4 = sums[4]
        t2 = n / s
        t3 = s4 / s
        t4 = k * t3
        d_a = s1 + n / a
        d_k = a * s2 - s2 - s3 + t0 - t1 + n / k
        d_s = k * s0 / s + t4 - a * t4 - k * t2
        scores = [d_a, d_k, d_s]
        slope = np.array(scores, dtype=np.float64)
    if order > 1:
        s5 = sums[5]
        s6 = sums[6]
        s7 = sums[7]
        s8 = sums[8]
        s9 = sums[9]
        s10 = sums[10]
        s11 = sums[11]
        s12 = sums[12]
        t5 = s5 + s6 - s7
        t6 = k / s
        t7 = s2 * t6
        t8 = s10 * t6
        t9 = s9 * t6
        t10 = 1.0 / (s * s)
        t11 = k * t10
        t12 = s11 * t6 + s12 * t6 - t4
        t13 = a * k * s4 * t10 - a * t12 * t6 - k * k * s0 * t10 + k * n * t10
        d_a_a = -n / (a * a)
        d_a_k = s2
        d_a_s = -t4
        d_k_k = t5 - a * t5 - s8 - n / (k * k)
        d_k_s = a * (t8 + t9 - t3 - t7) + s3 * t6 - t2 + t3 + t7 - t8 - t9 + s0 / s
        d_s_s = k * t12 / s - s0 * t11 - s4 * t11 + t13
        entries = [[d_a_a, d_a_k, d_a_s], [d_a_k, d_k_k, d_k_s], [d_a_s, d_k_s, d_s_s]]
        curvature = np.array(entries, dtype=np.float64)
    return Evaluation(float(value), slope, curvature)


# ── the maximum ──────────────────────────────────────────────────────────────


@np.errstate(all="ignore")
def exists(statistics: Vector) -> tuple[Finding, ...]:
    """Return why there is no maximum, as far as the statistics tell; nothing where there is one."""
    return ()


@np.errstate(all="ignore")
def complete(remaining: Vector, statistics: Vector, sums: Vector) -> Vector:
    """Return all of theta from what was left to solve."""
    a = remaining[0]
    k = remaining[1]
    s = remaining[2]
    values = [a, k, s]
    return np.array(values, dtype=np.float64)


@np.errstate(all="ignore")
def candidates(statistics: Vector) -> tuple[Vector, ...]:
    """Return some values for each parameter, at which a search may begin."""
    mean_x = statistics[3]
    variance_x = statistics[4]
    t0 = np.where(variance_x > 0.0, np.sqrt(variance_x), 1.0)
    t1 = np.abs(mean_x)
    t2 = np.where(t1 > 0.0, t1, 1.0)
    t3 = np.where(t1 > 0.0, 1.0 / t1, 1.0)
    guess0 = [t0, t2, t3, 1.0, 8.0, 0.125]
    guess1 = [t0, t2, t3, 1.0, 8.0, 0.125]
    guess2 = [t0, t2, t3, 1.0, 8.0, 0.125]
    guesses = [
        np.array(guess0, dtype=np.float64),
        np.array(guess1, dtype=np.float64),
        np.array(guess2, dtype=np.float64),
    ]
    return tuple(guesses)


def start(statistics: Vector, subsample: Sample | None = None) -> Vector:
    """Return where the search begins: the best of the candidates on a subsample, else the first of each."""
    choices = candidates(statistics)
    if subsample is None:
        return np.array([values[0] for values in choices])
    known, total = block_statistics(subsample), add_blocks(sums, subsample)
    return choose_start(choices, lambda theta: assemble(theta, known, total(theta, 0), 0).value)


def problem() -> Problem:
    """Return what the driver needs to know."""
    return Problem(PARAMETERS, BOUNDS, exists, start, complete, assemble, REGULAR, CLOSED)


def maximise(
    statistics: Vector,
    total: Callable[[Vector, int], Vector],
    *,
    start: ArrayLike | None = None,
    settings: Settings = DEFAULT_SETTINGS,
) -> Fit:
    """Climb from the start given, or from the best candidate, and check that it is a maximum."""
    return maximise_iterative(
        problem(), statistics, total, candidates=candidates, start=start, settings=settings
    )


# ── what people call ─────────────────────────────────────────────────────────


def fit(
    x: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    start: ArrayLike | None = None,
    settings: Settings = DEFAULT_SETTINGS,
) -> Fit:
    """Fit the model: the maximum likelihood estimate and its covariance."""
    sample = check(x, weights=weights)
    total = add_blocks(sums, sample)
    return maximise(statistics(sample), total, start=start, settings=settings)


def evaluate(theta: ArrayLike, sample: Sample, order: int) -> Evaluation:
    """Evaluate the log-likelihood of a checked sample."""
    point = np.asarray(theta, dtype=np.float64)
    return assemble(point, statistics(sample), add_blocks(sums, sample)(point, order), order)


def log_likelihood(theta: ArrayLike, x: ArrayLike, *, weights: ArrayLike | None = None) -> float:
    """Compute the log-likelihood at theta."""
    return evaluate(theta, check(x, weights=weights), 0).value


def score(theta: ArrayLike, x: ArrayLike, *, weights: ArrayLike | None = None) -> Vector:
    """Compute the gradient of the log-likelihood at theta."""
    return evaluate(theta, check(x, weights=weights), 1).score


def hessian(theta: ArrayLike, x: ArrayLike, *, weights: ArrayLike | None = None) -> Matrix:
    """Compute the second derivatives of the log-likelihood at theta."""
    return evaluate(theta, check(x, weights=weights), 2).hessian


@np.errstate(all="ignore")
def log_density(theta: ArrayLike, x: ArrayLike) -> Vector:
    """Compute the log density of each row."""
    sample = check(x)
    theta = np.asarray(theta, dtype=np.float64)
    a = theta[0]
    k = theta[1]
    s = theta[2]
    x = sample.columns[0]
    t0 = -np.log(s)
    t1 = t0 + np.log(a) + np.log(k)
    r0 = -((x / s) ** k)
    r1 = r0 + t1
    result: Vector = r1 + (a - 1.0) * log1mexp(r0) + (k - 1.0) * (t0 + np.log(x))
    return result


@np.errstate(all="ignore")
def row_scores(theta: ArrayLike, x: ArrayLike) -> Matrix:
    """Compute the gradient of each row's log density."""
    sample = check(x)
    theta = np.asarray(theta, dtype=np.float64)
    a = theta[0]
    k = theta[1]
    s = theta[2]
    x = sample.columns[0]
    t0 = a - 1.0
    t1 = k / s
    t2 = -t0
    t3 = 1.0 / k - np.log(s)
    t4 = t0 * t1
    t5 = -(k - 1.0) / s - 1.0 / s
    r0 = x / s
    r1 = r0**k
    r2 = r1 * np.log(r0)
    r3 = np.exp(-r1) / np.expm1(-r1)
    result = np.empty((sample.rows, 3))
    result[:, 0] = log1mexp(-r1) + 1.0 / a
    result[:, 1] = r2 * r3 * t2 - r2 + t3 + np.log(x)
    result[:, 2] = r1 * r3 * t4 + r1 * t1 + t5
    return result


# ── what it runs on: symmle's own text, copied word for word ─────────────────

Array = NDArray[np.float64]
Vector = NDArray[np.float64]  # shape (k,)
Matrix = NDArray[np.float64]  # shape (k, l)


class Sample(NamedTuple):
    """Checked data: read-only columns (constants are 0-d), positive weights or none."""

    columns: tuple[Array, ...]
    weights: Vector | None
    rows: int


class Evaluation(NamedTuple):
    """The log-likelihood, its gradient (p,) and its Hessian (p, p) at one point."""

    value: float
    score: Vector
    hessian: Matrix


class Ending(NamedTuple):
    """How a search ended: where, with which status, and the log-likelihood on the way there."""

    theta: Vector
    evaluation: Evaluation
    status: str
    culprit: int  # the parameter that moved most in the last step, and which way
    side: int
    trace: tuple[float, ...]


class Finding(NamedTuple):
    """Something that the reader of an estimate must know."""

    category: str
    parameter: str
    message: str
    limit: str


class Fit(NamedTuple):
    """The maximiser, on the user's scale, and how it was reached."""

    theta: Vector
    covariance: Matrix | None
    log_likelihood: float
    n: float
    status: str
    iterations: int
    trace: Vector
    warnings: tuple[Finding, ...]


class DataError(ValueError):
    """The data cannot be what the model describes."""

    def __init__(self, category: str, column: str, message: str) -> None:
        super().__init__(category, column, message)
        self.category, self.column, self.message = category, column, message

    def __str__(self) -> str:
        return self.message


class NoMaximumError(ValueError):
    """The likelihood has no maximum in the domain of the parameters."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(findings)
        self.findings = findings

    def __str__(self) -> str:
        return "; ".join(finding.message for finding in self.findings)


class ConvergenceError(RuntimeError):
    """The search ended before a maximum was found; `fit` holds the best point so far."""

    def __init__(self, fit: Fit) -> None:
        super().__init__(fit)
        self.fit = fit

    def __str__(self) -> str:
        return f"{self.fit.status}: " + "; ".join(finding.message for finding in self.fit.warnings)


def read_numbers(name: str, values: ArrayLike | None, dimension: int = 1) -> Array:
    """A read-only view as contiguous float64: nothing is copied that has this form already."""
    if isinstance(values, np.ma.MaskedArray):
        values = np.ma.filled(values.astype(np.float64), np.nan)
    try:
        raw = np.asarray(values)
        numbers = raw.astype(np.float64, order="C", copy=False).view() if raw.dtype.kind in "biufO" else None
    except (TypeError, ValueError, OverflowError):
        numbers = None
    if numbers is None or numbers.ndim != dimension:
        wanted = ("a single real number", "one real number for each row", "a matrix with a line for each row")
        raise DataError("data-out-of-support", name, f"{name} must be {wanted[dimension]}")
    if raw.dtype.kind != "f" and np.any(np.abs(numbers) >= 2.0**53):
        message = (
            f"{name} holds integers of 2**53 or more, which double precision cannot tell apart: rescale it"
        )
        raise DataError("data-out-of-support", name, message)
    numbers.flags.writeable = False
    return numbers


def read_weights(weights: ArrayLike | None, rows: int) -> Vector | None:
    """Weights, one for each row, none negative, not all zero."""
    if weights is None:
        return None
    try:
        numbers = read_numbers("weights", weights)
    except DataError as error:
        raise DataError("weights-invalid", "weights", error.message) from None
    bad = np.flatnonzero(~((numbers >= 0.0) & np.isfinite(numbers)))
    told = f"row {bad[0]} has {numbers[bad[0]]:g}" if bad.size else "they are all zero"
    if numbers.size != rows:
        told = f"there are {numbers.size} for {rows} rows"
    elif numbers.any() and not bad.size:
        return numbers
    raise DataError("weights-invalid", "weights", f"weights must be finite, >= 0, one for each row: {told}")


def require(sample: Sample, column: Column, values: Array, inside: NDArray[np.bool_]) -> None:
    """Refuse the first row of positive weight that lies outside the support; rows count from 0."""
    if not np.all(inside):
        outside = ~np.all(inside, axis=1) if inside.ndim == 2 else np.atleast_1d(~inside)
        rows = np.flatnonzero(outside if sample.weights is None else outside & (sample.weights > 0.0))
        if rows.size:
            category = "data-nonfinite" if column.support == "finite" else "data-out-of-support"
            told = f"row {rows[0]} has {values[rows[0]]}" if values.ndim else f"it is {values}"
            raise DataError(category, column.name, f"{column.name} must be {column.support}: {told}")


def read_sample(
    columns: tuple[Column, ...], values: tuple[ArrayLike | None, ...], weights: ArrayLike | None
) -> Sample:
    """The sample as given: columns of one length, finite wherever the weight is positive."""
    dimension = {"constant": 0, "design": 2}
    absent = np.zeros(())  # an offset that was not given
    arrays = tuple(
        absent
        if value is None and column.role == "offset"
        else read_numbers(column.name, value, dimension.get(column.role, 1))
        for column, value in zip(columns, values, strict=True)
    )
    rows = next(len(array) for array in arrays if array.ndim)
    for column, array in zip(columns, arrays, strict=True):
        if array.ndim and len(array) != rows:
            message = f"{column.name} has {len(array)} rows where {columns[0].name} has {rows}"
            raise DataError("missing-column", column.name, message)
    if rows == 0:
        raise DataError("data-empty", columns[0].name, f"{columns[0].name} is empty: there is nothing to fit")
    sample = Sample(arrays, read_weights(weights, rows), rows)
    for column, array in zip(columns, arrays, strict=True):
        require(sample, column._replace(support="finite"), array, np.isfinite(array))
    return sample


def drop_weightless(sample: Sample) -> Sample:
    """The rows of positive weight: a weight of zero is deletion, not a very small weight."""
    weights = sample.weights
    if weights is None or np.all(weights):
        return sample
    kept = weights > 0.0
    columns = tuple(column[kept] if column.ndim else column for column in sample.columns)
    return Sample(columns, weights[kept], int(np.count_nonzero(kept)))


def blocks(sample: Sample, size: int = 65536) -> Iterator[Sample]:
    """The sample in blocks of rows that fit a processor's cache; slices, so nothing is copied."""
    length = max(len(column) for column in sample.columns if column.ndim)
    if length <= size:
        yield sample
        return
    for first in range(0, length, size):
        part = slice(first, min(first + size, length))
        columns = tuple(column[part] if column.ndim else column for column in sample.columns)
        weights = None if sample.weights is None else sample.weights[part]
        yield Sample(columns, weights, part.stop - first)


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


def merge_mean(share: float, left: float, right: float) -> float:
    """The mean of two blocks; `share` is the right block's share of the weight."""
    return left + share * (right - left)


def merge_covariance(share: float, left: float, right: float, apart: float) -> float:
    """Chan's formula; `apart` is the product of the differences of the two columns' means."""
    return left + share * (right - left) + share * (1.0 - share) * apart


def add_blocks(
    sums: Callable[[Vector, Sample, int], Vector], sample: Sample
) -> Callable[[Vector, int], Vector]:
    """The sums over the whole sample as a function of theta and order, block by block."""

    def whole(theta: Vector, order: int) -> Vector:
        parts = [sums(theta, block, order) for block in blocks(sample)]
        return np.add.reduce(parts) if len(parts) > 1 else parts[0]

    return whole


def log1mexp(x: Array | float) -> Array:
    """log(1 - e^x) for x < 0, by whichever of expm1 and log1p does not cancel."""
    near = np.log(-np.expm1(np.maximum(x, -1.0)))
    return np.where(np.less(x, -0.7), np.log1p(-np.exp(np.minimum(x, -0.5))), near)


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


def pace(t: float, interval: tuple[float, float]) -> float:
    """How far t moves for one unit of its coordinate: the log distance to a finite end, or logit."""
    up, down = t - interval[0], interval[1] - t
    if math.isinf(up) and math.isinf(down):
        return 1.0 + abs(t)
    return 1.0 / (1.0 / up + 1.0 / down)


def moved(t: float, step: float, interval: tuple[float, float]) -> float:
    """The point `step` units of the coordinate away from t, strictly inside, to full relative precision."""
    (low, high), grown = interval, math.exp(max(-200.0, min(200.0, step)))
    if math.isinf(low) and math.isinf(high):
        point = t + step * (1.0 + abs(t))
    elif math.isinf(high):
        point = low + (t - low) * grown
    elif math.isinf(low):
        point = high - (high - t) / grown
    else:
        point = low + (high - low) / (1.0 + (high - t) / (t - low) / grown)
    point = max(math.nextafter(low + 1e-300, math.inf), -1e300, point)
    return min(math.nextafter(high - 1e-300, -math.inf), 1e300, point)


def is_far(t: float, start: float, interval: tuple[float, float]) -> bool:
    """Whether a search went so far, in the coordinate, that what it found may be noise."""
    return abs(math.log(pace(t, interval) / pace(start, interval))) > 15.0


def falls_beside(t: float, interval: tuple[float, float], height: Callable[[float], float]) -> bool:
    """Whether a function falls steadily, and by more than rounding, on both sides of t."""
    heights = [height(moved(t, step, interval)) for step in (-4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0)]
    rounding = 64.0 * math.ulp(1.0) * max(1.0, abs(heights[3]))
    rises = [heights[k + 1] - heights[k] for k in range(6)]
    return min(rises[:3]) > rounding and max(rises[3:]) < -rounding


class Place(NamedTuple):
    """A point in the coordinates and its theta, with the evaluation at theta and that in the coordinates."""

    u: Vector
    theta: Vector
    seen: Evaluation
    local: Evaluation


def modified_step(score: Vector, hessian: Matrix) -> tuple[Vector, float]:
    """An ascent step and its slope: Newton's where -H is positive definite, else with |eigenvalues| of -H."""
    scale = np.sqrt(np.abs(np.diag(hessian)))
    scale = np.where(scale > 0.0, scale, np.maximum(np.abs(score), 1e-30))
    curvature, axes = np.linalg.eigh(-hessian / np.outer(scale, scale))
    slope = axes.T @ (score / scale)
    saddle = (curvature < -1e-8) & (np.abs(slope) < 1e-3)  # leave a saddle, where the slope says nothing
    slope = np.where(saddle, np.copysign(1e-3, slope), slope)
    along = slope / np.maximum(np.abs(curvature), 1e-13)
    return axes @ along / scale, float(slope @ along)


def climb(
    look: Callable[[Vector], Place], place: Place, step: Vector, gain: tuple[float, float]
) -> Place | None:
    """The first point along the step, halving it, that lies high enough; `gain` is expected and rounding."""
    expected, rounding = gain
    reach = 1.0
    while reach > 1e-12:
        trial = look(place.u + reach * step)
        finite = all(np.all(np.isfinite(part)) for part in trial.local)
        if finite and trial.seen.value >= place.seen.value + 1e-4 * reach * expected - rounding:
            return trial
        reach *= 0.5 if finite else 0.25
    return None


def settled(lengths: tuple[float, float], drift: float, rounding: float, tolerance: float) -> str:
    """Whether a step of this length, in standard errors, ends the search: "" goes on."""
    length, previous = lengths
    slow = length > 0.5 * previous  # Newton's steps shrink faster than this near a maximum
    if length > tolerance and not (slow and length * length <= rounding):
        return ""
    return "converged" if drift <= 1e-4 else "infinite-parameter" if slow else ""


def stuck(length: float, drift: float) -> str:
    """What it means that no point along the step lies higher, as far as the values can be told apart."""
    if drift > 1e-2:
        return "infinite-parameter" if length < 1e-2 else "stalled"
    return "converged" if length < 1e-6 else "stalled"


def ascend(
    evaluate: Callable[[Vector], Evaluation], start: Vector, bounds: Matrix, settings: Settings, *, n: float
) -> Ending:
    """Climb from `start` until the Newton step is short against the standard errors.

    The log-likelihood never falls by more than its own rounding; points that are not finite are refused.
    """

    def look(u: Vector) -> Place:
        with np.errstate(all="ignore"):
            theta, first, second = constrain(u, bounds)
            seen = evaluate(theta)
            return Place(u, theta, seen, in_coordinates(seen, first, second))

    place, trace, status, culprit, side, previous = look(unconstrain(start, bounds)), [], "", 0, 0, np.inf
    closed_in = np.isfinite(bounds).any(axis=1)
    if not all(np.all(np.isfinite(part)) for part in place.local):
        status = "not-finite"
    try:
        while not status:
            trace.append(place.seen.value)
            step, gain = modified_step(place.local.score, place.local.hessian)
            rounding = 8.0 * np.finfo(np.float64).eps * max(1.0, n, abs(place.seen.value))
            drift = np.abs(step) / (1.0 + np.abs(place.u))
            culprit, length = int(np.argmax(drift)), float(np.sqrt(gain))
            side = int(np.sign(step[culprit]))
            status = settled((length, previous), float(drift[culprit]), rounding, settings.tolerance)
            if not status and np.any(np.abs(place.u[closed_in]) > 200.0):
                status = "infinite-parameter"
            elif not status and len(trace) > settings.iterations:
                status = "iteration-limit"
            if not status:
                far = float(np.max(np.abs(step) * closed_in)) / 8.0
                found = climb(look, place, step / max(1.0, far), (gain / max(1.0, far), rounding))
                status = "" if found else stuck(length, float(drift[culprit]))
                place, previous = found or place, length
    except KeyboardInterrupt as interruption:
        vars(interruption)["best"] = Ending(
            place.theta, place.seen, "interrupted", culprit, side, tuple(trace)
        )
        raise
    return Ending(place.theta, place.seen, status, culprit, side, tuple(trace))


def choose_start(candidates: tuple[Vector, ...], value: Callable[[Vector], float]) -> Vector:
    """The best of some values for each parameter, one parameter at a time until none gets better."""
    theta = np.array([choices[0] for choices in candidates], dtype=np.float64)
    if all(len(choices) == 1 for choices in candidates):
        return theta
    best, swept = value(theta), np.full(theta.shape, np.nan)
    while not np.array_equal(theta, swept):
        swept = theta
        for index, choices in enumerate(candidates):
            for choice in choices[choices != theta[index]]:
                trial = theta.copy()
                trial[index] = choice
                if (found := value(trial)) > best or (np.isnan(best) and not np.isnan(found)):
                    theta, best = trial, found
    return theta


class Problem(NamedTuple):
    """What a driver needs to know of a model: its parameters and the module's own functions."""

    parameters: tuple[str, ...]
    bounds: tuple[tuple[float, float], ...]
    exists: Callable[[Vector], tuple[Finding, ...]]
    start: Callable[[Vector], Vector]
    complete: Callable[[Vector, Vector, Vector], Vector]
    assemble: Callable[[Vector, Vector, Vector, int], Evaluation]
    regular: bool = True
    closed: tuple[tuple[bool, bool], ...] = ()  # the ends that belong to a domain; none by default

    def end(self, ending: Ending) -> float:
        """The closed end that a search ran off to; NaN where the parameter has none on that side."""
        position, side = ending.culprit - len(ending.theta), int(ending.side > 0)
        held = ending.status in {"infinite-parameter", "no-sign-change"} and self.closed
        return self.bounds[position][side] if held and self.closed[position][side] else np.nan


def refuse(statistics: Vector, exists: Callable[[Vector], tuple[Finding, ...]]) -> None:
    """Stop where the statistics are not numbers, or tell that there is no maximum."""
    if not np.all(np.isfinite(statistics)):
        told = "a sum over the data is not finite: a value on the edge of the support, or beyond doubles"
        raise DataError("data-nonfinite", "", told)
    if findings := exists(statistics):
        raise NoMaximumError(findings)


def read_start(start: ArrayLike, problem: Problem) -> Vector:
    """A starting point: one finite number for each parameter, strictly inside its domain."""
    theta = read_numbers("start", start)
    if theta.size >= len(problem.bounds):
        low, high = all_bounds(problem.bounds, theta.size).T
        if np.all((theta > low) & (theta < high)):
            return theta
    told = f"start must give {', '.join(problem.parameters)}, each inside its domain"
    raise DataError("start-invalid", "start", told)


def finding_of(status: str, parameter: str, end: float) -> Finding:
    """What a status means, and what to try."""
    category, told = {
        "flat": ("not-identifiable", "the likelihood does not change along some direction: fix a parameter"),
        "infinite-parameter": ("infinite-parameter", "the likelihood still rises as this parameter runs off"),
        "no-sign-change": ("infinite-parameter", "the likelihood equation has no root where it was sought"),
        "not-a-maximum": ("not-converged", "the point is stationary but no maximum: give another start"),
        "not-stationary": ("not-converged", "the score is not zero at the point: rescale the data"),
        "not-finite": ("not-converged", "the log-likelihood is not finite there: rescale, give a start"),
        "singular": ("not-identifiable", "the information is singular in double precision: no errors"),
        "interrupted": ("not-converged", "the search was interrupted"),
    }.get(status, ("not-converged", "the search ended early: give a start, or allow more iterations"))
    limit = f"{parameter} -> {end:g}" if category == "infinite-parameter" else ""
    category = "boundary" if limit and np.isfinite(end) else category
    return Finding(category, parameter, f"{parameter}: {told}" if parameter else told, limit)


def curvature(hessian: Matrix) -> tuple[Vector, float, Matrix | None]:
    """The scales sqrt|diag H|, the least eigenvalue of -H so scaled, and the inverse of -H if it has one."""
    scale = np.sqrt(np.abs(np.diag(hessian)))
    if not np.all(scale > 0.0):
        return scale, 0.0, None
    scaled = -hessian / np.outer(scale, scale)
    least = float(np.linalg.eigvalsh(scaled)[0])
    if least < 1e-14 * len(scale):
        return scale, least, None
    factor = np.linalg.solve(np.linalg.cholesky(scaled), np.diag(1.0 / scale))
    return scale, least, factor.T @ factor


def verdict(ending: Ending, bounds: Matrix, regular: bool) -> tuple[str, Matrix | None]:
    """The status at the point reached, and the covariance where the problem is regular there."""
    theta, (value, score, hessian), status, *_ = ending
    if status != "converged" or not np.isfinite(value):
        return (status if status != "converged" else "not-finite"), None
    if np.any(theta == bounds.T):
        return "boundary", None
    if not regular:
        return "converged", None
    if not (np.all(np.isfinite(score)) and np.all(np.isfinite(hessian))):
        return "not-finite", None
    scale, least, covariance = curvature(hessian)
    rounding = 64.0 * np.finfo(np.float64).eps * np.abs(theta) * scale
    if np.any(np.abs(score) > (1e-4 + rounding) * scale):
        return "not-stationary", None
    return (
        "not-a-maximum" if least < -1e-8 else "converged" if covariance is not None else "singular"
    ), covariance


def conclude(ending: Ending, n: float, problem: Problem, *, singular: str = "converged") -> Fit:
    """The fit where the point is a maximum as far as double precision shows; else an error that holds it."""
    size = ending.theta.size
    bounds = all_bounds(problem.bounds, size)
    status, covariance = verdict(ending, bounds, problem.regular)
    warnings: tuple[Finding, ...] = ()
    if status not in {"converged", "boundary"}:
        names = (*(f"beta[{index}]" for index in range(size - len(problem.parameters))), *problem.parameters)
        name = names[ending.culprit] if ending.culprit >= 0 else ""
        warnings = (finding_of(status, name, bounds[ending.culprit, int(ending.side > 0)]),)
    shown = singular if status == "singular" else status
    value, trace = float(ending.evaluation.value), np.array(ending.trace)
    passed = max(len(trace) - 1, 0)
    fit = Fit(ending.theta.copy(), covariance, value, float(n), shown, passed, trace, warnings)
    if shown in {"converged", "boundary", "interrupted"}:
        return fit
    raise ConvergenceError(fit)


def doubt(
    ending: Ending, k: int, start: float, bounds: Matrix, evaluate: Callable[[Vector, int], Evaluation]
) -> Ending:
    """The ending, unless a parameter lies far from its start and the likelihood does not fall beside it."""
    here, interval = ending.theta, (float(bounds[k, 0]), float(bounds[k, 1]))
    point = float(here[k])

    def height(t: float) -> float:
        return evaluate(np.where(np.arange(here.size) == k, t, here), 0).value

    if not is_far(point, start, interval) or falls_beside(point, interval, height):
        return ending
    side = 1 if pace(point, interval) > pace(start, interval) else -1
    return ending._replace(status="infinite-parameter", culprit=k, side=side)


def maximise_iterative(
    problem: Problem,
    statistics: Vector,
    total: Callable[[Vector, int], Vector],
    *,
    candidates: Callable[[Vector], tuple[Vector, ...]],
    start: ArrayLike | None,
    settings: Settings,
) -> Fit:
    """Safeguarded Newton in all parameters, from the start given or the best of the candidates."""
    refuse(statistics, problem.exists)
    held: dict[int, float] = {}  # parameters on a closed end, where the likelihood still rises towards it

    def evaluate(theta: Vector, order: int = 2) -> Evaluation:
        for position, end in held.items():
            theta[position] = end
        with np.errstate(all="ignore"):
            value, score, hessian = problem.assemble(theta, statistics, total(theta, order), order)
        for position in held:
            score[position], hessian[position], hessian[:, position] = 0.0, 0.0, 0.0
            hessian[position, position] = -1.0
        return Evaluation(value, score, hessian)

    try:
        theta = (
            choose_start(candidates(statistics), lambda theta: evaluate(theta, 0).value)
            if start is None
            else read_start(start, problem)
        )
        bounds = all_bounds(problem.bounds, theta.size)
        ending = ascend(evaluate, theta, bounds, settings, n=statistics[0])
        while np.isfinite(end := problem.end(ending)) and ending.culprit not in held:
            held[ending.culprit] = end
            inside = [theta[k] if k in held else ending.theta[k] for k in range(theta.size)]
            ending = ascend(evaluate, np.array(inside), bounds, settings, n=statistics[0])
    except KeyboardInterrupt as interruption:
        if (best := vars(interruption).get("best")) is not None:
            vars(interruption)["best"] = conclude(best, statistics[0], problem)
        raise
    for k in set(range(theta.size)) - set(held) if ending.status == "converged" else ():
        ending = doubt(ending, k, float(theta[k]), bounds, evaluate)
    return conclude(ending, statistics[0], problem, singular="flat")
