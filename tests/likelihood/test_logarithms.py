"""Logarithms come apart where signs are proved, and nowhere else; the value is never another one."""

import random

import pytest
from sympy import Rational, beta, binomial, exp, factorial, gamma, log, loggamma, pi, sqrt

from symmle.likelihood import expand_logarithms, logarithm, textbook_sum
from symmle.sample_sum import SampleSum, sample_size
from symmle.signs import Facts
from tests.densities import close, exactly
from tests.signs.expressions import DOMAINS, SAMPLE, SYMBOLS, point, total
from tests.signs.test_soundness import value

a, b, c, d, s, y, k, z = (SYMBOLS[name] for name in "abcdsykz")
x, r, q, v, g = (SYMBOLS[name] for name in "xrqvg")
FACTS = Facts.of(DOMAINS)

# a density, its logarithm
APART = [
    (a * x, log(a) + log(x)),
    (a**b, b * log(a)),
    (x ** (a - 1) * exp(-x / y), (a - 1) * log(x) - x / y),
    (c**x * (1 - c) ** (1 - x), x * log(c) + (1 - x) * log(1 - c)),
    (Rational(2, 3) * a, log(2) - log(3) + log(a)),
    (1 / gamma(a), -loggamma(a)),
    (1 / beta(a, y), loggamma(a + y) - loggamma(a) - loggamma(y)),
    (1 / factorial(q), -loggamma(q + 1)),
    (exp(-x) / sqrt(2 * pi * a), -x - log(2 * pi * a) / 2),
    (d**a, a * log(d)),  # the base may be zero: the limit is kept
    (sqrt(1 - v), log(1 - v) / 2),
]


@pytest.mark.parametrize(("density", "apart"), APART, ids=str)
def test_a_logarithm_comes_apart(density, apart):
    found = logarithm(density, Facts.of(DOMAINS))
    assert expand_logarithms(found - apart, Facts.of(DOMAINS)).expand() == 0 or agree(found, apart)
    assert not [
        part for part in found.atoms(log) if part.args[0].is_Mul and part.args[0].has(a) and a != part.args[0]
    ]


# signs that are not known: the logarithm of an even power is not twice a logarithm
WHOLE = [(r - b) ** 2, z**2, (r - a) ** 2 / y, (r - b) ** 4 * x]


@pytest.mark.parametrize("density", WHOLE, ids=str)
def test_an_unknown_sign_keeps_the_power_inside(density):
    found = logarithm(density, Facts.of(DOMAINS))
    inside = [part.args[0] for part in found.atoms(log)]
    assert any(part.is_Pow and part.exp.is_even for part in inside), found


def agree(one, other, points=6):
    chance = random.Random(str(one))
    compared = 0
    for _ in range(4 * points):
        at = point(chance)
        left, right = known(one, at), known(other, at)
        if left is not None and right is not None:
            assert close(left, right, 30), (one, other, at)
            compared += 1
    return compared >= points


def known(expression, at):
    try:
        return exactly(value(expression, at))
    except ArithmeticError:
        return None


RANDOM_FACTORS = [
    a,
    x,
    y,
    1 - c,
    c,
    v,
    1 - v,
    s**2,
    (r - b) ** 2,
    exp(b),
    gamma(a),
    d + 1,
    a + x,
    -s,
    1 + z**2,
    k,
]


def test_random_products_keep_their_value():
    chance = random.Random(4)
    for _ in range(60):
        density = Rational(chance.randint(1, 5), chance.randint(1, 4))
        for _ in range(chance.randint(1, 4)):
            density *= chance.choice(RANDOM_FACTORS) ** chance.choice([1, -1, 2, Rational(1, 2), a, -b, x])
        assert agree(logarithm(density, FACTS), log(density))


def test_two_negative_factors_come_apart_as_opposites():
    found = logarithm(s * log(c), FACTS)
    assert agree(found, log(s * log(c)))
    assert found.is_Add


def test_a_binomial_comes_apart_where_its_arguments_are_positive():
    assert not logarithm(binomial(k + q, q), Facts.of(DOMAINS)).has(binomial)
    assert logarithm(binomial(b, g), Facts.of(DOMAINS)).has(binomial)
    assert agree(logarithm(binomial(k + q, q), FACTS), log(binomial(k + q, q)))


# a row, its sum as a textbook writes it
TEXTBOOK = [
    (-((x - b) ** 2) / (2 * a), -SampleSum.as_written((x - b) ** 2, SAMPLE) / (2 * a)),
    (log(a), sample_size(SAMPLE) * log(a)),
    (1 - x, sample_size(SAMPLE) - total(x)),
    ((b - x) / a, -SampleSum.as_written(x - b, SAMPLE) / a),  # observations first, without a minus
]


@pytest.mark.parametrize(("row", "written"), TEXTBOOK, ids=str)
def test_sums_read_like_a_textbook_s(row, written):
    assert textbook_sum(row, SAMPLE) == written
