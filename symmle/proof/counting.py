"""The argument that the score of one parameter has one root, for each form that a score may have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sympy import Expr, Integer, LambertW, Tuple

from symmle.exposition import text_of
from symmle.proof.certificate import ProofStep, Rule
from symmle.sample_sum import definition
from symmle.solution import Elimination, ExponentialForm, PowerForm, WaveForm


def counted(step: Elimination) -> Iterator[ProofStep]:
    """Give the steps from the score to its only root; the last one names the root."""
    yield from _COUNTS[type(step.form)](step, step.form)


def closed_ends(step: Elimination, root: ProofStep) -> Iterator[ProofStep]:
    """Say for which data the maximum is on a closed end; ``root`` is the step that named the root."""
    for boundary in step.boundaries:
        said = (
            f"Where {told(boundary.interior.lhs)} is not positive, the score has one sign "
            "all through the domain, "
            f"and the likelihood is greatest on the end {step.parameter} = {boundary.value}, "
            "which belongs to it."
        )
        yield ProofStep(Rule.BOUNDARY, (*root.premises, boundary.interior.lhs), boundary.value, said)


def root_sentence(step: Elimination) -> str:
    """Say what the root is and what it is worth."""
    return (
        f"The root is {step.parameter} = {told(step.root)}: the likelihood rises before it and falls "
        "after it, so it is the "
        "only maximum, whatever the values of the other parameters."
    )


def told(expression: Expr) -> str:
    """Give an expression as one reads it."""
    return text_of(definition(expression))


def _by_powers(step: Elimination, form: PowerForm) -> Iterator[ProofStep]:
    """Write the score as powers of one monotone function, and count the changes of its sign."""
    name, place = step.parameter, form.parameter
    factor, generator, shown = form.factor, form.generator, _shown(form)
    said = f"It is {told(factor)} times a sum of powers of {told(generator)}: {_powers(form)}."
    yield ProofStep(Rule.REWRITE, (step.score, factor, generator, shown), step.score, said)
    said = f"The factor {told(factor)} is positive wherever {name} may lie."
    yield ProofStep(Rule.SIGN, (factor,), Integer(1), said)
    yield ProofStep(Rule.MONOTONE, (generator, place), generator, _monotone_sentence(form))
    yield ProofStep(Rule.ONE_SIGN_CHANGE, (generator, place, shown), Integer(1), _count_sentence(step, form))
    yield ProofStep(Rule.ROOT, (generator, place, shown, step.root), Integer(0), root_sentence(step))


def _shown(form: PowerForm) -> Tuple:
    return Tuple(*[Tuple(exponent, coefficient) for exponent, coefficient in form.terms])


def _powers(form: PowerForm) -> str:
    terms = [told(c * form.generator**e) for e, c in form.terms]
    return " + ".join(f"({term})" for term in terms)


def _monotone_sentence(form: PowerForm) -> str:
    if form.generator == form.parameter:
        return f"The powers are of {form.parameter.name} itself."
    return f"{form.generator} is strictly monotone in {form.parameter.name}, so roots correspond one to one."


def _count_sentence(step: Elimination, form: PowerForm) -> str:
    """Say why there is one root."""
    needed = [f"{c.relation.lhs} > 0" for c in step.conditions]
    given = f" where {' and '.join(needed)}" if needed else ""
    linear = form.terms[-1][0] == 1
    by = "a linear function has" if linear else "by Descartes' rule of signs it has"
    return (
        "Its sign is positive at the lower end of the domain and negative at the upper "
        f"end{given}: {by} exactly one root between."
    )


def _by_exponential(step: Elimination, form: ExponentialForm) -> Iterator[ProofStep]:
    """Write the score as a line and one exponential, which bends one way, and say where it falls."""
    place, factor, u = form.parameter, form.factor, form.generator
    coefficients = Tuple(form.constant, form.slope, form.size, form.rate)
    said = f"It is {told(factor)} times {told(form.bracket)}: a line and one exponential in {told(u)}."
    yield ProofStep(Rule.EXPONENTIAL, (step.score, factor, u, coefficients), step.score, said)
    said = f"The factor {told(factor)} is positive wherever {step.parameter} may lie."
    yield ProofStep(Rule.SIGN, (factor,), Integer(1), said)
    said = f"{told(u)} is strictly monotone in {step.parameter}, so roots correspond one to one."
    yield ProofStep(Rule.MONOTONE, (u, place), u, said)
    yield ProofStep(Rule.ONE_FALL, (u, place, coefficients), Integer(1), _fall_sentence(step))
    premises = (u, place, coefficients, step.root)
    yield ProofStep(Rule.BRANCH, premises, Integer(0), f"{_branch_sentence(step)} {root_sentence(step)}")


def _fall_sentence(step: Elimination) -> str:
    needed = [f"{c.relation.lhs} > 0" for c in step.conditions]
    given = f" where {' and '.join(needed)}" if needed else ""
    return (
        "Such a sum is strictly convex or strictly concave, so it changes its sign twice at most; it is "
        "positive near the lower end of the domain and negative near the upper "
        f"end{given}: it changes it once."
    )


def _branch_sentence(step: Elimination) -> str:
    branch = 0 if all(len(node.args) == 1 for node in step.root.atoms(LambertW)) else -1
    where = "above -1" if branch == 0 else "below -1"
    return (
        "At a root the slope of the sum is that of the line times 1 + W, and there the sum goes from plus to "
        f"minus: W lies {where}, on the branch W_{branch}."
    )


def _by_wave(step: Elimination, form: WaveForm) -> Iterator[ProofStep]:
    """Write the score as one wave around the circle, and name where it falls through zero."""
    place, coefficients = form.parameter, Tuple(form.of_cosine, form.of_sine)
    said = f"It is {told(form.factor)} times a cosine and a sine of {step.parameter}, which are one wave."
    yield ProofStep(Rule.WAVE, (step.score, form.factor, place, coefficients), step.score, said)
    said = f"The factor {told(form.factor)} is positive."
    yield ProofStep(Rule.SIGN, (form.factor,), Integer(1), said)
    said = (
        "The log-likelihood is a wave as well, the same after a turn, so the ends of the domain are no "
        f"bounds. {root_sentence(step)}"
    )
    yield ProofStep(Rule.TOP_OF_WAVE, (place, coefficients, step.root), Integer(0), said)


_COUNTS: dict[type, Callable[[Elimination, Any], Iterator[ProofStep]]] = {
    PowerForm: _by_powers,
    ExponentialForm: _by_exponential,
    WaveForm: _by_wave,
}
