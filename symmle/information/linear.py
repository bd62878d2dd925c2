"""Row expressions as linear combinations of functions of the observations."""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Expr, S, expand_mul

from symmle.likelihood import LogLikelihood
from symmle.reduction import row_pieces
from symmle.sample_sum import Sample


def observed_sample(likelihood: LogLikelihood) -> Sample:
    """Give the sample in which only the data vary: covariates are held as they are."""
    symbols = tuple(likelihood.model.symbols[name] for name in likelihood.model.data)
    return Sample(symbols, likelihood.sample.size_name, likelihood.sample.name)


def combination(row: Expr, likelihood: LogLikelihood) -> dict[Expr, Expr] | None:
    """``(x - mu)/v -> {x: 1/v, 1: -mu/v}``: functions of the data and their coefficients; None where there
    are none.

    The functions hold no parameter; coefficients hold parameters, constants and covariates.
    """
    found = pieces(row, likelihood)
    if not all(inside.free_symbols.isdisjoint(likelihood.parameters) for inside in found):
        return None
    return _joined(found, likelihood)


def pieces(row: Expr, likelihood: LogLikelihood) -> dict[Expr, Expr]:
    """Give the functions of the data that a row is linear in, which may hold parameters, and their
    coefficients.
    """
    collected: dict[Expr, Expr] = {}
    for outside, inside in row_pieces(row, likelihood.facts, observed_sample(likelihood)):
        collected[inside] = expand_mul(collected.get(inside, S.Zero) + outside)
    return {inside: c for inside, c in collected.items() if c != 0}


def _joined(parts: Mapping[Expr, Expr], likelihood: LogLikelihood) -> dict[Expr, Expr]:
    """``{x**2: 1/v, x: -2*m/v} -> {x**2 - 2*m*x: 1/v}``: what has one coefficient up to known factors is one
    function.
    """
    joined: dict[Expr, Expr] = {}
    for part in sorted(parts, key=lambda each: (-each.count_ops(), str(each))):
        ratios = {other: parts[part] / c for other, c in joined.items() if S.One not in (part, other)}
        host = next((o for o, r in ratios.items() if r.free_symbols.isdisjoint(likelihood.parameters)), None)
        if host is None:
            joined[part] = parts[part]
        else:
            joined[host + ratios[host] * part] = joined.pop(host)
    return joined


def expectation(parts: Mapping[Expr, Expr], known: Mapping[Expr, Expr]) -> Expr | None:
    """Put expected values into a combination; None where one is not known."""
    if not all(part is S.One or part in known for part in parts):
        return None
    return sum((coefficient * known.get(part, S.One) for part, coefficient in parts.items()), S.Zero)
