"""Random expressions with domains, statistics and sums, and random points at which to evaluate them."""

import random
from fractions import Fraction

from sympy import Abs, Rational, S, digamma, exp, gamma, log, polygamma

from symmle.notation import parse_domain
from symmle.sample_sum import Sample, SampleSum, Statistic, sample_mean, sample_size
from tests.densities import place

PARAMETER_TEXTS = {
    "a": "> 0",
    "b": "real",
    "c": "(0, 1)",
    "d": ">= 0",
    "e": "[0, 1]",
    "k": "integer >= 1",
    "s": "< 0",
    "u": "[-1, 2)",
    "z": "nonzero",
    "y": "> 1",
    "i": "<= 0",
    "j": "{-1, 0, 2}",
    "w": "[0, a]",
    "h": "(a, oo)",
    "m": "(-oo, s)",
}
OBSERVED_TEXTS = {
    "x": "> 0",
    "v": "(0, 1)",
    "r": "real",
    "q": "integer >= 0",
    "f": "[0, 1]",
    "g": "integer in [0, k]",
}


def _declared():
    symbols, domains = {}, {}
    for name, text in {**PARAMETER_TEXTS, **OBSERVED_TEXTS}.items():
        domain = parse_domain(text, symbols)
        symbols[name] = domain.symbol(name)
        domains[symbols[name]] = domain
    return symbols, domains


SYMBOLS, DOMAINS = _declared()
PARAMETERS = [SYMBOLS[name] for name in PARAMETER_TEXTS]
OBSERVED = [SYMBOLS[name] for name in OBSERVED_TEXTS]
SAMPLE = Sample(tuple(OBSERVED))
SIZE = sample_size(SAMPLE)
NUMBERS = [S.One, S(2), -S.One, S(-2), S(3), S.Half, Rational(-1, 3)]


def total(row):
    return SampleSum(row, SAMPLE)


def mean(row):
    return sample_mean(row, SAMPLE)


def row_of(chance, depth):
    """A function of the observations alone."""
    if depth == 0:
        return chance.choice(OBSERVED)
    inner = lambda: row_of(chance, depth - 1)  # noqa: E731
    return chance.choice(
        [
            lambda: inner() + chance.choice([1, -1, 2, S.Half]) * inner(),
            lambda: inner() * inner(),
            lambda: log(1 + inner()),
            lambda: exp(-inner()),
            lambda: inner() ** chance.choice([2, -1]),
        ]
    )()


def statistic(chance, depth):
    x, v, q = (SYMBOLS[name] for name in "xvq")
    kind = chance.choice(
        ["mean", "mean", "variance", "covariance", "gap", "minimum", "maximum", "median", "n"]
    )
    row = row_of(chance, max(depth, 0))
    if kind == "n":
        return SIZE
    if kind == "covariance":
        return Statistic(kind, (row, chance.choice(OBSERVED)), SAMPLE)
    if kind == "gap":
        base = chance.choice([x, v, x**2, 1 / x, x + q])
        return Statistic(kind, (base, chance.choice([log(base), 1 / base])), SAMPLE)
    return Statistic(kind, (row,), SAMPLE)


def leaf(chance, free):
    """A number, a parameter, a statistic; an observation too where they may stand free."""
    chosen = chance.random()
    if chosen < 0.2:
        return chance.choice(NUMBERS)
    if free and chosen < 0.65:
        return chance.choice(OBSERVED)
    return chance.choice(PARAMETERS) if chosen < 0.8 else statistic(chance, 1)


def factored(one, other):
    """``a - b*a``, which a common factor decides."""
    return one - other * one


def expression(chance, depth, free):
    """Anything: sums, products, powers with symbols in the exponent, functions, sums within sums."""
    if depth == 0 or chance.random() < 0.15:
        return leaf(chance, free)
    part = lambda: expression(chance, depth - 1, free)  # noqa: E731
    return chance.choice(
        [
            lambda: part() + part(),
            lambda: part() - part(),
            lambda: part() + part() + part(),
            lambda: part() * part(),
            lambda: part() ** chance.choice([2, -1, -2, 3, S.Half, -S.Half]),
            lambda: part() ** (chance.choice([1, -1]) * chance.choice(PARAMETERS)),
            lambda: exp(part()),
            lambda: log(part()),
            lambda: Abs(part()),
            lambda: gamma(part()),
            lambda: polygamma(chance.choice([0, 1, 1, 2]), part()),
            lambda: total(expression(chance, depth - 1, True)),
            lambda: statistic(chance, depth - 1),
            lambda: factored(part(), part()),
        ]
    )()


