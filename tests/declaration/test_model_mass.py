"""A density whose mass is not one is refused, and one that cannot be told is said to be unchecked."""

import pytest

from symmle.declaration import Model
from symmle.declaration.mass import generic_points
from symmle.errors import DeclarationError
from symmle.notation import parse_domain

# density, support, parameters
PROPER = [
    ("p**x*(1 - p)**(1 - x)", "{0, 1}", {"p": "[0, 1]"}),  # a finite set
    ("rate**x*exp(-rate)/factorial(x)", "integer >= 0", {"rate": ">= 0"}),  # a series
    ("1/(b - a + 1)", "integer in [a, b]", {"a": "integer", "b": "integer > a"}),  # a moving finite range
    ("alpha/x**(alpha + 1)", "> 1", {"alpha": "> 0"}),  # a heavy tail
    ("a*x**(a - 1)", "(0, 1)", {"a": "> 0"}),  # a singularity at the end
    ("exp(-(x - m)/s)/(s*(1 + exp(-(x - m)/s))**2)", "real", {"m": "real", "s": "> 0"}),  # overflow far out
    ("1/2 + a*(1 - x)", "(0, 2)", {"a": "(-1/2, 1/2)"}),  # a bounded parameter
]


@pytest.mark.parametrize(("density", "support", "parameters"), PROPER)
def test_a_density_of_mass_one_passes(density, support, parameters):
    model = Model(density, data={"x": support}, parameters=parameters)
    assert (model.mass.outcome, model.mass.points) == ("checked", 3)
    assert str(model.mass) == "integrates to one: checked at 3 points"


# density, support, parameters, what the message says
IMPROPER = [
    ("exp(-x/s)", "> 0", {"s": "> 0"}, "its mass is 1.4"),  # the normaliser is forgotten
    ("exp(-(x - m)**2/(2*v))/sqrt(2*v)", "real", {"m": "real", "v": "> 0"}, "1.77245"),  # pi is forgotten
    (
        "exp(-(x - m)**2/(2*v))/(v*sqrt(2*pi))",
        "real",
        {"m": "real", "v": "> 0"},
        "mass one at",
    ),  # v for sqrt(v)
    ("p*(1 - p)**x", "integer >= 1", {"p": "(0, 1)"}, "mass one"),  # the other geometric's support
    ("rate**x*exp(-rate)/factorial(x)", "integer in [0, 5]", {"rate": "> 0"}, "mass one"),  # cut off
    ("p**x*(1 - p)**(1 - x)", "{0, 1, 2}", {"p": "(0, 1)"}, "mass one"),
]


@pytest.mark.parametrize(("density", "support", "parameters", "message"), IMPROPER)
def test_another_mass_is_refused_and_named(density, support, parameters, message):
    with pytest.raises(DeclarationError) as caught:
        Model(density, data={"x": support}, parameters=parameters)
    assert message in caught.value.message
    assert "normalised=False" in caught.value.message
    assert caught.value.category == "model-invalid"


@pytest.mark.parametrize(("density", "support", "parameters", "_"), IMPROPER)
def test_it_is_taken_as_it_stands_where_that_is_declared(density, support, parameters, _):
    model = Model(density, data={"x": support}, parameters=parameters, normalised=False)
    assert model.mass.outcome == "not checked"
    assert "normalised=False" in str(model.mass)


@pytest.mark.parametrize("density", ["exp(-x/s)/s", "s*exp(s*x)", "s/(1 + Abs(x))"])
def test_an_infinite_mass_is_refused(density):
    with pytest.raises(DeclarationError, match="infinite mass"):
        Model(density, data={"x": "real"}, parameters={"s": "> 0"})


# density, parameters, what is wrong with it there
NO_DENSITY = [
    ("exp(-x/s)/s", {"s": "real"}, "negative at s ="),  # a scale below zero
    ("exp(-x**2/(2*v))/sqrt(pi*v/2)", {"v": "real"}, "not a real number at v ="),  # a variance below zero
]


@pytest.mark.parametrize(("density", "parameters", "message"), NO_DENSITY)
def test_a_domain_that_is_too_wide_is_refused(density, parameters, message):
    with pytest.raises(DeclarationError, match=message):
        Model(density, data={"x": "> 0"}, parameters=parameters)


def test_several_columns_are_not_checked():
    model = Model("exp(-x/a - y/b)/(a*b)", data={"x": "> 0", "y": "> 0"}, parameters={"a": "> 0", "b": "> 0"})
    assert model.mass.outcome == "not checked"
    assert "several columns" in str(model.mass)


@pytest.mark.parametrize(
    "texts",
    [
        {"a": "real", "b": "> a", "c": "(a, b)", "d": "< a"},
        {"a": "integer >= 1", "b": "integer in [0, a]", "c": "{0, a, 1/2}", "d": "nonzero"},
        {"a": "integer", "b": "integer < a", "c": "[0, 1]", "d": "integer in [3, 4]"},
    ],
)
def test_generic_points_lie_inside_and_differ(texts):
    symbols, domains = {}, {}
    for name, text in texts.items():
        domain = parse_domain(text, symbols)
        symbols[name] = domain.symbol(name)
        domains[symbols[name]] = domain
    points = list(generic_points(domains))
    assert len({tuple(point.values()) for point in points}) == 3
    for point in points:
        assert all(domain.at(point).contains(point[symbol]) for symbol, domain in domains.items())
    assert points == list(generic_points(domains))
