"""From the likelihood equations to a solution: closed, profiled, or left to iteration."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain

from sympy import Abs, Add, Expr, S, Symbol, expand_mul

from symmle.budget import Attempt
from symmle.declaration import FrozenMapping
from symmle.differentiation import Derivatives
from symmle.errors import Category, DerivationError
from symmle.likelihood import LogLikelihood, expand_logarithms
from symmle.reduction import collapse_powers, reduce_sums
from symmle.sample_sum import SampleSum, Statistic, StatisticKind, sample_nodes
from symmle.solution.algebraic import conditions_of, find_critical
from symmle.solution.changes import by_invariance
from symmle.solution.eliminate import eliminate_all, eliminate_from
from symmle.solution.ends import split_positive
from symmle.solution.fibres import branches_of, point_at, through_functions
from symmle.solution.multipliers import no_closed_form
from symmle.solution.problem import Problem
from symmle.solution.records import Boundary, Condition, Fold, Kind, Solution, Solved
from symmle.solution.reflection import branches_at, reflected


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
    if problem.remaining:
        problem, eliminations, attempts = _through_folds(problem, eliminations, attempts, likelihood)
    if len(problem.remaining) > 1:
        facts = likelihood.facts.inside(likelihood.parameters)
        problem, eliminations = Problem(reduction.expression, likelihood.parameters, facts), ()
    found, others = _back_substitute(eliminations, problem)
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
    if problem.folded is not None:
        return _unfolded(solution, problem.folded, others)
    return _with_polynomial(solution, problem)


_Solved = tuple[Problem, tuple[Solved, ...], tuple[Attempt, ...]]


def _through_folds(
    problem: Problem,
    eliminations: tuple[Solved, ...],
    attempts: tuple[Attempt, ...],
    likelihood: LogLikelihood,
) -> _Solved:
    """Solve for a function of a parameter where that solves everything; else leave the problem as it is."""
    position = len(eliminations)
    for folded in chain(
        reflected(problem, likelihood, position), through_functions(problem, likelihood, position)
    ):
        left, more, tried = eliminate_from(folded, likelihood)
        attempts = (*attempts, *tried)
        if not left.remaining:
            return left, (*eliminations, *more), attempts
    return problem, eliminations, attempts


def _unfolded(solution: Solution, fold: Fold, others: tuple[Expr, ...]) -> Solution:
    """Say of the parameter what was found of the function of it."""
    name = fold.parameter.name
    return replace(
        solution,
        kind=Kind.CLOSED if fold.odd != 0 else Kind.SET,
        conditions=tuple(_renamed(condition, fold) for condition in solution.conditions),
        boundaries=tuple(_renamed_boundary(boundary, fold) for boundary in solution.boundaries),
        fold=fold,
        others=FrozenMapping({name: others} if others else {}),
    )


def _renamed(condition: Condition, fold: Fold) -> Condition:
    if condition.parameter != fold.image.name:
        return condition
    limit = condition.limit.replace(f"{fold.image.name} ->", f"{_written(fold.function)} ->")
    return replace(condition, parameter=fold.parameter.name, limit=limit)


def _written(function: Expr) -> str:
    return f"|{function.args[0]}|" if isinstance(function, Abs) else str(function)


def _renamed_boundary(boundary: Boundary, fold: Fold) -> Boundary:
    if boundary.parameter != fold.image.name:
        return boundary
    return replace(boundary, parameter=fold.parameter.name, value=point_at(fold, boundary.value))


def _with_polynomial(solution: Solution, problem: Problem) -> Solution:
    """Where the one equation left is a polynomial, every stationary point can be isolated on the data."""
    if solution.equation is None or any(value.has(SampleSum) for value in solution.closed.values()):
        return solution
    (parameter,) = problem.remaining
    domain = solution.derivatives.reduction.likelihood.model.parameters[parameter.name]
    written = solution.equation, solution.equation_factor
    critical, tried = find_critical(problem.log_likelihood, written, parameter, domain, problem.facts)
    solution = replace(solution, attempts=(*solution.attempts, *tried))
    conditions = () if critical is None else conditions_of(critical)
    if critical is None or any(condition.relation is S.false for condition in conditions):
        return solution
    return replace(
        solution,
        kind=Kind.ALGEBRAIC,
        critical=critical,
        equation=critical.polynomial,
        equation_factor=critical.factor,
        conditions=(*solution.conditions, *conditions),
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


def _back_substitute(
    eliminations: tuple[Solved, ...], problem: Problem
) -> tuple[dict[str, Expr], tuple[Expr, ...]]:
    """Put later solutions into earlier ones: ``a = mean(y) - b*mean(t)`` with the b that was found."""
    closed: dict[str, Expr] = {}
    known: dict[Symbol, Expr] = {}
    fold, others = problem.folded, list[Expr]()
    for position, step in reversed(list(enumerate(eliminations))):
        for place, root in reversed(tuple(zip(step.places, step.roots, strict=True))):
            known[place] = closed[place.name] = root.xreplace(known)
        if fold is not None and position == fold.position:
            value = known[fold.image]
            mirrored = isinstance(fold.function, Abs)
            best, *others = branches_at(fold, value, problem.facts) if mirrored else branches_of(fold, value)
            closed[fold.parameter.name] = known[fold.parameter] = best
    return closed, tuple(others)


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
    return _without_quotients(Add(*[term / size for term in Add.make_args(core)])), factor * size


def _without_quotients(equation: Expr) -> Expr:
    """Fractions over one sum that add up to a number are that number: ``a/(a + b) + b/(a + b) -> 1``."""
    over: dict[Expr, list[Expr]] = {}
    for term in Add.make_args(equation):
        over.setdefault(term.as_numer_denom()[1], []).append(term)
    for bottom, terms in over.items():
        if isinstance(bottom, Add) and len(terms) > 1:
            whole = Add(*[term.as_numer_denom()[0] for term in terms]).expand()
            known = whole.as_coefficients_dict()
            place, coefficient = next(iter(bottom.as_coefficients_dict().items()))
            ratio = known.get(place, S.Zero) / coefficient
            if (whole - ratio * bottom).expand() == 0:
                equation = Add(equation, *[-term for term in terms], ratio)
    return equation


def _common_size(score: Expr) -> Expr:
    """Give n where every term has it, or where sums over the sample stand beside it; else one."""
    sizes = [s for s in score.atoms(Statistic) if s.kind is StatisticKind.SIZE]
    if not sizes:
        return S.One
    everywhere = all(term.has(sizes[0]) for term in Add.make_args(score))
    return sizes[0] if everywhere or sample_nodes(score) else S.One


def _by_symbol(closed: Mapping[str, Expr], eliminations: tuple[Solved, ...]) -> dict[Symbol, Expr]:
    places = [place for step in eliminations for place in step.places]
    return {place: closed[place.name] for place in places if place.name in closed}
