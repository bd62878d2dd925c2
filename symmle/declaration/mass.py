"""Whether a density has mass one: asked at generic points of the parameter space when a model is declared."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from sympy import Expr, Integer, Rational, S, Symbol, exp

from symmle.declaration.constraints import Constraint
from symmle.declaration.feasible import satisfying
from symmle.declaration.resolution import invalid
from symmle.exact import Mass, NotEvaluable, evaluate, total_mass
from symmle.notation import Domain

__all__ = ["MassCheck", "check_mass", "generic_points"]

POINTS: Final = 3
TOLERANCE: Final = 1e-6
# A mass is called wrong only where it is off by far more than the quadrature doubts itself.
DOUBT: Final = 1_000

# Numbers in no simple relation to each other or to the constants that stand in densities.
STEPS: Final = tuple(Rational(p, q) for p, q in [(7, 5), (4, 7), (9, 4), (13, 11), (5, 6), (19, 8), (11, 9)])
SHARES: Final = tuple(Rational(p, q) for p, q in [(1, 3), (5, 8), (4, 9), (3, 4), (2, 7), (6, 11), (5, 13)])
PLACES: Final = tuple(Rational(p, q) for p, q in [(1, 3), (-5, 4), (7, 4), (-2, 7), (8, 9), (-3, 2), (5, 11)])
WHOLES: Final = (2, 1, 4, 3, 5, 2, 3)

Columns: TypeAlias = tuple[tuple[Symbol, Domain], ...]
"""The columns in the order in which they are summed over, each with its support."""


@dataclass(frozen=True, slots=True)
class MassCheck:
    """What is known of the mass of a density.

    Parameters
    ----------
    outcome : str
        ``checked`` or ``not checked``.
    points : int
        The number of parameter points at which it was found to be one.
    reason : str
        Why it was not checked.
    """

    outcome: str
    points: int = 0
    reason: str = ""

    def __str__(self) -> str:
        if self.outcome == "checked":
            return f"integrates to one: checked at {self.points} points"
        return f"integrates to one: not checked ({self.reason})"


def check_mass(
    log_density: Expr,
    supports: Mapping[Symbol, Domain],
    unknowns: Mapping[Symbol, Domain],
    constraints: Sequence[Constraint] = (),
) -> MassCheck:
    """Integrate, or sum, the density at generic points that satisfy the constraints; refuse a mass that is
    clearly not one.

    Of several columns all but one must take finitely many values.
    """
    columns = _finite_first(supports)
    if columns is None:
        return MassCheck("not checked", reason="the model has several columns")
    points = [p for p in (satisfying(p, constraints, unknowns) for p in generic_points(unknowns)) if p]
    if unknowns and not points:
        return MassCheck("not checked", reason="no values were found that satisfy the constraints")
    infinite = 0
    for number, values in enumerate(points):
        try:
            mass = _mass(log_density, columns, values)
        except NotEvaluable as error:
            _refuse_negative(log_density, columns, values)
            return MassCheck("not checked", number, f"at {_told(values)}: {error}")
        if math.isinf(mass.value):
            infinite += 1
        elif not _settle(mass, values):
            return MassCheck("not checked", number, f"the {mass.method} did not converge at {_told(values)}")
    if infinite == len(points):
        raise invalid(
            "the density has infinite mass over its support: correct it, or declare normalised=False"
        )
    if infinite:
        return MassCheck("not checked", len(points) - infinite, "its integral diverges at some points")
    return MassCheck("checked", len(points))


def _finite_first(supports: Mapping[Symbol, Domain]) -> Columns | None:
    """Put the column with infinitely many values last; None where there are two, or others hang on it."""
    infinite = [s for s, domain in supports.items() if not _is_finite(domain)]
    if len(supports) == 1 or not infinite:
        return tuple(supports.items())
    hang = any(infinite[0] in domain.free_symbols for domain in supports.values())
    if len(infinite) > 1 or hang:
        return None
    finite = [(symbol, domain) for symbol, domain in supports.items() if symbol != infinite[0]]
    return (*finite, (infinite[0], supports[infinite[0]]))


def _is_finite(domain: Domain) -> bool:
    return domain.members is not None or (
        domain.integer and bool(domain.lower.is_finite) and bool(domain.upper.is_finite)
    )


def _mass(log_density: Expr, columns: Columns, values: Mapping[Symbol, Expr]) -> Mass:
    """Sum over all columns but the last, whose mass given the others is found by quadrature or by a sum."""
    cells = list(_cells(columns[:-1], values))
    symbol, support = columns[-1]
    masses = [total_mass(log_density, symbol, support.at(cell), cell) for cell in cells]
    total = math.fsum(mass.value for mass in masses)
    return Mass(total, math.fsum(mass.error for mass in masses), masses[0].method)


def _cells(columns: Columns, values: Mapping[Symbol, Expr]) -> Iterator[dict[Symbol, Expr]]:
    if not columns:
        yield dict(values)
        return
    (symbol, support), *rest = columns
    for place in _elements(support.at(values)):
        yield from _cells(tuple(rest), {**values, symbol: place})


def _elements(domain: Domain) -> tuple[Expr, ...]:
    if domain.members is not None:
        return domain.members
    return tuple(Integer(k) for k in range(int(domain.lower), int(domain.upper) + 1))


def _refuse_negative(log_density: Expr, columns: Columns, values: Mapping[Symbol, Expr]) -> None:
    """Refuse a density that is below zero, or no real number, where the domains allow it to be asked for."""
    for turn in range(POINTS):
        place = dict(values)
        for column, support in columns:
            place[column] = _inside(support.at(place), turn)
        density = exp(log_density).xreplace(place)
        try:
            fault = "negative" if evaluate(density, {}) < 0 else ""
        except NotEvaluable:
            imaginary = density.evalf(20).as_real_imag()[1]
            fault = "not a real number" if imaginary.is_number and abs(imaginary) > TOLERANCE else ""
        if fault:
            raise invalid(f"the density is {fault} at {_told(place)}: narrow the domains to where it is one")


def _settle(mass: Mass, values: Mapping[Symbol, Expr]) -> bool:
    """Whether the mass is one; False where it cannot be told, an error where it is another number."""
    distance = abs(mass.value - 1)
    if distance > TOLERANCE + DOUBT * mass.error:
        where = f" at {_told(values)}" if values else ""
        raise invalid(
            f"the density does not have mass one{where}: its mass is {mass.value:.6g}; correct it, or "
            "declare normalised=False to take it as a likelihood contribution that stands as it is"
        )
    return math.isfinite(mass.value) and distance <= TOLERANCE and mass.error <= TOLERANCE


def generic_points(unknowns: Mapping[Symbol, Domain]) -> Iterator[dict[Symbol, Expr]]:
    """Points inside the domains, the same ones every time; a later domain may depend on earlier symbols."""
    for point in range(POINTS if unknowns else 1):
        values: dict[Symbol, Expr] = {}
        for place, (symbol, domain) in enumerate(unknowns.items()):
            values[symbol] = _inside(domain.at(values), point + 2 * place)
        yield values


def _inside(domain: Domain, turn: int) -> Expr:
    place = turn % len(STEPS)
    if domain.members is not None:
        return domain.members[turn % len(domain.members)]
    low, high = domain.lower != S.NegativeInfinity, domain.upper != S.Infinity
    if domain.integer:
        return _whole_inside(domain, place)
    if low and high:
        return domain.lower + SHARES[place] * (domain.upper - domain.lower)
    if low or high:
        return domain.lower + STEPS[place] if low else domain.upper - STEPS[place]
    return PLACES[place]


def _whole_inside(domain: Domain, place: int) -> Expr:
    if domain.lower != S.NegativeInfinity:
        return min(domain.lower + WHOLES[place], domain.upper)
    return Integer(WHOLES[place]) if domain.upper == S.Infinity else domain.upper - WHOLES[place]


def _told(values: Mapping[Symbol, Expr]) -> str:
    named: Iterable[str] = (f"{symbol} = {value}" for symbol, value in values.items())
    return ", ".join(named)
