"""Maximum likelihood for the model frechet_known_shape.

Maximum likelihood: Frechet distribution with a known shape
===========================================================

1. The density of one observation

     f(x | s) = (α/s) (x/s)^(-α - 1) exp(-(x/s)^(-α))

   - x: observed, > 0
   - α: known, > 0
   - s: parameter, > 0

2. The likelihood

   The observations are independent, so their densities multiply:

     L(s) = ∏ f(x_i | s)

3. The log-likelihood

   The logarithm rises strictly, so it has its maximum in the same place; it turns the
   product into a sum:

     ℓ(s) = Σ log f(x_i | s)
          = Σ [log(α/s) - (α + 1) (log x_i - log s) - (x_i/s)^(-α)]
          = n log(α/s) - (α + 1) Σ (log x_i - log s) - Σ (x_i/s)^(-α)

4. The derivative by s, set to zero

   At a maximum inside the domain the derivative by s vanishes:

     dℓ/ds = -n/s + n (α + 1)/s - (α/s) Σ (x_i/s)^(-α) = 0

5. The solution for s

     ŝ = mean(x^(-α))^(-1/α)
       = ((1/n) Σ x_i^(-α))^(-1/α)
       (by Descartes' rule of signs the only root in the domain)

6. The second-order condition

   There the second derivative is negative:

     d²ℓ/ds² = -n α² mean(x^(-α))^(2/α) < 0

   The first derivative changes sign once, from plus to minus, so the root is the only
   maximum.

7. Is it the maximum?

   It is the global maximum, and the only one: proved.

8. When does it exist?

   It exists for every sample in the support.

9. What it assumes

   - independent observations: assumed; the likelihood is a product over the rows
   - identically distributed: assumed; one density for every row
   - correct model: assumed; the data come from the declared density
   - the density has mass one: assumed; checked at 3 points
   - support free of parameters: proved; no end of a support holds a parameter
   - identifiable: proved; the maximum is unique wherever it exists
   - interior: proved; every domain is open
   - differentiable under the integral: proved; an exponential family whose natural
     parameters fill an open set
"""

from __future__ import annotations

import functools
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
NAME: Final = "frechet_known_shape"
KIND: Final = "closed"
COLUMNS: Final = (Column("x", role="data", support="> 0"), Column("alpha", role="constant", support="> 0"))
PREDICTORS: Final = ()
PARAMETERS: Final = ("s",)
DOMAINS: Final = ("> 0",)
COORDINATES: Final = ("log",)
REMAINING: Final = ()
SUM_PARAMETERS: Final = ()
STATISTICS: Final = (
    Statistic("n", "1", "sum"),
    Statistic("rows", "1", "count"),
    Statistic("alpha", "alpha", "constant"),
    Statistic("mean_log_x", "log(x)", "mean"),
    Statistic("mean_x_alpha", "x**(-alpha)", "mean"),
)
SUMS: Final = ()
MERGEABLE: Final = True
REGULAR: Final = True
BOUNDS: Final = ((0.0, np.inf),)
CLOSED: Final = ((False, False),)
SOURCE: Final = {
    "symmle": "0.1.0",
    "sympy": "1.14.0",
    "declaration": "8e43433512828e09150aa82f5874ba1279983fafdb239bd9857883be3b53110d",
}

# ── data ─────────────────────────────────────────────────────────────────────


def check(x: ArrayLike, alpha: ArrayLike, *, weights: ArrayLike | None = None) -> Sample:
    """Read the columns, refuse what lies outside its support, and drop the rows of weight zero."""
    sample = read_sample(COLUMNS, (x, alpha), weights)
    x = sample.columns[0]
    alpha = sample.columns[1]
    require(sample, COLUMNS[0], x, x > 0.0)
    require(sample, COLUMNS[1], alpha, alpha > 0.0)
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
    alpha = sample.columns[1]
    mean_log_x = weighted_mean(np.log(x), w, n)
    mean_x_alpha = weighted_mean(1.0 / x**alpha, w, n)
    values = [n, sample.rows, alpha, mean_log_x, mean_x_alpha]
    return np.array(values, dtype=np.float64)


def merge(left: Vector, right: Vector) -> Vector:
    """Return the statistics of two blocks together."""
    merged = left + right
    share = right[0] / merged[0]
    merged[2] = left[2]
    merged[3] = merge_mean(share, left[3], right[3])
    merged[4] = merge_mean(share, left[4], right[4])
    return merged


# ── the log-likelihood ───────────────────────────────────────────────────────


@np.errstate(all="ignore")
def sums(theta: Vector, sample: Sample, order: int = 2) -> Vector:
    """Compute the sums that hold parameters: for the value (0), the score (1), the Hessian (2)."""
    return np.zeros(0)


