"""Claims: what somebody derived by hand, read in the names of a model and in sums over its sample."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from sympy import Expr, Integer, Symbol
from sympy.logic.boolalg import Boolean

from symmle.declaration import Model
from symmle.errors import Category, DeclarationError
from symmle.notation import exact_number, parse_expression, suggestion
from symmle.sample_sum import Sample, SampleSum, Statistic, StatisticKind, sample_size

Written: TypeAlias = Any  # text, a SymPy expression or a number: SymPy has no types


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim.

    Attributes
    ----------
    subject
        What it is about, as the user addressed it: ``score["mu"]``.
    text
        As it was written.
    expression
        In sums over the sample, statistics, parameters and constants.
    """

    subject: str
    text: str
    expression: Expr


def read_claim(subject: str, written: Written, model: Model, sample: Sample) -> Claim:
    """Read the right-hand side of a claim.

    Raises
    ------
    TextRefused
        Where the text does not parse; its column counts from one.
    DeclarationError
        Where a name is unknown, or an observation stands outside of a sum.
    """
    names = claim_names(model, sample)
    expression = _read(subject, written, names, claim_functions(sample, model))
    outside = sorted(s.name for s in expression.free_symbols & set(sample.observations))
    if outside:
        raise _wrong(
            f"{subject}: {outside[0]} stands outside of a sum: a claim speaks of a whole sample, so write "
            f"sum(...), mean(...) or another statistic around it"
        )
    return Claim(subject, str(written), expression)


def read_expected(subject: str, written: Written, model: Model) -> Claim:
    """Read a claim about one observation: it may hold parameters, constants and covariates.

    Raises
    ------
    TextRefused
        Where the text does not parse; its column counts from one.
    DeclarationError
        Where a name is unknown, or an observation is held.
    """
    names: dict[str, Expr] = {n: s for n, s in model.symbols.items() if n not in model.data} | dict(
        model.fixed
    )
    return Claim(subject, str(written), _read(subject, written, names, {}))


def read_statistic(subject: str, written: Written, model: Model, sample: Sample) -> Claim:
    """Read a claimed statistic, which holds no parameter."""
    claim = read_claim(subject, written, model, sample)
    held = sorted(
        s.name for s in claim.expression.free_symbols & {model.symbols[n] for n in model.parameters}
    )
    if held:
        raise _wrong(f"{subject}: {claim.text} is no statistic, since {held[0]} is a parameter")
    return claim


def read_target(key: Written, model: Model, subject: str) -> Expr:
    """Read the left-hand side of an estimator claim: a parameter, or an expression in parameters."""
    names: dict[str, Expr] = {name: model.symbols[name] for name in (*model.parameters, *model.constants)}
    target = _read(subject, key, names, {})
    if target.free_symbols.isdisjoint(model.symbols[name] for name in model.parameters):
        raise _wrong(f"{subject}: {key} holds no parameter of the model")
    return target


def parameter_named(key: object, model: Model, subject: str) -> str:
    """Return a parameter's name, or refuse an unknown one."""
    name = key.name if isinstance(key, Symbol) else key
    if not isinstance(name, str) or name not in model.parameters:
        raise _wrong(
            f"{subject}: {name!s} is no parameter of the model{suggestion(str(name), model.parameters)}"
        )
    return name


def claim_names(model: Model, sample: Sample) -> dict[str, Expr]:
    """Give what each name stands for in a claim; ``n`` is the sample size unless the model declares it."""
    return {sample.size_name: sample_size(sample), **model.symbols, **model.fixed}


def claim_functions(sample: Sample, model: Model) -> Mapping[str, Callable[..., Any]]:
    """Give the statistics of claims as functions of row expressions."""
    size = sample_size(sample)
    parameters = {model.symbols[name] for name in model.parameters}

    def total(row: Expr) -> Expr:
        return SampleSum(_expression(row), sample)

    def mean(row: Expr) -> Expr:
        return total(row) / size

    def covariance(first: Expr, second: Expr) -> Expr:
        return mean((first - mean(first)) * (second - mean(second)))

    def order(kind: StatisticKind) -> Callable[[Expr], Expr]:
        def statistic(row: Expr) -> Expr:
            _refuse_parameters(str(kind), row, parameters)
            return Statistic(kind, (_expression(row),), sample)

        return statistic

    def count(condition: Boolean) -> Expr:
        if isinstance(condition, Expr) or not isinstance(condition, Boolean):  # a Symbol is both
            raise ValueError("it counts the rows where a condition holds, such as x > 0")
        _refuse_parameters("count", condition, parameters)
        return Statistic(StatisticKind.COUNT, (condition,), sample)

    return {
        "sum": total,
        "mean": mean,
        "variance": lambda row: covariance(row, row),
        "covariance": covariance,
        "minimum": order(StatisticKind.MINIMUM),
        "maximum": order(StatisticKind.MAXIMUM),
        "median": order(StatisticKind.MEDIAN),
        "count": count,
    }


def _expression(row: Any) -> Expr:
    if not isinstance(row, Expr):
        raise ValueError("it takes an expression, not a condition")
    return row


def _refuse_parameters(name: str, row: Any, parameters: set[Symbol]) -> None:
    held = sorted(symbol.name for symbol in row.free_symbols & parameters)
    if held:
        raise ValueError(f"{name} is a statistic of the data, and {held[0]} is a parameter")


def _read(
    subject: str, written: object, names: Mapping[str, Expr], functions: Mapping[str, Callable[..., Any]]
) -> Expr:
    if isinstance(written, str):
        return parse_expression(written, names, functions)
    if isinstance(written, Expr):
        return _rebound(subject, written, names)
    if isinstance(written, int | float) and not isinstance(written, bool):
        number = exact_number(written)
        if number is not None:
            return number
    raise _wrong(f"{subject}: a claim is text or a SymPy expression, not {type(written).__name__}")


def _rebound(subject: str, expression: Expr, names: Mapping[str, Expr]) -> Expr:
    """Put the declared symbol of the same name for each symbol."""
    replacements: dict[Expr, Expr] = {}
    for symbol in sorted(expression.free_symbols, key=str):
        if symbol.name not in names:
            raise _wrong(f"{subject}: unknown name {symbol.name!r}{suggestion(symbol.name, names)}")
        replacements[symbol] = names[symbol.name]
    return Integer(1) * expression.xreplace(replacements)


def _wrong(message: str) -> DeclarationError:
    return DeclarationError(message, category=Category.MODEL_INVALID)
