"""SymPy expressions that users bring: checked node by node and rebound to the declared symbols by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sympy import (
    Add,
    And,
    Expr,
    Float,
    Mul,
    Not,
    Or,
    Pow,
    Rational,
    S,
    Symbol,
    preorder_traversal,
)
from sympy.core.relational import Relational
from sympy.functions.elementary.piecewise import ExprCondPair

from symmle.errors import Category, DeclarationError
from symmle.notation.functions import FUNCTIONS, UNDEFINED
from symmle.notation.names import decimal_number, suggestion

__all__ = ["adopt_expression", "rebind"]

STRUCTURE: Final = (Add, Mul, Pow, Rational, Symbol, Float, ExprCondPair, Relational, And, Or, Not)
CONSTANTS: Final = frozenset({S.Pi, S.Exp1, S.true, S.false})
# `sqrt` and `digamma` are no classes of their own: they build a Pow and a polygamma.
CLASSES: Final = tuple(function for function in FUNCTIONS.values() if isinstance(function, type))


def adopt_expression(expression: Any, symbols: Mapping[str, Expr]) -> Expr:
    """The user's expression in the declared symbols, or a `DeclarationError` that names what is foreign.

    ``Symbol("x")`` and ``Symbol("x", positive=True)`` are different to SymPy, and the derivative of one by
    the other is zero; so each symbol gives way to the declared one of its name.
    """
    if not isinstance(expression, Expr):
        raise _foreign(f"a SymPy expression is wanted, not {type(expression).__name__}")
    for node in preorder_traversal(expression):
        if not isinstance(node, (*STRUCTURE, *CLASSES)) and node not in CONSTANTS:
            raise _foreign(
                f"{type(node).__name__} is not among the functions of the notation: {str(node)[:60]}"
            )
    adopted: Expr = rebind(expression, symbols)
    if adopted.has(*UNDEFINED):
        raise _foreign("the expression is not a real number in the declared domains")
    return adopted


def rebind(thing: Any, symbols: Mapping[str, Expr]) -> Any:
    """Replace each symbol by the declared one of its name, and each float by the decimal it prints as."""
    replacements: dict[Any, Expr] = {}
    for atom in sorted(thing.free_symbols, key=str):
        if atom.name not in symbols:
            raise _foreign(f"unknown name {atom.name!r}{suggestion(atom.name, symbols)}")
        replacements[atom] = symbols[atom.name]
    for number in thing.atoms(Float):
        replacements[number] = decimal_number(number)
    return thing.xreplace(replacements)


def _foreign(message: str) -> DeclarationError:
    return DeclarationError(message, category=Category.MODEL_INVALID)
