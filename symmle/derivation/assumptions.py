"""What the theory of maximum likelihood assumes, and what is known of it for a model."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from symmle.likelihood import LogLikelihood
from symmle.proof import Certificate, Grade, ProofStep, Rule
from symmle.proof.several.image import convex_image
from symmle.proof.several.natural import natural_form


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


def assumptions_of(likelihood: LogLikelihood, certificate: Certificate) -> tuple[Assumption, ...]:
    """Give the assumptions on which consistency, efficiency and the asymptotic law rest."""
    return (
        Assumption("independent observations", Standing.ASSUMED, "the likelihood is a product over the rows"),
        _identical(likelihood),
        Assumption("correct model", Standing.ASSUMED, "the data come from the declared density"),
        _mass(likelihood),
        Assumption("support free of parameters", Standing.PROVED, "no end of a support holds a parameter"),
        _identifiable(certificate),
        _interior(likelihood),
        _differentiable(likelihood),
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


def _identifiable(certificate: Certificate) -> Assumption:
    rules = {step.rule for step in certificate.steps}
    if any(_takes_together(step) for step in certificate.steps):
        reason = "values of one parameter that its fold takes together have one likelihood"
        return Assumption("identifiable", Standing.VIOLATED, reason)
    several = bool(rules & {Rule.NO_MAXIMUM, Rule.COMPARISON, Rule.REFLECTION})
    if certificate.grade in (Grade.PROVED, Grade.UNDER_LEMMA) and not several:
        return Assumption("identifiable", Standing.PROVED, "the maximum is unique wherever it exists")
    return Assumption(
        "identifiable", Standing.ASSUMED, "no direction was found in which the likelihood is flat"
    )


def _takes_together(step: ProofStep) -> bool:
    """Whether a step says that several values of a parameter have one likelihood."""
    mirrored = step.rule is Rule.REFLECTION and step.premises[4] == 0
    return mirrored or step.rule is Rule.THROUGH


def _interior(likelihood: LogLikelihood) -> Assumption:
    domains = likelihood.model.parameters
    closed = [name for name, d in domains.items() if not (d.lower_open and d.upper_open)]
    if closed:
        names = ", ".join(closed)
        return Assumption("interior", Standing.ASSUMED, f"{names} may lie on a closed end of its domain")
    return Assumption("interior", Standing.PROVED, "every domain is open")


def _differentiable(likelihood: LogLikelihood) -> Assumption:
    """An exponential family whose natural parameters fill an open set may be differentiated under the
    integral: its partition function is analytic there.
    """
    name = "differentiable under the integral"
    open_domains = all(d.lower_open and d.upper_open for d in likelihood.model.parameters.values())
    free = open_domains and likelihood.model.normalised and not likelihood.model.constraints
    form = natural_form(likelihood) if free else None
    facts = likelihood.facts.inside(likelihood.parameters)
    if form is not None and convex_image(form.eta, likelihood.parameters, facts) is not None:
        reason = "an exponential family whose natural parameters fill an open set"
        return Assumption(name, Standing.PROVED, reason)
    return Assumption(name, Standing.ASSUMED, "not checked")
