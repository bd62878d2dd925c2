"""Reading and checking data, and cutting them into blocks."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike, NDArray

from symmle.numerics.records import Array, Column, DataError, Sample, Vector

__all__ = [
    "blocks",
    "compress_rows",
    "drop_weightless",
    "read_numbers",
    "read_sample",
    "read_weights",
    "require",
]


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


def compress_rows(sample: Sample) -> Sample:
    """Distinct rows and how often each occurs: the same likelihood, `rows` still counts the rows given."""
    row = [index for index, column in enumerate(sample.columns) if column.ndim == 1]
    table = np.stack([sample.columns[index] for index in row])
    if len(row) == 1:
        distinct, which = np.unique(table[0], return_inverse=True)
        distinct = distinct[np.newaxis]
    else:
        distinct, which = np.unique(table, axis=1, return_inverse=True)
    counts = np.bincount(which.ravel(), weights=sample.weights).astype(np.float64)
    columns = list(sample.columns)
    for index, values in zip(row, distinct, strict=True):
        columns[index] = values
    return Sample(tuple(columns), counts, sample.rows)


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
