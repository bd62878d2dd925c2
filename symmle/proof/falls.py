"""The checker's own look at a line and one exponential: where it is positive, and where it falls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sympy import Expr, LambertW, S, Symbol, Tuple, exp, expand

from symmle.proof.ranges import end_of
from symmle.signs import Facts, Sign, sign


class Sum(NamedTuple):
    """``a + b*u + c*exp(t*u)``."""

    constant: Expr
    slope: Expr
    size: Expr
    rate: Expr

    def at(self, u: Expr) -> Expr:
        """The value at u."""
        return self.constant + self.slope * u + self.size * exp(self.rate * u)

    def turned(self) -> Sum:
        """The same with the other sign."""
        return Sum(-self.constant, -self.slope, -self.size, self.rate)


def read_sum(generator: Expr, place: Symbol, coefficients: Tuple, facts: Facts) -> Sum | None:
    """Give the sum with the sign in which it must fall as the generator rises."""
    slope = sign(generator.diff(place), facts)
    if slope not in (Sign.POSITIVE, Sign.NEGATIVE) or len(coefficients) != 4:
        return None
    written = Sum(*coefficients)
    return written if slope is Sign.POSITIVE else written.turned()


def faults(generator: Expr, place: Symbol, coefficients: Tuple, facts: Facts) -> Iterator[str]:
    """Say why the sum would not change its sign exactly once, from plus to minus as the parameter rises."""
    written = Sum(*coefficients) if len(coefficients) == 4 else None
    if (
        written is None
        or not sign(written.size, facts).is_nonzero
        or not sign(written.rate, facts).is_nonzero
    ):
        yield "the sum is not known to bend"
        return
    domain = facts.domains[place]
    rising = sign(generator.diff(place), facts) is Sign.POSITIVE
    starts = end_of(generator, place, domain.lower, facts)
    stops = end_of(generator, place, domain.upper, facts)
    if starts is None or _near(written, starts, facts, upper=not rising) is not Sign.POSITIVE:
        yield f"the sum is not known to be positive near {domain.lower}"
    if stops is None or _near(written, stops, facts, upper=rising) is not Sign.NEGATIVE:
        yield f"the sum is not known to be negative near {domain.upper}"


def _near(written: Sum, goal: Expr, facts: Facts, *, upper: bool) -> Sign:
    """Give the sign of the sum just inside an end of the generator's range."""
    if goal.is_infinite:
        rate = sign(written.rate, facts)
        outward = rate if goal is S.Infinity else -rate
        if outward is Sign.POSITIVE:
            return sign(written.size, facts)
        line = sign(written.slope, facts)
        towards = line if goal is S.Infinity else -line
        return towards if outward is Sign.NEGATIVE else Sign.UNKNOWN
    value = expand(written.at(goal))
    if value != 0:
        return sign(value, facts)
    slope = sign(expand(written.slope + written.size * written.rate * exp(written.rate * goal)), facts)
    return -slope if upper else slope


def root_of(falling: Sum, facts: Facts) -> Expr | None:
    """Give the u at which the sum falls through zero, where ``b*(1 + W) < 0``."""
    of_slope = sign(falling.slope, facts)
    if of_slope not in (Sign.POSITIVE, Sign.NEGATIVE):
        return None
    a, b, c, t = falling
    branch = S.Zero if of_slope is Sign.NEGATIVE else S.NegativeOne
    return -a / b - LambertW(t * c / b * exp(-t * a / b), branch) / t
