"""The whole line: from a model to its derivation, and to the text of its module."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import RLock

from symmle.declaration import Model
from symmle.derivation.derivation import Derivation
from symmle.derivation.estimator import Estimator
from symmle.derivation.narrative import narrate
from symmle.differentiation import Derivatives, differentiate
from symmle.errors import Category, DerivationError
from symmle.exposition import to_text
from symmle.generation import build_program, write
from symmle.likelihood import LogLikelihood, build_log_likelihood
from symmle.proof import (
    Certificate,
    Grade,
    checked,
    find_path,
    find_pole,
    prove,
    refuse_unidentified,
    with_limit_models,
    without_maximum,
)
from symmle.reduction import reduce_log_likelihood
from symmle.solution import Condition, Kind, Mark, Solution, solve_likelihood

_LOCK = RLock()


def derive(model: Model) -> Derivation:
    """Derive the maximum likelihood estimator of a model.

    Parameters
    ----------
    model : Model
        The density, its support and its parameters.

    Returns
    -------
    Derivation
        The log-likelihood, its derivatives, the estimator with its certificate, and the steps in words.

    Raises
    ------
    DerivationError
        Where the model is outside of what can be derived: ``support-depends-on-parameter``, ``non-smooth``,
        ``not-identifiable``.

    Examples
    --------
    >>> import symmle as sm
    >>> d = sm.derive(sm.families.bernoulli())
    >>> d.estimator["p"], d.estimator.certificate.grade.value
    (mean(x), 'proved')
    """
    with _LOCK:
        return _derive(model)


@lru_cache(maxsize=256)
def _derive(model: Model) -> Derivation:
    reduction = reduce_log_likelihood(_built(model))
    derivatives = differentiate(reduction)
    solution = _solved(derivatives)
    certificate, settled = _judged(solution)
    told = to_text(narrate(derivatives, settled, certificate, whole=False))
    whole = reduce_log_likelihood(reduction.likelihood, whole=True) if reduction.sums else reduction
    computed = differentiate(whole) if whole.expression != reduction.expression else derivatives
    program = build_program(model, whole, computed, settled, certificate, narrative=told)
    return Derivation(model, reduction, derivatives, Estimator(model, settled, certificate, program))


def _built(model: Model) -> LogLikelihood:
    """Build the log-likelihood; a kink that is a pole at an observation leaves no maximum, and is told so."""
    try:
        return build_log_likelihood(model)
    except DerivationError as error:
        told = find_pole(model) if error.category is Category.NON_SMOOTH else None
        if told is None:
            raise
        message = (
            f"the likelihood of every sample is unbounded as {told}: the density has a pole that can be "
            "moved onto an observation; hold the shape above it"
        )
        raise DerivationError(message, category=Category.UNBOUNDED_LIKELIHOOD) from error


def _solved(derivatives: Derivatives) -> Solution:
    """Solve the likelihood equations, unless the data cannot tell the parameters apart."""
    try:
        solution = solve_likelihood(derivatives)
    except DerivationError:
        refuse_unidentified(derivatives)
        raise
    if solution.remaining:
        refuse_unidentified(derivatives)
    return solution


def _judged(solution: Solution) -> tuple[Certificate, Solution]:
    """Prove what can be proved: that there is one maximum, or else that there is none for any sample."""
    likelihood = solution.derivatives.reduction.likelihood
    certificate = checked(prove(solution), likelihood)
    path = find_path(likelihood) if certificate.grade is Grade.UNPROVED and solution.remaining else None
    if path is not None:
        unbounded = checked(without_maximum(likelihood, path), likelihood)
        told = path.told(*likelihood.model.data)
        if unbounded.grade is Grade.PROVED and path.shape is not None:
            certificate = replace(certificate, open_question=_LOCAL.format(told))
        elif unbounded.grade is Grade.PROVED:
            return unbounded, replace(solution, kind=Kind.NONE, conditions=(), boundaries=(), escape=told)
    return certificate, _settled(solution, certificate)


# A shape that is bounded away from its end leaves a maximum worth having, so the search is not refused.
_LOCAL = (
    "The likelihood of every sample is unbounded as {}: what the search finds is a local maximum. "
    "With the shape held away from that end it may be the maximum."
)


def _settled(solution: Solution, certificate: Certificate) -> Solution:
    """Give the solution with all its conditions: iff together where that is known, else each necessary."""
    conditions = certificate.conditions
    if not certificate.existence_known:
        conditions = tuple(_weakened(condition) for condition in conditions)
    conditions = with_limit_models(solution, conditions)
    return replace(solution, conditions=conditions, boundaries=certificate.boundaries)


def _weakened(condition: Condition) -> Condition:
    """One of several conditions that are not known to be enough together."""
    return condition if condition.mark is Mark.SUFFICIENT else replace(condition, mark=Mark.NECESSARY)


def generate(model: Model, path: str | Path | None = None) -> str:
    """Generate the NumPy module of a model.

    The module has the exact log-likelihood, score and Hessian and a safeguarded solver, and needs NumPy and
    SciPy alone: it can be copied and shipped.

    Parameters
    ----------
    model : Model
        What to generate for.
    path : str or Path, optional
        Where to write it.

    Returns
    -------
    str
        The text of the module.
    """
    program = derive(model).program
    if path is not None:
        write(program, path)
    return program.source
