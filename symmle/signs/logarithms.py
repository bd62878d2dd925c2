"""Logarithms taken apart, on factors that are proved positive and on no others."""

from __future__ import annotations

from collections.abc import Callable

from sympy import Abs, Add, Expr, Integer, Mul, Piecewise, S, beta, binomial, exp, gamma, log, loggamma

from symmle.signs.facts import Facts
from symmle.signs.prover import sign
from symmle.signs.words import Sign


def logarithm(density: Expr, facts: Facts) -> Expr:
    """Give the logarithm of a density, a sum of terms wherever the signs of its factors are proved.

    Parameters
    ----------
    density : Expr
        Not negative on its support.
    facts : Facts
        Domains of the symbols.

    Returns
    -------
    Expr
        Equal to ``log(density)``; a power with base zero keeps the limit 0*log(0) = 0.
    """
    if density.is_Mul:
        return _of_product(density, facts)
    for matches, rule in _RULES:
        if matches(density):
            return rule(density, facts)
    return log(density)


def expand_logarithms(expression: Expr, facts: Facts) -> Expr:
    """Take apart every logarithm in an expression, inside out."""
    if not expression.args or expression.is_Atom:
        return expression
    if isinstance(expression, Piecewise):
        return Piecewise(
            *[(expand_logarithms(value, facts.where(case)), case) for value, case in expression.args]
        )
    rebuilt = expression.func(*[expand_logarithms(argument, facts) for argument in expression.args])
    if isinstance(rebuilt, log):
        return logarithm(rebuilt.args[0], facts)
    return rebuilt


def _of_product(density: Expr, facts: Facts) -> Expr:
    """Factors that are not negative come apart; negative ones in pairs, as their opposites; the rest stays
    together.
    """
    signs = {factor: sign(factor, facts) for factor in density.args}
    apart = [logarithm(factor, facts) for factor, found in signs.items() if found.is_nonnegative]
    negative = [factor for factor, found in signs.items() if found is Sign.NEGATIVE]
    rest = Mul(
        *[factor for factor, found in signs.items() if not found.is_nonnegative and factor not in negative]
    )
    if len(negative) % 2:
        rest *= negative.pop()
    apart += [_of_number(-f, facts) if f.is_Number else log(-f) for f in negative]
    return Add(*apart, S.Zero if rest is S.One else log(rest))


def _of_power(density: Expr, facts: Facts) -> Expr:
    base, exponent = density.args
    if sign(base, facts).is_nonnegative:
        return Mul(exponent, logarithm(base, facts), evaluate=True).expand(
            deep=False,
            mul=not exponent.is_Add,
            power_base=False,
            power_exp=False,
            log=False,
            multinomial=False,
            basic=False,
        )
    if exponent.is_even and sign(base, facts) is Sign.NEGATIVE:
        return exponent * logarithm(-base, facts)
    return log(density)


def _of_exponential(density: Expr, facts: Facts) -> Expr:
    return expand_logarithms(density.args[0], facts)


def _of_number(density: Expr, facts: Facts) -> Expr:
    if density.is_Rational and density > 0 and density.q > 1:
        return log(Integer(density.p)) - log(Integer(density.q))
    return log(density)


def _of_absolute(density: Expr, facts: Facts) -> Expr:
    """``log(Abs(u)) -> log(u**2)/2`` where u is proved not to vanish: the same function, without a kink."""
    inside = density.args[0]
    return log(inside**2, evaluate=False) / 2 if sign(inside, facts).is_nonzero else log(density)


def _of_gamma(density: Expr, facts: Facts) -> Expr:
    positive = sign(density.args[0], facts) is Sign.POSITIVE
    return loggamma(density.args[0]) if positive else log(density)


def _of_binomial(density: Expr, facts: Facts) -> Expr:
    """``log C(n, k)`` by log gamma, where all three arguments are proved positive."""
    total, chosen = density.args
    arguments = (total + 1, chosen + 1, total - chosen + 1)
    if all(sign(argument, facts) is Sign.POSITIVE for argument in arguments):
        return loggamma(arguments[0]) - loggamma(arguments[1]) - loggamma(arguments[2])
    return log(density)


def _of_beta(density: Expr, facts: Facts) -> Expr:
    first, second = density.args
    if all(sign(argument, facts) is Sign.POSITIVE for argument in (first, second)):
        return loggamma(first) + loggamma(second) - loggamma(first + second)
    return log(density)


def _of_cases(density: Expr, facts: Facts) -> Expr:
    """Case by case; where a case is zero, its logarithm is left as it stands."""
    if any(value.is_zero for value, _ in density.args):
        return log(density)
    return Piecewise(*[(logarithm(value, facts.where(case)), case) for value, case in density.args])


def _is(kind: type) -> Callable[[Expr], bool]:
    return lambda expression: isinstance(expression, kind)


_Rule = Callable[[Expr, Facts], Expr]
_RULES: tuple[tuple[Callable[[Expr], bool], _Rule], ...] = (
    (_is(exp), _of_exponential),
    (lambda expression: bool(expression.is_Pow), _of_power),
    (lambda expression: bool(expression.is_Rational), _of_number),
    (_is(Abs), _of_absolute),
    (_is(gamma), _of_gamma),
    (_is(binomial), _of_binomial),
    (_is(beta), _of_beta),
    (_is(Piecewise), _of_cases),
)
