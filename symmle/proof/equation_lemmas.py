"""Lemmas that count the roots of a whole equation: named, with a reference, stated on functions and sums."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sympy import Expr, Integer, Symbol, digamma, log

from symmle.notation import Domain
from symmle.sample_sum import SampleSum, Statistic, StatisticKind, sample_mean, sample_size
from symmle.signs import Facts


class EquationLemma(NamedTuple):
    """A theorem that an equation of one shape has exactly one root iff an expression is positive, and none
    otherwise.
    """

    name: str
    statement: str
    reference: str
    needed: Callable[[Expr, Symbol, Facts], Expr | None]


def _digamma_shift_sum(equation: Expr, place: Symbol, facts: Facts) -> Expr | None:
    """``mean(digamma(x + r)) - digamma(r) + log(r) - log(r + mean(x))`` over integers x >= 0."""
    for node in equation.atoms(SampleSum):
        observed = _counts(node, place, facts)
        if observed is None:
            continue
        sample = node.sample
        mean = sample_mean(observed, sample)
        stated = node / sample_size(sample) - digamma(place) + log(place) - log(place + mean)
        if (equation - stated).expand() == 0:
            return Statistic(StatisticKind.VARIANCE, (observed,), sample) - mean
    return None


def _counts(node: SampleSum, place: Symbol, facts: Facts) -> Expr | None:
    for observed in node.sample.observations:
        domain: Domain | None = facts.domains.get(observed)
        if node.summand == digamma(observed + place) and domain is not None and domain.integer:
            return observed if domain.lower == Integer(0) else None
    return None


EQUATION_LEMMAS: tuple[EquationLemma, ...] = (
    EquationLemma(
        "digamma shift sum",
        "for integers x >= 0, mean(digamma(x + r)) - digamma(r) + log(r) - log(r + mean(x)) "
        "has exactly one root r > 0, "
        "positive before and negative after it, if variance(x) > mean(x), and none otherwise",
        "W. Simonsen, On the solution of a maximum-likelihood equation of the negative "
        "binomial distribution, "
        "Scandinavian Actuarial Journal (1976) 220-231, with (1980) 41-46",
        _digamma_shift_sum,
    ),
)
