"""The sum over a sample as one node of SymPy's algebra."""

from __future__ import annotations

from typing import Any

from sympy import Add, AtomicExpr, Basic, Expr, Mul, Pow, S, exp, preorder_traversal

from symmle.sample_sum.sample import Sample
from symmle.sample_sum.statistic import Statistic, sample_size


class _Row(AtomicExpr):
    """A summand out of reach: an atom, so no traversal enters it.

    ``slots`` are what a summand holds besides its observations (parameters, statistics, nodes nested in it).
    The node shows them as its arguments, where SymPy may substitute; the summand itself stays hidden.
    """

    __slots__ = ("sample", "slots", "summand")
    is_commutative = True

    summand: Expr
    sample: Sample
    slots: tuple[Expr, ...]

    def __new__(cls, summand: Expr, sample: Sample, slots: tuple[Expr, ...]) -> _Row:
        node: _Row = AtomicExpr.__new__(cls)
        node.summand, node.sample, node.slots = summand, sample, slots
        return node

    def _hashable_content(self) -> tuple[Any, ...]:
        return (self.summand, *self.sample.identity)

    def __getnewargs__(self) -> tuple[Any, ...]:
        return (self.summand, self.sample, self.slots)

    @property
    def free_symbols(self) -> set[Basic]:
        return set()

    def _sympystr(self, printer: Any) -> str:
        return str(printer.doprint(self.summand))


class SampleSum(Expr):
    """The weighted sum of a summand over a sample.

    ``SampleSum(g, sample)`` returns the linear normal form: constants come out, terms come apart, and the sum
    of one is the sample's size n. The node is closed under differentiation. Its observations are bound.

    Parameters
    ----------
    summand : Expr
        What is summed, in the observations and whatever else it depends on.
    sample : Sample
        The sample that binds the observations.

    Raises
    ------
    ValueError
        If a substitution would capture an observation.
    """

    __slots__ = ()
    is_commutative = True
    is_number = False

    def __new__(cls, head: Expr, *rest: Any) -> Expr:
        """Normalise: from a summand and its sample, or (as SymPy rebuilds nodes) from a row and values."""
        if isinstance(head, _Row):
            return _rebuild(head, rest)
        return _linear(head, rest[0])

    @classmethod
    def as_written(cls, summand: Expr, sample: Sample) -> Expr:
        """Build the node without taking the summand apart: for showing a sum as a textbook does."""
        slots = _slots(summand, sample)
        node: Expr = Expr.__new__(cls, _Row(summand, sample, slots), *slots)
        return node

    def __getnewargs__(self) -> tuple[Any, ...]:
        return tuple(self.args)

    @property
    def summand(self) -> Expr:
        """What is summed."""
        return self.args[0].summand

    @property
    def sample(self) -> Sample:
        """The sample that is summed over."""
        sample: Sample = self.args[0].sample
        return sample

    def _eval_derivative(self, symbol: Basic) -> Expr:
        return SampleSum(self.summand.diff(symbol), self.sample)

    def _sympystr(self, printer: Any) -> str:
        return f"sum({printer.doprint(self.summand)})"

    def _eval_is_extended_real(self) -> bool | None:
        return True if self.summand.is_extended_real else None

    def _eval_is_finite(self) -> bool | None:
        return True if self.summand.is_finite else None

    def _eval_is_extended_positive(self) -> bool | None:
        return True if self.summand.is_positive else None

    def _eval_is_extended_nonnegative(self) -> bool | None:
        return True if self.summand.is_nonnegative else None

    def _eval_is_extended_negative(self) -> bool | None:
        return True if self.summand.is_negative else None

    def _eval_nseries(self, *_: Any, **__: Any) -> Expr:
        raise NotImplementedError("a sum over a sample has no series: its terms are not known")

    def _eval_as_leading_term(self, *_: Any, **__: Any) -> Expr:
        raise NotImplementedError("a sum over a sample has no limit: its terms are not known")


def sample_nodes(expression: Expr) -> tuple[SampleSum, ...]:
    """Give the outermost sums in an expression, each once, in an order that is the same in every process."""
    found: dict[SampleSum, None] = {}
    walk = preorder_traversal(expression)
    for part in walk:
        if isinstance(part, SampleSum):
            found[part] = None
            walk.skip()
    return tuple(sorted(found, key=str))


def _slots(summand: Expr, sample: Sample) -> tuple[Expr, ...]:
    found: set[Expr] = set()
    walk = preorder_traversal(summand)
    for part in walk:
        if isinstance(part, SampleSum | Statistic):
            found.add(part)
            walk.skip()
        elif part.is_Symbol and part not in sample.observations:
            found.add(part)
    return tuple(sorted(found, key=str))


def _rebuild(row: _Row, values: tuple[Expr, ...]) -> Expr:
    if values == row.slots:
        node: Expr = Expr.__new__(SampleSum, row, *values)
        return node
    for value in values:
        if row.sample.varies(value):
            raise ValueError(f"{value} would be captured by the sum over the sample")
    return _linear(row.summand.xreplace(dict(zip(row.slots, values, strict=True))), row.sample)


def _linear(summand: Expr, sample: Sample) -> Expr:
    """``sum(c*g + h) -> c*sum(g) + sum(h)``, with ``sum(1) -> n``."""
    return Add(*[_term(term, sample) for term in Add.make_args(summand)])


def _term(term: Expr, sample: Sample) -> Expr:
    outside, inside = _constants(term, sample)
    if inside is S.One:
        return outside * sample_size(sample)
    if inside.is_Add:
        return outside * _linear(inside, sample)
    return outside * SampleSum.as_written(inside, sample)


def _constants(term: Expr, sample: Sample) -> tuple[Expr, Expr]:
    """``c*g -> (c, g)``: the factors that are the same in every row, and the rest."""
    outside: list[Expr] = []
    inside: list[Expr] = []
    for factor in Mul.make_args(term):
        (inside if sample.varies(factor) else outside).append(factor)
    for position, factor in enumerate(inside):
        content, primitive = _content(factor)
        outside.append(content)
        inside[position] = primitive
    return Mul(*outside), Mul(*inside)


def _content(factor: Expr) -> tuple[Expr, Expr]:
    """``(2*a*x - 2*b)**2 -> (4, (a*x - b)**2)``: the rational content of a sum or its whole power."""
    base, exponent = factor.as_base_exp()
    if not (base.is_Add and exponent.is_Integer) or isinstance(factor, exp):
        return S.One, factor
    content, primitive = base.primitive()
    return content**exponent, Pow(primitive, exponent)
