"""A density that nobody can solve ends when its count is spent: iterative, with what was tried."""

import pytest

import symmle as sm
from symmle.budget import Budget
from symmle.derivation import pipeline
from symmle.solution import Kind

PLENTY = 20_000_000

HOPELESS = [
    ("exp(-(sin(a*x) + cos(b*x*a))**4 - (x - a*b)**6 - (a + b*x)**4)", {"a": "> 0", "b": "> 0"}),
    (
        "exp(-(a**5*x + exp(b*a)*x**2 + log(1 + c**2*x**2))**2 - tanh(a*b*c*x))",
        {"a": "real", "b": "real", "c": "real"},
    ),
    ("exp(-cosh(a*x - exp(a))**2*atan(x*a**3 + 1)**2)", {"a": "real"}),
]


@pytest.mark.parametrize(("density", "domains"), HOPELESS)
def test_a_hopeless_density_is_left_to_a_search(density, domains):
    model = sm.Model(density, data={"x": "real"}, parameters=domains, normalised=False, name="hopeless")
    with Budget(PLENTY, "a hopeless density"):
        derivation = pipeline._derive.__wrapped__(model)
    assert derivation.estimator.kind is Kind.ITERATIVE
    assert derivation.estimator.certificate.grade == "unproved"
    assert derivation.estimator.certificate.open_question
    assert set(derivation.estimator.remaining) == set(domains)
    assert len(derivation.attempts) >= len(domains)
    assert all(tried.label and tried.outcome for tried in derivation.attempts)
