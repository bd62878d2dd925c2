"""From a specification to the text of a module."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any, Final

from symmle.generation.emission import emit_functions
from symmle.generation.escaping import string_literal
from symmle.generation.layout import WIDTH, signature
from symmle.generation.loader import environment
from symmle.generation.programs import Column, Entry, ModuleSpec
from symmle.generation.runtime import Definition, carried, mentioned

INTERFACE: Final = 1
_MOST_STATEMENTS: Final = 50

#: what must be defined before the literals and the defaults of the derived part are evaluated
_FIRST: Final = ("Column", "Statistic", "Settings", "DEFAULT_SETTINGS")

_STANDARD: Final = ("import functools", "import math")
_FROM: Final = (
    ("collections.abc", ("Callable", "Iterator")),
    ("typing", ("Final", "NamedTuple")),
)
_NUMPY: Final = "import numpy as np"
_THIRD: Final = (("numpy.typing", ("ArrayLike", "NDArray")), ("scipy", ("special",)))


def module_text(spec: ModuleSpec) -> str:
    """Return the module's text; the same specification gives the same bytes."""
    derived = environment().get_template("derived.py.jinja").render(_context(spec))
    runtime = carried([*mentioned(derived), *_FIRST])
    first = _joined(each for each in runtime if each.name in _FIRST)
    after = _joined(each for each in runtime if each.name not in _FIRST)
    text: str = (
        environment()
        .get_template("module.py.jinja")
        .render(
            summary=f"Maximum likelihood for the model {spec.name or 'without a name'}.",
            narrative=spec.narrative,
            waiver=_waiver(derived),
            imports=_imports(first + derived + after),
            first=first.strip("\n"),
            derived=derived.strip("\n"),
            runtime=after.strip("\n"),
        )
    )
    ast.parse(text)
    return text


def _waiver(derived: str) -> str:
    """Return a linter's waiver where a formula is so long that it takes many short statements."""
    functions = [node for node in ast.parse(derived).body if isinstance(node, ast.FunctionDef)]
    # the function itself and its docstring are not counted
    longest = max(sum(isinstance(part, ast.stmt) for part in ast.walk(each)) - 2 for each in functions)
    return "# ruff: noqa: PLR0915" if longest > _MOST_STATEMENTS else ""


def _joined(definitions: Iterable[Definition]) -> str:
    """Return the definitions as a formatter spaces them: names close together, the others two lines apart."""
    text, before = "", None
    for definition in definitions:
        close = before is not None and not (definition.is_block or before.is_block)
        text += f"{definition.text}\n" if close else f"\n\n{definition.text}\n"
        before = definition
    return text


def _imports(text: str) -> str:
    """Return the imports that the text needs, in the order in which a linter wants them."""
    names = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
    standard = [line for line in _STANDARD if line.split()[1] in names]
    standard += _from_imports(_FROM, names)
    return "\n".join([*standard, "", _NUMPY, *_from_imports(_THIRD, names)])


def _from_imports(table: Iterable[tuple[str, tuple[str, ...]]], names: set[str]) -> list[str]:
    lines = []
    for module, offered in table:
        used = [name for name in offered if name in names]
        if used:
            lines.append(f"from {module} import {', '.join(used)}")
    return lines


def _context(spec: ModuleSpec) -> dict[str, Any]:
    return {
        "spec": spec,
        "interface": INTERFACE,
        "literals": _literals(spec),
        "bounds": _tuple([f"({_end(low)}, {_end(high)})" for low, high in spec.bounds]),
        "closed": _tuple([f"({low}, {high})" for low, high in spec.closed]),
        "signatures": _signatures(spec),
        "arguments": ", ".join(column.argument for column in spec.columns),
        # equal rows are worth counting where each of them costs something at every step
        "counted": "compress(sample)" if spec.discrete and spec.sums else "sample",
        "bodies": emit_functions(spec),
        "solver": "constrained" if spec.constraints else spec.kind,
    }


def _literals(spec: ModuleSpec) -> dict[str, str]:
    sums = [f"s{index}" for index in range(len(spec.sums.reductions) if spec.sums else 0)]
    tuples = {
        "PREDICTORS": spec.predictors,
        "PARAMETERS": spec.parameters,
        "DOMAINS": spec.domains,
        "COORDINATES": spec.coordinates,
        "REMAINING": spec.remaining,
        "SUM_PARAMETERS": spec.sum_parameters,
        "SUMS": sums,
    }
    tuples |= {} if spec.constraints is None else {"CONSTRAINTS": spec.constraints.texts}
    literals = {
        name: _lines(name, [string_literal(item) for item in items]) for name, items in tuples.items()
    }
    literals["COLUMNS"] = _lines("COLUMNS", [_column_literal(column) for column in spec.columns])
    literals["STATISTICS"] = _lines("STATISTICS", [_statistic_literal(entry) for entry in spec.entries])
    return literals


def _lines(name: str, items: list[str]) -> str:
    short = f"{name}: Final = {_tuple(items)}"
    if len(short) <= WIDTH:
        return short
    return f"{name}: Final = (\n" + "".join(f"    {item},\n" for item in items) + ")"


def _tuple(items: list[str]) -> str:
    return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"


def _end(value: float) -> str:
    if value in (float("inf"), float("-inf")):
        return "np.inf" if value > 0 else "-np.inf"
    return repr(value)


def _column_literal(column: Column) -> str:
    role, support = string_literal(column.role), string_literal(column.support)
    return f"Column({string_literal(column.name)}, role={role}, support={support})"


def _statistic_literal(entry: Entry) -> str:
    kind = "gap" if entry.kind.endswith("gap") else entry.kind
    return f"Statistic({', '.join(string_literal(each) for each in (entry.name, entry.expression, kind))})"


_WEIGHTS: Final = "weights: ArrayLike | None = None"
_SEARCH: Final = ("start: ArrayLike | None = None", "settings: Settings = DEFAULT_SETTINGS")


def _signatures(spec: ModuleSpec) -> dict[str, str]:
    """Return the first lines of the functions whose parameters depend on the columns."""
    columns = [f"{column.argument}: ArrayLike" for column in spec.columns]
    weighted = [*columns, "*", _WEIGHTS]
    at_theta = ["theta: ArrayLike", *columns]
    return {
        "check": signature("check", weighted, "Sample"),
        "fit": signature("fit", [*weighted, *_SEARCH], "Fit"),
        "maximise": signature(
            "maximise",
            ["statistics: Vector", "total: Callable[[Vector, int], Vector]", "*", *_SEARCH],
            "Fit",
        ),
        "log_likelihood": signature("log_likelihood", ["theta: ArrayLike", *weighted], "float"),
        "score": signature("score", ["theta: ArrayLike", *weighted], "Vector"),
        "hessian": signature("hessian", ["theta: ArrayLike", *weighted], "Matrix"),
        "log_density": signature("log_density", at_theta, "Vector"),
        "row_scores": signature("row_scores", at_theta, "Matrix"),
    }
