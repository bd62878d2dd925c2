"""Limits from expansions, against numbers near the ends; what no rule covers is not said."""

from fractions import Fraction

import pytest
from sympy import (
    S,
    Symbol,
    besseli,
    cosh,
    digamma,
    erf,
    erfc,
    exp,
    log,
    loggamma,
    pi,
    sqrt,
    zeta,
)

from symmle.exact import evaluate
from symmle.notation import parse_domain
from symmle.proof.expansions import leading_of, limit_of
from symmle.signs import Facts

TEXTS = {"x": "> 0", "r": "> 0", "m": "> 0", "k": "> 0", "c": "> 0", "b": "real", "d": "nonzero"}
DOMAINS = {parse_domain(text, {}).symbol(name): parse_domain(text, {}) for name, text in TEXTS.items()}
x, r, m, k, c, b, d = DOMAINS
FACTS = Facts.of(DOMAINS)
VALUES = {
    s: Fraction(v)
    for s, v in zip(DOMAINS, ("7/4", "4/5", "13/10", "9/4", "3/5", "-7/10", "2/5"), strict=True)
}
oo = S.Infinity
NEGATIVE_BINOMIAL = loggamma(x + r) - loggamma(r) + r * log(r / (r + m)) + x * log(m / (r + m))
STUDENT = loggamma((k + 1) / 2) - loggamma(k / 2) - log(k * pi) / 2 - (k + 1) / 2 * log(1 + x**2 / k)
NORMAL_IN_A_MIXTURE = log(c * exp(-(d**2) / (2 * k)) / sqrt(2 * pi * k) + m)

KNOWN = [
    (r * log(1 + x / r), r, oo, x),
    (NEGATIVE_BINOMIAL, r, oo, x * log(m) - m),
    (STUDENT, k, oo, -(x**2) / 2 - log(2 * pi) / 2),
    (log(k) - digamma(k), k, oo, S.Zero),
    (log(k) - digamma(k), k, S.Zero, oo),
    (log(x) - x, x, oo, -oo),
    (log(x) + 1 / x, x, S.Zero, oo),
    (log(1 + exp(x)) - x, x, oo, S.Zero),
    (-x - exp(x), x, oo, -oo),
    (x - exp(-x), x, -oo, -oo),
    (log(cosh(x)) - x, x, oo, -log(2)),
    (NORMAL_IN_A_MIXTURE, k, S.Zero, log(m)),
    (log(c / sqrt(2 * pi * k) + m), k, S.Zero, oo),
    (log(erfc(x)) + x**2 + log(x), x, oo, -log(pi) / 2),
    (log(1 + erf(-x)), x, oo, -oo),
    (-((x / c) ** k) + k * log(x), x, oo, -oo),
    (x**2 - x * sqrt(x**2 + 1), x, oo, -S.Half),
    (zeta(1 + x), x, oo, S.One),
    (x * zeta(1 + x), x, S.Zero, S.One),
    (log(1 - x) + log(x), x, S.One, -oo),
]


def value(expression, known):
    return evaluate(expression, {symbol: known[symbol] for symbol in expression.free_symbols}, digits=40)


@pytest.mark.parametrize(("expression", "place", "end", "limit"), KNOWN, ids=str)
def test_a_limit_is_known_and_approached(expression, place, end, limit):
    above = end != 1
    found = limit_of(expression, place, end, FACTS, above=above)
    assert found is not None
    scales = (3, 10, 30)
    if end.is_infinite:
        near = [scale if end is oo else -scale for scale in scales]
    else:
        near = [Fraction(int(end)) + Fraction(1 if above else -1, scale**4) for scale in scales]
    path = [value(expression, {**VALUES, place: point}) for point in near]
    if limit.is_infinite:
        assert found == limit
        turn = 1 if limit is oo else -1
        assert turn * path[0] < turn * path[1] < turn * path[2]
    else:
        goal = value(limit, VALUES)
        assert abs(value(found, VALUES) - goal) < 1e-30
        assert abs(path[2] - goal) <= abs(path[0] - goal) + 1e-30
        assert abs(path[2] - goal) < 0.2


UNKNOWN = [
    (b * x, x, oo),  # either sign
    (besseli(1, x) / besseli(0, x), x, oo),
    (log(b + x) - log(Symbol("unknown", real=True)), x, S.Zero),
    (exp(x) - exp(k * x), x, oo),
    ((b * x) ** k, x, oo),
]


@pytest.mark.parametrize(("expression", "place", "end"), UNKNOWN, ids=str)
def test_what_no_rule_covers_is_not_said(expression, place, end):
    assert limit_of(expression, place, end, FACTS) is None


def test_the_leading_term():
    assert leading_of(3 * x**2 * log(x) - x, x, oo, FACTS) == (3, 2, 1)
    assert leading_of(log(c / sqrt(k) + m), k, S.Zero, FACTS) == (S.Half, 0, 1)
