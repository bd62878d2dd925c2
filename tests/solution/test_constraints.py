"""Maxima under equations among the parameters: right values, right conditions, honest refusals."""

import numpy as np
import pytest
from scipy.optimize import minimize

import symmle as sm
from symmle.errors import DerivationError, NoMaximumError
from symmle.generation import load
from tests.solution.constrained_densities import (
    CELLS,
    DECLARED,
    ONE_OF_THREE,
    OPEN,
    cells,
    constrained,
    derived,
)

ROWS = np.eye(3)[[0] * 5 + [1] * 3 + [2] * 12]
REAL = np.array([1.0, 2.0, 3.5, 2.5, 0.25, -1.0])
COUNT = np.array([3, 0, 4, 1, 6, 2])
SAMPLES = {
    "categorical": {"x1": ROWS[:, 0], "x2": ROWS[:, 1], "x3": ROWS[:, 2]},
    "categorical_closed": {"x1": ROWS[:, 0], "x2": ROWS[:, 1], "x3": ROWS[:, 2]},
    "tied_cells": {"x1": ROWS[:, 0], "x2": ROWS[:, 1], "x3": ROWS[:, 2]},
    "multinomial": {"x1": [3, 1, 0], "x2": [2, 2, 5], "x3": [2, 4, 2], "m": 7},
    "hardy_weinberg": {"aa": ROWS[:, 0], "ab": ROWS[:, 1], "bb": ROWS[:, 2]},
    "opposite_means": {"x": REAL, "y": REAL**2},
    "poisson_total": {"x": COUNT, "y": COUNT[::-1] + 1},
    "poisson_tied": {"x": COUNT, "y": COUNT[::-1] + 1},
    "rates_that_add_up": {"x": np.abs(REAL), "y": REAL**2},
    "curved_normal": {"x": REAL},
}
EXPECTED = {
    "categorical": {"p1": 5 / 20, "p2": 3 / 20, "p3": 12 / 20},
    "categorical_closed": {"p1": 5 / 20, "p2": 3 / 20, "p3": 12 / 20},
    "tied_cells": {"p1": 5 / 20, "p2": 2 / 3 * 15 / 20, "p3": 1 / 3 * 15 / 20},
    "multinomial": {"p1": 4 / 21, "p2": 9 / 21, "p3": 8 / 21},
    "hardy_weinberg": {"p": 13 / 40, "q": 27 / 40},
}


@pytest.mark.parametrize("name", DECLARED)
def test_it_is_closed_and_proved(name):
    found = derived(name).estimator
    assert (found.kind, found.certificate.grade) == ("closed form", "proved")
    assert found.remaining == ()


@pytest.mark.parametrize("name", EXPECTED)
def test_the_estimates_are_the_shares(name):
    fit = sm.fit(constrained(name), SAMPLES[name])
    assert dict(fit.estimates) == pytest.approx(EXPECTED[name], rel=1e-14)
    assert fit.optimality == "global, proved"


@pytest.mark.parametrize("name", DECLARED)
def test_no_feasible_point_is_higher(name):
    model, sample = constrained(name), SAMPLES[name]
    fit = sm.fit(model, sample)
    module = load(fit.program)
    columns = fit.observations.columns

    def opposite(theta):
        with np.errstate(all="ignore"):
            value = module.log_likelihood(theta, *columns)
        return -value if np.isfinite(value) else 1e10

    equations = [
        {"type": "eq", "fun": lambda theta, c=c: float(c.difference.subs(_point(model, theta)))}
        for c in model.constraints
    ]
    bounds = [(max(low, -50) + 1e-9, min(high, 50) - 1e-9) for low, high in module.BOUNDS]
    chance = np.random.default_rng(7)
    for _ in range(8):
        start = fit.theta * np.exp(chance.normal(size=fit.theta.size) / 4)
        found = minimize(opposite, start, method="SLSQP", bounds=bounds, constraints=equations)
        if all(abs(each["fun"](found.x)) < 1e-9 for each in equations):
            assert -found.fun <= fit.log_likelihood + 1e-7
    assert all(abs(each["fun"](fit.theta)) < 1e-12 for each in equations)


