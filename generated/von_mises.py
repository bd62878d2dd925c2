"""Maximum likelihood for the model von_mises.

Maximum likelihood: Von Mises distribution
==========================================

1. The density of one observation

     f(x | μ, κ) = exp(κ cos(μ - x))/(2π I₀(κ))

   - x: observed, (-pi, pi]
   - μ: parameter, (-pi, pi]
   - κ: parameter, > 0

2. The likelihood

   The observations are independent, so their densities multiply:

     L(μ, κ) = ∏ f(x_i | μ, κ)

3. The log-likelihood

   The logarithm rises strictly, so it has its maximum in the same place; it turns the
   product into a sum:

     ℓ(μ, κ) = Σ log f(x_i | μ, κ)
             = Σ [κ cos(μ - x_i) - log(2π) - log I₀(κ)]
             = -n log(2π) - n log I₀(κ) + κ Σ cos(μ - x_i)

4. The derivative by μ, set to zero

   At a maximum inside the domain the derivative by μ vanishes:

     ∂ℓ/∂μ = -κ Σ sin(μ - x_i) = 0

5. The solution for μ

     μ̂ = atan2(mean(sin(x)), mean(cos(x)))
       = atan2((1/n) Σ sin(x_i), (1/n) Σ cos(x_i))
       (one wave around the circle: it falls through zero once)

6. The second-order condition

   There the second derivative is negative:

     ∂²ℓ/∂μ² = -n κ √(mean(cos(x))² + mean(sin(x))²) < 0

   The first derivative changes sign once, from plus to minus, so the root is the only
   maximum.

7. With μ at its best value

   What is left is a function of the other parameters alone:

     ℓ(μ̂, κ) = n κ mean(cos(x))²/√(mean(cos(x))² + mean(sin(x))²) - n log(2π)
               - n log I₀(κ) + n κ mean(sin(x))²/√(mean(cos(x))² + mean(sin(x))²)

8. One equation remains, for κ

   Up to a positive factor, the derivative of the profile log-likelihood ℓₚ(κ) is zero
   where

     mean(cos(x))²/√(mean(cos(x))² + mean(sin(x))²) - I₁(κ)/I₀(κ)
       + mean(sin(x))²/√(mean(cos(x))² + mean(sin(x))²) = 0

   No closed form was found; a bracketed Newton iteration solves it.

9. Is it the maximum?

   It is the global maximum, and the only one: proved under a named lemma.

   The left side of that equation, written

     h = mean(cos(x))²/√(mean(cos(x))² + mean(sin(x))²) - I₁(κ)/I₀(κ)
         + mean(sin(x))²/√(mean(cos(x))² + mean(sin(x))²)

   falls strictly as κ grows:

     dh/dκ = (2 I₁(κ)²/I₀(κ)² - 1 - I₂(κ)/I₀(κ))/2 < 0

   so it has one root at most, and a root is the only maximum.

   Each parameter was put at its best value given those that were left, and the best of
   these is best in all: the maximum of the profile is the joint maximum.

   Used: Bessel convexity: log I0(k) is strictly convex: its second derivative is the
   variance of cos(x) under exp(k cos(x)) (NIST Digital Library of Mathematical
   Functions, 10.32.1 with Hölder's inequality).

10. When does it exist?

    It exists if and only if

    - mean(cos(x))² + mean(sin(x))² > 0; otherwise no value of μ is better than another
    - √(mean(cos(x))² + mean(sin(x))²) > mean(cos(x))² + mean(sin(x))²; otherwise the
      likelihood climbs as κ → ∞

11. What it assumes

    - independent observations: assumed; the likelihood is a product over the rows
    - identically distributed: assumed; one density for every row
    - correct model: assumed; the data come from the declared density
    - the density has mass one: assumed; checked at 3 points
    - support free of parameters: proved; no end of a support holds a parameter
    - identifiable: proved; the maximum is unique wherever it exists
    - interior: assumed; mu may lie on a closed end of its domain
    - differentiable under the integral: assumed; not checked
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special


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
NAME: Final = "von_mises"
KIND: Final = "profile"
COLUMNS: Final = (Column("x", role="data", support="(-pi, pi]"),)
PREDICTORS: Final = ()
PARAMETERS: Final = ("mu", "kappa")
DOMAINS: Final = ("(-pi, pi]", "> 0")
COORDINATES: Final = ("logit", "log")
REMAINING: Final = ("kappa",)
SUM_PARAMETERS: Final = ()
STATISTICS: Final = (
    Statistic("n", "1", "sum"),
    Statistic("rows", "1", "count"),
    Statistic("mean_cos_x", "cos(x)", "mean"),
    Statistic("mean_sin_x", "sin(x)", "mean"),
)
SUMS: Final = ()
MERGEABLE: Final = True
REGULAR: Final = True
BOUNDS: Final = ((-3.141592653589793, 3.141592653589793), (0.0, np.inf))
CLOSED: Final = ((False, True), (False, False))
SOURCE: Final = {
    "symmle": "0.1.0",
    "sympy": "1.14.0",
    "declaration": "682d5805ddfbb123f298804b91a2a7960743b875f01da4b03ce558de2b31d04e",
}

# ── data ─────────────────────────────────────────────────────────────────────


def check(x: ArrayLike, *, weights: ArrayLike | None = None) -> Sample:
    """Read the columns, refuse what lies outside its support, and drop the rows of weight zero."""
    sample = read_sample(COLUMNS, (x,), weights)
    x = sample.columns[0]
    require(sample, COLUMNS[0], x, x > -np.pi)
    require(sample, COLUMNS[0], x, x <= np.pi)
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
    mean_cos_x = weighted_mean(np.cos(x), w, n)
    mean_sin_x = weighted_mean(np.sin(x), w, n)
    values = [n, sample.rows, mean_cos_x, mean_sin_x]
    return np.array(values, dtype=np.float64)


def merge(left: Vector, right: Vector) -> Vector:
    """Return the statistics of two blocks together."""
    merged = left + right
    share = right[0] / merged[0]
    merged[2] = merge_mean(share, left[2], right[2])
    merged[3] = merge_mean(share, left[3], right[3])
    return merged


# ── the log-likelihood ───────────────────────────────────────────────────────


@np.errstate(all="ignore")
def sums(theta: Vector, sample: Sample, order: int = 2) -> Vector:
    """Compute the sums that hold parameters: for the value (0), the score (1), the Hessian (2)."""
    return np.zeros(0)


@np.errstate(all="ignore")
def assemble(theta: Vector, statistics: Vector, sums: Vector, order: int = 2) -> Evaluation:
    """Put value, score and Hessian together; what is beyond the order is NaN."""
    mu = theta[0]
    kappa = theta[1]
    n = statistics[0]
    mean_cos_x = statistics[2]
    mean_sin_x = statistics[3]
    t0 = special.ive(0.0, kappa)
    t1 = np.cos(mu)
    t2 = mean_cos_x * n * t1
    t3 = n * np.sin(mu)
    t4 = mean_sin_x * t3
    t5 = kappa * t2 + kappa * t4
    value = t5 - n * (kappa + np.log(t0)) - n * np.log(2.0 * np.pi)
    slope, curvature = np.full(2, np.nan), np.full((2, 2), np.nan)
    if order > 0:
        t6 = mean_cos_x * t3
        t7 = special.ive(1.0, kappa)
        d_mu = kappa * mean_sin_x * n * t1 - kappa * t6
        d_kappa = t2 + t4 - n * t7 / t0
        scores = [d_mu, d_kappa]
        slope = np.array(scores, dtype=np.float64)
    if order > 1:
        t8 = special.iv(0.0, kappa)
        d_mu_mu = -t5
        d_mu_kappa = mean_sin_x * n * t1 - t6
        d_kappa_kappa = n * (t7 * t7) / (t0 * t0) - 0.5 * n * (t8 + special.iv(2.0, kappa)) / t8
        entries = [[d_mu_mu, d_mu_kappa], [d_mu_kappa, d_kappa_kappa]]
        curvature = np.array(entries, dtype=np.float64)
    return Evaluation(float(value), slope, curvature)


# ── the maximum ──────────────────────────────────────────────────────────────


@np.errstate(all="ignore")
def exists(statistics: Vector) -> tuple[Finding, ...]:
    """Return why there is no maximum, as far as the statistics tell; nothing where there is one."""
    mean_cos_x = statistics[2]
    mean_sin_x = statistics[3]
    findings: list[Finding] = []
    t0 = mean_cos_x * mean_cos_x + mean_sin_x * mean_sin_x
    t1 = 1.7763568394002505e-15 * (mean_cos_x * mean_cos_x + mean_sin_x * mean_sin_x)
    if not t0 > t1:
        message = "there is no maximum: mean(cos(x))**2 + mean(sin(x))**2 > 0 does not hold, any mu"
        findings.append(Finding("not-identifiable", "mu", message, "any mu"))
    if findings:
        return tuple(findings)
    t3 = -mean_cos_x * mean_cos_x - mean_sin_x * mean_sin_x
    t2 = t3 + np.sqrt(mean_cos_x * mean_cos_x + mean_sin_x * mean_sin_x)
    t6 = mean_cos_x * mean_cos_x + mean_sin_x * mean_sin_x
    t5 = t6 + np.sqrt(mean_cos_x * mean_cos_x + mean_sin_x * mean_sin_x)
    t4 = 1.7763568394002505e-15 * t5
    if not t2 > t4:
        message = (
            "there is no maximum: sqrt(mean(cos(x))**2 + mean(sin(x))**2) > mean(cos(x))**2 + "
            "mean(sin(x))**2 does not hold, the likelihood climbs as kappa -> oo"
        )
        findings.append(Finding("infinite-parameter", "kappa", message, "kappa -> oo"))
    return tuple(findings)


@np.errstate(all="ignore")
def complete(remaining: Vector, statistics: Vector, sums: Vector) -> Vector:
    """Return all of theta from what was left to solve."""
    kappa = remaining[0]
    mean_cos_x = statistics[2]
    mean_sin_x = statistics[3]
    values = [np.arctan2(mean_sin_x, mean_cos_x), kappa]
    return np.array(values, dtype=np.float64)


@np.errstate(all="ignore")
def profile(remaining: Vector, statistics: Vector, sums: Vector) -> tuple[float, float]:
    """Return the equation for what was left to solve, positive below its root, and its derivative."""
    kappa = remaining[0]
    mean_cos_x = statistics[2]
    mean_sin_x = statistics[3]
    t0 = special.ive(1.0, kappa)
    t1 = special.ive(0.0, kappa)
    t2 = 1.0 / np.sqrt(mean_cos_x * mean_cos_x + mean_sin_x * mean_sin_x)
    t3 = special.iv(0.0, kappa)
    value = mean_cos_x * mean_cos_x * t2 + mean_sin_x * mean_sin_x * t2 - t0 / t1
    slope = t0 * t0 / (t1 * t1) - 0.5 * (t3 + special.iv(2.0, kappa)) / t3
    return float(value), float(slope)


def bracket(statistics: Vector) -> tuple[float, float]:
    """Return an interval that holds the root."""
    return BOUNDS[PARAMETERS.index(REMAINING[0])]


@np.errstate(all="ignore")
def candidates(statistics: Vector) -> tuple[Vector, ...]:
    """Return some values for each parameter, at which a search may begin."""
    guess0 = [0.0, -0.75 * np.pi, 0.75 * np.pi]
    guess1 = [1.0, 8.0, 0.125]
    guesses = [np.array(guess0, dtype=np.float64), np.array(guess1, dtype=np.float64)]
    return tuple(guesses)


def start(statistics: Vector, subsample: Sample | None = None) -> Vector:
    """Return where the search begins."""
    return np.array([values[0] for values in candidates(statistics)])


def problem() -> Problem:
    """Return what the driver needs to know."""
    return Problem(PARAMETERS, BOUNDS, exists, start, complete, assemble, REGULAR, CLOSED)


def equation() -> Profile:
    """Return what is left to solve: its place in theta, the equation and where its root lies."""
    return Profile(PARAMETERS.index(REMAINING[0]), profile, bracket)


def maximise(
    statistics: Vector,
    total: Callable[[Vector, int], Vector],
    *,
    start: ArrayLike | None = None,
    settings: Settings = DEFAULT_SETTINGS,
) -> Fit:
    """Solve for what is left, complete theta, and check that it is a maximum."""
    return maximise_profile(problem(), equation(), statistics, total, start=start, settings=settings)


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
    mu = theta[0]
    kappa = theta[1]
    x = sample.columns[0]
    t0 = -kappa - np.log(special.ive(0.0, kappa)) - np.log(2.0 * np.pi)
    result: Vector = kappa * np.cos(mu - x) + t0
    return result


@np.errstate(all="ignore")
def row_scores(theta: ArrayLike, x: ArrayLike) -> Matrix:
    """Compute the gradient of each row's log density."""
    sample = check(x)
    theta = np.asarray(theta, dtype=np.float64)
    mu = theta[0]
    kappa = theta[1]
    x = sample.columns[0]
    t0 = -special.ive(1.0, kappa) / special.ive(0.0, kappa)
    r0 = mu - x
    result = np.empty((sample.rows, 2))
    result[:, 0] = -kappa * np.sin(r0)
    result[:, 1] = t0 + np.cos(r0)
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


