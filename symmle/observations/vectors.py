"""One value that a user calls a column, turned into a vector of numbers in which a missing entry is NaN.

Lists and NumPy arrays are read without further imports; any other kind of series (pandas, polars, Arrow)
goes through narwhals, which is imported at that moment.
"""

from __future__ import annotations

import numbers
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from symmle.errors import Category, DataError

__all__ = ["Vector", "is_scalar", "read_constant", "read_vector", "series_to_array"]

Vector: TypeAlias = NDArray[Any]

_NUMERIC_KINDS = "biuf"
_MISSING_TYPES = frozenset({"NAType", "NaTType"})  # pandas' own, named so that pandas need not be imported


def is_scalar(value: object) -> bool:
    """Whether a value is one number rather than a column of them."""
    if isinstance(value, np.ndarray):
        return value.ndim == 0
    return isinstance(value, numbers.Number | np.generic)


def read_vector(name: str, value: object) -> Vector:
    """Read one column: ``(n,)`` numbers, with NaN where the user's column has nothing.

    Raises
    ------
    DataError
        ``data-out-of-support`` where an entry is no number or the shape is not ``(n,)``.
    """
    array = _as_array(name, value)
    if array.ndim != 1:
        raise DataError(_shape_complaint(name, array), category=Category.DATA_OUT_OF_SUPPORT, column=name)
    if array.dtype.kind in _NUMERIC_KINDS:
        return array  # integers stay: the module refuses those that doubles cannot tell apart
    if array.dtype.kind == "O":
        return _from_objects(name, array)
    raise _not_numeric(name, f"has entries of type {array.dtype}")


def read_constant(name: str, value: object) -> float:
    """Read a known number; a column that repeats one number is that number.

    Raises
    ------
    DataError
        Where the column holds several numbers, or none.
    """
    column = read_vector(name, [value] if is_scalar(value) else value)
    if column.size == 0:
        raise DataError(
            f"constant {name!r} is empty; give one number", category=Category.DATA_EMPTY, column=name
        )
    if not np.all(column == column[0]) and not np.all(np.isnan(column)):
        raise DataError(
            f"constant {name!r} takes one value and was given several; "
            f"declare it among covariates= if it differs from row to row",
            category=Category.DATA_DEGENERATE,
            column=name,
        )
    return float(column[0])


def series_to_array(name: str, series: Any) -> NDArray[Any]:
    """Turn a narwhals series into an array in which nulls are NaN."""
    import narwhals

    if series.dtype == narwhals.Object:  # Decimal and Fraction live in such columns
        return _from_objects(name, series.to_list())
    if not (series.dtype.is_numeric() or series.dtype == narwhals.Boolean):
        raise _not_numeric(name, f"has entries of type {series.dtype}")
    array: NDArray[Any] = series.cast(narwhals.Float64).to_numpy()
    return array


def _as_array(name: str, value: object) -> NDArray[Any]:
    if isinstance(value, np.ma.MaskedArray):
        return _from_masked(name, value)
    if isinstance(value, np.ndarray):
        return value
    if isinstance(value, str | bytes):
        raise _not_numeric(name, "is text")
    if isinstance(value, list | tuple | range):
        return _from_sequence(name, value)
    return np.asarray(value) if is_scalar(value) else _from_series(name, value)


def _from_masked(name: str, value: Any) -> NDArray[Any]:
    if value.dtype.kind not in _NUMERIC_KINDS:
        raise _not_numeric(name, f"has entries of type {value.dtype}")
    filled: NDArray[Any] = value.astype(np.float64).filled(np.nan)
    return filled


def _from_sequence(name: str, value: Sequence[Any]) -> NDArray[Any]:
    for row, entry in enumerate(value):
        if isinstance(entry, str | bytes):  # NumPy would turn its neighbours into text as well
            raise _not_numeric(name, f"row {row} is {entry!r:.40}")
    try:
        return np.asarray(value) if len(value) else np.empty(0)
    except ValueError as error:  # a nest of lists of unequal lengths
        raise DataError(
            f"column {name!r} is a ragged nest of lists; give one number for each row",
            category=Category.DATA_OUT_OF_SUPPORT,
            column=name,
        ) from error
    except OverflowError:  # an integer beyond every NumPy type
        return np.array(value, dtype=object)


def _from_series(name: str, value: object) -> NDArray[Any]:
    import narwhals

    series = narwhals.from_native(value, series_only=True, pass_through=True)
    if isinstance(series, narwhals.Series):
        return series_to_array(name, series)
    if hasattr(value, "__array__") or isinstance(value, Sequence):
        return np.asarray(value)
    raise _not_numeric(name, f"is a {type(value).__name__}")


def _from_objects(name: str, entries: Iterable[object]) -> Vector:
    return np.array([_number(name, row, entry) for row, entry in enumerate(entries)], dtype=np.float64)


def _number(name: str, row: int, entry: object) -> float:
    if entry is None or type(entry).__name__ in _MISSING_TYPES:
        return float("nan")
    if isinstance(entry, str | bytes):
        raise _not_numeric(name, f"row {row} is {entry!r:.40}")
    try:
        return float(entry)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError) as error:
        raise _not_numeric(name, f"row {row} is {entry!r:.40}") from error


def _not_numeric(name: str, what: str) -> DataError:
    return DataError(
        f"column {name!r} {what}; give one finite number for each row",
        category=Category.DATA_OUT_OF_SUPPORT,
        column=name,
    )


def _shape_complaint(name: str, array: NDArray[Any]) -> str:
    if array.ndim == 0:
        return f"column {name!r} is a single number; give a sequence with one number for each row"
    advice = f"; give {name}[:, 0]" if array.ndim == 2 and array.shape[1] == 1 else "; give one column"
    return f"column {name!r} has shape {array.shape} and must have one axis{advice}"
