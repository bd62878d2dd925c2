"""A derivation reads like a textbook's, in every process alike."""

import os
import pickle
import re
import subprocess
import sys
import unicodedata

import pytest

import symmle as sm
from symmle.derivation import derive, generate
from symmle.proof import Grade
from tests.densities import FAMILIES, derived
from tests.derivation.golden import FOLDER, NAMES, page

SPELLINGS = [
    "Dummy",
    "polygamma",
    "**",
    "_Row",
    "SampleSum",
    "Statistic(",
    "generator_",
    "nan",
    "zoo",
    "<",
    "None",
]


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_the_golden_one(name):
    golden = FOLDER.joinpath(f"{name}.txt").read_text(encoding="utf-8")
    assert page(name) == golden, "python -m tests.derivation.golden, and read the difference"


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize("spelling", SPELLINGS[:7])
def test_no_spelling_of_python_is_left(name, spelling):
    assert spelling not in derived(name).to_text()


def width(line):
    """The places that a line takes: an accent stands over the letter before it."""
    return sum(not unicodedata.combining(letter) for letter in line)


@pytest.mark.parametrize("name", FAMILIES)
def test_a_page_fits_its_width_and_is_not_empty(name):
    lines = derived(name).to_text().splitlines()
    assert len(lines) > 15
    assert max(width(line) for line in lines) <= 88
    assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize("name", FAMILIES)
def test_the_grade_is_told(name):
    text = " ".join(derived(name).to_text().split())
    proved = derived(name).estimator.certificate.grade is not Grade.UNPROVED
    assert ("It is the global maximum" in text) == proved
    assert ("is not proved" in text) == (not proved)


# the order in which the page of a textbook goes
ORDER = {
    "bernoulli": ["density", "likelihood", "log-likelihood", "score", "solution", "second-order", "maximum"],
    "gaussian": ["log-likelihood", "score", "solution", "substitution", "score", "solution", "bias"],
}


@pytest.mark.parametrize("name", ORDER)
def test_steps_come_in_the_order_of_a_textbook(name):
    kinds = iter([step.kind for step in derived(name).document.steps()])
    assert all(kind in kinds for kind in ORDER[name]), "a subsequence, in this order"


def test_the_gaussian_finds_the_mean_first_and_divides_by_n():
    derivation = derived("gaussian")
    assert [step.parameter for step in derivation.estimator.solution.eliminations] == ["mu", "v"]
    text = " ".join(derivation.to_text().split())
    assert re.search(r"\(n - 1\)|n - 1", text), "the bias is stated"
    assert str(derivation.estimator["v"]) == "variance(x)"


@pytest.mark.parametrize("name", FAMILIES)
def test_every_format_is_written(name):
    derivation = derived(name)
    assert derivation.to_latex().startswith("\\documentclass")
    assert "\\documentclass" not in derivation.to_latex(standalone=False)
    assert "$" in derivation.to_markdown()
    assert derivation.to_html().lstrip().startswith("<")
    assert str(derivation) == derivation.to_text()
    assert derivation._repr_markdown_() == derivation.to_markdown()
    assert name in repr(derivation)


PROGRAM = """
import hashlib
import symmle as sm
for name in ("simple_regression", "weibull", "inverse_gaussian"):
    d = sm.derive(getattr(sm.families, name)())
    for text in (d.to_text(), d.to_latex(), d.program.source, str(d.estimator.certificate.reasons)):
        print(name, hashlib.sha256(text.encode()).hexdigest())
"""


def test_a_derivation_is_the_same_in_every_process():
    found = set()
    for seed in ("0", "77"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        run = subprocess.run(
            [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=True
        )
        found.add(run.stdout)
    assert len(found) == 1


def test_deriving_is_cached_on_what_the_model_says():
    one = sm.Model("r*exp(-r*x)", data={"x": "> 0"}, parameters={"r": "> 0"}, name="rate")
    two = sm.Model("r*exp(-r*x)", data={"x": "> 0"}, parameters={"r": "> 0"}, name="rate")
    assert derive(one) is derive(two)


@pytest.mark.parametrize("name", ["bernoulli", "gamma", "simple_regression"])
def test_a_derivation_pickles(name):
    derivation = derived(name)
    again = pickle.loads(pickle.dumps(derivation))
    assert again.to_text() == derivation.to_text()
    assert again.estimator.certificate == derivation.estimator.certificate


@pytest.mark.parametrize("name", FAMILIES)
def test_the_estimator_answers_by_name(name):
    estimator = derived(name).estimator
    assert tuple(estimator) == tuple(derived(name).model.parameters)
    for parameter in estimator:
        assert parameter in estimator
        if parameter in estimator.remaining:
            with pytest.raises(sm.DerivationError, match="numeric solve"):
                estimator[parameter]
        else:
            assert not estimator[parameter].free_symbols - {
                derived(name).model.symbols[each]
                for each in (*estimator.remaining, *derived(name).model.constants)
            }
    with pytest.raises(KeyError):
        estimator["no such parameter"]


@pytest.mark.parametrize("name", FAMILIES)
def test_pieces_cover_inside_and_failures(name):
    estimator = derived(name).estimator
    outcomes = [piece.outcome for piece in estimator.pieces]
    assert outcomes[0] == "interior"
    assert outcomes.count("none") >= len(estimator.conditions)
    assert outcomes.count("boundary") == len(estimator.solution.boundaries)


@pytest.mark.parametrize("name", FAMILIES)
def test_assumptions_are_all_told(name):
    told = {assumption.name: assumption.standing for assumption in derived(name).assumptions}
    assert told["support free of parameters"] == "proved"
    assert told["correct model"] == "assumed"
    assert len(told) >= 7


def test_unproved_conditions_are_necessary_at_most():
    for name in FAMILIES:
        estimator = derived(name).estimator
        if estimator.certificate.grade == "unproved":
            assert not [c for c in estimator.conditions if c.mark == "iff"]


def test_generate_writes_what_it_returns(tmp_path):
    source = generate(derived("gaussian").model, tmp_path / "gaussian.py")
    assert (
        (tmp_path / "gaussian.py").read_text(encoding="utf-8") == source == derived("gaussian").program.source
    )
