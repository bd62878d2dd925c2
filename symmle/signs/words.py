"""The set of signs that an expression can take."""

from __future__ import annotations

from collections.abc import Callable
from enum import Flag
from typing import TypeAlias

from sympy import Expr


class Sign(Flag):
    """A set of possible signs; ``POSITIVE`` alone is a proof that the expression is positive."""

    NONE = 0
    NEGATIVE = 1
    ZERO = 2
    POSITIVE = 4
    NONPOSITIVE = NEGATIVE | ZERO
    NONNEGATIVE = ZERO | POSITIVE
    NONZERO = NEGATIVE | POSITIVE
    UNKNOWN = NEGATIVE | ZERO | POSITIVE

    @property
    def is_nonnegative(self) -> bool:
        """Whether zero or more is proved."""
        return not self & Sign.NEGATIVE

    @property
    def is_nonpositive(self) -> bool:
        """Whether zero or less is proved."""
        return not self & Sign.POSITIVE

    @property
    def is_nonzero(self) -> bool:
        """Whether it is proved not to vanish."""
        return not self & Sign.ZERO

    def __neg__(self) -> Sign:
        """Give the signs of the opposite."""
        turned = self & Sign.ZERO
        if self & Sign.NEGATIVE:
            turned |= Sign.POSITIVE
        if self & Sign.POSITIVE:
            turned |= Sign.NEGATIVE
        return turned

    def times(self, other: Sign) -> Sign:
        """Give the signs that a product can take."""
        found = (self | other) & Sign.ZERO
        if self & Sign.POSITIVE:
            found |= other & Sign.NONZERO
        if self & Sign.NEGATIVE:
            found |= (-other) & Sign.NONZERO
        return found

    def plus(self, other: Sign) -> Sign:
        """Give the signs that a sum can take."""
        both = self | other
        if Sign.NONZERO in both:
            return Sign.UNKNOWN
        strict = Sign.ZERO not in self or Sign.ZERO not in other
        return both & ~Sign.ZERO if strict else both


Prove: TypeAlias = Callable[[Expr, int], Sign]
"""What proves the sign of an expression, to a depth: the prover, which rules and lemmas are a part of."""
