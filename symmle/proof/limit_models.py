"""The density that is approached where the maximum is not attained."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace

from sympy import Add, Expr, Mul, Pow, S, Symbol, exp, expand_mul, log

from symmle.budget import attempt
from symmle.errors import Category
from symmle.proof.expansions import limit_of
from symmle.reduction import reduce_sums
from symmle.sample_sum import SampleSum, Statistic
from symmle.signs import expand_logarithms
from symmle.solution import Condition, Solution

_CALLS = 400_000
_NAMES = ("m", "c", "q", "w")
_SPEAKING = (Category.INFINITE_PARAMETER, Category.BOUNDARY)


def with_limit_models(solution: Solution, conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
    """Say of each condition which density is approached where it fails, if that is found."""
    return tuple(_with_limit_model(solution, condition) for condition in conditions)


def _with_limit_model(solution: Solution, condition: Condition) -> Condition:
    if condition.limit_model or condition.category not in _SPEAKING:
        return condition
    if condition.parameter not in solution.remaining or len(solution.remaining) != 1:
        return condition
    end = condition.limit.partition("-> ")[2]
    told = {"oo": S.Infinity, "-oo": S.NegativeInfinity, "0": S.Zero}.get(end)
    if told is None:
        return condition
    others = [c.relation.lhs for c in solution.conditions if c != condition]
    return replace(condition, limit_model=limit_model(solution, told, others) or "")


def limit_model(solution: Solution, end: Expr, positive: Sequence[Expr] = ()) -> str | None:
    """Give the text of the density that is approached as the remaining parameter goes to an end.

    What is ``positive`` is taken to be so of the data.
    """
    found, _ = attempt("approach a limit density", _CALLS, _limit_density, solution, end, positive)
    return None if found is None else str(found)


def _limit_density(solution: Solution, end: Expr, positive: Sequence[Expr]) -> Expr | None:
    """Put the solved parameters at their best values, and let the remaining one go to its end."""
    likelihood = solution.derivatives.reduction.likelihood
    (name,) = solution.remaining
    place = likelihood.model.symbols[name]
    best = {likelihood.model.symbols[n]: root for n, root in solution.closed.items()}
    facts = likelihood.facts.inside(likelihood.parameters).given(*positive)
    row = expand_logarithms(likelihood.row.xreplace(best), facts)
    limit = limit_of(row, place, end, facts)
    if limit is None or limit.is_infinite or place in limit.free_symbols:
        return None
    return in_symbols(reduce_sums(limit, (), facts), likelihood.model.symbols)


def in_symbols(row: Expr, taken: Container[str]) -> Expr | None:
    """Give the density with a parameter in place of each statistic of the data."""
    statistics = sorted(row.atoms(Statistic), key=str)
    names = [name for name in _NAMES if name not in taken]
    if row.has(SampleSum) or not 0 < len(statistics) <= len(names):
        return None
    places = {s: Symbol(n, positive=True) for s, n in zip(statistics, names, strict=False)}
    return Mul(*[_factor(term) for term in Add.make_args(expand_mul(row.xreplace(places)))])


def _factor(term: Expr) -> Expr:
    """``exp(c*log(a)) -> a**c``."""
    logarithms = [part for part in Mul.make_args(term) if isinstance(part, log)]
    if len(logarithms) != 1:
        return exp(term)
    return Pow(logarithms[0].args[0], term / logarithms[0])
