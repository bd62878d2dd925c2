"""The lemmas on Bessel, zeta and polygamma functions and on log(1 + exp(t)), in numbers and in the prover."""

from itertools import pairwise

import pytest
from mpmath import MPContext
from sympy import Derivative, Rational, besseli, exp, expand_mul, log, polygamma, zeta

from symmle.notation import parse_domain
from symmle.signs import Facts, Sign, sign
from tests.signs.expressions import DOMAINS, SYMBOLS, total

mp = MPContext()
mp.dps = 60
FACTS = Facts.of(DOMAINS)
a, b, k, y, c, e = (SYMBOLS[name] for name in "abkyce")
x, v, r = (SYMBOLS[name] for name in "xvr")
GRID = [mp.mpf(10) ** (mp.mpf(power) / 8) for power in range(-40, 33)]


def test_the_second_derivative_of_log_i0_is_positive():
    for t in (*GRID, *(-t for t in GRID)):
        first, second, plain = (mp.besseli(order, t) for order in (1, 2, 0))
        assert mp.mpf(1) / 2 + second / plain / 2 - (first / plain) ** 2 > 0


def test_the_second_derivative_of_log_zeta_is_positive():
    for t in GRID:
        if mp.mpf("1e-3") < t < 60:
            plain, first, second = (mp.zeta(1 + t, 1, order) for order in (0, 1, 2))
            assert second / plain - (first / plain) ** 2 > 0


def test_polygamma_functions_are_monotone_in_turn():
    for order in range(4):
        values = [mp.polygamma(order, t) for t in GRID]
        rising = [left < right for left, right in pairwise(values)]
        assert all(rising) if order % 2 == 0 else not any(rising)


def softplus_form(t):
    level, share = mp.log1p(mp.exp(t)), 1 / (1 + mp.exp(-t))
    return level**2 + t**2 * share * (1 - share) * level - t**2 * share**2


def test_the_softplus_form_is_positive_on_the_line():
    dense = [mp.mpf(step) / 50 for step in range(-2000, 2001)]
    assert all(softplus_form(t) > 0 for t in (*dense, *GRID[:56], *(-t for t in GRID[:56])))


def test_the_argument_for_the_softplus_form():
    """Below zero it is at least ``z**2*((1 - z/2)**2 - t**2*z/(2*(1 + z)**2))`` with z = exp(t) < 1."""
    for step in range(1, 4000):
        t = -mp.mpf(step) / 100
        z = mp.exp(t)
        assert mp.log1p(z) > z - z**2 / 2
        assert (1 - z / 2) ** 2 > t**2 * z / (2 * (1 + z) ** 2)
        assert mp.log1p(mp.exp(-t)) > -t / (1 + z)


bessel = Rational(1, 2) + besseli(2, b) / (2 * besseli(0, b)) - besseli(1, b) ** 2 / besseli(0, b) ** 2
riemann = Derivative(zeta(y), (y, 2)) / zeta(y) - Derivative(zeta(y), y) ** 2 / zeta(y) ** 2
t, share, level = a * log(x), x**a / (1 + x**a), log(1 + x**a)
softplus = level**2 + t**2 * share * (1 - share) * level - t**2 * share**2

COVERED = [
    (bessel, Sign.POSITIVE),
    (-2 * bessel, Sign.NEGATIVE),
    (riemann, Sign.POSITIVE),
    (-riemann, Sign.NEGATIVE),
    (expand_mul(softplus), Sign.POSITIVE),
    (expand_mul(-a * softplus), Sign.NEGATIVE),
    (polygamma(1, a) - polygamma(1, a + x), Sign.POSITIVE),
    (polygamma(0, a) - polygamma(0, a + x), Sign.NEGATIVE),
    (polygamma(1, a + y) - polygamma(1, a), Sign.NEGATIVE),
    (2 * polygamma(2, a) - 2 * polygamma(2, a + x), Sign.NEGATIVE),
]


@pytest.mark.parametrize(("expression", "expected"), COVERED)
def test_the_prover_finds_what_a_lemma_covers(expression, expected):
    assert sign(expression, FACTS) is expected
    assert sign(expression, FACTS.without_lemmas()) is Sign.UNKNOWN


# one thing is not as the lemma has it
BESIDE = [
    Rational(1, 2) + besseli(2, b) / (2 * besseli(0, b)) - 2 * besseli(1, b) ** 2 / besseli(0, b) ** 2,
    Rational(1, 2) + besseli(2, b) / (2 * besseli(0, b)) - besseli(1, a) ** 2 / besseli(0, b) ** 2,
    riemann.xreplace({y: a}),  # a may be below one
    expand_mul(softplus - t**2 * share**2),
    expand_mul(level**2 - t**2 * share**2),
    polygamma(1, a) - polygamma(1, b),
    polygamma(1, a) - polygamma(1, a + r),
    polygamma(1, a) - polygamma(3, a + x),
    polygamma(1, b) - polygamma(1, b + x),  # b may be negative
]


@pytest.mark.parametrize("expression", BESIDE)
def test_nothing_is_found_beside_a_lemma(expression):
    assert sign(expression, FACTS) is Sign.UNKNOWN


LOG_SUM = total(log(1 - v**a))
FIRST = total(v**a * log(v) / (1 - v**a))
SECOND = total(v**a * log(v) ** 2 / (1 - v**a) ** 2)


def test_cauchy_schwarz_row_by_row():
    """For g = -log(1 - z), h = z*l**2/(1 - z)**2, f = z*l/(1 - z): g*h > f**2 since -log(1 - z) > z."""
    assert sign(FIRST**2 / LOG_SUM**2 + SECOND / LOG_SUM, FACTS) is Sign.UNKNOWN  # two terms are told apart
    assert sign(-1 + FIRST**2 / LOG_SUM**2 + SECOND / LOG_SUM, FACTS) is Sign.NEGATIVE
    assert sign(1 + FIRST**2 / LOG_SUM**2 + SECOND / LOG_SUM, FACTS) is Sign.UNKNOWN
    assert sign(-1 + 2 * FIRST**2 / LOG_SUM**2 + SECOND / LOG_SUM, FACTS) is Sign.UNKNOWN
    assert sign(-1 + FIRST**2 / LOG_SUM**2 - SECOND / LOG_SUM, FACTS) is Sign.UNKNOWN
    plain = total(v**a * log(v) ** 2 / (1 - v**a))
    assert sign(-1 + FIRST**2 / LOG_SUM**2 + plain / LOG_SUM, FACTS) is Sign.UNKNOWN


def test_cauchy_schwarz_asks_for_one_sample_and_one_sign():
    steep, line = exp(-a * x), exp(-a * r)
    good = -1 / a**2 - total(x**2 * steep) / total(steep) + total(x * steep) ** 2 / total(steep) ** 2
    assert sign(good, FACTS) is Sign.NEGATIVE
    signed = -1 / a**2 - total(r**3 * line) / total(r * line) + total(r**2 * line) ** 2 / total(r * line) ** 2
    assert sign(signed, FACTS) is Sign.UNKNOWN  # r may have either sign


def test_where_a_row_may_vanish_the_sum_must_not():
    domains = {a: DOMAINS[a], x: parse_domain(">= 0", {})}
    grown = exp(a * x) - 1
    slope = (
        -total(x**2 * exp(a * x)) / total(grown) + total(x * exp(a * x)) ** 2 / total(grown) ** 2 - 1 / a**2
    )
    assert sign(slope, Facts.of(domains)) is Sign.UNKNOWN
