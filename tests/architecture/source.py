"""What the tests of the architecture read: the files of the repository and their syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "symmle"
SKIPPED = {"__pycache__", "build", "dist"}


def walk(folder: Path) -> Iterator[Path]:
    """Files below a folder, without hidden folders, caches and build outputs."""
    for path in sorted(folder.iterdir()):
        if path.name in SKIPPED or path.name.endswith(".egg-info"):
            continue
        if path.is_dir() and not path.name.startswith("."):
            yield from walk(path)
        elif path.is_file():
            yield path


def python_files(*folders: str) -> list[Path]:
    """Python files in some folders of the repository."""
    return [path for folder in folders for path in walk(ROOT / folder) if path.suffix == ".py"]


@cache
def tree(path: Path) -> ast.Module:
    """Syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def label(path: Path) -> str:
    """A file's name as the repository says it."""
    return path.relative_to(ROOT).as_posix()


def functions(path: Path) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    """Every function of a file with its qualified name, methods and nested ones included."""
    yield from _functions(tree(path), "")


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for child in ast.iter_child_nodes(node):
        name = prefix
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            name = f"{prefix}{child.name}."
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield name.rstrip("."), child
        yield from _functions(child, name)


def rooms() -> list[str]:
    """Names of the packages inside symmle, in alphabetical order."""
    return sorted(path.parent.name for path in PACKAGE.glob("*/__init__.py"))
