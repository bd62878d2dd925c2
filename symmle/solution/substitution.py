"""Write an expression in a function u of the parameter and in e^u."""

from __future__ import annotations

from sympy import Add, Expr, Mul, Pow, S, Symbol, exp, expand_mul, log

from symmle.reduction import expand_numerators

LINE = Symbol("substitute#", real=True)
POWER = Symbol("exponential#", positive=True)


def substitutes(score: Expr, parameter: Symbol) -> list[Expr]:
    """Give what stands in an exponential, without its constants, and each logarithm."""
    found: dict[Expr, None] = {}
    for node in sorted((e for e in score.atoms(exp) if parameter in e.free_symbols), key=str):
        moving = expand_mul(node.args[0]).as_independent(parameter, as_Add=True)[1]
        found.setdefault(moving.as_independent(parameter, as_Add=False)[1])
    for node in sorted((e for e in score.atoms(log) if parameter in e.free_symbols), key=str):
        found.setdefault(node)
    return list(found)


def in_substitute(expression: Expr) -> Expr:
    """Write everything in u, which stands there as LINE, and in e^u: ``exp(2*u) -> E**2``."""
    split = expand_mul(expression).replace(
        lambda node: isinstance(node, exp),
        lambda node: Mul(*[_of_term(term) for term in Add.make_args(expand_mul(node.args[0]))]),
    )
    return split.replace(lambda node: isinstance(node, log), _of_logarithm)


def _of_term(term: Expr) -> Expr:
    factor, moving = term.as_independent(LINE, as_Add=False)
    return Pow(POWER, factor) if moving == LINE else exp(term)


def _of_logarithm(node: Expr) -> Expr:
    factor, power = node.args[0].as_independent(POWER, as_Add=False)
    base, exponent = power.as_base_exp()
    return log(factor) + exponent * LINE if base == POWER else node


def monomials(numerator: Expr) -> dict[tuple[Expr, Expr], Expr] | None:
    """``a*u*E**2 + b -> {(1, 2): a, (0, 0): b}``."""
    found: dict[tuple[Expr, Expr], Expr] = {}
    for term in Add.make_args(numerator):
        coefficient, moving = term.as_independent(LINE, POWER, as_Add=False)
        powers = {LINE: S.Zero, POWER: S.Zero}
        for factor in Mul.make_args(moving):
            base, exponent = factor.as_base_exp()
            if factor != 1 and (base not in powers or exponent.has(LINE, POWER)):
                return None
            if factor != 1:
                powers[base] += exponent
        key = powers[LINE], powers[POWER]
        found[key] = found.get(key, S.Zero) + coefficient
    return {key: expand_numerators(c) for key, c in found.items() if expand_numerators(c) != 0}
