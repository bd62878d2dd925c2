"""The pass that is free of parameters: which row expressions are reduced, and how."""

from __future__ import annotations

from sympy import Expr, Piecewise, S, Symbol

from symmle.generation.passes import Wanted, row_program
from symmle.generation.programs import Entry, Load, Reduction, ReductionKind, RowProgram
from symmle.generation.stabilise import stabilise
from symmle.generation.vocabulary import Vocabulary

_KINDS = {
    "mean": ReductionKind.MEAN,
    "variance": ReductionKind.COVARIANCE,
    "covariance": ReductionKind.COVARIANCE,
    "log gap": ReductionKind.LOG_GAP,
    "reciprocal gap": ReductionKind.RECIPROCAL_GAP,
    "minimum": ReductionKind.MIN,
    "maximum": ReductionKind.MAX,
    "median": ReductionKind.MEDIAN,
    "count": ReductionKind.SUM,
}


def statistics_program(vocabulary: Vocabulary) -> RowProgram:
    """Build the pass over the rows that gives every statistic of the module."""
    entries = [entry for entry in vocabulary.entries if entry.rows]
    rows = list(dict.fromkeys(row for entry in entries for row in _reduced_rows(entry)))
    wanted = [Wanted(f"row{index}", stabilise(_numeric(row))) for index, row in enumerate(rows)]
    program = row_program(
        wanted, vocabulary.row_loads, vocabulary.names.child(), varying=vocabulary.observations
    )
    values = {row: result.value for row, result in zip(rows, program.results, strict=True)}
    loads = tuple(program.loads) + _constants(vocabulary, program)
    reductions = tuple(_reduction(entry, vocabulary, values) for entry in entries)
    return RowProgram(loads, program.prologue, program.assignments, reductions)


def _reduced_rows(entry: Entry) -> tuple[Expr, ...]:
    """Return what is read row by row; a gap is computed from its first expression and that one's mean."""
    return entry.rows[:1] if entry.kind.endswith("gap") else entry.rows


def _numeric(row: Expr) -> Expr:
    return Piecewise((S.One, row), (S.Zero, True)) if row.is_Boolean else row


def _reduction(entry: Entry, vocabulary: Vocabulary, values: dict[Expr, Expr]) -> Reduction:
    operands = [values[row] for row in _reduced_rows(entry)]
    means: list[Expr] = [Symbol(vocabulary.entries[index].name, real=True) for index in entry.needs]
    if entry.kind == "variance":
        operands, means = operands * 2, means * 2
    return Reduction(entry.name, _KINDS[entry.kind], (*operands, *means))


def _constants(vocabulary: Vocabulary, program: RowProgram) -> tuple[Load, ...]:
    """Return the constants that the rows do not use: they are statistics all the same."""
    loaded = {load.target for load in program.loads}
    wanted = {entry.name for entry in vocabulary.entries if entry.kind == "constant"}
    return tuple(load for name, load in vocabulary.row_loads.items() if name in wanted and name not in loaded)
