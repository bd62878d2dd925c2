"""A model is checked when it is made, never changes, and is equal to what has the same content."""

import dataclasses
import pickle
import subprocess
import sys

import pytest
import sympy
from sympy import Interval, Rational, S, Symbol, exp, pi, sqrt

from symmle.declaration import About, Model
from symmle.errors import Category, DeclarationError, TextRefused

NORMAL = "exp(-(x - mu)**2/(2*v))/sqrt(2*pi*v)"
REAL = {"x": "real"}
MU_V = {"mu": "real", "v": "> 0"}


def normal(**words):
    return Model(**{"density": NORMAL, "data": REAL, "parameters": MU_V, **words})


def test_what_a_model_knows():
    model = normal(name="gaussian", about={"title": "Gaussian"})
    assert model.name == "gaussian"
    assert list(model.parameters) == ["mu", "v"]
    assert model.data["x"].text == "real"
    assert model.parameters["v"].text == "> 0"
    assert model.symbols["v"].is_positive
    assert model.domains[model.symbols["v"]] == model.parameters["v"]
    assert set(model.domains) == set(model.symbols.values())
    assert model.log_density is None
    assert model.density.free_symbols == set(model.symbols.values())
    assert model.about.title == "Gaussian"
    assert model.normalised
    assert (model.mass.outcome, model.mass.points) == ("checked", 3)


def test_sympy_and_text_make_the_same_model():
    x, mu, v = sympy.symbols("x mu v")  # without the assumptions that the domains give
    density = exp(-((x - mu) ** 2) / (2 * v)) / sqrt(2 * pi * v)
    sets = Model(density, data={"x": S.Reals}, parameters={"mu": S.Reals, "v": Interval.open(0, sympy.oo)})
    assert sets == normal()
    assert hash(sets) == hash(normal())


def test_a_log_density_is_kept_as_such():
    model = Model(log_density="log(rate) - rate*x", data={"x": ">= 0"}, parameters={"rate": "> 0"})
    assert model.density is None
    assert model.log_density == sympy.log(model.symbols["rate"]) - model.symbols["rate"] * model.symbols["x"]
    assert model.mass.outcome == "checked"
    assert Model.from_dict(model.to_dict()) == model


# what is said differently, so that the model is another
DIFFERENT = [
    {"name": "gaussian"},
    {"about": {"title": "Gaussian"}},
    {"parameters": {"v": "> 0", "mu": "real"}},  # the order is that of theta
    {"parameters": {"mu": "real", "v": "(0, 10)"}},
    {"normalised": False},
    {"fixed": {"mu": 0}},
    {"density": None, "log_density": "-(x - mu)**2/(2*v) - log(2*pi*v)/2"},
]


@pytest.mark.parametrize("words", DIFFERENT, ids=str)
def test_other_content_makes_another_model(words):
    assert normal(**words) != normal()
    assert normal(**words) == normal(**words)
    assert hash(normal(**words)) == hash(normal(**words))
    assert normal(**words).digest != normal().digest


def test_a_model_is_no_other_thing():
    assert normal() != NORMAL


@pytest.mark.parametrize("words", [{}, *DIFFERENT], ids=str)
def test_a_model_survives_pickle_words_and_toml(words):
    model = normal(**words)
    assert pickle.loads(pickle.dumps(model)) == model
    assert Model.from_dict(model.to_dict()) == model
    assert Model.from_toml(model.to_toml()) == model
    assert list(Model.from_toml(model.to_toml()).symbols) == list(model.symbols)
    assert Model.from_toml(model.to_toml()).digest == model.digest


def test_a_model_is_frozen():
    model = normal()
    with pytest.raises(dataclasses.FrozenInstanceError):
        model.name = "other"
    with pytest.raises(TypeError):
        model.data["y"] = "real"


def test_the_digest_is_the_same_in_every_process():
    code = f"from symmle import Model; print(Model({NORMAL!r}, data={REAL!r}, parameters={MU_V!r}).digest)"
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert digests == {normal().digest}


