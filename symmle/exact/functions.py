"""What each SymPy function means as a real number."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import sympy

from symmle.exact.arithmetic import NotEvaluable, Number, add, call, checked, is_exact, multiply, real
from symmle.notation.inverses import inverse_digamma

Implementation = Callable[..., Number]

EXACT_FACTORIAL = 2_000  # factorials of larger numbers are rounded
LARGEST_EXPONENT = 2**200  # beyond it exp is 0 or oo: its value could not be written down


def _plain(name: str) -> Implementation:
    return lambda context, *arguments: call(context, name, *arguments)


def exponential(context: Any, x: Number) -> Number:
    """Return exp(x); exp(0) stays rational, and what lies below every scale is 0."""
    if x == 0:
        return 1
    if x < -LARGEST_EXPONENT:
        return context.zero
    if x > LARGEST_EXPONENT:
        return context.inf
    return call(context, "exp", x)


def logarithm(context: Any, x: Number) -> Number:
    """Return log(x), with log(0) = -oo so that 0*log(0) is 0."""
    if x == 1:
        return 0
    if x == 0:
        return -context.inf
    if x < 0:
        raise NotEvaluable("the logarithm of a negative number is complex")
    return call(context, "log", x)


def complementary_error(context: Any, x: Number) -> Number:
    """Return erfc(x); far out it is 0 or 2, where mpmath would look for its digits in floats."""
    if abs(x) > LARGEST_EXPONENT:
        return context.zero if x > 0 else 2
    return call(context, "erfc", x)


def logarithm_near_one(context: Any, terms: list[Number], total: Number) -> Number:
    """Return log(total) for the total of the terms; near one from what they make beyond it."""
    if is_exact(total) or not 0.5 < total < 1.5:
        return logarithm(context, total)
    return call(context, "log1p", add(context, (*terms, -1)))


def log_sum_exp(context: Any, exponents: list[Number]) -> Number:
    """Return log(exp(a) + exp(b) + ...), where the exponentials are beyond every number."""
    largest = max(checked(context, exponent) for exponent in exponents)
    if is_exact(largest) or not context.isinf(largest):
        shifted = [exponential(context, add(context, (exponent, -largest))) for exponent in exponents]
        return add(context, (largest, logarithm(context, add(context, shifted))))
    return largest


def log_gamma(context: Any, x: Number) -> Number:
    """Return log(gamma(x)), wherever gamma(x) is positive."""
    if x <= 0:
        return logarithm(context, _gamma(context, x))
    if x in {1, 2}:
        return 0
    if not hasattr(context, "make_mpf"):
        return math.lgamma(real(context, x))  # mpmath's own double-precision loggamma loses two digits
    return call(context, "loggamma", x)


def _positive_log_gamma(context: Any, x: Number) -> Number:
    if x <= 0:  # SymPy's loggamma is another branch there, complex on most of it
        raise NotEvaluable("loggamma is taken at a number that is not positive")
    return log_gamma(context, x)


def log_factorial(context: Any, x: Number) -> Number:
    """Return log(x!)."""
    return log_gamma(context, add(context, (x, 1)))


def log_beta(context: Any, a: Number, b: Number) -> Number:
    """Return log(beta(a, b)), wherever it is real."""
    if a <= 0 or b <= 0:
        return logarithm(context, call(context, "beta", a, b))
    whole = log_gamma(context, add(context, (a, b)))
    return add(context, (log_gamma(context, a), log_gamma(context, b), multiply(context, (-1, whole))))


def log_binomial(context: Any, n: Number, k: Number) -> Number:
    """Return log(binomial(n, k)), wherever it is real."""
    if n <= -1 or k <= -1 or n - k <= -1 or (hasattr(context, "make_mpf") and is_exact(n)):
        return logarithm(context, _binomial(context, n, k))
    chosen, left = log_factorial(context, k), log_factorial(context, add(context, (n, -k)))
    return add(context, (log_factorial(context, n), -chosen, -left))


def _factorial(context: Any, x: Number) -> Number:
    if is_exact(x) and x == int(x) and 0 <= x <= EXACT_FACTORIAL:
        return math.factorial(int(x))
    return call(context, "factorial", x)


def _gamma(context: Any, x: Number) -> Number:
    if is_exact(x) and x == int(x) and 1 <= x <= EXACT_FACTORIAL:
        return math.factorial(int(x) - 1)
    return call(context, "gamma", x)


def _binomial(context: Any, n: Number, k: Number) -> Number:
    whole = is_exact(n) and is_exact(k) and n == int(n) and k == int(k)
    if whole and k < 0:
        return 0
    if whole and 0 <= n <= EXACT_FACTORIAL:
        return math.comb(int(n), int(k))
    return call(context, "binomial", n, k)


def _absolute(_: Any, x: Number) -> Number:
    return abs(x)


def _sign(context: Any, x: Number) -> Number:
    checked(context, x)
    return (x > 0) - (x < 0)


def _floor(context: Any, x: Number) -> Number:
    return math.floor(x) if is_exact(x) else int(context.floor(x))


def _ceiling(context: Any, x: Number) -> Number:
    return math.ceil(x) if is_exact(x) else int(context.ceil(x))


def _minimum(context: Any, *values: Number) -> Number:
    return min(_of_one_kind(context, values))


def _maximum(context: Any, *values: Number) -> Number:
    return max(_of_one_kind(context, values))


def _of_one_kind(context: Any, values: tuple[Number, ...]) -> list[Number]:
    """Numbers that can be compared: all exact, or all reals of the context."""
    known = [checked(context, value) for value in values]
    return known if all(is_exact(value) for value in known) else [real(context, value) for value in known]


def _polygamma(context: Any, order: Number, x: Number) -> Number:
    if order == 0:
        return call(context, "digamma", x)
    if not is_exact(order) or order != int(order) or order < 0:
        raise NotEvaluable("polygamma needs a whole order")
    return call(context, "psi", order, x)


def _zeta(context: Any, s: Number, a: Number = 1) -> Number:
    return call(context, "zeta", s) if a == 1 else call(context, "zeta", s, a)


def _lower_gamma(context: Any, a: Number, x: Number) -> Number:
    return call(context, "gammainc", a, 0, x)


def _upper_gamma(context: Any, a: Number, x: Number) -> Number:
    return call(context, "gammainc", a, x)


def _bessel(name: str) -> Implementation:
    """Take a whole order below zero by reflection, where mpmath would perturb it and lose digits."""
    odd = -1 if name in {"besselj", "bessely"} else 1

    def value(context: Any, order: Number, x: Number) -> Number:
        if is_exact(order) and order == int(order) and order < 0:
            turn = odd if int(order) % 2 else 1
            return multiply(context, (turn, call(context, name, -order, x)))
        return call(context, name, order, x)

    return value


def _modified_bessel(context: Any, order: Number, x: Number) -> Number:
    """Return I of an order at x; that of a negative whole order is that of its opposite."""
    return call(context, "besseli", abs(order) if order == int(order) else order, x)


def _lambert(context: Any, x: Number, branch: Number = 0) -> Number:
    if branch not in {0, -1}:
        raise NotEvaluable("this branch of LambertW is never real")
    if branch == -1 and x >= 0:
        raise NotEvaluable("this branch of LambertW is real on [-1/e, 0) only")
    value = context.lambertw(real(context, x), int(branch))
    return checked(context, value)


def _inverse_digamma(context: Any, y: Number) -> Number:
    """Return the positive k with digamma(k) = y: Newton's steps from the left, where digamma is concave."""
    y = real(context, y)
    k = _near_inverse_digamma(context, y)
    for _ in range(100):
        step = (call(context, "digamma", k) - y) / call(context, "psi", 1, k)
        k = k - step if step < k else k / 2
        if abs(step) <= abs(k) * context.eps * 16 * (1 + abs(y)):  # digamma itself is that exact
            return k
    raise NotEvaluable("the inverse of digamma did not converge")


