"""How the steps about parameters that an equation binds hang together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sympy import Basic, Expr, Symbol, Tuple

from symmle.proof.certificate import ProofStep, Rule

if TYPE_CHECKING:
    from symmle.proof.chain import Chain

Break = tuple[ProofStep | None, str]


def explicit_links(chain: Chain, steps: list[ProofStep]) -> Iterator[Break]:
    """A constraint of the model is solved for a parameter that is left."""
    step = steps.pop(0)
    before, place, value, difference = step.premises
    if place in value.free_symbols:
        yield step, f"{place} is told in terms of itself"
    yield from _uses(chain, step, difference)
    yield from chain.dispose(step, before, (place,), (value,))


def lagrangian_links(chain: Chain, steps: list[ProofStep]) -> Iterator[Break]:
    """The Lagrangian of a constraint of the model, its maximum, the multiplier, the solution."""
    first = steps.pop(0)
    before, places, difference, multiplier = first.premises
    if multiplier in chain.parameters:
        yield first, f"the multiplier {multiplier} is a parameter"
    yield from _uses(chain, first, difference)
    inner = chain.inside(first.conclusion, tuple(places))
    yield from inner.eliminations(steps)
    if set(inner.places) != set(places):
        yield first, "its maximum is not found"
        return
    if [step.rule for step in steps[:2]] != [Rule.MULTIPLIER, Rule.CONSTRAINED]:
        yield first, "what the multiplier is, or what follows, is missing"
        return
    chosen, last = steps.pop(0), steps.pop(0)
    known = back_substituted(inner.places, inner.roots)
    given = Tuple(*[known[place] for place in places])
    if chosen.premises[:4] != (difference, multiplier, places, given) or chosen.conclusion != 0:
        yield chosen, "it speaks of another maximum"
    value = {multiplier: chosen.premises[4]}
    if last.premises[:2] != (before, places) or len(last.premises[2]) != len(places):
        yield last, "it speaks of another function"
        return
    for root, found in zip(given, last.premises[2], strict=True):
        if not chain.same(root.xreplace(value), found):
            yield last, "it is another point"
    yield from chain.dispose(last, before, tuple(places), tuple(last.premises[2]))


def back_substituted(places: list[Symbol], roots: list[Basic]) -> dict[Symbol, Expr]:
    """Put later roots into earlier ones."""
    known: dict[Symbol, Expr] = {}
    for place, root in reversed(list(zip(places, roots, strict=True))):
        known[place] = root.xreplace(known)
    return known


def _uses(chain: Chain, step: ProofStep, difference: Expr) -> Iterator[Break]:
    """Whether it is an equation of the model that was not used before, with what is known put in."""
    known = dict(zip(chain.places, chain.roots, strict=True))
    for equation in chain.equations:
        if equation.xreplace(known).expand() == difference.expand():
            chain.equations.remove(equation)
            return
    yield step, "it is no equation of the model, or was used before"
