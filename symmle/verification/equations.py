"""Verdicts on claims that say what something is: a score, an entry of the Hessian, the log-likelihood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sympy import Expr, Symbol

from symmle.declaration import FrozenMapping
from symmle.exact import NotEvaluable
from symmle.verification.analysis import Analysis
from symmle.verification.claims import Claim
from symmle.verification.comparison import Comparison, Observation, compare, same, shown, value_at
from symmle.verification.diagnosis import diagnose_derivative, free_of_parameters
from symmle.verification.normal_form import is_zero
from symmle.verification.trials import Trial, trials
from symmle.verification.verdict import Counterexample, Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Equation:
    """A claim beside what was derived.

    Attributes
    ----------
    claim
        What somebody says that it is.
    exact
        The sum over the rows, straight from the declared density: samples are tried on it.
    derived
        The same, reduced to statistics: what is shown.
    textbook
        The same in sums as a textbook writes them: its terms are what a slip is looked for in.
    parameter
        The parameter of a score.
    """

    claim: Claim
    exact: Expr
    derived: Expr
    textbook: Expr
    parameter: Symbol | None = None


def judge_equation(equation: Equation, analysis: Analysis) -> Verdict:
    """Try a claim on samples, and prove it by algebra where it holds on all of them."""
    claim = equation.claim
    found = compare(claim.expression, equation.exact, trials(analysis.model))
    if found.failed:
        return _refuted(equation, found)
    difference = claim.expression - equation.derived
    if not found.undefined and is_zero(difference, analysis.parameters, analysis.likelihood.facts):
        return Verdict(
            claim.subject,
            Outcome.PROVED,
            claim.text,
            equation.derived,
            steps=(f"The difference from what was derived, {equation.derived}, is zero by algebra.",),
        )
    return unproved(claim, equation.derived, found)


def unproved(claim: Claim, derived: Expr | None, found: Comparison) -> Verdict:
    """Return the verdict on a claim that no trial refutes and no algebra proves."""
    agreeing = len(found.observations)
    if agreeing == 0:
        return Verdict(
            claim.subject,
            Outcome.UNDECIDED,
            claim.text,
            derived,
            "it has no real value at any sample that was tried, so nothing could be compared",
        )
    told = "but algebra did not reduce the difference to zero"
    if found.undefined:
        sample = "; ".join(data_lines(found.undefined[0]))
        told = f"but it has no real value at {len(found.undefined)} others, such as {sample}"
    diagnosis = f"it agrees to 30 digits at {agreeing} samples, {told}"
    return Verdict(claim.subject, Outcome.SUPPORTED, claim.text, derived, diagnosis)


def data_lines(trial: Trial) -> tuple[str, ...]:
    """Give the columns of a trial."""
    return tuple(f"{symbol.name} = ({', '.join(map(str, column))})" for symbol, column in trial.data.items())


def _refuted(equation: Equation, found: Comparison) -> Verdict:
    claim, derived, observations = equation.claim, equation.derived, found.observations
    failed = _rationally(found.failed[0], derived)
    diagnosis = diagnose_derivative(observations, equation.textbook, equation.parameter)
    if equation.claim.subject == "log_likelihood" and free_of_parameters(
        observations, claim.expression, equation.exact
    ):
        diagnosis = (
            "it differs from the log-likelihood by something that holds no parameter: its maximum is in the "
            "same place, but it is not the log-likelihood of this density"
        )
    return Verdict(
        claim.subject,
        Outcome.REFUTED,
        claim.text,
        derived,
        diagnosis,
        counterexample_of(failed.trial, failed, failed.trial.values),
    )


def _rationally(failed: Observation, derived: Expr) -> Observation:
    """Take the derived value from the reduced form, where it is the same one: it is rational more often."""
    try:
        reduced = value_at(derived, failed.trial)
    except NotEvaluable:
        return failed
    return replace(failed, derived=reduced) if same(reduced, failed.derived) else failed


def counterexample_of(
    trial: Trial, observation: Observation, values: Mapping[Symbol, Expr]
) -> Counterexample:
    """Write an observation down with its data and values."""
    return Counterexample(
        FrozenMapping({symbol.name: column for symbol, column in trial.data.items()}),
        FrozenMapping({symbol.name: value for symbol, value in values.items()}),
        shown(observation.claimed),
        shown(observation.derived),
    )
