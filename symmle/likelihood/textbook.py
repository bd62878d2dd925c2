"""Sums over the sample in the form that a textbook shows: constants outside, nothing multiplied out."""

from __future__ import annotations

from sympy import Add, Expr, Mul, S

from symmle.sample_sum import Sample, SampleSum, sample_size


def textbook_sum(row: Expr, sample: Sample) -> Expr:
    """Sum a row expression, term by term: ``-(x - mu)/v -> -sum(x - mu)/v``, and ``sum(1 - x) -> n -
    sum(x)``.

    A sum in brackets that holds parameters stays whole, since that is how one reads it.
    """
    return Add(*[_term(term, sample) for term in Add.make_args(row)])


def _term(term: Expr, sample: Sample) -> Expr:
    inside = [factor for factor in Mul.make_args(term) if sample.varies(factor)]
    outside = [factor for factor in Mul.make_args(term) if not sample.varies(factor)]
    rest = Mul(*inside)
    if rest is S.One:
        return Mul(*outside) * sample_size(sample)
    if rest.is_Add and not _holds_parameters(rest, sample):
        return Mul(*outside) * SampleSum(rest, sample)
    content, primitive = _oriented(rest, sample) if rest.is_Add else (S.One, rest)
    return Mul(*outside) * content * SampleSum.as_written(primitive, sample)


def _oriented(bracket: Expr, sample: Sample) -> tuple[Expr, Expr]:
    """``2*mu - 2*x -> (-2, x - mu)``: observations stand first, without a minus sign."""
    content, primitive = bracket.primitive()
    leading = primitive.coeff(sample.observations[0])
    return (-content, -primitive) if leading.could_extract_minus_sign() else (content, primitive)


def _holds_parameters(expression: Expr, sample: Sample) -> bool:
    return bool(expression.free_symbols - set(sample.observations)) or expression.has(SampleSum)
