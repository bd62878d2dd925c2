"""Every function of the notation has its mpmath value, to 50 digits."""

import mpmath
import pytest
import sympy

from symmle.exact import NotEvaluable, evaluate
from symmle.notation import FUNCTIONS

X, Y = sympy.symbols("x y")

ONE_ARGUMENT = {
    "exp": ("exp", ("7/3", "-40")),
    "log": ("log", ("7/3", "1/1000")),
    "sqrt": ("sqrt", ("7/3", "1/1000")),
    "Abs": ("fabs", ("7/3", "-7/3")),
    "sign": ("sign", ("7/3", "-7/3")),
    "gamma": ("gamma", ("7/3", "-1/2", "5")),
    "loggamma": ("loggamma", ("7/3", "1/1000", "2")),
    "factorial": ("factorial", ("7", "5/2")),
    "digamma": ("digamma", ("7/3", "-1/2")),
    "zeta": ("zeta", ("7/3", "-1/2")),
    "erf": ("erf", ("7/3", "-1/2")),
    "erfc": ("erfc", ("7/3", "25")),
    "erfinv": ("erfinv", ("1/3", "-1/2")),
    "LambertW": ("lambertw", ("7/3", "-1/3")),
    "sin": ("sin", ("7/3",)),
    "cos": ("cos", ("7/3",)),
    "tan": ("tan", ("7/3",)),
    "cot": ("cot", ("7/3",)),
    "sec": ("sec", ("7/3",)),
    "csc": ("csc", ("7/3",)),
    "asin": ("asin", ("1/3", "-1")),
    "acos": ("acos", ("1/3",)),
    "atan": ("atan", ("-7/3",)),
    "acot": ("acot", ("7/3", "-7/3")),
    "asec": ("asec", ("7/3",)),
    "acsc": ("acsc", ("7/3",)),
    "sinh": ("sinh", ("7/3",)),
    "cosh": ("cosh", ("7/3",)),
    "tanh": ("tanh", ("7/3",)),
    "coth": ("coth", ("7/3",)),
    "sech": ("sech", ("7/3",)),
    "csch": ("csch", ("7/3",)),
    "asinh": ("asinh", ("-7/3",)),
    "acosh": ("acosh", ("7/3",)),
    "atanh": ("atanh", ("1/3",)),
    "acoth": ("acoth", ("7/3",)),
    "asech": ("asech", ("1/3",)),
    "acsch": ("acsch", ("7/3",)),
}

TWO_ARGUMENTS = {
    "Min": (min, ("7/3", "1/2")),
    "Max": (max, ("7/3", "1/2")),
    "beta": (mpmath.beta, ("7/3", "1/2")),
    "binomial": (mpmath.binomial, ("7/3", "1/2")),
    "polygamma": (mpmath.psi, ("3", "1/2")),
    "besseli": (mpmath.besseli, ("7/3", "1/2")),
    "besselj": (mpmath.besselj, ("7/3", "1/2")),
    "besselk": (mpmath.besselk, ("7/3", "1/2")),
    "lowergamma": (lambda a, x: mpmath.gammainc(a, 0, x), ("7/3", "1/2")),
    "uppergamma": (mpmath.gammainc, ("7/3", "1/2")),
    "atan2": (mpmath.atan2, ("-7/3", "-1/2")),
}

OTHERS = {"Piecewise", "Eq", "Ne", "trigamma", "inverse_digamma"}  # each has a test of its own below


def _rational(text):
    return sympy.Rational(text)


def _mpf(text):
    number = _rational(text)
    return mpmath.mpf(int(number.p)) / int(number.q)


def _agrees(value, expected):
    with mpmath.workdps(55):
        return abs(mpmath.mpf(value) - expected) <= abs(expected) * mpmath.mpf(10) ** -49


def test_every_function_of_the_notation_is_in_a_table_here():
    assert set(FUNCTIONS) == set(ONE_ARGUMENT) | set(TWO_ARGUMENTS) | OTHERS


@pytest.mark.parametrize(
    ("name", "reference", "point"), [(n, r, p) for n, (r, points) in ONE_ARGUMENT.items() for p in points]
)
def test_functions_of_one_argument(name, reference, point):
    with mpmath.workdps(60):
        expected = mpmath.re(getattr(mpmath, reference)(_mpf(point)))
    assert _agrees(evaluate(FUNCTIONS[name](X), {X: _rational(point)}), expected)


