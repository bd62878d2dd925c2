"""Double-exponential quadrature of a density times a function, in pieces that know where the mass lies.

A piece starts at an anchor, where the integrand may be singular or have its peak, and runs away from it. The
variable is the distance t from the anchor, so that t = 1e-80 is a point like any other:

- to a finite length L: t = L / (1 + exp(-pi sinh u)),
- without end, at the scale s of the peak of t f(t): t = s exp(pi/2 sinh u),

with the trapezoidal rule in u (Takahasi and Mori 1974), halved until two sums agree.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

LOG_RANGE = 600.0  # t covers exp(-600) to exp(600) of its scale: 10**(+-260)
LOG_PRECISION = 40.0  # beyond it, 1 - exp(-...) is 1
FIRST_STEP = 0.25
LEVELS = 5
TOLERANCE = 1e-9  # of the last change; the error is then about its square
NEGLIGIBLE = 1e-19
EXP_MAX = 700.0
SLOWEST_DECAY = 1e-3  # of t f(t), as a power of t: slower counts as divergence

Function = Callable[[float], float]
LogDensity = Callable[[Fraction], Function]  # anchor -> (offset -> log f at anchor + offset)


@dataclass(frozen=True, slots=True)
class Mass:
    """The value of an integral or a sum against a density.

    Attributes
    ----------
    value, error
        The value, and an estimate of its absolute error.
    method
        How it was computed, in words.
    """

    value: float
    error: float
    method: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the line: from ``anchor`` in ``direction`` (1 or -1) over ``length``, at ``scale``."""

    anchor: Fraction
    direction: int
    length: float
    scale: float

    @property
    def limits(self) -> tuple[float, float]:
        """The range of u."""
        if math.isinf(self.length):
            edge = math.asinh(LOG_RANGE / (math.pi / 2))
            return -edge, edge
        return -math.asinh(LOG_RANGE / math.pi), math.asinh(LOG_PRECISION / math.pi)

    def point(self, u: float) -> tuple[float, float]:
        """Return log t and log(dt/du) at u."""
        if math.isinf(self.length):
            log_t = math.log(self.scale) + math.pi / 2 * math.sinh(u)
            return log_t, log_t + math.log(math.pi / 2 * math.cosh(u))
        exponent = math.pi * math.sinh(u)
        log_share = -math.log1p(math.exp(-exponent)) if exponent > -EXP_MAX else exponent
        log_rest = -math.log1p(math.exp(exponent)) if exponent < EXP_MAX else -exponent
        log_t = math.log(self.length) + log_share
        return log_t, log_t + log_rest + math.log(math.pi * math.cosh(u))


@dataclass(slots=True)
class _Rule:
    """The trapezoidal sums of one piece, refined level by level."""

    piece: Piece
    log_density: Function
    weight: Function | None
    total: float = 0.0
    step: float = FIRST_STEP
    low: float = 0.0
    high: float = 0.0
    tail: float = 0.0

    def height(self, log_t: float, log_factor: float) -> float:
        """Return the integrand at a point times a factor."""
        offset = self.piece.direction * math.exp(log_t)
        exponent = self.log_density(offset) + log_factor
        if exponent == -math.inf:
            return 0.0
        value = math.exp(min(exponent, EXP_MAX))
        return value if self.weight is None or value == 0 else value * self.weight(offset)

    def term(self, u: float) -> float:
        """Return the term of the trapezoidal sum at u."""
        return self.height(*self.piece.point(u))

    def begin(self) -> None:
        """Sum over the whole range, and keep the part of it that matters."""
        lowest, highest = self.piece.limits
        count = math.floor((highest - lowest) / FIRST_STEP)
        points = [lowest + index * FIRST_STEP for index in range(count + 1)]
        terms = [self.term(u) for u in points]
        threshold = NEGLIGIBLE * max(abs(term) for term in terms)
        kept = [u for u, term in zip(points, terms, strict=True) if abs(term) > threshold]
        if kept:
            self.low = max(kept[0] - FIRST_STEP, points[0])
            self.high = min(kept[-1] + FIRST_STEP, points[-1])
        self.total = FIRST_STEP * math.fsum(terms)
        self.tail = self._beyond(lowest, 1) + (
            self._beyond(highest, -1) if math.isinf(self.piece.length) else 0
        )

    def refine(self) -> None:
        """Halve the step: add the midpoints."""
        count = math.ceil((self.high - self.low) / self.step - 1e-9)
        middle = [self.low + (index + 0.5) * self.step for index in range(count)]
        self.total = 0.5 * (self.total + self.step * math.fsum(self.term(u) for u in middle))
        self.step *= 0.5

    def _beyond(self, edge: float, inwards: int) -> float:
        """Return what lies beyond the last point, where t f(t) still decays as a power of t there."""
        outer, inner = self.piece.point(edge)[0], self.piece.point(edge + inwards * FIRST_STEP)[0]
        last, previous = self.height(outer, outer), self.height(inner, inner)
        if abs(last) <= NEGLIGIBLE * max(abs(self.total), 1e-300):
            return 0.0
        ratio = abs(previous / last)
        decay = math.log(ratio) / abs(inner - outer) if ratio > 0 else 0.0
        return last / decay if decay > SLOWEST_DECAY else math.inf


def integrate(pieces: Iterable[Piece], log_density: LogDensity, weight: LogDensity | None = None) -> Mass:
    """Integrate exp(log_density) times a weight over the pieces."""
    rules = [_rule(piece, log_density, weight) for piece in pieces]
    for rule in rules:
        rule.begin()
    value, change = math.fsum(rule.total for rule in rules), math.inf
    for _ in range(LEVELS):
        for rule in rules:
            rule.refine()
        before, value = value, math.fsum(rule.total for rule in rules)
        change = abs(value - before)
        if change <= TOLERANCE * max(abs(value), 1e-3):
            break
    tail = sum(rule.tail for rule in rules)
    error = max(change, 1e-15 * abs(value)) + 0.01 * abs(tail)
    return Mass(value + tail, error, "double-exponential quadrature")


def _rule(piece: Piece, log_density: LogDensity, weight: LogDensity | None) -> _Rule:
    return _Rule(piece, log_density(piece.anchor), None if weight is None else weight(piece.anchor))
