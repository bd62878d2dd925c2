"""Digamma, trigamma and differences of gamma functions that cancel."""

from __future__ import annotations

from sympy import Add, Derivative, Expr, Integer, S, factorial

from symmle.generation.stabilise.nodes import (
    ClosedEnds,
    betaln,
    digamma,
    digamma_difference,
    gammaln,
    gammaln_difference,
    hurwitz,
    log_minus_digamma,
    terms_of,
    trigamma_difference,
    trigamma_minus_reciprocal,
    zeta_derivative,
)


def log_gamma_function(expression: Expr, _: ClosedEnds) -> Expr | None:
    """loggamma(x) -> gammaln(x): SymPy itself writes loggamma(k + 1) as log(gamma(k + 1)) for integers k."""
    return gammaln(expression.args[0]) if expression.func.__name__ == "loggamma" else None


def polygamma_zero(expression: Expr, _: ClosedEnds) -> Expr | None:
    """polygamma(0, x) -> digamma(x)."""
    if expression.func.__name__ != "polygamma" or expression.args[0] != S.Zero:
        return None
    return digamma(expression.args[1])


def polygamma_positive(expression: Expr, _: ClosedEnds) -> Expr | None:
    """polygamma(m, x) -> (-1)**(m + 1)*m!*hurwitz(m + 1, x), m >= 1: SciPy's zeta of two arguments."""
    if expression.func.__name__ != "polygamma" or not isinstance(expression.args[0], Integer):
        return None
    order, argument = expression.args
    if not order.is_positive:
        return None
    return (-1) ** (order + 1) * factorial(order) * hurwitz(order + 1, argument)


def derivative_of_zeta(expression: Expr, _: ClosedEnds) -> Expr | None:
    """zeta^(m)(s) -> zeta_derivative(m, s), m = 1 or 2, for s > 1."""
    if not isinstance(expression, Derivative) or len(expression.variable_count) != 1:
        return None
    (place, order), function = expression.variable_count[0], expression.expr
    plain = function.func.__name__ == "zeta" and function.args == (place,)
    return zeta_derivative(order, place) if plain and order in (1, 2) else None


def log_less_digamma(expression: Expr, _: ClosedEnds) -> Expr | None:
    """c*log(k) - c*digamma(k) -> c*log_minus_digamma(k), which tends to c/(2*k) and does not cancel."""
    for digamma_term, coefficient, node in terms_of(expression, "digamma"):
        for log_term, other, logarithm in terms_of(expression, "log"):
            if logarithm.args[0] == node.args[0] and other == -coefficient:
                return expression - digamma_term - log_term + other * log_minus_digamma(node.args[0])
    return None


def trigamma_less_reciprocal(expression: Expr, _: ClosedEnds) -> Expr | None:
    """c*trigamma(k) - c/k -> c*trigamma_minus_reciprocal(k) > 0, without cancellation."""
    for term, coefficient, node in terms_of(expression, "hurwitz"):
        order, k = node.args
        reciprocal = -coefficient / k
        if order == 2 and reciprocal in Add.make_args(expression):
            return expression - term - reciprocal + coefficient * trigamma_minus_reciprocal(k)
    return None


def digamma_less_digamma(expression: Expr, _: ClosedEnds) -> Expr | None:
    """c*digamma(r + x) - c*digamma(r) -> c*digamma_difference(x, r), x >= 0."""
    return _difference(expression, "digamma", digamma_difference)


def trigamma_less_trigamma(expression: Expr, _: ClosedEnds) -> Expr | None:
    """c*trigamma(r + x) - c*trigamma(r) -> c*trigamma_difference(x, r), x >= 0."""
    return _difference(expression, "hurwitz", trigamma_difference)


def gammaln_less_gammaln(expression: Expr, _: ClosedEnds) -> Expr | None:
    """c*gammaln(r + x) - c*gammaln(r) -> c*gammaln_difference(x, r), x >= 0."""
    return _difference(expression, "gammaln", gammaln_difference)


def _difference(expression: Expr, function: str, stable: type[Expr]) -> Expr | None:
    found = [term for term in terms_of(expression, function) if _is_alike(term[2], function)]
    for term, coefficient, node in found:
        for other_term, other, base in found:
            whole, part = node.args[-1], base.args[-1]
            inside = isinstance(whole, Add) and set(Add.make_args(part)) < set(whole.args)
            if inside and other == -coefficient and (whole - part).is_nonnegative:
                return expression - term - other_term + coefficient * stable(whole - part, part)
    return None


def _is_alike(node: Expr, function: str) -> bool:
    """Whether a node of zeta of two arguments is the trigamma function; the others have one argument."""
    return function != "hurwitz" or node.args[0] == 2


def gammalns_of_beta(expression: Expr, _: ClosedEnds) -> Expr | None:
    """c*gammaln(a) + c*gammaln(b) - c*gammaln(a + b) -> c*betaln(a, b)."""
    found = terms_of(expression, "gammaln")
    for position, (first, coefficient, node) in enumerate(found):
        for second, other, base in found[position + 1 :]:
            a, b = node.args[0], base.args[0]
            whole = [term for term, c, sum_ in found if c == -coefficient and sum_.args[0] == a + b]
            if other == coefficient and whole:
                return expression - first - second - whole[0] + coefficient * betaln(a, b)
    return None
