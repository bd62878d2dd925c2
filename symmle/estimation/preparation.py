"""From a model to the module that fits it, and to what the derivation claims about its maximum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Float

from symmle.derivation import derive
from symmle.generation import Program, load

if TYPE_CHECKING:
    from symmle.declaration import Model

__all__ = ["Prepared", "domain_bounds", "prepare"]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A program for a model, and the certificate's word on what it finds.

    Attributes
    ----------
    program : Program
        The generated module as text.
    grade : str
        The certificate's grade.
    reasons : tuple of str
        The certificate's argument.
    """

    program: Program
    grade: str
    reasons: tuple[str, ...]

    def module(self) -> ModuleType:
        """Load the module; a second call finds it loaded."""
        return load(self.program)


def prepare(model: Model) -> Prepared:
    """Derive a model and generate its module; both are kept with the model, so a second fit pays neither."""
    derivation = derive(model)
    certificate = derivation.estimator.certificate
    return Prepared(derivation.program, str(certificate.grade), tuple(certificate.reasons))


def domain_bounds(model: Model, known: Mapping[str, float]) -> NDArray[np.float64]:
    """Return the ends of each parameter's domain, ``(p, 2)``; names in them take their known values."""
    domains = model.parameters.values()
    ends = [[_number(end, model, known) for end in (domain.lower, domain.upper)] for domain in domains]
    return np.array(ends, dtype=np.float64).reshape(len(domains), 2)


def _number(end: Expr, model: Model, known: Mapping[str, float]) -> float:
    if end.is_number:
        return float(end)
    return float(end.xreplace({model.symbols[name]: Float(value) for name, value in known.items()}))
