"""Random variables of sympy.stats are models where their symbols say enough."""

import pytest
from sympy import symbols
from sympy.stats import Bernoulli, Beta, Exponential, Gamma, Geometric, Normal, Poisson, StudentT, Uniform

from symmle.declaration import Model
from symmle.errors import DeclarationError

k, theta = symbols("k theta", positive=True)
mu = symbols("mu", real=True)
bare = symbols("bare")
x = symbols("x")

# variable, further words, support, domains
READ = [
    (Gamma("x", k, theta), {}, ">= 0", {"k": "> 0", "theta": "> 0"}),
    (Normal("x", mu, theta), {}, "real", {"mu": "real", "theta": "> 0"}),
    (Exponential("x", theta), {}, ">= 0", {"theta": "> 0"}),
    (Beta("x", k, theta), {}, "[0, 1]", {"k": "> 0", "theta": "> 0"}),
    (Uniform("x", 0, theta), {}, "[0, theta]", {"theta": "> 0"}),  # a support that moves
    (Poisson("x", theta), {}, "integer >= 0", {"theta": "> 0"}),
    (Geometric("x", theta), {"parameters": {"theta": "(0, 1]"}}, "integer >= 1", {"theta": "(0, 1]"}),
    (Bernoulli("x", theta), {"parameters": {"theta": "[0, 1]"}}, "{0, 1}", {"theta": "[0, 1]"}),
]


@pytest.mark.parametrize(("variable", "words", "support", "domains"), READ)
def test_a_random_variable_is_a_model(variable, words, support, domains):
    model = Model.from_sympy(variable, **words, name="drawn")
    assert model.name == "drawn"
    assert model.data["x"].text == support
    assert {name: domain.text for name, domain in model.parameters.items()} == domains
    assert model.mass.outcome == "checked"
    assert Model.from_toml(model.to_toml()) == model


REFUSED = [
    (Normal("x", bare, 1), {}, "no assumptions"),  # anything may be complex to SymPy
    (Normal("x", mu, 1) + 1, {}, "single random variable"),  # an expression in one
    (x, {}, "single random variable"),
    (3, {}, "single random variable"),
    (StudentT("x", 3), {}, "nothing to estimate|not among the functions"),  # no parameter
    (Gamma("x", k, theta), {"parameters": {"nu": "> 0"}}, "'nu' stands nowhere"),
    (Gamma("k", k, theta), {}, "declared twice|same name"),  # a column of a parameter's name
]


@pytest.mark.parametrize(("variable", "words", "message"), REFUSED)
def test_other_things_are_refused(variable, words, message):
    with pytest.raises(DeclarationError, match=message):
        Model.from_sympy(variable, **words)
