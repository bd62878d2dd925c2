"""What is left to solve."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from sympy import Expr, Symbol

from symmle.notation import Domain
from symmle.signs import Facts
from symmle.solution.records import Elimination, Fold


class Problem(NamedTuple):
    """A log-likelihood in the parameters that remain, and what may be used about signs.

    ``domains`` says where a parameter lives, where that is not what was declared; ``folded``, which
    parameter is solved for through a function of it.
    """

    log_likelihood: Expr
    remaining: tuple[Symbol, ...]
    facts: Facts
    domains: Mapping[Symbol, Domain] = {}
    folded: Fold | None = None


SolveOne: TypeAlias = Callable[[Problem, Symbol], tuple[Elimination, Problem] | None]
"""What eliminates one parameter of a problem, where its score can be solved."""
