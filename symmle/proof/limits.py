"""Limits at the ends of a domain, from a table of elementary functions and power sums, and by expansion.

SymPy's ``limit`` leaves digamma unevaluated and takes a sum over a sample for something bounded; here a limit
is either in the table or not known.
"""

from __future__ import annotations

from sympy import AccumBounds, Add, Derivative, Expr, S, Symbol, digamma, exp, expand_log, fraction, log

from symmle.proof import expansions
from symmle.proof.dominance import without_exponentials
from symmle.proof.row_series import LEVEL, Expansion, NoExpansionError, Series, constant, limit_of, power_of
from symmle.reduction import reduce_sums
from symmle.sample_sum import SampleSum, Statistic, StatisticKind, definition, sample_mean
from symmle.signs import Facts, Sign, sign


def limit_at(expression: Expr, place: Symbol, end: Expr, facts: Facts) -> Expr | None:
    """Give the limit as a parameter goes to an end of its domain from inside; None where no rule knows it.

    First the table; then expansions in powers of the distance to the end and its logarithm, after sums of
    exponentials have been replaced by what rules them.
    """
    if expression.has(Derivative):  # which has no value at a number: its expansion has
        return expansions.limit_of(expression, place, end, facts, above=facts.domains[place].lower == end)
    if end.is_finite and end != 0:
        value = expression.xreplace({place: end})
        if not value.has(*_NO_VALUE):
            return reduce_sums(value, (), facts)
    elif facts.range_of(place).lower >= 0:
        found = _from_table(expression, place, end, facts)
        if found is not None:
            return found
    return _expanded(expression, place, end, facts)


def _from_table(expression: Expr, place: Symbol, end: Expr, facts: Facts) -> Expr | None:
    """Look up the limit of each term as a positive parameter goes to 0 or to oo."""
    rest, total = _digamma_pairs(expression, place, end, facts)
    for term in Add.make_args(rest):
        found = _term(term, place, end, facts)
        if found is None:
            return None
        total += found
    return None if total is S.NaN else total


_NO_VALUE = (S.ComplexInfinity, S.NaN, S.Infinity, S.NegativeInfinity, AccumBounds)


def _expanded(expression: Expr, place: Symbol, end: Expr, facts: Facts) -> Expr | None:
    """Expand in the distance to the end, or in the exponential of the parameter."""
    ruled = without_exponentials(expression, place, end, facts) if end is S.Infinity or end == 0 else None
    for written in (expression, ruled):
        for at in () if written is None else _approaches(written, place, end, facts):
            try:
                series = Expansion(place, at, facts).of(written)
            except NoExpansionError:
                continue
            reduced = {k: reduce_sums(c, (LEVEL,), facts) for k, c in series.terms.items()}
            found = limit_of(Series.of(reduced, series.order), facts)
            if found is not None:
                return found
    return None


def _approaches(expression: Expr, place: Symbol, end: Expr, facts: Facts) -> list[Series]:
    """Give the parameter as a series in q: ``end + q``, ``end - q``, ``1/q``, or ``-log(q)/c``."""
    if end.is_finite:
        lower = facts.domains[place].lower == end
        return [constant(end).plus(power_of(S.One, S.One if lower else -S.One))]
    turn = S.One if end is S.Infinity else -S.One
    nodes = expression.atoms(SampleSum)
    exponents = [e.args[0] for part in (expression, *[n.summand for n in nodes]) for e in part.atoms(exp)]
    slopes = {abs(argument.coeff(place)) for argument in exponents if argument.coeff(place) != 0}
    varying = {place, *[observed for node in nodes for observed in node.sample.observations]}
    positive = [c for c in slopes if varying.isdisjoint(c.free_symbols) and sign(c, facts) is Sign.POSITIVE]
    by_exponential = [constant(-turn * LEVEL / c) for c in sorted(positive, key=str)]
    return [power_of(-S.One, turn), *by_exponential]


