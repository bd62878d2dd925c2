"""Two expressions compared: tried exactly on samples, then, where they agree, proved equal by algebra."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from sympy import Expr, Float, Rational, Symbol

from symmle.exact import NotEvaluable, Number, is_exact, real, working
from symmle.sample_sum.evaluation import evaluate_sample_number
from symmle.verification.trials import Trial

DIGITS: Final = 50
RELATIVE: Final = Rational(1, 10**30)  # two values further apart than this are different
ABSOLUTE: Final = Rational(1, 10**40)  # below it, a value that cancelled is not told from zero


@dataclass(frozen=True, slots=True)
class Observation:
    """What two expressions came to at one trial."""

    trial: Trial
    claimed: Number
    derived: Number

    @property
    def agrees(self) -> bool:
        """Whether the two values are the same as far as 50 digits tell."""
        return same(self.claimed, self.derived)


def same(first: Number, second: Number) -> bool:
    """Tell whether two numbers agree: exactly where they are rational, else to 30 digits."""
    if is_exact(first) and is_exact(second):
        return bool(first == second)
    with working(2 * DIGITS) as context:
        a, b = real(context, first), real(context, second)
        if context.isinf(a) or context.isinf(b):
            return bool(a == b)
        return bool(abs(a - b) <= max(_mpf(context, RELATIVE) * max(abs(a), abs(b)), _mpf(context, ABSOLUTE)))


def _mpf(context: Any, number: Rational) -> Any:
    return real(context, Fraction(int(number.p), int(number.q)))


def value_at(expression: Expr, trial: Trial, values: Mapping[Symbol, Any] | None = None) -> Number:
    """Evaluate an expression at a trial; ``values`` in place of its parameters."""
    chosen = trial.values if values is None else values
    return evaluate_sample_number(expression, trial.data, None, chosen, digits=DIGITS)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides at all trials.

    Attributes
    ----------
    observations
        The trials at which both have a value.
    undefined
        The trials at which only the derived side has one.
    """

    observations: tuple[Observation, ...]
    undefined: tuple[Trial, ...]

    @property
    def failed(self) -> tuple[Observation, ...]:
        """The observations that do not agree."""
        return tuple(o for o in self.observations if not o.agrees)


def compare(claimed: Expr, derived: Expr, chosen: Iterable[Trial]) -> Comparison:
    """Evaluate both sides at each trial, leaving out those where the derived side has no value."""
    observations: list[Observation] = []
    undefined: list[Trial] = []
    for trial in chosen:
        try:
            true = value_at(derived, trial)
        except NotEvaluable:
            continue
        try:
            observations.append(Observation(trial, value_at(claimed, trial), true))
        except NotEvaluable:
            undefined.append(trial)
    return Comparison(tuple(observations), tuple(undefined))


def shown(number: Number) -> Expr:
    """Return a number as an exact rational or a 50-digit real."""
    if is_exact(number):
        fraction = Fraction(number)
        return Rational(fraction.numerator, fraction.denominator)
    return Float(number, DIGITS)
