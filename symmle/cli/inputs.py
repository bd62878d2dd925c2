"""What a fit reads: the columns that a model asks for, from a table and from flags."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from symmle.cli.csv_table import Table, read_table
from symmle.errors import DataError

if TYPE_CHECKING:
    from symmle.declaration import Model

__all__ = ["Inputs", "Wanted", "read_inputs"]

_ROW = re.compile(r"\brow (\d+) has\b")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where the columns of a model are.

    Attributes
    ----------
    headers : mapping of str to str
        What the table calls a column that the model calls otherwise.
    constants : mapping of str to float
        The values of constants that stand in no column.
    weights : str or None
        The table's column of weights.
    gaps : bool
        Whether empty cells are allowed, whose rows are then left out.
    """

    headers: Mapping[str, str]
    constants: Mapping[str, float]
    weights: str | None
    gaps: bool


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """The data and weights of a fit, and the table that they were read from."""

    data: Mapping[str, Any]
    weights: Any
    table: Table
    gaps: bool

    @contextmanager
    def telling_lines(self) -> Iterator[None]:
        """Tell the line of the file where an error tells the row of the data."""
        try:
            yield
        except DataError as error:
            found = _ROW.search(error.message)
            if found is None or self.gaps:  # rows that were left out would shift the lines
                raise
            line = f"line {self.table.lines[int(found[1])]} of {self.table.source} has"
            told = _ROW.sub(lambda _: line, error.message)
            raise DataError(told, category=error.category, column=error.column) from error


def read_inputs(model: Model, wanted: Wanted, path: str, delimiter: str) -> Inputs:
    """Read the columns that the model asks for.

    Raises
    ------
    DataError
        The table has no such column, or not numbers in it.
    """
    observed = [*model.data, *model.covariates, *model.constants]
    for name in [*wanted.headers, *wanted.constants]:
        if name not in observed:
            raise click.UsageError(f"the model has no column {name!r}; it reads {', '.join(observed)}")
    table = read_table(path, delimiter=delimiter)
    columns = {
        name: table.column(wanted.headers.get(name, name), gaps=wanted.gaps)
        for name in observed
        if name not in wanted.constants
    }
    weights = None if wanted.weights is None else table.column(wanted.weights, gaps=wanted.gaps)
    return Inputs({**columns, **wanted.constants}, weights, table, wanted.gaps)
