"""The yardstick: one textbook problem done in plain SymPy, by simplify, solve and limit.

The likelihood of three observations from an inverse Gaussian is written out, its scores simplified, the two
equations solved together, and the limit at an open end taken. It was chosen once and must not change: a
table made today is to be read beside one made in five years. What it costs says how fast this machine and
this SymPy are.
"""

from time import perf_counter

import sympy
from sympy.core.cache import clear_cache


def yardstick() -> dict:
    """Solve the likelihood equations of three inverse Gaussian observations, and look at one end."""
    observations = sympy.symbols("x1:4", positive=True)
    mean, shape = sympy.symbols("mu lambda", positive=True)
    log_likelihood = sum(
        sympy.log(shape / (2 * sympy.pi * x**3)) / 2 - shape * (x - mean) ** 2 / (2 * mean**2 * x)
        for x in observations
    )
    scores = [sympy.simplify(log_likelihood.diff(symbol)) for symbol in (mean, shape)]
    (solution,) = sympy.solve(scores, [mean, shape], dict=True)
    numbers = dict(zip(observations, (1, 2, 3), strict=True))
    assert sympy.limit(log_likelihood.subs(mean, 2).subs(numbers), shape, sympy.oo) == -sympy.oo
    return solution


def seconds(job) -> float:
    """Time of one call with SymPy's cache empty at its start."""
    clear_cache()
    begin = perf_counter()
    job()
    return perf_counter() - begin
