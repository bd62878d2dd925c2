"""SymPy expressions as NumPy text, in floating point, deciding no algebra."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from sympy import Add, And, Expr, Float, Integer, Mul, Not, Or, Piecewise, Pow, Rational, S, Symbol
from sympy.core.relational import Equality, Relational, Unequality

from symmle.errors import Category, DerivationError
from symmle.generation.printing.functions import CARRIED, FUNCTIONS
from symmle.generation.printing.text import Binding, Text, addition, call, negate, power, product

CONSTANTS: Final = MappingProxyType(
    {
        S.Pi: "np.pi",
        S.Exp1: "np.e",
        S.EulerGamma: "np.euler_gamma",
        S.Infinity: "np.inf",
        S.NegativeInfinity: "-np.inf",
        S.NaN: "np.nan",
    }
)

_LARGEST_EXACT: Final = 2**53


def numpy_text(expression: Expr) -> str:
    """Return Python text that computes the expression with NumPy and SciPy.

    Raises
    ------
    DerivationError
        If NumPy and SciPy have no function that the expression needs.
    """
    return _text(expression).body


def _text(expression: Expr) -> Text:
    if isinstance(expression, Symbol):
        return Text(expression.name, plain=True)
    if expression in CONSTANTS:
        body = CONSTANTS[expression]
        return Text(body, Binding.SIGN if body.startswith("-") else Binding.ATOM, plain=True)
    for kind, rule in _RULES:
        if isinstance(expression, kind):
            return rule(expression)
    return _function(expression)


def _number(value: Expr) -> Text:
    """Print a float, or a whole number as a float, so that no integer arithmetic can overflow."""
    if value.is_negative:
        return negate(_number(-value))
    try:
        return Text(repr(float(value)), plain=True)
    except OverflowError as error:
        raise _refusal(f"the number {value}") from error


def _rational(value: Rational) -> Text:
    """Print a fraction: as one number where that is exact, as a quotient where it is not."""
    if value < 0:
        return negate(_rational(-value))
    exact = value.q & (value.q - 1) == 0 and value.p < _LARGEST_EXACT and value.q < _LARGEST_EXACT
    if exact or value.q == 1:
        return _number(value)
    return product([_number(Integer(value.p))], [_number(Integer(value.q))])


def _power(expression: Pow) -> Text:
    base, exponent = expression.as_base_exp()
    if exponent.could_extract_minus_sign():
        return product([], [_text(Pow(base, -exponent, evaluate=False))])
    if exponent == S.One:
        return _text(base)
    if exponent == S.Half:
        return call("np.sqrt", _text(base))
    if exponent == Integer(2):
        return _square(base)
    if isinstance(exponent, Integer) and exponent < _LARGEST_EXACT:
        return power(_text(base), Text(str(exponent), plain=True))
    return power(_text(base), _text(exponent))


def _square(base: Expr) -> Text:
    printed = _text(base)
    if printed.plain:
        return product([printed, printed], [])
    return call("np.square", printed)


def _product(expression: Mul) -> Text:
    if _is_negative(expression):
        return negate(_text(-expression))
    numerator: list[Text] = []
    denominator: list[Text] = []
    for factor in expression.as_ordered_factors():
        _place(factor, numerator, denominator)
    return product(numerator, denominator)


def _place(factor: Expr, numerator: list[Text], denominator: list[Text]) -> None:
    if isinstance(factor, Rational) and not _is_printed_whole(factor):
        if factor.p != 1:
            numerator.append(_number(Integer(factor.p)))
        denominator.append(_number(Integer(factor.q)))
        return
    base, exponent = factor.as_base_exp()
    if isinstance(factor, Pow) and exponent.could_extract_minus_sign():
        denominator.append(_text(Pow(base, -exponent, evaluate=exponent == S.NegativeOne)))
    else:
        numerator.append(_text(factor))


def _is_printed_whole(value: Rational) -> bool:
    return _rational(value).binding != Binding.PRODUCT


def _sum(expression: Add) -> Text:
    signed = [(_is_negative(term), term) for term in expression.as_ordered_terms()]
    if signed[0][0]:  # a sum that starts with a minus reads worse than one that ends with it
        signed.sort(key=lambda term: term[0])
    return addition([(negative, _text(-term if negative else term)) for negative, term in signed])


def _is_negative(term: Expr) -> bool:
    """Return whether the term is written with a minus sign in front."""
    return bool(term.as_coeff_Mul()[0].is_negative)


def _function(expression: Expr) -> Text:
    name = expression.func.__name__
    special = _SPECIAL.get(name)
    if special is not None:
        return special(expression)
    known = FUNCTIONS.get(name) or CARRIED.get(name)
    if known is None:
        raise _refusal(f"{name}({', '.join(str(each) for each in expression.args)})")
    return call(known, *(_text(each) for each in expression.args))


def _refusal(what: str) -> DerivationError:
    return DerivationError(
        f"NumPy and SciPy have nothing that computes {what}, so no module can be generated; "
        "write the density without it",
        category=Category.MODEL_INVALID,
    )


def _polygamma(expression: Expr) -> Text:
    order, argument = expression.args
    if order == S.Zero:
        return call("special.digamma", _text(argument))
    if isinstance(order, Integer) and order > 0:
        return call("special.polygamma", Text(str(order)), _text(argument))
    raise _refusal(str(expression))


def _zeta(expression: Expr) -> Text:
    exponent, *shift = expression.args
    return call("special.zeta", _text(exponent), *(_text(each) for each in shift or [S.One]))


def _factorial(expression: Expr) -> Text:
    return call("special.gamma", _text(expression.args[0] + 1))


def _lambert(expression: Expr) -> Text:
    argument, *branch = expression.args
    order = branch[0] if branch else S.Zero
    if not isinstance(order, Integer):
        raise _refusal(str(expression))
    return call("lambert_w", _text(argument), Text(str(order)))


def _lower_gamma(expression: Expr) -> Text:
    shape, end = (_text(each) for each in expression.args)
    return product([call("special.gammainc", shape, end), call("special.gamma", shape)], [])


def _upper_gamma(expression: Expr) -> Text:
    shape, end = (_text(each) for each in expression.args)
    return product([call("special.gammaincc", shape, end), call("special.gamma", shape)], [])


def _extreme(expression: Expr) -> Text:
    function = "np.maximum" if expression.func.__name__ == "Max" else "np.minimum"
    first, *others = sorted(expression.args, key=str)
    printed = _text(first)
    for other in others:
        printed = call(function, printed, _text(other))
    return printed


def _piecewise(expression: Piecewise) -> Text:
    """Print nested choices; both branches are computed, and the one not taken is not looked at."""
    printed = Text("np.nan")
    for value, condition in reversed(expression.args):
        if condition == S.true:
            printed = _text(value)
        else:
            printed = call("np.where", _text(condition), _text(value), printed)
    return printed


def _relation(expression: Relational) -> Text:
    operator = "==" if isinstance(expression, Equality) else expression.rel_op
    operator = "!=" if isinstance(expression, Unequality) else operator
    left, right = (_text(side).inside(Binding.SUM) for side in expression.args)
    return Text(f"{left} {operator} {right}", Binding.COMPARISON)


def _logic(function: str) -> Callable[[Expr], Text]:
    def printed(expression: Expr) -> Text:
        first, *others = sorted(expression.args, key=str)
        text = _text(first)
        for other in others:
            text = call(function, text, _text(other))
        return text

    return printed


def _negation(expression: Expr) -> Text:
    return call("np.logical_not", _text(expression.args[0]))


_RULES: Final[tuple[tuple[type, Callable[[Expr], Text]], ...]] = (
    (Rational, _rational),
    (Float, _number),
    (Pow, _power),
    (Mul, _product),
    (Add, _sum),
    (Piecewise, _piecewise),
    (Relational, _relation),
    (And, _logic("np.logical_and")),
    (Or, _logic("np.logical_or")),
    (Not, _negation),
)

_SPECIAL: Final[Mapping[str, Callable[[Expr], Text]]] = MappingProxyType(
    {
        "polygamma": _polygamma,
        "zeta": _zeta,
        "factorial": _factorial,
        "LambertW": _lambert,
        "lowergamma": _lower_gamma,
        "uppergamma": _upper_gamma,
        "Max": _extreme,
        "Min": _extreme,
    }
)
