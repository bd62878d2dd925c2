"""Generic cases to sample a certificate on: small data sets and parameter values, rational and fixed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from sympy import Basic, Expr, Rational, S, Symbol

from symmle.exact import NotEvaluable
from symmle.likelihood import LogLikelihood
from symmle.notation import Domain
from symmle.sample_sum.evaluation import evaluate_sample
from symmle.signs import Facts

_ROWS = 5
_CASES = 4
_DIGITS = 40


class Case(NamedTuple):
    """Columns of data, and values of parameters and constants."""

    data: dict[Symbol, tuple[Fraction, ...]]
    values: dict[Symbol, Fraction]


def generic_cases(likelihood: LogLikelihood, facts: Facts, count: int = _CASES) -> Iterator[Case]:
    """Give cases that satisfy what the facts ask of the data."""
    asked = [
        e for e in facts.positive if not likelihood.sample.varies(e)
    ]  # rows satisfy the rest by their domains
    found = 0
    for seed in range(4 * count * len(_BENDS)):
        case = _case(likelihood, facts, map(_BENDS[seed // (4 * count)], _numbers(seed)))
        if case is not None and all(_positive(e, case) for e in asked):
            found += 1
            yield case
        if found == count:
            return


# Evenly spread first; then towards the lower end of each domain, then the upper; then close together.
_BENDS: tuple[Callable[[Fraction], Fraction], ...] = (
    lambda share: share,
    lambda share: share**4,
    lambda share: 1 - (1 - share) ** 4,
    lambda share: Fraction(1, 2) + (share - Fraction(1, 2)) / 12,
    lambda share: Fraction(3, 8) + (share - Fraction(1, 2)) / 12,
)


def _case(likelihood: LogLikelihood, facts: Facts, numbers: Iterator[Fraction]) -> Case | None:
    """Make one case; None where the domains leave no room for the generic numbers."""
    model = likelihood.model
    values: dict[Symbol, Fraction] = {}
    for symbol, domain in _unknowns(likelihood, facts):
        point = _place(domain, values, next(numbers))
        if point is None:
            return None
        values[symbol] = point
    columns = {
        model.symbols[name]: domain for name, domain in (*model.covariates.items(), *model.data.items())
    }
    rows = [_row(columns, values, number, numbers) for number in range(max(_ROWS, 2 * len(columns) + 1))]
    if any(row is None for row in rows):
        return None
    return Case({symbol: tuple(row[symbol] for row in rows if row is not None) for symbol in columns}, values)


def _unknowns(likelihood: LogLikelihood, facts: Facts) -> Iterator[tuple[Symbol, Domain]]:
    """Give constants and parameters with their domains, and whatever else the facts speak of."""
    model = likelihood.model
    known = {model.symbols[name] for name in (*model.covariates, *model.data)}
    for name in (*model.constants, *model.parameters):
        symbol = model.symbols[name]
        yield symbol, facts.domains.get(symbol, model.domains[symbol])
    for symbol in sorted(set(facts.domains) - set(model.domains) - known, key=str):
        domain = facts.domains[symbol]
        yield symbol, Domain(S.Zero, domain.upper, True, True) if symbol in facts.positive else domain


def _row(
    columns: Mapping[Symbol, Domain], values: dict[Symbol, Fraction], number: int, numbers: Iterator[Fraction]
) -> dict[Symbol, Fraction] | None:
    """Make one row; of columns that take few values the first rows take each value in turn."""
    row: dict[Symbol, Fraction] = {}
    for position, (symbol, domain) in enumerate(columns.items()):
        share = next(numbers)
        if len(columns) > 1 and domain.members is not None and number < len(columns):
            share = Fraction(int(number == position) * 2 + 1, 4)
        point = _place(domain, {**values, **row}, share)
        if point is None:
            return None
        row[symbol] = point
    return row


def _numbers(seed: int) -> Iterator[Fraction]:
    """Give fractions in (0, 1) in no simple relation: a linear congruence, the same in every process."""
    state = 7 + 13 * seed
    while True:
        state = (state * 1103 + 12345) % 10007
        yield Fraction(2 * state + 1, 20015)


def _place(domain: Domain, values: dict[Symbol, Fraction], share: Fraction) -> Fraction | None:
    """Put a share of (0, 1) into a domain."""
    if domain.members is not None:
        members = [_number(member.xreplace(_rational(values))) for member in domain.members]
        distinct = sorted({member for member in members if member is not None})
        return distinct[int(share * len(distinct))] if distinct else None
    lower, upper = (_number(end.xreplace(_rational(values))) for end in (domain.lower, domain.upper))
    if domain.integer:
        return _whole(lower, upper, share)
    if lower is None and upper is None:
        return 8 * share - 3
    if lower is None or upper is None:
        outward = 4 * share + Fraction(1, 9)
        return lower + outward if lower is not None else (upper - outward if upper is not None else None)
    return lower + (upper - lower) * share if lower < upper else None


def _rational(values: dict[Symbol, Fraction]) -> dict[Symbol, Rational]:
    return {symbol: Rational(value.numerator, value.denominator) for symbol, value in values.items()}


def _number(end: Expr) -> Fraction | None:
    if end.is_Rational:
        return Fraction(int(end.p), int(end.q))
    return Fraction(str(end.evalf(_DIGITS))) if end.is_number and end.is_finite else None


def _whole(lower: Fraction | None, upper: Fraction | None, share: Fraction) -> Fraction:
    first = -4 if lower is None else -int(-lower // 1)
    last = first + 9 if upper is None else int(upper // 1)
    return Fraction(first + int(share * (last - first + 1)))


def agree(left: Basic, right: Basic, case: Case) -> bool:
    """Whether two expressions have the same value on a case, to 30 digits of the larger."""
    values = [_value(side, case) for side in (left, right)]
    if values[0] is None or values[1] is None:
        return False
    scale = max(abs(values[0]), abs(values[1]), 1)
    return bool(abs(values[0] - values[1]) * 10**30 <= scale)


def holds_everywhere(expression: Basic, test: Callable[[Any], bool], cases: Iterable[Case]) -> bool:
    """Whether a test holds for the value of an expression on every case."""
    values = [_value(expression, case) for case in cases]
    return all(value is not None and test(value) for value in values)


def _positive(expression: Basic, case: Case) -> bool:
    value = _value(expression, case)
    return value is not None and bool(value > 0)


def value_on(expression: Basic, case: Case, at: dict[Any, Fraction]) -> Any:
    """Give the value on a case, with other values for some symbols; None where there is none."""
    return _value(expression, case._replace(values=case.values | at))


def _value(expression: Basic, case: Case) -> Any:
    try:
        return evaluate_sample(expression, case.data, None, case.values, digits=_DIGITS)
    except NotEvaluable:
        return None
