"""Expected values of polynomials in means, variances and covariances of independent rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import factorial, prod

from sympy import Add, Expr, Mul, Poly, S, Symbol

from symmle.information.expectations import Expectations
from symmle.information.linear import observed_sample
from symmle.sample_sum import SampleSum, Statistic, StatisticKind, sample_size

_HIGHEST = 4  # degree in means; a variance has degree two


def mean_of_polynomial(expression: Expr, expectations: Expectations) -> Expr | None:
    """Give E of a polynomial in sample means over independent rows with unit weights; None where it is no
    polynomial, or the expected value of a product of row functions is not known.

    The joint cumulant of the means of g1, ..., gk is n**(1 - k) times that of g1, ..., gk in one row, and the
    expected value of a product is the sum, over the partitions of its factors, of the products of cumulants.
    """
    means = _in_means(expression, expectations)
    if means is None:
        return None
    polynomial, functions = means
    size = sample_size(expectations.likelihood.sample)
    moments = _Moments(expectations, size)
    total = []
    for exponents, coefficient in polynomial.terms():
        factors = [g for g, power in zip(functions, exponents, strict=True) for _ in range(power)]
        value = moments.of_means(factors) if len(factors) <= _HIGHEST else None
        if value is None:
            return None
        total.append(coefficient * value)
    return Add(*total)


def _in_means(expression: Expr, expectations: Expectations) -> tuple[Poly, list[Expr]] | None:
    """Write an expression as a polynomial in means, with statistics of the covariates in its coefficients."""
    sample = observed_sample(expectations.likelihood)
    atoms = sorted(expression.atoms(Statistic, SampleSum), key=str)
    moving = [a for a in atoms if isinstance(a, SampleSum) or any(sample.varies(e) for e in a.expressions)]
    written = [spelled(atom) for atom in moving]
    if any(each is None for each in written):
        return None
    resting = {a: spelled(a) or a for a in atoms if a not in moving}
    opened = expression.xreplace({**dict(zip(moving, written, strict=True)), **resting})
    means = sorted(opened.atoms(Statistic), key=str)
    means = [m for m in means if m.kind is StatisticKind.MEAN and sample.varies(m.expressions[0])]
    places = {m: Symbol(f"mean#{position}") for position, m in enumerate(means)}
    placed = opened.xreplace(places)
    if not places:
        return Poly(placed, Symbol("mean#")), [S.One]
    if not placed.is_polynomial(*places.values()):
        return None
    return Poly(placed, *places.values()), [m.expressions[0] for m in means]


def spelled(atom: Expr) -> Expr | None:
    """Write a variance as ``mean(g**2) - mean(g)**2``."""
    if isinstance(atom, SampleSum):
        return None
    sample = atom.sample
    if atom.kind is StatisticKind.MEAN:
        return atom
    if atom.kind not in (StatisticKind.VARIANCE, StatisticKind.COVARIANCE):
        return None
    first, second = atom.expressions[0], atom.expressions[-1]
    product, one, other = (
        Statistic(StatisticKind.MEAN, (g,), sample) for g in (first * second, first, second)
    )
    return product - one * other


@dataclass(frozen=True, slots=True)
class _Moments:
    expectations: Expectations
    size: Statistic

    def of_means(self, factors: Sequence[Expr]) -> Expr | None:
        """Give E[mean(g1) ... mean(gk)]."""
        total = []
        for partition in partitions(list(factors)):
            blocks = [self._cumulant_of_means(block) for block in partition]
            if any(block is None for block in blocks):
                return None
            total.append(Mul(*blocks))
        return Add(*total)

    def _cumulant_of_means(self, block: list[Expr]) -> Expr | None:
        row = self._cumulant_of_row(block)
        return None if row is None else self.size ** (1 - len(block)) * self._average(row)

    def _average(self, row: Expr) -> Expr:
        """Average over the rows, which differ by their covariates."""
        sample = self.expectations.likelihood.sample
        if not sample.varies(row):
            return row
        summed = SampleSum(row.expand(), sample)
        nodes = {
            node: self.size * Statistic(StatisticKind.MEAN, (node.summand,), sample)
            for node in summed.atoms(SampleSum)
        }
        return (summed.xreplace(nodes) / self.size).expand()

    def _cumulant_of_row(self, block: list[Expr]) -> Expr | None:
        total = []
        for partition in partitions(block):
            means = [self.expectations.mean(Mul(*part)) for part in partition]
            if any(mean is None for mean in means):
                return None
            count = len(partition)
            weight = (-1) ** (count - 1) * factorial(count - 1)
            total.append(weight * prod((mean.value for mean in means if mean is not None), start=S.One))
        return Add(*total)


def partitions(items: list[Expr]) -> Iterator[list[list[Expr]]]:
    """Yield the partitions of a list into blocks."""
    if not items:
        yield []
        return
    first, *rest = items
    for partition in partitions(rest):
        yield [[first], *partition]
        for position, block in enumerate(partition):
            yield [*partition[:position], [first, *block], *partition[position + 1 :]]
