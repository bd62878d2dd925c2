"""Random variables of `sympy.stats` as the words of a declaration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sympy import Expr, FiniteSet, Piecewise, Set, Symbol, true

from symmle.declaration.resolution import invalid

__all__ = ["read_random_variable"]

# What a symbol's assumptions say of its domain; the first that holds.
DOMAINS_OF_FACTS: Final = (
    (("integer", "positive"), "integer >= 1"),
    (("integer", "nonnegative"), "integer >= 0"),
    (("integer",), "integer"),
    (("positive",), "> 0"),
    (("negative",), "< 0"),
    (("nonnegative",), ">= 0"),
    (("nonpositive",), "<= 0"),
    (("real", "nonzero"), "nonzero"),
    (("real",), "real"),
)


def read_random_variable(variable: Any, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The density, the support and the parameters' domains of a single random variable."""
    from sympy.stats.crv import SingleContinuousPSpace
    from sympy.stats.drv import SingleDiscretePSpace
    from sympy.stats.frv import SingleFinitePSpace

    space = getattr(variable, "pspace", None)
    if not isinstance(space, SingleContinuousPSpace | SingleDiscretePSpace | SingleFinitePSpace):
        raise invalid(f"a single random variable of sympy.stats is wanted, not {str(variable)[:60]}")
    # The space's own symbol may be one of a parameter's name; then the names clash and are refused.
    column = Symbol(space.symbol.name, real=True)
    support, density = _support(space), _density(space, column)
    domains = _domains(density, support, column, parameters)
    return {"density": density, "data": {column.name: support}, "parameters": domains}


def _support(space: Any) -> Set:
    finite = getattr(space.distribution, "pmf", None)
    return FiniteSet(*space.distribution.set) if finite else space.set


def _density(space: Any, column: Symbol) -> Expr:
    """Give the density; of a piecewise one what holds on the whole of a finite support."""
    try:
        finite = getattr(space.distribution, "pmf", None)
        density = finite(column) if finite else space.distribution.pdf(column)
    except (TypeError, NotImplementedError) as error:
        raise invalid(f"SymPy gives no density of {space.symbol.name!r}: {error}") from error
    places = list(space.distribution.set) if finite else []
    return density.replace(
        lambda part: isinstance(part, Piecewise),
        lambda part: _holding(part, column, places),
    )


def _holding(part: Piecewise, column: Symbol, places: list[Expr]) -> Expr:
    """Give the case that holds at every place, or a power for each of two places, or the cases as they are.

    ``(p if x = 1, 1 - p if x = 0) -> p**x*(1 - p)**(1 - x)``
    """
    value, case = part.args[0]
    if places and all(case.xreplace({column: place}) == true for place in places):
        return value
    if len(places) != _TWO or not all(place.is_number for place in places):
        return part
    first, second = sorted(places)
    share = (column - first) / (second - first)
    ends = [part.xreplace({column: place}) for place in (first, second)]
    return ends[0] ** (1 - share) * ends[1] ** share


_TWO: Final = 2


def _domains(density: Expr, support: Set, column: Symbol, given: Mapping[str, Any]) -> dict[str, Any]:
    symbols = sorted((density.free_symbols | support.free_symbols) - {column}, key=lambda symbol: symbol.name)
    found = {symbol.name: given.get(symbol.name) or _domain(symbol) for symbol in symbols}
    if len(found) < len(symbols) or column.name in found:
        raise invalid(f"two symbols of the random variable {column.name!r} have the same name")
    return found | {name: domain for name, domain in given.items() if name not in found}


def _domain(symbol: Symbol) -> str:
    for facts, domain in DOMAINS_OF_FACTS:
        if all(getattr(symbol, f"is_{fact}") for fact in facts):
            return domain
    raise invalid(
        f"the symbol {symbol.name!r} has no assumptions to tell its domain: make it real or positive, "
        f"or give parameters={{{symbol.name!r}: …}}"
    )
