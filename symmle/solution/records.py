"""What the solution of the likelihood equations consists of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

from sympy import Add, Expr, Symbol
from sympy.core.relational import Relational

from symmle.budget import Attempt
from symmle.declaration import FrozenMapping
from symmle.differentiation import Derivatives
from symmle.errors import Category
from symmle.notation import Domain
from symmle.solution.display import shown
from symmle.solution.score_forms import Form


class Kind(StrEnum):
    """How far the likelihood equations were solved."""

    CLOSED = "closed form"
    ALGEBRAIC = "algebraic"
    FINITE = "finite search"
    PROFILE = "profile"
    ITERATIVE = "iterative"
    LATENT = "latent"
    SET = "set"
    NONE = "no maximum"


class Mark(StrEnum):
    """What a condition is for: the maximum exists only if it holds, if it holds, or exactly if it holds."""

    NECESSARY = "necessary"
    SUFFICIENT = "sufficient"
    IFF = "iff"


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on the data for the maximum to exist in the declared domain.

    Parameters
    ----------
    relation : Relational
        In statistics and known constants.
    mark : Mark
        Necessary, sufficient, or both.
    parameter : str
        The parameter that has nowhere to go where the condition fails.
    category : Category
        What happens where it fails.
    limit : str
        Where the likelihood climbs to then, such as ``v -> 0``.
    limit_model : str
        The density that is approached there, such as ``exp(-m)*m**x/factorial(x)``; empty if not known.
    """

    relation: Relational
    mark: Mark
    parameter: str
    category: Category
    limit: str
    limit_model: str = ""

    @property
    def shown(self) -> Relational:
        """The relation as one reads it, such as ``sum(x) < n``."""
        return shown(self.relation)

    def __str__(self) -> str:
        """Give the condition with its mark."""
        return f"{self.shown} ({self.mark})"


@dataclass(frozen=True, slots=True)
class Boundary:
    """Data for which the maximum lies on a closed end of a parameter's domain.

    Parameters
    ----------
    parameter : str
        Which parameter.
    value : Expr
        The end of its domain.
    interior : Relational
        The condition under which the maximum is *not* there.
    """

    parameter: str
    value: Expr
    interior: Relational


@dataclass(frozen=True, slots=True)
class Elimination:
    """One parameter solved for, given the ones that remain.

    Parameters
    ----------
    parameter : str
        Which one.
    score : Expr
        The derivative of the log-likelihood by it, with everything solved before put in.
    form : Form
        The same score in the form that was solved: a kind of form has its own way to count roots.
    root : Expr
        The solution.
    conditions : tuple of Condition
        What the data must satisfy for the root to lie in the domain.
    boundaries : tuple of Boundary
        The data that put it on a closed end.
    before, after : Expr
        The log-likelihood before and after the root is put in.
    """

    parameter: str
    score: Expr
    form: Form
    root: Expr
    conditions: tuple[Condition, ...]
    boundaries: tuple[Boundary, ...]
    before: Expr
    after: Expr

    @property
    def places(self) -> tuple[Symbol, ...]:
        """What is solved for: the one parameter."""
        return (self.form.parameter,)

    @property
    def roots(self) -> tuple[Expr, ...]:
        """The solution, as one of several."""
        return (self.root,)


class Solved(Protocol):
    """One parameter or several, solved for given the ones that remain."""

    @property
    def places(self) -> tuple[Symbol, ...]:
        """What is solved for."""

    @property
    def roots(self) -> tuple[Expr, ...]:
        """The solution; what stands later may be told in what stands earlier."""

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """What the data must satisfy."""

    @property
    def boundaries(self) -> tuple[Boundary, ...]:
        """The data that put a parameter on a closed end."""

    @property
    def before(self) -> Expr:
        """The log-likelihood before the solution is put in."""

    @property
    def after(self) -> Expr:
        """The log-likelihood after the solution is put in."""


