"""Solve a score that is a positive factor times a power sum of one strictly monotone function."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import permutations
from typing import NamedTuple

from sympy import (
    Add,
    Expr,
    Integer,
    Mul,
    Pow,
    S,
    Symbol,
    cos,
    cosh,
    cot,
    default_sort_key,
    exp,
    factor_terms,
    polygamma,
    sin,
    sinh,
    tan,
    tanh,
    together,
)
from sympy import factor as factor_polynomial
from sympy.functions.elementary.hyperbolic import HyperbolicFunction

from symmle.budget import attempt
from symmle.notation import Domain
from symmle.sample_sum import SampleSum
from symmle.signs import Facts, Sign, is_continuous, sign
from symmle.solution.inverses import undo
from symmle.solution.isolate import Solved, isolate, on_line
from symmle.solution.reach import limit_at_end
from symmle.solution.score_forms import Isolated, PowerForm

_CALLS = 150_000
_LARGEST = 45
_DEPTH = 3
_RATIOS = ((sin, cos, tan), (cos, sin, cot), (sinh, cosh, tanh))


class Core(NamedTuple):
    """A score as a positive factor times the rest."""

    factor: Expr
    rest: Expr


class _Range(NamedTuple):
    """The values of the generator, and whether it falls as the parameter rises."""

    low: Expr
    high: Expr
    falls: bool


def isolate_chain(score: Expr, parameter: Symbol, domain: Domain, facts: Facts) -> Isolated | None:
    """Give the only root of the score, where a strictly monotone function of the parameter makes it linear.

    Parameters are those of `isolate`.
    """
    if domain.nonzero or domain.members is not None:
        return None
    core = core_of(score, parameter, facts)
    if core is None:
        return None
    plain = core.factor != 1 and isolate(core.rest, parameter, domain, facts)
    if plain:
        return _times(core.factor, plain)
    rewritten = core.rest.has(HyperbolicFunction) and isolate(
        core.rest.rewrite(exp), parameter, domain, facts
    )
    if rewritten:
        return _times(core.factor, rewritten)
    for form in _all_forms(core, parameter, facts):
        reach = _reach(form, domain, facts)
        found = reach and _solved(form, reach)
        undone = found and undo(form.generator, parameter, found.root, facts)
        if found is None or undone is None or reach is None:
            continue
        ends = (found.high, found.low) if reach.falls else (found.low, found.high)
        return Isolated(replace(form, chain=undone.chain), undone.root, *ends)
    return None


def _times(factor: Expr, found: Isolated) -> Isolated:
    assert isinstance(found.form, PowerForm)
    return found._replace(form=replace(found.form, factor=factor * found.form.factor))


def _all_forms(core: Core, parameter: Symbol, facts: Facts) -> Iterator[PowerForm]:
    yield from chain_forms(core, parameter)
    for divided in quotients(core, parameter, facts):
        yield from chain_forms(divided, parameter)


def quotients(core: Core, parameter: Symbol, facts: Facts) -> Iterator[Core]:
    """``a*sin(p) - b*cos(p) -> cos(p)*(a*tan(p) - b)``, where a function of the parameter keeps its sign."""
    sizes: dict[Expr, Expr] = {}
    for term in Add.make_args(core.rest.expand()):
        size, moving = term.as_independent(parameter, as_Add=False)
        sizes[moving] = sizes.get(moving, S.Zero) + size
    if len(sizes) != 2 or S.One in sizes:
        return
    for below, above in permutations(sorted(sizes, key=default_sort_key)):
        turn = {Sign.POSITIVE: S.One, Sign.NEGATIVE: S.NegativeOne}.get(sign(below, facts, _DEPTH))
        if turn is not None:
            rest = sizes[above] * quotient(above, below) + sizes[below]
            yield Core(core.factor * turn * below, _multiplied(turn * rest))


def quotient(above: Expr, below: Expr) -> Expr:
    """``sin(p)**2*cos(p)**(-2) -> tan(p)**2``, ``p**k*(1 - p)**(-k) -> (p/(1 - p))**k``."""
    powers = dict((above / below).as_powers_dict())
    for base in sorted(powers, key=default_sort_key):
        for upper, lower, ratio in _RATIOS:
            under = lower(base.args[0]) if isinstance(base, upper) else None
            if under in powers and powers[under] == -powers[base] and powers[base].is_positive:
                powers[ratio(base.args[0])] = powers.pop(base)
                del powers[under]
                break
    if len(powers) == 2 and sum(powers.values()) == 0:
        (one, power), (other, _) = powers.items()
        return Pow(one / other, power)
    return Mul(*[base**power for base, power in powers.items()])


def chain_forms(core: Core, parameter: Symbol) -> Iterator[PowerForm]:
    """Give the score as a constant and a multiple of one function of the parameter."""
    constant, moving = core.rest.as_independent(parameter, as_Add=True)
    size, generator = factor_terms(moving).as_independent(parameter, as_Add=False)
    if generator.is_number or generator == parameter:
        return
    terms = tuple((Integer(e), c) for e, c in enumerate((constant, size)) if c != 0)
    yield PowerForm(parameter, generator, core.factor, terms)


def core_of(score: Expr, parameter: Symbol, facts: Facts) -> Core | None:
    """Take out the factors that are proved to keep their sign; None where too much or nothing is left."""
    if any(parameter in node.free_symbols for node in score.atoms(SampleSum)):
        return None
    if score.count_ops() > _LARGEST:
        return None
    if any(parameter in node.free_symbols for node in score.atoms(polygamma)):
        return Core(S.One, score)  # what stands beside a digamma seldom comes out, and costs much to look for
    short, _ = attempt("factor a score", _CALLS, lambda whole: factor_polynomial(together(whole)), score)
    positive, rest = S.One, S.One
    for part in Mul.make_args(factor_terms(score) if short is None else short):
        found = sign(part, facts, _DEPTH)
        if found is Sign.POSITIVE:
            positive *= part
        elif found is Sign.NEGATIVE:
            positive, rest = positive * -part, -rest
        else:
            rest *= part
    return Core(positive, _multiplied(rest)) if parameter in rest.free_symbols else None


def _multiplied(rest: Expr) -> Expr:
    """``-(a - b) -> b - a``."""
    number, sum_ = rest.as_coeff_Mul()
    return Add(*[number * term for term in sum_.args]) if sum_.is_Add else rest


def _reach(form: PowerForm, domain: Domain, facts: Facts) -> _Range | None:
    """Give the range of the generator over the domain; None unless it is proved strictly monotone."""
    ends = [limit_at_end(form.generator, form.parameter, end, facts) for end in (domain.lower, domain.upper)]
    if ends[0] is None or ends[1] is None or not is_continuous(form.generator, form.parameter, facts):
        return None
    slope = sign(form.generator.diff(form.parameter), facts)
    if slope not in (Sign.POSITIVE, Sign.NEGATIVE):
        return None
    return _Range(ends[0], ends[1], False) if slope is Sign.POSITIVE else _Range(ends[1], ends[0], True)


def _solved(form: PowerForm, reach: _Range) -> Solved | None:
    """Solve in the generator for a sum that is positive at its low end and negative at its high end."""
    signed = tuple((e, -c if reach.falls else c) for e, c in form.terms)
    constant, slope = (dict(signed).get(Integer(e), S.Zero) for e in (0, 1))
    found = on_line(signed)
    if found is None:
        return None
    low, high = (
        (-slope if end.is_infinite else turn * _at(constant, slope, end))
        for end, turn in ((reach.low, 1), (reach.high, -1))
    )
    return Solved(found.root, low, high)


def _at(constant: Expr, slope: Expr, end: Expr) -> Expr:
    return constant if end == 0 else (constant + slope * end).expand()
