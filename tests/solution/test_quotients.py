"""Scores of two functions of a parameter: one over the other is one to one."""

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from sympy import Symbol, cos, cosh, cot, sin, sinh, tan, tanh

import symmle as sm
from symmle.errors import NoMaximumError
from symmle.solution.chains import quotient

t = Symbol("t", positive=True)
k = Symbol("k", positive=True)
SIGNS = {"x": "{-1, 1}"}
BINARY = {"x": "{0, 1}"}

# density, data, parameters, an interval that holds the estimate, rows
MODELS = {
    "tilted by a real number": ("exp(h*x)/(2*cosh(h))", SIGNS, {"h": "real"}, (-5, 5), [1, 1, 1, -1]),
    "hyperbolic secant": (
        "exp(t*x)*cos(t)/(2*cosh(pi*x/2))", {"x": "real"}, {"t": "(-pi/2, pi/2)"}, (-1.57, 1.57),
        [0.3, -1.7, 2.2, 0.4],
    ),
    "Stieltjes": (
        "sin(pi*t)/pi*x**(t-1)/(1+x)", {"x": "> 0"}, {"t": "(0, 1)"}, (1e-6, 1 - 1e-6), [0.2, 1.5, 3.1, 8.0],
    ),
    "chance by its angle": (
        "sin(a)**(2*x)*cos(a)**(2-2*x)", BINARY, {"a": "(0, pi/2)"}, (1e-6, 1.57), [1, 0, 0, 1, 0],
    ),
    "chance by a cauchit": (
        "(1/2+atan(e)/pi)**x*(1/2-atan(e)/pi)**(1-x)", BINARY, {"e": "real"}, (-50, 50), [1, 0, 0, 1, 0],
    ),
    "chance by a hyperbolic tangent": (
        "((1+tanh(h))/2)**x*((1-tanh(h))/2)**(1-x)", BINARY, {"h": "real"}, (-5, 5), [1, 0, 0, 1, 0],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", MODELS)
def test_closed_and_proved(name):
    density, data, parameters, _, _ = MODELS[name]
    derived = sm.derive(sm.Model(density, data=data, parameters=parameters)).estimator
    assert str(derived.kind) == "closed form"
    assert str(derived.certificate.grade) == "proved"


@pytest.mark.parametrize("name", MODELS)
def test_the_root_is_what_a_search_finds(name):
    density, data, parameters, interval, rows = MODELS[name]
    model = sm.Model(density, data=data, parameters=parameters)
    ((place, found),) = sm.fit(model, {"x": np.array(rows)}).estimates.items()
    symbol = model.symbols[place]

    def loss(value):
        at = model.density.subs(symbol, value)
        return -sum(float(logarithm(at.subs(model.symbols["x"], row))) for row in rows)

    searched = minimize_scalar(loss, bounds=interval, method="bounded", options={"xatol": 1e-10})
    assert found == pytest.approx(searched.x, abs=1e-5)


def logarithm(value):
    return np.log(float(value))


@pytest.mark.parametrize("rows", [[1, 1, 1], [-1, -1]])
def test_rows_of_one_sign_have_no_maximum(rows):
    model = sm.Model("exp(h*x)/(2*cosh(h))", data=SIGNS, parameters={"h": "real"})
    with pytest.raises(NoMaximumError):
        sm.fit(model, {"x": np.array(rows)})


def test_a_quotient_is_one_function():
    assert quotient(sin(t) ** 2, cos(t) ** 2) == tan(t) ** 2
    assert quotient(cos(t), sin(t)) == cot(t)
    assert quotient(sinh(t), cosh(t)) == tanh(t)
    assert quotient(t**k, (1 - t) ** k) == (t / (1 - t)) ** k
    assert quotient(sin(t), cos(2 * t)) == sin(t) / cos(2 * t)
