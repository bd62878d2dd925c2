"""The argument for parameters whose scores are linear in all of them, with its replays and links."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from sympy import Expr, Integer, S, Tuple, expand
from sympy import factor as factor_expression

from symmle.budget import attempt
from symmle.notation import Domain
from symmle.proof.bound_links import back_substituted
from symmle.proof.certificate import ProofStep, Rule
from symmle.proof.checks import Checks
from symmle.proof.counting import told
from symmle.reduction import complete_squares
from symmle.solution import LinearBlock

if TYPE_CHECKING:
    from symmle.proof.chain import Chain

_CALLS = 60_000
_RULES = (
    Rule.NORMAL_EQUATIONS,
    Rule.SIGN,
    Rule.POSITIVE_DEFINITE,
    Rule.LINEAR_ROOT,
    Rule.PUT_IN_TOGETHER,
)


def of_linear_block(step: LinearBlock) -> Iterator[ProofStep]:
    """Show that the log-likelihood is a concave paraboloid in the parameters, and where its top is."""
    places, matrix = Tuple(*step.places), Tuple(*[Tuple(*row) for row in step.matrix])
    right, roots = Tuple(*step.right), Tuple(*step.roots)
    names = ", ".join(place.name for place in step.places)
    said = f"The scores of {names} are {told(step.factor)} times linear functions of {names} together."
    premises = (step.before, places, step.factor, matrix, right)
    yield ProofStep(Rule.NORMAL_EQUATIONS, premises, Tuple(*step.scores), said)
    said = f"The factor {told(step.factor)} is positive."
    yield ProofStep(Rule.SIGN, (step.factor,), Integer(1), said)
    said = "The matrix of minus their slopes is positive definite: its leading minors are positive."
    yield ProofStep(Rule.POSITIVE_DEFINITE, (matrix,), Tuple(*step.minors), said)
    said = (
        f"So the log-likelihood is strictly concave in {names}, and the only solution of the linear "
        "equations is its only maximum, whatever the values of the other parameters."
    )
    yield ProofStep(Rule.LINEAR_ROOT, (matrix, right, places, roots), Integer(0), said)
    said = f"The solution put in, {names} are gone from the log-likelihood."
    yield ProofStep(Rule.PUT_IN_TOGETHER, (step.before, places, roots), step.after, said)


def linear_links(chain: Chain, steps: list[ProofStep]) -> Iterator[tuple[ProofStep | None, str]]:
    """The steps speak of one system, in the order in which they need one another."""
    if tuple(step.rule for step in steps[: len(_RULES)]) != _RULES:
        yield steps.pop(0), "the argument for these parameters is not complete"
        steps.clear()
        return
    equations, factor, definite, root, last = steps[: len(_RULES)]
    del steps[: len(_RULES)]
    before, places, positive, matrix, right = equations.premises
    if factor.premises != (positive,) or factor.conclusion != 1:
        yield factor, "it is the sign of something else"
    if definite.premises != (matrix,):
        yield definite, "it speaks of another matrix"
    if root.premises[:3] != (matrix, right, places) or root.conclusion != 0:
        yield root, "it solves other equations"
    if last.premises != (before, places, root.premises[3]):
        yield last, "it does not follow"
    yield from chain.dispose(last, before, tuple(places), tuple(root.premises[3]))


def _normal_equations(step: ProofStep, checks: Checks) -> Iterator[str]:
    before, places, factor, matrix, right = step.premises
    scores = step.conclusion
    assert isinstance(scores, Tuple)
    if not len(places) == len(scores) == len(matrix) == len(right) or any(
        len(r) != len(places) for r in matrix
    ):
        yield "the system is not square"
        return
    if any(e.free_symbols & set(places) for e in (factor, *right, *(e for row in matrix for e in row))):
        yield "the system is not linear"
    for place, score, row, known in zip(places, scores, matrix, right, strict=True):
        if checks.facts.domains[place] != Domain():
            yield f"{place} does not run over the whole line"
        linear = factor * (known - sum((e * p for e, p in zip(row, places, strict=True)), S.Zero))
        if not checks.same(before.diff(place), score) or not checks.same(score, linear):
            yield f"the score of {place} is another one"


def _positive_definite(step: ProofStep, checks: Checks) -> Iterator[str]:
    (matrix,) = step.premises
    minors = step.conclusion
    assert isinstance(minors, Tuple)
    size = len(matrix)
    if len(minors) != size or any(matrix[i][j] != matrix[j][i] for i in range(size) for j in range(i)):
        yield "the matrix is not symmetric, or a minor is missing"
        return
    for k, minor in enumerate(minors, start=1):
        if not checks.same(_by_first_row([list(row[:k]) for row in matrix[:k]]), minor):
            yield "a minor is another one"
        if not _is_positive(minor, checks):
            yield "a minor is not proved positive"


def _by_first_row(rows: list[list[Expr]]) -> Expr:
    """Laplace's expansion of a determinant."""
    if len(rows) == 1:
        return rows[0][0]
    parts = []
    for column, entry in enumerate(rows[0]):
        rest = [row[:column] + row[column + 1 :] for row in rows[1:]]
        parts.append((-1) ** column * entry * _by_first_row(rest))
    total: Expr = expand(sum(parts, S.Zero))
    return total


def _is_positive(minor: Expr, checks: Checks) -> bool:
    """By the facts as it stands, or as a product, or with squares completed."""
    short, _ = attempt("factor a minor", _CALLS, factor_expression, minor)
    return any(checks.positive(form) for form in (minor, short or minor, complete_squares(minor)))


def _linear_root(step: ProofStep, checks: Checks) -> Iterator[str]:
    matrix, right, places, roots = step.premises
    if len(roots) != len(places):
        yield "a root is missing"
        return
    known = back_substituted(list(places), list(roots))
    if any(root.free_symbols & set(places) for root in known.values()):
        yield "a root is told in terms of itself"
        return
    for row, wanted in zip(matrix, right, strict=True):
        total = sum((e * known[p] for e, p in zip(row, places, strict=True)), S.Zero)
        if not checks.same(total, wanted):
            yield "it is no solution"


def _put_in_together(step: ProofStep, checks: Checks) -> Iterator[str]:
    before, places, roots = step.premises
    known = back_substituted(list(places), list(roots))
    if not checks.same(before.xreplace(known), step.conclusion):
        yield "the log-likelihood there is another one"


LINEAR_REPLAYS: dict[Rule, Callable[[ProofStep, Checks], Iterator[str]]] = {
    Rule.NORMAL_EQUATIONS: _normal_equations,
    Rule.POSITIVE_DEFINITE: _positive_definite,
    Rule.LINEAR_ROOT: _linear_root,
    Rule.PUT_IN_TOGETHER: _put_in_together,
}
