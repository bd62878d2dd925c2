"""Importing symmle costs nothing: heavy libraries load where they are first used."""

import subprocess
import sys

import pytest

HEAVY = ("sympy", "scipy", "numpy", "mpmath", "jinja2", "rich", "narwhals", "pandas", "click")


def _loaded(statement: str, modules: tuple[str, ...]) -> set[str]:
    code = f"import sys\n{statement}\nprint(*sorted(set({modules!r}) & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_symmle_loads_no_library():
    assert _loaded("import symmle", HEAVY) == set()


def test_looking_at_the_names_loads_no_library():
    assert _loaded("import symmle; dir(symmle)", HEAVY) == set()


def test_the_solvers_load_no_algebra():
    assert _loaded("import symmle.numerics", ("sympy", "mpmath", "jinja2")) == set()


def test_the_probe_sees_what_is_loaded():
    assert _loaded("import numpy", HEAVY) == {"numpy"}


@pytest.mark.parametrize("statement", ["import symmle.numerics", "import symmle.errors", "import symmle"])
def test_optimisers_and_distributions_load_only_on_the_paths_that_use_them(statement):
    assert _loaded(statement, ("scipy.optimize", "scipy.stats")) == set()
