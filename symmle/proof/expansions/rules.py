"""One expansion for each function: each a theorem of calculus."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sympy import (
    Abs,
    EulerGamma,
    Expr,
    Function,
    Integer,
    Mul,
    Pow,
    Rational,
    S,
    Symbol,
    beta,
    binomial,
    cos,
    erf,
    erfc,
    exp,
    expand,
    expand_mul,
    factorial,
    fraction,
    gamma,
    log,
    loggamma,
    pi,
    polygamma,
    powsimp,
    sin,
    stieltjes,
    together,
    zeta,
)

from symmle.budget import attempt
from symmle.proof.expansions.series import (
    CONSTANT,
    MOST_TERMS,
    Leading,
    Reach,
    Rule,
    Scale,
    Series,
    UnknownError,
    nonzero,
)
from symmle.sample_sum import SampleSum
from symmle.signs import Sign, sign

slope_of_zeta = Function("slope_of_zeta#")
"""The derivative of zeta of an order at a place: SymPy's own can be written at a symbol alone."""
_CALLS = 100_000
_MINUS = Series({CONSTANT: S.NegativeOne}, S.NegativeInfinity)


def _added(one: Series, other: Series, reach: Reach) -> Series:
    terms = dict(one.terms)
    for scale, c in other.terms.items():
        terms[scale] = terms.get(scale, S.Zero) + c
    return Series(nonzero(terms), reach.larger(one.error, other.error))


def _power(reach: Reach, expression: Expr, order: Expr) -> Series:
    """``(lead*(1 + d))**e`` by the binomial series."""
    base, exponent = expression.args
    if reach.t in exponent.free_symbols:
        return reach.expand(exp(exponent * log(base)), order)
    lead, small = reach.relative(reach.expand(base, order))
    if not exponent.is_Integer and sign(lead.coefficient, reach.facts) is not Sign.POSITIVE:
        raise UnknownError
    scale = (lead.power * exponent, lead.logarithms * exponent)
    series = reach.composed(
        lambda k: _binomial(exponent, k), small, order - scale[0] if scale[0].is_Rational else order
    )
    outside = Series({scale: lead.coefficient**exponent}, S.NegativeInfinity)
    return reach.times(outside, series, order)


def _binomial(exponent: Expr, k: int) -> Expr:
    found: Expr = S.One
    for i in range(k):
        found = found * (exponent - i) / (i + 1)
    return found


def _exponential(reach: Reach, expression: Expr, order: Expr) -> Series:
    """``exp(a*log(t) + c + d) -> t**a*exp(c)*exp(d)``; what falls faster than all powers is left out."""
    inside = reach.expand(expression.args[0], order)
    growing = {
        s: c for s, c in inside.terms.items() if s not in (CONSTANT, (S.Zero, S.One)) and not _falls(s, reach)
    }
    if growing:
        lead = reach.leading(inside)
        if (
            sign(lead.power, reach.facts) is Sign.POSITIVE
            and sign(lead.coefficient, reach.facts) is Sign.NEGATIVE
        ):
            return Series({}, order - MOST_TERMS)
        raise UnknownError
    if inside.error is not S.NegativeInfinity and sign(inside.error, reach.facts) is not Sign.NEGATIVE:
        raise UnknownError
    power = inside.terms.get((S.Zero, S.One), S.Zero)
    constant = inside.terms.get(CONSTANT, S.Zero)
    small = Series({s: c for s, c in inside.terms.items() if _falls(s, reach)}, inside.error)
    series = reach.composed(lambda k: 1 / factorial(Integer(k)), small, order)
    return reach.times(Series({(power, S.Zero): exp(constant)}, S.NegativeInfinity), series, order)


def _falls(scale: Scale, reach: Reach) -> bool:
    return sign(scale[0], reach.facts) is Sign.NEGATIVE


