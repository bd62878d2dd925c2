"""Expected values of functions of one row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from sympy import Add, Expr, Mul, S, Symbol, factor, linsolve

from symmle.budget import attempt
from symmle.declaration import FrozenMapping
from symmle.differentiation import Derivatives
from symmle.information.canonical import CanonicalLaw, canonical_law
from symmle.information.finite_support import finite_mean
from symmle.information.linear import gathered, joined, observed_sample, pieces
from symmle.likelihood import LogLikelihood

_CALLS = 400_000
_LARGEST = 300  # operations in a function whose expected value is sought
_DEEPEST = 6  # factors of a product whose expected value is sought


class Source(StrEnum):
    """What an expected value rests on."""

    IDENTITIES = "score identities"
    SUPPORT = "a sum over the support"
    INTEGRALS = "Euler's integrals"


class Found(NamedTuple):
    """An expected value and what it rests on."""

    value: Expr
    source: Source


@dataclass(frozen=True, slots=True)
class Identities:
    """What E[score] = 0 of one row gives.

    Parameters
    ----------
    means : mapping of Expr to Expr
        Expected values of functions of the row.
    loadings : mapping of Expr to mapping
        Each of these functions less its mean, as a combination of the scores by the parameters' symbols.
    """

    means: Mapping[Expr, Expr]
    loadings: Mapping[Expr, Mapping[Symbol, Expr]]


@dataclass(frozen=True, slots=True)
class Expectations:
    """Expected values under the density of one row, given its covariates.

    Three ways are tried: the score identities, with the derivative of an expected value, E[h score] = d E[h];
    the sum over a small finite support; Euler's integrals. The first assumes that derivative and integral may
    be exchanged.
    """

    likelihood: LogLikelihood
    identities: Identities

    def mean(self, function: Expr) -> Found | None:
        """Give the expected value of a function of one row; None where none of the ways leads to it."""
        if function.count_ops() > _LARGEST or self.likelihood.model.constraints:
            return None  # off the constraints the density has another mass, and the score another mean
        by_identities = self._by_identities(function)
        if by_identities is not None:
            return Found(tidy(by_identities), Source.IDENTITIES)
        summed = finite_mean(function, self.likelihood)
        if summed is not None:
            return Found(tidy(summed), Source.SUPPORT)
        law = law_of(self.likelihood)
        integral = None if law is None else law.mean(function)
        return None if integral is None else Found(tidy(integral), Source.INTEGRALS)

    def _by_identities(self, function: Expr) -> Expr | None:
        observed = observed_sample(self.likelihood).observations
        terms = gathered(pieces(function, self.likelihood), self.identities.means, observed)
        found = [self._of_product(inside, _DEEPEST) for inside in terms]
        if any(value is None for value in found):
            return None
        return Add(*[outside * value for outside, value in zip(terms.values(), found, strict=True)])

    def _of_product(self, inside: Expr, depth: int) -> Expr | None:
        """``E[g h] = E[g] E[h] + cov(g, h)``, where h - E[h] is a combination of scores."""
        if inside is S.One:
            return S.One
        means, loadings = self.identities.means, self.identities.loadings
        if inside in means:
            return means[inside]
        if depth == 0 or not inside.free_symbols.isdisjoint(self.likelihood.parameters):
            return None
        for one in loadings:
            rest = inside / one
            if _size(rest) < _size(inside):
                mean = self._of_product(rest, depth - 1)
                if mean is not None:
                    slopes = [weight * mean.diff(symbol) for symbol, weight in loadings[one].items()]
                    return Add(means[one] * mean, *slopes)
        return None


def _size(product: Expr) -> Expr:
    """Count the factors of a product, powers by their exponents."""
    exponents = [part.as_base_exp()[1] for part in Mul.make_args(product)]
    return Add(*[abs(e) if e.is_number else S.One for e in exponents]) if product is not S.One else S.Zero


@lru_cache(maxsize=64)
def law_of(likelihood: LogLikelihood) -> CanonicalLaw | None:
    """Give the law of an observation as one of Euler's integrals, where a substitution is found."""
    return canonical_law(likelihood) if likelihood.row.count_ops() <= _LARGEST else None


@lru_cache(maxsize=64)
def expectations_of(derivatives: Derivatives) -> Expectations:
    """Give the expected values under a row's density."""
    return Expectations(derivatives.reduction.likelihood, score_identities(derivatives))


def score_identities(derivatives: Derivatives) -> Identities:
    """Solve E[score] = 0 of one row for the expected values of the functions that the score is linear in.

    The normal density gives E[x] = mu and E[x**2] = v + mu**2 this way, with no integral. What the equations
    do not determine is left out. The exchange of derivative and integral is assumed.
    """
    likelihood = derivatives.reduction.likelihood
    if likelihood.model.constraints:
        return Identities(FrozenMapping({}), FrozenMapping({}))
    rows = joined([pieces(row, likelihood) for row in derivatives.row_score.values()], likelihood)
    unknown = sorted({part for row in rows for part in row if part is not S.One}, key=str)
    places = {part: Symbol(f"expectation#{position}") for position, part in enumerate(unknown)}
    scores = [Symbol(f"score#{position}") for position in range(len(rows))]
    equations = [Add(*[c * places.get(part, S.One) for part, c in row.items()]) for row in rows]
    solved = _solve([e - s for e, s in zip(equations, scores, strict=True)], places.values())
    if solved is None:  # more equations than functions: they agree on average, not row by row
        solved = _solve(equations, places.values())
        scores = []
    return _read(solved, places, dict(zip(likelihood.parameters, scores, strict=False)))


def _solve(equations: list[Expr], unknown: Iterable[Symbol]) -> tuple[Expr, ...] | None:
    symbols = list(unknown)
    if not symbols:
        return None
    solved, _ = attempt("solve for expected values", _CALLS, linsolve, equations, symbols)
    return next(iter(solved), None) if solved else None


def _read(
    solved: tuple[Expr, ...] | None, places: Mapping[Expr, Symbol], scores: Mapping[Symbol, Symbol]
) -> Identities:
    means: dict[Expr, Expr] = {}
    loadings: dict[Expr, Mapping[Symbol, Expr]] = {}
    nothing = dict.fromkeys(scores.values(), S.Zero)
    for part, value in zip(places, solved or (), strict=False):
        if value.free_symbols.isdisjoint(places.values()):
            means[part] = tidy(value.xreplace(nothing))
            if scores:
                loadings[part] = FrozenMapping({s: tidy(value.diff(place)) for s, place in scores.items()})
    return Identities(FrozenMapping(means), FrozenMapping(loadings))


def row_expectations(derivatives: Derivatives) -> Mapping[Expr, Expr]:
    """Give the expected values that the score identities determine."""
    return expectations_of(derivatives).identities.means


def tidy(value: Expr) -> Expr:
    """Write a short expected value as a product of factors, where they are found within the budget."""
    if value.count_ops() > _LARGEST:
        return value
    factored, _ = attempt("factor an expected value", _CALLS, factor, value)
    return value if factored is None else factored
