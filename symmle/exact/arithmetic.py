"""Arithmetic that stays rational for as long as it can.

A number is an ``int``, a ``fractions.Fraction``, or a real of an mpmath context (of the double-precision
context ``fp``: a ``float``). Sums, products and whole powers of rationals are rationals; anything else
becomes a real of the context.
"""

from __future__ import annotations

import math
import numbers
from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

import sympy
from mpmath.libmp import NoConvergence, from_rational, round_nearest, to_rational

Number = Any  # int | Fraction | mpf | float: mpmath has no types

EXACT_BITS = 20_000  # a rational power beyond this size is rounded, as writing it out would take over
FAILURES = (ValueError, ZeroDivisionError, OverflowError, NoConvergence, NotImplementedError)


class NotEvaluable(ArithmeticError):  # noqa: N818 - it names a fact about an expression, as StopIteration does
    """An expression has no real value here: it is complex, undefined, or has no evaluation rule."""


def is_exact(number: Number) -> bool:
    """Tell whether a number is held as a rational."""
    return isinstance(number, int | Fraction)


def exact_number(value: object) -> Number:
    """Return the exact value of a number as it was given: a float is the binary fraction that it stores."""
    if isinstance(value, int | Fraction):
        return int(value) if isinstance(value, bool) else value
    if isinstance(value, sympy.Rational | sympy.Float):
        return _exact_sympy(value)
    if hasattr(value, "_mpf_") or not isinstance(value, numbers.Real):
        return value  # mpmath's reals are numbers.Real too, but a float would lose their digits
    return int(value) if isinstance(value, numbers.Integral) else _exact_float(float(value))


def _exact_sympy(value: sympy.Rational | sympy.Float) -> Number:
    if isinstance(value, sympy.Float):
        return Fraction(*to_rational(value._mpf_))
    return int(value.p) if value.q == 1 else Fraction(int(value.p), int(value.q))


def _exact_float(value: float) -> Number:
    if math.isnan(value):
        raise NotEvaluable("a value is not a number (nan)")
    return Fraction(value) if math.isfinite(value) else value


def real(context: Any, number: Number) -> Any:
    """Return a number as a real of the context, correctly rounded."""
    if isinstance(number, float) and not hasattr(context, "make_mpf"):
        return number
    if isinstance(number, Fraction):
        return _real_fraction(context, number)
    if isinstance(number, int) and not hasattr(context, "make_mpf"):
        return _guarded(float, number)
    return context.convert(number)


def _real_fraction(context: Any, number: Fraction) -> Any:
    if not hasattr(context, "make_mpf"):
        return _guarded(float, number)
    return context.make_mpf(from_rational(number.numerator, number.denominator, context.prec, round_nearest))


def _guarded(function: Callable[..., Any], *arguments: Any) -> Any:
    try:
        return function(*arguments)
    except FAILURES as error:
        raise NotEvaluable(str(error)) from error


def checked(context: Any, value: Any) -> Any:
    """Return a real result, or say that it is none."""
    if isinstance(value, int | Fraction):
        return value
    if isinstance(value, context.mpc):
        if value.imag != 0:
            raise NotEvaluable("the value is complex")
        value = value.real
    if context.isnan(value):
        raise NotEvaluable("the value is undefined (nan)")
    return value


def call(context: Any, name: str, *arguments: Number) -> Any:
    """Apply a function of the mpmath context to numbers."""
    reals = [real(context, argument) for argument in arguments]
    # mpmath's context of doubles has no inverse hyperbolic functions
    function = getattr(context, name, None) or getattr(math, name)
    return checked(context, _guarded(function, *reals))


def add(context: Any, terms: Iterable[Number]) -> Number:
    """Return the sum of numbers: the rationals among them are added exactly.

    An undefined sum (oo - oo) is nan, and is refused where it is used or returned: testing here would cost
    more than adding.
    """
    exact: Number = 0
    inexact: Number = None
    for term in terms:
        if isinstance(term, int | Fraction):
            exact += term
        else:
            inexact = term if inexact is None else inexact + term
    if inexact is None:
        return exact
    return inexact + real(context, exact) if exact else inexact


def multiply(context: Any, factors: Iterable[Number]) -> Number:
    """Return the product of numbers; a factor that is exactly zero makes it zero, so that 0 log 0 = 0."""
    exact: Number = 1
    inexact: Number = None
    for factor in factors:
        if isinstance(factor, int | Fraction):
            exact *= factor
        else:
            inexact = factor if inexact is None else inexact * factor
    if inexact is None or exact == 0:
        return exact
    return inexact if exact == 1 else inexact * real(context, exact)


def power(context: Any, base: Number, exponent: Number) -> Number:
    """Return base**exponent for a real result; x**0 is 1, also at x = 0."""
    if exponent == 0 or base == 1:
        return 1
    if base == 0:
        return _power_of_zero(exponent)
    if is_exact(exponent) and exponent == int(exponent):
        return _whole_power(context, base, int(exponent))
    if base < 0:
        raise NotEvaluable("a negative number has no real power of this exponent")
    return _fractional_power(context, base, exponent)


def _power_of_zero(exponent: Number) -> Number:
    if exponent < 0:
        raise NotEvaluable("division by zero")
    return 0


def _whole_power(context: Any, base: Number, exponent: int) -> Number:
    if not is_exact(base):
        return checked(context, _guarded(pow, base, exponent))
    fraction = Fraction(base)
    bits = max(fraction.numerator.bit_length(), fraction.denominator.bit_length())
    if bits * abs(exponent) > EXACT_BITS:
        return checked(context, _guarded(pow, real(context, base), exponent))
    result = fraction**exponent
    return result.numerator if result.denominator == 1 else result


def _fractional_power(context: Any, base: Number, exponent: Number) -> Number:
    if is_exact(base) and is_exact(exponent):
        root = _exact_root(base, Fraction(exponent))
        if root is not None:
            return root
    if exponent == Fraction(1, 2):
        return call(context, "sqrt", base)
    return call(context, "power", base, exponent)


def _exact_root(base: Number, exponent: Fraction) -> Number | None:
    """Return base**exponent where it is rational and the exponent is a half-integer of modest size."""
    if exponent.denominator != 2 or abs(exponent.numerator) > 64:
        return None
    fraction = Fraction(base)
    top, bottom = math.isqrt(fraction.numerator), math.isqrt(fraction.denominator)
    if top * top != fraction.numerator or bottom * bottom != fraction.denominator:
        return None
    return Fraction(top, bottom) ** exponent.numerator
