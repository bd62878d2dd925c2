"""The normal form of a sum over a sample, and its derivatives, against exact evaluation on data."""

import random
from fractions import Fraction

import pytest
from sympy import Add, Integer, Rational, S, exp, log, sqrt, symbols

from symmle.sample_sum import Sample, SampleSum, Statistic, sample_mean, sample_nodes, sample_size
from symmle.sample_sum.evaluation import evaluate_sample_number
from tests.densities import valued

x, y = symbols("x y", positive=True)
a, b, k = symbols("a b k", positive=True)
mu = symbols("mu", real=True)
SAMPLE = Sample((x, y))
n = sample_size(SAMPLE)
DATA = {x: [Fraction(1, 3), Fraction(2), Fraction(7, 4)], y: [Fraction(5, 2), Fraction(1), Fraction(1, 8)]}
WEIGHTS = [Fraction(2), Fraction(0), Fraction(3, 2)]
VALUES = {a: Fraction(3, 2), b: Fraction(1, 5), k: Fraction(7, 3), mu: Fraction(-4, 3)}


def total(summand):
    return SampleSum(summand, SAMPLE)


# a sum, its normal form
FORMS = [
    (S.One, n),  # the sum of one is the size
    (S.Zero, S.Zero),
    (mu, mu * n),  # a constant comes out
    (a * x, a * total(x)),
    (a * x + b * y + 2, a * total(x) + b * total(y) + 2 * n),  # terms come apart
    (2 * x / 3, Rational(2, 3) * total(x)),
    (-x, -total(x)),
    (x / sqrt(a), total(x) / sqrt(a)),
    (sample_mean(x, SAMPLE) * x, sample_mean(x, SAMPLE) * total(x)),  # a statistic is the same in every row
    (total(y) * x, total(y) * total(x)),  # and so is another sum
    (n * x, n * total(x)),
    ((2 * x - 2 * mu) ** 2, 4 * total((x - mu) ** 2)),  # rational content comes out of a power
    (exp(a) * x, exp(a) * total(x)),
]


@pytest.mark.parametrize(("summand", "form"), FORMS)
def test_normal_form(summand, form):
    assert total(summand) == form


@pytest.mark.parametrize(
    "summand",
    [(x - mu) ** 2, log(1 + x / a), exp(-x / b), x**k, log(x + total(y))],
)
def test_what_holds_both_stays_whole(summand):
    assert total(summand).summand == summand


ROWS = [
    x,
    y,
    x * y,
    x**2,
    log(x),
    exp(-y),
    1 / x,
    a * x,
    x + mu,
    log(x + a),
    x**k,
    (x - mu) ** 2,
    x / (x + b),
]


def by_rows(summand, weights=WEIGHTS):
    """The sum, row by row, with the row's values put in by the evaluator of plain expressions."""
    found = 0
    for row, weight in zip(zip(*DATA.values(), strict=True), weights, strict=True):
        found += weight * valued(summand, {}, None, {**VALUES, **dict(zip(DATA, row, strict=True))})
    return found


def random_row(chance):
    parts = [
        chance.choice(ROWS) * chance.choice([1, -2, a, mu, Rational(1, 3)])
        for _ in range(chance.randint(1, 3))
    ]
    return Add(*parts) * chance.choice([1, chance.choice(ROWS)])


def test_sums_are_linear_and_have_the_value_of_their_rows():
    chance = random.Random(11)
    for _ in range(80):
        one, other = random_row(chance), random_row(chance)
        assert (total(one + 3 * a * other) - total(one) - 3 * a * total(other)).expand() == 0
        value = valued(total(one), DATA, WEIGHTS, VALUES)
        assert abs(value - by_rows(one)) <= abs(value) * Fraction(1, 10**45)


def test_a_derivative_of_a_sum_is_the_sum_of_derivatives():
    chance = random.Random(12)
    for _ in range(60):
        row, place = random_row(chance), chance.choice([a, b, k, mu])
        value = valued(total(row).diff(place), DATA, WEIGHTS, VALUES)
        truth = by_rows(row.diff(place))
        assert abs(value - truth) <= max(abs(value), 1) * Fraction(1, 10**45)


