"""Where the mass of a density lies: its peaks, its kinks, and the pieces to integrate it by."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

import sympy
from sympy.core.relational import Relational

from symmle.exact.quadrature import LogDensity, Piece

GOLDEN = (math.sqrt(5) - 1) / 2
SCALES = range(-40, 41, 2)  # powers of two to look at, from the unit at hand
COARSE_SCALES = range(-36, 37, 6)
PEAKS = 3
LOWEST_PEAK = 50.0  # a peak lower than the highest by so much, in log f, holds no mass
REFINEMENTS = 60
FLAT = 0.1  # a bracket over which log f varies by less lies within its peak


@dataclass(frozen=True, slots=True)
class Stretch:
    """An interval to integrate over.

    Attributes
    ----------
    lower, upper
        The ends; ``None`` where there is none.
    kinks
        Where the density is not smooth: it is always cut there.
    hints
        Where else to look for peaks.
    """

    lower: Fraction | None
    upper: Fraction | None
    kinks: tuple[Fraction, ...] = ()
    hints: tuple[Fraction, ...] = ()

    def contains(self, x: Fraction) -> bool:
        """Tell whether x lies strictly inside."""
        return (self.lower is None or self.lower < x) and (self.upper is None or x < self.upper)


def pieces_of(stretch: Stretch, log_density: LogDensity) -> list[Piece]:
    """Cut an interval at the kinks and the peaks of a density."""
    places = {*stretch.kinks, *_peaks(stretch, log_density)}
    cuts = sorted(place for place in places if stretch.contains(place))
    if stretch.lower is None and stretch.upper is None and not cuts:
        cuts = [Fraction(0)]
    ends: list[Fraction | None] = [stretch.lower, *cuts, stretch.upper]
    return [piece for left, right in pairwise(ends) for piece in _between(left, right, log_density)]


def _between(left: Fraction | None, right: Fraction | None, log_density: LogDensity) -> list[Piece]:
    if left is not None and right is not None:
        half = float(right - left) / 2
        return [Piece(left, 1, half, half), Piece(right, -1, half, half)]
    if left is not None:
        return [Piece(left, 1, math.inf, _scale(left, 1, log_density))]
    if right is not None:
        return [Piece(right, -1, math.inf, _scale(right, -1, log_density))]
    raise AssertionError("an interval without ends is cut somewhere")


def _scale(anchor: Fraction, direction: int, log_density: LogDensity) -> float:
    """Return the distance t at which t f(anchor +- t) is largest, within a factor of two."""
    unit = max(abs(float(anchor)), 1.0)
    at = log_density(anchor)
    scales = [math.ldexp(unit, k) for k in SCALES]
    return max(scales, key=lambda t: _value(at, direction * t) + math.log(t))


def _peaks(stretch: Stretch, log_density: LogDensity) -> list[Fraction]:
    """Return the places of the highest local maxima, looked for in a coordinate without ends."""
    coordinate, grid = _coordinate(stretch)
    at = log_density(coordinate.anchor)

    def height(y: float) -> float:
        offset, log_slope = coordinate.offset(y)
        return _value(at, offset) + log_slope

    heights = [height(y) for y in grid]
    floor = max(heights) - LOWEST_PEAK
    tops = [
        i
        for i in range(1, len(grid) - 1)
        if heights[i] >= heights[i - 1] and heights[i] > heights[i + 1] and heights[i] > floor
    ]
    tops.sort(key=lambda i: -heights[i])
    found = [_golden(height, grid[i - 1], grid[i + 1]) for i in tops[:PEAKS]]
    return [coordinate.anchor + Fraction(coordinate.offset(y)[0]) for y in found]


@dataclass(frozen=True, slots=True)
class _Coordinate:
    """A coordinate y without ends: the offset from the anchor at y, and log dx/dy."""

    anchor: Fraction
    offset: Callable[[float], tuple[float, float]]


def _coordinate(stretch: Stretch) -> tuple[_Coordinate, list[float]]:
    """Return the coordinate (the line itself, a logarithm, or a logit) and a grid in it."""
    lower, upper = stretch.lower, stretch.upper
    if lower is not None and upper is not None:
        length = float(upper - lower)
        return _Coordinate(lower, lambda y: (length / (1 + math.exp(-y)), -abs(y))), _grid(-32.0, 32.0, 65)
    if lower is not None:
        return _logarithm(lower, 1)
    if upper is not None:
        return _logarithm(upper, -1)
    return _Coordinate(Fraction(0), lambda y: (y, 0.0)), _line_grid(stretch)


def _logarithm(anchor: Fraction, direction: int) -> tuple[_Coordinate, list[float]]:
    centre = math.log(max(abs(float(anchor)), 1.0))
    coordinate = _Coordinate(anchor, lambda y: (direction * math.exp(y), y))
    return coordinate, _grid(centre - 32.0, centre + 32.0, 65)


def _line_grid(stretch: Stretch) -> list[float]:
    around = {float(place) for place in (*stretch.kinks, *stretch.hints)} - {0.0}
    grid = {sign * math.ldexp(1.0, k) for k in SCALES for sign in (-1, 1)}
    grid |= {c + sign * math.ldexp(1.0, k) for c in around for k in COARSE_SCALES for sign in (-1, 1)}
    return sorted(grid | around | {0.0})


def _grid(low: float, high: float, count: int) -> list[float]:
    return [low + (high - low) * index / (count - 1) for index in range(count)]


def _value(log_density: Callable[[float], float], offset: float) -> float:
    """Return log f for the search, where an infinite or undefined value is merely no peak."""
    try:
        value = log_density(offset)
    except ArithmeticError:
        return -math.inf
    return value if value < math.inf else -math.inf


def _golden(height: Callable[[float], float], low: float, high: float) -> float:
    """Return a place within the peak of a unimodal function, by golden section."""
    left, right = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
    at_left, at_right, at_low, at_high = height(left), height(right), height(low), height(high)
    for _ in range(REFINEMENTS):
        if max(at_left, at_right) - min(at_low, at_high) <= FLAT:
            break
        if at_left >= at_right:
            high, at_high, right, at_right = right, at_right, left, at_left
            left = high - GOLDEN * (high - low)
            at_left = height(left)
        else:
            low, at_low, left, at_left = left, at_left, right, at_right
            right = low + GOLDEN * (high - low)
            at_right = height(right)
    return 0.5 * (low + high)


def kinks(expression: sympy.Basic, variable: sympy.Symbol) -> tuple[sympy.Expr, ...]:
    """Return where Abs, sign, Min, Max and conditions linear in the variable switch."""
    places = [_root(difference, variable) for difference in _switches(expression)]
    return tuple(dict.fromkeys(place for place in places if place is not None))


def _switches(expression: sympy.Basic) -> Iterable[sympy.Expr]:
    nodes = sorted(
        expression.atoms(sympy.Abs, sympy.sign, sympy.Min, sympy.Max, sympy.Heaviside, Relational),
        key=sympy.default_sort_key,
    )
    for node in nodes:
        if isinstance(node, Relational):
            yield node.lhs - node.rhs
        elif isinstance(node, sympy.Min | sympy.Max):
            yield from (node.args[0] - other for other in node.args[1:])
        else:
            yield node.args[0]


def _root(difference: sympy.Expr, variable: sympy.Symbol) -> sympy.Expr | None:
    slope = difference.diff(variable)
    if variable in slope.free_symbols or slope == 0:
        return None
    return -difference.xreplace({variable: sympy.S.Zero}) / slope
