"""Solve ``a + b*u + c*exp(t*u) = 0``, by Lambert's W on the branch where the left side falls."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from sympy import Expr, S, Symbol, exp, expand_mul, fraction, together

from symmle.notation import Domain
from symmle.reduction import expand_numerators
from symmle.signs import Facts, Sign, is_continuous, sign
from symmle.solution.chains import core_of
from symmle.solution.inverses import lambert, undo
from symmle.solution.reach import limit_at_end
from symmle.solution.score_forms import Isolated
from symmle.solution.substitution import LINE, POWER, in_substitute, monomials, substitutes

_LARGEST = 200


@dataclass(frozen=True, slots=True)
class ExponentialForm:
    """A score as a positive factor times ``a + b*u + c*exp(t*u)``, u a monotone function of the parameter.

    Parameters
    ----------
    parameter : Symbol
        What is solved for.
    generator : Expr
        u, strictly monotone.
    factor : Expr
        Positive on the parameter's domain.
    constant, slope, size, rate : Expr
        a, b, c and t; b, c and t are not zero.
    """

    parameter: Symbol
    generator: Expr
    factor: Expr
    constant: Expr
    slope: Expr
    size: Expr
    rate: Expr

    @property
    def bracket(self) -> Expr:
        """``a + b*u + c*exp(t*u)``."""
        u = self.generator
        return self.constant + self.slope * u + self.size * exp(self.rate * u)

    @property
    def written(self) -> Expr:
        """The whole, equal to the score."""
        return self.factor * self.bracket

    @property
    def keeps_sign(self) -> bool:
        """On a closed end nothing is said."""
        return False

    @property
    def how(self) -> str:
        """Why there is one root, in a few words."""
        return f"a line and an exponential in {self.generator}: one fall, by Lambert's W"


class _Turned(NamedTuple):
    """The bracket read so that it must go from plus to minus as u rises, and the ends of u."""

    constant: Expr
    slope: Expr
    size: Expr
    rate: Expr
    low: Expr
    high: Expr
    falls: bool


class _End(NamedTuple):
    """What must be positive at an end; the slope there where the value is zero."""

    needed: Expr
    by_slope: bool


def isolate_by_lambert(score: Expr, parameter: Symbol, domain: Domain, facts: Facts) -> Isolated | None:
    """Give the only root, where the score is a line and one exponential in a monotone function.

    Such a sum is strictly convex or concave, so it changes sign from plus to minus at most once. At the root
    its slope is ``b*(1 + W)``: it falls on the principal branch if b < 0 and on the other if b > 0.

    Parameters are those of `isolate`.
    """
    if domain.nonzero or domain.members is not None:
        return None
    for form in exponential_forms(score, parameter, facts):
        turned = _turned(form, domain, facts)
        ends = turned and _ends(turned, facts)
        branch = turned and _branch(turned.slope, facts)
        if turned is None or ends is None or branch is None:
            continue
        undone = undo(form.generator, parameter, lambert_root(form, branch), facts)
        if undone is not None:
            low, high = ends
            return Isolated(form, undone.root, *((high, low) if turned.falls else (low, high)))
    return None


def lambert_root(form: ExponentialForm, branch: int) -> Expr:
    """``u = -a/b - W(t*c/b*exp(-t*a/b))/t`` on a branch."""
    rest = -form.constant / form.slope
    argument = form.rate * form.size / form.slope * exp(form.rate * rest)
    return expand_mul(rest) - lambert(argument, branch) / form.rate


def _branch(slope: Expr, facts: Facts) -> int | None:
    return {Sign.NEGATIVE: 0, Sign.POSITIVE: -1}.get(sign(slope, facts))


def _turned(form: ExponentialForm, domain: Domain, facts: Facts) -> _Turned | None:
    u = form.generator
    if not is_continuous(u, form.parameter, facts):
        return None
    rises = sign(u.diff(form.parameter), facts)
    ends = [limit_at_end(u, form.parameter, end, facts) for end in (domain.lower, domain.upper)]
    if rises not in (Sign.POSITIVE, Sign.NEGATIVE) or ends[0] is None or ends[1] is None:
        return None
    if rises is Sign.POSITIVE:
        return _Turned(form.constant, form.slope, form.size, form.rate, ends[0], ends[1], False)
    return _Turned(-form.constant, -form.slope, -form.size, form.rate, ends[1], ends[0], True)


def _ends(turned: _Turned, facts: Facts) -> tuple[Expr, Expr] | None:
    """Give what must be positive at the two ends of u; None where that would not settle the number of
    roots.

    What is not proved may be asked of the data where its failure leaves one sign all through: the value at
    the lower end of a convex sum, the slope at the lower end of a concave sum that starts at zero, and the
    mirror images.
    """
    bend = sign(turned.size, facts)
    if bend not in (Sign.POSITIVE, Sign.NEGATIVE):
        return None
    convex = bend is Sign.POSITIVE
    low = _at_end(turned, turned.low, facts)
    high = _at_end(turned, turned.high, facts)
    if low is None or high is None:
        return None
    upper = high.needed if high.by_slope else -high.needed
    settled = (
        sign(low.needed, facts) is Sign.POSITIVE or (turned.low.is_finite and convex != low.by_slope),
        sign(upper, facts) is Sign.POSITIVE or (turned.high.is_finite and convex == high.by_slope),
    )
    return (low.needed, upper) if all(settled) else None


def _at_end(turned: _Turned, end: Expr, facts: Facts) -> _End | None:
    """Give the value of the sum at an end of u, or its slope where the value is zero, or its sign at
    infinity.
    """
    if end.is_infinite:
        grows = sign(turned.rate * (1 if end is S.Infinity else -1), facts)
        line = turned.slope if end is S.Infinity else -turned.slope
        return {
            Sign.POSITIVE: _End(turned.size, False),
            Sign.NEGATIVE: _End(line, False),
        }.get(grows)
    power = exp(turned.rate * end)
    value = expand_mul(turned.constant + turned.slope * end + turned.size * power)
    if value != 0:
        return _End(value, False)
    return _End(expand_mul(turned.slope + turned.size * turned.rate * power), True)


def exponential_forms(score: Expr, parameter: Symbol, facts: Facts) -> Iterator[ExponentialForm]:
    """Give every way to write the score as a line and one exponential in a function of the parameter."""
    core = core_of(score, parameter, facts)
    if core is None or core.rest.count_ops() > _LARGEST:
        return
    for u in substitutes(core.rest, parameter):
        place = undo(u, parameter, LINE, facts)
        whole = place and in_substitute(core.rest.xreplace({parameter: place.root}))
        form = whole and _collected(whole, u, parameter, facts)
        if form is not None:
            yield ExponentialForm(parameter, u, core.factor * form.factor, *form[1:])


class _Terms(NamedTuple):
    factor: Expr
    constant: Expr
    slope: Expr
    size: Expr
    rate: Expr


def _collected(whole: Expr, u: Expr, parameter: Symbol, facts: Facts) -> _Terms | None:
    """``n*E - S*u*E - n`` over something of one sign: divide by a monomial until a line and a power of E are
    left.
    """
    numerator, denominator = fraction(together(whole))
    terms = monomials(expand_numerators(numerator))
    if terms is None or len(terms) > 3 or parameter in whole.free_symbols:
        return None
    back = {LINE: u, POWER: exp(u)}
    for i, j in sorted(terms, key=str):
        shifted = {(k - i, m - j): coefficient for (k, m), coefficient in terms.items()}
        rates = [m for k, m in shifted if (k, m) not in ((0, 0), (1, 0))]
        if len(rates) != 1 or (0, rates[0]) not in shifted or (1, 0) not in shifted:
            continue
        factor = (LINE**i * POWER**j / denominator).xreplace(back)
        turn = {Sign.POSITIVE: 1, Sign.NEGATIVE: -1}.get(sign(factor, facts))
        if turn is None:
            continue
        parts = (shifted.get((0, 0), S.Zero), shifted[1, 0], shifted[0, rates[0]])
        constant, slope, size = (turn * part for part in parts)
        return _Terms(turn * factor, constant, slope, size, rates[0])
    return None
