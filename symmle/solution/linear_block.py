"""Solve scores that are linear in several parameters together, at once.

The normal equations of a regression are such; so are the two means of a bivariate normal density. Where minus
the matrix of their slopes is positive definite, the log-likelihood is a concave paraboloid in these
parameters, and its top is the only maximum.
"""

from __future__ import annotations

from dataclasses import dataclass

from sympy import (
    Add,
    Expr,
    Matrix,
    Mul,
    S,
    Symbol,
    cancel,
    expand_mul,
    factor_terms,
    fraction,
    log,
    together,
)

from symmle.budget import attempt
from symmle.errors import Category
from symmle.likelihood import LogLikelihood, expand_logarithms
from symmle.notation import Domain
from symmle.reduction import complete_squares, expand_numerators, reduce_sums
from symmle.sample_sum import SampleSum, Statistic, StatisticKind
from symmle.signs import Facts, Sign, sign
from symmle.solution.groups import LinearBlock
from symmle.solution.problem import Problem
from symmle.solution.records import Condition, Mark

_MOST = 3  # what is left by the pivots that are numbers: formulas of larger determinants help nobody
_PAIR = 2
_CALLS = 60_000
_LONGEST = 250

Rows = list[list[Expr]]


def solve_linear_block(
    problem: Problem, likelihood: LogLikelihood, scores: dict[Symbol, Expr]
) -> tuple[LinearBlock, Problem] | None:
    """Eliminate parameters that run over the whole line and whose scores are linear in all of them.

    Parameters
    ----------
    problem : Problem
        What is left to solve.
    likelihood : LogLikelihood
        Where it comes from.
    scores : dict of Symbol to Expr
        The derivatives by the parameters of the problem that run over the whole line.
    """
    for places in _coupled(scores):
        found = _system(places, scores, problem.facts)
        if not found.is_worth_it:
            continue
        solved = _solved(found, problem, likelihood)
        if solved is not None:
            return _put_in(solved, found, problem)
    return None


def runs_free(place: Symbol, problem: Problem, likelihood: LogLikelihood) -> bool:
    """Whether a parameter runs over the whole line and stands in no sum over the rows."""
    domain = problem.domains.get(place) or likelihood.model.parameters[place.name]
    hidden = any(place in node.free_symbols for node in problem.log_likelihood.atoms(SampleSum))
    return domain == Domain() and not hidden


def _coupled(scores: dict[Symbol, Expr]) -> list[tuple[Symbol, ...]]:
    """Give the groups of two and more parameters that are linear in one another, each coupled to the next."""
    linear = [p for p, score in scores.items() if p not in score.diff(p).free_symbols]
    slopes = {(p, q): scores[p].diff(q) for p in linear for q in linear}
    straight = [p for p in linear if all(slopes[p, q].free_symbols.isdisjoint(linear) for q in linear)]
    groups: list[tuple[Symbol, ...]] = []
    while straight:
        group = [straight.pop(0)]
        for place in group:
            near = [q for q in straight if slopes[place, q].expand() != 0]
            group += near
            straight = [q for q in straight if q not in near]
        if len(group) > 1:
            groups.append(tuple(p for p in scores if p in group))
    return groups


@dataclass(frozen=True, slots=True)
class _System:
    """``score = factor * (right - matrix * places)``, the pivots that are numbers first.

    ``left`` and ``rest`` are what the first of the pivots leave of matrix and right side.
    """

    places: tuple[Symbol, ...]
    scores: tuple[Expr, ...]
    factor: Expr
    matrix: Rows
    right: list[Expr]
    pivots: Rows
    tops: list[Expr]
    left: Rows
    rest: list[Expr]

    @property
    def is_worth_it(self) -> bool:
        """Whether one parameter after another would be longer: not for two of which one is an intercept."""
        entries = [entry for row in self.matrix for entry in row]
        if len(self.places) > _PAIR or any(entry.free_symbols for entry in entries):
            return len(self.left) <= _MOST
        return not self.pivots


