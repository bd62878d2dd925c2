"""Natural parameters and statistics of a density, and the proof that the statistics are minimal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sympy import Add, Basic, Expr, Matrix, Mul, Rational, S, Symbol, Tuple, expand_mul
from sympy import Float as Real

from symmle.exact import NotEvaluable, evaluate
from symmle.likelihood import LogLikelihood
from symmle.proof.sampling import generic_cases
from symmle.reduction import row_pieces
from symmle.sample_sum import Sample

_DIGITS = 40
_CASES = 4


class NaturalForm(NamedTuple):
    """``log f = eta'T - partition + carrier``, with the carrier free of parameters."""

    eta: tuple[Expr, ...]
    statistics: tuple[Expr, ...]
    partition: Expr
    carrier: Expr


def natural_form(likelihood: LogLikelihood) -> NaturalForm | None:
    """Write the row as ``eta'T - A + h`` with as few statistics as the coefficients allow; None where a
    parameter stays beside the data in some function.
    """
    model = likelihood.model
    if model.covariates:
        return None
    sample = Sample(likelihood.sample.observations, likelihood.sample.size_name, likelihood.sample.name)
    pieces: dict[Expr, Expr] = {}
    for outside, inside in row_pieces(likelihood.row, likelihood.facts, sample):
        if not inside.free_symbols.isdisjoint(likelihood.parameters):
            return None
        pieces[inside] = expand_mul(pieces.get(inside, S.Zero) + outside)
    partition = -pieces.pop(S.One, S.Zero)
    return _fewest(pieces, partition, frozenset(likelihood.parameters))


def _fewest(pieces: dict[Expr, Expr], partition: Expr, parameters: frozenset[Symbol]) -> NaturalForm | None:
    """Take one statistic for each coefficient that is no rational combination of others and of constants."""
    inside = sorted(pieces, key=lambda each: (each.count_ops(), str(each)))
    moving = {each: _split(pieces[each], parameters) for each in inside}
    carrier = Add(*[resting * each for each, (_, resting) in moving.items()])
    inside = [each for each in inside if moving[each][0]]
    monomials = sorted({m for each in inside for m in moving[each][0]}, key=str)
    table = Matrix([[moving[each][0].get(m, S.Zero) for each in inside] for m in monomials])
    if not inside:
        return None
    reduced, pivots = table.rref()
    statistics = [
        Add(*[reduced[row, column] * each for column, each in enumerate(inside)])
        for row in range(len(pivots))
    ]
    eta = [Add(*[c * m for m, c in moving[inside[pivot]][0].items()]) for pivot in pivots]
    return NaturalForm(tuple(eta), tuple(statistics), partition, carrier)


def _split(coefficient: Expr, parameters: frozenset[Symbol]) -> tuple[dict[Expr, Expr], Expr]:
    """``2*a + m - 1 -> {a: 2}, m - 1``: monomials in parameters with rational factors, and the rest."""
    monomials: dict[Expr, Expr] = {}
    resting: Expr = S.Zero
    for term in Add.make_args(coefficient):
        factor, monomial = term.as_coeff_Mul()
        if monomial.free_symbols.isdisjoint(parameters) or not factor.is_Rational:
            resting += term
        else:
            monomials[monomial] = monomials.get(monomial, S.Zero) + factor
    return monomials, resting


def telling_points(form: NaturalForm, likelihood: LogLikelihood) -> Tuple | None:
    """Find points of the support at which 1 and the statistics have a determinant that is not zero."""
    constants = {likelihood.model.symbols[name] for name in likelihood.model.constants}
    if any(not part.free_symbols.isdisjoint(constants) for part in form.statistics):
        return None
    for case in generic_cases(likelihood, likelihood.facts, _CASES):
        columns = tuple(case.data)
        rows = list(dict.fromkeys(zip(*case.data.values(), strict=True)))[: len(form.statistics) + 1]
        points = Tuple(*[Tuple(*[Rational(v.numerator, v.denominator) for v in row]) for row in rows])
        if len(rows) == len(form.statistics) + 1 and is_independent(form.statistics, columns, points):
            return points
    return None


def is_independent(statistics: Sequence[Basic], columns: Sequence[Symbol], points: Sequence[Basic]) -> bool:
    """Whether no affine relation holds between the statistics, by their values at some points."""
    try:
        rows = [[S.One, *_values(statistics, dict(zip(columns, point, strict=True)))] for point in points]
    except NotEvaluable:
        return False
    lengths = Mul(*[max(*(abs(v) for v in row), 1) for row in rows])
    return len(rows) == len(statistics) + 1 and bool(abs(Matrix(rows).det()) > lengths * Real("1e-12"))


def _values(statistics: Sequence[Basic], known: dict[Symbol, Basic]) -> Iterator[Expr]:
    for part in statistics:
        yield Real(str(evaluate(part, known, digits=_DIGITS)), _DIGITS)