def merge_mean(share: float, left: float, right: float) -> float:
    """The mean of two blocks; `share` is the right block's share of the weight."""
    return left + share * (right - left)


def add_blocks(
    sums: Callable[[Vector, Sample, int], Vector], sample: Sample
) -> Callable[[Vector, int], Vector]:
    """The sums over the whole sample as a function of theta and order, block by block."""

    def whole(theta: Vector, order: int) -> Vector:
        parts = [sums(theta, block, order) for block in blocks(sample)]
        return np.add.reduce(parts) if len(parts) > 1 else parts[0]

    return whole


def all_bounds(bounds: tuple[tuple[float, float], ...], size: int) -> Matrix:
    """Lower and upper ends for a theta of this size; coefficients stand first and are free."""
    free = ((-np.inf, np.inf),) * (size - len(bounds))
    return np.array(free + bounds, dtype=np.float64).reshape(size, 2)


class Root(NamedTuple):
    """Where the search for a root ended; `side` tells where it ran off without a change of sign."""

    point: float
    status: str
    side: int
    evaluations: int


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


def middle(a: float, b: float, interval: tuple[float, float]) -> float:
    """A point between: geometric where the distance to one finite end is what matters."""
    low, high = interval
    if math.isinf(low) == math.isinf(high):
        return 0.5 * a + 0.5 * b
    if math.isinf(high):
        return low + math.sqrt(a - low) * math.sqrt(b - low)
    return high - math.sqrt(high - a) * math.sqrt(high - b)


