"""What the source never does: evaluate text, catch everything, name a machine."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture import source

EVALUATING = {"eval", "exec", "sympify", "parse_expr", "lambdify", "S"}
# The bytes of a generated module are run here and nowhere else.
MAY_EXECUTE = {"symmle/generation/program.py"}
BROAD = {"Exception", "BaseException"}
HOSTS = (
    "pypi" + ".org",
    "python" + "hosted",
    "cran.r" + "-project",
    "deb." + "debian",
    "conda" + ".anaconda",
)
MACHINE_PATH = re.compile(r"(?<![\w.~}])/(?:home|root|Users|tmp|work|opt|mnt|var|srv)/\w")
UNFINISHED = re.compile(r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".R",
    ".jinja",
    ".html",
    ".json",
    ".csv",
    ".cfg",
    ".txt",
    ".yml",
    ".tex",
    ".typed",
    "",
}


def _called(node: ast.Call) -> str:
    function = node.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _evaluations(module: ast.Module) -> Iterator[str]:
    """Calls that turn text into code; `S` only when called, for S.One is a constant."""
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and _called(node) in EVALUATING:
            yield f"line {node.lineno}: {_called(node)}("


def _broad(module: ast.Module) -> Iterator[str]:
    for node in ast.walk(module):
        if isinstance(node, ast.ExceptHandler):
            caught = ast.walk(node.type) if node.type else [ast.Name("Exception")]
            if BROAD & {getattr(name, "id", getattr(name, "attr", "")) for name in caught}:
                yield f"line {node.lineno}"
        elif isinstance(node, ast.Call) and _called(node) == "suppress":
            yield from (f"line {node.lineno}" for name in node.args if getattr(name, "id", "") in BROAD)


def _offences(find, paths: list[Path]) -> dict[str, list[str]]:
    found = {source.label(path): list(find(source.tree(path))) for path in paths}
    return {name: offences for name, offences in found.items() if offences}


def test_no_text_is_evaluated():
    assert set(_offences(_evaluations, source.python_files("symmle"))) <= MAY_EXECUTE


def test_nothing_is_caught_that_was_not_named():
    assert _offences(_broad, source.python_files("symmle", "generated", "benchmarks", "examples")) == {}


@pytest.mark.parametrize(
    ("find", "text"),
    [
        (_evaluations, "sympy.sympify('x')"),
        (_evaluations, "eval('1')"),
        (_broad, "try:\n    f()\nexcept (ValueError, Exception):\n    pass"),
        (_broad, "try:\n    f()\nexcept:\n    pass"),
        (_broad, "with contextlib.suppress(Exception):\n    pass"),
    ],
)
def test_the_search_finds_an_offence(find, text):
    assert list(find(ast.parse(text)))


def _texts() -> Iterator[tuple[str, str]]:
    hidden = [path for path in (source.ROOT / ".ci").iterdir() if path.is_file()]
    for path in [*source.walk(source.ROOT), *hidden]:
        if path.suffix in TEXT and path.name != ".git":  # a linked worktree's pointer is no text of ours
            yield source.label(path), path.read_text(encoding="utf-8")


def test_no_file_names_a_machine_or_a_registry():
    assert [name for name, text in _texts() if MACHINE_PATH.search(text)] == []
    assert [name for name, text in _texts() if any(host in text for host in HOSTS)] == []


def test_no_file_is_left_unfinished():
    assert [name for name, text in _texts() if UNFINISHED.search(text)] == []


def test_the_search_knows_a_path_from_an_address():
    assert MACHINE_PATH.search("see " + "/home/" + "someone/data")
    assert not MACHINE_PATH.search("https://example.org/home/page and #!/usr/bin/env bash")
