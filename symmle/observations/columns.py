"""A user's data, put in the order in which a generated module reads its columns.

A mapping of arrays, a data frame, a structured array or (for a model of one column) a bare array become
`Observations`. What can be said without the model's mathematics is said here: a missing column, a name that
no column has, a row with nothing in it. Whether numbers are admissible is for the module's own check.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from symmle.errors import Category, DataError
from symmle.notation import suggestion
from symmle.observations.vectors import Vector, is_scalar, read_constant, read_vector, series_to_array

__all__ = ["ColumnLike", "Observations", "read_observations"]


class ColumnLike(Protocol):
    """What reading needs to know of a column of a generated module."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def role(self) -> str: ...  # noqa: D102


@dataclass(frozen=True, slots=True, eq=False)
class Observations:
    """Columns in a module's order, weights, and how many rows were left out because they had gaps.

    Attributes
    ----------
    names : tuple of str
        The module's columns.
    columns : tuple of array or float
        A vector for each data column or covariate, a number for each constant.
    weights : array or None
        One weight for each row.
    dropped : int
        Rows left out under ``missing="drop"``.
    """

    names: tuple[str, ...]
    columns: tuple[Vector | float, ...]
    weights: Vector | None
    dropped: int

    @property
    def constants(self) -> dict[str, float]:
        """The known numbers by name."""
        pairs = zip(self.names, self.columns, strict=True)
        return {name: value for name, value in pairs if isinstance(value, float)}

    def where(self, kept: NDArray[np.bool_], *, dropped: int) -> Observations:
        """Keep some rows; constants stay."""
        columns = tuple(column if isinstance(column, float) else column[kept] for column in self.columns)
        weights = None if self.weights is None else self.weights[kept]
        return Observations(self.names, columns, weights, dropped)


def read_observations(
    columns: Sequence[ColumnLike], data: object, *, weights: object = None, missing: str = "error"
) -> Observations:
    """Read the data that a module asks for.

    Parameters
    ----------
    columns : sequence of ColumnLike
        The module's ``COLUMNS``.
    data : mapping, data frame, structured array, or array
        A bare array only where the model observes a single column.
    weights : array or str, optional
        One weight for each row, or the name of the column that holds them.
    missing : {"error", "drop"}
        What to do about rows with nothing in them: leave them to the module's refusal, or leave them out.

    Raises
    ------
    DataError
        ``missing-column``; ``data-out-of-support`` for what is no column of numbers.
    """
    if missing not in {"error", "drop"}:
        raise ValueError(f"missing is {missing!r} and must be 'error' or 'drop'")
    wanted = [column.name for column in columns]
    weight_name = weights if isinstance(weights, str) else None
    table = _as_table(columns, data, [*wanted, weight_name] if weight_name else wanted)
    values = tuple(_read_column(column, table[column.name]) for column in columns)
    given = table[weight_name] if weight_name else weights
    read_weights = None if given is None else read_vector("weights", given)
    observations = Observations(tuple(wanted), values, read_weights, dropped=0)
    return _without_gaps(observations) if missing == "drop" else observations


def _as_table(columns: Sequence[ColumnLike], data: object, wanted: Sequence[str]) -> Mapping[str, Any]:
    if isinstance(data, Mapping):
        return _from_mapping(data, wanted)
    if isinstance(data, np.ndarray) and data.dtype.names is not None:
        return _from_frame(data, data.dtype.names, wanted)
    if isinstance(data, np.ndarray | list | tuple | range | str | bytes) or is_scalar(data):
        return _from_bare(columns, data, wanted)
    return _from_native(columns, data, wanted)


def _from_mapping(data: Mapping[Any, Any], wanted: Sequence[str]) -> Mapping[str, Any]:
    there = [str(name) for name in data]
    for name in there:
        if name not in wanted:
            raise DataError(
                f"the model has no column {name!r}; it reads {_listed(wanted)}{suggestion(name, wanted)}",
                category=Category.MISSING_COLUMN,
                column=name,
            )
    _require(wanted, there)
    return data


def _from_frame(frame: Any, there: Sequence[str], wanted: Sequence[str]) -> Mapping[str, Any]:
    _require(wanted, there)
    return {name: frame[name] for name in wanted}


def _from_bare(columns: Sequence[ColumnLike], data: object, wanted: Sequence[str]) -> Mapping[str, Any]:
    if len(columns) != 1 or len(wanted) != 1:
        raise DataError(
            f"the model reads {_listed(wanted)}; give a mapping from each name to its column",
            category=Category.MISSING_COLUMN,
        )
    return {wanted[0]: data}


def _from_native(columns: Sequence[ColumnLike], data: object, wanted: Sequence[str]) -> Mapping[str, Any]:
    import narwhals

    frame = narwhals.from_native(data, allow_series=True, pass_through=True)
    if not isinstance(frame, narwhals.DataFrame | narwhals.LazyFrame):
        return _from_bare(columns, data, wanted)
    there = frame.collect_schema().names()
    _require(wanted, there)
    used = frame.select(*wanted)
    eager = used.collect() if isinstance(used, narwhals.LazyFrame) else used
    return {name: series_to_array(name, eager[name]) for name in wanted}


def _require(wanted: Iterable[str], there: Sequence[str]) -> None:
    for name in wanted:
        if name not in there:
            raise DataError(
                f"column {name!r} is missing; there is {_listed(there)}{suggestion(name, there)}",
                category=Category.MISSING_COLUMN,
                column=name,
            )


def _listed(names: Sequence[str]) -> str:
    return ", ".join(repr(name) for name in names) if names else "no column"


def _read_column(column: ColumnLike, value: object) -> Vector | float:
    if column.role == "constant":
        return read_constant(column.name, value)
    return read_vector(column.name, value)


def _without_gaps(observations: Observations) -> Observations:
    vectors = [column for column in observations.columns if isinstance(column, np.ndarray)]
    if observations.weights is not None:
        vectors.append(observations.weights)
    if len({vector.size for vector in vectors}) != 1:
        return observations  # unequal lengths are the module's to refuse
    gaps = np.any([np.isnan(vector) for vector in vectors], axis=0)
    return observations.where(~gaps, dropped=int(np.sum(gaps)))
