"""Take a summand apart where that frees it of parameters, and nowhere else."""

from __future__ import annotations

from sympy import (
    Add,
    And,
    Basic,
    Eq,
    Expr,
    Mul,
    Not,
    Piecewise,
    Pow,
    S,
    Symbol,
    cos,
    exp,
    expand_mul,
    expand_multinomial,
    sin,
)
from sympy.core.relational import Unequality

from symmle.sample_sum import Sample, SampleSum
from symmle.signs import Facts, Sign, sign


def split_sum(node: SampleSum, facts: Facts, *, whole: bool = False) -> Expr:
    """Give the sum in pieces that are free of parameters, or out of which a parameter came whole.

    ``sum((x - mu)**2) -> sum(x**2) - 2*mu*sum(x) + n*mu**2`` and ``sum((x/l)**k) -> l**-k*sum(x**k)``; any
    other summand stays as it was written, since multiplying out invites cancellation.
    """
    before = _parameters(node.summand, node.sample)
    if not before:
        return node
    pieces = row_pieces(node.summand, facts, node.sample)
    left = [_parameters(inside, node.sample) for _, inside in pieces]
    if any(left):
        pieces = _by_values(node, facts) or pieces
        left = [_parameters(inside, node.sample) for _, inside in pieces]
    if not any(left) or (not whole and all(each < before for each in left)):
        return Add(*[outside * SampleSum(inside, node.sample) for outside, inside in pieces])
    return node


def _by_values(node: SampleSum, facts: Facts) -> list[tuple[Expr, Expr]]:
    """Take a summand apart by the two values of an observation, if that frees it of parameters.

    A function of ``g`` in {0, 1} is linear in it: ``exp(a + b*g) -> exp(a)*(1 - g) + exp(a + b)*g``.
    """
    for observed in node.sample.observations:
        values = two_values(observed, facts)
        if not values or observed not in node.summand.free_symbols:
            continue
        parts = [node.summand.xreplace({observed: v}) * _indicator(observed, v, values) for v in values]
        pieces = [piece for part in parts for piece in row_pieces(part, facts, node.sample)]
        if not any(_parameters(inside, node.sample) for _, inside in pieces):
            return pieces
    return []


def two_values(observed: Symbol, facts: Facts) -> tuple[Expr, ...]:
    """Give the two numbers that an observation can be, where there are just two; else none."""
    domain = facts.domains.get(observed)
    if domain is None:
        return ()
    if domain.members is not None:
        members: tuple[Expr, ...] = domain.members
        return members if len(members) == _TWO and all(m.is_Rational for m in members) else ()
    neighbours = domain.integer and domain.lower.is_Integer and domain.upper == domain.lower + 1
    return (domain.lower, domain.upper) if neighbours else ()


_TWO = 2


def _indicator(observed: Symbol, value: Expr, values: tuple[Expr, ...]) -> Expr:
    """Give the polynomial that is one at a value and zero at the others."""
    return Mul(*[(observed - other) / (value - other) for other in values if other != value])


def row_pieces(summand: Expr, facts: Facts, sample: Sample) -> list[tuple[Expr, Expr]]:
    """``(x - mu)**2 -> (1, x**2), (-2*mu, x), (mu**2, 1)``: what stays from row to row, and what varies."""
    cases = next((p for p in sorted(summand.atoms(Piecewise), key=str) if _moves(p, sample)), None)
    if cases is not None:
        plain = [term for term in Add.make_args(summand) if not term.has(Piecewise)]
        told_apart = _pieces_by_case(summand - Add(*plain), cases, facts, sample)
        return [*(row_pieces(Add(*plain), facts, sample) if plain else ()), *told_apart]
    opened, units = _bind_units(_open_powers(summand, facts, sample), sample)
    expanded = expand_mul(expand_multinomial(expand_mul(opened)))
    bound = Sample((*sample.observations, *units), sample.size_name, sample.name)
    return [_unbound(_separate(term, bound), units) for term in Add.make_args(expanded)]


def _moves(cases: Piecewise, sample: Sample) -> bool:
    """Whether a choice between cases holds parameters that its conditions do not hold."""
    held = frozenset().union(*[_parameters(value, sample) for value, _ in cases.args])
    return not held <= _deciding(cases, sample)


def _deciding(cases: Piecewise, sample: Sample) -> frozenset[Expr]:
    """What the conditions of a choice hold besides observations: the bound ``m`` of ``x >= m``."""
    return frozenset().union(*[_parameters(case, sample) for _, case in cases.args])


def _pieces_by_case(summand: Expr, cases: Piecewise, facts: Facts, sample: Sample) -> list[tuple[Expr, Expr]]:
    """``-k*x where x >= 0, else x/k``: each case in pieces that vary where it holds and are zero
    elsewhere.

    What the conditions hold varies with them: ``k*(x - m) where x >= m`` is k times one quantity.
    """
    held = sorted((s for s in _deciding(cases, sample) if s.is_Symbol), key=str)
    bound = Sample((*sample.observations, *held), sample.size_name, sample.name)
    pieces: list[tuple[Expr, Expr]] = []
    before: Basic = S.true
    for value, case in cases.args:
        here = _met(before, case)
        parts = row_pieces(summand.xreplace({cases: value}), facts.where(here), bound)
        whole = _gathered(parts, sample) if held else parts
        pieces += [piece for outside, inside in whole for piece in _where(here, outside, inside)]
        before = And(before, Not(case))
    return pieces


