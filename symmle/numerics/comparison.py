"""Several stationary points: their likelihoods compared, the ends of the domain among them."""

from collections.abc import Callable

import numpy as np

from symmle.numerics.bracket import moved
from symmle.numerics.finish import Problem, conclude, finding_of, refuse
from symmle.numerics.polynomial import SignChanges, sign_changes
from symmle.numerics.records import Ending, Evaluation, Finding, Fit, NoMaximumError, Vector

__all__ = ["maximise_algebraic", "runs_off", "same_height", "with_equals"]


def same_height(value: float, best: float) -> bool:
    """Whether two log-likelihoods are equal as far as double precision shows."""
    return abs(value - best) <= 64.0 * float(np.finfo(np.float64).eps) * max(1.0, abs(best))


def with_equals(fit: Fit, position: int, parameters: tuple[str, ...], others: Vector) -> Fit:
    """The fit, with a word on each other value of one parameter that has the same likelihood."""
    name, own = parameters[position], float(fit.theta[position])
    known = [t for t in others.tolist() if np.isfinite(t) and t != own]
    told = tuple(
        Finding("not-identifiable", name, f"{name} = {t:.17g} has the same likelihood", "") for t in known
    )
    return fit._replace(warnings=(*fit.warnings, *told))


def runs_off(changes: SignChanges, bounds: tuple[float, float], side: int) -> float:
    """A point close to an end of the domain, beyond every change of sign."""
    low, high = bounds
    centre = 0.5 * low + 0.5 * high if np.isfinite(high - low) else max(low + 1.0, min(high - 1.0, 0.0))
    first = (changes.points or (centre,))[-side]
    return moved(first, 60.0 if side else -60.0, bounds)


def maximise_algebraic(
    problem: Problem,
    position: int,
    polynomial: Callable[[Vector], Vector],
    statistics: Vector,
    total: Callable[[Vector, int], Vector],
) -> Fit:
    """The best of all points where the score changes from plus to minus, and of the closed ends.

    The score is a positive multiple of the polynomial. Of equal maxima the largest value is given.
    """
    refuse(statistics, problem.exists)
    name, bounds = problem.parameters[position], problem.bounds[position]
    closed = problem.closed[position] if problem.closed else (False, False)
    with np.errstate(all="ignore"):
        coefficients = polynomial(statistics)
    changes = sign_changes(coefficients, *bounds)
    if changes.first == 0 or not np.all(np.isfinite(coefficients)):
        raise NoMaximumError((finding_of("flat", name, np.nan),))

    def evaluate(t: float, order: int) -> tuple[Vector, Evaluation]:
        with np.errstate(all="ignore"):
            theta = problem.complete(np.array((t,)), statistics, np.empty(0))
            return theta, problem.assemble(theta, statistics, total(theta, order), order)

    climbs = (changes.first < 0, changes.last() > 0)
    ends = tuple(bounds[k] for k in (0, 1) if climbs[k] and closed[k])
    points = sorted((*changes.falling(), *ends))
    heights = tuple(float(np.nan_to_num(evaluate(t, 0)[1].value, nan=-np.inf)) for t in points)
    best = max(heights, default=-np.inf)
    for k in (0, 1):
        if climbs[k] and not closed[k]:  # no stationary point lies beyond: the limit is the supremum there
            beyond = evaluate(runs_off(changes, bounds, k), 0)[1].value
            if not points or beyond >= best:
                raise NoMaximumError((finding_of("infinite-parameter", name, bounds[k]),))
    equal = [t for t, value in zip(points, heights, strict=True) if same_height(value, best)]
    theta, evaluation = evaluate(equal[-1], 2)
    ending = Ending(theta, evaluation, "converged", -1, 0, (*heights, evaluation.value))
    fit = conclude(ending, statistics[0], problem)
    return with_equals(fit, position, problem.parameters, np.array(equal[:-1]))
