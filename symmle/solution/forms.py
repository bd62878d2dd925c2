"""Write a score as powers of one monotone function of the parameter."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from sympy import Add, Expr, Mul, S, Symbol, exp, expand_mul, fraction, gcd, log, together

from symmle.reduction import complete_squares, expand_numerators
from symmle.sample_sum import SampleSum
from symmle.signs import Facts, Sign, sign
from symmle.solution.score_forms import PowerForm

_PLACE = Symbol("generator#", positive=True)
_LARGEST = 400
_REAL_PLACE = Symbol("logarithm#", real=True)


def power_forms(score: Expr, parameter: Symbol, facts: Facts) -> Iterator[PowerForm]:
    """Give every form that a generator allows: the parameter, its exponential, its logarithm."""
    if any(parameter in node.free_symbols for node in score.atoms(SampleSum)):
        return
    for generate in _GENERATORS:
        found = generate(score, parameter, facts)
        if found is not None:
            yield found


def _in_parameter(score: Expr, parameter: Symbol, facts: Facts) -> PowerForm | None:
    return _collect(score, _Target(parameter, parameter, parameter), facts)


def _in_exponential(score: Expr, parameter: Symbol, facts: Facts) -> PowerForm | None:
    """``exp(a + b*p)`` everywhere the same multiple of p: powers of exp(b*p)."""
    found = sorted((e for e in score.atoms(exp) if parameter in e.free_symbols), key=str)
    slopes = [e.args[0].diff(parameter) for e in found]
    if not found or any(parameter in slope.free_symbols for slope in slopes):
        return None
    unit = _unit_slope(slopes)
    generator = exp(unit * parameter)
    powers = {
        e: _rest(e, slope, parameter) * _PLACE ** (slope / unit)
        for e, slope in zip(found, slopes, strict=True)
    }
    replaced = score.xreplace(powers)
    return (
        None
        if parameter in replaced.free_symbols
        else _collect(replaced, _Target(_PLACE, parameter, generator), facts)
    )


def _unit_slope(slopes: list[Expr]) -> Expr:
    """Of slopes in rational ratios the least, without its sign: ``exp(2*p)`` and ``exp(-p)`` are powers of
    ``exp(p)``.
    """
    ratios = [slope / slopes[0] for slope in slopes]
    if not all(ratio.is_Rational for ratio in ratios):
        return slopes[0]
    least = min(ratios, key=lambda ratio: (abs(ratio), ratio)) * slopes[0]
    number, rest = least.as_coeff_Mul()
    return abs(number) * rest


def _rest(exponential: Expr, slope: Expr, parameter: Symbol) -> Expr:
    return exp(expand_mul(exponential.args[0] - slope * parameter))


def _in_logarithm(score: Expr, parameter: Symbol, facts: Facts) -> PowerForm | None:
    replaced = expand_mul(score * parameter).xreplace({log(parameter): _REAL_PLACE})
    if parameter in replaced.free_symbols or _REAL_PLACE not in replaced.free_symbols:
        return None
    form = _collect(replaced, _Target(_REAL_PLACE, parameter, log(parameter)), facts)
    return form and PowerForm(parameter, form.generator, form.factor / parameter, form.terms)


_Generate = Callable[[Expr, Symbol, Facts], PowerForm | None]
_GENERATORS: tuple[_Generate, ...] = (_in_parameter, _in_exponential, _in_logarithm)


class _Target(NamedTuple):
    """What the powers are of: a symbol that stands for the generator, a function of the parameter."""

    place: Symbol
    parameter: Symbol
    generator: Expr


def _collect(score: Expr, target: _Target, facts: Facts) -> PowerForm | None:
    direct = _terms(expand_numerators(score), target.place)
    if direct is not None:
        return _form(direct, S.One, target, facts)
    numerator, denominator = fraction(together(score))
    if numerator.count_ops() > _LARGEST:  # multiplied out it would swell, and no root would be read from it
        return None
    collected = _terms(expand_numerators(numerator), target.place)
    if collected is None:
        return None
    of_denominator = sign(denominator.xreplace({target.place: target.generator}), facts)
    if of_denominator is Sign.POSITIVE:
        return _form(collected, 1 / denominator, target, facts)
    if of_denominator is Sign.NEGATIVE:
        turned = {exponent: -coefficient for exponent, coefficient in collected.items()}
        return _form(turned, -1 / denominator, target, facts)
    return None


def _terms(expanded: Expr, place: Symbol) -> dict[Expr, Expr] | None:
    """``a*t**2 + b*t -> {2: a, 1: b}``; None where a term is no power."""
    collected: dict[Expr, Expr] = {}
    for term in Add.make_args(expanded):
        coefficient, power = term.as_independent(place, as_Add=False)
        exponent = _exponent(power, place)
        if exponent is None:
            return None
        collected[exponent] = collected.get(exponent, S.Zero) + coefficient
    tidy = {e: expand_numerators(c) if c.is_Add else c for e, c in collected.items()}
    return {e: c for e, c in tidy.items() if c != 0}


def _exponent(power: Expr, place: Symbol) -> Expr | None:
    total = S.Zero
    for factor in Mul.make_args(power):
        if factor is S.One:
            continue
        base, exponent = factor.as_base_exp()
        if base != place or place in exponent.free_symbols:
            return None
        total += exponent
    return total


def _form(terms: dict[Expr, Expr], factor: Expr, target: _Target, facts: Facts) -> PowerForm | None:
    """Order the exponents by proof and take the lowest one out, where the generator is positive."""
    ordered = _ordered(list(terms), facts)
    if ordered is None:
        return None
    common = _common_factor([terms[e] for e in ordered], facts) * _content(list(terms.values()))
    lowest, size, turn = _taken_out(target.generator, ordered[0], facts)
    divided = tuple((e - lowest, turn * _divide(terms[e], common)) for e in ordered)
    whole = (factor * common).xreplace({target.place: target.generator}) * size
    return PowerForm(target.parameter, target.generator, whole, divided)


def _taken_out(generator: Expr, lowest: Expr, facts: Facts) -> tuple[Expr, Expr, int]:
    """Give the power taken out: an exponent, a positive factor, a sign; nothing where it may vanish."""
    of_generator = sign(generator, facts)
    if of_generator is Sign.POSITIVE:
        return lowest, generator**lowest, 1
    if of_generator is Sign.NEGATIVE and lowest.is_Integer:
        return lowest, (-generator) ** lowest, -1 if lowest % 2 else 1
    return S.Zero, S.One, 1


def _ordered(exponents: list[Expr], facts: Facts) -> list[Expr] | None:
    ordered: list[Expr] = []
    for exponent in sorted(exponents, key=str):
        position = 0
        for other in ordered:
            found = sign(expand_mul(exponent - other), facts)
            if found is Sign.POSITIVE:
                position += 1
            elif found is not Sign.NEGATIVE:
                return None
        ordered.insert(position, exponent)
    return ordered


def _common_factor(coefficients: list[Expr], facts: Facts) -> Expr:
    """Give the positive factors that all coefficients share."""
    shared = _factors(coefficients[0])
    for coefficient in coefficients[1:]:
        others = _factors(coefficient)
        shared = {
            base: _lesser(exponent, others[base]) for base, exponent in shared.items() if base in others
        }
    positive = [b**e for b, e in shared.items() if e != 0 and sign(b, facts) is Sign.POSITIVE]
    return Mul(*positive)


def _content(coefficients: list[Expr]) -> Expr:
    """Give the rational factor that all coefficients share."""
    found = [(c.primitive() if c.is_Add else c.as_coeff_Mul())[0] for c in coefficients]
    if not all(each.is_Rational for each in found):
        return S.One
    shared = S.Zero
    for each in found:
        shared = gcd(shared, abs(each))
    return shared or S.One


def _factors(coefficient: Expr) -> dict[Expr, Expr]:
    terms = [dict(_powers(term)) for term in Add.make_args(coefficient)]
    shared = terms[0]
    for term in terms[1:]:
        shared = {base: _lesser(exponent, term[base]) for base, exponent in shared.items() if base in term}
    return {base: exponent for base, exponent in shared.items() if exponent != 0}


def _powers(term: Expr) -> Iterator[tuple[Expr, Expr]]:
    for factor in Mul.make_args(term):
        base, exponent = factor.as_base_exp()
        if not base.is_Number:
            yield base, exponent


def _lesser(first: Expr, second: Expr) -> Expr:
    difference = first - second
    if difference == 0:
        return first
    return (first if difference < 0 else second) if difference.is_number else S.Zero


def _divide(coefficient: Expr, common: Expr) -> Expr:
    divided = Add(*[term / common for term in Add.make_args(coefficient)])
    return complete_squares(divided) if divided.is_Add else divided
