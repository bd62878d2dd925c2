"""Certified values of NIST's Statistical Reference Datasets.

NIST divides by the degrees of freedom, the likelihood by n; the square root of their ratio stands between
them. NumAcc1 to NumAcc4 are formulas. Their decimals are not exactly representable, so the best that any
program can do is the exact variance of the stored doubles, which rationals give.
"""

from fractions import Fraction
from math import log10, sqrt

import numpy as np
import pytest

import symmle as sm
from tests.reference.cases import column, fitted

MICHELSON_MEAN, MICHELSON_DEVIATION = 299.8524, 0.0790105478190518
NORRIS = {"a": -0.262323073774029, "b": 1.00211681802045}
NORRIS_ERRORS = {"a": 0.232818234301152, "b": 0.429796848199937e-03}
NORRIS_RESIDUAL = 0.884796396144373


def numacc(level: int) -> list[float]:
    """The constructed data sets: one middle value, then pairs around it."""
    if level == 1:
        return [10000001.0, 10000003.0, 10000002.0]
    whole = {2: "1", 3: "1000000", 4: "10000000"}[level]
    return [float(f"{whole}.2"), *([float(f"{whole}.1"), float(f"{whole}.3")] * 500)]


CERTIFIED = {1: (10000002.0, 1.0), 2: (1.2, 0.1), 3: (1000000.2, 0.1), 4: (10000000.2, 0.1)}


def digits(value: float, certified: float) -> float:
    """Correct significant digits, by NIST's measure: minus the decimal logarithm of the relative error."""
    return 16.0 if value == certified else -log10(abs(value - certified) / abs(certified))


def two_pass(values: list[float]) -> float:
    array = np.asarray(values)
    return float(np.mean((array - array.mean()) ** 2))


def exact_moments(values: list[float]) -> tuple[Fraction, Fraction]:
    """Mean and variance of the stored doubles, without any rounding."""
    numbers = [Fraction(value) for value in values]
    mean = sum(numbers) / len(numbers)
    return mean, sum((number - mean) ** 2 for number in numbers) / len(numbers)


def deviation(variance: float, n: int, used: int = 1) -> float:
    """Standard deviation with the degrees of freedom as divisor."""
    return sqrt(variance * n / (n - used))


def test_michelson_reaches_the_digits_of_its_doubles():
    fit = fitted("gaussian")
    mean, variance = exact_moments(column("michelson.csv", "speed"))
    assert digits(fit.estimates["mu"], MICHELSON_MEAN) >= 15
    assert digits(deviation(fit.estimates["v"], 100), MICHELSON_DEVIATION) >= 13.8
    assert fit.estimates["mu"] == pytest.approx(float(mean), rel=4e-16)
    assert fit.estimates["v"] == pytest.approx(float(variance), rel=1e-14)


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_numacc_equals_the_two_pass_algorithm(level):
    values = numacc(level)
    fit = sm.fit(sm.families.gaussian(), {"x": values})
    _, variance = exact_moments(values)
    assert fit.estimates["v"] == pytest.approx(two_pass(values), rel=1e-13)
    assert fit.estimates["v"] == pytest.approx(float(variance), rel=1e-13)


@pytest.mark.parametrize(("level", "reach"), [(1, 15.0), (2, 14.0), (3, 9.4), (4, 8.2)])
def test_numacc_has_all_digits_that_its_decimals_leave(level, reach):
    values = numacc(level)
    fit = sm.fit(sm.families.gaussian(), {"x": values})
    mean, standard_deviation = CERTIFIED[level]
    assert digits(fit.estimates["mu"], mean) >= 15
    assert digits(deviation(fit.estimates["v"], len(values)), standard_deviation) >= reach


def test_norris_line_and_residuals():
    fit = fitted("simple_regression")
    for name, certified in NORRIS.items():
        assert digits(fit.estimates[name], certified) >= 11
    # Read once, the variance is that of y less what the line explains: 1 - R^2 = 6e-6 costs five digits.
    assert digits(deviation(fit.estimates["v"], 36, used=2), NORRIS_RESIDUAL) >= 10
    for name, certified in NORRIS_ERRORS.items():
        assert digits(fit.standard_errors[name] * sqrt(36 / 34), certified) >= 9
