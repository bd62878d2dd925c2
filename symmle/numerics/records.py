"""The records that a module hands out, and its three errors."""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "DEFAULT_SETTINGS",
    "Array",
    "Column",
    "ConvergenceError",
    "DataError",
    "Ending",
    "Evaluation",
    "Finding",
    "Fit",
    "Matrix",
    "NoMaximumError",
    "Sample",
    "Settings",
    "Statistic",
    "Vector",
]

Array = NDArray[np.float64]
Vector = NDArray[np.float64]  # shape (k,)
Matrix = NDArray[np.float64]  # shape (k, l)


class Column(NamedTuple):
    """One argument of the model; its role is data, covariate, constant, design or offset."""

    name: str
    role: str
    support: str


class Statistic(NamedTuple):
    """One number computed from the data alone, free of parameters."""

    name: str
    expression: str
    kind: str


class Sample(NamedTuple):
    """Checked data: read-only columns (constants are 0-d), positive weights or none."""

    columns: tuple[Array, ...]
    weights: Vector | None
    rows: int


class Evaluation(NamedTuple):
    """The log-likelihood, its gradient (p,) and its Hessian (p, p) at one point."""

    value: float
    score: Vector
    hessian: Matrix


class Ending(NamedTuple):
    """How a search ended: where, with which status, and the log-likelihood on the way there."""

    theta: Vector
    evaluation: Evaluation
    status: str
    culprit: int  # the parameter that moved most in the last step, and which way
    side: int
    trace: tuple[float, ...]


class Finding(NamedTuple):
    """Something that the reader of an estimate must know."""

    category: str
    parameter: str
    message: str
    limit: str


class Settings(NamedTuple):
    """How far to go: the tolerance is in standard errors of the estimate."""

    tolerance: float = 1e-10
    iterations: int = 200
    method: str = "auto"


DEFAULT_SETTINGS: Final = Settings()


class Fit(NamedTuple):
    """The maximiser, on the user's scale, and how it was reached."""

    theta: Vector
    covariance: Matrix | None
    log_likelihood: float
    n: float
    status: str
    iterations: int
    trace: Vector
    warnings: tuple[Finding, ...]


class DataError(ValueError):
    """The data cannot be what the model describes."""

    def __init__(self, category: str, column: str, message: str) -> None:
        super().__init__(category, column, message)
        self.category, self.column, self.message = category, column, message

    def __str__(self) -> str:
        return self.message


class NoMaximumError(ValueError):
    """The likelihood has no maximum in the domain of the parameters."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(findings)
        self.findings = findings

    def __str__(self) -> str:
        return "; ".join(finding.message for finding in self.findings)


class ConvergenceError(RuntimeError):
    """The search ended before a maximum was found; `fit` holds the best point so far."""

    def __init__(self, fit: Fit) -> None:
        super().__init__(fit)
        self.fit = fit

    def __str__(self) -> str:
        return f"{self.fit.status}: " + "; ".join(finding.message for finding in self.fit.warnings)
