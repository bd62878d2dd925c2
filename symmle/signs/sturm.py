"""Count the real roots of a polynomial with rational coefficients by Sturm's theorem."""

from __future__ import annotations

from itertools import pairwise

from sympy import Expr, Poly, S, Symbol, sturm

from symmle.signs.facts import Facts, Range
from symmle.signs.words import Sign

_HIGHEST_DEGREE = 12


def count_roots_between(polynomial: Poly, lower: Expr, upper: Expr) -> int:
    """Count the distinct real roots in (lower, upper], by the sign changes that Sturm's sequence loses.

    Parameters
    ----------
    polynomial : Poly
        In one variable, with rational coefficients, not zero.
    lower, upper : Expr
        Rational or infinite; ``lower`` is no root.

    References
    ----------
    C. Sturm, Mémoire sur la résolution des équations numériques (1835).
    """
    sequence = [Poly(part, polynomial.gen) for part in sturm(polynomial)]
    return _changes(sequence, lower) - _changes(sequence, upper)


def polynomial_sign(expression: Expr, facts: Facts, depth: int) -> Sign:
    """Give the sign of a polynomial in one symbol: no root inside its domain, and the value at one point."""
    symbols = expression.free_symbols
    if len(symbols) != 1 or not expression.is_Add or not expression.is_polynomial(*symbols):
        return Sign.UNKNOWN
    (symbol,) = symbols
    polynomial = Poly(expression, symbol)
    rational = polynomial.domain.is_QQ or polynomial.domain.is_ZZ
    if not rational or polynomial.degree() > _HIGHEST_DEGREE:
        return Sign.UNKNOWN
    return _between(polynomial, facts.range_of(symbol), symbol)


def _between(polynomial: Poly, reach: Range, symbol: Symbol) -> Sign:
    """An open end that is a root itself is taken out first."""
    found = Sign.NONE
    for end, is_open in ((reach.lower, reach.lower_open), (reach.upper, reach.upper_open)):
        if end.is_finite and polynomial(end) == 0:
            return _without_root(polynomial, end, reach, symbol) if is_open else Sign.UNKNOWN
        if end.is_finite and not is_open:
            found |= _sign_of(polynomial(end))
    if count_roots_between(polynomial, reach.lower, reach.upper) > 0:
        return Sign.UNKNOWN
    return found | _sign_of(polynomial(_inside(reach)))


def _without_root(polynomial: Poly, end: Expr, reach: Range, symbol: Symbol) -> Sign:
    """``p(x) = (x - end) q(x)``: the sign of the factor is known on either side."""
    quotient = polynomial.exquo(Poly(symbol - end, symbol))
    rest = _between(quotient, reach, symbol) if quotient.degree() > 0 else _sign_of(quotient(0))
    return rest if end == reach.lower else -rest


def _inside(reach: Range) -> Expr:
    if reach.lower.is_finite and reach.upper.is_finite:
        return (reach.lower + reach.upper) / 2
    if reach.lower.is_finite:
        return reach.lower + 1
    return reach.upper - 1 if reach.upper.is_finite else S.Zero


def _changes(sequence: list[Poly], point: Expr) -> int:
    signs = [value for value in (_value_sign(part, point) for part in sequence) if value != 0]
    return sum(first != second for first, second in pairwise(signs))


def _value_sign(part: Poly, point: Expr) -> int:
    if point.is_finite:
        return _sign_number(part(point))
    turned = point is S.NegativeInfinity and part.degree() % 2 == 1
    return -_sign_number(part.LC()) if turned else _sign_number(part.LC())


def _sign_number(value: Expr) -> int:
    return 1 if value > 0 else -1 if value < 0 else 0


def _sign_of(value: Expr) -> Sign:
    return {1: Sign.POSITIVE, -1: Sign.NEGATIVE, 0: Sign.ZERO}[_sign_number(value)]
