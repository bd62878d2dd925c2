"""The table of limits against numbers near the ends; what it does not know it does not say."""

from fractions import Fraction

import pytest
from sympy import Eq, S, besseli, digamma, exp, log, loggamma, sin, sqrt

from symmle.notation import parse_domain
from symmle.proof.limits import limit_at, spread_needed
from symmle.sample_sum import Sample, SampleSum, Statistic, sample_mean, sample_size
from symmle.signs import Facts
from tests.densities import valued

TEXTS = {"k": "> 0", "a": "> 0", "b": "real", "s": "< 0", "x": "> 0", "u": "real", "v": "(0, 1)"}
DOMAINS = {parse_domain(text, {}).symbol(name): parse_domain(text, {}) for name, text in TEXTS.items()}
k, a, b, s, x, u, v = DOMAINS
FACTS = Facts.of(DOMAINS)
SAMPLE = Sample((x, u, v))
DATA = {
    x: [Fraction(1, 3), Fraction(2), Fraction(7, 2), Fraction(2)],
    u: [Fraction(-1), 3, Fraction(1, 2), 0],
    v: [Fraction(1, 3), Fraction(4, 7), Fraction(1, 5), Fraction(2, 7)],
}
WEIGHTS = [1, 2, 0, 1]
VALUES = {a: Fraction(3, 2), b: Fraction(-2, 3), s: Fraction(-5, 4)}
n, mean = sample_size(SAMPLE), sample_mean(x, SAMPLE)


def total(row):
    return SampleSum(row, SAMPLE)


def statistic(kind, *rows):
    return Statistic(kind, rows, SAMPLE)


def weighted(slope, row=x):
    return total(row * exp(slope * row)) / total(exp(slope * row))


POWERS = total(x**k * log(x)) / total(x**k)
INVERSE = total(x ** (-k) * log(x)) / total(x ** (-k))

# an expression, the end, its limit; where the limit is finite the value there must be close
KNOWN = [
    (log(k) - digamma(k), S.Infinity, S.Zero),
    (log(k) - digamma(k), S.Zero, S.Infinity),
    (2 * log(k) - 2 * digamma(k) - mean, S.Infinity, -mean),
    (a * log(k) - a * digamma(k) + b, S.Zero, S.Infinity),
    (1 / k, S.Infinity, S.Zero),
    (1 / k, S.Zero, S.Infinity),
    (-a / k + b, S.Zero, S.NegativeInfinity),
    (s * k, S.Infinity, S.NegativeInfinity),
    (s * sqrt(k) + mean, S.Zero, mean),
    (a * k**2 + 3, S.Infinity, S.Infinity),
    (log(k) + b, S.Infinity, S.Infinity),
    (log(k) + b, S.Zero, S.NegativeInfinity),
    (s * log(k), S.Zero, S.Infinity),
    (b + mean, S.Infinity, b + mean),
    (POWERS, S.Infinity, statistic("maximum", log(x))),
    (POWERS, S.Zero, statistic("mean", log(x))),
    (INVERSE, S.Infinity, statistic("minimum", log(x))),
    (1 / k - POWERS + mean, S.Zero, S.Infinity),
    (1 / k - POWERS + mean, S.Infinity, mean - statistic("maximum", log(x))),
    (weighted(k), S.Infinity, statistic("maximum", x)),
    (weighted(-1 / k), S.Zero, statistic("minimum", x)),
    (weighted(-1 / k), S.Infinity, statistic("mean", x)),
    (weighted(k, u), S.Infinity, statistic("maximum", u)),
    (a * weighted(-k, u), S.Infinity, a * statistic("minimum", u)),
    (weighted(a * k), S.Infinity, statistic("maximum", x)),
]

LOGS = total(log(1 - v**k))
STEEP = total(v**k * log(v) / (1 - v**k))
GROWN = total(x * exp(k * x)) / SampleSum.as_written(exp(k * x) - 1, SAMPLE)

# by expansion: an expression, the end, its limit
EXPANDED = [
    (log(k) - k, S.Infinity, S.NegativeInfinity),
    (1 / k + log(k), S.Zero, S.Infinity),
    (log(k) - 2 * digamma(k), S.Infinity, S.NegativeInfinity),
    (digamma(k), S.Infinity, S.Infinity),
    (digamma(k), S.Zero, S.NegativeInfinity),
    (k * digamma(k), S.Zero, -S.One),
    (digamma(k + a) - digamma(k), S.Infinity, S.Zero),
    (k * (digamma(k + a) - digamma(k)), S.Infinity, a),
    (digamma(k + a) - digamma(k), S.Zero, S.Infinity),
    (besseli(1, k) / besseli(0, k), S.Infinity, S.One),
    (besseli(1, k) / besseli(0, k) / k, S.Zero, S.Half),
    (total(log(1 + x / k)), S.Infinity, S.Zero),
    (total(x * exp(-k * x)), S.Infinity, S.Zero),
    (total(x * exp(k * x)) / total(exp(k * x)) * k, S.Infinity, S.Infinity),
    (GROWN - 1 / k, S.Zero, mean / 2 + statistic("variance", x) / (2 * mean)),
    (GROWN, S.Infinity, statistic("maximum", x)),
    (STEEP / LOGS + 1 / k + STEEP / n, S.Zero, S.Infinity),
    (STEEP / LOGS, S.Infinity, -statistic("maximum", log(v))),
    (1 / k - a / (exp(a * k) - 1), S.Zero, a / 2),
    (1 / k - a / (exp(a * k) - 1), S.Infinity, S.Zero),
    (total(exp(k - u) / (1 + exp(k - u))) / n, S.Infinity, S.One),
    (total(k**2 / (k**2 + u**2)) / n, S.Zero, statistic("count", Eq(u, 0)) / n),
    (total(k**2 / (k**2 + x**2)) / n, S.Infinity, S.One),
]


