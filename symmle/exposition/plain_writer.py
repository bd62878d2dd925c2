"""Formulas for a terminal: one line of Unicode, its grouping never in doubt."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from typing import Any

from symmle.exposition.formula import (
    ATOMIC,
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
    is_number,
    is_open,
    is_tight,
)

_MARKS = {"hat": "\u0302", "bar": "\u0304", "tilde": "\u0303"}
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
_LOWERED = str.maketrans("0123456789-", "₀₁₂₃₄₅₆₇₈₉₋")
_RELATIONS = {"==": "=", "!=": "≠", "<=": "≤", ">=": "≥"}
_FENCES = {
    "absolute": ("|", "|"),
    "floor": ("⌊", "⌋"),
    "ceiling": ("⌈", "⌉"),
    "set": ("{", "}"),
    "count": ("count(", ")"),
}


def write_text(formula: Formula) -> str:
    """Write a formula on one line."""
    return _WRITERS[type(formula)](formula)


def text_relation(relation: str) -> str:
    """Give a relation's sign: ``<=`` is ``≤``."""
    return _RELATIONS.get(relation, relation)


def _terms(formula: Terms) -> str:
    first, *others = formula.terms
    lead = ("-" if first[0] else "") + _term(first[1])
    return " ".join([lead, *(f"{'-' if negative else '+'} {_term(term)}" for negative, term in others)])


def _term(formula: Formula) -> str:
    return _bracketed(formula) if isinstance(formula, Terms | Cases | Chain | Joined) else write_text(formula)


def _product(formula: Product) -> str:
    *others, last = formula.factors
    written = [_factor(factor) for factor in others] + [_last_factor(last)]
    if formula.tight:
        return "".join(written)
    pieces = [written[0]]
    for left, right, text in zip(formula.factors, formula.factors[1:], written[1:], strict=False):
        pieces += [_gap(left, right, text), text]
    return "".join(pieces)


def _gap(left: Formula, right: Formula, text: str) -> str:
    if text[0].isdigit():
        return " · "
    base = right.base if isinstance(right, Power) else right
    return "" if _is_glued(left) and isinstance(base, Word | Marked | Root) else " "


def _is_glued(formula: Formula) -> bool:
    return isinstance(formula, Word) and formula.glued


def _factor(formula: Formula) -> str:
    if isinstance(formula, Call) and formula.bare:
        return _applied(formula)
    return _bracketed(formula) if is_open(formula) else _last_factor(formula)


def _last_factor(formula: Formula) -> str:
    loose = isinstance(formula, Terms | Quotient | Cases | Chain | Joined)
    return _bracketed(formula) if loose else write_text(formula)


def _quotient(formula: Quotient) -> str:
    if formula.tight:
        return f"{write_text(formula.numerator)}/{write_text(formula.denominator)}"
    slash = " / " if _is_plain_total(formula.numerator) else "/"
    return f"{_above(formula.numerator)}{slash}{_below(formula.denominator)}"


def _is_plain_total(formula: Formula) -> bool:
    return isinstance(formula, Total) and isinstance(formula.summand, Word)


def _above(formula: Formula) -> str:
    if isinstance(formula, Product) and is_open(formula):
        *others, last = formula.factors
        return f"{write_text(Product(tuple(others)))} {_factor(last)}"
    closed = _is_plain_total(formula) or isinstance(formula, Product)
    return write_text(formula) if closed else _factor(formula)


def _below(formula: Formula) -> str:
    simple = isinstance(formula, (*ATOMIC, Root, Power))
    closed_call = isinstance(formula, Call) and not formula.bare
    return write_text(formula) if simple or closed_call else _bracketed(formula)


def _power(formula: Power) -> str:
    closed_call = isinstance(formula.base, Call) and not formula.base.bare
    simple = isinstance(formula.base, Word | Marked | Overlined | Subscript | Fenced)
    base = write_text(formula.base) if simple or closed_call else _bracketed(formula.base)
    exponent = formula.exponent
    if is_number(exponent):
        return base + write_text(exponent).translate(_RAISED)
    if isinstance(exponent, Word):
        return f"{base}^{exponent.text}"
    return f"{base}^{_bracketed(exponent)}"


def _root(formula: Root) -> str:
    return f"√{_argument(formula.radicand)}"


def _argument(formula: Formula) -> str:
    closed = isinstance(formula, Word | Marked | Overlined) or (
        isinstance(formula, Call) and not formula.bare
    )
    return write_text(formula) if closed else _bracketed(formula)


def _call(formula: Call) -> str:
    if formula.bare and is_tight(formula.arguments):
        return f"{write_text(formula.function)} {write_text(formula.arguments[0])}"
    return _applied(formula)


def _applied(formula: Call) -> str:
    inside = _listed(formula.arguments) + (f" | {_listed(formula.given)}" if formula.given else "")
    left, right = "[]" if formula.square else "()"
    return f"{write_text(formula.function)}{left}{inside}{right}"


def _listed(formulas: tuple[Formula, ...]) -> str:
    return ", ".join(write_text(formula) for formula in formulas)


def _total(formula: Total) -> str:
    sign = "∏" if formula.is_product else "Σ"
    inside = write_text(formula.summand)
    if not isinstance(formula.summand, Terms | Cases | Chain | Joined):
        return f"{sign} {inside}"
    return f"{sign} [{inside}]" if "(" in inside else f"{sign} ({inside})"


def _marked(formula: Marked) -> str:
    letter, rest = formula.base.text[:1], formula.base.text[1:]
    if rest and not (rest[0] == "_" or unicodedata.category(rest[0]) == "No"):
        return f"{formula.mark}({formula.base.text})"
    return f"{letter}{_MARKS[formula.mark]}{rest}"


def _overlined(formula: Overlined) -> str:
    return f"mean({write_text(formula.body)})"


def _subscript(formula: Subscript) -> str:
    below = write_text(formula.below)
    if below.lstrip("-").isdigit():
        return write_text(formula.base) + below.translate(_LOWERED)
    return f"{write_text(formula.base)}_{_argument(formula.below)}"


def _factorial(formula: Factorial) -> str:
    return f"{_argument(formula.argument)}!"


def _binomial(formula: Binomial) -> str:
    return f"binomial({write_text(formula.above)}, {write_text(formula.below)})"


def _exponential(formula: Exponential) -> str:
    return f"exp({write_text(formula.argument)})"


def _fenced(formula: Fenced) -> str:
    left, right = _FENCES[formula.fence]
    return left + ", ".join(write_text(part) for part in formula.body) + right


def _chain(formula: Chain) -> str:
    first, *others = (_side(side) for side in formula.sides)
    return first + "".join(
        f" {text_relation(relation)} {side}" for relation, side in zip(formula.relations, others, strict=True)
    )


def _side(formula: Formula) -> str:
    return _bracketed(formula) if isinstance(formula, Chain | Joined | Cases) else write_text(formula)


def _cases(formula: Cases) -> str:
    pieces = (
        f"{write_text(value)} if {write_text(condition)}" if condition else f"{write_text(value)} otherwise"
        for value, condition in formula.pieces
    )
    return "{" + "; ".join(pieces) + "}"


def _joined(formula: Joined) -> str:
    parts = [_bracketed(p) if isinstance(p, Joined) else write_text(p) for p in formula.parts]
    return f" {formula.word} ".join(parts)


def _bracketed(formula: Formula) -> str:
    return f"({write_text(formula)})"


def _word(formula: Word) -> str:
    return formula.text


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
