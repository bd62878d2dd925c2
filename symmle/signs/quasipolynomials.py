"""Signs of polynomials in t and exp(t) beyond t = 0, by following derivatives down."""

from __future__ import annotations

from typing import NamedTuple

from sympy import Expr, Poly, S, Symbol

from symmle.signs.sturm import count_roots_between
from symmle.signs.words import Sign

_DEEPEST = 40


class QuasiPolynomial(NamedTuple):
    """``sum(p_k(t)*exp(k*t))``: the polynomials by k, none of them zero."""

    parts: dict[int, Poly]
    place: Symbol

    @classmethod
    def of(cls, expression: Expr, place: Symbol, exponential: Symbol) -> QuasiPolynomial:
        """Read it off a polynomial in t and a symbol that stands for exp(t)."""
        parts: dict[int, Poly] = {}
        for (power, k), coefficient in Poly(expression, place, exponential).terms():
            added = Poly({(power,): coefficient}, place)
            parts[k] = parts[k] + added if k in parts else added
        return cls({k: part for k, part in parts.items() if not part.is_zero}, place)

    def lowered(self) -> QuasiPolynomial:
        """Divide by the lowest exponential, so that one polynomial stands alone."""
        lowest = min(self.parts)
        return QuasiPolynomial({k - lowest: part for k, part in self.parts.items()}, self.place)

    def derivative(self) -> QuasiPolynomial:
        """Differentiate by t."""
        slopes = {k: part.diff(self.place) + k * part for k, part in self.parts.items()}
        return QuasiPolynomial({k: part for k, part in slopes.items() if not part.is_zero}, self.place)

    def at_zero(self) -> Expr:
        """Give the value at t = 0."""
        return sum((part(0) for part in self.parts.values()), S.Zero)


def sign_beyond_zero(function: QuasiPolynomial) -> Sign:
    """Give the sign for all t > 0, where it is one; UNKNOWN where none is proved.

    A function that is not negative at zero and rises is positive: divided by its lowest exponential, its
    derivative has a polynomial of lower degree, and after finitely many steps one term is left.
    """
    found = _followed(function, _DEEPEST)
    return found if found is not Sign.UNKNOWN else _turned(_followed(_opposite(function), _DEEPEST))


def _turned(found: Sign) -> Sign:
    return found if found is Sign.UNKNOWN else -found


def _opposite(function: QuasiPolynomial) -> QuasiPolynomial:
    return QuasiPolynomial({k: -part for k, part in function.parts.items()}, function.place)


def _followed(function: QuasiPolynomial, steps: int) -> Sign:
    """POSITIVE or UNKNOWN."""
    if not function.parts:
        return Sign.ZERO
    if all(_is_positive(part) for part in function.parts.values()):
        return Sign.POSITIVE
    lowered = function.lowered()
    if steps == 0 or len(lowered.parts) == 1 or lowered.at_zero() < 0:
        return Sign.UNKNOWN
    return _followed(lowered.derivative(), steps - 1)


def _is_positive(part: Poly) -> bool:
    """Whether a polynomial is positive for all t > 0: by its coefficients, or by Sturm's theorem."""
    if all(coefficient >= 0 for coefficient in part.coeffs()):
        return True
    if part(0) <= 0 or (not part.domain.is_QQ and not part.domain.is_ZZ):
        return False
    return count_roots_between(part, S.Zero, S.Infinity) == 0
