"""Expected values of sufficient statistics, from the score having mean zero."""

from __future__ import annotations

from sympy import Expr, S, Symbol, factor, linsolve

from symmle.budget import attempt
from symmle.differentiation import Derivatives
from symmle.information.linear import combination

_CALLS = 200_000


def row_expectations(derivatives: Derivatives) -> dict[Expr, Expr]:
    """Solve E[score] = 0 of one row for the expected values of the functions that the score is linear in.

    The normal density gives E[x] = mu and E[x**2] = v + mu**2 this way, with no integral. Empty where the
    score is not linear in functions of the data, or the equations do not determine them. The exchange of
    derivative and integral is assumed.
    """
    likelihood = derivatives.reduction.likelihood
    if likelihood.model.constraints:
        return {}  # off the constraints the density has another mass, and the score another mean
    found = [combination(row, likelihood) for row in derivatives.row_score.values()]
    rows = [row for row in found if row is not None]
    unknown = sorted({part for row in rows for part in row if part is not S.One}, key=str)
    if not unknown or len(unknown) > len(rows):
        return {}
    places = {part: Symbol(f"expectation_{position}") for position, part in enumerate(unknown)}
    equations = [sum((c * places.get(part, S.One) for part, c in row.items()), S.Zero) for row in rows]
    solved, _ = attempt("solve for expected values", _CALLS, linsolve, equations, list(places.values()))
    return _read(solved, places)


def _read(solved: object, places: dict[Expr, Symbol]) -> dict[Expr, Expr]:
    found = next(iter(solved), None) if solved else None  # type: ignore[call-overload]
    if found is None or any(not value.free_symbols.isdisjoint(places.values()) for value in found):
        return {}
    return {part: tidy(value) for part, value in zip(places, found, strict=True)}


def tidy(value: Expr) -> Expr:
    """Write an expected value as a product of factors, where that is found within the budget."""
    factored, _ = attempt("factor an expected value", _CALLS, factor, value)
    return value if factored is None else factored
