"""Write sums that are free of parameters in n, means and centred statistics."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sympy import Add, Expr, Symbol, exp, expand_mul, log

from symmle.reduction.split import split_sum, two_values
from symmle.sample_sum import (
    Sample,
    SampleSum,
    Statistic,
    StatisticKind,
    sample_mean,
    sample_nodes,
    sample_size,
)
from symmle.signs import Facts, Sign, sign


def reduce_sums(expression: Expr, parameters: Iterable[Symbol], facts: Facts, *, whole: bool = False) -> Expr:
    """Write every sum that is free of parameters in centred statistics; split the others if that helps.

    With ``whole`` no parameter is taken out of a sum that keeps another: ``sum((x/s)**k)`` stays, which is
    what to compute, where ``s**-k*sum(x**k)`` is what to solve.
    """
    chosen = frozenset(parameters)
    split = _split_all(expression, facts, whole)
    free = [node for node in sample_nodes(split) if not _depends(node, chosen)]
    centred = _centred_forms([node.summand for node in free], free[0].sample, facts) if free else {}
    return split.xreplace({node: sample_size(node.sample) * centred[node.summand] for node in free})


def _depends(node: SampleSum, parameters: frozenset[Symbol]) -> bool:
    return not node.free_symbols.isdisjoint(parameters)


def _split_all(expression: Expr, facts: Facts, whole: bool) -> Expr:
    """Split until nothing changes: a piece may have pieces."""
    for _ in range(8):
        nodes = sample_nodes(expression)
        replaced = expression.xreplace({node: split_sum(node, facts, whole=whole) for node in nodes})
        if replaced == expression:
            return expression
        expression = replaced
    return expression


def _centred_forms(summands: list[Expr], sample: Sample, facts: Facts) -> dict[Expr, Expr]:
    """Give the mean of each summand: ``mean(x**2) -> variance(x) + mean(x)**2`` where x is summed as well."""
    ordered = sorted(
        set(summands), key=lambda summand: (summand.count_ops(), isinstance(summand, log), str(summand))
    )
    known: dict[Expr, Expr] = {}
    for summand in ordered:
        known[summand] = _centred_form(summand, known, sample, facts)
    return known


def _centred_form(summand: Expr, known: dict[Expr, Expr], sample: Sample, facts: Facts) -> Expr:
    for base in known:
        image = _gap_form(summand, base, sample, facts)
        if image is not None:
            return image
    if summand.is_Pow and summand.exp == 2 and summand.base.is_Add:
        return _squared_form(summand.base, sample)
    pairs = [
        (first, second)
        for first in known
        for second in known
        if first * second == summand and not _is_cell(first, second, known, facts)
    ]
    if not pairs:
        return sample_mean(summand, sample)
    first, second = min(pairs, key=lambda pair: (max(part.count_ops() for part in pair), str(pair)))
    return _covariance(first, second, sample) + known[first] * known[second]


def _is_cell(first: Expr, second: Expr, known: Mapping[Expr, Expr], facts: Facts) -> bool:
    """Whether a product picks a cell of the sample: ``g*y`` for g in {0, 1}, where no spread of g is
    summed.
    """
    if first == second:
        return False
    return any(g.is_Symbol and two_values(g, facts) and g**2 not in known for g in (first, second))


def _squared_form(base: Expr, sample: Sample) -> Expr:
    """``mean((g - h)**2) -> variance(g - h) + (mean(g) - mean(h))**2``; constants have no variance."""
    moving = Add(*[term for term in base.args if sample.varies(term)])
    mean = SampleSum(base, sample) / sample_size(sample)
    means = {node: sample_size(sample) * sample_mean(node.summand, sample) for node in mean.atoms(SampleSum)}
    return Statistic(StatisticKind.VARIANCE, (moving,), sample) + expand_mul(mean.xreplace(means)) ** 2


def _gap_form(summand: Expr, base: Expr, sample: Sample, facts: Facts) -> Expr | None:
    """``mean(log(x)) -> log(mean(x)) - gap``, ``mean(1/x) -> 1/mean(x) + gap``: Jensen's inequality as a
    statistic.

    Where x**p is summed beside log(x), the gap is that of x**p: ``mean(log(x)) -> (log(mean(x**p)) -
    gap)/p``.
    """
    if sign(base, facts) is not Sign.POSITIVE:
        return None
    mean = sample_mean(base, sample)
    if summand == 1 / base and not base.is_Pow:
        return 1 / mean + Statistic(StatisticKind.GAP, (base, summand), sample)
    root, power = base.as_base_exp()
    if summand == log(root) and not isinstance(base, exp):
        return (log(mean) - Statistic(StatisticKind.GAP, (base, log(base)), sample)) / power
    return None


def _covariance(first: Expr, second: Expr, sample: Sample) -> Statistic:
    if first == second:
        return Statistic(StatisticKind.VARIANCE, (first,), sample)
    pair = tuple(sorted((first, second), key=str))
    return Statistic(StatisticKind.COVARIANCE, pair, sample)
