"""Bounds on what SymPy would compute while an expression is built.

SymPy evaluates numbers at once, so a short text can ask for a number that fills the memory. Each guard
looks at the operands before the operation.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from sympy import Add, Expr, Integer, Mul, Pow, Rational, log

from symmle.notation.tokens import refused

__all__ = ["bound_call", "bound_power", "bound_result", "read_number"]

MOST_DIGITS: Final = 400
LARGEST_DECIMAL_EXPONENT: Final = 400
LARGEST_POWER: Final = 10_000
MOST_BITS: Final = 20_000

# The largest number that each function is given: up to it SymPy's evaluation is instant. A number under two
# exponentials is never written down: merely to compare it would take more digits than there is memory.
LARGEST_OF_ALL: Final = 10**100
EXPONENTIAL: Final = ("exp", "sinh", "cosh", "tanh", "coth", "sech", "csch")
LARGEST_ARGUMENT: Final = {
    **dict.fromkeys(EXPONENTIAL, 1000),
    "gamma": 1000,
    "loggamma": 1000,
    "factorial": 1000,
    "binomial": 1000,
    "beta": 100,
    "digamma": 100,
    "trigamma": 100,
    "polygamma": 100,
    "zeta": 100,
    "besseli": 100,
    "besselj": 100,
    "besselk": 100,
    "lowergamma": 100,
    "uppergamma": 100,
    "LambertW": 100,
    "inverse_digamma": 100,
}


def read_number(text: str, column: int) -> Expr:
    """The exact rational that a decimal text names."""
    mantissa, _, exponent = text.lower().partition("e")
    if len(mantissa) > MOST_DIGITS:
        raise refused(f"a number has at most {MOST_DIGITS} digits", column)
    if exponent and (len(exponent) > 6 or abs(int(exponent)) > LARGEST_DECIMAL_EXPONENT):
        raise refused(f"a decimal exponent is at most {LARGEST_DECIMAL_EXPONENT}", column)
    if text.isdigit():
        return Integer(int(text))
    return Rational(Fraction(text))


def bound_power(base: Expr, exponent: Expr, column: int) -> None:
    """Refuse a power whose numbers would be too large to write down."""
    largest, bits = _largest(exponent), _most_bits(base)
    if (largest > LARGEST_POWER and bits) or _exceeds(exponent, LARGEST_POWER):
        raise refused(f"powers are bounded: the exponent is at most {LARGEST_POWER}", column)
    if largest * bits > MOST_BITS:
        raise refused("powers are bounded: this one is too large to compute", column)


def bound_call(name: str, arguments: list[Expr], column: int) -> None:
    """Refuse a number that a function would expand into so many terms, or need so many digits to compute."""
    bound = LARGEST_ARGUMENT.get(name, LARGEST_OF_ALL)
    if any(_exceeds(value, bound) for value in arguments):
        told = bound if bound < LARGEST_OF_ALL else "10**100"
        raise refused(f"the numbers given to {name} are at most {told}", column)
    # exp(c*log(2)) is computed as the power 2**c.
    if name == "exp":
        for node in arguments[0].atoms(log):
            bound_power(node, arguments[0], column)


def bound_result(power: Expr, column: int) -> None:
    """Refuse a power of powers whose exponents multiplied beyond the bound."""
    if any(_exceeds(node.exp, LARGEST_POWER) for node in power.atoms(Pow)):
        raise refused(f"powers are bounded: the exponent is at most {LARGEST_POWER}", column)


def _exceeds(value: Expr, bound: int) -> bool:
    """Whether a number is larger than the bound; its own parts were bounded before, so it can be computed."""
    if value.is_Rational:
        return bool(_magnitude(value) > bound)
    return bool(value.is_number and abs(value.evalf(15)) > bound)


def _magnitude(number: Expr) -> Fraction:
    return abs(Fraction(int(number.p), int(number.q)))


def _largest(expression: Expr) -> Fraction:
    """The largest number from which a power could be computed; none comes out of a function."""
    if expression.is_Rational:
        return _magnitude(expression)
    parts = expression.args if isinstance(expression, Add | Mul | Pow) else ()
    return max(map(_largest, parts), default=Fraction(0))


def _most_bits(expression: Expr) -> int:
    numbers = expression.atoms(Rational)
    return max((max(int(n.p).bit_length(), int(n.q).bit_length()) for n in numbers if abs(n) != 1), default=0)
