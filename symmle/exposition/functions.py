"""Functions as textbooks write them: a table from SymPy's names to notation, and the few that need more."""

from __future__ import annotations

from collections.abc import Callable

from sympy import Basic, Expr

from symmle.exposition.escaping import latex_escaped
from symmle.exposition.formula import (
    Binomial,
    Call,
    Factorial,
    Fenced,
    Formula,
    Subscript,
    Word,
)
from symmle.exposition.style import Composer, Handler
from symmle.exposition.term_order import turned

LOG = Word("log", r"\log")
PSI = Word("ψ", r"\psi")
GAMMA = Word("Γ", r"\Gamma")


def _operator(name: str) -> Word:
    return Word(name, rf"\operatorname{{{latex_escaped(name)}}}")


_WORDS: dict[str, Word] = {
    "gamma": GAMMA,
    "beta": Word("B", r"\mathrm{B}"),
    "zeta": Word("ζ", r"\zeta"),
    "lowergamma": Word("γ", r"\gamma"),
    "uppergamma": GAMMA,
    "digamma": PSI,
    "trigamma": Word("ψ'", r"\psi'"),
    "inverse_digamma": Word("ψ⁻¹", r"\psi^{-1}"),
    "sign": Word("sgn", r"\operatorname{sgn}"),
    "asin": Word("arcsin", r"\arcsin"),
    "acos": Word("arccos", r"\arccos"),
    "atan": Word("arctan", r"\arctan"),
    "asinh": Word("arsinh", r"\operatorname{arsinh}"),
    "acosh": Word("arcosh", r"\operatorname{arcosh}"),
    "atanh": Word("artanh", r"\operatorname{artanh}"),
    "sec": Word("sec", r"\sec"),
    "Min": Word("min", r"\min"),
    "Max": Word("max", r"\max"),
    "Heaviside": Word("1", r"\mathbf{1}"),
    "DiracDelta": Word("δ", r"\delta"),
}
_TRIGONOMETRIC = ("sin", "cos", "tan", "cot", "sinh", "cosh", "tanh", "coth")
_WORDS |= {name: Word(name, f"\\{name}") for name in _TRIGONOMETRIC}
_BESSEL = {"besseli": "I", "besselj": "J", "besselk": "K", "bessely": "Y"}


def of_function(expression: Basic, compose: Composer) -> Formula:
    """Compose an application: by its own rule, by the table's word, or by the name that it has."""
    name = type(expression).__name__
    if name in _SPECIAL:
        return _SPECIAL[name](expression, compose)
    word = _WORDS.get(name) or _operator(name)
    return Call(word, tuple(compose(argument) for argument in expression.args))


def _log(expression: Basic, compose: Composer) -> Formula:
    return Call(LOG, (compose(expression.args[0]),), bare=True)


def _log_gamma(expression: Basic, compose: Composer) -> Formula:
    return Call(LOG, (Call(GAMMA, (compose(expression.args[0]),)),), bare=True)


def _polygamma(expression: Basic, compose: Composer) -> Formula:
    order, argument = expression.args
    if not (order.is_Integer and 0 <= order <= 3):
        raised = Subscript(PSI, compose(order)) if not order.is_Integer else _raised_psi(int(order))
        return Call(raised, (compose(argument),))
    primes = "'" * int(order)
    return Call(Word(f"ψ{primes}", rf"\psi{primes}"), (compose(argument),))


def _raised_psi(order: int) -> Word:
    return Word(f"ψ⁽{str(order).translate(_RAISED)}⁾", rf"\psi^{{({order})}}")


_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def _bessel(expression: Basic, compose: Composer) -> Formula:
    letter = _BESSEL[type(expression).__name__]
    order, argument = (compose(part) for part in expression.args)
    return Call(Subscript(Word(letter, letter), order), (argument,))


def _lambert(expression: Basic, compose: Composer) -> Formula:
    argument, *branch = (compose(part) for part in expression.args)
    word = Word("W", "W")
    return Call(Subscript(word, branch[0]) if branch else word, (argument,))


def _fenced(fence: str) -> Handler:
    def handler(expression: Basic, compose: Composer) -> Formula:
        (argument,) = expression.args
        if fence == "absolute" and turned(argument, compose.style):
            argument = -argument
        return Fenced((compose(argument),), fence)

    return handler


def _factorial(expression: Basic, compose: Composer) -> Formula:
    return Factorial(compose(expression.args[0]))


def _binomial(expression: Basic, compose: Composer) -> Formula:
    above, below = (compose(part) for part in expression.args)
    return Binomial(above, below)


def of_derivative(expression: Expr, compose: Composer) -> Formula:
    """Compose an unevaluated derivative; zeta's is written with primes."""
    function, (symbol, times) = expression.args[0], expression.args[1]
    if type(function).__name__ == "zeta" and function.args == (symbol,) and times <= 3:
        primes = "'" * int(times)
        return Call(Word(f"ζ{primes}", rf"\zeta{primes}"), (compose(symbol),))
    variables = (compose(variable) for variable in expression.variables)
    return Call(_operator("derivative"), (compose(function), *variables))


_SPECIAL: dict[str, Callable[[Basic, Composer], Formula]] = {
    "log": _log,
    "loggamma": _log_gamma,
    "polygamma": _polygamma,
    "LambertW": _lambert,
    "Abs": _fenced("absolute"),
    "floor": _fenced("floor"),
    "ceiling": _fenced("ceiling"),
    "factorial": _factorial,
    "binomial": _binomial,
    **dict.fromkeys(_BESSEL, _bessel),
}
