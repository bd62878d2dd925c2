"""Undo a chain of injective functions: solve ``h(p) = value`` from outside in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from sympy import (
    Add,
    Expr,
    LambertW,
    Mul,
    Pow,
    S,
    Symbol,
    acos,
    acosh,
    asin,
    asinh,
    atan,
    atanh,
    cos,
    cosh,
    cot,
    erf,
    erfc,
    erfinv,
    exp,
    expand_mul,
    fraction,
    log,
    pi,
    polygamma,
    sin,
    sinh,
    tan,
    tanh,
    together,
)

from symmle.notation.inverses import inverse_digamma
from symmle.reduction import expand_numerators
from symmle.signs import Facts, Sign, sign
from symmle.solution.substitution import LINE, in_substitute, monomials, substitutes


class Undone(NamedTuple):
    """The parameter, and the functions that were undone, the outermost first."""

    root: Expr
    chain: tuple[str, ...]


class _Inverse(NamedTuple):
    """How a function is undone, and the interval on which it is one to one; None where it is everywhere."""

    undo: Callable[[Expr], Expr]
    lower: Expr | None = None
    upper: Expr | None = None


_INVERSES: Mapping[type, _Inverse] = {
    exp: _Inverse(log),
    log: _Inverse(exp),
    sinh: _Inverse(asinh),
    asinh: _Inverse(sinh),
    cosh: _Inverse(acosh, S.Zero),
    acosh: _Inverse(cosh),
    tanh: _Inverse(atanh),
    atanh: _Inverse(tanh),
    tan: _Inverse(atan, -pi / 2, pi / 2),
    cot: _Inverse(lambda value: pi / 2 - atan(value), S.Zero, pi),
    atan: _Inverse(tan),
    sin: _Inverse(asin, -pi / 2, pi / 2),
    asin: _Inverse(sin),
    cos: _Inverse(acos, S.Zero, pi),
    acos: _Inverse(cos),
    erf: _Inverse(erfinv),
    erfc: _Inverse(lambda value: erfinv(1 - value)),
    erfinv: _Inverse(erf),
}


def undo(function: Expr, parameter: Symbol, value: Expr, facts: Facts) -> Undone | None:
    """Solve ``function = value`` for the parameter, where each layer of the function is one to one.

    Returns
    -------
    Undone or None
        None where a layer is not known to be one to one, or the parameter stands in several places that do
        not come together.
    """
    if function == parameter:
        return Undone(value, ())
    constant, moving = function.as_independent(parameter, as_Add=True)
    if constant != 0:
        return undo(moving, parameter, value - constant, facts)
    factor, moving = function.as_independent(parameter, as_Add=False)
    if factor != 1:
        return undo(moving, parameter, value / factor, facts)
    if function.is_Add or function.is_Mul:
        return _undo_together(function, parameter, value, facts)
    if isinstance(function, Pow) and not isinstance(function, exp):
        return _undo_power(function, parameter, value, facts)
    return _undo_layer(function, parameter, value, facts)


def _undo_layer(function: Expr, parameter: Symbol, value: Expr, facts: Facts) -> Undone | None:
    inner = function.args[-1]
    if isinstance(function, polygamma) and function.args[0] == 0:
        inside = sign(inner, facts) is Sign.POSITIVE
        return _below("digamma", undo(inner, parameter, inverse_digamma(value), facts)) if inside else None
    if isinstance(function, LambertW) and len(function.args) == 1:
        return _below("LambertW", undo(inner, parameter, value * exp(value), facts))
    inverse = _INVERSES.get(function.func)
    if inverse is None or not _lies_between(inner, inverse, facts):
        return None
    return _below(function.func.__name__, undo(inner, parameter, inverse.undo(value), facts))


def _below(name: str, rest: Undone | None) -> Undone | None:
    return rest and Undone(rest.root, (name, *rest.chain))


def _lies_between(inner: Expr, inverse: _Inverse, facts: Facts) -> bool:
    above = inverse.lower is None or sign(inner - inverse.lower, facts).is_nonnegative
    below = inverse.upper is None or sign(inverse.upper - inner, facts).is_nonnegative
    return above and below


def _undo_power(function: Expr, parameter: Symbol, value: Expr, facts: Facts) -> Undone | None:
    base, exponent = function.args
    if parameter in exponent.free_symbols:
        if parameter in base.free_symbols or sign(base, facts) is not Sign.POSITIVE:
            return None
        return _below("the power", undo(exponent, parameter, log(value) / log(base), facts))
    of_base = sign(base, facts)
    if of_base.is_nonnegative:
        return _below("the power", undo(base, parameter, value ** (1 / exponent), facts))
    if of_base.is_nonpositive and exponent.is_Integer:
        size = (value if exponent % 2 == 0 else -value) ** (1 / exponent)
        return _below("the power", undo(base, parameter, -size, facts))
    return None


def _undo_together(function: Expr, parameter: Symbol, value: Expr, facts: Facts) -> Undone | None:
    """Bring the places where the parameter stands together: as a quotient, as one logarithm."""
    joined = _one_logarithm(function, facts)
    if joined is not None:
        return undo(joined, parameter, value, facts)
    return _undo_quotient(function, parameter, value) or _undo_lambert(function, parameter, value, facts)


def _undo_lambert(function: Expr, parameter: Symbol, value: Expr, facts: Facts) -> Undone | None:
    """``b*u + c*exp(t*u) = value``, or ``b*u*exp(t*u) = value``, where the function is strictly monotone."""
    for u in substitutes(function, parameter):
        place = undo(u, parameter, LINE, facts)
        terms = place and monomials(
            expand_numerators(in_substitute(function.xreplace({parameter: place.root})))
        )
        rises = sign(function.diff(parameter), facts).times(sign(u.diff(parameter), facts))
        found = terms and rises.is_nonzero and _lambert_root(terms, value, rises, facts)
        if found:
            return _below("LambertW", undo(u, parameter, found, facts))
    return None


def _lambert_root(
    terms: Mapping[tuple[Expr, Expr], Expr], value: Expr, rises: Sign, facts: Facts
) -> Expr | None:
    """Give u on the branch where the function rises or falls in u as it does.

    Its slope is ``b*(1 + W)`` or, for the product, ``b*exp(t*u)*(1 + W)``.
    """
    rates = [rate for power, rate in terms if rate != 0]
    if len(rates) != 1 or not set(terms) <= {(S.One, S.Zero), (S.Zero, rates[0]), (S.One, rates[0])}:
        return None
    (rate,) = rates
    slope = terms.get((S.One, S.Zero), terms.get((S.One, rate), S.Zero))
    along = rises.times(sign(slope, facts))
    if along not in (Sign.POSITIVE, Sign.NEGATIVE):
        return None
    branch = 0 if along is Sign.POSITIVE else -1
    if set(terms) == {(S.One, rate)}:
        return lambert(rate * value / slope, branch) / rate
    if set(terms) == {(S.One, S.Zero), (S.Zero, rate)}:
        rest = expand_mul(value / slope)
        return rest - lambert(terms[S.Zero, rate] * rate / slope * exp(rate * rest), branch) / rate
    return None


def lambert(argument: Expr, branch: int) -> Expr:
    """Lambert's W on one of its two real branches."""
    return LambertW(argument, branch) if branch else LambertW(argument)


def _one_logarithm(function: Expr, facts: Facts) -> Expr | None:
    """``c*log(a) - c*log(b) -> c*log(a/b)``, where a and b are positive."""
    terms = [term.as_independent(log, as_Add=False) for term in Add.make_args(function)]
    inner = [node.args[0] for _, node in terms if isinstance(node, log)]
    if len(terms) < 2 or len(inner) < len(terms) or len({abs(c) for c, _ in terms}) > 1:
        return None
    if not all(c.is_number for c, _ in terms) or any(sign(a, facts) is not Sign.POSITIVE for a in inner):
        return None
    size = terms[0][0]
    return size * log(Mul(*[a ** (c / size) for a, (c, _) in zip(inner, terms, strict=True)]))


def _undo_quotient(function: Expr, parameter: Symbol, value: Expr) -> Undone | None:
    """``(a + b*p)/(c + d*p) = value`` is linear in p."""
    numerator, denominator = fraction(together(function))
    difference = (numerator - value * denominator).expand()
    slope = difference.diff(parameter)
    if parameter in slope.free_symbols or slope == 0:
        return None
    return Undone(-difference.xreplace({parameter: S.Zero}) / slope, ("the quotient",))
