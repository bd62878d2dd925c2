"""When the maximum of an exponential family exists: the mean statistic inside its convex hull, and more."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations
from typing import NamedTuple

from sympy import Expr, S, Symbol, exp, integrate, log, solve
from sympy.core.relational import StrictGreaterThan

from symmle.budget import attempt
from symmle.errors import Category
from symmle.likelihood import LogLikelihood
from symmle.notation import Domain
from symmle.proof.expansions import limit_of
from symmle.proof.limit_models import in_symbols
from symmle.proof.several.image import Image
from symmle.proof.several.natural import NaturalForm
from symmle.proof.several.space import (
    Face,
    Side,
    Space,
    converges,
    diverges,
    faces,
    is_chebyshev,
    signed_parts,
    space_of,
)
from symmle.reduction import reduce_sums
from symmle.sample_sum import SampleSum, Statistic, StatisticKind, sample_mean, sample_size
from symmle.signs import Facts, Sign, sign
from symmle.solution import Condition, Mark

_CALLS = 600_000
_MOST = 3  # with more statistics two distinct values are not enough


class Setting(NamedTuple):
    """What the theorem is applied to."""

    likelihood: LogLikelihood
    form: NaturalForm
    image: Image
    facts: Facts
    antiderivatives: tuple[Expr, ...] = ()  # proposed for the face, where they are known already


class Rim(NamedTuple):
    """A face on which the density can be normalised as well: the family that lies there, and its fit.

    The supremum is attained inside exactly if the likelihood rises from the face at the best point of it.
    """

    side: Side
    integral: Expr
    antiderivatives: tuple[Expr, Expr, Expr]  # of the density, and times either statistic
    best: Expr  # in sums over the sample
    needed: Expr
    row: Expr  # the log density of the best fit on the face


class Existence(NamedTuple):
    """What the data must satisfy, exactly; the rim where the space is not open."""

    conditions: tuple[Condition, ...]
    rim: Rim | None = None


def find_existence(setting: Setting) -> Existence | None:
    """Give the conditions under which the maximum exists, exactly; None where they are not known."""
    column = single_column(setting.likelihood)
    if (
        column is None
        or not 2 <= len(setting.form.statistics) <= _MOST
        or _has_closed_end(setting.likelihood)
    ):
        return None
    place, support = column
    ordered = chebyshev_order(setting.form.statistics, place, setting.facts)
    if ordered is None or not _ends_are_passed(support, len(ordered)):
        return None
    space = space_of(setting.form, setting.image)
    if space is None:
        return None
    left = [face for face in faces(space, setting.facts) if not diverges(face, place, support)]
    spread = _spread(setting, place)
    if not left:
        return Existence((spread,))
    rim = find_rim(setting, space, left, place)
    if rim is None:
        return None
    return Existence((spread, _rim_condition(setting, rim)), rim)


def single_column(likelihood: LogLikelihood) -> tuple[Symbol, Domain] | None:
    """Give the one continuous column of data."""
    model = likelihood.model
    if len(model.data) != 1:
        return None
    ((name, support),) = model.data.items()
    if support.integer or support.members is not None or support.nonzero:
        return None
    return model.symbols[name], support


def _has_closed_end(likelihood: LogLikelihood) -> bool:
    domains = likelihood.model.parameters.values()
    return any(not (domain.lower_open and domain.upper_open) for domain in domains)


def _ends_are_passed(support: Domain, size: int) -> bool:
    """Two data on closed ends of the support would lie on the edge of the hull."""
    closed = (not support.lower_open) + (not support.upper_open)
    return closed == 0 or (size == 2 and closed == 1)


def chebyshev_order(statistics: Sequence[Expr], place: Symbol, facts: Facts) -> tuple[Expr, ...] | None:
    """Give the statistics in an order in which all their Wronskians have one sign."""
    return next((each for each in permutations(statistics) if is_chebyshev(each, place, facts)), None)


def _spread(setting: Setting, place: Symbol) -> Condition:
    spread = Statistic(StatisticKind.VARIANCE, (place,), setting.likelihood.sample)
    first = setting.image.places[0]
    limit = _escape(setting, place)
    return Condition(StrictGreaterThan(spread, 0), Mark.IFF, first.name, Category.UNBOUNDED_LIKELIHOOD, limit)


def _escape(setting: Setting, place: Symbol) -> str:
    """Tell where the first parameter goes as the density gathers at one point: ``k -> oo``.

    The natural parameters run off along the normal of the curve of two statistics, to the side on which the
    curve does not lie.
    """
    if len(setting.form.statistics) != 2:
        return ""
    slopes = [t.diff(place) for t in setting.form.statistics]
    turn = sign(slopes[0] * slopes[1].diff(place) - slopes[1] * slopes[0].diff(place), setting.facts)
    normal = (turn.times(sign(slopes[1], setting.facts)), -turn.times(sign(slopes[0], setting.facts)))
    along = Sign.ZERO
    for c, component in zip(setting.image.rows[0], normal, strict=True):
        along = along.plus(sign(c, setting.facts).times(component))
    if along not in (Sign.POSITIVE, Sign.NEGATIVE):
        return ""
    return _told_end(setting, rising=along is Sign.POSITIVE)


def _told_end(setting: Setting, *, rising: bool) -> str:
    """Tell where the first parameter goes as the first coordinate rises, or falls, to its end."""
    place, end = first_end(setting, rising=rising)
    return f"{place.name} -> {end}"


def first_end(setting: Setting, *, rising: bool) -> tuple[Symbol, Expr]:
    """Give the end of the first parameter that belongs to the upper, or lower, end of its coordinate."""
    place = setting.image.places[0]
    slope = setting.image.coordinates(setting.form.eta)[0].diff(place)
    domain = setting.facts.domains[place]
    upper = (sign(slope, setting.facts) is Sign.POSITIVE) == rising
    return place, domain.upper if upper else domain.lower


def find_rim(setting: Setting, space: Space, left: Sequence[Face], place: Symbol) -> Rim | None:
    """Treat the one face that is left where the density stays integrable for half of the other coordinate."""
    if len(left) != 1 or len(space.symbols) != 2 or left[0].sides[1] is not Side.INSIDE:
        return None
    face, support = left[0], setting.likelihood.model.data[place.name]
    other = space.symbols[1]
    inside = _half(face, other, place, support)
    if inside is None or not _ends_the_space(setting, space, face, place):
        return None
    return rim_at(setting, space, inside, place)


def _half(face: Face, other: Symbol, place: Symbol, support: Domain) -> Face | None:
    """Give the half of a face on which the integral converges, if it diverges on the rest."""
    below, zero, above = signed_parts(face, other)
    for inside, outside in ((below, above), (above, below)):
        rest = (zero, outside)
        if converges(inside, place, support) and all(diverges(part, place, support) for part in rest):
            return inside
    return None


def _ends_the_space(setting: Setting, space: Space, face: Face, place: Symbol) -> bool:
    """Whether the integral diverges beyond the face, whatever the other coordinate is."""
    symbol, (low, high) = space.symbols[0], space.ends[0]
    upper = face.sides[0] is Side.UPPER
    beyond = Domain(high, S.Infinity, True, True) if upper else Domain(S.NegativeInfinity, low, True, True)
    told = Facts.of({**face.facts.domains, symbol: beyond}).given(*setting.facts.positive)
    outside = Face(face.sides, space.exponent, told)
    return diverges(outside, place, setting.likelihood.model.data[place.name])


def rim_at(setting: Setting, space: Space, face: Face, place: Symbol) -> Rim | None:
    """Fit the family of the face, and ask whether the likelihood rises from there into the space."""
    support = setting.likelihood.model.data[place.name]
    other, density = _signed(face, space.symbols[1])
    slopes = [space.exponent.diff(symbol) for symbol in space.symbols]
    rows = [density, *[slope * density for slope in slopes]]
    proposed = setting.antiderivatives or [_proposed(row, place) for row in rows]
    found = [
        f
        for f, row in zip(proposed, rows, strict=True)
        if f is not None and _is_antiderivative(f, row, place)
    ]
    values = [_between(f, place, support, face.facts) for f in found]
    whole = [value for value in values if value is not None]
    if len(whole) < len(rows):
        return None
    total, first, second = whole
    sample = setting.likelihood.sample
    mean = Symbol("mean#", real=True)
    best = _root(second / total - mean, other)
    if best is None or not _is_on_face(best, mean, slopes[1], setting, other):
        return None
    means = [SampleSum(slope, sample) / sample_size(sample) for slope in slopes]
    gap = (first / total).xreplace({other: best}).xreplace({mean: means[1]}) - means[0]
    turned = gap if face.sides[0] is Side.UPPER else -gap
    needed = reduce_sums(turned, (), setting.facts).expand()
    fitted = (face.exponent.xreplace({space.symbols[1]: other}) - log(total)).xreplace({other: best})
    row = fitted.xreplace({mean: sample_mean(slopes[1], sample)})
    antiderivatives = (found[0], found[1], found[2])
    return Rim(face.sides[0], total, antiderivatives, best.xreplace({mean: means[1]}), needed, row)


def _signed(face: Face, other: Symbol) -> tuple[Symbol, Expr]:
    """Give the coordinate of the face as a symbol with a sign, and the density in it."""
    negative = face.facts.range_of(other).upper == 0
    signed = Symbol(other.name, negative=True) if negative else Symbol(other.name, positive=True)
    return signed, exp(face.exponent.xreplace({other: signed}))


def _is_on_face(best: Expr, mean: Symbol, slope: Expr, setting: Setting, other: Symbol) -> bool:
    """Whether the best point is proved to lie in the half in which the density can be normalised."""
    at_data = best.xreplace({mean: sample_mean(slope, setting.likelihood.sample)})
    wanted = Sign.NEGATIVE if other.is_negative else Sign.POSITIVE
    return sign(at_data, setting.facts.inside(setting.likelihood.sample.observations)) is wanted


def _proposed(row: Expr, place: Symbol) -> Expr | None:
    found, _ = attempt("integrate on a face", _CALLS, integrate, row, place)
    return found


def _is_antiderivative(found: Expr, row: Expr, place: Symbol) -> bool:
    return bool((found.diff(place) - row).expand() == 0)


def _between(antiderivative: Expr, place: Symbol, support: Domain, facts: Facts) -> Expr | None:
    ends = [
        limit_of(antiderivative, place, end, facts, above=above)
        for end, above in ((support.lower, True), (support.upper, False))
    ]
    lower, upper = ends
    if lower is None or upper is None or lower.is_infinite or upper.is_infinite:
        return None
    return upper - lower


def _root(equation: Expr, place: Symbol) -> Expr | None:
    """Give the one root on the face; the mean of a family with one parameter is strictly monotone in it."""
    found, _ = attempt("fit the family of a face", _CALLS, solve, equation, place)
    roots = found or []
    if len(roots) != 1 or (equation.xreplace({place: roots[0]})).expand() != 0:
        return None
    return roots[0]


def _rim_condition(setting: Setting, rim: Rim) -> Condition:
    place, end = first_end(setting, rising=rim.side is Side.UPPER)
    category = Category.INFINITE_PARAMETER if end.is_infinite else Category.BOUNDARY
    density = in_symbols(rim.row, setting.likelihood.model.symbols)
    return Condition(
        StrictGreaterThan(rim.needed, 0),
        Mark.IFF,
        place.name,
        category,
        f"{place.name} -> {end}",
        "" if density is None else str(density),
    )
