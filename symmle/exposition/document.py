"""What a derivation says, block by block, before anyone decides how a page shows it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

from sympy import Basic

from symmle.exposition.formula import Formula

Inline: TypeAlias = str | Basic | Formula
"""Free text, an expression or a formula; text is escaped and expressions are composed when they are shown."""


class StepKind(StrEnum):
    """What a step of a derivation does."""

    DENSITY = "density"
    LIKELIHOOD = "likelihood"
    LOG_LIKELIHOOD = "log-likelihood"
    STATISTICS = "statistics"
    SCORE = "score"
    SOLUTION = "solution"
    SUBSTITUTION = "substitution"
    PROFILE = "profile"
    SECOND_ORDER = "second-order"
    MAXIMUM = "maximum"
    EXISTENCE = "existence"
    BIAS = "bias"
    INFORMATION = "information"
    ASSUMPTIONS = "assumptions"
    REMAINING = "remaining"


class Align(StrEnum):
    """How the cells of a column stand under each other."""

    LEFT = "left"
    RIGHT = "right"
    CENTRE = "centre"
    DECIMAL = "decimal"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: text with mathematics in it."""

    parts: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short statements."""

    items: tuple[tuple[Inline, ...], ...]


@dataclass(frozen=True, slots=True)
class Equation:
    """A displayed equation, or a chain of them: ``lhs = first = second``.

    Parameters
    ----------
    lhs : Inline
        The left-hand side.
    rhs : Inline or tuple of Inline
        The right-hand sides, each equal to the one before. One that looks like its predecessor is left out.
        Without any, the left-hand side stands alone.
    relation : str or tuple of str
        What stands before each right-hand side: ``=``, ``<``, ``<=``, ``~``, ``→``. A single one stands
        before the first, and the others follow with ``=``.
    note : str or tuple of Inline
        The reason, in a few words.
    """

    lhs: Inline
    rhs: tuple[Inline, ...]
    relations: tuple[str, ...] = ("=",)
    note: tuple[Inline, ...] = ()

    def __init__(
        self,
        lhs: Inline,
        rhs: Inline | tuple[Inline, ...],
        relation: str | tuple[str, ...] = "=",
        note: Inline | tuple[Inline, ...] = (),
    ) -> None:
        sides = _several(rhs)
        relations = (
            ((relation,) + ("=",) * len(sides))[: len(sides)] if isinstance(relation, str) else relation
        )
        if len(relations) != len(sides):
            raise ValueError("an equation has a relation before each of its right-hand sides")
        _set(self, lhs=lhs, rhs=sides, relations=relations, note=_several(note))


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column heads.

    Parameters
    ----------
    columns : tuple of Inline
        The heads.
    rows : tuple of tuple of Inline
        The cells, one for each column. Numbers come as text, rounded as they are to be read.
    align : tuple of Align
        One for each column; left where none are given.
    title : str
        What the table shows.
    notes : tuple of tuple of Inline
        Lines under the table.
    """

    columns: tuple[Inline, ...]
    rows: tuple[tuple[Inline, ...], ...]
    align: tuple[Align, ...] = ()
    title: str = ""
    notes: tuple[tuple[Inline, ...], ...] = ()

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("every row of a table has one cell for each column")
        given = tuple(Align(word) for word in self.align) or (Align.LEFT,) * len(self.columns)
        if len(given) != len(self.columns):
            raise ValueError("a table needs one alignment for each column")
        _set(self, align=given)


@dataclass(frozen=True, slots=True)
class Verbatim:
    """Text that is shown as it stands: code, or a file."""

    text: str
    language: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it does, its heading, and what it says."""

    kind: StepKind
    title: str
    body: tuple[Block, ...]

    def __post_init__(self) -> None:
        _set(self, kind=StepKind(self.kind), body=tuple(self.body))


Block: TypeAlias = Paragraph | Bullets | Equation | Table | Verbatim | Step


@dataclass(frozen=True, slots=True)
class Document:
    """A titled sequence of blocks.

    Parameters
    ----------
    title : str
        Free text.
    blocks : tuple of Block
        What it says.
    observations : tuple of str
        Names of the data, which formulas read before parameters.
    """

    title: str
    blocks: tuple[Block, ...]
    observations: tuple[str, ...] = field(default=())

    def steps(self) -> tuple[Step, ...]:
        """Give the steps in order, without what stands between them."""
        return tuple(block for block in self.blocks if isinstance(block, Step))


def prose(*parts: Inline) -> Paragraph:
    """Give a paragraph: ``prose("so ", estimate("mu"), " is the mean.")``."""
    return Paragraph(parts)


def bullets(*items: Inline | tuple[Inline, ...]) -> Bullets:
    """Give a list; an item is a part or a tuple of parts."""
    return Bullets(tuple(_several(item) for item in items))


def _several(parts: Inline | tuple[Inline, ...]) -> tuple[Inline, ...]:
    if isinstance(parts, tuple):
        return parts
    return () if isinstance(parts, str) and not parts else (parts,)


def _set(target: object, **values: object) -> None:
    for name, value in values.items():
        object.__setattr__(target, name, value)
