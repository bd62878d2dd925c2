"""A likelihood that knows its parameter only through ``t*exp(a*t)``, which takes most values twice.

What is to be maximised is a function of the value; the points that take it are found by Lambert's W, and all
of them have the same likelihood. N(t*exp(-t), 1) has two global maximisers for 0 < mean < 1/e.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sympy import Abs, Expr, LambertW, Lt, Max, Min, Piecewise, S, Symbol, exp, log

from symmle.likelihood import LogLikelihood, expand_logarithms
from symmle.notation import Domain
from symmle.reduction import expand_numerators
from symmle.solution.eliminate import reduced
from symmle.solution.problem import Problem
from symmle.solution.records import Fold
from symmle.solution.reflection import distance_symbol


def through_functions(problem: Problem, likelihood: LogLikelihood, position: int) -> Iterator[Problem]:
    """Give the problem with the value of such a function in the place of a parameter."""
    for parameter in problem.remaining:
        domain = likelihood.model.parameters[parameter.name]
        for rate in _rates(problem.log_likelihood, parameter):
            values = values_on(domain, rate)
            folded = None if values is None else _folded(problem, parameter, rate, values, position)
            if folded is not None:
                yield folded


def _rates(log_likelihood: Expr, parameter: Symbol) -> list[Expr]:
    """Give the a of all ``exp(a*t)`` and ``exp(-a*t)`` in the log-likelihood that are numbers, small ones
    first.
    """
    found = set()
    for node in log_likelihood.atoms(exp):
        slope = node.args[0].diff(parameter)
        if slope.is_Rational and slope != 0 and node.args[0] == slope * parameter:
            found.add(slope)
    return sorted(found | {-slope for slope in found}, key=lambda slope: (abs(slope), slope))


def values_on(domain: Domain, rate: Expr) -> Domain | None:
    """Give all values of ``t*exp(a*t)``, where it takes some of them twice: it turns at ``-1/a``."""
    turn = -exp(-1) / rate
    if domain.members is not None or domain.integer or domain.nonzero:
        return None
    if (domain.lower, domain.upper) == (S.NegativeInfinity, S.Infinity):
        ends = (S.NegativeInfinity, turn) if rate < 0 else (turn, S.Infinity)
        return Domain(*ends, bool(rate < 0), bool(rate > 0))
    if (domain.lower, domain.upper) == (S.Zero, S.Infinity) and rate < 0:
        return Domain(S.Zero, turn, domain.lower_open, False)
    return None


def _folded(problem: Problem, parameter: Symbol, rate: Expr, values: Domain, position: int) -> Problem | None:
    image = distance_symbol(frozenset(symbol.name for symbol in problem.facts.domains))
    image = Symbol(image.name, real=True) if values.lower != 0 else image
    inside = replace(values, lower_open=True, upper_open=True)
    given = problem.facts.with_domain(image, inside)
    remaining = tuple(image if symbol == parameter else symbol for symbol in problem.remaining)
    after = _in_value(problem, parameter, rate, image)
    if parameter in after.free_symbols:
        return None
    branches = tuple(LambertW(rate * image, *branch) / rate for branch in ((), (S.NegativeOne,)))
    fold = Fold(
        parameter,
        image,
        parameter * exp(rate * parameter),
        values,
        branches,
        S.Zero,
        S.One,
        problem.log_likelihood,
        reduced(after, remaining, given),
        position,
    )
    return Problem(fold.after, remaining, given, {**problem.domains, image: values}, fold)


def _in_value(problem: Problem, parameter: Symbol, rate: Expr, image: Symbol) -> Expr:
    """Write ``exp(k*a*t)`` as ``(m/t)**k`` and ``log(t)`` as ``log(m) - a*t``, and see what is left of t."""
    apart = expand_logarithms(problem.log_likelihood, problem.facts)
    swap: dict[Expr, Expr] = {log(parameter): log(image) - rate * parameter}
    for node in apart.atoms(exp):
        slope = node.args[0].diff(parameter)
        if slope.is_Rational and node.args[0] == slope * parameter:
            swap[node] = (image / parameter) ** (slope / rate)
    return expand_numerators(apart.xreplace(swap))


def branches_of(fold: Fold, value: Expr) -> tuple[Expr, ...]:
    """Give the points that take the best value: the one nearer to zero, and the other one where there is one.

    At the turning point the two are one, where rounding would part them.
    """
    rate = _rate_of(fold)
    turn = fold.domain.upper if rate < 0 else fold.domain.lower
    free = value
    if isinstance(value, Min | Max) and turn in value.args:
        free = value.func(*[each for each in value.args if each != turn])
    short = Lt(free, turn) if rate < 0 else Lt(turn, free)
    near, far = (branch.xreplace({fold.image: free}) for branch in fold.branches)
    best = Piecewise((near, short), (-1 / rate, True))
    two = short & Lt(0, free) if rate < 0 else short & Lt(free, 0)
    return best, Piecewise((far, two), (S.NaN, True))


def point_at(fold: Fold, end: Expr) -> Expr:
    """Give the one point that takes an end of all values: zero, or the turning point."""
    if end == 0 or isinstance(fold.function, Abs):
        return end
    return -1 / _rate_of(fold)


def _rate_of(fold: Fold) -> Expr:
    return (fold.function / fold.parameter).args[0].coeff(fold.parameter)
