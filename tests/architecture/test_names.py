"""Public names: complete, documented, and shared with no module."""

import ast
import importlib
import inspect
import pkgutil
from types import FunctionType, ModuleType

import pytest

import symmle
from tests.architecture import source

ROOMS = [importlib.import_module(f"symmle.{room}") for room in source.rooms()]
PUBLIC = {name: getattr(symmle, name) for name in symmle.__all__}
FUNCTIONS = {name: value for name, value in PUBLIC.items() if isinstance(value, FunctionType)}


def _module_names() -> set[str]:
    return {module.name.rpartition(".")[2] for module in pkgutil.walk_packages(symmle.__path__, "symmle.")}


def _mirror() -> set[str]:
    """Names that the TYPE_CHECKING block of the package imports for the type checker."""
    module = source.tree(source.PACKAGE / "__init__.py")
    blocks = [
        node for node in module.body if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)
    ]
    imports = [
        node for block in blocks for node in ast.walk(block) if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    return {alias.asname or alias.name for node in imports for alias in node.names}


def _imported(room: ModuleType) -> set[str]:
    """Public names that a room's __init__ takes from its own modules."""
    module = source.tree(source.PACKAGE / room.__name__.rpartition(".")[2] / "__init__.py")
    own = [
        node
        for node in module.body
        if isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").startswith(room.__name__))
    ]
    return {
        alias.asname or alias.name for node in own for alias in node.names if not alias.name.startswith("_")
    }


def test_the_lazy_table_and_its_mirror_name_the_same():
    assert _mirror() == set(symmle.__all__) - {"__version__"}
    assert set(symmle.__all__) <= set(dir(symmle))


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.__name__)
def test_a_room_says_all_that_it_offers(room):
    assert len(set(room.__all__)) == len(room.__all__)
    assert _imported(room) <= set(room.__all__)
    assert [name for name in room.__all__ if not hasattr(room, name)] == []
    assert len((room.__doc__ or "").split()) >= 5


def test_modules_and_public_functions_share_no_name():
    assert _module_names() & set(FUNCTIONS) == set()


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.__name__)
def test_no_module_of_a_room_is_shadowed_by_a_function_of_it(room):
    modules = {module.name for module in pkgutil.iter_modules(room.__path__)}
    offered = {name for name in room.__all__ if isinstance(getattr(room, name), FunctionType)}
    assert modules & offered == set()


def test_no_module_has_a_name_that_says_nothing():
    assert _module_names() & {"utils", "helpers", "manager", "misc", "common", "core", "base"} == set()


def _undocumented(name: str, value: FunctionType) -> list[str]:
    """What a numpydoc docstring of a function lacks."""
    text = inspect.getdoc(value) or ""
    signature = inspect.signature(value)
    lacking = [] if text else ["docstring"]
    if signature.parameters and "Parameters\n----------" not in text:
        lacking.append("Parameters")
    if signature.return_annotation not in (None, "None") and "Returns\n-------" not in text:
        lacking.append("Returns")
    lacking += [parameter for parameter in signature.parameters if f"{parameter}" not in text]
    return [f"{name}: {what}" for what in lacking]


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_a_public_function_is_documented_in_full(name):
    assert _undocumented(name, FUNCTIONS[name]) == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.__name__)
def test_what_a_room_offers_is_documented(room):
    values = {name: getattr(room, name) for name in room.__all__}
    bare = [name for name, value in values.items() if inspect.isroutine(value) and not inspect.getdoc(value)]
    bare += [
        name for name, value in values.items() if inspect.isclass(value) and not value.__dict__.get("__doc__")
    ]
    assert bare == []


def test_the_documentation_check_sees_what_is_missing():
    def bare(x: int) -> int:
        return x

    assert _undocumented("bare", bare) == ["bare: docstring", "bare: Parameters", "bare: Returns", "bare: x"]
