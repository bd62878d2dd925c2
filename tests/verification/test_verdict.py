"""What a verdict says, and that what it says is so."""

import os
import pickle
import subprocess
import sys

import pytest
from sympy import Float, Rational, Symbol, log, pi

from symmle.declaration import Model
from symmle.testing import assert_derivation
from symmle.verification import Outcome, verify

NORMAL = Model(
    "exp(-(x - mu)**2/(2*v))/sqrt(2*pi*v)",
    data={"x": "real"},
    parameters={"mu": "real", "v": "> 0"},
    name="gaussian",
)
WRONG = {"v": "sum((x - mean(x))**2)/(n - 1)"}


def test_the_estimator_of_every_textbook_exercise():
    verdict = verify(NORMAL, estimator=WRONG)
    example = verdict.counterexample
    assert verdict.outcome is Outcome.REFUTED
    assert verdict.diagnosis == (
        "it divides by n - 1 where the likelihood divides by n: "
        "it is n/(n - 1) times the maximum likelihood estimate"
    )
    assert dict(example.data) == {"x": (1, 3)}
    assert (example.claimed, example.derived) == (Rational(2), Rational(1))


def test_a_counterexample_shows_the_log_likelihood_at_both_points():
    example = verify(NORMAL, estimator=WRONG).counterexample
    claimed = (-log(2 * pi * 2) - Rational(1, 2)).evalf(50)
    derived = (-log(2 * pi) - 1).evalf(50)
    assert abs(example.claimed_log_likelihood - claimed) < Float(10) ** -48
    assert abs(example.derived_log_likelihood - derived) < Float(10) ** -48
    assert example.claimed_log_likelihood < example.derived_log_likelihood


def test_a_counterexample_can_be_worked_by_hand():
    verdict = verify(NORMAL, score={"v": "-n/(2*v) + sum((x - mu)**2)/(2*v)"})
    x, mu, v = (
        verdict.counterexample.data["x"],
        *(verdict.counterexample.values[name] for name in ("mu", "v")),
    )
    squares = sum((entry - mu) ** 2 for entry in x)
    assert verdict.counterexample.claimed == -len(x) / (2 * v) + squares / (2 * v)
    assert verdict.counterexample.derived == -len(x) / (2 * v) + squares / (2 * v**2)


def test_a_small_difference_is_a_difference():
    assert verify(NORMAL, estimator={"v": "variance(x) + 1/10**60"}).outcome == "refuted"
    assert (
        verify(NORMAL, log_likelihood="-n/2*log(2*pi*v) - sum((x - mu)**2)/(2*v) + 1/10**25").outcome
        == "refuted"
    )
    unseen = verify(NORMAL, log_likelihood="-n/2*log(2*pi*v) - sum((x - mu)**2)/(2*v) + 1/10**60")
    assert unseen.outcome == "supported"


def test_a_verdict_is_neither_true_nor_false():
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(verify(NORMAL, estimator={"mu": "mean(x)"}))


def test_several_claims_have_parts_and_the_worst_outcome():
    verdict = verify(NORMAL, estimator={"mu": "mean(x)", **WRONG}, score={"mu": "sum(x - mu)/v"})
    assert verdict.outcome == "refuted"
    assert [part.subject for part in verdict.parts] == ['estimator["mu"]', 'estimator["v"]', 'score["mu"]']
    assert [str(part.outcome) for part in verdict.parts] == ["proved", "refuted", "proved"]
    assert str(verdict).startswith("3 claims about gaussian: refuted\n")


def test_a_verdict_reads_well():
    assert str(verify(NORMAL, score={"mu": "-sum(x - mu)/v"})) == (
        'score["mu"] = -sum(x - mu)/v: refuted\n'
        "  it has the opposite sign of what was derived\n"
        "  x = (1, 3), mu = 1, v = 5/3\n"
        "  claimed: -6/5\n"
        "  derived: 6/5"
    )


def test_a_proof_says_under_which_conditions():
    steps = verify(NORMAL, estimator={"v": "variance(x)"}).steps
    assert steps[0] == "The claim equals the derived estimator, variance(x), by algebra."
    assert steps[-1] == "It is the maximum if variance(x) > 0."


def test_a_conditional_claim_is_called_conditional():
    verdict = verify(NORMAL, estimator={"v": "sum((x - mu)**2)/n"})
    assert verdict.steps[0] == "It is conditional: a maximum for known mu."


def test_a_stationary_point_is_not_called_a_maximum():
    model = Model(
        "exp(-(x - t*exp(-t))**2/2)/sqrt(2*pi)", data={"x": "real"}, parameters={"t": "> 0"}
    )  # two global maxima where 0 < mean(x) < 1/e
    for branch in ("LambertW(-mean(x))", "LambertW(-mean(x), -1)"):
        assert verify(model, estimator={"t": f"-{branch}"}).outcome != "proved"


def test_verdicts_pickle_and_compare():
    verdict = verify(NORMAL, estimator=WRONG, score={"mu": "sum(x - mu)/v"})
    assert pickle.loads(pickle.dumps(verdict)) == verdict


def test_an_assertion_carries_the_verdict():
    assert_derivation(NORMAL, score={"mu": "sum(x - mu)/v"}, estimator={"v": "variance(x)"})
    with pytest.raises(AssertionError, match="n - 1") as caught:
        assert_derivation(NORMAL, estimator=WRONG)
    assert "x = (1, 3)" in str(caught.value)


def test_an_assertion_may_ask_for_less_than_proof():
    counting = {"p": "count(x > 0)/n"}
    bernoulli = Model("p**x*(1 - p)**(1 - x)", data={"x": "{0, 1}"}, parameters={"p": "(0, 1)"})
    assert_derivation(bernoulli, estimator=counting, at_least="supported")
    with pytest.raises(AssertionError, match="supported"):
        assert_derivation(bernoulli, estimator=counting)
    with pytest.raises(ValueError, match="at_least"):
        assert_derivation(bernoulli, estimator=counting, at_least="refuted")


SCRIPT = """
from symmle.declaration import Model
from symmle.verification import verify
model = Model("x**(k - 1)*exp(-x/s)/(gamma(k)*s**k)", data={"x": "> 0"}, parameters={"k": "> 0", "s": "> 0"})
print(verify(model, estimator={"s": "mean(x)/k"}, score={"k": "sum(log(x)) - n*digamma(k)"}))
"""


def test_a_verdict_reads_the_same_in_every_process():
    texts = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(texts) == 1
    assert Symbol("s").name in next(iter(texts))
