"""Densities of no catalogue, from text to a fit: never below what twenty starts of an optimiser find."""

from contextlib import suppress

import numpy as np
import pytest
from scipy.optimize import minimize

import symmle as sm
from symmle.solution import Kind
from tests.solution.invented_densities import INVENTED
from tests.solution.open_densities import OPEN
from tests.solution.own_densities import OWN as FIRST

OWN = {**FIRST, **INVENTED, **OPEN}

BOX = {
    "> 0": (0, np.inf),
    "> -1": (-1, np.inf),
    "real": (-np.inf, np.inf),
    "(0, 1)": (0, 1),
    "nonzero": (-np.inf, np.inf),
    ">= 0": (0, np.inf),
    "[0, 1]": (0, 1),
    "(-pi/2, pi/2)": (-np.pi / 2, np.pi / 2),
}


def model_of(name):
    own = OWN[name]
    return sm.Model(own.density, data=own.data, parameters=own.parameters, name=name, **own.more)


def from_line(z, box):
    low, high = box
    if np.isinf(low) and np.isinf(high):
        return z
    return low + np.exp(z) if np.isinf(high) else low + (high - low) / (1 + np.exp(-z))


def best_of_many_starts(own, starts=20):
    boxes, chance = [BOX[text] for text in own.parameters.values()], np.random.default_rng(7)

    def loss(z):
        theta = [from_line(one, box) for one, box in zip(z, boxes, strict=True)]
        with np.errstate(all="ignore"):
            value = -np.sum(own.by_hand(theta, own.columns))
        return value if np.isfinite(value) else 1e10

    found = [
        minimize(loss, chance.normal(0, 1.5, len(boxes)), method="Nelder-Mead").fun for _ in range(starts)
    ]
    return -min(found)


@pytest.mark.parametrize("name", OWN)
def test_a_fit_is_at_least_the_best_of_many_starts(name):
    own = OWN[name]
    fit = sm.fit(model_of(name), own.columns)
    theta = [fit.estimates[parameter] for parameter in own.parameters]
    rows = own.by_hand(theta, own.columns)
    tolerance = 1e-9 * (1 + np.sum(np.abs(rows)))
    assert fit.converged
    assert fit.log_likelihood == pytest.approx(np.sum(rows), abs=tolerance)
    assert fit.log_likelihood >= best_of_many_starts(own) - tolerance


@pytest.mark.parametrize("name", OWN)
def test_the_kind_is_as_good_as_expected(name):
    estimator = sm.derive(model_of(name)).estimator
    assert estimator.kind in OWN[name].kinds
    if estimator.kind is Kind.CLOSED:
        assert estimator.certificate.grade == "proved"
        assert estimator.remaining == ()


@pytest.mark.parametrize("name", [name for name, own in OWN.items() if own.answer])
def test_a_closed_form_has_the_value_of_a_formula_by_hand(name):
    own = OWN[name]
    found = sm.derive(model_of(name)).estimator(own.columns)
    assert list(found.values()) == pytest.approx(own.answer(own.columns), rel=1e-12)


HUMP = "exp(-(x - theta*exp(-theta))**2/2)/sqrt(2*pi)"


@pytest.mark.parametrize("domain", ["real", "> 0"])
def test_two_maximisers_are_not_one_closed_form(domain):
    """For a mean between 0 and 1/e two values of theta give the same mean: neither is *the* maximum."""
    model = sm.Model(HUMP, data={"x": "real"}, parameters={"theta": domain}, name="hump")
    estimator = sm.derive(model).estimator
    assert estimator.kind is Kind.SET
    fit = sm.fit(model, {"x": [0.1, 0.2, 0.3]})
    theta = fit.estimates["theta"]
    assert theta * np.exp(-theta) == pytest.approx(0.2, rel=1e-9)
    assert [told.category for told in fit.warnings] == ["not-identifiable"]


# a density with several maximisers by symmetry: no claim of one
@pytest.mark.parametrize("square", ["t**2", "t**4", "cos(t)"])
def test_symmetric_parameters_are_not_claimed(square):
    model = sm.Model(
        f"exp(-(x - {square})**2/2)/sqrt(2*pi)", data={"x": "real"}, parameters={"t": "real"}, name="even"
    )
    estimator = sm.derive(model).estimator
    assert estimator.kind is not Kind.CLOSED
    if square == "cos(t)":
        assert estimator.certificate.grade == "unproved"
        return
    assert estimator.kind is Kind.SET
    fit = sm.fit(model, {"x": [0.5, 2.0]})  # a global maximum, and not the only one
    (told,) = fit.warnings
    assert told.category == "not-identifiable"


def test_directions_that_no_data_identify_are_refused():
    model = sm.Model(
        "exp(-(x - a - b)**2/(2*v))/sqrt(2*pi*v)",
        data={"x": "real"},
        parameters={"a": "real", "b": "real", "v": "> 0"},
        name="sum_of_means",
    )
    with pytest.raises(sm.DerivationError) as refused:
        sm.derive(model)
    assert refused.value.category == "not-identifiable"


def test_a_zeta_is_fitted_or_refused():
    model = sm.Model("x**(-s)/zeta(s)", data={"x": "integer >= 1"}, parameters={"s": "> 1"}, name="zipf")
    with suppress(sm.DerivationError):
        fit = sm.fit(model, {"x": [1, 2, 5, 1]})
        assert 1 < fit.estimates["s"] < 3
