"""Functions of the parameters: the estimate of g(theta) is g of the estimate, with a delta-method error."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from sympy import Abs, Expr, Max, Min, Symbol, sign
from sympy.core.relational import Relational

from symmle.errors import Category, DeclarationError
from symmle.exact import NotEvaluable, evaluate
from symmle.notation import parse_expression

if TYPE_CHECKING:
    from symmle.estimation.record import Fit

__all__ = ["Estimate", "estimate_function", "estimate_of"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """The maximum likelihood estimate of a function of the parameters.

    Attributes
    ----------
    value : float
        The function at the estimate.
    standard_error : float
        ``sqrt(g' C g)`` with the exact gradient g and the covariance C; NaN where there is none.
    expression : Expr
        The function as it was understood.
    why_no_standard_error : str
        The reason for a NaN, else empty.
    """

    value: float
    standard_error: float
    expression: Expr
    why_no_standard_error: str = ""


def estimate_of(fit: Fit, text: str) -> Estimate:
    """Estimate a function of a fit's parameters and constants."""
    model = fit.model
    parameters = tuple(model.symbols[name] for name in fit.parameters)
    values = dict(zip(parameters, map(float, fit.theta), strict=True))
    values |= {model.symbols[name]: value for name, value in fit.observations.constants.items()}
    symbols = {symbol.name: symbol for symbol in values} | dict(model.fixed)
    return estimate_function(
        text,
        symbols,
        values,
        parameters=parameters,
        covariance=fit.covariance,
        why="; ".join(dict.fromkeys(fit.why_no_standard_error.values())),
    )


def estimate_function(
    text: str,
    symbols: Mapping[str, Expr],
    values: Mapping[Symbol, float],
    *,
    parameters: tuple[Symbol, ...],
    covariance: NDArray[np.float64] | None,
    why: str,
) -> Estimate:
    """Estimate a function of the parameters that was written as text.

    Parameters
    ----------
    text : str
        An expression in the parameters and constants, such as ``exp(mu + v/2)``.
    symbols : mapping
        What each name in the text stands for.
    values : mapping
        The estimates and the constants' values.
    parameters : tuple of Symbol
        The parameters, in the order of the covariance.
    covariance : array or None
        Their covariance on the user's scale, ``(p, p)``.
    why : str
        Why there is no covariance, where there is none.

    Raises
    ------
    TextRefused
        The text is not an expression in the known names.
    DeclarationError
        The function has no real value at the estimate.
    """
    expression = parse_expression(text, symbols)
    value = _value(expression, values, text)
    if covariance is None:
        return Estimate(value, math.nan, expression, why)
    if _at_kink(expression, values):
        return Estimate(value, math.nan, expression, f"{text} has a kink at the estimate")
    try:
        gradient = np.array([float(evaluate(expression.diff(symbol), values)) for symbol in parameters])
    except NotEvaluable:
        return Estimate(value, math.nan, expression, f"{text} has no derivative at the estimate")
    variance = float(gradient @ covariance @ gradient)
    if not np.isfinite(variance):
        return Estimate(value, math.nan, expression, f"the derivative of {text} is infinite at the estimate")
    return Estimate(value, math.sqrt(max(variance, 0.0)), expression)


def _at_kink(expression: Expr, values: Mapping[Symbol, float]) -> bool:
    """Whether some |u|, sign(u), Min, Max or condition changes its branch exactly at the estimate."""
    edges = [node.args[0] for node in expression.atoms(Abs, sign)]
    edges += [a - b for node in expression.atoms(Min, Max) for a, b in combinations(node.args, 2)]
    edges += [relation.lhs - relation.rhs for relation in expression.atoms(Relational)]
    return any(evaluate(edge, values) == 0 for edge in edges)


def _value(expression: Expr, values: Mapping[Symbol, float], text: str) -> float:
    try:
        return float(evaluate(expression, values, digits=20))
    except NotEvaluable as error:
        told = ", ".join(f"{symbol} = {value:.6g}" for symbol, value in _named(expression, values))
        raise DeclarationError(
            f"{text} has no real value at the estimate{' ' + told if told else ''}",
            category=Category.MODEL_INVALID,
        ) from error


def _named(expression: Expr, values: Mapping[Symbol, Any]) -> list[tuple[Symbol, Any]]:
    return [(symbol, value) for symbol, value in values.items() if symbol in expression.free_symbols]
