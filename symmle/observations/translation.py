"""The errors of a generated module, told as errors of symmle.

A module carries classes of its own, since it runs where symmle is not. What crosses this border keeps its
category and its message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from symmle.errors import Category, ConvergenceError, DataError, NoMaximumError
from symmle.numerics.records import Finding

__all__ = ["own_findings", "telling_errors"]


def own_findings(findings: Any) -> tuple[Finding, ...]:
    """Copy findings into records that pickle; those of a loaded module do not."""
    return tuple(Finding(*finding) for finding in findings)


@contextmanager
def telling_errors(
    module: ModuleType,
    unconverged: Callable[[Any], object],
    limit_model: Callable[[str], str | None] = lambda limit: None,
    flat: Callable[[], tuple[str, ...]] = tuple,
) -> Iterator[None]:
    """Raise what the module raises as symmle's own error of the same category, with the same message.

    Parameters
    ----------
    module : ModuleType
        A loaded generated module.
    unconverged : callable
        Makes the value that a ConvergenceError carries from the record that the module's error carries.
    limit_model : callable
        Names the model that is approached at a limit such as ``r -> oo``; None where none is known.
    flat : callable
        Names the parameters that the data do not tell apart, if there are any.
    """
    try:
        yield
    except module.DataError as error:
        raise DataError(str(error), category=error.category, column=error.column or None) from error
    except module.NoMaximumError as error:
        raise _not_identified(error, flat) or _no_maximum(error, limit_model) from error
    except module.ConvergenceError as error:
        findings = error.fit.warnings
        category = findings[0].category if findings else Category.NOT_CONVERGED
        raise ConvergenceError(str(error), category=category, fit=unconverged(error.fit)) from error
    except KeyboardInterrupt as interruption:
        if (best := vars(interruption).get("best")) is not None:
            vars(interruption)["best"] = unconverged(best)
        raise


def _not_identified(error: Any, flat: Callable[[], tuple[str, ...]]) -> NoMaximumError | None:
    """Where the likelihood is flat in some direction, there is no limit to name that it climbs to."""
    findings = own_findings(error.findings)
    if any(finding.category not in _CLIMBING for finding in findings):
        return None
    names = flat()
    if not names:
        return None
    *first, last = names
    told = f"the likelihood of the data does not depend on {last}"
    if first:
        told = f"the data do not tell {', '.join(first)} and {last} apart: the likelihood is flat on a line"
    found = Finding(Category.NOT_IDENTIFIABLE, names[0], told, "")
    return NoMaximumError(told, category=Category.NOT_IDENTIFIABLE, findings=(found, *findings))


_CLIMBING = (Category.INFINITE_PARAMETER, Category.BOUNDARY)


def _no_maximum(error: Any, limit_model: Callable[[str], str | None]) -> NoMaximumError:
    findings = own_findings(error.findings)
    models = [limit_model(finding.limit) for finding in findings if finding.limit]
    return NoMaximumError(
        str(error),
        category=findings[0].category if findings else Category.BOUNDARY,
        limit="; ".join(dict.fromkeys(finding.limit for finding in findings if finding.limit)),
        limit_model=next((model for model in models if model is not None), None),
        findings=findings,
    )