def _logarithm(reach: Reach, expression: Expr, order: Expr) -> Series:
    """``log(c*t**p*(1 + d)) -> log(c) + p*log(t) + log(1 + d)``."""
    above, below = _fraction(reach, expression.args[0])
    if below is not S.One:
        of_below = _logarithm(reach, log(below, evaluate=False), order)
        of_above = _logarithm(reach, log(above, evaluate=False), order)
        return _added(of_above, reach.times(of_below, _MINUS, order), reach)
    return _of_product(reach, above, order)


def _fraction(reach: Reach, inside: Expr) -> tuple[Expr, Expr]:
    """Give a quotient of sums of exponentials as one fraction: what is multiplied out there may cancel."""
    below = [p.base for p in inside.atoms(Pow) if not isinstance(p, exp) and p.exp.is_negative]
    if not any(_holds_exponential(reach, base) for base in below):
        return inside, S.One
    short, _ = attempt("write a quotient as one", _CALLS, lambda whole: fraction(together(whole)), inside)
    return (inside, S.One) if short is None else (expand(short[0]), short[1])


def _holds_exponential(reach: Reach, base: Expr) -> bool:
    return base.is_Add and any(reach.t in part.free_symbols for part in base.atoms(exp))


def _of_product(reach: Reach, inside: Expr, order: Expr) -> Series:
    largest = largest_exponent(reach, inside)
    if largest is not None:
        rest = expand_mul(powsimp(expand_mul(inside * exp(-largest))))
        swells = rest.count_ops() > inside.count_ops()
        if swells and largest_exponent(reach, rest) is not None:  # and so on without an end
            raise UnknownError
        return _added(
            reach.expand(largest, order), _logarithm(reach, log(rest, evaluate=False), order), reach
        )
    tail = _normal_tail(reach, inside, order)
    if tail is not None:
        return tail
    lead, small = reach.relative(reach.expand(inside, order))
    if lead.logarithms != 0 or sign(lead.coefficient, reach.facts) is not Sign.POSITIVE:
        raise UnknownError
    series = reach.composed(lambda k: S.Zero if k == 0 else Rational((-1) ** (k + 1), k), small, order)
    whole = Series({CONSTANT: log(lead.coefficient), (S.Zero, S.One): lead.power}, S.NegativeInfinity)
    return _added(Series(nonzero(whole.terms), whole.error), series, reach)


def largest_exponent(reach: Reach, inside: Expr) -> Expr | None:
    """``exp(v) + 1 -> v`` where v goes to oo faster than any other exponent in the sum."""
    best: tuple[Leading, Expr] | None = None
    exponents = [p.args[0] for p in sorted(inside.atoms(exp), key=str) if reach.t in p.free_symbols]
    for exponent in exponents:
        lead = reach.leading(reach.expand(exponent, S.Zero))
        if sign(lead.power, reach.facts) is not Sign.POSITIVE:
            continue
        if sign(lead.coefficient, reach.facts) is Sign.POSITIVE:
            above = best is None or reach.is_above(
                (lead.power, lead.logarithms), (best[0].power, best[0].logarithms)
            )
            best = (lead, exponent) if above else best
    if best is None and not inside.is_Add and exponents:
        factors = [f for f in Mul.make_args(inside) if isinstance(f, exp) and reach.t in f.free_symbols]
        return factors[0].args[0] if factors else None
    return best[1] if best is not None else None


def _normal_tail(reach: Reach, inside: Expr, order: Expr) -> Series | None:
    """``log(erfc(u)) -> -u**2 - log(u) - log(pi)/2 + log(1 - 1/(2*u**2) + ...)`` as u goes to oo."""
    turned = _turned(reach, inside)
    scale, tail = turned.as_independent(reach.t, as_Add=False)
    if not isinstance(tail, erfc) or _direction(reach, tail.args[0]) is not S.Infinity:
        return None
    u = tail.args[0]
    series = 1 - 1 / (2 * u**2) + 3 / (4 * u**4) - 15 / (8 * u**6)
    found = reach.expand(expand_mul(log(scale) - u**2 - log(pi) / 2) - log(u), order)
    lead = reach.leading(reach.expand(u, order))
    correction = reach.expand(log(series), order)
    return Series(
        _added(found, correction, reach).terms,
        reach.larger(found.error, reach.larger(correction.error, -8 * lead.power)),
    )


