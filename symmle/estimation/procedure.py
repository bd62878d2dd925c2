"""Fitting: derive and generate once, read the data, run the module, and tell what came out."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial
from types import ModuleType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from symmle.errors import Category, DataError
from symmle.estimation.intervals import Vector
from symmle.estimation.limit_names import limit_model_name
from symmle.estimation.optimality import explain_missing_errors, judge_optimality
from symmle.estimation.preparation import Prepared, domain_bounds, prepare
from symmle.estimation.record import Fit
from symmle.estimation.sandwich import sandwich_covariance
from symmle.estimation.scan import Search, best_of_scan
from symmle.estimation.tuning import check_settings
from symmle.notation import suggestion
from symmle.numerics import DEFAULT_SETTINGS, Finding, Settings
from symmle.observations import Observations, flat_parameters, own_findings, read_observations, telling_errors

if TYPE_CHECKING:
    from symmle.declaration import Model

__all__ = ["fit"]


def fit(
    model: Model,
    data: object,
    *,
    weights: object = None,
    start: Mapping[str, float] | Sequence[float] | None = None,
    missing: str = "error",
    settings: Settings = DEFAULT_SETTINGS,
    robust: bool = False,
) -> Fit:
    """Maximise the likelihood of a model over a sample.

    Parameters
    ----------
    model : Model
        The declared density.
    data : mapping, data frame or array
        A column for each name that the model observes and a number for each constant; a bare array where the
        model observes one column and has no constants.
    weights : array or str, optional
        How often each row counts, or the column that says so. ``fit.n`` is their sum.
    start : mapping or sequence, optional
        Where a numeric search starts, by parameter or in the order of the parameters.
    missing : {"error", "drop"}
        Refuse rows with gaps, or leave them out and count them in ``fit.dropped``.
    settings : Settings
        Tolerance (in standard errors), iterations, method.
    robust : bool
        Whether standard errors are the sandwich's, which stand where the model is wrong.

    Returns
    -------
    Fit
        Estimates, errors, intervals, criteria, and how far the maximum is known to be global.

    Raises
    ------
    DataError
        The data cannot belong to the model.
    NoMaximumError
        The likelihood of these data has no maximum in the declared domain; ``limit`` says where it climbs to.
    ConvergenceError
        The search ended early; ``fit`` on the error holds the best point. So does ``best`` on the
        KeyboardInterrupt of a search that was stopped by hand.

    Examples
    --------
    >>> import symmle as sm
    >>> gaussian = sm.Model(
    ...     "exp(-(x - mu)**2 / (2*v)) / sqrt(2*pi*v)",
    ...     data={"x": "real"},
    ...     parameters={"mu": "real", "v": "> 0"},
    ... )
    >>> sm.fit(gaussian, [1.0, 2.0, 3.0, 6.0]).estimates["v"]
    3.5
    """
    prepared = prepare(model)
    module = prepared.module()
    observations = read_observations(module.COLUMNS, data, weights=weights, missing=missing)

    def tell(found: Any) -> Fit:
        return _tell(model, prepared, observations, found, robust=robust)

    flat = partial(flat_parameters, module, observations)
    with telling_errors(module, tell, lambda limit: limit_model_name(model, limit), flat):
        found = module.fit(
            *observations.columns,
            weights=observations.weights,
            start=_read_start(module.PARAMETERS, start),
            settings=module.Settings(*check_settings(settings)),
        )
        if start is None and not prepared.grade.startswith("proved"):
            found = _scan(model, module, observations, found, settings)
        return tell(found)


def _scan(
    model: Model, module: ModuleType, observations: Observations, found: Any, settings: Settings
) -> Any:
    """Look for higher maxima where no proof says that the one found is the only one."""
    ends = domain_bounds(model, _known(module, observations, found))
    search = Search(module, observations, module.Settings(*check_settings(settings)), ends)
    best, seen = best_of_scan(search, found)
    return best._replace(warnings=(*best.warnings, *seen))


def _known(module: ModuleType, observations: Observations, found: Any) -> dict[str, float]:
    return observations.constants | dict(zip(module.PARAMETERS, map(float, found.theta), strict=True))


def _read_start(
    parameters: Sequence[str], start: Mapping[str, float] | Sequence[float] | None
) -> Vector | None:
    if start is None:
        return None
    if isinstance(start, Mapping):
        _require_names(parameters, start)
        start = [start[name] for name in parameters]
    try:
        values = np.asarray(start, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise _bad_start(parameters, "is not made of numbers") from error
    if values.shape != (len(parameters),):
        raise _bad_start(parameters, f"has shape {values.shape}")
    return values


def _require_names(parameters: Sequence[str], start: Mapping[str, float]) -> None:
    for name in start:
        if name not in parameters:
            raise _bad_start(parameters, f"names {name!r}{suggestion(str(name), parameters)}")
    for name in parameters:
        if name not in start:
            raise _bad_start(parameters, f"has nothing for {name!r}")


def _bad_start(parameters: Sequence[str], what: str) -> DataError:
    wanted = ", ".join(parameters)
    return DataError(
        f"start= {what}; it needs one number for each of {wanted}",
        category=Category.START_INVALID,
        column="start",
    )


def _tell(model: Model, prepared: Prepared, observations: Observations, found: Any, *, robust: bool) -> Fit:
    module = prepared.module()
    warnings = own_findings(found.warnings) + _weight_warnings(observations)
    covariance = found.covariance
    if robust and covariance is not None:
        inverse = covariance if model.constraints else None
        covariance = sandwich_covariance(module, observations, found.theta, inverse)
    why = _why_missing(module, found, covariance, warnings)
    known = _known(module, observations, found)
    return Fit(
        model=model,
        program=prepared.program,
        observations=observations,
        parameters=tuple(module.PARAMETERS),
        bounds=domain_bounds(model, known),
        theta=found.theta,
        covariance=covariance,
        log_likelihood=float(found.log_likelihood),
        n=float(found.n),
        rows=_rows(observations),
        status=str(found.status),
        iterations=int(found.iterations),
        trace=np.asarray(found.trace, dtype=np.float64),
        warnings=warnings,
        optimality=judge_optimality(prepared.grade, str(found.status), curved=found.covariance is not None),
        reasons=prepared.reasons,
        why_missing=why,
        robust=robust,
    )


def _rows(observations: Observations) -> int:
    if observations.weights is not None:
        return int(np.count_nonzero(observations.weights > 0.0))
    return next(len(column) for column in observations.columns if isinstance(column, np.ndarray))


def _why_missing(
    module: ModuleType, found: Any, covariance: NDArray[np.float64] | None, warnings: tuple[Finding, ...]
) -> tuple[tuple[str, str], ...]:
    if covariance is None:
        why = explain_missing_errors(str(found.status), regular=bool(module.REGULAR), warnings=warnings)
        return tuple((name, why) for name in module.PARAMETERS)
    variances = zip(module.PARAMETERS, np.diag(covariance), strict=True)
    return tuple(
        (name, "its variance came out negative or not finite")
        for name, variance in variances
        if not (math.isfinite(variance) and variance >= 0.0)
    )


def _weight_warnings(observations: Observations) -> tuple[Finding, ...]:
    weights = observations.weights
    if weights is None or weights.size < 2 or abs(float(np.sum(weights)) - 1.0) > 1e-6:
        return ()
    return (
        Finding(
            "weights-invalid",
            "",
            "the weights sum to one, so standard errors, AIC and BIC are those of a single observation; "
            "give frequencies, which sum to the number of observations",
            "",
        ),
    )
