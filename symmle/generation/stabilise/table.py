"""The rewrites in the order in which they are tried, and the pass that applies them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from sympy import Add, Expr, Integer, Mul, Pow, S, log

from symmle.generation.stabilise import exponentials, gammas, lambert, logarithms
from symmle.generation.stabilise.nodes import ClosedEnds, terms_of

Rewrite = Callable[[Expr, ClosedEnds], Expr | None]


def numeric_content(expression: Expr, _: ClosedEnds) -> Expr | None:
    """c*(2*a + 2*b) -> (2*c)*(a + b), a number once and not in every term."""
    if not isinstance(expression, Mul):
        return None
    for factor in expression.args:
        base, exponent = factor.as_base_exp()
        if isinstance(base, Add) and isinstance(exponent, Integer):
            content, rest = base.primitive()
            if content != S.One:
                return Mul(content**exponent * (expression / factor), Pow(rest, exponent))
    return None


def logs_of_numbers(expression: Expr, _: ClosedEnds) -> Expr | None:
    """c*log(2) + c*log(pi) -> c*log(2*pi)."""
    found = [
        each for each in terms_of(expression, "log") if each[2].args[0].is_positive and each[2].is_number
    ]
    for position, (term, coefficient, node) in enumerate(found):
        for other_term, other, partner in found[position + 1 :]:
            if other == coefficient:
                together = log(node.args[0] * partner.args[0], evaluate=False)
                return expression - term - other_term + coefficient * together
    return None


#: first come, first served: a rewrite that needs another's result stands after it
REWRITES: Final[tuple[Rewrite, ...]] = (
    numeric_content,
    # logarithms of what overflows; softplus before log1p, which would take its place
    logarithms.log_of_product,
    logarithms.log_gamma,
    logarithms.log_factorial,
    logarithms.log_binomial,
    logarithms.log_beta,
    logarithms.log_bessel_i,
    logarithms.log_bessel_k,
    logarithms.log_erfc,
    logarithms.log_one_plus_erf,
    logarithms.log_one_plus_exp,
    logarithms.log_one_minus_exp,
    logarithms.log_exp_minus_one,
    logarithms.log_one_plus,
    # before its own argument is found to overflow
    lambert.rest_less_lambert,
    lambert.lambert_of_exponential,
    lambert.rest_less_omega,
    # products; the coefficients are complete only here
    exponentials.reciprocal_one_plus_exp,
    exponentials.logistic,
    exponentials.mills_ratio,
    exponentials.bessel_ratio,
    logarithms.times_log,
    logarithms.times_log1p,
    # gamma functions by their plainest names, so that their differences are seen
    gammas.log_gamma_function,
    gammas.polygamma_zero,
    gammas.polygamma_positive,
    gammas.derivative_of_zeta,
    # sums; beta before the difference of two of its three terms
    logs_of_numbers,
    exponentials.exp_minus_one,
    exponentials.expit_less_one,
    gammas.log_less_digamma,
    gammas.trigamma_less_reciprocal,
    gammas.gammalns_of_beta,
    gammas.digamma_less_digamma,
    gammas.trigamma_less_trigamma,
    gammas.gammaln_less_gammaln,
    logarithms.collect_xlogy,
    logarithms.collect_xlog1py,
)

_ROUNDS: Final = 100


def stabilise(expression: Expr, ends: ClosedEnds | None = None) -> Expr:
    """Rewrite what overflows, underflows or cancels into what does not; the value stays the same.

    Parameters
    ----------
    expression : Expr
        An expression in plain symbols.
    ends : ClosedEnds, optional
        Where arguments of logarithms may be exactly zero.

    Returns
    -------
    Expr
        An expression in the functions of `symmle.generation.stabilise.nodes` besides SymPy's own.  It can be
        printed and no longer be differentiated.
    """
    return _Pass(ends or ClosedEnds()).rewrite(expression)


class _Pass:
    """One walk from the leaves to the root; equal parts are rewritten once."""

    def __init__(self, ends: ClosedEnds) -> None:
        self._ends = ends
        self._done: dict[Expr, Expr] = {}

    def rewrite(self, expression: Expr) -> Expr:
        if not expression.args:
            return expression
        known = self._done.get(expression)
        if known is None:
            known = self._at_root(self._below(expression))
            self._done[expression] = known
        return known

    def _below(self, expression: Expr) -> Expr:
        arguments = [self.rewrite(argument) for argument in expression.args]
        return expression if arguments == list(expression.args) else expression.func(*arguments)

    def _at_root(self, expression: Expr) -> Expr:
        if not isinstance(expression, Expr):  # a condition, or the pair of a value and its condition
            return expression
        for _ in range(_ROUNDS):
            rewritten = self._once(expression)
            if rewritten is None:
                return expression
            expression = self._below(rewritten)  # what is new below the root has not been seen yet
        return expression

    def _once(self, expression: Expr) -> Expr | None:
        for rewrite in REWRITES:
            rewritten = rewrite(expression, self._ends)
            if rewritten is not None and rewritten != expression:
                return rewritten
        return None
