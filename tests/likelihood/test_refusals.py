"""What cannot be differentiated is refused, with the category that says why."""

import pytest

import symmle as sm
from symmle.likelihood import build_log_likelihood
from tests.densities import FAMILIES, close, derived, log_likelihood, sample_of, valued

# density, data, parameters, category
REFUSED = [
    ("1/t", {"x": "[0, t]"}, {"t": "> 0"}, "support-depends-on-parameter"),  # uniform
    ("1", {"x": "[t, t + 1)"}, {"t": "real"}, "support-depends-on-parameter"),
    ("a*m**a/x**(a + 1)", {"x": "[m, oo)"}, {"a": "> 0", "m": "> 0"}, "support-depends-on-parameter"),
    ("exp(-(x - m))", {"x": "[m, oo)"}, {"m": "real"}, "support-depends-on-parameter"),
    ("1/(m + 1)", {"x": "integer in [0, m]"}, {"m": "> 0"}, "support-depends-on-parameter"),
    ("exp(-Abs(x - m))/2", {"x": "real"}, {"m": "real"}, "non-smooth"),  # Laplace
    ("exp(-sqrt((x - m)**2))/2", {"x": "real"}, {"m": "real"}, "non-smooth"),  # the same, hidden
    ("exp(-((x - m)**2)**(3/2))", {"x": "real"}, {"m": "real"}, "non-smooth"),
    ("exp(-Max(x - m, 0))", {"x": "(0, 9)"}, {"m": "real"}, "non-smooth"),
    ("Piecewise((2*x/m, x <= m), (2*(1 - x)/(1 - m), True))", {"x": "(0, 1)"}, {"m": "(0, 1)"}, "non-smooth"),
    ("binomial(m, x)/2**m", {"x": "{0, 1}"}, {"m": "integer >= 1"}, "non-smooth"),  # a parameter in steps
    ("p**x*(1 - p)**(1 - x)", {"x": "{0, 1}"}, {"p": "{1/4, 3/4}"}, "non-smooth"),
    ("exp(-(x - a - b)**2/2)/sqrt(2*pi)", {"x": "real"}, {"a": "real", "b": "real"}, "not-identifiable"),
    ("exp(-x*(a*b))*a*b", {"x": "> 0"}, {"a": "> 0", "b": "> 0"}, "not-identifiable"),
]


@pytest.mark.parametrize(("density", "data", "parameters", "category"), REFUSED)
def test_a_refusal_has_its_category(density, data, parameters, category):
    model = sm.Model(density, data=data, parameters=parameters, name="refused", normalised=False)
    with pytest.raises(sm.DerivationError) as refused:
        sm.derive(model)
    assert refused.value.category == category
    assert len(refused.value.message) > 40


# a kink or a moving end that does not hold a parameter is no obstacle
ALLOWED = [
    ("exp(-Abs(x)/s)/(2*s)", {"x": "real"}, {"s": "> 0"}, {}),
    ("exp(-Abs(x - c)/s)/(2*s)", {"x": "real"}, {"s": "> 0"}, {"constants": {"c": "real"}}),
    ("exp(-(x - w)/s)/s", {"x": "[w, oo)"}, {"s": "> 0"}, {"constants": {"w": "real"}}),
    ("p**Max(x, 0)*(1 - p)**(1 - Max(x, 0))", {"x": "{0, 1}"}, {"p": "(0, 1)"}, {}),
]


@pytest.mark.parametrize(("density", "data", "parameters", "more"), ALLOWED)
def test_a_kink_in_the_data_alone_is_allowed(density, data, parameters, more):
    model = sm.Model(density, data=data, parameters=parameters, name="allowed", normalised=False, **more)
    assert sm.derive(model).estimator.kind == "closed form"


def test_the_size_steps_aside_for_a_symbol_called_n():
    model = sm.Model(
        "binomial(n, x)*p**x*(1 - p)**(n - x)",
        data={"x": "integer in [0, n]"},
        parameters={"p": "(0, 1)"},
        constants={"n": "integer >= 1"},
        name="n_trials",
    )
    likelihood = build_log_likelihood(model)
    assert likelihood.sample.size_name == "N"
    assert str(sm.derive(model).estimator["p"]) == "mean(x)/n"


@pytest.mark.parametrize("name", FAMILIES)
def test_the_likelihood_is_the_sum_of_log_densities(name):
    derivation = derived(name)
    data, values = sample_of(derivation.model, 3, 8)
    found = valued(derivation.log_likelihood, data, [1, 3, 2], values)
    assert close(found, log_likelihood(derivation.model, data, values, weights=[1, 3, 2]), 44)


def test_a_log_density_is_taken_as_it_is():
    given = {"data": {"x": "> 0"}, "parameters": {"r": "> 0"}, "name": "rate"}
    one = sm.derive(sm.Model("r*exp(-r*x)", **given))
    two = sm.derive(sm.Model(log_density="log(r) - r*x", **given))
    assert one.log_likelihood == two.log_likelihood
    assert one.estimator["r"] == two.estimator["r"]


def test_zero_to_the_power_zero_is_one():
    derivation = derived("bernoulli")
    x, p = (derivation.model.symbols[name] for name in ("x", "p"))
    assert valued(derivation.log_likelihood, {x: [0, 0]}, None, {p: 0}) == 0
    assert valued(derivation.log_likelihood, {x: [1, 1]}, None, {p: 1}) == 0
