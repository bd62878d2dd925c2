r"""Formulas in LaTeX, for an article with amsmath and for MathJax alike."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from symmle.exposition.formula import (
    Binomial,
    Call,
    Cases,
    Chain,
    Exponential,
    Factorial,
    Fenced,
    Formula,
    Joined,
    Marked,
    Overlined,
    Power,
    Product,
    Quotient,
    Root,
    Subscript,
    Terms,
    Total,
    Word,
    is_open,
    is_tight,
)

_MARKS = {"hat": r"\hat", "bar": r"\bar", "tilde": r"\tilde"}
_RELATIONS = {"==": "=", "!=": r"\ne", "<=": r"\le", ">=": r"\ge", "~": r"\sim", "→": r"\to", "∈": r"\in"}
_FENCES = {
    "absolute": (r"\lvert", r"\rvert"),
    "floor": (r"\lfloor", r"\rfloor"),
    "ceiling": (r"\lceil", r"\rceil"),
    "set": (r"\lbrace", r"\rbrace"),
    "count": (r"\#\lbrace", r"\rbrace"),
}
_TALL = re.compile(r"\\(frac|sum|prod|binom|begin|left)(?![a-zA-Z])")


def write_latex(formula: Formula) -> str:
    """Write a formula in LaTeX's mathematics, without delimiters."""
    return _WRITERS[type(formula)](formula)


def latex_relation(relation: str) -> str:
    r"""Give a relation's command: ``<=`` is ``\le``."""
    return _RELATIONS.get(relation, relation)


def _terms(formula: Terms) -> str:
    first, *others = formula.terms
    lead = ("-" if first[0] else "") + _term(first[1])
    return " ".join([lead, *(f"{'-' if negative else '+'} {_term(term)}" for negative, term in others)])


def _term(formula: Formula) -> str:
    return _bracketed(formula) if isinstance(formula, Terms | Chain | Joined) else write_latex(formula)


def _product(formula: Product) -> str:
    *others, last = formula.factors
    written = [_factor(factor) for factor in others] + [_last_factor(last)]
    pieces = [written[0]]
    for left, text in zip(formula.factors, written[1:], strict=False):
        pieces += [_gap(left, text), text]
    return "".join(pieces)


def _gap(left: Formula, text: str) -> str:
    if text[0].isdigit():
        return r" \cdot "
    return r" \, " if isinstance(left, Fenced | Factorial) else " "


def _factor(formula: Formula) -> str:
    if isinstance(formula, Call) and formula.bare:
        return _applied(formula)
    return _bracketed(formula) if is_open(formula) else _last_factor(formula)


def _last_factor(formula: Formula) -> str:
    return (
        _bracketed(formula) if isinstance(formula, Terms | Chain | Joined | Cases) else write_latex(formula)
    )


def _quotient(formula: Quotient) -> str:
    return rf"\frac{{{write_latex(formula.numerator)}}}{{{write_latex(formula.denominator)}}}"


def _power(formula: Power) -> str:
    exponent = write_latex(formula.exponent)
    base = formula.base
    if isinstance(base, Call) and not base.bare:
        return f"{write_latex(base)}^{{{exponent}}}"
    simple = isinstance(base, Word | Marked | Fenced)
    return f"{write_latex(base) if simple else _bracketed(base)}^{{{exponent}}}"


def _root(formula: Root) -> str:
    return rf"\sqrt{{{write_latex(formula.radicand)}}}"


def _call(formula: Call) -> str:
    if formula.bare and is_tight(formula.arguments):
        return f"{write_latex(formula.function)} {write_latex(formula.arguments[0])}"
    return _applied(formula)


def _applied(formula: Call) -> str:
    inside = _listed(formula.arguments) + (rf" \mid {_listed(formula.given)}" if formula.given else "")
    return f"{write_latex(formula.function)}{_parentheses(inside, square=formula.square)}"


def _listed(formulas: tuple[Formula, ...]) -> str:
    return ", ".join(write_latex(formula) for formula in formulas)


def _exponential(formula: Exponential) -> str:
    argument = write_latex(formula.argument)
    short = not _TALL.search(argument) and len(argument) <= 24
    return f"e^{{{argument}}}" if short else rf"\exp{_parentheses(argument)}"


def _total(formula: Total) -> str:
    inside = write_latex(formula.summand)
    if isinstance(formula.summand, Terms | Chain | Joined | Cases):
        inside = _parentheses(inside, square="(" in inside)
    sign = r"\prod" if formula.is_product else r"\sum"
    return rf"{sign}_{{{formula.index}=1}}^{{{write_latex(formula.size)}}} {inside}"


def _marked(formula: Marked) -> str:
    stem, below, rest = formula.base.latex.partition("_")
    mark = (
        rf"\wide{formula.mark}"
        if formula.mark == "hat" and len(stem) > 1 and "{" in stem
        else _MARKS[formula.mark]
    )
    return f"{mark}{{{stem}}}{below}{rest}"


def _overlined(formula: Overlined) -> str:
    return rf"\overline{{{write_latex(formula.body)}}}"


def _subscript(formula: Subscript) -> str:
    return f"{write_latex(formula.base)}_{{{write_latex(formula.below)}}}"


def _factorial(formula: Factorial) -> str:
    simple = isinstance(formula.argument, Word)
    return f"{write_latex(formula.argument) if simple else _bracketed(formula.argument)}!"


def _binomial(formula: Binomial) -> str:
    return rf"\binom{{{write_latex(formula.above)}}}{{{write_latex(formula.below)}}}"


def _fenced(formula: Fenced) -> str:
    left, right = _FENCES[formula.fence]
    inside = ", ".join(write_latex(part) for part in formula.body)
    return rf"\left{left} {inside} \right{right}" if _TALL.search(inside) else f"{left} {inside} {right}"


def _chain(formula: Chain) -> str:
    first, *others = (_side(side) for side in formula.sides)
    return first + "".join(
        f" {latex_relation(relation)} {side}"
        for relation, side in zip(formula.relations, others, strict=True)
    )


def _side(formula: Formula) -> str:
    return _bracketed(formula) if isinstance(formula, Chain | Joined) else write_latex(formula)


def _cases(formula: Cases) -> str:
    rows = (
        f"{write_latex(value)} & "
        + (rf"\text{{if }} {write_latex(condition)}" if condition else r"\text{otherwise}")
        for value, condition in formula.pieces
    )
    return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"


def _joined(formula: Joined) -> str:
    parts = [_bracketed(p) if isinstance(p, Joined) else write_latex(p) for p in formula.parts]
    return rf" \text{{ {formula.word} }} ".join(parts)


def _bracketed(formula: Formula) -> str:
    return _parentheses(write_latex(formula))


def _parentheses(inside: str, *, square: bool = False) -> str:
    left, right = ("[", "]") if square else ("(", ")")
    return rf"\left{left}{inside}\right{right}" if _TALL.search(inside) else f"{left}{inside}{right}"


def _word(formula: Word) -> str:
    return formula.latex


_WRITERS: dict[type[Formula], Callable[[Any], str]] = {
    Word: _word,
    Terms: _terms,
    Product: _product,
    Quotient: _quotient,
    Power: _power,
    Root: _root,
    Call: _call,
    Exponential: _exponential,
    Total: _total,
    Marked: _marked,
    Overlined: _overlined,
    Subscript: _subscript,
    Factorial: _factorial,
    Binomial: _binomial,
    Fenced: _fenced,
    Chain: _chain,
    Cases: _cases,
    Joined: _joined,
}
