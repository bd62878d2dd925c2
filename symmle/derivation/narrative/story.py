"""Tell a derivation as a document."""

from __future__ import annotations

from collections.abc import Iterator

from symmle.derivation.narrative.accuracy import accuracy, bias
from symmle.derivation.narrative.closing import assumptions, existence, maximum
from symmle.derivation.narrative.coordinates import steps_in_coordinates
from symmle.derivation.narrative.opening import (
    density_step,
    likelihood_step,
    log_likelihood_step,
    statistics_step,
)
from symmle.derivation.narrative.solving import equation_left, several_left, solving_steps
from symmle.differentiation import Derivatives
from symmle.exposition import Document, Step
from symmle.likelihood import LogLikelihood
from symmle.proof import Certificate
from symmle.solution import Kind, Solution


def narrate(
    derivatives: Derivatives, solution: Solution, certificate: Certificate, *, whole: bool = True
) -> Document:
    """Tell the derivation: likelihood, logarithm, derivative set to zero, solution, second-order condition,
    and on.

    Parameters
    ----------
    derivatives : Derivatives
        The likelihood equations.
    solution : Solution
        Their solution, with all its conditions.
    certificate : Certificate
        What is proved of it.
    whole : bool
        Whether to tell how good the estimators are as well: bias, information and the law of large samples.
    """
    likelihood = derivatives.reduction.likelihood
    model = likelihood.model
    told = (*_steps(derivatives, solution, certificate), *(_accuracy(solution, certificate) if whole else ()))
    steps = tuple(step for step in (*told, assumptions(likelihood, certificate)) if step is not None)
    return Document(_title(likelihood), steps, observations=(*model.data, *model.covariates))


def _title(likelihood: LogLikelihood) -> str:
    model = likelihood.model
    return f"Maximum likelihood: {model.about.title or model.name.replace('_', ' ') or 'a model'}"


def _steps(derivatives: Derivatives, solution: Solution, certificate: Certificate) -> Iterator[Step | None]:
    likelihood = derivatives.reduction.likelihood
    yield density_step(likelihood)
    yield likelihood_step(likelihood)
    yield log_likelihood_step(likelihood)
    yield statistics_step(derivatives.reduction)
    if solution.change is None:
        yield from solving_steps(derivatives, solution)
    else:
        yield from steps_in_coordinates(solution, solution.change)
    yield equation_left(solution)
    yield several_left(derivatives, solution)
    yield maximum(certificate)
    yield existence(solution, certificate)


def _accuracy(solution: Solution, certificate: Certificate) -> Iterator[Step | None]:
    if solution.kind is not Kind.NONE:
        yield bias(solution)
        yield accuracy(solution, certificate)
