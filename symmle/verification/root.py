"""The root of a profile score on one sample, to 50 digits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import pairwise
from typing import Any, Final

from sympy import Expr, S, Symbol

from symmle.exact import Frame, NotEvaluable, Number, checked, compiled, given_number, real, working
from symmle.notation import Domain
from symmle.sample_sum import Statistic
from symmle.sample_sum.evaluation import sample_resolver
from symmle.verification.analysis import Analysis, Solved
from symmle.verification.comparison import DIGITS
from symmle.verification.trials import Trial

SCALES: Final = range(-30, 31)  # powers of two at which the score's sign is looked at
STEPS: Final = 200
ROOT_DIGITS: Final = DIGITS + 15
CLOSE: Final = 10 ** (DIGITS + 5)  # a step this many times smaller than the root ends the search


def profile_root(solved: Solved, analysis: Analysis, trial: Trial) -> Number | None:
    """Return the only sign change of the profile score; None where there is none or more than one."""
    solution = solved.solution
    if solution.equation is None or len(solution.remaining) != 1:
        return None
    parameter = analysis.model.symbols[solution.remaining[0]]
    domain = analysis.model.parameters[parameter.name].at(trial.constants)
    with working(ROOT_DIGITS) as context:
        score = _score(context, solution.equation, parameter, trial)
        brackets = list(_brackets(score, _grid(context, domain)))
        return _illinois(score, *brackets[0]) if len(brackets) == 1 else None


def _score(context: Any, equation: Expr, parameter: Symbol, trial: Trial) -> Callable[[Any], Any]:
    """Return the equation as a function of the parameter; what the data alone say is computed once."""
    statistics = sorted(equation.atoms(Statistic), key=str)
    nodes = (*trial.constants, *statistics)
    known = sample_resolver(trial.data, None, trial.constants)
    fixed = [given_number(context, trial.constants[node]) for node in trial.constants]
    fixed += [known(statistic) for statistic in statistics]
    closure = compiled(equation, (parameter, *nodes))

    def at(value: Any) -> Any:
        resolve = sample_resolver(trial.data, None, {parameter: value, **trial.constants})
        return checked(context, real(context, closure(Frame(context, [value, *fixed], resolve))))

    return at


def _brackets(score: Callable[[Any], Any], grid: list[Any]) -> Iterator[tuple[Any, Any]]:
    signs: list[tuple[Any, Any]] = []
    for point in grid:
        with suppress(NotEvaluable):
            signs.append((point, score(point)))
    for (left, at_left), (right, at_right) in pairwise(signs):
        if at_left * at_right < 0:
            yield left, right


def _grid(context: Any, domain: Domain) -> list[Any]:
    scales = [context.mpf(2) ** k for k in SCALES]
    lower = None if domain.lower == S.NegativeInfinity else given_number(context, domain.lower)
    upper = None if domain.upper == S.Infinity else given_number(context, domain.upper)
    if lower is not None and upper is not None:
        return [lower + (upper - lower) * scale / (1 + scale) for scale in scales]
    if lower is not None:
        return [lower + scale for scale in scales]
    if upper is not None:
        return [upper - scale for scale in reversed(scales)]
    return [*(-scale for scale in reversed(scales)), *scales]


def _illinois(score: Callable[[Any], Any], left: Any, right: Any) -> Any:
    """Return the root in a bracket, by the false position of Dowell and Jarratt (1971)."""
    at_left, at_right = score(left), score(right)
    for _ in range(STEPS):
        point = right - at_right * (right - left) / (at_right - at_left)
        at_point = score(point)
        if at_point * at_right < 0:
            left, at_left = right, at_right
        else:
            at_left /= 2
        moved = abs(point - right)
        right, at_right = point, at_point
        if at_point == 0 or moved * CLOSE <= abs(point):
            break
    return right
