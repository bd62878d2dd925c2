"""The mass of a density over its support, and expectations under it."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import sympy

from symmle.exact.arithmetic import NotEvaluable, Number, exact_number, is_exact
from symmle.exact.evaluation import evaluate_number
from symmle.exact.integrand import Integrand, integrand
from symmle.exact.pieces import Stretch, kinks, pieces_of
from symmle.exact.quadrature import LogDensity, Mass, integrate
from symmle.exact.summation import sum_over_integers

if TYPE_CHECKING:
    from symmle.notation import Domain

END_DIGITS = 30
PROBES = (1e-6, 1e-12)  # distances from an end at which a regular density looks the same


def total_mass(
    log_density: sympy.Expr, observation: sympy.Symbol, domain: Domain, values: Mapping[Any, object]
) -> Mass:
    """Return the integral, or the sum, of a density over its support.

    Parameters
    ----------
    log_density
        The logarithm of the density.
    observation
        The symbol to integrate over.
    domain
        Its support; end points may be expressions in the symbols of ``values``.
    values
        A number for every other symbol.

    Raises
    ------
    NotEvaluable
        Where the density is complex or undefined inside its support.
    """
    return expectation(None, log_density, observation, domain=domain, values=values)


def expectation(
    function: sympy.Expr | None,
    log_density: sympy.Expr,
    observation: sympy.Symbol,
    *,
    domain: Domain,
    values: Mapping[Any, object],
) -> Mass:
    """Return the integral of a function against a density (``None``: of the density itself).

    The density is taken as it stands: where its mass is not one, this is no mean.
    """
    log_mass = integrand(log_density, observation, values)
    weight = None if function is None else integrand(function, observation, values)
    if domain.members is not None:
        return _over_members(log_mass, weight, [_point(member, values) for member in domain.members])
    stretch = _stretch(log_density, observation, domain=domain, values=values)
    if domain.integer:
        return sum_over_integers(_closed(stretch, domain), log_mass, weight)
    return _integral(stretch, log_mass, weight)


def _over_members(log_mass: Integrand, weight: Integrand | None, members: list[Number]) -> Mass:
    value = 0.0
    for member in members:
        probability = math.exp(log_mass.slowly(member, END_DIGITS))
        if probability:
            value += probability if weight is None else probability * weight.slowly(member, END_DIGITS)
    return Mass(value, 1e-15 * abs(value), "finite sum")


def _stretch(
    log_density: sympy.Expr, observation: sympy.Symbol, *, domain: Domain, values: Mapping[Any, object]
) -> Stretch:
    return Stretch(
        lower=_end(domain.lower, values),
        upper=_end(domain.upper, values),
        kinks=tuple(_points(kinks(log_density, observation), values)),
        hints=tuple(_points(tuple(values), values)),
    )


def _closed(stretch: Stretch, domain: Domain) -> Stretch:
    """Return the stretch of integers with an open end moved inwards."""
    lower, upper = stretch.lower, stretch.upper
    if lower is not None and domain.lower_open:
        lower = Fraction(math.floor(lower) + 1)
    if upper is not None and domain.upper_open:
        upper = Fraction(math.ceil(upper) - 1)
    return Stretch(lower, upper, stretch.kinks, stretch.hints)


def _end(end: sympy.Expr, values: Mapping[Any, object]) -> Fraction | None:
    return None if end in {sympy.oo, -sympy.oo} else _point(end, values)


def _point(place: sympy.Expr, values: Mapping[Any, object]) -> Fraction:
    """Return a place as a fraction: exactly where it is rational, else to many digits."""
    number = evaluate_number(place, values, digits=END_DIGITS)
    return Fraction(number) if is_exact(number) else exact_number(sympy.Float(number, 2 * END_DIGITS))


def _points(places: Iterable[sympy.Expr], values: Mapping[Any, object]) -> Iterator[Fraction]:
    for place in places:
        with suppress(NotEvaluable):
            yield _point(place, values)


def _integral(stretch: Stretch, log_mass: Integrand, weight: Integrand | None) -> Mass:
    singular = {end for end in _anchors(stretch) if _is_singular(stretch, log_mass, end)}
    log_density = _beside(log_mass, singular)
    pieces = pieces_of(stretch, log_density)
    return integrate(pieces, log_density, None if weight is None else _beside(weight, singular))


def _anchors(stretch: Stretch) -> list[Fraction]:
    ends = [end for end in (stretch.lower, stretch.upper) if end is not None]
    return [*ends, *(kink for kink in stretch.kinks if stretch.contains(kink))]


def _is_singular(stretch: Stretch, log_mass: Integrand, anchor: Fraction) -> bool:
    """Tell whether log f has no finite limit at an end or a kink, judged by two points beside it."""
    direction = -1 if anchor == stretch.upper else 1
    unit = Fraction(direction) * (abs(anchor) or 1)
    first, second = (log_mass.slowly(anchor + unit * Fraction(probe), 2 * END_DIGITS) for probe in PROBES)
    return first != second and not abs(first - second) <= 1e-3


def _beside(function: Integrand, singular: set[Fraction]) -> LogDensity:
    """Return a function of anchor and offset that resolves singular anchors beyond double precision."""

    def at(anchor: Fraction) -> Callable[[float], float]:
        if anchor in singular:
            return lambda offset: function.beside(anchor, offset)
        start = float(anchor)
        return lambda offset: function(start + offset)

    return at
