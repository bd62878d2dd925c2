"""More densities of no catalogue: covariates, curves, equations without a closed root."""

import numpy as np
from scipy.special import betaln, gammaln, ive

from tests.solution.own_densities import CLOSED, NORMAL, POSITIVES, REALS, UNITS, WHOLE, Own, T

ONE_EQUATION = ("closed form", "profile", "iterative", "algebraic")
BITS = np.array([1, 0, 1, 1, 0])
REAL = {"x": "real"}
POSITIVE = {"x": "> 0"}
COUNT = {"x": "integer >= 0"}


def mean(values):
    return np.mean(values)


OPEN = {
    # a row is a time and whether it was an event
    "censored": Own(
        "l**e*exp(-l*y)",
        {"y": "> 0", "e": "{0, 1}"},
        {"l": "> 0"},
        CLOSED,
        {"y": T, "e": BITS},
        lambda p, d: d["e"] * np.log(p[0]) - p[0] * d["y"],
        {"normalised": False},
        lambda d: [np.sum(d["e"]) / np.sum(d["y"])],
    ),
    # a support that starts at a covariate
    "entered_late": Own(
        "a*z**a/y**(a + 1)",
        {"y": "> z"},
        {"a": "> 0"},
        CLOSED,
        {"y": POSITIVES + T, "z": T},
        lambda p, d: np.log(p[0]) + p[0] * np.log(d["z"]) - (p[0] + 1) * np.log(d["y"]),
        {"covariates": {"z": "> 0"}},
        lambda d: [1 / mean(np.log(d["y"] / d["z"]))],
    ),
    # events and censored times with a shape
    "censored_shape": Own(
        "(k*l*y**(k - 1))**e*exp(-l*y**k)",
        {"y": "> 0", "e": "{0, 1}"},
        {"k": "> 0", "l": "> 0"},
        ("profile",),
        {"y": T, "e": BITS},
        lambda p, d: d["e"] * np.log(p[0] * p[1] * d["y"] ** (p[0] - 1)) - p[1] * d["y"] ** p[0],
        {"normalised": False},
    ),
    # a positive mean on a log-linear trend
    "log_linear_mean": Own(
        "exp(-a - b*t - y*exp(-a - b*t))",
        {"y": "> 0"},
        {"a": "real", "b": "real"},
        ("profile", "iterative"),
        {"y": POSITIVES, "t": T},
        lambda p, d: -p[0] - p[1] * d["t"] - d["y"] * np.exp(-p[0] - p[1] * d["t"]),
        {"covariates": {"t": "real"}},
    ),
    # a saturating rate
    "saturation": Own(
        "exp(-a*t/(k + t))*(a*t/(k + t))**y/factorial(y)",
        {"y": "integer >= 0"},
        {"a": "> 0", "k": "> 0"},
        ("profile", "iterative"),
        {"y": np.array([1, 3, 2, 4, 6]), "t": T},
        lambda p, d: (
            d["y"] * np.log(p[0] * d["t"] / (p[1] + d["t"]))
            - p[0] * d["t"] / (p[1] + d["t"])
            - gammaln(d["y"] + 1)
        ),
        {"covariates": {"t": "> 0"}},
    ),
    # a score in digamma alone
    "only_a_shape": Own(
        "x**(k - 1)*exp(-x)/gamma(k)",
        POSITIVE,
        {"k": "> 0"},
        ONE_EQUATION,
        {"x": POSITIVES},
        lambda p, d: (p[0] - 1) * np.log(d["x"]) - d["x"] - gammaln(p[0]),
    ),
    # symmetric about one half
    "symmetric_share": Own(
        "(x*(1 - x))**(a - 1)/beta(a, a)",
        {"x": "(0, 1)"},
        {"a": "> 0"},
        ONE_EQUATION,
        {"x": UNITS},
        lambda p, d: (p[0] - 1) * np.log(d["x"] * (1 - d["x"])) - betaln(p[0], p[0]),
    ),
    # a concentration about a known direction
    "known_direction": Own(
        "exp(k*cos(x))/(2*pi*besseli(0, k))",
        {"x": "[-pi, pi]"},
        {"k": "> 0"},
        ONE_EQUATION,
        {"x": REALS},
        lambda p, d: p[0] * np.cos(d["x"]) - p[0] - np.log(2 * np.pi * ive(0, p[0])),
    ),
    # two columns on a parabola: a cubic
    "parabola": Own(
        "exp(-(x - a)**2/2 - (y - a**2)**2/2)/(2*pi)",
        {"x": "real", "y": "real"},
        {"a": "real"},
        ("algebraic", "iterative"),
        {"x": REALS, "y": REALS[::-1] + 1},
        lambda p, d: -((d["x"] - p[0]) ** 2) / 2 - (d["y"] - p[0] ** 2) ** 2 / 2 - 2 * NORMAL,
    ),
    # a tilt of a known even density: the score is a tangent
    "tilted": Own(
        "exp(t*x)*cos(t)/(2*cosh(pi*x/2))",
        REAL,
        {"t": "(-pi/2, pi/2)"},
        ("closed form", "iterative"),
        {"x": REALS},
        lambda p, d: p[0] * d["x"] + np.log(np.cos(p[0])) - np.log(2 * np.cosh(np.pi * d["x"] / 2)),
    ),
    # zeros have a probability of their own
    "many_zeros": Own(
        "Piecewise((w, Eq(x, 0)), ((1 - w)*q*(1 - q)**(x - 1), True))",
        COUNT,
        {"w": "(0, 1)", "q": "(0, 1)"},
        ("closed form", "iterative"),
        {"x": WHOLE},
        lambda p, d: np.where(
            d["x"] == 0,
            np.log(p[0]),
            np.log1p(-p[0]) + np.log(p[1]) + (d["x"] - 1) * np.log1p(-p[1]),
        ),
    ),
    # an unknown share of two known densities, ends allowed
    "known_parts": Own(
        "w*exp(-x) + (1 - w)*2*exp(-2*x)",
        POSITIVE,
        {"w": "[0, 1]"},
        ("iterative", "algebraic"),
        {"x": POSITIVES},
        lambda p, d: np.log(p[0] * np.exp(-d["x"]) + (1 - p[0]) * 2 * np.exp(-2 * d["x"])),
    ),
    # first passage with a drift
    "first_passage": Own(
        "a/sqrt(2*pi*x**3)*exp(-(a - b*x)**2/(2*x))",
        POSITIVE,
        {"a": "> 0", "b": "> 0"},
        ("closed form", "profile"),
        {"x": POSITIVES},
        lambda p, d: (
            np.log(p[0]) - 1.5 * np.log(d["x"]) - NORMAL - (p[0] - p[1] * d["x"]) ** 2 / (2 * d["x"])
        ),
    ),
    # two rates about zero
    "two_tails": Own(
        "a*b/(a + b)*exp(-a*Max(x, 0) - b*Max(-x, 0))",
        REAL,
        {"a": "> 0", "b": "> 0"},
        ("closed form", "profile", "algebraic"),
        {"x": REALS},
        lambda p, d: (
            np.log(p[0] * p[1] / (p[0] + p[1])) - p[0] * np.maximum(d["x"], 0) - p[1] * np.maximum(-d["x"], 0)
        ),
    ),
}
