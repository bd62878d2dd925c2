"""From statistics, and sums wherever the blocks are, to a fit: one driver for each kind of model."""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from symmle.numerics.bracket import falls_beside, is_far, pace, solve_bracketed
from symmle.numerics.coordinates import all_bounds
from symmle.numerics.finish import Problem, Profile, conclude, curvature, read_start, refuse
from symmle.numerics.newton import ascend
from symmle.numerics.records import Array, Ending, Evaluation, Fit, Matrix, Settings, Vector
from symmle.numerics.start import choose_start

__all__ = [
    "along_constraints",
    "maximise_closed",
    "maximise_constrained",
    "maximise_iterative",
    "maximise_profile",
]


def maximise_closed(problem: Problem, statistics: Vector, total: Callable[[Vector, int], Vector]) -> Fit:
    """The maximiser by its formula, checked by the score and the Hessian at that point."""
    refuse(statistics, problem.exists)
    with np.errstate(all="ignore"):
        theta = problem.complete(np.empty(0), statistics, np.empty(0))
        evaluation = problem.assemble(theta, statistics, total(theta, 2), 2)
        on_end = np.any(theta == all_bounds(problem.bounds, theta.size).T)
        if np.isnan(evaluation.value + np.sum(evaluation.score)) and not on_end:
            low, high = (np.where(theta == 0.0, near, theta) for near in (-1e-100, 1e-100))
            left, right = (problem.assemble(side, statistics, total(side, 2), 2) for side in (low, high))
            evaluation = Evaluation(  # 0*log(0) and 0/0 inside the domain are limits from both sides
                evaluation.value if np.isfinite(evaluation.value) else (left.value + right.value) / 2.0,
                (left.score + right.score) / 2.0,
                (left.hessian + right.hessian) / 2.0,
            )
    return conclude(
        Ending(theta, evaluation, "converged", -1, 0, (evaluation.value,)), statistics[0], problem
    )


def along_constraints(evaluation: Evaluation, slopes: Matrix, bends: Array) -> tuple[Evaluation, Matrix]:
    """The score and Hessian of the Lagrangian along the constraints, and the projection on their tangents.

    Across the constraints nothing moves: there the Hessian is as large as elsewhere, and negative.
    """
    value, score, hessian = evaluation
    basis = np.linalg.qr(slopes.T)[0]  # of the directions that leave the constraints
    along = np.eye(len(score)) - basis @ basis.T
    multipliers = np.linalg.lstsq(slopes.T, score, rcond=None)[0]
    bent = along @ (hessian - np.tensordot(multipliers, bends, axes=1)) @ along
    size = float(np.max(np.abs(np.diag(bent)), initial=1e-300))
    return Evaluation(value, along @ score, bent - size * (basis @ basis.T)), along


def maximise_constrained(
    problem: Problem,
    constraints: Callable[[Vector, Vector], tuple[Matrix, Array]],
    statistics: Vector,
    total: Callable[[Vector, int], Vector],
) -> Fit:
    """The maximiser under constraints by its formula, checked by score and Hessian along the constraints."""
    refuse(statistics, problem.exists)
    with np.errstate(all="ignore"):
        theta = problem.complete(np.empty(0), statistics, np.empty(0))
        found = problem.assemble(theta, statistics, total(theta, 2), 2)
        slopes, bends = constraints(theta, statistics)
    if not np.all(np.isfinite(found.hessian)):  # on the end of a domain
        return conclude(Ending(theta, found, "converged", -1, 0, (found.value,)), statistics[0], problem)
    evaluation, along = along_constraints(found, slopes, bends)
    fit = conclude(Ending(theta, evaluation, "converged", -1, 0, (found.value,)), statistics[0], problem)
    return fit if fit.covariance is None else fit._replace(covariance=along @ fit.covariance @ along)