def _gathered(parts: list[tuple[Expr, Expr]], sample: Sample) -> list[tuple[Expr, Expr]]:
    """``(-k, x), (k, m) -> (-k, x - m)``: what stands before the same parameters is one quantity."""
    found: dict[Expr, list[tuple[Expr, Expr]]] = {}
    for outside, inside in parts:
        number, rest = outside.as_coeff_Mul()
        found.setdefault(rest, []).append((number, inside))
    gathered = []
    for rest, terms in found.items():
        unit = next((number for number, inside in terms if sample.varies(inside)), terms[0][0])
        gathered.append((unit * rest, Add(*[number / unit * inside for number, inside in terms if unit])))
    return gathered


def _met(before: Basic, case: Basic) -> Basic:
    """``x != 1 and x = 2 -> x = 2``: an equation between a symbol and a number says what it is not."""
    if not isinstance(case, Eq) or not (case.lhs.is_Symbol and case.rhs.is_number):
        return And(before, case)
    return And(*[part.xreplace({case.lhs: case.rhs}) for part in And.make_args(before)], case)


def _where(case: Basic, outside: Expr, inside: Expr) -> list[tuple[Expr, Expr]]:
    """Count a piece where its case holds: ``x where x != 0`` is x, and ``1 where x != 0 and x != 2`` is 1
    without the zeros and the twos.
    """
    excepted = [part for part in And.make_args(case) if isinstance(part, Unequality) and part.lhs.is_Symbol]
    there = [inside.xreplace({part.lhs: part.rhs}) for part in excepted]
    one_by_one = len({part.lhs for part in excepted}) == 1 and len(excepted) == len(And.make_args(case))
    if not one_by_one or not all(value.is_finite for value in there):
        return [(outside, Piecewise((inside, case), (S.Zero, True)))]
    return [(outside, inside)] + [
        (-value * outside, Piecewise((S.One, Eq(part.lhs, part.rhs)), (S.Zero, True)))
        for value, part in zip(there, excepted, strict=True)
    ]


def _bind_units(expression: Expr, sample: Sample) -> tuple[Expr, dict[Symbol, Expr]]:
    """``(log(x) - log(1 - x) - m)**2 -> (u - m)**2``: what is free of parameters stays one quantity when
    squared.
    """
    units: dict[Symbol, Expr] = {}
    for square in sorted(expression.atoms(Pow), key=str):
        if square.exp != 2 or not square.base.is_Add:
            continue
        free = [t for t in square.base.args if sample.varies(t) and not _parameters(t, sample)]
        if len(free) > 1:
            unit = _unit(len(units))
            units[unit] = Add(*free)
            rest = Add(*[t for t in square.base.args if t not in free])
            expression = expression.xreplace({square: Pow(unit + rest, 2)})
    return expression, units


def _unit(position: int) -> Symbol:
    """Name a quantity for the time of an expansion; no declared name holds a number sign."""
    return Symbol(f"unit#{position}", real=True)


def _unbound(piece: tuple[Expr, Expr], units: dict[Symbol, Expr]) -> tuple[Expr, Expr]:
    outside, inside = piece
    return outside, inside.xreplace(units)


def _separate(term: Expr, sample: Sample) -> tuple[Expr, Expr]:
    outside: list[Expr] = []
    inside: list[Expr] = []
    for factor in Mul.make_args(term):
        (inside if sample.varies(factor) else outside).append(factor)
    return Mul(*outside), Mul(*inside) if inside else S.One


def _parameters(expression: Expr, sample: Sample) -> frozenset[Expr]:
    """What a summand depends on besides its observations: symbols, and sums nested in it."""
    held: frozenset[Expr] = frozenset(expression.free_symbols - set(sample.observations)) | expression.atoms(
        SampleSum
    )
    return held


def _open_powers(expression: Expr, facts: Facts, sample: Sample) -> Expr:
    """``(x/l)**k -> x**k*l**-k`` on proved positive factors; ``exp((x - m)/b) -> exp(x/b)*exp(-m/b)``."""
    if expression.is_Atom or isinstance(expression, SampleSum | Piecewise):
        return expression
    rebuilt = expression.func(*[_open_powers(argument, facts, sample) for argument in expression.args])
    if isinstance(rebuilt, exp):
        return _open_exponential(rebuilt, sample)
    if isinstance(rebuilt, sin | cos):
        return _open_wave(rebuilt, sample)
    if rebuilt.is_Pow and rebuilt.base.is_Mul and not rebuilt.exp.is_Integer:
        return _open_power(rebuilt, facts)
    return rebuilt


def _open_exponential(expression: Expr, sample: Sample) -> Expr:
    terms = Add.make_args(expand_mul(expression.args[0]))
    moving = [term for term in terms if sample.varies(term)]
    resting = [term for term in terms if not sample.varies(term)]
    return exp(Add(*moving)) * exp(Add(*resting))


def _open_wave(expression: Expr, sample: Sample) -> Expr:
    """``cos(x - m) -> cos(x)*cos(m) + sin(x)*sin(m)``."""
    terms = Add.make_args(expand_mul(expression.args[0]))
    moving = Add(*[term for term in terms if sample.varies(term)])
    resting = Add(*[term for term in terms if not sample.varies(term)])
    if resting == 0 or moving == 0:
        return expression
    if isinstance(expression, cos):
        return cos(moving) * cos(resting) - sin(moving) * sin(resting)
    return sin(moving) * cos(resting) + cos(moving) * sin(resting)


def _open_power(expression: Expr, facts: Facts) -> Expr:
    base, exponent = expression.args
    positive = [factor for factor in base.args if sign(factor, facts) is Sign.POSITIVE]
    rest = Mul(*[factor for factor in base.args if factor not in positive])
    return Mul(*[Pow(factor, exponent) for factor in positive]) * (
        S.One if rest is S.One else Pow(rest, exponent)
    )
