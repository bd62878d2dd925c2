"""Row expressions as linear combinations of functions of the observations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sympy import Add, Expr, S, Symbol, expand_mul

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
    return joined([found], likelihood)[0]


def pieces(row: Expr, likelihood: LogLikelihood) -> dict[Expr, Expr]:
    """Give the functions of the data that a row is linear in, which may hold parameters, and their
    coefficients.
    """
    collected: dict[Expr, Expr] = {}
    for outside, inside in row_pieces(row, likelihood.facts, observed_sample(likelihood)):
        collected[inside] = expand_mul(collected.get(inside, S.Zero) + outside)
    return {inside: c for inside, c in collected.items() if c != 0}


def joined(rows: Sequence[Mapping[Expr, Expr]], likelihood: LogLikelihood) -> list[dict[Expr, Expr]]:
    """Join functions free of parameters whose coefficients have one known ratio in all of several rows."""
    parts = sorted({part for row in rows for part in row}, key=lambda each: (-each.count_ops(), str(each)))
    hosts: dict[Expr, tuple[Expr, ...]] = {}
    for part in parts:
        column = tuple(row.get(part, S.Zero) for row in rows)
        found = _ratio(part, column, hosts, likelihood)
        if found is None:
            hosts[part] = column
        else:
            host, ratio = found
            hosts[host + ratio * part] = hosts.pop(host)
    return [
        {host: column[position] for host, column in hosts.items() if column[position] != 0}
        for position in range(len(rows))
    ]


def _ratio(
    part: Expr, column: tuple[Expr, ...], hosts: Mapping[Expr, tuple[Expr, ...]], likelihood: LogLikelihood
) -> tuple[Expr, Expr] | None:
    """Find a function whose coefficients those of another one are a known multiple of."""
    known = set(likelihood.parameters)
    if part is S.One or part.free_symbols & known:
        return None
    for host, other in hosts.items():
        if host is S.One or host.free_symbols & known:
            continue
        ratios = {c / o for c, o in zip(column, other, strict=True) if o != 0}
        alike = all((c == 0) == (o == 0) for c, o in zip(column, other, strict=True))
        if alike and len(ratios) == 1 and not (ratio := next(iter(ratios))).free_symbols & known:
            return host, ratio
    return None


def gathered(
    terms: Mapping[Expr, Expr], known: Iterable[Expr], observed: Iterable[Symbol]
) -> dict[Expr, Expr]:
    """``{x**2: 1/v, x: -2*m/v} -> {x**2 - 2*m*x: 1/v}`` where that function is known."""
    found = dict(terms)
    symbols = tuple(observed)
    for host in known:
        parts = [term.as_independent(*symbols, as_Add=False) for term in Add.make_args(host)]
        shares = {found.get(part, S.Zero) / number for number, part in parts}
        if len(parts) > 1 and len(shares) == 1 and 0 not in shares:
            for _, part in parts:
                del found[part]
            found[host] = shares.pop()
    return found
