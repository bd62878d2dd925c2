"""The part of the story where several equations are linear, and solved together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sympy import Expr, S, Symbol

from symmle.differentiation import Derivatives
from symmle.exposition import Block, Equation, Step, StepKind, derivative, estimate, prose, text_of
from symmle.sample_sum import definition
from symmle.solution import LinearBlock, Solution


def linear_steps(
    derivatives: Derivatives, step: LinearBlock, solution: Solution, known: Mapping[Symbol, Expr]
) -> Iterator[Step]:
    """Tell the equations, their solution, and why it is a maximum."""
    *others, last = [text_of(place) for place in step.places]
    names = f"{', '.join(others)} and {last}"
    scores = [derivatives.textbook_score[place.name].xreplace(dict(known)) for place in step.places]
    equations = [
        Equation(derivative(place.name), (definition(score), S.Zero))
        for place, score in zip(step.places, scores, strict=True)
    ]
    yield Step(
        StepKind.SCORE,
        f"The derivatives by {names}, set to zero",
        (
            prose("At a maximum inside the domain they vanish; they are linear in ", names, " together:"),
            *equations,
        ),
    )
    yield Step(StepKind.SOLUTION, f"The solution for {names}", tuple(_solution(step, solution)))
    yield Step(StepKind.SECOND_ORDER, "The second-order condition", tuple(_curvature(step)))


def _solution(step: LinearBlock, solution: Solution) -> Iterator[Block]:
    yield prose("The linear equations, solved:")
    for place, root in zip(step.places, step.roots, strict=True):
        final = solution.closed.get(place.name) == root
        yield Equation(estimate(place.name) if final else place, definition(root))


def _curvature(step: LinearBlock) -> Iterator[Block]:
    yield prose(
        "Minus the matrix of the second derivatives is positive definite: up to positive factors its leading "
        "minors are"
    )
    for minor in step.minors:
        yield Equation(definition(minor), S.Zero, relation=">")
    yield prose("The log-likelihood is strictly concave in them, so this is the only maximum.")
