"""Whether an expression is zero, by algebra alone.

The expression is brought to a quotient of polynomials in generators: symbols, sums over the sample, and
powers, exponentials, logarithms and special functions in one chosen form each. Where the numerator vanishes
as a polynomial, the expression vanishes whatever the generators are; where it does not, nothing is said.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sympy import (
    Add,
    Expr,
    Mul,
    Rational,
    S,
    Symbol,
    beta,
    binomial,
    cos,
    cosh,
    cot,
    coth,
    csch,
    erf,
    erfc,
    exp,
    expand,
    expand_mul,
    factorial,
    floor,
    fraction,
    gamma,
    log,
    loggamma,
    polygamma,
    sech,
    sin,
    sinh,
    tan,
    tanh,
    together,
)

from symmle.budget import attempt
from symmle.likelihood import expand_logarithms
from symmle.reduction import reduce_sums
from symmle.sample_sum import Sample, SampleSum, Statistic, StatisticKind, sample_nodes, sample_size
from symmle.signs import Facts

CALLS: Final = 1_500_000  # for one question; a textbook's takes some tens of thousands
LARGEST_SHIFT: Final = 50


def is_zero(expression: Expr, parameters: Iterable[Symbol], facts: Facts) -> bool:
    """Tell whether an expression in sums over the sample is proved to be zero for every sample."""
    found, _ = attempt("reduce a difference to zero", CALLS, _vanishes, expression, tuple(parameters), facts)
    return bool(found)


def _vanishes(expression: Expr, parameters: tuple[Symbol, ...], facts: Facts) -> bool:
    reduced = expand_logarithms(reduce_sums(expression, parameters, facts), facts)
    raw = expand_logarithms(raw_form(reduced), facts)
    if _plainly_zero(_opaque(raw)):
        return True
    row = row_form(raw)
    return row is not None and _plainly_zero(expand_logarithms(_chosen_functions(row), facts))


def raw_form(expression: Expr) -> Expr:
    """Write means, variances, covariances and gaps as sums: exact algebra wants raw moments.

    ``variance(x) -> sum(x**2)/n - (sum(x)/n)**2``.
    """
    defined = expression.xreplace({s: s.definition for s in expression.atoms(Statistic)})
    return defined.xreplace({s: _raw(s) for s in defined.atoms(Statistic)})


def _raw(statistic: Statistic) -> Expr:
    if statistic.kind is StatisticKind.MEAN:
        return _mean(statistic.expressions[0], statistic.sample)
    if statistic.kind in {StatisticKind.VARIANCE, StatisticKind.COVARIANCE}:
        first, second = statistic.expressions[0], statistic.expressions[-1]
        sample = statistic.sample
        return _mean(first * second, sample) - _mean(first, sample) * _mean(second, sample)
    return statistic


def _mean(row: Expr, sample: Sample) -> Expr:
    return SampleSum(expand(row, log=False, force=False), sample) / sample_size(sample)


def row_form(expression: Expr) -> Expr | None:
    """Give the row expression whose sum over the sample this is; None where it is no single sum.

    ``sum(x)/v - n*mu/v -> x/v - mu/v``. A term free of sums must be a multiple of n.
    """
    terms = [_row_of(term) for term in Add.make_args(expand_mul(expression))]
    return Add(*[term for term in terms if term is not None]) if None not in terms else None


def _row_of(term: Expr) -> Expr | None:
    nodes = sample_nodes(term)
    if len(nodes) > 1:
        return None
    node = nodes[0] if nodes else _size_in(term)
    if node is None:
        return S.Zero if term == 0 else None
    rest = term / node
    row = node.summand if isinstance(node, SampleSum) else S.One
    return None if rest.has(SampleSum, Statistic) or row.has(SampleSum, Statistic) else rest * row


def _size_in(term: Expr) -> Statistic | None:
    sizes = [s for s in term.atoms(Statistic) if s.kind is StatisticKind.SIZE]
    return sizes[0] if sizes else None


def _opaque(expression: Expr) -> Expr:
    """Put a plain symbol for every sum and statistic, so that no algebra looks into them."""
    nodes = sample_nodes(expression)
    without = expression.xreplace({node: _place(index, node) for index, node in enumerate(nodes)})
    atoms = sorted(without.atoms(Statistic), key=str)
    return without.xreplace({atom: _place(len(nodes) + index, atom) for index, atom in enumerate(atoms)})


def _place(index: int, node: Expr) -> Symbol:
    facts = {"positive": True} if node.is_positive else {"real": True}
    return Symbol(f"statistic_{index}", **facts)


def _plainly_zero(expression: Expr) -> bool:
    """Tell whether the numerator over common generators vanishes as a polynomial."""
    if expression == 0:
        return True
    chosen = _shifted(expand(_chosen_functions(expression), log=False))
    numerator, _ = fraction(together(chosen))
    expanded = expand(numerator, log=False)
    return bool(expanded == 0 or expand(fraction(together(expanded))[0], log=False) == 0)


_REWRITES: Final = (
    (sinh, lambda x: (exp(x) - exp(-x)) / 2),
    (cosh, lambda x: (exp(x) + exp(-x)) / 2),
    (tanh, lambda x: (exp(x) - exp(-x)) / (exp(x) + exp(-x))),
    (coth, lambda x: (exp(x) + exp(-x)) / (exp(x) - exp(-x))),
    (sech, lambda x: 2 / (exp(x) + exp(-x))),
    (csch, lambda x: 2 / (exp(x) - exp(-x))),
    (tan, lambda x: sin(x) / cos(x)),
    (cot, lambda x: cos(x) / sin(x)),
    (erfc, lambda x: 1 - erf(x)),
    (factorial, lambda x: gamma(x + 1)),
    (binomial, lambda n, k: gamma(n + 1) / gamma(k + 1) / gamma(n - k + 1)),
    (beta, lambda a, b: gamma(a) * gamma(b) / gamma(a + b)),
)


def _chosen_functions(expression: Expr) -> Expr:
    """Write related functions by one of them, and exponentials as powers of their terms."""
    for function, rewritten in _REWRITES:
        expression = expression.replace(function, rewritten)
    return expression


def _shifted(expression: Expr) -> Expr:
    """``loggamma(k + 1) -> loggamma(k) + log(k)`` where both occur; gamma and polygamma likewise."""
    groups: dict[tuple[type, Expr, Expr], list[Expr]] = {}
    for node in sorted(expression.atoms(gamma, loggamma, polygamma), key=str):
        argument = expand(node.args[-1])
        constant, rest = argument.as_coeff_Add()
        order = node.args[0] if isinstance(node, polygamma) else S.Zero
        if isinstance(constant, Rational):
            groups.setdefault((node.func, order, rest + constant - floor(constant)), []).append(node)
    replaced = {node: _shift(node, group) for group in groups.values() for node in group}
    return expression.xreplace(replaced)


def _shift(node: Expr, group: list[Expr]) -> Expr:
    lowest = min(expand(other.args[-1]).as_coeff_Add()[0] for other in group)
    argument = expand(node.args[-1])
    steps = argument.as_coeff_Add()[0] - lowest
    if steps == 0 or steps > LARGEST_SHIFT:
        return node
    start = argument - steps
    passed = [start + step for step in range(int(steps))]
    if isinstance(node, gamma):
        return gamma(start) * Mul(*passed)
    if isinstance(node, loggamma):
        return loggamma(start) + Add(*[log(point) for point in passed])
    order = node.args[0]
    return polygamma(order, start) + (-1) ** order * gamma(order + 1) * Add(
        *[point ** (-order - 1) for point in passed]
    )
