"""Statistics: numbers computed once from the data, free of parameters."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from sympy import AtomicExpr, Basic, Expr, Integer, Piecewise, S, log

from symmle.sample_sum.sample import Sample


class StatisticKind(StrEnum):
    """What a statistic does to its row expressions."""

    SIZE = "n"
    MEAN = "mean"
    VARIANCE = "variance"
    COVARIANCE = "covariance"
    GAP = "gap"
    MINIMUM = "minimum"
    MAXIMUM = "maximum"
    MEDIAN = "median"
    COUNT = "count"


class Statistic(AtomicExpr):
    """One statistic of a sample, as an atom of SymPy's algebra.

    ``mean(g)`` is sum(w g)/n with n = sum(w); ``variance(g)`` and ``covariance(g, h)`` divide by n. A ``gap``
    is a Jensen gap of its first expression g: for the second expression log(g) it is log(mean(g)) -
    mean(log(g)), for 1/g it is mean(1/g) - 1/mean(g). A gap is never negative, and zero only where g is
    constant over the sample; it is one statistic because the difference of its two means cancels where the
    data lie close together.

    Parameters
    ----------
    kind : StatisticKind
        What is computed.
    expressions : tuple of Expr
        Row expressions in the observations and known constants.
    sample : Sample
        The sample that the statistic belongs to.
    """

    __slots__ = ("expressions", "kind", "sample")
    is_commutative = True
    is_number = False

    kind: StatisticKind
    expressions: tuple[Expr, ...]
    sample: Sample

    def __new__(cls, kind: str, expressions: tuple[Expr, ...], sample: Sample) -> Statistic:
        """Build the atom; equal contents give equal atoms."""
        node: Statistic = AtomicExpr.__new__(cls)
        node.kind = StatisticKind(kind)
        node.expressions = expressions
        node.sample = sample
        return node

    def _hashable_content(self) -> tuple[Any, ...]:
        return (str(self.kind), *self.expressions, *self.sample.identity)

    def __getnewargs__(self) -> tuple[Any, ...]:
        return (str(self.kind), self.expressions, self.sample)

    @property
    def free_symbols(self) -> set[Basic]:
        """None: observations are bound, and known constants in a statistic are as fixed as the data."""
        return set()

    @property
    def label(self) -> str:
        """Text such as ``mean(log(x))``; the same words are read back in claims."""
        if self.kind is StatisticKind.SIZE:
            return self.sample.size_name
        if self.kind is StatisticKind.GAP:
            return f"({self.definition})"
        return f"{self.kind}({', '.join(str(e) for e in self.expressions)})"

    @property
    def definition(self) -> Expr:
        """A gap in terms of means, a mean of ones and zeros as a share; any other is its own definition."""
        if self.kind is StatisticKind.MEAN:
            return self._share()
        if self.kind is not StatisticKind.GAP:
            return self
        base, image = self.expressions
        mean = Statistic(StatisticKind.MEAN, (base,), self.sample)
        image_mean = Statistic(StatisticKind.MEAN, (image,), self.sample)
        return log(mean) - image_mean if image == log(base) else image_mean - 1 / mean

    def _share(self) -> Expr:
        """``mean(1 where x = 0, else 0) -> count(x = 0)/n``."""
        (row,) = self.expressions
        if not isinstance(row, Piecewise) or [value for value, _ in row.args] != [S.One, S.Zero]:
            return self
        counted: Expr = Statistic(StatisticKind.COUNT, (row.args[0][1],), self.sample)
        return counted / Statistic(StatisticKind.SIZE, (S.One,), self.sample)

    def _sympystr(self, printer: Any) -> str:
        return self.label

    _sympyrepr = _sympystr

    def _eval_derivative(self, symbol: Basic) -> Expr:
        return S.One if symbol == self else S.Zero

    def _eval_is_extended_real(self) -> bool:
        return True

    def _eval_is_finite(self) -> bool:
        return True

    def _eval_is_extended_positive(self) -> bool | None:
        if self.kind is StatisticKind.SIZE:
            return True
        return True if self._keeps_sign() and self.expressions[0].is_positive else None

    def _eval_is_extended_nonnegative(self) -> bool | None:
        if self.kind in _NEVER_NEGATIVE:
            return True
        return True if self._keeps_sign() and self.expressions[0].is_nonnegative else None

    def _eval_is_extended_negative(self) -> bool | None:
        if self.kind in _NEVER_NEGATIVE:
            return False
        return True if self._keeps_sign() and self.expressions[0].is_negative else None

    def _eval_is_extended_nonpositive(self) -> bool | None:
        return True if self._keeps_sign() and self.expressions[0].is_nonpositive else None

    def _keeps_sign(self) -> bool:
        """Whether the statistic lies among the values of its row expression's convex hull."""
        return self.kind in _AVERAGES


_AVERAGES = (StatisticKind.MEAN, StatisticKind.MINIMUM, StatisticKind.MAXIMUM, StatisticKind.MEDIAN)
_NEVER_NEGATIVE = (StatisticKind.SIZE, StatisticKind.VARIANCE, StatisticKind.GAP, StatisticKind.COUNT)


def sample_size(sample: Sample) -> Statistic:
    """Give n, the sum of the weights."""
    return Statistic(StatisticKind.SIZE, (Integer(1),), sample)


def sample_mean(expression: Expr, sample: Sample) -> Statistic:
    """Give the weighted mean of a row expression."""
    return Statistic(StatisticKind.MEAN, (expression,), sample)


def definition(expression: Expr) -> Expr:
    """Write every gap as a difference of means, and a mean of ones and zeros as a share: the form to show."""
    found = {s: s.definition for s in expression.atoms(Statistic)}
    changed = {statistic: shown for statistic, shown in found.items() if shown != statistic}
    return expression.xreplace(changed) if changed else expression
