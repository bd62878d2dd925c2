"""Whether the steps of a certificate hang together: each starts where the last one ended, and none is
missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sympy import Basic, Expr, S, Symbol, Tuple

from symmle.proof.bound_links import explicit_links, lagrangian_links
from symmle.proof.certificate import Certificate, ProofStep, Rule
from symmle.proof.folding import FOLDS
from symmle.proof.joint_links import FIRST_OF_ALL, joint_breaks, unbounded_breaks
from symmle.proof.linear import linear_links
from symmle.proof.links import LINKS, Link

Same = Callable[[Basic, Basic], bool]

_TOGETHER = {
    Rule.LAGRANGIAN: lagrangian_links,
    Rule.EXPLICIT: explicit_links,
    Rule.NORMAL_EQUATIONS: linear_links,
}
_COUNTING = (Rule.STRICTLY_FALLING, Rule.NEVER_RISING, Rule.LEMMA)
_AT_ENDS = (Rule.FALLS_TO_END, Rule.UNBOUNDED)


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
    row : Basic
        The log density of one row, which an argument for all parameters at once starts from.
    equations : list of Expr
        What must vanish by the model's constraints, and is not used yet.
    """

    log_likelihood: Expr
    parameters: tuple[Symbol, ...]
    same: Same
    positive: Callable[[Basic], bool]
    row: Basic = S.Zero
    equations: list[Expr] = field(default_factory=list)
    places: list[Symbol] = field(default_factory=list)
    roots: list[Basic] = field(default_factory=list)

    def breaks(self, certificate: Certificate) -> Iterator[tuple[ProofStep | None, str]]:
        """Give each step that does not follow from those before it; None stands for a missing step."""
        steps = list(certificate.steps)
        while steps and (steps[0].rule in (Rule.DERIVATIVE, *FOLDS) or steps[0].rule in _TOGETHER):
            if steps[0].rule is Rule.DERIVATIVE:
                yield from self.eliminations(steps, certificate)
            elif steps[0].rule in FOLDS:
                yield from self._fold(steps.pop(0))
            else:
                yield from _TOGETHER[steps[0].rule](self, steps)
        if self.equations and not certificate.open_question:
            yield None, f"the equation {self.equations[0]} = 0 is not satisfied"
        yield from self._ending(steps, certificate)

    def eliminations(
        self, steps: list[ProofStep], certificate: Certificate | None = None
    ) -> Iterator[tuple[ProofStep | None, str]]:
        """Take the steps that eliminate one parameter after another off the list."""
        while steps and steps[0].rule is Rule.DERIVATIVE:
            block, steps[:] = _parted(steps)
            whole = block[-1].rule is Rule.SUBSTITUTION
            if not whole or tuple(step.rule for step in block[1:-1]) not in LINKS:
                yield block[0], "the argument for this parameter is not complete"
                steps.clear()
                return
            yield from self._elimination(block)
            yield from self._boundaries(steps, block[-2], certificate)

    def _boundaries(
        self, steps: list[ProofStep], root: ProofStep, certificate: Certificate | None
    ) -> Iterator[tuple[ProofStep, str]]:
        while steps and steps[0].rule is Rule.BOUNDARY:
            yield from self._boundary(steps.pop(0), root, certificate)

    def inside(self, log_likelihood: Expr, parameters: tuple[Symbol, ...]) -> Chain:
        """Give the state in which an inner argument starts, about some of the parameters."""
        return Chain(log_likelihood, parameters, self.same, self.positive)

    def dispose(
        self, step: ProofStep, before: Basic, places: tuple[Symbol, ...], roots: tuple[Basic, ...]
    ) -> Iterator[tuple[ProofStep | None, str]]:
        """Take note that parameters are solved for, by a step that concludes what is left."""
        for place in places:
            if place not in self.parameters or place in self.places:
                yield step, f"{place} is no parameter that is left"
        if not self.same(before, self.log_likelihood):
            yield step, "it starts from another log-likelihood"
        self.log_likelihood = step.conclusion
        self.places += places
        self.roots += roots

    def _elimination(self, block: list[ProofStep]) -> Iterator[tuple[ProofStep, str]]:
        """Compare what each step of an elimination starts from with what it should."""
        derivative, *count, substitution = block
        before, place = derivative.premises
        found = count[-1].premises[-1]
        wanted = (
            *LINKS[tuple(step.rule for step in count)](derivative, *count),
            Link(substitution, (before, place, found), substitution.conclusion),
        )
        if place not in self.parameters or place in self.places:
            yield derivative, f"{place} is no parameter that is left"
        if not self.same(before, self.log_likelihood):
            yield derivative, "it starts from another log-likelihood"
        yield from ((link.step, "it does not follow") for link in wanted if not link.holds)
        self.log_likelihood = substitution.conclusion
        self.places.append(place)
        self.roots.append(found)

    def _fold(self, step: ProofStep) -> Iterator[tuple[ProofStep, str]]:
        """Put what stands for a function of a parameter in its place."""
        before, place, image, *_ = step.premises
        if place not in self.parameters or place in self.places or image in self.parameters:
            yield step, f"{place} is no parameter that is left"
        if not self.same(before, self.log_likelihood):
            yield step, "it starts from another log-likelihood"
        self.log_likelihood = step.conclusion
        self.parameters = tuple(image if symbol == place else symbol for symbol in self.parameters)

    def _boundary(
        self, step: ProofStep, root: ProofStep, certificate: Certificate | None
    ) -> Iterator[tuple[ProofStep, str]]:
        if step.premises[:-1] != root.premises:
            yield step, "it speaks of another root"
        listed = {boundary.interior.lhs for boundary in certificate.boundaries} if certificate else set()
        if certificate is not None and step.premises[-1] not in listed:
            yield step, "no such end is listed"

    def _ending(
        self, steps: list[ProofStep], certificate: Certificate
    ) -> Iterator[tuple[ProofStep | None, str]]:
        """Ask for the count of the last equation and for the profile argument, where they are needed."""
        left = [symbol for symbol in self.parameters if symbol not in self.places]
        if certificate.open_question:
            return
        if steps and steps[0].rule is Rule.NO_MAXIMUM and not self.places:
            yield from unbounded_breaks(steps, self.row)
            return
        if steps and steps[0].rule in FIRST_OF_ALL and not self.places:
            yield from joint_breaks(steps, self.row, self.parameters, certificate)
            return
        if len(left) > 1:
            yield None, f"nothing is said of {', '.join(symbol.name for symbol in left)}"
            return
        if left:
            yield from self._counting(steps, left[0], certificate)
        if len(self.parameters) > 1:
            yield from self._profile(steps, left)
        yield from ((step, "it is out of place") for step in steps)

    def _counting(
        self, steps: list[ProofStep], place: Symbol, certificate: Certificate
    ) -> Iterator[tuple[ProofStep | None, str]]:
        if steps and steps[0].rule is Rule.STATIONARY:
            yield from self._comparison(steps, place)
            return
        if not steps or steps[0].rule not in _COUNTING:
            yield None, f"the roots of the equation for {place} are not counted"
            return
        step = steps.pop(0)
        equation, solved_for, factor = step.premises
        score = self.log_likelihood.diff(place)
        if solved_for != place or not self.positive(factor) or not self.same(score, factor * equation):
            yield step, "the equation is no positive multiple of the profile score"
        if steps and steps[0].rule is Rule.ENDS:
            yield from _told_of_ends(steps.pop(0), step, certificate)
        elif step.rule is Rule.NEVER_RISING or (
            step.rule is Rule.STRICTLY_FALLING and certificate.existence_known
        ):
            yield None, "nothing is said of the ends"

    def _comparison(self, steps: list[ProofStep], place: Symbol) -> Iterator[tuple[ProofStep | None, str]]:
        """Take the steps up to the comparison of all stationary points: they speak of one polynomial."""
        step = first = steps.pop(0)
        before, solved_for, factor, coefficients = first.premises
        if solved_for != place or not self.same(before, self.log_likelihood):
            yield first, "it starts from another log-likelihood"
        while steps and steps[0].rule in _AT_ENDS:
            previous, step = step, steps.pop(0)
            if step.premises[:3] != (place, factor, coefficients):
                yield step, "it speaks of another polynomial"
            follows = previous.premises == step.premises and previous.conclusion == step.conclusion
            if step.rule is Rule.UNBOUNDED and not follows:
                yield step, "nothing was said of this end"
        if not steps or steps[0].rule is not Rule.COMPARISON:
            yield None, "the stationary points are not compared"
            return
        last = steps.pop(0)
        if last.premises != (place, coefficients) or last.conclusion != first.conclusion:
            yield last, "it speaks of another polynomial"

    def _profile(self, steps: list[ProofStep], left: list[Symbol]) -> Iterator[tuple[ProofStep | None, str]]:
        if not steps or steps[0].rule is not Rule.PROFILE:
            yield None, "the profile argument is missing"
            return
        step = steps.pop(0)
        if step.premises != (Tuple(*self.places, *left),) or step.conclusion != Tuple(*self.roots):
            yield step, "it does not speak of the roots that were found"


def _told_of_ends(
    step: ProofStep, count: ProofStep, certificate: Certificate
) -> Iterator[tuple[ProofStep | None, str]]:
    """Ask that the ends are those of the equation, and that what they need is what is asked of the data."""
    if step.premises != count.premises[:2]:
        yield step, "it speaks of another equation"
    asked = {c.relation.lhs for c in certificate.conditions} | {
        b.interior.lhs for b in certificate.boundaries
    }
    if any(needed != 1 and needed not in asked for _, needed in step.conclusion.args):
        yield step, "the data are not asked for what it needs"


def _parted(steps: list[ProofStep]) -> tuple[list[ProofStep], list[ProofStep]]:
    """Part the steps after the first one that puts a root in."""
    ends = [position for position, step in enumerate(steps) if step.rule is Rule.SUBSTITUTION]
    end = ends[0] + 1 if ends else len(steps)
    return steps[:end], steps[end:]
