"""The modules in `generated/`: the same bytes, tidy, typed, and standing on NumPy and SciPy alone."""

import difflib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from symmle import families
from symmle.derivation import derive
from tests.generation.regenerate import FOLDER

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", families.names())
def test_a_module_is_generated_as_it_is_committed(name):
    committed = (FOLDER / f"{name}.py").read_bytes().decode()
    made = derive(families.load(name)).program.source
    lines = [text.splitlines(keepends=True) for text in (committed, made)]
    shown = "".join(difflib.unified_diff(*lines, "committed", "generated", n=1))
    assert made == committed, f"{shown}\nif this is meant: python -m tests.generation.regenerate"


def test_there_is_a_module_for_each_family_and_no_other():
    assert sorted(path.stem for path in FOLDER.glob("*.py")) == list(families.names())


def run(*command, **environment):
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "command",
    [
        ["ruff", "format", "--check", "--line-length", "110", "generated"],
        ["ruff", "check", "generated"],
        ["mypy", "--strict", "generated"],
    ],
    ids=" ".join,
)
def test_the_tools_leave_the_modules_alone(command):
    run("-m", *command)


ALONE = """
import importlib.abc, sys, pathlib
class Refuse(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"symmle", "sympy", "jinja2", "mpmath"}:
            raise ImportError(f"{name} is not for a generated module")
sys.meta_path.insert(0, Refuse())
folder = pathlib.Path(sys.argv[1])
for path in sorted(folder.glob("*.py")):
    scope = {"__name__": path.stem}
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), scope)
    assert scope["INTERFACE"] == 1, path
    print(path.stem)
    if path.stem == "gaussian":
        fit = scope["fit"]([1.0, 2.0, 4.0])
        assert fit.status == "converged" and abs(fit.theta[0] - 7 / 3) < 1e-12
    if path.stem == "weibull":
        fit = scope["fit"]([1.0, 2.0, 4.0, 3.0])
        assert fit.status == "converged"
assert not {"symmle", "sympy", "jinja2"} & set(sys.modules)
"""


def test_every_module_runs_where_symmle_sympy_and_jinja_cannot_be_imported():
    done = run("-I", "-c", ALONE, str(FOLDER))
    assert done.split() == list(families.names())


DIGESTS = """
from symmle import families
from symmle.derivation import derive
for name in ("gaussian", "gamma", "negative_binomial", "simple_regression", "student_t", "weibull"):
    print(name, derive(families.load(name)).program.digest)
"""


def test_the_same_bytes_in_every_process():
    found = {run("-c", DIGESTS, PYTHONHASHSEED=seed) for seed in ("0", "1", "4711")}
    assert len(found) == 1
    assert len(found.pop().split()) == 12
