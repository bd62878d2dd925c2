"""From the algebra's atoms to the plain symbols of a program.

Symbols, statistics and sums over the sample each get one name.  What follows sees nothing but these names, so
no pass can walk into a sum or move what is bound in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sympy import Expr, Symbol

from symmle.declaration import Model
from symmle.errors import Category, DerivationError
from symmle.generation.names import Names
from symmle.generation.programs import Entry, Load
from symmle.sample_sum import Sample, SampleSum, Statistic, StatisticKind, sample_mean, sample_nodes

_LONGEST_NAME = 32


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names of a module, and where each number is found.

    Attributes
    ----------
    symbols : mapping of Symbol to Symbol
        Declared symbols to the names of the module.
    statistics : mapping of Statistic to Symbol
        Statistics to names, in the order of their vector.
    sums : mapping of SampleSum to Symbol
        Sums that hold parameters to names, in the order of their vector.
    orders : tuple of int
        The order from which each sum is needed; it never falls.
    entries : tuple of Entry
        The vector of statistics.
    row_loads, scalar_loads : mapping of str to Load
        Where a name is loaded from in a pass over the rows, and where it is without one.
    observations : frozenset of Symbol
        The names of what varies from row to row.
    names : Names
        Everything that is taken.
    """

    symbols: Mapping[Symbol, Symbol]
    statistics: Mapping[Statistic, Symbol]
    sums: Mapping[SampleSum, Symbol]
    orders: tuple[int, ...]
    entries: tuple[Entry, ...]
    row_loads: Mapping[str, Load]
    scalar_loads: Mapping[str, Load]
    observations: frozenset[Symbol]
    names: Names

    def declared(self, name: str) -> Symbol:
        """Return the symbol that stands for a declared name."""
        (symbol,) = (symbol for known, symbol in self.symbols.items() if known.name == name)
        return symbol

    def plain(self, expression: Expr) -> Expr:
        """Return the expression with every atom and every sum replaced by its name."""
        swap: dict[Expr, Expr] = {**self.statistics, **self.sums}
        named = expression.xreplace(swap)
        left = named.atoms(Statistic, SampleSum)
        if left:
            raise _not_in_the_pass(sorted(left, key=str)[0])
        return named.xreplace(dict(self.symbols))


def _not_in_the_pass(node: Expr) -> DerivationError:
    return DerivationError(
        f"{node} stands where the module has no pass over the rows for it, so no module can be generated",
        category=Category.MODEL_INVALID,
    )


def build_vocabulary(
    model: Model, scalars: Sequence[tuple[Expr, int]], *, moments: Sample | None
) -> Vocabulary:
    """Name everything that the scalar expressions of a module hold.

    Parameters
    ----------
    model : Model
        The declaration: parameters, data, covariates, constants.
    scalars : sequence of (Expr, int)
        Every expression of the module that is no row expression, with its order.
    moments : Sample or None
        The sample whose columns' means and variances the vector carries besides, for a start.
    """
    names = Names()
    symbols = {symbol: _renamed(symbol, names) for symbol in _declared(model)}
    statistics, entries = _statistics(model, scalars, symbols, names, moments=moments)
    sums, orders = _sums(scalars, names)
    theta = _theta_loads(model, symbols)
    row_loads = {**theta, **_column_loads(model, symbols)}
    scalar_loads = {**theta, **_vector_loads(entries, sums)}
    rows = frozenset(symbols[model.symbols[name]] for name in (*model.data, *model.covariates))
    return Vocabulary(symbols, statistics, sums, orders, entries, row_loads, scalar_loads, rows, names)


def _declared(model: Model) -> list[Symbol]:
    columns = (*model.data, *model.covariates, *model.constants, *model.parameters)
    return [model.symbols[name] for name in columns]


def _renamed(symbol: Symbol, names: Names) -> Symbol:
    name = names.claim(symbol.name)
    return symbol if name == symbol.name else Symbol(name, **symbol.assumptions0)


def _theta_loads(model: Model, symbols: Mapping[Symbol, Symbol]) -> dict[str, Load]:
    named = [symbols[model.symbols[name]].name for name in model.parameters]
    return {name: Load(name, "theta", index) for index, name in enumerate(named)}


def _column_loads(model: Model, symbols: Mapping[Symbol, Symbol]) -> dict[str, Load]:
    columns = (*model.data, *model.covariates, *model.constants)
    named = [symbols[model.symbols[name]].name for name in columns]
    return {name: Load(name, "sample.columns", index) for index, name in enumerate(named)}


def _vector_loads(entries: Sequence[Entry], sums: Mapping[SampleSum, Symbol]) -> dict[str, Load]:
    loads = [Load(entry.name, "statistics", index) for index, entry in enumerate(entries)]
    loads += [Load(symbol.name, "sums", index) for index, symbol in enumerate(sums.values())]
    return {load.target: load for load in loads}