@dataclass(frozen=True, slots=True)
class Fold:
    """A parameter whose likelihood is solved through a function of it that takes no value once.

    Where the likelihood is the same at all points with one value of the function, each of them is a maximiser
    with the others. By reflection: the better of ``centre + m`` and ``centre - m`` is taken for each distance
    m; which of the two it is, the sign of ``odd`` tells for all distances at once.

    Parameters
    ----------
    parameter : Symbol
        What is given up.
    image : Symbol
        What stands for the function's value.
    function : Expr
        The function of the parameter.
    domain : Domain
        All values that it takes.
    branches : tuple of Expr
        The points with a given value, the one that is stated first.
    odd, factor : Expr
        By reflection: half of the difference of the two log-likelihoods is ``factor * odd`` with a positive
        factor. Zero and one where there is no difference.
    before, after : Expr
        The log-likelihood in the parameter, and its largest value for each value of the function.
    position : int
        How many parameters were solved for before.
    """

    parameter: Symbol
    image: Symbol
    function: Expr
    domain: Domain
    branches: tuple[Expr, ...]
    odd: Expr
    factor: Expr
    before: Expr
    after: Expr
    position: int


class OpenEnd(NamedTuple):
    """An open end of a domain, towards which the likelihood falls where ``needed`` is positive.

    ``side`` is 1 for the lower end and -1 for the upper one; ``unbounded`` says that the likelihood grows
    without bound there where ``needed`` vanishes, which is never negative.
    """

    end: Expr
    side: int
    needed: Expr
    unbounded: bool


@dataclass(frozen=True, slots=True)
class Critical:
    """A score as a positive factor times a polynomial: the stationary points are its roots in the domain.

    Parameters
    ----------
    parameter : Symbol
        The one parameter that is left.
    coefficients : tuple of Expr
        In statistics and constants, the lowest power first.
    factor : Expr
        Positive on the parameter's domain.
    points : int
        How many critical points, complex ones included, the log-likelihood has for generic data (its maximum
        likelihood degree).
    ends : tuple of OpenEnd
        What keeps the likelihood from the open ends of the domain, where it must be asked.
    """

    parameter: Symbol
    coefficients: tuple[Expr, ...]
    factor: Expr
    points: int
    ends: tuple[OpenEnd, ...] = ()

    @property
    def polynomial(self) -> Expr:
        """What vanishes at a stationary point."""
        return Add(*[c * self.parameter**k for k, c in enumerate(self.coefficients)])


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A parameter written in a new one and another that is kept: ``replaced = image``.

    Parameters
    ----------
    replaced, kept, new : Symbol
        The parameter that gives way, the one that it is measured by, and the new one.
    domain : Domain
        Where the new one lives.
    image : Expr
        What is replaced, in the new and the kept one: ``b = r*a``.
    meaning : Expr
        The new one in the old ones: ``r = b/a``.
    """

    replaced: Symbol
    kept: Symbol
    new: Symbol
    domain: Domain
    image: Expr
    meaning: Expr


@dataclass(frozen=True, slots=True)
class Change:
    """Other coordinates, and the solution in them."""

    coordinates: Coordinates
    solution: Solution


@dataclass(frozen=True, slots=True)
class Solution:
    """How far the likelihood equations are solved.

    Parameters
    ----------
    derivatives : Derivatives
        The equations.
    kind : Kind
        How far.
    closed : mapping of str to Expr
        Each solved parameter in statistics, constants and the remaining parameters.
    remaining : tuple of str
        What is left to a numeric solve.
    equation : Expr or None
        Where one parameter remains: its profile score, a positive factor left out.
    equation_factor : Expr
        That factor.
    profile : Expr
        The log-likelihood with everything solved put in.
    eliminations : tuple of Solved
        The steps, in order.
    conditions : tuple of Condition
        All of them, later ones in final form.
    boundaries : tuple of Boundary
        Likewise.
    attempts : tuple of Attempt
        What was tried and what it cost.
    critical : Critical or None
        Where one parameter remains and its score is a polynomial: the polynomial.
    change : Change or None
        Where it was solved in other coordinates: those, and the solution in them.
    escape : str
        Where the likelihood of every sample is unbounded: the path on which it climbs.
    fold : Fold or None
        Where a parameter was solved for through a function of it.
    others : mapping of str to tuple of Expr
        Further values of a parameter with the same likelihood as the closed one, NaN where there is none.
    """

    derivatives: Derivatives
    kind: Kind
    closed: Mapping[str, Expr]
    remaining: tuple[str, ...]
    equation: Expr | None
    equation_factor: Expr
    profile: Expr
    eliminations: tuple[Solved, ...]
    conditions: tuple[Condition, ...]
    boundaries: tuple[Boundary, ...]
    attempts: tuple[Attempt, ...]
    critical: Critical | None = None
    change: Change | None = None
    escape: str = ""
    fold: Fold | None = None
    others: Mapping[str, tuple[Expr, ...]] = field(default_factory=lambda: FrozenMapping({}))
