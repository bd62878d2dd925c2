"""The interpreter's hooks that call back once for each Python call of one thread.

`sys.monitoring` (from Python 3.12) leaves profilers alone; `sys.setprofile` serves before that, and
whenever no monitoring slot is free.
"""

from __future__ import annotations

import sys
import threading
from inspect import CO_GENERATOR
from types import CodeType, FrameType
from typing import Any, Final, Protocol

__all__ = ["Meter", "install"]

# Two slots are left to tools by name (a debugger, coverage, a profiler, an optimiser hold 0, 1, 2 and 5).
MONITORING_SLOTS: Final = (4, 3)


class Count(Protocol):
    """What is called back once for each call."""

    def __call__(self, *, generator: bool) -> None:
        """Count one call; `generator` where a generator goes on, if only to be closed by the collector."""


class Meter(Protocol):
    """A hook that is in place until it is removed."""

    def remove(self) -> None:
        """Take the hook away and put back what was there before."""


def install(count: Count, closing: CodeType) -> Meter:
    """Call `count` once for each Python call that this thread makes from now on, save for those of `closing`.

    `closing` is the function that removes the meter: were it stopped by the count, nothing would.
    """
    if sys.version_info >= (3, 12):
        meter = MonitoringMeter.claim(count, closing)
        if meter is not None:
            return meter
    return ProfileMeter(count, closing)


class ProfileMeter:
    """A meter on `sys.setprofile`; it stands in for whatever profiler was set."""

    __slots__ = ("_previous",)

    def __init__(self, count: Count, closing: CodeType) -> None:
        self._previous: Any = sys.getprofile()

        def hook(frame: FrameType, event: str, argument: object) -> None:
            if event == "call" and frame.f_code is not closing:
                count(generator=bool(frame.f_code.co_flags & CO_GENERATOR))

        sys.setprofile(hook)

    def remove(self) -> None:
        """Put the previous profiler back, also one that is written in C and is no function."""
        if self._previous is None or callable(self._previous):
            sys.setprofile(self._previous)
        else:
            sys.setprofile(None)
            self._previous.enable()


if sys.version_info >= (3, 12):

    class MonitoringMeter:
        """A meter on `sys.monitoring`; one slot serves all threads, each with its own stack of counts."""

        __slots__ = ()
        _lock = threading.Lock()
        _slot: int | None = None
        _counts: dict[int, list[tuple[Count, CodeType]]] = {}  # noqa: RUF012  (guarded by the lock)

        @classmethod
        def claim(cls, count: Count, closing: CodeType) -> MonitoringMeter | None:
            """Start counting for this thread, or return None where no slot is free."""
            with cls._lock:
                if cls._slot is None and not cls._open():
                    return None
                cls._counts.setdefault(threading.get_ident(), []).append((count, closing))
            return cls()

        def remove(self) -> None:
            """Stop this thread's innermost count, and free the slot after the last one."""
            kind = type(self)
            with kind._lock:
                stack = kind._counts[threading.get_ident()]
                stack.pop()
                if not stack:
                    del kind._counts[threading.get_ident()]
                if not kind._counts:
                    kind._close()

        @classmethod
        def _open(cls) -> bool:
            events = sys.monitoring.events
            for slot in MONITORING_SLOTS:
                if sys.monitoring.get_tool(slot) is None:
                    sys.monitoring.use_tool_id(slot, "symmle.budget")
                    # A generator that goes on counts like a call, as it does under sys.setprofile.
                    for event in (events.PY_START, events.PY_RESUME):
                        sys.monitoring.register_callback(slot, event, cls._called)
                    sys.monitoring.set_events(slot, events.PY_START | events.PY_RESUME)
                    cls._slot = slot
                    return True
            return False

        @classmethod
        def _close(cls) -> None:
            slot, cls._slot = cls._slot, None
            if slot is not None:
                sys.monitoring.set_events(slot, 0)
                sys.monitoring.free_tool_id(slot)

        @classmethod
        def _called(cls, code: CodeType, offset: int) -> None:
            stack = cls._counts.get(threading.get_ident())
            if stack and code is not stack[-1][1]:
                stack[-1][0](generator=False)
