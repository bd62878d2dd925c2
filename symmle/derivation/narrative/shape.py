"""How formulas are turned for reading."""

from __future__ import annotations

from sympy import Expr, Mul

from symmle.signs import Facts, Sign, sign


def without_negative_factors(expression: Expr, facts: Facts) -> Expr:
    """``-n/(p*(p - 1)) -> n/(p*(1 - p))``: a factor in brackets that is proved negative changes its sign."""
    factors = []
    turns = 1
    for factor in Mul.make_args(expression):
        base, exponent = factor.as_base_exp()
        if base.is_Add and exponent.is_Integer and sign(base, facts) is Sign.NEGATIVE:
            factors.append((-base) ** exponent)
            turns *= -1 if exponent % 2 else 1
        else:
            factors.append(factor)
    return turns * Mul(*factors)
