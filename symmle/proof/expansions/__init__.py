"""Expansions of expressions at an end of a parameter's domain, in powers of t and log(t) as t goes to oo.

SymPy's ``limit`` takes unknown functions for bounded; here an expansion is made of rules that are each a
theorem of calculus, or it is not known.
"""

from __future__ import annotations

from sympy import Derivative, Expr, Rational, S, Symbol, exp, expand_mul, powsimp, zeta
from sympy.functions.elementary.hyperbolic import HyperbolicFunction

from symmle.proof.expansions.rules import RULES, largest_exponent, slope_of_zeta
from symmle.proof.expansions.series import Leading, Reach, Series, UnknownError
from symmle.signs import Facts, Sign, sign

__all__ = ["Leading", "leading_of", "limit_of"]

_ORDER = -Rational(5, 2)  # two below what is asked for: leading terms may cancel


def limit_of(expression: Expr, place: Symbol, end: Expr, facts: Facts, *, above: bool = True) -> Expr | None:
    """Give the limit as a symbol goes to an end, from above or below where it is finite; None if not known.

    Examples
    --------
    >>> from sympy import symbols, log, oo
    >>> x, r = symbols("x r", positive=True)
    >>> limit_of(r * log(1 + x / r), r, oo, Facts({}))
    x
    """
    reach, series = _expanded(expression, place, end, facts, above=above)
    try:
        return reach.limit(series) if series is not None else _exploding(expression, place, end, facts, above)
    except UnknownError:
        return None


def _exploding(expression: Expr, place: Symbol, end: Expr, facts: Facts, above: bool) -> Expr | None:
    """``exp(v)*c -> oo`` as v goes to oo and c to something positive: the largest exponential decides."""
    t, written = _approached(expression, place, end, above=above)
    reach = Reach(t, facts, RULES)
    largest = largest_exponent(reach, written)
    if largest is None:
        return None
    rest = expand_mul(powsimp(expand_mul(written * exp(-largest))))
    limit = reach.limit(reach.expand(rest, _ORDER))
    return {Sign.POSITIVE: S.Infinity, Sign.NEGATIVE: S.NegativeInfinity}.get(sign(limit, facts))


def leading_of(
    expression: Expr, place: Symbol, end: Expr, facts: Facts, *, above: bool = True
) -> Leading | None:
    """Give the leading term, with ``t = place``, ``-place`` or ``1/abs(place - end)``; zero is its own."""
    reach, series = _expanded(expression, place, end, facts, above=above)
    if series is None:
        return None
    try:
        return reach.leading(series)
    except UnknownError:
        return None


def _expanded(
    expression: Expr, place: Symbol, end: Expr, facts: Facts, *, above: bool
) -> tuple[Reach, Series | None]:
    t, written = _approached(expression, place, end, above=above)
    reach = Reach(t, facts, RULES)
    try:
        return reach, reach.expand(written, _ORDER)
    except UnknownError:
        return reach, None


def _approached(expression: Expr, place: Symbol, end: Expr, *, above: bool) -> tuple[Symbol, Expr]:
    """Write the expression in a symbol that goes to oo."""
    t = Symbol("t#", positive=True)
    approach = {S.Infinity: t, S.NegativeInfinity: -t}.get(end, end + (1 / t if above else -1 / t))
    written = expression.xreplace({part: part.rewrite(exp) for part in expression.atoms(HyperbolicFunction)})
    slopes = {part: _slope(part) for part in written.atoms(Derivative)}
    return t, written.xreplace(slopes).xreplace({place: approach})


def _slope(derivative: Expr) -> Expr:
    """Write a derivative of zeta as a function of its place; any other cannot be expanded."""
    (place, order), *others = derivative.variable_count
    plain = not others and isinstance(derivative.expr, zeta) and derivative.expr.args == (place,)
    return slope_of_zeta(order, place) if plain and order.is_Integer else Symbol("unknown#")
