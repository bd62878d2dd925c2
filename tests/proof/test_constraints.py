"""Certificates of maxima under constraints replay, and none that is broken does."""

from dataclasses import replace

import pytest
from sympy import Integer, S, Symbol

from symmle.notation import Domain
from symmle.proof import Grade, Rule, checked, replay
from symmle.signs import Facts
from tests.proof.mutations import broken_orders, broken_premises, broken_steps
from tests.solution.constrained_densities import DECLARED, derived


def parts(name):
    return derived(name).estimator.certificate, derived(name).reduction.likelihood


def is_refused(certificate, likelihood):
    whole = all(found.holds for found in replay(certificate, likelihood))
    return not whole or checked(certificate, likelihood).grade is Grade.UNPROVED


@pytest.mark.parametrize("name", DECLARED)
def test_it_replays(name):
    certificate, likelihood = parts(name)
    assert [found.reason for found in replay(certificate, likelihood) if not found.holds] == []


@pytest.mark.parametrize("name", DECLARED)
def test_a_broken_step_does_not_replay(name):
    certificate, likelihood = parts(name)
    for label, broken in broken_steps(certificate, likelihood.parameters):
        assert is_refused(broken, likelihood), f"{name}, {label}: not caught"


@pytest.mark.parametrize("name", DECLARED)
def test_a_step_out_of_its_place_does_not_replay(name):
    certificate, likelihood = parts(name)
    for label, broken in broken_orders(certificate):
        assert is_refused(broken, likelihood), f"{name}, {label}: not caught"


@pytest.mark.parametrize("name", DECLARED)
def test_a_condition_that_was_used_is_missed(name):
    certificate, likelihood = parts(name)
    asked = [condition.relation.lhs for condition in certificate.conditions]
    asked += [boundary.interior.lhs for boundary in certificate.boundaries]
    for label, broken in broken_premises(certificate, asked):
        assert is_refused(broken, likelihood), f"{name}, {label}: not caught"


def test_a_positive_multiplier_is_not_taken_for_granted():
    certificate, likelihood = parts("categorical")
    multiplier = Symbol("lambda", real=True)
    assert multiplier in certificate.facts.positive
    facts = certificate.facts
    kept = Facts(facts.domains, facts.positive - {multiplier}, facts.nonnegative)
    assert is_refused(replace(certificate, facts=kept), likelihood)
    negative = Facts(facts.domains, facts.positive | {-multiplier}, facts.nonnegative)
    assert is_refused(replace(certificate, facts=negative), likelihood)


@pytest.mark.parametrize("name", ["categorical", "rates_that_add_up", "opposite_means"])
@pytest.mark.parametrize("domain", [Domain(S.One), Domain(upper=Integer(-1)), Domain(S.Zero, S.Half)])
def test_a_domain_is_neither_widened_nor_narrowed_without_a_reason(name, domain):
    certificate, likelihood = parts(name)
    for symbol in likelihood.parameters:
        if certificate.facts.domains[symbol] != domain:
            domains = {**certificate.facts.domains, symbol: domain}
            facts = Facts(domains, certificate.facts.positive, certificate.facts.nonnegative)
            assert is_refused(replace(certificate, facts=facts), likelihood)


def test_the_constraint_of_another_model_does_not_do():
    certificate, _ = parts("poisson_total")
    _, other = parts("poisson_tied")
    assert is_refused(certificate, other)


def test_every_rule_about_constraints_is_met():
    met = {step.rule for name in DECLARED for step in parts(name)[0].steps}
    assert {Rule.LAGRANGIAN, Rule.MULTIPLIER, Rule.CONSTRAINED, Rule.EXPLICIT} <= met
