"""Count the roots of the one equation that is left to a numeric solve."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sympy import Expr, S, Symbol, expand_mul
from sympy.core.relational import StrictGreaterThan

from symmle.errors import Category
from symmle.likelihood import expand_logarithms
from symmle.proof.certificate import ProofStep, Rule
from symmle.proof.equation_lemmas import EQUATION_LEMMAS
from symmle.proof.limits import limit_at, spread_needed
from symmle.proof.sampling import generic_cases, holds_everywhere
from symmle.reduction import reduce_sums
from symmle.sample_sum import definition
from symmle.signs import Facts, Sign, sign
from symmle.signs.lemmas import Lemma, lemmas_used
from symmle.solution import Condition, Mark, Solution


class Counted(NamedTuple):
    """A proof that the equation has one root at most, and the conditions under which it has one."""

    step: ProofStep
    lemmas: tuple[str, ...]
    conditions: tuple[Condition, ...]


def remaining_symbol(solution: Solution) -> Symbol:
    """Give the symbol of the one parameter that remains."""
    (name,) = solution.remaining
    return next(s for s in solution.derivatives.reduction.likelihood.parameters if s.name == name)


def count_roots(solution: Solution, place: Symbol, facts: Facts) -> Counted | None:
    """Prove that the profile score falls strictly, or that a lemma counts its roots; None where neither is known."""
    equation = solution.equation
    assert equation is not None
    counted = _by_lemma(equation, place, facts)
    if counted is not None:
        return counted
    positive = facts.range_of(place).lower == 0
    multiples = (S.One, place, place**2) if positive else (S.One,)
    cases = tuple(generic_cases(solution.derivatives.reduction.likelihood, facts, _SAMPLED))
    for multiple in multiples:
        written = equation if multiple is S.One else expand_mul(multiple * equation)
        slope = slope_of(written, place, facts)
        # a sampled counterexample spares a search for a proof that cannot be
        if holds_everywhere(slope, lambda value: value < 0, cases) and sign(slope, facts) is Sign.NEGATIVE:
            return _falling(written, slope, place, facts)
    return None


_SAMPLED = 8


def slope_of(equation: Expr, place: Symbol, facts: Facts) -> Expr:
    """Differentiate the equation, written so that the prover can read its sign."""
    return expand_mul(expand_logarithms(reduce_sums(equation.diff(place), (place,), facts), facts))


def _falling(equation: Expr, slope: Expr, place: Symbol, facts: Facts) -> Counted:
    lemmas = lemmas_used(slope, facts)
    by = f", by {' and '.join(_cited(x) for x in lemmas)}" if lemmas else ""
    step = ProofStep(
        Rule.STRICTLY_FALLING,
        (equation, place),
        slope,
        f"{definition(equation)} falls strictly as {place.name} grows, since its derivative {definition(slope)} is "
        f"negative{by}: the equation for {place.name} has one root at most, and a root is the only maximum.",
    )
    return Counted(step, _named(lemmas), _existence(equation, place, facts))


def _cited(lemma: Lemma) -> str:
    return f"the {lemma.name} inequality ({lemma.statement})"


def _named(lemmas: Iterable[Lemma]) -> tuple[str, ...]:
    return tuple(f"{x.name}: {x.statement} ({x.reference})" for x in lemmas)


def _existence(equation: Expr, place: Symbol, facts: Facts) -> tuple[Condition, ...]:
    """Ask for a positive limit at the lower end and a negative one at the upper end; () where a limit is not known."""
    domain = facts.domains[place]
    if domain.lower != 0 or not domain.lower_open or domain.upper is not S.Infinity:
        return ()
    ends = ((S.Zero, 1, "0"), (S.Infinity, -1, "oo"))
    conditions: list[Condition] = []
    for end, turn, told in ends:
        limit = limit_at(equation, place, end, facts)
        if limit is None:
            return ()
        conditions += _asked(turn * limit, place, told, facts)
    return tuple(conditions)


def _asked(limit: Expr, place: Symbol, end: str, facts: Facts) -> list[Condition]:
    if limit is S.Infinity or sign(limit, facts) is Sign.POSITIVE:
        return []
    needed = spread_needed(limit) or limit
    relation = StrictGreaterThan(needed, 0)
    return [Condition(relation, Mark.IFF, place.name, Category.INFINITE_PARAMETER, f"{place.name} -> {end}")]


def _by_lemma(equation: Expr, place: Symbol, facts: Facts) -> Counted | None:
    for lemma in EQUATION_LEMMAS:
        needed = lemma.needed(equation, place, facts)
        if needed is not None:
            relation = StrictGreaterThan(needed, 0)
            condition = Condition(relation, Mark.IFF, place.name, Category.INFINITE_PARAMETER, f"{place.name} -> oo")
            sentence = f"By the {lemma.name} lemma ({lemma.reference}): {lemma.statement}."
            step = ProofStep(Rule.LEMMA, (equation, place), relation, sentence)
            return Counted(step, (f"{lemma.name}: {lemma.statement} ({lemma.reference})",), (condition,))
    return None
