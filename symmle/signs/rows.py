"""Read an affine combination of means as the mean of one row expression."""

from __future__ import annotations

from sympy import Expr, S, Symbol, expand_mul

from symmle.sample_sum import SampleSum, Statistic, StatisticKind, sample_mean


def mean_row(expression: Expr) -> Expr | None:
    """``1 - mean(x) -> 1 - x``; ``n - sum(x) -> 1 - x``; None where the expression is no such combination.

    The mean of the row over any sample with weights that are not negative has the sign that the rows share,
    and n > 0.
    """
    per_row = _divide_by_size(expression)
    means = sorted((s for s in per_row.atoms(Statistic) if s.kind is StatisticKind.MEAN), key=str)
    if not means or len({mean.sample for mean in means}) > 1 or per_row.has(SampleSum):
        return None
    if means[0].sample.varies(per_row):
        return None  # a free observation would be captured
    if not _is_affine(per_row, means):
        return None
    return per_row.xreplace({mean: mean.expressions[0] for mean in means})


def _is_affine(expression: Expr, means: list[Statistic]) -> bool:
    places = {mean: Symbol(f"mean_{position}") for position, mean in enumerate(means)}
    placed = expression.xreplace(places)
    return all(placed.diff(place).free_symbols.isdisjoint(places.values()) for place in places.values())


def _divide_by_size(expression: Expr) -> Expr:
    sums = expression.atoms(SampleSum)
    sizes = [s for s in expression.atoms(Statistic) if s.kind is StatisticKind.SIZE]
    if not sums and not sizes:
        return expression
    samples = {node.sample for node in (*sums, *sizes)}
    if len(samples) > 1:
        return expression
    (sample,) = samples
    size = Statistic(StatisticKind.SIZE, (S.One,), sample)
    written = expression.xreplace({node: size * sample_mean(node.summand, sample) for node in sums})
    ways = (expand_mul(written), expand_mul(written / size))  # a mean of rows, or n times one
    return next((way for way in ways if not way.has(size)), expression)
