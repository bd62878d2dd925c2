"""Values of expressions in sums and statistics on given data: rational where possible, else to 50 digits."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sympy import Basic, Symbol

from symmle.exact import (
    Frame,
    NotEvaluable,
    Number,
    add,
    checked,
    compiled,
    constant_parts,
    current_context,
    evaluate,
    evaluate_number,
    exact_number,
    given_number,
    multiply,
    power,
    real,
)
from symmle.sample_sum.node import SampleSum
from symmle.sample_sum.statistic import Statistic, StatisticKind

Rows = tuple[tuple[Number, ...], ...]


def evaluate_sample(
    expression: Basic,
    data: Mapping[Symbol, Sequence[object]],
    weights: Sequence[object] | None = None,
    values: Mapping[Any, object] | None = None,
    *,
    digits: int = 50,
) -> Any:
    """Return the value of an expression in sums, statistics and parameters on given data.

    Parameters
    ----------
    expression
        The expression, or a condition, whose truth value is then returned.
    data
        A column for each observation.
    weights
        Of the rows; rows of weight zero are left out, also of minimum, maximum and median.
    values
        A number for each parameter and constant; a key may also be a statistic.
    digits
        Significant digits of the result.

    Raises
    ------
    NotEvaluable
        Where the value is complex or undefined, or a column or a value is missing.
    """
    values = {} if values is None else values
    resolve = sample_resolver(data, weights, values)
    return evaluate(expression, values, digits=digits, resolve=resolve)


def evaluate_sample_number(
    expression: Basic,
    data: Mapping[Symbol, Sequence[object]],
    weights: Sequence[object] | None = None,
    values: Mapping[Any, object] | None = None,
    *,
    digits: int = 50,
) -> Number:
    """Evaluate as :func:`evaluate_sample` does, but return a rational value as ``int`` or ``Fraction``."""
    values = {} if values is None else values
    resolve = sample_resolver(data, weights, values)
    return evaluate_number(expression, values, digits=digits, resolve=resolve)


def sample_resolver(
    data: Mapping[Symbol, Sequence[object]],
    weights: Sequence[object] | None,
    values: Mapping[Any, object],
) -> Callable[[Basic], Number]:
    """Return the function that knows the values of sums and statistics on these data, and remembers them."""
    columns = [[exact_number(entry) for entry in column] for column in data.values()]
    sizes = {len(column) for column in columns}
    if len(sizes) > 1:
        raise NotEvaluable("the columns have different lengths")
    rows = tuple(zip(*columns, strict=True))
    counts = (1,) * len(rows) if weights is None else tuple(exact_number(weight) for weight in weights)
    if len(counts) != len(rows):
        raise NotEvaluable("there is not one weight for each row")
    kept = [index for index, count in enumerate(counts) if count != 0]
    return _Resolver(
        observations=tuple(data),
        rows=tuple(rows[index] for index in kept),
        weights=tuple(counts[index] for index in kept),
        values=dict(values),
    )


@dataclass(frozen=True, slots=True)
class _Resolver:
    """The rows of positive weight, and what was computed from them by precision."""

    observations: tuple[Symbol, ...]
    rows: Rows
    weights: tuple[Number, ...]
    values: Mapping[Any, object]
    known: dict[tuple[Basic, int], Number] = field(default_factory=dict)

    def __call__(self, node: Basic) -> Number:
        if node in self.values:
            return given_number(current_context(), self.values[node])
        key = (node, current_context().prec)
        if key not in self.known:
            self.known[key] = self._compute(node)
        return self.known[key]

    def _compute(self, node: Basic) -> Number:
        if isinstance(node, SampleSum):
            return self._total(self._column(node.summand))
        if isinstance(node, Statistic):
            return _STATISTICS[node.kind](self, node)
        raise NotEvaluable(f"no value is given for {node}")

    def _column(self, expression: Basic) -> list[Number]:
        """Return a row expression's value in each row; what is the same in all of them is computed once."""
        resting = constant_parts(expression, self.observations)
        try:
            bound = [self._constant(part) for part in resting]
        except NotEvaluable:  # it may stand in a branch that no row takes
            resting = tuple(sorted(expression.free_symbols - set(self.observations), key=str))
            bound = [self(symbol) for symbol in resting]
        closure, context = compiled(expression, (*self.observations, *resting)), current_context()
        return [closure(Frame(context, (*row, *bound), self)) for row in self.rows]

    def _constant(self, expression: Basic) -> Number:
        """Return the value of what holds no observation."""
        context = current_context()
        names = tuple(sorted(expression.free_symbols, key=str))
        closure = compiled(expression, names)
        return checked(context, closure(Frame(context, [self(name) for name in names], self)))

    def _total(self, column: Sequence[Number]) -> Number:
        context = current_context()
        return add(context, [multiply(context, pair) for pair in zip(self.weights, column, strict=True)])

    def size(self, _: Statistic) -> Number:
        return add(current_context(), self.weights)

    def mean(self, statistic: Statistic) -> Number:
        return self._average(self._column(statistic.expressions[0]))

    def _average(self, column: Sequence[Number]) -> Number:
        context = current_context()
        size = add(context, self.weights)
        return multiply(context, (self._total(column), power(context, size, -1)))

    def covariance(self, statistic: Statistic) -> Number:
        context = current_context()
        left, right = (self._centred(statistic.expressions[index]) for index in (0, -1))
        return self._average([multiply(context, pair) for pair in zip(left, right, strict=True)])

    def _centred(self, expression: Basic) -> list[Number]:
        context = current_context()
        column = self._column(expression)
        centre = self._average(column)
        return [add(context, (entry, -centre)) for entry in column]

    def gap(self, statistic: Statistic) -> Number:
        return self._constant(statistic.definition)

    def extreme(self, statistic: Statistic) -> Number:
        column = self._some(statistic)
        return min(column) if statistic.kind is StatisticKind.MINIMUM else max(column)

    def median(self, statistic: Statistic) -> Number:
        """Return where half the weight lies to either side; the middle of the two where a gap does."""
        pairs = sorted(zip(self._some(statistic), self.weights, strict=True))
        half, passed = Fraction(1, 2) * add(current_context(), self.weights), 0
        for (value, weight), (following, _) in zip(pairs, [*pairs[1:], pairs[-1]], strict=True):
            passed += weight
            if passed == half:
                return multiply(current_context(), (Fraction(1, 2), value + following))
            if passed > half:
                return value
        raise NotEvaluable("the weights do not add up")

    def count(self, statistic: Statistic) -> Number:
        holds = self._column(statistic.expressions[0])
        return add(current_context(), [w for w, yes in zip(self.weights, holds, strict=True) if yes])

    def _some(self, statistic: Statistic) -> list[Number]:
        column = self._column(statistic.expressions[0])
        if not column:
            raise NotEvaluable(f"{statistic} of no data")
        if all(isinstance(entry, int | Fraction) for entry in column):
            return column
        return [real(current_context(), entry) for entry in column]


_STATISTICS: dict[StatisticKind, Callable[[_Resolver, Statistic], Number]] = {
    StatisticKind.SIZE: _Resolver.size,
    StatisticKind.MEAN: _Resolver.mean,
    StatisticKind.VARIANCE: _Resolver.covariance,
    StatisticKind.COVARIANCE: _Resolver.covariance,
    StatisticKind.GAP: _Resolver.gap,
    StatisticKind.MINIMUM: _Resolver.extreme,
    StatisticKind.MAXIMUM: _Resolver.extreme,
    StatisticKind.MEDIAN: _Resolver.median,
    StatisticKind.COUNT: _Resolver.count,
}
