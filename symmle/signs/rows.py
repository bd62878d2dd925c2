"""Read an affine combination of means as the mean of one row expression."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sympy import Basic, Eq, Expr, Piecewise, S, Symbol, expand_mul

from symmle.notation import Domain
from symmle.sample_sum import Sample, SampleSum, Statistic, StatisticKind, sample_mean
from symmle.signs.facts import Facts


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


def told_apart(expression: Expr) -> list[tuple[Expr, Basic]]:
    """``1 - (1 where x = 1) - (1 where x = 2) -> 0 at x = 1, 0 at x = 2, 1 elsewhere``; else none."""
    if isinstance(expression, Piecewise):
        return list(expression.args)
    if expression.has(Statistic, SampleSum):
        return []  # a choice between rows is none between values
    choices = expression.atoms(Piecewise)
    cases = {case for choice in choices for _, case in choice.args if case is not S.true}
    if not all(isinstance(case, Eq) and case.lhs.is_Symbol and case.rhs.is_number for case in cases):
        return []
    if len({case.lhs for case in cases}) != 1:
        return []
    ordered = sorted(cases, key=str)
    elsewhere = expression.xreplace(dict.fromkeys(ordered, S.false))
    at_values = [(expression.xreplace({case.lhs: case.rhs}), case) for case in ordered]
    return [*at_values, (elsewhere, S.true)]


def facts_apart(expression: Expr, facts: Facts) -> Iterator[Facts]:
    """Give the facts of a row away from a value that not every row takes: ``1 - count(x = 0)/n > 0``.

    Some row of positive weight lies there, so that a mean of rows that are never negative is positive where
    they are positive away from the value: ``mean(x) > 0`` for x >= 0.
    """
    samples = {statistic.sample for statistic in expression.atoms(Statistic)}
    for fact in sorted(facts.positive, key=str):
        means = fact.atoms(Statistic)
        if len(means) == 1 and {mean.sample for mean in means} == samples:
            (sample,) = samples
            yield from _away(mean_row(fact), sample, facts)


def _away(row: Expr | None, sample: Sample, facts: Facts) -> Iterator[Facts]:
    """Take the value out of the observation's domain, where the row is zero at it and one elsewhere."""
    cases = None if row is None else 1 - row
    if not isinstance(cases, Piecewise) or [value for value, _ in cases.args] != [S.One, S.Zero]:
        return
    case = cases.args[0][1]
    domain = facts.domains.get(case.lhs) if isinstance(case, Eq) else None
    if domain is None or case.lhs not in sample.observations or not case.rhs.is_Rational:
        return
    left = _without(domain, case.rhs)
    if left is not None:
        yield facts.with_domain(case.lhs, left)


def _without(domain: Domain, value: Expr) -> Domain | None:
    """Leave out the lower end of an interval; None for any other value."""
    if domain.members is not None or domain.lower != value or domain.lower_open:
        return None
    return replace(domain, lower=value + 1) if domain.integer else replace(domain, lower_open=True)
