"""Models whose certificates use the rules on chains of injective functions and on Lambert's W."""

from functools import cache

import symmle as sm

COUNTS, POSITIVE, REAL = {"x": "integer >= 1"}, {"x": "> 0"}, {"x": "real"}

# density, data, parameters, constants
MODELS = {
    "zero_truncated": ("l**x*exp(-l)/(factorial(x)*(1 - exp(-l)))", COUNTS, {"l": "> 0"}, {}),
    "logarithmic": ("-p**x/(x*log(1 - p))", COUNTS, {"p": "(0, 1)"}, {}),
    "sum_with_exponential": ("exp(-(x - t - exp(t))**2/2)/sqrt(2*pi)", REAL, {"t": "real"}, {}),
    "product_with_logarithm": ("exp(-(x - t*log(t))**2/2)/sqrt(2*pi)", REAL, {"t": "> 1"}, {}),
    "gamma_known_scale": ("x**(k - 1)*exp(-x/s)/(gamma(k)*s**k)", POSITIVE, {"k": "> 0"}, {"s": "> 0"}),
    "gamma_from_one": ("x**(k - 1)*exp(-x/s)/(gamma(k)*s**k)", POSITIVE, {"k": ">= 1"}, {"s": "> 0"}),
    "probit": ("(1/2 + erf(t)/2)**x*(1/2 - erf(t)/2)**(1 - x)", {"x": "{0, 1}"}, {"t": "real"}, {}),
    "odds": ("exp(-(x - t/(1 - t))**2/2)/sqrt(2*pi)", REAL, {"t": "(0, 1)"}, {}),
}


@cache
def derived_model(name):
    density, data, parameters, constants = MODELS[name]
    return sm.derive(sm.Model(density, data=data, parameters=parameters, constants=constants, name=name))
