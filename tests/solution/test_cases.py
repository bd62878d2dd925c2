"""A density that is told case by case: each case has sums of its own, and counts are counts."""

import numpy as np
import pytest
from scipy.optimize import brentq, minimize

import symmle as sm
from symmle.generation import load

X = np.array([1.0, -2.0, 3.0, -0.5, 0.2, 0.0])
K = np.array([0, 0, 1, 3, 2, 0, 1])
G = np.repeat([1, 2, 3, 4], [125, 18, 20, 34])


def asymmetric_laplace():
    density = "l/(k + 1/k)*Piecewise((exp(-l*k*x), x >= 0), (exp(l*x/k), True))"
    return sm.Model(density, data={"x": "real"}, parameters={"l": "> 0", "k": "> 0"})


def split_normal():
    density = "sqrt(2/pi)/(a + b)*Piecewise((exp(-x**2/(2*a**2)), x < 0), (exp(-x**2/(2*b**2)), True))"
    return sm.Model(density, data={"x": "real"}, parameters={"a": "> 0", "b": "> 0"})


def hurdle():
    density = "Piecewise((w, Eq(x, 0)), ((1 - w)*p*(1 - p)**(x - 1), True))"
    return sm.Model(density, data={"x": "integer >= 0"}, parameters={"w": "(0, 1)", "p": "(0, 1)"})


def hurdle_poisson():
    density = "Piecewise((w, Eq(x, 0)), ((1 - w)*r**x*exp(-r)/(factorial(x)*(1 - exp(-r))), True))"
    return sm.Model(density, data={"x": "integer >= 0"}, parameters={"w": "(0, 1)", "r": "> 0"})


def linkage():
    density = "Piecewise(((2 + t)/4, Eq(x, 1)), (t/4, Eq(x, 4)), ((1 - t)/4, True))"
    return sm.Model(density, data={"x": "{1, 2, 3, 4}"}, parameters={"t": "(0, 1)"})


def truncated_by_hand():
    mean = np.mean(K[K > 0])
    rate = brentq(lambda r: r / -np.expm1(-r) - mean, 1e-6, 50, xtol=1e-15, rtol=1e-14)
    return {"w": 3 / 7, "r": rate}


def laplace_by_hand():
    above, below = np.sum(X[X >= 0]), -np.sum(X[X < 0])
    k = (below / above) ** 0.25
    return {"l": len(X) / (k * above + below / k), "k": k}


def split_by_hand():
    below, above = np.sum(X[X < 0] ** 2) / len(X), np.sum(X[X >= 0] ** 2) / len(X)
    r = (above / below) ** (1 / 3)
    a = np.sqrt(below + above / r**2)
    return {"a": a, "b": r * a}


CASES = {
    "asymmetric_laplace": (asymmetric_laplace, X, laplace_by_hand),
    "split_normal": (split_normal, X, split_by_hand),
    "hurdle": (hurdle, K, lambda: {"w": 3 / 7, "p": 4 / 7}),
    "hurdle_poisson": (hurdle_poisson, K, truncated_by_hand),
    "linkage": (linkage, G, lambda: {"t": (15 + np.sqrt(53809)) / 394}),
}


@pytest.mark.parametrize("name", CASES)
def test_cases_are_closed_and_proved(name):
    declared, data, by_hand = CASES[name]
    derivation = sm.derive(declared())
    assert derivation.estimator.kind == "closed form"
    assert derivation.estimator.certificate.grade == "proved"
    assert derivation.estimator({"x": data}) == pytest.approx(by_hand(), rel=1e-12)


@pytest.mark.parametrize("name", CASES)
def test_no_start_finds_a_better_point(name):
    declared, data, _ = CASES[name]
    model = declared()
    fitted = sm.fit(model, {"x": data})

    loaded = load(sm.derive(model).program)
    bounds = [(1e-6, 1 - 1e-9) if d.upper == 1 else (1e-6, 50) for d in model.parameters.values()]
    chance = np.random.default_rng(1)
    for _ in range(10):
        start = [chance.uniform(low, min(high, 3)) for low, high in bounds]
        found = minimize(lambda theta: -np.sum(loaded.log_density(theta, data)), start, bounds=bounds)
        assert -found.fun <= fitted.log_likelihood + 1e-9 * (1 + abs(fitted.log_likelihood))


def test_counts_read_as_counts():
    derivation = sm.derive(hurdle())
    assert str(derivation.estimator["w"]) == "count(Eq(x, 0))/n"
    assert "count(x_i = 0)/n" in derivation.to_text()


@pytest.mark.parametrize("data", [[1.0, 2.0], [-1.0, -2.0], [0.0, 0.0]])
def test_one_side_alone_has_no_maximum(data):
    with pytest.raises(sm.NoMaximumError):
        sm.fit(asymmetric_laplace(), {"x": data})


def test_a_condition_for_every_value_of_another_parameter():
    """The root for c asks for variance(x) + (mean(x) - m)**2 > 0 at every m, which is variance(x) > 0."""
    model = sm.Model(
        "exp(-(x - m)**2/(2*c**2*m**2))/(sqrt(2*pi)*c*m)",
        data={"x": "real"},
        parameters={"m": "> 0", "c": "> 0"},
    )
    found = sm.derive(model).estimator
    assert found.kind == "closed form"
    x = np.array([2.0, 3.5, 4.0])
    assert found({"x": x}) == pytest.approx({"m": np.mean(x), "c": np.std(x) / np.mean(x)}, rel=1e-12)
    with pytest.raises(sm.NoMaximumError):
        sm.fit(model, {"x": [2.0, 2.0]})


def test_what_decides_a_case_is_as_fixed_as_the_data():
    """With a known mode m each side has one sum, that of x - m."""
    density = "l/(k + 1/k)*Piecewise((exp(-l*k*(x - m)), x >= m), (exp(l*(x - m)/k), True))"
    positive = {"l": "> 0", "k": "> 0"}
    model = sm.Model(density, data={"x": "real"}, parameters=positive, constants={"m": "real"})
    found = sm.derive(model).estimator
    assert (found.kind, found.certificate.grade) == ("closed form", "proved")
    assert found({"x": X + 2.5, "m": 2.5}) == pytest.approx(laplace_by_hand(), rel=1e-12)
    with pytest.raises(sm.NoMaximumError):
        sm.fit(model, {"x": X, "m": 3.5})


@pytest.mark.parametrize("data", [[0, 0, 0], [1, 2, 3], [0, 1, 1]])
def test_a_hurdle_needs_zeros_others_and_more_than_ones(data):
    with pytest.raises(sm.NoMaximumError):
        sm.fit(hurdle_poisson(), {"x": data})


def test_a_condition_says_no_less_than_the_equation_in_it():
    assert "count(Eq(x, 4))" in str(sm.derive(linkage()).estimator["t"])
    assert "Eq(x, 4) & Ne(x, 1)" not in str(sm.derive(linkage()).estimator["t"])
