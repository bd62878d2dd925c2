"""Log densities that are a concave function of one quantity ``z = (u - location)/scale``.

With ``a = 1/scale`` and ``b = location/scale`` the quantity is ``a*u - b``, affine in (a, b), so
``G(z) + k*log(a)`` is concave where ``G'' < 0`` and k >= 0; slopes of covariates enter z in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from sympy import Abs, Add, Expr, Max, Min, Piecewise, S, Symbol, cancel, exp, expand_mul, log, sqrt
from sympy import sign as sign_function
from sympy.functions.elementary.hyperbolic import HyperbolicFunction

from symmle.budget import attempt
from symmle.likelihood import LogLikelihood, expand_logarithms
from symmle.notation import Domain
from symmle.proof.expansions import limit_of
from symmle.signs import Facts, Sign, sign

_CALLS = 60_000
STANDARD = Symbol("z", real=True)


class Quantity(NamedTuple):
    """``z = (observed - centre - sum(slope*column))/spread``; the row is ``shape(z) - power*log(spread)``.

    Parameters
    ----------
    observed : Expr
        What is observed on the line: x, or log(x).
    location : Symbol
        The parameter that ``centre`` is a function of: itself, or its logarithm.
    spread : Expr
        A function of the parameter ``scale``; one where there is no scale.
    slopes : tuple of (Symbol, Expr)
        Further parameters of the location with their columns.
    """

    observed: Expr
    location: Symbol
    centre: Expr
    scale: Symbol | None
    spread: Expr
    slopes: tuple[tuple[Symbol, Expr], ...]
    shape: Expr
    power: Expr

    def standardised(self) -> Expr:
        """Give z in the data and the parameters."""
        middle = Add(self.centre, *[slope * column for slope, column in self.slopes])
        return (self.observed - middle) / self.spread


def find_quantity(likelihood: LogLikelihood, facts: Facts) -> Quantity | None:
    """Find a quantity that the row is a strictly concave function of; None if there is none."""
    if len(likelihood.model.data) != 1:
        return None
    (name,) = likelihood.model.data
    for location in likelihood.parameters:
        for quantity in _proposed(likelihood, location, likelihood.model.symbols[name], facts):
            written = _written(likelihood, quantity, facts)
            if written is not None and is_concave(written, facts):
                return written
    return None


def _proposed(
    likelihood: LogLikelihood, location: Symbol, observed: Symbol, facts: Facts
) -> Iterator[Quantity]:
    """Propose what may be observed on the line, and how the spread may hang on the scale."""
    slopes = _slopes(likelihood, location, facts)
    others = [p for p in likelihood.parameters if p != location and p not in dict(slopes)]
    if len(others) > 1 or len(slopes) > 1:
        return
    scale = others[0] if others else None
    spreads = [S.One] if scale is None else [scale, 1 / scale, sqrt(scale), 1 / sqrt(scale)]
    if scale is not None and not _is_positive(scale, facts):
        return
    for spread in spreads:
        if _is_line_or_half(facts.domains[location]):
            row = observed if scale is not None else S.Zero
            yield Quantity(row, location, location, scale, spread, slopes, S.Zero, S.Zero)
        if _is_positive(location, facts) and _is_positive(observed, facts) and not slopes:
            yield Quantity(log(observed), location, log(location), scale, spread, (), S.Zero, S.Zero)


def _is_positive(symbol: Symbol, facts: Facts) -> bool:
    return sign(symbol, facts) is Sign.POSITIVE


def _is_line_or_half(domain: Domain) -> bool:
    ends = (domain.lower, domain.upper)
    return ends in ((S.NegativeInfinity, S.Infinity), (S.Zero, S.Infinity)) and not domain.nonzero


def _slopes(likelihood: LogLikelihood, location: Symbol, facts: Facts) -> tuple[tuple[Symbol, Expr], ...]:
    """Find parameters whose score is that of the location times a column of covariates."""
    if not likelihood.model.covariates:
        return ()
    found = []
    base = likelihood.row.diff(location)
    covariates = {likelihood.model.symbols[name] for name in likelihood.model.covariates}
    for other in likelihood.parameters:
        if other == location or base == 0:
            continue
        column, _ = attempt("divide two scores", _CALLS, _ratio, likelihood.row.diff(other), base)
        on_line = facts.domains[other] == Domain()
        if on_line and column is not None and column.free_symbols and column.free_symbols <= covariates:
            found.append((other, column))
    return tuple(found)


def _ratio(one: Expr, other: Expr) -> Expr:
    return cancel(one / other)


def _written(likelihood: LogLikelihood, quantity: Quantity, facts: Facts) -> Quantity | None:
    """Put the location in terms of z; what is left must hold the scale in its logarithm alone."""
    middle = quantity.observed - quantity.spread * STANDARD - Add(*[s * c for s, c in quantity.slopes])
    put_in = exp(middle) if isinstance(quantity.centre, log) else middle
    hyperbolic = {part: part.rewrite(exp) for part in likelihood.row.atoms(HyperbolicFunction)}
    row = likelihood.row.xreplace(hyperbolic).xreplace({quantity.location: put_in})
    placed = expand_logarithms(_tidied(row), facts)
    terms = Add.make_args(expand_mul(placed))
    scale = quantity.scale
    varying = set(likelihood.parameters) | {STANDARD}
    shape: Expr = S.Zero
    power: Expr = S.Zero
    for term in terms:
        held = term.free_symbols & varying
        if not held:
            continue
        if held == {STANDARD}:
            shape += term
        elif held == {scale} and term.has(log):
            power -= term / log(scale)
        else:
            return None
    if scale is not None:
        power = power / (log(quantity.spread).expand(force=True) / log(scale))
        if not power.is_Rational or power <= 0:
            return None
    return quantity._replace(shape=shape, power=power)


def _tidied(expression: Expr) -> Expr:
    """Multiply out inside every function, so that what cancels is gone."""
    if expression.is_Atom:
        return expression
    rebuilt = expression.func(*[_tidied(argument) for argument in expression.args])
    return expand_mul(rebuilt) if rebuilt.is_Mul or rebuilt.is_Add else rebuilt


def is_concave(quantity: Quantity, facts: Facts) -> bool:
    """Whether the second derivative of the shape is proved negative on the line."""
    free = quantity.shape.free_symbols - {STANDARD}
    if any(symbol not in facts.domains for symbol in free):
        return False
    told = Facts.of({**facts.domains, STANDARD: Domain()}).given(*facts.positive)
    found = curvature_sign(quantity.shape, told)
    return found is Sign.NEGATIVE or (found.is_nonpositive and _is_analytic(quantity.shape))


def _is_analytic(shape: Expr) -> bool:
    """A second derivative that is analytic and not zero has isolated zeros: the shape is still strictly
    concave.
    """
    smooth = not shape.has(Abs, Max, Min, Piecewise, sign_function)
    return smooth and expand_mul(shape.diff(STANDARD, 2)) != 0 and shape.diff(STANDARD, 2).has(STANDARD)


def curvature_sign(shape: Expr, facts: Facts) -> Sign:
    """Give the sign of the second derivative, written in several ways."""
    second = shape.diff(STANDARD, 2)
    found = sign(second, facts)
    if found.is_nonpositive:
        return found
    factored, _ = attempt("factor a second derivative", _CALLS, lambda: second.factor(deep=False))
    return found if factored is None else sign(factored, facts)


def falls_at_both_ends(shape: Expr, facts: Facts) -> bool:
    """Whether the shape goes to minus infinity at both ends of the line."""
    told = Facts.of({**facts.domains, STANDARD: Domain()}).given(*facts.positive)
    limits = [limit_of(shape, STANDARD, end, told) for end in (S.Infinity, S.NegativeInfinity)]
    return all(limit is S.NegativeInfinity for limit in limits)
