"""How the steps of an argument for all parameters at once hang together."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Basic, S, Symbol, Tuple

from symmle.proof.certificate import Certificate, ProofStep, Rule

_FAMILY = (Rule.NATURAL, Rule.INDEPENDENT, Rule.CONVEX_IMAGE, Rule.STRICTLY_CONCAVE)
FIRST_OF_ALL = (Rule.NATURAL, Rule.AFFINE_CONCAVE)

Break = tuple[ProofStep | None, str]


def joint_breaks(
    steps: list[ProofStep], row: Basic, parameters: tuple[Symbol, ...], certificate: Certificate
) -> Iterator[Break]:
    """Give each step that does not follow from those before it; None stands for a missing step."""
    if steps[0].premises[0] != row:
        yield steps[0], "it starts from another density"
    if steps[0].rule is Rule.NATURAL:
        yield from _family(steps, parameters, certificate)
    else:
        yield from _location(steps, certificate)


def unbounded_breaks(steps: list[ProofStep], row: Basic) -> Iterator[Break]:
    """Give what does not follow in the argument that there is no maximum."""
    if steps[0].premises[0] != row or steps[0].conclusion is not S.Infinity:
        yield steps[0], "it speaks of another density"
    yield from ((step, "it is out of place") for step in steps[1:])


def _family(
    steps: list[ProofStep], parameters: tuple[Symbol, ...], certificate: Certificate
) -> Iterator[Break]:
    if tuple(step.rule for step in steps[:4]) != _FAMILY:
        yield None, "the argument from the exponential family is not complete"
        return
    natural, independent, image, concave, *rest = steps
    _, statistics, eta = natural.premises
    if independent.premises[0] != statistics:
        yield independent, "it speaks of other statistics"
    if image.premises[0] != eta:
        yield image, "it speaks of other natural parameters"
    if concave.premises != (statistics, eta) or concave.conclusion != Tuple(*parameters):
        yield concave, "it does not follow"
    if not rest:
        yield from _without_existence(certificate)
        return
    hull, *more = rest
    described = Tuple(*image.premises[1:], image.conclusion)
    carrier = natural.conclusion.args[-1]
    if hull.rule is not Rule.HULL or hull.premises[:4] != (statistics, eta, carrier, described):
        yield hull, "it speaks of another family"
    yield from _of_conditions(hull, tuple(hull.conclusion.args), certificate)
    yield from ((step, "it is out of place") for step in more)


def _location(steps: list[ProofStep], certificate: Certificate) -> Iterator[Break]:
    concave, *rest = steps
    spreads = tuple(concave.conclusion.args[1:])
    if not rest:
        yield from _without_existence(certificate)
        yield from _of_conditions(concave, spreads, certificate)
        return
    ends, *more = rest
    if ends.rule is not Rule.COERCIVE or ends.premises != (concave.premises[3], concave.premises[1]):
        yield ends, "it speaks of another quantity"
    yield from _of_conditions(ends, (*spreads, ends.conclusion), certificate)
    yield from ((step, "it is out of place") for step in more)


def _without_existence(certificate: Certificate) -> Iterator[Break]:
    if certificate.existence_known:
        yield None, "nothing is said of when the maximum exists"


def _of_conditions(step: ProofStep, needed: tuple[Basic, ...], certificate: Certificate) -> Iterator[Break]:
    listed = tuple(condition.relation.lhs for condition in certificate.conditions)
    others = listed[: len(listed) - len(needed)]
    if listed[len(others) :] != needed or (others and certificate.existence_known):
        yield step, "the conditions are others"
