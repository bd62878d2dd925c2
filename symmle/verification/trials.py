"""Trials: small samples and parameter values, the same every time, at which a claim is tried exactly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sympy import Expr, Integer, Rational, S, Symbol

from symmle.declaration import Model
from symmle.notation import Domain

SIZES: Final = (2, 3, 4, 5, 6, 7, 5, 3)

# Simple numbers first, as the first trial that fails is the one that is shown; eleven of each, which is
# prime, so that columns with different strides never move together.
LINE: Final = tuple(
    Rational(*pair)
    for pair in [(1, 1), (3, 1), (-2, 1), (1, 2), (7, 3), (-5, 4), (4, 1), (-1, 3), (11, 5), (-7, 2), (5, 8)]
)
ABOVE: Final = tuple(
    Rational(*pair)
    for pair in [(1, 1), (3, 1), (1, 2), (2, 1), (7, 3), (5, 1), (3, 4), (9, 4), (1, 5), (11, 7), (13, 3)]
)
SHARES: Final = tuple(
    Rational(*pair)
    for pair in [(1, 4), (2, 3), (1, 2), (1, 5), (7, 8), (3, 7), (1, 10), (5, 9), (4, 5), (2, 11), (9, 13)]
)
WHOLES: Final = (1, 4, 0, 2, 9, 3, 1, 6, 0, 5, 13)
INNER: Final = tuple(
    Rational(*pair)
    for pair in [(2, 1), (3, 2), (5, 3), (1, 2), (7, 4), (4, 1), (2, 3), (9, 5), (5, 7), (3, 1), (11, 8)]
)

Steps = tuple[Rational, ...]


@dataclass(frozen=True, slots=True)
class Trial:
    """One sample, with a value for each parameter and constant."""

    data: Mapping[Symbol, tuple[Expr, ...]]
    parameters: Mapping[Symbol, Expr]
    constants: Mapping[Symbol, Expr]

    @property
    def values(self) -> dict[Symbol, Expr]:
        """Everything but the data."""
        return {**self.parameters, **self.constants}

    @property
    def size(self) -> int:
        """The number of rows."""
        return len(next(iter(self.data.values())))


def trials(model: Model) -> Iterator[Trial]:
    """Yield samples inside the support, with generic values inside the domains of everything else."""
    for number, size in enumerate(SIZES):
        known: dict[Symbol, Expr] = {}
        for place, (name, domain) in enumerate([*model.constants.items(), *model.parameters.items()]):
            known[model.symbols[name]] = _inside(domain, known, number + 2 * place, steps=INNER)
        parameters = {model.symbols[name]: known[model.symbols[name]] for name in model.parameters}
        constants = {model.symbols[name]: known[model.symbols[name]] for name in model.constants}
        rows = [_row(model, known, number, row) for row in range(size)]
        data = {symbol: tuple(row[symbol] for row in rows) for symbol in rows[0]}
        yield Trial(data, parameters, constants)


def _row(model: Model, known: Mapping[Symbol, Expr], number: int, row: int) -> dict[Symbol, Expr]:
    """Return one row; the support of a later column may depend on earlier ones, and on the covariates."""
    values: dict[Symbol, Expr] = {}
    columns = [*model.covariates.items(), *model.data.items()]
    exclusive = any(domain.members is not None and domain.free_symbols for _, domain in columns)
    for place, (name, domain) in enumerate(columns):
        stride = 1 + place
        turn = row * stride + 3 * number + 2 * place
        if exclusive and domain.members is not None and row < len(columns):
            turn = int(row == place)  # every one of the cells is met once
        values[model.symbols[name]] = _inside(domain, {**known, **values}, turn, steps=ABOVE)
    return {model.symbols[name]: values[model.symbols[name]] for name in (*model.data, *model.covariates)}


def _inside(domain: Domain, known: Mapping[Symbol, Expr], turn: int, *, steps: Steps) -> Expr:
    """Return a number of the domain, another one for each turn.

    Ends may depend on what is known, and may leave one point only, as the last of a row of counts does.
    """
    values = dict(known)
    if domain.members is not None:
        return domain.members[turn % len(domain.members)].xreplace(values)
    lower, upper = domain.lower.xreplace(values), domain.upper.xreplace(values)
    if domain.integer:
        return _whole(lower, upper, turn)
    place = turn % len(LINE)
    if lower != S.NegativeInfinity and upper != S.Infinity:
        return _rational(lower + SHARES[place] * (upper - lower))
    if lower != S.NegativeInfinity:
        return _rational(lower + steps[place])
    return _rational(upper - steps[place]) if upper != S.Infinity else LINE[place]


def _rational(number: Expr) -> Expr:
    """Give a fraction in the place of a share of pi: what samples are made of."""
    return number if number.is_Rational or not number.is_number else Rational(str(number.evalf(_DIGITS)))


_DIGITS = 20


def _whole(lower: Expr, upper: Expr, turn: int) -> Expr:
    step = WHOLES[turn % len(WHOLES)]
    if lower == S.NegativeInfinity:
        sign = -1 if turn % 2 else 1
        return Integer(sign * step) if upper == S.Infinity else upper - step
    return lower + step if upper == S.Infinity else lower + step % (upper - lower + 1)
