"""Sums of a probability function over the integers of an interval, with their tails."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from symmle.exact.arithmetic import NotEvaluable
from symmle.exact.integrand import Integrand
from symmle.exact.pieces import Stretch
from symmle.exact.quadrature import Mass, Piece, integrate

TERMS = 1_500  # summed one by one on each side of the mode; then comes the tail
NEGLIGIBLE = 1e-18
SMOOTH = 3  # neighbouring terms that must be small before a side ends


@dataclass(frozen=True, slots=True)
class _Series:
    """The terms f(k) times a weight."""

    log_mass: Integrand
    weight: Integrand | None

    def __call__(self, k: int | float) -> float:
        exponent = self.log_mass(k)
        if exponent == -math.inf:
            return 0.0
        value = math.exp(min(exponent, 700.0))
        return value if self.weight is None or value == 0 else value * self.weight(k)


def sum_over_integers(stretch: Stretch, log_mass: Integrand, weight: Integrand | None = None) -> Mass:
    """Sum over the integers from ``lower`` to ``upper``, both included."""
    lower = None if stretch.lower is None else math.ceil(stretch.lower)
    upper = None if stretch.upper is None else math.floor(stretch.upper)
    series = _Series(log_mass, weight)
    if lower is not None and upper is not None and upper - lower <= 2 * TERMS:
        value = math.fsum(series(k) for k in range(lower, upper + 1))
        return Mass(value, 1e-15 * abs(value), "finite sum")
    mode = _mode(lower, upper, stretch.hints, log_mass)
    up = _side(series, mode, 1, upper)
    down = _side(series, mode - 1, -1, lower)
    value = up.value + down.value
    return Mass(value, up.error + down.error + 1e-15 * abs(value), "sum from the mode outwards")


def _mode(lower: int | None, upper: int | None, hints: tuple[Fraction, ...], log_mass: Integrand) -> int:
    """Return an integer near the highest term, found from a grid by halving steps."""

    def height(k: int) -> float:
        try:
            return log_mass(k)
        except NotEvaluable:
            return -math.inf

    def within(k: int) -> bool:
        return (lower is None or k >= lower) and (upper is None or k <= upper)

    start: int = lower if lower is not None else upper if upper is not None else 0
    steps = [0, *(sign * 2**j for j in range(0, 40, 2) for sign in (1, -1))]
    candidates = {k for k in (start + step for step in steps) if within(k)}
    candidates |= {k for k in (round(hint) for hint in hints) if within(k)}
    best: int = max(sorted(candidates), key=height)
    step = max(1, abs(best - start) // 2)
    while step:
        better = max((k for k in (best, best - step, best + step) if within(k)), key=height)
        step, best = (step, better) if better != best else (step // 2, best)
    return best


def _side(series: _Series, start: int, direction: int, end: int | None) -> Mass:
    """Sum from ``start`` in one direction until the terms vanish, the end comes, or the tail is smooth."""
    terms: list[float] = []
    largest, small, k = 0.0, 0, start
    while len(terms) < TERMS:
        if end is not None and direction * (k - end) > 0:
            return Mass(math.fsum(terms), 0.0, "finite sum")
        term = series(k)
        terms.append(term)
        largest = max(largest, abs(term))
        small = small + 1 if abs(term) <= NEGLIGIBLE * largest else 0
        if small >= SMOOTH:
            return Mass(math.fsum(terms), abs(terms[-1]) * len(terms), "partial sum")
        k += direction
    tail = _tail(series, k, direction, end)
    return Mass(math.fsum(terms) + tail.value, tail.error, "partial sum with its tail")


def _tail(series: _Series, first: int, direction: int, end: int | None) -> Mass:
    """Return the sum from ``first`` on, by the midpoint form of Euler and Maclaurin's formula.

    sum f(k), k >= m + 1/2, is the integral of f from m, plus f'(m)/24 and terms of the third derivative.
    """
    edge = first - direction * 0.5
    length = math.inf if end is None else abs(end + direction * 0.5 - edge)
    scale = min(max(abs(edge), 1.0), length)
    piece = Piece(Fraction(edge), direction, length, scale)
    weight = series.weight
    body = integrate(
        [piece],
        lambda anchor: lambda offset: series.log_mass.far(float(anchor) + offset),
        None if weight is None else lambda anchor: lambda offset: weight(float(anchor) + offset),
    )
    correction = (_slope(series, edge) * direction) / 24
    return Mass(body.value + correction, body.error + 1e-3 * abs(correction), body.method)


def _slope(series: Callable[[float], float], x: float) -> float:
    near = series(x + 0.5) - series(x - 0.5)
    far = series(x + 1.5) - series(x - 1.5)
    return (27 * near - far) / 24
