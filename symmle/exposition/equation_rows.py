"""How a displayed equation is set out: what goes on one row, and where a long one breaks.

A right-hand side that is short joins the row before it; any other has a row of its own, under the first
relation. A side that is longer than a line breaks between its terms, and inside its last bracket where one
term alone is too long.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from symmle.exposition.document import Equation
from symmle.exposition.escaping import latex_escaped
from symmle.exposition.formula import Formula, Product, Terms, Total, Word
from symmle.exposition.plain_writer import text_relation, write_text
from symmle.exposition.printed_width import printed_width
from symmle.exposition.shown import shown_part, sides_of, width_of
from symmle.exposition.tex_writer import latex_relation, write_latex

_JOINED = 48
_ALWAYS_JOINED = 3
_LONG = 0.7
_INDENT = 4


@dataclass(frozen=True, slots=True)
class Piece:
    """What is never broken: in plain text and in LaTeX, and how wide it is."""

    text: str
    latex: str
    width: float


@dataclass(frozen=True, slots=True)
class Medium:
    """Where an equation is shown: how many characters fit a line, and whether it is printed."""

    line: int
    printed: bool

    def piece(self, part: str | Formula) -> Piece:
        """Give a part that is not to be broken."""
        if isinstance(part, str):
            return Piece(part, rf"\text{{{latex_escaped(part)}}}", width_of(part))
        text = write_text(part)
        return Piece(text, write_latex(part), printed_width(part) if self.printed else width_of(text))


@dataclass(slots=True)
class Row:
    """One row: it begins with the left-hand side, with a relation, or goes on with a side."""

    goes_on: bool
    start: int
    pieces: list[Piece] = field(default_factory=list)

    @property
    def width(self) -> float:
        """The columns that it takes."""
        return self.start + sum(piece.width + 1 for piece in self.pieces)

    @property
    def text(self) -> str:
        """Its pieces for a terminal."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def latex(self) -> str:
        """Its pieces in LaTeX."""
        return " ".join(piece.latex for piece in self.pieces)


def equation_rows(
    equation: Equation, observations: tuple[str, ...], medium: Medium
) -> tuple[Piece, tuple[Row, ...]]:
    """Give an equation's left-hand side and its rows from the first relation on; a long left side is one."""
    left = shown_part(equation.lhs, observations, spread_as_sum=medium.printed)
    lhs = medium.piece(left)
    margin = int(lhs.width) + 1
    rows = [Row(goes_on=False, start=margin)]
    if margin > _LONG * medium.line:
        lhs, margin, rows = Piece("", "", 0), _INDENT, [Row(goes_on=False, start=0)]
        _fill(rows, left, replace(medium, line=medium.line - _ALWAYS_JOINED - 1))
    for side in sides_of(equation, observations, spread_as_sum=medium.printed):
        if rows[-1].pieces and not _joins(rows[-1], medium.piece(side.part), medium):
            rows.append(Row(goes_on=False, start=margin))
        rows[-1].pieces.append(Piece(text_relation(side.relation), latex_relation(side.relation), 1))
        _fill(rows, side.part, medium)
    return lhs, tuple(rows)


def _joins(row: Row, side: Piece, medium: Medium) -> bool:
    limit = medium.line if side.width <= _ALWAYS_JOINED else _JOINED
    return row.width + side.width + 2 <= limit


def _fill(rows: list[Row], part: str | Formula, medium: Medium) -> None:
    first = rows[-1]
    inner = replace(medium, line=medium.line - int(first.width))
    pieces = _pieces(part, inner) if isinstance(part, Formula) else iter((medium.piece(part),))
    for place, piece in enumerate(pieces):
        if place and rows[-1].width + piece.width > medium.line:
            rows.append(Row(goes_on=True, start=first.start + 2))
        rows[-1].pieces.append(piece)


def _pieces(formula: Formula, medium: Medium) -> Iterator[Piece]:
    """Break a formula between its terms, and a term that is too long inside its last bracket."""
    terms = formula.terms if isinstance(formula, Terms) else ((False, formula),)
    for place, (negative, term) in enumerate(terms):
        sign = "-" if negative else "+" if place else ""
        lead = f"{sign} " if place else sign
        for inner, piece in enumerate(_inside_bracket(term, medium)):
            yield piece if inner else _led(lead, piece)


def _led(lead: str, piece: Piece, *, by_latex: str = "") -> Piece:
    return Piece(lead + piece.text, (by_latex or lead) + piece.latex, len(lead) + piece.width)


def _inside_bracket(term: Formula, medium: Medium) -> Iterator[Piece]:
    whole = medium.piece(Product((term,)) if isinstance(term, Terms) else term)
    bracket = _last_bracket(term, medium)
    if bracket is None or whole.width <= medium.line:
        yield whole
        return
    opening, terms = bracket
    first, *middle, last = _pieces(terms, medium)
    yield _led(f"{opening.text}[", first, by_latex=rf"{opening.latex} \biggl[ ")
    yield from middle
    yield Piece(f"{last.text}]", rf"{last.latex} \biggr]", last.width + 1)


def _last_bracket(term: Formula, medium: Medium) -> tuple[Piece, Terms] | None:
    """Give what stands before the last bracket of a term, and the terms in it."""
    *before, last = term.factors if isinstance(term, Product) else (term,)
    match last:
        case Terms(terms) if len(terms) > 1:
            return _without_gap([*before, _GAP], medium), last
        case Total(Terms(terms) as inside) if len(terms) > 1:
            return _without_gap([*before, replace(last, summand=_GAP)], medium), inside
        case _:
            return None


def _without_gap(factors: list[Formula], medium: Medium) -> Piece:
    whole = medium.piece(Product(tuple(factors)))
    text, latex = whole.text.removesuffix(_GAP.text), whole.latex.removesuffix(_GAP.latex)
    return Piece(text, latex.rstrip(), whole.width)


_GAP = Word("□", "□")
"""Where a bracket is opened whose inside is written elsewhere."""
