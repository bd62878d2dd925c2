"""The inverses against 60 digits: tiny and huge arguments, and where two branches meet."""

import mpmath
import numpy as np
import pytest

from symmle.numerics import inverse_digamma, lambert_difference

WORK = mpmath.mp.clone()
WORK.dps = 60


def exact_inverse_digamma(y):
    y = WORK.mpf(float(y))
    k = WORK.exp(y) if y > -2 else -1 / (y - 1)
    for _ in range(200):
        step = (WORK.digamma(k) - y) / WORK.psi(1, k)
        k -= step
        if abs(step) < abs(k) * WORK.mpf(10) ** -45:
            return k
    raise AssertionError(y)


def exact_difference(scale, shift, branch):
    with WORK.workdps(700):
        scale = WORK.mpf(float(scale))
        rest = WORK.mpf(float(shift)) + scale
        return rest - WORK.re(WORK.lambertw(scale * WORK.exp(rest), branch))


def worst(found, exact):
    return max(float(abs(WORK.mpf(float(a)) / b - 1)) for a, b in zip(found, exact, strict=True))


def test_inverse_digamma():
    scales = np.geomspace(1e-10, 1e8, 60)
    switches = [-2.0, -1.99999, 3.9999, 4.0, 4.0001, -0.5772156649015329]
    y = np.concatenate([np.linspace(-10, 10, 201), -scales, scales[scales < 700], [709.0], switches])
    assert worst(inverse_digamma(y), [exact_inverse_digamma(each) for each in y]) < 1.5e-15


def test_inverse_digamma_far_out():
    assert float(inverse_digamma(1e4)) == np.inf
    assert float(inverse_digamma(-1e300)) == pytest.approx(1e-300)


MEANS = np.concatenate([1 + np.geomspace(1e-15, 1, 60), np.geomspace(2, 1e6, 40), [700.0, 709.0, 710.0]])


def test_near_one_and_far_below_the_principal_branch():
    found = lambert_difference(-MEANS, 0.0, 0.0)
    assert worst(found, [exact_difference(-m, 0, 0) for m in MEANS]) < 4e-15
    assert float(lambert_difference(-1e300, 0.0, 0.0)) == -1e300


def test_near_one_and_far_below_the_other_branch():
    found = lambert_difference(-1 / MEANS, 0.0, -1.0)
    assert worst(found, [exact_difference(-1 / m, 0, -1) for m in MEANS]) < 4e-15


def test_a_positive_scale_over_all_magnitudes():
    generator = np.random.default_rng(20)
    scale = np.exp(generator.uniform(-300, 20, 200))
    shift = generator.normal(size=200) * np.exp(generator.uniform(-20, 6, 200))
    exact = [exact_difference(c, d, 0) for c, d in zip(scale, shift, strict=True)]
    assert worst(lambert_difference(scale, shift, 0.0), exact) < 2e-15


@pytest.mark.parametrize("branch", [0.0, -1.0])
def test_a_negative_scale_as_well_as_its_condition_allows(branch):
    generator = np.random.default_rng(21)
    scale = np.exp(generator.uniform(-200, 20, 200))
    shift = scale - 1 - np.log(scale) - np.exp(generator.uniform(-10, 6, 200))
    found = lambert_difference(-scale, shift, branch)
    for v, c, d in zip(found, scale, shift, strict=True):
        exact = exact_difference(-c, d, int(branch))
        condition = 1 + (abs(d) + abs(c * np.expm1(v))) / abs(1 - c * np.exp(v)) / abs(v)
        assert abs(WORK.mpf(float(v)) / exact - 1) < 2e-14 * condition, (c, d)
