"""The checker's own count of the sign changes of a sum of powers."""

from __future__ import annotations

from itertools import pairwise

from sympy import Expr, Integer, Max, S, cancel, expand

from symmle.signs import Facts, Sign, sign


def count_changes(terms: list[tuple[Expr, Expr]], low: Expr, high: Expr, facts: Facts) -> str:
    """Count the sign changes anew; the empty text means that there is exactly one, from plus to minus."""
    last = terms[-1][1]
    if [e for e, _ in terms] in ([S.Zero, S.One], [S.One]):
        return _count_linear(dict(terms), low, high, facts)
    if low != 0:
        return f"the generator starts at {low}"
    if high is not S.Infinity:
        return _count_between(terms, high, facts)
    if len(terms) > 3 or not _starts_above(terms, facts) or sign(last, facts) is not Sign.NEGATIVE:
        return "Descartes' rule does not give one sign change"
    exponents = [e for e, _ in terms]
    rising = all(sign(expand(b - a), facts) is Sign.POSITIVE for a, b in pairwise(exponents))
    return "" if rising else "the exponents do not rise"


def _count_linear(terms: dict[Expr, Expr], low: Expr, high: Expr, facts: Facts) -> str:
    """A line that is above zero at the lower end, or starts infinitely far above, and below at the upper."""
    constant, slope = terms.get(S.Zero, S.Zero), terms[S.One]
    falls = sign(slope, facts) is Sign.NEGATIVE
    for end, wanted in ((low, Sign.POSITIVE), (high, Sign.NEGATIVE)):
        value = constant + slope * end if end.is_finite and end != 0 else constant
        if not (falls if end.is_infinite else wanted in (sign(value, facts), sign(expand(value), facts))):
            return "the line does not cross zero from above to below"
    return ""


def _count_between(terms: list[tuple[Expr, Expr]], high: Expr, facts: Facts) -> str:
    if not {e for e, _ in terms} <= {S.Zero, S.One, Integer(2)}:
        return "the degree is above two"
    end = expand(sum((c * high**e for e, c in terms), S.Zero))
    opposite = _starts_above(terms, facts) and sign(end, facts) is Sign.NEGATIVE
    return "" if opposite else "the ends do not have opposite signs"


def _starts_above(terms: list[tuple[Expr, Expr]], facts: Facts) -> bool:
    """Whether the value near zero is positive: by the lowest power, or by the next where that one is zero.

    Of ``a + b*u + c*u**2`` with a >= 0 > c the signs are +, any, - or 0, +, - where a + max(b, 0) > 0.
    """
    lowest = terms[0][1]
    if sign(lowest, facts) is Sign.POSITIVE:
        return True
    if len(terms) != 3 or sign(terms[2][1], facts) is not Sign.NEGATIVE:
        return False
    either = lowest + Max(terms[1][1], 0)
    ratios = (cancel(positive / either) for positive in facts.positive if positive.has(Max))
    known = any(not ratio.has(Max) and sign(ratio, facts) is Sign.POSITIVE for ratio in ratios)
    return known and sign(lowest, facts).is_nonnegative