@pytest.mark.parametrize(("expression", "end", "limit"), EXPANDED, ids=str)
def test_a_limit_by_expansion(expression, end, limit):
    found = limit_at(expression, k, end, FACTS)
    assert found is not None
    assert found == limit or (found - limit).expand() == 0


@pytest.mark.parametrize(("expression", "end", "limit"), EXPANDED, ids=str)
def test_an_expansion_is_approached(expression, end, limit):
    scales = (30, 90, 300) if end is S.Infinity else (6, 9, 12)
    path = [
        valued(expression, DATA, WEIGHTS, {**VALUES, k: Fraction(3 * scale + 1, 3)}, 400)
        if end is S.Infinity
        else valued(expression, DATA, WEIGHTS, {**VALUES, k: Fraction(1, 10**scale)}, 60)
        for scale in scales
    ]
    if limit in (S.Infinity, S.NegativeInfinity):
        turn = 1 if limit is S.Infinity else -1
        assert 0 < turn * path[0] < turn * path[1] < turn * path[2]
    else:
        goal = valued(limit, DATA, WEIGHTS, VALUES)
        errors = [abs(value - goal) for value in path]
        assert errors[2] <= errors[0]
        assert errors[2] < Fraction(1, 10)


def test_rows_that_decay_are_gone():
    assert limit_at(total(x * exp(-x / k) / (1 + exp(-x / k))), k, S.Zero, FACTS) == 0


def near(end, scale):
    return Fraction(10) ** (scale if end is S.Infinity else -scale)


@pytest.mark.parametrize(("expression", "end", "limit"), KNOWN, ids=str)
def test_a_limit_of_the_table(expression, end, limit):
    assert limit_at(expression, k, end, FACTS) == limit


@pytest.mark.parametrize(("expression", "end", "limit"), KNOWN, ids=str)
def test_a_limit_is_approached(expression, end, limit):
    scales = (2, 3, 4) if expression.has(SampleSum) else (10, 14, 18)
    path = [valued(expression, DATA, WEIGHTS, {**VALUES, k: near(end, scale)}, 60) for scale in scales]
    if limit in (S.Infinity, S.NegativeInfinity):
        turn = 1 if limit is S.Infinity else -1
        assert turn * path[0] < turn * path[1] < turn * path[2]
        assert turn * path[2] > 5
    else:
        goal = valued(limit, DATA, WEIGHTS, VALUES)
        errors = [abs(value - goal) for value in path]
        assert errors[2] <= errors[0]
        assert errors[2] < Fraction(1, 1000)


# not in the table, or of a form that has no single answer
UNKNOWN = [
    (b * k, S.Infinity),  # b may have either sign
    (b * log(k) - b * digamma(k), S.Zero),
    (loggamma(k), S.Infinity),
    (total(u * exp(k * u)) / total(exp(2 * k * u)), S.Infinity),
    (sin(k), S.Infinity),
    (total(x * exp(k * x)) / total(exp(2 * k * x)), S.Infinity),
    (total(x * exp(k * u)) / total(exp(k * u)), S.Infinity),  # the maximum of x is not what it goes to
]


@pytest.mark.parametrize(("expression", "end"), UNKNOWN, ids=str)
def test_what_is_not_known_is_not_said(expression, end):
    assert limit_at(expression, k, end, FACTS) is None


def test_at_a_finite_end_the_value_is_put_in():
    assert limit_at(log(k) - digamma(k), k, S(2), FACTS) == log(2) - digamma(2)
    assert limit_at(a * k + b, k, S.Half, FACTS) == a / 2 + b


SPREADS = [
    (statistic("maximum", log(x)) - statistic("mean", log(x)), statistic("variance", log(x))),
    (statistic("mean", x) - statistic("minimum", x), statistic("variance", x)),
    (statistic("gap", x, log(x)), statistic("gap", x, log(x))),
]


@pytest.mark.parametrize(("limit", "needed"), SPREADS, ids=str)
def test_a_spread_is_positive_exactly_where_the_data_differ(limit, needed):
    assert spread_needed(limit) == needed
    for columns in (DATA, {x: [Fraction(5, 7)] * 3, u: [0, 1, 2]}):
        one, other = (valued(part, columns) > Fraction(1, 10**40) for part in (limit, needed))
        assert one == other


@pytest.mark.parametrize(
    "limit",
    [
        statistic("mean", x) - statistic("maximum", x),  # the wrong way round
        2 * statistic("maximum", x) - statistic("mean", x),
        statistic("maximum", x) - statistic("mean", u),
        statistic("mean", x),
        b,
    ],
    ids=str,
)
def test_what_is_no_spread_is_not_taken_for_one(limit):
    assert spread_needed(limit) is None


def test_the_size_plays_no_part():
    assert limit_at(total(x**k * log(x)) / total(x**k) + n / k / n, k, S.Infinity, FACTS) == statistic(
        "maximum", log(x)
    )
