"""Exponentials that overflow or cancel."""

from __future__ import annotations

from sympy import Add, Expr, Integer, Mul, Pow, S, exp

from symmle.generation.stabilise.nodes import ClosedEnds, erfcx, expit, expm1, ive, kve, split, terms_of


def exp_minus_one(expression: Expr, _: ClosedEnds) -> Expr | None:
    """c*exp(x) - c -> c*expm1(x), c a number."""
    constant, rest = expression.as_coeff_Add()
    if constant == S.Zero:
        return None
    for term, coefficient, node in terms_of(rest, "exp"):
        if coefficient == -constant:
            return Add(rest - term, -constant * expm1(node.args[0]))
    return None


def reciprocal_one_plus_exp(expression: Expr, _: ClosedEnds) -> Expr | None:
    """(1 + exp(u))**-k -> expit(-u)**k."""
    base, exponent = expression.as_base_exp()
    if not isinstance(base, Add) or not isinstance(exponent, Integer) or exponent > 0:
        return None
    constant, rest = base.as_coeff_Add()
    if constant != S.One or not isinstance(rest, exp):
        return None
    return Pow(expit(-rest.args[0]), -exponent)


def logistic(expression: Expr, _: ClosedEnds) -> Expr | None:
    """exp(j*u)*expit(-u)**k -> expit(u)**j*expit(-u)**(k - j), 1 <= j <= k."""
    if not isinstance(expression, Mul):
        return None
    for factor in expression.args:
        base, exponent = factor.as_base_exp()
        if base.func.__name__ != "expit" or not isinstance(exponent, Integer):
            continue
        for other in expression.args:
            j = _multiple(other, -base.args[0], int(exponent))
            if j is not None:
                both = Pow(expit(-base.args[0]), j) * Pow(base, exponent - j)
                return expression / factor / other * both
    return None


def expit_less_one(expression: Expr, _: ClosedEnds) -> Expr | None:
    """c*expit(u) - c -> -c*expit(-u), c a number."""
    constant, rest = expression.as_coeff_Add()
    if constant == S.Zero:
        return None
    for term, coefficient, node in terms_of(rest, "expit"):
        if coefficient == -constant:
            return Add(rest - term, constant * expit(-node.args[0]))
    return None


def _multiple(factor: Expr, u: Expr, largest: int) -> int | None:
    """Return j where the factor is ``exp(j*u)``, 1 <= j <= largest."""
    if not isinstance(factor, exp):
        return None
    return next((j for j in range(1, largest + 1) if (factor.args[0] - j * u).expand() == S.Zero), None)


def mills_ratio(expression: Expr, _: ClosedEnds) -> Expr | None:
    """exp(-x**2)/erfc(x) -> 1/erfcx(x), also for powers and for 1 + erf(-x)."""
    if not isinstance(expression, Mul):
        return None
    for factor in expression.args:
        base, exponent = factor.as_base_exp()
        x, scale = _tail(base)
        if x is None or not isinstance(exponent, Integer) or exponent > 0:
            continue
        for other in expression.args:
            if isinstance(other, exp) and (other.args[0] - exponent * x**2).expand() == S.Zero:
                return expression / factor / other * Pow(scale * erfcx(x), exponent)
    return None


def _tail(base: Expr) -> tuple[Expr | None, Expr]:
    """Return x and c where the base is ``c*erfc(x)``, written with erfc or with erf."""
    parts = split(base, "erfc")
    if parts is not None and parts[0].is_number:
        return parts[1].args[0], parts[0]
    constant, rest = base.as_coeff_Add()
    parts = split(rest, "erf")
    if parts is None or constant == S.Zero or parts[0] not in (constant, -constant):
        return None, S.One
    return -parts[0] / constant * parts[1].args[0], constant


def bessel_ratio(expression: Expr, _: ClosedEnds) -> Expr | None:
    """besseli(a, z)/besseli(b, z) -> ive(a, z)/ive(b, z), and the same for besselk and kve."""
    if not isinstance(expression, Mul):
        return None
    for function, scaled in (("besseli", "ive"), ("besselk", "kve")):
        powers = [factor.as_base_exp() for factor in expression.args]
        found = [(base, exponent) for base, exponent in powers if base.func.__name__ == function]
        arguments = {base.args[1] for base, _ in found}
        if len(found) > 1 and len(arguments) == 1 and Add(*(exponent for _, exponent in found)) == S.Zero:
            return Mul(*(_rescaled(base, function, scaled) ** exponent for base, exponent in powers))
    return None


def _rescaled(base: Expr, function: str, scaled: str) -> Expr:
    if base.func.__name__ != function:
        return base
    return {"ive": ive, "kve": kve}[scaled](*base.args)
