"""Printed text computes what the expression says, with the parentheses that Python needs."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import special
from sympy import (
    Abs,
    Add,
    Derivative,
    DiracDelta,
    Function,
    Integer,
    LambertW,
    Max,
    Min,
    Mul,
    Piecewise,
    Pow,
    Rational,
    S,
    Symbol,
    exp,
    factorial,
    lowergamma,
    pi,
    polygamma,
    sign,
    sqrt,
    symbols,
    uppergamma,
    zeta,
)

from symmle.errors import DerivationError
from symmle.exact import NotEvaluable, evaluate
from symmle.generation.printing import numpy_text

a, b, c = symbols("a b c", positive=True)
x = Symbol("x", real=True)

TABLE = [
    (Integer(3), "3.0"),
    (Rational(1, 3), "1.0 / 3.0"),
    (Rational(-3, 8), "-0.375"),
    (Integer(10) ** 30, "1e+30"),
    (a**2, "a * a"),
    (-(a**2), "-a * a"),
    (a**3, "a**3"),
    (-(a**3), "-(a**3)"),
    ((a + b) ** 2, "np.square(a + b)"),
    ((a + b) ** 3, "(a + b) ** 3"),
    (a**b, "a**b"),
    (a ** (b + 1), "a ** (b + 1.0)"),
    (a ** (-b), "1.0 / a**b"),
    (sqrt(a), "np.sqrt(a)"),
    (1 / sqrt(a), "1.0 / np.sqrt(a)"),
    (1 / a, "1.0 / a"),
    (1 / (a * b), "1.0 / (a * b)"),
    (a / (b + c), "a / (b + c)"),
    (a * b / 3, "a * b / 3.0"),
    (a / 2, "0.5 * a"),
    (2 * a / 3, "2.0 * a / 3.0"),
    (a - (b - c), "a - b + c"),
    (-a - b, "-a - b"),
    (a * (b - c), "a * (b - c)"),
    (-a / b, "-a / b"),
    (exp(-x), "np.exp(-x)"),
    (2 * pi, "2.0 * np.pi"),
    (Max(a, b, c), "np.maximum(np.maximum(a, b), c)"),
    (Min(a, b), "np.minimum(a, b)"),
    (Piecewise((a, x > 0), (b, True)), "np.where(x > 0.0, a, b)"),
    (factorial(x), "special.gamma(x + 1.0)"),
    (polygamma(0, a), "special.digamma(a)"),
    (polygamma(1, a), "special.polygamma(1, a)"),
    (zeta(a), "special.zeta(a, 1.0)"),
    (LambertW(a, -1), "lambert_w(a, -1)"),
    (lowergamma(a, b), "special.gammainc(a, b) * special.gamma(a)"),
    (uppergamma(a, b), "special.gammaincc(a, b) * special.gamma(a)"),
    (sign(x) * Abs(x), "np.abs(x) * np.sign(x)"),
]


@pytest.mark.parametrize(("expression", "text"), TABLE, ids=[text for _, text in TABLE])
def test_how_it_is_written(expression, text):
    assert numpy_text(expression) == text


POINT = {a: 0.7, b: 1.9, c: 3.1, x: -0.6}
SCOPE = {"np": np, "special": special, **{symbol.name: np.float64(v) for symbol, v in POINT.items()}}

leaves = st.one_of(
    st.sampled_from([a, b, c, x]),
    st.builds(Rational, st.integers(-5, 5), st.integers(1, 4)),
)
expressions = st.recursive(
    leaves,
    lambda parts: st.one_of(
        st.builds(Add, parts, parts),
        st.builds(Mul, parts, parts),
        st.builds(lambda left, right: Add(left, Mul(-1, right)), parts, parts),
        st.builds(lambda left, right: left / right if right != 0 else left, parts, parts),
        st.builds(Pow, parts, st.sampled_from([2, 3, -1, -2])),
        st.builds(lambda part: sqrt(part**2), parts),
        st.builds(lambda part: exp(part / 7), parts),
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(expressions)
def test_the_text_computes_what_the_expression_says(expression):
    assume(not expression.has(S.ComplexInfinity, S.NaN, S.ImaginaryUnit))
    try:
        truth = float(evaluate(expression, POINT))
    except NotEvaluable:
        return
    assume(1e-6 < abs(truth) < 1e12)
    with np.errstate(all="ignore"):
        found = float(eval(compile(numpy_text(expression), "<test>", "eval"), SCOPE))
    assert found == pytest.approx(truth, rel=1e-9)


@pytest.mark.parametrize(
    "expression",
    [
        Derivative(zeta(a), a),
        DiracDelta(x),
        Function("unheard_of")(x),
        S.ComplexInfinity,
        Symbol("m") ** 2 + Function("f")(a),
        polygamma(a, b),
        LambertW(a, b),
    ],
    ids=str,
)
def test_what_numpy_and_scipy_do_not_have_is_refused(expression):
    with pytest.raises(DerivationError, match="NumPy and SciPy have nothing"):
        numpy_text(expression)
