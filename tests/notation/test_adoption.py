"""SymPy expressions that users bring are checked and rebound by name."""

import pytest
import sympy
from sympy import Float, Function, Rational, Symbol

from symmle.errors import DeclarationError
from symmle.notation import adopt_expression, check_name

OURS = {"x": Symbol("x", positive=True), "k": Symbol("k", positive=True)}
x, k = Symbol("x"), Symbol("k", real=True)


def test_symbols_are_rebound_by_name():
    adopted = adopt_expression(sympy.log(x**k) + sympy.sqrt(x**2), OURS)
    assert adopted.free_symbols == set(OURS.values())
    assert adopted.diff(OURS["x"]) != 0


def test_a_float_is_the_decimal_that_it_prints_as():
    assert adopt_expression(Float(0.1) * x, OURS) == OURS["x"] / 10
    assert adopt_expression(Float(0.5) + x, OURS) == OURS["x"] + Rational(1, 2)


FOREIGN = [
    ((x, k), "a SymPy expression is wanted, not tuple"),
    (Function("f")(x), "f"),  # an unknown function
    (sympy.Integral(x, (x, 0, 1)), "Integral"),  # what is not computed
    (sympy.Sum(x, (x, 0, 3)), "Sum"),
    (sympy.Derivative(Function("f")(x), x), "Derivative"),
    (sympy.I * x, "ImaginaryUnit"),  # what is not real
    (sympy.oo, "Infinity"),
    (sympy.hyper([1], [2], x), "hyper"),  # what is not listed
    (sympy.Heaviside(x), "Heaviside"),
    (Symbol("y") + x, "unknown name 'y'"),  # what is not declared
    (sympy.MatrixSymbol("M", 2, 2), "MatrixSymbol"),
    (sympy.sqrt(-x), "real number"),  # real no more once x is known to be positive
]


@pytest.mark.parametrize(("expression", "message"), FOREIGN, ids=[message for _, message in FOREIGN])
def test_what_is_foreign_is_refused_by_its_name(expression, message):
    with pytest.raises(DeclarationError, match=message):
        adopt_expression(expression, OURS)


@pytest.mark.parametrize("name", ["x", "lambda", "_", "x_1", "beta", "E", "n", "theta1", "in"])
def test_names_that_may_be_declared(name):
    assert check_name(name, "parameter") == name


@pytest.mark.parametrize(
    "name", ["", "1x", "x y", "x-1", "μ", "x.y", "oo", "True", "None", "__class__", "x" * 41, "x\n", 3, None]
)
def test_names_that_may_not(name):
    with pytest.raises(DeclarationError):
        check_name(name, "parameter")
