"""Limits at the ends of a domain, from a table of elementary functions; what is not in it is not said."""

from __future__ import annotations

from collections.abc import Mapping

from sympy import (
    Add,
    Expr,
    Integer,
    Mul,
    Pow,
    S,
    Symbol,
    acosh,
    asinh,
    atan,
    atanh,
    cosh,
    cot,
    erf,
    erfc,
    erfinv,
    exp,
    log,
    pi,
    polygamma,
    sinh,
    tan,
    tanh,
)

from symmle.signs import Facts, Sign, sign

_INFINITE = (S.Infinity, S.NegativeInfinity)
_LINE = {S.Infinity: S.Infinity, S.NegativeInfinity: S.NegativeInfinity}
# Where the argument goes -> where the function goes; everywhere else it is continuous inside its own domain.
_ENDS: Mapping[type, Mapping[Expr, Expr]] = {
    exp: {S.Infinity: S.Infinity, S.NegativeInfinity: S.Zero},
    log: {S.Zero: S.NegativeInfinity, S.Infinity: S.Infinity},
    sinh: _LINE,
    asinh: _LINE,
    cosh: {S.Infinity: S.Infinity, S.NegativeInfinity: S.Infinity},
    acosh: {S.Infinity: S.Infinity},
    tanh: {S.Infinity: S.One, S.NegativeInfinity: S.NegativeOne},
    atanh: {S.One: S.Infinity, S.NegativeOne: S.NegativeInfinity},
    tan: {pi / 2: S.Infinity, -pi / 2: S.NegativeInfinity},
    cot: {S.Zero: S.Infinity, pi: S.NegativeInfinity},
    atan: {S.Infinity: pi / 2, S.NegativeInfinity: -pi / 2},
    erf: {S.Infinity: S.One, S.NegativeInfinity: S.NegativeOne},
    erfc: {S.Infinity: S.Zero, S.NegativeInfinity: Integer(2)},
    erfinv: {S.One: S.Infinity, S.NegativeOne: S.NegativeInfinity},
}
_DIGAMMA = {S.Zero: S.NegativeInfinity, S.Infinity: S.Infinity}


def limit_at_end(expression: Expr, parameter: Symbol, end: Expr, facts: Facts) -> Expr | None:
    """Give the limit as the parameter goes to an end of its domain from inside; None where it is not known.

    Parameters
    ----------
    expression : Expr
        An elementary function of the parameter, continuous inside the domain.
    parameter : Symbol
        What goes to the end.
    end : Expr
        A number, an expression, or an infinity.
    facts : Facts
        What may be used about signs inside the domain.
    """
    if parameter not in expression.free_symbols:
        return expression
    if expression == parameter:
        return end
    if expression.is_Add:
        return _of_sum(expression, parameter, end, facts)
    if expression.is_Mul:
        return _of_product(expression, parameter, end, facts)
    if isinstance(expression, Pow) and not isinstance(expression, exp):
        return _of_power(expression, parameter, end, facts)
    return _of_function(expression, parameter, end, facts)


def _of_sum(expression: Expr, parameter: Symbol, end: Expr, facts: Facts) -> Expr | None:
    limits = [limit_at_end(term, parameter, end, facts) for term in expression.args]
    if any(limit is None for limit in limits) or len(set(limits) & set(_INFINITE)) == 2:
        return None
    return next((limit for limit in limits if limit in _INFINITE), Add(*limits))


def _of_product(expression: Expr, parameter: Symbol, end: Expr, facts: Facts) -> Expr | None:
    limits = [limit_at_end(factor, parameter, end, facts) for factor in expression.args]
    if any(limit is None for limit in limits):
        return None
    if not set(limits) & set(_INFINITE):
        return Mul(*limits)
    signs = [_sign_of(limit, facts) for limit in limits]
    if any(each not in (Sign.POSITIVE, Sign.NEGATIVE) for each in signs):
        return None
    return S.NegativeInfinity if signs.count(Sign.NEGATIVE) % 2 else S.Infinity


def _sign_of(limit: Expr | None, facts: Facts) -> Sign:
    if limit in _INFINITE:
        return Sign.POSITIVE if limit is S.Infinity else Sign.NEGATIVE
    return sign(limit, facts)


def _of_power(expression: Expr, parameter: Symbol, end: Expr, facts: Facts) -> Expr | None:
    base, exponent = expression.args
    if parameter in exponent.free_symbols:
        return _of_known_power(base, exponent, parameter, (end, facts))
    limit = limit_at_end(base, parameter, end, facts)
    if limit is None:
        return None
    if limit not in _INFINITE and limit != 0:
        return limit**exponent
    of_exponent = sign(exponent, facts)
    if of_exponent not in (Sign.POSITIVE, Sign.NEGATIVE):
        return None
    if (of_exponent is Sign.POSITIVE) == (limit == 0):
        return S.Zero
    return _infinite_power(base, exponent, facts)


def _of_known_power(base: Expr, exponent: Expr, parameter: Symbol, at: tuple[Expr, Facts]) -> Expr | None:
    """``c**g``, where c is positive and does not move."""
    end, facts = at
    if parameter in base.free_symbols or sign(base, facts) is not Sign.POSITIVE:
        return None
    inner = limit_at_end(exponent, parameter, end, facts)
    if inner is None or inner.is_finite:
        return None if inner is None else base**inner
    rises = sign(base - 1, facts) if inner is S.Infinity else sign(1 - base, facts)
    return {Sign.POSITIVE: S.Infinity, Sign.NEGATIVE: S.Zero}.get(rises)


def _infinite_power(base: Expr, exponent: Expr, facts: Facts) -> Expr | None:
    """Where a power grows without bound its base has one sign inside the domain, or the power is even."""
    of_base = sign(base, facts)
    if of_base is Sign.POSITIVE or (exponent.is_Integer and exponent % 2 == 0):
        return S.Infinity
    return S.NegativeInfinity if of_base is Sign.NEGATIVE and exponent.is_Integer else None


def _of_function(expression: Expr, parameter: Symbol, end: Expr, facts: Facts) -> Expr | None:
    if isinstance(expression, polygamma) and expression.args[0] == 0:
        ends: Mapping[Expr, Expr] | None = _DIGAMMA
    else:
        ends = _ENDS.get(expression.func)
    inner = limit_at_end(expression.args[-1], parameter, end, facts)
    if ends is None or inner is None:
        return None
    if inner in ends:
        return ends[inner]
    if inner in _INFINITE or (inner.is_number and inner.is_zero is None):
        return None
    return expression.func(*expression.args[:-1], inner)
