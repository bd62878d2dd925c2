"""Fits of real families: the numbers, and what is told about them."""

import math
import pickle

import numpy as np
import pytest
from scipy import optimize, special, stats

import symmle as sm
from symmle.estimation import Optimality, check_settings

X = np.array([1.0, 2.0, 3.0, 6.0, 4.5])


@pytest.fixture(scope="module")
def gaussian():
    return sm.families.gaussian()


@pytest.fixture(scope="module")
def gamma():
    return sm.families.gamma()


def test_a_gaussian_fit_has_the_textbook_numbers(gaussian):
    fit = sm.fit(gaussian, {"x": X})
    n, v = X.size, X.var()
    assert fit.estimates == pytest.approx({"mu": X.mean(), "v": v}, rel=1e-15)
    assert fit.standard_errors == pytest.approx(
        {"mu": math.sqrt(v / n), "v": v * math.sqrt(2 / n)}, rel=1e-13
    )
    assert fit.covariance == pytest.approx(np.diag([v / n, 2 * v * v / n]), rel=1e-13, abs=1e-15)
    log_likelihood = stats.norm(X.mean(), math.sqrt(v)).logpdf(X).sum()
    assert fit.log_likelihood == pytest.approx(log_likelihood, rel=1e-14)
    assert fit.aic == pytest.approx(4.0 - 2.0 * log_likelihood, rel=1e-14)
    assert fit.bic == pytest.approx(2.0 * math.log(n) - 2.0 * log_likelihood, rel=1e-14)
    assert (fit.n, fit.rows, fit.dropped) == (5.0, 5, 0)
    assert fit.converged
    assert fit.why_no_standard_error == {}


def test_a_proof_reaches_the_fit(gaussian):
    fit = sm.fit(gaussian, X)
    assert fit.optimality in {Optimality.PROVED, Optimality.PROVED_UNDER_LEMMA}
    assert fit.reasons


def test_a_gamma_fit_solves_its_equation(gamma):
    fit = sm.fit(gamma, X)
    gap = math.log(X.mean()) - np.log(X).mean()
    k = optimize.brentq(lambda k: math.log(k) - special.digamma(k) - gap, 1e-3, 1e3, xtol=1e-14)
    assert fit.estimates == pytest.approx({"k": k, "theta": X.mean() / k}, rel=1e-11)
    information = X.size * np.array(
        [[special.polygamma(1, k), k / X.mean()], [k / X.mean(), k * (k / X.mean()) ** 2]]
    )
    assert fit.covariance == pytest.approx(np.linalg.inv(information), rel=1e-9)
    assert fit.iterations > 0
    assert np.all(np.isfinite(fit.trace))


def test_integer_weights_are_repetition_and_zero_is_deletion(gamma):
    weights = np.array([1, 0, 3, 2, 1])
    weighted = sm.fit(gamma, {"x": X}, weights=weights)
    repeated = sm.fit(gamma, {"x": np.repeat(X, weights)})
    assert weighted.estimates == pytest.approx(repeated.estimates, rel=1e-12)
    assert weighted.standard_errors == pytest.approx(repeated.standard_errors, rel=1e-10)
    assert weighted.bic == pytest.approx(repeated.bic, rel=1e-12)
    assert (weighted.n, weighted.rows) == (7.0, 4)
    assert weighted.confidence_intervals(method="profile")["k"] == pytest.approx(
        repeated.confidence_intervals(method="profile")["k"], rel=1e-9
    )


def test_weights_that_sum_to_one_get_a_warning(gaussian):
    fit = sm.fit(gaussian, X, weights=np.full(5, 0.2))
    assert [finding.category for finding in fit.warnings] == ["weights-invalid"]
    assert "sum to one" in fit.summary()
    assert sm.fit(gaussian, X, weights=np.full(5, 0.3)).warnings == ()


def test_rows_with_gaps_are_refused_or_dropped_and_counted(gaussian):
    gappy = {"x": [*X, math.nan]}
    with pytest.raises(sm.DataError, match="row 5") as caught:
        sm.fit(gaussian, gappy)
    assert (caught.value.category, caught.value.column) == ("data-nonfinite", "x")
    fit = sm.fit(gaussian, gappy, missing="drop")
    assert (fit.dropped, fit.rows) == (1, 5)
    assert fit.estimates == sm.fit(gaussian, X).estimates
    assert "rows dropped" in fit.summary()


def test_the_sandwich_is_the_textbooks(gaussian):
    fit = sm.fit(gaussian, X, robust=True)
    d, v, n = X - X.mean(), X.var(), X.size
    assert fit.standard_errors["mu"] == pytest.approx(math.sqrt(v / n), rel=1e-12)
    fourth = (d**4).mean()
    assert fit.standard_errors["v"] == pytest.approx(math.sqrt((fourth - v * v) / n), rel=1e-12)
    assert fit.covariance[0, 1] == pytest.approx((d**3).mean() / n, rel=1e-12)
    weights = np.array([1, 0, 3, 2, 1])
    weighted = sm.fit(gaussian, X, weights=weights, robust=True)
    repeated = sm.fit(gaussian, np.repeat(X, weights), robust=True)
    assert weighted.covariance == pytest.approx(repeated.covariance, rel=1e-12)
    assert "robust error" in fit.summary()


