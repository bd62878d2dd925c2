"""Every way to break a step that speaks of several stationary points or several maximisers."""

from dataclasses import replace

from sympy import S, Tuple

from tests.proof.inverse_mutations import premise


def of_stationary(step, others):
    before, place, factor, coefficients = step.premises
    yield "the function", premise(step, 0, before + place)
    yield "the factor", premise(step, 2, 2 * factor)
    yield "the factor's sign", premise(step, 2, -factor)
    yield "all signs", premise(step, 3, Tuple(*[-c for c in coefficients]))
    yield "a factor that takes a root along", premise(premise(step, 3, Tuple(S.One, S.One)), 2, factor)
    for position, coefficient in enumerate(coefficients):
        changed = (*coefficients[:position], coefficient + 1, *coefficients[position + 1 :])
        yield f"coefficient {position}", premise(step, 3, Tuple(*changed))
    yield "a missing root", premise(step, 3, Tuple(*coefficients[:-1]))
    yield "the degree", replace(step, conclusion=step.conclusion - 1)
    for other in others:
        yield f"by {other}", premise(step, 1, other)


def of_end(step, others):
    place, factor, coefficients, needed, side = step.premises
    yield "what is needed", premise(step, 3, needed + 1)
    yield "its sign", premise(step, 3, -needed)
    yield "the side", premise(step, 4, -side)
    yield "the end", replace(step, conclusion=step.conclusion + 1)
    yield "the other end", replace(step, conclusion=-step.conclusion - 1)
    yield "the factor", premise(step, 1, factor * place)
    yield "the polynomial", premise(step, 2, Tuple(*[2 * c for c in coefficients]))


def of_reflection(step, others):
    before, place, _, factor, odd = step.premises
    yield "the function", premise(step, 0, before + place)
    yield "the better side", replace(step, conclusion=step.conclusion + 1)
    yield "both sides", replace(step, conclusion=step.conclusion + place)
    yield "a statistic where there is none, or twice it", premise(step, 4, 2 * odd + (1 if odd == 0 else 0))
    yield "the parameter for its distance", premise(step, 2, place)
    if odd != 0:
        yield "the factor", premise(step, 3, 2 * factor)
        yield "the factor's sign", premise(premise(step, 3, -factor), 4, -odd)
        yield "the sign of what decides", premise(step, 4, -odd)
    for other in others:
        yield f"another parameter, {other}", premise(step, 1, other)


def of_through(step, others):
    before, place, _, function, branches = step.premises
    yield "the log-likelihood", premise(step, 0, before + place)
    yield "what is left", replace(step, conclusion=step.conclusion + 1)
    yield "the parameter left in", replace(step, conclusion=step.conclusion + place)
    yield "another function", premise(step, 3, function + 1)
    yield "twice the function", premise(step, 3, 2 * function)
    yield "a function of another rate", premise(step, 3, function**2 / place)
    yield "the parameter for the value", premise(step, 2, place)
    yield "one point alone", premise(step, 4, Tuple(branches[0]))
    yield "another point", premise(step, 4, Tuple(branches[0], branches[1] + 1))
    for other in others:
        yield f"another parameter, {other}", premise(step, 1, other)


def of_comparison(step, others):
    place, coefficients = step.premises
    yield "the degree", replace(step, conclusion=step.conclusion + 1)
    yield "the polynomial", premise(step, 1, Tuple(*[2 * c for c in coefficients]))
    yield "the parameter", premise(step, 0, place + 1)
