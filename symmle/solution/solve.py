"""From the likelihood equations to a solution: closed, profiled, or left to iteration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sympy import Add, Expr, S, Symbol, expand_mul

from symmle.declaration import FrozenMapping
from symmle.differentiation import Derivatives
from symmle.errors import Category, DerivationError
from symmle.likelihood import expand_logarithms
from symmle.reduction import collapse_powers, reduce_sums
from symmle.sample_sum import SampleSum, Statistic, StatisticKind, sample_nodes
from symmle.solution.algebraic import conditions_of, find_critical
from symmle.solution.changes import by_invariance
from symmle.solution.eliminate import eliminate_all
from symmle.solution.ends import split_positive
from symmle.solution.multipliers import no_closed_form
from symmle.solution.problem import Problem
from symmle.solution.records import Kind, Solution, Solved


def solve_likelihood(derivatives: Derivatives) -> Solution:
    """Solve the likelihood equations as far as they can be solved with proof.

    Raises
    ------
    DerivationError
        With category ``not-identifiable`` where the likelihood does not depend on some direction of the
        parameters.
    """
    return by_invariance(_solve_as_declared(derivatives), _solve_as_declared)


def _solve_as_declared(derivatives: Derivatives) -> Solution:
    reduction = derivatives.reduction
    likelihood = reduction.likelihood
    problem, eliminations, attempts = eliminate_all(likelihood, reduction.expression)
    _refuse_flat(problem)
    if problem.remaining and likelihood.model.constraints:
        raise no_closed_form(likelihood.model.constraints[0])
    if len(problem.remaining) > 1:
        facts = likelihood.facts.inside(likelihood.parameters)
        problem, eliminations = Problem(reduction.expression, likelihood.parameters, facts), ()
    found = _back_substitute(eliminations)
    closed = {symbol.name: found[symbol.name] for symbol in likelihood.parameters if symbol.name in found}
    solution = Solution(
        derivatives,
        _kind(problem, bool(eliminations)),
        FrozenMapping(closed),
        tuple(symbol.name for symbol in problem.remaining),
        *_equation(problem, derivatives.score, _by_symbol(closed, eliminations)),
        problem.log_likelihood,
        eliminations,
        tuple(condition for step in eliminations for condition in step.conditions),
        tuple(boundary for step in eliminations for boundary in step.boundaries),
        attempts,
    )
    return _with_polynomial(solution, problem)


def _with_polynomial(solution: Solution, problem: Problem) -> Solution:
    """Where the one equation left is a polynomial, every stationary point can be isolated on the data."""
    if solution.equation is None or any(value.has(SampleSum) for value in solution.closed.values()):
        return solution
    (parameter,) = problem.remaining
    domain = solution.derivatives.reduction.likelihood.model.parameters[parameter.name]
    written = solution.equation, solution.equation_factor
    critical, tried = find_critical(problem.log_likelihood, written, parameter, domain, problem.facts)
    solution = replace(solution, attempts=(*solution.attempts, *tried))
    if critical is None:
        return solution
    return replace(
        solution,
        kind=Kind.ALGEBRAIC,
        critical=critical,
        equation=critical.polynomial,
        equation_factor=critical.factor,
        conditions=(*solution.conditions, *conditions_of(critical)),
    )


def _kind(problem: Problem, solved: bool) -> Kind:
    if not problem.remaining:
        return Kind.CLOSED
    return Kind.PROFILE if len(problem.remaining) == 1 and solved else Kind.ITERATIVE


def _refuse_flat(problem: Problem) -> None:
    """A parameter that has left the likelihood altogether is not identified by any data."""
    for symbol in problem.remaining:
        if problem.log_likelihood.diff(symbol) == 0:
            raise DerivationError(
                f"the likelihood does not depend on {symbol.name} once the other parameters "
                "are at their best values: "
                "only a function of them together is identified; fix one of them",
                category=Category.NOT_IDENTIFIABLE,
            )


def _back_substitute(eliminations: tuple[Solved, ...]) -> dict[str, Expr]:
    """Put later solutions into earlier ones: ``a = mean(y) - b*mean(t)`` with the b that was found."""
    closed: dict[str, Expr] = {}
    known: dict[Symbol, Expr] = {}
    for step in reversed(eliminations):
        for place, root in reversed(tuple(zip(step.places, step.roots, strict=True))):
            known[place] = closed[place.name] = root.xreplace(known)
    return closed


def _equation(
    problem: Problem, score: Mapping[str, Expr], closed: Mapping[Symbol, Expr]
) -> tuple[Expr | None, Expr]:
    """Give the profile score without its positive factors, ``log(k) - digamma(k) - gap``, and their product.

    By the envelope theorem it is the score of the remaining parameter with the solved ones put in.
    """
    if len(problem.remaining) != 1:
        return None, S.One
    (parameter,) = problem.remaining
    put_in = reduce_sums(score[parameter.name].xreplace(dict(closed)), problem.remaining, problem.facts)
    expanded = expand_mul(collapse_powers(expand_logarithms(put_in, problem.facts), problem.facts))
    core, factor = split_positive(expanded, problem.facts)
    size = _common_size(core)
    return Add(*[term / size for term in Add.make_args(core)]), factor * size


def _common_size(score: Expr) -> Expr:
    """Give n where every term has it, or where sums over the sample stand beside it; else one."""
    sizes = [s for s in score.atoms(Statistic) if s.kind is StatisticKind.SIZE]
    if not sizes:
        return S.One
    everywhere = all(term.has(sizes[0]) for term in Add.make_args(score))
    return sizes[0] if everywhere or sample_nodes(score) else S.One


def _by_symbol(closed: Mapping[str, Expr], eliminations: tuple[Solved, ...]) -> dict[Symbol, Expr]:
    return {place: closed[place.name] for step in eliminations for place in step.places}
