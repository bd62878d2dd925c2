"""The public names are loaded when they are used, and importing the library loads nothing heavy."""

import ast
import inspect
import pickle
import subprocess
import sys

import pytest

import symmle
from symmle import errors

HEAVY = ["sympy", "scipy", "numpy", "mpmath", "jinja2", "rich", "click", "narwhals", "pandas"]


def loaded_after(code):
    report = f"import sys; {code}; print(*[name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", report], capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.parametrize(
    "code",
    [
        "import symmle",
        "import symmle as sm; sm.__version__; dir(sm)",
        "from symmle import DeclarationError, Category",
        "import symmle as sm; sm.families.names(); dir(sm.families); sm.families.gamma",
    ],
)
def test_importing_loads_nothing_heavy(code):
    assert loaded_after(code) == []


def test_declaring_loads_neither_scipy_nor_numpy():
    assert "scipy" not in loaded_after("import symmle as sm; sm.families.gamma()")


def mirrored():
    tree = ast.parse(inspect.getsource(symmle))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    return {
        name.name: statement.module
        for statement in block.body
        if isinstance(statement, ast.ImportFrom)
        for name in statement.names
    }


def test_type_checkers_see_the_same_table():
    modules = dict.fromkeys(symmle._MODULES, "symmle")
    assert mirrored() == symmle._HOMES | modules
    assert set(symmle.__all__) == {*symmle._HOMES, *modules, "__version__"}
    assert set(symmle.__all__) <= set(dir(symmle))


@pytest.mark.parametrize("name", sorted({*symmle._HOMES, *symmle._MODULES}))
def test_every_public_name_is_there(name):
    assert getattr(symmle, name) is getattr(symmle, name)


def test_other_names_are_not():
    with pytest.raises(AttributeError, match="no attribute 'modle'"):
        symmle.modle  # noqa: B018


ERRORS = [
    errors.SymmleError("what", category="boundary"),
    errors.DeclarationError("what", category=errors.Category.NOT_IDENTIFIABLE),
    errors.TextRefused("what", column=3),
    errors.DataError("what", category="data-empty", column="x"),
    errors.NoMaximumError("what", category="boundary", limit="v -> 0", limit_model="poisson", findings=(1,)),
    errors.ConvergenceError("what", fit=(1, 2)),
    errors.DerivationError("what", category="non-smooth"),
    errors.MissingExtraError("what", extra="plot"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: type(error).__name__)
def test_errors_have_a_category_and_survive_pickle(error):
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is type(error)
    assert again.__dict__ == error.__dict__
    assert str(again) == str(error)
    assert isinstance(error, errors.SymmleError)
    assert error.category in set(errors.Category)
    assert error.category == str(error.category)


def test_a_category_is_one_of_the_words():
    with pytest.raises(ValueError, match="not a valid Category"):
        errors.SymmleError("what", category="unheard-of")
    assert len(errors.Category) == 18


def test_a_missing_extra_says_how_to_get_it():
    assert "pip install 'symmle[plot]'" in str(
        errors.MissingExtraError("plots need matplotlib", extra="plot")
    )
