"""The root of three powers of one unit, and what the data must satisfy for it: enough, and needed."""

from __future__ import annotations

from typing import NamedTuple

from sympy import Add, Expr, Max, Mul, S, sqrt

from symmle.sample_sum import Statistic
from symmle.signs import Facts, Sign, sign


class Quadratic(NamedTuple):
    """``low + middle*u + high*u**2`` for u > 0, which is to go from plus to minus."""

    low: Expr
    middle: Expr
    high: Expr


def asked_below(form: Quadratic, facts: Facts) -> Expr | None:
    """Give what must be positive for a root that the form leaves downwards, near zero; None if it is not
    known.

    A convex form that is not positive at zero has none. A concave one that is zero there has one if it
    rises first: ``low + max(middle, 0) > 0`` where low is never negative.
    """
    of_low = sign(form.low, facts)
    if of_low is Sign.POSITIVE or sign(form.high, facts).is_nonnegative or _middle_goes_too(form, facts):
        return form.low
    if of_low.is_nonnegative and sign(form.high, facts) is Sign.NEGATIVE:
        return form.low if sign(form.middle, facts).is_nonpositive else form.low + Max(form.middle, 0)
    return None


def is_settled_above(form: Quadratic, end: Expr, facts: Facts) -> bool:
    """Whether a form that is not negative at its upper end has no root that it leaves downwards."""
    return sign(end, facts) is Sign.NEGATIVE or sign(form.high, facts).is_nonpositive


def root_of(form: Quadratic, facts: Facts) -> Expr:
    """Give the root, in the form that holds where low is zero too if the highest coefficient has a sign."""
    spread = sqrt(form.middle**2 - 4 * form.low * form.high)
    if sign(form.high, facts) is Sign.NEGATIVE:
        return (form.middle + spread) / (-2 * form.high)
    return 2 * form.low / (-form.middle + spread)


def _middle_goes_too(form: Quadratic, facts: Facts) -> bool:
    """Whether the middle coefficient is zero once the lowest is: ``mean(x)**2 + variance(x)`` takes mean(x)
    along.
    """
    terms = Add.make_args(form.low.expand())
    if not all(sign(term, facts).is_nonnegative for term in terms):
        return False
    gone = {atom: S.Zero for term in terms for atom in _vanishing(term, facts)}
    return bool(form.middle.xreplace(gone).expand() == 0)


def _vanishing(term: Expr, facts: Facts) -> list[Expr]:
    """Give the statistic that is zero where a term is."""
    bases = [factor.as_base_exp()[0] for factor in Mul.make_args(term)]
    open_ones = [base for base in bases if sign(base, facts) is not Sign.POSITIVE]
    return open_ones if len(open_ones) == 1 and isinstance(open_ones[0], Statistic) else []
