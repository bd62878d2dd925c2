"""How an expression is to be shown, and the way from a part of it to its formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from sympy import Basic

from symmle.exposition.formula import Formula


@dataclass(frozen=True, slots=True)
class Style:
    """What a formula shows of the sample.

    Parameters
    ----------
    observations : frozenset of str
        Names that vary from row to row; they are read before parameters.
    index : str
        What observations carry, as they do inside a sum: the row's index, or nothing.
    all_fractions : bool
        Whether the neighbours are fractions too, so that a plain sum joins them: ``Σ x_i / p - ...``.
    """

    observations: frozenset[str] = frozenset()
    index: str = ""
    all_fractions: bool = False

    def inside_sum(self, observations: frozenset[str], index: str) -> Style:
        """Give the style of a summand: its observations are indexed."""
        return replace(self, observations=self.observations | observations, index=index)

    def inside_mean(self, observations: frozenset[str]) -> Style:
        """Give the style of a statistic's row expression: the statistic speaks for the index."""
        return replace(self, observations=self.observations | observations, index="")


Handler = Callable[[Basic, "Composer"], Formula]


@dataclass(frozen=True, slots=True)
class Composer:
    """Compose formulas: a table from the kind of expression to what writes it, and a style."""

    handlers: Mapping[type, Handler]
    fallback: Handler
    style: Style = field(default_factory=Style)

    def __call__(self, expression: Basic) -> Formula:
        """Compose one part."""
        for kind in type(expression).__mro__:
            if kind in self.handlers:
                return self.handlers[kind](expression, self)
        return self.fallback(expression, self)

    def styled(self, style: Style) -> Composer:
        """Give the same composer with another style."""
        return replace(self, style=style)
