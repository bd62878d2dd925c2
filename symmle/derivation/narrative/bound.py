"""The part of the story that equations among the parameters bring: a multiplier, or a parameter put in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sympy import Expr, S, Symbol, expand_mul

from symmle.differentiation import Derivatives
from symmle.exposition import (
    Block,
    Equation,
    Step,
    StepKind,
    Word,
    compose,
    derivative,
    estimate,
    log_likelihood,
    prose,
    related,
    text_of,
)
from symmle.exposition.formula import Formula, Product, Terms
from symmle.likelihood import gather_logarithms
from symmle.sample_sum import definition
from symmle.solution import Constrained, Explicit, Solution

_LAGRANGIAN = Word("Λ", r"\Lambda")


def constrained_steps(
    derivatives: Derivatives, step: Constrained, solution: Solution, known: Mapping[Symbol, Expr]
) -> Iterator[Step]:
    """Tell the Lagrangian, its derivatives, the multiplier, the solution, and why it is the maximum."""
    equation = related(compose(step.constraint.left), compose(step.constraint.right))
    yield _lagrangian_step(derivatives, step)
    yield _scores_step(derivatives, step, known)
    put_in = step.constraint.difference.xreplace(dict(zip(step.places, step.given, strict=True)))
    shown = expand_mul(put_in + step.constraint.right)
    yield Step(
        StepKind.SOLUTION,
        f"The multiplier {text_of(step.multiplier)}",
        (
            prose("Put into ", equation, " they give"),
            Equation(definition(shown), definition(step.constraint.right)),
            prose("and so"),
            Equation(step.multiplier, definition(step.value)),
        ),
    )
    yield Step(StepKind.SOLUTION, _title(step, "The solution for"), tuple(_solution(step, solution)))
    yield Step(
        StepKind.SECOND_ORDER,
        "Why it is the maximum under the constraint",
        (
            prose(
                "With this multiplier each derivative of Λ is positive before its root and negative after "
                "it: the point is the only maximum of Λ over all of the domains."
            ),
            prose(
                "Where ",
                equation,
                " holds, Λ is ℓ: no other point that satisfies the constraint has so large a likelihood.",
            ),
        ),
    )


def _title(step: Constrained, opening: str) -> str:
    names = [text_of(place) for place in step.places]
    return f"{opening} {', '.join(names[:-1])} and {names[-1]}"


def _lagrangian_step(derivatives: Derivatives, step: Constrained) -> Step:
    names = list(derivatives.score)
    ell = log_likelihood(*names)
    return Step(
        StepKind.SCORE,
        "The constraint, and its multiplier",
        (
            prose(
                "The maximum is sought among the parameters that satisfy ",
                related(compose(step.constraint.left), compose(step.constraint.right)),
                ". With a multiplier ",
                step.multiplier,
                ":",
            ),
            Equation(_LAGRANGIAN, _less(ell, step)),
        ),
    )


def _less(ell: Formula, step: Constrained) -> Formula:
    multiple = Product((compose(step.multiplier), compose(step.constraint.difference)))
    return Terms(((False, ell), (True, multiple)))


def _scores_step(derivatives: Derivatives, step: Constrained, known: Mapping[Symbol, Expr]) -> Step:
    slopes = step.constraint.slopes(step.places) or {}
    blocks: list[Block] = [prose("At a maximum of Λ its derivatives vanish:")]
    for place in step.places:
        score = derivatives.textbook_score[place.name].xreplace(dict(known)) - step.multiplier * slopes[place]
        blocks.append(Equation(derivative(place.name, of=_LAGRANGIAN), (definition(score), S.Zero)))
    blocks.append(prose("and so, whatever ", step.multiplier, " is,"))
    for place, root in zip(step.places, step.given, strict=True):
        blocks.append(Equation(place, definition(root)))
    return Step(StepKind.SCORE, "The derivatives of the Lagrangian, set to zero", tuple(blocks))


def _solution(step: Constrained, solution: Solution) -> Iterator[Block]:
    for place, root in zip(step.places, step.roots, strict=True):
        final = solution.closed.get(place.name) == root
        yield Equation(estimate(place.name) if final else place, definition(root))


def explicit_step(step: Explicit, names: Sequence[str]) -> Step:
    """Tell what an equation says of one parameter."""
    blocks: list[Block] = [
        prose(
            "The constraint ", related(compose(step.constraint.left), compose(step.constraint.right)), " says"
        ),
        Equation(step.place, step.value),
    ]
    for place, domain in step.narrowed:
        blocks.append(prose("so that ", place, f" lies in {domain.text}."))
    blocks += [
        prose("Put in, the log-likelihood is a function of the other parameters alone:"),
        Equation(log_likelihood(*names), gather_logarithms(expand_mul(definition(step.after)))),
    ]
    return Step(StepKind.SUBSTITUTION, f"The constraint, solved for {text_of(step.place)}", tuple(blocks))
