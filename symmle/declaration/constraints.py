"""Equations among the parameters: read from text, and held against each other and against the domains."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Expr, Matrix, Symbol
from sympy.core.relational import Equality

from symmle.declaration.resolution import invalid
from symmle.errors import DeclarationError, TextRefused
from symmle.notation import Domain, adopt_expression, read_expression
from symmle.signs import Facts, range_of

__all__ = ["Constraint", "check_constraints", "read_constraints"]

_COMPARED = ("==", "<=", ">=", "!=", "<", ">")


@dataclass(frozen=True, slots=True)
class Constraint:
    """An equation that holds among the parameters.

    Parameters
    ----------
    left, right : Expr
        Its two sides, in parameters and constants.
    """

    left: Expr
    right: Expr

    @property
    def difference(self) -> Expr:
        """What must vanish: the left side less the right one."""
        return self.left - self.right

    @property
    def text(self) -> str:
        """The equation as it is written in a file."""
        return f"{self.left} = {self.right}"

    def at(self, values: Mapping[Symbol, Expr]) -> Constraint:
        """The equation with some symbols replaced."""
        return Constraint(self.left.xreplace(dict(values)), self.right.xreplace(dict(values)))

    def slopes(self, parameters: Sequence[Symbol]) -> dict[Symbol, Expr] | None:
        """The coefficient of each parameter in it; None where it is not linear in them."""
        found = {place: self.difference.diff(place) for place in parameters}
        held = {place: slope for place, slope in found.items() if slope != 0}
        linear = all(slope.free_symbols.isdisjoint(parameters) for slope in held.values())
        return held if linear else None

    def __str__(self) -> str:
        """Give the equation as text."""
        return self.text


def read_constraints(
    given: Any, names: Mapping[str, Expr], observed: Collection[str]
) -> tuple[Constraint, ...]:
    """Read equations in the given names, each as text with one ``=`` or as SymPy's ``Eq``.

    Parameters
    ----------
    given : sequence
        The equations.
    names : mapping of str to Expr
        What the declared names stand for.
    observed : collection of str
        The names among them that vary from row to row, which no equation may hold.
    """
    if given is None:
        return ()
    if isinstance(given, str | Equality) or not isinstance(given, Sequence):
        raise invalid('constraints is a list of equations, such as ["p1 + p2 = 1"]')
    found = tuple(_read(each, names) for each in given)
    for each in found:
        for symbol in sorted(each.difference.free_symbols, key=str):
            if symbol.name in observed:
                raise invalid(
                    f"the constraint {each.text!r} names {symbol.name!r}, which is observed: "
                    "a constraint holds among parameters"
                )
    return found


def _read(given: Any, names: Mapping[str, Expr]) -> Constraint:
    if isinstance(given, Constraint):
        return _read(given.text, names)
    try:
        if isinstance(given, Equality):
            return Constraint(*(adopt_expression(side, names) for side in given.args))
        if isinstance(given, str):
            left, right, column = _sides(given)
            return Constraint(read_expression(left, names, {}), read_expression(right, names, {}, column))
    except TextRefused as error:
        raise TextRefused(f"in the constraint {given!r}: {error.message}", column=error.column) from error
    except DeclarationError as error:
        raise invalid(f"in the constraint {given!r}: {error.message}") from error
    raise invalid(f"a constraint is text such as 'p1 + p2 = 1', not {type(given).__name__}")


def _sides(text: str) -> tuple[str, str, int]:
    """Cut an equation at its sign; give the column where the right side begins."""
    for sign in _COMPARED:
        if sign in text:
            meant = "write = once" if sign == "==" else "a constraint is an equation"
            raise TextRefused(f"{sign!r} has no place here: {meant}", column=text.index(sign) + 1)
    left, _, right = text.partition("=")
    if not left.strip() or not right.strip() or "=" in right:
        raise TextRefused("an equation has one = between two expressions", column=len(left) + 1)
    return left, right, len(left) + 2


def check_constraints(
    constraints: Sequence[Constraint], parameters: Mapping[str, Domain], domains: Mapping[Symbol, Domain]
) -> tuple[Constraint, ...]:
    """Give the equations that bind a free parameter; refuse what cannot hold, or says nothing."""
    places = tuple(symbol for symbol in domains if symbol.name in parameters)
    kept = [each for each in constraints if _binds(each, places)]
    for each in kept:
        _check_range(each, domains)
    _check_rank(kept, places)
    return tuple(kept)


def _binds(constraint: Constraint, places: Sequence[Symbol]) -> bool:
    difference = constraint.difference.expand()
    if not difference.free_symbols.isdisjoint(places):
        return True
    if difference == 0 and constraint.left != constraint.right:
        return False  # it held among parameters that are fixed, and it holds at their values
    if difference.is_number and difference != 0:
        raise invalid(f"the constraint {constraint.text!r} does not hold")
    raise invalid(f"the constraint {constraint.text!r} says nothing about a parameter: leave it out")


def _check_range(constraint: Constraint, domains: Mapping[Symbol, Domain]) -> None:
    reach = range_of(constraint.difference.expand(), Facts.of(domains))
    below = reach.upper < 0 or (reach.upper == 0 and reach.upper_open)
    if below or reach.lower > 0 or (reach.lower == 0 and reach.lower_open):
        raise invalid(f"no values in the domains satisfy the constraint {constraint.text!r}")


def _check_rank(constraints: Sequence[Constraint], places: Sequence[Symbol]) -> None:
    if constraints and len(constraints) >= len(places):
        raise invalid("the constraints leave nothing to estimate: there are as many as parameters")
    rows = [(each, each.slopes(places)) for each in constraints]
    linear = [(each, held) for each, held in rows if held is not None]
    seen: list[list[Expr]] = []
    for each, held in linear:
        constant = each.difference.xreplace(dict.fromkeys(places, 0 * each.left))
        row = [held.get(place, 0) for place in places]
        if Matrix([*(r[:-1] for r in seen), row]).rank() <= len(seen):
            consistent = Matrix([*seen, [*row, constant]]).rank() <= len(seen)
            told = "follows from those before it: leave it out" if consistent else "contradicts the others"
            raise invalid(f"the constraint {each.text!r} {told}")
        seen.append([*row, constant])
