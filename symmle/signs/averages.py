"""The Cauchy-Schwarz inequality for means that stand over one another."""

from __future__ import annotations

from typing import NamedTuple

from sympy import Expr, Poly, Pow, S, Symbol, expand_mul, sqrt
from sympy.polys.polyerrors import PolynomialError

from symmle.sample_sum import Sample, SampleSum, Statistic, StatisticKind, sample_mean, sample_size
from symmle.signs.words import Prove, Sign

_MOST_MEANS = 6
_DIVISOR = Symbol("divisor#", positive=True)


class _Means(NamedTuple):
    """An expression in means, with a symbol in place of each mean, and what the symbols stand for."""

    expression: Expr
    rows: dict[Symbol, Expr]
    sample: Sample

    def row(self, combination: Expr) -> Expr | None:
        """``m1 - 2*m2 -> g1 - 2*g2``: a linear combination of means is the mean of one row."""
        try:
            polynomial = Poly(combination, *self.rows)
        except PolynomialError:
            return None
        if polynomial.total_degree() > 1 or any(c.has(*self.rows) for c in polynomial.coeffs()):
            return None
        return combination.xreplace(self.rows)


def quotient_sign(expression: Expr, prove: Prove, depth: int) -> Sign:
    """``mean(f)**2/mean(g)**2 - mean(h)/mean(g) <= 0`` where g > 0 and g*h >= f**2 on every row.

    Strict where ``g*h > f**2``. A constant beside it counts as the mean of a constant times g, over mean(g),
    or stays with the rest, whose sign is proved by itself.
    """
    means = _in_means(expression)
    if means is None:
        return Sign.UNKNOWN
    for turn in (1, -1):
        for divisor in _divisors(means):
            found = _bounded(means, turn, divisor, prove, depth)
            if found is not Sign.UNKNOWN:
                return found if turn > 0 else -found
    return Sign.UNKNOWN


def _in_means(expression: Expr) -> _Means | None:
    sums = sorted(expression.atoms(SampleSum), key=str)
    if not 0 < len(sums) <= _MOST_MEANS or len({node.sample for node in sums}) > 1:
        return None
    sample = sums[0].sample
    stated = [s for s in expression.atoms(Statistic) if s.kind is StatisticKind.MEAN]
    summands = [node.summand for node in sums] + [s.expressions[0] for s in sorted(stated, key=str)]
    rows = {Symbol(f"mean#{i}", real=True): row for i, row in enumerate(summands)}
    size = sample_size(sample)
    atoms = [*[(node, size) for node in sums], *[(s, S.One) for s in sorted(stated, key=str)]]
    placed = expression.xreplace(
        {atom: factor * place for (atom, factor), place in zip(atoms, rows, strict=True)}
    )
    found = _without_size(placed, size)
    return None if found is None or found.has(Statistic) else _Means(found, rows, sample)


def _without_size(expression: Expr, size: Statistic) -> Expr | None:
    """Cancel n, where every mean over a mean has it above and below."""
    divisors = {p: (p.base / size).expand() for p in expression.atoms(Pow) if p.exp.is_Integer and p.exp < 0}
    scaled = {p: size**p.exp * b**p.exp for p, b in divisors.items() if not b.has(size) and p.base != size}
    found = expand_mul(expression.xreplace(scaled))
    return None if found.has(size) else found


def _divisors(means: _Means) -> list[Expr]:
    powers = [p for p in means.expression.atoms(Pow) if p.exp == -2 and p.base.has(*means.rows)]
    return sorted({p.base for p in powers}, key=str)


def _bounded(means: _Means, turn: int, divisor: Expr, prove: Prove, depth: int) -> Sign:
    """NEGATIVE, NONPOSITIVE or UNKNOWN for ``turn*expression``."""
    parts = _by_divisor(turn * means.expression, divisor)
    if parts is None:
        return Sign.UNKNOWN
    plain, single, square = parts
    root = _root(square, means)
    if root is None or means.row(divisor) is None or means.row(single) is None:
        return Sign.UNKNOWN
    constant = plain.as_independent(*means.rows, as_Add=True)[0]
    for share in dict.fromkeys((constant, S.Zero)):
        left = -(single + share * divisor).xreplace(means.rows)
        found = _by_rows(_Quotient(divisor, left, root), means, prove, depth)
        if found is not Sign.UNKNOWN:
            rest = plain - share
            return found.plus(prove(_as_means(rest, means), depth - 1)) if rest != 0 else found
    return Sign.UNKNOWN


def _by_divisor(expression: Expr, divisor: Expr) -> tuple[Expr, Expr, Expr] | None:
    placed = expression.xreplace({divisor**-2: _DIVISOR**2, divisor**-1: _DIVISOR})
    try:
        polynomial = Poly(placed, _DIVISOR)
    except PolynomialError:
        return None
    if polynomial.degree() != 2:
        return None
    plain, single, square = (polynomial.nth(k).expand() for k in range(3))
    return plain, single, square


def _root(square: Expr, means: _Means) -> Expr | None:
    """``(m1 - c*m2)**2 -> g1 - c*g2``: the row whose mean is squared."""
    first = next((place for place in means.rows if square.coeff(place, 2) != 0), None)
    if first is None:
        return None
    leading = sqrt(square.coeff(first, 2))
    if not leading.is_real:
        return None
    root = leading * first + (square.coeff(first, 1) / (2 * leading)).expand()
    return means.row(root) if (root**2 - square).expand() == 0 else None


class _Quotient(NamedTuple):
    """``mean(f)**2/mean(g)**2 - mean(h)/mean(g)``: g in symbols for means, h and f as rows."""

    divisor: Expr
    left: Expr
    root: Expr


def _by_rows(quotient: _Quotient, means: _Means, prove: Prove, depth: int) -> Sign:
    """Compare ``g*h`` with ``f**2`` row by row; neither g nor h is negative, and the mean of g is not 0."""
    below, left, root = quotient.divisor.xreplace(means.rows), quotient.left, quotient.root
    total = prove(SampleSum.as_written(below, means.sample), depth)
    if total is Sign.NEGATIVE:
        below, left = -below, -left
    elif total is not Sign.POSITIVE:
        return Sign.UNKNOWN
    of_below = prove(below, depth)
    if not of_below.is_nonnegative or (
        of_below is not Sign.POSITIVE and not prove(left, depth).is_nonnegative
    ):
        return Sign.UNKNOWN
    difference = expand_mul(expand_mul(below * left) - expand_mul(root**2))
    of_rows = prove(difference, depth)
    if not of_rows.is_nonnegative:
        return Sign.UNKNOWN
    strict = of_rows is Sign.POSITIVE or (
        prove(SampleSum.as_written(difference, means.sample), depth) is Sign.POSITIVE
    )
    return Sign.NEGATIVE if strict else Sign.NONPOSITIVE


def _as_means(combination: Expr, means: _Means) -> Expr:
    return combination.xreplace({place: sample_mean(row, means.sample) for place, row in means.rows.items()})
