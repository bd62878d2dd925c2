"""Expansions in powers of q and of log(q) as q falls to zero, done by rule and not by SymPy's ``series``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from sympy import (
    Eq,
    Expr,
    Integer,
    Mul,
    Poly,
    Pow,
    Rational,
    S,
    Symbol,
    besseli,
    exp,
    factorial,
    fraction,
    log,
    polygamma,
    together,
)
from sympy.polys.polyerrors import PolynomialError

from symmle.sample_sum import SampleSum, Statistic, StatisticKind, sample_size
from symmle.signs import Facts, Sign, logarithm, sign

LEVEL = Symbol("log(q)#", real=True)
_ORDER = 4
_LARGEST = 400
_LAST = Integer(_ORDER)


class NoExpansionError(Exception):
    """The rules do not expand the expression."""


class Series(NamedTuple):
    """``sum(c*q**k)`` up to what is smaller than ``q**order``; c may hold powers of log(q)."""

    terms: dict[Rational, Expr]
    order: Rational

    @classmethod
    def of(cls, terms: dict[Rational, Expr], order: Rational = _LAST) -> Series:
        """Leave out what is zero or beyond the order."""
        tidy = {k: c.expand() for k, c in terms.items() if k < order}
        if sum(c.count_ops() for c in tidy.values()) > _LARGEST:
            raise NoExpansionError
        return cls({k: c for k, c in sorted(tidy.items()) if c != 0}, order)

    @property
    def leading(self) -> tuple[Rational, Expr]:
        """The lowest power and its coefficient."""
        if not self.terms:
            raise NoExpansionError
        return next(iter(self.terms.items()))

    def plus(self, other: Series) -> Series:
        """Add."""
        terms = dict(self.terms)
        for k, c in other.terms.items():
            terms[k] = terms.get(k, S.Zero) + c
        return Series.of(terms, min(self.order, other.order))

    def times(self, other: Series) -> Series:
        """Multiply."""
        if not self.terms or not other.terms:
            lowest = [s.leading[0] if s.terms else s.order for s in (self, other)]
            return Series.of({}, min(self.order + lowest[1], other.order + lowest[0]))
        terms: dict[Rational, Expr] = {}
        for k, c in self.terms.items():
            for j, d in other.terms.items():
                terms[k + j] = terms.get(k + j, S.Zero) + c * d
        bounds = (self.order + other.leading[0], other.order + self.leading[0])
        return Series.of(terms, min(*bounds, Integer(_ORDER)))

    def composed(self, coefficients: Callable[[int], Expr]) -> Series:
        """``sum(a_j*s**j)`` for a series s that vanishes at zero."""
        total, power = constant(coefficients(0)), constant(S.One)
        step = self.leading[0] if self.terms else self.order
        if step <= 0:
            raise NoExpansionError
        for j in range(1, int(_ORDER / step) + 1):
            power = power.times(self)
            total = total.plus(power.times(constant(coefficients(j))))
        return Series(total.terms, min(total.order, self.order))


def constant(value: Expr) -> Series:
    """Give the series of a constant."""
    return Series.of({S.Zero: value})


def power_of(exponent: Rational, coefficient: Expr = S.One) -> Series:
    """Give one power of q."""
    return Series.of({exponent: coefficient})


class Expansion(NamedTuple):
    """What is expanded: the parameter, as a series in q, and the facts that signs rest on."""

    place: Symbol
    at: Series
    facts: Facts

    def of(self, expression: Expr) -> Series:
        """Expand an expression.

        Raises
        ------
        NoExpansionError
            Where the rules do not reach.
        """
        if self.place not in expression.free_symbols and not expression.has(self.place):
            return constant(expression)
        if expression == self.place:
            return self.at
        for matches, rule in _RULES:
            if matches(expression):
                return rule(self, expression)
        raise NoExpansionError

    def power(self, base: Series, exponent: Rational) -> Series:
        """``(c*q**k*(1 + s))**r``."""
        k, c = base.leading
        held = c.has(LEVEL)
        if not exponent.is_Integer and (held or sign(c, self.facts) is not Sign.POSITIVE):
            raise NoExpansionError
        if not held and sign(c, self.facts) not in (Sign.POSITIVE, Sign.NEGATIVE):
            raise NoExpansionError
        rest = Series.of({j - k: d / c for j, d in base.terms.items() if j != k}, base.order - k)
        raised = rest.composed(lambda j: _binomial(exponent, j))
        return raised.times(Series({k * exponent: c**exponent}, Integer(99)))

    def logarithm(self, argument: Series) -> Series:
        """``log(c*q**k*(1 + s)) = log(c) + k*log(q) + log(1 + s)``."""
        k, c = argument.leading
        if c.has(LEVEL) or sign(c, self.facts) is not Sign.POSITIVE:
            raise NoExpansionError
        rest = Series.of({j - k: d / c for j, d in argument.terms.items() if j != k}, argument.order - k)
        of_rest = rest.composed(lambda j: S.Zero if j == 0 else Rational((-1) ** (j + 1), j))
        return of_rest.plus(constant(logarithm(c, self.facts) + k * LEVEL))

    def exponential(self, argument: Series) -> Series:
        """``exp(c + m*log(q) + s) = exp(c)*q**m*exp(s)``."""
        if argument.terms and argument.leading[0] < 0:
            raise NoExpansionError
        flat = argument.terms.get(S.Zero, S.Zero)
        slope = flat.coeff(LEVEL)
        resting = (flat - slope * LEVEL).expand()
        if resting.has(LEVEL) or not slope.is_Rational:
            raise NoExpansionError
        rest = Series.of({k: c for k, c in argument.terms.items() if k != 0}, argument.order)
        return rest.composed(lambda j: 1 / factorial(j)).times(Series({slope: exp(resting)}, Integer(99)))


def _binomial(exponent: Rational, j: int) -> Expr:
    return Mul(*[(exponent - i) / Integer(i + 1) for i in range(j)])


def _add(self: Expansion, expression: Expr) -> Series:
    total = constant(S.Zero)
    for term in expression.args:
        total = total.plus(self.of(term))
    return total


def _mul(self: Expansion, expression: Expr) -> Series:
    bessel = _bessel_ratio(expression, self.place)
    if bessel is not None:
        rest, argument = bessel
        return self.of(rest).times(_bessel(self.of(argument)))
    total = constant(S.One)
    for factor in expression.args:
        total = total.times(self.of(factor))
    return total


def _pow(self: Expansion, expression: Expr) -> Series:
    base, exponent = expression.args
    if exponent.is_Rational:
        return self.power(self.of(base), exponent)
    return self.exponential(self.of(exponent).times(self.logarithm(self.of(base))))


def _exp(self: Expansion, expression: Expr) -> Series:
    return self.exponential(self.of(expression.args[0]))


def _log(self: Expansion, expression: Expr) -> Series:
    return self.logarithm(self.of(expression.args[0]))


def _polygamma(self: Expansion, expression: Expr) -> Series:
    """By Taylor inside the half-line, by recurrence at its end, by Stirling's series far out."""
    order, argument = expression.args
    inner = self.of(argument)
    k, c = inner.leading
    if not order.is_Integer or c.has(LEVEL) or sign(c, self.facts) is not Sign.POSITIVE:
        raise NoExpansionError
    if k == 0:
        rest = Series.of({j: d for j, d in inner.terms.items() if j != 0}, inner.order)
        return rest.composed(lambda j: polygamma(order + j, c) / factorial(j))
    if k > 0:
        taylor = inner.composed(lambda j: polygamma(order + j, 1) / factorial(j))
        pole = self.power(inner, -order - 1).times(constant((-1) ** (order + 1) * factorial(order)))
        return taylor.plus(pole)
    if order != 0:
        raise NoExpansionError
    inverse = self.power(inner, -S.One)
    small = inverse.times(constant(-S.Half)).plus(inverse.times(inverse).times(constant(-Rational(1, 12))))
    far = self.logarithm(inner).plus(small)
    return Series.of(far.terms, min(far.order, -4 * k))


