"""Left-hand sides: the likelihood, its derivatives, estimators and expectations by their usual names.

Arguments are names of parameters or formulas; ``log_likelihood(estimate("mu"), "v")`` is ``ℓ(μ̂, v)``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from symmle.exposition.formula import (
    Call,
    Chain,
    Formula,
    Marked,
    Power,
    Product,
    Quotient,
    Total,
    Word,
    number,
)
from symmle.exposition.names import name_word

Named = str | Formula
_ELL = Word("ℓ", r"\ell")


def named(name: Named) -> Formula:
    """Give the formula of a name; a formula is itself."""
    return name_word(name) if isinstance(name, str) else name


def estimate(name: str) -> Formula:
    """Give an estimator's name, the parameter under a hat: ``μ̂``."""
    return Marked(name_word(name), "hat")


def likelihood(*parameters: Named) -> Formula:
    """Give the likelihood as a function: ``L(p)``."""
    return _applied(Word("L", "L"), parameters)


def log_likelihood(*parameters: Named) -> Formula:
    """Give the log-likelihood as a function: ``ℓ(μ, v)``."""
    return _applied(_ELL, parameters)


def profile_log_likelihood(*parameters: Named) -> Formula:
    """Give the log-likelihood in which the other parameters stand at their best: ``ℓₚ(k)``."""
    return _applied(Word("ℓₚ", r"\ell_{\mathrm{p}}"), parameters)


def density(data: Iterable[str], parameters: Iterable[Named] = (), *, indexed: bool = False) -> Formula:
    """Give the density as a function: ``f(x | μ, v)``, or of one row, ``f(x_i | μ, v)``."""
    index = "i" if indexed else ""
    observed = tuple(name_word(name, index) for name in data)
    given = tuple(named(parameter) for parameter in parameters)
    return Call(Word("f", "f"), observed, given=given)


def over_sample(body: Formula, size: str = "n", *, product: bool = False) -> Formula:
    """Give the sum, or the product, over the observations."""
    return Total(body, Word(size, size), is_product=product)


def log_of(argument: Formula) -> Formula:
    """Give the logarithm of a formula."""
    return Call(Word("log", r"\log"), (argument,), bare=True)


def derivative(*parameters: str, of: Formula = _ELL, partial: bool = True) -> Formula:
    """Give a derivative's name: ``∂ℓ/∂μ``, ``∂²ℓ/∂μ∂v``; with one parameter in all, ``dℓ/dp``."""
    mark = Word("∂", r"\partial", glued=True) if partial else Word("d", r"\mathrm{d}", glued=True)
    order = len(parameters)
    above: Formula = mark if order == 1 else Power(mark, number(order))
    below = [_variable(mark, name, times) for name, times in Counter(parameters).items()]
    lower = below[0] if len(below) == 1 else Product(tuple(below), tight=True)
    return Quotient(Product((above, of), tight=True), lower, tight=True)


def expectation(body: Named) -> Formula:
    """Give an expected value: ``E[v̂]``."""
    return Call(Word("E", r"\operatorname{E}"), (named(body),), square=True)


def dispersion(body: Named, other: Named | None = None) -> Formula:
    """Give a variance as an operator on an estimator, ``Var(μ̂)``, or a covariance, ``Cov(μ̂, v̂)``.

    A sample's variance is a statistic.
    """
    if other is None:
        return Call(Word("Var", r"\operatorname{Var}"), (named(body),))
    return Call(Word("Cov", r"\operatorname{Cov}"), (named(body), named(other)))


def information(*parameters: Named) -> Formula:
    """Give the expected information of the sample: ``I(v)``."""
    return _applied(Word("I", r"\mathcal{I}"), parameters)


def related(*sides: Named, by: str = "=") -> Formula:
    """Give formulas with one relation between them: ``0 < p < 1``, ``μ̂ → ∞``."""
    return Chain(tuple(named(side) for side in sides), (by,) * (len(sides) - 1))


def _applied(function: Word, parameters: tuple[Named, ...]) -> Formula:
    return Call(function, tuple(named(parameter) for parameter in parameters)) if parameters else function


def _variable(mark: Word, name: str, times: int) -> Formula:
    variable: Formula = name_word(name)
    raised = variable if times == 1 else Power(variable, number(times))
    return Product((mark, raised), tight=True)
