"""Every change of sign of a polynomial, against the eigenvalues of its companion matrix."""

import numpy as np
import pytest

from symmle.numerics import polynomial_value, sign_changes

INTERVALS = ((-np.inf, np.inf), (0.0, np.inf), (-1.0, 1.0), (-np.inf, 3.0), (2.0, 2.5))


@pytest.mark.parametrize("degree", range(1, 9))
@pytest.mark.parametrize("interval", INTERVALS)
def test_all_real_roots_are_found(degree, interval):
    chance = np.random.default_rng(degree)
    for _ in range(40):
        coefficients = chance.normal(size=degree + 1) * 10.0 ** chance.integers(-3, 4, size=degree + 1)
        every = np.roots(coefficients[::-1])
        real = np.sort(every[np.abs(every.imag) < 1e-10 * np.abs(every)].real)
        inside = real[(real > interval[0]) & (real < interval[1])]
        found = sign_changes(coefficients, *interval)
        np.testing.assert_allclose(found.points, inside, rtol=1e-7)
        for before, after in zip((interval[0], *found.points), (*found.points, interval[1]), strict=True):
            middle = np.clip(0.5 * (max(before, -1e9) + min(after, 1e9)), before + 1e-12, after - 1e-12)
            sign = found.first * (-1) ** found.points.index(after) if after in found.points else found.last()
            assert np.sign(polynomial_value(coefficients, middle)[0]) == sign


def test_a_double_root_changes_no_sign_and_a_triple_one_does():
    double = np.polynomial.polynomial.polyfromroots([2.0, 2.0, 5.0])
    assert sign_changes(double, -np.inf, np.inf).points == pytest.approx([5.0])
    triple = np.polynomial.polynomial.polyfromroots([2.0, 2.0, 2.0])
    assert sign_changes(triple, 0.0, np.inf).points == pytest.approx([2.0], abs=1e-4)


def test_a_root_on_an_open_end_is_not_inside():
    found = sign_changes(np.array([0.0, 1.0, -1.0]), 0.0, 1.0)
    assert (found.points, found.first, found.last()) == ((), 1, 1)


def test_a_constant_has_no_root_and_nothing_has_no_sign():
    assert sign_changes(np.array([-3.0]), 0.0, np.inf) == ((), -1)
    assert sign_changes(np.array([-3.0, 0.0, 0.0]), 0.0, np.inf) == ((), -1)
    assert sign_changes(np.zeros(4), 0.0, 1.0).first == 0


def test_falling_points_are_the_peaks():
    coefficients = -np.polynomial.polynomial.polyfromroots([-1.0, 0.5, 3.0])
    found = sign_changes(coefficients, -np.inf, np.inf)
    assert found.falling() == pytest.approx([-1.0, 3.0])
    assert (found.first, found.last()) == (1, -1)
