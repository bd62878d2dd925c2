"""Parameters that are solved for together."""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Expr, Symbol

from symmle.declaration import Constraint
from symmle.notation import Domain
from symmle.solution.records import Boundary, Condition, Elimination


@dataclass(frozen=True, slots=True)
class Constrained:
    """Parameters at their best values among those that satisfy an equation, given the ones that remain.

    Parameters
    ----------
    places : tuple of Symbol
        The parameters that the equation binds.
    constraint : Constraint
        The equation.
    multiplier : Symbol
        Its Lagrange multiplier.
    lagrangian : Expr
        The log-likelihood less the multiplier times what must vanish.
    eliminations : tuple of Elimination
        The maximum of the Lagrangian over the domains, whatever the multiplier.
    given : tuple of Expr
        The roots of the Lagrangian's scores, in terms of the multiplier alone.
    value : Expr
        The multiplier at which they satisfy the equation.
    assumed : tuple of Expr
        What must be positive, the multiplier among it, for the maximum of the Lagrangian to exist.
    roots : tuple of Expr
        The solution.
    conditions, boundaries : tuple
        As for one parameter.
    before, after : Expr
        The log-likelihood before and after the solution is put in.
    """

    places: tuple[Symbol, ...]
    constraint: Constraint
    multiplier: Symbol
    lagrangian: Expr
    eliminations: tuple[Elimination, ...]
    given: tuple[Expr, ...]
    value: Expr
    assumed: tuple[Expr, ...]
    roots: tuple[Expr, ...]
    conditions: tuple[Condition, ...]
    boundaries: tuple[Boundary, ...]
    before: Expr
    after: Expr


@dataclass(frozen=True, slots=True)
class Explicit:
    """A parameter that an equation gives in terms of others, put in.

    Parameters
    ----------
    place : Symbol
        The parameter.
    constraint : Constraint
        The equation, which is linear in it.
    value : Expr
        What it is.
    narrowed : tuple of (Symbol, Domain)
        A parameter whose domain is narrowed, so that the value lies in the domain of the place.
    before, after : Expr
        The log-likelihood before and after the value is put in.
    """

    place: Symbol
    constraint: Constraint
    value: Expr
    narrowed: tuple[tuple[Symbol, Domain], ...]
    before: Expr
    after: Expr

    @property
    def places(self) -> tuple[Symbol, ...]:
        """The parameter, as one of several."""
        return (self.place,)

    @property
    def roots(self) -> tuple[Expr, ...]:
        """What it is, as one of several."""
        return (self.value,)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """None: the equation holds whatever the data are."""
        return ()

    @property
    def boundaries(self) -> tuple[Boundary, ...]:
        """None."""
        return ()


@dataclass(frozen=True, slots=True)
class LinearBlock:
    """Parameters whose scores are linear in all of them together, solved at once.

    ``score_i = factor * (right_i - sum_j matrix_ij * place_j)`` with a positive definite matrix.

    Parameters
    ----------
    places : tuple of Symbol
        The parameters.
    scores : tuple of Expr
        The derivatives of the log-likelihood by them.
    factor : Expr
        Positive, and free of them.
    matrix : tuple of tuple of Expr
        Symmetric, free of them.
    right : tuple of Expr
        Free of them.
    minors : tuple of Expr
        The leading principal minors of the matrix; all of them are positive.
    roots : tuple of Expr
        The solution; an earlier one may be told in later ones.
    conditions : tuple of Condition
        The minors that the data must make positive.
    before, after : Expr
        The log-likelihood before and after the solution is put in.
    """

    places: tuple[Symbol, ...]
    scores: tuple[Expr, ...]
    factor: Expr
    matrix: tuple[tuple[Expr, ...], ...]
    right: tuple[Expr, ...]
    minors: tuple[Expr, ...]
    roots: tuple[Expr, ...]
    conditions: tuple[Condition, ...]
    before: Expr
    after: Expr

    @property
    def boundaries(self) -> tuple[Boundary, ...]:
        """None: the parameters run over the whole line."""
        return ()
