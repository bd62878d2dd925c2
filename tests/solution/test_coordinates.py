"""Solved in other coordinates: the maximum is the same point, and the page tells the way there and back."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.optimize import minimize

import symmle as sm
from symmle.proof import Rule, checked, replay
from tests.proof.mutations import broken_orders, broken_steps

U, W = np.array([0.3, 1.7, 0.9, 2.2]), np.array([3.1, 0.2, 1.4, 0.8])


def model(density, domains):
    return sm.Model(density, data={"u": "> 0", "w": "> 0"}, parameters=domains, normalised=False)


def scales(shape):
    density = f"exp(-u**{shape}/a**{shape} - w**{shape}/b**{shape})/(a + b)"
    return model(density, {"a": "> 0", "b": "> 0"})


@pytest.mark.parametrize("shape", [1, 2, 3])
def test_two_scales_with_a_common_factor(shape):
    """Stationary where b/a = (W/U)**(1/(shape + 1)), U and W the means of the powers."""
    derivation = sm.derive(scales(shape))
    assert derivation.estimator.kind == "closed form"
    assert derivation.estimator.certificate.grade == "proved"
    found = derivation.estimator({"u": U, "w": W})
    first, second = np.mean(U**shape), np.mean(W**shape)
    ratio = (second / first) ** (1 / (shape + 1))
    a = (shape * (first + second / ratio**shape)) ** (1 / shape)
    assert found == pytest.approx({"a": a, "b": ratio * a}, rel=1e-12)

    def minus(theta):
        a, b = np.exp(theta)
        return np.log(a + b) + first / a**shape + second / b**shape

    best = minimize(minus, np.zeros(2), method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-13})
    assert minus(np.log([found["a"], found["b"]])) <= best.fun + 1e-12


def test_the_page_tells_the_way_there_and_back():
    page = sm.derive(scales(2)).to_text()
    assert "r = b/a" in page
    assert "corresponds to b one to one" in page
    assert "Back to b" in page


def test_a_certificate_in_other_coordinates_replays_and_none_that_is_broken_does():
    derivation = sm.derive(scales(2))
    certificate, likelihood = derivation.estimator.certificate, derivation.reduction.likelihood
    assert certificate.steps[0].rule is Rule.COORDINATES
    assert all(found.holds for found in replay(certificate, likelihood))
    assert checked(certificate, likelihood) == certificate
    broken = [*broken_steps(certificate, likelihood.parameters), *broken_orders(certificate)]
    accepted = [label for label, each in broken if all(found.holds for found in replay(each, likelihood))]
    assert accepted == []


def test_coordinates_that_do_not_run_through_the_domain_are_refused():
    """With a > 0 and b > 1, b/a does not run through the same values for every a."""
    derivation = sm.derive(scales(2))
    certificate = derivation.estimator.certificate
    bounded = sm.derive(model("exp(-u**2/a**2 - w**2/b**2)/(a + b)", {"a": "> 0", "b": "> 1"}))
    assert bounded.estimator.certificate.moved is None
    assert not all(found.holds for found in replay(certificate, bounded.reduction.likelihood))
    lost = replace(certificate, moved=None)
    assert not all(found.holds for found in replay(lost, derivation.reduction.likelihood))


def test_what_other_coordinates_do_not_solve_stays_as_it_was():
    beta = sm.derive(sm.families.beta())
    assert beta.estimator.kind == "iterative"
    labels = [attempt.label for attempt in beta.attempts]
    assert any("for a parameter" in label for label in labels)
