"""Checking the data, and the conditions on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sympy import Expr, Ne, Or, S, Symbol, default_sort_key

from symmle.errors import Category
from symmle.generation.emission.lines import INDENT, indented, load_line, text_lines
from symmle.generation.escaping import string_literal
from symmle.generation.layout import WIDTH, fit_to_line, statement
from symmle.generation.names import Names
from symmle.generation.printing import numpy_text
from symmle.generation.programs import Existence, Load, ModuleSpec

_LONGEST_RELATION: Final = 80


def check_lines(spec: ModuleSpec) -> list[str]:
    """Return the body of ``check``: columns are read, and each is held against its support."""
    arguments = [column.argument for column in spec.columns]
    given = f"({arguments[0]},)" if len(arguments) == 1 else f"({', '.join(arguments)})"
    lines = [f"sample = read_sample(COLUMNS, {given}, weights)"]
    used = {symbol.name for column in spec.columns for each in column.inside for symbol in each.free_symbols}
    lines += [f"{name} = sample.columns[{index}]" for index, name in enumerate(arguments) if name in used]
    fresh = Names(arguments).numbered("inside")
    for index, column in enumerate(spec.columns):
        for condition in column.inside:
            lines += _required(f"sample, COLUMNS[{index}], {column.argument}", condition, fresh)
    return [*lines, "return drop_weightless(sample)"]


def _required(before: str, condition: Expr, fresh: Iterator[Symbol]) -> list[str]:
    """Return ``require(…, condition)``; a choice among many values is put together line by line."""
    short = f"require({before}, {numpy_text(condition)})"
    if len(INDENT + short) <= WIDTH or not isinstance(condition, Or):
        return [short]
    name = next(fresh).name
    first, *others = sorted(condition.args, key=default_sort_key)
    lines = [f"{name} = {numpy_text(first)}"]
    lines += [f"{name} = np.logical_or({name}, {numpy_text(each)})" for each in others]
    return [*lines, f"require({before}, {name})"]


def exists_lines(spec: ModuleSpec) -> list[str]:
    """Return the body of ``exists``: one finding for each condition that fails."""
    if not spec.existence:
        return ["return ()"]
    used = {symbol.name for each in spec.existence for symbol in each.relation.free_symbols}
    entries = [(entry.name, index) for index, entry in enumerate(spec.entries) if entry.name in used]
    lines = [load_line(Load(name, "statistics", index)) for name, index in entries]
    lines.append("findings: list[Finding] = []")
    fresh = Names(name for name, _ in entries).numbered("t")
    flat = [each for each in spec.existence if each.category == Category.NOT_IDENTIFIABLE]
    rest = [each for each in spec.existence if each not in flat]
    for condition in flat:
        lines += _condition_lines(condition, fresh)
    if flat and rest:  # where the parameters cannot be told apart, there is no limit to name
        lines += ["if findings:", *indented(["return tuple(findings)"])]
    for condition in rest:
        lines += _condition_lines(condition, fresh)
    return [*lines, "return tuple(findings)"]


def _condition_lines(condition: Existence, fresh: Iterator[Symbol]) -> list[str]:
    facts = ", ".join(string_literal(each) for each in (condition.category, condition.parameter))
    limit = string_literal(condition.limit)
    if condition.relation is S.false:
        said = f"findings.append(Finding({facts}, message, {limit}))"
        return [*text_lines("message", condition.message, 1), said]
    before, relation = _sides_named(condition.relation, fresh)
    return [
        *before,
        f"if {_fails(relation)}:",
        *indented(text_lines("message", condition.message, 2)),
        *indented([f"findings.append(Finding({facts}, message, {limit}))"]),
    ]


def _sides_named(relation: Expr, fresh: Iterator[Symbol]) -> tuple[list[str], Expr]:
    """Name the two sides where the relation is too long for a line."""
    if len(_fails(relation)) < _LONGEST_RELATION:
        return [], relation
    lines: list[str] = []
    names = []
    for side in relation.args:
        names.append(next(fresh))
        parts = fit_to_line(names[-1].name, side, fresh, WIDTH - 2 * len(INDENT))
        lines += [statement(part.target, part.value) for part in parts]
    return lines, relation.func(*names, evaluate=False)


def _fails(relation: Expr) -> str:
    """Return the text of what is true where a relation fails, also where it is not a number."""
    if isinstance(relation, Ne):
        left, right = relation.args
        return f"{numpy_text(left)} == {numpy_text(right)}"
    return f"not {numpy_text(relation)}"
