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
from symmle.exposition.shown import plain, shown_part, sides_of, width_of
from symmle.exposition.tex_writer import latex_relation, write_latex

_JOINED = 48
_ALWAYS_JOINED = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """What is never broken: in plain text and in LaTeX."""

    text: str
    latex: str


@dataclass(slots=True)
class Row:
    """One row: it begins with the left-hand side, with a relation, or goes on with a side."""

    goes_on: bool
    start: int
    pieces: list[Piece] = field(default_factory=list)

    @property
    def width(self) -> int:
        """The columns that its plain text takes."""
        return self.start + width_of(self.text)

    @property
    def text(self) -> str:
        """Its pieces for a terminal."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def latex(self) -> str:
        """Its pieces in LaTeX."""
        return " ".join(piece.latex for piece in self.pieces)


def equation_rows(
    equation: Equation, observations: tuple[str, ...], width: int, *, spread_as_sum: bool
) -> tuple[Piece, tuple[Row, ...]]:
    """Give an equation's left-hand side, and its rows from the first relation on."""
    lhs = piece_of(shown_part(equation.lhs, observations, spread_as_sum=spread_as_sum))
    margin = min(width_of(lhs.text) + 1, width // 2)
    rows = [Row(goes_on=False, start=margin)]
    for side in sides_of(equation, observations, spread_as_sum=spread_as_sum):
        sign = Piece(text_relation(side.relation), latex_relation(side.relation))
        whole = f"{sign.text} {plain(side.part)}"
        if rows[-1].pieces and not _joins(rows[-1], whole, width):
            rows.append(Row(goes_on=False, start=margin))
        rows[-1].pieces.append(sign)
        _fill(rows, side.part, width)
    return lhs, tuple(rows)


def piece_of(part: str | Formula) -> Piece:
    """Give a part that is not to be broken."""
    if isinstance(part, str):
        return Piece(part, rf"\text{{{latex_escaped(part)}}}")
    return Piece(write_text(part), write_latex(part))


def _joins(row: Row, whole: str, width: int) -> bool:
    limit = width if width_of(whole) <= _ALWAYS_JOINED else _JOINED
    return row.width + 1 + width_of(whole) <= limit


def _fill(rows: list[Row], part: str | Formula, width: int) -> None:
    first = rows[-1]
    inner = first.start + width_of(first.text) + 1
    pieces = _pieces(part, width - inner) if isinstance(part, Formula) else iter((piece_of(part),))
    for place, piece in enumerate(pieces):
        if place and rows[-1].width + 1 + width_of(piece.text) > width:
            rows.append(Row(goes_on=True, start=first.start + 2))
        rows[-1].pieces.append(piece)


def _pieces(formula: Formula, width: int) -> Iterator[Piece]:
    """Break a formula between its terms, and a term that is too long inside its last bracket."""
    terms = formula.terms if isinstance(formula, Terms) else ((False, formula),)
    if len(terms) == 1 and width_of(write_text(formula)) <= width:
        yield piece_of(formula)
        return
    for place, (negative, term) in enumerate(terms):
        sign = "-" if negative else "+" if place else ""
        gap = " " if place else ""
        for inner, piece in enumerate(_inside_bracket(term, width)):
            lead = "" if inner else sign + gap
            yield Piece(lead + piece.text, lead + piece.latex)


def _inside_bracket(term: Formula, width: int) -> Iterator[Piece]:
    whole = piece_of(Product((term,)) if isinstance(term, Terms) else term)
    bracket = _last_bracket(term)
    if bracket is None or width_of(whole.text) <= width:
        yield whole
        return
    opening, terms = bracket
    first, *middle, last = _pieces(terms, width)
    yield Piece(f"{opening.text}[{first.text}", rf"{opening.latex} \biggl[ {first.latex}")
    yield from middle
    yield Piece(f"{last.text}]", rf"{last.latex} \biggr]")


def _last_bracket(term: Formula) -> tuple[Piece, Terms] | None:
    """Give what stands before the last bracket of a term, and the terms in it."""
    *before, last = term.factors if isinstance(term, Product) else (term,)
    match last:
        case Terms(terms) if len(terms) > 1:
            return _without_gap([*before, _GAP]), last
        case Total(Terms(terms) as inside) if len(terms) > 1:
            return _without_gap([*before, replace(last, summand=_GAP)]), inside
        case _:
            return None


def _without_gap(factors: list[Formula]) -> Piece:
    whole = piece_of(Product(tuple(factors)))
    return Piece(whole.text.removesuffix(_GAP.text), whole.latex.removesuffix(_GAP.latex).rstrip())


_GAP = Word("□", "□")
"""Where a bracket is opened whose inside is written elsewhere."""
