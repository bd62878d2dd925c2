"""Safeguarded Newton ascent of a log-likelihood in unconstrained coordinates."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from symmle.numerics.coordinates import constrain, in_coordinates, unconstrain
from symmle.numerics.records import Ending, Evaluation, Matrix, Settings, Vector

__all__ = ["Place", "ascend", "climb", "modified_step", "settled", "stuck"]


class Place(NamedTuple):
    """A point in the coordinates and its theta, with the evaluation at theta and that in the coordinates."""

    u: Vector
    theta: Vector
    seen: Evaluation
    local: Evaluation


def modified_step(score: Vector, hessian: Matrix) -> tuple[Vector, float]:
    """An ascent step and its slope: Newton's where -H is positive definite, else with |eigenvalues| of -H."""
    scale = np.sqrt(np.abs(np.diag(hessian)))
    scale = np.where(scale > 0.0, scale, np.maximum(np.abs(score), 1e-30))
    curvature, axes = np.linalg.eigh(-hessian / np.outer(scale, scale))
    slope = axes.T @ (score / scale)
    saddle = (curvature < -1e-8) & (np.abs(slope) < 1e-3)  # leave a saddle, where the slope says nothing
    slope = np.where(saddle, np.copysign(1e-3, slope), slope)
    along = slope / np.maximum(np.abs(curvature), 1e-13)
    return axes @ along / scale, float(slope @ along)


def climb(
    look: Callable[[Vector], Place], place: Place, step: Vector, gain: tuple[float, float]
) -> Place | None:
    """The first point along the step, halving it, that lies high enough; `gain` is expected and rounding."""
    expected, rounding = gain
    reach = 1.0
    while reach > 1e-12:
        trial = look(place.u + reach * step)
        finite = all(np.all(np.isfinite(part)) for part in trial.local)
        if finite and trial.seen.value >= place.seen.value + 1e-4 * reach * expected - rounding:
            return trial
        reach *= 0.5 if finite else 0.25
    return None


def settled(lengths: tuple[float, float], drift: float, rounding: float, tolerance: float) -> str:
    """Whether a step of this length, in standard errors, ends the search: "" goes on."""
    length, previous = lengths
    slow = length > 0.5 * previous  # Newton's steps shrink faster than this near a maximum
    if length > tolerance and not (slow and length * length <= rounding):
        return ""
    return "converged" if drift <= 1e-4 else "infinite-parameter" if slow else ""


def stuck(length: float, drift: float) -> str:
    """What it means that no point along the step lies higher, as far as the values can be told apart."""
    if drift > 1e-2:
        return "infinite-parameter" if length < 1e-2 else "stalled"
    return "converged" if length < 1e-6 else "stalled"


def ascend(
    evaluate: Callable[[Vector], Evaluation], start: Vector, bounds: Matrix, settings: Settings, *, n: float
) -> Ending:
    """Climb from `start` until the Newton step is short against the standard errors.

    The log-likelihood never falls by more than its own rounding; points that are not finite are refused.
    """

    def look(u: Vector) -> Place:
        with np.errstate(all="ignore"):
            theta, first, second = constrain(u, bounds)
            seen = evaluate(theta)
            return Place(u, theta, seen, in_coordinates(seen, first, second))

    place, trace, status, culprit, side, previous = look(unconstrain(start, bounds)), [], "", 0, 0, np.inf
    closed_in = np.isfinite(bounds).any(axis=1)
    if not all(np.all(np.isfinite(part)) for part in place.local):
        status = "not-finite"
    try:
        while not status:
            trace.append(place.seen.value)
            step, gain = modified_step(place.local.score, place.local.hessian)
            rounding = 8.0 * np.finfo(np.float64).eps * max(1.0, n, abs(place.seen.value))
            drift = np.abs(step) / (1.0 + np.abs(place.u))
            culprit, length = int(np.argmax(drift)), float(np.sqrt(gain))
            side = int(np.sign(step[culprit]))
            status = settled((length, previous), float(drift[culprit]), rounding, settings.tolerance)
            if not status and np.any(np.abs(place.u[closed_in]) > 200.0):
                status = "infinite-parameter"
            elif not status and len(trace) > settings.iterations:
                status = "iteration-limit"
            if not status:
                far = float(np.max(np.abs(step) * closed_in)) / 8.0
                found = climb(look, place, step / max(1.0, far), (gain / max(1.0, far), rounding))
                status = "" if found else stuck(length, float(drift[culprit]))
                place, previous = found or place, length
    except KeyboardInterrupt as interruption:
        vars(interruption)["best"] = Ending(
            place.theta, place.seen, "interrupted", culprit, side, tuple(trace)
        )
        raise
    return Ending(place.theta, place.seen, status, culprit, side, tuple(trace))
