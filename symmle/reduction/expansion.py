"""Multiply out, above the line alone."""

from __future__ import annotations

from sympy import Expr, Pow, Symbol, expand


def expand_numerators(expression: Expr) -> Expr:
    """Multiply out sums and whole powers; denominators stay as they are, since multiplied out they only
    swell.
    """
    divisors = sorted((p for p in expression.atoms(Pow) if p.base.is_Add and p.exp.is_negative), key=str)
    bound = {divisor: Symbol(f"divisor#{position}", real=True) for position, divisor in enumerate(divisors)}
    expanded = expand(expression.xreplace(bound), log=False, power_base=False, power_exp=False)
    return expanded.xreplace({symbol: divisor for divisor, symbol in bound.items()})
