"""The pass that is free of parameters, and how two of its results become one."""

from __future__ import annotations

from sympy import Symbol

from symmle.generation.emission.lines import listed, program_lines
from symmle.generation.printing import numpy_text
from symmle.generation.programs import Entry, ModuleSpec, Reduction, ReductionKind

_CALLS = {
    ReductionKind.SUM: "weighted_sum({0}, w)",
    ReductionKind.MEAN: "weighted_mean({0}, w, n)",
    ReductionKind.COVARIANCE: "weighted_covariance({0}, {1}, w, n)",
    ReductionKind.LOG_GAP: "log_gap({0}, {1}, w, n)",
    ReductionKind.RECIPROCAL_GAP: "reciprocal_gap({0}, {1}, w, n)",
    ReductionKind.MIN: "float(np.min({0}))",
    ReductionKind.MAX: "float(np.max({0}))",
    ReductionKind.MEDIAN: "weighted_median({0}, w)",
}


def block_statistics_lines(spec: ModuleSpec) -> list[str]:
    """Return the body of ``block_statistics``."""
    lines = ["w = sample.weights", "n = sample_size(sample)"]
    lines += program_lines(spec.statistics, 0)
    residuals: dict[str, str] = {}
    for reduction in spec.statistics.reductions:
        lines += _reduction_lines(reduction, residuals)
    names = ["n", "sample.rows", *(entry.name for entry in spec.entries[2:])]
    if not spec.statistics.reductions:
        lines.remove("w = sample.weights")
    return [*lines, *listed("values", names), "return np.array(values, dtype=np.float64)"]


def _reduction_lines(reduction: Reduction, residuals: dict[str, str]) -> list[str]:
    operands = [numpy_text(operand) for operand in reduction.operands]
    lines: list[str] = []
    if reduction.kind is ReductionKind.COVARIANCE:
        left, right, left_mean, right_mean = operands
        pairs = dict.fromkeys([(left, left_mean), (right, right_mean)])
        for values, mean in pairs:
            if mean not in residuals:
                residuals[mean] = f"d{len(residuals)}"
                lines.append(f"{residuals[mean]} = {values} - {mean}")
        operands = [residuals[left_mean], residuals[right_mean]]
    return [*lines, f"{reduction.target} = {_CALLS[reduction.kind].format(*operands)}"]


def merge_lines(spec: ModuleSpec) -> list[str]:
    """Return the body of ``merge``."""
    lines = ["merged = left + right"]
    if any(entry.kind not in ("sum", "count", "constant") for entry in spec.entries):
        lines.append("share = right[0] / merged[0]")
    where = {entry.name: index for index, entry in enumerate(spec.entries)}
    for index, entry in enumerate(spec.entries):
        merged = _merged(index, entry, where)
        if merged:
            lines.append(f"merged[{index}] = {merged}")
    return [*lines, "return merged"]


def _merged(index: int, entry: Entry, where: dict[str, int]) -> str:
    both = f"left[{index}], right[{index}]"
    if entry.kind == "mean":
        return f"merge_mean(share, {both})"
    if entry.kind in ("variance", "covariance"):
        first, last = entry.needs[0], entry.needs[-1]
        apart = " * ".join(f"(right[{i}] - left[{i}])" for i in (first, last))
        return f"merge_covariance(share, {both}, {apart})"
    if entry.kind in ("log gap", "reciprocal gap"):
        mean = entry.needs[0]
        function = f"merge_{entry.kind.replace(' ', '_')}"
        return f"{function}(share, ({both}), (left[{mean}], right[{mean}]))"
    if entry.kind in ("minimum", "maximum"):
        return f"{entry.kind[:3]}({both})"
    return f"left[{index}]" if entry.kind == "constant" else ""


def centre(entry: Entry, entries: tuple[Entry, ...], position: int) -> Symbol:
    """Return the name of the mean by which an entry is centred."""
    return Symbol(entries[entry.needs[position]].name, real=True)
