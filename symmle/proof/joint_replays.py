"""Replay the steps of an argument for all parameters at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from sympy import Add, Basic, Expr, Matrix, Rational, S, Symbol, Tuple, expand, log
from sympy import Float as Real

from symmle.exact import NotEvaluable, evaluate
from symmle.likelihood import LogLikelihood
from symmle.notation import Domain
from symmle.proof.certificate import ProofStep, Rule
from symmle.proof.sampling import Case, generic_cases
from symmle.proof.several.existence import Setting, find_existence
from symmle.proof.several.image import Image
from symmle.proof.several.location import STANDARD, curvature_sign, falls_at_both_ends
from symmle.proof.several.natural import NaturalForm
from symmle.proof.unbounded import Path, climbs
from symmle.sample_sum import Statistic, StatisticKind
from symmle.signs import Facts, Sign, sign

_CASES = 12
_CLOSE = 1e-9
_GRID = tuple(Rational(k, 7) for k in range(-40, 41, 3))
_FAR = (30, 300, 3000)


class Premises(NamedTuple):
    """What all replays share."""

    likelihood: LogLikelihood
    facts: Facts
    cases: tuple[Case, ...]


JointReplay = Callable[[ProofStep, Premises], Iterator[str]]


def _rows(premises: Premises) -> Iterator[dict[Symbol, object]]:
    for case in premises.cases[:2]:
        for row in zip(*case.data.values(), strict=True):
            yield {**case.values, **dict(zip(case.data, row, strict=True))}


def _vanishes(expression: Expr, premises: Premises) -> bool:
    """By exact algebra, or to 30 digits on generic rows."""
    if expand(expression) == 0:
        return True
    try:
        values = [abs(evaluate(expression, row, digits=40)) for row in _rows(premises)]
    except NotEvaluable:
        return False
    return bool(values) and all(value < 1e-30 for value in values)


def _holds_none(expressions: Sequence[Basic], symbols: Sequence[Symbol]) -> bool:
    return all(e.free_symbols.isdisjoint(symbols) for e in expressions)


def _natural(step: ProofStep, premises: Premises) -> Iterator[str]:
    row, statistics, eta = step.premises
    partition, carrier = step.conclusion.args
    likelihood = premises.likelihood
    if not _holds_none([*statistics, carrier], likelihood.parameters):
        yield "a statistic holds a parameter"
    if not _holds_none([*eta, partition], likelihood.sample.observations):
        yield "a natural parameter holds data"
    written = Add(*[e * t for e, t in zip(eta, statistics, strict=True)]) - partition + carrier
    if len(eta) != len(statistics) or not _vanishes(row - written, premises):
        yield "the two sides differ"


def _independent(step: ProofStep, premises: Premises) -> Iterator[str]:
    statistics, points = step.premises
    data = premises.likelihood.model.data
    symbols = [premises.likelihood.model.symbols[name] for name in data]
    rows = []
    for point in points:
        known = dict(zip(symbols, point, strict=True))
        inside = [d.contains(v) for d, v in zip(data.values(), point, strict=True) if not d.free_symbols]
        if any(found is False for found in inside):
            yield "a point is outside the support"
        rows.append([S.One, *[Real(str(evaluate(t, known, digits=30)), 30) for t in statistics]])
    if step.conclusion != len(statistics) + 1 or len(rows) != step.conclusion:
        yield "the number of points is another one"
    elif Matrix(rows).rank(iszerofunc=lambda value: abs(value) < Real("1e-12")) < len(rows):
        yield "the determinant vanishes"


def _convex_image(step: ProofStep, premises: Premises) -> Iterator[str]:
    eta, places, rows = step.premises
    if set(places) != set(premises.likelihood.parameters) or Matrix([list(r) for r in rows]).det() == 0:
        yield "the coordinates are not one for each parameter"
        return
    coordinates = [Add(*[c * e for c, e in zip(row, eta, strict=True)]).expand() for row in rows]
    cases = tuple(generic_cases(premises.likelihood, premises.facts, _CASES))
    for i, (coordinate, place) in enumerate(zip(coordinates, places, strict=True)):
        later = set(places[i + 1 :])
        slope = sign(coordinate.diff(place), premises.facts)
        if coordinate.free_symbols & later or slope not in (Sign.POSITIVE, Sign.NEGATIVE):
            yield f"the coordinate of {place} is not proved monotone in it"
            continue
        ends = tuple(step.conclusion.args[i])
        ordered = ends if slope is Sign.POSITIVE else ends[::-1]
        domain = premises.facts.domains[place]
        for end, limit, towards in zip((domain.lower, domain.upper), ordered, (1, -1), strict=True):
            if not _is_approached((coordinate, place), end, limit, towards, cases):
                yield f"the coordinate of {place} does not go to {limit}"
            if limit.free_symbols & {place, *later} or not _is_affine(limit, coordinates[:i], cases):
                yield f"the end {limit} is not affine in the coordinates before"


def _is_approached(
    moving: tuple[Expr, Symbol], end: Expr, limit: Expr, towards: int, cases: Sequence[Case]
) -> bool:
    """Whether the coordinate is close to its limit, or far out, near the end of the domain."""
    coordinate, place = moving
    for case in cases[:3]:
        known = {**case.values}
        at = _number(end, known) if not end.is_infinite else None
        step = Rational(1, 10**12)
        values = []
        for near in (step, step**2):
            known[place] = -towards / near if at is None else at + towards * near
            values.append(evaluate(coordinate, known, digits=40))
        if limit.is_infinite:
            outward = 1 if limit is S.Infinity else -1
            if not outward * values[1] > outward * values[0] > 1:
                return False
        elif abs(values[1] - _number(limit, case.values)) > 1e-5:
            return False
    return True


def _number(expression: Expr, known: Mapping[Symbol, object]) -> Expr:
    return Real(str(evaluate(expression, known, digits=40)), 40)


def _is_affine(limit: Expr, before: Sequence[Expr], cases: Sequence[Case]) -> bool:
    if limit.is_infinite:
        return True
    rows = [[1.0, *[float(evaluate(c, case.values)) for c in before]] for case in cases]
    values = np.array([float(evaluate(limit, case.values)) for case in cases])
    if len(cases) <= len(before) + 1:
        return False
    solved, *_ = np.linalg.lstsq(np.array(rows), values, rcond=None)
    return bool(np.max(np.abs(np.array(rows) @ solved - values)) < _CLOSE * max(1.0, np.max(np.abs(values))))


def _strictly_concave(step: ProofStep, premises: Premises) -> Iterator[str]:
    if not premises.likelihood.model.normalised:
        yield "the density was not declared to have mass one"
    if premises.likelihood.model.covariates:
        yield "the density is another one in each row"


def _hull(step: ProofStep, premises: Premises) -> Iterator[str]:
    statistics, eta, carrier, described, rim = step.premises
    places, rows, ends = described.args
    image = Image(tuple(places), tuple(map(tuple, rows)), tuple((low, high) for low, high in ends))
    form = NaturalForm(tuple(eta), tuple(statistics), S.Zero, carrier)
    found = find_existence(Setting(premises.likelihood, form, image, premises.facts, tuple(rim.args[2:])))
    if found is None:
        yield "it is not known when the maximum exists"
        return
    if Tuple(*[condition.relation.lhs for condition in found.conditions]) != step.conclusion:
        yield "the conditions are others"
    if rim != (
        Tuple()
        if found.rim is None
        else Tuple(found.rim.integral, found.rim.best, *found.rim.antiderivatives)
    ):
        yield "the family of the face is another one"


def _affine_concave(step: ProofStep, premises: Premises) -> Iterator[str]:
    row, (observed, location, centre, scale, spread), slopes, shape = step.premises
    power, *spreads = step.conclusion.args
    likelihood, facts = premises.likelihood, premises.facts
    named = {location, *[symbol for symbol, _ in slopes]} | ({scale} if scale != 1 else set())
    if named != set(likelihood.parameters):
        yield "the parameters are others"
        return
    middle = Add(centre, *[symbol * column for symbol, column in slopes])
    written = shape.xreplace({STANDARD: (observed - middle) / spread}) - power * log(spread)
    if not all(_vanishes((row - written).diff(p), premises) for p in likelihood.parameters):
        yield "the two sides differ by more than what is free of parameters"
    if not _holds_none([observed, shape, *[column for _, column in slopes]], likelihood.parameters):
        yield "the quantity is not affine"
    if not _is_centre(location, centre, facts) or not _is_spread(scale, spread, power, facts):
        yield "the coordinates do not fill a convex set"
    if any(facts.domains[symbol] != Domain() for symbol, _ in slopes) or len(slopes) > 1:
        yield "a slope does not run over the line"
    if spreads != [Statistic(StatisticKind.VARIANCE, (c,), likelihood.sample) for _, c in slopes]:
        yield "the conditions on the columns are others"
    yield from _curved(shape, premises)


def _is_centre(location: Symbol, centre: Expr, facts: Facts) -> bool:
    domain = facts.domains[location]
    if centre == log(location):
        return sign(location, facts) is Sign.POSITIVE and (domain.lower, domain.upper) == (0, S.Infinity)
    ends = (domain.lower, domain.upper)
    convex = ends in ((-S.Infinity, S.Infinity), (0, S.Infinity))
    return bool(centre == location and not domain.nonzero and convex)


def _is_spread(scale: Expr, spread: Expr, power: Expr, facts: Facts) -> bool:
    if scale == 1:
        return bool(spread == 1 and power == 0)
    known = spread in (scale, 1 / scale, scale**S.Half, scale**-S.Half)
    return bool(known and power.is_positive) and sign(scale, facts) is Sign.POSITIVE


def _curved(shape: Expr, premises: Premises) -> Iterator[str]:
    told = Facts.of({**premises.facts.domains, STANDARD: Domain()}).given(*premises.facts.positive)
    if not curvature_sign(shape, told).is_nonpositive:
        yield "the second derivative is not proved negative"
    second = shape.diff(STANDARD, 2)
    known = next(_rows(premises), {})
    values = [evaluate(second, {**known, STANDARD: z}, digits=20) for z in _GRID]
    if not all(value < 0 for value in values[1:]):
        yield "a sampled second derivative is not negative"


def _coercive(step: ProofStep, premises: Premises) -> Iterator[str]:
    shape, (observed, location, centre, scale, spread) = step.premises
    likelihood, facts = premises.likelihood, premises.facts
    if not falls_at_both_ends(shape, facts):
        yield "it is not proved to fall at both ends"
    known = next(_rows(premises), {})
    for turn in (1, -1):
        values = [evaluate(shape, {**known, STANDARD: turn * far}, digits=20) for far in _FAR]
        if not values[0] > values[1] > values[2]:
            yield "a sampled value does not fall"
    declared = {p: likelihood.model.parameters[p.name] for p in (location, scale)}
    whole = Domain() if centre == location else Domain(S.Zero, S.Infinity, True, True)
    if declared[location] != whole or declared[scale] != Domain(S.Zero, S.Infinity, True, True):
        yield "the parameters do not run over everything"
    if step.conclusion != Statistic(StatisticKind.VARIANCE, (observed,), likelihood.sample):
        yield "the condition is another one"
    if spread == 1:
        yield "there is no scale"


def _no_maximum(step: ProofStep, premises: Premises) -> Iterator[str]:
    """Prove the limits anew, and watch the likelihood of generic samples climb along the path."""
    row, (location, observed), (place, end), shape = step.premises
    near = tuple(shape.args) or None
    path = Path(location, observed, place, end, (near[0], near[1]) if near else None)
    if climbs(premises.likelihood, path, premises.facts) != path:
        yield "the limits are not proved"
        return
    for case in premises.cases[:2]:
        values = [_on_path(row, path, case, Rational(10) ** power) for power in _POWERS]
        if not all(before < after for before, after in pairwise(values)):
            yield "a sampled likelihood does not climb"


_POWERS = (30, 60, 120, 240)


def _on_path(row: Expr, path: Path, case: Case, far: Expr) -> Expr:
    """Give the log-likelihood of a case with the location at its first row."""
    known = dict(case.values)
    rows = [dict(zip(case.data, values, strict=True)) for values in zip(*case.data.values(), strict=True)]
    (column, first), *_ = rows[0].items()
    fixed = Rational(first.numerator, first.denominator)
    at = {path.location: path.observed.xreplace({column: fixed})}
    known[path.concentrating] = far if path.end is S.Infinity else path.end + 1 / far
    if path.shape is not None:
        symbol, end = path.shape
        known[symbol] = Rational(100) if end is S.Infinity else end + Rational(1, 100)
    values = [Rational(value.numerator, value.denominator) for each in rows for value in each.values()]
    return Add(*[_number(row.xreplace({**at, column: value}), known) for value in values])


JOINT_REPLAYS: dict[Rule, JointReplay] = {
    Rule.NATURAL: _natural,
    Rule.INDEPENDENT: _independent,
    Rule.CONVEX_IMAGE: _convex_image,
    Rule.STRICTLY_CONCAVE: _strictly_concave,
    Rule.HULL: _hull,
    Rule.AFFINE_CONCAVE: _affine_concave,
    Rule.COERCIVE: _coercive,
    Rule.NO_MAXIMUM: _no_maximum,
}
