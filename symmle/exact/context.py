"""The mpmath contexts of this room: one for each thread, never mpmath's global one."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import mpmath

RESTING_DIGITS = 50


class _Contexts(threading.local):
    """A context's precision is mutable state, so two threads must never share one."""

    def __init__(self) -> None:
        self.context: Any = mpmath.mp.clone()
        self.context.dps = RESTING_DIGITS


_CONTEXTS = _Contexts()


def current_context() -> Any:
    """Return this thread's mpmath context, at the precision in force."""
    return _CONTEXTS.context


@contextmanager
def working(digits: int) -> Iterator[Any]:
    """Set the precision of this thread's context for a while, and restore it."""
    context = _CONTEXTS.context
    before = context.prec
    context.dps = digits
    try:
        yield context
    finally:
        context.prec = before
