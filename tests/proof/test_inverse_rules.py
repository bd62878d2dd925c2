"""Certificates on chains of functions and on Lambert's W: they replay, and no broken one does."""

from dataclasses import replace

import pytest
from sympy import Integer, LambertW

from symmle.proof import Grade, Rule, checked, replay
from tests.proof.inverse_models import MODELS, derived_model
from tests.proof.mutations import broken_orders, broken_premises, broken_steps

BRANCHED = ["zero_truncated", "logarithmic"]


def parts_of(name):
    derivation = derived_model(name)
    return derivation.estimator, derivation.reduction.likelihood


def is_refused(certificate, likelihood):
    holds = all(found.holds for found in replay(certificate, likelihood))
    return not holds or checked(certificate, likelihood).grade is Grade.UNPROVED


@pytest.mark.parametrize("name", MODELS)
def test_it_is_closed_and_proved_and_replays(name):
    estimator, likelihood = parts_of(name)
    assert (estimator.kind, estimator.certificate.grade) == ("closed form", "proved")
    assert [f.reason for f in replay(estimator.certificate, likelihood) if not f.holds] == []


@pytest.mark.parametrize("name", MODELS)
def test_a_broken_certificate_does_not_replay(name):
    estimator, likelihood = parts_of(name)
    broken = [
        *broken_steps(estimator.certificate, likelihood.parameters),
        *broken_orders(estimator.certificate),
    ]
    asked = [c.relation.lhs for c in estimator.solution.conditions]
    broken += broken_premises(estimator.certificate, asked)
    assert [label for label, certificate in broken if not is_refused(certificate, likelihood)] == []


@pytest.mark.parametrize("name", BRANCHED)
def test_the_other_branch_is_refused(name):
    """It names the other zero of the sum: zero itself, or a place where the score rises."""
    estimator, likelihood = parts_of(name)
    steps = list(estimator.certificate.steps)
    (place,) = [i for i, step in enumerate(steps) if step.rule is Rule.BRANCH]
    *rest, root = steps[place].premises
    (w,) = root.atoms(LambertW)
    other = LambertW(w.args[0], Integer(-1)) if len(w.args) == 1 else LambertW(w.args[0])
    steps[place] = replace(steps[place], premises=(*rest, root.xreplace({w: other})))
    found = replay(replace(estimator.certificate, steps=tuple(steps)), likelihood)
    assert not found[place].holds
