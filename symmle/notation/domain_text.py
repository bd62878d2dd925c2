"""The grammar of domains: ``real``, ``> 0``, ``[0, 1)``, ``integer in [a, b]``, ``{0, 1}``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from sympy import Expr, S

from symmle.errors import DeclarationError, TextRefused
from symmle.notation.domains import Domain
from symmle.notation.expressions import read_expression
from symmle.notation.tokens import refused

__all__ = ["parse_domain"]

LONGEST_DOMAIN: Final = 1_000
LATER: Final = re.compile(r"(angle|simplex|vector|positive\s+definite)\b", re.ASCII)
COMPARISON: Final = re.compile(r"(>=|<=|>|<)", re.ASCII)
MEANT: Final = {
    "positive": "> 0",
    "negative": "< 0",
    "nonnegative": ">= 0",
    "non-negative": ">= 0",
    "reals": "real",
    "integers": "integer",
    "int": "integer",
    "float": "real",
    "natural": "integer >= 0",
    "boolean": "{0, 1}",
    "binary": "{0, 1}",
    "probability": "(0, 1)",
}
SHAPES: Final = "real, nonzero, > 0, [0, 1), integer, integer >= 0, integer in [a, b], {0, 1}"


class _Piece(NamedTuple):
    """A part of the text and the 1-based column where it begins."""

    text: str
    column: int

    def trimmed(self) -> _Piece:
        text = self.text.lstrip(" \t\r\n")
        return _Piece(text.rstrip(" \t\r\n"), self.column + len(self.text) - len(text))

    def after(self, count: int) -> _Piece:
        return _Piece(self.text[count:], self.column + count).trimmed()


def parse_domain(text: str, symbols: Mapping[str, Expr]) -> Domain:
    """Read a domain; end points may be expressions in the given names.

    Parameters
    ----------
    text : str
        One of ``real``, ``nonzero``, a comparison such as ``> 0``, an interval such as ``(-oo, theta]``,
        ``integer``, ``integer >= 0``, ``integer in [a, b]``, or a finite set such as ``{0, 1}``.
    symbols : mapping of str to Expr
        The names that end points may use.

    Raises
    ------
    TextRefused
        With the 1-based column of the offence.

    Examples
    --------
    >>> parse_domain("integer > 0", {}).text
    'integer >= 1'
    """
    if not isinstance(text, str):
        raise TypeError(f"a domain is text here, not {type(text).__name__}")
    if len(text) > LONGEST_DOMAIN:
        raise refused(f"the text of a domain has at most {LONGEST_DOMAIN} characters", LONGEST_DOMAIN + 1)
    piece = _Piece(text, 1).trimmed()
    try:
        return _read(piece, symbols)
    except TextRefused:
        raise
    except DeclarationError as error:  # an empty domain, found where no column is known
        raise refused(error.message, piece.column) from error


def _read(piece: _Piece, symbols: Mapping[str, Expr]) -> Domain:
    later = LATER.match(piece.text)
    if later:
        raise refused(f"the domain {later[1]!r} is not yet supported", piece.column)
    if piece.text in {"real", "nonzero"}:
        return Domain(nonzero=piece.text == "nonzero")
    if re.match(r"integer\b", piece.text, re.ASCII):
        return _integers(piece.after(len("integer")), symbols)
    if piece.text[:1] == "{":
        return _finite_set(piece, symbols)
    return _interval_or_half_line(piece, symbols, integer=False)


def _integers(piece: _Piece, symbols: Mapping[str, Expr]) -> Domain:
    if not piece.text:
        return Domain(integer=True)
    if re.match(r"in\b", piece.text, re.ASCII):
        piece = piece.after(2)
        if piece.text[:1] not in {"(", "["}:
            raise refused("an interval is wanted here, such as [0, 10]", piece.column)
    return _interval_or_half_line(piece, symbols, integer=True)


def _interval_or_half_line(piece: _Piece, symbols: Mapping[str, Expr], *, integer: bool) -> Domain:
    if piece.text[:1] in {"(", "["}:
        return _interval(piece, symbols, integer=integer)
    comparison = COMPARISON.match(piece.text)
    if comparison is None:
        raise _refused_shape(piece)
    operator = comparison[1]
    end = _end_point(piece.after(len(operator)), symbols)
    if operator[0] == ">":
        return Domain(lower=end, lower_open=operator == ">", integer=integer)
    return Domain(upper=end, upper_open=operator == "<", integer=integer)


def _refused_shape(piece: _Piece) -> TextRefused:
    if piece.text.lower() in MEANT:
        return refused(f"write {MEANT[piece.text.lower()]!r}", piece.column)
    return refused(f"a domain is written as one of: {SHAPES}", piece.column)


def _interval(piece: _Piece, symbols: Mapping[str, Expr], *, integer: bool) -> Domain:
    last = piece.text[-1]
    if last not in {")", "]"}:
        raise refused("an interval ends with ) or ]", piece.column + len(piece.text) - 1)
    ends = _split(_Piece(piece.text[1:-1], piece.column + 1))
    if len(ends) != 2:
        raise refused("an interval has two end points with a comma between them", piece.column)
    lower, upper = (_end_point(end, symbols) for end in ends)
    return Domain(lower, upper, piece.text[0] == "(", last == ")", integer=integer)


def _finite_set(piece: _Piece, symbols: Mapping[str, Expr]) -> Domain:
    if piece.text[-1] != "}":
        raise refused("a finite set ends with }", piece.column + len(piece.text) - 1)
    members = _split(_Piece(piece.text[1:-1], piece.column + 1))
    return Domain(members=tuple(read_expression(m.text, symbols, {}, m.column) for m in members))


def _split(piece: _Piece) -> list[_Piece]:
    """Cut at the commas that stand in no bracket."""
    parts, depth, begin = [], 0, 0
    for place, character in enumerate(piece.text):
        depth += (character == "(") - (character == ")")
        if character == "," and depth == 0:
            parts.append(_Piece(piece.text[begin:place], piece.column + begin).trimmed())
            begin = place + 1
    return [*parts, _Piece(piece.text[begin:], piece.column + begin).trimmed()]


def _end_point(piece: _Piece, symbols: Mapping[str, Expr]) -> Expr:
    word = piece.text.replace(" ", "")
    if word in {"oo", "+oo"}:
        return S.Infinity
    if word == "-oo":
        return S.NegativeInfinity
    return read_expression(piece.text, symbols, {}, piece.column)
