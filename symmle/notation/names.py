"""Names and numbers: what may be declared, what was probably meant, and numbers taken exactly."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from numbers import Integral, Real
from typing import Any, Final

from sympy import Expr, Float, Integer, Rational

from symmle.errors import Category, DeclarationError

__all__ = ["check_name", "decimal_number", "exact_number", "suggestion"]

NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
LONGEST_NAME: Final = 40
# `oo` ends an interval, the next three close a Piecewise, the last two are what an undefined value prints as.
RESERVED: Final = frozenset({"oo", "True", "False", "None", "nan", "zoo"})


def check_name(name: object, what: str) -> str:
    """Return `name` where it may name a symbol; `what` says which kind of symbol in the message."""
    if not isinstance(name, str):
        raise _invalid(f"the name of a {what} is text, not {type(name).__name__}")
    if not NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        raise _invalid(
            f"{name[:60]!r} cannot name a {what}: a name is made of the letters A-Z and a-z, digits and "
            f"underscores, does not begin with a digit, and has at most {LONGEST_NAME} characters"
        )
    if name in RESERVED or name.startswith("__"):
        raise _invalid(f"{name!r} cannot name a {what}: it is reserved")
    return name


def suggestion(name: str, candidates: Iterable[str]) -> str:
    """``: did you mean 'sigma'?`` where a candidate is close, else an empty text."""
    close = difflib.get_close_matches(name, sorted(set(candidates)), n=1, cutoff=0.6)
    return f": did you mean {close[0]!r}?" if close else ""


def exact_number(number: Any) -> Expr | None:
    """The exact value of a number: a float is the binary fraction that it is; None for NaN and infinities."""
    if isinstance(number, Expr):
        return number if number.is_finite is not False else None
    if isinstance(number, Integral):
        return Integer(int(number))
    if isinstance(number, Fraction):
        return Rational(number.numerator, number.denominator)
    if isinstance(number, Decimal):
        return Rational(*number.as_integer_ratio()) if number.is_finite() else None
    if isinstance(number, Real):
        value = float(number)
        return Rational(*value.as_integer_ratio()) if math.isfinite(value) else None
    raise TypeError(f"not a number: {type(number).__name__}")


def decimal_number(number: float | Float) -> Expr:
    """The number that the shortest decimal text of a float names: 0.1 is one tenth.

    In a declaration a float stands for what its author wrote, in data for what was measured; only the
    latter is taken as the binary fraction.
    """
    return Rational(Fraction(repr(float(number))))


def _invalid(message: str) -> DeclarationError:
    return DeclarationError(message, category=Category.MODEL_INVALID)
