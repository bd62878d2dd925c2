"""The sign of a function of one quantity t, of exp(t) and of one of log(1 + exp(t)) and log(1 - exp(t))."""

from __future__ import annotations

from sympy import Add, Expr, Mul, Poly, S, Symbol, exp, fraction, together
from sympy.polys.polyerrors import PolynomialError

from symmle.signs.quasipolynomials import QuasiPolynomial, sign_beyond_zero
from symmle.signs.scaling import ABOVE, BELOW, EXPONENTIAL, PLACE, Scaled, scalings
from symmle.signs.words import Prove, Sign


def exponential_sign(expression: Expr, prove: Prove, depth: int) -> Sign:
    """Give the sign of ``x**(2*a) - 2*a*x**a*log(x) - 1`` and the like, whose powers are of one exponential.

    The quantity t is the exponent. On either side of t = 0 an exponential polynomial is followed down to
    ones that have fewer terms; a logarithm of ``1 + exp(t)`` or ``1 - exp(t)`` is differentiated away.
    """
    if not expression.is_Add or depth < 2:
        return Sign.UNKNOWN
    for scaled in scalings(expression):
        found = _sign_of(scaled, prove, depth - 2)
        if found is not Sign.UNKNOWN:
            return found
    return _two_sign(expression, prove, depth - 1)


def _two_sign(expression: Expr, prove: Prove, depth: int) -> Sign:
    """``c*exp(u) - c*exp(v)`` has the sign of ``c*(u - v)``, whatever u and v are."""
    if len(expression.args) != 2:
        return Sign.UNKNOWN
    (factor, above), (other, below) = (_as_exponential(term) for term in expression.args)
    if factor != -other or above == below:
        return Sign.UNKNOWN
    return prove(factor, depth).times(prove(above - below, depth))


def _as_exponential(term: Expr) -> tuple[Expr, Expr]:
    """``c*exp(u) -> c, u``."""
    exponents = [part.args[0] for part in Mul.make_args(term) if isinstance(part, exp)]
    factors = [part for part in Mul.make_args(term) if not isinstance(part, exp)]
    return Mul(*factors), Add(*exponents)


def _sign_of(scaled: Scaled, prove: Prove, depth: int) -> Sign:
    """Multiply the signs of the numerator and of the factors of the denominator, on each side of zero."""
    found = Sign.NONE
    for side in _sides(prove(scaled.exponent, depth)):
        whole = Sign.POSITIVE
        for factor in (*Mul.make_args(scaled.numerator), *Mul.make_args(scaled.denominator)):
            whole = whole.times(_factor_sign(factor, side, prove))
            if whole is Sign.UNKNOWN:
                return Sign.UNKNOWN
        found |= whole
    return found


def _sides(of_exponent: Sign) -> tuple[int, ...]:
    every = ((Sign.NEGATIVE, -1), (Sign.ZERO, 0), (Sign.POSITIVE, 1))
    return tuple(side for part, side in every if part & of_exponent)


def _factor_sign(factor: Expr, side: int, prove: Prove) -> Sign:
    base, exponent = factor.as_base_exp()
    if exponent.is_Integer and exponent > 1:
        inner = _factor_sign(base, side, prove)
        return inner if exponent % 2 else inner.times(inner) if inner in _ONE_SIGN else Sign.NONNEGATIVE
    if not factor.has(PLACE, EXPONENTIAL, ABOVE, BELOW):
        return prove(factor, 4)
    return _polynomial_sign(factor, side, prove)


_ONE_SIGN = (Sign.POSITIVE, Sign.NEGATIVE, Sign.ZERO)


def rational_polynomial(factor: Expr) -> tuple[Poly, Expr] | None:
    """Part a polynomial in t, exp(t) and logarithms into one with rational coefficients and what rests."""
    try:
        polynomial = Poly(factor, PLACE, EXPONENTIAL, ABOVE, BELOW)
    except PolynomialError:
        return None
    resting = polynomial.coeffs()[0]
    if resting.is_Rational:
        resting = S.One
    ratios = [(c / resting).cancel() for c in polynomial.coeffs()]
    if not all(ratio.is_Rational for ratio in ratios):
        return None
    return Poly(dict(zip(polynomial.monoms(), ratios, strict=True)), *polynomial.gens), resting


def _polynomial_sign(factor: Expr, side: int, prove: Prove) -> Sign:
    """Take out what does not move, and look at what is left as a function of t alone."""
    found = rational_polynomial(factor)
    if found is None:
        return Sign.UNKNOWN
    polynomial, resting = found
    moving = _moving_sign(polynomial, side)
    return moving if resting is S.One else moving.times(prove(resting, 4))


def _moving_sign(polynomial: Poly, side: int) -> Sign:
    degrees = polynomial.degree(ABOVE), polynomial.degree(BELOW)
    if degrees == (0, 0):
        return _plain_sign(polynomial.as_expr(), side)
    if side == -1 and degrees in ((1, 0), (0, 1)):
        return _logarithmic_sign(polynomial.as_expr(), ABOVE if degrees[0] else BELOW)
    return Sign.UNKNOWN


def _plain_sign(function: Expr, side: int) -> Sign:
    """A polynomial in t and exp(t) for t on one side of zero, or at zero itself."""
    if side == 0:
        return _number_sign(function.xreplace({PLACE: S.Zero, EXPONENTIAL: S.One}))
    turned = function if side > 0 else function.xreplace({PLACE: -PLACE, EXPONENTIAL: 1 / EXPONENTIAL})
    numerator, _ = fraction(together(turned))  # below the line stands a power of exp(t)
    return sign_beyond_zero(QuasiPolynomial.of(numerator, PLACE, EXPONENTIAL))


def _logarithmic_sign(whole: Expr, place: Symbol) -> Sign:
    """``a + b*L`` for t < 0, with L = log(1 +- exp(t)): a/b + L starts from 0 far below, and is monotone."""
    factor = whole.coeff(place, 1)
    rest = (whole - factor * place).expand()
    of_factor = _plain_sign(factor, -1)
    if of_factor not in _ONE_SIGN or not _vanishes_far_below(rest, factor):
        return Sign.UNKNOWN
    slope_of_log = EXPONENTIAL / (1 + EXPONENTIAL) if place is ABOVE else -EXPONENTIAL / (1 - EXPONENTIAL)
    ratio = rest / factor
    slope = together(ratio.diff(PLACE) + EXPONENTIAL * ratio.diff(EXPONENTIAL) + slope_of_log)
    above, below = (_plain_sign(part.expand(), -1) for part in fraction(slope))
    moved = above.times(below)
    return moved.times(of_factor) if moved in _ONE_SIGN else Sign.UNKNOWN


def _vanishes_far_below(numerator: Expr, denominator: Expr) -> bool:
    """Whether a ratio goes to 0 as t goes to -oo: the lowest powers of exp(t) decide."""
    if numerator == 0:
        return True
    lowest = [min(m[1] for m in Poly(part, PLACE, EXPONENTIAL).monoms()) for part in (numerator, denominator)]
    return bool(lowest[0] > lowest[1])


def _number_sign(value: Expr) -> Sign:
    return Sign.POSITIVE if value > 0 else Sign.NEGATIVE if value < 0 else Sign.ZERO
