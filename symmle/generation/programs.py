"""The two programs that every backend prints, and the module that holds them.

A derivation becomes two kinds of program.  A `RowProgram` walks over the rows: scalars of the
parameters first, then expressions per row, then reductions over the rows.  A `ScalarProgram` uses
only scalars.  No printer decides algebra: what stands here is printed as it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from sympy import Expr


class ReductionKind(StrEnum):
    """How a column of numbers becomes one number."""

    SUM = "sum"
    MEAN = "mean"
    COVARIANCE = "covariance"  # of two expressions, given their means; a variance for one expression twice
    LOG_GAP = "log gap"  # of one expression, given its mean
    RECIPROCAL_GAP = "reciprocal gap"
    MIN = "minimum"
    MAX = "maximum"
    MEDIAN = "median"


@dataclass(frozen=True, slots=True)
class Assignment:
    """``target = value``, needed from `order` on (0 value, 1 score, 2 Hessian)."""

    target: str
    value: Expr
    order: int = 0


@dataclass(frozen=True, slots=True)
class Load:
    """``target = vector[index]``, the scalar or column that a program reads."""

    target: str
    vector: str
    index: int
    order: int = 0


@dataclass(frozen=True, slots=True)
class Reduction:
    """``target = kind(operands)`` over the rows, weighted where the sample is.

    The operands are row expressions; where the kind is centred, the means follow them.
    """

    target: str
    kind: ReductionKind
    operands: tuple[Expr, ...]
    order: int = 0


@dataclass(frozen=True, slots=True)
class Result:
    """One number (or one column of numbers) that a program returns, from `order` on."""

    name: str
    value: Expr
    order: int = 0


@dataclass(frozen=True, slots=True)
class RowProgram:
    """A pass over the rows: scalars of theta, expressions per row, reductions.

    Attributes
    ----------
    loads : tuple of Load
        The entries of theta and of the constants, and the columns, that are read.
    prologue : tuple of Assignment
        Scalars of theta and of the constants, computed once.
    assignments : tuple of Assignment
        Expressions per row, in the order in which they need one another.
    reductions : tuple of Reduction
        The sums over the rows; empty where the rows themselves are returned.
    results : tuple of Result
        Columns that are returned as they are; empty where the rows are reduced.
    """

    loads: tuple[Load, ...]
    prologue: tuple[Assignment, ...]
    assignments: tuple[Assignment, ...]
    reductions: tuple[Reduction, ...] = ()
    results: tuple[Result, ...] = ()

    def sizes(self) -> tuple[int, int, int]:
        """Count the reductions that orders 0, 1 and 2 need; each order extends the one before."""
        orders = [reduction.order for reduction in self.reductions]
        first, second, third = (sum(order <= limit for order in orders) for limit in range(3))
        return first, second, third


@dataclass(frozen=True, slots=True)
class ScalarProgram:
    """Scalars in, scalars out.

    Attributes
    ----------
    arguments : tuple of Load
        The entries of the argument vectors that are read.
    assignments : tuple of Assignment
        Named scalars, in the order in which they need one another.
    returns : tuple of Result
        What is returned, each from its order on.
    """

    arguments: tuple[Load, ...]
    assignments: tuple[Assignment, ...]
    returns: tuple[Result, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the data: what it is called, what it is for and where it may lie."""

    name: str
    role: str
    support: str
    argument: str
    inside: tuple[Expr, ...] = ()  # what every row must satisfy, in the arguments' names


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the vector of statistics.

    Attributes
    ----------
    name : str
        The Python name, ``mean_log_x``.
    expression : str
        What it is a statistic of, as text, ``log(x)``.
    kind : str
        ``sum``, ``count``, ``mean``, ``variance``, ``covariance``, ``gap``, ``minimum``, ``maximum``,
        ``constant``.
    rows : tuple of Expr
        The row expressions that it reduces, in the observations and the constants.
    needs : tuple of int
        The entries that it is centred by; they stand before it.
    """

    name: str
    expression: str
    kind: str
    rows: tuple[Expr, ...] = ()
    needs: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Existence:
    """A relation in statistics without which there is no maximum, and what is said when it fails."""

    relation: Expr
    category: str
    parameter: str
    message: str
    limit: str


@dataclass(frozen=True, slots=True)
class Constraints:
    """Equations among the parameters as text, and first and second derivatives of what they make vanish."""

    texts: tuple[str, ...]
    slopes: ScalarProgram


@dataclass(frozen=True, slots=True)
class ModuleSpec:
    """Everything that a generated module is made of, before any of it is text.

    Attributes
    ----------
    name, kind : str
        The model's name, and whether its estimator is closed, profile, algebraic or iterative.
    columns : tuple of Column
        Data, covariates and constants, in the order of the arguments of ``check``.
    predictors, parameters, domains, coordinates, remaining, sum_parameters : tuple of str
        The literals of the same names in the module.
    statistics : RowProgram
        The pass that is free of parameters; `entries` says what its reductions mean.
    sums : RowProgram or None
        The pass that is not; None in an exponential family.
    assembly : ScalarProgram
        Value, score and upper triangle of the Hessian from theta, statistics and sums.
    complete, profile, bracket, start : ScalarProgram or None
        All of theta from what was left to solve; the equation and its derivative; where its root
        lies; the candidates that the solver may start from.
    polynomial : ScalarProgram or None
        Where what was left to solve is a root of a polynomial: its coefficients, the lowest power first.
    equals : ScalarProgram or None
        Where a closed form may have equals: the other values of the parameter `several`, NaN where there is
        none.
    several : str
        That parameter; empty where there is none.
    advance : ScalarProgram or None
        The step of the latent models.
    existence : tuple of Existence
        The conditions of existence; their relations are in the entries' names.
    density, row_scores : RowProgram
        The log density and its derivatives, row by row.
    mergeable, regular, discrete : bool
        Whether blocks merge, whether there is a covariance, whether equal rows may be counted.
    bounds : tuple of (float, float)
        The ends of the parameters' domains.
    closed : tuple of (bool, bool)
        Which of the ends belong to them.
    narrative : str
        The derivation as text: free text, escaped where it is printed.
    provenance : mapping of str to str
        Versions and the digest of the declaration.
    constraints : Constraints or None
        The equations among the parameters; None where there are none.
    """

    name: str
    kind: str
    columns: tuple[Column, ...]
    predictors: tuple[str, ...]
    parameters: tuple[str, ...]
    domains: tuple[str, ...]
    coordinates: tuple[str, ...]
    remaining: tuple[str, ...]
    sum_parameters: tuple[str, ...]
    entries: tuple[Entry, ...]
    statistics: RowProgram
    sums: RowProgram | None
    assembly: ScalarProgram
    complete: ScalarProgram
    profile: ScalarProgram | None
    polynomial: ScalarProgram | None
    equals: ScalarProgram | None
    several: str
    bracket: ScalarProgram | None
    advance: ScalarProgram | None
    start: ScalarProgram | None
    existence: tuple[Existence, ...]
    density: RowProgram
    row_scores: RowProgram
    mergeable: bool
    regular: bool
    discrete: bool
    bounds: tuple[tuple[float, float], ...]
    closed: tuple[tuple[bool, bool], ...]
    narrative: str
    provenance: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    constraints: Constraints | None = None
