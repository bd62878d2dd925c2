"""Inequalities of one function, which the lemmas name: Bessel, zeta, polygamma, log(1 + exp(t))."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sympy import Derivative, Expr, Rational, besseli, polygamma, zeta

from symmle.signs.exponentials import rational_polynomial
from symmle.signs.scaling import ABOVE, EXPONENTIAL, PLACE, scalings
from symmle.signs.words import Prove, Sign


def bessel_sign(expression: Expr, prove: Prove, depth: int) -> Sign:
    """Every term of the power series of I0 is positive; that of I1, I2, ... on the positive half-line."""
    order, argument = expression.args
    if order == 0 and argument.is_real:
        return Sign.POSITIVE
    above = order.is_nonnegative and prove(argument, depth) is Sign.POSITIVE
    return Sign.POSITIVE if above else Sign.UNKNOWN


def bessel_convexity(expression: Expr, prove: Prove, depth: int) -> Sign:
    """``1/2 + I2(k)/(2*I0(k)) - I1(k)**2/I0(k)**2 > 0``: the second derivative of log I0."""
    return _stated(expression, _second_of_bessel(expression))


def _second_of_bessel(expression: Expr) -> Iterator[Expr]:
    for part in sorted(expression.atoms(besseli), key=str):
        order, k = part.args
        if order == 0 and k.is_real:
            first, second = besseli(1, k) / part, besseli(2, k) / part
            yield Rational(1, 2) + second / 2 - first**2


def zeta_convexity(expression: Expr, prove: Prove, depth: int) -> Sign:
    """``zeta''(s)/zeta(s) - zeta'(s)**2/zeta(s)**2 > 0`` for s > 1."""
    parts = [p for p in sorted(expression.atoms(zeta), key=str) if p.args[0].is_Symbol]
    found = [p for p in parts if prove(p.args[0] - 1, depth - 1) is Sign.POSITIVE]
    return _stated(expression, (_second_of_zeta(p) for p in found))


def _second_of_zeta(part: Expr) -> Expr:
    s = part.args[0]
    return Derivative(part, (s, 2)) / part - Derivative(part, s) ** 2 / part**2


def _stated(expression: Expr, positive: Iterable[Expr]) -> Sign:
    """Compare, up to a rational factor, with what is stated to be positive."""
    content, primitive = expression.primitive()
    for stated in positive:
        of_stated, plain = stated.expand().primitive()
        if primitive in (plain, -plain):
            turned = content * of_stated if primitive == plain else -content * of_stated
            return Sign.POSITIVE if turned > 0 else Sign.NEGATIVE
    return Sign.UNKNOWN


def polygamma_order(expression: Expr, prove: Prove, depth: int) -> Sign:
    """``trigamma(a) - trigamma(b)`` has the sign of b - a for positive a, b; each polygamma is monotone."""
    if len(expression.args) != 2:
        return Sign.UNKNOWN
    content, primitive = expression.primitive()
    first, second = sorted(primitive.args, key=str)
    if isinstance(second, polygamma):
        first, second = second, first
    if not (isinstance(first, polygamma) and isinstance(-second, polygamma)):
        return Sign.UNKNOWN
    (order, a), (other, b) = first.args, (-second).args
    if order != other or not order.is_Integer or order < 0:
        return Sign.UNKNOWN
    if any(prove(argument, depth - 1) is not Sign.POSITIVE for argument in (a, b)):
        return Sign.UNKNOWN
    rises = 1 if order % 2 == 0 else -1
    found = prove(a - b, depth - 1)
    return found if content * rises > 0 else -found


def softplus_bound(expression: Expr, prove: Prove, depth: int) -> Sign:
    """``L**2 + t**2*q*(1 - q)*L - t**2*q**2 > 0``, L = log(1 + exp(t)), q = exp(t)/(1 + exp(t)), t real."""
    for scaled in scalings(expression):
        if scaled.numerator.has(ABOVE) and prove(scaled.denominator, 2) is Sign.POSITIVE:
            found = _softplus_numerator(scaled.numerator, prove)
            if found is not Sign.UNKNOWN:
                return found
    return Sign.UNKNOWN


def _softplus_numerator(numerator: Expr, prove: Prove) -> Sign:
    found = rational_polynomial(numerator.expand())
    if found is None:
        return Sign.UNKNOWN
    polynomial, resting = found
    t, e, level = PLACE, EXPONENTIAL, ABOVE
    stated = (1 + e) ** 2 * level**2 + t**2 * e * level - t**2 * e**2
    mirrored = stated.xreplace({t: -t, e: 1 / e, level: level - t}) * e**2
    for positive in (stated, mirrored):
        ratio = (polynomial.as_expr() / positive).cancel()
        if ratio.is_Rational:
            return (Sign.POSITIVE if ratio > 0 else Sign.NEGATIVE).times(prove(resting, 4))
    return Sign.UNKNOWN
