"""Random variables of `sympy.stats` as the words of a declaration."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sympy import Expr, FiniteSet, Set, Symbol

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
    finite = isinstance(space, SingleFinitePSpace)
    density = space.distribution.pmf(column) if finite else space.distribution.pdf(column)
    support = FiniteSet(*space.distribution.set) if finite else space.set
    domains = _domains(density, support, column, parameters)
    return {"density": density, "data": {column.name: support}, "parameters": domains}


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
