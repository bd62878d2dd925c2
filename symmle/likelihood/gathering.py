"""Logarithms put together, for reading: ``-n/2 log 2 - n/2 log(pi) - n/2 log(v) -> -n/2 log(2*pi*v)``."""

from __future__ import annotations

from sympy import Add, Expr, Mul, Pow, log


def gather_logarithms(expression: Expr) -> Expr:
    """Put logarithms of numbers and single symbols with one coefficient into one logarithm."""
    groups: dict[Expr, list[tuple[Expr, int]]] = {}
    rest: list[Expr] = []
    for term in Add.make_args(expression):
        coefficient, argument = _as_logarithm(term)
        if argument is None:
            rest.append(term)
        else:
            key, power = _without_sign(coefficient)
            groups.setdefault(key, []).append((argument, power))
    return Add(*rest, *[_together(coefficient, powers) for coefficient, powers in groups.items()])


def _as_logarithm(term: Expr) -> tuple[Expr, Expr | None]:
    logarithms = [
        f
        for f in Mul.make_args(term)
        if isinstance(f, log) and f.args[0].is_positive and _is_short(f.args[0])
    ]
    if len(logarithms) != 1:
        return term, None
    return term / logarithms[0], logarithms[0].args[0]


def _is_short(argument: Expr) -> bool:
    return bool(argument.is_Symbol or argument.is_number)


def _without_sign(coefficient: Expr) -> tuple[Expr, int]:
    return (-coefficient, -1) if coefficient.could_extract_minus_sign() else (coefficient, 1)


def _together(coefficient: Expr, powers: list[tuple[Expr, int]]) -> Expr:
    """``log(a) - log(b) -> log(a/b)``; where all are subtracted, ``-log(a) - log(b) -> -log(a*b)``."""
    turn = -1 if all(power < 0 for _, power in powers) else 1
    return turn * coefficient * log(Mul(*[Pow(argument, turn * power) for argument, power in powers]))
