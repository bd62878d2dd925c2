"""Find directions of the parameter space along which no data change the likelihood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from sympy import (
    Add,
    Expr,
    Matrix,
    Mul,
    Pow,
    Rational,
    S,
    Symbol,
    cancel,
    expand,
    factor,
    fraction,
    log,
    together,
)

from symmle.budget import attempt
from symmle.differentiation import Derivatives
from symmle.errors import Category, DerivationError
from symmle.exact import NotEvaluable, evaluate
from symmle.likelihood import LogLikelihood
from symmle.proof.sampling import Case, generic_cases

_CALLS = 60_000
_CASES = 3
_SMALL = 1e-11
_LARGEST_DENOMINATOR = 24


class Flat(NamedTuple):
    """Parameters of which the data identify some functions only; () where those were not found."""

    parameters: tuple[str, ...]
    functions: tuple[Expr, ...]


def refuse_unidentified(derivatives: Derivatives) -> None:
    """Refuse a model whose score components are linearly dependent whatever the data.

    Raises
    ------
    DerivationError
        With category ``not-identifiable``, naming the functions of the parameters that the data identify.
    """
    found = find_flat(derivatives)
    if found is not None:
        raise DerivationError(_told(found), category=Category.NOT_IDENTIFIABLE)


def _told(found: Flat) -> str:
    *first, last = found.parameters
    names = f"{', '.join(first)} and {last}" if first else last
    if len(found.parameters) == 1:
        return f"the density does not depend on {names}: no data identify it; leave it out, or fix it"
    if not found.functions:
        return f"the score components of {names} are proportional whatever the data: fix one of them"
    functions = ", ".join(map(str, found.functions))
    return (
        f"the data identify only {functions}, not {names} apart: the likelihood is the same for all values "
        f"that agree in {functions}; fix one of them, or declare the density in {functions}"
    )


def find_flat(derivatives: Derivatives) -> Flat | None:
    """Give parameters that are not identified, by a linear relation between their scores; None if none was
    found.
    """
    likelihood = derivatives.reduction.likelihood
    if likelihood.model.constraints:
        return None
    score = [derivatives.row_score[symbol.name] for symbol in likelihood.parameters]
    for symbol, part in zip(likelihood.parameters, score, strict=True):
        if part == 0:
            return Flat((symbol.name,), ())
    if len(score) < 2:
        return None
    cases = tuple(generic_cases(likelihood, likelihood.facts, _CASES))
    table = _table(score, cases)
    if table is None or np.linalg.matrix_rank(_scaled(table), tol=_SMALL) == len(score):
        return None
    return _constant(score, cases, likelihood) or _functional(score, table, likelihood)


def _table(score: Sequence[Expr], cases: Sequence[Case]) -> NDArray[np.float64] | None:
    """Give the scores of each row of the first case, all at one value of the parameters."""
    rows = list(_rows(score, cases[:1])) if cases else []
    return np.array(rows) if len(rows) >= len(score) else None


def _rows(score: Sequence[Expr], cases: Iterable[Case]) -> Iterator[list[float]]:
    for case in cases:
        for row in zip(*case.data.values(), strict=True):
            known = {**case.values, **dict(zip(case.data, row, strict=True))}
            try:
                yield [float(evaluate(part, known, digits=25)) for part in score]
            except NotEvaluable:
                continue


def _scaled(table: NDArray[np.float64]) -> NDArray[np.float64]:
    length = np.linalg.norm(table, axis=0)
    return table / np.where(length > 0.0, length, 1.0)


def _constant(score: Sequence[Expr], cases: Sequence[Case], likelihood: LogLikelihood) -> Flat | None:
    """Find ``sum(c_j * s_j) = 0`` with numbers c_j, for the parameters or for their logarithms."""
    symbols = likelihood.parameters
    for scale in (tuple(S.One for _ in symbols), symbols):
        scaled = [each * part for each, part in zip(scale, score, strict=True)]
        directions = _null_directions(np.array(list(_rows(scaled, cases))))
        if not directions or not all(_is_flat(scaled, each, likelihood) for each in directions):
            continue
        involved = [j for j in range(len(symbols)) if any(each[j] != 0 for each in directions)]
        forms = Matrix([[each[j] for j in involved] for each in directions]).nullspace()
        functions = [_function(form, [symbols[j] for j in involved], scale is symbols) for form in forms]
        return Flat(tuple(symbols[j].name for j in involved), tuple(functions))
    return None


def _null_directions(table: NDArray[np.float64]) -> list[list[Rational]]:
    """Give rational vectors that span what the table sends to zero."""
    length = np.linalg.norm(table, axis=0)
    if table.shape[0] < table.shape[1] or not np.all(length > 0.0):
        return []
    *_, values, basis = np.linalg.svd(table / length)
    null = basis[np.sum(values > _SMALL * values[0]) :] / length
    if len(null) == 0:
        return []
    reduced = _row_reduced(null)
    return [[Rational(*_ratio(entry)) for entry in row] for row in reduced]


def _row_reduced(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Eliminate with the largest entries as pivots, so that rational relations show their numbers."""
    rows = rows.copy()
    free = list(range(rows.shape[1]))
    for i in range(rows.shape[0]):
        pivot = max(free, key=lambda j: abs(rows[i, j]))
        free.remove(pivot)
        rows[i] /= rows[i, pivot]
        for other in range(rows.shape[0]):
            if other != i:
                rows[other] -= rows[other, pivot] * rows[i]
    return rows


