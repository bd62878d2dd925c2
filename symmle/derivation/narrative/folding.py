"""A parameter that is solved for through a function of it."""

from __future__ import annotations

from sympy import Abs, expand_mul

from symmle.exposition import Equation, Step, StepKind, estimate, log_likelihood, prose, text_of
from symmle.likelihood import gather_logarithms
from symmle.sample_sum import definition
from symmle.solution import Fold, Solution


def fold_step(fold: Fold) -> Step:
    """Put the distance from zero in the place of the parameter."""
    parameter, image = fold.parameter, fold.image
    if not isinstance(fold.function, Abs):
        return _through_step(fold)
    if fold.odd == 0:
        said = prose("The log-likelihood is the same at ", parameter, " and at ", -parameter, ". With")
    else:
        said = prose(
            "The log-likelihood is larger at ",
            image,
            " > 0 than at ",
            -image,
            " where ",
            definition(fold.odd),
            " is positive, and smaller where it is negative. With the better one of the two and",
        )
    return Step(
        StepKind.SUBSTITUTION,
        f"The distance of {text_of(parameter)} from zero",
        (
            said,
            Equation(image, fold.function),
            prose("what is to be maximised is"),
            Equation(log_likelihood(image.name), gather_logarithms(expand_mul(definition(fold.after)))),
        ),
    )


def _through_step(fold: Fold) -> Step:
    """Put the value of a function in the place of the parameter."""
    said = prose("The log-likelihood depends on ", fold.parameter, " through one function of it alone. With")
    return Step(
        StepKind.SUBSTITUTION,
        f"A function of {text_of(fold.parameter)}",
        (
            said,
            Equation(fold.image, fold.function),
            prose("which takes the values ", str(fold.domain), ", what is to be maximised is"),
            Equation(log_likelihood(fold.image.name), gather_logarithms(expand_mul(definition(fold.after)))),
        ),
    )


def unfolded_step(fold: Fold, solution: Solution) -> Step:
    """Go back from the distance to the parameter."""
    name = fold.parameter.name
    if not isinstance(fold.function, Abs):
        (case,) = [each.args[0][1] for each in solution.others[name]]
        last = prose("and where ", case, " there is a second point with the same value and likelihood:")
    elif fold.odd == 0:
        last = prose("and its opposite has the same likelihood: the maximisers are a set.")
    else:
        last = prose("Where ", definition(fold.odd), " is zero, its opposite has the same likelihood.")
    others = [] if isinstance(fold.function, Abs) else [each.args[0] for each in solution.others[name]]
    found = [Equation(fold.parameter, definition(value)) for value, _ in others]
    return Step(
        StepKind.SOLUTION,
        f"The solution for {text_of(fold.parameter)}",
        (Equation(estimate(name), definition(solution.closed[name])), last, *found),
    )
