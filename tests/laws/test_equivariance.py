"""The same density in other parameters has the same maximum, mapped."""

import math

import numpy as np
import pytest

import symmle as sm
from symmle import families

POSITIVE = np.array([0.3, 1.2, 0.7, 2.5, 1.1, 0.9])
REAL = np.array([0.3, -1.2, 0.7, 2.5, 1.1, -0.2])
COUNTS = np.array([0, 3, 1, 7, 2, 0])
BITS = np.array([0, 1, 1, 0, 1, 1])
LEVELS = np.array([0.0, 1.0, 2.0, 3.5, 4.0, 7.0])

# family, data, the same density in other words, its parameters, how they follow from the family's
PAIRS = [
    ("exponential", {"x": POSITIVE}, "exp(-x/s)/s", {"s": "> 0"}, lambda e: {"s": 1 / e["rate"]}),
    (
        "exponential",
        {"x": POSITIVE},
        "exp(l - exp(l)*x)",
        {"l": "real"},
        lambda e: {"l": math.log(e["rate"])},
    ),
    (
        "gaussian",
        {"x": REAL},
        "exp(-(x - m)**2/(2*s**2))/(sqrt(2*pi)*s)",
        {"m": "real", "s": "> 0"},
        lambda e: {"m": e["mu"], "s": math.sqrt(e["v"])},
    ),
    (
        "gaussian",
        {"x": REAL},
        "sqrt(h/(2*pi))*exp(-h*(x - m)**2/2)",
        {"m": "real", "h": "> 0"},
        lambda e: {"m": e["mu"], "h": 1 / e["v"]},
    ),
    (
        "gaussian",
        {"x": REAL},
        "exp(-l - (x - m)**2*exp(-2*l)/2)/sqrt(2*pi)",
        {"m": "real", "l": "real"},
        lambda e: {"m": e["mu"], "l": math.log(e["v"]) / 2},
    ),
    (
        "gaussian",
        {"x": REAL},
        "exp(-(x + c)**2/(2*v))/sqrt(2*pi*v)",
        {"c": "real", "v": "> 0"},
        lambda e: {"c": -e["mu"], "v": e["v"]},
    ),
    (
        "gamma",
        {"x": POSITIVE},
        "b**k*x**(k - 1)*exp(-b*x)/gamma(k)",
        {"k": "> 0", "b": "> 0"},
        lambda e: {"k": e["k"], "b": 1 / e["theta"]},
    ),
    (
        "gamma",
        {"x": POSITIVE},
        "(k/m)**k*x**(k - 1)*exp(-k*x/m)/gamma(k)",
        {"k": "> 0", "m": "> 0"},
        lambda e: {"k": e["k"], "m": e["k"] * e["theta"]},
    ),
    (
        "weibull",
        {"x": POSITIVE},
        "c*k*x**(k - 1)*exp(-c*x**k)",
        {"c": "> 0", "k": "> 0"},
        lambda e: {"k": e["shape"], "c": e["scale"] ** -e["shape"]},
    ),
    (
        "inverse_gaussian",
        {"x": POSITIVE},
        "sqrt(1/(2*pi*d*x**3))*exp(-(x - m)**2/(2*d*m**2*x))",
        {"m": "> 0", "d": "> 0"},
        lambda e: {"m": e["mu"], "d": 1 / e["lambda"]},
    ),
    ("rayleigh", {"x": POSITIVE}, "x/v*exp(-x**2/(2*v))", {"v": "> 0"}, lambda e: {"v": e["sigma"] ** 2}),
    (
        "poisson",
        {"x": COUNTS},
        "exp(-exp(a) + a*x)/factorial(x)",
        {"a": "real"},
        lambda e: {"a": math.log(e["rate"])},
    ),
    (
        "bernoulli",
        {"x": BITS},
        "exp(a*x)/(1 + exp(a))",
        {"a": "real"},
        lambda e: {"a": math.log(e["p"] / (1 - e["p"]))},
    ),
    ("geometric", {"x": COUNTS}, "(m/(1 + m))**x/(1 + m)", {"m": "> 0"}, lambda e: {"m": 1 / e["p"] - 1}),
    (
        "negative_binomial",
        {"x": COUNTS},
        "gamma(x + r)/(gamma(r)*factorial(x))*(r/(r + m))**r*(m/(r + m))**x",
        {"r": "> 0", "m": "> 0"},
        lambda e: {"r": e["r"], "m": e["r"] * (1 / e["p"] - 1)},
    ),
    (
        "logistic",
        {"x": REAL},
        "b*exp(-b*(x - m))/(1 + exp(-b*(x - m)))**2",
        {"m": "real", "b": "> 0"},
        lambda e: {"m": e["mu"], "b": 1 / e["s"]},
    ),
]


def label(pair):
    return f"{pair[0]}-{'-'.join(pair[3])}"


@pytest.mark.parametrize("pair", PAIRS, ids=label)
def test_estimates_are_mapped(pair):
    name, columns, density, parameters, mapped = pair
    given = families.load(name)
    other = sm.Model(density, data={"x": given.data["x"].text}, parameters=parameters, name="other")
    one, two = sm.fit(given, columns), sm.fit(other, columns)
    tolerance = 1e-9 * (1 + abs(one.log_likelihood))
    assert two.log_likelihood == pytest.approx(one.log_likelihood, abs=tolerance)
    assert two.estimates == pytest.approx(mapped(one.estimates), rel=1e-6)


# data moved or stretched: a location moves along, a scale is stretched, a shape stays
MOVED = [
    ("gaussian", REAL, 3.0, 2.0, lambda e: {"mu": 3 + 2 * e["mu"], "v": 4 * e["v"]}),
    ("logistic", REAL, 3.0, 2.0, lambda e: {"mu": 3 + 2 * e["mu"], "s": 2 * e["s"]}),
    ("gumbel", REAL, -1.0, 0.5, lambda e: {"mu": -1 + 0.5 * e["mu"], "beta": 0.5 * e["beta"]}),
    ("gamma", POSITIVE, 0.0, 5.0, lambda e: {"k": e["k"], "theta": 5 * e["theta"]}),
    ("weibull", POSITIVE, 0.0, 5.0, lambda e: {"shape": e["shape"], "scale": 5 * e["scale"]}),
    ("lindley", POSITIVE, 0.0, 1.0, dict),
]


@pytest.mark.parametrize(
    ("name", "column", "shift", "stretch", "mapped"), MOVED, ids=lambda v: v if isinstance(v, str) else ""
)
def test_estimates_follow_the_data(name, column, shift, stretch, mapped):
    model = families.load(name)
    one, two = sm.fit(model, {"x": column}), sm.fit(model, {"x": shift + stretch * column})
    assert two.estimates == pytest.approx(mapped(one.estimates), rel=1e-6)


def test_a_regression_follows_its_covariate():
    model = families.simple_regression()
    one = sm.fit(model, {"y": REAL, "t": LEVELS}).estimates
    two = sm.fit(model, {"y": REAL, "t": 10 * LEVELS - 3}).estimates
    assert two == pytest.approx({"b": one["b"] / 10, "a": one["a"] + 0.3 * one["b"], "v": one["v"]}, rel=1e-9)
