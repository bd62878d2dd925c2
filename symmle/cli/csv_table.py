"""Columns of numbers from a CSV file, with the line of whatever is wrong."""

from __future__ import annotations

import csv
import errno
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from symmle.errors import Category, DataError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Table", "read_table", "refuse_null"]

# ASCII digits and no underscores: float() would also take `1_000` and the digits of other scripts.
_NUMBER = re.compile(
    r"[+-]?(\d+\.?\d*([eE][+-]?\d+)?|\.\d+([eE][+-]?\d+)?|inf(inity)?)", re.IGNORECASE | re.ASCII
)
_MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "."})


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of a CSV file, as text.

    Attributes
    ----------
    source : str
        What to call the file in messages.
    header : tuple of str
        The names in the first line.
    lines : tuple of int
        The line number of each row, counted from 1.
    cells : tuple of tuple of str
        The rows under the header.
    """

    source: str
    header: tuple[str, ...]
    lines: tuple[int, ...]
    cells: tuple[tuple[str, ...], ...]

    def column(self, name: str, *, gaps: bool) -> NDArray[np.float64]:
        """Read one column as numbers; an empty or NA cell is NaN where `gaps` are allowed.

        Raises
        ------
        DataError
            ``missing-column``, ``data-nonfinite`` for a gap, ``data-out-of-support`` for what is no number.
        """
        import numpy as np

        index = self._index(name)
        return np.array(
            [
                self._number(name, line, row[index], gaps=gaps)
                for line, row in zip(self.lines, self.cells, strict=True)
            ],
            dtype=np.float64,
        )

    def _index(self, name: str) -> int:
        from symmle.notation import suggestion

        if self.header.count(name) > 1:
            raise DataError(
                f"{self.source} has {self.header.count(name)} columns called {name!r}; rename all but one",
                category=Category.MISSING_COLUMN,
                column=name,
            )
        if name not in self.header:
            there = ", ".join(repr(other) for other in self.header)
            raise DataError(
                f"{self.source} has no column {name!r}; it has {there}{suggestion(name, self.header)}",
                category=Category.MISSING_COLUMN,
                column=name,
            )
        return self.header.index(name)

    def _number(self, name: str, line: int, cell: str, *, gaps: bool) -> float:
        text = cell.strip()
        if _NUMBER.fullmatch(text):
            return float(text)
        if text.lower() not in _MISSING:
            raise DataError(
                f"column {name!r}, line {line} of {self.source}: {text[:40]!r} is not a number",
                category=Category.DATA_OUT_OF_SUPPORT,
                column=name,
            )
        if not gaps:
            raise DataError(
                f"column {name!r}, line {line} of {self.source} is {repr(text) if text else 'empty'}; "
                f"fill it, or leave such rows out with --missing drop",
                category=Category.DATA_NONFINITE,
                column=name,
            )
        return float("nan")


def read_table(path: str, *, delimiter: str = ",") -> Table:
    """Read a CSV file whose first line names its columns; ``-`` is standard input.

    Raises
    ------
    DataError
        The file is empty, is not text, or has a line of another length than its header.
    OSError
        The file cannot be read.
    """
    refuse_null(path)
    source = "standard input" if path == "-" else path
    try:
        with _opened(path) as stream:
            return _read(source, stream, delimiter)
    except UnicodeDecodeError as error:
        raise DataError(
            f"{source} is not UTF-8 text; give a CSV file", category=Category.DATA_OUT_OF_SUPPORT
        ) from error
    except csv.Error as error:
        raise DataError(
            f"{source} is not a CSV file: {error}", category=Category.DATA_OUT_OF_SUPPORT
        ) from error


def refuse_null(path: str) -> None:
    """Refuse a path with a null character, which no system has."""
    if "\0" in path:
        raise OSError(errno.EINVAL, "a path has no null character")


@contextmanager
def _opened(path: str) -> Iterator[TextIO]:
    if path == "-":
        yield sys.stdin
        return
    with open(path, newline="", encoding="utf-8-sig") as stream:
        yield stream


def _read(source: str, stream: TextIO, delimiter: str) -> Table:
    rows = csv.reader(stream, delimiter=delimiter)
    header: tuple[str, ...] = ()
    lines, cells = [], []
    for row in rows:
        if not row:  # a blank line
            continue
        if not header:
            header = _header(source, row)
            continue
        if len(row) != len(header):
            raise DataError(
                f"line {rows.line_num} of {source} has {len(row)} cells where the header has {len(header)}",
                category=Category.DATA_OUT_OF_SUPPORT,
            )
        lines.append(rows.line_num)
        cells.append(tuple(row))
    if not header:
        raise DataError(
            f"{source} is empty; its first line must name the columns", category=Category.DATA_EMPTY
        )
    return Table(source, header, tuple(lines), tuple(cells))


def _header(source: str, row: Sequence[str]) -> tuple[str, ...]:
    names = tuple(name.removeprefix("\ufeff").strip() for name in row)  # standard input keeps the mark
    if all(_NUMBER.fullmatch(name) for name in names):
        raise DataError(
            f"the first line of {source} holds numbers; it must name the columns",
            category=Category.MISSING_COLUMN,
        )
    return names
