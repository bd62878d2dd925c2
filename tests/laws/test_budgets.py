"""No committed family comes near the end of a budget: a third of it is all that it may use."""

import pytest

from symmle import families
from symmle.budget import Budget, attempts
from symmle.derivation import pipeline


@pytest.fixture
def budgets(monkeypatch):
    """Collect every budget that is opened."""
    opened = []

    def recorded(calls, label=""):
        opened.append(Budget(calls, label))
        return opened[-1]

    monkeypatch.setattr(attempts, "Budget", recorded)
    return opened


#: what these ask for is worth asking and may be given up: the list may only shrink
NEAR_THE_END = {
    *("beta_binomial", "ex_gaussian", "gamma_regression", "hyperbolic_secant", "logistic", "paralogistic"),
    *("student_t", "truncated_normal", "two_samples", "von_mises", "yule_simon"),
}


@pytest.mark.parametrize("name", [name for name in families.names() if name not in NEAR_THE_END])
def test_a_family_uses_a_third_of_any_budget_at_most(name, budgets):
    pipeline._derive.__wrapped__(families.load(name))
    assert [(b.label, b.used, b.calls) for b in budgets if b.used > b.calls / 3] == []


def test_some_family_opens_a_budget(budgets):
    pipeline._derive.__wrapped__(families.load("gaussian"))
    assert budgets
