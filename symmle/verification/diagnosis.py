"""What is wrong with a claim, in a sentence: the usual slips of a hand derivation, known by their numbers.

A refutation stands on its counterexample; the diagnosis only names a pattern that all trials show.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Final

from sympy import Add, Expr, Symbol

from symmle.exact import NotEvaluable, Number, add, multiply, power, working
from symmle.exposition import text_of
from symmle.verification.comparison import DIGITS, Observation, same, value_at

Pattern = Callable[[Number, int], Number]  # the derived value and n -> what a slip would make of it

FEWEST: Final = 2  # trials that must show a pattern


def _times(*factors: Number) -> Number:
    with working(2 * DIGITS) as context:
        return multiply(context, factors)


def _power(base: Number, exponent: Number) -> Number:
    with working(2 * DIGITS) as context:
        return power(context, base, exponent)


_HALF: Final = Fraction(1, 2)

_MLE: Final = "the maximum likelihood estimate"
_BIAS: Final = "a correction for bias that the likelihood does not make"

_ESTIMATOR_SLIPS: Final[tuple[tuple[Pattern, str], ...]] = (
    (
        lambda d, n: _times(d, Fraction(n, n - 1)),
        f"it divides by n - 1 where the likelihood divides by n: it is n/(n - 1) times {_MLE}",
    ),
    (
        lambda d, n: _times(d, Fraction(n, n + 1)),
        f"it divides by n + 1 where the likelihood divides by n: it is n/(n + 1) times {_MLE}",
    ),
    (lambda d, n: _times(d, Fraction(n - 1, n)), f"it is (n - 1)/n times {_MLE}: {_BIAS}"),
    (lambda d, n: _times(d, Fraction(n - 2, n)), f"it is (n - 2)/n times {_MLE}: {_BIAS}"),
    (
        lambda d, _: _power(d, _HALF),
        f"it is the square root of {_MLE}: a standard deviation where the parameter is the variance",
    ),
    (
        lambda d, _: _power(d, 2),
        f"it is the square of {_MLE}: a variance where the parameter is the standard deviation",
    ),
    (
        lambda d, _: _power(d, -1),
        f"it is the reciprocal of {_MLE}: a scale where the parameter is a rate, or the other way round",
    ),
    (
        lambda d, n: _power(_times(d, Fraction(n, n - 1)), _HALF),
        f"it is the square root of {_MLE}, and divides by n - 1 where the likelihood divides by n",
    ),
    (
        lambda d, n: _times(_power(d, 2), Fraction(n, n - 1)),
        f"it is the square of {_MLE}, and divides by n - 1 where the likelihood divides by n",
    ),
    (_times, f"it is n times {_MLE}: the sum where the mean is wanted"),
)

_DERIVATIVE_SLIPS: Final[tuple[tuple[Pattern, str], ...]] = (
    (
        lambda d, n: _times(d, Fraction(1, n)),
        "it is 1/n times what was derived: the mean over the sample where the log-likelihood is a sum",
    ),
    (_times, "it is n times what was derived: the sum over the sample is taken twice"),
    (lambda d, n: _times(d, Fraction(n - 1, n)), "it has n - 1 where the likelihood has n"),
    (lambda d, n: _times(d, Fraction(n, n - 1)), "it divides by n - 1 where the likelihood divides by n"),
)


def diagnose_estimator(observations: Sequence[Observation]) -> str:
    """Name the slip in an estimator."""
    return _first(
        (
            _by_pattern(observations, _ESTIMATOR_SLIPS),
            _by_constant_factor(observations, _MLE),
        )
    )


def diagnose_derivative(
    observations: Sequence[Observation], derived: Expr, parameter: Symbol | None = None
) -> str:
    """Name the slip in a score, a Hessian entry or a log-likelihood."""
    return _first(
        (
            _by_constant_factor(observations, "what was derived"),
            _by_pattern(observations, _DERIVATIVE_SLIPS),
            _by_parametrisation(observations, parameter),
            _by_term(observations, derived),
        )
    )


def _first(found: Sequence[str]) -> str:
    return next((sentence for sentence in found if sentence), "")


def _by_pattern(observations: Sequence[Observation], slips: Sequence[tuple[Pattern, str]]) -> str:
    for pattern, sentence in slips:

        def expected(o: Observation, pattern: Pattern = pattern) -> Number:
            return pattern(o.derived, o.trial.size)

        if _all_show(observations, expected):
            return sentence
    return ""


def _all_show(observations: Sequence[Observation], expected: Callable[[Observation], Number]) -> bool:
    """Tell whether every claimed value is the expected one, at trials where that says something."""
    telling = [o for o in observations if o.derived != 0 or o.claimed != 0]
    if len(telling) < FEWEST:
        return False
    try:
        return all(same(o.claimed, expected(o)) for o in telling)
    except (NotEvaluable, ZeroDivisionError):
        return False


def _by_constant_factor(observations: Sequence[Observation], what: str) -> str:
    first = next((o for o in observations if o.derived != 0 and o.claimed != 0), None)
    if first is None:
        return ""
    factor = _small_rational(_times(first.claimed, _power(first.derived, -1)))
    if factor is None or not _all_show(observations, lambda o: _times(factor, o.derived)):
        return ""
    if factor == -1:
        return f"it has the opposite sign of {what}"
    return f"it is {factor} times {what}"


def _small_rational(number: Number) -> Fraction | None:
    """Return the simple fraction that a number is, if it is one."""
    nearest = Fraction(number) if isinstance(number, int | Fraction) else Fraction(str(number))
    simple = nearest.limit_denominator(100)
    return simple if abs(simple.numerator) <= 100 and same(number, simple) else None


def _by_parametrisation(observations: Sequence[Observation], parameter: Symbol | None) -> str:
    """Recognise a derivative by a function of the parameter: the chain rule's factor gives it away."""
    if parameter is None:
        return ""
    name = parameter.name
    slopes: tuple[tuple[str, Callable[[Number], Number]], ...] = (
        (f"sqrt({name})", lambda p: _times(2, _power(p, _HALF))),
        (f"{name}**2", lambda p: _power(_times(2, p), -1)),
        (f"1/{name}", lambda p: _times(-1, _power(p, 2))),
        (f"log({name})", lambda p: p),
    )
    for transformed, slope in slopes:

        def expected(o: Observation, slope: Callable[[Number], Number] = slope) -> Number:
            return _times(o.derived, slope(value_at(parameter, o.trial)))

        if _all_show(observations, expected):
            return f"it is the derivative by {transformed}, not by {name}"
    return ""


