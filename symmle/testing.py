"""Hand derivations as tests: one assertion for pytest.

>>> from symmle.declaration import Model
>>> model = Model("rate*exp(-rate*x)", data={"x": ">= 0"}, parameters={"rate": "> 0"})
>>> assert_derivation(model, score={"rate": "n/rate - sum(x)"})
"""

from __future__ import annotations

from typing import Any

from symmle.declaration import Model
from symmle.verification import Outcome, verify

__all__ = ["assert_derivation"]

_STRONG_ENOUGH = {
    Outcome.PROVED: {Outcome.PROVED},
    Outcome.SUPPORTED: {Outcome.PROVED, Outcome.SUPPORTED},
}


def assert_derivation(model: Model, *, at_least: str = Outcome.PROVED, **claims: Any) -> None:
    """Assert that every claim about a model is proved.

    Parameters
    ----------
    model
        The declaration.
    at_least
        ``proved``, or ``supported`` to let pass what numbers support and algebra does not prove.
    **claims
        As for ``verify``: ``estimator``, ``score``, ``hessian``, ``log_likelihood``, ``information``,
        ``bias``, ``sufficient``.

    Raises
    ------
    AssertionError
        With the whole verdict as its text: the counterexample and the diagnosis.
    ValueError
        For another word in ``at_least``.
    """
    if at_least not in _STRONG_ENOUGH:
        raise ValueError(f"at_least is 'proved' or 'supported', not {at_least!r}")
    verdict = verify(model, **claims)
    if verdict.outcome not in _STRONG_ENOUGH[Outcome(at_least)]:
        raise AssertionError(str(verdict))
