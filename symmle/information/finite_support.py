"""Expected values over a support of a few known points: the sum itself."""

from __future__ import annotations

from sympy import Add, Expr, exp, log

from symmle.information.numbers import support_points
from symmle.likelihood import LogLikelihood
from symmle.notation import Domain

_MOST_POINTS = 8


def finite_mean(function: Expr, likelihood: LogLikelihood) -> Expr | None:
    """Sum a function times the density over a support of at most eight points that no symbol moves."""
    model = likelihood.model
    if len(model.data) != 1 or not model.normalised:
        return None
    ((name, support),) = model.data.items()
    if not _is_small(support):
        return None
    column = model.symbols[name]
    density = model.density if model.density is not None else exp(model.log_density)
    points = [{column: point} for point in support_points(support)]
    terms = [function.subs(at) * density.subs(at) for at in points]
    return None if any(term.has(log(0)) or term.is_finite is False for term in terms) else Add(*terms)


def _is_small(support: Domain) -> bool:
    if support.free_symbols:
        return False
    if support.members is not None:
        return len(support.members) <= _MOST_POINTS
    return support.integer and bool(support.upper - support.lower < _MOST_POINTS)
