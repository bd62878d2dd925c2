"""What algebra proves zero, and that it proves nothing else so."""

import pytest
from sympy import (
    S,
    Symbol,
    cosh,
    digamma,
    erf,
    erfc,
    exp,
    factorial,
    gamma,
    log,
    loggamma,
    polygamma,
    sinh,
    sqrt,
    tanh,
)

from symmle.notation import Domain
from symmle.sample_sum import Sample, SampleSum, Statistic, sample_mean, sample_size
from symmle.signs import Facts
from symmle.verification.normal_form import is_zero

POSITIVE = Domain(lower=S.Zero, lower_open=True)
x, t = POSITIVE.symbol("x"), Domain().symbol("t")
k, s, m = POSITIVE.symbol("k"), POSITIVE.symbol("s"), Domain().symbol("m")
SAMPLE = Sample((x, t))
FACTS = Facts.of({x: POSITIVE, t: Domain(), k: POSITIVE, s: POSITIVE, m: Domain()})
N = sample_size(SAMPLE)


def total(row):
    return SampleSum(row, SAMPLE)


def mean(row):
    return total(row) / N


IDENTITIES = [
    total((x - m) ** 2) - total(x**2) + 2 * m * total(x) - N * m**2,
    total((x - mean(x)) ** 2) - total(x**2) + total(x) ** 2 / N,
    total((x - mean(x)) * (t - mean(t))) - total(x * t) + N * mean(x) * mean(t),
    Statistic("variance", (x,), SAMPLE) - mean(x**2) + mean(x) ** 2,
    Statistic("gap", (x, log(x)), SAMPLE) - log(mean(x)) + mean(log(x)),
    Statistic("gap", (x, 1 / x), SAMPLE) - mean(1 / x) + 1 / sample_mean(x, SAMPLE),
    log(total(x)) - log(mean(x)) - log(N),
    total(log(x / s)) - total(log(x)) + N * log(s),
    total((x / s) ** k) - total(x**k) / s**k,
    total(1 / (1 + exp(t - m))) - total(exp(m) / (exp(m) + exp(t))),
    total(tanh(t - m)) - N + 2 * total(1 / (1 + exp(2 * t - 2 * m))),
    total(cosh(t) ** 2 - sinh(t) ** 2) - N,
    total(erf(t)) + total(erfc(t)) - N,
    loggamma(k + 2) - loggamma(k) - log(k) - log(k + 1),
    gamma(k + 1) - k * gamma(k),
    digamma(k + 3) - digamma(k) - 1 / k - 1 / (k + 1) - 1 / (k + 2),
    polygamma(1, k + 1) - polygamma(1, k) + 1 / k**2,
    polygamma(2, k + 1) - polygamma(2, k) - 2 / k**3,
    sqrt(mean(x**2)) ** 2 * N - total(x**2),
    total(factorial(x)) - total(gamma(x + 1)),
    1 / (1 - m) - 1 / (1 + m) - 2 * m / (1 - m**2),
    total(x / (k + x)) + total(k / (k + x)) - N,
]

FALSEHOODS = [
    total(x) - N,
    total(x**2) - total(x) ** 2 / N,
    total(x * t) - mean(x) * total(t),
    total(log(x)) - N * log(mean(x)),
    loggamma(k + 1) - loggamma(k),
    digamma(k + 1) - digamma(k) + 1 / k,
    total(sqrt(t**2)) - total(t),
    total(log((x - m) ** 2)) - 2 * total(log(x - m)),
    N - N**2,
    sample_mean(x, SAMPLE) - Statistic("median", (x,), SAMPLE),
    total(tanh(t)) - total(t),
    S.One / 10**60,
    total(x ** (k + 1)) - total(x) * total(x**k),
    k - Symbol("k"),
]


@pytest.mark.parametrize("expression", IDENTITIES, ids=str)
def test_identities_are_proved(expression):
    assert is_zero(expression, (k, s, m), FACTS)


@pytest.mark.parametrize("expression", FALSEHOODS, ids=[f"falsehood{k}" for k in range(len(FALSEHOODS))])
def test_nothing_else_is(expression):
    assert not is_zero(expression, (k, s, m), FACTS)


@pytest.mark.parametrize("expression", IDENTITIES, ids=str)
def test_an_identity_with_a_slip_is_not_proved(expression):
    assert not is_zero(expression + 1 / N, (k, s, m), FACTS)
    assert not is_zero(expression + total(x) / 10**9, (k, s, m), FACTS)
