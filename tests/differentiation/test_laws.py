"""Score and Hessian are the derivatives of the declared log-likelihood, by differences at 120 digits."""

from fractions import Fraction

import pytest

from tests.densities import FAMILIES, close, derived, log_likelihood, sample_of, valued

DIGITS = 120
STEP = Fraction(1, 10**18)


def value(derivation, data, values, *shifts):
    moved = dict(values)
    for symbol, times in shifts:
        moved[symbol] += times * STEP
    return log_likelihood(derivation.model, data, moved, digits=DIGITS)


def first(derivation, data, values, symbol):
    at = lambda times: value(derivation, data, values, (symbol, times))  # noqa: E731
    return (at(1) - at(-1)) / (2 * STEP)


def second(derivation, data, values, one, other):
    at = lambda i, j: value(derivation, data, values, (one, i), (other, j))  # noqa: E731
    return (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / (4 * STEP**2)


@pytest.mark.parametrize("name", FAMILIES)
def test_the_score_is_the_derivative(name):
    derivation = derived(name)
    for seed in (0, 1):
        data, values = sample_of(derivation.model, 4, seed)
        for symbol in derivation.reduction.likelihood.parameters:
            truth = first(derivation, data, values, symbol)
            for form in (
                derivation.derivatives.score,
                derivation.derivatives.textbook_score,
                derivation.score,
            ):
                assert close(valued(form[symbol.name], data, None, values), truth, 30)


@pytest.mark.parametrize("name", FAMILIES)
def test_the_hessian_is_the_second_derivative(name):
    derivation = derived(name)
    data, values = sample_of(derivation.model, 4, 2)
    hessian = derivation.derivatives.hessian
    for one in derivation.reduction.likelihood.parameters:
        for other in derivation.reduction.likelihood.parameters:
            truth = second(derivation, data, values, one, other)
            assert close(valued(hessian[one.name, other.name], data, None, values), truth, 28)
            assert hessian[one.name, other.name] == hessian[other.name, one.name]


@pytest.mark.parametrize("name", FAMILIES)
def test_a_row_score_sums_to_the_score(name):
    derivation = derived(name)
    data, values = sample_of(derivation.model, 3, 4)
    weights = [1, Fraction(1, 2), 2]
    for parameter, row in derivation.derivatives.row_score.items():
        by_rows = sum(
            weight * valued(row, {}, None, {**dict(zip(data, one, strict=True)), **values})
            for one, weight in zip(zip(*data.values(), strict=True), weights, strict=True)
        )
        assert close(by_rows, valued(derivation.derivatives.score[parameter], data, weights, values), 44)
