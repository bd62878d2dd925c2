"""What the theory assumes: proved where a proof is at hand, assumed otherwise."""

import pytest

import symmle as sm

P, R, U = "> 0", "real", "(0, 1)"
BETA = "x**(a - 1)*(1 - x)**(b - 1)/beta(a, b)"


def standing(density, support, parameters):
    derivation = sm.derive(sm.Model(density, data={"x": support}, parameters=parameters))
    return {each.name: str(each.standing) for each in derivation.assumptions}


def test_a_full_exponential_family_is_identified_and_differentiable():
    found = standing(BETA, U, {"a": P, "b": P})
    assert found["identifiable"] == "proved"
    assert found["differentiable under the integral"] == "proved"
    assert found["interior"] == "proved"


def test_a_closed_end_is_no_interior():
    found = standing(BETA, U, {"a": ">= 1", "b": P})
    assert found["interior"] == "assumed"
    assert found["differentiable under the integral"] == "assumed"


@pytest.mark.parametrize(
    ("density", "support", "parameters"),
    [
        ("1/(pi*s*(1 + ((x - m)/s)**2))", R, {"m": R, "s": P}),
        ("(exp(-(x - m)**2/(2*v))/sqrt(2*pi*v) + exp(-x**2/2)/sqrt(2*pi))/2", R, {"m": R, "v": P}),
    ],
    ids=["Cauchy", "spike"],
)
def test_what_is_not_shown_is_assumed(density, support, parameters):
    found = standing(density, support, parameters)
    assert found["identifiable"] == "assumed"
    assert found["differentiable under the integral"] == "assumed"