def _system(places: tuple[Symbol, ...], scores: dict[Symbol, Expr], facts: Facts) -> _System:
    slopes = {(p, q): -scores[p].diff(q) for p in places for q in places}
    factor = _factor([slopes[p, p] for p in places], facts)
    entries = {pair: _tidy(slope / factor) for pair, slope in slopes.items()}
    ordered = sorted(places, key=lambda p: not entries[p, p].is_number)  # stable: the declared order else
    at_zero = dict.fromkeys(places, S.Zero)
    right = [_tidy(expand_numerators(scores[p].xreplace(at_zero)) / factor) for p in ordered]
    matrix = [[entries[p, q] for q in ordered] for p in ordered]
    left, rest, pivots, tops = [list(row) for row in matrix], list(right), [], []
    while left and left[0][0].is_number and left[0][0].is_positive:
        pivots.append(left[0])
        tops.append(rest[0])
        left, rest = _without_first(left, rest)
    ordered_scores = tuple(scores[p] for p in ordered)
    return _System(tuple(ordered), ordered_scores, factor, matrix, right, pivots, tops, left, rest)


def _factor(diagonal: list[Expr], facts: Facts) -> Expr:
    """Give what is positive and no statistic but n in the simplest of the diagonal entries."""
    simplest = min(diagonal, key=lambda entry: (entry.count_ops(), str(entry)))
    parts = Mul.make_args(factor_terms(simplest))
    plain = [p for p in parts if all(s.kind is StatisticKind.SIZE for s in p.atoms(Statistic))]
    return Mul(*[p for p in plain if sign(p, facts) is Sign.POSITIVE and not p.is_Rational])


def _without_first(matrix: Rows, right: list[Expr]) -> tuple[Rows, list[Expr]]:
    """Eliminate the first unknown: ``C - b b'/a``; ``mean(t**2) - mean(t)**2`` is then a variance."""
    (pivot, *first), *others = matrix
    left = [
        [_tidy(entry - row[0] * other / pivot) for entry, other in zip(row[1:], first, strict=True)]
        for row in others
    ]
    rest = [_tidy(r - row[0] * right[0] / pivot) for r, row in zip(right[1:], others, strict=True)]
    return left, rest


def _tidy(expression: Expr) -> Expr:
    return expand_numerators(expression)


@dataclass(frozen=True, slots=True)
class _Top:
    """The solution of a system: determinants, roots, and what the data are asked."""

    minors: list[Expr]
    roots: list[Expr]
    conditions: tuple[Condition, ...]
    facts: Facts


def _solved(system: _System, problem: Problem, likelihood: LogLikelihood) -> _Top | None:
    dets = [_determinant([row[:k] for row in system.left[:k]]) for k in range(1, len(system.left) + 1)]
    numbers = [row[0] for row in system.pivots]
    whole = Mul(*numbers)
    running = [Mul(*numbers[: k + 1]) for k in range(len(numbers))]
    minors = [*running, *[_tidy(whole * det) for det in dets]]
    asked = _asked(dets, system, problem)
    if asked is None or (asked[0] and not _is_gram(system, problem, likelihood)):
        return None
    conditions, facts = asked
    return _Top(minors, _roots(system, dets), conditions, facts)


def _determinant(rows: Rows) -> Expr:
    return _tidy(Matrix(rows).det(method="berkowitz"))


def _roots(system: _System, dets: list[Expr]) -> list[Expr]:
    """Cramer's rule for what is left, then the first ones in terms of those."""
    count = len(system.pivots)
    roots: dict[Symbol, Expr] = {}
    for position, place in enumerate(system.places[count:]):
        columns = [
            [system.rest[i] if j == position else entry for j, entry in enumerate(row)]
            for i, row in enumerate(system.left)
        ]
        roots[place] = _ratio(_determinant(columns), dets[-1])
    for position in reversed(range(count)):
        place, (pivot, *others) = system.places[position], system.pivots[position]
        later = zip(others, system.places[position + 1 :], strict=True)
        told = _tidy((system.tops[position] - Add(*[entry * q for entry, q in later])) / pivot)
        final = _tidy(told.xreplace(roots))
        roots[place] = final if final.count_ops() < told.count_ops() else told
    return [roots[place] for place in system.places]


