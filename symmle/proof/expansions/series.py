"""Sums of powers of t and log(t) with what is left out, and their algebra."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from sympy import Expr, S, Symbol, expand_mul

from symmle.signs import Facts, Sign, sign

Scale: TypeAlias = tuple[Expr, Expr]
"""A power of t, and a power of log(t)."""

CONSTANT: Scale = (S.Zero, S.Zero)
MOST_TERMS = 12
_DEPTH = 40


class Leading(NamedTuple):
    """What an expression is asymptotic to: ``coefficient * t**power * log(t)**logarithms``."""

    coefficient: Expr
    power: Expr
    logarithms: Expr


class Series(NamedTuple):
    """Terms by their scale; what is left out is smaller than every power of t above ``error``."""

    terms: dict[Scale, Expr]
    error: Expr


class UnknownError(Exception):
    """No rule covers the expression."""


Rule: TypeAlias = Callable[["Reach", Expr, Expr], Series]
"""What expands an expression with one function at its head, to an order."""


class Reach:
    """The rules, for one symbol that goes to oo and what is known of the others."""

    def __init__(self, t: Symbol, facts: Facts, rules: Mapping[type, Rule]) -> None:
        self.t = t
        self.facts = facts
        self.rules = rules
        self.depth = 0

    def expand(self, expression: Expr, order: Expr) -> Series:
        """Expand with an error below ``t**order``, or somewhat above where terms cancel."""
        if self.t not in expression.free_symbols:
            return Series({CONSTANT: expression} if expression != 0 else {}, S.NegativeInfinity)
        self.depth += 1
        if self.depth > _DEPTH:
            raise UnknownError
        try:
            rule = self._rule(expression)
            return self._cut(rule(expression, order), order)
        finally:
            self.depth -= 1

    def _rule(self, expression: Expr) -> Callable[[Expr, Expr], Series]:
        if expression == self.t:
            return lambda e, order: Series({(S.One, S.Zero): S.One}, S.NegativeInfinity)
        if expression.is_Add:
            return self._sum
        if expression.is_Mul:
            return self._product
        named = self.rules.get(expression.func)
        if named is None:
            raise UnknownError
        return lambda e, order: named(self, e, order)

    def _sum(self, expression: Expr, order: Expr) -> Series:
        terms: dict[Scale, Expr] = {}
        error = S.NegativeInfinity
        for part in expression.args:
            series = self.expand(part, order)
            error = self.larger(error, series.error)
            for scale, c in series.terms.items():
                terms[scale] = terms.get(scale, S.Zero) + c
        return Series(nonzero(terms), error)

    def _product(self, expression: Expr, order: Expr) -> Series:
        product = Series({CONSTANT: S.One}, S.NegativeInfinity)
        for part in expression.args:
            product = self.times(product, self.expand(part, order), order)
        return product

    def times(self, one: Series, other: Series, order: Expr) -> Series:
        """Multiply two expansions."""
        terms: dict[Scale, Expr] = {}
        for (p, q), c in one.terms.items():
            for (r, s), d in other.terms.items():
                terms[p + r, q + s] = terms.get((p + r, q + s), S.Zero) + c * d
        error = self.larger(self._passed(one.error, other), self._passed(other.error, one))
        return self._cut(Series(nonzero(terms), error), order)

    def _passed(self, error: Expr, other: Series) -> Expr:
        """Give the error that a factor with an error makes in a product."""
        if error is S.NegativeInfinity:
            return error
        highest = other.error
        for power, _ in other.terms:
            highest = self.larger(highest, power)
        return error + highest

    def larger(self, one: Expr, other: Expr) -> Expr:
        """Give the larger of two errors."""
        if one is S.NegativeInfinity or one == other:
            return other
        if other is S.NegativeInfinity:
            return one
        found = sign(one - other, self.facts)
        if found.is_nonnegative:
            return one
        if found.is_nonpositive:
            return other
        raise UnknownError

    def _cut(self, series: Series, order: Expr) -> Series:
        """Leave out what is below the order, and say so in the error."""
        kept: dict[Scale, Expr] = {}
        error = series.error
        for scale, c in series.terms.items():
            beyond = (
                error is not S.NegativeInfinity and sign(scale[0] - error, self.facts) is not Sign.POSITIVE
            )
            if beyond or sign(scale[0] - order, self.facts) is Sign.NEGATIVE:
                error = self.larger(error, scale[0])
            else:
                kept[scale] = c
        if len(kept) > MOST_TERMS * 4:
            raise UnknownError
        return Series(kept, error)

    def leading(self, series: Series) -> Leading:
        """Give the largest term; its coefficient is proved not to vanish unless it is constant."""
        if not series.terms:
            if series.error is S.NegativeInfinity:
                return Leading(S.Zero, S.Zero, S.Zero)
            if sign(series.error, self.facts) is Sign.NEGATIVE:
                return Leading(S.Zero, series.error, S.Zero)
            raise UnknownError
        best = next(iter(series.terms))
        for scale in series.terms:
            best = scale if self.is_above(scale, best) else best
        if (
            series.error is not S.NegativeInfinity
            and sign(best[0] - series.error, self.facts) is not Sign.POSITIVE
        ):
            raise UnknownError
        coefficient = series.terms[best]
        if best != CONSTANT and not sign(coefficient, self.facts).is_nonzero:
            raise UnknownError
        return Leading(coefficient, *best)

    def limit(self, series: Series) -> Expr:
        """Give the limit: the constant term where nothing grows, else an infinity with a proved sign."""
        if series.error is not S.NegativeInfinity and sign(series.error, self.facts) is not Sign.NEGATIVE:
            raise UnknownError
        if all(scale == CONSTANT or self._vanishes(scale) for scale in series.terms):
            return series.terms.get(CONSTANT, S.Zero)
        lead = self.leading(series)
        signed = {Sign.POSITIVE: S.Infinity, Sign.NEGATIVE: S.NegativeInfinity}
        found = signed.get(sign(lead.coefficient, self.facts))
        if found is None or not self.is_above((lead.power, lead.logarithms), CONSTANT):
            raise UnknownError
        return found

    def _vanishes(self, scale: Scale) -> bool:
        power, logarithms = (sign(each, self.facts) for each in scale)
        return power is Sign.NEGATIVE or (power is Sign.ZERO and logarithms is Sign.NEGATIVE)

    def is_above(self, one: Scale, other: Scale) -> bool:
        """Whether one scale grows faster than another."""
        for left, right in zip(one, other, strict=True):
            found = sign(left - right, self.facts)
            if found in (Sign.POSITIVE, Sign.NEGATIVE):
                return found is Sign.POSITIVE
            if found is not Sign.ZERO:
                raise UnknownError
        return False

    def relative(self, series: Series) -> tuple[Leading, Series]:
        """``u -> lead, d`` with ``u = lead*(1 + d)`` and d going to zero as a power of t."""
        lead = self.leading(series)
        if lead.coefficient == 0 or not sign(lead.coefficient, self.facts).is_nonzero:
            raise UnknownError
        if (lead.power, lead.logarithms) not in series.terms:
            raise UnknownError  # smaller than any power
        terms = {
            (p - lead.power, q - lead.logarithms): c / lead.coefficient
            for (p, q), c in series.terms.items()
            if (p, q) != (lead.power, lead.logarithms)
        }
        if any(sign(p, self.facts) is not Sign.NEGATIVE for p, _ in terms):
            raise UnknownError
        error = series.error if series.error is S.NegativeInfinity else series.error - lead.power
        return lead, Series(terms, error)

    def composed(self, coefficient: Callable[[int], Expr], small: Series, order: Expr) -> Series:
        """``sum(a_k * d**k)`` for a power series at zero, and d going to zero as a power of t."""
        power = Series({CONSTANT: S.One}, S.NegativeInfinity)
        total: dict[Scale, Expr] = {CONSTANT: coefficient(0)}
        error = S.NegativeInfinity
        for k in range(1, MOST_TERMS):
            if not small.terms and small.error is S.NegativeInfinity:
                return Series(nonzero(total), error)
            power = self.times(power, small, order)
            error = self.larger(error, power.error)
            if not power.terms:
                return Series(nonzero(total), error)
            for scale, c in power.terms.items():
                total[scale] = total.get(scale, S.Zero) + coefficient(k) * c
        raise UnknownError


def nonzero(terms: dict[Scale, Expr]) -> dict[Scale, Expr]:
    """Leave out the terms that cancel."""
    expanded = {scale: expand_mul(c) for scale, c in terms.items()}
    return {scale: c for scale, c in expanded.items() if c != 0}
