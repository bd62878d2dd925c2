"""The sign of a sum, from sums that are known to be positive."""

from __future__ import annotations

from sympy import Add, Expr

from symmle.signs.facts import Facts
from symmle.signs.words import Prove, Sign


def known_sum(expression: Expr, facts: Facts, prove: Prove, depth: int) -> Sign:
    """Give the sign of a sum that differs from a known one in fewer terms, or in positive factors alone."""
    found = _by_difference(expression, facts, prove, depth)
    return found if found is not Sign.UNKNOWN else _by_shares(expression, facts, prove, depth)


def _by_difference(expression: Expr, facts: Facts, prove: Prove, depth: int) -> Sign:
    """``k - g + 1`` is positive where ``k - g >= 0`` is a fact: the rest is one term shorter."""
    known = [(fact, Sign.POSITIVE) for fact in facts.positive] + [
        (f, Sign.NONNEGATIVE) for f in facts.nonnegative
    ]
    for fact, found in sorted(known, key=str):
        rest = expression - fact
        if fact.is_Add and len(Add.make_args(rest)) < len(expression.args):
            whole = found.plus(prove(rest, depth - 1))
            if whole is not Sign.UNKNOWN:
                return whole
    return Sign.UNKNOWN


def _by_shares(expression: Expr, facts: Facts, prove: Prove, depth: int) -> Sign:
    """``k*a + b/k`` with a, b >= 0 is positive for k > 0 where ``a + b`` is known to be."""
    sums = sorted((fact for fact in facts.positive if fact.is_Add), key=str)
    if not sums or not all(prove(term, depth).is_nonnegative for term in expression.args):
        return Sign.UNKNOWN
    shares = any(
        all(any(prove(term / part, depth) is Sign.POSITIVE for term in expression.args) for part in fact.args)
        for fact in sums
    )
    return Sign.POSITIVE if shares else Sign.UNKNOWN
