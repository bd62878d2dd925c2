"""The law of the printers: what is shown means what was given, by the rules that a person reads by."""

import math

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sympy import Abs, Integer, Rational, exp, gamma, log, pi, sqrt

from symmle.exposition import latex_of, text_of
from tests.exposition.reading import value_of, value_of_latex
from tests.exposition.symbols import a, k, mu, sigma, theta, v, x

VALUES = {"x": 1.3, "a": 0.7, "μ": 0.4, "v": 1.9, "k": 2.2, "θ": 0.6, "σ": 1.1, "π": math.pi, "e": math.e}
BY_SYMBOL = {x: 1.3, a: 0.7, mu: 0.4, v: 1.9, k: 2.2, theta: 0.6, sigma: 1.1}

_leaves = st.sampled_from(
    [
        x,
        a,
        mu,
        v,
        k,
        theta,
        sigma,
        pi,
        Integer(1),
        Integer(2),
        Integer(3),
        Integer(-1),
        Rational(1, 2),
        Rational(-3, 4),
    ]
)


def _grown(parts):
    pair = st.tuples(parts, parts)
    return st.one_of(
        pair.map(lambda two: two[0] + two[1]),
        pair.map(lambda two: two[0] - two[1]),
        pair.map(lambda two: two[0] * two[1]),
        pair.map(lambda two: two[0] / (two[1] ** 2 + 1)),
        pair.map(lambda two: two[0] / two[1] if two[1] != 0 else two[0]),
        parts.map(lambda one: one**2),
        parts.map(lambda one: (one**2 + 1) ** -k),
        parts.map(lambda one: v**one),
        parts.map(lambda one: sqrt(one**2 + v)),
        parts.map(lambda one: sqrt(theta) / sqrt(2 * pi * v) * one),
        parts.map(lambda one: log(one**2 + 1)),
        parts.map(lambda one: exp(-Abs(one) / 3)),
        parts.map(lambda one: gamma(1 + one**2 / 100)),
    )


_expressions = st.recursive(_leaves, _grown, max_leaves=6)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(_expressions, st.booleans())
def test_what_is_shown_is_what_was_given(expression, knows_data):
    exact = complex(expression.evalf(30, subs=BY_SYMBOL))
    assume(math.isfinite(abs(exact)) and abs(exact) < 1e6 and not exact.imag)
    data = ("x",) if knows_data else ()
    text, latex = text_of(expression, observations=data), latex_of(expression, observations=data)
    assert value_of(text, VALUES) == pytest.approx(exact.real, rel=1e-9, abs=1e-9), text
    assert value_of_latex(latex, VALUES) == pytest.approx(exact.real, rel=1e-9, abs=1e-9), latex


@pytest.mark.parametrize(
    "text", ["a/v k", "a/(v k)", "-a/v + k", "2a", "√v", "log v", "log v k", "a^k", "a^(k + 1)"]
)
def test_the_reader_reads_by_the_rules(text):
    by_hand = {
        "a/v k": 0.7 / 1.9 * 2.2,
        "a/(v k)": 0.7 / (1.9 * 2.2),
        "-a/v + k": -0.7 / 1.9 + 2.2,
        "2a": 1.4,
        "√v": math.sqrt(1.9),
        "log v": math.log(1.9),
        "log v k": math.log(1.9) * 2.2,
        "a^k": 0.7**2.2,
        "a^(k + 1)": 0.7**3.2,
    }
    assert value_of(text, VALUES) == pytest.approx(by_hand[text])
