"""A function of one real variable in double precision, with a slower way out where a double fails."""

from __future__ import annotations

import math
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import mpmath
import sympy

from symmle.exact.arithmetic import NotEvaluable, Number, checked, exact_number
from symmle.exact.closures import Closure, Frame, compiled, constant_parts
from symmle.exact.context import working
from symmle.exact.evaluation import evaluate_number

PLAIN_SCALES = (1e-100, 1e100)  # squares of what lies beyond would under- or overflow in double precision
FOLDING_DIGITS = 30
NEAR = 1e-3  # nearer to its anchor than this, relatively, what cancels there needs more than double precision
FAR = 1e6  # further out, the difference of two values of log Gamma has no ten digits left


@dataclass(frozen=True, slots=True)
class Integrand:
    """An expression as a function of one variable, everything else given.

    Attributes
    ----------
    fast, folded
        The closure whose slots are the variable and the largest subexpressions without it, and their values
        in double precision: what does not depend on the variable is computed once.
    slow, exact
        The same expression with the values as they were given, for any precision.
    """

    fast: Closure
    folded: tuple[Number, ...]
    slow: Closure
    exact: tuple[Number, ...]

    def __call__(self, x: Number) -> float:
        """Return the value at x, in double precision where that works."""
        try:
            value = float(self.fast(Frame(mpmath.fp, (x, *self.folded))))
        except (NotEvaluable, OverflowError):
            return self.slowly(x, FOLDING_DIGITS)
        return value if math.isfinite(value) else self.slowly(x, FOLDING_DIGITS)

    def slowly(self, x: Number, digits: int) -> float:
        """Return the value at x, computed with so many digits."""
        with working(digits) as context:
            exact = Fraction(x) if isinstance(x, float) else x
            return _rounded(checked(context, self.slow(Frame(context, (exact, *self.exact)))))

    def far(self, x: float) -> float:
        """Return the value at x, where terms as large as x may cancel: log Gamma(x) - log Gamma(x + 1)."""
        return self(x) if abs(x) < FAR else self.slowly(x, FOLDING_DIGITS + math.ceil(math.log10(abs(x))))

    def beside(self, anchor: Fraction, offset: float) -> float:
        """Return the value at anchor + offset, where the offset may be far below the anchor's last digit."""
        distance = abs(offset)
        near = distance < NEAR * (abs(anchor) or 1)  # at zero it is 1 - exp(-x) that loses its digits
        if near or not PLAIN_SCALES[0] < distance < PLAIN_SCALES[1]:
            return self._nearby(anchor + Fraction(offset), _lost(anchor or Fraction(1), distance))
        return self(float(anchor) + offset)

    def _nearby(self, x: Fraction, lost: int) -> float:
        """Return the value where a difference loses so many digits, or twice as many: 1 - exp(-x**2)."""
        with suppress(NotEvaluable):
            value = self.slowly(x, FOLDING_DIGITS + lost)
            if value < math.inf:
                return value
        return self.slowly(x, FOLDING_DIGITS + 2 * lost)


def _lost(anchor: Fraction, distance: float) -> int:
    return max(0, math.ceil(math.log10(abs(float(anchor))) - math.log10(distance)))


def integrand(expression: sympy.Expr, variable: sympy.Symbol, values: Mapping[Any, object]) -> Integrand:
    """Bind everything in an expression but one variable."""
    constants = constant_parts(expression, (variable,))
    folded = tuple(_double(part, values) for part in constants)
    return Integrand(
        fast=compiled(expression, (variable, *constants)),
        folded=folded,
        slow=compiled(expression, (variable, *values)),
        exact=tuple(_given(value) for value in values.values()),
    )


def _given(value: object) -> Number:
    if isinstance(value, sympy.Expr):
        return evaluate_number(value, {}, digits=FOLDING_DIGITS)
    return exact_number(value)


def _double(part: sympy.Basic, values: Mapping[Any, object]) -> Number:
    """Return a constant part's value; nan, which no arithmetic here lets pass, where it has none."""
    try:
        number = evaluate_number(part, values, digits=FOLDING_DIGITS)
        return number if isinstance(number, int) else float(number)
    except (NotEvaluable, OverflowError):
        return math.nan


def _rounded(value: Number) -> float:
    """Give the nearest double, infinite where the number is beyond them."""
    try:
        return float(value)
    except OverflowError:
        return math.inf if value > 0 else -math.inf
