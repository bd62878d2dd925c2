"""Replays of the rules of one wave around a circle."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Basic, cos, pi, sin, sqrt

from symmle.notation import Domain
from symmle.proof.certificate import ProofStep, Rule
from symmle.proof.checks import Checks


def not_a_wave(step: ProofStep, checks: Checks) -> Iterator[str]:
    """Say why a score is not the wave that it is said to be."""
    score, factor, place, coefficients = step.premises
    if len(coefficients.args) != 2 or _held(place, factor, *coefficients.args):
        yield "the coefficients move with the angle"
        return
    a, b = coefficients.args
    if not checks.same(score, factor * (a * cos(place) + b * sin(place))):
        yield "the two sides differ"


def not_the_top(step: ProofStep, checks: Checks) -> Iterator[str]:
    """Say why an angle is not the one where a wave falls through zero, once around the circle."""
    place, coefficients, root = step.premises
    if checks.likelihood.model.domains[place] != Domain(-pi, pi, True, False):
        yield "the domain is not once around the circle"
    a, b = coefficients.args
    length = a**2 + b**2
    if not checks.positive(length):
        yield "the wave may be flat"
    if not (checks.same(sin(root) * sqrt(length), a) and checks.same(cos(root) * sqrt(length), -b)):
        yield "the wave does not fall through zero there"


def _held(place: Basic, *parts: Basic) -> bool:
    return any(place in part.free_symbols for part in parts)


WAVE_REPLAYS = {Rule.WAVE: not_a_wave, Rule.TOP_OF_WAVE: not_the_top}
