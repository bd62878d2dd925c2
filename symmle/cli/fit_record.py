"""A fit as plain values, for programs to read."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from symmle.estimation import Fit

__all__ = ["fit_record"]


def fit_record(fit: Fit, level: float, method: Literal["wald", "profile"]) -> dict[str, Any]:
    """Lay a fit out in numbers, texts, lists and tables; None stands for what is missing or infinite."""
    intervals = fit.confidence_intervals(level, method=method)
    return {
        "model": fit.model.to_dict(),
        "program": fit.program.digest,
        "constants": fit.observations.constants,
        "estimates": _numbers(fit.estimates),
        "standard_errors": _numbers(fit.standard_errors),
        "why_no_standard_error": dict(fit.why_no_standard_error),
        "robust": fit.robust,
        "covariance": None if fit.covariance is None else [_row(row) for row in fit.covariance],
        "level": level,
        "interval_method": method,
        "intervals": {name: [_number(end) for end in ends] for name, ends in intervals.items()},
        "log_likelihood": _number(fit.log_likelihood),
        "n": fit.n,
        "rows": fit.rows,
        "dropped": fit.dropped,
        "aic": _number(fit.aic),
        "bic": _number(fit.bic),
        "status": fit.status,
        "converged": fit.converged,
        "iterations": fit.iterations,
        "optimality": str(fit.optimality),
        "reasons": list(fit.reasons),
        "warnings": [finding._asdict() for finding in fit.warnings],
    }


def _numbers(values: Mapping[str, float]) -> dict[str, float | None]:
    return {name: _number(value) for name, value in values.items()}


def _row(row: Any) -> list[float | None]:
    return [_number(float(value)) for value in row]


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
