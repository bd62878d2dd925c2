"""Declarations that a search for faults made up, and what was wrong with them once."""

import numpy as np
import pytest
from scipy.optimize import minimize

import symmle as sm
from symmle.solution import Kind

NORMAL = "exp(-(x - {})**2/(2*{}))/sqrt(2*pi*{})"


def test_a_domain_may_end_in_an_irrational_number():
    model = sm.Model(NORMAL.format("sin(t)", 1, 1), data={"x": "real"}, parameters={"t": "(-pi/2, pi/2)"})
    estimator = sm.derive(model).estimator
    assert estimator.certificate.grade == "proved"
    assert sm.fit(model, [0.1, 0.5, 0.3]).estimates["t"] == pytest.approx(np.arcsin(0.3))
    with pytest.raises(sm.NoMaximumError):
        sm.fit(model, [0.9, 1.5])


def test_a_closed_form_may_hold_exponentials_of_inverses():
    model = sm.Model(
        NORMAL.format("t*exp(t)", "v", "v"), data={"x": "real"}, parameters={"t": "> 0", "v": "> 0"}
    )
    assert sm.derive(model).estimator.kind is Kind.CLOSED
    x = np.array([0.3, 1.9, 2.2, 0.4])
    fit = sm.fit(model, x)

    def falling(z):
        t, v = np.exp(z)
        return np.sum((x - t * np.exp(t)) ** 2 / (2 * v) + np.log(2 * np.pi * v) / 2)

    found = minimize(falling, [0.0, 0.0], method="Nelder-Mead", options={"xatol": 1e-10, "fatol": 1e-14})
    assert fit.log_likelihood == pytest.approx(-found.fun, rel=1e-10)
    np.testing.assert_allclose(list(fit.estimates.values()), np.exp(found.x), rtol=1e-4)


@pytest.mark.parametrize("domain", ["(0, 2)", "(0, 2]", "[1, 2]", ">= 1/2"])
def test_generic_samples_reach_narrow_conditions(domain):
    model = sm.Model(NORMAL.format(1, "v", "v"), data={"x": "real"}, parameters={"v": domain})
    assert sm.derive(model).estimator.certificate.grade == "proved"
    assert sm.fit(model, [0.0, 2.0, 0.0, 2.5]).estimates["v"] == pytest.approx(5.25 / 4)
