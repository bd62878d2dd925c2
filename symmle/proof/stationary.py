"""The argument where every stationary point is isolated on the data, and their likelihoods are compared."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Basic, Integer, Tuple

from symmle.proof.certificate import ProofStep, Rule
from symmle.proof.counting import told
from symmle.solution import Critical, Solution


def isolated(solution: Solution, critical: Critical) -> Iterator[ProofStep]:
    """Give the steps from the profile score to the comparison of all its roots."""
    place, coefficients = critical.parameter, Tuple(*critical.coefficients)
    degree = len(critical.coefficients) - 1
    of = "profile log-likelihood" if solution.eliminations else "log-likelihood"
    said = (
        f"The derivative of the {of} by {place.name} is {told(critical.factor)} times the polynomial "
        f"{told(critical.polynomial)}. The factor is positive and the log-likelihood is smooth wherever "
        f"{place.name} may lie, so the stationary points are the real roots there, at most {degree}."
    )
    premises: tuple[Basic, ...] = (solution.profile, place, critical.factor, coefficients)
    yield ProofStep(Rule.STATIONARY, premises, Integer(degree), said)
    yield from _ends(critical, coefficients)
    said = (
        "Between neighbouring roots the likelihood rises or falls all the way, so its supremum is its value "
        "at a root where the polynomial changes from plus to minus, at an end that belongs to the domain, or "
        "a limit at one that does not. On the data all changes of sign are isolated, one at most between "
        "neighbouring turning points of the polynomial, and these likelihoods are compared."
    )
    yield ProofStep(Rule.COMPARISON, (place, coefficients), Integer(degree), said)


def _ends(critical: Critical, coefficients: Tuple) -> Iterator[ProofStep]:
    """Say what keeps the likelihood from each open end, and what happens where it fails."""
    name = critical.parameter.name
    for each in critical.ends:
        premises = (critical.parameter, critical.factor, coefficients, each.needed, Integer(each.side))
        said = f"Where {told(each.needed)} is positive, the likelihood falls as {name} goes to {each.end}."
        yield ProofStep(Rule.FALLS_TO_END, premises, each.end, said)
        if each.unbounded:
            said = (
                "That is never negative, and where it vanishes the score has a pole at this end: the "
                "likelihood grows without bound."
            )
            yield ProofStep(Rule.UNBOUNDED, premises, each.end, said)
