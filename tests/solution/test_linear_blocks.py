"""Normal equations solved at once: against least squares, on collinear data, on weights."""

import numpy as np
import pytest

import symmle as sm
from symmle.errors import NoMaximumError
from symmle.solution import LinearBlock
from tests.solution.linear_densities import LINES, derived, line

CHANCE = np.random.default_rng(11)
ROWS = 40
T, U, W = np.add(CHANCE.normal(size=(3, ROWS)), [[0.5], [1.0], [4.0]])
Y = 1.0 + 2.0 * T - 0.5 * U + CHANCE.normal(size=ROWS)
ONE = np.ones(ROWS)
DESIGNS = {
    "two_regressors": ({"t": T, "u": U}, [ONE, T, U]),
    "three_regressors": ({"t": T, "u": U, "w": W}, [ONE, T, U, W]),
    "through_the_origin": ({"t": T, "u": U}, [T, U]),
    "parabola": ({"t": T}, [ONE, T, T**2]),
    "harmonic": ({"t": T}, [ONE, np.cos(T), np.sin(T)]),
    "second_order_autoregression": ({"y1": T, "y2": U}, [ONE, T, U]),
}


@pytest.mark.parametrize("name", LINES)
def test_it_is_closed_and_proved_by_one_block(name):
    estimator = derived(name).estimator
    assert (estimator.kind, estimator.certificate.grade) == ("closed form", "proved")
    assert isinstance(estimator.solution.eliminations[0], LinearBlock)


@pytest.mark.parametrize("name", DESIGNS)
def test_the_slopes_are_those_of_least_squares(name):
    columns, design = DESIGNS[name]
    fit = sm.fit(line(name), {"y": Y, **columns})
    matrix = np.column_stack(design)
    slopes, residuals, *_ = np.linalg.lstsq(matrix, Y)
    assert fit.theta[:-1] == pytest.approx(slopes, rel=1e-9)
    assert fit.estimates["v"] == pytest.approx(residuals[0] / ROWS, rel=1e-9)
    errors = np.sqrt(np.diag(fit.estimates["v"] * np.linalg.inv(matrix.T @ matrix)))
    assert list(fit.standard_errors.values())[:-1] == pytest.approx(errors, rel=1e-8)


def test_known_weights_are_those_of_weighted_least_squares():
    weights = np.exp(U)
    fit = sm.fit(line("known_weights"), {"y": Y, "t": T, "w": weights})
    root = np.sqrt(weights)
    slopes, residuals, *_ = np.linalg.lstsq(root[:, None] * np.column_stack([ONE, T]), root * Y)
    assert fit.theta[:-1] == pytest.approx(slopes, rel=1e-9)
    assert fit.estimates["v"] == pytest.approx(residuals[0] / ROWS, rel=1e-9)


def test_weights_are_repetition():
    model = line("two_regressors")
    counts = np.arange(ROWS) % 3
    repeated = {name: np.repeat(column, counts) for name, column in {"y": Y, "t": T, "u": U}.items()}
    weighted = sm.fit(model, {"y": Y, "t": T, "u": U}, weights=counts)
    assert weighted.theta == pytest.approx(sm.fit(model, repeated).theta, rel=1e-9)


COLLINEAR = {
    "a multiple": 3.0 * T,
    "a shift": T - 2.0,
    "both": 0.25 * T + 1.0,
    "constant": 7.0 * ONE,
    "large and constant": 1e8 * ONE,
}


@pytest.mark.parametrize("name", COLLINEAR)
def test_collinear_columns_are_not_identifiable(name):
    with pytest.raises(NoMaximumError) as refused:
        sm.fit(line("two_regressors"), {"y": Y, "t": T, "u": COLLINEAR[name]})
    assert refused.value.category == "not-identifiable"
    assert "covariance(t, u)" in str(refused.value)


def test_a_constant_first_column_is_named():
    with pytest.raises(NoMaximumError, match=r"variance\(t\) > 0"):
        sm.fit(line("two_regressors"), {"y": Y, "t": 2.0 * ONE, "u": U})


def test_nearly_collinear_columns_are_fitted():
    near = T + 1e-4 * U
    fit = sm.fit(line("two_regressors"), {"y": Y, "t": T, "u": near})
    slopes = np.linalg.lstsq(np.column_stack([ONE, T, near]), Y)[0]
    assert fit.theta[:-1] == pytest.approx(slopes, rel=1e-5)


def test_a_perfect_fit_has_no_maximum():
    with pytest.raises(NoMaximumError) as refused:
        sm.fit(line("two_regressors"), {"y": 1.0 + 2.0 * T - U, "t": T, "u": U})
    assert refused.value.category == "unbounded-likelihood"


def test_the_page_shows_the_equations_and_the_minors():
    page = derived("two_regressors").to_text()
    assert "they are linear in a, b and c together" in page
    told = ("∂ℓ/∂a", "∂ℓ/∂b", "∂ℓ/∂c", "The solution for a, b and c", "positive definite")
    assert [page.index(each) for each in told] == sorted(page.index(each) for each in told)


def test_two_groups_have_their_own_means():
    model = sm.Model(
        "exp(-(y - a*(1 - g) - b*g)**2/(2*v))/sqrt(2*pi*v)",
        data={"y": "real"},
        covariates={"g": "{0, 1}"},
        parameters={"a": "real", "b": "real", "v": "> 0"},
    )
    group = np.arange(ROWS) % 2
    fit = sm.fit(model, {"y": Y, "g": group})
    means = Y[group == 0].mean(), Y[group == 1].mean()
    assert fit.theta[:2] == pytest.approx(means)
    spread = np.mean((Y - np.array(means)[group]) ** 2)
    assert fit.estimates["v"] == pytest.approx(spread)
    with pytest.raises(NoMaximumError) as refused:
        sm.fit(model, {"y": Y, "g": 0 * group})
    assert refused.value.category == "not-identifiable"
