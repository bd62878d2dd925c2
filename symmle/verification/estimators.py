"""Verdicts on claims about estimators: whether the claimed formula maximises the likelihood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum

from sympy import Expr, Symbol

from symmle.exact import NotEvaluable, Number
from symmle.verification.analysis import Analysis, Solved, analyse, holding, solve
from symmle.verification.claims import Claim
from symmle.verification.comparison import Comparison, Observation, compare, shown, value_at
from symmle.verification.diagnosis import diagnose_estimator
from symmle.verification.equations import counterexample_of, unproved
from symmle.verification.normal_form import is_zero
from symmle.verification.root import profile_root
from symmle.verification.trials import Trial, trials
from symmle.verification.verdict import Counterexample, Outcome, Verdict

Point = Mapping[Symbol, Number]


@dataclass(frozen=True, slots=True)
class EstimatorClaim:
    """A claimed maximiser: ``target`` is a parameter, or an expression in parameters."""

    claim: Claim
    target: Expr


def judge_estimator(one: EstimatorClaim, others: Mapping[Symbol, Expr], analysis: Analysis) -> Verdict:
    """Compare a claimed estimator with the maximum of the likelihood.

    Parameters
    ----------
    one
        The claim.
    others
        What is claimed, together with it, for single parameters.
    analysis
        The model.
    """
    held = _held(one, analysis)
    if held:
        return _judge_conditional(one, held, analysis)
    solved = solve(analysis.model)
    derived = _closed(one.target, solved, analysis)
    if derived is not None:
        return _judge_closed(one, derived, solved, analysis)
    return _judge_equation_left(one, others, solved, analysis)


def _held(one: EstimatorClaim, analysis: Analysis) -> tuple[str, ...]:
    """Return the parameters that a claim takes as known."""
    return tuple(s.name for s in analysis.parameters if s in one.claim.expression.free_symbols)


def _judge_conditional(one: EstimatorClaim, held: tuple[str, ...], analysis: Analysis) -> Verdict:
    """Judge a claim that holds other parameters: it maximises over the rest while they stand still."""
    aimed = {symbol.name for symbol in one.target.free_symbols}
    if aimed & set(held):
        told = f"the claim holds {', '.join(sorted(aimed & set(held)))} itself, so it is no formula for it"
        return Verdict(one.claim.subject, Outcome.UNDECIDED, one.claim.text, diagnosis=told)
    inner = judge_estimator(one, {}, analyse(holding(analysis.model, held)))
    told = f"It is conditional: a maximum for known {', '.join(held)}."
    return replace(inner, steps=(told, *inner.steps))


def _closed(target: Expr, solved: Solved, analysis: Analysis) -> Expr | None:
    """Return the derived maximiser of the target where it has a closed form free of parameters."""
    closed = {analysis.model.symbols[name]: root for name, root in solved.solution.closed.items()}
    derived = target.xreplace(closed)
    return None if derived.free_symbols & set(analysis.parameters) else derived


def _judge_closed(one: EstimatorClaim, derived: Expr, solved: Solved, analysis: Analysis) -> Verdict:
    claim = one.claim
    chosen = list(_samples(solved, analysis))
    found = compare(claim.expression, derived, chosen)
    if found.failed:
        return _refuted(one, found, derived=derived, solved=solved, analysis=analysis)
    difference = claim.expression - derived
    if found.undefined or not is_zero(difference, analysis.parameters, analysis.likelihood.facts):
        return unproved(claim, derived, found)
    return _graded(claim, derived, solved)


def _graded(claim: Claim, derived: Expr, solved: Solved) -> Verdict:
    """Say no more of a claim than is proved of what it is equal to."""
    equal = f"The claim equals the derived estimator, {derived}, by algebra."
    if not solved.is_global:
        missing = solved.certificate.open_question or "that it is the global maximum is not proved"
        return Verdict(
            claim.subject,
            Outcome.SUPPORTED,
            claim.text,
            derived,
            f"it solves the likelihood equations, but {missing}",
            steps=(equal,),
        )
    conditions = tuple(f"It is the maximum if {condition.relation}." for condition in solved.conditions)
    steps = (equal, *solved.certificate.reasons, *conditions)
    return Verdict(claim.subject, Outcome.PROVED, claim.text, derived, steps=steps)


def _refuted(
    one: EstimatorClaim,
    compared: Comparison,
    *,
    derived: Expr | None,
    solved: Solved,
    analysis: Analysis,
) -> Verdict:
    """Refute by a sample; of several, take the first at which the likelihood tells as well.

    The derived point is the only maximum where that is proved. Where it is not, a claim about one of several
    parameters may belong to a higher point that nobody has found, and nothing is refuted.
    """
    claim = one.claim
    found = [_counterexample(one, o, solved=solved, analysis=analysis) for o in compared.failed]
    telling = [example for example in found if _order(example) == Height.LOWER]
    silent = [example for example in found if _order(example) == Height.UNKNOWN]
    chosen = telling or (silent if solved.is_global else [])
    if not chosen or (not solved.is_global and len(analysis.parameters) > 1):
        told = "it differs from the derived estimator, of which it is not proved that it is the maximum"
        return Verdict(claim.subject, Outcome.UNDECIDED, claim.text, derived, told, found[0])
    return Verdict(
        claim.subject,
        Outcome.REFUTED,
        claim.text,
        derived,
        diagnose_estimator(compared.observations),
        chosen[0],
    )


class Height(StrEnum):
    """How high the likelihood is at the claimed point, against the derived one."""

    LOWER = "lower"
    HIGHER = "higher"
    UNKNOWN = "unknown"  # not told, or the same as far as 50 digits tell


def _order(found: Counterexample) -> Height:
    claimed, derived = found.claimed_log_likelihood, found.derived_log_likelihood
    if claimed is None or derived is None or claimed == derived:
        return Height.UNKNOWN
    return Height.LOWER if claimed < derived else Height.HIGHER


def _counterexample(
    one: EstimatorClaim, observation: Observation, *, solved: Solved, analysis: Analysis
) -> Counterexample:
    """Write down a failing sample, with the log-likelihood at both points where it can be told."""
    trial = observation.trial
    plain = counterexample_of(trial, observation, trial.constants)
    if one.target not in analysis.parameters or analysis.model.constraints:
        return plain  # one parameter moved alone would leave the constraints
    try:
        best = _best_point(solved, analysis, trial)
        if best is None:
            return plain
        claimed = {**best, one.target: observation.claimed}
        if not _admissible(claimed, analysis):
            return plain
        heights = [_log_likelihood(analysis, trial, point) for point in (claimed, best)]
    except NotEvaluable:
        return plain
    return replace(plain, claimed_log_likelihood=shown(heights[0]), derived_log_likelihood=shown(heights[1]))


def _admissible(point: Point, analysis: Analysis) -> bool:
    domains = analysis.model.domains
    return all(domains[symbol].contains(shown(value)) is not False for symbol, value in point.items())


def _log_likelihood(analysis: Analysis, trial: Trial, point: Point) -> Number:
    return value_at(analysis.log_likelihood(), trial, {**point, **trial.constants})


def _best_point(solved: Solved, analysis: Analysis, trial: Trial) -> dict[Symbol, Number] | None:
    """Return the derived maximum on a sample."""
    point: dict[Symbol, Number] = {}
    if solved.solution.remaining:
        root = profile_root(solved, analysis, trial)
        if root is None:
            return None
        point[analysis.model.symbols[solved.solution.remaining[0]]] = root
    for name, expression in solved.solution.closed.items():
        point[analysis.model.symbols[name]] = value_at(expression, trial, {**point, **trial.constants})
    return point


def _samples(solved: Solved, analysis: Analysis) -> Iterator[Trial]:
    """Yield the samples on which the maximum exists, as far as the conditions tell."""
    for trial in trials(analysis.model):
        if all(_holds(condition.relation, trial) for condition in solved.conditions):
            yield trial


def _holds(relation: Expr, trial: Trial) -> bool:
    try:
        return bool(value_at(relation, trial, trial.constants))
    except NotEvaluable:
        return False


def _judge_equation_left(
    one: EstimatorClaim, others: Mapping[Symbol, Expr], solved: Solved, analysis: Analysis
) -> Verdict:
    """Judge a formula for what has none in the derivation: it must at least be a maximum on samples."""
    found = Comparison(tuple(_against_root(one, solved, analysis)) if solved.is_global else (), ())
    if found.failed:
        return _refuted(one, found, derived=None, solved=solved, analysis=analysis)
    claimed = {**others, **({one.target: one.claim.expression} if one.target in analysis.parameters else {})}
    if set(claimed) == set(analysis.parameters):
        return _judge_stationary(one, claimed, solved=solved, analysis=analysis)
    if found.observations:
        return unproved(one.claim, None, found)
    told = (
        "no closed form was derived to compare it with; claim all parameters together, so that they can be "
        "put into the score"
    )
    return Verdict(one.claim.subject, Outcome.UNDECIDED, one.claim.text, diagnosis=told)


def _against_root(one: EstimatorClaim, solved: Solved, analysis: Analysis) -> Iterator[Observation]:
    """Compare a claim with the root of the profile score, found to 50 digits on each sample."""
    for trial in _samples(solved, analysis):
        try:
            best = _best_point(solved, analysis, trial)
            if best is not None:
                derived = value_at(one.target, trial, {**best, **trial.constants})
                yield Observation(trial, value_at(one.claim.expression, trial, trial.constants), derived)
        except NotEvaluable:
            continue


def _judge_stationary(
    one: EstimatorClaim, claimed: Mapping[Symbol, Expr], *, solved: Solved, analysis: Analysis
) -> Verdict:
    """Put a claim for all parameters into the score: at an interior maximum it vanishes."""
    claim, tried = one.claim, []
    scores = [analysis.score(symbol.name) for symbol in analysis.parameters]
    for trial in _samples(solved, analysis):
        for observation in _scores_at(claimed, scores, trial, analysis):
            tried.append(observation)
            if not observation.agrees:
                return _not_stationary(claim, observation)
    if not _vanishes(claimed, analysis):
        return unproved(claim, None, Comparison(tuple(tried), ()))
    if solved.is_global:
        told = "The score vanishes there by algebra, and its only root is the global maximum."
        return Verdict(claim.subject, Outcome.PROVED, claim.text, steps=(told, *solved.certificate.reasons))
    missing = "the score vanishes there by algebra, but that it is the global maximum is not proved"
    return Verdict(claim.subject, Outcome.SUPPORTED, claim.text, diagnosis=missing)


def _not_stationary(claim: Claim, observation: Observation) -> Verdict:
    told = (
        "the score does not vanish at the claimed point: 'claimed' is the score there, 'derived' is the zero "
        "that it must be"
    )
    found = counterexample_of(observation.trial, observation, observation.trial.constants)
    return Verdict(claim.subject, Outcome.REFUTED, claim.text, None, told, found)


def _vanishes(claimed: Mapping[Symbol, Expr], analysis: Analysis) -> bool:
    """Tell whether the whole score is zero by algebra once a claim is put in."""
    facts = analysis.likelihood.facts
    scores = [analysis.derivatives.score[symbol.name] for symbol in analysis.parameters]
    return all(is_zero(score.xreplace(dict(claimed)), analysis.parameters, facts) for score in scores)


def _scores_at(
    claimed: Mapping[Symbol, Expr], scores: Iterable[Expr], trial: Trial, analysis: Analysis
) -> Iterator[Observation]:
    """Yield the scores at the claimed point of a sample, where it lies inside the domains."""
    with suppress(NotEvaluable):
        point = {symbol: value_at(formula, trial, trial.constants) for symbol, formula in claimed.items()}
        if _is_interior(point, analysis):
            for score in scores:
                yield Observation(trial, value_at(score, trial, {**point, **trial.constants}), 0)


def _is_interior(point: Point, analysis: Analysis) -> bool:
    """Tell whether a point lies inside: on a closed end, a maximum need not be a root of the score."""
    domains = analysis.model.domains
    ends = [(shown(value), domains[symbol]) for symbol, value in point.items()]
    return _admissible(point, analysis) and all(value not in {d.lower, d.upper} for value, d in ends)
