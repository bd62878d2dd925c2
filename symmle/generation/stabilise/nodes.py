"""The functions that the rewrites introduce, as undefined functions of SymPy, and what a rewrite is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from sympy import Add, Expr, Function, Mul, S, Symbol

gammaln: Final = Function("gammaln", real=True)
log1p: Final = Function("log1p", real=True)
expm1: Final = Function("expm1", real=True)
softplus: Final = Function("softplus", positive=True)
expit: Final = Function("expit", positive=True)
xlogy: Final = Function("xlogy", real=True)
xlog1py: Final = Function("xlog1py", real=True)
log_ndtr: Final = Function("log_ndtr", real=True)
erfcx: Final = Function("erfcx", positive=True)
digamma: Final = Function("digamma", real=True)
hurwitz: Final = Function("hurwitz", positive=True)
betaln: Final = Function("betaln", real=True)
ive: Final = Function("ive", real=True)
kve: Final = Function("kve", positive=True)
log_minus_digamma: Final = Function("log_minus_digamma", positive=True)
digamma_difference: Final = Function("digamma_difference", real=True)
gammaln_difference: Final = Function("gammaln_difference", real=True)
trigamma_difference: Final = Function("trigamma_difference", real=True)
trigamma_minus_reciprocal: Final = Function("trigamma_minus_reciprocal", positive=True)
lambert_difference: Final = Function("lambert_difference", real=True)
wrightomega: Final = Function("wrightomega", positive=True)
log1mexp: Final = Function("log1mexp", real=True)
log_expm1: Final = Function("log_expm1", real=True)
zeta_derivative: Final = Function("zeta_derivative", real=True)


@dataclass(frozen=True, slots=True)
class ClosedEnds:
    """The finite ends that belong to the domains: where a logarithm's argument may be exactly zero."""

    ends: Mapping[Symbol, tuple[Expr, ...]] = field(default_factory=lambda: MappingProxyType({}))

    def may_vanish(self, expression: Expr) -> bool:
        """Return whether the expression is zero at a closed end of one of its symbols."""
        return any(
            expression.xreplace({symbol: end}) == S.Zero
            for symbol in sorted(expression.free_symbols, key=str)
            for end in self.ends.get(symbol, ())
        )


def split(term: Expr, function: str) -> tuple[Expr, Expr] | None:
    """Split ``c*f(u)`` into c and ``f(u)``, where f is the function of that name and c is free of it."""
    factors = Mul.make_args(term)
    found = [factor for factor in factors if factor.func.__name__ == function]
    if len(found) != 1:
        return None
    return Mul(*(factor for factor in factors if factor is not found[0])), found[0]


def terms_of(expression: Expr, function: str) -> list[tuple[Expr, Expr, Expr]]:
    """Return ``(term, c, f(u))`` for each term of a sum that is a multiple of the named function."""
    found = [(term, split(term, function)) for term in Add.make_args(expression)]
    return [(term, *parts) for term, parts in found if parts is not None]