def test_wald_intervals_stay_in_the_domain(gaussian):
    fit = sm.fit(gaussian, [1.0, 2.0])
    intervals = fit.confidence_intervals(0.99)
    assert intervals["mu"].lower + intervals["mu"].upper == pytest.approx(3.0)
    assert 0.0 < intervals["v"].lower < 0.25 < intervals["v"].upper
    assert intervals["v"].lower * intervals["v"].upper == pytest.approx(0.25**2, rel=1e-12)


def test_profile_intervals_do_not_depend_on_the_parametrisation(gaussian):
    by_variance = sm.fit(gaussian, X).confidence_intervals(0.9, method="profile")
    by_deviation = sm.fit(sm.families.normal_sd(), X).confidence_intervals(0.9, method="profile")
    (_, sigma) = by_deviation
    assert by_deviation["mu"] == pytest.approx(by_variance["mu"], rel=1e-9)
    assert [end**2 for end in by_deviation[sigma]] == pytest.approx(list(by_variance["v"]), rel=1e-9)


def test_an_interval_method_or_level_that_is_none_is_refused(gaussian):
    fit = sm.fit(gaussian, X)
    with pytest.raises(ValueError, match="'wald' or 'profile'"):
        fit.confidence_intervals(method="bayes")
    with pytest.raises(ValueError, match="between 0 and 1"):
        fit.confidence_intervals(95)


def test_profile_intervals_notice_that_the_data_have_been_changed(gaussian):
    x = X.copy()
    fit = sm.fit(gaussian, x)
    x[0] = 100.0
    with pytest.raises(sm.DataError, match="changed since"):
        fit.confidence_intervals(method="profile")


def test_a_function_of_the_parameters_has_a_delta_method_error(gaussian):
    fit = sm.fit(gaussian, X)
    mean = fit.estimate("exp(mu + v/2)")
    mu, v, n = X.mean(), X.var(), X.size
    value = math.exp(mu + v / 2.0)
    assert mean.value == pytest.approx(value, rel=1e-14)
    assert mean.standard_error == pytest.approx(value * math.sqrt(v / n + v * v / (2 * n)), rel=1e-12)
    assert str(mean.expression) == "exp(mu + v/2)"
    assert fit.estimate("v").standard_error == pytest.approx(fit.standard_errors["v"], rel=1e-14)
    assert fit.estimate("2").standard_error == 0.0


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("exp(mu", "text-refused"),
        ("x + mu", "text-refused"),
        ("__import__('os')", "text-refused"),
        ("log(mu - 100)", "model-invalid"),
        ("1/(mu - mu)", "text-refused"),
    ],
)
def test_a_function_that_has_no_value_is_refused(gaussian, text, category):
    fit = sm.fit(gaussian, X)
    with pytest.raises(sm.DeclarationError) as caught:
        fit.estimate(text)
    assert caught.value.category == category


def test_a_kink_at_the_estimate_leaves_the_value_without_an_error(gaussian):
    found = sm.fit(gaussian, [-1.0, 1.0]).estimate("sqrt(mu**2)")
    assert found.value == 0.0
    assert math.isnan(found.standard_error)
    assert found.why_no_standard_error


def test_a_fit_at_the_boundary_explains_itself():
    fit = sm.fit(sm.families.bernoulli(), [1, 1, 1, 1])
    assert fit.estimates == {"p": 1.0}
    assert (fit.status, fit.optimality) == ("boundary", "boundary")
    assert math.isnan(fit.standard_errors["p"])
    assert "boundary" in fit.why_no_standard_error["p"]
    assert all(math.isnan(end) for end in fit.confidence_intervals()["p"])
    lower, upper = fit.confidence_intervals(method="profile")["p"]
    assert lower == pytest.approx(math.exp(-stats.chi2(1).ppf(0.95) / 8.0), abs=1e-9)
    assert upper == 1.0
    assert math.isnan(fit.estimate("log(p)").standard_error)
    assert "boundary of the domain" in fit.summary()


def test_no_maximum_says_where_the_likelihood_climbs_to(gaussian):
    with pytest.raises(sm.NoMaximumError) as caught:
        sm.fit(gaussian, [2.0, 2.0, 2.0])
    assert "v" in caught.value.limit
    assert caught.value.findings
    assert pickle.loads(pickle.dumps(caught.value)).limit == caught.value.limit


