"""Reduce a log-likelihood to its statistics."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Expr

from symmle.likelihood import LogLikelihood, expand_logarithms
from symmle.reduction.squares import complete_squares
from symmle.reduction.statistics import reduce_sums
from symmle.sample_sum import SampleSum, Statistic, sample_nodes


@dataclass(frozen=True, slots=True)
class Reduction:
    """A log-likelihood in statistics and in sums that hold parameters.

    Parameters
    ----------
    likelihood : LogLikelihood
        What was reduced.
    expression : Expr
        Equal to it, in statistics, constants, parameters and those sums alone.
    statistics : tuple of Statistic
        What is computed once from the data.
    sums : tuple of SampleSum
        What is computed anew for each value of the parameters; none in an exponential family.
    whole : bool
        Whether sums keep all their parameters, as is best for computing.
    """

    likelihood: LogLikelihood
    expression: Expr
    statistics: tuple[Statistic, ...]
    sums: tuple[SampleSum, ...]
    whole: bool = False


def reduce_log_likelihood(likelihood: LogLikelihood, *, whole: bool = False) -> Reduction:
    """Split, free and centre every sum of a log-likelihood."""
    reduced = reduce_sums(likelihood.expression, likelihood.parameters, likelihood.facts, whole=whole)
    expression = complete_squares(expand_logarithms(reduced, likelihood.facts))
    statistics = tuple(sorted(expression.atoms(Statistic), key=str))
    return Reduction(likelihood, expression, statistics, sample_nodes(expression), whole)
