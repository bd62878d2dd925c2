"""The range of a monotone generator, found anew for the checker by following its layers outwards."""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Add, Basic, Expr, Mul, Pow, S, Symbol, pi, polygamma

from symmle.signs import Facts, Sign, sign

_UP, _DOWN = S.Infinity, S.NegativeInfinity
# By name: where each function goes as its argument goes to a point or to an infinity.
_LIMITS: Mapping[str, tuple[tuple[Expr, Expr], ...]] = {
    "exp": ((_DOWN, S.Zero), (_UP, _UP)),
    "log": ((S.Zero, _DOWN), (_UP, _UP)),
    "digamma": ((S.Zero, _DOWN), (_UP, _UP)),
    "sinh": ((_DOWN, _DOWN), (_UP, _UP)),
    "asinh": ((_DOWN, _DOWN), (_UP, _UP)),
    "cosh": ((_DOWN, _UP), (_UP, _UP)),
    "acosh": ((_UP, _UP),),
    "tanh": ((_DOWN, S.NegativeOne), (_UP, S.One)),
    "atanh": ((S.NegativeOne, _DOWN), (S.One, _UP)),
    "tan": ((-pi / 2, _DOWN), (pi / 2, _UP)),
    "cot": ((S.Zero, _UP), (pi, _DOWN)),
    "atan": ((_DOWN, -pi / 2), (_UP, pi / 2)),
    "erf": ((_DOWN, S.NegativeOne), (_UP, S.One)),
    "erfc": ((_DOWN, Add(1, 1)), (_UP, S.Zero)),
    "erfinv": ((S.NegativeOne, _DOWN), (S.One, _UP)),
}


def end_of(generator: Expr, place: Symbol, end: Expr, facts: Facts) -> Expr | None:
    """Give where a strictly monotone generator goes at an end of a domain.

    A generator is either one layer around another, or a sum whose parts go to one infinity at most.
    """
    if place not in generator.free_symbols:
        return generator
    if generator == place:
        return end
    constant, moving = generator.as_independent(place, as_Add=True)
    if constant != 0 or moving.is_Add:
        parts = [end_of(part, place, end, facts) for part in Add.make_args(generator)]
        return _together(parts)
    factor, moving = generator.as_independent(place, as_Add=False)
    if factor != 1:
        inner = end_of(moving, place, end, facts)
        return None if inner is None else _scaled(factor, inner, facts)
    return _layer(generator, place, end, facts)


def _together(parts: list[Expr | None]) -> Expr | None:
    if any(part is None for part in parts) or {_UP, _DOWN} <= set(parts):
        return None
    return Add(*parts)


def _scaled(factor: Expr, inner: Expr, facts: Facts) -> Expr | None:
    if inner.is_finite:
        return factor * inner
    return {Sign.POSITIVE: inner, Sign.NEGATIVE: -inner}.get(sign(factor, facts))


def _layer(generator: Expr, place: Symbol, end: Expr, facts: Facts) -> Expr | None:
    if isinstance(generator, Pow) and generator.base != S.Exp1:
        return _power(generator, place, end, facts)
    if generator.is_Mul:
        return _times([end_of(part, place, end, facts) for part in generator.args], facts)
    inner = end_of(generator.args[-1], place, end, facts)
    if inner is None:
        return None
    known = dict(_LIMITS.get(_name(generator), ()))
    if inner in known:
        return known[inner]
    return generator.func(*generator.args[:-1], inner) if inner.is_finite and known else None


def _times(parts: list[Expr | None], facts: Facts) -> Expr | None:
    """A product of limits; beside an infinity no other may be zero or of unknown sign."""
    signs = [S.One if part is _UP else _signed(part, facts) for part in parts if part is not None]
    if len(signs) < len(parts) or not {_UP, _DOWN} & set(parts):
        return Mul(*parts) if len(signs) == len(parts) else None
    return None if S.Zero in signs else _UP * Mul(*signs)


def _signed(part: Expr, facts: Facts) -> Expr:
    """1, -1, or 0 where the sign is not known."""
    if part is _DOWN:
        return S.NegativeOne
    return {Sign.POSITIVE: S.One, Sign.NEGATIVE: S.NegativeOne}.get(sign(part, facts), S.Zero)


def _name(generator: Basic) -> str:
    if isinstance(generator, polygamma):
        return "digamma" if generator.args[0] == 0 else ""
    return str(generator.func.__name__)


def _power(generator: Expr, place: Symbol, end: Expr, facts: Facts) -> Expr | None:
    """A rational power of something that is positive inside the domain."""
    base, exponent = generator.args
    if place in exponent.free_symbols:
        return _known_power(base, end_of(exponent, place, end, facts))
    inner = end_of(base, place, end, facts)
    if inner is None or not exponent.is_Rational or sign(base, facts) is not Sign.POSITIVE:
        return None
    if inner == 0 or inner is _UP:
        grows = (exponent > 0) == (inner is _UP)
        return _UP if grows else S.Zero
    return inner**exponent if inner.is_finite else None


def _known_power(base: Expr, exponent: Expr | None) -> Expr | None:
    """``2**(1/h)``: a number above one goes to infinity with its exponent, and to zero as that falls."""
    if exponent is None or not base.is_number or not base.is_positive:
        return None
    if exponent.is_finite:
        return base**exponent
    above = (base > 1) == (exponent is _UP)
    return None if base == 1 else _UP if above else S.Zero
