"""Expressions in raw sums over the sample, and the sums in which data vary."""

from __future__ import annotations

from sympy import Expr

from symmle.likelihood import expand_logarithms
from symmle.reduction import reduce_sums
from symmle.sample_sum import SampleSum, Statistic
from symmle.verification.analysis import Analysis
from symmle.verification.normal_form import raw_form


def in_raw_sums(expression: Expr, analysis: Analysis) -> Expr:
    """Write an expression in sums that hold no other sum: ``sum((x - mean(x))**2) -> sum(x**2) - ...``."""
    facts = analysis.likelihood.facts
    return expand_logarithms(raw_form(reduce_sums(expression, analysis.parameters, facts)), facts)


def moving_sums(expression: Expr, analysis: Analysis) -> set[Expr]:
    """The sums and statistics in which data vary; those of the covariates alone are known."""
    data = {analysis.model.symbols[name] for name in analysis.model.data}
    nodes = expression.atoms(SampleSum, Statistic)
    return {node for node in nodes if any(row.free_symbols & data for row in _rows(node))}


def _rows(node: Expr) -> tuple[Expr, ...]:
    return (node.summand,) if isinstance(node, SampleSum) else node.expressions