def shaped(chance, free):
    """Shapes that a rule or a lemma reaches for, some of them one step beside what it covers."""
    row = lambda: row_of(chance, chance.choice([0, 1, 1, 2]))  # noqa: E731
    known = lambda: chance.choice(PARAMETERS)  # noqa: E731
    one = lambda: chance.choice(OBSERVED)  # noqa: E731
    turn = chance.choice([S(-2), -S.One, S.One, S(2), S(3), S.Half])
    argument = known() + chance.choice([S.Zero, mean(row())])
    g, u = row(), row()
    steep = known()
    shapes = [
        lambda: turn * mean(row()) + mean(row()) + turn * chance.choice([S.One, known()]),
        lambda: turn * SIZE * chance.choice([S.One, known()]) + total(row()),
        lambda: turn * (total(g) * total(g * u**2) - total(g * u) ** 2),
        lambda: total(g) * total(g * u**2) - chance.choice([1, 2]) * total(g * u) ** 2 + known() ** 2,
        lambda: turn * (polygamma(1, argument) - 1 / chance.choice([argument, known()])),
        lambda: turn * (log(argument) - digamma(chance.choice([argument, known()]))) + known(),
        lambda: mean(row()) - total(row()),
        lambda: total(log(one() + mean(row()))) + turn * mean(row()),
        lambda: total(g * exp(-steep * g)) / total(exp(-steep * g)) - chance.choice([known(), mean(g)]),
        lambda: (
            turn * log(known() + one()) - turn * log(known() + row()) if free else log(known() + mean(one()))
        ),
        lambda: known() / (known() + mean(one())) - 1,
        lambda: mean(one()) * mean(one()) - mean(row()) * chance.choice([S.One, mean(one())]),
        lambda: (known() - known()) / (known() + known()) + turn,
        lambda: (
            one() - mean(one()) + total(one() - mean(one()))
            if free
            else mean(one()) - total(one() * mean(one()))
        ),
    ]
    shapes += [lambda: polynomial(chance, free)] * 3
    return chance.choice(shapes)()


def polynomial(chance, free):
    """A polynomial in one symbol, now and then with a double root or a root on an end of the domain."""
    place = chance.choice([*PARAMETERS, *(OBSERVED if free else [mean(SYMBOLS["v"])])])
    roots = [
        Rational(chance.choice([-2, -1, 0, 1, 2, 3]), chance.choice([1, 1, 2]))
        for _ in range(chance.choice([1, 2, 3]))
    ]
    found = chance.choice(NUMBERS)
    for root in roots:
        found *= chance.choice([place - root, (place - root) ** 2, place**2 + root**2 + 1, place**2 - root])
    return (found + chance.choice([S.Zero, S.Zero, S.One, Rational(1, 100)])).expand()


def drawn(chance, free):
    if chance.random() < 0.5:
        return shaped(chance, free)
    return expression(chance, chance.choice([1, 2, 3]), free)


def mixed(chance):
    """An expression of either sort, or two of them put together."""
    free = chance.random() < 0.3
    found = drawn(chance, free)
    for _ in range(chance.choice([0, 0, 1, 2])):
        other = drawn(chance, free)
        found = chance.choice(
            [
                lambda one=found, two=other: one + two,
                lambda one=found, two=other: one - two,
                lambda one=found, two=other: one * two,
                lambda one=found: exp(-(one**2)),
                lambda one=found: 1 / one,
                lambda one=found: log(1 + one**2),
                lambda one=found, two=other: total(one * two),
            ]
        )()
    return found


def point(chance):
    """Data, weights and values inside the domains; ends, ties and rows without weight included."""
    values = {}
    for symbol in PARAMETERS:
        values[symbol] = place(DOMAINS[symbol], values, chance)
    rows, equal = chance.choice([1, 2, 2, 3, 4]), chance.random() < 0.2
    data = {}
    for symbol in OBSERVED:
        column = [place(DOMAINS[symbol], values, chance) for _ in range(rows)]
        data[symbol] = column[:1] * rows if equal else column
    weights = [chance.choice([Fraction(0), Fraction(1), Fraction(2), Fraction(1, 2)]) for _ in range(rows)]
    for symbol in OBSERVED:  # where an observation stands free, it has a value of its own
        values[symbol] = place(DOMAINS[symbol], values, chance)
    return data, weights if any(weights) and chance.random() < 0.5 else None, values


def draws(seed, count):
    """So many random expressions that SymPy did not find undefined at once."""
    chance = random.Random(seed)
    while count:
        try:
            found = mixed(chance)
        except ValueError:  # an observation would have been captured
            continue
        if not found.is_number and not found.has(
            S.ComplexInfinity, S.NaN, S.Infinity, S.NegativeInfinity, S.ImaginaryUnit
        ):
            count -= 1
            yield found
