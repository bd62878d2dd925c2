"""The functions and constants of the notation, by SymPy's names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

import sympy

from symmle.notation.inverses import inverse_digamma

__all__ = ["CONSTANTS", "FUNCTIONS", "UNDEFINED", "accepts"]

_NAMES: Final = (
    "exp",
    "log",
    "sqrt",
    "Abs",
    "sign",
    "Min",
    "Max",
    "Piecewise",
    "Eq",
    "Ne",
    "gamma",
    "loggamma",
    "beta",
    "factorial",
    "binomial",
    "digamma",
    "trigamma",
    "polygamma",
    "zeta",
    "erf",
    "erfc",
    "erfinv",
    "besseli",
    "besselj",
    "besselk",
    "LambertW",
    "lowergamma",
    "uppergamma",
    "sin",
    "cos",
    "tan",
    "cot",
    "sec",
    "csc",
    "asin",
    "acos",
    "atan",
    "acot",
    "asec",
    "acsc",
    "atan2",
    "sinh",
    "cosh",
    "tanh",
    "coth",
    "sech",
    "csch",
    "asinh",
    "acosh",
    "atanh",
    "acoth",
    "asech",
    "acsch",
)

FUNCTIONS: Final[Mapping[str, Callable[..., Any]]] = MappingProxyType(
    {name: getattr(sympy, name) for name in _NAMES} | {"inverse_digamma": inverse_digamma}
)
CONSTANTS: Final = MappingProxyType({"pi": sympy.pi, "E": sympy.E})
# What no real expression may hold.
UNDEFINED: Final = (sympy.zoo, sympy.nan, sympy.oo, -sympy.oo, sympy.I)

_MANY: Final = 1_000
# How many arguments a function takes, where it is not exactly one. SymPy's own signatures also take flags.
_ARITIES: Final = {
    "log": (1, 2),
    "Min": (1, _MANY),
    "Max": (1, _MANY),
    "Piecewise": (1, _MANY),
    "Eq": (2, 2),
    "Ne": (2, 2),
    "beta": (2, 2),
    "binomial": (2, 2),
    "polygamma": (2, 2),
    "zeta": (1, 2),
    "besseli": (2, 2),
    "besselj": (2, 2),
    "besselk": (2, 2),
    "LambertW": (1, 2),
    "lowergamma": (2, 2),
    "uppergamma": (2, 2),
    "atan2": (2, 2),
}


def accepts(name: str, count: int) -> str | None:
    """None where the listed function takes `count` arguments, else what it takes, in words."""
    least, most = _ARITIES.get(name, (1, 1))
    if least <= count <= most:
        return None
    if most == _MANY:
        return "at least one argument"
    words = {1: "one argument", 2: "two arguments"}
    return words[least] if least == most else f"{least} or {most} arguments"
