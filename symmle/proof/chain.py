"""Whether the steps of a certificate hang together: each starts where the last one ended, and none is
missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sympy import Basic, Expr, Integer, Symbol, Tuple

from symmle.proof.certificate import Certificate, ProofStep, Rule

Same = Callable[[Basic, Basic], bool]

_ELIMINATION = (
    Rule.DERIVATIVE,
    Rule.REWRITE,
    Rule.SIGN,
    Rule.MONOTONE,
    Rule.ONE_SIGN_CHANGE,
    Rule.ROOT,
    Rule.SUBSTITUTION,
)
_COUNTING = (Rule.STRICTLY_FALLING, Rule.LEMMA)


@dataclass(slots=True)
class Chain:
    """The state of a replay: the log-likelihood as it stands, and the parameters that are left.

    Parameters
    ----------
    log_likelihood : Expr
        What the argument must start from.
    parameters : tuple of Symbol
        What it must dispose of.
    same : callable
        Whether two expressions are equal.
    positive : callable
        Whether an expression is proved positive.
    """

    log_likelihood: Expr
    parameters: tuple[Symbol, ...]
    same: Same
    positive: Callable[[Basic], bool]
    places: list[Symbol] = field(default_factory=list)
    roots: list[Basic] = field(default_factory=list)

    def breaks(self, certificate: Certificate) -> Iterator[tuple[ProofStep | None, str]]:
        """Give each step that does not follow from those before it; None stands for a missing step."""
        steps = list(certificate.steps)
        while steps and steps[0].rule is Rule.DERIVATIVE:
            block, steps = steps[: len(_ELIMINATION)], steps[len(_ELIMINATION) :]
            if tuple(step.rule for step in block) != _ELIMINATION:
                yield block[0], "the argument for this parameter is not complete"
                return
            yield from self._elimination(block)
            while steps and steps[0].rule is Rule.BOUNDARY:
                yield from self._boundary(steps.pop(0), block)
        yield from self._ending(steps, certificate)

    def _elimination(self, block: list[ProofStep]) -> Iterator[tuple[ProofStep, str]]:
        """Compare what each step of an elimination starts from with what it should."""
        derivative, rewrite, sign, monotone, count, root, substitution = block
        before, place = derivative.premises
        _, factor, generator, terms = rewrite.premises
        found = root.premises[-1]
        wanted: tuple[tuple[ProofStep, tuple[Basic, ...], Basic], ...] = (
            (rewrite, (derivative.conclusion, factor, generator, terms), derivative.conclusion),
            (sign, (factor,), Integer(1)),
            (monotone, (generator, place), generator),
            (count, (generator, place, terms), Integer(1)),
            (root, (generator, place, terms, found), Integer(0)),
            (substitution, (before, place, found), substitution.conclusion),
        )
        if place not in self.parameters or place in self.places:
            yield derivative, f"{place} is no parameter that is left"
        if not self.same(before, self.log_likelihood):
            yield derivative, "it starts from another log-likelihood"
        yield from (
            (step, "it does not follow")
            for step, p, c in wanted
            if step.premises != p or step.conclusion != c
        )
        self.log_likelihood = substitution.conclusion
        self.places.append(place)
        self.roots.append(found)

    def _boundary(self, step: ProofStep, block: list[ProofStep]) -> Iterator[tuple[ProofStep, str]]:
        if step.premises[:-1] != block[5].premises:
            yield step, "it speaks of another root"

    def _ending(
        self, steps: list[ProofStep], certificate: Certificate
    ) -> Iterator[tuple[ProofStep | None, str]]:
        """Ask for the count of the last equation and for the profile argument, where they are needed."""
        left = [symbol for symbol in self.parameters if symbol not in self.places]
        if certificate.open_question:
            return
        if len(left) > 1:
            yield None, f"nothing is said of {', '.join(symbol.name for symbol in left)}"
            return
        if left:
            yield from self._counting(steps, left[0])
        if len(self.parameters) > 1:
            yield from self._profile(steps, left)
        yield from ((step, "it is out of place") for step in steps)

    def _counting(self, steps: list[ProofStep], place: Symbol) -> Iterator[tuple[ProofStep | None, str]]:
        if not steps or steps[0].rule not in _COUNTING:
            yield None, f"the roots of the equation for {place} are not counted"
            return
        step = steps.pop(0)
        equation, solved_for, factor = step.premises
        score = self.log_likelihood.diff(place)
        if solved_for != place or not self.positive(factor) or not self.same(score, factor * equation):
            yield step, "the equation is no positive multiple of the profile score"

    def _profile(self, steps: list[ProofStep], left: list[Symbol]) -> Iterator[tuple[ProofStep | None, str]]:
        if not steps or steps[0].rule is not Rule.PROFILE:
            yield None, "the profile argument is missing"
            return
        step = steps.pop(0)
        if step.premises != (Tuple(*self.places, *left),) or step.conclusion != Tuple(*self.roots):
            yield step, "it does not speak of the roots that were found"
