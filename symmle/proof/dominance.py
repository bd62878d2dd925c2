"""Which row rules a sum of exponentials far out, and what ratios of such sums become."""

from __future__ import annotations

from typing import NamedTuple

from sympy import Add, Expr, Mul, Poly, S, Symbol
from sympy.polys.polyerrors import PolynomialError

from symmle.sample_sum import Sample, SampleSum, Statistic, StatisticKind
from symmle.signs import Facts, Sign, sign
from symmle.signs.scaling import ABOVE, BELOW, EXPONENTIAL, PLACE, scalings


class _Germ(NamedTuple):
    """A row far out: ``factor(u)*exp(power*u)`` with u = exponent, up to what is exponentially smaller."""

    factor: Expr
    power: int
    rate: Expr


def without_exponentials(expression: Expr, place: Symbol, end: Expr, facts: Facts) -> Expr | None:
    """Replace sums of exponentials by what they come to, up to a relative error that is exponentially small.

    ``sum(x*exp(b*x))/sum(exp(b*x) - 1)`` becomes maximum(x) as b goes to oo; a sum of rows that decay becomes
    zero, and a sum of rows that tend to a power of the exponent becomes the sum of these powers.
    """
    nodes = [n for n in expression.atoms(SampleSum) if place in n.free_symbols]
    germs = {node: _germ(node, place, end, facts) for node in sorted(nodes, key=str)}
    if any(germ is None for germ in germs.values()):
        return None
    terms = [_term(term, germs, place, end) for term in Add.make_args(expression)]
    known = [term for term in terms if term is not None]
    return Add(*known) if len(known) == len(terms) else None


def _germ(node: SampleSum, place: Symbol, end: Expr, facts: Facts) -> _Germ | None:
    for scaled in scalings(node.summand):
        outward = place if end is S.Infinity else 1 / place
        rate = scaled.exponent / outward
        if place in rate.free_symbols:
            continue
        direction = sign(rate, facts)
        strict = direction in (Sign.POSITIVE, Sign.NEGATIVE)
        if direction.is_nonnegative and sign(SampleSum(rate, node.sample), facts) is Sign.POSITIVE:
            direction = Sign.POSITIVE
        if direction.is_nonpositive and not strict:
            direction = Sign.NEGATIVE
        if direction not in (Sign.POSITIVE, Sign.NEGATIVE):
            continue
        above = _leading(scaled.numerator, direction)
        below = _leading(scaled.denominator, direction)
        if above is None or below is None:
            continue
        power, factor = above[1] - below[1], above[0] / below[0]
        grows = power != 0 and (power > 0) == (direction is Sign.POSITIVE)
        gone = power != 0 and not grows and _vanishes_at_zero(node)
        if node.sample.varies(factor) or not (strict or grows or gone):
            continue
        return _Germ(factor, power, rate)
    return None


def _vanishes_at_zero(node: SampleSum) -> bool:
    """Whether rows in which the observation is zero add nothing."""
    observed = node.sample.observations
    return len(observed) == 1 and node.summand.xreplace({observed[0]: S.Zero}) == 0


def _leading(part: Expr, direction: Sign) -> tuple[Expr, int] | None:
    """Give the ruling power of exp(u) and its coefficient; ``log(1 + E)`` is E, or u, far out."""
    outside = S.One
    power = 0
    for factor in Mul.make_args(part):
        base, exponent = factor.as_base_exp()
        found = _leading_of_sum(base, direction) if exponent.is_Integer else None
        if found is None:
            return None
        outside, power = outside * found[0] ** exponent, power + int(found[1] * exponent)
    return outside, power


def _leading_of_sum(base: Expr, direction: Sign) -> tuple[Expr, int] | None:
    falling = direction is Sign.NEGATIVE
    logarithms = {ABOVE: EXPONENTIAL if falling else PLACE, BELOW: -EXPONENTIAL}
    if base.has(BELOW) and not falling:
        return None
    if base.has(ABOVE, BELOW) and base not in logarithms:
        return None  # in a sum the leading terms may cancel
    try:
        polynomial = Poly(base.xreplace(logarithms), EXPONENTIAL)
    except PolynomialError:
        return None
    powers = [m for (m,) in polynomial.monoms()]
    chosen = min(powers) if falling else max(powers)
    return polynomial.nth(chosen), chosen


def _term(term: Expr, germs: dict[SampleSum, _Germ | None], place: Symbol, end: Expr) -> Expr | None:
    """Pair sums above with sums below the line; what is left over must tend to powers, or decay."""
    resting = S.One
    above: list[SampleSum] = []
    below: list[SampleSum] = []
    for factor in Mul.make_args(term):
        base, exponent = factor.as_base_exp()
        if not isinstance(base, SampleSum) or base not in germs:
            if factor.has(*germs) if germs else False:
                return None
            resting *= factor
        elif exponent.is_Integer:
            (above if exponent > 0 else below).extend([base] * abs(int(exponent)))
        else:
            return None
    for divisor in below:
        partner = next((node for node in above if _same_power(germs[node], germs[divisor])), None)
        if partner is None:
            return None
        above.remove(partner)
        resting *= _ratio(partner, divisor, germs, place, end)
    for node in above:
        resting *= _alone(node, germs, place, end)
    return resting


def _same_power(first: _Germ | None, second: _Germ | None) -> bool:
    return (
        first is not None and second is not None and first.power == second.power and first.rate == second.rate
    )


def _outward(place: Symbol, end: Expr) -> Expr:
    return place if end is S.Infinity else 1 / place


def _ratio(
    partner: SampleSum, divisor: SampleSum, germs: dict[SampleSum, _Germ | None], place: Symbol, end: Expr
) -> Expr:
    first, second = germs[partner], germs[divisor]
    assert first is not None
    assert second is not None
    if first.power == 0:
        return _alone(partner, germs, place, end) / _alone(divisor, germs, place, end)
    ruling = _extreme(first.rate, first.power > 0, partner.sample)
    return (first.factor / second.factor).xreplace({PLACE: _outward(place, end) * ruling})


def _extreme(rate: Expr, greatest: bool, sample: Sample) -> Expr:
    """``maximum(-a*x) -> -a*minimum(x)`` for a > 0: what does not vary comes out."""
    outside, inside = rate.as_independent(*sample.observations, as_Add=False)
    if outside.is_negative:
        return outside * _extreme(inside, not greatest, sample)
    if outside.is_positive and outside is not S.One:
        return outside * _extreme(inside, greatest, sample)
    return Statistic(StatisticKind.MAXIMUM if greatest else StatisticKind.MINIMUM, (rate,), sample)


def _alone(node: SampleSum, germs: dict[SampleSum, _Germ | None], place: Symbol, end: Expr) -> Expr:
    germ = germs[node]
    assert germ is not None
    if germ.power != 0:
        return S.Zero
    return SampleSum(germ.factor.xreplace({PLACE: _outward(place, end) * germ.rate}), node.sample)
