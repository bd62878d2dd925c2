"""Likelihoods with several peaks: the highest that a scan sees is returned, and never called proved."""

import numpy as np
import pytest

import symmle as sm
from symmle import families
from symmle.estimation import Optimality


@pytest.fixture(scope="module")
def cauchy():
    return sm.Model("1/(pi*(1 + (x - t)**2))", data={"x": "real"}, parameters={"t": "real"})


def cauchy_peak(data, weights=None):
    """The maximiser on a grid of step 1e-3, by nothing of symmle."""
    grid = np.arange(-60.0, 60.0, 1e-3)
    w = np.ones(len(data)) if weights is None else np.asarray(weights)
    heights = -(w[:, None] * np.log1p((np.asarray(data)[:, None] - grid) ** 2)).sum(0) - w.sum() * np.log(
        np.pi
    )
    return grid[heights.argmax()], heights.max()


RIGHT = [-20.0, -20.7, 10.0, 0.0, 0.2, 0.4, 15.0, 15.1, 15.3, 15.2, 14.9, -20.2, -20.3]
LEFT = [-t for t in RIGHT]


@pytest.mark.parametrize(
    "data", [RIGHT, LEFT, [-20.0] * 5 + [0.0, 0.0] + [20.1, 20.2, 20.3, 20.0, 20.4, 19.9]]
)
def test_the_highest_of_several_peaks_is_returned(cauchy, data):
    fit = sm.fit(cauchy, data)
    place, height = cauchy_peak(data)
    assert fit.estimates["t"] == pytest.approx(place, abs=2e-3)
    assert fit.log_likelihood == pytest.approx(height, abs=1e-5)
    assert fit.log_likelihood >= height
    assert [finding.category for finding in fit.warnings] == ["several-maxima"]
    assert fit.optimality == Optimality.LOCAL


def test_weights_decide_which_peak_is_the_highest(cauchy):
    data = [-20.0, -19.5, 0.0, 20.0, 20.5]
    for weights in ([5.0, 5.0, 1.0, 1.0, 1.0], [1.0, 1.0, 1.0, 5.0, 5.0]):
        place, _ = cauchy_peak(data, weights)
        assert sm.fit(cauchy, data, weights=weights).estimates["t"] == pytest.approx(place, abs=2e-3)


def test_a_single_peak_is_not_called_several(cauchy):
    fit = sm.fit(cauchy, [0.1, 0.2, 0.0, -0.3])
    assert fit.warnings == ()
    assert fit.optimality == Optimality.LOCAL


def test_a_start_that_was_given_is_obeyed(cauchy):
    fit = sm.fit(cauchy, RIGHT, start=[-20.0])
    assert fit.estimates["t"] == pytest.approx(-20.2, abs=0.1)
    assert fit.warnings == ()


def test_many_peaks_of_the_same_data_are_told_with_their_heights():
    wavy = sm.Model("exp(-(x - sin(t) - t/3)**2/2)/sqrt(2*pi)", data={"x": "real"}, parameters={"t": "real"})
    data = np.array([0.2, 0.3, 0.25])
    fit = sm.fit(wavy, data)
    grid = np.arange(-30.0, 30.0, 1e-3)
    best = -0.5 * ((data[:, None] - np.sin(grid) - grid / 3) ** 2).sum(0) - 1.5 * np.log(2 * np.pi)
    assert fit.log_likelihood >= best.max()
    assert fit.log_likelihood == pytest.approx(best.max(), abs=1e-5)
    assert "4.37255 (log-likelihood -2.86442)" in fit.warnings[0].message


def test_a_proved_fit_is_not_scanned():
    gamma = sm.families.gamma()
    assert sm.fit(gamma, [1.0, 2.0, 3.0, 6.0, 4.5]).warnings == ()


def test_a_higher_place_without_a_maximum_is_told():
    """Lomax data with a local maximum below the exponential density, which is its limit for lambda -> oo."""
    x = np.array([308.52811114, 0.86109564, 325.60974297])
    fit = sm.fit(families.load("lomax"), x)
    exponential = -len(x) * (1.0 + np.log(x.mean()))
    assert fit.log_likelihood < exponential
    (warning,) = [each for each in fit.warnings if each.category == "several-maxima"]
    assert "no maximum was reached" in warning.message
    assert fit.optimality.startswith("local")
