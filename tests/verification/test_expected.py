"""Claims about information, bias and sufficiency: proved, refuted with numbers, supported, undecided."""

import pytest
from click.testing import CliRunner

import symmle as sm
from symmle import families
from symmle.cli.command import application
from symmle.declaration import Model
from symmle.sample_sum.evaluation import evaluate_sample_number
from symmle.testing import assert_derivation
from symmle.verification import verify
from symmle.verification.analysis import analyse
from symmle.verification.claims import read_claim

LAPLACE = Model("exp(-Abs(x - m)/b)/(2*b)", data={"x": "real"}, parameters={"m": "real", "b": "> 0"})

INFORMATION = [
    ("gaussian", "v", "1/(2*v**2)", "proved"),
    ("gaussian", ("mu", "v"), "0", "proved"),
    ("gaussian", "v", "1/v**2", "refuted"),
    ("gaussian", "v", "2*v**2", "refuted"),
    ("gamma", "k", "polygamma(1, k)", "proved"),
    ("gamma", "k", "polygamma(1, k) - 1/k", "refuted"),
    ("weibull", "scale", "shape**2/scale**2", "proved"),
    ("logistic", "mu", "1/(3*s**2)", "proved"),
    ("student_t", "mu", "(nu + 1)/((nu + 3)*sigma**2)", "proved"),
    ("simple_regression", "b", "t**2/v", "proved"),
    ("bernoulli", "p", "1/(p*(1 - p))", "proved"),
    ("negative_binomial", "p", "r/(p**2*(1 - p))", "supported"),
    ("negative_binomial", "r", "1/r", "refuted"),
]


@pytest.mark.parametrize(("name", "entry", "claim", "outcome"), INFORMATION)
def test_claims_about_information(name, entry, claim, outcome):
    verdict = verify(families.load(name), information={entry: claim})
    assert verdict.outcome == outcome, str(verdict)
    assert (verdict.counterexample is not None) == (outcome == "refuted")
    assert bool(verdict.steps) == (outcome == "proved")


def test_the_information_of_a_density_with_a_kink():
    verdict = verify(LAPLACE, information={"m": "1/b**2", "b": "1/b**2", ("m", "b"): 0})
    assert [part.outcome for part in verdict.parts] == ["proved", "supported", "supported"]
    assert verify(LAPLACE, information={"m": "2/b**2"}).outcome == "refuted"
    assert verify(LAPLACE, information={"b": "2/b**2"}).outcome == "refuted"


def test_a_support_that_moves_has_no_information_here():
    model = Model("1/t", data={"x": "[0, t]"}, parameters={"t": "> 0"})
    verdict = verify(model, information={"t": "1/t**2"})
    assert verdict.outcome == "undecided"
    assert "support" in verdict.diagnosis


def test_the_usual_slips_are_named():
    assert "inverse" in verify(families.gaussian(), information={"v": "2*v**2"}).diagnosis
    assert "wrong sign" in verify(families.gaussian(), information={"v": "-1/(2*v**2)"}).diagnosis


BIAS = [
    ("gaussian", "v", "-v/n", "proved"),
    ("gaussian", "mu", "0", "proved"),
    ("gaussian", "v", "0", "refuted"),
    ("gaussian", "v", "-v/(n - 1)", "refuted"),
    ("exponential", "rate", "rate/(n - 1)", "proved"),
    ("exponential", "rate", "rate/n", "refuted"),
    ("simple_regression", "v", "-2*v/n", "proved"),
    ("rayleigh", "sigma", "sigma*gamma(n + 1/2)/(sqrt(n)*gamma(n)) - sigma", "proved"),
    ("rayleigh", "sigma", "-sigma/(8*n)", "refuted"),
    ("geometric", "p", "p*(1 - p)/n", "supported"),
    ("geometric", "p", "0", "undecided"),
    ("kumaraswamy", "a", "0", "undecided"),
]


@pytest.mark.parametrize(("name", "parameter", "claim", "outcome"), BIAS)
def test_claims_about_bias(name, parameter, claim, outcome):
    verdict = verify(families.load(name), bias={parameter: claim})
    assert verdict.outcome == outcome, str(verdict)
    assert (verdict.counterexample is not None) == (outcome == "refuted")


def test_a_right_leading_term_is_told():
    assert "1/n is right" in verify(families.exponential(), bias={"rate": "rate/n"}).diagnosis


