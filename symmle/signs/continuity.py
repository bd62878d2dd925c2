"""Whether an expression is defined and continuous in a parameter all over its domain.

An argument from the sign of a derivative, or from the roots of a score, holds on an interval without poles:
``1/t - t`` falls wherever it is defined and has two roots.
"""

from __future__ import annotations

from sympy import (
    Basic,
    Derivative,
    Expr,
    S,
    Symbol,
    acos,
    acosh,
    asin,
    asinh,
    atan,
    atanh,
    besseli,
    cos,
    cosh,
    cot,
    erf,
    erfc,
    erfinv,
    exp,
    gamma,
    log,
    loggamma,
    pi,
    polygamma,
    sin,
    sinh,
    tan,
    tanh,
    zeta,
)

from symmle.notation.inverses import inverse_digamma
from symmle.sample_sum import SampleSum
from symmle.signs.facts import Facts
from symmle.signs.intervals import range_of
from symmle.signs.prover import sign
from symmle.signs.words import Sign

_ENTIRE = (exp, sin, cos, sinh, cosh, tanh, atan, asinh, erf, erfc, inverse_digamma)
# Functions that are smooth strictly between two numbers.
_BETWEEN = {
    tan: (-pi / 2, pi / 2),
    cot: (S.Zero, pi),
    atanh: (S.NegativeOne, S.One),
    erfinv: (S.NegativeOne, S.One),
    asin: (S.NegativeOne, S.One),
    acos: (S.NegativeOne, S.One),
    acosh: (S.One, S.Infinity),
    zeta: (S.One, S.Infinity),
}
_ON_POSITIVE = (log, gamma, loggamma, polygamma, besseli)


def is_continuous(expression: Expr, place: Symbol, facts: Facts) -> bool:
    """Whether the expression is proved to be continuous in the parameter on a domain without gaps.

    Parameters
    ----------
    expression : Expr
        In statistics, sums over the sample, constants and parameters.
    place : Symbol
        The parameter.
    facts : Facts
        Where it lives, and what is known of signs.
    """
    domain = facts.domains.get(place)
    connected = domain is not None and not (domain.nonzero or domain.integer or domain.members is not None)
    return connected and is_smooth(expression, place, facts)


def is_smooth(expression: Basic, place: Symbol, facts: Facts) -> bool:
    """Whether no pole, no branch point and no kink in the parameter lies where the facts hold."""
    if isinstance(expression, SampleSum):
        return is_smooth(expression.summand, place, facts)
    if place not in expression.free_symbols or expression == place:
        return True
    if isinstance(expression, Derivative):  # of an analytic function
        return isinstance(expression.expr, zeta) and is_smooth(expression.expr, place, facts)
    if not all(is_smooth(part, place, facts) for part in expression.args):
        return False
    return bool(expression.is_Add or expression.is_Mul) or _is_smooth_layer(expression, facts)


def _is_smooth_layer(expression: Expr, facts: Facts) -> bool:
    """Whether a power or a function is smooth wherever its arguments may lie."""
    if expression.is_Pow:
        return _power_is_smooth(expression, facts)
    if expression.func in _BETWEEN:
        return _lies_between(expression.args[0], *_BETWEEN[expression.func], facts)
    if isinstance(expression, _ON_POSITIVE):
        return sign(expression.args[-1], facts) is Sign.POSITIVE
    return isinstance(expression, _ENTIRE)


def _lies_between(argument: Expr, lower: Expr, upper: Expr, facts: Facts) -> bool:
    reach = range_of(argument, facts)
    above = reach.lower > lower or (reach.lower == lower and reach.lower_open)
    return bool(above and (reach.upper < upper or (reach.upper == upper and reach.upper_open)))


def _power_is_smooth(expression: Expr, facts: Facts) -> bool:
    base, exponent = expression.as_base_exp()
    if base is S.Exp1 or (exponent.is_Integer and exponent >= 0):
        return True
    found = sign(base, facts)
    return found is Sign.POSITIVE or bool(exponent.is_Integer and found.is_nonzero)
