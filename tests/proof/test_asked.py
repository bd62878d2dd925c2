"""What a certificate asks of the data is replayed as well: no condition is taken on trust."""

from dataclasses import replace

import pytest

from symmle.proof import Grade, Rule, replay
from tests.densities import FAMILIES, OWN, derived
from tests.proof.asked_mutations import broken_asked
from tests.proof.test_replay import LEAST, certificate_of, is_refused, likelihood_of
from tests.solution.constrained_densities import DECLARED
from tests.solution.constrained_densities import derived as constrained

PROVED = [name for name in (*FAMILIES, *OWN) if LEAST.get(name) is not Grade.UNPROVED]


@pytest.mark.parametrize("name", PROVED)
def test_what_is_asked_without_reason_is_refused(name):
    likelihood = likelihood_of(name)
    for label, broken in broken_asked(certificate_of(name), likelihood):
        assert is_refused(broken, likelihood), f"{name}, {label}: not caught"


@pytest.mark.parametrize("name", DECLARED)
def test_what_is_asked_under_a_constraint_without_reason_is_refused(name):
    found = constrained(name)
    certificate, likelihood = found.estimator.certificate, found.reduction.likelihood
    if certificate.grade is not Grade.UNPROVED:
        for label, broken in broken_asked(certificate, likelihood):
            assert is_refused(broken, likelihood), f"{name}, {label}: not caught"


def test_existence_is_not_claimed_where_it_is_only_known_that_a_root_is_the_maximum():
    for name in PROVED:
        certificate, likelihood = certificate_of(name), likelihood_of(name)
        if not certificate.existence_known:
            assert is_refused(replace(certificate, existence_known=True), likelihood), name


def test_a_condition_that_the_data_need_not_meet_is_told_so():
    certificate, likelihood = certificate_of("gaussian"), likelihood_of("gaussian")
    (_, broken), *_ = [
        (label, broken)
        for label, broken in broken_asked(certificate, likelihood)
        if label == "mean(x) - 5 > 0 asked"
    ]
    reasons = [found.reason for found in replay(broken, likelihood) if not found.holds]
    assert reasons == ["mean(x) > 5 (iff): no step needs it"]


def test_ends_of_both_kinds_are_among_the_cases():
    assert any(derived(name).estimator.certificate.boundaries for name in PROVED)
    rules = {step.rule for name in PROVED for step in certificate_of(name).steps}
    assert {Rule.BOUNDARY, Rule.ENDS, Rule.FALLS_TO_END, Rule.UNBOUNDED} <= rules
