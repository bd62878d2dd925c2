"""From symbolic results to a specification: which numbers a module computes, and from what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from types import MappingProxyType

import sympy
from sympy import Expr, S, Symbol

from symmle.declaration import Model
from symmle.differentiation import Derivatives
from symmle.errors import Category, DerivationError
from symmle.generation.guesses import guesses
from symmle.generation.passes import Wanted, row_program, scalar_program
from symmle.generation.programs import (
    Column,
    Existence,
    Load,
    ModuleSpec,
    ReductionKind,
    RowProgram,
    ScalarProgram,
)
from symmle.generation.sample_rewrites import gather_differences
from symmle.generation.stabilise import ClosedEnds, stabilise
from symmle.generation.statistics_pass import statistics_program
from symmle.generation.supports import closed_ends, inside
from symmle.generation.vocabulary import Vocabulary, build_vocabulary
from symmle.notation import Domain
from symmle.reduction import Reduction
from symmle.sample_sum import SampleSum, Statistic, StatisticKind
from symmle.solution import Condition, Kind, Mark, Solution

_LONGEST_ROW = 90
_KINDS = MappingProxyType({Kind.CLOSED: "closed", Kind.PROFILE: "profile", Kind.ITERATIVE: "iterative"})


@dataclass(frozen=True, slots=True)
class Formulas:
    """The scalar formulas of a module, in statistics and sums, each with its order."""

    likelihood: tuple[Wanted, ...]
    complete: tuple[Wanted, ...]
    profile: tuple[Wanted, ...]

    def weighed(self) -> list[tuple[Expr, int]]:
        """Return every formula with the order from which its sums are needed."""
        everything = (*self.likelihood, *self.complete, *self.profile)
        return [(each.value, each.order) for each in everything]


@dataclass(frozen=True, slots=True)
class Results:
    """The symbolic results that a module is made of."""

    model: Model
    reduction: Reduction
    derivatives: Derivatives
    solution: Solution

    @property
    def kind(self) -> str:
        """The module's kind: a solution whose sums hold statistics is found by iteration instead."""
        known = _KINDS.get(self.solution.kind)
        if known is None:
            raise DerivationError(
                f"no module can be generated yet for an estimator of kind {self.solution.kind}",
                category=Category.MODEL_INVALID,
            )
        return known if known == "closed" or _is_plain(self.solution) else "iterative"


def _is_plain(solution: Solution) -> bool:
    """Whether no sum of the solution holds a statistic, which the pass over the rows does not know."""
    formulas = [*solution.closed.values(), solution.equation or S.Zero]
    nodes = [node for formula in formulas for node in formula.atoms(SampleSum)]
    return not any(node.summand.has(Statistic, SampleSum) for node in nodes)


def build_spec(results: Results, narrative: str) -> ModuleSpec:
    """Build everything that a module is made of, before any of it is text."""
    model, kind = results.model, results.kind
    formulas = _formulas(results, kind)
    relations = [_relation(condition) for condition in _required(results.solution)]
    weighed = [*formulas.weighed(), *((relation, 0) for relation in relations)]
    vocabulary = build_vocabulary(model, weighed, moments=kind == "iterative")
    plain = _Plain(vocabulary, _ends(model, vocabulary))
    sums = plain.sums()
    return ModuleSpec(
        name=model.name,
        kind=kind,
        columns=_columns(model, vocabulary),
        predictors=(),
        parameters=tuple(model.parameters),
        domains=tuple(domain.text for domain in model.parameters.values()),
        coordinates=tuple(_coordinate(domain) for domain in model.parameters.values()),
        remaining=_remaining(results, kind),
        sum_parameters=_sum_parameters(model, vocabulary),
        entries=vocabulary.entries,
        statistics=statistics_program(vocabulary),
        sums=sums,
        assembly=plain.scalars(formulas.likelihood),
        complete=plain.scalars(formulas.complete, remaining=_remaining(results, kind)),
        profile=plain.scalars(formulas.profile, remaining=_remaining(results, kind))
        if formulas.profile
        else None,
        bracket=None,
        advance=None,
        start=None if kind == "closed" else guesses(model, vocabulary, moments=kind == "iterative"),
        existence=tuple(_existence(condition, vocabulary) for condition in _required(results.solution)),
        density=plain.rows([Wanted("value", results.reduction.likelihood.row)]),
        row_scores=plain.rows([Wanted(f"column{i}", row) for i, row in enumerate(_row_scores(results))]),
        mergeable=not any(entry.kind == "median" for entry in vocabulary.entries),
        regular=True,
        discrete=not model.covariates and all(domain.integer for domain in model.data.values()),
        bounds=tuple(_bounds(domain) for domain in model.parameters.values()),
        narrative=narrative,
        provenance=MappingProxyType(_provenance(model)),
    )


