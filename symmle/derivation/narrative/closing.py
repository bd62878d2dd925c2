"""The end of the story: the maximum, its existence, bias, information, and what all of it assumes."""

from __future__ import annotations

from sympy import Symbol

from symmle.derivation.assumptions import assumptions_of
from symmle.differentiation import Derivatives
from symmle.exposition import (
    Block,
    Bullets,
    Equation,
    Step,
    StepKind,
    bullets,
    estimate,
    expectation,
    prose,
)
from symmle.exposition import information as information_name
from symmle.information import exact_bias, expected_information
from symmle.likelihood import LogLikelihood
from symmle.proof import Certificate, Grade
from symmle.sample_sum import definition
from symmle.solution import Condition, Kind, Solution

_GRADES = {
    Grade.PROVED: "It is the global maximum: proved.",
    Grade.UNDER_LEMMA: "It is the global maximum: proved under a named lemma.",
    Grade.LOCAL: "It is a local maximum; that it is the global one is not proved.",
    Grade.UNPROVED: "That a stationary point is the global maximum is not proved.",
}


def maximum(solution: Solution, certificate: Certificate) -> Step:
    """Say what is proved about the maximum, and by which argument."""
    said: list[Block] = [prose(_GRADES[certificate.grade])]
    if len(solution.eliminations) > 1 and not solution.remaining:
        said.append(prose(certificate.steps[-1].sentence))
    if solution.remaining and certificate.grade in (Grade.PROVED, Grade.UNDER_LEMMA):
        said += [prose(step.sentence) for step in certificate.steps if step.rule in _TELLING]
    if certificate.open_question:
        said.append(prose(certificate.open_question))
    return Step(StepKind.MAXIMUM, "Is it the maximum?", tuple(said))


_TELLING = ("strictly falling", "lemma", "profile argument")


def existence(solution: Solution) -> Step:
    """Say for which data the maximum exists."""
    blocks: list[Block] = []
    if solution.conditions:
        blocks += [prose("It exists exactly if"), Bullets(tuple(_needed(c) for c in solution.conditions))]
    elif solution.kind is Kind.CLOSED:
        blocks.append(prose("It exists for every sample in the support."))
    else:
        blocks.append(prose("For which data it exists is not known; the solver says what it finds."))
    for boundary in solution.boundaries:
        symbol = Symbol(boundary.parameter)
        blocks.append(
            prose("It lies inside the domain where ", definition(boundary.interior), "; otherwise on its end, ", symbol, " = ", boundary.value, ".")
        )
    return Step(StepKind.EXISTENCE, "When does it exist?", tuple(blocks))


def _needed(condition: Condition) -> tuple[object, ...]:
    left, right = condition.relation.lhs, condition.relation.rhs
    shown = condition.relation.func(definition(left), right)
    climb = f"; otherwise the likelihood climbs as {condition.limit}"
    if condition.category == "not-identifiable":
        climb = f"; otherwise {condition.parameter} is not identified"
    return (shown, climb)


def bias(solution: Solution) -> Step | None:
    """State the exact bias, where the estimators are affine in means and variances."""
    found = exact_bias(solution)
    if not found:
        return None
    biased = [Equation(expectation(estimate(name)), (each.expectation,)) for name, each in found.items()]
    unbiased = all(each.bias == 0 for each in found.values())
    said = "On average over samples it is right: it is unbiased." if unbiased else _BIASED
    return Step(StepKind.BIAS, "Is it right on average?", (*biased, prose(said)))


_BIASED = (
    "Where the expected value differs from the parameter the estimator is biased: the maximum of the likelihood divides by n, "
    "and the bias vanishes as n grows."
)


def information(derivatives: Derivatives) -> Step | None:
    """State the expected information, where it was found."""
    found = expected_information(derivatives)
    shown = []
    for position, row in enumerate(found.names):
        for column in found.names[position:]:
            entry = found.sample[row, column]
            if entry is not None and (entry != 0 or row == column):
                names = (row,) if row == column else (row, column)
                shown.append(Equation(information_name(*names), entry))
    if not shown or any(found.sample[name, name] is None for name in found.names):
        return None
    return Step(
        StepKind.INFORMATION,
        "How large is its error?",
        (
            *shown,
            prose("In large samples the estimator is normal around the parameter, with the inverse of the information as its covariance."),
        ),
    )


def assumptions(likelihood: LogLikelihood, solution: Solution) -> Step:
    """State what the argument assumes."""
    items = [(f"{a.name}: {a.standing}; {a.reason}",) for a in assumptions_of(likelihood, solution)]
    return Step(StepKind.ASSUMPTIONS, "What it assumes", (bullets(*items),))
