"""Two samples that share statistics and whose likelihood ratio moves with a parameter: no sufficiency."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement, islice, product
from typing import Any, Final

from sympy import Expr, Integer, Symbol

from symmle.declaration import FrozenMapping, Model
from symmle.declaration.mass import generic_points
from symmle.exact import NotEvaluable, Number, add, evaluate_number, real, working
from symmle.notation import Domain
from symmle.sample_sum import SampleSum, Statistic, sample_size
from symmle.verification.analysis import Analysis
from symmle.verification.claims import Claim
from symmle.verification.comparison import DIGITS, same, shown, value_at
from symmle.verification.raw_sums import in_raw_sums, moving_sums
from symmle.verification.trials import Trial
from symmle.verification.verdict import Counterexample, Outcome, Verdict

MOST_SAMPLES: Final = 6_000
SIZES: Final = (2, 3, 4)
POINTS: Final = 10
KEY_DIGITS: Final = 30
MOVED: Final = 1e-25  # a change of a log ratio beyond it is no rounding: numbers have 50 digits

Row = Mapping[Symbol, Expr]
Chosen = tuple[int, ...]


def refuting_twins(claims: Sequence[Claim], analysis: Analysis) -> Verdict | None:
    """Look for two samples that refute a claim of sufficiency; None where none is found."""
    for search in _searches(claims, analysis):
        pair = search.pair()
        if pair is not None:
            return _refuted(search, *pair)
    return None


@dataclass(frozen=True, slots=True)
class _Search:
    """Samples from a grid of rows, with everything that is compared between them.

    Attributes
    ----------
    rows
        The rows of the grid.
    samples
        Positions in it; of a model with covariates each sample has the same ones, in the same order.
    points
        Values of the parameters at which likelihood ratios are compared, and of the constants.
    """

    claims: Sequence[Claim]
    analysis: Analysis
    rows: tuple[Row, ...]
    samples: tuple[Chosen, ...]
    points: tuple[dict[Symbol, Expr], ...]

    def pair(self) -> tuple[Chosen, Chosen] | None:
        """Find two samples with the same statistics whose likelihood ratio moves with a parameter."""
        key, heights = self._keys(), self._heights()
        seen: dict[tuple[str, ...], Chosen] = {}
        for sample in self.samples:
            try:
                first = seen.setdefault(key(sample), sample)
            except NotEvaluable:
                continue
            if (
                first != sample
                and _moves(_differences(heights, first, sample))
                and self._share(first, sample)
            ):
                return first, sample
        return None

    @property
    def size(self) -> Statistic:
        """The size of the sample, as claims hold it."""
        return sample_size(self.analysis.likelihood.sample)

    def trial(self, chosen: Chosen, point: Row) -> Trial:
        """Give a sample as a trial."""
        model = self.analysis.model
        observed = [model.symbols[name] for name in (*model.data, *model.covariates)]
        data = {symbol: tuple(self.rows[k][symbol] for k in chosen) for symbol in observed}
        parameters = {symbol: point[symbol] for symbol in self.analysis.parameters}
        constants = {model.symbols[name]: point[model.symbols[name]] for name in model.constants}
        return Trial(data, parameters, constants)

    def differences(self, first: Chosen, second: Chosen) -> list[Number]:
        """Give the log-likelihood of the first sample less that of the second, at each point."""
        return _differences(self._heights(), first, second)

    def _keys(self) -> Callable[[Chosen], tuple[str, ...]]:
        """Give the statistics of a sample as texts of 30 digits: sums are added up from a table."""
        raw = [in_raw_sums(claim.expression, self.analysis) for claim in self.claims]
        nodes = sorted(set().union(*[moving_sums(each, self.analysis) for each in raw]), key=str)
        sums = [
            node
            for node in nodes
            if isinstance(node, SampleSum) and not node.summand.has(SampleSum, Statistic)
        ]
        others = [node for node in nodes if node not in sums]
        constants = {s: v for s, v in self.points[0].items() if s not in self.analysis.parameters}
        table = [[_value(node.summand, {**constants, **row}) for row in self.rows] for node in sums]

        places = {node: Symbol(f"sum#{k}") for k, node in enumerate((*sums, *others))}
        placed = [each.xreplace(places) for each in raw]

        def key(chosen: Chosen) -> tuple[str, ...]:
            trial = self.trial(chosen, self.points[0])
            whole = [_total([values[k] for k in chosen]) for values in table]
            whole += [value_at(node, trial) for node in others]
            known = {**constants, **dict(zip(places.values(), whole, strict=True)), self.size: len(chosen)}
            return tuple(_text(_value(each, known)) for each in placed)

        return key

    def _heights(self) -> list[list[Number]]:
        row = self.analysis.declared_row
        return [[_value(row, {**point, **each}) for each in self.rows] for point in self.points]

    def _share(self, first: Chosen, second: Chosen) -> bool:
        """Whether the claimed statistics themselves agree, evaluated as they were written."""
        one, other = (self.trial(chosen, self.points[0]) for chosen in (first, second))
        return all(same(value_at(c.expression, one), value_at(c.expression, other)) for c in self.claims)


def _differences(heights: list[list[Number]], first: Chosen, second: Chosen) -> list[Number]:
    sums = [[_total([values[k] for k in chosen]) for values in heights] for chosen in (first, second)]
    with working(DIGITS) as context:
        return [real(context, one) - real(context, other) for one, other in zip(*sums, strict=True)]


def _moves(differences: list[Number]) -> bool:
    return any(abs(each - differences[0]) > MOVED * max(1, abs(each)) for each in differences[1:])


def _value(expression: Expr, values: Mapping[Symbol, Any]) -> Number:
    return evaluate_number(expression, values, digits=DIGITS)


def _total(numbers: list[Number]) -> Number:
    with working(DIGITS) as context:
        return add(context, numbers)


def _text(number: Number) -> str:
    with working(DIGITS) as context:
        return str(context.nstr(real(context, number), KEY_DIGITS))


def _searches(claims: Sequence[Claim], analysis: Analysis) -> Iterator[_Search]:
    """Yield a search for each size of the samples."""
    model = analysis.model
    known = next(iter(generic_points({model.symbols[n]: d for n, d in model.constants.items()})))
    parameters = {model.symbols[n]: d.at(known) for n, d in model.parameters.items()}
    points = tuple({**known, **point} for point in generic_points(parameters))
    for size in SIZES:
        if model.covariates:
            rows, samples = _with_covariates(model, known, size)
        else:
            rows = tuple(_grid_rows(model, known))
            samples = combinations_with_replacement(range(len(rows)), size)
        yield _Search(claims, analysis, rows, tuple(islice(samples, MOST_SAMPLES)), points)


def _with_covariates(model: Model, known: Row, size: int) -> tuple[tuple[Row, ...], Iterator[Chosen]]:
    """Give every position its own covariates, and a grid of data beside them."""
    others = {model.symbols[name]: domain.at(known) for name, domain in model.covariates.items()}
    fixed = list(islice(generic_points(others), size))
    rows: list[Row] = []
    positions: list[range] = []
    for covariates in fixed:
        start = len(rows)
        rows += [{**covariates, **row} for row in _grid_rows(model, {**known, **covariates})]
        positions.append(range(start, len(rows)))
    return tuple(rows), product(*positions)


def _grid_rows(model: Model, known: Row) -> Iterator[Row]:
    """Go through simple points of the support; a later column's may depend on an earlier one."""
    columns = [(model.symbols[name], domain) for name, domain in model.data.items()]
    most = POINTS if len(columns) == 1 else 4
    rows: list[dict[Symbol, Expr]] = [{}]
    for symbol, domain in columns:
        rows = [{**row, symbol: x} for row in rows for x in _grid(domain.at({**known, **row}), most)]
    yield from rows


