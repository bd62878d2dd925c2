"""Complete squares: raw algebra that cancels, written so that it does not."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from sympy import Add, Expr, Mul, S, exp, expand_mul, factor, fraction, log, together

from symmle.budget import attempt
from symmle.reduction.expansion import expand_numerators
from symmle.sample_sum import SampleSum, Statistic, StatisticKind

_CALLS = 120_000


def complete_squares(expression: Expr) -> Expr:
    """``n*mean(x)**2 - 2*n*mu*mean(x) + n*mu**2 -> n*(mean(x) - mu)**2``, in every group of terms with one
    denominator.

    At data of 1e8 the left side loses what the right side keeps. Terms with spreads (variances, covariances,
    gaps) or sums stay as they are; a function of the parameters may multiply a square or stand in one.
    """
    terms = Add.make_args(expand_numerators(expression))
    raw = [term for term in terms if _is_raw(term)]
    rest = [term for term in terms if not _is_raw(term)]
    whole = _factored(Add(*raw), _is_square)
    if whole is not None:
        return Add(whole, *rest)
    return Add(*[_told(group) for group in _grouped(raw, _divisors)], *rest)


def _told(group: Expr) -> Expr:
    """Give one group as a square, a difference, or a sum of both."""
    whole = _factored(group, _is_square) or _factored(group, _is_difference) or _square_by_square(group)
    if whole is not None:
        return whole
    parts = _grouped(Add.make_args(group), _functions)
    return group if len(parts) == 1 else Add(*[_told(part) for part in parts])


def _square_by_square(group: Expr) -> Expr | None:
    """``(mean(x) - a)**2 + (mean(y) - a)**2`` from its terms: mean after mean, where terms are saved."""
    squares: list[Expr] = []
    means = [m for m in group.atoms(Statistic) if m.kind is StatisticKind.MEAN] if group.is_Add else []
    for mean in sorted(means, key=str):
        square = _square_in(group, mean)
        left = expand_numerators(group - square)
        if square != 0 and len(Add.make_args(left)) <= len(Add.make_args(group)) - 2:
            squares, group = [*squares, square], left
    return Add(*squares, group) if squares else None


def _square_in(group: Expr, mean: Expr) -> Expr:
    """``c*m**2 + b*m -> c*(m + b/(2*c))**2``; zero where the quotient is no polynomial."""
    leading, slope = group.coeff(mean, 2), group.coeff(mean, 1)
    if leading == 0 or slope == 0 or leading.is_Add:
        return S.Zero
    shift = expand_mul(slope / (2 * leading))
    return S.Zero if fraction(together(shift))[1].free_symbols else leading * (mean + shift) ** 2


def _is_raw(term: Expr) -> bool:
    """Whether a term is a product of powers of means, parameters, constants, functions of them, and n."""
    return all(_is_plain(part.as_base_exp()[0]) or _is_function(part) for part in Mul.make_args(term))


def _is_plain(base: Expr) -> bool:
    if isinstance(base, Statistic):
        return base.kind in (StatisticKind.MEAN, StatisticKind.SIZE)
    return bool(base.is_Symbol or base.is_Rational)


def _is_function(part: Expr) -> bool:
    return bool(part.free_symbols) and isinstance(part, exp | log) and not part.has(Statistic, SampleSum)


def _grouped(terms: Iterable[Expr], key: Callable[[Expr], Expr]) -> list[Expr]:
    groups: dict[Expr, list[Expr]] = {}
    for term in terms:
        groups.setdefault(key(term), []).append(term)
    return [Add(*groups[each]) for each in sorted(groups, key=str)]


def _divisors(term: Expr) -> Expr:
    """Give the parameters that divide a term: those of one divisor may be a square of their own."""
    powers = [factor_.as_base_exp() for factor_ in Mul.make_args(term)]
    return Mul(*[base for base, exponent in powers if base.is_Symbol and exponent.is_negative])


def _functions(term: Expr) -> Expr:
    return Mul(*[part for part in Mul.make_args(term) if _is_function(part)])


def _factored(group: Expr, wanted: Callable[[Expr], bool]) -> Expr | None:
    """Give the group as a multiple of what is wanted; None where it is none."""
    if not group.is_Add or not _may_hold(group, wanted):
        return None
    factored, _ = attempt("complete the square", _CALLS, factor, group)
    return factored if factored is not None and any(wanted(f) for f in Mul.make_args(factored)) else None


def _may_hold(group: Expr, wanted: Callable[[Expr], bool]) -> bool:
    """Whether it is worth factoring: a square holds a product of two means, a multiple of a difference as
    many terms with means as without.
    """
    degrees = [_degree_in_means(term) for term in group.args]
    if wanted is _is_square:
        return max(degrees) > 1
    return 0 < 2 * sum(degree > 0 for degree in degrees) == len(degrees)


def _degree_in_means(term: Expr) -> int:
    powers = [factor_.as_base_exp() for factor_ in Mul.make_args(term)]
    means = [e for b, e in powers if isinstance(b, Statistic) and b.kind is StatisticKind.MEAN]
    return int(sum(abs(e) for e in means if e.is_Integer))


def _is_square(part: Expr) -> bool:
    return bool(part.is_Pow and part.exp == 2 and part.base.is_Add and part.has(Statistic))


def _is_difference(part: Expr) -> bool:
    """``mean(x) - mu``: subtracted once, before it is scaled."""
    if not part.is_Add or len(part.args) != 2 or not part.has(Statistic):
        return False
    first, second = part.args
    return bool(first.could_extract_minus_sign() != second.could_extract_minus_sign())
