"""Prove that a solution is the global maximum, as far as it can be proved."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sympy import Basic, Symbol, Tuple

from symmle.proof.bound import facts_under, of_constrained, of_explicit
from symmle.proof.certificate import Certificate, Grade, ProofStep, Rule
from symmle.proof.coordinates import carried_back
from symmle.proof.counting import closed_ends, counted
from symmle.proof.equation import count_roots, remaining_symbol
from symmle.proof.folding import folded
from symmle.proof.linear import of_linear_block
from symmle.proof.several import Joint, prove_jointly
from symmle.proof.stationary import isolated
from symmle.signs import Facts
from symmle.solution import (
    Constrained,
    Critical,
    Elimination,
    Explicit,
    Fold,
    LinearBlock,
    Mark,
    Solution,
    Solved,
)


def prove(solution: Solution) -> Certificate:
    """Write down the argument that the solution is the global maximum.

    Each elimination gives the only maximum in its parameter whatever the others are; by the profile argument
    the last one is the maximum in all. A parameter that is left to a numeric solve needs a profile score that
    falls strictly: then it has one root at most, and a root is the maximum.
    """
    if solution.change is not None:
        return carried_back(solution, solution.change, prove(solution.change.solution))
    likelihood = solution.derivatives.reduction.likelihood
    asked = [c.relation for c in solution.conditions if c.mark is not Mark.SUFFICIENT]
    asked += [b.interior for b in solution.boundaries]
    facts = likelihood.facts.inside(likelihood.parameters).given(*[relation.lhs for relation in asked])
    facts = _with_image(facts_under(facts, solution.eliminations, likelihood), solution.fold)
    steps: list[ProofStep] = []
    for position, solved in enumerate(solution.eliminations):
        if solution.fold is not None and solution.fold.position == position:
            steps.append(folded(solution.fold))
        steps += _argued(solved)
    if not solution.remaining:
        if sum(len(step.places) for step in solution.eliminations) > 1:
            steps.append(_profile_argument(solution.eliminations))
        return _certificate(solution, Grade.PROVED, steps, facts)
    if solution.equation is None:
        joint = prove_jointly(solution)
        if joint is not None:
            return _certified(joint, solution)
        question = _several_left(solution)
        started = _certificate(solution, Grade.UNPROVED, steps, facts)
        return replace(started, open_question=question, existence_known=False)
    if solution.critical is not None:
        return _with_polynomial(solution, solution.critical, steps, facts)
    return _with_equation(solution, steps, facts)


def _with_image(facts: Facts, fold: Fold | None) -> Facts:
    """Add where the function of a parameter lives that was solved for in its place."""
    if fold is None:
        return facts
    inside = replace(fold.domain, lower_open=True, upper_open=True)
    return facts.with_domain(fold.image, inside)


def _certificate(solution: Solution, grade: Grade, steps: list[ProofStep], facts: Facts) -> Certificate:
    """Give a certificate that lists what the solution asks of the data."""
    asked, edges = solution.conditions, solution.boundaries
    return Certificate(grade, tuple(steps), facts, conditions=asked, boundaries=edges)


def _with_polynomial(
    solution: Solution, critical: Critical, steps: list[ProofStep], facts: Facts
) -> Certificate:
    """Compare all stationary points, which are the roots of a polynomial."""
    steps += isolated(solution, critical)
    if solution.eliminations:
        steps.append(_profile_of_rest(solution, critical.parameter))
    known = all(condition.mark is not Mark.SUFFICIENT for condition in solution.conditions)
    return replace(_certificate(solution, Grade.PROVED, steps, facts), existence_known=known)


def _certified(joint: Joint, solution: Solution) -> Certificate:
    """Give the certificate of an argument for all parameters at once, with what it asks of the data."""
    before = () if joint.existence_known else solution.conditions
    grade = Grade.UNDER_LEMMA if joint.lemmas else Grade.PROVED
    return Certificate(
        grade,
        joint.steps,
        joint.facts,
        joint.lemmas,
        conditions=before + joint.conditions,
        boundaries=() if joint.existence_known else solution.boundaries,
        existence_known=joint.existence_known,
    )


def _argued(step: Solved) -> Iterator[ProofStep]:
    """Give the argument for one parameter, or for those that are solved for together."""
    if isinstance(step, Elimination):
        return _eliminated(step)
    if isinstance(step, Constrained):
        return of_constrained(step, _eliminated)
    if isinstance(step, Explicit):
        return of_explicit(step)
    assert isinstance(step, LinearBlock)
    return of_linear_block(step)


def _eliminated(step: Elimination) -> Iterator[ProofStep]:
    """Give the argument that one root is the only maximum in its parameter."""
    name, place = step.parameter, step.form.parameter
    said = f"The score of {name} is the derivative of the log-likelihood by {name}."
    yield ProofStep(Rule.DERIVATIVE, (step.before, place), step.score, said)
    steps = tuple(counted(step))
    yield from steps
    said = f"The root put in, {name} is gone from the log-likelihood."
    yield ProofStep(Rule.SUBSTITUTION, (step.before, place, step.root), step.after, said)
    yield from closed_ends(step, steps[-1])


def _profile_argument(eliminations: tuple[Solved, ...]) -> ProofStep:
    first, *others = [" and ".join(place.name for place in step.places) for step in eliminations]
    said = f"The likelihood is at most its maximum in {first}"
    if others:
        said += f", which is at most the maximum of that in {', then '.join(others)}"
    said += ": the joint maximum is unique and is the one found."
    return ProofStep(Rule.PROFILE, (_places(eliminations),), _roots(eliminations), said)


def _several_left(solution: Solution) -> str:
    names = ", ".join(solution.remaining)
    return (
        f"No closed form was found for {names} together, and no proof that a stationary point is "
        "the only one."
    )


def _with_equation(solution: Solution, steps: list[ProofStep], facts: Facts) -> Certificate:
    """Count the roots of the one equation that is left."""
    place = remaining_symbol(solution)
    found = count_roots(solution, place, facts)
    if found is None:
        joint = prove_jointly(solution)
        if joint is not None:
            return _certified(joint, solution)
        missing = f"No proof was found that the equation for {place.name} has only one root."
        started = _certificate(solution, Grade.UNPROVED, steps, facts)
        return replace(started, open_question=missing, existence_known=False)
    steps.append(found.step)
    if found.existence is not None and found.existence.step is not None:
        steps.append(found.existence.step)
    if solution.eliminations:
        steps.append(_profile_of_rest(solution, place))
    grade = Grade.UNDER_LEMMA if found.lemmas else Grade.PROVED
    known = replace(_certificate(solution, grade, steps, facts), lemmas=found.lemmas)
    if found.existence is None:
        return replace(known, existence_known=False)
    conditions, boundaries, _ = found.existence
    asked, edges = known.conditions + conditions, known.boundaries + boundaries
    return replace(known, conditions=asked, boundaries=edges)


def _profile_of_rest(solution: Solution, place: Symbol) -> ProofStep:
    places = _places(solution.eliminations)
    solved = ", ".join(symbol.name for symbol in places)
    premises: tuple[Basic, ...] = (Tuple(*places, place),)
    return ProofStep(
        Rule.PROFILE,
        premises,
        _roots(solution.eliminations),
        f"With {solved} at the best values for each {place.name}, the maximum over "
        f"{place.name} is the joint maximum.",
    )


def _places(eliminations: tuple[Solved, ...]) -> Tuple:
    return Tuple(*[place for step in eliminations for place in step.places])


def _roots(eliminations: tuple[Solved, ...]) -> Tuple:
    return Tuple(*[root for step in eliminations for root in step.roots])
