"""What a replay may ask: whether two expressions are equal, and what the sign of one is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from sympy import Basic, Expr

from symmle.likelihood import LogLikelihood
from symmle.proof.sampling import Case, holds_everywhere
from symmle.signs import Facts, Sign, sign


class Checks(NamedTuple):
    """The premises of a certificate, generic cases to sample on, and the test of equality."""

    likelihood: LogLikelihood
    facts: Facts
    cases: tuple[Case, ...]
    same: Callable[[Basic, Basic], bool]

    def positive(self, expression: Expr) -> bool:
        """Whether an expression is proved positive, and is positive wherever it is sampled."""
        sampled = holds_everywhere(expression, lambda value: value > 0, self.cases)
        return sampled and sign(expression, self.facts.afresh()) is Sign.POSITIVE

    def without(self, *symbols: Expr) -> Checks:
        """Give the same, with nothing known of some symbols."""
        kept = frozenset(e for e in self.facts.positive if e.free_symbols.isdisjoint(symbols))
        return self._replace(facts=replace(self.facts, positive=kept, found={}))