def _sample_sum(self: Expansion, expression: Expr) -> Series:
    try:
        rows = self.of(expression.summand)
    except NoExpansionError:
        return _split_at_zero(self, expression)
    if any(not c.is_polynomial(LEVEL) for c in rows.terms.values()):
        raise NoExpansionError
    return Series.of({k: SampleSum(c, expression.sample) for k, c in rows.terms.items()}, rows.order)


def _split_at_zero(self: Expansion, expression: Expr) -> Series:
    """Rows in which the observation is zero may rule all others: ``sum(1/(s**2 + x**2))`` as s falls to 0."""
    sample = expression.sample
    varying = [each for each in sample.observations if each in expression.summand.free_symbols]
    if len(varying) != 1:
        raise NoExpansionError
    (observed,) = varying
    others = self._replace(facts=_away_from_zero(self.facts, observed))
    at_zero = self.of(expression.summand.xreplace({observed: S.Zero}))
    elsewhere = others.of(expression.summand)
    zeros = Statistic(StatisticKind.COUNT, (Eq(observed, 0),), sample)
    rest = sample_size(sample) - zeros
    bound = next((k for k, c in elsewhere.terms.items() if sample.varies(c)), elsewhere.order)
    plain = Series.of({k: c * rest for k, c in elsewhere.terms.items() if k < bound}, bound)
    return plain.plus(Series.of({k: c * zeros for k, c in at_zero.terms.items()}, at_zero.order))


