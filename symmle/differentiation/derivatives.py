"""Differentiate a reduced log-likelihood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sympy import Expr

from symmle.declaration import FrozenMapping
from symmle.likelihood import expand_logarithms, textbook_sum
from symmle.reduction import Reduction, reduce_sums


@dataclass(frozen=True, slots=True)
class Derivatives:
    """First and second derivatives of the log-likelihood.

    Parameters
    ----------
    reduction : Reduction
        What was differentiated.
    score : mapping of str to Expr
        The derivative by each parameter, in statistics.
    hessian : mapping of (str, str) to Expr
        The second derivatives, in both orders of the names.
    textbook_score : mapping of str to Expr
        The same score in sums as a textbook writes them.
    row_score : mapping of str to Expr
        The derivative of the log density of one row.
    """

    reduction: Reduction
    score: Mapping[str, Expr]
    hessian: Mapping[tuple[str, str], Expr]
    textbook_score: Mapping[str, Expr]
    row_score: Mapping[str, Expr]


def differentiate(reduction: Reduction) -> Derivatives:
    """Differentiate a reduced log-likelihood twice."""
    likelihood = reduction.likelihood
    score = {s.name: _reduced(reduction.expression.diff(s), reduction) for s in likelihood.parameters}
    row_score = {s.name: likelihood.row.diff(s) for s in likelihood.parameters}
    return Derivatives(
        reduction,
        FrozenMapping(score),
        FrozenMapping(_hessian(score, reduction)),
        FrozenMapping({name: textbook_sum(row, likelihood.sample) for name, row in row_score.items()}),
        FrozenMapping(row_score),
    )


def _hessian(score: Mapping[str, Expr], reduction: Reduction) -> dict[tuple[str, str], Expr]:
    parameters = reduction.likelihood.parameters
    entries: dict[tuple[str, str], Expr] = {}
    for position, row in enumerate(parameters):
        for column in parameters[position:]:
            entry = _reduced(score[row.name].diff(column), reduction)
            entries[row.name, column.name] = entries[column.name, row.name] = entry
    return entries


def _reduced(expression: Expr, reduction: Reduction) -> Expr:
    """Reduce once more: a derivative may free a summand of its parameters."""
    likelihood = reduction.likelihood
    reduced = reduce_sums(expression, likelihood.parameters, likelihood.facts, whole=reduction.whole)
    return expand_logarithms(reduced, likelihood.facts)