class _Plain:
    """Builds programs from formulas: atoms become names, and what overflows is rewritten."""

    def __init__(self, vocabulary: Vocabulary, ends: ClosedEnds) -> None:
        self._vocabulary = vocabulary
        self._ends = ends

    def _stable(self, wanted: Sequence[Wanted]) -> list[Wanted]:
        return [
            Wanted(each.name, stabilise(self._vocabulary.plain(each.value), self._ends), each.order)
            for each in wanted
        ]

    def scalars(self, wanted: Sequence[Wanted], *, remaining: Sequence[str] | None = None) -> ScalarProgram:
        vocabulary = self._vocabulary
        loads = dict(vocabulary.scalar_loads)
        if remaining is not None:
            for index, name in enumerate(remaining):
                named = vocabulary.declared(name).name
                loads[named] = Load(named, "remaining", index)
        return scalar_program(self._stable(wanted), loads, vocabulary.names.child())

    def rows(self, wanted: Sequence[Wanted]) -> RowProgram:
        return self._rows(wanted, None)

    def sums(self) -> RowProgram | None:
        """Build the pass for the sums that hold parameters, if there are any."""
        sums = self._vocabulary.sums
        nodes = zip(sums.items(), self._vocabulary.orders, strict=True)
        wanted = [Wanted(symbol.name, node.summand, order) for (node, symbol), order in nodes]
        return self._rows(wanted, ReductionKind.SUM) if wanted else None

    def _rows(self, wanted: Sequence[Wanted], reduction: ReductionKind | None) -> RowProgram:
        vocabulary = self._vocabulary
        return row_program(
            self._stable(wanted),
            vocabulary.row_loads,
            vocabulary.names.child(),
            varying=vocabulary.observations,
            reduction=reduction,
        )


def _formulas(results: Results, kind: str) -> Formulas:
    solution, parameters = results.solution, list(results.model.parameters)
    remaining = _remaining(results, kind)
    complete = [results.model.symbols[n] if n in remaining else solution.closed[n] for n in parameters]
    profile: tuple[Wanted, ...] = ()
    if kind == "profile" and solution.equation is not None:
        slope = solution.equation.diff(results.model.symbols[remaining[0]])
        profile = (Wanted("value", solution.equation, 1), Wanted("slope", slope, 2))
    return Formulas(
        _gathered(_likelihood(results)),
        tuple(Wanted(f"part{index}", value) for index, value in enumerate(complete)),
        _gathered(profile),
    )


def _likelihood(results: Results) -> tuple[Wanted, ...]:
    score, hessian = results.derivatives.score, results.derivatives.hessian
    names = list(results.model.parameters)
    short = _short_names(names)
    wanted = [Wanted("value", results.reduction.expression)]
    wanted += [Wanted(f"d_{short[name]}", score[name], 1) for name in names]
    for position, row in enumerate(names):
        for column in names[position:]:
            wanted.append(Wanted(f"d_{short[row]}_{short[column]}", hessian[row, column], 2))
    return tuple(wanted)


def _short_names(names: Sequence[str]) -> dict[str, str]:
    """Return the names, or their numbers where a row of second derivatives would not fit a line."""
    width = sum(len(f"d_{name}_{name}, ") for name in names)
    fits = width <= _LONGEST_ROW and not any("_" in name for name in names)
    return {name: name if fits else str(index) for index, name in enumerate(names)}


def _gathered(wanted: Sequence[Wanted]) -> tuple[Wanted, ...]:
    return tuple(Wanted(each.name, gather_differences(each.value), each.order) for each in wanted)


def _remaining(results: Results, kind: str) -> tuple[str, ...]:
    return tuple(results.model.parameters) if kind == "iterative" else results.solution.remaining


def _row_scores(results: Results) -> list[Expr]:
    return [results.derivatives.row_score[name] for name in results.model.parameters]


def _sum_parameters(model: Model, vocabulary: Vocabulary) -> tuple[str, ...]:
    free: set[Symbol] = set()
    for node in vocabulary.sums:
        free |= node.free_symbols
    return tuple(name for name in model.parameters if model.symbols[name] in free)


def _columns(model: Model, vocabulary: Vocabulary) -> tuple[Column, ...]:
    roles = (("data", model.data), ("covariate", model.covariates), ("constant", model.constants))
    columns = []
    for role, domains in roles:
        for name, domain in domains.items():
            symbol = vocabulary.declared(name)
            conditions = inside(symbol, domain, vocabulary.symbols)
            columns.append(Column(name, role, domain.text, symbol.name, conditions))
    return tuple(columns)


def _ends(model: Model, vocabulary: Vocabulary) -> ClosedEnds:
    found = {vocabulary.symbols[symbol]: closed_ends(domain) for symbol, domain in model.domains.items()}
    return ClosedEnds(MappingProxyType({symbol: ends for symbol, ends in found.items() if ends}))


def _coordinate(domain: Domain) -> str:
    ends = (domain.lower.is_finite, domain.upper.is_finite)
    return {(True, True): "logit", (True, False): "log", (False, True): "reflected log"}.get(ends, "identity")


def _bounds(domain: Domain) -> tuple[float, float]:
    if not (domain.lower.is_number and domain.upper.is_number):
        raise DerivationError(
            f"the domain {domain.text} of a parameter has an end that is no number, so no module can be generated",
            category=Category.MODEL_INVALID,
        )
    return float(domain.lower), float(domain.upper)


def _required(solution: Solution) -> list[Condition]:
    """Return the conditions whose failure proves that there is no maximum."""
    found = [each for each in solution.conditions if each.mark is not Mark.SUFFICIENT]
    return [each for each in found if not each.relation.atoms(SampleSum)]


def _relation(condition: Condition) -> Expr:
    return condition.relation


def _existence(condition: Condition, vocabulary: Vocabulary) -> Existence:
    relation = vocabulary.plain(condition.relation)
    return Existence(
        relation.func(*(stabilise(side) for side in relation.args), evaluate=False),
        str(condition.category),
        condition.parameter,
        f"there is no maximum: {condition.relation} does not hold, and the likelihood climbs as {condition.limit}",
        condition.limit,
    )


def _provenance(model: Model) -> Mapping[str, str]:
    words = json.dumps(model.to_dict(), sort_keys=True, ensure_ascii=True, default=str)
    return {
        "symmle": metadata.version("symmle"),
        "sympy": sympy.__version__,
        "declaration": hashlib.sha256(words.encode()).hexdigest(),
    }
