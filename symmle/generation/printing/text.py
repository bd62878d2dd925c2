"""Pieces of Python text that know how tightly they bind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Binding(IntEnum):
    """How tightly an expression's outermost operator binds, as Python's grammar has it."""

    COMPARISON = 0
    SUM = 1
    PRODUCT = 2
    SIGN = 3
    POWER = 4
    ATOM = 5


@dataclass(frozen=True, slots=True)
class Text:
    """Python text with the binding of its outermost operator."""

    body: str
    binding: Binding = Binding.ATOM
    plain: bool = False  # a name or a number: the formatter hugs the operator of its powers
    negated: str = ""  # a product with minus its first factor

    def inside(self, binding: Binding) -> str:
        """Return the text as an operand of an operator that binds as told, in parentheses if it must."""
        return self.body if self.binding >= binding else f"({self.body})"


def call(function: str, *arguments: Text | str) -> Text:
    """Return the text of a call."""
    listed = ", ".join(each if isinstance(each, str) else each.body for each in arguments)
    return Text(f"{function}({listed})")


def negate(text: Text) -> Text:
    """Return the text of minus the operand; a product takes the sign in front of its first factor."""
    if text.negated:
        return Text(text.negated, Binding.PRODUCT)
    # -x**2 is minus the square, and a formatter says so with parentheses
    operand = f"({text.body})" if text.binding == Binding.POWER else text.inside(Binding.SIGN)
    return Text(f"-{operand}", Binding.SIGN)


def power(base: Text, exponent: Text) -> Text:
    """Return ``base**exponent``, spaced as the formatter spaces it."""
    operator = "**" if base.plain and exponent.plain else " ** "
    return Text(f"{base.inside(Binding.ATOM)}{operator}{exponent.inside(Binding.SIGN)}", Binding.POWER)


def product(numerator: list[Text], denominator: list[Text]) -> Text:
    """Return the text of a product of factors over a product of factors."""
    above = numerator or [Text("1.0", plain=True)]
    if len(above) == 1 and not denominator:
        return above[0]
    first, *others = above
    rest = "".join(f" * {factor.inside(Binding.SIGN)}" for factor in others)
    if len(denominator) == 1:
        rest += f" / {denominator[0].inside(Binding.POWER)}"
    elif denominator:
        rest += f" / ({' * '.join(factor.inside(Binding.PRODUCT) for factor in denominator)})"
    return Text(first.inside(Binding.PRODUCT) + rest, Binding.PRODUCT, negated=negate(first).body + rest)


def addition(terms: list[tuple[bool, Text]]) -> Text:
    """Return the text of a sum of ``(is negative, text of the absolute term)``."""
    if len(terms) == 1:
        negative, only = terms[0]
        return negate(only) if negative else only
    (negative, first), *others = terms
    body = negate(first).body if negative else first.inside(Binding.SUM)
    for minus, term in others:
        body += f" {'-' if minus else '+'} {term.inside(Binding.PRODUCT)}"
    return Text(body, Binding.SUM)
