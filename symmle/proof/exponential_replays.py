"""Replays of the rules about a line and one exponential."""

from __future__ import annotations

from collections.abc import Iterator

from symmle.proof.certificate import ProofStep, Rule
from symmle.proof.checks import Checks
from symmle.proof.falls import Sum, faults, read_sum, root_of
from symmle.proof.sampling import holds_everywhere


def not_the_sum(step: ProofStep, checks: Checks) -> Iterator[str]:
    """Say why a score is not the line and the exponential that it is said to be."""
    score, factor, generator, coefficients = step.premises
    if len(coefficients.args) != 4 or not checks.same(score, factor * Sum(*coefficients).at(generator)):
        yield "the two sides differ"


def not_one_fall(step: ProofStep, checks: Checks) -> Iterator[str]:
    """Say why the sum does not fall through zero once."""
    generator, place, coefficients = step.premises
    yield from faults(generator, place, coefficients, checks.facts.afresh())


def not_the_branch(step: ProofStep, checks: Checks) -> Iterator[str]:
    """Say why a root is not the one where the sum falls."""
    generator, place, coefficients, root = step.premises
    facts = checks.facts.afresh()
    falling = read_sum(generator, place, coefficients, facts)
    expected = falling and root_of(falling, facts)
    if expected is None or not checks.same(generator.xreplace({place: root}), expected):
        yield "it is not the root where the sum falls"
    domain = checks.facts.domains[place]
    if not holds_everywhere(root, lambda number: domain.contains(number) is not False, checks.cases):
        yield "a sampled root is outside the domain"


EXPONENTIAL_REPLAYS = {
    Rule.EXPONENTIAL: not_the_sum,
    Rule.ONE_FALL: not_one_fall,
    Rule.BRANCH: not_the_branch,
}
