"""The argument in other coordinates: a maximum is where it is, whatever the coordinates that correspond one
to one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from sympy import Basic, S

from symmle.exposition import text_of
from symmle.likelihood import LogLikelihood
from symmle.notation import Domain
from symmle.proof.certificate import Certificate, ProofStep, Rule
from symmle.signs import Facts, Sign, sign
from symmle.solution import Change, Solution


def carried_back(solution: Solution, change: Change, inner: Certificate) -> Certificate:
    """Give the certificate in the new coordinates, with the step that leads there."""
    moved = change.solution.derivatives.reduction.likelihood
    coordinates = change.coordinates
    said = (
        f"With {text_of(coordinates.replaced)} = {text_of(coordinates.image)}, the pairs "
        f"({text_of(coordinates.kept)}, {text_of(coordinates.new)}) and ({text_of(coordinates.kept)}, "
        f"{text_of(coordinates.replaced)}) correspond one to one, so the maximum is the same point."
    )
    expression = solution.derivatives.reduction.likelihood.expression
    premises = (expression, coordinates.replaced, coordinates.image, coordinates.new)
    step = ProofStep(Rule.COORDINATES, premises, moved.expression, said)
    return replace(
        inner,
        steps=(step, *inner.steps),
        moved=moved,
        conditions=solution.conditions,
        boundaries=solution.boundaries,
    )


def broken_correspondence(
    step: ProofStep,
    likelihood: LogLikelihood,
    moved: LogLikelihood,
    same: Callable[[Basic, Basic], bool],
) -> Iterator[str]:
    """Say why a change of coordinates does not lead from one log-likelihood to the other."""
    expression, replaced, image, new = step.premises
    if expression != likelihood.expression or step.conclusion != moved.expression:
        yield "it speaks of other log-likelihoods"
    if moved.sample != likelihood.sample or not same(expression.xreplace({replaced: image}), step.conclusion):
        yield "the log-likelihood in the new coordinates is another one"
    wanted = tuple(new if symbol == replaced else symbol for symbol in likelihood.parameters)
    if new in likelihood.parameters or moved.parameters != wanted:
        yield "the parameters are others"
        return
    before, after = dict(likelihood.model.domains), dict(moved.model.domains)
    old, domain = before.pop(replaced), after.pop(new)
    if before != after:
        yield "the other domains have changed"
    if not _is_onto(image, new, (old, domain), likelihood.facts):
        yield "the coordinates do not correspond one to one"


def _is_onto(image: Basic, new: Basic, domains: tuple[Domain, Domain], facts: Facts) -> bool:
    """An affine map with a positive slope takes the line to the line, and without an intercept a half-line to
    itself.
    """
    old, domain = domains
    slope = image.diff(new)
    if old != domain or old.members is not None or old.integer or old.nonzero or slope.has(new):
        return False
    if sign(slope, facts) is not Sign.POSITIVE:
        return False
    ends = (old.lower, old.upper)
    if ends == (S.NegativeInfinity, S.Infinity):
        return True
    return ends == (S.Zero, S.Infinity) and image.xreplace({new: S.Zero}) == 0