def test_a_derivative_goes_into_a_sum_nested_in_a_sum():
    inner = total(exp(-x / a))
    nested = total(log(y + inner))
    inside = inner.diff(a)
    assert nested.diff(a) == inside * total(1 / (y + inner))
    step = Fraction(1, 10**20)
    up, down = (valued(nested, DATA, None, {a: VALUES[a] + turn}, digits=100) for turn in (step, -step))
    slope = (up - down) / (2 * step)
    assert abs(valued(nested.diff(a), DATA, None, VALUES) - slope) < Fraction(1, 10**30)


def test_a_statistic_is_constant():
    mean = sample_mean(x, SAMPLE)
    assert mean.diff(mu) == 0
    assert (mu * mean).diff(mu) == mean
    assert (mu * mean**2).diff(mu) == mean**2
    assert total(x).diff(x) == 0, "the observations are bound"


def test_rational_values_stay_rational():
    found = evaluate_sample_number(total((x - mu) ** 2), DATA, WEIGHTS, VALUES)
    assert found == sum(w * (v - VALUES[mu]) ** 2 for v, w in zip(DATA[x], WEIGHTS, strict=True))
    assert isinstance(found, Fraction)


def test_sums_over_different_samples_are_different():
    other = Sample((x, y), name="other")
    assert SampleSum(x, other) != total(x)
    assert SampleSum(x, other) - total(x) != 0
    assert Statistic("mean", (x,), other) != sample_mean(x, SAMPLE)


def test_outermost_sums_are_found_once_and_in_order():
    inner = total(x)
    outer = total(log(y + inner))
    assert sample_nodes(outer + 2 * outer**2 + total(y)) == tuple(sorted([outer, total(y)], key=str))
    assert sample_nodes(Integer(3) * mu) == ()


def test_a_sum_as_written_is_not_taken_apart():
    node = SampleSum.as_written(2 * x + 2 * mu, SAMPLE)
    assert isinstance(node, SampleSum)
    assert node.summand == 2 * x + 2 * mu
    assert valued(node - total(2 * x + 2 * mu), DATA, WEIGHTS, VALUES) == 0


# a statistic, what it is in means, and its value on the data with the weights
MEAN_X = Fraction(2 * Fraction(1, 3) + Fraction(3, 2) * Fraction(7, 4)) / Fraction(7, 2)


def test_statistics_of_weighted_data():
    at = lambda kind, *rows: evaluate_sample_number(Statistic(kind, rows, SAMPLE), DATA, WEIGHTS)  # noqa: E731
    assert evaluate_sample_number(n, DATA, WEIGHTS) == Fraction(7, 2)
    assert at("mean", x) == MEAN_X
    centred = [v - MEAN_X for v in DATA[x]]
    assert at("variance", x) == sum(w * c**2 for w, c in zip(WEIGHTS, centred, strict=True)) / Fraction(7, 2)
    assert at("maximum", x) == Fraction(7, 4), "the row without weight counts for nothing"
    assert at("minimum", y) == Fraction(1, 8)
    assert at("median", x) == Fraction(1, 3), "more than half of the weight"
    assert at("count", x > 1) == Fraction(3, 2)
    mean_y = (2 * Fraction(5, 2) + Fraction(3, 2) * Fraction(1, 8)) / Fraction(7, 2)
    together = sum(
        w * c * (v - mean_y) for w, c, v in zip(WEIGHTS, centred, DATA[y], strict=True)
    ) / Fraction(7, 2)
    assert at("covariance", x, y) == together


@pytest.mark.parametrize("image", [log(x), 1 / x])
def test_a_gap_is_its_definition_and_never_negative(image):
    gap = Statistic("gap", (x, image), SAMPLE)
    assert valued(gap, DATA) == valued(gap.definition, DATA)
    assert valued(gap, DATA) > 0
    assert abs(valued(gap, {x: [Fraction(3, 7)] * 3, y: [1] * 3})) < Fraction(1, 10**45)
