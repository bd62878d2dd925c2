"""Whole weights are repetition, and no weight is deletion, through the whole of `fit`."""

import numpy as np
import pytest

import symmle as sm
from symmle import families
from symmle.estimation import Fit
from tests.densities import FAMILIES
from tests.laws.samples import columns_of, picked

WEIGHTS = np.array([2, 1, 0, 3, 1, 1, 2])


def outcome(model, columns, weights=None):
    """The fit, or the category of the error in its place."""
    try:
        return sm.fit(model, columns, weights=weights)
    except sm.SymmleError as error:
        return error.category


@pytest.mark.parametrize("name", FAMILIES)
def test_weights_are_repetition(name):
    model, columns = families.load(name), columns_of(name)
    weighted = outcome(model, columns, WEIGHTS)
    repeated = outcome(model, picked(columns, np.repeat(np.arange(7), WEIGHTS)))
    if not isinstance(repeated, Fit):
        assert weighted == repeated
        return
    for one, other in (
        (weighted.estimates, repeated.estimates),
        (weighted.standard_errors, repeated.standard_errors),
    ):
        for parameter, value in other.items():
            assert one[parameter] == pytest.approx(value, rel=1e-7, nan_ok=True)
    assert weighted.log_likelihood == pytest.approx(repeated.log_likelihood, rel=1e-12)
    assert (weighted.n, repeated.n) == (10, 10)
    assert (weighted.rows, repeated.rows) == (6, 10)
    assert (weighted.status, weighted.optimality) == (repeated.status, repeated.optimality)
    assert weighted.aic == pytest.approx(repeated.aic, rel=1e-10)


@pytest.mark.parametrize("name", FAMILIES)
def test_unit_weights_change_nothing(name):
    model, columns = families.load(name), columns_of(name)
    one, other = outcome(model, columns, np.ones(7)), outcome(model, columns)
    if isinstance(other, Fit):
        assert one.estimates == pytest.approx(other.estimates, rel=1e-12)
        assert one.log_likelihood == pytest.approx(other.log_likelihood, rel=1e-14)
    else:
        assert one == other


# a condition looks at the rows that have weight, and at no others
@pytest.mark.parametrize(
    ("name", "column", "category"),
    [
        ("gaussian", [1.0, 1.0, 5.0], "unbounded-likelihood"),
        ("gamma", [2.0, 2.0, 5.0], "infinite-parameter"),
        ("negative_binomial", [1.0, 1.0, 9.0], "infinite-parameter"),
    ],
)
def test_a_condition_ignores_rows_without_weight(name, column, category):
    with pytest.raises(sm.NoMaximumError) as refused:
        sm.fit(families.load(name), {"x": column}, weights=[1, 2, 0])
    assert refused.value.category == category
    assert sm.fit(families.load(name), {"x": column}, weights=[1, 2, 1]).converged


@pytest.mark.parametrize(("name", "end"), [("bernoulli", 1.0), ("bernoulli", 0.0)])
def test_an_end_is_reached_by_weight(name, end):
    fit = sm.fit(families.load(name), {"x": [end, 1 - end, end]}, weights=[1, 0, 2])
    assert (fit.estimates["p"], fit.status) == (end, "boundary")
