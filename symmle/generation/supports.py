"""What a checked column must satisfy, as expressions per row."""

from __future__ import annotations

from collections.abc import Mapping
from sys import float_info
from typing import Final

from sympy import Abs, Add, Eq, Expr, Float, Ge, Gt, Le, Lt, Mul, Ne, Or, S, Symbol, exp, floor

from symmle.notation import Domain

ROUNDING: Final = Float(8.0 * float_info.epsilon)


def inside(symbol: Symbol, domain: Domain, symbols: Mapping[Symbol, Symbol]) -> tuple[Expr, ...]:
    """Return the conditions under which a value lies in a domain; none where every real number does.

    Parameters
    ----------
    symbol : Symbol
        The column, as the module names it.
    domain : Domain
        Where it must lie.
    symbols : mapping of Symbol to Symbol
        Declared symbols to the names of the module, for ends that are expressions.
    """
    plain = Symbol(symbol.name)  # no assumptions: with them SymPy would decide the condition
    swap = {known: Symbol(named.name) for known, named in symbols.items()}
    if domain.members is not None:
        return (Or(*(Eq(plain, member.xreplace(swap)) for member in domain.members)),)
    found: list[Expr] = [Ne(plain, 0)] if domain.nonzero else []
    lower, upper = domain.lower.xreplace(swap), domain.upper.xreplace(swap)
    if lower != S.NegativeInfinity:
        found.append(Gt(plain, lower) if domain.lower_open else Ge(plain, lower))
    if upper != S.Infinity:
        found.append(Lt(plain, upper) if domain.upper_open else Le(plain, upper))
    if domain.integer:
        found.append(Eq(plain, floor(plain)))
    return tuple(found)


def closed_ends(domain: Domain) -> tuple[Expr, ...]:
    """Return the numeric ends that belong to the domain, where a logarithm may be of zero."""
    if domain.members is not None:
        return tuple(member for member in domain.members if member.is_number)
    ends = [(domain.lower, domain.lower_open), (domain.upper, domain.upper_open)]
    return tuple(end for end, is_open in ends if not is_open and end.is_number)


def _size(term: Expr) -> Expr:
    """Return the absolute value of a real term: an exponential is its own, which SymPy is not told."""
    positive = [factor for factor in Mul.make_args(term) if isinstance(factor, exp)]
    return Mul(Abs(Mul(*[factor for factor in Mul.make_args(term) if factor not in positive])), *positive)


def beyond_rounding(relation: Expr) -> Expr:
    """Return ``a - b > rounding`` for ``a > b``: a difference that is all rounding is no difference.

    One statistic against zero stays as it is: a centred sum of equal numbers is exactly zero.
    """
    if not isinstance(relation, Gt | Lt):
        return relation
    larger, smaller = relation.args if isinstance(relation, Gt) else reversed(relation.args)
    terms = Add.make_args(larger - smaller)
    if len(terms) == 1:
        return relation
    size = Add(*(_size(term) for term in terms))
    return Gt(larger - smaller, Mul(ROUNDING, size, evaluate=False), evaluate=False)
