"""The image of the parameters under a map, as a convex set that is described end by end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from sympy import Add, Expr, Matrix, S, Symbol, cancel, expand_mul

from symmle.budget import attempt
from symmle.proof.expansions import limit_of
from symmle.signs import Facts, Sign, sign

_CALLS = 40_000


class Image(NamedTuple):
    """One-to-one coordinates ``rows*eta``, each moving with one more parameter, and the ends of each.

    The i-th coordinate depends on the first i of the places, is strictly monotone in the i-th, and runs from
    its lower to its upper end; the ends are affine in the coordinates before it. The image is convex.
    """

    places: tuple[Symbol, ...]
    rows: tuple[tuple[Expr, ...], ...]
    ends: tuple[tuple[Expr, Expr], ...]

    def coordinates(self, eta: Sequence[Expr]) -> tuple[Expr, ...]:
        """Give the coordinates as functions of the parameters."""
        return tuple(combined(row, eta) for row in self.rows)


def combined(row: Sequence[Expr], eta: Sequence[Expr]) -> Expr:
    """Give a linear combination."""
    return expand_mul(Add(*[c * part for c, part in zip(row, eta, strict=True)]))


def convex_image(eta: tuple[Expr, ...], parameters: tuple[Symbol, ...], facts: Facts) -> Image | None:
    """Find coordinates in which the natural parameters fill a convex set; None if none are found."""
    if len(eta) != len(parameters):
        return None
    return _extended(Image((), (), ()), eta, parameters, facts)


def _extended(
    image: Image, eta: tuple[Expr, ...], parameters: tuple[Symbol, ...], facts: Facts
) -> Image | None:
    if len(image.places) == len(parameters):
        return image
    for row in _candidates(len(eta)):
        coordinate = combined(row, eta)
        new = (coordinate.free_symbols & set(parameters)) - set(image.places)
        if len(new) != 1 or Matrix([*image.rows, row]).rank() <= len(image.rows):
            continue
        (place,) = new
        ends = ends_of(coordinate, place, image.coordinates(eta), image.places, facts)
        if ends is None:
            continue
        longer = Image((*image.places, place), (*image.rows, row), (*image.ends, ends))
        found = _extended(longer, eta, parameters, facts)
        if found is not None:
            return found
    return None


def _candidates(size: int) -> Iterator[tuple[Expr, ...]]:
    """Give each natural parameter, then their sums and differences in pairs."""
    units = [tuple(S.One if i == j else S.Zero for j in range(size)) for i in range(size)]
    yield from units
    for i, j in combinations(range(size), 2):
        for turn in (S.One, S.NegativeOne):
            yield tuple(u + turn * v for u, v in zip(units[i], units[j], strict=True))


def ends_of(
    coordinate: Expr,
    place: Symbol,
    before: Sequence[Expr],
    earlier: Sequence[Symbol],
    facts: Facts,
) -> tuple[Expr, Expr] | None:
    """Give the ends between which a coordinate is strictly monotone, if they are affine in those before."""
    slope = sign(coordinate.diff(place), facts)
    domain = facts.domains[place]
    if slope not in (Sign.POSITIVE, Sign.NEGATIVE) or domain.members is not None or domain.nonzero:
        return None
    limits = []
    for end, above in ((domain.lower, True), (domain.upper, False)):
        limit = limit_of(coordinate, place, end, facts, above=above)
        if limit is None or not is_affine(limit, before, earlier):
            return None
        limits.append(limit)
    return (limits[0], limits[1]) if slope is Sign.POSITIVE else (limits[1], limits[0])


def is_affine(end: Expr, before: Sequence[Expr], earlier: Sequence[Symbol]) -> bool:
    """Whether an end is constant, or a constant plus a multiple of one earlier coordinate."""
    return affine_part(end, before, earlier) is not None


def affine_part(
    end: Expr, before: Sequence[Expr], earlier: Sequence[Symbol]
) -> tuple[Expr, tuple[Expr, ...]] | None:
    """``end -> c0, (c1, c2, ...)`` with ``end = c0 + sum(c_j*coordinate_j)``; None if it is not so."""
    none = tuple(S.Zero for _ in before)
    if end.free_symbols.isdisjoint(earlier):
        return end, none
    for j, (coordinate, place) in enumerate(zip(before, earlier, strict=True)):
        factor, _ = attempt("compare two slopes", _CALLS, _slope_ratio, end, coordinate, place)
        if factor is None or not factor.free_symbols.isdisjoint(earlier):
            continue
        rest = expand_mul(end - factor * coordinate)
        if rest.free_symbols.isdisjoint(earlier):
            return rest, (*none[:j], factor, *none[j + 1 :])
    return None


def _slope_ratio(end: Expr, coordinate: Expr, place: Symbol) -> Expr:
    return cancel(end.diff(place) / coordinate.diff(place))