@np.errstate(all="ignore")
def assemble(theta: Vector, statistics: Vector, sums: Vector, order: int = 2) -> Evaluation:
    """Put value, score and Hessian together; what is beyond the order is NaN."""
    s = theta[0]
    n = statistics[0]
    alpha = statistics[2]
    mean_log_x = statistics[3]
    mean_x_alpha = statistics[4]
    t0 = mean_log_x * n
    t1 = s**alpha
    t2 = mean_x_alpha * t1
    t3 = n * t2
    value = alpha * n * np.log(s) - alpha * t0 + n * np.log(alpha) - t0 - t3
    slope, curvature = np.full(1, np.nan), np.full((1, 1), np.nan)
    if order > 0:
        t4 = alpha * n
        d_s = alpha * n / s - t2 * t4 / s
        scores = [d_s]
        slope = np.array(scores, dtype=np.float64)
    if order > 1:
        t5 = 1.0 / (s * s)
        d_s_s = alpha * mean_x_alpha * n * t1 * t5 - alpha * alpha * t3 * t5 - t4 * t5
        entries = [[d_s_s]]
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
    alpha = statistics[2]
    mean_x_alpha = statistics[4]
    values = [1.0 / mean_x_alpha ** (1.0 / alpha)]
    return np.array(values, dtype=np.float64)


def start(statistics: Vector, subsample: Sample | None = None) -> Vector:
    """Return the maximiser itself, which is known."""
    return complete(np.empty(0), statistics, np.empty(0))


def problem() -> Problem:
    """Return what the driver needs to know."""
    return Problem(PARAMETERS, BOUNDS, exists, start, complete, assemble, REGULAR)


def maximise(
    statistics: Vector,
    total: Callable[[Vector, int], Vector],
    *,
    start: ArrayLike | None = None,
    settings: Settings = DEFAULT_SETTINGS,
) -> Fit:
    """Evaluate the closed form, and check that it is a maximum."""
    return maximise_closed(problem(), statistics, total)


# ── what people call ─────────────────────────────────────────────────────────


def fit(
    x: ArrayLike,
    alpha: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    start: ArrayLike | None = None,
    settings: Settings = DEFAULT_SETTINGS,
) -> Fit:
    """Fit the model: the maximum likelihood estimate and its covariance."""
    sample = check(x, alpha, weights=weights)
    total = add_blocks(sums, sample)
    return maximise(statistics(sample), total, start=start, settings=settings)


def evaluate(theta: ArrayLike, sample: Sample, order: int) -> Evaluation:
    """Evaluate the log-likelihood of a checked sample."""
    point = np.asarray(theta, dtype=np.float64)
    return assemble(point, statistics(sample), add_blocks(sums, sample)(point, order), order)


def log_likelihood(
    theta: ArrayLike,
    x: ArrayLike,
    alpha: ArrayLike,
    *,
    weights: ArrayLike | None = None,
) -> float:
    """Compute the log-likelihood at theta."""
    return evaluate(theta, check(x, alpha, weights=weights), 0).value


def score(theta: ArrayLike, x: ArrayLike, alpha: ArrayLike, *, weights: ArrayLike | None = None) -> Vector:
    """Compute the gradient of the log-likelihood at theta."""
    return evaluate(theta, check(x, alpha, weights=weights), 1).score


def hessian(theta: ArrayLike, x: ArrayLike, alpha: ArrayLike, *, weights: ArrayLike | None = None) -> Matrix:
    """Compute the second derivatives of the log-likelihood at theta."""
    return evaluate(theta, check(x, alpha, weights=weights), 2).hessian


@np.errstate(all="ignore")
def log_density(theta: ArrayLike, x: ArrayLike, alpha: ArrayLike) -> Vector:
    """Compute the log density of each row."""
    sample = check(x, alpha)
    theta = np.asarray(theta, dtype=np.float64)
    s = theta[0]
    x = sample.columns[0]
    alpha = sample.columns[1]
    t0 = -np.log(s)
    t1 = -alpha - 1.0
    t2 = t0 + np.log(alpha)
    result: Vector = t1 * (t0 + np.log(x)) + t2 - 1.0 / (x / s) ** alpha
    return result


@np.errstate(all="ignore")
def row_scores(theta: ArrayLike, x: ArrayLike, alpha: ArrayLike) -> Matrix:
    """Compute the gradient of each row's log density."""
    sample = check(x, alpha)
    theta = np.asarray(theta, dtype=np.float64)
    s = theta[0]
    x = sample.columns[0]
    alpha = sample.columns[1]
    t0 = -alpha / s
    t1 = -(-alpha - 1.0) / s - 1.0 / s
    result = np.empty((sample.rows, 1))
    result[:, 0] = t0 / (x / s) ** alpha + t1
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


def maximise_closed(problem: Problem, statistics: Vector, total: Callable[[Vector, int], Vector]) -> Fit:
    """The maximiser by its formula, checked by the score and the Hessian at that point."""
    refuse(statistics, problem.exists)
    with np.errstate(all="ignore"):
        theta = problem.complete(np.empty(0), statistics, np.empty(0))
        evaluation = problem.assemble(theta, statistics, total(theta, 2), 2)
        on_end = np.any(theta == all_bounds(problem.bounds, theta.size).T)
        if np.isnan(evaluation.value + np.sum(evaluation.score)) and not on_end:
            low, high = (np.where(theta == 0.0, near, theta) for near in (-1e-100, 1e-100))
            left, right = (problem.assemble(side, statistics, total(side, 2), 2) for side in (low, high))
            evaluation = Evaluation(  # 0*log(0) and 0/0 inside the domain are limits from both sides
                evaluation.value if np.isfinite(evaluation.value) else (left.value + right.value) / 2.0,
                (left.score + right.score) / 2.0,
                (left.hessian + right.hessian) / 2.0,
            )
    return conclude(
        Ending(theta, evaluation, "converged", -1, 0, (evaluation.value,)), statistics[0], problem
    )
