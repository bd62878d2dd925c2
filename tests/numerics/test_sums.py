import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest

from symmle.numerics import (
    excess_over_log1p,
    log_gap,
    merge_covariance,
    merge_log_gap,
    merge_mean,
    merge_reciprocal_gap,
    reciprocal_gap,
    weighted_covariance,
    weighted_mean,
    weighted_median,
    weighted_sum,
)

WORK = mpmath.mp.clone()
WORK.dps = 50


def agreement(value, certified):
    """The log relative error: how many digits agree."""
    return math.inf if value == certified else -math.log10(abs(value - certified) / abs(certified))


def moments(x, weights=None):
    n = float(len(x)) if weights is None else float(np.sum(weights))
    center = weighted_mean(x, weights, n)
    return center, weighted_covariance(x - center, x - center, weights, n)


def exact_gap(values, weights, kind):
    values, weights = [WORK.mpf(float(v)) for v in values], [WORK.mpf(float(w)) for w in weights]
    center = WORK.fdot(values, weights) / sum(weights)
    if kind == "log":
        return WORK.log(center) - sum(w * WORK.log(v) for v, w in zip(values, weights, strict=True)) / sum(
            weights
        )
    return sum(w / v for v, w in zip(values, weights, strict=True)) / sum(weights) - 1 / center


@pytest.mark.parametrize(
    ("base", "digits"), [(1000000.0, 9.4), (10000000.0, 8.2)]
)  # NIST NumAcc3 and NumAcc4: what their representation as doubles leaves
def test_nist_standard_deviations(base, digits):
    x = np.array([base + 0.2, *[base + 0.1, base + 0.3] * 500])
    center, variance = moments(x)
    assert agreement(center, base + 0.2) > 15
    assert agreement(math.sqrt(variance * 1001 / 1000), 0.1) > digits
    exact = [Fraction(float(v)) for v in x]
    middle = sum(exact) / 1001
    assert agreement(variance, float(sum((v - middle) ** 2 for v in exact) / 1001)) > 14.5


def test_a_constant_column_has_variance_zero_and_no_gap():
    for value in (0.1, 1e8 + 0.3, 1e-300, 7e200):
        x = np.full(13, value)
        assert moments(x) == (value, 0.0)
        assert log_gap(x, value, None, 13.0) == 0.0
        assert reciprocal_gap(x, value, None, 13.0) == 0.0


@pytest.mark.parametrize("center", [1.0, 1e4, 1e8])
@pytest.mark.parametrize("weighted", [False, True])
def test_gaps_are_exact_to_the_last_digits(center, weighted):
    rng = np.random.default_rng(7)
    x = center + rng.uniform(-0.9, 0.9, 40)
    weights = rng.uniform(0.5, 2.0, 40) if weighted else None
    n = 40.0 if weights is None else float(weights.sum())
    m = weighted_mean(x, weights, n)
    used = np.ones(40) if weights is None else weights
    assert log_gap(x, m, weights, n) == pytest.approx(float(exact_gap(x, used, "log")), rel=2e-14)
    assert reciprocal_gap(x, m, weights, n) == pytest.approx(float(exact_gap(x, used, "1/g")), rel=2e-14)


def test_a_gap_survives_numbers_far_apart():
    x = np.array([1e-300, 1.0, 1e10])
    m = weighted_mean(x, None, 3.0)
    assert log_gap(x, m, None, 3.0) == pytest.approx(float(exact_gap(x, np.ones(3), "log")), rel=1e-14)


def test_excess_over_log1p():
    d = np.concatenate([np.geomspace(1e-20, 1e3, 300), -np.geomspace(1e-20, 0.999999, 300)])
    with WORK.workdps(80):
        exact = [float(WORK.mpf(float(v)) - WORK.log1p(WORK.mpf(float(v)))) for v in d]
    np.testing.assert_allclose(excess_over_log1p(d), exact, rtol=4e-15)


@pytest.mark.parametrize("offset", [3.0, 1e8])
def test_merges_equal_the_whole(offset):
    rng = np.random.default_rng(3)
    x = offset + rng.uniform(0.0, 2.0, 101)
    y = offset + rng.normal(size=101)

    def summary(part):
        a, b, n = x[part], y[part], float(len(x[part]))
        ma, mb = weighted_mean(a, None, n), weighted_mean(b, None, n)
        c = weighted_covariance(a - ma, b - mb, None, n)
        return n, ma, mb, c, log_gap(a, ma, None, n), reciprocal_gap(a, ma, None, n)

    for cut in (1, 50, 100):
        left, right, whole = summary(slice(None, cut)), summary(slice(cut, None)), summary(slice(None))
        share, means, apart = right[0] / whole[0], (left[1], right[1]), right[1] - left[1]
        assert merge_mean(share, *means) == pytest.approx(whole[1], rel=1e-15)
        merged = merge_covariance(share, left[3], right[3], apart * (right[2] - left[2]))
        assert merged == pytest.approx(whole[3], rel=1e-12, abs=1e-12 if offset < 10 else 1e-9)
        assert merge_log_gap(share, (left[4], right[4]), means) == pytest.approx(
            whole[4], rel=1e-12 if offset < 10 else 1e-8
        )
        assert merge_reciprocal_gap(share, (left[5], right[5]), means) == pytest.approx(
            whole[5], rel=1e-12 if offset < 10 else 1e-8
        )


def test_weights_are_repetition_for_sums_and_medians():
    x, counts = np.array([3.0, 1.0, 4.0, 1.5]), np.array([2.0, 1.0, 3.0, 2.0])
    repeated = np.repeat(x, counts.astype(int))
    assert weighted_sum(x, counts) == pytest.approx(weighted_sum(repeated, None), rel=1e-15)
    assert weighted_median(x, counts) == weighted_median(repeated, None) == 3.0
    assert weighted_median(np.array([1.0, 2.0]), np.array([0.5, 0.5])) == 1.5
    assert weighted_median(np.array([1.0, 2.0]), np.array([0.5, 0.6])) == 2.0
    assert weighted_median(np.array([5.0]), np.array([0.3])) == 5.0
