"""Complete squares: raw algebra that cancels, written so that it does not."""

from __future__ import annotations

from collections.abc import Callable

from sympy import Add, Expr, Mul, factor

from symmle.budget import attempt
from symmle.reduction.expansion import expand_numerators
from symmle.sample_sum import Statistic, StatisticKind

_CALLS = 120_000


def complete_squares(expression: Expr) -> Expr:
    """``n*mean(x)**2 - 2*n*mu*mean(x) + n*mu**2 -> n*(mean(x) - mu)**2``, in every group of terms with one
    denominator.

    At data of 1e8 the left side loses what the right side keeps. Terms with spreads (variances, covariances,
    gaps), sums or functions stay as they are.
    """
    terms = Add.make_args(expand_numerators(expression))
    raw = [term for term in terms if _is_raw(term)]
    rest = [term for term in terms if not _is_raw(term)]
    whole = _factored(Add(*raw), _is_square)
    if whole is not None:
        return Add(whole, *rest)
    groups = _by_denominator(raw)
    kept = [_factored(group, _is_square) or _factored(group, _is_difference) or group for group in groups]
    return Add(*kept, *rest)


def _is_raw(term: Expr) -> bool:
    """Whether a term is a product of powers of means, parameters, constants and n."""
    return all(_is_plain(factor_.as_base_exp()[0]) for factor_ in Mul.make_args(term))


def _is_plain(base: Expr) -> bool:
    if isinstance(base, Statistic):
        return base.kind in (StatisticKind.MEAN, StatisticKind.SIZE)
    return bool(base.is_Symbol or base.is_Rational)


def _by_denominator(terms: list[Expr]) -> list[Expr]:
    """Group terms by the parameters that divide them: each group may be a square of its own."""
    groups: dict[Expr, list[Expr]] = {}
    for term in terms:
        powers = [factor_.as_base_exp() for factor_ in Mul.make_args(term)]
        divisors = Mul(*[base for base, exponent in powers if base.is_Symbol and exponent.is_negative])
        groups.setdefault(divisors, []).append(term)
    return [Add(*groups[key]) for key in sorted(groups, key=str)]


def _factored(group: Expr, wanted: Callable[[Expr], bool]) -> Expr | None:
    """Give the group as a multiple of what is wanted; None where it is none."""
    if not group.is_Add or not group.has(Statistic):
        return None
    factored, _ = attempt("complete the square", _CALLS, factor, group)
    return factored if factored is not None and any(wanted(f) for f in Mul.make_args(factored)) else None


def _is_square(part: Expr) -> bool:
    return bool(part.is_Pow and part.exp == 2 and part.base.is_Add and part.has(Statistic))


def _is_difference(part: Expr) -> bool:
    """``mean(x) - mu``: subtracted once, before it is scaled."""
    if not part.is_Add or len(part.args) != 2 or not part.has(Statistic):
        return False
    first, second = part.args
    return bool(first.could_extract_minus_sign() != second.could_extract_minus_sign())
