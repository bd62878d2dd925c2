"""A generated module carries these definitions word for word, so each must stand on few things."""

import ast
import builtins
from pathlib import Path

import pytest

from symmle import numerics

ROOM = Path(numerics.__file__).parent
ALLOWED = {
    "import math",
    "from collections.abc import Callable",
    "from collections.abc import Callable, Iterator",
    "from collections.abc import Iterator",
    "from typing import Final, NamedTuple",
    "from typing import NamedTuple",
    "import numpy as np",
    "from numpy.typing import ArrayLike",
    "from numpy.typing import ArrayLike, NDArray",
    "from numpy.typing import NDArray",
    "from scipy import special",
}
FILES = sorted(path for path in ROOM.glob("*.py") if path.name != "__init__.py")
TREES = {path.stem: ast.parse(path.read_text(encoding="utf-8")) for path in FILES}


def defined(tree):
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, node
        elif isinstance(node, ast.Assign):
            yield node.targets[0].id, node
        elif isinstance(node, ast.AnnAssign):
            yield node.target.id, node


DEFINITIONS = {name: node for tree in TREES.values() for name, node in defined(tree) if name != "__all__"}


@pytest.mark.parametrize("stem", TREES)
def test_a_file_imports_nothing_but_the_room_numpy_and_scipy(stem):
    for node in TREES[stem].body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("symmle"):
            assert node.module.startswith("symmle.numerics.")
        elif isinstance(node, ast.Import | ast.ImportFrom):
            assert ast.unparse(node) in ALLOWED


def test_no_two_definitions_share_a_name_and_all_are_public():
    names = [name for tree in TREES.values() for name, _ in defined(tree) if name != "__all__"]
    assert len(names) == len(set(names))
    assert set(numerics.__all__) <= set(names)
    assert not [name for name in names if name.startswith("_")]


@pytest.mark.parametrize("name", DEFINITIONS)
def test_a_definition_needs_only_what_can_be_copied_with_it(name):
    node = DEFINITIONS[name]
    bound = {part.arg for part in ast.walk(node) if isinstance(part, ast.arg)}
    bound |= {
        part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store)
    }
    bound |= {part.name for part in ast.walk(node) if isinstance(part, ast.FunctionDef | ast.ClassDef)}
    bound |= {part.name for part in ast.walk(node) if isinstance(part, ast.ExceptHandler) and part.name}
    read = {
        part.id for part in ast.walk(node) if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load)
    }
    known = {"np", "special", "math", "Callable", "Iterator", "Final", "NamedTuple", "ArrayLike", "NDArray"}
    assert read - bound <= known | set(DEFINITIONS) | set(dir(builtins))
    assert not getattr(node, "decorator_list", [])


def text_of(name):
    path = next(path for path in FILES if name in dict(defined(TREES[path.stem])))
    return ast.get_source_segment(path.read_text(encoding="utf-8"), DEFINITIONS[name])


def reached(names):
    seen, waiting = set(), list(names)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += [
                part.id for part in ast.walk(DEFINITIONS[name]) if getattr(part, "id", "") in DEFINITIONS
            ]
    return seen


@pytest.mark.parametrize(
    ("driver", "limit"), [("maximise_closed", 120), ("maximise_profile", 235), ("maximise_iterative", 350)]
)
def test_the_solver_that_a_module_carries_is_short(driver, limit):
    records = {name for name, _ in defined(TREES["records"])} | {
        name for name, _ in defined(TREES["columns"])
    }
    text = "\n".join(text_of(name) for name in reached([driver]) - records)
    lines = [line for line in text.splitlines() if line.strip()]
    assert len(lines) <= limit
