"""What is known of a fit beside its numbers: whether it is the maximum, and why errors are missing."""

from __future__ import annotations

from enum import StrEnum

from symmle.numerics.records import Finding

__all__ = ["Optimality", "explain_missing_errors", "judge_optimality"]


class Optimality(StrEnum):
    """How far the estimate is known to be the maximum; never stronger than its proof."""

    PROVED = "global, proved"
    PROVED_UNDER_LEMMA = "global, proved under lemma"
    LOCAL = "local"
    BOUNDARY = "boundary"
    UNPROVED = "unproved"


_BY_GRADE = {"proved": Optimality.PROVED, "proved under lemma": Optimality.PROVED_UNDER_LEMMA}


def judge_optimality(grade: str, status: str, *, curved: bool) -> Optimality:
    """Join the certificate's grade with how the fit ended.

    Parameters
    ----------
    grade : str
        The grade of the derivation's certificate.
    status : str
        The status of the module's fit.
    curved : bool
        Whether the negative Hessian at the estimate was found positive definite.
    """
    if status == "boundary":
        return Optimality.BOUNDARY
    if status != "converged":
        return Optimality.UNPROVED
    return _BY_GRADE.get(grade, Optimality.LOCAL if curved else Optimality.UNPROVED)


def explain_missing_errors(status: str, *, regular: bool, warnings: tuple[Finding, ...]) -> str:
    """Say in one sentence why a fit without a covariance matrix has no standard errors."""
    if status == "boundary":
        return (
            "the estimate lies on the boundary of the domain, where the log-likelihood need not be "
            "quadratic; method=.profile. gives an interval"
        )
    if not regular:
        return "the support of the data moves with a parameter, so the curvature says nothing about the error"
    if status != "converged":
        return f"the search did not converge ({status})"
    told = "; ".join(finding.message for finding in warnings)
    return told or "the negative Hessian is not positive definite at the estimate"
