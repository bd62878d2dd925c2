"""Ways to break the steps about a line and one exponential."""

from dataclasses import replace

from sympy import Integer, Tuple


def premise(step, position, value):
    return replace(step, premises=(*step.premises[:position], value, *step.premises[position + 1 :]))


def of_coefficients(coefficients):
    """Broken lists of a, b, c and t."""
    listed = list(coefficients)
    for position, name in enumerate(("the constant", "the slope", "the size", "the rate")):
        for label, value in (("another", listed[position] + 1), ("the other sign of", -listed[position])):
            yield f"{label} {name}", Tuple(*listed[:position], value, *listed[position + 1 :])
    yield "a missing coefficient", Tuple(*listed[:3])


def of_exponential(step, others):
    score, factor, generator, coefficients = step.premises
    yield "the score", premise(step, 0, 2 * score)
    yield "the factor", premise(step, 1, 2 * factor)
    yield "the generator", premise(step, 2, generator + 1)
    for label, broken in of_coefficients(coefficients):
        yield label, premise(step, 3, broken)
    yield "the conclusion", replace(step, conclusion=score + 1)


def of_fall(step, others):
    for label, broken in of_coefficients(step.premises[2]):
        yield label, premise(step, 2, broken)
    yield "the generator", premise(step, 0, step.premises[0] + 1)
    yield "the number of roots", replace(step, conclusion=Integer(2))


def of_wave(step, others):
    score, factor, _, coefficients = step.premises
    yield "the score", premise(step, 0, 2 * score)
    yield "the factor", premise(step, 1, 2 * factor)
    yield "the cosine", premise(step, 3, Tuple(coefficients[0] + 1, coefficients[1]))
    yield "the sine", premise(step, 3, Tuple(coefficients[0], -coefficients[1]))
    yield "the conclusion", replace(step, conclusion=score + 1)


def of_top(step, others):
    _, coefficients, root = step.premises
    yield "the root", premise(step, 2, root + 1)
    yield "the bottom", premise(step, 2, -root)
    yield "the coefficients turned", premise(step, 1, Tuple(*reversed(list(coefficients))))
    yield "the value there", replace(step, conclusion=Integer(1))


def of_branch(step, others):
    for label, broken in of_coefficients(step.premises[2]):
        yield label, premise(step, 2, broken)
    yield "the root", premise(step, 3, step.premises[3] + 1)
    yield "the root's sign", premise(step, 3, -step.premises[3])
    yield "the value there", replace(step, conclusion=Integer(1))
