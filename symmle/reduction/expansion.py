"""Multiply out, above the line alone; powers of powers."""

from __future__ import annotations

from sympy import Expr, Pow, Symbol, exp, expand

from symmle.signs import Facts, Sign, sign


def expand_numerators(expression: Expr) -> Expr:
    """Multiply out sums and whole powers; denominators stay as they are, since multiplied out they only
    swell.
    """
    divisors = sorted((p for p in expression.atoms(Pow) if p.base.is_Add and p.exp.is_negative), key=str)
    bound = {divisor: Symbol(f"divisor#{position}", real=True) for position, divisor in enumerate(divisors)}
    expanded = expand(expression.xreplace(bound), log=False, power_base=False, power_exp=False)
    return expanded.xreplace({symbol: divisor for divisor, symbol in bound.items()})


def collapse_powers(expression: Expr, facts: Facts) -> Expr:
    """``(a**b)**c -> a**(b*c)`` where a is proved positive."""
    towers = [p for p in expression.atoms(Pow) if p.base.is_Pow and not isinstance(p.base, exp)]
    found = {p: p.base.base for p in towers if sign(p.base.base, facts) is Sign.POSITIVE}
    return expression.xreplace({p: base ** (p.base.exp * p.exp) for p, base in found.items()})
