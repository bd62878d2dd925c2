"""Expected values of one row as numbers: by quadrature, by partial sums, or over a finite support."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

from sympy import Expr, Integer, Symbol, log

from symmle.declaration import Model
from symmle.errors import Category, DeclarationError, DerivationError
from symmle.exact import Mass, expectation
from symmle.notation import Domain, exact_number, suggestion

_MOST_POINTS = 400  # of a finite support that is gone through point by point
DOUBT = 1e-7  # a relative error beyond which a number is not told


@dataclass(frozen=True, slots=True)
class Point:
    """Values of parameters, constants and covariates, at which a row of a model has a law.

    Attributes
    ----------
    model : Model
        The declaration.
    values : mapping of Symbol to number
        Exact; a float is the binary fraction that it is.
    """

    model: Model
    values: Mapping[Symbol, Any]

    def mean(self, function: Expr) -> Mass:
        """Give the expected value of a function of one row, with an estimate of its error.

        Raises
        ------
        DerivationError
            Where there are several columns whose supports are not finite.
        NotEvaluable
            Where the density or the function has no real value inside the support.
        """
        *finite, (column, domain) = _columns(self.model)
        parts = [
            expectation(function, self._log_density, column, domain=domain, values={**self.values, **known})
            for known in _known(finite, self.values)
        ]
        value, error = math.fsum(part.value for part in parts), math.fsum(part.error for part in parts)
        return Mass(value, error, parts[0].method)

    @property
    def _log_density(self) -> Expr:
        model = self.model
        return model.log_density if model.log_density is not None else log(model.density)


def point_of(model: Model, values: Mapping[str, Any]) -> Point:
    """Read values by name: all parameters and constants, and the covariates of the row.

    Raises
    ------
    DeclarationError
        A name is unknown or missing, or a value lies outside of its domain.
    """
    wanted = {**model.parameters, **model.constants, **model.covariates}
    for name in values:
        if name not in wanted:
            raise _wrong(f"unknown name {name!r}{suggestion(name, wanted)}")
    missing = [name for name in wanted if name not in values]
    if missing:
        raise _wrong(f"a value is needed for {', '.join(missing)}")
    known: dict[Symbol, Any] = {}
    for name, domain in wanted.items():
        number = _number(name, values[name])
        if domain.at(known).contains(number) is False:
            raise _wrong(f"{name} = {values[name]} lies outside of its domain, {domain.text}")
        known[model.symbols[name]] = number
    return Point(model, known)


def _number(name: str, value: Any) -> Any:
    number = exact_number(value)
    if number is None:
        raise _wrong(f"{name} = {value} is no finite number")
    return number


def _columns(model: Model) -> list[tuple[Symbol, Domain]]:
    """The columns, the one that is integrated over last; all before it have finite supports."""
    columns = [(model.symbols[name], domain) for name, domain in model.data.items()]
    finite = [(symbol, domain) for symbol, domain in columns if _is_finite(domain)]
    others = [pair for pair in columns if pair not in finite]
    if len(others) > 1 or any(d.free_symbols & {s for s, _ in columns} for _, d in columns):
        raise DerivationError(
            f"the expected values over {', '.join(model.data)} together are not computed",
            category=Category.MODEL_INVALID,
        )
    return [*finite, *others]


def _is_finite(domain: Domain) -> bool:
    return domain.members is not None or (domain.integer and (domain.upper - domain.lower).is_finite is True)


def _known(
    columns: Iterable[tuple[Symbol, Domain]], values: Mapping[Symbol, Any]
) -> Iterator[dict[Symbol, Expr]]:
    """Go through all points of the finite supports."""
    supports = [
        [(symbol, point) for point in support_points(domain.at(values))] for symbol, domain in columns
    ]
    if math.prod(map(len, supports)) > _MOST_POINTS:
        raise DerivationError(
            "the finite supports are too large to go through", category=Category.MODEL_INVALID
        )
    return (dict(chosen) for chosen in product(*supports))


def support_points(domain: Domain) -> list[Expr]:
    """Give the points of a finite support with numeric ends."""
    if domain.members is not None:
        return list(domain.members)
    return [Integer(k) for k in range(int(domain.lower), int(domain.upper) + 1)]


def _wrong(message: str) -> DeclarationError:
    return DeclarationError(message, category=Category.MODEL_INVALID)
