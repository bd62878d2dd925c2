"""Certificates about linear blocks replay, and none that is broken does."""

import pytest

from symmle.proof import Grade, Rule, checked, replay
from tests.proof.mutations import broken_orders, broken_premises, broken_steps
from tests.solution.linear_densities import derived

NAMES = ("two_regressors", "through_the_origin", "known_weights")


def parts(name):
    return derived(name).estimator.certificate, derived(name).reduction.likelihood


def is_refused(certificate, likelihood):
    whole = all(found.holds for found in replay(certificate, likelihood))
    return not whole or checked(certificate, likelihood).grade is Grade.UNPROVED


@pytest.mark.parametrize("name", NAMES)
def test_it_replays(name):
    certificate, likelihood = parts(name)
    assert [found.reason for found in replay(certificate, likelihood) if not found.holds] == []
    assert Rule.POSITIVE_DEFINITE in {step.rule for step in certificate.steps}


@pytest.mark.parametrize("name", NAMES)
def test_what_is_broken_does_not_replay(name):
    certificate, likelihood = parts(name)
    asked = [condition.relation.lhs for condition in certificate.conditions]
    for broken_by in (
        broken_steps(certificate, likelihood.parameters),
        broken_orders(certificate),
        broken_premises(certificate, asked),
    ):
        for label, broken in broken_by:
            assert is_refused(broken, likelihood), f"{name}, {label}: not caught"
