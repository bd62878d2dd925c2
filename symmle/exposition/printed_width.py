"""How wide a formula is in print, in characters of text: fractions are stacked, exponents small."""

from __future__ import annotations

from symmle.exposition.formula import (
    Call,
    Cases,
    Exponential,
    Formula,
    Overlined,
    Power,
    Product,
    Quotient,
    Root,
    Terms,
    Total,
)
from symmle.exposition.plain_writer import write_text
from symmle.exposition.shown import width_of

_SMALL = 0.7


def printed_width(formula: Formula) -> float:
    """Estimate the width; only where lines break depends on it."""
    match formula:
        case Quotient(above, below):
            return 1 + max(printed_width(above), printed_width(below))
        case Power(base, exponent):
            return printed_width(base) + _SMALL * printed_width(exponent)
        case Cases(pieces):
            return max(printed_width(value) + _condition_width(case) for value, case in pieces)
        case Overlined(body):
            return printed_width(body)
        case _:
            parts, signs = _parts(formula)
            return signs + sum(map(printed_width, parts)) if parts else width_of(write_text(formula))


def _condition_width(condition: Formula | None) -> float:
    return printed_width(condition) + 8 if condition else 12


def _parts(formula: Formula) -> tuple[tuple[Formula, ...], int]:
    """Give what stands side by side in a formula, and the room that the signs between take."""
    match formula:
        case Terms(terms):
            return tuple(term for _, term in terms), 3 * len(terms)
        case Product(factors):
            return factors, len(factors)
        case Call(function, arguments):
            return (function, *arguments), 2 * len(arguments)
        case Root(inside) | Exponential(inside) | Total(inside):
            return (inside,), 5
        case _:
            return (), 0
