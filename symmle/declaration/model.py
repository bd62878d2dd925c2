"""The model: a declaration that was checked when it was made, and never changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sympy import Expr, Set, Symbol

from symmle.declaration.about import About
from symmle.declaration.constraints import Constraint, check_constraints, read_constraints
from symmle.declaration.files import check_words, read_toml, write_toml
from symmle.declaration.mapping import FrozenMapping
from symmle.declaration.mass import MassCheck, check_mass
from symmle.declaration.resolution import (
    ROLES,
    Resolved,
    invalid,
    read_density,
    read_fixed,
    read_names,
    resolve,
    symbols_of,
)
from symmle.errors import Category
from symmle.notation import Domain, check_name, suggestion
from symmle.signs import Facts, expand_logarithms, logarithm

__all__ = ["Model"]

Domains = Mapping[str, "str | Set | Domain"]
SHORT: Final = 90


@dataclass(frozen=True, slots=True, init=False, eq=False, repr=False)
class Model:
    """A density with the support of its observations and the domains of its parameters.

    Equal content makes equal models: the content is the hash, the pickle and the file.

    Parameters
    ----------
    density : str or Expr, optional
        The density, or probability mass, of one observation.
    data : mapping
        The support of each observed symbol, as text or as a SymPy set.
    parameters : mapping
        The domain of each parameter.
    log_density : str or Expr, optional
        The logarithm of the density, in its place.
    constants : mapping, optional
        Known numbers: symbolic while deriving, given with the data when fitting.
    covariates : mapping, optional
        What is observed and not modelled.
    fixed : mapping, optional
        Parameters that are held at a value of their domain; they leave `parameters`.
    normalised : bool
        Whether the density has mass one, which is then checked at several parameter points.
    name : str
        A name for generated modules.
    about : mapping or About, optional
        Title, reference and LaTeX names, for people.
    constraints : sequence of str, optional
        Equations that hold among the parameters, such as ``"p1 + p2 + p3 = 1"``.
    log_likelihood, predictors
        Words that are not supported yet.

    Raises
    ------
    DeclarationError
        Of the categories model-invalid, not-identifiable and text-refused.

    Examples
    --------
    >>> model = Model("rate*exp(-rate*x)", data={"x": ">= 0"}, parameters={"rate": "> 0"})
    >>> model.density
    rate*exp(-rate*x)
    >>> model.mass.outcome
    'checked'
    """

    name: str
    density: Expr | None
    log_density: Expr | None
    data: FrozenMapping[str, Domain]
    parameters: FrozenMapping[str, Domain]
    constants: FrozenMapping[str, Domain]
    covariates: FrozenMapping[str, Domain]
    fixed: FrozenMapping[str, Expr]
    constraints: tuple[Constraint, ...]
    symbols: FrozenMapping[str, Symbol]
    domains: FrozenMapping[Symbol, Domain]
    normalised: bool
    mass: MassCheck
    about: About
    _written: FrozenMapping[str, Any]  # the content before fixed parameters gave way to their values

    def __init__(
        self,
        density: str | Expr | None = None,
        *,
        data: Domains,
        parameters: Domains,
        log_density: str | Expr | None = None,
        log_likelihood: str | None = None,
        constants: Domains | None = None,
        covariates: Domains | None = None,
        predictors: Mapping[str, str] | None = None,
        constraints: Sequence[Any] | None = None,
        fixed: Mapping[str, Any] | None = None,
        normalised: bool = True,
        name: str = "",
        about: About | Mapping[str, Any] | None = None,
    ) -> None:
        _refuse_unsupported(log_likelihood=log_likelihood, predictors=predictors)
        word, given = _one_density(density, log_density)
        roles = {"data": data, "parameters": parameters, "constants": constants, "covariates": covariates}
        declared = read_names(roles)
        values = read_fixed(fixed, declared)
        full = resolve(declared, {})
        written = read_density(given, word, full.names)
        equations = read_constraints(constraints, full.names, {*declared["data"], *declared["covariates"]})
        _check_parameters(written, full)
        _check_use(written, full, values)
        resolved = resolve(declared, values) if values else full
        expression = read_density(str(written), word, resolved.names) if values else written
        _check_parameters(expression, resolved)
        self._fill(word, expression, resolved)
        here = [
            each.at({full.names[name]: resolved.names[name] for name in full.names}) for each in equations
        ]
        self._set(
            constraints=check_constraints(here, self.parameters, self.domains),
            fixed=FrozenMapping(values),
            normalised=_flag(normalised),
            name=check_name(name, "model") if name != "" else "",
            about=_read_about(about, full.names),
            _written=FrozenMapping(
                {word: written, "constraints": equations}
                | {role: FrozenMapping(full.domains[role]) for role in ROLES}
            ),
        )
        self._set(mass=self._check_mass())

    def _set(self, **values: Any) -> None:
        for field, value in values.items():
            object.__setattr__(self, field, value)

    def _fill(self, word: str, expression: Expr, resolved: Resolved) -> None:
        symbols = symbols_of(resolved.names)
        domains = {name: domain for role in ROLES for name, domain in resolved.domains[role].items()}
        self._set(
            density=expression if word == "density" else None,
            log_density=expression if word == "log_density" else None,
            symbols=FrozenMapping(symbols),
            domains=FrozenMapping({symbols[name]: domain for name, domain in domains.items()}),
            **{role: FrozenMapping(resolved.domains[role]) for role in ROLES},
        )
        if not self.parameters:
            raise invalid("there is nothing to estimate: the model has no free parameter")

    def _check_mass(self) -> MassCheck:
        if not self.normalised:
            return MassCheck("not checked", reason="declared with normalised=False")
        supports = {self.symbols[name]: domain for name, domain in self.data.items()}
        unknowns = {symbol: domain for symbol, domain in self.domains.items() if symbol not in supports}
        # Factor by factor, an overflow in one meets no overflow in another.
        facts = Facts.of(self.domains)
        given = self.log_density if self.density is None else logarithm(self.density, facts)
        log_density = expand_logarithms(given, facts)
        return check_mass(log_density, supports, unknowns, self.constraints)

    def _content(self) -> tuple[Any, ...]:
        # Mappings compare without order; the order of the names is that of theta and of the columns.
        order = tuple(self.symbols)
        return self.name, self._written, self.fixed, self.normalised, self.about, order

    def __eq__(self, other: object) -> bool:
        return self._content() == other._content() if isinstance(other, Model) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._content())

    def __repr__(self) -> str:
        words = self.to_dict()
        words.pop("about", None)
        density = words.get("density") or words.get("log_density") or ""
        key = "density" if "density" in words else "log_density"
        words[key] = density if len(density) <= SHORT else density[: SHORT - 1] + "…"
        return f"Model({', '.join(f'{word}={value!r}' for word, value in words.items())})"

    @property
    def digest(self) -> str:
        """The SHA-256 of the canonical content, the same in every process."""
        return hashlib.sha256(json.dumps(self.to_dict(), sort_keys=False).encode()).hexdigest()

    def to_dict(self) -> dict[str, Any]:
        """The declaration in plain words and texts; `from_dict` makes an equal model of it."""
        word = "density" if "density" in self._written else "log_density"
        tables = {
            role: {name: domain.text for name, domain in self._written[role].items()}
            for role in ("data", "parameters", "constants", "covariates")
        }
        words: dict[str, Any] = {"name": self.name, word: str(self._written[word])}
        words |= {} if self.normalised else {"normalised": False}
        words |= {"constraints": [each.text for each in self._written["constraints"]]}
        words |= {**tables, "fixed": {name: str(value) for name, value in self.fixed.items()}}
        words |= {"about": self.about.to_dict()}
        return {key: value for key, value in words.items() if value is False or value}

    @classmethod
    def from_dict(cls, words: Mapping[str, Any]) -> Model:
        """The model that plain words declare; unknown words are refused."""
        given = check_words(words)
        for needed in ("data", "parameters"):
            if needed not in given:
                raise invalid(f"the model does not say its {needed}")
        return cls(**given)

    def to_toml(self) -> str:
        """The declaration as the text of a TOML file."""
        return write_toml(self.to_dict())

    @classmethod
    def from_toml(cls, source: str | Path) -> Model:
        """The model that a TOML file declares, given its path or its text."""
        return cls.from_dict(read_toml(source))

    @classmethod
    def from_sympy(
        cls, variable: Expr, *, parameters: Domains | None = None, name: str = "", about: Any = None
    ) -> Model:
        """The model of one random variable of `sympy.stats`.

        The domain of a parameter is what its symbol's assumptions say, unless `parameters` says more.
        """
        from symmle.declaration.random_variables import read_random_variable

        return cls(**read_random_variable(variable, parameters or {}), name=name, about=about)


def _refuse_unsupported(**words: Any) -> None:
    for word, value in words.items():
        if value:
            raise invalid(f"{word} is not yet supported")


def _one_density(density: Any, log_density: Any) -> tuple[str, Any]:
    if (density is None) == (log_density is None):
        raise invalid("a model has either a density or a log_density")
    return ("density", density) if log_density is None else ("log_density", log_density)


def _flag(normalised: Any) -> bool:
    if not isinstance(normalised, bool):
        raise invalid(f"normalised is true or false, not {normalised!r}")
    return normalised


def _names_in(*expressions: Expr | Domain) -> set[str]:
    return {symbol.name for expression in expressions for symbol in expression.free_symbols}


def _check_parameters(expression: Expr, resolved: Resolved) -> None:
    """Every parameter must have a part in the density, or in the support of what is observed."""
    used = _names_in(expression, *resolved.domains["data"].values())
    for name in resolved.domains["parameters"]:
        if name not in used:
            raise invalid(
                f"the parameter {name!r} stands nowhere in the density, so no data can tell its value",
                Category.NOT_IDENTIFIABLE,
            )


def _check_use(written: Expr, full: Resolved, values: Mapping[str, Expr]) -> None:
    """Columns, constants and covariates must have a part too, or they are a slip of the pen."""
    data, parameters = full.domains["data"], full.domains["parameters"]
    for name, domain in data.items():
        # A uniform density does not name its column: there the support tells the parameter.
        if name not in _names_in(written) and not _names_in(domain) & set(parameters):
            raise invalid(f"the column {name!r} stands nowhere in the density: leave it out")
    used = _names_in(written, *data.values(), *parameters.values(), *values.values())
    for role in ("constants", "covariates"):
        for name in full.domains[role]:
            if name not in used:
                raise invalid(f"the {ROLES[role]} {name!r} is not used: leave it out")


def _read_about(given: Any, names: Mapping[str, Expr]) -> About:
    about = About.read(given)
    for name in about.latex:
        if name not in names:
            raise invalid(f"latex is given for {name!r}, which is not declared{suggestion(name, names)}")
    return about
