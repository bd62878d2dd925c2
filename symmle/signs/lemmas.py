"""Inequalities between functions and between sums that no arithmetic of signs can find.

A lemma names functions and sums, never a family. Each has a reference and a numerical test of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from itertools import combinations
from typing import NamedTuple

from sympy import Add, Expr, Mul, S, digamma, expand_mul, fraction, log, polygamma, together

from symmle.sample_sum import SampleSum
from symmle.signs.averages import quotient_sign
from symmle.signs.function_lemmas import bessel_convexity, polygamma_order, softplus_bound, zeta_convexity
from symmle.signs.words import Prove, Sign

_MOST_TERMS = 8


class Lemma(NamedTuple):
    """A named inequality: ``holds`` finds the sign of an expression that it covers, else UNKNOWN."""

    name: str
    statement: str
    reference: str
    holds: Callable[[Expr, Prove, int], Sign]


def lemma_sign(expression: Expr, prove: Prove, depth: int, allowed: Collection[str] | None = None) -> Sign:
    """Give the sign that a lemma finds for a sum, or for two of its terms where all the others agree.

    Only the lemmas that are allowed by name may be used; all of them by default.
    """
    if not expression.is_Add:
        return Sign.UNKNOWN
    lemmas = tuple(lemma for lemma in LEMMAS if allowed is None or lemma.name in allowed)
    found = _stated(expression, prove, depth, lemmas)
    if found is not Sign.UNKNOWN or not 2 < len(expression.args) <= _MOST_TERMS or depth < 5:
        return found
    if not any(_is_spoken_of(term) for term in expression.args):
        return found
    return _by_pairs(expression, prove, depth, lemmas)


def _stated(expression: Expr, prove: Prove, depth: int, lemmas: tuple[Lemma, ...]) -> Sign:
    for lemma in lemmas:
        found = lemma.holds(expression, prove, depth)
        if found is not Sign.UNKNOWN:
            return found
    return Sign.UNKNOWN


def _is_spoken_of(term: Expr) -> bool:
    """Whether a lemma could speak of the term: a squared sum, or a polygamma function."""
    squared = any(f.is_Pow and abs(f.exp) == 2 and isinstance(f.base, SampleSum) for f in Mul.make_args(term))
    return squared or term.has(polygamma)


def _by_pairs(expression: Expr, prove: Prove, depth: int, lemmas: tuple[Lemma, ...]) -> Sign:
    """``A - B + C``: a lemma for ``A - B`` and the sign of the rest."""
    for pair in combinations(expression.args, 2):
        found = _stated(Add(*pair), prove, depth, lemmas)
        if found is Sign.UNKNOWN:
            found = _stated(_over_one_denominator(Add(*pair), prove), prove, depth, lemmas)
        if found is not Sign.UNKNOWN:
            whole = found.plus(prove(expression - Add(*pair), depth - 2))
            if whole is not Sign.UNKNOWN:
                return whole
    return Sign.UNKNOWN


def _over_one_denominator(pair: Expr, prove: Prove) -> Expr:
    """``-a/b + c**2/b**2 -> c**2 - a*b``: the numerator, where the denominator is proved positive."""
    numerator, denominator = fraction(together(pair))
    return numerator if denominator is not S.One and _positive(denominator, prove, 4) else pair


def lemmas_needed(proved: Callable[[Collection[str]], bool]) -> tuple[Lemma, ...]:
    """Give the lemmas that a proof rests on: one that is enough by itself, else those that it fails without.

    ``proved`` tells whether the proof succeeds with the named lemmas alone; it does with all of them.
    """
    for lemma in LEMMAS:
        if proved((lemma.name,)):
            return (lemma,)
    kept = [lemma.name for lemma in LEMMAS]
    for lemma in LEMMAS:
        fewer = [name for name in kept if name != lemma.name]
        kept = fewer if proved(fewer) else kept
    return tuple(lemma for lemma in LEMMAS if lemma.name in kept)


def _positive(expression: Expr, prove: Prove, depth: int) -> bool:
    return prove(expression, depth) is Sign.POSITIVE


def _trigamma_bound(expression: Expr, prove: Prove, depth: int) -> Sign:
    """``trigamma(k) - 1/k > 0`` for k > 0."""
    return _bound(expression, prove, depth, lambda part: polygamma(1, part.args[1]) - 1 / part.args[1])


def _digamma_bound(expression: Expr, prove: Prove, depth: int) -> Sign:
    """``log(k) - digamma(k) > 0`` for k > 0."""
    return _bound(expression, prove, depth, lambda part: log(part.args[1]) - digamma(part.args[1]))


def _bound(expression: Expr, prove: Prove, depth: int, stated: Callable[[Expr], Expr]) -> Sign:
    """Compare an expression, up to a rational factor, with what a lemma states to be positive at its
    argument.
    """
    if len(expression.args) != 2:
        return Sign.UNKNOWN
    content, primitive = expression.primitive()
    for part in primitive.atoms(polygamma):
        positive = stated(part)
        turn = (
            Sign.POSITIVE
            if primitive == positive
            else Sign.NEGATIVE
            if primitive == -positive
            else Sign.UNKNOWN
        )
        if turn is not Sign.UNKNOWN and _positive(part.args[1], prove, depth):
            return turn if content > 0 else -turn
    return Sign.UNKNOWN


def _cauchy_schwarz(expression: Expr, prove: Prove, depth: int) -> Sign:
    """``sum(g)*sum(g*u**2) - sum(g*u)**2 >= 0`` for g > 0, and the same of means over one another."""
    if len(expression.args) != 2:
        return quotient_sign(expression, prove, depth)
    for square, product in (expression.args, expression.args[::-1]):
        if _is_cauchy_schwarz(-square, product, prove, depth):
            return Sign.NONNEGATIVE
        if _is_cauchy_schwarz(square, -product, prove, depth):
            return Sign.NONPOSITIVE
    return Sign.UNKNOWN


def _is_cauchy_schwarz(square: Expr, product: Expr, prove: Prove, depth: int) -> bool:
    if not (square.is_Pow and square.exp == 2 and isinstance(square.base, SampleSum)):
        return False
    if not (
        product.is_Mul and len(product.args) == 2 and all(isinstance(f, SampleSum) for f in product.args)
    ):
        return False
    if len({node.sample for node in (square.base, *product.args)}) > 1:
        return False
    left, right = (factor.summand for factor in product.args)
    if expand_mul(left * right - square.base.summand**2) != 0:
        return False
    return _positive(left, prove, depth) or _positive(right, prove, depth)


LEMMAS: tuple[Lemma, ...] = (
    Lemma(
        "trigamma bound",
        "trigamma(k) > 1/k for k > 0",
        "NIST Digital Library of Mathematical Functions, 5.15.1 compared with the integral of 1/t²",
        _trigamma_bound,
    ),
    Lemma(
        "digamma bound",
        "log(k) > digamma(k) for k > 0",
        "H. Alzer, On some inequalities for the gamma and psi functions, Math. Comp. 66 (1997) 373-389",
        _digamma_bound,
    ),
    Lemma(
        "Cauchy-Schwarz",
        "(Σ g) (Σ h) ≥ (Σ f)² where g > 0 and g h ≥ f² on every row",
        "G. H. Hardy, J. E. Littlewood and G. Polya, Inequalities, Cambridge 1934, theorem 7",
        _cauchy_schwarz,
    ),
    Lemma(
        "polygamma order",
        "digamma rises and trigamma falls on k > 0; the higher polygamma functions in turn",
        "NIST Digital Library of Mathematical Functions, 5.15.1",
        polygamma_order,
    ),
    Lemma(
        "Bessel convexity",
        "log I0(k) is strictly convex: its second derivative is the variance of cos(x) under exp(k cos(x))",
        "NIST Digital Library of Mathematical Functions, 10.32.1 with Hölder's inequality",
        bessel_convexity,
    ),
    Lemma(
        "zeta convexity",
        "log zeta(s) is strictly convex for s > 1: it is the logarithm of a sum of exponentials in s",
        "G. H. Hardy, J. E. Littlewood and G. Polya, Inequalities, Cambridge 1934, theorem 11",
        zeta_convexity,
    ),
    Lemma(
        "softplus bound",
        "L² + t² q (1 - q) L > t² q² for real t, with L = log(1 + exp(t)) and q = exp(t)/(1 + exp(t))",
        "for t > 0 since L > t q; for t < 0 since L > exp(t) - exp(2t)/2 and t² exp(t) ≤ 4 exp(-2)",
        softplus_bound,
    ),
)
