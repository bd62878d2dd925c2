"""The middle of the story where it is told in other coordinates."""

from __future__ import annotations

from collections.abc import Iterator

from symmle.derivation.narrative.solving import solving_steps
from symmle.exposition import Equation, Step, StepKind, estimate, log_likelihood, prose, text_of
from symmle.sample_sum import definition
from symmle.solution import Change, Solution


def steps_in_coordinates(solution: Solution, change: Change) -> Iterator[Step]:
    """Tell which coordinates are taken and why they may be, solve in them, and come back."""
    inner = change.solution
    yield _way_there(change)
    yield from solving_steps(inner.derivatives, inner)
    yield _way_back(solution, change)


def _way_there(change: Change) -> Step:
    coordinates = change.coordinates
    moved = change.solution.derivatives.reduction.likelihood
    return Step(
        StepKind.SUBSTITUTION,
        f"Other coordinates: {text_of(coordinates.new)} in the place of {text_of(coordinates.replaced)}",
        (
            prose("The parameters are solved for more easily with"),
            Equation(coordinates.new, coordinates.meaning),
            prose(
                "which corresponds to ",
                coordinates.replaced,
                " one to one for each ",
                coordinates.kept,
                ": the maximum is the same point. The log-likelihood is then",
            ),
            Equation(log_likelihood(*(symbol.name for symbol in moved.parameters)), moved.expression),
        ),
    )


def _way_back(solution: Solution, change: Change) -> Step:
    name = change.coordinates.replaced.name
    found = definition(solution.closed[name])
    return Step(
        StepKind.SOLUTION,
        f"Back to {text_of(change.coordinates.replaced)}",
        (
            prose("By the invariance of the maximum likelihood estimate,"),
            Equation(estimate(name), (change.coordinates.image, found)),
        ),
    )
