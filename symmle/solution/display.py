"""Conditions on the data as one reads them: ``1 - mean(x) > 0`` as ``sum(x) < n``."""

from __future__ import annotations

from sympy import Add, Expr, Mul
from sympy.core.relational import Relational, StrictGreaterThan, StrictLessThan

from symmle.sample_sum import SampleSum, Statistic, StatisticKind, definition, sample_size


def shown(relation: Relational) -> Relational:
    """Move what is subtracted to the other side, the data to the left; counts are told by their sum.

    ``variance(x) - mean(x) > 0 -> variance(x) > mean(x)``, and ``1 - mean(x) > 0 -> sum(x) < n`` where x is
    an integer.
    """
    written = Add.make_args(definition(relation.lhs))
    terms = _of_counts(written) or written
    added = Add(*[term for term in terms if not term.could_extract_minus_sign()])
    subtracted = Add(*[-term for term in terms if term.could_extract_minus_sign()])
    if _holds_data(added):
        return StrictGreaterThan(added, subtracted, evaluate=False)
    return StrictLessThan(subtracted, added, evaluate=False)


def _of_counts(terms: tuple[Expr, ...]) -> tuple[Expr, ...] | None:
    """``1, -mean(x) -> n, -sum(x)`` for an integer x, and for counts; None where anything else, or a square,
    stands.
    """
    found = {s for term in terms for s in term.atoms(Statistic) if s.kind is not StatisticKind.SIZE}
    means = {s for s in found if s.kind is StatisticKind.MEAN and s.expressions[0].is_integer}
    if not found or not all(s in means or s.kind is StatisticKind.COUNT for s in found):
        return None
    sample = next(iter(found)).sample
    places = {mean: SampleSum(mean.expressions[0], sample) / sample_size(sample) for mean in means}
    scaled = tuple(term.xreplace(places) * sample_size(sample) for term in terms)
    plain = all(factor.as_base_exp()[1] == 1 for term in scaled for factor in Mul.make_args(term))
    return scaled if plain else None


def _holds_data(side: Expr) -> bool:
    return bool(side.has(SampleSum)) or any(s.kind is not StatisticKind.SIZE for s in side.atoms(Statistic))
