"""From symbolic results to a specification: which numbers a module computes, and from what."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from importlib import metadata
from types import MappingProxyType

import sympy
from sympy import Expr, Symbol

from symmle.declaration import Model
from symmle.errors import Category, DerivationError
from symmle.generation.formulas import Formulas, Results, collect_formulas, constraint_slopes
from symmle.generation.guesses import guesses
from symmle.generation.passes import Wanted, row_program, scalar_program
from symmle.generation.printing import numpy_text
from symmle.generation.programs import (
    Column,
    Constraints,
    Existence,
    Load,
    ModuleSpec,
    ReductionKind,
    RowProgram,
    ScalarProgram,
)
from symmle.generation.stabilise import ClosedEnds, stabilise
from symmle.generation.statistics_pass import statistics_program
from symmle.generation.supports import beyond_rounding, closed_ends, inside
from symmle.generation.vocabulary import Vocabulary, build_vocabulary
from symmle.notation import Domain
from symmle.sample_sum import Sample, SampleSum
from symmle.solution import Condition, Kind, Mark, Solution


def build_spec(results: Results, narrative: str) -> ModuleSpec:
    """Build everything that a module is made of, before any of it is text."""
    model, kind = results.model, results.kind
    formulas = collect_formulas(results)
    vocabulary = build_vocabulary(model, _weighed(formulas, results), moments=_sample_for_moments(results))
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
        remaining=results.remaining,
        sum_parameters=_sum_parameters(model, vocabulary),
        entries=vocabulary.entries,
        statistics=statistics_program(vocabulary),
        sums=sums,
        assembly=plain.scalars(formulas.likelihood),
        complete=plain.scalars(formulas.complete, remaining=results.remaining),
        profile=plain.scalars(formulas.profile, remaining=results.remaining) if formulas.profile else None,
        polynomial=plain.some(formulas.polynomial),
        equals=plain.some(formulas.equals),
        several="".join(results.solution.others),
        bracket=None,
        advance=None,
        start=_start(results, vocabulary),
        existence=_existences(results.solution, vocabulary),
        density=plain.rows([Wanted("value", results.reduction.likelihood.row)]),
        row_scores=plain.rows([Wanted(f"column{i}", row) for i, row in enumerate(_row_scores(results))]),
        mergeable=not any(entry.kind == "median" for entry in vocabulary.entries),
        regular=True,
        discrete=not model.covariates and all(domain.integer for domain in model.data.values()),
        bounds=tuple(_bounds(domain) for domain in model.parameters.values()),
        closed=tuple((not each.lower_open, not each.upper_open) for each in model.parameters.values()),
        narrative=narrative,
        provenance=MappingProxyType(_provenance(model)),
        constraints=_constraints(model, plain),
    )


class _Plain:
    """Builds programs from formulas: atoms become names, and what overflows is rewritten."""

    def __init__(self, vocabulary: Vocabulary, ends: ClosedEnds) -> None:
        self._vocabulary = vocabulary
        self._ends = ends

    def _stable(self, wanted: Sequence[Wanted]) -> list[Wanted]:
        plain = [(each, stabilise(self._vocabulary.plain(each.value), self._ends)) for each in wanted]
        for _, value in plain:
            numpy_text(value)  # what cannot be printed is refused here, before its parts have other names
        return [Wanted(each.name, value, each.order) for each, value in plain]

    def scalars(self, wanted: Sequence[Wanted], *, remaining: Sequence[str] | None = None) -> ScalarProgram:
        vocabulary = self._vocabulary
        loads = dict(vocabulary.scalar_loads)
        if remaining is not None:
            for index, name in enumerate(remaining):
                named = vocabulary.declared(name).name
                loads[named] = Load(named, "remaining", index)
        return scalar_program(self._stable(wanted), loads, vocabulary.names.child())

    def some(self, wanted: Sequence[Wanted]) -> ScalarProgram | None:
        """Build a program where there is anything to compute."""
        return self.scalars(wanted) if wanted else None

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


def _weighed(formulas: Formulas, results: Results) -> list[tuple[Expr, int]]:
    """Return all that a module computes, each with the order from which it is needed."""
    relations = [condition.relation for condition in _required(results.solution)]
    return [*formulas.weighed(), *((each, 0) for each in (*relations, *results.anchors.values()))]


def _constraints(model: Model, plain: _Plain) -> Constraints | None:
    texts = tuple(constraint.text for constraint in model.constraints)
    return Constraints(texts, plain.scalars(constraint_slopes(model))) if texts else None


def _start(results: Results, vocabulary: Vocabulary) -> ScalarProgram | None:
    if results.kind in ("closed", "algebraic"):
        return None
    return guesses(results.model, vocabulary, results.anchors, moments=results.kind == "iterative")


def _sample_for_moments(results: Results) -> Sample | None:
    return results.reduction.likelihood.sample if results.kind == "iterative" else None


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
            f"the domain {domain.text} of a parameter ends in no number, so no module can be generated",
            category=Category.MODEL_INVALID,
        )
    return float(domain.lower), float(domain.upper)


def _required(solution: Solution) -> list[Condition]:
    """Return the conditions whose failure proves that there is no maximum."""
    found = [each for each in solution.conditions if each.mark is not Mark.SUFFICIENT]
    return [each for each in found if not each.relation.atoms(SampleSum)]


def _existence(condition: Condition, vocabulary: Vocabulary) -> Existence:
    relation = vocabulary.plain(condition.relation)
    then = f"the likelihood climbs as {condition.limit}" if "->" in condition.limit else condition.limit
    return Existence(
        beyond_rounding(relation.func(*(stabilise(side) for side in relation.args), evaluate=False)),
        str(condition.category),
        condition.parameter,
        f"there is no maximum: {condition.shown} does not hold" + (f", {then}" if then else ""),
        condition.limit,
    )


def _existences(solution: Solution, vocabulary: Vocabulary) -> tuple[Existence, ...]:
    conditions = tuple(_existence(condition, vocabulary) for condition in _required(solution))
    return conditions + _escape(solution)


def _escape(solution: Solution) -> tuple[Existence, ...]:
    """Return what is said of every sample where the likelihood has no maximum for any."""
    if solution.kind is not Kind.NONE:
        return ()
    name = solution.escape.partition(" = ")[0]
    told = f"there is no maximum for any data: the likelihood is unbounded as {solution.escape}"
    return (Existence(sympy.S.false, str(Category.UNBOUNDED_LIKELIHOOD), name, told, solution.escape),)


def _provenance(model: Model) -> Mapping[str, str]:
    words = json.dumps(model.to_dict(), sort_keys=True, ensure_ascii=True, default=str)
    return {
        "symmle": metadata.version("symmle"),
        "sympy": sympy.__version__,
        "declaration": hashlib.sha256(words.encode()).hexdigest(),
    }
