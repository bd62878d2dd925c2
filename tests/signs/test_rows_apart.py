"""A mean over rows of which some are known to lie away from a value."""

import pytest
from sympy import Eq, Integer, Piecewise, Symbol

from symmle.notation import Domain
from symmle.sample_sum import Sample, sample_mean
from symmle.signs import Facts, Sign, sign

x = Symbol("x", real=True)
SAMPLE = Sample((x,), "n", "one")


def share(value, sample=SAMPLE):
    return sample_mean(Piecewise((1, Eq(x, value)), (0, True)), sample)


def facts(integer, *positive, lower=0):
    return Facts.of({x: Domain(lower=Integer(lower), integer=integer, upper_open=True)}).given(*positive)


@pytest.mark.parametrize("integer", [True, False])
@pytest.mark.parametrize("row", [x, x**2, -x])
def test_a_mean_is_strict_where_not_all_rows_are_zero(row, integer):
    strict = Sign.NEGATIVE if row == -x else Sign.POSITIVE
    loose = Sign.NONPOSITIVE if row == -x else Sign.NONNEGATIVE
    assert sign(sample_mean(row, SAMPLE), facts(integer, 1 - share(0))) is strict
    assert sign(sample_mean(row, SAMPLE), facts(integer)) is loose


PREMISES = {
    "some rows are at the value": share(0),
    "away from another value": 1 - share(1),
    "another sample": 1 - share(0, Sample((x,), "n_2", "two")),
    "too small a share": 2 - share(0),
}


@pytest.mark.parametrize("named", PREMISES)
def test_nothing_follows_from_other_premises(named):
    known = facts(True, PREMISES[named])
    assert sign(sample_mean(x, SAMPLE), known) is Sign.NONNEGATIVE


def test_rows_must_be_strict_away_from_the_value():
    known = facts(True, 1 - share(0))
    row = x * (x - 1)
    assert sign(sample_mean(row, SAMPLE), known) is not Sign.POSITIVE