def test_its_repr_is_short():
    short = Model("exp(-x/s)/s", data={"x": "> 0"}, parameters={"s": "> 0"})
    assert repr(short) == "Model(density='exp(-x/s)/s', data={'x': '> 0'}, parameters={'s': '> 0'})"
    terms = "*".join(f"(1 + 0.5*cos({k}*x))" for k in range(2, 40))
    assert len(repr(normal(density=f"{NORMAL}*{terms}", normalised=False))) < 250


def test_endpoints_may_use_what_is_declared_before():
    model = Model(
        "binomial(m, x)*p**x*(1 - p)**(m - x)",
        data={"x": "integer in [0, m]"},
        parameters={"p": "[0, 1]"},
        constants={"m": "integer >= 1"},
    )
    assert model.data["x"].free_symbols == {model.symbols["m"]}
    assert model.mass.outcome == "checked"


def test_a_support_may_depend_on_a_parameter():
    uniform = Model("1/theta", data={"x": "[0, theta]"}, parameters={"theta": "> 0"})
    assert uniform.data["x"].free_symbols == {uniform.symbols["theta"]}
    assert uniform.mass.outcome == "checked"


def test_python_keywords_and_function_names_can_be_names():
    model = Model("lambda*exp(-lambda*x)", data={"x": "> 0"}, parameters={"lambda": "> 0"})
    assert "lambda" in model.parameters
    model = Model(
        "beta**gamma*x**(gamma - 1)*exp(-beta*x)/gamma(gamma)",
        data={"x": "> 0"},
        parameters={"beta": "> 0", "gamma": "> 0"},
    )
    assert model.mass.outcome == "checked"


# a fixed value as it is written, and what it is
FIXED = [(0, 0), (0.5, Rational(1, 2)), (0.1, Rational(1, 10)), ("1/3", Rational(1, 3)), (sqrt(2), sqrt(2))]


@pytest.mark.parametrize(("written", "value"), FIXED)
def test_a_fixed_parameter_gives_way_to_its_value(written, value):
    model = normal(fixed={"mu": written})
    assert list(model.parameters) == ["v"]
    assert model.fixed == {"mu": value}
    assert set(model.symbols) == {"x", "v"}
    x, v = model.symbols["x"], model.symbols["v"]
    assert sympy.simplify(model.density - exp(-((x - value) ** 2) / (2 * v)) / sqrt(2 * pi * v)) == 0
    assert Model.from_toml(model.to_toml()) == model


def test_a_parameter_may_be_fixed_at_a_constant():
    model = normal(constants={"m": "real"}, fixed={"mu": "m + 1"})
    assert model.fixed["mu"] == model.symbols["m"] + 1
    assert Model.from_toml(model.to_toml()) == model


def test_what_depends_on_a_fixed_parameter_follows_it():
    model = Model("1/(b - a)", data={"x": "[a, b]"}, parameters={"a": "real", "b": "> a"}, fixed={"a": 0})
    assert model.data["x"].text == "[0, b]"
    assert model.parameters["b"].text == "> 0"
    assert model.symbols["b"].is_positive


