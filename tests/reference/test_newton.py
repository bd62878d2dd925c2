"""Fits of real data agree with a 50-digit Newton that knows nothing of symmle."""

import pytest

from tests.reference.cases import COLUMNS, NEWTON, fitted

PARAMETERS = [(name, parameter) for name, case in NEWTON.items() for parameter in case["estimates"]]


def test_every_reference_case_is_compared():
    assert set(COLUMNS) == set(NEWTON)
    assert all(set(fitted(name).estimates) == set(case["estimates"]) for name, case in NEWTON.items())


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_estimates_agree_to_eight_digits(name, parameter):
    reference = float(NEWTON[name]["estimates"][parameter])
    assert fitted(name).estimates[parameter] == pytest.approx(reference, rel=5e-9)


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_standard_errors_agree_to_six_digits(name, parameter):
    reference = float(NEWTON[name]["standard_errors"][parameter])
    assert fitted(name).standard_errors[parameter] == pytest.approx(reference, rel=5e-7)


@pytest.mark.parametrize("name", NEWTON)
def test_log_likelihoods_agree_to_ten_digits(name):
    assert fitted(name).log_likelihood == pytest.approx(float(NEWTON[name]["log_likelihood"]), rel=5e-11)


@pytest.mark.parametrize("name", NEWTON)
def test_counts_and_criteria_follow(name):
    fit, n, size = fitted(name), NEWTON[name]["n"], len(NEWTON[name]["estimates"])
    assert fit.converged
    assert fit.n == n
    assert fit.rows == n
    assert fit.aic == pytest.approx(2 * size - 2 * fit.log_likelihood, rel=1e-14)
