"""Models, exact samples and parameter values that the laws share: rational, the same in every process."""

import random
from fractions import Fraction
from functools import cache

import numpy as np
from sympy import Rational, log

from symmle import Model, families
from symmle.derivation import derive
from symmle.exact import evaluate
from symmle.sample_sum.evaluation import evaluate_sample

FAMILIES = families.names()


# what no family of the catalogue shows: several stationary points, a score that only never rises
OWN = {
    "correlation": Model(
        "exp(-(x**2 - 2*r*x*y + y**2)/(2*(1 - r**2)))/(2*pi*sqrt(1 - r**2))",
        data={"x": "real", "y": "real"},
        parameters={"r": "(-1, 1)"},
    ),
    "spike": Model(
        "(exp(-(x - m)**2/(2*v))/sqrt(2*pi*v) + exp(-x**2/2)/sqrt(2*pi))/2",
        data={"x": "real"},
        parameters={"m": "real", "v": "> 0"},
    ),
    "cauchy_scale": Model("s/(pi*(s**2 + x**2))", data={"x": "real"}, parameters={"s": "> 0"}),
    "gompertz_own": Model(
        "a*exp(b*x)*exp(-a/b*(exp(b*x) - 1))", data={"x": ">= 0"}, parameters={"a": "> 0", "b": "> 0"}
    ),
    "humped_mean": Model(
        "exp(-(x - t*exp(-t))**2/2)/sqrt(2*pi)", data={"x": "real"}, parameters={"t": "> 0"}
    ),
    "squared_mean": Model("exp(-(x - t**2)**2/2)/sqrt(2*pi)", data={"x": "real"}, parameters={"t": "real"}),
    "either_sign": Model(
        "exp(-(x - t)**2/(2*t**2))/sqrt(2*pi*t**2)", data={"x": "real"}, parameters={"t": "nonzero"}
    ),
    "two_scales": Model(
        "exp(-u**2/a**2 - w**2/b**2)/(a + b)",
        data={"u": "> 0", "w": "> 0"},
        parameters={"a": "> 0", "b": "> 0"},
        normalised=False,
    ),
    "cubed_scale": Model(
        "exp(-(x - t)**2/(2*t**3))/sqrt(2*pi*t**3)", data={"x": "real"}, parameters={"t": "> 0"}
    ),
}


@cache
def derived(name):
    return derive(OWN[name] if name in OWN else families.load(name))


def rational(value):
    value = Fraction(value)
    return Rational(value.numerator, value.denominator)


def fraction(number):
    """A number as a fraction; one that is irrational is cut off to what a double holds of it."""
    return Fraction(int(number.p), int(number.q)) if number.is_Rational else Fraction(float(number))


def place(domain, values, chance):
    """A rational point of a domain, an end now and then; ``values`` are those of the symbols in its ends."""
    known = {symbol: rational(value) for symbol, value in values.items()}
    if domain.members is not None:
        return fraction(chance.choice([member.xreplace(known) for member in domain.members]))
    lower, upper = (end.xreplace(known) for end in (domain.lower, domain.upper))
    if domain.integer:
        return _whole(lower, upper, chance)
    share = Fraction(chance.randint(1, 40), 41)
    if lower.is_finite and upper.is_finite:
        ends = [
            end
            for end, is_open in ((lower, domain.lower_open), (upper, domain.upper_open))
            if not is_open and end.is_Rational
        ]
        inside = fraction(lower) + fraction(upper - lower) * share
        return fraction(chance.choice(ends)) if ends and chance.random() < 0.2 else inside
    step = chance.choice([Fraction(1, 2), Fraction(1), Fraction(9, 4), Fraction(3)]) * (
        share + Fraction(1, 4)
    )
    if lower.is_finite:
        return fraction(lower) + (0 if not domain.lower_open and chance.random() < 0.2 else step)
    if upper.is_finite:
        return fraction(upper) - (0 if not domain.upper_open and chance.random() < 0.2 else step)
    return step * chance.choice([1, -1])


def _whole(lower, upper, chance):
    low = int(lower) if lower.is_finite else -3
    return Fraction(chance.randint(low, min(int(upper), low + 6) if upper.is_finite else low + 6))


def sample_of(model, size=5, seed=0):
    """Columns and values of parameters and constants, strictly inside the parameters' domains."""
    chance = random.Random(f"{model.name} {size} {seed}")
    values = {}
    for name, domain in (*model.constants.items(), *model.parameters.items()):
        values[model.symbols[name]] = inside(domain, values, chance)
    data = {}
    for name, domain in (*model.data.items(), *model.covariates.items()):
        data[model.symbols[name]] = [place(domain, values, chance) for _ in range(size)]
    return data, values


def inside(domain, values, chance):
    """A point that is no end."""
    while True:
        point = place(domain, values, chance)
        if domain.integer or point not in [end for end in (domain.lower, domain.upper) if end.is_number]:
            return point


def along_constraints(model, direction):
    """A direction without its parts across the constraints: moved that way a point still satisfies them."""
    places = [model.symbols[name] for name in model.parameters]
    left = np.array(direction, dtype=float)
    for constraint in model.constraints:
        slopes = constraint.slopes(places)
        across = np.array([float(slopes.get(place, 0)) for place in places])
        left -= across * (left @ across) / (across @ across)
    return left


def exactly(number):
    """A number of the evaluator as a fraction, so that sums and differences of them lose nothing."""
    if isinstance(number, int | Fraction):
        return Fraction(number)
    sign, mantissa, exponent, _ = number._mpf_
    if not mantissa and exponent:
        raise ArithmeticError(f"{number} is not finite")
    return (-1) ** sign * mantissa * Fraction(2) ** exponent


def valued(expression, data, weights=None, values=None, digits=50):
    """The exact evaluator's value, as a fraction."""
    return exactly(evaluate_sample(expression, data, weights, values, digits=digits))


def log_density(model):
    """The logarithm of one row's density as it was declared, nothing taken apart."""
    return model.log_density if model.log_density is not None else log(model.density)


def rows_of(data):
    return [dict(zip(data, row, strict=True)) for row in zip(*data.values(), strict=True)]


def log_likelihood(model, data, values, *, weights=None, digits=50):
    """The sum of log densities, row by row: no sum over a sample has a part in it."""
    weights = weights or [1] * len(next(iter(data.values())))
    row = log_density(model)
    return sum(
        Fraction(weight) * exactly(evaluate(row, {**one, **values}, digits=digits))
        for one, weight in zip(rows_of(data), weights, strict=True)
        if weight
    )


def close(one, other, digits=40):
    """Equal to so many digits of the larger."""
    scale = max(abs(one), abs(other), 1)
    return abs(one - other) * 10**digits <= scale