def _grid(domain: Domain, most: int) -> list[Expr]:
    """Give whole numbers where there are some, as sums and products of them coincide often."""
    if domain.members is not None:
        return list(domain.members[:most])
    low, high = domain.lower, domain.upper
    if low.is_finite and high.is_finite and not domain.integer:
        return [low + (high - low) * Integer(k) / (most + 2) for k in range(1, most + 1)]
    if low.is_finite:
        found = [low + k for k in range(1 if domain.lower_open else 0, most + 1)]
    elif high.is_finite:
        found = [high - k for k in range(1 if domain.upper_open else 0, most + 1)]
    else:
        found = [Integer(k) for k in range(-(most // 2), most // 2 + 1)]
    return [x for x in found if domain.contains(x) is not False][:most]


def _refuted(found: _Search, first: Chosen, second: Chosen) -> Verdict:
    text = ", ".join(claim.text for claim in found.claims)
    differences = found.differences(first, second)
    moved = next(k for k in range(1, len(differences)) if _moves([differences[0], differences[k]]))
    one, other = found.trial(first, found.points[0]), found.trial(second, found.points[0])
    told = (
        "two samples share the claimed statistics, but the ratio of their likelihoods depends on "
        f"{', '.join(found.analysis.model.parameters)}: 'claimed' is its logarithm at the values shown, "
        f"'derived' at {', '.join(f'{s} = {found.points[moved][s]}' for s in found.analysis.parameters)}"
    )
    columns = {s.name: column for s, column in one.data.items()}
    columns |= {f"{s.name} of the second sample": column for s, column in other.data.items()}
    values = {s.name: value for s, value in found.points[0].items()}
    example = Counterexample(
        FrozenMapping(columns), FrozenMapping(values), shown(differences[0]), shown(differences[moved])
    )
    return Verdict("sufficient", Outcome.REFUTED, text, diagnosis=told, counterexample=example)
