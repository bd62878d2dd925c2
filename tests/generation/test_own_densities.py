"""Densities that are in no catalogue go the whole way to a module that computes them exactly and fits."""

import numpy as np
import pytest

from symmle import Model
from symmle.derivation import derive
from symmle.errors import DerivationError
from symmle.generation import load
from tests.generation.samples import columns_of, theta_of
from tests.generation.test_laws import ExactRows

REAL, POSITIVE = {"x": "real"}, {"x": "> 0"}
MODELS = {
    "von_mises": Model(
        "exp(k*cos(x - m))/(2*pi*besseli(0, k))",
        data={"x": "[-pi, pi]"},
        parameters={"m": "(-4, 4)", "k": "> 0"},
    ),
    "skew_normal": Model(
        "exp(-(x - m)**2/(2*s**2))*erfc(-a*(x - m)/(s*sqrt(2)))/(s*sqrt(2*pi))",
        data=REAL,
        parameters={"m": "real", "s": "> 0", "a": "real"},
    ),
    "exponentially_modified_normal": Model(
        "h/2*exp(h/2*(2*m + h*s**2 - 2*x))*erfc((m + h*s**2 - x)/(sqrt(2)*s))",
        data=REAL,
        parameters={"m": "real", "s": "> 0", "h": "> 0"},
    ),
    "cauchy": Model("1/(pi*s*(1 + ((x - m)/s)**2))", data=REAL, parameters={"m": "real", "s": "> 0"}),
    "poisson_with_exposure": Model(
        "exp(-h*t)*(h*t)**x/factorial(x)",
        data={"x": "integer >= 0"},
        covariates={"t": "> 0"},
        parameters={"h": ">= 0"},
    ),
    "logistic_regression": Model(
        "(1/(1 + exp(-a - b*t)))**y*(1/(1 + exp(a + b*t)))**(1 - y)",
        data={"y": "{0, 1}"},
        covariates={"t": "real"},
        parameters={"a": "real", "b": "real"},
    ),
    "gompertz": Model(
        "a*exp(b*x)*exp(-a*(exp(b*x) - 1)/b)", data={"x": ">= 0"}, parameters={"a": "> 0", "b": "> 0"}
    ),
    "two_measurements": Model(
        "exp(-(x - m)**2/(2*v) - (y - m)**2/(2*w))/(2*pi*sqrt(v*w))",
        data={"x": "real", "y": "real"},
        parameters={"m": "real", "v": "> 0", "w": "> 0"},
    ),
    "beta_binomial": Model(
        "binomial(m, x)*beta(x + a, m - x + b)/beta(a, b)",
        data={"x": "integer in [0, m]"},
        constants={"m": "integer >= 1"},
        parameters={"a": "> 0", "b": "> 0"},
    ),
    "burr": Model("c*k*x**(c - 1)/(1 + x**c)**(k + 1)", data=POSITIVE, parameters={"c": "> 0", "k": "> 0"}),
    "rice": Model(
        "x/v*exp(-(x**2 + u**2)/(2*v))*besseli(0, x*u/v)", data=POSITIVE, parameters={"u": "> 0", "v": "> 0"}
    ),
}


@pytest.mark.parametrize("name", MODELS)
def test_value_score_and_hessian_equal_the_exact_ones(name):
    model = MODELS[name]
    module, columns = load(derive(model).program), columns_of(model)
    theta = theta_of(model)
    value, score, hessian = ExactRows(model, columns).at(theta)
    assert module.log_likelihood(theta, *columns) == pytest.approx(value, rel=1e-11)
    np.testing.assert_allclose(module.score(theta, *columns), score, rtol=1e-9, atol=1e-10)
    np.testing.assert_allclose(module.hessian(theta, *columns), hessian, rtol=1e-8, atol=1e-9)


@pytest.mark.parametrize(
    "name", ["cauchy", "poisson_with_exposure", "logistic_regression", "two_measurements"]
)
def test_it_fits(name):
    module = load(derive(MODELS[name]).program)
    columns = columns_of(MODELS[name])
    fit = module.fit(*columns)
    assert fit.status == "converged"
    assert np.max(np.abs(module.score(fit.theta, *columns))) < 1e-7


def test_what_scipy_cannot_compute_is_refused_when_deriving():
    order = Model(
        "exp(-t*cosh(x))*cosh(k*x)/besselk(k, t)",
        data={"x": "> 0"},
        parameters={"k": "> 0", "t": "> 0"},
        name="order_of_a_bessel_function",
    )
    with pytest.raises(DerivationError, match="NumPy and SciPy have nothing that computes"):
        derive(order)
