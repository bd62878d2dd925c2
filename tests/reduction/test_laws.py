"""Reduction rewrites a log-likelihood and never changes its value."""

import pytest
from sympy import expand

from symmle.sample_sum import StatisticKind
from tests.densities import FAMILIES, close, derived, log_likelihood, sample_of, valued


@pytest.mark.parametrize("name", FAMILIES)
def test_reduction_preserves_the_log_likelihood(name):
    derivation = derived(name)
    for seed, weights in ((0, None), (1, None), (2, [2, 0, 1, 3, 1])):
        data, values = sample_of(derivation.model, 5, seed)
        truth = log_likelihood(derivation.model, data, values, weights=weights)
        for form in (derivation.log_likelihood, derivation.reduction.expression):
            assert close(valued(form, data, weights, values), truth, 44)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_gap_shown_as_means_has_the_same_value(name):
    derivation = derived(name)
    data, values = sample_of(derivation.model, 5, 3)
    shown = derivation.reduced_log_likelihood
    assert not [s for s in shown.atoms(*map(type, derivation.reduction.statistics)) if s.kind == "gap"]
    kept = derivation.reduction.expression
    assert close(valued(shown, data, None, values), valued(kept, data, None, values), 44)


@pytest.mark.parametrize("name", FAMILIES)
def test_what_the_reduction_lists_is_what_it_holds(name):
    reduction = derived(name).reduction
    parameters = set(reduction.likelihood.parameters)
    for node in reduction.sums:
        assert node.free_symbols & parameters, f"{node} holds no parameter and is no statistic"
    for statistic in reduction.statistics:
        held = set().union(*(expression.free_symbols for expression in statistic.expressions))
        assert held.isdisjoint(parameters)
    assert not reduction.expression.free_symbols & set(reduction.likelihood.sample.observations)


# family: its statistics besides n, centred where raw moments would cancel, gaps where logarithms would
STATISTICS = {
    "bernoulli": ["mean(x)"],
    "exponential": ["mean(x)"],
    "gaussian": ["mean(x)", "variance(x)"],  # never mean(x**2)
    "normal_sd": ["mean(x)", "variance(x)"],
    "normal_theta_theta2": ["mean(x)", "variance(x)"],
    "log_normal": ["mean(log(x))", "variance(log(x))"],
    "gamma": ["(-mean(log(x)) + log(mean(x)))", "mean(x)"],  # the gap of Jensen, as one number
    "inverse_gaussian": ["(mean(1/x) - 1/mean(x))", "(-mean(log(x)) + log(mean(x)))", "mean(x)"],
    "nakagami": ["(-mean(log(x**2)) + log(mean(x**2)))", "mean(x**2)"],
    "simple_regression": ["covariance(t, y)", "mean(t)", "mean(y)", "variance(t)", "variance(y)"],
    "weibull_known_shape": [
        "(-mean(log(x**k)) + log(mean(x**k)))",
        "mean(x**k)",
    ],  # the scale came out of the sum
    "weibull": ["mean(log(x))"],
}


@pytest.mark.parametrize("name", STATISTICS)
def test_statistics_are_centred(name):
    found = sorted(s.label for s in derived(name).reduction.statistics if s.kind is not StatisticKind.SIZE)
    assert found == sorted(STATISTICS[name])


def test_the_scale_of_a_weibull_comes_out_of_the_sum():
    (node,) = derived("weibull").reduction.sums
    assert {symbol.name for symbol in node.free_symbols} == {"shape"}


def test_a_known_shape_leaves_no_sum_and_a_location_stays_inside():
    assert derived("weibull_known_shape").reduction.sums == ()
    assert {s.name for node in derived("student_t").reduction.sums for s in node.free_symbols} >= {
        "mu",
        "sigma",
    }


def test_a_gaussian_is_a_square_and_a_variance():
    reduction = derived("gaussian").reduction
    n, mean, variance = (
        next(s for s in reduction.statistics if s.label == label) for label in ("n", "mean(x)", "variance(x)")
    )
    mu, v = reduction.likelihood.parameters
    squares = [
        power for power in reduction.expression.atoms(type(mu**2)) if power.exp == 2 and power.base.is_Add
    ]
    assert squares, "(mean(x) - mu)**2 was multiplied out"
    assert expand(reduction.expression.diff(mu) - n * (mean - mu) / v) == 0
    assert reduction.expression.coeff(variance) == -n / (2 * v)
