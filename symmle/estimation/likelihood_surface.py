"""The log-likelihood of one fitted sample as a function of the parameters."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from symmle.estimation.intervals import Vector
from symmle.numerics.records import Evaluation
from symmle.observations import Observations

__all__ = ["Surface"]


class Surface:
    """Evaluates log-likelihood, score and Hessian at any theta; the data are read and compressed once.

    Parameters
    ----------
    module : ModuleType
        A loaded generated module.
    observations : Observations
        The data that were fitted.
    """

    __slots__ = ("_module", "_sample", "_statistics")

    def __init__(self, module: ModuleType, observations: Observations) -> None:
        self._module = module
        checked = module.check(*observations.columns, weights=observations.weights)
        self._sample = module.compress(checked)
        self._statistics = module.statistics(self._sample)

    def __call__(self, theta: Vector, order: int = 2) -> Evaluation:
        """Evaluate at theta; order 0 gives the value, 1 the score as well, 2 the Hessian as well."""
        sums = self._module.sums(theta, self._sample, order)
        found: Any = self._module.assemble(theta, self._statistics, sums, order)
        return Evaluation(*found)
