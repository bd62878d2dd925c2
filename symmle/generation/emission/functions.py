"""All the function bodies of a module, by name, as the template asks for them."""

from __future__ import annotations

from collections.abc import Mapping

from symmle.generation.emission.data import check_lines, exists_lines
from symmle.generation.emission.lines import indented
from symmle.generation.emission.statistics import block_statistics_lines, merge_lines
from symmle.generation.emission.theta import (
    assemble_lines,
    candidates_lines,
    complete_lines,
    constraint_lines,
    log_density_lines,
    polynomial_lines,
    profile_lines,
    row_scores_lines,
    sums_lines,
)
from symmle.generation.programs import ModuleSpec


def emit_functions(spec: ModuleSpec) -> Mapping[str, str]:
    """Return the text of each function's body, indented once."""
    bodies = {
        "check": check_lines(spec),
        "compress": ["return compress_rows(sample)" if spec.discrete else "return sample"],
        "block_statistics": block_statistics_lines(spec),
        "merge": merge_lines(spec),
        "statistics": _statistics_lines(spec),
        "sums": sums_lines(spec),
        "assemble": assemble_lines(spec),
        "exists": exists_lines(spec),
        "complete": complete_lines(spec),
        "log_density": log_density_lines(spec),
        "row_scores": row_scores_lines(spec),
    }
    if spec.profile is not None:
        bodies["profile"] = profile_lines(spec.profile)
    if spec.polynomial is not None:
        bodies["polynomial"] = polynomial_lines(spec.polynomial)
    if spec.equals is not None:
        bodies["equals"] = polynomial_lines(spec.equals)
    if spec.start is not None:
        bodies["candidates"] = candidates_lines(spec.start, len(spec.parameters))
    if spec.constraints is not None:
        bodies["constraint_slopes"] = constraint_lines(spec.constraints, len(spec.parameters))
    return {name: "\n".join(indented(lines)) for name, lines in bodies.items()}


def _statistics_lines(spec: ModuleSpec) -> list[str]:
    if not spec.mergeable:
        return ["return block_statistics(sample)"]
    return ["return functools.reduce(merge, map(block_statistics, blocks(sample)))"]