REFUSED = [
    # neither or both densities
    ({"density": None}, "either a density or a log_density", "model-invalid"),
    ({"log_density": "-x"}, "either a density or a log_density", "model-invalid"),
    # of the wrong kind
    ({"density": 3}, "text or a SymPy expression", "model-invalid"),
    ({"density": "exp(-x"}, "in the density", "text-refused"),
    ({"data": ["x"]}, "data is a table", "model-invalid"),
    ({"data": {"x": 3}}, "the domain of 'x' is text or a SymPy set", "model-invalid"),
    ({"normalised": "no"}, "true or false", "model-invalid"),
    ({"name": "two words"}, "cannot name a model", "model-invalid"),
    ({"about": {"titel": "x"}}, "did you mean 'title'", "model-invalid"),
    ({"about": {"title": 3}}, "is text", "model-invalid"),
    ({"about": {"latex": {"nu": "\\nu"}}}, "'nu', which is not declared", "model-invalid"),
    # names
    ({"parameters": {"mu": "real", "v": "> 0", "x": "real"}}, "declared twice", "model-invalid"),
    ({"parameters": {"mu": "real", "v 2": "> 0"}}, "cannot name a parameter", "model-invalid"),
    ({"data": {"x": "real", "oo": "real"}}, "reserved", "model-invalid"),
    ({"density": NORMAL.replace("mu", "m")}, "unknown name 'm'", "text-refused"),
    ({"density": NORMAL.replace("mu", "muu")}, "did you mean 'mu'", "text-refused"),
    ({"density": Symbol("y") + Symbol("mu")}, "in the density: unknown name 'y'", "model-invalid"),
    # domains
    ({"data": {"x": "reel"}}, "the domain of 'x'", "text-refused"),
    ({"data": {"x": "> w"}}, "unknown name 'w'", "text-refused"),
    ({"data": {"x": S.EmptySet}}, "the domain of 'x'", "model-invalid"),
    # nothing to tell a value by
    ({"parameters": {**MU_V, "nu": "> 0"}}, "'nu' stands nowhere", "not-identifiable"),
    ({"data": {"x": "real", "y": "real"}}, "'y' stands nowhere", "model-invalid"),
    ({"constants": {"m": "real"}}, "constant 'm' is not used", "model-invalid"),
    ({"covariates": {"t": "real"}}, "covariate 't' is not used", "model-invalid"),
    ({"data": {}}, "at least one column", "model-invalid"),
    (
        {"density": f"{NORMAL}*exp(mu*q)", "parameters": {**MU_V, "q": "real"}, "fixed": {"mu": 0}},
        "'q'",
        "not-identifiable",
    ),
    ({"parameters": {}, "density": "exp(-x**2)/sqrt(pi)"}, "nothing to estimate", "model-invalid"),
    ({"fixed": {"mu": 0, "v": 1}}, "nothing to estimate", "model-invalid"),
    # fixed values
    ({"fixed": {"v": 0}}, "outside its domain '> 0'", "model-invalid"),
    ({"fixed": {"v": -1.5}}, "outside its domain", "model-invalid"),
    ({"fixed": {"m": 0}}, "did you mean 'mu'", "model-invalid"),
    ({"fixed": {"mu": True}}, "finite number", "model-invalid"),
    ({"fixed": {"mu": float("nan")}}, "finite number", "model-invalid"),
    ({"fixed": {"mu": "x"}}, "unknown name 'x'", "text-refused"),
    ({"fixed": {"mu": "9**9**9"}}, "bounded", "text-refused"),
    # what comes later
    ({"log_likelihood": "sum(x)"}, "log_likelihood is not yet supported", "model-invalid"),
    ({"predictors": {"eta": "beta"}}, "predictors is not yet supported", "model-invalid"),
    ({"constraints": ["mu == v"]}, "write = once", "text-refused"),
    ({"parameters": {"mu": "angle", "v": "> 0"}}, "not yet supported", "text-refused"),
]


@pytest.mark.parametrize(("words", "message", "category"), REFUSED, ids=[row[1][:40] for row in REFUSED])
def test_what_cannot_be_declared(words, message, category):
    with pytest.raises(DeclarationError) as caught:
        normal(**words)
    assert message in caught.value.message
    assert caught.value.category == category


def test_a_refusal_keeps_its_column():
    with pytest.raises(TextRefused) as caught:
        normal(density=NORMAL.replace("**", "^", 1))
    assert caught.value.column == NORMAL.index("**") + 1
    assert caught.value.category is Category.TEXT_REFUSED


def test_a_value_that_is_too_large_to_substitute_is_refused():
    with pytest.raises(TextRefused, match="at most 1000"):
        Model(
            "x**(k - 1)*exp(-x/theta)/(gamma(k)*theta**k)",
            data={"x": "> 0"},
            parameters={"k": "> 0", "theta": "> 0"},
            fixed={"k": 10**9},
        )


def test_about_is_told_once():
    about = About(title="Normal", latex={"mu": "\\mu"})
    assert normal(about=about) == normal(about={"title": "Normal", "latex": {"mu": "\\mu"}})
