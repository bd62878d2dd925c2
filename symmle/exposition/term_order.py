"""The order in which a textbook writes the terms of a sum.

Terms free of data come before terms that hold data, logarithms before the rest, and a sum does not begin
with a minus if it need not: ``1 - p``, ``x_i - μ``, ``n log p - p Σ x_i``. One exception is as old as the
subject: the normalising term keeps its place in front, ``-(n/2) log(2πv) - ...``.
"""

from __future__ import annotations

from dataclasses import dataclass

from sympy import Add, Basic, Expr, Mul, Pow, S, Symbol, count_ops, log, loggamma, preorder_traversal

from symmle.exposition.style import Style
from symmle.sample_sum import SampleSum, Statistic, StatisticKind

SignedTerm = tuple[bool, Expr]


def ordered_terms(expression: Expr, style: Style) -> tuple[SignedTerm, ...]:
    """Give the terms of a sum in reading order, each with its sign taken off (True for minus)."""
    terms = [_Term.of(term, style) for term in _with_constants_joined(expression)]
    rank = _polynomial_rank if all(term.polynomial for term in terms) else _analytic_rank
    homogeneous = rank is _polynomial_rank and {term.degree for term in terms}.isdisjoint((0, 1))
    terms.sort(key=_homogeneous_rank if homogeneous else rank)
    return tuple((term.negative, term.body) for term in _positive_first(terms))


def holds_data(expression: Basic, style: Style) -> bool:
    """Whether an expression depends on the data; the sample's size is taken as known."""
    return any(_is_datum(part, style) for part in preorder_traversal(expression))


def is_size(part: Basic) -> bool:
    """Whether a part is the sample's size."""
    return isinstance(part, Statistic) and part.kind is StatisticKind.SIZE


def turned(expression: Expr, style: Style) -> bool:
    """Whether a difference stands the wrong way round: ``μ - x`` or ``μ - mean(x)``."""
    if not (expression.is_Add and len(expression.args) == 2):
        return False
    first, second = (_Term.of(term, style) for term in expression.args)
    plain, datum = (second, first) if first.data else (first, second)
    is_parameter = not (plain.data or plain.negative or plain.has_size or plain.body.is_Number)
    return is_parameter and datum.data and datum.negative


def _with_constants_joined(expression: Expr) -> tuple[Expr, ...]:
    """Join logarithms of numbers, ``c log 2 + c log π -> c log(2π)``; the logarithm of one number stays."""
    inside: dict[Expr, Expr] = {}
    others: list[Expr] = []
    for term in Add.make_args(expression):
        logs = [f for f in Mul.make_args(term) if isinstance(f, log) and f.args[0].is_number]
        if len(logs) == 1:
            coefficient = term / logs[0]
            inside[coefficient] = inside.get(coefficient, S.One) * logs[0].args[0]
        else:
            others.append(term)
    return (*others, *(coefficient * log(argument) for coefficient, argument in inside.items()))


@dataclass(frozen=True, slots=True)
class _Term:
    negative: bool
    body: Expr
    data: bool
    pure_data: bool
    has_log: bool
    has_size: bool
    polynomial: bool
    degree: int
    operations: int
    name: str

    @classmethod
    def of(cls, term: Expr, style: Style) -> _Term:
        negative = bool(term.could_extract_minus_sign()) if _leads_with_number(term) else False
        body = -term if negative else term
        parts = list(preorder_traversal(body))
        return cls(
            negative=negative,
            body=body,
            data=holds_data(body, style),
            pure_data=_is_pure_datum(body, style),
            has_log=any(isinstance(part, log | loggamma) for part in Mul.make_args(body)),
            has_size=any(is_size(part) for part in parts),
            polynomial=_is_monomial(body),
            degree=sum(_degree(factor) for factor in Mul.make_args(body)),
            operations=int(count_ops(body)) + sum(isinstance(part, SampleSum) for part in parts),
            name=str(body),
        )


def _leads_with_number(term: Expr) -> bool:
    coefficient, _ = term.as_coeff_Mul()
    return bool(coefficient.is_negative)


def _positive_first(terms: list[_Term]) -> list[_Term]:
    first = terms[0]
    is_normaliser = first.has_size and (first.has_log or not first.polynomial)
    keeps_front = is_normaliser and all(term.negative or not term.has_size for term in terms)
    if not first.negative or keeps_front:
        return terms
    for place, term in enumerate(terms):
        if not term.negative:
            return [term, *terms[:place], *terms[place + 1 :]]
    return terms


def _polynomial_rank(term: _Term) -> tuple[object, ...]:
    is_number = term.body.is_Number
    place = 0 if term.pure_data else 2 if is_number else 3 if term.data else 1
    return (place, -term.degree, term.name)


def _homogeneous_rank(term: _Term) -> tuple[object, ...]:
    return (0 if term.pure_data else 1 if term.data else 2, term.name)


def _analytic_rank(term: _Term) -> tuple[object, ...]:
    in_numbers = not term.body.free_symbols
    return (term.data, term.negative, not term.has_log, not in_numbers, term.operations, term.name)


def _is_datum(part: Basic, style: Style) -> bool:
    if isinstance(part, Statistic):
        return part.kind is not StatisticKind.SIZE
    return isinstance(part, SampleSum) or (isinstance(part, Symbol) and part.name in style.observations)


def _is_pure_datum(body: Expr, style: Style) -> bool:
    bases = [factor.as_base_exp()[0] for factor in Mul.make_args(body) if not factor.is_Number]
    return bool(bases) and all(isinstance(base, Symbol) and base.name in style.observations for base in bases)


def _is_monomial(body: Expr) -> bool:
    return all(_degree(factor) > 0 or factor.is_Integer for factor in Mul.make_args(body))


def _degree(factor: Expr) -> int:
    if isinstance(factor, Pow):
        return int(factor.exp) if factor.base.is_Atom and factor.exp.is_Integer and factor.exp > 0 else 0
    return 1 if isinstance(factor, Symbol | Statistic | SampleSum) else 0