def _ratio(value: float) -> tuple[int, int]:
    near = Fraction(value).limit_denominator(_LARGEST_DENOMINATOR)
    return near.numerator, near.denominator


def _is_flat(score: Sequence[Expr], direction: Sequence[Expr], likelihood: LogLikelihood) -> bool:
    """Whether a combination of the scores is proved to vanish for all data of the support."""
    combined = Add(*[c * part for c, part in zip(direction, score, strict=True)])
    return any(c != 0 for c in direction) and all(
        _vanishes(each) for each in _supported(combined, likelihood)
    )


def _supported(expression: Expr, likelihood: LogLikelihood) -> list[Expr]:
    """Give the expression at each point of a finite support; as it is on any other."""
    columns = {
        likelihood.model.symbols[name]: domain.members for name, domain in likelihood.model.data.items()
    }
    known = {symbol: members for symbol, members in columns.items() if members is not None}
    points = product(*known.values())
    return [expression.xreplace(dict(zip(known, point, strict=True))) for point in points]


def _vanishes(expression: Expr) -> bool:
    if expand(expression) == 0:
        return True
    found, _ = attempt(
        "bring to one denominator", _CALLS, lambda e: expand(fraction(together(e))[0]), expression
    )
    return found is not None and found == 0


def _function(form: Matrix, symbols: Sequence[Symbol], logarithms: bool) -> Expr:
    """``(1, -1) -> a - b``, or ``a/b`` where the logarithms are combined."""
    turned = form if next(c for c in form if c != 0) > 0 else -form
    pairs = list(zip(turned, symbols, strict=True))
    return Mul(*[Pow(symbol, c) for c, symbol in pairs]) if logarithms else Add(*[c * s for c, s in pairs])


def _functional(score: Sequence[Expr], table: NDArray[np.float64], likelihood: LogLikelihood) -> Flat | None:
    """Find two scores whose ratio is free of the data, and the function that both come from."""
    scaled = _scaled(table)
    for i, j in combinations(range(len(score)), 2):
        if np.linalg.matrix_rank(scaled[:, [i, j]], tol=_SMALL) < 2:
            first, second = likelihood.parameters[i], likelihood.parameters[j]
            ratio = _ratio_of(score[i], score[j], likelihood)
            if ratio is not None:
                function = _antiderivative(ratio, first, second)
                return Flat((first.name, second.name), () if function is None else (function,))
    return None


def _ratio_of(one: Expr, other: Expr, likelihood: LogLikelihood) -> Expr | None:
    """``s_i/s_j`` where it is proved free of the data."""
    ratio, _ = attempt("divide two scores", _CALLS, lambda: factor(cancel(together(one / other))))
    if ratio is None or likelihood.sample.varies(ratio):
        return None
    return ratio


def _antiderivative(ratio: Expr, first: Symbol, second: Symbol) -> Expr | None:
    """Solve ``g_a/g_b = ratio`` by separation: ``b/a -> a*b``, ``1/a -> b + log(a)``."""
    numerator, denominator = S.One, S.One
    for part in Mul.make_args(ratio):
        if {first, second} <= part.free_symbols:
            return None
        if second in part.free_symbols:
            denominator /= part
        else:
            numerator *= part
    left, right = _integral(numerator, first), _integral(denominator, second)
    if left is None or right is None:
        return None
    found = _shown(left, right)
    agreed, _ = attempt("compare", _CALLS, lambda: cancel(found.diff(first) / found.diff(second) - ratio))
    return found if agreed == 0 else None


def _integral(expression: Expr, place: Symbol) -> Expr | None:
    """Integrate a multiple of a power of an affine function."""
    outside, moving = expression.as_independent(place, as_Add=False)
    base, exponent = moving.as_base_exp() if moving is not S.One else (place, S.Zero)
    slope = base.diff(place)
    if place in slope.free_symbols or place in exponent.free_symbols or slope == 0:
        return None
    power = log(base) if exponent == -1 else base ** (exponent + 1) / (exponent + 1)
    return outside / slope * power


def _shown(left: Expr, right: Expr) -> Expr:
    """``log(a) + log(b) -> a*b``; a common factor is left out."""
    scale = left.as_independent(*left.free_symbols, as_Add=False)[0]
    one, other = left / scale, right / scale
    inner, outer = other.as_independent(log, as_Add=False)[::-1]
    if isinstance(one, log) and isinstance(inner, log):
        return one.args[0] * inner.args[0] ** outer
    return one + other
