"""From SymPy to formulas: what composes which kind of expression, and the two ways to write it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

import sympy
from sympy import Basic
from sympy.core.function import Application
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanFalse, BooleanTrue

from symmle.exposition import functions, products, statistic_notation
from symmle.exposition.formula import Cases, Chain, Fenced, Formula, Joined, Word, minus
from symmle.exposition.names import name_word
from symmle.exposition.plain_writer import write_text
from symmle.exposition.style import Composer, Handler, Style
from symmle.exposition.tex_writer import write_latex
from symmle.sample_sum import SampleSum, Statistic, definition


def compose(expression: Basic, *, observations: Iterable[str] = (), indexed: bool = False) -> Formula:
    """Compose the formula of an expression, in a textbook's order.

    Parameters
    ----------
    expression : Basic
        A SymPy expression, which may hold sums over the sample and statistics.
    observations : iterable of str
        Names of data outside any sum, as in a density; they are read before parameters.
    indexed : bool
        Whether these carry their row's index.

    Returns
    -------
    Formula
    """
    style = Style(frozenset(observations), "i" if indexed else "")
    shown: Basic = definition(expression)
    return Composer(_HANDLERS, _as_sympy_says, style)(shown)


def text_of(expression: Basic, *, observations: Iterable[str] = (), indexed: bool = False) -> str:
    """Write an expression for a person who reads a terminal: ``-(n/2) log(2πv) - (1/(2v)) Σ (x_i - μ)²``.

    Parameters are those of `compose`. The text is for reading; ``str`` gives one that can be parsed.
    """
    return write_text(compose(expression, observations=observations, indexed=indexed))


def latex_of(expression: Basic, *, observations: Iterable[str] = (), indexed: bool = False) -> str:
    r"""Write an expression in LaTeX for an article with amsmath; variances are written as sums.

    Parameters are those of `compose`.
    """
    shown = statistic_notation.spelled_out(expression, means=False)
    return write_latex(compose(shown, observations=observations, indexed=indexed))


def _symbol(expression: Basic, compose: Composer) -> Formula:
    style = compose.style
    return name_word(expression.name, style.index if expression.name in style.observations else "")


def _decimal(expression: Basic, _: Composer) -> Formula:
    size = Word(str(abs(expression)), str(abs(expression)), glued=True)
    return minus(size) if expression.is_negative else size


def _relation(expression: Basic, compose: Composer) -> Formula:
    return Chain(tuple(compose(side) for side in expression.args), (expression.rel_op,))


def _and(expression: Basic, compose: Composer) -> Formula:
    """``s > 0 and s < n -> 0 < s < n``; any other conditions are joined by the word."""
    ascending = [part.reversed if part.rel_op in (">", ">=") else part for part in _relations(expression)]
    for first, second in [*combinations(ascending, 2), *combinations(reversed(ascending), 2)]:
        if first.rhs == second.lhs:
            sides = (first.lhs, first.rhs, second.rhs)
            return Chain(tuple(compose(side) for side in sides), (first.rel_op, second.rel_op))
    return _joined_by("and")(expression, compose)


def _relations(expression: Basic) -> list[Basic]:
    parts = sorted(expression.args, key=str)
    is_pair = len(parts) == 2 and all(getattr(part, "rel_op", "") in ("<", "<=", ">", ">=") for part in parts)
    return parts if is_pair else []


def _cases(expression: Basic, compose: Composer) -> Formula:
    pieces = tuple(
        (compose(value), None if condition == sympy.true else compose(condition))
        for value, condition in expression.args
    )
    return Cases(pieces)


def _joined_by(word: str) -> Handler:
    def handler(expression: Basic, compose: Composer) -> Formula:
        return Joined(tuple(compose(part) for part in sorted(expression.args, key=str)), word)

    return handler


def _word(text: str, latex: str, *, glued: bool = False) -> Handler:
    word = Word(text, latex, glued)
    return lambda expression, compose: word


def _minus_infinity(_: Basic, compose: Composer) -> Formula:
    return minus(compose(sympy.oo))


def _members(expression: Basic, compose: Composer) -> Formula:
    return Fenced(tuple(compose(part) for part in sorted(expression.args, key=sympy.default_sort_key)), "set")


def _as_sympy_says(expression: Basic, _: Composer) -> Formula:
    return Word(str(expression), sympy.latex(expression))


_HANDLERS: dict[type, Handler] = {
    SampleSum: statistic_notation.of_sample_sum,
    Statistic: statistic_notation.of_statistic,
    sympy.Symbol: _symbol,
    sympy.Rational: products.of_rational,
    sympy.Float: _decimal,
    sympy.Add: products.of_sum,
    sympy.Mul: products.of_product,
    sympy.Pow: products.of_power,
    sympy.exp: products.of_exponential,
    Application: functions.of_function,
    sympy.Derivative: functions.of_derivative,
    Relational: _relation,
    sympy.Piecewise: _cases,
    sympy.And: _and,
    sympy.Or: _joined_by("or"),
    sympy.FiniteSet: _members,
    BooleanTrue: _word("always", r"\text{always}"),
    BooleanFalse: _word("never", r"\text{never}"),
    type(sympy.pi): _word("π", r"\pi", glued=True),
    type(sympy.E): _word("e", "e"),
    type(sympy.EulerGamma): _word("γ", r"\gamma"),
    type(sympy.oo): _word("∞", r"\infty"),
    type(sympy.zoo): _word("∞", r"\infty"),
    type(sympy.nan): _word("undefined", r"\text{undefined}"),
    type(-sympy.oo): _minus_infinity,
}
