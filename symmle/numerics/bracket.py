"""One equation in one unknown on an interval, which may be open or infinite."""

import math
from collections.abc import Callable
from typing import NamedTuple

__all__ = ["Root", "falls_beside", "is_far", "middle", "moved", "pace", "solve_bracketed"]


class Root(NamedTuple):
    """Where the search for a root ended; `side` tells where it ran off without a change of sign."""

    point: float
    status: str
    side: int
    evaluations: int


def pace(t: float, interval: tuple[float, float]) -> float:
    """How far t moves for one unit of its coordinate: the log distance to a finite end, or logit."""
    up, down = t - interval[0], interval[1] - t
    if math.isinf(up) and math.isinf(down):
        return 1.0 + abs(t)
    return 1.0 / (1.0 / up + 1.0 / down)


def moved(t: float, step: float, interval: tuple[float, float]) -> float:
    """The point `step` units of the coordinate away from t, strictly inside, to full relative precision."""
    (low, high), grown = interval, math.exp(max(-200.0, min(200.0, step)))
    if math.isinf(low) and math.isinf(high):
        point = t + step * (1.0 + abs(t))
    elif math.isinf(high):
        point = low + (t - low) * grown
    elif math.isinf(low):
        point = high - (high - t) / grown
    else:
        point = low + (high - low) / (1.0 + (high - t) / (t - low) / grown)
    point = max(math.nextafter(low + 1e-300, math.inf), -1e300, point)
    return min(math.nextafter(high - 1e-300, -math.inf), 1e300, point)


def is_far(t: float, start: float, interval: tuple[float, float]) -> bool:
    """Whether a search went so far, in the coordinate, that what it found may be noise."""
    return abs(math.log(pace(t, interval) / pace(start, interval))) > 15.0


def falls_beside(t: float, interval: tuple[float, float], height: Callable[[float], float]) -> bool:
    """Whether a function falls steadily, and by more than rounding, on both sides of t."""
    heights = [height(moved(t, step, interval)) for step in (-4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0)]
    rounding = 64.0 * math.ulp(1.0) * max(1.0, abs(heights[3]))
    rises = [heights[k + 1] - heights[k] for k in range(6)]
    return min(rises[:3]) > rounding and max(rises[3:]) < -rounding


def middle(a: float, b: float, interval: tuple[float, float]) -> float:
    """A point between: geometric where the distance to one finite end is what matters."""
    low, high = interval
    if math.isinf(low) == math.isinf(high):
        return 0.5 * a + 0.5 * b
    if math.isinf(high):
        return low + math.sqrt(a - low) * math.sqrt(b - low)
    return high - math.sqrt(high - a) * math.sqrt(high - b)


def solve_bracketed(
    equation: Callable[[float], tuple[float, float]], interval: tuple[float, float], start: float, limit: int
) -> Root:
    """The root of an equation that is positive below it and negative above: (value, derivative) at t.

    The bracket is found by steps that double; then Newton in the coordinate, halving where Newton
    leaves the bracket or does not shrink, until the root is known to a few units in the last place.
    """
    t, known, side, stride, previous = start, [-math.inf, math.inf], 0, 1.0, math.inf
    wall = (math.nan, math.nan)  # the last good point and the bad one beyond it
    for evaluations in range(1, limit + 1):
        value, slope = equation(t)
        if not math.isfinite(value):
            good = wall[0]
            if math.isnan(good) or middle(good, t, interval) in (good, t):
                return Root(t, "not-finite" if math.isnan(good) else "no-sign-change", side, evaluations)
            t, stride = middle(good, t, interval), 0.25
            continue
        rate = slope * pace(t, interval)
        if value == 0.0 and not rate < 0.0:  # a flat root inside a bracket, else an underflow far out
            return Root(
                t, "no-sign-change" if math.inf in map(abs, known) else "converged", side, evaluations
            )
        side = 1 if value > 0.0 else -1
        step = -value / rate if rate < 0.0 else math.inf
        shrinks = abs(step) <= 0.5 * previous
        if abs(step) <= 1e-15 or (abs(step) <= 1e-7 and not shrinks):
            return Root(t, "converged", 0, evaluations)
        known[0 if value > 0.0 else 1] = t
        wall = (t, math.nan)
        target = moved(t, step, interval) if math.isfinite(step) else math.nan
        if math.isinf(known[0]) or math.isinf(known[1]):
            if not (abs(step) < 0.1 and shrinks):
                target, stride = moved(t, side * stride, interval), min(2.0 * stride, 64.0)
            if target == t:
                return Root(t, "no-sign-change", side, evaluations)
        elif not (known[0] < target < known[1] and shrinks):
            target = middle(known[0], known[1], interval)
            if target in known:
                return Root(t, "converged", 0, evaluations)
            step = math.inf
        t, previous = target, abs(step)
    return Root(t, "iteration-limit", side, limit)
