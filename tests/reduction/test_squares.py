"""Completing squares is algebra, and it is what keeps digits at 1e8."""

import random

import pytest
from sympy import Rational, exp, expand, log, symbols

from symmle.reduction import complete_squares, reduce_sums
from symmle.sample_sum import Sample, SampleSum, Statistic, sample_mean, sample_size
from symmle.signs import Facts

x, y, mu, b, v = symbols("x y mu b v", real=True)
SAMPLE = Sample((x, y))
n, mean_x, mean_y = sample_size(SAMPLE), sample_mean(x, SAMPLE), sample_mean(y, SAMPLE)
spread = Statistic("variance", (x,), SAMPLE)

# what comes in, what must stand in the result as a factor
SQUARES = [
    (n * mean_x**2 - 2 * n * mu * mean_x + n * mu**2, (mean_x - mu) ** 2),
    (-(mean_x**2) / (2 * v) + mu * mean_x / v - mu**2 / (2 * v), (mean_x - mu) ** 2),
    (mean_y**2 - 2 * b * mean_x * mean_y + b**2 * mean_x**2, (mean_y - b * mean_x) ** 2),
    (mean_x**2 - 2 * mu * mean_x + mu**2 + spread, (mean_x - mu) ** 2),  # a spread stays apart
    ((mean_x**2 - 2 * mu * mean_x + mu**2) * exp(-2 * v) - n * v, (mean_x - mu) ** 2),
    (mean_x**2 - 2 * exp(mu) * mean_x + exp(2 * mu) + spread, (mean_x - exp(mu)) ** 2),
    ((mean_x - mu) ** 2 / 2 + (mean_y - mu) ** 2 / 4, (mean_y - mu) ** 2),  # two squares share a term
    ((mean_x - mu) ** 2 / v + (mean_y - mu - b) ** 2 / v, (mean_y - mu - b) ** 2),
]


@pytest.mark.parametrize(("raw", "square"), SQUARES)
def test_squares_are_completed(raw, square):
    done = complete_squares(raw)
    assert expand(done - raw) == 0
    kept = {(part.base, -part.base) for part in done.atoms(type(mu**2)) if part.exp == 2}
    assert any(square.base in pair for pair in kept)


# nothing to complete: left as it is
PLAIN = [
    mean_x - mu,
    n * log(v) + mean_x,
    mean_x**2 + mu**2,
    spread - mean_x,
]


@pytest.mark.parametrize("raw", PLAIN)
def test_what_is_no_square_keeps_its_value(raw):
    assert expand(complete_squares(raw) - raw) == 0


def test_random_polynomials_keep_their_value():
    chance = random.Random(3)
    atoms = [mean_x, mean_y, mu, b, n, 1 / v, spread, exp(-mu), exp(2 * v), log(v)]
    for _ in range(90):
        raw = sum(
            Rational(chance.randint(-4, 4), chance.randint(1, 3))
            * chance.choice(atoms)
            * chance.choice(atoms)
            for _ in range(chance.randint(2, 6))
        )
        assert expand(complete_squares(raw) - raw) == 0


def test_a_sum_without_parameters_becomes_a_variance_only_where_its_mean_is_there():
    facts = Facts.of({})
    both = reduce_sums(SampleSum(x**2 + x, SAMPLE), (), facts)
    assert expand(both - n * (spread + mean_x**2 + mean_x)) == 0
    alone = reduce_sums(SampleSum(x**2, SAMPLE), (), facts)
    assert alone == n * sample_mean(x**2, SAMPLE)
