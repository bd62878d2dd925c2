"""What the theory of maximum likelihood assumes, and what is known of it for a model."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from symmle.likelihood import LogLikelihood
from symmle.solution import Kind, Solution


class Standing(StrEnum):
    """What is known of an assumption."""

    PROVED = "proved"
    ASSUMED = "assumed"
    VIOLATED = "violated"


@dataclass(frozen=True, slots=True)
class Assumption:
    """One assumption and its standing.

    Parameters
    ----------
    name : str
        Such as ``support free of parameters``.
    standing : Standing
        Proved, assumed or violated.
    reason : str
        Why.
    """

    name: str
    standing: Standing
    reason: str

    def __str__(self) -> str:
        """Give the assumption with its standing and the reason."""
        return f"{self.name}: {self.standing} ({self.reason})"


def assumptions_of(likelihood: LogLikelihood, solution: Solution) -> tuple[Assumption, ...]:
    """Give the assumptions on which consistency, efficiency and the asymptotic law rest."""
    return (
        Assumption("independent observations", Standing.ASSUMED, "the likelihood is a product over the rows"),
        _identical(likelihood),
        Assumption("correct model", Standing.ASSUMED, "the data come from the declared density"),
        _mass(likelihood),
        Assumption("support free of parameters", Standing.PROVED, "no end of a support holds a parameter"),
        _identifiable(solution),
        _interior(solution),
        Assumption("differentiable under the integral", Standing.ASSUMED, "not checked"),
    )


def _identical(likelihood: LogLikelihood) -> Assumption:
    if likelihood.model.covariates:
        names = ", ".join(likelihood.model.covariates)
        return Assumption("identically distributed", Standing.ASSUMED, f"given the covariates {names}")
    return Assumption("identically distributed", Standing.ASSUMED, "one density for every row")


def _mass(likelihood: LogLikelihood) -> Assumption:
    mass = likelihood.model.mass
    told = f"checked at {mass.points} points" if mass.points else "not checked"
    return Assumption("the density has mass one", Standing.ASSUMED, told)


def _identifiable(solution: Solution) -> Assumption:
    if solution.kind is Kind.CLOSED:
        return Assumption("identifiable", Standing.PROVED, "the maximum is unique wherever it exists")
    return Assumption(
        "identifiable", Standing.ASSUMED, "no direction was found in which the likelihood is flat"
    )


def _interior(solution: Solution) -> Assumption:
    if solution.boundaries:
        names = ", ".join(dict.fromkeys(boundary.parameter for boundary in solution.boundaries))
        return Assumption("interior", Standing.ASSUMED, f"{names} may lie on a closed end of its domain")
    return Assumption("interior", Standing.PROVED, "every domain is open")
