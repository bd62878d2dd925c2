"""Densities whose likelihood has no maximum for any data: a path on which one row's density grows without
bound while the others stay away from zero.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sympy import Expr, S, Symbol, Tuple, log

from symmle.budget import attempt
from symmle.declaration import Model
from symmle.errors import DerivationError
from symmle.likelihood import LogLikelihood, build_log_likelihood
from symmle.notation import Domain
from symmle.proof.certificate import Certificate, Grade, ProofStep, Rule
from symmle.proof.expansions import leading_of, limit_of
from symmle.signs import Facts, expand_logarithms

_CALLS = 3_000_000
_HALF = S.Half
_ZERO = (S.Zero, S.One)  # the scale log(t)


class Path(NamedTuple):
    """``location`` at one observation, ``concentrating`` on its way to ``end``.

    Perhaps with ``shape`` near the end of its own domain, as near as the size of the sample asks.
    """

    location: Symbol
    observed: Expr
    concentrating: Symbol
    end: Expr
    shape: tuple[Symbol, Expr] | None = None

    def told(self, observation: str) -> str:
        """Give the path as text: ``m1 = x_1, v1 -> 0``."""
        at = str(self.observed).replace(observation, f"{observation}_1")
        near = "" if self.shape is None else f"{self.shape[0].name} near {self.shape[1]}, "
        return f"{self.location.name} = {at}, {near}{self.concentrating.name} -> {self.end}"


def find_path(likelihood: LogLikelihood) -> Path | None:
    """Find a path on which the likelihood of every sample grows without bound; None if none was found."""
    column = observed_column(likelihood)
    if column is None:
        return None
    found, _ = attempt("look for a path without a bound", _CALLS, _first_path, likelihood, column)
    return found


def _first_path(likelihood: LogLikelihood, column: Symbol) -> Path | None:
    facts = likelihood.facts.inside(likelihood.parameters)
    found = (climbs(likelihood, path, facts) for path in _paths(likelihood, column, facts))
    return next((path for path in found if path is not None), None)


def observed_column(likelihood: LogLikelihood) -> Symbol | None:
    """Give the one continuous column, where there is nothing beside it."""
    model = likelihood.model
    if len(model.data) != 1 or model.covariates or model.constraints:
        return None
    ((name, support),) = model.data.items()
    discrete = support.integer or support.members is not None
    return None if discrete else model.symbols[name]


def _paths(likelihood: LogLikelihood, column: Symbol, facts: Facts) -> Iterator[Path]:
    support = likelihood.model.data[column.name]
    for location in likelihood.parameters:
        logarithmic = facts.domains[location] == Domain() and likelihood.row.has(log(column))
        observed = log(column) if logarithmic else column
        if not logarithmic and not _covers(facts.domains[location], support):
            continue
        for place in likelihood.parameters:
            for end in open_ends(likelihood, place) if place != location else ():
                yield Path(location, observed, place, end)


def _covers(domain: Domain, support: Domain) -> bool:
    """Whether an observation is always a value that the parameter may take."""
    if (
        domain.members is not None
        or domain.nonzero
        or not (domain.lower.is_number and domain.upper.is_number)
    ):
        return False
    if not (support.lower.is_number and support.upper.is_number):
        return False
    above = domain.lower < support.lower or (domain.lower == support.lower and support.lower_open)
    below = domain.upper > support.upper or (domain.upper == support.upper and support.upper_open)
    return bool(above and below)


def open_ends(likelihood: LogLikelihood, place: Symbol) -> Iterator[Expr]:
    """Give the ends that do not belong to a parameter's domain: zero, and infinity beside it."""
    domain = likelihood.model.parameters[place.name]
    if domain.members is None and domain.lower == 0 and domain.lower_open:
        yield S.Zero
        if domain.upper is S.Infinity:
            yield S.Infinity


def climbs(likelihood: LogLikelihood, path: Path, facts: Facts) -> Path | None:
    """Prove that the likelihood climbs along a path, with the shape that it needs for it; None otherwise."""
    rows = rows_along(likelihood, path, facts)
    if rows is None:
        return None
    at, beside, told = rows
    if limit_of(at, path.concentrating, path.end, told) is not S.Infinity:
        return None
    limit = limit_of(beside, path.concentrating, path.end, told)
    if limit is not None and limit is not S.NegativeInfinity:
        return path
    return _balanced(likelihood, path, rows)