def _ratio(numerator: Expr, denominator: Expr) -> Expr:
    plain = factor_terms(numerator) / factor_terms(denominator)
    free = not (numerator.free_symbols | denominator.free_symbols)
    if free or plain.count_ops() > _LONGEST:
        return plain
    short, _ = attempt("cancel a ratio", _CALLS, cancel, plain)
    return short if short is not None and short.count_ops() < plain.count_ops() else plain


def _asked(dets: list[Expr], system: _System, problem: Problem) -> tuple[tuple[Condition, ...], Facts] | None:
    """Ask the data for the determinants that are not positive anyway, the largest first."""
    facts, found = problem.facts, []
    count = len(system.pivots)
    for position in reversed(range(len(dets))):
        det, name = dets[position], system.places[count + position].name
        if any(sign(form(det), facts) is Sign.POSITIVE for form in (factor_terms, complete_squares)):
            continue
        if det.is_number or not det.free_symbols.isdisjoint(problem.remaining):
            return None
        found.append(Condition(det > 0, Mark.IFF, name, Category.NOT_IDENTIFIABLE, f"any {name}"))
        facts = facts.given(det)
    return tuple(reversed(found)), facts


def _is_gram(system: _System, problem: Problem, likelihood: LogLikelihood) -> bool:
    """Whether each row of data adds the products of one vector: a singular matrix leaves a flat direction."""
    if problem.remaining != likelihood.parameters:
        return False
    slopes = [[-likelihood.row.diff(p, q) for q in system.places] for p in system.places]
    facts = likelihood.facts
    flat = all(
        (slopes[i][j] ** 2 - slopes[i][i] * slopes[j][j]).expand() == 0
        for i in range(len(slopes))
        for j in range(i)
    )
    return flat and all(sign(slopes[i][i], facts).is_nonnegative for i in range(len(slopes)))


def _put_in(top: _Top, system: _System, problem: Problem) -> tuple[LinearBlock, Problem]:
    """Put the solution in by the height of the paraboloid, which nothing cancels in."""
    others = tuple(s for s in problem.remaining if s not in system.places)
    count = len(system.pivots)
    height = Add(*[t**2 / row[0] for t, row in zip(system.tops, system.pivots, strict=True)])
    height_of_rest = Add(*[r * root for r, root in zip(system.rest, top.roots[count:], strict=True)])
    at_zero = problem.log_likelihood.xreplace(dict.fromkeys(system.places, S.Zero))
    reduced = reduce_sums(at_zero + system.factor * height / 2, others, top.facts)
    before = expand_numerators(expand_logarithms(reduced, top.facts))
    after = complete_squares(_lowered(before, system.factor, height_of_rest))
    step = LinearBlock(
        system.places,
        system.scores,
        system.factor,
        tuple(tuple(row) for row in system.matrix),
        tuple(system.right),
        tuple(top.minors),
        tuple(top.roots),
        top.conditions,
        problem.log_likelihood,
        after,
    )
    return step, problem._replace(log_likelihood=after, remaining=others, facts=top.facts)


def _lowered(before: Expr, factor: Expr, height: Expr) -> Expr:
    """Add the height of what is left, over one denominator with the spread that it lowers:
    ``-n*variance(y)/(2*v) -> -n*(variance(y)*d - c)/(2*v*d)``.
    """
    numerator, denominator = fraction(together(height))
    if denominator.is_number or denominator.free_symbols:
        return expand_numerators(before + factor * height / 2)
    terms = Add.make_args(before)
    ratios = [term / factor for term in terms]
    spread = [r for r in ratios if not r.free_symbols and not _holds_size(r)]
    rest = [t for t, r in zip(terms, ratios, strict=True) if r not in spread]
    whole = _tidy(Add(*spread) * denominator + numerator / 2)
    return Add(*rest) + expand_mul(factor * whole) / denominator


def _holds_size(ratio: Expr) -> bool:
    return ratio.has(SampleSum, log) or any(s.kind is StatisticKind.SIZE for s in ratio.atoms(Statistic))
