"""Several parameters: an order of elimination that gets through is found, whichever way they are declared."""

import itertools

import numpy as np
import pytest

import symmle as sm

DRIFT = "a/sqrt(2*pi*x**3)*exp(-(a - d*x)**2/(2*x))"
TIMES = np.array([0.4, 1.7, 0.9, 3.1, 2.2])


@pytest.mark.parametrize("names", [("a", "d"), ("d", "a")])
def test_a_dead_end_is_left_for_another_order(names):
    model = sm.Model(DRIFT, data={"x": "> 0"}, parameters=dict.fromkeys(names, "> 0"))
    found = sm.derive(model)
    assert found.estimator.kind == "closed form"
    assert found.estimator.certificate.grade == "proved"
    fitted = found.estimator({"x": TIMES})
    level = 1 / np.sqrt(np.mean(1 / TIMES) - 1 / np.mean(TIMES))
    assert fitted == pytest.approx({"a": level, "d": level / np.mean(TIMES)}, rel=1e-12)


def test_what_was_tried_is_told():
    model = sm.Model(DRIFT, data={"x": "> 0"}, parameters={"a": "> 0", "d": "> 0"})
    labels = [attempt.label for attempt in sm.derive(model).attempts]
    assert any("score of a" in label for label in labels)
    assert any("score of d" in label for label in labels)


@pytest.mark.parametrize("order", list(itertools.permutations(["m", "b", "v"])))
def test_every_order_of_declaration_gives_one_answer(order):
    domains = {"m": "real", "b": "real", "v": "> 0"}
    model = sm.Model(
        "exp(-(y - m - b*t)**2/(2*v))/sqrt(2*pi*v)",
        data={"y": "real"},
        parameters={name: domains[name] for name in order},
        covariates={"t": "real"},
    )
    t, y = np.array([0.0, 1.0, 2.5, 4.0]), np.array([1.0, 0.5, 2.0, 3.5])
    slope, level = np.polyfit(t, y, 1)
    found = sm.derive(model).estimator({"y": y, "t": t})
    residual = np.mean((y - level - slope * t) ** 2)
    assert found == pytest.approx({"m": level, "b": slope, "v": residual}, rel=1e-9)
