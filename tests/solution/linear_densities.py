"""Models whose scores are linear in several parameters together, for tests of several rooms."""

from functools import cache

import symmle as sm


def _regression(mean, covariates, slopes):
    return {
        "density": f"exp(-(y - ({mean}))**2/(2*v))/sqrt(2*pi*v)",
        "data": {"y": "real"},
        "covariates": dict.fromkeys(covariates, "real"),
        "parameters": {**dict.fromkeys(slopes, "real"), "v": "> 0"},
    }


LINES = {
    "two_regressors": _regression("a + b*t + c*u", "tu", "abc"),
    "three_regressors": _regression("a + b*t + c*u + d*w", "tuw", "abcd"),
    "through_the_origin": _regression("b*t + c*u", "tu", "bc"),
    "parabola": _regression("a + b*t + c*t**2", "t", "abc"),
    "harmonic": _regression("a + b*cos(t) + c*sin(t)", "t", "abc"),
    "second_order_autoregression": _regression("a + b*y1 + c*y2", ["y1", "y2"], "abc"),
    "known_weights": {
        "density": "sqrt(w)*exp(-w*(y - a - b*t)**2/(2*v))/sqrt(2*pi*v)",
        "data": {"y": "real"},
        "covariates": {"t": "real", "w": "> 0"},
        "parameters": {"a": "real", "b": "real", "v": "> 0"},
    },
}


@cache
def line(name):
    return sm.Model(**LINES[name], name=name)


@cache
def derived(name):
    return sm.derive(line(name))
