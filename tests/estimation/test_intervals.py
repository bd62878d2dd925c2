"""Wald and profile intervals against what can be worked out by hand."""

import math

import numpy as np
import pytest
from scipy import optimize, stats

from symmle.errors import ConvergenceError
from symmle.estimation.intervals import normal_quantile, two_sided_p, wald_interval
from symmle.estimation.profiling import Peak, profile_interval
from symmle.numerics import Evaluation

FREE = (-np.inf, np.inf)
POSITIVE = (0.0, np.inf)
UNIT = (0.0, 1.0)


def normal(n, mean, variance):
    """Log-likelihood of a normal sample with these statistics, in mean and variance."""

    def surface(theta):
        mu, v = theta
        square = variance + (mean - mu) ** 2
        score = np.array([n * (mean - mu) / v, 0.5 * n * (square - v) / v**2])
        cross = -n * (mean - mu) / v**2
        hessian = np.array([[-n / v, cross], [cross, 0.5 * n * (v - 2.0 * square) / v**3]])
        return Evaluation(-0.5 * n * (math.log(2.0 * math.pi * v) + square / v), score, hessian)

    return surface


def bernoulli(n, ones):
    def surface(theta):
        (p,) = theta
        value = (ones * math.log(p) if ones else 0.0) + ((n - ones) * math.log1p(-p) if ones < n else 0.0)
        score = ones / p - (n - ones) / (1.0 - p)
        return Evaluation(value, np.array([score]), np.array([[-ones / p**2 - (n - ones) / (1.0 - p) ** 2]]))

    return surface


def peak_of(surface, theta, bounds, n):
    theta = np.asarray(theta, dtype=float)
    with np.errstate(all="ignore"):
        return Peak(theta, surface(theta).value, n, np.array(bounds))


@pytest.mark.parametrize(("level", "z"), [(0.5, 0.674490), (0.95, 1.959964), (0.99, 2.575829)])
def test_the_quantile_is_two_sided(level, z):
    assert normal_quantile(level) == pytest.approx(z, abs=1e-6)
    assert two_sided_p(normal_quantile(level)) == pytest.approx(1.0 - level, rel=1e-12)


@pytest.mark.parametrize("level", [0.0, 1.0, -1.0, 95.0, math.nan])
def test_a_level_that_is_none_is_refused(level):
    with pytest.raises(ValueError, match="between 0 and 1"):
        normal_quantile(level)


def test_a_free_parameter_has_a_symmetric_wald_interval():
    assert wald_interval(3.0, 0.5, FREE, 0.95) == pytest.approx((3.0 - 0.979982, 3.0 + 0.979982), abs=1e-6)


def test_a_positive_parameter_has_a_wald_interval_on_the_log_scale():
    factor = math.exp(normal_quantile(0.9) * 2.0 / 3.0)
    assert wald_interval(3.0, 2.0, POSITIVE, 0.9) == pytest.approx((3.0 / factor, 3.0 * factor), rel=1e-12)


def test_a_probability_has_a_wald_interval_on_the_logit_scale_inside_its_domain():
    lower, upper = wald_interval(0.9, 0.3, UNIT, 0.95)
    reach = normal_quantile(0.95) * 0.3 / 0.09
    assert lower == pytest.approx(1.0 / (1.0 + math.exp(-math.log(9.0) + reach)), rel=1e-10)
    assert 0.0 < lower < 0.9 < upper < 1.0


def test_without_an_error_there_is_no_wald_interval():
    assert all(math.isnan(end) for end in wald_interval(3.0, math.nan, FREE, 0.95))


@pytest.mark.parametrize("level", [0.5, 0.95, 0.999])
def test_the_profile_interval_of_a_normal_mean_is_known(level):
    n, mean, variance = 12, 1e4, 4.0
    surface = normal(n, mean, variance)
    peak = peak_of(surface, [mean, variance], [FREE, POSITIVE], n)
    found = profile_interval(surface, peak, 0, level=level, error=math.sqrt(variance / n))
    reach = math.sqrt(variance * math.expm1(normal_quantile(level) ** 2 / n))
    assert found == pytest.approx((mean - reach, mean + reach), rel=1e-11)


def test_the_profile_interval_of_a_normal_variance_solves_its_equation():
    n, variance = 7, 3.0
    surface = normal(n, 0.0, variance)
    peak = peak_of(surface, [0.0, variance], [FREE, POSITIVE], n)
    found = profile_interval(surface, peak, 1, level=0.95, error=variance * math.sqrt(2.0 / n))

    def excess(v):
        return n * (math.log(v / variance) + variance / v - 1.0) - stats.chi2(1).ppf(0.95)

    expected = optimize.brentq(excess, 0.1, variance), optimize.brentq(excess, variance, 100.0)
    assert found == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(("ones", "closed"), [(0, 0.0), (10, 1.0)])
def test_at_a_closed_end_the_profile_interval_is_one_sided(ones, closed):
    surface = bernoulli(10, ones)
    theta = np.array([closed])
    peak = Peak(theta, 0.0, 10.0, np.array([UNIT]))
    lower, upper = profile_interval(surface, peak, 0, level=0.95, error=math.nan)
    open_end = 1.0 - math.exp(-stats.chi2(1).ppf(0.95) / 20.0)
    expected = (0.0, open_end) if ones == 0 else (1.0 - open_end, 1.0)
    assert (lower, upper) == pytest.approx(expected, abs=1e-9)


def test_a_likelihood_that_never_falls_far_has_an_end_at_the_end_of_the_domain():
    def surface(theta):
        (a,) = theta
        away = math.log(a) ** 2
        return Evaluation(-away / (1.0 + away), np.zeros(1), np.zeros((1, 1)))

    peak = Peak(np.array([1.0]), 0.0, 1.0, np.array([POSITIVE]))
    assert profile_interval(surface, peak, 0, level=0.95, error=1.0) == (0.0, np.inf)


def test_a_profile_that_climbs_above_the_estimate_says_so():
    surface = normal(10, 0.0, 1.0)
    peak = peak_of(surface, [3.0, 1.0], [FREE, POSITIVE], 10)
    with pytest.raises(ConvergenceError, match="not the global maximum"):
        profile_interval(surface, peak, 0, level=0.95, error=0.3)


def test_an_end_that_cannot_be_evaluated_is_no_number():
    def surface(theta):
        (a,) = theta
        value = -0.01 * a * a if a < 1.0 else math.nan
        return Evaluation(value, np.array([-0.02 * a]), np.array([[-0.02]]))

    peak = Peak(np.array([0.0]), 0.0, 1.0, np.array([FREE]))
    lower, upper = profile_interval(surface, peak, 0, level=0.95, error=1.0)
    assert lower == pytest.approx(-math.sqrt(50.0 * stats.chi2(1).ppf(0.95)), rel=1e-9)
    assert math.isnan(upper)
