"""Prove that a solution is the global maximum, as far as it can be proved."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Basic, Expr, Integer, Symbol, Tuple

from symmle.exposition import text_of
from symmle.proof.certificate import Certificate, Grade, ProofStep, Rule
from symmle.proof.equation import count_roots, remaining_symbol
from symmle.sample_sum import definition
from symmle.signs import Facts
from symmle.solution import Elimination, Solution


def prove(solution: Solution) -> Certificate:
    """Write down the argument that the solution is the global maximum.

    Each elimination gives the only maximum in its parameter whatever the others are; by the profile argument
    the last one is the maximum in all. A parameter that is left to a numeric solve needs a profile score that
    falls strictly: then it has one root at most, and a root is the maximum.
    """
    likelihood = solution.derivatives.reduction.likelihood
    asked = [c.relation for c in solution.conditions] + [b.interior for b in solution.boundaries]
    facts = likelihood.facts.inside(likelihood.parameters).given(*[relation.lhs for relation in asked])
    steps = [step for elimination in solution.eliminations for step in _eliminated(elimination)]
    if not solution.remaining:
        if len(solution.eliminations) > 1:
            steps.append(_profile_argument(solution.eliminations))
        return Certificate(Grade.PROVED, tuple(steps), facts)
    if solution.equation is None:
        question = _several_left(solution)
        return Certificate(Grade.UNPROVED, tuple(steps), facts, open_question=question, existence_known=False)
    return _with_equation(solution, steps, facts)


def _eliminated(step: Elimination) -> Iterator[ProofStep]:
    """Give the argument that one root is the only maximum in its parameter."""
    name, place = step.parameter, step.form.parameter
    said = f"The score of {name} is the derivative of the log-likelihood by {name}."
    yield ProofStep(Rule.DERIVATIVE, (step.before, place), step.score, said)
    yield from _counted(step)
    said = f"The root put in, {name} is gone from the log-likelihood."
    yield ProofStep(Rule.SUBSTITUTION, (step.before, place, step.root), step.after, said)
    for boundary in step.boundaries:
        said = (
            f"Where {_told(boundary.interior.lhs)} is not positive, the score has one sign "
            "all through the domain, "
            f"and the likelihood is greatest on the end {name} = {boundary.value}, which belongs to it."
        )
        premises = (step.form.generator, place, _shown(step), step.root, boundary.interior.lhs)
        yield ProofStep(Rule.BOUNDARY, premises, boundary.value, said)


def _counted(step: Elimination) -> Iterator[ProofStep]:
    """Write the score as powers of one monotone function, and count the changes of its sign."""
    name, place = step.parameter, step.form.parameter
    factor, generator, shown = step.form.factor, step.form.generator, _shown(step)
    said = f"It is {_told(factor)} times a sum of powers of {_told(generator)}: {_powers(step)}."
    yield ProofStep(Rule.REWRITE, (step.score, factor, generator, shown), step.score, said)
    said = f"The factor {_told(factor)} is positive wherever {name} may lie."
    yield ProofStep(Rule.SIGN, (factor,), Integer(1), said)
    yield ProofStep(Rule.MONOTONE, (generator, place), generator, _monotone_sentence(step))
    yield ProofStep(Rule.ONE_SIGN_CHANGE, (generator, place, shown), Integer(1), _count_sentence(step))
    said = (
        f"The root is {name} = {_told(step.root)}: the likelihood rises before it and falls "
        "after it, so it is the "
        "only maximum, whatever the values of the other parameters."
    )
    yield ProofStep(Rule.ROOT, (generator, place, shown, step.root), Integer(0), said)


def _shown(step: Elimination) -> Tuple:
    return Tuple(*[Tuple(exponent, coefficient) for exponent, coefficient in step.form.terms])


def _powers(step: Elimination) -> str:
    terms = [_told(c * step.form.generator**e) for e, c in step.form.terms]
    return " + ".join(f"({term})" for term in terms)


def _monotone_sentence(step: Elimination) -> str:
    if step.form.generator == step.form.parameter:
        return f"The powers are of {step.parameter} itself."
    return f"{step.form.generator} is strictly monotone in {step.parameter}, so roots correspond one to one."


def _count_sentence(step: Elimination) -> str:
    """Say why there is one root."""
    needed = [f"{c.relation.lhs} > 0" for c in step.conditions]
    given = f" where {' and '.join(needed)}" if needed else ""
    linear = [e for e, _ in step.form.terms][-1] == 1
    by = "a linear function has" if linear else "by Descartes' rule of signs it has"
    return (
        "Its sign is positive at the lower end of the domain and negative at the upper "
        f"end{given}: {by} exactly one root between."
    )


def _told(expression: Expr) -> str:
    return text_of(definition(expression))


def _profile_argument(eliminations: tuple[Elimination, ...]) -> ProofStep:
    names = [step.parameter for step in eliminations]
    return ProofStep(
        Rule.PROFILE,
        (Tuple(*[step.form.parameter for step in eliminations]),),
        Tuple(*[step.root for step in eliminations]),
        f"The likelihood is at most its maximum in {names[0]}, which is at most the maximum of that in "
        f"{', then '.join(names[1:])}: the joint maximum is unique and is the one found.",
    )


def _several_left(solution: Solution) -> str:
    names = ", ".join(solution.remaining)
    return (
        f"No closed form was found for {names} together, and no proof that a stationary point is "
        "the only one."
    )


def _with_equation(solution: Solution, steps: list[ProofStep], facts: Facts) -> Certificate:
    """Count the roots of the one equation that is left."""
    place = remaining_symbol(solution)
    counted = count_roots(solution, place, facts)
    if counted is None:
        missing = f"No proof was found that the equation for {place.name} has only one root."
        return Certificate(Grade.UNPROVED, tuple(steps), facts, open_question=missing, existence_known=False)
    steps.append(counted.step)
    if solution.eliminations:
        steps.append(_profile_of_rest(solution, place))
    grade = Grade.UNDER_LEMMA if counted.lemmas else Grade.PROVED
    if counted.existence is None:
        return Certificate(grade, tuple(steps), facts, counted.lemmas, existence_known=False)
    conditions, boundaries = counted.existence
    return Certificate(grade, tuple(steps), facts, counted.lemmas, "", conditions, boundaries)


def _profile_of_rest(solution: Solution, place: Symbol) -> ProofStep:
    solved = ", ".join(step.parameter for step in solution.eliminations)
    premises: tuple[Basic, ...] = (Tuple(*[step.form.parameter for step in solution.eliminations], place),)
    return ProofStep(
        Rule.PROFILE,
        premises,
        Tuple(*[step.root for step in solution.eliminations]),
        f"With {solved} at the best values for each {place.name}, the maximum over "
        f"{place.name} is the joint maximum.",
    )
