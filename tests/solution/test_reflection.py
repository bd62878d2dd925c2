"""Likelihoods that differ between t and -t by the sign of one statistic, or not at all."""

import numpy as np
import pytest
from sympy import FiniteSet

import symmle as sm
from symmle.derivation.assumptions import Standing
from symmle.solution import Kind

NORMAL = "exp(-(x - ({mean}))**2/(2*({variance})))/sqrt(2*pi*({variance}))"


def normal(mean, variance, domain):
    return sm.Model(NORMAL.format(mean=mean, variance=variance), data={"x": "real"}, parameters={"t": domain})


POISSON = sm.Model("exp(-t**2)*t**(2*x)/factorial(x)", data={"x": "integer >= 0"}, parameters={"t": "real"})
EXPONENTIAL = sm.Model("t**2*exp(-t**2*x)", data={"x": "> 0"}, parameters={"t": "nonzero"})
EITHER = normal("t", "t**2", "nonzero")


def log_normal_density(x, mean, variance):
    return float(np.sum(-((x - mean) ** 2) / (2 * variance) - 0.5 * np.log(2 * np.pi * variance)))


def highest(log_likelihood, reach=6.0):
    grid = np.linspace(-reach, reach, 40001)
    with np.errstate(all="ignore"):
        heights = np.array([log_likelihood(t) for t in grid])
    return np.nanmax(np.where(np.isfinite(heights), heights, -np.inf))


@pytest.mark.parametrize("seed", range(20))
def test_either_sign_takes_the_side_of_the_mean(seed):
    x = np.random.default_rng(seed).normal(size=4)

    def by_hand(t):
        return log_normal_density(x, t, t * t)

    fit = sm.fit(EITHER, x)
    assert np.sign(fit.theta[0]) == np.sign(np.mean(x))
    assert fit.log_likelihood == pytest.approx(by_hand(fit.theta[0]), abs=1e-10)
    assert fit.log_likelihood >= highest(by_hand) - 1e-9
    assert fit.optimality == "global, proved"
    assert fit.warnings == ()


def test_either_sign_is_closed_and_ties_where_the_mean_is_zero():
    estimator = sm.derive(EITHER).estimator
    assert (estimator.kind, estimator.certificate.grade) == (Kind.CLOSED, "proved")
    assert estimator.sets == {}
    assert [piece.outcome for piece in estimator.pieces] == ["interior", "set", "none"]
    fit = sm.fit(EITHER, [1.0, -1.0])
    assert fit.theta[0] == 1.0
    (told,) = fit.warnings
    assert (told.category, told.message) == ("not-identifiable", "t = -1 has the same likelihood")
    for value in (1e-9, -1e-9):  # the data beside the tie
        fit = sm.fit(EITHER, [1.0, -1.0 + value])
        assert np.sign(fit.theta[0]) == np.sign(value)
        assert fit.warnings == ()


def test_either_sign_has_no_maximum_where_all_is_zero():
    with pytest.raises(sm.NoMaximumError) as refused:
        sm.fit(EITHER, [0.0, 0.0])
    assert refused.value.category == "unbounded-likelihood"


@pytest.mark.parametrize(
    ("model", "columns", "root"),
    [
        (normal("t**2", "1", "real"), [1.0, 2.0, 6.0], np.sqrt(3.0)),
        (normal("t**4", "2", "real"), [1.0, 2.0, 6.0], 3.0**0.25),
        (POISSON, [0, 2, 4, 1], np.sqrt(1.75)),
        (EXPONENTIAL, [0.5, 1.5], 1.0),
    ],
)
def test_even_likelihoods_have_two_maximisers(model, columns, root):
    estimator = sm.derive(model).estimator
    assert (estimator.kind, estimator.kind_of["t"]) == (Kind.SET, Kind.SET)
    assert estimator.certificate.grade == "proved"
    assert estimator.sets["t"] == FiniteSet(estimator["t"], -estimator["t"])
    standing = {each.name: each.standing for each in sm.derive(model).assumptions}
    assert standing["identifiable"] is Standing.VIOLATED
    fit = sm.fit(model, columns)
    assert fit.theta[0] == pytest.approx(root, rel=1e-12)
    (told,) = fit.warnings
    assert float(told.message.split()[2]) == pytest.approx(-root, rel=1e-12)


@pytest.mark.parametrize("data", [[-1.0, 0.5], [0.0, 0.0], [-3.0]])
def test_a_negative_mean_leaves_the_middle_alone(data):
    fit = sm.fit(normal("t**2", "1", "real"), data)
    assert fit.theta[0] == 0.0
    assert not [told for told in fit.warnings if "same likelihood" in told.message]
    assert fit.log_likelihood >= highest(lambda t: log_normal_density(np.array(data), t * t, 1.0)) - 1e-12


@pytest.mark.parametrize(("data", "value"), [([0.25, 0.25], 0.5), ([-1.0, 0.2], 0.0)])
def test_one_side_alone_is_no_set(data, value):
    estimator = sm.derive(normal("t**2", "1", ">= 0")).estimator
    assert (estimator.kind, estimator.certificate.grade) == (Kind.CLOSED, "proved")
    fit = sm.fit(normal("t**2", "1", ">= 0"), data)
    assert fit.theta[0] == pytest.approx(value)
    assert fit.status == ("converged" if value else "boundary")


def test_a_location_is_not_folded():
    assert sm.derive(normal("t", "1", "real")).estimator.solution.fold is None


@pytest.mark.parametrize(
    ("density", "support", "domain"),
    [
        ("exp(-t**2)*t**(2*x)/factorial(x)", "integer >= 0", "real"),
        ("(t**2)**x*(1 - t**2)**(1 - x)", "{0, 1}", "(-1, 1)"),
        ("(t**2)**x*(1 - t**2)**(1 - x)", "{0, 1}", "[-1, 1]"),
    ],
)
@pytest.mark.parametrize("rows", [1, 2, 5])
def test_both_sides_meet_at_zero_where_the_formulas_divide_by_it(density, support, domain, rows):
    model = sm.Model(density, data={"x": support}, parameters={"t": domain})
    fit = sm.fit(model, [0] * rows)
    assert (fit.status, fit.estimates["t"], fit.warnings) == ("converged", 0.0, ())
    assert fit.log_likelihood == pytest.approx(0.0, abs=1e-12)
    np.testing.assert_allclose(fit.covariance, [[1 / (2 * rows)]])
