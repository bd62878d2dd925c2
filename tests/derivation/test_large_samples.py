"""Bounds, laws of large samples, and functions of the parameters."""

import math

import numpy as np
import pytest
from sympy import exp

import symmle as sm
from symmle.sample_sum import Statistic, sample_size
from tests.densities import FAMILIES, derived

ATTAINED = {
    ("bernoulli", "p"),
    ("binomial", "p"),
    ("exponential_scale", "scale"),
    ("gamma_known_shape", "theta"),
    ("gaussian", "mu"),
    ("inverse_gaussian", "mu"),
    ("normal_known_mean", "v"),
    ("poisson", "rate"),
    ("simple_regression", "b"),
}


@pytest.mark.parametrize(("name", "parameter"), sorted(ATTAINED))
def test_the_bound_is_attained(name, parameter):
    found = derived(name).efficiency[parameter]
    assert found.outcome == "attains the Cramer-Rao bound"
    assert "score" in found.reason


def test_what_is_biased_or_not_known_is_said():
    assert derived("gaussian").efficiency["v"].outcome == "is biased"
    assert derived("gamma").efficiency["k"].outcome == "not shown"
    assert derived("gamma").efficiency["k"].bound is not None


@pytest.mark.parametrize("name", FAMILIES)
def test_the_law_is_the_inverse_of_the_information_or_has_a_reason(name):
    law, information = derived(name).asymptotic_law, derived(name).expected_information
    if law.covariance is None:
        assert law.why
        assert all(law[parameter] is None for parameter in law.names)
        return
    product = (information.matrix() * law.matrix()).applyfunc(lambda entry: entry.factor())
    assert product == product.eye(len(law.names))
    assert "correct model" in law.assumed
    assert "support free of parameters" not in law.assumed
    with pytest.raises(KeyError):
        law["no such parameter"]


def test_a_law_is_stated_for_the_gaussian():
    law = derived("gaussian").asymptotic_law
    n, v = (
        sample_size(derived("gaussian").reduction.likelihood.sample),
        derived("gaussian").model.symbols["v"],
    )
    assert law["mu"] == v / n
    assert law["v"] == 2 * v**2 / n
    assert law["mu", "v"] == 0


def test_a_violated_assumption_forbids_a_law():
    from dataclasses import replace

    from symmle.derivation.assumptions import Standing
    from symmle.derivation.large_samples import asymptotic_law

    derivation = derived("gaussian")
    assumptions = list(derivation.assumptions)
    assumptions[4] = replace(assumptions[4], standing=Standing.VIOLATED, reason="an end moves")
    law = asymptotic_law(derivation.expected_information, tuple(assumptions), derivation.estimator.solution)
    assert law.covariance is None
    assert "an end moves" in law.why


# family, function, data columns; the observed information at the maximum is the expected one in these
FUNCTIONS = [
    ("gaussian", "exp(mu + v/2)"),
    ("gaussian", "mu/sqrt(v)"),
    ("exponential", "exp(-3*rate)"),
    ("gamma_known_shape", "k*theta"),
    ("poisson", "exp(-rate)"),
    ("weibull_known_shape", "log(scale)"),
]


@pytest.mark.parametrize(("name", "text"), FUNCTIONS)
def test_a_function_of_the_parameters_is_what_a_fit_estimates(name, text):
    derivation = derived(name)
    x = np.array([1.0, 2.0, 4.0, 2.0, 3.0, 7.0])
    constants = dict.fromkeys(derivation.model.constants, 2.0)
    found = derivation.estimator.of(text)
    fit = sm.fit(derivation.model, {"x": x, **constants})
    told = fit.estimate(text)
    values = {derivation.model.symbols[key]: value for key, value in {**fit.estimates, **constants}.items()}
    size = sample_size(derivation.reduction.likelihood.sample)
    assert float(found.expression.subs(values)) == pytest.approx(told.value, rel=1e-12)
    variance = float(found.asymptotic_variance.xreplace({size: len(x)}).subs(values))
    assert math.sqrt(variance) == pytest.approx(told.standard_error, rel=1e-9)
    assert found.estimate.atoms(Statistic)


def test_invariance_in_closed_form():
    found = derived("gaussian").estimator.of("exp(mu + v/2)")
    mu, v = (derived("gaussian").model.symbols[name] for name in ("mu", "v"))
    estimator = derived("gaussian").estimator
    assert found.expression == exp(mu + v / 2)
    assert found.estimate == exp(estimator["mu"] + estimator["v"] / 2)
    assert str(derived("gamma").estimator.of("k*theta").estimate) == "mean(x)"


def test_what_has_no_delta_method_says_so():
    kinked = derived("gaussian").estimator.of("Abs(mu)")
    assert kinked.asymptotic_variance is None
    assert "kink" in kinked.why
    assert derived("kumaraswamy").estimator.of("a").asymptotic_variance is None
    with pytest.raises(sm.DeclarationError, match="no parameter"):
        derived("gaussian").estimator.of("2")


def test_the_page_tells_bias_bound_and_law():
    text = " ".join(derived("weibull").to_text().split())
    assert "Cox and Snell" in text
    assert "18 (π² - 2 ζ(3)) shape/(π⁴ n)" in text
    assert "attains the Cramér-Rao bound" in " ".join(derived("gaussian").to_text().split())
    assert "2v²/n" in derived("gaussian").to_text()


def test_the_module_tells_the_derivation_alone():
    assert "Is it right on average?" not in derived("gaussian").program.source
    assert "Is it right on average?" in derived("gaussian").to_text()