def solve_bracketed(
    equation: Callable[[float], tuple[float, float]], interval: tuple[float, float], start: float, limit: int
) -> Root:
    """The root of an equation that is positive below it and negative above: (value, derivative) at t.

    The bracket is found by steps that double; then Newton in the coordinate, halving where Newton
    leaves the bracket or does not shrink, until the root is known to a few units in the last place.
    """
    t, known, side, stride, previous = start, [-math.inf, math.inf], 0, 1.0, math.inf
    wall = (math.nan, math.nan)  # the last good point and the bad one beyond it
    for evaluations in range(1, limit + 1):
        value, slope = equation(t)
        if not math.isfinite(value):
            good = wall[0]
            if math.isnan(good) or middle(good, t, interval) in (good, t):
                return Root(t, "not-finite" if math.isnan(good) else "no-sign-change", side, evaluations)
            t, stride = middle(good, t, interval), 0.25
            continue
        rate = slope * pace(t, interval)
        if value == 0.0 and not rate < 0.0:  # a flat root inside a bracket, else an underflow far out
            return Root(
                t, "no-sign-change" if math.inf in map(abs, known) else "converged", side, evaluations
            )
        side = 1 if value > 0.0 else -1
        step = -value / rate if rate < 0.0 else math.inf
        shrinks = abs(step) <= 0.5 * previous
        if abs(step) <= 1e-15 or (abs(step) <= 1e-7 and not shrinks):
            return Root(t, "converged", 0, evaluations)
        known[0 if value > 0.0 else 1] = t
        wall = (t, math.nan)
        target = moved(t, step, interval) if math.isfinite(step) else math.nan
        if math.isinf(known[0]) or math.isinf(known[1]):
            if not (abs(step) < 0.1 and shrinks):
                target, stride = moved(t, side * stride, interval), min(2.0 * stride, 64.0)
            if target == t:
                return Root(t, "no-sign-change", side, evaluations)
        elif not (known[0] < target < known[1] and shrinks):
            target = middle(known[0], known[1], interval)
            if target in known:
                return Root(t, "converged", 0, evaluations)
            step = math.inf
        t, previous = target, abs(step)
    return Root(t, "iteration-limit", side, limit)


