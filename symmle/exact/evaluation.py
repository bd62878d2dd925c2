"""Values of expressions to as many digits as one asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import sympy

from symmle.exact.arithmetic import Number, checked, exact_number, is_exact, real
from symmle.exact.closures import Frame, Resolver, compiled
from symmle.exact.context import RESTING_DIGITS, current_context, working

GUARD_DIGITS = 15
CHECKING_DIGITS = 20  # more than the first evaluation has: enough to see whether its digits stand
ROUNDS = 4  # each doubles the digits that cancellation may eat


def compile_expression(expression: sympy.Basic, symbols: tuple[sympy.Basic, ...]) -> Callable[..., Number]:
    """Compile an expression to a function of the values of ``symbols``, in their order.

    The function works at the precision in force (:func:`working`) and returns an ``int`` or a ``Fraction``
    where the value is rational. It does not watch for cancellation; :func:`evaluate` does.
    """
    closure = compiled(expression, tuple(symbols))

    def value(*numbers: object, resolve: Resolver | None = None) -> Number:
        frame = Frame(current_context(), [exact_number(number) for number in numbers], resolve)
        return checked(frame.context, closure(frame))

    return value


def evaluate_number(
    expression: sympy.Basic,
    values: Mapping[Any, object],
    *,
    digits: int = RESTING_DIGITS,
    resolve: Resolver | None = None,
) -> Number:
    """Evaluate as :func:`evaluate` does, but return a rational value as an ``int`` or a ``Fraction``."""
    nodes = tuple(values)
    closure = compiled(expression, nodes)

    def at(precision: int) -> Number:
        with working(precision) as context:
            numbers = [given_number(context, value) for value in values.values()]
            return checked(context, closure(Frame(context, numbers, resolve)))

    return _settled(at, digits)


def evaluate(
    expression: sympy.Basic,
    values: Mapping[Any, object],
    *,
    digits: int = RESTING_DIGITS,
    resolve: Resolver | None = None,
) -> Any:
    """Return the real value of an expression, correct to ``digits`` significant digits.

    Parameters
    ----------
    expression
        The expression, or a condition, whose truth value is then returned.
    values
        A number for each symbol; a key may also be a whole subexpression. Integers and fractions stay exact
        until a transcendental function needs a real; a float is the binary fraction that it stores.
    digits
        Significant digits. The working precision is raised until two evaluations agree on them, so that
        cancellation does not eat them; only a value that is zero as far as can be seen has fewer.
    resolve
        Asked for the value of each node that has neither a value nor a rule.

    Raises
    ------
    NotEvaluable
        Where the value is complex or undefined. log(0) is -oo, 0*log(0) is 0, and x**0 is 1.

    Examples
    --------
    >>> import sympy
    >>> x = sympy.Symbol("x")
    >>> print(evaluate(sympy.sqrt(x), {x: 2}))
    1.4142135623730950488016887242096980785696718753769
    """
    number = evaluate_number(expression, values, digits=digits, resolve=resolve)
    if isinstance(number, bool):
        return number
    with working(digits) as context:
        return +real(context, number)


def given_number(context: Any, value: object) -> Number:
    """Return a value as it was given: rational, a real of the context, or a constant such as sqrt(2)."""
    if isinstance(value, sympy.Expr) and not isinstance(value, sympy.Rational | sympy.Float):
        return checked(context, compiled(value, ())(Frame(context, [])))
    number = exact_number(value)
    return number if is_exact(number) else real(context, number)


def _settled(at: Callable[[int], Number], digits: int) -> Number:
    """Evaluate at growing precision until the digits stand."""
    before = at(digits + GUARD_DIGITS)
    precision = digits + GUARD_DIGITS + CHECKING_DIGITS
    for _ in range(ROUNDS):
        if isinstance(before, bool) or is_exact(before):
            return before
        after = at(precision)
        if _agree(before, after, digits):
            return after
        before, precision = after, 2 * precision
    return before


def _agree(before: Number, after: Number, digits: int) -> bool:
    with working(digits + GUARD_DIGITS) as context:
        a, b = real(context, before), real(context, after)
        if a == b:
            return True
        if context.isinf(a) or context.isinf(b):
            return False
        return bool(abs(a - b) <= abs(b) * context.mpf(10) ** -(digits + 1))
