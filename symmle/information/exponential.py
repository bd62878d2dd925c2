"""The exponential-family form of a density, with its evidence."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Add, Expr, Matrix, S

from symmle.information.linear import combination
from symmle.likelihood import LogLikelihood
from symmle.reduction import Reduction


@dataclass(frozen=True, slots=True)
class ExponentialFamily:
    """``log f(x) = eta'T(x) - A + h(x)``.

    Attributes
    ----------
    eta : tuple of Expr
        The natural parameters, functions of the declared ones.
    T : tuple of Expr
        The natural statistics of one observation.
    A : Expr
        The log-partition function in the declared parameters.
    h : Expr
        What is left, free of parameters.
    minimal : bool
        Whether no affine relation binds the natural parameters, by the rank of their derivatives at a generic
        point.
    full : bool
        Whether there are as many natural parameters as declared ones; if not, the family is curved.
    """

    eta: tuple[Expr, ...]
    T: tuple[Expr, ...]
    A: Expr
    h: Expr
    minimal: bool
    full: bool


def exponential_family(reduction: Reduction) -> ExponentialFamily | None:
    """Show that a density is of exponential-family form; None says 'not shown'.

    What is declared without a mass of its own is no density, and has no log-partition function.
    """
    likelihood = reduction.likelihood
    model = likelihood.model
    if reduction.sums or model.covariates or model.constraints or not model.normalised:
        return None
    parts = combination(likelihood.row, likelihood)
    if parts is None:
        return None
    free = [part for part, c in parts.items() if part is not S.One and _is_free(c, likelihood)]
    natural = sorted((part for part in parts if part not in free and part is not S.One), key=str)
    eta = tuple(parts[part] for part in natural)
    rank = _rank(eta, likelihood)
    return ExponentialFamily(
        eta,
        tuple(natural),
        -parts.get(S.One, S.Zero),
        Add(*[parts[part] * part for part in free]),
        rank == len(eta) or len(eta) > len(likelihood.parameters),
        rank == len(eta) == len(likelihood.parameters),
    )


def _is_free(coefficient: Expr, likelihood: LogLikelihood) -> bool:
    return bool(coefficient.free_symbols.isdisjoint(likelihood.parameters))


def _rank(eta: tuple[Expr, ...], likelihood: LogLikelihood) -> int:
    if not eta:
        return 0
    rank: int = Matrix(eta).jacobian(list(likelihood.parameters)).rank()
    return rank
