"""Fits of real data agree with a 50-digit Newton that knows nothing of symmle."""

from functools import cache

import pytest

from tests.reference.cases import CASES, NEWTON, fitted

fit_of = cache(fitted)
PARAMETERS = [(name, parameter) for name, case in CASES.items() for parameter in case.names]


def test_every_reference_case_is_compared():
    assert set(CASES) == set(NEWTON)
    for name, case in CASES.items():
        assert set(case.names) == set(NEWTON[name]["estimates"])


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_estimates_agree_to_eight_digits(name, parameter):
    reference = float(NEWTON[name]["estimates"][parameter])
    assert fit_of(name).estimates[CASES[name].names[parameter]] == pytest.approx(reference, rel=5e-9)


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS)
def test_standard_errors_agree_to_six_digits(name, parameter):
    reference = float(NEWTON[name]["standard_errors"][parameter])
    assert fit_of(name).standard_errors[CASES[name].names[parameter]] == pytest.approx(reference, rel=5e-7)


@pytest.mark.parametrize("name", CASES)
def test_log_likelihoods_agree_to_ten_digits(name):
    assert fit_of(name).log_likelihood == pytest.approx(float(NEWTON[name]["log_likelihood"]), rel=5e-11)


@pytest.mark.parametrize("name", CASES)
def test_counts_and_criteria_follow(name):
    fit, n, size = fit_of(name), NEWTON[name]["n"], len(CASES[name].names)
    assert fit.converged
    assert fit.n == n
    assert fit.rows == n
    assert fit.aic == pytest.approx(2 * size - 2 * fit.log_likelihood, rel=1e-14)
