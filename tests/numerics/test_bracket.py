import math

import numpy as np
import pytest
from scipy import special

from symmle.numerics import log_minus_digamma, solve_bracketed, trigamma_minus_reciprocal

REAL, POSITIVE = (-math.inf, math.inf), (0.0, math.inf)


def gamma_shape(gap):
    return lambda k: (float(log_minus_digamma(k)) - gap, -float(trigamma_minus_reciprocal(k)))


@pytest.mark.parametrize("root", np.geomspace(1e-12, 1e15, 28))
@pytest.mark.parametrize("start", [1e-8, 1.0, 1e10])
def test_gamma_shapes_over_27_orders_of_magnitude(root, start):
    gap = float(log_minus_digamma(root))
    found = solve_bracketed(gamma_shape(gap), POSITIVE, start, 200)
    assert found.status == "converged"
    assert found.evaluations < 90
    assert found.point == pytest.approx(root, rel=2e-14)


@pytest.mark.parametrize("root", [-1e9, -3.0, 0.0, 1e-9, 12.5, 1e9])
def test_the_whole_line(root):
    def equation(t):
        return -math.tanh((t - root) / 3.0), -(1.0 - math.tanh((t - root) / 3.0) ** 2) / 3.0

    found = solve_bracketed(equation, REAL, 0.5, 200)
    assert found.status == "converged"
    assert found.point == pytest.approx(root, rel=1e-14, abs=1e-14)


@pytest.mark.parametrize("interval", [(0.0, 1.0), (-math.inf, 1.0), (0.0, math.inf), (0.299999, 0.3000001)])
@pytest.mark.parametrize("power", [1, 3, 9])
def test_intervals_of_each_kind_and_flat_roots(interval, power):
    def equation(t):
        d = 0.3 - t
        return d**power, -power * d ** (power - 1)

    start = 0.29999901 if interval[1] - interval[0] < 0.1 else 0.9
    found = solve_bracketed(equation, interval, start, 400)
    assert found.status == "converged"
    assert found.point == pytest.approx(0.3, rel=1e-14 if power == 1 else 1e-6)


@pytest.mark.parametrize(
    ("equation", "interval", "side"),
    [
        (lambda t: (1.0 / t / t, -2.0 / t / t / t), POSITIVE, 1),
        (lambda t: (math.exp(-t), -math.exp(-t)) if t < 700 else (0.0, 0.0), POSITIVE, 1),
        (lambda t: (-1.0 - t, -1.0), POSITIVE, -1),
        (lambda t: (-1.0, 0.0), (0.0, 1.0), -1),
        (lambda t: (2.0 + math.atan(t), 1.0 / (1.0 + t * t)), REAL, 1),
    ],
)
def test_no_change_of_sign_is_told_with_its_side(equation, interval, side):
    found = solve_bracketed(equation, interval, 0.5, 200)
    assert found.status == "no-sign-change"
    assert found.side == side


def test_points_where_the_equation_cannot_be_computed_are_walked_around():
    def equation(t):
        return (math.log(500.0 / t), -1.0 / t) if t < 505.0 else (math.nan, math.nan)

    found = solve_bracketed(equation, POSITIVE, 1.0, 200)
    assert found.status == "converged"
    assert found.point == pytest.approx(500.0, rel=1e-14)
    assert solve_bracketed(lambda t: (math.nan, 0.0), POSITIVE, 1.0, 200).status == "not-finite"
    assert solve_bracketed(lambda t: (1.0, 0.0) if t < 9 else (math.inf, 0.0), POSITIVE, 1.0, 200).side == 1


def test_a_wrong_derivative_does_no_harm():
    def equation(t):
        return special.digamma(4.0) - special.digamma(t), 1.0

    found = solve_bracketed(equation, POSITIVE, 0.01, 200)
    assert found.status == "converged"
    assert found.point == pytest.approx(4.0, rel=1e-13)


def test_the_limit_of_evaluations_is_kept():
    assert solve_bracketed(gamma_shape(1e-10), POSITIVE, 1.0, 3).status == "iteration-limit"
