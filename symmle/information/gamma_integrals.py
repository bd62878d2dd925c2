"""Euler's integrals: expected values of powers and logarithms under gamma, beta and beta-prime laws.

For u > 0 with density u**(a - 1) exp(-u)/Γ(a), E[u**p] = Γ(a + p)/Γ(a) where a + p > 0, and p may be
differentiated: each derivative puts a factor log(u) under the expectation. The same holds for
u**(a - 1) (1 - u)**(b - 1) on (0, 1), and for u**(a - 1) (1 + u)**(-a - b) on u > 0. (NIST Digital Library of
Mathematical Functions, 5.2.1, 5.12.1 and 5.12.3.)
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from sympy import Expr, Integer, Mul, S, Symbol, expand_mul, gamma, polygamma

_MOST_STEPS = 24  # a recurrence of Γ and its derivatives is written out so far


class Kernel(StrEnum):
    """The law of u, up to its constant."""

    GAMMA = "gamma"
    BETA = "beta"
    BETA_PRIME = "beta prime"


@dataclass(frozen=True, slots=True)
class Powers:
    """``u**p * log(u)**m * w**r * log(w)**k`` with w = 1 - u (beta) or 1 + u (beta prime)."""

    p: Expr = S.Zero
    m: int = 0
    r: Expr = S.Zero
    k: int = 0


_A, _B, _C = Symbol("A"), Symbol("B"), Symbol("C")
# How the arguments of Γ(A) Γ(B)/Γ(C) move when the power of u, or of w, is differentiated by.
_BY_U: Final = {Kernel.GAMMA: (1, 0, 0), Kernel.BETA: (1, 0, 1), Kernel.BETA_PRIME: (1, -1, 0)}
_BY_W: Final = {Kernel.GAMMA: (0, 0, 0), Kernel.BETA: (0, 1, 1), Kernel.BETA_PRIME: (0, 1, 1)}


def arguments(kernel: Kernel, shapes: tuple[Expr, ...], powers: Powers) -> tuple[Expr, ...]:
    """Give the arguments of the gamma functions; the integral converges if all are positive."""
    a = shapes[0]
    if kernel is Kernel.GAMMA:
        return (a + powers.p,)
    b = shapes[1]
    if kernel is Kernel.BETA:
        return a + powers.p, b + powers.r, a + b + powers.p + powers.r
    # w**r stands for (1 + u)**r: it takes r from the exponent of 1/(1 + u)
    return a + powers.p, b - powers.p - powers.r, a + b - powers.r


def moment(kernel: Kernel, shapes: tuple[Expr, ...], powers: Powers) -> Expr:
    """Give the expected value of powers and logarithms, where its integral converges."""
    at = tuple(expand_mul(argument) for argument in arguments(kernel, shapes, powers))
    a, *rest = shapes
    before = (a,) if not rest else (a, rest[0], a + rest[0])
    ratios = [_ratio(old, new) for old, new in zip(before, at, strict=True)]
    whole = ratios[0] if len(ratios) == 1 else ratios[0] * ratios[1] / ratios[2]
    bracket = _derived(kernel, powers.m, powers.k)
    places = dict(zip((_A, _B, _C), zip(before, at, strict=True), strict=False))
    return Mul(whole, bracket.replace(polygamma, lambda order, z: _shifted(order, *places[z])))


@lru_cache(maxsize=256)
def _derived(kernel: Kernel, m: int, k: int) -> Expr:
    """Give the m-th derivative by the power of u and k-th by that of w of Γ(A) Γ(B)/Γ(C), over itself."""
    by_w = _BY_W[kernel] if kernel is Kernel.BETA else tuple(-move for move in _BY_W[kernel])
    found: Expr = S.One
    for move in (_BY_U[kernel],) * m + (by_w,) * k:
        slope = sum(
            (
                turn * step * polygamma(0, z)
                for step, z, turn in zip(move, (_A, _B, _C), (1, 1, -1), strict=True)
            ),
            S.Zero,
        )
        moved = sum((step * found.diff(z) for step, z in zip(move, (_A, _B, _C), strict=True)), S.Zero)
        found = expand_mul(found * slope + moved)
    return found


def _ratio(old: Expr, new: Expr) -> Expr:
    """``Γ(new)/Γ(old)``, written out where they lie whole steps apart."""
    step = expand_mul(new - old)
    if not step.is_Integer or abs(step) > _MOST_STEPS:
        return gamma(new) / gamma(old)
    if step >= 0:
        return Mul(*[old + j for j in range(int(step))])
    return 1 / Mul(*[old - 1 - j for j in range(-int(step))])


def _shifted(order: Expr, old: Expr, new: Expr) -> Expr:
    """``ψ(old + 2) -> ψ(old) + 1/old + 1/(old + 1)``, and so for its derivatives."""
    step = expand_mul(new - old)
    if not step.is_Integer or abs(step) > _MOST_STEPS or old.is_number:
        return polygamma(order, new)
    turn = (-1) ** order * _factorial(order)
    places = [old + j for j in range(int(step))] if step >= 0 else [old - 1 - j for j in range(-int(step))]
    return polygamma(order, old) + (1 if step >= 0 else -1) * sum(
        (turn / place ** (order + 1) for place in places), S.Zero
    )


def _factorial(order: Expr) -> Expr:
    return Mul(*[Integer(j) for j in range(1, int(order) + 1)])
