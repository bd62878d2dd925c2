"""One open-ended question put under a budget, and the record of what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TypeVar

from symmle.budget.counting import Budget, Spent

__all__ = ["Attempt", "Outcome", "attempt"]

Result = TypeVar("Result")


class Outcome(StrEnum):
    """How an attempt ended."""

    DONE = "done"
    SPENT = "spent"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What was tried, what it cost and how it ended.

    Parameters
    ----------
    label : str
        What was tried.
    calls : int
        The Python calls that it used.
    allowed : int
        The Python calls that it was given.
    outcome : Outcome
        ``done``, ``spent`` or ``refused``; the last means that the oracle declined to answer.
    """

    label: str
    calls: int
    allowed: int
    outcome: Outcome


def attempt(
    label: str, calls: int, function: Callable[..., Result], *arguments: object
) -> tuple[Result | None, Attempt]:
    """Run ``function(*arguments)`` under a budget of `calls`; None where it was spent or refused.

    A budget that encloses this one and runs out meanwhile is not this attempt's affair: its `Spent` goes on
    to whoever set it.

    Examples
    --------
    >>> attempt("an absolute value", 100, lambda value: abs(value), -3)[0]
    3
    """
    budget = Budget(calls, label)
    result: Result | None = None
    try:
        with budget:
            result = function(*arguments)
        outcome = Outcome.DONE
    except Spent as spent:
        if spent.budget is not budget:
            raise
        outcome = Outcome.SPENT
    except refusals():
        outcome = Outcome.REFUSED
    return result if outcome is Outcome.DONE else None, Attempt(label, budget.used, calls, outcome)


@cache
def refusals() -> tuple[type[Exception], ...]:
    """The exceptions by which SymPy says that it has no answer; anything else is a defect and goes on."""
    from sympy import PoleError, SympifyError
    from sympy.polys.polyerrors import BasePolynomialError

    # SymPy raises the plain ones itself: TypeError and ValueError for "not comparable" and "cannot be
    # solved", ZeroDivisionError and RecursionError from the middle of heuristics.
    return (
        NotImplementedError,
        BasePolynomialError,
        PoleError,
        SympifyError,
        TypeError,
        ValueError,
        ZeroDivisionError,
        RecursionError,
    )
