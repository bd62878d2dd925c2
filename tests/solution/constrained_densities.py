"""Models with equations among their parameters, for tests of several rooms."""

from functools import cache

import symmle as sm

CELLS = {"x1": "{0, 1}", "x2": "{0, 1 - x1}", "x3": "{1 - x1 - x2}"}
OPEN = dict.fromkeys(("p1", "p2", "p3"), "(0, 1)")
CLOSED = dict.fromkeys(("p1", "p2", "p3"), "[0, 1]")
ONE_OF_THREE = "p1**x1*p2**x2*p3**x3"
SIMPLEX = "p1 + p2 + p3 = 1"
PAIR = {"x": "real", "y": "real"}
TWO_NORMAL = "exp(-((x - a)**2 + (y - b)**2)/(2*v))/(2*pi*v)"
TWO_POISSON = "a**x*b**y*exp(-a - b)/(factorial(x)*factorial(y))"
COUNTS = {"x": "integer >= 0", "y": "integer >= 0"}
MULTINOMIAL = "factorial(m)/(factorial(x1)*factorial(x2)*factorial(x3))*p1**x1*p2**x2*p3**x3"
TRINOMIAL = {"x1": "integer in [0, m]", "x2": "integer in [0, m - x1]", "x3": "{m - x1 - x2}"}
GENOTYPES = {"aa": "{0, 1}", "ab": "{0, 1 - aa}", "bb": "{1 - aa - ab}"}


def _declared(density, data, parameters, constraints, **more):
    return {"density": density, "data": data, "parameters": parameters, "constraints": constraints, **more}


def cells(count, domain="(0, 1)"):
    """One of so many cells, an indicator column for each."""
    names = [f"x{k + 1}" for k in range(count)]
    left = ["1" + "".join(f" - {name}" for name in names[:k]) for k in range(count)]
    data = {name: f"{{0, {left[k]}}}" if k + 1 < count else f"{{{left[k]}}}" for k, name in enumerate(names)}
    parameters = {f"p{k + 1}": domain for k in range(count)}
    density = "*".join(f"p{k + 1}**x{k + 1}" for k in range(count))
    return _declared(density, data, parameters, [" + ".join(parameters) + " = 1"])


DECLARED = {
    "categorical": _declared(ONE_OF_THREE, CELLS, OPEN, [SIMPLEX]),
    "categorical_closed": _declared(ONE_OF_THREE, CELLS, CLOSED, [SIMPLEX]),
    "multinomial": _declared(MULTINOMIAL, TRINOMIAL, OPEN, [SIMPLEX], constants={"m": "integer >= 1"}),
    "tied_cells": _declared(ONE_OF_THREE, CELLS, OPEN, [SIMPLEX, "p2 = 2*p3"]),
    "hardy_weinberg": _declared(
        "p**(2*aa + ab)*q**(ab + 2*bb)*2**ab", GENOTYPES, {"p": "(0, 1)", "q": "(0, 1)"}, ["p + q = 1"]
    ),
    "opposite_means": _declared(TWO_NORMAL, PAIR, {"a": "real", "b": "real", "v": "> 0"}, ["a + b = 0"]),
    "poisson_total": _declared(TWO_POISSON, COUNTS, {"a": "> 0", "b": "> 0"}, ["a + b = 10"]),
    "poisson_tied": _declared(TWO_POISSON, COUNTS, {"a": "> 0", "b": "> 0"}, ["b = 2*a"]),
    "rates_that_add_up": _declared(
        "a*b*exp(-a*x - b*y)", {"x": "> 0", "y": "> 0"}, {"a": "> 0", "b": "> 0"}, ["a + b = 1"]
    ),
    "curved_normal": _declared(
        "exp(-(x - m)**2/(2*v))/sqrt(2*pi*v)", {"x": "real"}, {"m": "> 0", "v": "> 0"}, ["v = m**2"]
    ),
}


@cache
def constrained(name):
    return sm.Model(**DECLARED[name], name=name)


@cache
def derived(name):
    return sm.derive(constrained(name))
