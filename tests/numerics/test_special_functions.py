import mpmath
import numpy as np
import pytest

from symmle import numerics

WORK = mpmath.mp.clone()
WORK.dps = 50
K = np.geomspace(1e-8, 1e17, 400)
X = np.concatenate([np.geomspace(1e-12, 700.0, 200), [0.693147, 0.7, 1.0]])


def exactly(function, *columns):
    return np.array(
        [float(function(*(WORK.mpf(float(v)) for v in row))) for row in zip(*columns, strict=True)]
    )


def wide(function):
    """With more digits still, where the definition cancels."""

    def at(*arguments):
        with WORK.workdps(120):
            return function(*arguments)

    return at


@pytest.mark.parametrize(
    ("name", "at", "definition"),
    [
        ("softplus", np.concatenate([-X, X]), lambda x: WORK.log1p(WORK.exp(x))),
        ("log1mexp", -X, lambda x: WORK.log1p(-WORK.exp(x))),
        ("log_minus_digamma", K, lambda k: WORK.log(k) - WORK.digamma(k)),
        ("trigamma_minus_reciprocal", K, lambda k: WORK.polygamma(1, k) - 1 / k),
    ],
)
def test_functions_that_stay_away_from_zero(name, at, definition):
    np.testing.assert_allclose(getattr(numerics, name)(at), exactly(wide(definition), at), rtol=8e-15)


def test_log_expm1_is_absolutely_right_where_it_crosses_zero():
    exact = exactly(wide(lambda x: WORK.log(WORK.expm1(x))), X)
    np.testing.assert_allclose(numerics.log_expm1(X), exact, rtol=8e-15, atol=4e-16)


def test_log_gamma_excess():
    exact = exactly(wide(lambda k: WORK.loggamma(k) - k * WORK.log(k) + k), K)
    np.testing.assert_allclose(numerics.log_gamma_excess(K), exact, rtol=1e-14, atol=4e-15)


@pytest.mark.parametrize(
    ("name", "definition", "digits"),
    [
        ("gammaln_difference", lambda x, r: WORK.loggamma(r + x) - WORK.loggamma(r), 2e-14),
        ("digamma_difference", lambda x, r: WORK.digamma(r + x) - WORK.digamma(r), 1e-14),
        ("trigamma_difference", lambda x, r: WORK.polygamma(1, r + x) - WORK.polygamma(1, r), 2e-14),
    ],
)
def test_differences_over_counts(name, definition, digits):
    r = np.geomspace(1e-6, 1e14, 60)
    x = np.array([0.0, 1.0, 2.0, 7.0, 40.0, 1e4, 1e9])
    counts, sizes = (part.ravel() for part in np.meshgrid(x, r))
    found = getattr(numerics, name)(counts, sizes)
    exact = exactly(wide(definition), counts, sizes)
    np.testing.assert_allclose(found, exact, rtol=digits, atol=1e-15 if name == "gammaln_difference" else 0.0)


@pytest.mark.parametrize("order", [1, 2])
def test_the_derivatives_of_zeta(order):
    s = 1.0 + np.concatenate([np.geomspace(1e-9, 1.0, 40), np.geomspace(1.0, 900.0, 80)])
    exact = exactly(wide(lambda s: WORK.zeta(s, 1, order)), s)
    np.testing.assert_allclose(numerics.zeta_derivative(order, s), exact, rtol=2e-15)
    assert numerics.zeta_derivative(order, 5000.0) == 0.0


def test_they_accept_scalars_and_do_not_warn_far_out():
    for name in (
        "log_minus_digamma",
        "trigamma_minus_reciprocal",
        "log_gamma_excess",
        "softplus",
        "log_expm1",
    ):
        assert np.isfinite(float(getattr(numerics, name)(1e300)))
    assert float(numerics.log1mexp(-1e300)) == 0.0


@pytest.mark.parametrize("branch", [0, -1])
def test_both_branches_of_lambert_keep_their_digits_where_they_meet(branch):
    beside = np.concatenate([10.0 ** np.arange(-15.0, -0.45, 0.1), [] if branch else [1.0, 1e5, 1e200]])
    points = beside - 0.36787944117144233
    exact = [float(mpmath.re(WORK.lambertw(WORK.mpf(float(x)), branch))) for x in points]
    np.testing.assert_allclose(numerics.lambert_w(points, branch), exact, rtol=1e-14)
    assert float(numerics.lambert_w(-np.exp(-1.0), branch)) == -1.0
    assert np.isnan(numerics.lambert_w(-0.5, branch))


def test_the_lower_branch_of_lambert_is_not_real_above_zero():
    assert np.isnan(numerics.lambert_w(np.array([0.0, 0.5]), -1)).all()
    assert float(numerics.lambert_w(0.0, 0)) == 0.0
