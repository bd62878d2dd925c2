"""A product taken apart for the page: its sign, and what stands above and below the line of its fraction."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import gcd

from sympy import Add, Expr, Integer, Mul, Pow, Rational, S, exp, log, loggamma

from symmle.exposition.style import Style
from symmle.exposition.term_order import is_size, turned
from symmle.sample_sum import SampleSum


@dataclass(slots=True)
class ProductParts:
    """A product's sign, its factors above and below the line, and what stands there under a root."""

    negative: bool
    above: list[Expr] = field(default_factory=list)
    below: list[Expr] = field(default_factory=list)
    roots_above: list[Expr] = field(default_factory=list)
    roots_below: list[Expr] = field(default_factory=list)

    @classmethod
    def of(cls, expression: Expr, style: Style) -> ProductParts:
        """Take a product apart."""
        coefficient, factors = _with_contents(expression)
        parts = cls(bool(coefficient.is_negative))
        parts._place_number(abs(coefficient))
        standardised = _is_standardised(factors)
        for factor in factors:
            parts._place(parts._right_way_round(factor, factors, style, standardised=standardised))
        parts._join_roots()
        return parts

    def _right_way_round(
        self, factor: Expr, factors: list[Expr], style: Style, *, standardised: bool
    ) -> Expr:
        """``-(μ - x) -> x - μ``, and ``(μ - x)/σ -> -(x - μ)/σ``."""
        base, exponent = factor.as_base_exp()
        wrong = turned(factor, style) and (self.negative or standardised)
        if not (wrong or _is_backward(factor, factors, negative=self.negative)):
            return factor
        self.negative ^= bool(exponent.is_odd)
        return Pow(-base, exponent)

    def _place_number(self, size: Expr) -> None:
        above, below = (Integer(size.p), Integer(size.q)) if isinstance(size, Rational) else (size, S.One)
        self.above += [above] if above is not S.One else []
        self.below += [below] if below is not S.One else []

    def _place(self, factor: Expr) -> None:
        """Put a factor above or below the line, square roots apart so that they join under one sign."""
        base, exponent = factor.as_base_exp()
        if isinstance(factor, exp):
            self.above.append(factor)
        elif not exponent.is_Rational:
            falls = base.is_Symbol and exponent.could_extract_minus_sign()
            (self.below if falls else self.above).append(Pow(base, -exponent) if falls else factor)
        elif abs(exponent) == S.Half:
            (self.roots_below if exponent.is_negative else self.roots_above).append(base)
        else:
            (self.below if exponent.is_negative else self.above).append(Pow(base, abs(exponent)))

    def _join_roots(self) -> None:
        """``√2/2 -> 1/√2``, which SymPy had turned over; ``√c/(√π x^(3/2)) -> √(c/(π x³))``."""
        denominator = next((divisor for divisor in self.below if divisor.is_Integer), S.One)
        for place, radicand in enumerate(self.roots_above):
            common = Integer(gcd(int(radicand), int(denominator))) if radicand.is_Integer else S.One
            if common > 1:
                self.roots_above[place] = radicand / common
                self.roots_below.append(common)
                self.below[self.below.index(denominator)] = denominator = denominator / common
        self.roots_above = [radicand for radicand in self.roots_above if radicand is not S.One]
        self.below = [divisor for divisor in self.below if divisor is not S.One]
        if self.roots_above and self.roots_below:
            halves = [divisor for divisor in self.below if divisor.as_base_exp()[1].is_Rational]
            halves = [divisor for divisor in halves if divisor.as_base_exp()[1].q == 2]
            self.below = [divisor for divisor in self.below if divisor not in halves]
            self.roots_below += [divisor**2 for divisor in halves]


def shared_number(expression: Expr) -> tuple[Expr, Expr]:
    """Give a number ``1/q`` that every term of a sum has, and the rest; a sum of falling terms is turned."""
    content, primitive = expression.primitive() if expression.is_Add else (S.One, expression)
    if content.p != 1 or content.q == 1 or expression.has(log, loggamma, SampleSum):
        return S.One, expression
    return (-content, -primitive) if is_falling(primitive) else (content, primitive)


def is_falling(expression: Expr) -> bool:
    """Whether every term of a sum has a minus."""
    terms = Add.make_args(expression)
    return len(terms) > 1 and all(term.as_coeff_Mul()[0].is_negative for term in terms)


def _with_contents(expression: Expr) -> tuple[Expr, list[Expr]]:
    """Take numbers and signs out of brackets: ``2 (ν/2 + 1/2) -> ν + 1``, ``-a - 1 -> -(a + 1)``."""
    coefficient, rest = expression.as_coeff_Mul()
    factors = []
    for factor in Mul.make_args(rest):
        content, primitive = (S.NegativeOne, -factor) if is_falling(factor) else shared_number(factor)
        coefficient *= content
        factors.append(primitive)
    return coefficient, factors


def _is_standardised(factors: list[Expr]) -> bool:
    """Whether a bracket stands over names alone, as in ``(x - μ)/σ``."""
    others = [factor.as_base_exp() for factor in factors if not factor.is_Add]
    over_names = bool(others) and all(base.is_Atom and exponent.is_negative for base, exponent in others)
    return over_names and len(factors) - len(others) == 1


def _is_backward(factor: Expr, factors: list[Expr], *, negative: bool) -> bool:
    """Whether ``p - 1`` stands below the line beside ``p``, or behind a minus: ``1 - p`` reads better."""
    base, exponent = factor.as_base_exp()
    if not (base.is_Add and exponent.is_Integer and exponent.is_negative and len(base.args) == 2):
        return False
    rest = base + 1
    beside = any(other.as_base_exp()[0] == rest for other in factors)
    return bool(rest.is_Atom) and not is_size(rest) and (beside or negative)
