"""Whether the natural parameters fill the whole space in which the density can be normalised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from itertools import product
from typing import NamedTuple

from sympy import Add, Expr, Matrix, Rational, S, Symbol, expand_mul, log

from symmle.notation import Domain
from symmle.proof.expansions import limit_of
from symmle.proof.several.image import Image, affine_part
from symmle.proof.several.natural import NaturalForm
from symmle.signs import Facts, Sign, sign


class Side(StrEnum):
    """Where a coordinate stands on a face of the space."""

    INSIDE = "inside"
    LOWER = "lower"
    UPPER = "upper"


class Face(NamedTuple):
    """A face of the image: where each coordinate stands, and the exponent of the density there."""

    sides: tuple[Side, ...]
    exponent: Expr
    facts: Facts


class Space(NamedTuple):
    """The image in symbols of its own, with the end points of each."""

    symbols: tuple[Symbol, ...]
    ends: tuple[tuple[Expr, Expr], ...]
    exponent: Expr


def space_of(form: NaturalForm, image: Image) -> Space | None:
    """Write the exponent ``eta'T + h`` in the coordinates of the image; None where an end is not affine."""
    symbols = tuple(Symbol(f"natural#{i}", real=True) for i in range(len(image.rows)))
    eta = Matrix(image.rows).inv() * Matrix(symbols)
    exponent = expand_mul(Add(*[e * t for e, t in zip(eta, form.statistics, strict=True)]) + form.carrier)
    coordinates = image.coordinates(form.eta)
    ends = []
    for i, pair in enumerate(image.ends):
        placed = [_placed(end, coordinates[:i], image.places[:i], symbols) for end in pair]
        if placed[0] is None or placed[1] is None:
            return None
        ends.append((placed[0], placed[1]))
    return Space(symbols, tuple(ends), exponent)


def _placed(
    end: Expr, before: Sequence[Expr], earlier: Sequence[Symbol], symbols: Sequence[Symbol]
) -> Expr | None:
    found = affine_part(end, before, earlier)
    if found is None:
        return None
    constant, factors = found
    return constant + Add(*[c * s for c, s in zip(factors, symbols, strict=False)])


def faces(space: Space, facts: Facts) -> Iterator[Face]:
    """Give every face on which some coordinate stands at a finite end."""
    choices = [
        [
            Side.INSIDE,
            *([Side.LOWER] if low.is_finite is not False else []),
            *([Side.UPPER] if high.is_finite is not False else []),
        ]
        for low, high in space.ends
    ]
    for sides in product(*choices):
        if any(side is not Side.INSIDE for side in sides):
            face = _face(space, sides, facts)
            if face is not None:
                yield face


def _face(space: Space, sides: tuple[Side, ...], facts: Facts) -> Face | None:
    """Put the ends in; None where nothing is left between them."""
    known: dict[Symbol, Expr] = {}
    domains = dict(facts.domains)
    positive: list[Expr] = []
    for symbol, ends, side in zip(space.symbols, space.ends, sides, strict=True):
        low, high = (expand_mul(end.xreplace(known)) for end in ends)
        if side is not Side.INSIDE:
            known[symbol] = low if side is Side.LOWER else high
            continue
        if low == high:
            return None
        numbers = [
            end if end.is_number else infinity for end, infinity in ((low, -S.Infinity), (high, S.Infinity))
        ]
        domains[symbol] = Domain(numbers[0], numbers[1], True, True)
        positive += [
            gap
            for gap in (symbol - low, high - symbol)
            if gap.free_symbols != {symbol} and gap.is_finite is not False
        ]
    told = Facts.of(domains).given(*facts.positive, *positive)
    return Face(sides, expand_mul(space.exponent.xreplace(known)), told)


def diverges(face: Face, place: Symbol, support: Domain) -> bool:
    """Whether the integral of exp(exponent) is proved infinite: at an end it falls no faster than 1/distance.

    Where that is not seen at once, it is asked for each sign of a coordinate that runs over the line.
    """
    if _diverges(face, place, support):
        return True
    line = [s for s in sorted(face.exponent.free_symbols, key=str) if face.facts.domains.get(s) == _LINE]
    return bool(line) and all(diverges(part, place, support) for part in signed_parts(face, line[0]))


_LINE = Domain()


def signed_parts(face: Face, symbol: Symbol) -> tuple[Face, Face, Face]:
    """Part a face by the sign of a coordinate: negative, zero, positive."""
    return (
        narrowed(face, symbol, Domain(S.NegativeInfinity, S.Zero, True, True)),
        face._replace(exponent=face.exponent.xreplace({symbol: S.Zero})),
        narrowed(face, symbol, Domain(S.Zero, S.Infinity, True, True)),
    )


def narrowed(face: Face, symbol: Symbol, domain: Domain) -> Face:
    """Hold a coordinate to a part of its range."""
    told = Facts.of({**face.facts.domains, symbol: domain}).given(*face.facts.positive)
    return face._replace(facts=told)


def _diverges(face: Face, place: Symbol, support: Domain) -> bool:
    for end, above in ((support.lower, True), (support.upper, False)):
        limit = limit_of(_weight(place, end) + face.exponent, place, end, face.facts, above=above)
        if limit is not None and limit is not S.NegativeInfinity:
            return True
    return False


def converges(face: Face, place: Symbol, support: Domain) -> bool:
    """Whether the integral is proved finite: at both ends a power of the distance holds it down."""
    for end, above in ((support.lower, True), (support.upper, False)):
        share = Rational(3, 2) if end.is_infinite else Rational(1, 2)
        limit = limit_of(share * _weight(place, end) + face.exponent, place, end, face.facts, above=above)
        if limit is not S.NegativeInfinity:
            return False
    return True


def _weight(place: Symbol, end: Expr) -> Expr:
    if end.is_infinite:
        return log(place if end is S.Infinity else -place)
    return log((place - end) ** 2) / 2


def wronskians(statistics: Sequence[Expr], place: Symbol) -> Iterator[Expr]:
    """Give the Wronskians of the first, the first two, … derivatives of the statistics."""
    slopes = [t.diff(place) for t in statistics]
    for size in range(1, len(slopes) + 1):
        yield Matrix(size, size, lambda i, j: slopes[j].diff(place, i)).det()


def is_chebyshev(statistics: Sequence[Expr], place: Symbol, facts: Facts) -> bool:
    """Whether 1 and the statistics are proved an extended complete Chebyshev system: no combination of them
    has more zeros than there are statistics.
    """
    signs = (sign(each, facts) for each in wronskians(statistics, place))
    return all(found in (Sign.POSITIVE, Sign.NEGATIVE) for found in signs)
