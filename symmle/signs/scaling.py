"""Write an expression whose powers are all powers of one exponential as a function of its exponent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sympy import Expr, Mul, Pow, Rational, Symbol, exp, fraction, ilcm, log, together

PLACE, EXPONENTIAL = Symbol("t#", real=True), Symbol("exp#", positive=True)
ABOVE, BELOW = Symbol("log(1+exp)#", positive=True), Symbol("log(1-exp)#", negative=True)
_LOGARITHMS = {log(1 + EXPONENTIAL): ABOVE, log(1 - EXPONENTIAL): BELOW}
_LARGEST = 220


class Scaled(NamedTuple):
    """``numerator/denominator`` in t, exp(t), log(1 + exp(t)) and log(1 - exp(t)), with t = exponent."""

    numerator: Expr
    denominator: Expr
    exponent: Expr


def scalings(expression: Expr) -> Iterator[Scaled]:
    """``x**(2*a)*log(x) -> exp(2*t)*t/a`` with t = a*log(x): one form for each factor that can carry t."""
    if expression.count_ops() > _LARGEST:
        return
    powers = _exponents(expression)
    exponent = _common_exponent(list(powers.values()))
    if exponent is None:
        return
    placed = expression.xreplace({p: EXPONENTIAL ** (e / exponent).cancel() for p, e in powers.items()})
    for carrier in _carriers(exponent):
        moved = placed.xreplace({carrier: PLACE * carrier / exponent} if carrier is not None else {})
        written = moved.xreplace(_LOGARITHMS)
        if not any(argument.has(EXPONENTIAL) for argument in written.atoms(log)):
            numerator, denominator = fraction(together(written))
            yield Scaled(numerator, denominator, exponent)


def _exponents(expression: Expr) -> dict[Expr, Expr]:
    found = {power: power.args[0] for power in expression.atoms(exp)}
    for power in expression.atoms(Pow):
        base, exponent = power.args
        if exponent.free_symbols and base.is_positive and not isinstance(power, exp):
            found[power] = exponent * log(base)
    return dict(sorted(found.items(), key=str))


def _common_exponent(exponents: list[Expr]) -> Expr | None:
    """Give a quantity that all exponents are integer multiples of."""
    if not exponents or any(e == 0 for e in exponents):
        return None
    ratios = [(e / exponents[0]).cancel() for e in exponents]
    if not all(ratio.is_Rational for ratio in ratios):
        return None
    return exponents[0] / Rational(ilcm(1, *[int(ratio.q) for ratio in ratios]))


def _carriers(exponent: Expr) -> list[Expr | None]:
    """Give the factors of the exponent that t may stand for elsewhere; None where it stands nowhere else."""
    if exponent.is_Add:
        return [None]
    factors = [f for f in Mul.make_args(exponent) if f.is_Symbol or isinstance(f, log)]
    return [*factors, None]