SUFFICIENT = [
    ("gaussian", ["sum(x)", "sum(x**2)"], "proved"),
    ("gaussian", ["mean(x)", "variance(x)"], "proved"),
    ("gaussian", ["sum(x) + sum(x**2)", "sum(x) - sum(x**2)"], "proved"),
    ("gaussian", ["sum(x) + sum(x**2)", "2*sum(x) + 2*sum(x**2)"], "refuted"),
    ("gaussian", ["mean(x)**3", "sum(x**2)"], "proved"),
    ("gaussian", ["mean(x)**2", "sum(x**2)"], "refuted"),  # the sign of the mean is lost
    ("gaussian", ["sum(x)"], "refuted"),
    ("gaussian", ["median(x)", "variance(x)"], "refuted"),
    ("normal_known_variance", ["sum(x)"], "proved"),
    ("gamma", ["mean(x)", "exp(mean(log(x)))"], "proved"),
    ("gamma", ["sum(x)", "sum(x**2)"], "refuted"),
    ("beta", ["sum(log(x))", "sum(log(1 - x))"], "proved"),
    ("beta", ["sum(log(x))"], "refuted"),
    ("poisson", ["mean(x)"], "proved"),
    ("poisson", ["maximum(x)"], "refuted"),
    ("bernoulli", ["count(x > 0)"], "undecided"),  # it is sum(x), which algebra does not see
    ("weibull", ["sum(x)", "sum(log(x))"], "refuted"),
    ("simple_regression", ["sum(y)", "sum(t*y)", "sum(y**2)"], "proved"),
    ("simple_regression", ["sum(y)", "sum(y**2)"], "refuted"),
]


@pytest.mark.parametrize(("name", "claims", "outcome"), SUFFICIENT)
def test_claims_about_sufficiency(name, claims, outcome):
    verdict = verify(families.load(name), sufficient=claims)
    assert verdict.outcome == outcome, str(verdict)
    assert verdict.subject == "sufficient"
    if outcome == "refuted":
        _check_twins(families.load(name), claims, verdict.counterexample)


def _check_twins(model, claims, example):
    """The two samples share the statistics, and their likelihood ratio is not the same at two places."""
    sample = analyse(model).likelihood.sample
    second = " of the second sample"
    twins = [
        {symbol: example.data[symbol.name + ending] for symbol in sample.observations}
        for ending in ("", second)
    ]
    for claim in claims:
        read = read_claim("sufficient", claim, model, sample).expression
        one, other = (evaluate_sample_number(read, twin) for twin in twins)
        assert abs(one - other) < 1e-40
    assert example.claimed != example.derived
    log_likelihood = analyse(model).log_likelihood()
    values = {model.symbols[name]: value for name, value in example.values.items()}
    heights = [evaluate_sample_number(log_likelihood, twin, None, values) for twin in twins]
    assert abs(heights[0] - heights[1] - example.claimed) < 1e-40


def test_a_hand_derivation_as_a_test():
    assert_derivation(
        families.gaussian(),
        information={"mu": "1/v"},
        bias={"v": "-v/n"},
        sufficient=["mean(x)", "variance(x)"],
        estimator={"sqrt(v)": "sqrt(variance(x))"},
    )
    with pytest.raises(AssertionError, match="refuted"):
        assert_derivation(families.gaussian(), sufficient=["mean(x)"])
    assert_derivation(families.geometric(), bias={"p": "p*(1 - p)/n"}, at_least="supported")


def test_a_claim_about_what_cannot_be_derived_stays_open():
    verdict = verify(LAPLACE, bias={"b": "0"}, sufficient=["sum(x)"])
    assert {part.outcome for part in verdict.parts} == {"undecided"}


@pytest.mark.parametrize(
    ("flags", "code", "word"),
    [
        (["--information", "v=1/(2*v**2)", "--bias", "v=-v/n"], 0, "proved"),
        (["--information", "mu,v=0"], 0, "proved"),
        (["--information", "v=1/v**2"], 1, "refuted"),
        (["--sufficient", "sum(x)", "--sufficient", "sum(x**2)"], 0, "proved"),
        (["--sufficient", "sum(x)"], 1, "refuted"),
        (["--sufficient", "sum(x)", "--format", "json"], 1, '"outcome": "refuted"'),
    ],
)
def test_claims_on_the_command_line(flags, code, word):
    told = CliRunner().invoke(application, ["verify", "gaussian", *flags])
    assert told.exit_code == code, told.output
    assert word in told.output


def test_a_verdict_on_several_words_has_a_part_for_each():
    verdict = sm.verify(
        families.gaussian(),
        score={"mu": "sum(x - mu)/v"},
        information={"mu": "1/v"},
        sufficient=["sum(x)", "n"],
    )
    assert [part.subject for part in verdict.parts] == ['score["mu"]', 'information["mu"]', "sufficient"]
    assert verdict.outcome == "refuted"
