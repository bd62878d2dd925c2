import mpmath
import numpy as np
import pytest

from symmle.numerics import Evaluation, all_bounds, constrain, in_coordinates, unconstrain

WORK = mpmath.mp.clone()
WORK.dps = 40
KINDS = ((-np.inf, np.inf), (1.0, np.inf), (-np.inf, 2.0), (-1.0, 3.0), (0.0, 1.0))
BOUNDS = all_bounds(KINDS, len(KINDS))


def exact(u, low, high):
    if np.isinf(low) and np.isinf(high):
        return u
    if np.isinf(high):
        return low + WORK.exp(u)
    if np.isinf(low):
        return high - WORK.exp(-u)
    return low + (WORK.mpf(high) - low) / (1 + WORK.exp(-u))


@pytest.mark.parametrize("at", [-20.0, -1.5, 0.0, 0.3, 20.0])
def test_the_map_and_both_derivatives(at):
    u = np.full(len(KINDS), at)
    with np.errstate(all="ignore"):
        found = constrain(u, BOUNDS)
    for order, values in enumerate(found):
        wanted = [float(WORK.diff(lambda v, ends=ends: exact(v, *ends), at, order)) for ends in KINDS]
        np.testing.assert_allclose(values, wanted, rtol=1e-13, atol=1e-40)


def test_there_and_back():
    theta = np.array([-7.5, 1.0 + 1e-9, 1.999, 0.25, 1e-12])
    np.testing.assert_allclose(constrain(unconstrain(theta, BOUNDS), BOUNDS)[0], theta, rtol=1e-14)


@pytest.mark.parametrize("at", [-1e300, -800.0, 800.0, 1e300])
def test_no_coordinate_reaches_an_open_end(at):
    with np.errstate(all="ignore"):
        theta, first, second = constrain(np.full(len(KINDS), at), BOUNDS)
    assert np.all((theta > BOUNDS[:, 0]) & (theta < BOUNDS[:, 1]))
    assert np.all(np.isfinite([first, second]))


def test_the_chain_rule_has_its_second_order_term():
    def value(u):
        a, b = exact(u[0], 1.0, np.inf), exact(u[1], 0.0, 1.0)
        return WORK.log(a) * b - a * b**2

    u = (0.4, -0.7)
    bounds = all_bounds(((1.0, np.inf), (0.0, 1.0)), 2)
    (a, b), first, second = constrain(np.array(u), bounds)
    score = np.array((b / a - b**2, np.log(a) - 2 * a * b))
    hessian = np.array(((-b / a**2, 1 / a - 2 * b), (1 / a - 2 * b, -2 * a)))
    local = in_coordinates(Evaluation(0.0, score, hessian), first, second)
    for i in range(2):
        orders = [int(i == j) for j in range(2)]
        assert local.score[i] == pytest.approx(
            float(WORK.diff(lambda *v: value(v), u, tuple(orders))), rel=1e-12
        )
        for j in range(2):
            both = tuple(n + int(j == k) for k, n in enumerate(orders))
            assert local.hessian[i, j] == pytest.approx(
                float(WORK.diff(lambda *v: value(v), u, both)), rel=1e-12
            )


def test_coefficients_stand_first_and_are_free():
    assert all_bounds(((0.0, 1.0),), 3).tolist() == [[-np.inf, np.inf], [-np.inf, np.inf], [0.0, 1.0]]
    assert all_bounds((), 0).shape == (0, 2)
