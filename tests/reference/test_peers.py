"""What R reaches on the same data, to the digits that each of its ways can give.

`optim` stops where differences of the log-likelihood drown in rounding, at about six digits of an estimate;
its standard errors are finite differences. `fitdist` uses Nelder-Mead by default and stops at three to
four. `glm.nb` iterates on the score and `lm` factors a matrix: both reach the end of double precision.
"""

from math import sqrt

import pytest

from tests.reference.cases import NEWTON, PEERS, fitted

BY_OPTIM = sorted(name.removesuffix("_by_optim") for name in PEERS if name.endswith("_by_optim"))


@pytest.mark.parametrize("name", BY_OPTIM)
def test_optim_finds_the_same_maximum(name):
    fit, peer = fitted(name), PEERS[f"{name}_by_optim"]
    for parameter, estimate in peer["estimates"].items():
        assert fit.estimates[parameter] == pytest.approx(estimate, rel=1e-6)
    for parameter, error in peer["standard_errors"].items():
        assert fit.standard_errors[parameter] == pytest.approx(error, rel=1e-5)
    assert fit.log_likelihood == pytest.approx(peer["log_likelihood"], rel=1e-12)
    assert fit.log_likelihood >= peer["log_likelihood"] - 1e-10


def test_fitdistrplus_stops_early_and_below():
    fit, peer = fitted("gamma"), PEERS["gamma_by_fitdistrplus"]
    assert fit.estimates["k"] == pytest.approx(peer["estimates"]["shape"], rel=1e-3)
    assert 1 / fit.estimates["theta"] == pytest.approx(peer["estimates"]["rate"], rel=1e-3)
    assert fit.log_likelihood > peer["log_likelihood"]


def test_glm_nb_agrees_to_the_end_of_its_digits():
    fit, peer = fitted("negative_binomial"), PEERS["negative_binomial_by_MASS"]
    r, p = (fit.estimates[name] for name in ("r", "p"))
    assert r == pytest.approx(peer["estimates"]["r"], rel=1e-8)
    assert r * (1 - p) / p == pytest.approx(peer["estimates"]["mean"], rel=1e-8)
    assert fit.log_likelihood == pytest.approx(peer["log_likelihood"], rel=1e-13)


def test_lm_divides_by_the_degrees_of_freedom_and_agrees_otherwise():
    fit, peer, n = (
        fitted("simple_regression"),
        PEERS["simple_regression_by_lm"],
        NEWTON["simple_regression"]["n"],
    )
    shrink = sqrt((n - 2) / n)
    for parameter in ("a", "b"):
        assert fit.estimates[parameter] == pytest.approx(peer["estimates"][parameter], rel=1e-10)
        error = peer["standard_errors"][parameter] * shrink
        assert fit.standard_errors[parameter] == pytest.approx(error, rel=1e-9)
    residual = peer["estimates"]["residual_standard_deviation"] * shrink
    assert sqrt(fit.estimates["v"]) == pytest.approx(residual, rel=1e-10)  # 1 - R^2 costs five digits
    assert fit.log_likelihood == pytest.approx(peer["log_likelihood"], rel=5e-11)
