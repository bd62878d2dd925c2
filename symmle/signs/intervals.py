"""Interval arithmetic with exact ends."""

from __future__ import annotations

from collections.abc import Callable

from sympy import (
    Add,
    Expr,
    Integer,
    Mul,
    NumberSymbol,
    Pow,
    S,
    atan,
    cos,
    erf,
    erfc,
    exp,
    log,
    pi,
    sin,
    tan,
    tanh,
)

from symmle.sample_sum import Statistic, StatisticKind
from symmle.signs.facts import Facts, Range

_AVERAGES = (StatisticKind.MEAN, StatisticKind.MINIMUM, StatisticKind.MAXIMUM, StatisticKind.MEDIAN)


def range_of(expression: Expr, facts: Facts) -> Range:
    """Give an interval that holds every value of the expression; its ends are rational or infinite."""
    if expression.is_Rational or isinstance(expression, NumberSymbol):
        return Range(expression, expression, False, False)
    if expression.is_Symbol:
        return facts.range_of(expression)
    rule = _RULES.get(expression.func)
    found = Range.line() if rule is None else rule(expression, facts)
    return Range.line() if S.NaN in (found.lower, found.upper) else found


def _of_power(expression: Expr, facts: Facts) -> Range:
    """``0 < b < 1`` and ``e > 0`` give ``0 < b**e < 1``; ``b > 1`` and ``e > 0`` give ``b**e > 1``."""
    base, exponent = range_of(expression.base, facts), range_of(expression.exp, facts)
    even = expression.exp.is_Integer and expression.exp > 0 and expression.exp % 2 == 0
    if even and base.lower >= -1 and base.upper <= 1:
        return Range(S.Zero, S.One, False, _stays_inside(base))
    if not (exponent.lower > 0 or (exponent.lower == 0 and exponent.lower_open)):
        return Range.line()
    if base.lower >= 0 and base.upper <= 1:
        return Range(S.Zero, S.One, base.lower > 0 or base.lower_open, base.upper < 1 or base.upper_open)
    if base.lower >= 1:
        return Range(S.One, S.Infinity, base.lower > 1 or base.lower_open, True)
    return Range.line()


def _stays_inside(base: Range) -> bool:
    """Whether neither end of -1 and 1 is attained."""
    return bool((base.lower > -1 or base.lower_open) and (base.upper < 1 or base.upper_open))


def _of_statistic(statistic: Statistic, facts: Facts) -> Range:
    if statistic.kind in _AVERAGES:
        return range_of(statistic.expressions[0], facts)
    if statistic.kind is StatisticKind.COVARIANCE:
        return Range.line()
    return Range(S.Zero, S.Infinity, statistic.kind is StatisticKind.SIZE, True)


def _of_sum(expression: Expr, facts: Facts) -> Range:
    parts = [range_of(term, facts) for term in expression.args]
    lower, upper = Add(*[p.lower for p in parts]), Add(*[p.upper for p in parts])
    return Range(lower, upper, any(p.lower_open for p in parts), any(p.upper_open for p in parts))


def _of_multiple(expression: Expr, facts: Facts) -> Range:
    """A rational multiple of a range, or of a product of ranges that are not negative."""
    factor, rest = expression.as_coeff_Mul()
    if not factor.is_Rational:
        return Range.line()
    inner = _of_product(rest, facts) if rest.is_Mul else range_of(rest, facts)
    if factor > 0:
        return Range(factor * inner.lower, factor * inner.upper, inner.lower_open, inner.upper_open)
    return Range(factor * inner.upper, factor * inner.lower, inner.upper_open, inner.lower_open)


def _of_product(expression: Expr, facts: Facts) -> Range:
    """Factors that are not negative: the products of the ends, where an end that is zero stays zero."""
    parts = [range_of(factor, facts) for factor in expression.args]
    if any(part.lower < 0 for part in parts):
        return Range.line()
    lower = S.Zero if any(part.lower == 0 for part in parts) else Mul(*[part.lower for part in parts])
    upper = S.Infinity if any(part.upper is S.Infinity for part in parts) else Mul(*[p.upper for p in parts])
    attained = all(not part.lower_open for part in parts) if lower != 0 else _reaches_zero(parts)
    return Range(lower, upper, not attained, any(part.upper_open for part in parts))


def _reaches_zero(parts: list[Range]) -> bool:
    return any(part.lower == 0 and not part.lower_open for part in parts)


def _of_exp(expression: Expr, facts: Facts) -> Range:
    inner = range_of(expression.args[0], facts)
    lower, lower_open = (S.One, inner.lower_open) if inner.lower == 0 else (S.Zero, True)
    upper, upper_open = (S.One, inner.upper_open) if inner.upper == 0 else (S.Infinity, True)
    return Range(lower, upper, lower_open, upper_open)


def _of_log(expression: Expr, facts: Facts) -> Range:
    inner = range_of(expression.args[0], facts)
    lower, lower_open = (S.Zero, inner.lower_open) if inner.lower == 1 else (S.NegativeInfinity, True)
    upper, upper_open = (S.Zero, inner.upper_open) if inner.upper == 1 else (S.Infinity, True)
    return Range(lower, upper, lower_open, upper_open)


def _of_sin(expression: Expr, facts: Facts) -> Range:
    """Between 0 and pi the sine is positive, and it is nowhere beyond one."""
    return _arch(range_of(expression.args[0], facts), S.Zero)


def _of_cos(expression: Expr, facts: Facts) -> Range:
    """The cosine is the sine a quarter of a turn before."""
    return _arch(range_of(expression.args[0], facts), -pi / 2)


def _arch(inner: Range, start: Expr) -> Range:
    """Give the range of a half wave that starts at zero, has its top at one and ends at zero."""
    top, end = start + pi / 2, start + pi
    if not (start <= inner.lower and inner.upper <= end):
        return Range(S.NegativeOne, S.One, False, False)
    stays_above = (inner.lower > start or inner.lower_open) and (inner.upper < end or inner.upper_open)
    stays_below = _misses(inner, top)
    return Range(S.Zero, S.One, stays_above, stays_below)


def _misses(inner: Range, point: Expr) -> bool:
    below = inner.upper < point or (inner.upper == point and inner.upper_open)
    above = inner.lower > point or (inner.lower == point and inner.lower_open)
    return bool(below or above)


def _of_tan(expression: Expr, facts: Facts) -> Range:
    """On the right of zero and before a quarter of a turn the tangent is positive."""
    inner = range_of(expression.args[0], facts)
    if inner.lower >= 0 and (inner.upper < pi / 2 or (inner.upper == pi / 2 and inner.upper_open)):
        return Range(S.Zero, S.Infinity, inner.lower > 0 or inner.lower_open, True)
    return Range.line()


def _between(lower: Expr, upper: Expr) -> Callable[[Expr, Facts], Range]:
    """Give the range of a function that takes the values strictly between two numbers."""
    return lambda expression, facts: Range(lower, upper)


_RULES: dict[type, Callable[[Expr, Facts], Range]] = {
    Statistic: _of_statistic,
    Add: _of_sum,
    Mul: _of_multiple,
    Pow: _of_power,
    exp: _of_exp,
    log: _of_log,
    sin: _of_sin,
    cos: _of_cos,
    tan: _of_tan,
    atan: _between(-pi / 2, pi / 2),
    tanh: _between(S.NegativeOne, S.One),
    erf: _between(S.NegativeOne, S.One),
    erfc: _between(S.Zero, Integer(2)),
}
