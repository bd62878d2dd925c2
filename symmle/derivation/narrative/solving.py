"""The middle of the story: one derivative after another set to zero and solved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sympy import Expr, LambertW, S, Symbol, expand_mul, factor

from symmle.budget import attempt
from symmle.derivation.narrative.bound import constrained_steps, explicit_step
from symmle.derivation.narrative.folding import fold_step, unfolded_step
from symmle.derivation.narrative.linear import linear_steps
from symmle.derivation.narrative.shape import without_negative_factors
from symmle.differentiation import Derivatives
from symmle.exposition import (
    Block,
    Equation,
    Formula,
    Step,
    StepKind,
    derivative,
    estimate,
    log_likelihood,
    profile_log_likelihood,
    prose,
    spelled_out,
    text_of,
)
from symmle.likelihood import expand_logarithms, gather_logarithms
from symmle.sample_sum import definition
from symmle.signs import Sign, sign
from symmle.solution import Constrained, Elimination, Explicit, Kind, LinearBlock, Solution, Solved

_CALLS = 120_000
_LARGEST = 90


def solving_steps(derivatives: Derivatives, solution: Solution) -> Iterator[Step]:
    """Tell each elimination: the derivative set to zero, its root, the second derivative, the root put in."""
    known: dict[Symbol, Expr] = {}
    total = len(derivatives.score)
    for position, step in enumerate(solution.eliminations):
        if solution.fold is not None and solution.fold.position == position:
            yield fold_step(solution.fold)
        yield from _told_step(derivatives, step, solution, known)
        put_in = _put_in(step)
        known = {place: root.xreplace(put_in) for place, root in known.items()} | put_in
        if len(known) < total and not isinstance(step, Explicit):
            yield _substitution_step(step, solution, position)
    if solution.fold is not None:
        yield unfolded_step(solution.fold, solution)


def _put_in(step: Solved) -> dict[Symbol, Expr]:
    """Give the solution of a step with what stands later put into what stands earlier."""
    told: dict[Symbol, Expr] = {}
    for place, root in reversed(tuple(zip(step.places, step.roots, strict=True))):
        told[place] = root.xreplace(told)
    return told


def _told_step(
    derivatives: Derivatives, step: Solved, solution: Solution, known: Mapping[Symbol, Expr]
) -> Iterator[Step]:
    if isinstance(step, Constrained):
        yield from constrained_steps(derivatives, step, solution, known)
    elif isinstance(step, LinearBlock):
        yield from linear_steps(derivatives, step, solution, known)
    elif isinstance(step, Explicit):
        gone = {place.name for place in (*known, step.place)}
        yield explicit_step(step, [name for name in derivatives.score if name not in gone])
    elif isinstance(step, Elimination):
        total = len(derivatives.score)
        yield _score_step(derivatives, step, known, total)
        yield _solution_step(step, solution)
        yield _second_order_step(step, solution, total)


def _partial(total: int) -> bool:
    return total > 1


def _score_step(
    derivatives: Derivatives, step: Elimination, known: Mapping[Symbol, Expr], total: int
) -> Step:
    tied = any(step.form.parameter in root.free_symbols for root in known.values())
    textbook = derivatives.textbook_score.get(step.parameter, step.score)
    score = step.score if tied else textbook.xreplace(dict(known))
    left = derivative(step.parameter, partial=_partial(total))
    given = " with what was found put in" if known else ""
    return Step(
        StepKind.SCORE,
        f"The derivative by {text_of(step.form.parameter)}, set to zero",
        (
            prose(
                "At a maximum inside the domain the derivative by ", step.form.parameter, f"{given} vanishes:"
            ),
            Equation(left, (definition(score), S.Zero)),
        ),
    )


def _solution_step(step: Elimination, solution: Solution) -> Step:
    final = step.parameter in solution.closed and solution.closed[step.parameter] == step.root
    left: Formula | Symbol = estimate(step.parameter) if final else step.form.parameter
    root = definition(step.root)
    blocks: list[Block] = [Equation(left, _told(root), note=step.form.how)]
    if not final and step.parameter in solution.closed and not solution.remaining:
        blocks.append(prose("which is known once the other parameters are."))
    return Step(StepKind.SOLUTION, f"The solution for {text_of(step.form.parameter)}", tuple(blocks))


def _told(root: Expr) -> tuple[Expr, ...]:
    spelled = spelled_out(root)
    return (root,) if spelled == root else (root, spelled)


def _second_order_step(step: Elimination, solution: Solution, total: int) -> Step:
    """Show the second derivative at the root, if its sign is proved; else how the first changes sign."""
    parameter = step.form.parameter
    likelihood = solution.derivatives.reduction.likelihood
    facts = likelihood.facts.inside(likelihood.parameters)
    facts = facts.given(
        *[c.relation.lhs for c in solution.conditions], *[b.interior.lhs for b in solution.boundaries]
    )
    at_root = expand_logarithms(step.score.diff(parameter).xreplace({parameter: step.root}), facts)
    title = "The second-order condition"
    if step.root.has(LambertW):  # a derivative at such a root is long, and its sign is told by the branch
        return Step(StepKind.SECOND_ORDER, title, (_sign_change(step),))
    if at_root.count_ops() > _LARGEST:
        return Step(StepKind.SECOND_ORDER, title, (_sign_change(step),))
    short, _ = attempt("factor a second derivative", _CALLS, factor, at_root)
    if short is None or sign(short, facts) is not Sign.NEGATIVE:
        return Step(StepKind.SECOND_ORDER, title, (_sign_change(step),))
    left = derivative(step.parameter, step.parameter, partial=_partial(total))
    return Step(
        StepKind.SECOND_ORDER,
        title,
        (
            prose("There the second derivative is negative:"),
            Equation(left, (definition(without_negative_factors(short, facts)), S.Zero), relation=("=", "<")),
            prose(
                "The first derivative changes sign once, from plus to minus, so the root is the only maximum."
            ),
        ),
    )


def _sign_change(step: Elimination) -> Block:
    return prose(
        "The derivative is positive before the root and negative after it, and vanishes nowhere else: "
        "the log-likelihood rises to ",
        step.form.parameter,
        " at the root and falls from there.",
    )


def _substitution_step(step: Solved, solution: Solution, position: int) -> Step:
    names = [place.name for each in solution.eliminations[: position + 1] for place in each.places]
    parameters = list(solution.derivatives.score)
    arguments = [estimate(name) if name in names else name for name in parameters]
    return Step(
        StepKind.SUBSTITUTION,
        _at_best(step),
        (
            prose("What is left is a function of the other parameters alone:"),
            Equation(log_likelihood(*arguments), gather_logarithms(expand_mul(definition(step.after)))),
        ),
    )


def _at_best(step: Solved) -> str:
    *others, last = [text_of(place) for place in step.places]
    if not others:
        return f"With {last} at its best value"
    return f"With {', '.join(others)} and {last} at their best values"


def equation_left(solution: Solution) -> Step | None:
    """Show the one equation that has no closed form."""
    if solution.equation is None:
        return None
    (name,) = solution.remaining
    profiled = bool(solution.eliminations)
    of = profile_log_likelihood(name) if profiled else log_likelihood(name)
    equation = definition(solution.equation)
    return Step(
        StepKind.REMAINING,
        f"One equation remains, for {text_of(Symbol(name))}",
        (
            prose(
                "Up to a positive factor, the derivative of the "
                f"{'profile ' if profiled else ''}log-likelihood ",
                of,
                " is zero where",
            ),
            Equation(equation, S.Zero),
            prose(_how_solved(solution)),
        ),
    )


def _how_solved(solution: Solution) -> str:
    if solution.critical is None:
        return "No closed form was found; a bracketed Newton iteration solves it."
    degree, points = len(solution.critical.coefficients) - 1, solution.critical.points
    return (
        f"That is a polynomial of degree {degree}, so there are at most {degree} stationary points (for "
        f"generic data the likelihood has {points} critical points, complex ones included). All real roots "
        "in the domain are isolated on the data, and their likelihoods are compared."
    )


def several_left(derivatives: Derivatives, solution: Solution) -> Step | None:
    """Show the likelihood equations that are solved together."""
    if solution.kind is not Kind.ITERATIVE or len(solution.remaining) < 2:
        return None
    shown = [
        Equation(derivative(name), (definition(derivatives.textbook_score[name]), S.Zero))
        for name in solution.remaining
    ]
    return Step(
        StepKind.REMAINING,
        "The likelihood equations, solved together",
        (
            *shown,
            prose(
                "No closed form was found for any of them; a safeguarded Newton iteration "
                "with the exact Hessian solves them."
            ),
        ),
    )
