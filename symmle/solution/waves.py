"""Solve a score that is one wave around a circle."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Expr, S, Symbol, atan2, cos, expand_mul, pi, sin

from symmle.notation import Domain
from symmle.signs import Facts, Sign, sign
from symmle.solution.score_forms import Isolated


@dataclass(frozen=True, slots=True)
class WaveForm:
    """A score as a positive factor times a cosine and a sine: ``score = factor*(a*cos(p) + b*sin(p))``.

    Parameters
    ----------
    parameter : Symbol
        An angle, once around the circle.
    factor : Expr
        Positive and free of the parameter.
    of_cosine, of_sine : Expr
        The coefficients a and b.
    """

    parameter: Symbol
    factor: Expr
    of_cosine: Expr
    of_sine: Expr

    @property
    def generator(self) -> Expr:
        """The angle itself."""
        return self.parameter

    @property
    def written(self) -> Expr:
        """The whole, equal to the score."""
        wave = self.of_cosine * cos(self.parameter) + self.of_sine * sin(self.parameter)
        return self.factor * wave

    @property
    def keeps_sign(self) -> bool:
        """Where both coefficients vanish, the score vanishes everywhere: it has no sign."""
        return False

    @property
    def how(self) -> str:
        """Why there is one root, in a few words."""
        return "one wave around the circle: it falls through zero once"


CIRCLE = Domain(-pi, pi, True, False)


def isolate_wave(score: Expr, parameter: Symbol, domain: Domain, facts: Facts) -> Isolated | None:
    """Give the angle where ``a*cos(p) + b*sin(p)`` falls through zero, on the circle (-pi, pi].

    The log-likelihood is a wave as well, so it has one top: where the sine of p is a and its cosine is -b, up
    to their length.
    """
    if domain != CIRCLE or not score.has(cos(parameter), sin(parameter)):
        return None
    expanded = expand_mul(score)
    a, b = expanded.coeff(cos(parameter)), expanded.coeff(sin(parameter))
    rest = expand_mul(expanded - a * cos(parameter) - b * sin(parameter))
    if rest != 0 or parameter in (a.free_symbols | b.free_symbols):
        return None
    form = _without_common(parameter, a, b, facts)
    length = form.of_cosine**2 + form.of_sine**2
    return Isolated(form, atan2(form.of_cosine, -form.of_sine), length, S.One)


def _without_common(parameter: Symbol, a: Expr, b: Expr, facts: Facts) -> WaveForm:
    """Take out the positive factors that both coefficients share."""
    shared = [f for f in a.as_ordered_factors() if f in b.as_ordered_factors()]
    factor: Expr = S.One
    for each in shared:
        factor *= each if sign(each, facts) is Sign.POSITIVE else S.One
    return WaveForm(parameter, factor, a / factor, b / factor)
