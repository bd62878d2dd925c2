"""Logarithms of what overflows, underflows or lies near one."""

from __future__ import annotations

from sympy import Abs, Add, Expr, Mul, S, log, sqrt

from symmle.generation.stabilise.nodes import (
    ClosedEnds,
    betaln,
    gammaln,
    ive,
    kve,
    log1mexp,
    log1p,
    log_expm1,
    log_ndtr,
    softplus,
    split,
    xlog1py,
    xlogy,
)


def _argument(expression: Expr, function: str) -> Expr | None:
    """Return u where the expression is the logarithm of ``f(u)``."""
    if not isinstance(expression, log) or expression.args[0].func.__name__ != function:
        return None
    return expression.args[0]


def log_gamma(expression: Expr, _: ClosedEnds) -> Expr | None:
    """log(gamma(x)) -> gammaln(x)."""
    inner = _argument(expression, "gamma")
    return None if inner is None else gammaln(inner.args[0])


def log_of_product(expression: Expr, _: ClosedEnds) -> Expr | None:
    """log(c*f(x)**a) -> a*log(f(x)) + log(c), f one of those that overflow, where it is positive."""
    if not isinstance(expression, log):
        return None
    for factor in Mul.make_args(expression.args[0]):
        base, exponent = factor.as_base_exp()
        if base.func.__name__ in _OVERFLOWING and base.is_positive and base != expression.args[0]:
            return exponent * log(base) + log(expression.args[0] / factor)
    return None


_OVERFLOWING = ("gamma", "factorial", "binomial", "beta", "besseli", "besselk")


def log_factorial(expression: Expr, _: ClosedEnds) -> Expr | None:
    """log(factorial(x)) -> gammaln(x + 1)."""
    inner = _argument(expression, "factorial")
    return None if inner is None else gammaln(inner.args[0] + 1)


def log_binomial(expression: Expr, _: ClosedEnds) -> Expr | None:
    """log(binomial(n, k)) -> -log1p(n) - betaln(n - k + 1, k + 1)."""
    inner = _argument(expression, "binomial")
    if inner is None:
        return None
    total, chosen = inner.args
    return -log1p(total) - betaln(total - chosen + 1, chosen + 1)


def log_beta(expression: Expr, _: ClosedEnds) -> Expr | None:
    """log(beta(a, b)) -> betaln(a, b)."""
    inner = _argument(expression, "beta")
    return None if inner is None else betaln(*inner.args)


def log_bessel_i(expression: Expr, _: ClosedEnds) -> Expr | None:
    """log(besseli(nu, z)) -> log(ive(nu, z)) + Abs(z)."""
    inner = _argument(expression, "besseli")
    return None if inner is None else log(ive(*inner.args)) + Abs(inner.args[1])


def log_bessel_k(expression: Expr, _: ClosedEnds) -> Expr | None:
    """log(besselk(nu, z)) -> log(kve(nu, z)) - z."""
    inner = _argument(expression, "besselk")
    return None if inner is None else log(kve(*inner.args)) - inner.args[1]


def log_erfc(expression: Expr, _: ClosedEnds) -> Expr | None:
    """log(erfc(x)) -> log(2) + log_ndtr(-sqrt(2)*x)."""
    inner = _argument(expression, "erfc")
    return None if inner is None else log(2) + log_ndtr(-sqrt(2) * inner.args[0])


def log_one_plus_erf(expression: Expr, _: ClosedEnds) -> Expr | None:
    """log(c + c*erf(x)) -> log(2*c) + log_ndtr(sqrt(2)*x)."""
    if not isinstance(expression, log):
        return None
    constant, rest = expression.args[0].as_coeff_Add()
    parts = split(rest, "erf")
    if parts is None or not constant.is_positive or Abs(parts[0]) != constant:
        return None
    return log(2 * constant) + log_ndtr(sqrt(2) * parts[0] / constant * parts[1].args[0])


def log_one_plus_exp(expression: Expr, _: ClosedEnds) -> Expr | None:
    """log(1 + exp(x)) -> softplus(x)."""
    rest = _minus_one(expression)
    return softplus(rest.args[0]) if rest is not None and rest.func.__name__ == "exp" else None


def log_one_minus_exp(expression: Expr, _: ClosedEnds) -> Expr | None:
    """log(-expm1(x)) -> log1mexp(x), the logarithm of 1 - exp(x)."""
    return _log_of_expm1(expression, S.NegativeOne, log1mexp)


def log_exp_minus_one(expression: Expr, _: ClosedEnds) -> Expr | None:
    """log(expm1(x)) -> log_expm1(x)."""
    return _log_of_expm1(expression, S.One, log_expm1)


def _log_of_expm1(expression: Expr, sign: Expr, stable: type[Expr]) -> Expr | None:
    parts = split(expression.args[0], "expm1") if isinstance(expression, log) else None
    return stable(parts[1].args[0]) if parts is not None and parts[0] == sign else None


def log_one_plus(expression: Expr, _: ClosedEnds) -> Expr | None:
    """log(1 + x) -> log1p(x)."""
    rest = _minus_one(expression)
    return None if rest is None else log1p(rest)


def _minus_one(expression: Expr) -> Expr | None:
    if not isinstance(expression, log) or not isinstance(expression.args[0], Add):
        return None
    constant, rest = expression.args[0].as_coeff_Add()
    return rest if constant == S.One else None


def times_log(expression: Expr, ends: ClosedEnds) -> Expr | None:
    """c*log(y) -> xlogy(c, y), where y is zero at a closed end of a domain."""
    parts = split(expression, "log") if isinstance(expression, Mul) else None
    if parts is None or parts[0].is_number or not ends.may_vanish(parts[1].args[0]):
        return None
    return xlogy(parts[0], parts[1].args[0])


def times_log1p(expression: Expr, ends: ClosedEnds) -> Expr | None:
    """c*log1p(y) -> xlog1py(c, y), where 1 + y is zero at a closed end of a domain."""
    parts = split(expression, "log1p") if isinstance(expression, Mul) else None
    if parts is None or parts[0].is_number or not ends.may_vanish(1 + parts[1].args[0]):
        return None
    return xlog1py(parts[0], parts[1].args[0])


def collect_xlogy(expression: Expr, _: ClosedEnds) -> Expr | None:
    """xlogy(a, y) + xlogy(b, y) -> xlogy(a + b, y), so that 0*log(0) is zero and not inf - inf."""
    return _collect(expression, "xlogy", "log")


def collect_xlog1py(expression: Expr, _: ClosedEnds) -> Expr | None:
    """xlog1py(a, y) + xlog1py(b, y) -> xlog1py(a + b, y)."""
    return _collect(expression, "xlog1py", "log1p")


def _collect(expression: Expr, function: str, bare: str) -> Expr | None:
    if not isinstance(expression, Add):
        return None
    for term in expression.args:
        parts = split(term, function)
        if parts is None:
            continue
        node, y = parts[1], parts[1].args[1]
        alike = [(other, _weight(other, y, function, bare)) for other in expression.args]
        same = [(other, weight) for other, weight in alike if weight is not None]
        if len(same) > 1:
            rest = expression - Add(*(other for other, _ in same))
            return Add(*[rest, node.func(Add(*(weight for _, weight in same)), y)])
    return None


def _weight(term: Expr, y: Expr, function: str, bare: str) -> Expr | None:
    parts = split(term, function)
    if parts is not None and parts[1].args[1] == y:
        return parts[0] * parts[1].args[0]
    parts = split(term, bare)
    if parts is not None and parts[1].args[0] == y:
        return parts[0]
    return None
