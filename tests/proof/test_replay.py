"""Every certificate replays, and none that is broken does."""

import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from symmle.derivation import derive
from symmle.errors import DerivationError
from symmle.proof import Certificate, Grade, Rule, checked, replay
from tests.densities import FAMILIES, OWN, derived
from tests.proof.inverse_models import MODELS, derived_model
from tests.proof.mutations import OF_RULE, broken_orders, broken_premises, broken_steps, invented_premises
from tests.solution.constrained_densities import DECLARED
from tests.solution.constrained_densities import derived as constrained
from tests.solution.linear_densities import derived as linear

# the least that is proved, as the committed table tells it; a lesser grade is refused when that is written
TABLE = json.loads((Path(__file__).parents[2] / "symmle" / "cli" / "families.json").read_text("utf-8"))
LEAST = {entry["name"]: Grade(entry["grade"]) for entry in TABLE}
LEAST |= dict.fromkeys(OWN, Grade.PROVED) | {"gompertz_own": Grade.UNDER_LEMMA}
CERTIFIED = (*FAMILIES, *OWN)
ORDER = [Grade.UNPROVED, Grade.LOCAL, Grade.UNDER_LEMMA, Grade.PROVED]


DECIDING = {
    Rule.ROOT,
    Rule.STRICTLY_FALLING,
    Rule.NEVER_RISING,
    Rule.LEMMA,
    Rule.BRANCH,
    Rule.TOP_OF_WAVE,
    Rule.COMPARISON,
    Rule.STRICTLY_CONCAVE,
    Rule.AFFINE_CONCAVE,
    Rule.NO_MAXIMUM,
}


def certificate_of(name):
    return derived(name).estimator.certificate


def likelihood_of(name):
    return derived(name).reduction.likelihood


def stands(certificate, likelihood):
    return all(found.holds for found in replay(certificate, likelihood))


def is_refused(certificate, likelihood):
    """Whether the checker finds a fault: on a step, or in what is missing."""
    return not stands(certificate, likelihood) or checked(certificate, likelihood).grade is Grade.UNPROVED


@pytest.mark.parametrize("name", CERTIFIED)
def test_a_grade_may_only_get_stronger(name):
    assert ORDER.index(certificate_of(name).grade) >= ORDER.index(LEAST.get(name, Grade.UNPROVED))


def test_every_family_has_a_least_grade():
    assert set(LEAST) == set(CERTIFIED)


@pytest.mark.parametrize("name", CERTIFIED)
def test_a_certificate_replays(name):
    certificate, likelihood = certificate_of(name), likelihood_of(name)
    assert [found.reason for found in replay(certificate, likelihood) if not found.holds] == []
    assert checked(certificate, likelihood) == certificate


@pytest.mark.parametrize("name", CERTIFIED)
def test_a_claim_has_steps_and_a_shrug_says_what_is_missing(name):
    certificate = certificate_of(name)
    if certificate.grade is Grade.UNPROVED:
        assert certificate.open_question
    else:
        assert {step.rule for step in certificate.steps} & DECIDING
        assert not certificate.open_question
    assert bool(certificate.lemmas) == (certificate.grade is Grade.UNDER_LEMMA)
    assert all(reason.endswith(".") for reason in certificate.reasons)


@pytest.mark.parametrize("name", [name for name in CERTIFIED if LEAST.get(name) is not Grade.UNPROVED])
def test_a_broken_step_does_not_replay(name):
    likelihood = likelihood_of(name)
    for label, broken in broken_steps(certificate_of(name), likelihood.parameters):
        assert is_refused(broken, likelihood), f"{name}, {label}: not caught"


@pytest.mark.parametrize("name", [name for name in CERTIFIED if LEAST.get(name) is not Grade.UNPROVED])
def test_a_step_out_of_its_place_does_not_replay(name):
    likelihood = likelihood_of(name)
    for label, broken in broken_orders(certificate_of(name)):
        assert is_refused(broken, likelihood), f"{name}, {label}: not caught"


@pytest.mark.parametrize("name", CERTIFIED)
def test_a_condition_that_was_used_is_missed(name):
    solution, likelihood = derived(name).estimator.solution, likelihood_of(name)
    asked = [c.relation.lhs for step in solution.eliminations for c in step.conditions]
    asked += [b.interior.lhs for step in solution.eliminations for b in step.boundaries]
    for label, broken in broken_premises(certificate_of(name), asked):
        assert is_refused(broken, likelihood), f"{name}, {label}: not caught"


@pytest.mark.parametrize("name", CERTIFIED)
def test_an_invented_fact_is_not_believed(name):
    likelihood = likelihood_of(name)
    for label, broken in invented_premises(certificate_of(name), likelihood):
        assert is_refused(broken, likelihood), f"{name}, {label}: not caught"


def test_every_rule_is_broken_somewhere():
    met = Counter(step.rule for name in CERTIFIED for step in certificate_of(name).steps)
    met.update(step.rule for name in DECLARED for step in constrained(name).estimator.certificate.steps)
    met += Counter(step.rule for name in MODELS for step in derived_model(name).estimator.certificate.steps)
    met.update(step.rule for step in linear("two_regressors").estimator.certificate.steps)
    assert set(met) == set(Rule) == set(OF_RULE)


@pytest.mark.parametrize("name", ["gaussian", "gamma", "negative_binomial"])
def test_a_failed_replay_lowers_the_grade(name):
    certificate, likelihood = certificate_of(name), likelihood_of(name)
    broken = replace(certificate, steps=(*certificate.steps[:5], *certificate.steps[6:]))
    found = checked(broken, likelihood)
    assert found.grade is Grade.UNPROVED
    assert found.open_question


@pytest.mark.parametrize(("one", "other"), [("exponential", "exponential_scale"), ("gaussian", "normal_sd")])
def test_a_certificate_speaks_of_one_likelihood(one, other):
    assert is_refused(certificate_of(one), likelihood_of(other))


def test_an_empty_argument_proves_nothing():
    for name in ("bernoulli", "gamma"):
        empty = Certificate(Grade.PROVED, (), certificate_of(name).facts)
        assert is_refused(empty, likelihood_of(name))


def test_errors_are_no_certificates():
    with pytest.raises(DerivationError):
        derive(
            derived("gaussian").model.__class__(
                "exp(-Abs(x - m))/2", data={"x": "real"}, parameters={"m": "real"}
            )
        )
