"""Inverses that SymPy has no name for."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from mpmath import MPContext
from sympy import EulerGamma, Expr, Function, Rational, polygamma
from sympy.core.function import ArgumentIndexError

_STEPS, _DIGITS, _DENOMINATORS = 60, 80, 4


def _newton(y: Expr, precision: int) -> Any:
    """Newton's steps from the left, where digamma is concave, to a precision in bits."""
    context = MPContext()
    context.prec = precision + 20
    target = context.convert(y._to_mpmath(context.prec))
    k = context.exp(target) if target > -2 else -1 / (target - 1)
    for _ in range(_STEPS):
        step = (context.digamma(k) - target) / context.psi(1, k)
        k -= step
        if abs(step) * 2**precision <= k:
            break
    return k


class inverse_digamma(Function):  # noqa: N801 - it is printed by this name, like SymPy's own functions
    """The positive k with digamma(k) = y, for every real y.

    Digamma rises from minus to plus infinity on the positive half-line, so there is exactly one.

    Examples
    --------
    >>> from mpmath import MPContext
    from sympy import Symbol
    >>> inverse_digamma(Symbol("y")).diff(Symbol("y"))
    1/polygamma(1, inverse_digamma(y))
    """

    nargs = 1

    @classmethod
    def eval(cls, y: Expr) -> Expr | None:
        """A rational number where digamma of it is known to be y: ``inverse_digamma(-EulerGamma) -> 1``."""
        if not (y.is_number and y.has(EulerGamma)):
            return None
        near = _newton(y, _DIGITS)
        found = Rational(Fraction(str(near)).limit_denominator(_DENOMINATORS))
        return found if (polygamma(0, found) - y).expand(func=True) == 0 else None

    def fdiff(self, argindex: int = 1) -> Expr:
        """The derivative of an inverse: one over trigamma at the inverse."""
        if argindex != 1:
            raise ArgumentIndexError(self, argindex)
        return 1 / polygamma(1, self)

    def _eval_evalf(self, prec: int) -> Expr | None:
        """Give a number, so that SymPy can compare."""
        (y,) = self.args
        if not y.is_number:
            return None
        return Expr._from_mpmath(_newton(y, prec), prec)

    def _eval_is_positive(self) -> bool | None:
        return True if self.args[0].is_extended_real else None

    def _eval_is_extended_real(self) -> Any:
        return self.args[0].is_extended_real
