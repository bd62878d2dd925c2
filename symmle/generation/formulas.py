"""The scalar formulas of a module: what each is called, and from which order it is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from types import MappingProxyType
from typing import Final

from sympy import Expr, S

from symmle.declaration import Model
from symmle.differentiation import Derivatives
from symmle.errors import Category, DerivationError
from symmle.generation.passes import Wanted
from symmle.generation.sample_rewrites import gather_differences
from symmle.reduction import Reduction
from symmle.sample_sum import SampleSum, Statistic
from symmle.solution import Kind, Solution

_LONGEST_ROW: Final = 90
_KINDS: Final = MappingProxyType(
    {
        Kind.CLOSED: "closed",
        Kind.SET: "closed",
        Kind.PROFILE: "profile",
        Kind.ALGEBRAIC: "algebraic",
        Kind.ITERATIVE: "iterative",
        Kind.NONE: "iterative",
    }
)


@dataclass(frozen=True, slots=True)
class Results:
    """The symbolic results that a module is made of."""

    model: Model
    reduction: Reduction
    derivatives: Derivatives
    solution: Solution
    anchors: Mapping[str, Expr] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def kind(self) -> str:
        """The module's kind.

        A profile whose sums cannot be computed from the remaining parameters alone is climbed in all of them.
        """
        known = _KINDS.get(self.solution.kind)
        if known is None:
            raise DerivationError(
                f"no module can be generated yet for an estimator of kind {self.solution.kind}",
                category=Category.MODEL_INVALID,
            )
        return "iterative" if known == "profile" and not self._is_profile() else known

    def _is_profile(self) -> bool:
        solution = self.solution
        left = {self.model.symbols[name] for name in (*solution.remaining, *self.anchors)}
        parameters = {self.model.symbols[name] for name in self.model.parameters}
        nodes = [node for formula in self._all() for node in formula.atoms(SampleSum)]
        free = not any(node.summand.has(Statistic, SampleSum) for node in nodes)
        return (
            free
            and solution.equation is not None
            and all(node.free_symbols & parameters <= left for node in nodes)
        )

    def _all(self) -> list[Expr]:
        solved = [*self.solution.closed.values(), self.solution.equation or S.Zero]
        derivatives = [*self.derivatives.score.values(), *self.derivatives.hessian.values()]
        return [self.reduction.expression, *solved, *derivatives]

    @property
    def remaining(self) -> tuple[str, ...]:
        """What is left to a numeric solve."""
        return tuple(self.model.parameters) if self.kind == "iterative" else self.solution.remaining


@dataclass(frozen=True, slots=True)
class Formulas:
    """The scalar formulas of a module, in statistics and sums, each with its order."""

    likelihood: tuple[Wanted, ...]
    complete: tuple[Wanted, ...]
    profile: tuple[Wanted, ...]
    polynomial: tuple[Wanted, ...]
    equals: tuple[Wanted, ...]

    def weighed(self) -> list[tuple[Expr, int]]:
        """Return every formula with the order from which its sums are needed."""
        everything = (*self.likelihood, *self.complete, *self.profile, *self.polynomial, *self.equals)
        return [(each.value, each.order) for each in everything]


def collect_formulas(results: Results) -> Formulas:
    """Return the formulas of the log-likelihood, of what is complete, and of what is left to solve."""
    solution, symbols, remaining = results.solution, results.model.symbols, results.remaining
    complete = [symbols[n] if n in remaining else solution.closed[n] for n in results.model.parameters]
    profile: tuple[Wanted, ...] = ()
    if results.kind == "profile" and solution.equation is not None:
        slope = solution.equation.diff(symbols[remaining[0]])
        profile = (Wanted("value", solution.equation, 1), Wanted("slope", slope, 2))
    polynomial: tuple[Wanted, ...] = ()
    if results.kind == "algebraic" and solution.critical is not None:
        coefficients = enumerate(solution.critical.coefficients)
        polynomial = tuple(Wanted(f"power{k}", coefficient) for k, coefficient in coefficients)
    return Formulas(
        _gathered(_likelihood(results)),
        tuple(Wanted(f"part{index}", value) for index, value in enumerate(complete)),
        _gathered(profile),
        polynomial,
        tuple(Wanted(f"other{k}", each) for k, each in enumerate(chain(*solution.others.values()))),
    )


def constraint_slopes(model: Model) -> tuple[Wanted, ...]:
    """Return the first derivatives of what each constraint makes vanish, then the second, row by row."""
    parameters = [model.symbols[name] for name in model.parameters]
    wanted: list[Wanted] = []
    for k, constraint in enumerate(model.constraints):
        slopes = [constraint.difference.diff(place) for place in parameters]
        wanted += [Wanted(f"slope{k}_{i}", slope) for i, slope in enumerate(slopes)]
    for k, constraint in enumerate(model.constraints):
        for i, row in enumerate(parameters):
            bends = [constraint.difference.diff(row, column) for column in parameters]
            wanted += [Wanted(f"bend{k}_{i}_{j}", bend) for j, bend in enumerate(bends)]
    return tuple(wanted)


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