def rows_along(likelihood: LogLikelihood, path: Path, facts: Facts) -> tuple[Expr, Expr, Facts] | None:
    """Give the log density of the observation on the path, and that of another one."""
    column = observed_column(likelihood)
    if column is None:
        return None
    first = Symbol("first#", real=True)
    apart = Symbol("apart#", real=True, nonzero=True)
    support = likelihood.model.data[column.name]
    domains = {**facts.domains, first: support, apart: Domain(nonzero=True)}
    told = Facts.of(domains).given(*facts.positive, *([first + apart] if support.lower == 0 else []))
    put_in = {path.location: path.observed.xreplace({column: first})}
    at = likelihood.row.xreplace(put_in).xreplace({column: first})
    where = first + apart
    if path.observed != column:  # the logarithms differ: name their difference
        place = likelihood.row.xreplace(put_in).xreplace({log(column): log(first) + apart})
        beside = place.xreplace({column: Symbol("other#", positive=True)})
    else:
        beside = likelihood.row.xreplace(put_in).xreplace({column: where})
    if at.has(S.NaN, S.ComplexInfinity, S.Infinity, S.NegativeInfinity):
        return None
    return expand_logarithms(at, told), expand_logarithms(beside, told), told


def _balanced(likelihood: LogLikelihood, path: Path, rows: tuple[Expr, Expr, Facts]) -> Path | None:
    """One row gains ``c*log(t)``, each other loses ``e*log(t)``, and e is as small as a shape makes it."""
    at, beside, told = rows
    gain = leading_of(at, path.concentrating, path.end, told)
    loss = leading_of(beside, path.concentrating, path.end, told)
    if gain is None or loss is None or gain[1:] != _ZERO or loss[1:] != _ZERO:
        return None
    ratio = loss.coefficient / gain.coefficient
    for shape in likelihood.parameters:
        if shape in (path.location, path.concentrating) or shape not in ratio.free_symbols:
            continue
        for end in open_ends(likelihood, shape):
            if limit_of(ratio, shape, end, told) == 0:
                return path._replace(shape=(shape, end))
    return None


def without_maximum(likelihood: LogLikelihood, path: Path) -> Certificate:
    """Give the certificate that the likelihood of every sample is unbounded."""
    column = observed_column(likelihood)
    assert column is not None
    shape = Tuple() if path.shape is None else Tuple(*path.shape)
    premises = (
        likelihood.row,
        Tuple(path.location, path.observed),
        Tuple(path.concentrating, path.end),
        shape,
    )
    others = (
        "stays away from zero"
        if path.shape is None
        else (f"falls more slowly, as slowly as one likes once {path.shape[0].name} is near {path.shape[1]}")
    )
    said = (
        f"For every sample the likelihood is unbounded: on the path {path.told(column.name)} the density of "
        f"the observation x_1 grows without bound, and that of any other {others}."
    ).replace("x_1", f"{column.name}_1")
    step = ProofStep(Rule.NO_MAXIMUM, premises, S.Infinity, said)
    facts = likelihood.facts.inside(likelihood.parameters)
    return Certificate(Grade.PROVED, (step,), facts)


def find_pole(model: Model) -> str | None:
    """Find a location at which the density has a pole, for some shape; tell the path to it."""
    try:
        likelihood = build_log_likelihood(model, smooth=False)
    except DerivationError:
        return None
    column = observed_column(likelihood)
    if column is None:
        return None
    found, _ = attempt("look for a pole", _CALLS, _first_pole, likelihood, column)
    return found


def _first_pole(likelihood: LogLikelihood, column: Symbol) -> str | None:
    facts = likelihood.facts.inside(likelihood.parameters)
    support = likelihood.model.data[column.name]
    for location in likelihood.parameters:
        if not _covers(facts.domains[location], support):
            continue
        for shape in likelihood.parameters:
            domain = facts.domains[shape]
            inside = domain.members is None and domain.contains(_HALF) is True
            if shape != location and inside and _is_pole(likelihood, (location, column), shape, facts):
                return f"{location.name} -> {column.name}_1 with {shape.name} = {_HALF}"
    return None


def _is_pole(likelihood: LogLikelihood, moving: tuple[Symbol, Symbol], shape: Symbol, facts: Facts) -> bool:
    """Whether the log density grows without bound as the location goes to one observation, and stays bounded
    below at any other.
    """
    location, column = moving
    first, apart, gap = (Symbol(f"{name}#", real=True) for name in ("first", "apart", "gap"))
    domains = {**facts.domains, first: likelihood.model.data[column.name]}
    row = likelihood.row.xreplace({shape: _HALF, location: first + gap})
    at = row.xreplace({column: first})
    if limit_of(at, gap, S.Zero, Facts.of(domains)) is not S.Infinity:
        return False
    for side in (Domain(S.Zero, S.Infinity, True, True), Domain(S.NegativeInfinity, S.Zero, True, True)):
        told = Facts.of({**domains, apart: side})
        limit = limit_of(row.xreplace({column: first + apart}), gap, S.Zero, told)
        if limit is None or limit is S.NegativeInfinity:
            return False
    return True
