"""A fit laid out for a reader who knows statistics: what was fitted, the table, and what it rests on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from symmle.estimation.intervals import Method, two_sided_p
from symmle.estimation.optimality import Optimality
from symmle.exposition import Align, Document, Paragraph, Table

if TYPE_CHECKING:
    from symmle.estimation.record import Fit

__all__ = ["number", "summarise"]

_INTERVALS: dict[Method, str] = {
    "wald": "Intervals are Wald's, on the unconstrained scale.",
    "profile": "Intervals are those of the profile likelihood.",
}

_CAUTIONS = {
    Optimality.LOCAL: "The estimate is a local maximum; that no other is higher has not been proved. "
    "Try other starts.",
    Optimality.BOUNDARY: "The estimate lies on the boundary of the domain, where the likelihood is largest; "
    "standard errors and Wald intervals do not apply there, a profile interval does.",
    Optimality.UNPROVED: "Whether the estimate is a maximum has not been proved.",
}


def summarise(fit: Fit, level: float, method: Method) -> Document:
    """Lay a fit out as a document.

    Parameters
    ----------
    fit : Fit
        The fit.
    level : float
        The coverage of the intervals.
    method : {"wald", "profile"}
        How they are found.
    """
    return Document(
        "Maximum likelihood fit",
        (
            _criteria(fit),
            _estimates(fit, level, method),
            *(Paragraph((text,)) for text in _notes(fit, method)),
        ),
    )


def number(value: float, decimals: int | None = None) -> str:
    """Print a number for reading, to so many decimals or to six digits; nothing stands for NaN."""
    if math.isnan(value):
        return "–"
    fixed = decimals is not None and abs(value) < 1e9
    return f"{value:.{decimals}f}" if fixed else f"{value:.6g}"


def _criteria(fit: Fit) -> Table:
    rows = [
        ("observations", number(fit.n)),
        ("rows", str(fit.rows)),
        ("rows dropped", str(fit.dropped)),
        ("log-likelihood", number(fit.log_likelihood, 4)),
        ("AIC", number(fit.aic, 4)),
        ("BIC", number(fit.bic, 4)),
        ("status", _status(fit)),
        ("maximum", str(fit.optimality)),
    ]
    constants = [(f"constant {name}", number(value)) for name, value in fit.observations.constants.items()]
    shown = [row for row in [*rows, *constants] if row != ("rows dropped", "0")]
    if fit.n == fit.rows:
        shown.remove(("rows", str(fit.rows)))
    return Table(
        columns=("model", fit.model.name or "unnamed"), rows=tuple(shown), align=(Align.LEFT, Align.LEFT)
    )


def _status(fit: Fit) -> str:
    steps = f", {fit.iterations} iteration{'s' if fit.iterations != 1 else ''}" if fit.iterations else ""
    return f"{fit.status}{steps}"


def _estimates(fit: Fit, level: float, method: Method) -> Table:
    share = f"{100.0 * level:g}%"
    tested = [_null_of_zero_makes_sense(fit, index) for index in range(len(fit.parameters))]
    error = "robust error" if fit.robust else "standard error"
    columns = ["parameter", "estimate", error, f"{share} lower", f"{share} upper"]
    columns += ["z", "p"] if any(tested) else []
    intervals = fit.confidence_intervals(level, method=method)
    rows = [
        (*_row(fit, name, intervals[name]), *(_test(fit, name, shown=shown) if any(tested) else ()))
        for name, shown in zip(fit.parameters, tested, strict=True)
    ]
    align = (Align.LEFT, *(Align.DECIMAL for _ in columns[1:]))
    return Table(columns=tuple(columns), rows=tuple(rows), align=align)


def _row(fit: Fit, name: str, interval: tuple[float, float]) -> tuple[str, ...]:
    error = fit.standard_errors[name]
    decimals = _decimals(error)
    values = (fit.estimates[name], error, *interval)
    return (name, *(number(value, decimals) for value in values))


def _decimals(error: float) -> int | None:
    """As many decimals as show four digits of the standard error."""
    if not (math.isfinite(error) and error > 0.0):
        return None
    decimals = 3 - math.floor(math.log10(error))
    return max(decimals, 0) if decimals <= 8 else None


def _null_of_zero_makes_sense(fit: Fit, index: int) -> bool:
    lower, upper = (float(end) for end in fit.bounds[index])
    return lower < 0.0 < upper


def _test(fit: Fit, name: str, *, shown: bool) -> tuple[str, str]:
    error = fit.standard_errors[name]
    if not shown or not error > 0.0:
        return "", ""
    z = fit.estimates[name] / error
    p = two_sided_p(z)
    return f"{z:.3f}" if abs(z) < 1e6 else f"{z:.3g}", f"{p:.4f}" if p >= 1e-4 else "< 0.0001"


def _notes(fit: Fit, method: Method) -> list[str]:
    notes = [_CAUTIONS[fit.optimality]] if fit.optimality in _CAUTIONS else []
    notes += [f"Warning: {finding.message}." for finding in fit.warnings]
    reasons: dict[str, list[str]] = {}
    for name, reason in fit.why_missing:
        reasons.setdefault(reason, []).append(name)
    notes += [f"No standard error for {', '.join(names)}: {reason}." for reason, names in reasons.items()]
    return [*notes, f"{_assumption(fit)} {_INTERVALS[method]}"]


def _assumption(fit: Fit) -> str:
    if fit.covariance is None:
        return "Assumes that the rows are independent and that the model is correct."
    if fit.robust:
        return (
            "Assumes that the rows are independent. Standard errors are the sandwich, "
            "which holds in large samples even where the model is wrong."
        )
    return (
        "Assumes that the rows are independent and that the model is correct. Standard errors come from the "
        "observed information and hold in large samples."
    )
