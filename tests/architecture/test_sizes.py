"""Files, function bodies and parameter lists stay small; what is larger is listed with its reason."""

import ast
import tomllib
from pathlib import Path

import pytest

from tests.architecture import source

FILE_LINES = 400
BODY_LINES = 40
POSITIONAL = 5
EXCEPTIONS = tomllib.loads(Path(__file__).with_name("exceptions.toml").read_text(encoding="utf-8"))
PROJECT = source.python_files("symmle", "tests", "benchmarks", "examples")


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the first statement after the docstring to the last."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1 if body else 0


def _positional(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
    return len(names) - (bool(names) and names[0] in {"self", "cls"})


def _long_files() -> dict[str, int]:
    lengths = {source.label(path): len(path.read_text(encoding="utf-8").splitlines()) for path in PROJECT}
    return {name: length for name, length in lengths.items() if length > FILE_LINES}


def _functions_over(measure, limit: int, paths: list[Path]) -> dict[str, int]:
    sizes = {
        f"{source.label(path)}::{name}": measure(function)
        for path in paths
        for name, function in source.functions(path)
    }
    return {name: size for name, size in sizes.items() if size > limit}


FOUND = {
    "files": _long_files(),
    "bodies": _functions_over(_body_lines, BODY_LINES, PROJECT),
    "parameters": _functions_over(_positional, POSITIONAL, source.python_files("symmle")),
}


@pytest.mark.parametrize("kind", FOUND)
def test_nothing_is_over_its_limit_without_a_reason(kind):
    unexplained = {name: size for name, size in FOUND[kind].items() if name not in EXCEPTIONS[kind]}
    assert unexplained == {}


@pytest.mark.parametrize("kind", FOUND)
def test_every_exception_is_still_needed_and_has_a_reason(kind):
    assert set(EXCEPTIONS[kind]) <= set(FOUND[kind]), "remove the entries that are no longer over the limit"
    assert all(len(reason.split()) >= 4 for reason in EXCEPTIONS[kind].values())


def test_the_measure_counts_what_it_says():
    text = "def f(self, a, b, /, c, *, d):\n    '''Doc.'''\n\n    x = 1\n\n    return x\n"
    function = ast.parse(text).body[0]
    assert _body_lines(function) == 3
    assert _positional(function) == 3
