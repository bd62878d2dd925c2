"""Verify a hand derivation, claim by claim."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from symmle.declaration import Model
from symmle.errors import Category, DeclarationError, DerivationError
from symmle.sample_sum import Sample
from symmle.verification.analysis import Analysis, analyse
from symmle.verification.claims import Claim, Written, parameter_named, read_claim, read_target
from symmle.verification.equations import Equation, judge_equation
from symmle.verification.estimators import EstimatorClaim, judge_estimator
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
    information, bias, sufficient
        Not supported yet.

    Returns
    -------
    Verdict
        With the outcome; a counterexample and a diagnosis where it is refuted; ``parts`` for several claims.

    Raises
    ------
    DeclarationError
        Where a claim cannot be read: TextRefused with its column, or an unknown name.
    DerivationError
        Where a kind of claim is not supported.

    Examples
    --------
    >>> model = Model("rate*exp(-rate*x)", data={"x": ">= 0"}, parameters={"rate": "> 0"})
    >>> verify(model, estimator={"rate": "n/sum(x)"}).outcome.value
    'proved'
    >>> print(verify(model, score={"rate": "n/rate + sum(x)"}).diagnosis)
    the term -Σ x_i has the wrong sign
    """
    _refuse_unsupported(information=information, bias=bias, sufficient=sufficient)
    words = {"estimator": estimator, "score": score, "hessian": hessian, "log_likelihood": log_likelihood}
    given = {word: claims for word, claims in words.items() if claims is not None and claims != {}}
    if not given:
        raise _wrong("there is no claim: give an estimator, a score, a hessian or a log_likelihood")
    analysis = _analysis(model)
    sample = _sample(model, analysis)
    readings = [reading for word, claims in given.items() for reading in _read(word, claims, model, sample)]
    if isinstance(analysis, DerivationError):
        return together(model.name or "the model", tuple(_undecided(r, analysis) for r in readings))
    verdicts = tuple(_judge(reading, readings, analysis) for reading in readings)
    return together(model.name or "the model", verdicts)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A claim that was read: under which word, and about what."""

    word: str
    about: Any
    claim: Claim


def _refuse_unsupported(**words: Any) -> None:
    for word, claims in words.items():
        if claims is not None:
            message = f"claims about {word} are not yet supported"
            raise DerivationError(message, category=Category.MODEL_INVALID)


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
    if not isinstance(claims, Mapping):
        raise _wrong(f"{word} is a table of names and claims, not {type(claims).__name__}")
    for key, written in claims.items():
        subject = f"{word}[{_told(key)}]"
        yield _Reading(word, _about(word, key, model, subject), read_claim(subject, written, model, sample))


def _told(key: object) -> str:
    names = key if isinstance(key, tuple) else (key,)
    return ", ".join(f'"{name}"' for name in names)


def _about(word: str, key: Any, model: Model, subject: str) -> Any:
    """Return what a key names: an expression in parameters, a parameter, or a pair of them."""
    if word == "estimator":
        return read_target(key, model, subject)
    names = _names(key)
    if word == "hessian" and len(names) == 1:
        names = names * 2
    if len(names) != (2 if word == "hessian" else 1):
        wanted = "a second derivative is by two parameters" if word == "hessian" else "a score is by one"
        raise _wrong(f"{subject}: {wanted}")
    return tuple(parameter_named(name, model, subject) for name in names)


def _names(key: Any) -> tuple[Any, ...]:
    """Return the names in a key: a name, a tuple of names, or a text such as ``mu, v``."""
    if isinstance(key, str):
        return tuple(name.strip() for name in key.split(","))
    return tuple(key) if isinstance(key, tuple | list) else (key,)


def _judge(reading: _Reading, readings: Sequence[_Reading], analysis: Analysis) -> Verdict:
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
    try:
        return judge_estimator(EstimatorClaim(reading.claim, reading.about), whole, analysis)
    except DerivationError as error:
        return _undecided(reading, error)


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