def _away_from_zero(facts: Facts, observed: Symbol) -> Facts:
    domain = facts.domains[observed]
    if domain.members is not None or domain.integer or domain.nonzero:
        raise NoExpansionError
    if domain.lower == 0 and not domain.lower_open:
        apart = replace(domain, lower_open=True)
    elif domain.lower is S.NegativeInfinity and domain.upper is S.Infinity:
        apart = replace(domain, nonzero=True)
    else:
        raise NoExpansionError
    return facts.with_domain(observed, apart)


def _bessel_ratio(expression: Expr, place: Symbol) -> tuple[Expr, Expr] | None:
    """``c*I1(k)/I0(k) -> c, k``."""
    for part in expression.args:
        if part.is_Pow and part.exp == -1 and isinstance(part.base, besseli) and part.base.args[0] == 0:
            above = besseli(1, part.base.args[1])
            if above in expression.args:
                return Mul(*[f for f in expression.args if f not in (above, part)]), part.base.args[1]
    return None


def _bessel(argument: Series) -> Series:
    """``I1(k)/I0(k)`` is ``k/2 - k**3/16`` near zero and ``1 - 1/(2*k) - 1/(8*k**2)`` far out."""
    k, c = argument.leading
    if len(argument.terms) != 1 or c.has(LEVEL) or k == 0 or not (k > 0 or c.is_positive):
        raise NoExpansionError
    if k > 0:
        near = Series.of({k: c / 2, 3 * k: -(c**3) / 16}, 5 * k)
        return Series.of(near.terms, min(near.order, Integer(_ORDER)))
    return Series.of({S.Zero: S.One, -k: -1 / (2 * c), -2 * k: -1 / (8 * c**2)}, -3 * k)


_Matches = Callable[[Expr], bool]
_RULES: tuple[tuple[_Matches, Callable[[Expansion, Expr], Series]], ...] = (
    (lambda e: bool(e.is_Add), _add),
    (lambda e: bool(e.is_Mul), _mul),
    (lambda e: isinstance(e, exp), _exp),
    (lambda e: isinstance(e, log), _log),
    (lambda e: isinstance(e, SampleSum), _sample_sum),
    (lambda e: isinstance(e, polygamma), _polygamma),
    (lambda e: isinstance(e, Pow), _pow),
)


def limit_of(series: Series, facts: Facts) -> Expr | None:
    """Give the limit as q falls to zero; None where the sign of the leading coefficient is not known."""
    if not series.terms:
        return S.Zero if series.order > 0 else None
    k, c = series.leading
    if k > 0:
        return S.Zero
    ruling = _ruling(c)
    if ruling is None:
        return None
    power, coefficient = ruling
    if k == 0 and power <= 0:
        return coefficient if power == 0 else S.Zero
    found = sign(coefficient * (-1) ** power, facts)
    return {Sign.POSITIVE: S.Infinity, Sign.NEGATIVE: S.NegativeInfinity}.get(found)


def _ruling(coefficient: Expr) -> tuple[int, Expr] | None:
    """Give the leading power of log(q), which goes to -oo, in a rational function of it."""
    if not coefficient.has(LEVEL):
        return 0, coefficient
    try:
        above, below = (Poly(part, LEVEL) for part in fraction(together(coefficient)))
    except PolynomialError:
        return None
    return above.degree() - below.degree(), above.LC() / below.LC()
