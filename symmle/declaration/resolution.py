"""From names and domains as they were written to symbols that carry what their domains say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

from sympy import Expr, Integer, Rational, Set, Symbol

from symmle.errors import Category, DeclarationError, TextRefused
from symmle.notation import (
    Domain,
    adopt_expression,
    check_name,
    decimal_number,
    parse_domain,
    parse_expression,
    rebind,
    settle_expression,
    suggestion,
)

__all__ = ["ROLES", "Resolved", "invalid", "read_density", "read_fixed", "read_names", "resolve"]

# An end point may use the names that stand before it: constants first, observations last.
ROLES: Final = {
    "constants": "constant",
    "covariates": "covariate",
    "parameters": "parameter",
    "data": "column",
}

Declared = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Resolved:
    """What every name stands for, and the domains of those that stand for themselves."""

    names: Mapping[str, Expr]
    domains: Mapping[str, Mapping[str, Domain]]


def invalid(message: str, category: Category = Category.MODEL_INVALID) -> DeclarationError:
    """A `DeclarationError`, by default of the category model-invalid."""
    return DeclarationError(message, category=category)


def read_names(given: Mapping[str, Mapping[str, Any] | None]) -> dict[str, dict[str, Any]]:
    """The declared names by role, each spelt rightly and none declared twice."""
    seen: dict[str, str] = {}
    for role, entries in given.items():
        if entries is not None and not isinstance(entries, Mapping):
            raise invalid(f"{role} is a table of names and domains, not {type(entries).__name__}")
        for name in entries or {}:
            check_name(name, ROLES[role])
            if name in seen:
                raise invalid(f"{name!r} is declared twice, as a {seen[name]} and as a {ROLES[role]}")
            seen[name] = ROLES[role]
    if not given["data"]:
        raise invalid("a model needs at least one column of data")
    return {role: dict(entries or {}) for role, entries in given.items()}


def resolve(declared: Declared, fixed: Mapping[str, Expr]) -> Resolved:
    """Read every domain in the order of the roles; a fixed parameter stands for its value."""
    names: dict[str, Expr] = {}
    domains: dict[str, dict[str, Domain]] = {role: {} for role in ROLES}
    for role in ROLES:
        for name, given in declared[role].items():
            domain = _read_domain(name, given, names)
            if name in fixed:
                _check_fixed(name, fixed[name], domain)
                names[name] = fixed[name]
            else:
                domains[role][name] = domain
                names[name] = domain.symbol(name)
    return Resolved(names, domains)


def _read_domain(name: str, given: Any, names: Mapping[str, Expr]) -> Domain:
    try:
        if isinstance(given, str):
            return parse_domain(given, names)
        if isinstance(given, Set):
            return parse_domain(Domain.from_set(rebind(given, names)).text, names)
        if isinstance(given, Domain):
            return parse_domain(given.text, names)
    except TextRefused as error:
        raise TextRefused(f"the domain of {name!r}: {error.message}", column=error.column) from error
    except DeclarationError as error:
        raise invalid(f"the domain of {name!r}: {error.message}") from error
    raise invalid(f"the domain of {name!r} is text or a SymPy set, not {type(given).__name__}")


def read_fixed(fixed: Mapping[str, Any] | None, declared: Declared) -> dict[str, Expr]:
    """The values of the fixed parameters: numbers, or expressions in the constants."""
    if fixed is not None and not isinstance(fixed, Mapping):
        raise invalid(f"fixed is a table of names and values, not {type(fixed).__name__}")
    constants = resolve({**{role: {} for role in ROLES}, "constants": declared["constants"]}, {}).names
    values = {}
    for name, value in (fixed or {}).items():
        if name not in declared["parameters"]:
            raise invalid(f"{name!r} is fixed but is no parameter{suggestion(name, declared['parameters'])}")
        values[name] = _read_value(name, value, constants)
    return values


def _read_value(name: str, value: Any, constants: Mapping[str, Expr]) -> Expr:
    match value:
        case str():
            return parse_expression(value, constants)
        case Expr():
            return adopt_expression(value, constants)
        case bool():
            pass
        case int():
            return Integer(value)
        case Fraction():
            return Rational(value.numerator, value.denominator)
        case float() if value - value == 0:
            return decimal_number(value)
    raise invalid(f"the fixed value of {name!r} is a finite number, not {value!r}")


def _check_fixed(name: str, value: Expr, domain: Domain) -> None:
    if domain.contains(value) is False:
        raise invalid(f"{name!r} is fixed at {value}, which is outside its domain {domain.text!r}")


def read_density(given: Any, word: str, names: Mapping[str, Expr]) -> Expr:
    """The density in the declared symbols, from text or from SymPy."""
    if not isinstance(given, str | Expr):
        raise invalid(f"{word} is text or a SymPy expression, not {type(given).__name__}")
    try:
        read = parse_expression if isinstance(given, str) else adopt_expression
        return settle_expression(read(given, names), names)
    except TextRefused as error:
        raise TextRefused(f"in the {word}: {error.message}", column=error.column) from error
    except DeclarationError as error:
        raise invalid(f"in the {word}: {error.message}") from error


def symbols_of(names: Mapping[str, Expr]) -> dict[str, Symbol]:
    """The names that stand for themselves."""
    return {name: value for name, value in names.items() if isinstance(value, Symbol) and value.name == name}
