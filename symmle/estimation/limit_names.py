"""What a limit density is called, where the catalogue has it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from sympy import Expr, expand_mul

from symmle import families
from symmle.derivation import derive
from symmle.errors import SymmleError
from symmle.likelihood import build_log_likelihood
from symmle.signs import Facts, expand_logarithms

if TYPE_CHECKING:
    from symmle.declaration import Model

__all__ = ["limit_model_name"]

_NAMES = ("m", "c", "q", "w")  # what a limit density's parameter may be called


def limit_model_name(model: Model, limit: str) -> str | None:
    """Name the family whose density is approached at a limit; its text where the catalogue has none such."""
    density = derive(model).estimator.limit_model(limit)
    if density is None:
        return None
    return next(_same_families(model, density), density)


def _same_families(model: Model, density: str) -> Iterator[str]:
    """Give the families with one parameter that have this density, with m or 1/m for it."""
    row = next((row for row in (_row(model, density, name) for name in _NAMES) if row is not None), None)
    for name in families.names() if row is not None else ():
        family = families.load(name)
        if _is_alike(model, family) and _has_density(family, row):
            yield name


def _row(model: Model, density: str, parameter: str) -> Expr | None:
    """Read the density anew, as a model with this one parameter; None where it has another."""
    data = {name: domain.text for name, domain in model.data.items()}
    constants = {name: domain.text for name, domain in model.constants.items() if name in density}
    try:
        declared = type(model)(
            density, data=data, parameters={parameter: "> 0"}, constants=constants, normalised=False
        )
        return build_log_likelihood(declared).row
    except SymmleError:
        return None


def _is_alike(model: Model, family: Model) -> bool:
    """Whether a family has one parameter and observes one column on the same interval, its ends aside."""
    if len(family.parameters) != 1 or family.constants or family.covariates or len(family.data) != 1:
        return False
    if len(model.data) != 1:
        return False
    one, other = (
        replace(domain, lower_open=False, upper_open=False)
        for domain in (*model.data.values(), *family.data.values())
    )
    return one == other


def _has_density(family: Model, row: Expr | None) -> bool:
    likelihood = build_log_likelihood(family)
    (column,), (parameter,) = likelihood.sample.observations, likelihood.parameters
    symbols = set() if row is None else row.free_symbols
    observed = {symbol for symbol in symbols if symbol.name == column.name}
    if len(symbols) != 2 or len(observed) != 1:
        return False
    (x,), (m,) = observed, symbols - observed
    facts = Facts.of({m: family.parameters[parameter.name], x: family.data[column.name]}).inside([m])
    differences = (likelihood.row.xreplace({column: x, parameter: place}) - row for place in (m, 1 / m))
    return any(expand_mul(expand_logarithms(each, facts)) == 0 for each in differences)
