"""Likelihoods that know their parameter through t*exp(a*t) alone: both branches of Lambert's W."""

import numpy as np
import pytest
from sympy import FiniteSet

import symmle as sm
from symmle.solution import Kind

NORMAL = "exp(-(x - {mean})**2/2)/sqrt(2*pi)"
PEAK = float(np.exp(-1))


def normal(mean, domain):
    return sm.Model(NORMAL.format(mean=mean), data={"x": "real"}, parameters={"t": domain})


def log_likelihood(x, mean):
    return float(np.sum(-((x - mean) ** 2) / 2 - 0.5 * np.log(2 * np.pi)))


CASES = (
    (normal("t*exp(-t)", "> 0"), lambda t: t * np.exp(-t), (1e-9, 14.0)),
    (normal("t*exp(-t)", ">= 0"), lambda t: t * np.exp(-t), (0.0, 14.0)),
    (normal("t*exp(-t)", "real"), lambda t: t * np.exp(-t), (-3.0, 14.0)),
    (normal("t*exp(2*t)", "real"), lambda t: t * np.exp(2 * t), (-9.0, 2.0)),
)


@pytest.mark.parametrize("case", range(len(CASES)))
@pytest.mark.parametrize("seed", range(12))
def test_no_point_of_a_grid_is_better(case, seed):
    model, mean, (low, high) = CASES[case]
    x = np.random.default_rng(seed).normal(0.1, 0.3, size=4)
    grid = np.linspace(low, high, 20001)
    best = max(log_likelihood(x, mean(t)) for t in grid)
    if case == 0 and np.mean(x) <= 0:
        with pytest.raises(sm.NoMaximumError):
            sm.fit(model, x)
        return
    fit = sm.fit(model, x)
    assert fit.log_likelihood == pytest.approx(log_likelihood(x, mean(fit.theta[0])), abs=1e-12)
    assert fit.log_likelihood >= best - 1e-12
    for told in fit.warnings:
        if "same likelihood" in told.message:
            other = float(told.message.split()[2])
            assert mean(other) == pytest.approx(mean(fit.theta[0]), rel=1e-9)


def test_two_global_maximisers_below_the_peak():
    estimator = sm.derive(normal("t*exp(-t)", "> 0")).estimator
    assert (estimator.kind, estimator.certificate.grade) == (Kind.SET, "proved")
    assert isinstance(estimator.sets["t"], FiniteSet)
    assert [piece.outcome for piece in estimator.pieces] == ["set", "interior", "none"]
    fit = sm.fit(normal("t*exp(-t)", "> 0"), [0.1, 0.3])
    (told,) = fit.warnings
    assert told.category == "not-identifiable"
    points = np.array([fit.theta[0], float(told.message.split()[2])])
    assert points[0] < 1 < points[1]
    np.testing.assert_allclose(points * np.exp(-points), 0.2, rtol=1e-14)
    assert fit.optimality == "global, proved"


@pytest.mark.parametrize("beside", [-1e-3, -1e-6, -1e-10, -1e-13, 1e-13, 1e-6, 1.0])
def test_data_that_straddle_the_peak(beside):
    fit = sm.fit(normal("t*exp(-t)", "> 0"), [PEAK + beside])
    others = [float(told.message.split()[2]) for told in fit.warnings if "same" in told.message]
    if beside > 0:
        assert (fit.theta[0], others) == (1.0, [])
        return
    (other,) = others
    apart = np.sqrt(-2 * np.e * beside)  # the hump is a parabola there
    assert 1 - fit.theta[0] == pytest.approx(apart, rel=0.1)
    assert other - 1 == pytest.approx(apart, rel=0.1)


@pytest.mark.parametrize(
    ("domain", "mean", "points"), [("real", -0.5, 1), ("real", 0.0, 1), ("real", 0.2, 2), (">= 0", -0.5, 1)]
)
def test_how_many_points_there_are(domain, mean, points):
    fit = sm.fit(normal("t*exp(-t)", domain), [mean])
    assert 1 + sum("same likelihood" in told.message for told in fit.warnings) == points


@pytest.mark.parametrize("mean", [0.0, -0.2])
def test_no_maximum_where_the_mean_is_not_positive(mean):
    with pytest.raises(sm.NoMaximumError) as refused:
        sm.fit(normal("t*exp(-t)", "> 0"), [mean])
    assert "t*exp(-t) -> 0" in str(refused.value)


def test_a_rate_that_is_a_function():
    rate = sm.Model(
        "t*exp(-t)*exp(-t*exp(-t)*x)", data={"x": "> 0"}, parameters={"t": "> 0"}, name="humped_rate"
    )
    estimator = sm.derive(rate).estimator
    assert (estimator.kind, estimator.certificate.grade) == (Kind.SET, "proved")
    fit = sm.fit(rate, [4.0, 6.0])
    assert fit.theta[0] * np.exp(-fit.theta[0]) == pytest.approx(0.2, rel=1e-13)
    assert sm.fit(rate, [1.0]).theta[0] == 1.0


def test_what_is_not_this_function_alone_is_left():
    model = normal("(t*exp(-t) + t**2)", "real")
    assert sm.derive(model).estimator.certificate.grade == "unproved"
