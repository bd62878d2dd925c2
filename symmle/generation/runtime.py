"""The text that every module runs on, copied word for word from `symmle.numerics`.

A module carries what it needs and nothing else: the definitions that it names, the definitions that those
name, and so on.
"""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

#: the files of the run time, in the order in which a reader wants them
FILES: Final = (
    "records",
    "columns",
    "sums",
    "special_functions",
    "inverses",
    "coordinates",
    "bracket",
    "newton",
    "start",
    "finish",
    "polynomial",
    "comparison",
    "drivers",
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A top-level definition: its text as it stands in its file, and the names in it."""

    name: str
    text: str
    mentions: frozenset[str]
    is_block: bool  # a function or a class, not the name of a value


@cache
def definitions() -> dict[str, Definition]:
    """Return every top-level definition of the run time, by name, in order."""
    found: dict[str, Definition] = {}
    for file in FILES:
        source = inspect.getsource(importlib.import_module(f"symmle.numerics.{file}"))
        for node in ast.parse(source).body:
            name = _name(node)
            if name is not None:
                found[name] = Definition(name, _text(source, node), _mentions(node), _is_block(node))
    return found


def _is_block(node: ast.stmt) -> bool:
    return isinstance(node, ast.FunctionDef | ast.ClassDef)


def _name(node: ast.stmt) -> str | None:
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return node.name
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return node.target.id
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id if node.targets[0].id != "__all__" else None
    return None


def _text(source: str, node: ast.stmt) -> str:
    """Return the lines of a definition, with its decorators."""
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(decorator.lineno for decorator in decorators)])
    return "\n".join(source.splitlines()[first - 1 : node.end_lineno])


def _mentions(node: ast.stmt) -> frozenset[str]:
    return frozenset(each.id for each in ast.walk(node) if isinstance(each, ast.Name))


def carried(names: Iterable[str]) -> tuple[Definition, ...]:
    """Return the named definitions and everything that they need, in the order of the files.

    Raises
    ------
    KeyError
        If the run time has no such definition.
    """
    known = definitions()
    wanted: set[str] = set()
    waiting = sorted(names)
    while waiting:
        name = waiting.pop()
        if name not in wanted:
            wanted.add(name)
            waiting += sorted(known[name].mentions & known.keys())
    return tuple(definition for name, definition in known.items() if name in wanted)


def mentioned(text: str) -> frozenset[str]:
    """Return the definitions of the run time that a piece of code names."""
    names = {node.id for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Name)}
    return frozenset(names & definitions().keys())
