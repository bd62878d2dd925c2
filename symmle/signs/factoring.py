"""Factor an expression, where that is safe."""

from __future__ import annotations

from sympy import Expr, Pow, Rational, exp, factor

from symmle.budget import attempt

_CALLS = 40_000
_DEGREE = 1000


def factored(expression: Expr) -> Expr:
    """Give the factors of an expression, or the expression itself where none were found within the budget.

    Where an exponent is a long number nothing is tried: SymPy would lay out every power up to it, in memory
    and in one call, which no count of calls would end.
    """
    exponents = [number for power in expression.atoms(exp, Pow) for number in power.exp.atoms(Rational)]
    if any(max(abs(number.p), number.q) > _DEGREE for number in exponents):
        return expression
    found, _ = attempt("factor a product", _CALLS, factor, expression)
    return expression if found is None else found