def _near_inverse_digamma(context: Any, y: Any) -> Any:
    """Give a start: double precision where it reaches, a bound from the left elsewhere."""
    if abs(y) < 700:
        from symmle.numerics import inverse_digamma as in_doubles  # only here: declaring loads no SciPy

        return context.convert(float(in_doubles(float(y))))
    return call(context, "exp", y) if y > 0 else -1 / (y - 1)


def _heaviside(context: Any, x: Number, at_zero: Number = Fraction(1, 2)) -> Number:
    if checked(context, x) == 0:
        return at_zero
    return 1 if x > 0 else 0


def _delta(context: Any, x: Number, *_: Number) -> Number:
    if checked(context, x) == 0:
        raise NotEvaluable("a derivative does not exist at this kink")
    return 0


FUNCTIONS: dict[type, Implementation] = {
    sympy.exp: exponential,
    sympy.log: logarithm,
    sympy.Abs: _absolute,
    sympy.sign: _sign,
    sympy.floor: _floor,
    sympy.ceiling: _ceiling,
    sympy.Min: _minimum,
    sympy.Max: _maximum,
    sympy.gamma: _gamma,
    sympy.loggamma: _positive_log_gamma,
    sympy.beta: _plain("beta"),
    sympy.factorial: _factorial,
    sympy.binomial: _binomial,
    sympy.RisingFactorial: _plain("rf"),
    sympy.FallingFactorial: _plain("ff"),
    sympy.harmonic: _plain("harmonic"),
    sympy.polygamma: _polygamma,
    sympy.digamma: _plain("digamma"),
    sympy.trigamma: lambda context, x: call(context, "psi", 1, x),
    sympy.zeta: _zeta,
    sympy.dirichlet_eta: _plain("altzeta"),
    sympy.polylog: _plain("polylog"),
    sympy.erf: _plain("erf"),
    sympy.erfc: complementary_error,
    sympy.erfi: _plain("erfi"),
    sympy.erfinv: _plain("erfinv"),
    sympy.Ei: _plain("ei"),
    sympy.expint: _plain("expint"),
    sympy.besseli: _modified_bessel,
    sympy.besselj: _bessel("besselj"),
    sympy.besselk: _bessel("besselk"),
    sympy.bessely: _bessel("bessely"),
    sympy.LambertW: _lambert,
    inverse_digamma: _inverse_digamma,
    sympy.lowergamma: _lower_gamma,
    sympy.uppergamma: _upper_gamma,
    sympy.sin: _plain("sin"),
    sympy.cos: _plain("cos"),
    sympy.tan: _plain("tan"),
    sympy.cot: _plain("cot"),
    sympy.sec: _plain("sec"),
    sympy.csc: _plain("csc"),
    sympy.asin: _plain("asin"),
    sympy.acos: _plain("acos"),
    sympy.atan: _plain("atan"),
    sympy.acot: _plain("acot"),
    sympy.asec: _plain("asec"),
    sympy.acsc: _plain("acsc"),
    sympy.atan2: _plain("atan2"),
    sympy.sinh: _plain("sinh"),
    sympy.cosh: _plain("cosh"),
    sympy.tanh: _plain("tanh"),
    sympy.coth: _plain("coth"),
    sympy.sech: _plain("sech"),
    sympy.csch: _plain("csch"),
    sympy.asinh: _plain("asinh"),
    sympy.acosh: _plain("acosh"),
    sympy.atanh: _plain("atanh"),
    sympy.acoth: _plain("acoth"),
    sympy.asech: _plain("asech"),
    sympy.acsch: _plain("acsch"),
    sympy.Heaviside: _heaviside,
    sympy.DiracDelta: _delta,
}

# log(f(...)) by a function of its own: f overflows long before its logarithm does.
LOGARITHMS: dict[type, Implementation] = {
    sympy.gamma: log_gamma,
    sympy.factorial: log_factorial,
    sympy.beta: log_beta,
    sympy.binomial: log_binomial,
    sympy.exp: lambda _, x: x,
}
