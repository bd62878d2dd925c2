"""Whether an expression is defined and continuous in a parameter all over its domain.

An argument from the sign of a derivative, or from the roots of a score, holds on an interval without poles:
``1/t - t`` falls wherever it is defined and has two roots.
"""

from __future__ import annotations

from sympy import (
    Basic,
    Expr,
    S,
    Symbol,
    asinh,
    atan,
    besseli,
    cos,
    cosh,
    erf,
    erfc,
    exp,
    gamma,
    log,
    loggamma,
    polygamma,
    sin,
    sinh,
    tanh,
)

from symmle.sample_sum import SampleSum
from symmle.signs.facts import Facts
from symmle.signs.prover import sign
from symmle.signs.words import Sign

_ENTIRE = (exp, sin, cos, sinh, cosh, tanh, atan, asinh, erf, erfc)
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
    if not all(is_smooth(part, place, facts) for part in expression.args):
        return False
    if expression.is_Add or expression.is_Mul or isinstance(expression, _ENTIRE):
        return True
    if expression.is_Pow:
        return _power_is_smooth(expression, facts)
    argument = expression.args[-1]
    return isinstance(expression, _ON_POSITIVE) and sign(argument, facts) is Sign.POSITIVE


def _power_is_smooth(expression: Expr, facts: Facts) -> bool:
    base, exponent = expression.as_base_exp()
    if base is S.Exp1 or (exponent.is_Integer and exponent >= 0):
        return True
    found = sign(base, facts)
    return found is Sign.POSITIVE or bool(exponent.is_Integer and found.is_nonzero)