def _by_term(observations: Sequence[Observation], derived: Expr) -> str:
    """Recognise one term of the derived sum that is missing, or stands with the wrong sign or factor."""
    for term in _terms(derived):
        for factor, sentence in _TERM_SLIPS:

            def expected(o: Observation, term: Expr = term, factor: Number = factor) -> Number:
                with working(2 * DIGITS) as context:
                    return add(context, (o.derived, _times(factor, value_at(term, o.trial))))

            if _all_show(observations, expected):
                return sentence.format(text_of(term))
    return ""


_TERM_SLIPS: Final[tuple[tuple[Number, str], ...]] = (
    (-1, "the term {} is missing"),
    (-2, "the term {} has the wrong sign"),
    (1, "the term {} is taken twice"),
    (Fraction(-1, 2), "the term {} lacks a factor 2"),
)


def _terms(derived: Expr) -> Iterator[Expr]:
    terms = Add.make_args(derived)
    return iter(terms if len(terms) > 1 else ())


def free_of_parameters(observations: Sequence[Observation], claimed: Expr, derived: Expr) -> bool:
    """Tell whether claim and derivation differ by something without parameters, so that no maximum moves.

    The trials hold different parameter values; a difference that does not depend on them is the same when the
    parameters of one trial are put with the data of another.
    """
    if len(observations) < FEWEST:
        return False
    try:
        return all(_steady(o, observations, claimed - derived) for o in observations[:FEWEST])
    except NotEvaluable:
        return False


def _steady(observation: Observation, others: Sequence[Observation], difference: Expr) -> bool:
    here = value_at(difference, observation.trial)
    constants = observation.trial.constants
    moved = [value_at(difference, observation.trial, {**o.trial.parameters, **constants}) for o in others]
    return all(same(here, there) for there in moved)
