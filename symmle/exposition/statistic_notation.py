"""Sums over the sample and statistics, as a textbook writes them."""

from __future__ import annotations

from sympy import Basic, Expr, Symbol

from symmle.exposition.formula import Call, Fenced, Formula, Marked, Overlined, Total, Word
from symmle.exposition.names import is_single_letter, name_word
from symmle.exposition.style import Composer, Style
from symmle.sample_sum import Sample, SampleSum, Statistic, StatisticKind, sample_mean, sample_size


def of_sample_sum(expression: SampleSum, compose: Composer) -> Formula:
    """Compose a sum over the sample: its observations get their row's index."""
    index = _free_index(expression.summand)
    inside = compose.styled(compose.style.inside_sum(_names(expression.sample), index))
    return Total(inside(expression.summand), _size_word(expression.sample), index)


def of_statistic(expression: Statistic, compose: Composer) -> Formula:
    """Compose a statistic: ``n``, a bar for a mean, a word for the others."""
    match expression.kind:
        case StatisticKind.SIZE:
            return _size_word(expression.sample)
        case StatisticKind.MEAN:
            return _mean(expression, compose)
        case StatisticKind.GAP:
            return compose(expression.definition)
        case StatisticKind.COUNT:
            return _count(expression, compose)
        case _:
            return _named(expression, compose)


def spelled_out(expression: Expr, *, means: bool = True) -> Expr:
    """Write variances and covariances (and means, if wanted) as the sums that they are.

    ``variance(x) -> (1/n) Σ (x_i - x̄)²`` and ``mean(x) -> (1/n) Σ x_i``; a factor n cancels against the 1/n.
    What stands inside a sum stays as it is.
    """
    if isinstance(expression, SampleSum) or not expression.args:
        return _as_sum(expression, means) if isinstance(expression, Statistic) else expression
    parts = [spelled_out(part, means=means) for part in expression.args]
    return expression if tuple(parts) == expression.args else expression.func(*parts)


def _as_sum(statistic: Statistic, means: bool) -> Expr:
    size = sample_size(statistic.sample)
    summand = _summand(statistic, means)
    return statistic if summand is None else SampleSum.as_written(summand, statistic.sample) / size


def _summand(statistic: Statistic, means: bool) -> Expr | None:
    match statistic.kind:
        case StatisticKind.VARIANCE:
            return _deviation(statistic, 0) ** 2
        case StatisticKind.COVARIANCE:
            return _deviation(statistic, 0) * _deviation(statistic, 1)
        case StatisticKind.MEAN if means:
            return statistic.expressions[0]
        case _:
            return None


def _deviation(statistic: Statistic, place: int) -> Expr:
    row = statistic.expressions[place]
    return row - sample_mean(row, statistic.sample)


def _mean(expression: Statistic, compose: Composer) -> Formula:
    (row,) = expression.expressions
    if isinstance(row, Symbol) and is_single_letter(row.name):
        return Marked(name_word(row.name), "bar")
    return Overlined(_unindexed(expression, compose)(row))


def _named(expression: Statistic, compose: Composer) -> Formula:
    inside = _unindexed(expression, compose)
    word = _KIND_WORDS[expression.kind]
    return Call(word, tuple(inside(row) for row in expression.expressions))


def _count(expression: Statistic, compose: Composer) -> Formula:
    (condition,) = expression.expressions
    indexed = compose.styled(compose.style.inside_sum(_names(expression.sample), _free_index(condition)))
    return Fenced((indexed(condition),), "count")


def _unindexed(expression: Statistic, compose: Composer) -> Composer:
    style: Style = compose.style.inside_mean(_names(expression.sample))
    return compose.styled(style)


def _names(sample: Sample) -> frozenset[str]:
    return frozenset(symbol.name for symbol in sample.observations)


def _free_index(expression: Basic) -> str:
    """Give the index of a row: ``i``, unless the model has a name for it."""
    taken = {symbol.name for symbol in expression.free_symbols}
    return next(letter for letter in _INDICES if letter not in taken)


_INDICES = ("i", "j", "t", "row")


def _size_word(sample: Sample) -> Word:
    return Word(sample.size_name, sample.size_name)


_KIND_WORDS = {
    StatisticKind.VARIANCE: Word("variance", r"\operatorname{var}"),
    StatisticKind.COVARIANCE: Word("covariance", r"\operatorname{cov}"),
    StatisticKind.MINIMUM: Word("minimum", r"\min"),
    StatisticKind.MAXIMUM: Word("maximum", r"\max"),
    StatisticKind.MEDIAN: Word("median", r"\operatorname{median}"),
}
