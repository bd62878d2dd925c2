"""Settings of a search, checked before it begins."""

from __future__ import annotations

import math

from symmle.numerics import Settings

__all__ = ["check_settings"]

_METHODS = ("auto",)


def check_settings(settings: Settings) -> Settings:
    """Return the settings, or raise ValueError for one that no search can follow."""
    if not (math.isfinite(settings.tolerance) and settings.tolerance > 0.0):
        raise ValueError(f"tolerance is {settings.tolerance!r} and must be a positive number")
    if not (isinstance(settings.iterations, int) and settings.iterations >= 1):
        raise ValueError(f"iterations is {settings.iterations!r} and must be a whole number, at least 1")
    if settings.method not in _METHODS:
        raise ValueError(f"method is {settings.method!r} and must be {' or '.join(map(repr, _METHODS))}")
    return settings
