"""Formulas as a page shows them: what is a term, a factor, a fraction, in the order in which they are read.

SymPy keeps expressions in an order of its own. A formula is the same mathematics with its typography decided:
it is composed from SymPy and written by one of two writers, for a terminal or for LaTeX.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Formula:
    """A piece of mathematics that is ready to be written."""


@dataclass(frozen=True, slots=True)
class Word(Formula):
    """A name or a number: what is never taken apart and never needs parentheses.

    Parameters
    ----------
    text, latex : str
        How it is written in a terminal and in LaTeX.
    glued : bool
        Whether a factor may follow it without a space, as in ``2πv``.
    """

    text: str
    latex: str
    glued: bool = False


@dataclass(frozen=True, slots=True)
class Terms(Formula):
    """A sum of terms, each with its sign in front (True for minus)."""

    terms: tuple[tuple[bool, Formula], ...]


@dataclass(frozen=True, slots=True)
class Product(Formula):
    """Factors side by side; tight ones, like ``∂μ``, without a space."""

    factors: tuple[Formula, ...]
    tight: bool = False


@dataclass(frozen=True, slots=True)
class Quotient(Formula):
    """A fraction; a tight one, like ``∂ℓ/∂μ``, never needs parentheses around its parts."""

    numerator: Formula
    denominator: Formula
    tight: bool = False


@dataclass(frozen=True, slots=True)
class Power(Formula):
    """A base with its exponent."""

    base: Formula
    exponent: Formula


@dataclass(frozen=True, slots=True)
class Root(Formula):
    """A square root."""

    radicand: Formula


@dataclass(frozen=True, slots=True)
class Call(Formula):
    """A function of its arguments.

    A bare one, like log, needs no parentheses around a single name. What is ``given`` stands behind a bar, as
    the parameters of a density do. Square brackets are for expectations.
    """

    function: Formula
    arguments: tuple[Formula, ...]
    bare: bool = False
    given: tuple[Formula, ...] = ()
    square: bool = False


@dataclass(frozen=True, slots=True)
class Exponential(Formula):
    """The exponential function, which LaTeX raises where it is short."""

    argument: Formula


@dataclass(frozen=True, slots=True)
class Total(Formula):
    """The sum (or the product) over the observations, from 1 to the sample's size."""

    summand: Formula
    size: Formula
    index: str = "i"
    is_product: bool = False


@dataclass(frozen=True, slots=True)
class Marked(Formula):
    """A name under a hat, a bar or a tilde."""

    base: Word
    mark: str


@dataclass(frozen=True, slots=True)
class Overlined(Formula):
    """A mean: a bar over an expression; the terminal writes ``mean(...)``."""

    body: Formula


@dataclass(frozen=True, slots=True)
class Subscript(Formula):
    """A name with an index that is itself a formula, as the order of a Bessel function."""

    base: Formula
    below: Formula


@dataclass(frozen=True, slots=True)
class Factorial(Formula):
    """The factorial of its argument."""

    argument: Formula


@dataclass(frozen=True, slots=True)
class Binomial(Formula):
    """A binomial coefficient."""

    above: Formula
    below: Formula


@dataclass(frozen=True, slots=True)
class Fenced(Formula):
    """A formula between its own fences: absolute value, floor, ceiling, set."""

    body: tuple[Formula, ...]
    fence: str


@dataclass(frozen=True, slots=True)
class Chain(Formula):
    """Formulas with relations between them: ``0 < p < 1``."""

    sides: tuple[Formula, ...]
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cases(Formula):
    """Values with the conditions under which they hold; None is 'otherwise'."""

    pieces: tuple[tuple[Formula, Formula | None], ...]


@dataclass(frozen=True, slots=True)
class Joined(Formula):
    """Conditions joined by a word: and, or."""

    parts: tuple[Formula, ...]
    word: str


ATOMIC = (Word, Marked, Overlined, Subscript, Fenced, Binomial, Exponential, Factorial)
"""What stands as a factor, a base or an argument as it is."""


def number(value: int) -> Word:
    """Give a whole number, which must not be negative: signs belong to terms."""
    return Word(str(value), str(value), glued=True)


def is_number(formula: Formula) -> bool:
    """Whether a formula is a whole number in digits."""
    return isinstance(formula, Word) and formula.text.isdigit()


def is_open(formula: Formula) -> bool:
    """Whether what follows a formula could be read as part of it: a sum, or log without parentheses."""
    if isinstance(formula, Total):
        return True
    if isinstance(formula, Call):
        return formula.bare and is_tight(formula.arguments)
    return isinstance(formula, Product) and is_open(formula.factors[-1])


def is_tight(arguments: tuple[Formula, ...]) -> bool:
    """Whether a bare function may stand before its argument without parentheses."""
    if len(arguments) != 1:
        return False
    (argument,) = arguments
    if isinstance(argument, Call):
        return not argument.bare
    return isinstance(argument, Word | Marked | Overlined | Subscript | Factorial | Binomial)


def minus(formula: Formula) -> Formula:
    """Give the opposite: the sign is taken off or put on, and no bracket is opened."""
    match formula:
        case Terms(((True, single),)):
            return single
        case Terms(terms) if len(terms) > 1:
            return Terms(tuple((not negative, term) for negative, term in terms))
        case _:
            return Terms(((True, formula),))