def _digamma_pairs(expression: Expr, place: Symbol, end: Expr, facts: Facts) -> tuple[Expr, Expr]:
    """``c*(log(k) - digamma(k))`` goes to 0 at oo and, for c > 0, to oo at 0."""
    factor = expression.coeff(log(place))
    if factor == 0 or expression.coeff(digamma(place)) != -factor:
        return expression, S.Zero
    rest = expression - factor * log(place) + factor * digamma(place)
    if end is S.Infinity:
        return rest, S.Zero
    return (rest, S.Infinity) if sign(factor, facts) is Sign.POSITIVE else (expression, S.Zero)


def _term(term: Expr, place: Symbol, end: Expr, facts: Facts) -> Expr | None:
    coefficient, moving = term.as_independent(place, as_Add=False)
    if moving is S.One or term == 0:
        return term
    if moving.has(SampleSum):
        found = _ratio(moving, place, end)
        return None if found is None else coefficient * found
    growth = _growth(moving, place, end)
    if growth is None:
        return None
    return (
        S.Zero
        if growth == 0
        else _signed_infinity(sign(coefficient, facts) if growth > 0 else -sign(coefficient, facts))
    )


def _growth(moving: Expr, place: Symbol, end: Expr) -> Expr | None:
    """Give 0 for what vanishes, 1 for what goes to oo, -1 for what goes to -oo."""
    base, exponent = moving.as_base_exp()
    if base == place and exponent.is_Rational:
        outward = exponent if end is S.Infinity else -exponent
        return S.One if outward > 0 else S.Zero
    if moving == log(place):
        return S.One if end is S.Infinity else S.NegativeOne
    return None


def _signed_infinity(of_coefficient: Sign) -> Expr | None:
    return {Sign.POSITIVE: S.Infinity, Sign.NEGATIVE: S.NegativeInfinity}.get(of_coefficient)


def _ratio(moving: Expr, place: Symbol, end: Expr) -> Expr | None:
    """``sum(u*exp(s*u))/sum(exp(s*u))`` goes to the maximum of u as s goes to oo, to its mean at 0, to its
    minimum at -oo.
    """
    numerator, denominator = fraction(moving)
    if not (isinstance(numerator, SampleSum) and isinstance(denominator, SampleSum)):
        return None
    leading = numerator.summand / denominator.summand
    exponent = expand_log(log(denominator.summand)) if leading.free_symbols else S.Zero
    steepness = exponent / leading if exponent != 0 else S.Zero
    if place in leading.free_symbols or not steepness.free_symbols <= {place}:
        return None
    kind = _extreme(steepness, place, end)
    return None if kind is None else Statistic(kind, (leading,), numerator.sample)


def _extreme(steepness: Expr, place: Symbol, end: Expr) -> StatisticKind | None:
    coefficient, moving = steepness.as_independent(place, as_Add=False)
    exponent = moving.as_base_exp()[1]
    if moving not in (place, 1 / place) or not coefficient.is_Rational:
        return None
    if (exponent > 0) == (end is S.Infinity):
        return StatisticKind.MAXIMUM if coefficient > 0 else StatisticKind.MINIMUM
    return StatisticKind.MEAN


def spread_needed(limit: Expr) -> Expr | None:
    """``maximum(u) - mean(u)``, ``mean(u) - minimum(u)`` and a gap are positive exactly if the data are not
    all equal.
    """
    if isinstance(limit, Statistic) and limit.kind is StatisticKind.GAP:
        return limit
    for extreme in limit.atoms(Statistic):
        turn = {StatisticKind.MAXIMUM: 1, StatisticKind.MINIMUM: -1}.get(extreme.kind)
        if turn is None:
            continue
        (row,) = extreme.expressions
        rest = (limit - turn * (extreme - sample_mean(row, extreme.sample))).expand()
        if definition(rest).expand() == 0:
            return Statistic(StatisticKind.VARIANCE, (row,), extreme.sample)
    return None
