"""A root of three powers where the lowest coefficient may vanish: what is asked is enough, and needed."""

from itertools import product

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from sympy import Max

import symmle as sm
from symmle import families
from symmle.signs import Facts
from symmle.solution.three_powers import Quadratic, asked_below, is_settled_above

#: cells of four whose probabilities are linear in one parameter, and their probabilities
MODELS = {
    "linkage": (lambda t: [(2 + t) / 4, (1 - t) / 4, (1 - t) / 4, t / 4]),
    "other linkage": (lambda t: [(3 - 2 * t) / 4, (1 + t) / 4, t / 4]),
}
OTHER = sm.Model(
    "Piecewise(((3 - 2*t)/4, Eq(x, 1)), ((1 + t)/4, Eq(x, 2)), (t/4, True))",
    data={"x": "{1, 2, 3}"},
    parameters={"t": "(0, 1)"},
)


@pytest.mark.parametrize(
    ("model", "chances"), [(families.linkage(), MODELS["linkage"]), (OTHER, MODELS["other linkage"])]
)
def test_every_small_table_is_judged_as_a_search_judges_it(model, chances):
    (parameter,) = model.parameters
    outcomes = set()
    for counts in product(range(4), repeat=len(chances(0.5))):
        if sum(counts) == 0:
            continue

        def loss(t, counts=counts):
            return -sum(k * np.log(p) for k, p in zip(counts, chances(t), strict=True) if k)

        best = minimize_scalar(loss, bounds=(0, 1), method="bounded", options={"xatol": 1e-9})
        inside = 1e-4 < best.x < 1 - 1e-4
        data = {"x": np.repeat(np.arange(1.0, len(counts) + 1), counts)}
        try:
            fit = sm.fit(model, data)
        except sm.NoMaximumError:
            assert not inside, counts
            outcomes.add("none")
            continue
        assert inside, counts
        assert fit.estimates[parameter] == pytest.approx(best.x, abs=1e-5), counts
        outcomes.add("found")
    assert outcomes == {"none", "found"}


def test_what_may_be_positive_twice_is_not_settled():
    """``low + middle*u + high*u**2`` of unknown signs may rise before it falls."""
    model = families.gaussian()
    mu, v = model.symbols["mu"], model.symbols["v"]
    facts = Facts.of(model.domains)
    assert asked_below(Quadratic(mu, mu, -v), facts) is None
    assert asked_below(Quadratic(mu, mu, v), facts) == mu
    assert asked_below(Quadratic(v, mu, -v), facts) == v
    assert not is_settled_above(Quadratic(v, mu, v), mu, facts)
    assert is_settled_above(Quadratic(v, mu, -v), mu, facts)


def test_a_middle_that_vanishes_with_the_lowest_asks_nothing_more():
    (condition,) = sm.derive(families.normal_theta_theta2()).estimator.conditions
    assert not condition.relation.has(Max)
    assert sm.derive(families.linkage()).estimator.conditions[0].relation.has(Max)