def maximise_profile(
    problem: Problem,
    profile: Profile,
    statistics: Vector,
    total: Callable[[Vector, int], Vector],
    *,
    start: ArrayLike | None,
    settings: Settings,
) -> Fit:
    """The root of the profile score in the one parameter left; the others follow from it."""
    refuse(statistics, problem.exists)
    reference = problem.start(statistics)  # where the sums are computed, in what is solved for
    first = reference if start is None else read_start(start, problem)
    path: list[tuple[Vector, float]] = []

    def equation(t: float) -> tuple[float, float]:
        theta = reference.copy()
        theta[profile.position] = t
        with np.errstate(all="ignore"):
            sums, remaining = total(theta, 2), np.array((t,))
            theta = problem.complete(remaining, statistics, sums)
            path.append((theta, problem.assemble(theta, statistics, total(theta, 0), 0).value))
            return profile.equation(remaining, statistics, sums)

    def height(t: float) -> float:
        return float(equation(t) and path.pop()[1])

    def ending(status: str, side: int) -> Ending:
        theta, _ = path[-1]
        with np.errstate(all="ignore"):
            evaluation = problem.assemble(theta, statistics, total(theta, 2), 2)
        return Ending(theta, evaluation, status, profile.position, side, tuple(value for *_, value in path))

    (low, high), ends = profile.bracket(statistics), problem.bounds[profile.position - first.size]
    interval = max(low - 1e-6 * abs(low), ends[0]), min(high + 1e-6 * abs(high), ends[1])  # it is rounded
    try:
        root = solve_bracketed(equation, interval, float(first[profile.position]), settings.iterations)
    except KeyboardInterrupt as interruption:
        if path:
            vars(interruption)["best"] = conclude(ending("interrupted", 0), statistics[0], problem)
        raise
    found = ending(root.status, root.side)
    far = is_far(root.point, float(first[profile.position]), interval)
    doubtful = far or curvature(found.evaluation.hessian)[2] is None
    if root.status == "converged" and doubtful and not falls_beside(root.point, interval, height):
        found = found._replace(status="no-sign-change")
    if np.isfinite(end := problem.end(found)) and equation(end)[0] * found.side >= 0.0:
        found = ending("converged", 0)
    return conclude(found, statistics[0], problem)


def doubt(
    ending: Ending, k: int, start: float, bounds: Matrix, evaluate: Callable[[Vector, int], Evaluation]
) -> Ending:
    """The ending, unless a parameter lies far from its start and the likelihood does not fall beside it."""
    here, interval = ending.theta, (float(bounds[k, 0]), float(bounds[k, 1]))
    point = float(here[k])

    def height(t: float) -> float:
        return evaluate(np.where(np.arange(here.size) == k, t, here), 0).value

    if not is_far(point, start, interval) or falls_beside(point, interval, height):
        return ending
    side = 1 if pace(point, interval) > pace(start, interval) else -1
    return ending._replace(status="infinite-parameter", culprit=k, side=side)


def maximise_iterative(
    problem: Problem,
    statistics: Vector,
    total: Callable[[Vector, int], Vector],
    *,
    candidates: Callable[[Vector], tuple[Vector, ...]],
    start: ArrayLike | None,
    settings: Settings,
) -> Fit:
    """Safeguarded Newton in all parameters, from the start given or the best of the candidates."""
    refuse(statistics, problem.exists)
    held: dict[int, float] = {}  # parameters on a closed end, where the likelihood still rises towards it

    def evaluate(theta: Vector, order: int = 2) -> Evaluation:
        for position, end in held.items():
            theta[position] = end
        with np.errstate(all="ignore"):
            value, score, hessian = problem.assemble(theta, statistics, total(theta, order), order)
        for position in held:
            score[position], hessian[position], hessian[:, position] = 0.0, 0.0, 0.0
            hessian[position, position] = -1.0
        return Evaluation(value, score, hessian)

    try:
        theta = (
            choose_start(candidates(statistics), lambda theta: evaluate(theta, 0).value)
            if start is None
            else read_start(start, problem)
        )
        bounds = all_bounds(problem.bounds, theta.size)
        ending = ascend(evaluate, theta, bounds, settings, n=statistics[0])
        while np.isfinite(end := problem.end(ending)) and ending.culprit not in held:
            held[ending.culprit] = end
            inside = [theta[k] if k in held else ending.theta[k] for k in range(theta.size)]
            ending = ascend(evaluate, np.array(inside), bounds, settings, n=statistics[0])
    except KeyboardInterrupt as interruption:
        if (best := vars(interruption).get("best")) is not None:
            vars(interruption)["best"] = conclude(best, statistics[0], problem)
        raise
    for k in set(range(theta.size)) - set(held) if ending.status == "converged" else ():
        ending = doubt(ending, k, float(theta[k]), bounds, evaluate)
    return conclude(ending, statistics[0], problem, singular="flat")
