"""Every family is a declaration in a file, and nothing more."""

import tomllib
from importlib.resources import files

import pytest

import symmle
from symmle import families
from symmle.declaration import WORDS, Model
from symmle.errors import DeclarationError

FILES = {
    entry.name: entry.read_text(encoding="utf-8")
    for entry in files(families).iterdir()
    if entry.name.endswith(".toml")
}


@pytest.mark.parametrize("name", families.names())
def test_a_family_is_a_model_of_mass_one(name):
    model = families.load(name)
    assert isinstance(model, Model)
    assert model.name == name
    expected = ("checked", 3) if model.normalised else ("not checked", 0)
    assert (model.mass.outcome, model.mass.points) == expected
    assert Model.from_toml(model.to_toml()) == model


def test_only_censored_rows_are_taken_as_they_stand():
    taken = [name for name in families.names() if not families.load(name).normalised]
    assert taken == ["exponential_censored", "weibull_censored"]


@pytest.mark.parametrize("name", families.names())
def test_a_family_file_says_what_it_is_and_no_answer(name):
    words = tomllib.loads(FILES[f"{name}.toml"])
    assert set(words) <= {word.name for word in WORDS}
    assert set(words["about"]) <= {"title", "reference", "latex"}
    assert words["about"]["title"]
    assert words["about"]["reference"]
    assert name.isidentifier()
    assert name == name.lower()


@pytest.mark.parametrize("name", families.names())
def test_a_family_has_its_title_to_itself(name):
    titles = [tomllib.loads(text)["about"]["title"] for text in FILES.values()]
    assert titles.count(families.load(name).about.title) == 1


def test_families_are_called_by_name():
    assert symmle.families.gamma() == families.load("gamma")
    assert families.gamma() is families.gamma()
    assert set(families.names()) <= set(dir(families))
    assert list(families.names()) == sorted(families.names())


FIRST = """
bernoulli poisson exponential exponential_scale gaussian normal_sd normal_known_mean normal_known_variance
log_normal rayleigh inverse_gaussian weibull weibull_known_shape simple_regression normal_theta_theta2
gamma negative_binomial logistic student_t
"""


@pytest.mark.parametrize("name", FIRST.split())
def test_the_first_families_are_there(name):
    assert name in families.names()


# what is asked for, what is offered
UNKNOWN = [
    ("gama", "gamma"),
    ("Weibull", "weibull"),
    ("normal", "normal_sd"),
    ("../gamma", "gamma"),
    ("zzz", "lists them"),
]


@pytest.mark.parametrize(("name", "offer"), UNKNOWN)
def test_an_unknown_family_is_refused_with_an_offer(name, offer):
    with pytest.raises(DeclarationError, match=offer):
        families.load(name)


def test_an_unknown_attribute_is_an_attribute_error():
    with pytest.raises(AttributeError, match="did you mean 'gamma'"):
        families.gama  # noqa: B018
