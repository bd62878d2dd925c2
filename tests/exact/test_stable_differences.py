"""Differences of an exponential and one, where the exponential is too near to one to be told from it."""

import pytest
from sympy import Rational, Symbol, exp, log

from symmle.exact import evaluate

X = Symbol("x")


@pytest.mark.parametrize(
    ("expression", "power", "told"),
    [
        (1 - exp(-X), -400, "1.0e-400"),
        (exp(X) - 1, -400, "1.0e-400"),
        (1 / (1 - exp(-(X**3))), -100, "1.0e+300"),
        (log(1 - exp(-X)), -400, "-921.03403719761827360719658187374568304044059545151"),
        (1 - exp(-X), 100, "1.0"),
    ],
)
def test_what_lies_between_an_exponential_and_one_is_kept(expression, power, told):
    assert str(evaluate(expression, {X: Rational(10) ** power})) == told
