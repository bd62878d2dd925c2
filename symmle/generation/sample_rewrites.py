"""Rewrites across the levels: what cancels between a sum over the rows and a scalar."""

from __future__ import annotations

from typing import Final

from sympy import Add, Expr, S, loggamma, polygamma

from symmle.sample_sum import SampleSum, sample_nodes, sample_size

_GAMMAS: Final = (loggamma, polygamma)


def gather_differences(expression: Expr) -> Expr:
    """sum(digamma(r + x)) - n*digamma(r) -> sum(digamma(r + x) - digamma(r)), where x >= 0.

    Both sides of the difference grow with n while their difference may be small: for large r it cancels. The
    same holds for loggamma and trigamma.
    """
    if not expression.args or isinstance(expression, SampleSum):
        return expression
    rebuilt = expression.func(*(gather_differences(argument) for argument in expression.args))
    while isinstance(rebuilt, Add):
        gathered = _gather_once(rebuilt)
        if gathered is None:
            break
        rebuilt = gathered
    return rebuilt


def _gather_once(expression: Add) -> Expr | None:
    for term in expression.args:
        nodes = sample_nodes(term)
        if len(nodes) != 1 or not isinstance(nodes[0].summand, _GAMMAS):
            continue
        (node,) = nodes
        coefficient = term / node
        scalar = _base_of(node)
        if scalar is None:
            continue
        partner = -coefficient * sample_size(node.sample) * scalar
        if partner in expression.args:
            together = SampleSum.as_written(node.summand - scalar, node.sample)
            return expression - term - partner + coefficient * together
    return None


def _base_of(node: SampleSum) -> Expr | None:
    """Return f(r) for a summand f(r + x), x not negative."""
    *head, argument = node.summand.args
    varying = [part for part in Add.make_args(argument) if node.sample.varies(part)]
    still = argument - Add(*varying)
    if still == S.Zero or still.is_number or not Add(*varying).is_nonnegative:
        return None
    return node.summand.func(*head, still)