class Profile(NamedTuple):
    """The one equation left to solve: positive below its root, negative above; with its derivative."""

    position: int  # of the parameter in theta
    equation: Callable[[Vector, Vector, Vector], tuple[float, float]]
    bracket: Callable[[Vector], tuple[float, float]]


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


def maximise_profile(
    problem: Problem,
    profile: Profile,
    statistics: Vector,
    total: Callable[[Vector, int], Vector],
    *,
    start: ArrayLike | None,
    settings: Settings,
) -> Fit:
    """The root of the profile score in the one parameter left; the others follow from it."""
    refuse(statistics, problem.exists)
    reference = problem.start(statistics)  # where the sums are computed, in what is solved for
    first = reference if start is None else read_start(start, problem)
    path: list[tuple[Vector, float]] = []

    def equation(t: float) -> tuple[float, float]:
        theta = reference.copy()
        theta[profile.position] = t
        with np.errstate(all="ignore"):
            sums, remaining = total(theta, 2), np.array((t,))
            theta = problem.complete(remaining, statistics, sums)
            path.append((theta, problem.assemble(theta, statistics, total(theta, 0), 0).value))
            return profile.equation(remaining, statistics, sums)

    def height(t: float) -> float:
        return float(equation(t) and path.pop()[1])

    def ending(status: str, side: int) -> Ending:
        theta, _ = path[-1]
        with np.errstate(all="ignore"):
            evaluation = problem.assemble(theta, statistics, total(theta, 2), 2)
        return Ending(theta, evaluation, status, profile.position, side, tuple(value for *_, value in path))

    (low, high), ends = profile.bracket(statistics), problem.bounds[profile.position - first.size]
    interval = max(low - 1e-6 * abs(low), ends[0]), min(high + 1e-6 * abs(high), ends[1])  # it is rounded
    try:
        root = solve_bracketed(equation, interval, float(first[profile.position]), settings.iterations)
    except KeyboardInterrupt as interruption:
        if path:
            vars(interruption)["best"] = conclude(ending("interrupted", 0), statistics[0], problem)
        raise
    found = ending(root.status, root.side)
    far = is_far(root.point, float(first[profile.position]), interval)
    doubtful = far or curvature(found.evaluation.hessian)[2] is None
    if root.status == "converged" and doubtful and not falls_beside(root.point, interval, height):
        found = found._replace(status="no-sign-change")
    if np.isfinite(end := problem.end(found)) and equation(end)[0] * found.side >= 0.0:
        found = ending("converged", 0)
    return conclude(found, statistics[0], problem)
