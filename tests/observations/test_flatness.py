"""Samples that leave the likelihood flat in some direction, and samples that only look alike."""

import numpy as np
import pytest

import symmle as sm
from symmle.derivation.pipeline import derive

CELLS = {"a": "real", "b": "real"}
POISSON = sm.Model(
    "exp(-exp(a + b*g))*exp((a + b*g)*x)/factorial(x)",
    data={"x": "integer >= 0"},
    parameters=CELLS,
    covariates={"g": "{0, 1}"},
)
LOGISTIC = sm.Model(
    "exp((a + b*g)*x)/(1 + exp(a + b*g))", data={"x": "{0, 1}"}, parameters=CELLS, covariates={"g": "{0, 1}"}
)
WAVE = sm.Model(
    "exp(-(x - a*cos(g) - b*sin(g))**2/(2*v))/sqrt(2*pi*v)",
    data={"x": "real"},
    parameters={**CELLS, "v": "> 0"},
    covariates={"g": "real"},
)
SLOPE = sm.Model(
    "exp(-(x - b*g)**2/(2*v))/sqrt(2*pi*v)",
    data={"x": "real"},
    parameters={"b": "> 0", "v": "> 0"},
    covariates={"g": "real"},
)


def refused(model, g, x, weights=None):
    with pytest.raises(sm.NoMaximumError) as caught:
        sm.fit(model, {"g": g, "x": x}, weights=weights)
    with pytest.raises(sm.NoMaximumError) as called:
        derive(model).estimator({"g": g, "x": x}, weights=weights)
    assert called.value.category == caught.value.category
    return caught.value


@pytest.mark.parametrize(
    ("model", "g", "x", "weights"),
    [
        (POISSON, [0, 0, 0], [5, 3, 3], None),
        (POISSON, [1], [6], None),
        (POISSON, [0, 1, 1], [5, 0, 0], [1, 0, 0]),
        (LOGISTIC, [0, 0, 0], [1, 0, 1], None),
        (LOGISTIC, [1, 1, 1, 0], [1, 0, 1, 0], [1, 1, 1, 0]),
        (WAVE, [0.0, 0.0, 0.0], [1.0, 2.0, 4.0], None),
        (SLOPE, [0.0, 0.0, 0.0], [1.0, 2.0, 4.0], None),
    ],
)
def test_a_covariate_that_does_not_vary_is_no_limit(model, g, x, weights):
    error = refused(model, g, x, weights)
    assert error.category == "not-identifiable"
    assert "->" not in error.limit + str(error)


@pytest.mark.parametrize(
    ("model", "g", "x", "limit"),
    [
        (POISSON, [0, 1, 1], [5, 0, 0], "b -> -oo"),
        (LOGISTIC, [0, 1, 0], [1, 0, 0], "b -> -oo"),
        (SLOPE, [1.0, 1.0, 0.0], [-1.0, -2.0, 4.0], "b -> 0"),
    ],
)
def test_a_likelihood_that_climbs_is_told_to_climb(model, g, x, limit):
    error = refused(model, g, x)
    assert error.category in ("infinite-parameter", "boundary")
    assert error.limit == limit


def test_the_named_direction_is_flat():
    error = refused(LOGISTIC, [1, 1, 1], [1, 0, 1])
    assert "a and b" in str(error)
    values = [
        np.sum([x * (a + b) - np.log1p(np.exp(a + b)) for x in (1, 0, 1)])
        for a, b in ((0.3, 0.4), (1.3, -0.6), (-2.0, 2.7))
    ]
    np.testing.assert_allclose(values, values[0])
