"""Count the roots of the one equation that is left to a numeric solve."""

from __future__ import annotations

from typing import NamedTuple

from sympy import Expr, S, Symbol, expand_mul
from sympy.core.relational import StrictGreaterThan

from symmle.exposition import text_of
from symmle.likelihood import expand_logarithms
from symmle.notation import Domain
from symmle.proof.certificate import ProofStep, Rule
from symmle.proof.ends import Existence, existence_condition, find_existence
from symmle.proof.equation_lemmas import EQUATION_LEMMAS
from symmle.proof.sampling import generic_cases, holds_everywhere
from symmle.reduction import reduce_sums
from symmle.sample_sum import definition
from symmle.signs import Facts, Sign, is_continuous, sign
from symmle.signs.lemmas import Lemma, lemmas_needed
from symmle.solution import Solution


class Counted(NamedTuple):
    """A proof that the equation has one root at most; when it has one, if that is known."""

    step: ProofStep
    lemmas: tuple[str, ...]
    existence: Existence | None


def remaining_symbol(solution: Solution) -> Symbol:
    """Give the symbol of the one parameter that remains."""
    (name,) = solution.remaining
    return next(s for s in solution.derivatives.reduction.likelihood.parameters if s.name == name)


def count_roots(solution: Solution, place: Symbol, facts: Facts) -> Counted | None:
    """Prove that the profile score falls strictly, or that a lemma counts its roots; None where neither is
    known.
    """
    equation = solution.equation
    assert equation is not None
    counted = _by_lemma(equation, solution.equation_factor, place, facts)
    if counted is not None:
        return counted
    if not is_continuous(equation, place, facts):
        return None  # a function that falls on either side of a pole may vanish on both
    positive = facts.range_of(place).lower == 0
    multiples = (S.One, place, place**2) if positive else (S.One,)
    likelihood = solution.derivatives.reduction.likelihood
    model = likelihood.model
    cases = tuple(generic_cases(likelihood, facts, _SAMPLED))
    for multiple in multiples:
        written = equation if multiple is S.One else expand_mul(multiple * equation)
        slope = slope_of(written, place, facts)
        # a sampled counterexample spares a search for a proof that cannot be
        if holds_everywhere(slope, lambda value: value < 0, cases):
            left_out = solution.equation_factor / multiple
            stated = _Written(written, left_out, slope, place)
            found = _falling(stated, model.parameters[place.name], facts)
            if found is not None:
                return found
    return None


_SAMPLED = 8
_HALF_LINE = Domain(S.Zero, S.Infinity, True, True)


def slope_of(equation: Expr, place: Symbol, facts: Facts) -> Expr:
    """Differentiate the equation, written so that the prover can read its sign."""
    return expand_mul(expand_logarithms(reduce_sums(equation.diff(place), (place,), facts), facts))


class _Written(NamedTuple):
    """The equation as it is proved to fall: the profile score is ``factor * equation``."""

    equation: Expr
    factor: Expr
    slope: Expr
    place: Symbol


def _falling(written: _Written, domain: Domain, facts: Facts) -> Counted | None:
    """Prove that the equation falls; where it only never rises, its signs at the ends must be known."""
    equation, factor, slope, place = written
    of_slope = sign(slope, facts)
    if not of_slope.is_nonpositive:
        return None
    strictly = of_slope is Sign.NEGATIVE
    existence = find_existence(equation, place, domain, facts)
    if not strictly and (existence is None or existence.boundaries):
        return None
    lemmas = _needed_lemmas(slope, of_slope, facts)
    rule = Rule.STRICTLY_FALLING if strictly else Rule.NEVER_RISING
    said = _falls_sentence(written, lemmas) if strictly else _never_rises_sentence(written, lemmas)
    step = ProofStep(rule, (equation, place, factor), slope, said)
    return Counted(step, tuple(cited(lemma) for lemma in lemmas), existence)


def _falls_sentence(written: _Written, lemmas: tuple[Lemma, ...]) -> str:
    equation, _, slope, place = written
    return (
        f"{text_of(definition(equation))} falls strictly as {place.name} grows, since its derivative "
        f"{text_of(definition(slope))} is negative{_by(lemmas)}: the equation for {place.name} has one root "
        "at most, and a root is the only maximum."
    )


def _never_rises_sentence(written: _Written, lemmas: tuple[Lemma, ...]) -> str:
    equation, _, slope, place = written
    return (
        f"{text_of(definition(equation))} never rises as {place.name} grows, since its derivative "
        f"{text_of(definition(slope))} is not positive{_by(lemmas)}; it is analytic, so that it falls "
        "strictly unless it is constant: between ends of opposite signs it has one root, the only maximum."
    )


def _by(lemmas: tuple[Lemma, ...]) -> str:
    return f", by {' and '.join(_cited(x) for x in lemmas)}" if lemmas else ""


def _cited(lemma: Lemma) -> str:
    return f"the {lemma.name} inequality ({lemma.statement})"


def _needed_lemmas(slope: Expr, found: Sign, facts: Facts) -> tuple[Lemma, ...]:
    """Give the lemmas that the sign of the slope rests on; none where arithmetic finds it alone."""
    if sign(slope, facts.without_lemmas()) is found:
        return ()
    return lemmas_needed(lambda names: sign(slope, facts.with_lemmas(names)) is found)


def cited(lemma: Lemma) -> str:
    """Give a lemma with its statement and reference."""
    return f"{lemma.name}: {lemma.statement} ({lemma.reference})"


def _by_lemma(equation: Expr, factor: Expr, place: Symbol, facts: Facts) -> Counted | None:
    if facts.domains[place] != _HALF_LINE:
        return None
    for lemma in EQUATION_LEMMAS:
        needed = lemma.needed(equation, place, facts)
        if needed is not None:
            relation = StrictGreaterThan(needed, 0)
            existence = Existence((existence_condition(relation, place, S.Infinity),))
            sentence = f"By the {lemma.name} lemma ({lemma.reference}): {lemma.statement}."
            step = ProofStep(Rule.LEMMA, (equation, place, factor), relation, sentence)
            return Counted(step, (f"{lemma.name}: {lemma.statement} ({lemma.reference})",), existence)
    return None
