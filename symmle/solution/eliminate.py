"""Solve for one parameter after another, putting each solution into the log-likelihood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sympy import Add, Expr, Mul, Pow, S, Symbol, factor_terms

from symmle.budget import Attempt, Outcome
from symmle.likelihood import LogLikelihood, expand_logarithms
from symmle.notation import Domain
from symmle.reduction import collapse_powers, complete_squares, expand_numerators, reduce_sums
from symmle.signs import Facts
from symmle.solution.ends import Asked, ask_ends
from symmle.solution.linear_block import runs_free, solve_linear_block
from symmle.solution.multipliers import satisfy
from symmle.solution.problem import Problem
from symmle.solution.records import Elimination, Solved
from symmle.solution.score_forms import Isolated, PowerForm
from symmle.solution.strategies import STRATEGIES, Strategy


class _Candidate(NamedTuple):
    parameter: Symbol
    score: Expr
    found: Isolated
    asked: Asked


class _Path(NamedTuple):
    """The eliminations made so far, and what they leave."""

    problem: Problem
    steps: tuple[Solved, ...] = ()


def eliminate_all(
    likelihood: LogLikelihood, expression: Expr
) -> tuple[Problem, tuple[Solved, ...], tuple[Attempt, ...]]:
    """Eliminate until no score can be solved; give what remains, the steps and what was tried.

    Where the best order gets stuck others are tried, as far as a count allows: the one that leaves the fewest
    parameters is taken.
    """
    facts = likelihood.facts.inside(likelihood.parameters)
    search = _Search(likelihood, [])
    bound, problem = _bound(Problem(expression, likelihood.parameters, facts), likelihood, search.attempts)
    steps, problem = _at_once(problem, likelihood)
    found = search.onward(_Path(problem, (*bound, *steps)))
    return found.problem, found.steps, tuple(search.attempts)


def eliminate_from(
    problem: Problem, likelihood: LogLikelihood
) -> tuple[Problem, tuple[Solved, ...], tuple[Attempt, ...]]:
    """Go on eliminating from what is left of a problem."""
    search = _Search(likelihood, [])
    found = search.onward(_Path(problem))
    return found.problem, found.steps, tuple(search.attempts)


_ORDERS = 10


@dataclass(slots=True)
class _Search:
    """A search over orders of elimination, the most promising first."""

    likelihood: LogLikelihood
    attempts: list[Attempt]
    visited: int = 0

    def onward(self, path: _Path) -> _Path:
        """Give the path that leaves the fewest parameters, of all that start with this one."""
        best = path
        if not path.problem.remaining or not _is_tractable(path.problem, self.attempts):
            return best
        for chosen in _candidates(path.problem, self.likelihood, self.attempts):
            if self.visited == _ORDERS:
                break
            self.visited += 1
            step, problem = _put_in(path.problem, chosen)
            found = self.onward(_Path(problem, (*path.steps, step)))
            if _left(found) < _left(best):
                best = found
            if not best.problem.remaining:
                break
        return best


def _left(path: _Path) -> int:
    """How many parameters are left; what is too large to go on with is as good as nothing solved."""
    remaining = path.problem.remaining
    if remaining and not _is_small(path.problem):
        return len(remaining) + len(path.steps)
    return len(remaining)


def _at_once(problem: Problem, likelihood: LogLikelihood) -> tuple[tuple[Solved, ...], Problem]:
    """Eliminate together the parameters in which the scores are linear."""
    places = [place for place in problem.remaining if runs_free(place, problem, likelihood)]
    if len(places) < _SEVERAL:
        return (), problem
    scores = {p: reduced(problem.log_likelihood.diff(p), problem.remaining, problem.facts) for p in places}
    found = solve_linear_block(problem, likelihood, scores)
    return ((), problem) if found is None else ((found[0],), found[1])


_SEVERAL = 2


def _bound(
    problem: Problem, likelihood: LogLikelihood, attempts: list[Attempt]
) -> tuple[list[Solved], Problem]:
    """Eliminate first the parameters that constraints bind."""

    def solve_one(inner: Problem, parameter: Symbol) -> tuple[Elimination, Problem] | None:
        wanted = _score(inner, parameter, likelihood)
        for strategy in STRATEGIES:
            candidate = _attempt(inner, wanted, strategy, attempts)
            if candidate is not None:
                return _put_in(inner, candidate)
        return None

    return satisfy(problem, likelihood, solve_one)


class _Score(NamedTuple):
    """The score of one parameter, to be solved on its domain."""

    parameter: Symbol
    score: Expr
    domain: Domain


def _attempt(
    problem: Problem, wanted: _Score, strategy: Strategy, attempts: list[Attempt]
) -> _Candidate | None:
    """Try one strategy on one score; a root that is not proved to be the only one is not taken."""
    parameter, score, domain = wanted
    found = strategy.isolate(score, parameter, domain, problem.facts)
    asked = found and _admitted(problem, parameter, found, domain)
    candidate = _Candidate(parameter, score, found, asked) if found and asked else None
    attempts.append(_told(strategy, parameter, done=candidate is not None))
    return candidate


def _told(strategy: Strategy, parameter: Symbol, *, done: bool) -> Attempt:
    outcome = Outcome.DONE if done else Outcome.REFUSED
    return Attempt(f"solve the score of {parameter.name} by {strategy.name}", 0, 0, outcome)


def _admitted(problem: Problem, parameter: Symbol, found: Isolated, domain: Domain) -> Asked | None:
    others = set(problem.remaining) - {parameter}
    asked = ask_ends(found, problem.log_likelihood, domain, problem.facts, others=frozenset(others))
    if asked is None:
        return None
    relations = [c.relation for c in asked.conditions] + [b.interior for b in asked.boundaries]
    if any(not others.isdisjoint(relation.free_symbols) for relation in relations):
        return None
    return asked


def _is_tractable(problem: Problem, attempts: list[Attempt]) -> bool:
    """Whether the log-likelihood is small enough to go on with: a formula that swells helps nobody."""
    if _is_small(problem):
        return True
    size = problem.log_likelihood.count_ops()
    attempts.append(Attempt("put the solutions in", size, _LARGEST, Outcome.SPENT))
    return False


def _is_small(problem: Problem) -> bool:
    """Where one parameter is left the next formula is the last one, and may be longer."""
    largest = _LARGEST if len(problem.remaining) > 1 else _LARGEST_OF_ONE
    return bool(problem.log_likelihood.count_ops() <= largest)


_LARGEST = 300
_LARGEST_OF_ONE = 900


def _candidates(problem: Problem, likelihood: LogLikelihood, attempts: list[Attempt]) -> list[_Candidate]:
    """Give the parameters that the plainest strategy can solve for, best first."""
    wanted = [_score(problem, parameter, likelihood) for parameter in problem.remaining]
    for strategy in STRATEGIES:
        found = _by(strategy, problem, wanted, attempts)
        if found:
            return found
    return []


def _score(problem: Problem, parameter: Symbol, likelihood: LogLikelihood) -> _Score:
    score = reduced(problem.log_likelihood.diff(parameter), problem.remaining, problem.facts)
    domain = problem.domains.get(parameter) or likelihood.model.parameters[parameter.name]
    return _Score(parameter, score, domain)


def _by(
    strategy: Strategy, problem: Problem, wanted: Sequence[_Score], attempts: list[Attempt]
) -> list[_Candidate]:
    """Give the scores that one strategy solves, best first.

    Best is a root that is free of the other parameters, then one that asks nothing of the data, then the
    first. What is free of the others and asks nothing can be solved at once: no other order does better.
    """
    found: list[_Candidate] = []
    for score in wanted:
        candidate = _attempt(problem, score, strategy, attempts)
        if candidate is not None and _cost(candidate, problem) == (0, 0):
            return [candidate]
        found += [candidate] if candidate is not None else []
    return sorted(found, key=lambda candidate: _cost(candidate, problem))


def _cost(candidate: _Candidate, problem: Problem) -> tuple[int, int]:
    free = candidate.asked.root.free_symbols & set(problem.remaining)
    return len(free), len(candidate.asked.conditions)


def _put_in(problem: Problem, chosen: _Candidate) -> tuple[Elimination, Problem]:
    """Give the step, and the smaller problem that it leaves."""
    others = tuple(s for s in problem.remaining if s != chosen.parameter)
    facts = problem.facts.given(*[condition.relation.lhs for condition in chosen.asked.conditions])
    after = _at_root(problem.log_likelihood, chosen)
    if others or after.count_ops() <= _LARGEST:  # nothing more is read off what is left at the end
        after = complete_squares(reduced(after, others, facts))
    step = Elimination(
        chosen.parameter.name,
        chosen.score,
        chosen.found.form,
        chosen.asked.root,
        chosen.asked.conditions,
        chosen.asked.boundaries,
        problem.log_likelihood,
        after,
    )
    return step, problem._replace(log_likelihood=after, remaining=others, facts=facts)


def _at_root(log_likelihood: Expr, chosen: _Candidate) -> Expr:
    """Put the root in; into a parabola by its height: ``A + b*p - c*p**2/2 -> A + b*root/2``, which nothing
    cancels in.
    """
    form, root = chosen.found.form, chosen.asked.root
    place = form.parameter
    if not isinstance(form, PowerForm) or not _is_parabola(form) or root != chosen.found.root:
        return _with_powers(log_likelihood, place, root)
    return log_likelihood.xreplace({place: S.Zero}) + form.factor * form.terms[0][1] * root / 2


def _with_powers(log_likelihood: Expr, place: Symbol, root: Expr) -> Expr:
    """Put a root in, each power of it at once: what the root was solved from cancels.

    ``(u + w)/p + n*log(p)`` at ``p = u + w`` is ``1 + n*log(u + w)``.
    """
    powers: dict[Expr, list[Expr]] = {}
    for term in Add.make_args(log_likelihood):
        coefficient, power = term.as_independent(place, as_Add=False)
        powers.setdefault(power, []).append(coefficient)
    return Add(*[_at(Add(*found), power.xreplace({place: root})) for power, found in powers.items()])


def _at(coefficient: Expr, power: Expr) -> Expr:
    number, moved = power.as_coeff_Mul()
    base, exponent = moved.as_base_exp()
    if not (coefficient.is_Add and base.is_Add and exponent.is_Integer):
        return coefficient * power
    turn, upper = _oriented(coefficient)
    other, lower = _oriented(base)
    return Mul(number * turn * other**exponent, upper * Pow(lower, exponent))


def _oriented(total: Expr) -> tuple[Expr, Expr]:
    """Take common factors out of a sum, and its sign apart: what is opposite cancels as well."""
    turn: Expr = S.One
    parts: list[Expr] = []
    for part in Mul.make_args(factor_terms(total)):
        opposite = part.is_Add and part.could_extract_minus_sign()
        turn = -turn if opposite else turn
        parts.append(Add(*[-term for term in part.args]) if opposite else part)
    return turn, Mul(*parts)


def _is_parabola(form: PowerForm) -> bool:
    """Whether the score is a straight line in the parameter itself."""
    return (
        form.is_linear and form.generator == form.parameter and form.parameter not in form.factor.free_symbols
    )


def reduced(expression: Expr, parameters: Sequence[Symbol], facts: Facts) -> Expr:
    """Bring to normal form, so that what cancels is gone: ``(mean(y) - b*mean(t))**2`` against its own
    expansion.
    """
    opened = expand_logarithms(reduce_sums(expression, parameters, facts), facts)
    return expand_numerators(collapse_powers(opened, facts))
