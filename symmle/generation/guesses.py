"""Where an iterative search may begin, from the mean and the variance of the data."""

from __future__ import annotations

from collections.abc import Mapping

from sympy import Abs, Expr, Integer, Piecewise, Rational, S, Symbol, sqrt

from symmle.declaration import Model
from symmle.generation.passes import Wanted, scalar_program
from symmle.generation.programs import Entry, ScalarProgram
from symmle.generation.vocabulary import Vocabulary
from symmle.notation import Domain


def guesses(
    model: Model, vocabulary: Vocabulary, anchors: Mapping[str, Expr], *, moments: bool
) -> ScalarProgram:
    """Build the program that gives some values for each parameter, the likeliest to be useful first.

    Parameters
    ----------
    model : Model
        The declaration.
    vocabulary : Vocabulary
        The names of the statistics.
    anchors : mapping of str to Expr
        What stands in theta for a parameter that is solved for: its first value.
    moments : bool
        Whether the mean and the variance of the data columns are among the statistics.
    """
    pairs = _moments(model, vocabulary) if moments else []
    wanted = []
    for index, (name, domain) in enumerate(model.parameters.items()):
        first = [vocabulary.plain(anchors[name])] if name in anchors else []
        choices = list(dict.fromkeys([*first, *_choices(domain, pairs)]))
        wanted += [Wanted(f"guess{index}_{number}", choice) for number, choice in enumerate(choices)]
    return scalar_program(wanted, vocabulary.scalar_loads, vocabulary.names.child())


def _moments(model: Model, vocabulary: Vocabulary) -> list[tuple[Expr, Expr]]:
    """Return the mean and the standard deviation of each data column."""
    by_row = {(entry.kind, entry.rows): entry for entry in vocabulary.entries}
    pairs = []
    for name in model.data:
        row = (vocabulary.declared(name),)
        mean, variance = _symbol(by_row["mean", row]), _symbol(by_row["variance", row])
        spread = sqrt(variance)
        pairs.append((mean, Piecewise((spread, variance > 0), (S.One, True))))
    return pairs


def _symbol(entry: Entry) -> Symbol:
    return Symbol(entry.name, real=True)


def _choices(domain: Domain, moments: list[tuple[Expr, Expr]]) -> list[Expr]:
    low, high = domain.lower, domain.upper
    if low.is_finite and high.is_finite:
        return [low + (high - low) * Rational(part, 8) for part in (4, 1, 7)]
    if low.is_finite:
        return [low + step for step in _steps(moments, low)]
    if high.is_finite:
        return [high - step for step in _steps(moments, high)]
    return [*(mean for mean, _ in moments), S.Zero]


def _steps(moments: list[tuple[Expr, Expr]], end: Expr) -> list[Expr]:
    """Return distances from a finite end: all positive, also where the data are constant."""
    steps: list[Expr] = [spread for _, spread in moments]
    for mean, _ in moments:
        distance = Abs(mean - end)
        inverse = Piecewise((1 / distance, distance > 0), (S.One, True))
        steps += [Piecewise((distance, distance > 0), (S.One, True)), inverse]
    return [*steps, S.One, Integer(8), Rational(1, 8)]