def _turned(reach: Reach, expression: Expr) -> Expr:
    """``1 + erf(u) -> erfc(-u)`` where u goes to -oo, and ``1 - erf(u) -> erfc(u)`` where it goes to oo."""
    for part in sorted(expression.atoms(erf), key=str):
        direction = _direction(reach, part.args[0])
        if direction is S.NegativeInfinity:
            expression = expand_mul(expression.xreplace({part: erfc(-part.args[0], evaluate=False) - 1}))
        elif direction is S.Infinity:
            expression = expand_mul(expression.xreplace({part: 1 - erfc(part.args[0], evaluate=False)}))
    return expression


def _direction(reach: Reach, u: Expr) -> Expr | None:
    if reach.t not in u.free_symbols:
        return None
    lead = reach.leading(reach.expand(u, -Rational(1, 2)))
    if sign(lead.power, reach.facts) is not Sign.POSITIVE:
        return None
    return {Sign.POSITIVE: S.Infinity, Sign.NEGATIVE: S.NegativeInfinity}.get(
        sign(lead.coefficient, reach.facts)
    )


def _log_gamma(reach: Reach, expression: Expr, order: Expr) -> Series:
    """Stirling's series where the argument goes to oo, ``loggamma(1 + u) - log(u)`` where it goes to zero."""
    u = expression.args[0]
    lead = reach.leading(reach.expand(u, order))
    if lead.power.is_positive and sign(lead.coefficient, reach.facts) is Sign.POSITIVE:
        stirling = (u - S.Half) * log(u) - u + log(2 * pi) / 2 + 1 / (12 * u) - 1 / (360 * u**3)
        found = reach.expand(stirling, order)
        return Series(found.terms, reach.larger(found.error, -5 * lead.power))
    if lead.power.is_negative and sign(lead.coefficient, reach.facts) is Sign.POSITIVE:
        rest = -EulerGamma * u + pi**2 * u**2 / 12
        found = reach.expand(rest - log(u), order)
        return Series(found.terms, reach.larger(found.error, 3 * lead.power))
    return _taylor(reach, expression, order)


def _digamma(reach: Reach, expression: Expr, order: Expr) -> Series:
    """``log(u) - 1/(2*u) - 1/(12*u**2) + ...`` at oo, ``-1/u - EulerGamma + pi**2*u/6`` at zero."""
    degree, u = expression.args
    lead = reach.leading(reach.expand(u, order))
    if sign(lead.coefficient, reach.facts) is Sign.POSITIVE and lead.power.is_nonzero:
        if degree != 0:
            raise UnknownError
        large = lead.power.is_positive
        shown = log(u) - 1 / (2 * u) - 1 / (12 * u**2) if large else -1 / u - EulerGamma + pi**2 * u / 6
        found = reach.expand(shown, order)
        return Series(found.terms, reach.larger(found.error, (-4 if large else 2) * lead.power))
    return _taylor(reach, expression, order)


def _taylor(reach: Reach, expression: Expr, order: Expr) -> Series:
    """Taylor's series where the last argument goes to a point inside the domain of an analytic function."""
    *fixed, u = expression.args
    inside = reach.expand(u, order)
    constant = inside.terms.get(CONSTANT, S.Zero)
    small = Series({s: c for s, c in inside.terms.items() if s != CONSTANT}, inside.error)
    if any(not _falls(s, reach) for s in small.terms) or any(reach.t in f.free_symbols for f in fixed):
        raise UnknownError
    if not _is_analytic(expression, constant, reach):
        raise UnknownError
    place = Symbol("u#")
    function = expression.func(*fixed, place)
    return reach.composed(
        lambda k: function.diff(place, k).xreplace({place: constant}) / factorial(Integer(k)), small, order
    )