def _point(model, theta):
    return {model.symbols[name]: float(value) for name, value in zip(model.parameters, theta, strict=True)}


def test_the_covariance_of_shares_is_the_multinomial_one():
    fit = sm.fit(constrained("categorical"), SAMPLES["categorical"])
    share = np.array([5, 3, 12]) / 20
    assert fit.covariance == pytest.approx((np.diag(share) - np.outer(share, share)) / 20, rel=1e-12)
    robust = sm.fit(constrained("categorical"), SAMPLES["categorical"], robust=True)
    assert robust.covariance == pytest.approx(fit.covariance, rel=1e-12)  # the model is saturated
    assert fit.aic == pytest.approx(2 * 2 - 2 * fit.log_likelihood)


REDUCED = {
    "curved_normal": ("exp(-(x - m)**2/(2*m**2))/sqrt(2*pi*m**2)", {"m": "> 0"}, {"v": "m**2"}),
    "opposite_means": (
        "exp(-((x - a)**2 + (y + a)**2)/(2*v))/(2*pi*v)",
        {"a": "real", "v": "> 0"},
        {"b": "-a"},
    ),
    "rates_that_add_up": ("a*(1 - a)*exp(-a*x - (1 - a)*y)", {"a": "(0, 1)"}, {"b": "1 - a"}),
    "poisson_tied": ("a**x*(2*a)**y*exp(-3*a)/(factorial(x)*factorial(y))", {"a": "> 0"}, {"b": "2*a"}),
    "hardy_weinberg": ("p**(2*aa + ab)*(1 - p)**(ab + 2*bb)*2**ab", {"p": "(0, 1)"}, {"q": "1 - p"}),
}


@pytest.mark.parametrize("name", REDUCED)
def test_errors_are_those_of_the_model_with_fewer_parameters(name):
    density, parameters, told = REDUCED[name]
    fit = sm.fit(constrained(name), SAMPLES[name])
    small = sm.fit(sm.Model(density, data=DECLARED[name]["data"], parameters=parameters), SAMPLES[name])
    for parameter in parameters:
        assert fit.estimates[parameter] == pytest.approx(small.estimates[parameter], rel=1e-12)
        assert fit.standard_errors[parameter] == pytest.approx(small.standard_errors[parameter], rel=1e-9)
    for parameter, expression in told.items():
        by_delta = small.estimate(expression)
        assert fit.estimates[parameter] == pytest.approx(by_delta.value, rel=1e-12)
        assert fit.standard_errors[parameter] == pytest.approx(by_delta.standard_error, rel=1e-7)


def test_weights_are_repetition():
    model = constrained("categorical")
    once = sm.fit(model, dict(zip(CELLS, np.eye(3), strict=True)), weights=[5, 3, 12])
    assert once.estimates["p3"] == 0.6
    assert once.covariance == pytest.approx(sm.fit(model, SAMPLES["categorical"]).covariance)


def test_an_empty_cell_has_no_maximum_in_the_open_simplex_and_one_on_the_closed():
    rows = {name: SAMPLES["categorical"][name][:8] for name in CELLS}
    with pytest.raises(NoMaximumError) as refused:
        sm.fit(constrained("categorical"), rows)
    assert refused.value.category == "boundary"
    assert "p3 -> 0" in str(refused.value)
    fit = sm.fit(constrained("categorical_closed"), rows)
    assert (fit.status, fit.estimates["p3"]) == ("boundary", 0.0)
    assert fit.log_likelihood == pytest.approx(5 * np.log(5 / 8) + 3 * np.log(3 / 8))
    assert fit.covariance is None


def test_one_cell_takes_all():
    fit = sm.fit(constrained("categorical_closed"), {"x1": [1, 1], "x2": [0, 0], "x3": [0, 0]})
    assert list(fit.theta) == [1.0, 0.0, 0.0]
    assert fit.log_likelihood == 0.0


