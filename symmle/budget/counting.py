"""Budgets: a count of Python calls, kept by the interpreter's own hooks."""

from __future__ import annotations

import sys
import threading
import time
from types import TracebackType
from typing import Final, Self

from symmle.budget.meters import Meter, install

__all__ = ["Budget", "Spent"]

# The slowest pace at which calls are still believed to be ordinary work: about a tenth of what a slow machine
# does under the hook. Below it the clock ends the work, which only happens inside long calls into C.
CALLS_PER_SECOND: Final = 30_000
GRACE_SECONDS: Final = 10.0
CALLS_BETWEEN_LOOKS_AT_THE_CLOCK: Final = 1024
# A generator is not ended at once: the call may be the collector closing it, where nobody hears a `Spent`.
CALLS_LEFT_TO_GENERATORS: Final = 1024

_running = threading.local()


class Spent(BaseException):
    """A budget's calls are used up.

    It is no `Exception`, so that code which swallows exceptions while it searches cannot swallow this one.

    Parameters
    ----------
    budget : Budget
        The budget that ran out; an enclosing one may run out while an inner one is counting.
    """

    def __init__(self, budget: Budget) -> None:
        super().__init__(f"{budget.label}: {budget.calls} calls are spent")
        self.budget = budget


class Budget:
    """At most `calls` Python calls of this thread inside a ``with`` block; then `Spent`.

    Budgets nest: what an inner one uses, the outer one has used, and whichever runs out first is the one
    that `Spent` names. A profiler that was set before is put back afterwards.

    Parameters
    ----------
    calls : int
        The number of Python function calls allowed.
    label : str
        What the calls are for, in the words of the record of attempts.

    Examples
    --------
    >>> with Budget(1000, "a small sum") as budget:
    ...     total = sum(map(abs, range(10)))
    >>> budget.used <= 1000
    True
    """

    __slots__ = ("_deadline", "_limit", "_limiting", "_meter", "_outer", "_spent", "calls", "label", "used")

    def __init__(self, calls: int, label: str = "") -> None:
        if calls < 1:
            raise ValueError(f"a budget needs at least one call, not {calls}")
        self.calls = calls
        self.label = label
        self.used = 0
        self._spent: Spent | None = None
        self._outer: Budget | None = None
        self._meter: Meter | None = None

    def __enter__(self) -> Self:
        if self._meter is not None:
            raise RuntimeError(f"the budget {self.label!r} is already counting")
        self._outer = getattr(_running, "budget", None)
        self.used, self._spent = 0, None
        self._limit, self._limiting = self._allowance()
        self._deadline = time.monotonic() + GRACE_SECONDS + self.calls / CALLS_PER_SECOND
        # Only with the hook in place: the calls of the line before are the outer budget's to end.
        self._meter = install(self._count, type(self).__exit__.__code__)
        _running.budget = self
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        used, self._limit = self.used, sys.maxsize
        if self._meter is not None:
            self._meter.remove()
        self._meter, self.used = None, used
        _running.budget = self._outer
        if self._outer is not None:
            self._outer.used += used
        # A Spent that was raised where the interpreter cannot pass it on (a finaliser) must not be lost.
        if self._spent is not None and error is None:
            raise self._spent

    def _allowance(self) -> tuple[int, Budget]:
        """The calls that may be made now, and the budget that this bound comes from."""
        if self._outer is None:
            return self.calls, self
        left, owner = self._outer._limit - self._outer.used, self._outer._limiting
        return (self.calls, self) if self.calls <= left else (left, owner)

    def _count(self, *, generator: bool = False) -> None:
        if self._spent is not None:
            return  # what still runs is clearing up
        self.used += 1
        if self.used > self._limit + CALLS_LEFT_TO_GENERATORS * generator:
            self._stop(self._limiting)
        elif self.used % CALLS_BETWEEN_LOOKS_AT_THE_CLOCK == 0 and time.monotonic() > self._deadline:
            self._stop(self)

    def _stop(self, owner: Budget) -> None:
        spent = Spent(owner)
        budget: Budget | None = self
        while budget is not None:
            budget._spent = spent
            budget = None if budget is owner else budget._outer
        raise spent
