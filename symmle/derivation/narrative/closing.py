"""The end of the story: the maximum, its existence, and what all of it assumes."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import S, Symbol
from sympy.core.relational import Relational, StrictGreaterThan, StrictLessThan

from symmle.derivation.assumptions import assumptions_of
from symmle.errors import Category
from symmle.exposition import (
    Block,
    Bullets,
    Equation,
    Inline,
    Step,
    StepKind,
    bullets,
    compose,
    derivative,
    named,
    prose,
    related,
)
from symmle.likelihood import LogLikelihood
from symmle.proof import Certificate, Grade, ProofStep, Rule
from symmle.proof.joint_replays import JOINT_REPLAYS
from symmle.sample_sum import definition
from symmle.solution import Boundary, Condition, Kind, Mark, Solution
from symmle.solution.display import shown

_GRADES = {
    Grade.PROVED: "It is the global maximum, and the only one: proved.",
    Grade.UNDER_LEMMA: "It is the global maximum, and the only one: proved under a named lemma.",
    Grade.LOCAL: "It is a local maximum; that it is the global one is not proved.",
    Grade.UNPROVED: "That a stationary point is the global maximum is not proved.",
}


def maximum(certificate: Certificate) -> Step:
    """Say what is proved about the maximum, and by which argument."""
    said: list[Block] = [prose(_told_grade(certificate))]
    for step in certificate.steps:
        said += _argument(step)
    said += [prose(f"Used: {lemma}.") for lemma in certificate.lemmas]
    if certificate.open_question:
        said.append(prose(certificate.open_question))
    return Step(StepKind.MAXIMUM, "Is it the maximum?", tuple(said))


def _told_grade(certificate: Certificate) -> str:
    if any(step.rule is Rule.NO_MAXIMUM for step in certificate.steps):
        return "There is no maximum, whatever the data: proved."
    for step in certificate.steps:
        if step.rule is Rule.THROUGH:
            return _FIBRES[certificate.grade]
        if step.rule is Rule.REFLECTION:
            return (_SETS if step.premises[4] == 0 else _BUT_FOR_TIES)[certificate.grade]
    compared = any(step.rule is Rule.COMPARISON for step in certificate.steps)
    return _COMPARED if compared and certificate.grade is Grade.PROVED else _GRADES[certificate.grade]


_SETS = {
    Grade.PROVED: "It is a global maximum, its opposite the only other one: proved.",
    Grade.UNDER_LEMMA: "It is a global maximum, its opposite the only other one: proved under a lemma.",
    Grade.LOCAL: _GRADES[Grade.LOCAL],
    Grade.UNPROVED: _GRADES[Grade.UNPROVED],
}
_FIBRES = _SETS | {
    Grade.PROVED: "The points where the function has its best value are the global maxima: proved.",
    Grade.UNDER_LEMMA: "The points where the function has its best value are the maxima: under a lemma.",
}
_BUT_FOR_TIES = _SETS | {
    Grade.PROVED: "It is the global maximum, and but for ties the only one: proved.",
    Grade.UNDER_LEMMA: "It is the global maximum, and but for ties the only one: proved under a lemma.",
}
_COMPARED = "The best of all stationary points is the global maximum wherever there is one: proved."


_TOLD_WHOLE = (Rule.NEVER_RISING, Rule.FALLS_TO_END, Rule.UNBOUNDED, Rule.COMPARISON)


def _argument(step: ProofStep) -> Iterator[Block]:
    """Tell the steps that the solutions above have not told already."""
    if step.rule is Rule.STRICTLY_FALLING:
        equation, place, _ = step.premises
        yield prose("The left side of that equation, written")
        yield Equation(named("h"), definition(equation))
        yield prose("falls strictly as ", place, " grows:")
        yield Equation(
            derivative(place.name, of=named("h"), partial=False),
            (definition(step.conclusion), S.Zero),
            ("=", "<"),
        )
        yield prose("so it has one root at most, and a root is the only maximum.")
    elif step.rule in _TOLD_WHOLE or step.rule in JOINT_REPLAYS:
        yield prose(step.sentence)
    elif step.rule is Rule.PROFILE:
        yield prose(
            "Each parameter was put at its best value given those that were left, and the "
            "best of these is best in all: "
            "the maximum of the profile is the joint maximum."
        )


def existence(solution: Solution, certificate: Certificate) -> Step:
    """Say for which data the maximum exists."""
    blocks: list[Block] = []
    if solution.conditions:
        for opening, conditions in _openings(solution.conditions):
            blocks += [prose(opening), Bullets(tuple(_told_conditions(conditions)))]
    elif solution.kind is Kind.NONE:
        blocks.append(prose(f"For no sample: the likelihood is unbounded as {solution.escape}."))
    elif solution.kind in (Kind.CLOSED, Kind.SET, Kind.ALGEBRAIC) or _has_root(certificate):
        blocks.append(prose("It exists for every sample in the support."))
    else:
        blocks.append(prose("For which data it exists is not known; the solver says what it finds."))
    blocks += [_told_boundary(boundary, solution) for boundary in solution.boundaries]
    return Step(StepKind.EXISTENCE, "When does it exist?", tuple(blocks))


def _has_root(certificate: Certificate) -> bool:
    """Whether the one equation that is left was proved to have a root, whatever the data."""
    told = any(step.rule is Rule.ENDS for step in certificate.steps)
    return told and certificate.existence_known and certificate.grade is not Grade.UNPROVED


def _openings(conditions: tuple[Condition, ...]) -> Iterator[tuple[str, tuple[Condition, ...]]]:
    """Part the conditions by what they are for, each part with the words before it."""
    sufficient = tuple(each for each in conditions if each.mark is Mark.SUFFICIENT)
    needed = tuple(each for each in conditions if each.mark is not Mark.SUFFICIENT)
    if any(each.mark is Mark.NECESSARY for each in needed):
        yield "It exists only if" + ("" if sufficient else " (whether that is enough is not known)"), needed
    elif needed:
        yield "It exists if and only if", needed
    if sufficient:
        also = " besides" if needed else ""
        yield f"It exists if{also} (where that fails, the likelihoods decide on the data)", sufficient


def _told_conditions(conditions: tuple[Condition, ...]) -> Iterator[tuple[Inline, ...]]:
    """Tell each condition, two ends of one quantity as a chain: ``0 < sum(x) < n``."""
    pair = _chain(conditions)
    if pair is not None:
        yield (pair, "; ", *_failing(conditions[0]), " or ", *_climb(conditions[1]))
        return
    for condition in conditions:
        yield (condition.shown, "; ", *_failing(condition))


def _chain(conditions: tuple[Condition, ...]) -> Inline | None:
    if len(conditions) != 2:
        return None
    above, below = conditions[0].shown, conditions[1].shown
    if not (
        isinstance(above, StrictGreaterThan) and isinstance(below, StrictLessThan) and above.lhs == below.lhs
    ):
        return None
    return related(*[compose(side) for side in (above.rhs, above.lhs, below.rhs)], by="<")


def _failing(condition: Condition) -> tuple[Inline, ...]:
    if condition.category is Category.NOT_IDENTIFIABLE:
        return ("otherwise no value of ", Symbol(condition.parameter), " is better than another")
    climbs = "may climb" if condition.mark is Mark.SUFFICIENT else "climbs"
    told = condition.limit_model.replace("**", "^")
    towards = f", towards the density {told}" if condition.limit_model else ""
    return (f"otherwise the likelihood {climbs} as ", *_climb(condition), towards)


def _climb(condition: Condition) -> tuple[Inline, ...]:
    _, _, end = condition.limit.partition("-> ")
    return (Symbol(condition.parameter), f" → {end.replace('oo', '∞')}")


def _told_boundary(boundary: Boundary, solution: Solution) -> Block:
    inside: Relational = shown(boundary.interior)
    fold = solution.fold
    if fold is not None and fold.parameter.name == boundary.parameter:
        return prose(
            "Where ",
            inside,
            " fails, the maximum lies where both branches meet, at ",
            fold.parameter,
            " = ",
            boundary.value,
            ".",
        )
    return prose(
        "Where ",
        inside,
        " fails, the maximum lies on the end of the domain, at ",
        Symbol(boundary.parameter),
        " = ",
        boundary.value,
        ".",
    )


def assumptions(likelihood: LogLikelihood, certificate: Certificate) -> Step:
    """State what the argument assumes."""
    items = [(f"{a.name}: {a.standing}; {a.reason}",) for a in assumptions_of(likelihood, certificate)]
    return Step(StepKind.ASSUMPTIONS, "What it assumes", (bullets(*items),))
