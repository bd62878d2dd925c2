"""Verify a hand derivation, claim by claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from symmle.declaration import Model
from symmle.errors import Category, DeclarationError, DerivationError
from symmle.sample_sum import Sample
from symmle.verification.analysis import Analysis, analyse
from symmle.verification.claims import (
    Claim,
    Written,
    parameter_named,
    read_claim,
    read_expected,
    read_statistic,
    read_target,
)
from symmle.verification.equations import Equation, judge_equation
from symmle.verification.estimators import EstimatorClaim, judge_estimator
from symmle.verification.expected import judge_bias, judge_information
from symmle.verification.sufficiency import judge_sufficient
from symmle.verification.verdict import Outcome, Verdict, together


def verify(
    model: Model,
    *,
    estimator: Mapping[str, Written] | None = None,
    score: Mapping[str, Written] | None = None,
    hessian: Mapping[Any, Written] | None = None,
    log_likelihood: Written | None = None,
    information: Mapping[Any, Written] | None = None,
    bias: Mapping[str, Written] | None = None,
    sufficient: Sequence[Written] | None = None,
) -> Verdict:
    """Check somebody's derivation: proved, refuted, supported by numbers only, or undecided.

    A claim is tried on small samples in exact arithmetic. One sample at which it is wrong refutes it, and is
    shown. A claim that holds on all of them is proved where algebra reduces its difference from what was
    derived to zero; an estimator only where, besides, the derived one is proved to be the global maximum.

    Parameters
    ----------
    model
        The declaration.
    estimator
        The claimed maximiser of each parameter. A key may be an expression in parameters. A claim that holds
        other parameters is conditional on them.
    score
        The claimed derivative of the log-likelihood by each parameter.
    hessian
        The claimed second derivatives, by pairs of names; a single name is the diagonal entry.
    log_likelihood
        The claimed log-likelihood of the sample, constants included.
    information
        The claimed information of one observation, E[score score'], by names or pairs of names; also where
        the density has a kink in a parameter.
    bias
        The claimed bias of each estimator over samples of n rows.
    sufficient
        Statistics that are claimed to be sufficient together; that they are minimal is not claimed.

    Returns
    -------
    Verdict
        With the outcome; a counterexample and a diagnosis where it is refuted; ``parts`` for several claims.

    Raises
    ------
    DeclarationError
        Where a claim cannot be read: TextRefused with its column, or an unknown name.

    Examples
    --------
    >>> model = Model("rate*exp(-rate*x)", data={"x": ">= 0"}, parameters={"rate": "> 0"})
    >>> verify(model, estimator={"rate": "n/sum(x)"}).outcome.value
    'proved'
    >>> print(verify(model, score={"rate": "n/rate + sum(x)"}).diagnosis)
    the term -Σ x_i has the wrong sign
    """
    words = {
        "estimator": estimator,
        "score": score,
        "hessian": hessian,
        "log_likelihood": log_likelihood,
        "information": information,
        "bias": bias,
        "sufficient": sufficient,
    }
    given = {
        word: claims for word, claims in words.items() if claims is not None and claims not in ({}, [], ())
    }
    if not given:
        raise _wrong(f"there is no claim: give one of {', '.join(words)}")
    analysis = _analysis(model)
    sample = _sample(model, analysis)
    readings = [reading for word, claims in given.items() for reading in _read(word, claims, model, sample)]
    statistics = [reading for reading in readings if reading.word == "sufficient"]
    single = [reading for reading in readings if reading.word != "sufficient"] + statistics[:1]
    verdicts = tuple(_judge(reading, readings, model, analysis) for reading in single)
    return together(model.name or "the model", verdicts)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A claim that was read: under which word, and about what."""

    word: str
    about: Any
    claim: Claim


def _analysis(model: Model) -> Analysis | DerivationError:
    """Derive the model, or return the reason why it cannot be."""
    try:
        return analyse(model)
    except DerivationError as error:
        return error


def _sample(model: Model, analysis: Analysis | DerivationError) -> Sample:
    if isinstance(analysis, Analysis):
        return analysis.likelihood.sample
    return Sample(tuple(model.symbols[name] for name in (*model.data, *model.covariates)))


def _read(word: str, claims: Any, model: Model, sample: Sample) -> Iterator[_Reading]:
    if word == "log_likelihood":
        yield _Reading(word, (), read_claim(word, claims, model, sample))
        return
    if word == "sufficient":
        yield from _read_statistics(claims, model, sample)
        return
    if not isinstance(claims, Mapping):
        raise _wrong(f"{word} is a table of names and claims, not {type(claims).__name__}")
    for key, written in claims.items():
        subject = f"{word}[{_told(key)}]"
        about = _about(word, key, model, subject)
        if word == "information":
            yield _Reading(word, about, read_expected(subject, written, model))
        else:
            yield _Reading(word, about, read_claim(subject, written, model, sample))


def _read_statistics(claims: Any, model: Model, sample: Sample) -> Iterator[_Reading]:
    if isinstance(claims, str | Mapping):
        raise _wrong("sufficient is a list of statistics, such as ['sum(x)', 'sum(x**2)']")
    for written in claims:
        yield _Reading("sufficient", (), read_statistic("sufficient", written, model, sample))


def _told(key: object) -> str:
    names = key if isinstance(key, tuple) else (key,)
    return ", ".join(f'"{name}"' for name in names)


def _about(word: str, key: Any, model: Model, subject: str) -> Any:
    """Return what a key names: an expression in parameters, a parameter, or a pair of them."""
    if word == "estimator":
        return read_target(key, model, subject)
    names = _names(key)
    wanted, told = _WANTED[word]
    if wanted == 2 and len(names) == 1:
        names = names * 2
    if len(names) != wanted:
        raise _wrong(f"{subject}: {told}")
    return tuple(parameter_named(name, model, subject) for name in names)


_WANTED = {
    "score": (1, "a score is by one"),
    "hessian": (2, "a second derivative is by two parameters"),
    "information": (2, "an entry of the information is by two parameters"),
    "bias": (1, "a bias is that of one estimator"),
}


def _names(key: Any) -> tuple[Any, ...]:
    """Return the names in a key: a name, a tuple of names, or a text such as ``mu, v``."""
    if isinstance(key, str):
        return tuple(name.strip() for name in key.split(","))
    return tuple(key) if isinstance(key, tuple | list) else (key,)


def _judge(
    reading: _Reading, readings: Sequence[_Reading], model: Model, analysis: Analysis | DerivationError
) -> Verdict:
    if isinstance(analysis, DerivationError):
        if reading.word == "information" and analysis.category == Category.NON_SMOOTH:
            return judge_information(reading.claim, reading.about, model, None)
        return _undecided(reading, analysis)
    try:
        return _judge_derived(reading, readings, analysis)
    except DerivationError as error:
        return _undecided(reading, error)


def _judge_derived(reading: _Reading, readings: Sequence[_Reading], analysis: Analysis) -> Verdict:
    match reading.word:
        case "information":
            return judge_information(reading.claim, reading.about, analysis.model, analysis)
        case "bias":
            return judge_bias(reading.claim, reading.about[0], analysis)
        case "sufficient":
            return judge_sufficient([r.claim for r in readings if r.word == "sufficient"], analysis)
    if reading.word == "estimator":
        return _judge_estimator(reading, readings, analysis)
    return judge_equation(_equation(reading, analysis), analysis)


def _judge_estimator(reading: _Reading, readings: Sequence[_Reading], analysis: Analysis) -> Verdict:
    claims = {r.about: r.claim.expression for r in readings if r.word == "estimator"}
    parameters = set(analysis.parameters)
    whole = {
        target: formula
        for target, formula in claims.items()
        if target in parameters and not formula.free_symbols & parameters
    }
    return judge_estimator(EstimatorClaim(reading.claim, reading.about), whole, analysis)


def _equation(reading: _Reading, analysis: Analysis) -> Equation:
    derivatives = analysis.derivatives
    match reading.word:
        case "score":
            (name,) = reading.about
            symbol = analysis.model.symbols[name]
            exact, read = analysis.score(name), derivatives.textbook_score[name]
            return Equation(reading.claim, exact, derivatives.score[name], read, parameter=symbol)
        case "hessian":
            exact = analysis.second_derivative(*reading.about)
            derived = derivatives.hessian[reading.about]
            return Equation(reading.claim, exact, derived, derived)
    textbook = analysis.likelihood.expression
    return Equation(reading.claim, analysis.log_likelihood(), derivatives.reduction.expression, textbook)


def _undecided(reading: _Reading, error: DerivationError) -> Verdict:
    return Verdict(reading.claim.subject, Outcome.UNDECIDED, reading.claim.text, diagnosis=error.message)


def _wrong(message: str) -> DeclarationError:
    return DeclarationError(message, category=Category.MODEL_INVALID)