@pytest.mark.parametrize("name", TWO_ARGUMENTS)
def test_functions_of_two_arguments(name):
    reference, (first, second) = TWO_ARGUMENTS[name]
    order = _rational(first) if name == "polygamma" else X
    with mpmath.workdps(60):
        expected = reference(int(first) if name == "polygamma" else _mpf(first), _mpf(second))
    value = evaluate(FUNCTIONS[name](order, Y), {X: _rational(first), Y: _rational(second)})
    assert _agrees(value, expected)


def test_trigamma_and_the_hurwitz_zeta():
    with mpmath.workdps(60):
        trigamma, hurwitz = mpmath.psi(1, _mpf("7/3")), mpmath.zeta(_mpf("7/3"), _mpf("1/2"))
        lower_branch = mpmath.lambertw(_mpf("-1/3"), -1).real
    assert _agrees(evaluate(FUNCTIONS["trigamma"](X), {X: _rational("7/3")}), trigamma)
    assert _agrees(evaluate(sympy.zeta(X, Y), {X: _rational("7/3"), Y: _rational("1/2")}), hurwitz)
    assert _agrees(evaluate(sympy.LambertW(X, -1), {X: _rational("-1/3")}), lower_branch)


def test_piecewise_takes_the_first_piece_that_holds():
    pieces = sympy.Piecewise((1 / X, X > 0), (5, sympy.Eq(X, 0)), (X**2, True))
    assert [evaluate(pieces, {X: value}) for value in (2, 0, -3)] == [0.5, 5, 9]
    assert evaluate(sympy.Ne(X, Y), {X: 1, Y: 2}) is True


@pytest.mark.parametrize(
    ("expression", "derivative"),
    [
        (sympy.zeta(X), lambda: mpmath.zeta(3, 1, 1)),
        (sympy.besselk(X, Y), lambda: mpmath.diff(lambda nu: mpmath.besselk(nu, 2), 3)),
        (sympy.besselk(X, Y**2), lambda: mpmath.diff(lambda nu: mpmath.besselk(nu, 4), 3)),
        (sympy.uppergamma(X, Y), lambda: mpmath.diff(lambda a: mpmath.gammainc(a, 2), 3)),
        (sympy.lowergamma(X, Y), lambda: mpmath.diff(lambda a: mpmath.gammainc(a, 0, 2), 3)),
        (sympy.loggamma(X), lambda: mpmath.digamma(3)),
        (sympy.binomial(2 * X, X), lambda: mpmath.diff(lambda t: mpmath.binomial(2 * t, t), 3)),
    ],
)
def test_derivatives_that_sympy_leaves_open_have_values(expression, derivative):
    with mpmath.workdps(55):
        expected = derivative()
    value = evaluate(expression.diff(X), {X: 3, Y: 2}, digits=40)
    with mpmath.workdps(55):
        assert abs(mpmath.mpf(value) - expected) <= abs(expected) * mpmath.mpf(10) ** -38


@pytest.mark.parametrize(
    "expression",
    [
        sympy.log(-X),
        sympy.sqrt(-X),
        (-X) ** sympy.Rational(1, 3),
        1 / (X - 2),
        sympy.acos(X),
        sympy.gamma(-X),
        sympy.loggamma(-X),
        sympy.LambertW(-X),
        sympy.LambertW(X, -1),
        sympy.LambertW(X, 1),
        sympy.I * X,
        sympy.log(X - 2) - sympy.log((X - 2) * (X + 1)),
        sympy.Piecewise((1, X > 5)),
        Y,
        sympy.Function("f")(X),
    ],
)
def test_what_is_complex_or_undefined_is_refused(expression):
    with pytest.raises(NotEvaluable):
        evaluate(expression, {X: 2})


def test_a_kink_has_no_derivative():
    u = sympy.Symbol("u", real=True)
    curvature = sympy.Abs(u).diff(u, 2)
    assert evaluate(curvature, {u: 1}) == 0
    with pytest.raises(NotEvaluable):
        evaluate(curvature, {u: 0})


@pytest.mark.parametrize("point", ["-1000", "-7/3", "-1/1000", "0", "1/2", "7/3", "40", "800"])
def test_inverse_digamma_undoes_digamma(point):
    k = evaluate(FUNCTIONS["inverse_digamma"](X), {X: _rational(point)})
    with mpmath.workdps(90):
        error = mpmath.digamma(mpmath.mpf(k)) - _mpf(point)
        assert abs(error / mpmath.psi(1, mpmath.mpf(k)) / mpmath.mpf(k)) < mpmath.mpf(10) ** -48