def _sums(
    scalars: Sequence[tuple[Expr, int]], names: Names
) -> tuple[dict[SampleSum, Symbol], tuple[int, ...]]:
    """Order the sums by when they are needed, so that each order needs a prefix of the vector."""
    orders: dict[SampleSum, int] = {}
    for expression, order in sorted(scalars, key=lambda pair: pair[1]):
        for node in sample_nodes(expression):
            orders.setdefault(node, order)
    fresh = names.numbered("s")
    return {node: next(fresh) for node in orders}, tuple(orders.values())


def _statistics(
    model: Model,
    scalars: Sequence[tuple[Expr, int]],
    symbols: Mapping[Symbol, Symbol],
    names: Names,
    *,
    moments: Sample | None,
) -> tuple[dict[Statistic, Symbol], tuple[Entry, ...]]:
    wanted = _wanted(model, scalars, moments=moments)
    entries: list[Entry] = [Entry("n", "1", "sum"), Entry("rows", "1", "count")]
    named: dict[Statistic, Symbol] = {}
    for name in model.constants:
        entries.append(Entry(symbols[model.symbols[name]].name, name, "constant"))
    for statistic in wanted:
        if statistic.kind is StatisticKind.SIZE:
            named[statistic] = Symbol("n", positive=True)
            continue
        named[statistic] = Symbol(_entry_name(statistic, names), **_assumptions(statistic))
        entries.append(_entry(statistic, named, entries))
    return named, tuple(_rows_renamed(entry, symbols) for entry in entries)


def _assumptions(statistic: Statistic) -> dict[str, bool]:
    facts: dict[str, bool] = {"real": True}
    if statistic.is_positive:
        facts["positive"] = True
    elif statistic.is_nonnegative:
        facts["nonnegative"] = True
    return facts


def _wanted(model: Model, scalars: Iterable[tuple[Expr, int]], *, moments: Sample | None) -> list[Statistic]:
    """Collect the statistics: means first, since the centred ones use them."""
    found: set[Statistic] = set()
    for expression, _ in scalars:
        found |= expression.atoms(Statistic)
    if moments is not None:
        columns = [(model.symbols[name],) for name in model.data]
        found |= {Statistic(StatisticKind.VARIANCE, column, moments) for column in columns}
    for statistic in tuple(found):
        found |= {sample_mean(base, statistic.sample) for base in _centres(statistic)}
    return sorted(found, key=lambda statistic: (_RANK[statistic.kind], str(statistic)))


_RANK = {
    StatisticKind.SIZE: 0,
    StatisticKind.MEAN: 1,
    StatisticKind.VARIANCE: 2,
    StatisticKind.COVARIANCE: 2,
    StatisticKind.GAP: 2,
    StatisticKind.COUNT: 3,
    StatisticKind.MINIMUM: 3,
    StatisticKind.MAXIMUM: 3,
    StatisticKind.MEDIAN: 3,
}


def _centres(statistic: Statistic) -> tuple[Expr, ...]:
    """Return the row expressions whose means a statistic is centred by."""
    if statistic.kind in (StatisticKind.VARIANCE, StatisticKind.GAP):
        return statistic.expressions[:1]
    return statistic.expressions if statistic.kind is StatisticKind.COVARIANCE else ()


def _entry_name(statistic: Statistic, names: Names) -> str:
    kind = "gap" if statistic.kind is StatisticKind.GAP else str(statistic.kind)
    wished = f"{kind}_{'_'.join(str(each) for each in statistic.expressions)}"
    return names.claim(wished if len(wished) <= _LONGEST_NAME else f"{kind}_1")


def _entry(statistic: Statistic, named: Mapping[Statistic, Symbol], entries: Sequence[Entry]) -> Entry:
    where = {entry.name: index for index, entry in enumerate(entries)}
    centres = [sample_mean(base, statistic.sample) for base in _centres(statistic)]
    needs = tuple(where[named[centre].name] for centre in centres)
    shown = ", ".join(str(each) for each in statistic.expressions)
    return Entry(named[statistic].name, shown, _kind(statistic), statistic.expressions, needs)


def _kind(statistic: Statistic) -> str:
    """Name the kind as the runtime knows it: a gap is of the logarithm or of the reciprocal."""
    if statistic.kind is not StatisticKind.GAP:
        return str(statistic.kind)
    base, image = statistic.expressions
    return "reciprocal gap" if image == 1 / base else "log gap"


def _rows_renamed(entry: Entry, symbols: Mapping[Symbol, Symbol]) -> Entry:
    rows = tuple(row.xreplace(dict(symbols)) for row in entry.rows)
    return Entry(entry.name, entry.expression, entry.kind, rows, entry.needs)
