"""Sums and statistics on data: exactly, with weights."""

from fractions import Fraction

import pytest
import sympy

from symmle.exact import NotEvaluable
from symmle.sample_sum import Sample, SampleSum, Statistic, sample_mean, sample_size
from symmle.sample_sum.evaluation import evaluate_sample, evaluate_sample_number

x, t, m, v, k = sympy.symbols("x t m v k")
SAMPLE = Sample((x, t))
DATA = {x: [1, 2, Fraction(7, 2)], t: [0, 1, 5]}


def statistic(kind, *expressions):
    return Statistic(kind, expressions, SAMPLE)


@pytest.mark.parametrize(
    ("node", "value"),
    [
        (statistic("n", sympy.S.One), 3),
        (statistic("mean", x), Fraction(13, 6)),
        (statistic("mean", x * t), Fraction(39, 6)),
        (statistic("variance", x), Fraction(19, 18)),
        (statistic("covariance", x, t), Fraction(39, 6) - Fraction(13, 6) * 2),
        (statistic("minimum", x), 1),
        (statistic("maximum", x - t), 1),
        (statistic("median", x), 2),
        (statistic("count", x >= 2), 2),
        (statistic("gap", x, 1 / x), (1 + Fraction(1, 2) + Fraction(2, 7)) / 3 - Fraction(6, 13)),
        (SampleSum((x - m) ** 2 / v, SAMPLE), Fraction(29, 8)),
        (SampleSum((x - sample_mean(x, SAMPLE)) ** 2, SAMPLE) / sample_size(SAMPLE), Fraction(19, 18)),
        (SampleSum(x**k, SAMPLE), 1 + 8 + Fraction(343, 8)),
    ],
)
def test_rational_values(node, value):
    number = evaluate_sample_number(node, DATA, None, {m: 1, v: 2, k: 3})
    assert isinstance(number, int | Fraction)
    assert number == value


NODES = [
    statistic(kind, *expressions)
    for kind, expressions in [
        ("n", (sympy.S.One,)),
        ("mean", (x,)),
        ("variance", (x,)),
        ("covariance", (x, t)),
        ("minimum", (x,)),
        ("maximum", (x,)),
        ("median", (x,)),
        ("count", (x > 1,)),
        ("gap", (x, 1 / x)),
    ]
]


@pytest.mark.parametrize("node", [*NODES, SampleSum(sympy.log(x) * t, SAMPLE)], ids=str)
def test_weights_are_repetition_and_zero_is_deletion(node):
    repeated = {x: [1, 2, 2, 2], t: [0, 1, 1, 1]}
    weighted = evaluate_sample(node, DATA, [1, 3, 0])
    assert weighted == evaluate_sample(node, repeated)


def test_a_median_set_is_split_at_half_the_weight():
    median = statistic("median", x)
    assert evaluate_sample_number(median, {x: [1, 2], t: [0, 0]}) == Fraction(3, 2)
    assert evaluate_sample_number(median, {x: [1, 2, 9], t: [0, 0, 0]}, [1, 1, Fraction(1, 2)]) == 2
    assert evaluate_sample_number(median, {x: [1, 2, 9], t: [0, 0, 0]}, [2, 1, 1]) == Fraction(3, 2)


def test_a_gap_of_nearly_constant_data_keeps_its_digits():
    gap = statistic("gap", x, sympy.log(x))
    step = Fraction(1, 10**20)
    value = evaluate_sample(gap, {x: [1 - step, 1 + step], t: [0, 0]})
    series = sympy.Rational(step) ** 2 / 2 + sympy.Rational(step) ** 4 / 4
    assert abs(sympy.Float(value, 60) / series - 1) < sympy.Float(10) ** -49


def test_what_is_missing_is_said():
    with pytest.raises(NotEvaluable, match="no value is given for m"):
        evaluate_sample(SampleSum((x - m) ** 2, SAMPLE), DATA)
    with pytest.raises(NotEvaluable, match="different lengths"):
        evaluate_sample(NODES[0], {x: [1], t: []})
    with pytest.raises(NotEvaluable, match="one weight"):
        evaluate_sample(NODES[0], DATA, [1])
    with pytest.raises(NotEvaluable):
        evaluate_sample(statistic("minimum", x), {x: [], t: []})
