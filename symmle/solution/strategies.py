"""The ways to solve one score, in the order in which they are tried."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from sympy import Expr, Symbol

from symmle.notation import Domain
from symmle.signs import Facts
from symmle.solution.chains import isolate_chain
from symmle.solution.isolate import isolate
from symmle.solution.lambert import isolate_by_lambert
from symmle.solution.score_forms import Isolated
from symmle.solution.waves import isolate_wave


class Strategy(NamedTuple):
    """One way to find the only root of a score.

    Parameters
    ----------
    name : str
        What it is called in the list of attempts: "solve the score of p by ...".
    reason : str
        The mathematical fact that it rests on.
    isolate : callable
        From a score, its parameter, the domain and the facts to the only root, or to None.
    """

    name: str
    reason: str
    isolate: Callable[[Expr, Symbol, Domain, Facts], Isolated | None]


STRATEGIES: tuple[Strategy, ...] = (
    Strategy(
        "powers of one generator",
        "a sum of powers with one change of sign among its coefficients has one positive root",
        isolate,
    ),
    Strategy(
        "a chain of injective functions",
        "a strictly monotone function takes each value between its ends once",
        isolate_chain,
    ),
    Strategy(
        "one wave around the circle",
        "a cosine and a sine of one angle are one wave, which falls through zero once",
        isolate_wave,
    ),
    Strategy(
        "a line and one exponential",
        "such a sum is strictly convex or concave, and the sign of its slope at a root names the branch of W",
        isolate_by_lambert,
    ),
)
