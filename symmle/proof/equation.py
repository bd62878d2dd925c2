"""Count the roots of the one equation that is left to a numeric solve."""

from __future__ import annotations

from typing import NamedTuple

from sympy import Expr, S, Symbol, expand_mul
from sympy.core.relational import Relational, StrictGreaterThan

from symmle.errors import Category
from symmle.exposition import text_of
from symmle.likelihood import expand_logarithms
from symmle.notation import Domain
from symmle.proof.certificate import ProofStep, Rule
from symmle.proof.equation_lemmas import EQUATION_LEMMAS
from symmle.proof.limits import limit_at, spread_needed
from symmle.proof.sampling import generic_cases, holds_everywhere
from symmle.reduction import reduce_sums
from symmle.sample_sum import definition
from symmle.signs import Facts, Sign, is_continuous, sign
from symmle.signs.lemmas import Lemma, lemmas_needed
from symmle.solution import Boundary, Condition, Mark, Solution


class _Existence(NamedTuple):
    conditions: tuple[Condition, ...] = ()
    boundaries: tuple[Boundary, ...] = ()


class Counted(NamedTuple):
    """A proof that the equation has one root at most; when it has one, if that is known."""

    step: ProofStep
    lemmas: tuple[str, ...]
    existence: _Existence | None


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
        if holds_everywhere(slope, lambda value: value < 0, cases) and sign(slope, facts) is Sign.NEGATIVE:
            left_out = solution.equation_factor / multiple
            return _falling(_Written(written, left_out, slope, place), model.parameters[place.name], facts)
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


def _falling(written: _Written, domain: Domain, facts: Facts) -> Counted:
    equation, factor, slope, place = written
    lemmas = _needed_lemmas(slope, facts)
    by = f", by {' and '.join(_cited(x) for x in lemmas)}" if lemmas else ""
    step = ProofStep(
        Rule.STRICTLY_FALLING,
        (equation, place, factor),
        slope,
        f"{text_of(definition(equation))} falls strictly as {place.name} grows, since its derivative "
        f"{text_of(definition(slope))} is "
        f"negative{by}: the equation for {place.name} has one root at most, and a root is the only maximum.",
    )
    return Counted(step, tuple(cited(lemma) for lemma in lemmas), _existence(equation, place, domain, facts))


def _cited(lemma: Lemma) -> str:
    return f"the {lemma.name} inequality ({lemma.statement})"


def _needed_lemmas(slope: Expr, facts: Facts) -> tuple[Lemma, ...]:
    """Give the lemmas that the sign of the slope rests on; none where arithmetic finds it alone."""
    if sign(slope, facts.without_lemmas()) is Sign.NEGATIVE:
        return ()
    return lemmas_needed(lambda names: sign(slope, facts.with_lemmas(names)) is Sign.NEGATIVE)


def cited(lemma: Lemma) -> str:
    """Give a lemma with its statement and reference."""
    return f"{lemma.name}: {lemma.statement} ({lemma.reference})"


def _existence(equation: Expr, place: Symbol, domain: Domain, facts: Facts) -> _Existence | None:
    """Ask for a positive value at the lower end and a negative one at the upper end; None where one is not
    known.
    """
    conditions: list[Condition] = []
    boundaries: list[Boundary] = []
    ends = ((domain.lower, domain.lower_open, 1), (domain.upper, domain.upper_open, -1))
    for end, is_open, turn in ends:
        value = limit_at(equation, place, end, facts)
        if value is None:
            return None
        if turn * value is S.Infinity or sign(turn * value, facts) is Sign.POSITIVE:
            continue
        relation = StrictGreaterThan(spread_needed(turn * value) or turn * value, 0)
        if is_open:
            conditions.append(_condition(relation, place, end))
        else:
            boundaries.append(Boundary(place.name, end, relation))
    return _Existence(tuple(conditions), tuple(boundaries))


def _condition(relation: Relational, place: Symbol, end: Expr) -> Condition:
    category = Category.INFINITE_PARAMETER if end.is_infinite else Category.BOUNDARY
    return Condition(relation, Mark.IFF, place.name, category, f"{place.name} -> {end}")


def _by_lemma(equation: Expr, factor: Expr, place: Symbol, facts: Facts) -> Counted | None:
    if facts.domains[place] != _HALF_LINE:
        return None
    for lemma in EQUATION_LEMMAS:
        needed = lemma.needed(equation, place, facts)
        if needed is not None:
            relation = StrictGreaterThan(needed, 0)
            existence = _Existence((_condition(relation, place, S.Infinity),))
            sentence = f"By the {lemma.name} lemma ({lemma.reference}): {lemma.statement}."
            step = ProofStep(Rule.LEMMA, (equation, place, factor), relation, sentence)
            return Counted(step, (f"{lemma.name}: {lemma.statement} ({lemma.reference})",), existence)
    return None
