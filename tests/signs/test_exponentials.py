"""Signs of exponential polynomials, against their values; and forms on which nothing may be claimed."""

import random

import pytest
from mpmath import MPContext
from sympy import Symbol, exp, lambdify, log

from symmle.signs import Facts, Sign, sign
from symmle.signs.quasipolynomials import QuasiPolynomial, sign_beyond_zero
from tests.signs.expressions import DOMAINS, SYMBOLS

mp = MPContext()
mp.dps = 60
FACTS = Facts.of(DOMAINS)
a, b, s, c = (SYMBOLS[name] for name in "absc")
x, v, r = (SYMBOLS[name] for name in "xvr")
T, E = Symbol("t"), Symbol("E")

HELD = [
    (exp(2 * a) - (2 + a**2) * exp(a) + 1, Sign.POSITIVE),  # (2*sinh(a/2))**2 > a**2
    (exp(a) - 1 - a - a**2 / 2, Sign.POSITIVE),
    (exp(b) - 1 - b, Sign.NONNEGATIVE),
    (a - 2 + (a + 2) * exp(-a), Sign.POSITIVE),
    (1 / a**2 - x**2 * exp(a * x) / (exp(a * x) - 1) ** 2, Sign.POSITIVE),
    (-(v**a) - log(1 - v**a), Sign.POSITIVE),
    (a * x**a * log(x) - x**a + 1, Sign.NONNEGATIVE),
    (x ** (2 * a) - 2 * a * x**a * log(x) - 1 + 1, Sign.UNKNOWN),
    (-r * exp(-r / a) + r, Sign.NONNEGATIVE),
    (exp(r / a) * r - exp(-r / a) * r, Sign.NONNEGATIVE),
    (1 - exp(-(a**b) * exp(b)), Sign.POSITIVE),  # the exponent is no power of one exponential
    (a * exp(-a - b**2) - a * exp(b**2 + 1), Sign.NEGATIVE),
]


@pytest.mark.parametrize(("expression", "expected"), HELD)
def test_a_known_sign_is_found(expression, expected):
    assert sign(expression, FACTS) is expected


# each changes its sign on the domain
TRAPS = [
    exp(a) - 1 - 2 * a,
    exp(2 * a) - (2 + 2 * a**2) * exp(a) + 1,
    exp(a) - 3,
    1 / a**2 - 2 * x**2 * exp(a * x) / (exp(a * x) - 1) ** 2,
    -2 * v**a - log(1 - v**a),
    x**a * log(x) - x**a + c,
    r * exp(r / a) - 1,
    exp(b) - 1 - a,
    exp(b**2) - exp(a + b),
    b * exp(a**a) - b,
]


@pytest.mark.parametrize("expression", TRAPS)
def test_nothing_is_claimed_of_what_turns(expression):
    assert sign(expression, FACTS) is Sign.UNKNOWN


def random_polynomial(chance):
    terms = [
        chance.randint(-6, 6) * T ** chance.randint(0, 3) * E ** chance.randint(0, 3)
        for _ in range(chance.randint(2, 5))
    ]
    return sum(terms)


def test_no_sign_is_claimed_against_a_value():
    chance, claimed, turning = random.Random(5), 0, 0
    points = [mp.mpf(10) ** (mp.mpf(power) / 6) for power in range(-48, 12)]
    for _ in range(1500):
        function = random_polynomial(chance)
        if not function.free_symbols:
            continue
        found = sign_beyond_zero(QuasiPolynomial.of(function, T, E))
        evaluate = lambdify((T, E), function, mp)
        signs = {int(mp.sign(evaluate(t, mp.exp(t)))) for t in points}
        if found is Sign.POSITIVE:
            assert signs == {1}, function
        elif found is Sign.NEGATIVE:
            assert signs == {-1}, function
        claimed += found is not Sign.UNKNOWN
        turning += len(signs) > 1
    assert claimed > 500
    assert turning > 200
