"""The forms in which the roots of a score can be counted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol

from sympy import Add, Expr, S, Symbol, asinh, log, polygamma, sinh

from symmle.exposition import text_of

_TOTAL = (log, sinh, asinh, polygamma)


class Form(Protocol):
    """A score as a positive factor times something whose roots can be counted."""

    @property
    def parameter(self) -> Symbol:
        """What is solved for."""

    @property
    def generator(self) -> Expr:
        """The monotone function of the parameter in which the score is simple."""

    @property
    def factor(self) -> Expr:
        """Positive on the parameter's domain."""

    @property
    def written(self) -> Expr:
        """The whole, equal to the score."""

    @property
    def keeps_sign(self) -> bool:
        """Whether the score has one sign all through the domain where what is needed at an end fails."""

    @property
    def how(self) -> str:
        """Why there is one root, in a few words."""


class Isolated(NamedTuple):
    """The single root of a score that falls from positive to negative.

    ``lower`` and ``upper`` are what must be positive for the score to be positive at the lower end of the
    domain and negative at its upper end; S.One where nothing is asked.
    """

    form: Form
    root: Expr
    lower: Expr
    upper: Expr


@dataclass(frozen=True, slots=True)
class PowerForm:
    """A score as a positive factor times a sum of powers of one monotone function of the parameter.

    ``score = factor * sum(c * generator**e for e, c in terms)`` with exponents in rising order.

    Parameters
    ----------
    parameter : Symbol
        What is solved for.
    generator : Expr
        The parameter itself, its shift from an end of its domain, or an increasing or decreasing function of
        it.
    factor : Expr
        Positive on the parameter's domain.
    terms : tuple of (Expr, Expr)
        Exponent and coefficient.
    chain : tuple of str
        The injective functions that were undone to come from the generator to the parameter, the outermost
        first; none where the generator is a power, an exponential or a logarithm of the parameter.
    """

    parameter: Symbol
    generator: Expr
    factor: Expr
    terms: tuple[tuple[Expr, Expr], ...]
    chain: tuple[str, ...] = ()

    @property
    def written(self) -> Expr:
        """The whole, equal to the score."""
        return self.factor * Add(*[c * self.generator**e for e, c in self.terms])

    @property
    def keeps_sign(self) -> bool:
        """Two powers: a constant and a monotone function."""
        return len(self.terms) == 2

    @property
    def is_linear(self) -> bool:
        """Whether it is a constant and a multiple of the generator."""
        return [exponent for exponent, _ in self.terms] == [S.Zero, S.One]

    @property
    def is_undone_everywhere(self) -> bool:
        """Whether the generator takes every real value as its argument goes beyond the domain."""
        total = self.generator.func in _TOTAL or self.generator.is_polynomial(self.parameter)
        return total and set(self.chain) <= {kind.__name__ for kind in _TOTAL} | {"digamma"}

    @property
    def how(self) -> str:
        """Why there is one root, in a few words."""
        if not self.is_linear:
            return "by Descartes' rule of signs the only root in the domain"
        if self.chain:
            return f"linear in {text_of(self.generator)}, one to one: undo {', then '.join(self.chain)}"
        return "linear: one root" if self.generator == self.parameter else f"linear in {self.generator}"
