"""From SymPy to formulas: the table of what composes which kind of expression, and the two ways to write it."""

from __future__ import annotations

from collections.abc import Iterable

import sympy
from sympy import Basic
from sympy.core.function import Application
from sympy.core.relational import Relational
from sympy.logic.boolalg import BooleanFalse, BooleanTrue

from symmle.exposition import functions, products, statistic_notation
from symmle.exposition.formula import Cases, Chain, Fenced, Formula, Joined, Word, minus
from symmle.exposition.names import name_word
from symmle.exposition.plain_writer import write_text
from symmle.exposition.style import Composer, Style
from symmle.exposition.tex_writer import write_latex
from symmle.sample_sum import SampleSum, Statistic


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
    return _composer(Style(frozenset(observations), indexed))(expression)


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


def _composer(style: Style) -> Composer:
    return Composer(_HANDLERS, _as_sympy_says, style)


def _symbol(expression: Basic, compose: Composer) -> Formula:
    style = compose.style
    index = "i" if style.indexed and expression.name in style.observations else ""
    return name_word(expression.name, index)


def _decimal(expression: Basic, _: Composer) -> Formula:
    size = Word(str(abs(expression)), str(abs(expression)), glued=True)
    return minus(size) if expression.is_negative else size


def _relation(expression: Basic, compose: Composer) -> Formula:
    return Chain(tuple(compose(side) for side in expression.args), (expression.rel_op,))


def _cases(expression: Basic, compose: Composer) -> Formula:
    pieces = tuple(
        (compose(value), None if condition == sympy.true else compose(condition))
        for value, condition in expression.args
    )
    return Cases(pieces)


def _joined_by(word: str) -> functions.Handler:
    def handler(expression: Basic, compose: Composer) -> Formula:
        return Joined(tuple(compose(part) for part in sorted(expression.args, key=str)), word)

    return handler


def _word(text: str, latex: str, *, glued: bool = False) -> functions.Handler:
    word = Word(text, latex, glued)
    return lambda expression, compose: word


def _minus_infinity(_: Basic, compose: Composer) -> Formula:
    return minus(compose(sympy.oo))


def _members(expression: Basic, compose: Composer) -> Formula:
    return Fenced(tuple(compose(part) for part in sorted(expression.args, key=sympy.default_sort_key)), "set")


def _as_sympy_says(expression: Basic, _: Composer) -> Formula:
    return Word(str(expression), sympy.latex(expression))


_HANDLERS: dict[type, functions.Handler] = {
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
    sympy.And: _joined_by("and"),
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


