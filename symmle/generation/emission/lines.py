"""Lines that every function body is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from symmle.generation.escaping import string_literal
from symmle.generation.layout import WIDTH, statement
from symmle.generation.printing import numpy_text
from symmle.generation.programs import Assignment, Load, Result, RowProgram, ScalarProgram

INDENT = "    "


def indented(lines: Iterable[str], depth: int = 1) -> list[str]:
    """Return the lines, further in."""
    return [INDENT * depth + line for line in lines]


def load_line(load: Load) -> str:
    """Return ``k = theta[0]``."""
    return f"{load.target} = {load.vector}[{load.index}]"


def program_lines(program: RowProgram | ScalarProgram, order: int) -> list[str]:
    """Return the loads and assignments that an order adds to the orders before it."""
    if isinstance(program, ScalarProgram):
        return _lines(program.arguments, program.assignments, order)
    return _lines(program.loads, (*program.prologue, *program.assignments), order)


def _lines(loads: Iterable[Load], assignments: Iterable[Assignment], order: int) -> list[str]:
    lines = [load_line(load) for load in loads if load.order == order]
    return lines + [statement(each.target, each.value) for each in assignments if each.order == order]


def result_lines(results: Iterable[Result]) -> list[str]:
    """Return ``name = value`` for each result."""
    return [statement(result.name, result.value) for result in results]


def listed(target: str, items: Sequence[str]) -> list[str]:
    """Return ``target = [items]`` on one line, or one item per line."""
    short = f"{target} = [{', '.join(items)}]"
    if len(short) + 2 * len(INDENT) <= WIDTH:
        return [short]
    return [f"{target} = [", *indented(f"{item}," for item in items), "]"]


def values(results: Iterable[Result]) -> list[str]:
    """Return the texts of the results' values."""
    return [numpy_text(result.value) for result in results]


def text_lines(target: str, text: str, depth: int) -> list[str]:
    """Return ``target = "text"``, in pieces where it is too long for a line."""
    whole = string_literal(text)
    if len(f"{INDENT * depth}{target} = {whole}") <= WIDTH:
        return [f"{target} = {whole}"]
    if len(INDENT * (depth + 1) + whole) <= WIDTH:
        return [f"{target} = (", *indented([whole]), ")"]
    pieces, piece = [], ""
    for word in text.split(" "):
        if piece and len(piece) + len(word) > WIDTH - len(INDENT) * (depth + 1) - 12:
            pieces.append(piece)
            piece = ""
        piece += word + " "
    pieces.append(piece[:-1])
    return [f"{target} = (", *indented(string_literal(each) for each in pieces), ")"]
