"""Certificates of models with three parameters and more: closed, profiled, and on closed ends."""

import pytest

import symmle as sm
from symmle.proof import replay

MARK = "w**b*(1 - w)**(1 - b)"
GAMMA = "x**(k - 1)*exp(-x/s)/(gamma(k)*s**k)"
NORMAL = "exp(-(x - mu)**2/(2*v))/sqrt(2*pi*v)"
LINE = "exp(-(y - a - b*s - c*t)**2/(2*v))/sqrt(2*pi*v)"
COLUMNS = {"b": "{0, 1}", "x": "real"}

# density, data, parameters, covariates, what must be proved
MODELS = {
    # a mark beside a gamma: two solved, one equation left
    "marked_gamma": (
        f"{MARK}*{GAMMA}",
        {"b": "{0, 1}", "x": "> 0"},
        {"w": "[0, 1]", "k": "> 0", "s": "> 0"},
        {},
        "proved under lemma",
    ),
    # a mark beside a normal: all three closed
    "marked_normal": (f"{MARK}*{NORMAL}", COLUMNS, {"w": "[0, 1]", "mu": "real", "v": "> 0"}, {}, "proved"),
    # two regressors
    "plane": (
        LINE,
        {"y": "real"},
        {"a": "real", "b": "real", "c": "real", "v": "> 0"},
        {"s": "real", "t": "real"},
        "proved",
    ),
}


@pytest.mark.parametrize("name", MODELS)
def test_the_whole_argument_replays(name):
    density, data, parameters, covariates, grade = MODELS[name]
    derivation = sm.derive(sm.Model(density, data=data, parameters=parameters, covariates=covariates))
    certificate = derivation.estimator.certificate
    assert certificate.grade == grade
    assert all(step.holds for step in replay(certificate, derivation.reduction.likelihood))


def test_a_mark_that_never_occurs_puts_its_chance_on_the_end_and_leaves_the_rest():
    density, data, parameters, *_ = MODELS["marked_normal"]
    model = sm.Model(density, data=data, parameters=parameters)
    fit = sm.fit(model, {"b": [0, 0, 0], "x": [1.0, 2.0, 4.0]})
    assert fit.status == "boundary"
    assert fit.estimates["w"] == 0.0
    assert fit.estimates["v"] == pytest.approx(14 / 9)
