"""How claims are read, and what is refused."""

import pytest
import sympy

from symmle.declaration import Model
from symmle.errors import DeclarationError, TextRefused
from symmle.verification import verify

NORMAL = Model(
    "exp(-(x - mu)**2/(2*v))/sqrt(2*pi*v)", data={"x": "real"}, parameters={"mu": "real", "v": "> 0"}
)
BINOMIAL = Model(
    "binomial(n, x)*p**x*(1 - p)**(n - x)",
    data={"x": "integer in [0, n]"},
    parameters={"p": "(0, 1)"},
    constants={"n": "integer >= 1"},
)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("sum(x - mu))/v", 12),
        ("sum(x - mu", None),
        ("sum(x - mu)/w", 13),
        ("sum(x - mu)^2", 12),
        ("sums(x - mu)/v", 1),
        ("minimum(x - mu)", 1),
        ("count(x)", 1),
        ("mean(x > 1)", 1),
        ("sum(x).diff", None),
        ("__import__('os')", None),
        ("sum(x for x in y)", None),
        ("", None),
        ("mean", 1),
    ],
)
def test_a_text_that_is_no_claim_is_refused_with_its_column(text, column):
    with pytest.raises(TextRefused) as caught:
        verify(NORMAL, score={"mu": text})
    assert caught.value.column >= 1
    assert column is None or caught.value.column == column


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ({}, "there is no claim"),
        ({"score": {}}, "there is no claim"),
        ({"score": {"sigma": "0"}}, "sigma is no parameter"),
        ({"score": {"m": "0"}}, "did you mean 'mu'"),
        ({"score": {"mu": "x - mu"}}, "x stands outside of a sum"),
        ({"score": {("mu", "v"): "0"}}, "a score is by one"),
        ({"hessian": {("mu", "v", "v"): "0"}}, "by two parameters"),
        ({"hessian": {"w": "0"}}, "w is no parameter"),
        ({"score": "sum(x)"}, "a table of names"),
        ({"score": {"mu": None}}, "text or a SymPy expression"),
        ({"score": {"mu": float("nan")}}, "text or a SymPy expression"),
        ({"estimator": {"2": "mean(x)"}}, "holds no parameter"),
        ({"information": {("mu", "v", "v"): "0"}}, "by two parameters"),
        ({"information": {"mu": "x/v"}}, "unknown name 'x'"),
        ({"information": {"mu": "n/v"}}, "unknown name 'n'"),
        ({"bias": {"sqrt(v)": "0"}}, "no parameter"),
        ({"bias": {("mu", "v"): "0"}}, "of one estimator"),
        ({"sufficient": "sum(x)"}, "a list of statistics"),
        ({"sufficient": ["sum(x - mu)"]}, "is no statistic"),
        ({"sufficient": ["x"]}, "outside of a sum"),
        ({"sufficient": []}, "there is no claim"),
        ({"score": {"mu": sympy.Symbol("other")}}, "unknown name 'other'"),
        ({"score": {"mu": sympy.Symbol("x")}}, "outside of a sum"),
    ],
)
def test_a_claim_about_nothing_is_refused(claims, words):
    with pytest.raises(DeclarationError, match=words):
        verify(NORMAL, **claims)


def test_sympy_claims_are_rebound_by_name():
    n, v = sympy.Symbol("n"), sympy.Symbol("v", positive=True)
    assert verify(NORMAL, hessian={"mu": -n / v}).outcome == "proved"
    assert verify(NORMAL, hessian={"mu": -n / (2 * v)}).outcome == "refuted"
    assert verify(NORMAL, hessian={sympy.Symbol("mu"): -n / v}).outcome == "proved"
    assert verify(NORMAL, estimator={"mu": 0}).outcome == "refuted"


def test_what_was_derived_is_a_claim_that_holds():
    derived = verify(NORMAL, score={"v": "0"}).derived
    assert verify(NORMAL, score={"v": derived}).outcome == "proved"
    closed = verify(NORMAL, estimator={"v": "1"}).derived
    assert verify(NORMAL, estimator={"v": closed}).outcome == "proved"


def test_a_model_that_declares_n_has_its_sample_size_called_capital_n():
    assert verify(BINOMIAL, estimator={"p": "sum(x)/(n*N)"}).outcome == "proved"
    assert verify(BINOMIAL, estimator={"p": "sum(x)/n"}).outcome == "refuted"


def test_fixed_parameters_stand_for_their_values():
    centred = Model(
        "exp(-(x - mu)**2/(2*v))/sqrt(2*pi*v)",
        data={"x": "real"},
        parameters={"mu": "real", "v": "> 0"},
        fixed={"mu": 2},
    )
    assert verify(centred, estimator={"v": "sum((x - mu)**2)/n"}).outcome == "proved"
    assert verify(centred, estimator={"v": "sum((x - 2)**2)/n"}).outcome == "proved"
    assert verify(centred, estimator={"v": "variance(x)"}).outcome == "refuted"


def test_a_claim_for_a_parameter_in_terms_of_itself_is_no_formula():
    verdict = verify(NORMAL, estimator={"v": "v*variance(x)/v + 0*v + mu*v - mu*v"})
    assert verdict.outcome == "proved"  # algebra has taken v out before anything is asked
    circular = verify(NORMAL, estimator={"v": "sum((x - mu)**2)/n + v"})
    assert (circular.outcome, circular.derived) == ("undecided", None)
    assert "no formula" in circular.diagnosis
