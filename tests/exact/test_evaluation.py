"""Rationals stay rational, digits are not lost, and threads do not disturb each other."""

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import mpmath
import numpy
import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st

from symmle.exact import NotEvaluable, compile_expression, evaluate, evaluate_number, working

X, Y = sympy.symbols("x y")


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        (X / 3 + X**2, Fraction(5, 12)),
        (sympy.sqrt(X + 2), None),
        (sympy.sqrt(X**2), Fraction(1, 2)),
        (sympy.binomial(5, 4 * X), 10),
        (sympy.factorial(6 * X), 6),
        (sympy.Abs(X - 1), Fraction(1, 2)),
        (sympy.Max(X, sympy.Rational(2, 3)), Fraction(2, 3)),
        (X ** sympy.Rational(-3, 2) * sympy.sqrt(X) * X, 1),
    ],
)
def test_rational_values_are_exact(expression, value):
    number = evaluate_number(expression, {X: Fraction(1, 2)})
    assert isinstance(number, int | Fraction) == (value is not None)
    assert value is None or number == value


def test_a_float_is_the_binary_fraction_that_it_stores():
    assert evaluate_number(X, {X: 0.1}) == Fraction(0.1) != Fraction(1, 10)
    assert evaluate_number(X, {X: numpy.float64(0.1)}) == Fraction(0.1)
    assert evaluate_number(X, {X: numpy.int64(3)}) == 3
    tenth = sympy.Float("0.1", 30)
    assert evaluate_number(X, {X: tenth}) == Fraction(str(sympy.Rational(tenth))) != Fraction(0.1)
    assert evaluate_number(X**2, {X: sympy.sqrt(2)}) == pytest.approx(2, abs=1e-50)


def test_the_conventions_at_zero():
    assert evaluate(X * sympy.log(Y), {X: 0, Y: 0}) == 0
    assert evaluate(X**Y, {X: 0, Y: 0}) == 1
    assert evaluate(sympy.log(X), {X: 0}) == -mpmath.inf
    assert evaluate(sympy.exp(sympy.log(X)), {X: 0}) == 0
    with pytest.raises(NotEvaluable):
        evaluate(1 / X, {X: 0})
    with pytest.raises(NotEvaluable):
        evaluate(sympy.log(X) - sympy.log(Y), {X: 0, Y: 0})


def test_cancellation_does_not_eat_digits():
    tiny = Fraction(1, 10**40)
    value = evaluate(sympy.exp(X) - 1 - X, {X: tiny})
    series = tiny**2 / 2 + tiny**3 / 6 + tiny**4 / 24
    assert abs(sympy.Float(value, 80) / sympy.Rational(series) - 1) < sympy.Float(10) ** -49


def test_log_gamma_does_not_overflow():
    value = evaluate(sympy.log(sympy.gamma(X)) - X * sympy.log(X), {X: 10**9})
    with mpmath.workdps(60):
        expected = mpmath.loggamma(10**9) - 10**9 * mpmath.log(10**9)
        assert abs(mpmath.mpf(value) - expected) < mpmath.mpf(10) ** -39


def test_mpmath_itself_is_left_alone():
    before = mpmath.mp.dps
    evaluate(sympy.gamma(X), {X: Fraction(1, 3)}, digits=200)
    assert mpmath.mp.dps == before


def test_an_error_restores_the_precision():
    with working(50) as context:
        before = context.prec
        with pytest.raises(NotEvaluable):
            evaluate(1 / X, {X: 0}, digits=200)
        assert context.prec == before


def test_unknown_nodes_are_asked_for():
    node = sympy.Function("f")(X)
    assert evaluate(node + 1, {X: 1}, resolve=lambda asked: 41 if asked == node else 0) == 42
    assert evaluate(node + 1, {X: 1, node: 5}) == 6


def test_a_compiled_expression_takes_its_values_by_place():
    area = compile_expression(X * Y, (Y, X))
    assert area(2, Fraction(1, 3)) == Fraction(2, 3)


def test_threads_have_contexts_of_their_own():
    expression = sympy.exp(sympy.sin(X)) * sympy.gamma(X)

    def digits_of(digits):
        return mpmath.nstr(evaluate(expression, {X: Fraction(7, 3)}, digits=digits), digits)

    wanted = [20, 50, 90, 200] * 8
    expected = {digits: digits_of(digits) for digits in set(wanted)}
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(digits_of, wanted)) == [expected[digits] for digits in wanted]


def _expressions():
    leaves = st.one_of(
        st.just(X), st.just(Y), st.fractions(min_value=-5, max_value=5, max_denominator=9).map(sympy.Rational)
    )
    unary = (
        sympy.exp,
        sympy.sin,
        sympy.atan,
        sympy.cosh,
        lambda e: sympy.log(1 + e**2),
        lambda e: sympy.gamma(2 + e**2),
    )

    def extend(children):
        return st.one_of(
            st.tuples(children, children).map(lambda pair: pair[0] + pair[1]),
            st.tuples(children, children).map(lambda pair: pair[0] * pair[1]),
            st.tuples(st.sampled_from(unary), children).map(lambda pair: pair[0](pair[1] / 4)),
        )

    return st.recursive(leaves, extend, max_leaves=6)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(_expressions())
def test_random_expressions_have_the_values_that_sympy_gives(expression):
    point = {X: sympy.Rational(2, 3), Y: sympy.Rational(-5, 4)}
    expected = expression.xreplace(point).evalf(50)
    value = evaluate(expression, point)
    assert (
        abs(sympy.Float(value, 60) - expected)
        <= abs(expected) * sympy.Float(10) ** -47 + sympy.Float(10) ** -60
    )


@pytest.mark.parametrize("place", [-180, -1000, -(10**6)])
def test_the_logarithm_of_nearly_one_is_not_zero(place):
    u = sympy.Symbol("u")
    small = evaluate(sympy.exp(u), {u: place})
    assert evaluate(sympy.log(1 + sympy.exp(u)), {u: place}) == pytest.approx(small, rel=1e-30)
    assert evaluate(sympy.log(1 - sympy.exp(u)), {u: place}) == pytest.approx(-small, rel=1e-30)
    assert evaluate(sympy.log(3 + sympy.exp(u) - 2), {u: place}) != 0


def test_the_logarithm_of_what_is_beyond_every_number():
    u = sympy.Symbol("u")
    density = sympy.exp(-u) / (1 + sympy.exp(-u)) ** 2
    for place in (10**70, -(10**70)):
        assert evaluate(sympy.log(density), {u: place}) == -(10**70)
        assert evaluate(sympy.log(1 + sympy.exp(u)), {u: abs(place)}) == 10**70
