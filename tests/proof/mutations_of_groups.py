"""Every way to break one thing in what is said of several parameters together."""

from dataclasses import replace

from sympy import Integer, Tuple

from symmle.proof import Rule
from tests.proof.inverse_mutations import premise


def of_lagrangian(step, others):
    before, places, difference, multiplier = step.premises
    yield "the function", premise(step, 0, 2 * before)
    yield "a missing parameter", premise(step, 1, Tuple(*list(places)[1:]))
    yield "the constraint", premise(step, 2, difference + 1)
    yield (
        "the constraint and what follows",
        replace(premise(step, 2, 2 * difference), conclusion=before - 2 * multiplier * difference),
    )
    yield "the multiplier", premise(step, 3, places[0])
    yield "its sign", replace(step, conclusion=2 * before - step.conclusion)
    yield "no constraint", replace(step, conclusion=before)


def of_multiplier(step, others):
    difference, multiplier, places, given, value = step.premises
    yield "the constraint", premise(step, 0, difference + 1)
    yield "the roots", premise(step, 3, Tuple(*[2 * root for root in given]))
    yield "the value", premise(step, 4, value + 1)
    yield "its sign", premise(step, 4, -value)
    yield "a value that is not known", premise(step, 4, value + multiplier - multiplier**2)
    yield "the conclusion", replace(step, conclusion=Integer(1))
    yield "the order of the parameters", premise(step, 2, Tuple(*reversed(list(places))))


def of_constrained(step, others):
    before, places, roots = step.premises
    yield "the function", premise(step, 0, before + places[0])
    yield "a root", premise(step, 2, Tuple(2 * roots[0] + 1, *list(roots)[1:]))
    yield "a missing root", premise(step, 2, Tuple(*list(roots)[1:]))
    yield "what is left", replace(step, conclusion=step.conclusion + 1)


def of_explicit(step, others):
    before, place, value, difference = step.premises
    yield "the function", premise(step, 0, before + place)
    yield "the value", premise(step, 2, value + 1)
    yield "its sign", premise(step, 2, -value)
    yield "the constraint", premise(step, 3, difference + 1)
    yield "a multiple of the constraint", premise(step, 3, 2 * difference)
    yield "what is left", replace(step, conclusion=step.conclusion + 1)
    for other in others:
        yield f"for {other}", premise(step, 1, other)


def of_normal_equations(step, others):
    before, places, factor, matrix, right = step.premises
    yield "the function", premise(step, 0, 2 * before)
    yield "the order of the parameters", premise(step, 1, Tuple(*reversed(list(places))))
    yield "the factor", premise(step, 2, 2 * factor)
    yield "the factor's sign", premise(step, 2, -factor)
    yield "the matrix", premise(step, 3, Tuple(*reversed(list(matrix))))
    yield "a missing row", premise(step, 3, Tuple(*list(matrix)[1:]))
    yield "the right side", premise(step, 4, Tuple(right[0] + 1, *list(right)[1:]))
    yield "a score", replace(step, conclusion=Tuple(2 * step.conclusion[0], *step.conclusion[1:]))


def of_positive_definite(step, others):
    (matrix,) = step.premises
    minors = step.conclusion
    yield "the matrix", premise(step, 0, Tuple(*reversed(list(matrix))))
    yield "its sign", premise(step, 0, Tuple(*[Tuple(*[-e for e in row]) for row in matrix]))
    yield "a minor", replace(step, conclusion=Tuple(minors[0] + 1, *minors[1:]))
    yield "a missing minor", replace(step, conclusion=Tuple(*minors[1:]))
    yield "the order of the minors", replace(step, conclusion=Tuple(*reversed(list(minors))))


def of_linear_root(step, others):
    matrix, right, places, roots = step.premises
    yield "the matrix", premise(step, 0, Tuple(*reversed(list(matrix))))
    yield "the right side", premise(step, 1, Tuple(right[0] + 1, *list(right)[1:]))
    yield "the order of the parameters", premise(step, 2, Tuple(*reversed(list(places))))
    yield "a root", premise(step, 3, Tuple(*list(roots)[:-1], roots[-1] + 1))
    yield "a root in terms of itself", premise(step, 3, Tuple(*list(roots)[:-1], roots[-1] + places[-1]))
    yield "a missing root", premise(step, 3, Tuple(*list(roots)[1:]))


def of_put_in_together(step, others):
    before, places, roots = step.premises
    yield "the function", premise(step, 0, before + places[0])
    yield "a root", premise(step, 2, Tuple(*list(roots)[:-1], roots[-1] + 1))
    yield "what is left", replace(step, conclusion=step.conclusion + 1)


OF_GROUP = {
    Rule.NORMAL_EQUATIONS: of_normal_equations,
    Rule.POSITIVE_DEFINITE: of_positive_definite,
    Rule.LINEAR_ROOT: of_linear_root,
    Rule.PUT_IN_TOGETHER: of_put_in_together,
    Rule.LAGRANGIAN: of_lagrangian,
    Rule.MULTIPLIER: of_multiplier,
    Rule.CONSTRAINED: of_constrained,
    Rule.EXPLICIT: of_explicit,
}