def test_a_search_that_ends_early_is_an_error_with_its_best_point():
    with pytest.raises(sm.ConvergenceError) as caught:
        sm.fit(sm.families.logistic(), [*X, 60.0], settings=sm.Settings(iterations=1))
    best = caught.value.fit
    assert not best.converged
    assert best.optimality == Optimality.UNPROVED
    assert all(math.isfinite(value) for value in best.estimates.values())
    assert all(math.isnan(error) for error in best.standard_errors.values())
    assert "did not converge" in best.summary()


@pytest.mark.parametrize("start", [{"mu": 5.0, "s": 2.0}, [5.0, 2.0], np.array([5.0, 2.0])])
def test_a_start_is_given_by_name_or_in_order(start):
    logistic = sm.families.logistic()
    found = sm.fit(logistic, X, start=start)
    assert found.estimates == pytest.approx(sm.fit(logistic, X).estimates, rel=1e-7)


@pytest.mark.parametrize(
    ("start", "told"),
    [
        ({"mu": 1.0}, "nothing for 's'"),
        ({"mu": 1.0, "s": 1.0, "sigma": 1.0}, "names 'sigma'"),
        ([1.0], "shape"),
        ("near", "not made of numbers"),
        ([0.0, -1.0], "domain"),
    ],
)
def test_a_start_that_cannot_be_used_is_refused(start, told):
    with pytest.raises(sm.DataError, match=told) as caught:
        sm.fit(sm.families.logistic(), X, start=start)
    assert caught.value.category == "start-invalid"


@pytest.mark.parametrize(
    "settings",
    [
        sm.Settings(tolerance=0.0),
        sm.Settings(tolerance=math.nan),
        sm.Settings(iterations=0),
        sm.Settings(iterations=2.5),
        sm.Settings(method="magic"),
    ],
)
def test_settings_that_no_search_can_follow_are_refused(settings):
    with pytest.raises(ValueError, match="must be"):
        check_settings(settings)


def test_a_constant_is_given_with_the_data_and_may_stand_in_functions():
    binomial = sm.families.binomial()
    (m,), (p,) = binomial.constants, binomial.parameters
    fit = sm.fit(binomial, {"x": [3, 4, 5], m: 10})
    assert fit.estimates[p] == pytest.approx(0.4, rel=1e-15)
    assert fit.estimate(f"{m}*{p}").value == pytest.approx(4.0, rel=1e-15)
    assert fit.estimate(f"{m}*{p}").standard_error == pytest.approx(math.sqrt(10 * 0.4 * 0.6 / 3), rel=1e-12)
    assert f"constant {m}" in fit.summary()


def test_a_fit_pickles_and_stays_the_same(gamma):
    fit = sm.fit(gamma, X)
    again = pickle.loads(pickle.dumps(fit))
    assert again.summary() == fit.summary()
    assert again.confidence_intervals(method="profile") == fit.confidence_intervals(method="profile")
    assert again.estimate("k*theta").value == fit.estimate("k*theta").value
    assert not again.theta.flags.writeable


def test_a_fit_cannot_be_changed(gaussian):
    fit = sm.fit(gaussian, X)
    for array in (fit.theta, fit.covariance, fit.trace, fit.bounds):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0
    with pytest.raises(TypeError):
        fit.estimates["mu"] = 0.0
    with pytest.raises(AttributeError):
        fit.n = 3


def test_the_summary_reads_as_a_statistician_expects(gaussian):
    lines = [line.split() for line in sm.fit(gaussian, X).summary().splitlines()]
    assert ["log-likelihood", "-9.9711"] in lines
    assert ["AIC", "23.9422"] in lines
    assert ["mu", "3.3000", "0.7950", "1.7419", "4.8581", "4.151", "<", "0.0001"] in lines
    # No z and no p for a variance: zero is no value that it could have.
    assert ["v", "3.160", "1.999", "0.915", "10.915"] in lines
    assert "independent" in sm.fit(gaussian, X).summary()


def test_the_summary_has_no_z_where_no_parameter_could_be_zero(gamma):
    head = next(line for line in sm.fit(gamma, X).summary().splitlines() if line.startswith("parameter"))
    assert head.split() == ["parameter", "estimate", "standard", "error", "95%", "lower", "95%", "upper"]


def test_the_representation_is_one_line(gaussian):
    text = repr(sm.fit(gaussian, X))
    assert text.startswith("Fit(gaussian: mu=3.3, v=3.16; converged, ")
    assert "\n" not in text


def test_an_interrupted_search_keeps_its_best_point(monkeypatch):
    logistic = sm.families.logistic()
    before = sm.fit(logistic, X)
    from symmle.estimation import procedure

    best = procedure.prepare(logistic).module().fit(X)

    def interrupted(*_, **__):
        error = KeyboardInterrupt()
        vars(error)["best"] = best
        raise error

    monkeypatch.setattr(procedure.prepare(logistic).module(), "fit", interrupted)
    with pytest.raises(KeyboardInterrupt) as caught:
        sm.fit(logistic, X)
    assert caught.value.best.estimates == before.estimates
