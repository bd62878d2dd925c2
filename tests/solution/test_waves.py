"""A direction on the circle: one wave, whose top is at the angle of the mean vector."""

import numpy as np
import pytest

import symmle as sm

AROUND = np.array([2.9, -3.0, 3.1, -2.8, 2.5, 1.9])


def von_mises(angle="(-pi, pi]"):
    return sm.Model(
        "exp(2*cos(x - m))/(2*pi*besseli(0, 2))", data={"x": "(-pi, pi]"}, parameters={"m": angle}
    )


def test_the_direction_is_that_of_the_mean_vector():
    found = sm.derive(von_mises()).estimator
    assert found.kind == "closed form"
    assert found.certificate.grade == "proved"
    direction = np.arctan2(np.mean(np.sin(AROUND)), np.mean(np.cos(AROUND)))
    assert found({"x": AROUND})["m"] == pytest.approx(direction, rel=1e-14)
    assert abs(direction) > 2.8  # across the cut of the circle


@pytest.mark.parametrize("turn", np.linspace(-3, 3, 7))
def test_turning_the_data_turns_the_estimate(turn):
    turned = np.angle(np.exp(1j * (AROUND + turn)))
    first, second = (sm.fit(von_mises(), {"x": x}).estimates["m"] for x in (AROUND, turned))
    assert np.exp(1j * second) == pytest.approx(np.exp(1j * (first + turn)), abs=1e-13)


def test_no_direction_is_better_than_another_where_the_mean_vector_vanishes():
    vectors = sm.Model(
        "exp(2*(c*cos(m) + s*sin(m)))",
        data={"c": "real", "s": "real"},
        parameters={"m": "(-pi, pi]"},
        normalised=False,
    )
    with pytest.raises(sm.NoMaximumError) as caught:
        sm.fit(vectors, {"c": [1.0, -1.0], "s": [0.5, -0.5]})
    assert caught.value.category == "not-identifiable"


@pytest.mark.parametrize("angle", ["(-pi/2, pi/2)", "(0, pi]", "(-pi, pi)"])
def test_part_of_the_circle_is_not_taken_for_the_whole(angle):
    rules = [step.rule for step in sm.derive(von_mises(angle)).estimator.certificate.steps]
    assert "top of the wave" not in rules
