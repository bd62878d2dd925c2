"""How the steps of one elimination hang together, for each way to count the roots of a score.

The steps between the derivative and the substitution are known by their rules; each way says what every step
must start from and conclude. The last of them names the root as its last premise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sympy import Basic, Integer

from symmle.proof.certificate import ProofStep, Rule


class Link(NamedTuple):
    """A step with the premises and the conclusion that it must have to follow from those before it."""

    step: ProofStep
    premises: tuple[Basic, ...]
    conclusion: Basic

    @property
    def holds(self) -> bool:
        """Whether it has them."""
        return self.step.premises == self.premises and self.step.conclusion == self.conclusion


def _in_one_generator(derivative: ProofStep, *count: ProofStep) -> Iterator[Link]:
    """The score written in a generator, its factor positive, the generator monotone, one fall, the root."""
    rewrite, sign, monotone, fall, root = count
    place = derivative.premises[1]
    _, factor, generator, coefficients = rewrite.premises
    found = root.premises[-1]
    yield Link(rewrite, (derivative.conclusion, factor, generator, coefficients), derivative.conclusion)
    yield Link(sign, (factor,), Integer(1))
    yield Link(monotone, (generator, place), generator)
    yield Link(fall, (generator, place, coefficients), Integer(1))
    yield Link(root, (generator, place, coefficients, found), Integer(0))


def _of_wave(derivative: ProofStep, *count: ProofStep) -> Iterator[Link]:
    rewrite, sign, top = count
    place = derivative.premises[1]
    _, factor, _, coefficients = rewrite.premises
    found = top.premises[-1]
    yield Link(rewrite, (derivative.conclusion, factor, place, coefficients), derivative.conclusion)
    yield Link(sign, (factor,), Integer(1))
    yield Link(top, (place, coefficients, found), Integer(0))


LINKS: dict[tuple[Rule, ...], Callable[..., Iterator[Link]]] = {
    (Rule.REWRITE, Rule.SIGN, Rule.MONOTONE, Rule.ONE_SIGN_CHANGE, Rule.ROOT): _in_one_generator,
    (Rule.WAVE, Rule.SIGN, Rule.TOP_OF_WAVE): _of_wave,
    (Rule.EXPONENTIAL, Rule.SIGN, Rule.MONOTONE, Rule.ONE_FALL, Rule.BRANCH): _in_one_generator,
}
