"""Functions of theta: the sums, the assembly, what is complete, and the rows."""

from __future__ import annotations

from symmle.generation.emission.lines import (
    indented,
    listed,
    program_lines,
    result_lines,
    values,
)
from symmle.generation.printing import numpy_text
from symmle.generation.programs import Constraints, ModuleSpec, RowProgram, ScalarProgram


def sums_lines(spec: ModuleSpec) -> list[str]:
    """Return the body of ``sums``: each order adds to what the order before it needs."""
    if spec.sums is None:
        return ["return np.zeros(0)"]
    lines = ["w = sample.weights", *program_lines(spec.sums, 0)]
    first = _totals(spec.sums, 0)
    lines += listed("totals", first) if first else ["totals: list[float] = []"]
    for order in (1, 2):
        added = [
            *program_lines(spec.sums, order),
            *(f"totals.append({t})" for t in _totals(spec.sums, order)),
        ]
        if added:
            lines += [f"if order > {order - 1}:", *indented(added)]
    return [*lines, "return np.array(totals, dtype=np.float64)"]


def _totals(program: RowProgram, order: int) -> list[str]:
    return [
        f"weighted_sum({numpy_text(each.operands[0])}, w)"
        for each in program.reductions
        if each.order == order
    ]


def assemble_lines(spec: ModuleSpec) -> list[str]:
    """Return the body of ``assemble``, which stops where the order is reached."""
    size = len(spec.parameters)
    value, *derivatives = spec.assembly.returns
    score, hessian = derivatives[:size], derivatives[size:]
    matrix = _symmetric([entry.name for entry in hessian], size)
    return [
        *program_lines(spec.assembly, 0),
        *result_lines([value]),
        f"slope, curvature = np.full({size}, np.nan), np.full(({size}, {size}), np.nan)",
        "if order > 0:",
        *indented(program_lines(spec.assembly, 1)),
        *indented(result_lines(score)),
        *indented(listed("scores", [entry.name for entry in score])),
        *indented(["slope = np.array(scores, dtype=np.float64)"]),
        "if order > 1:",
        *indented(program_lines(spec.assembly, 2)),
        *indented(result_lines(hessian)),
        *indented(matrix),
        *indented(["curvature = np.array(entries, dtype=np.float64)"]),
        "return Evaluation(float(value), slope, curvature)",
    ]


def _symmetric(upper: list[str], size: int) -> list[str]:
    """Return ``entries = [[...], ...]`` from the upper triangle, row by row."""
    entry = {
        (row, column): upper[_position(row, column, size)]
        for row in range(size)
        for column in range(row, size)
    }
    rows = [[entry[min(i, j), max(i, j)] for j in range(size)] for i in range(size)]
    return listed("entries", [f"[{', '.join(row)}]" for row in rows])


def _position(row: int, column: int, size: int) -> int:
    """Return where an entry of the upper triangle stands in the list of its rows."""
    return row * size - row * (row - 1) // 2 + column - row


def complete_lines(spec: ModuleSpec) -> list[str]:
    """Return the body of ``complete``."""
    lines = program_lines(spec.complete, 0)
    return [
        *lines,
        *listed("values", values(spec.complete.returns)),
        "return np.array(values, dtype=np.float64)",
    ]


def profile_lines(program: ScalarProgram) -> list[str]:
    """Return the body of ``profile``."""
    lines = [line for order in range(3) for line in program_lines(program, order)]
    lines += result_lines(program.returns)
    return [*lines, "return float(value), float(slope)"]


def polynomial_lines(program: ScalarProgram) -> list[str]:
    """Return the body of ``polynomial``."""
    lines = [*program_lines(program, 0), *listed("values", values(program.returns))]
    return [*lines, "return np.array(values, dtype=np.float64)"]


def candidates_lines(program: ScalarProgram, size: int) -> list[str]:
    """Return the body of ``candidates``: some values for each parameter, the first a safe one."""
    lines = program_lines(program, 0)
    for index in range(size):
        mine = [result for result in program.returns if result.name.startswith(f"guess{index}_")]
        lines += listed(f"guess{index}", values(mine))
    arrays = [f"np.array(guess{index}, dtype=np.float64)" for index in range(size)]
    return [*lines, *listed("guesses", arrays), "return tuple(guesses)"]


def constraint_lines(given: Constraints, size: int) -> list[str]:
    """Return the body of ``constraint_slopes``: first derivatives (m, p), second ones (m, p, p)."""
    numbers, count = values(given.slopes.returns), len(given.texts)
    slopes, bends = numbers[: count * size], numbers[count * size :]
    rows = [f"[{', '.join(slopes[k * size : (k + 1) * size])}]" for k in range(count)]
    lines = [*program_lines(given.slopes, 0), *listed("slopes", rows)]
    shape = f"({count}, {size}, {size})"
    if set(bends) == {"0.0"}:
        return [*lines, f"return np.array(slopes, dtype=np.float64), np.zeros({shape})"]
    return [
        *lines,
        *listed("bends", bends),
        f"return np.array(slopes, dtype=np.float64), np.array(bends, dtype=np.float64).reshape{shape}",
    ]


def log_density_lines(spec: ModuleSpec) -> list[str]:
    """Return the body of ``log_density`` after the data are checked."""
    (density,) = spec.density.results
    value = numpy_text(density.value)
    shown = value if _varies(spec) else f"np.full(sample.rows, {value})"
    return [*program_lines(spec.density, 0), f"result: Vector = {shown}", "return result"]


def _varies(spec: ModuleSpec) -> bool:
    """Whether the log density is a column; a density that is the same everywhere is a number."""
    return any(load.vector == "sample.columns" for load in spec.density.loads)


def row_scores_lines(spec: ModuleSpec) -> list[str]:
    """Return the body of ``row_scores`` after the data are checked."""
    lines = [*program_lines(spec.row_scores, 0), f"result = np.empty((sample.rows, {len(spec.parameters)}))"]
    for index, column in enumerate(spec.row_scores.results):
        lines.append(f"result[:, {index}] = {numpy_text(column.value)}")
    return [*lines, "return result"]