def _is_analytic(expression: Expr, at: Expr, reach: Reach) -> bool:
    if isinstance(expression, gamma | loggamma | polygamma):
        return sign(at, reach.facts) is Sign.POSITIVE
    return isinstance(expression, erf | erfc | sin | cos)


def _zeta(reach: Reach, expression: Expr, order: Expr) -> Series:
    """``1/(s - 1) + EulerGamma + ...`` where s goes to one, and one at oo, but for little."""
    if len(expression.args) != 1:
        raise UnknownError
    return _of_zeta(reach, expression.args[0], order, 0)


def _slope_of_zeta(reach: Reach, expression: Expr, order: Expr) -> Series:
    """The derivatives of ``1/(s - 1)`` where s goes to one, and nothing, or nearly, at oo."""
    degree, place = expression.args
    return _of_zeta(reach, place, order, int(degree))


def _of_zeta(reach: Reach, place: Expr, order: Expr, degree: int) -> Series:
    above = place - 1
    lead = reach.leading(reach.expand(above, order))
    if sign(lead.coefficient, reach.facts) is not Sign.POSITIVE:
        raise UnknownError
    if lead.power.is_positive:
        return Series(nonzero({CONSTANT: S.Zero if degree else S.One}), order - MOST_TERMS)
    if not lead.power.is_negative:
        raise UnknownError
    turn = (-1) ** degree
    shown = turn * factorial(Integer(degree)) / above ** (degree + 1) + turn * stieltjes(degree)
    found = reach.expand(shown, order)
    return Series(found.terms, reach.larger(found.error, lead.power))


def _error_function(reach: Reach, expression: Expr, order: Expr) -> Series:
    """``erfc(u)`` falls faster than any power as u goes to oo, and goes to 2 as u goes to -oo."""
    direction = _direction(reach, expression.args[0])
    if direction is None:
        return _taylor(reach, expression, order)
    ends = {erf: (S.One, S.NegativeOne), erfc: (S.Zero, Integer(2))}[expression.func]
    value = ends[0] if direction is S.Infinity else ends[1]
    return Series(nonzero({CONSTANT: value}), order - MOST_TERMS)


def _absolute(reach: Reach, expression: Expr, order: Expr) -> Series:
    """``Abs(u)`` is u or -u in the end."""
    inside = expression.args[0]
    found = sign(reach.leading(reach.expand(inside, order)).coefficient, reach.facts)
    if found not in (Sign.POSITIVE, Sign.NEGATIVE):
        raise UnknownError
    return reach.expand(inside if found is Sign.POSITIVE else -inside, order)


def _sample_sum(reach: Reach, expression: Expr, order: Expr) -> Series:
    """Expand row by row; the powers must be the same in every row."""
    series = reach.expand(expression.summand, order)
    rows = set(expression.sample.observations)
    powers = [part for scale in series.terms for part in scale] + [series.error]
    if any(not part.free_symbols.isdisjoint(rows) for part in powers):
        raise UnknownError
    summed = {scale: SampleSum(c, expression.sample) for scale, c in series.terms.items()}
    return Series(nonzero(summed), series.error)


def _written(form: Callable[..., Expr]) -> Callable[[Reach, Expr, Expr], Series]:
    return lambda reach, expression, order: reach.expand(form(*expression.args), order)


RULES: Mapping[type, Rule] = {
    Pow: _power,
    SampleSum: _sample_sum,
    exp: _exponential,
    log: _logarithm,
    loggamma: _log_gamma,
    polygamma: _digamma,
    zeta: _zeta,
    slope_of_zeta: _slope_of_zeta,
    erf: _error_function,
    erfc: _error_function,
    Abs: _absolute,
    sin: _taylor,
    cos: _taylor,
    gamma: _written(lambda u: exp(loggamma(u))),
    factorial: _written(lambda u: exp(loggamma(u + 1))),
    beta: _written(lambda a, b: exp(loggamma(a) + loggamma(b) - loggamma(a + b))),
    binomial: _written(lambda n, k: exp(loggamma(n + 1) - loggamma(k + 1) - loggamma(n - k + 1))),
}