def test_no_counts_at_all_tell_nothing():
    free = dict.fromkeys(CELLS, "integer >= 0")
    closed = dict.fromkeys(OPEN, "[0, 1]")
    model = sm.Model(
        ONE_OF_THREE, data=free, parameters=closed, constraints=["p1 + p2 + p3 = 1"], normalised=False
    )
    assert sm.fit(model, {"x1": [2, 1], "x2": [0, 0], "x3": [0, 1]}).estimates["p1"] == 0.75
    with pytest.raises(NoMaximumError) as refused:
        sm.fit(model, {name: [0, 0] for name in CELLS})
    assert refused.value.category == "not-identifiable"


def test_a_tie_asks_for_no_count_that_it_does_not_need():
    """With b = 2a a sample without any x has a maximum: what a multiplier would ask for is too much."""
    fit = sm.fit(constrained("poisson_tied"), {"x": [0, 0], "y": [3, 6]})
    assert fit.estimates["a"] == pytest.approx(4.5 / 3)
    assert [str(c.shown) for c in derived("poisson_tied").estimator.conditions] == ["sum(x) + sum(y) > 0"]


@pytest.mark.parametrize("count", [3, 4, 6])
def test_many_cells(count):
    model = sm.Model(**cells(count))
    derivation = sm.derive(model)
    assert derivation.estimator.certificate.grade == "proved"
    rows = np.eye(count)[[*range(count), 0, 0, 1]]
    fit = sm.fit(model, {f"x{k + 1}": rows[:, k] for k in range(count)})
    assert list(fit.theta) == pytest.approx(rows.mean(axis=0), rel=1e-14)


REFUSED = {
    "a curved equation between cells": (ONE_OF_THREE, CELLS, OPEN, ["p1 + p2 + p3 = 1", "p2**2 = 4*p1*p3"]),
    "a cubic": (
        "exp(-x/a - y/b)/(a*b)",
        {"x": "> 0", "y": "> 0"},
        {"a": "> 0", "b": "> 0"},
        ["a + b = 1"],
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_solved_is_refused_with_advice(name):
    density, data, parameters, constraints = REFUSED[name]
    with pytest.raises(DerivationError, match="write that in the density"):
        sm.derive(sm.Model(density, data=data, parameters=parameters, constraints=constraints))


def test_nothing_is_claimed_of_means_that_were_not_derived():
    derivation = derived("categorical")
    assert not dict(derivation.bias)
    assert derivation.expected_information["p1"] is None
    assert derivation.exponential_family is None


def test_claims_are_judged():
    model = constrained("categorical")
    assert sm.verify(model, estimator={"p1": "mean(x1)"}).outcome == "proved"
    assert sm.verify(model, estimator={"p1/p2": "sum(x1)/sum(x2)"}).outcome == "proved"
    assert sm.verify(model, estimator={"p1": "mean(x2)"}).outcome == "refuted"
    assert sm.verify(constrained("opposite_means"), estimator={"a": "mean(x)"}).outcome == "refuted"


def test_the_page_shows_the_lagrangian_and_the_multiplier():
    page = derived("categorical").to_text()
    assert "Λ = ℓ(p₁, p₂, p₃) - λ (p₁ + p₂ + p₃ - 1)" in page
    assert "∂Λ/∂p₁ = (1/p₁) Σ x₁_i - λ = 0" in page
    assert "     λ = n\n" in page
    assert page.index("Lagrangian") < page.index("λ = n") < page.index("Why it is the maximum under the")


def test_a_declared_lambda_is_not_taken_for_the_multiplier():
    model = sm.Model(
        "lambda**x*q**y",
        data={"x": "{0, 1}", "y": "{1 - x}"},
        parameters={"lambda": "(0, 1)", "q": "(0, 1)"},
        constraints=["lambda + q = 1"],
    )
    derivation = sm.derive(model)
    assert derivation.estimator.certificate.grade == "proved"
    assert sm.fit(model, {"x": [1, 0, 0], "y": [0, 1, 1]}).estimates["lambda"] == pytest.approx(1 / 3)


def test_profile_intervals_are_refused_under_constraints():
    fit = sm.fit(constrained("categorical"), SAMPLES["categorical"])
    with pytest.raises(sm.errors.DataError, match="wald"):
        fit.confidence_intervals(method="profile")
