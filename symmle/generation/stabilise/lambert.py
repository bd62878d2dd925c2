"""Lambert's W, whose argument overflows or lies where two branches meet long before its value does."""

from __future__ import annotations

from sympy import Add, Expr, Mul, S, exp, expand_mul, log

from symmle.generation.stabilise.nodes import ClosedEnds, lambert_difference, terms_of, wrightomega


def rest_less_lambert(expression: Expr, _: ClosedEnds) -> Expr | None:
    """c*r - c*LambertW(g*exp(r), k) -> c*lambert_difference(g, r - g, k), g free of exp(r)."""
    if not expression.is_Add:
        return None
    for term, coefficient, node in terms_of(expression, "LambertW"):
        scale, exponent = _parted(node.args[0])
        rest = expand_mul((expression - term) / -coefficient)
        beyond = expand_mul(exponent - rest)
        if exponent != S.Zero and beyond.is_number:
            scale *= exp(beyond)
            shift = expand_mul(rest - scale)
            return -coefficient * lambert_difference(scale, shift, _branch(node))
    return None


def lambert_of_exponential(expression: Expr, _: ClosedEnds) -> Expr | None:
    """LambertW(g*exp(r)) -> wrightomega(r + log(g)), g > 0."""
    if expression.func.__name__ != "LambertW" or _branch(expression) != S.Zero:
        return None
    scale, exponent = _parted(expression.args[0])
    if exponent == S.Zero or not scale.is_positive:
        return None
    return wrightomega(exponent + log(scale))


def rest_less_omega(expression: Expr, _: ClosedEnds) -> Expr | None:
    """c*r - c*wrightomega(r + log(g)) -> c*lambert_difference(g, r - g, 0)."""
    if not expression.is_Add:
        return None
    for term, coefficient, node in terms_of(expression, "wrightomega"):
        rest = expand_mul((expression - term) / -coefficient)
        logarithm = expand_mul(node.args[0] - rest)
        if all(part.has(log) or part == S.Zero for part in Add.make_args(logarithm)):
            scale = exp(logarithm)
            return -coefficient * lambert_difference(scale, expand_mul(rest - scale), S.Zero)
    return None


def _branch(node: Expr) -> Expr:
    return node.args[1] if len(node.args) == 2 else S.Zero


def _parted(argument: Expr) -> tuple[Expr, Expr]:
    """``g*exp(r) -> g, r``."""
    factors = Mul.make_args(argument)
    exponent = sum((factor.args[0] for factor in factors if isinstance(factor, exp)), S.Zero)
    return Mul(*[factor for factor in factors if not isinstance(factor, exp)]), expand_mul(exponent)
