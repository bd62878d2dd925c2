"""The argument for parameters that an equation binds: by a multiplier, or by putting one of them in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from sympy import Expr, Integer, Tuple

from symmle.likelihood import LogLikelihood
from symmle.notation import Domain
from symmle.proof.certificate import ProofStep, Rule
from symmle.proof.counting import told
from symmle.signs import Facts
from symmle.solution import Constrained, Elimination, Explicit, Solved
from symmle.solution.multipliers import widened

Eliminated = Callable[[Elimination], Iterator[ProofStep]]


def of_constrained(step: Constrained, eliminated: Eliminated) -> Iterator[ProofStep]:
    """Maximise the Lagrangian over all of the domains, and choose the multiplier that satisfies the
    equation.
    """
    places, equation, multiplier = Tuple(*step.places), step.constraint.text, step.multiplier
    difference = step.constraint.difference
    said = (
        f"Where {equation} holds, the log-likelihood equals the Lagrangian {told(step.lagrangian)}, "
        f"whatever the multiplier {told(multiplier)} is."
    )
    yield ProofStep(Rule.LAGRANGIAN, (step.before, places, difference, multiplier), step.lagrangian, said)
    for each in step.eliminations:
        yield from eliminated(each)
    said = f"Its maximum satisfies {equation} if {told(multiplier)} = {told(step.value)}."
    premises = (difference, multiplier, places, Tuple(*step.given), step.value)
    yield ProofStep(Rule.MULTIPLIER, premises, Integer(0), said)
    said = (
        f"With that multiplier the Lagrangian is at most its value there, and where {equation} holds it is "
        "the log-likelihood: the point is the only maximum under the constraint."
    )
    yield ProofStep(Rule.CONSTRAINED, (step.before, places, Tuple(*step.roots)), step.after, said)


def of_explicit(step: Explicit) -> Iterator[ProofStep]:
    """Put in what the equation says."""
    said = (
        f"The constraint {step.constraint.text} says that {step.place.name} = {told(step.value)}, "
        "which lies in its domain: the other parameters are free."
    )
    premises = (step.before, step.place, step.value, step.constraint.difference)
    yield ProofStep(Rule.EXPLICIT, premises, step.after, said)


def facts_under(facts: Facts, steps: Sequence[Solved], likelihood: LogLikelihood) -> Facts:
    """Give what the steps may use besides: the multipliers, domains that equations widen or narrow."""
    domains = dict(facts.domains)
    positive: list[Expr] = []
    for step in steps:
        if isinstance(step, Constrained):
            slopes = step.constraint.slopes(step.places) or {}
            declared = {place: likelihood.model.parameters[place.name] for place in step.places}
            domains |= {**widened(step.constraint, slopes, declared), step.multiplier: Domain()}
            positive += step.assumed
        elif isinstance(step, Explicit):
            domains |= dict(step.narrowed)
    if domains == facts.domains:
        return facts
    opened = Facts.of(domains).inside(likelihood.parameters)
    return opened.given(*facts.positive, *positive)
