"""Densities that stand in no catalogue, from text: each with its log-likelihood written anew in NumPy."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from scipy.special import gammaln


class Own(NamedTuple):
    """A declaration, what kind of answer it must get, data, and the log density by hand."""

    density: str
    data: dict
    parameters: dict
    kinds: tuple
    columns: dict
    by_hand: object  # (theta, columns) -> log density of each row
    more: Mapping = MappingProxyType({})  # constants, covariates, normalised
    answer: object = None  # (columns) -> the estimates, where they are closed


T = np.array([0.5, 1.0, 2.0, 3.5, 4.0])
REALS = np.array([0.3, -1.2, 0.7, 2.5, 1.1])
POSITIVES = np.array([0.3, 1.2, 0.7, 2.5, 1.1])
UNITS = np.array([0.31, 0.12, 0.77, 0.5, 0.9])
WHOLE = np.array([0, 3, 1, 7, 2])
NORMAL = 0.5 * np.log(2 * np.pi)


def normal(x, mean, variance):
    return -((x - mean) ** 2) / (2 * variance) - 0.5 * np.log(variance) - NORMAL


CLOSED, PROFILE, LEFT = ("closed form",), ("closed form", "profile"), ("profile", "iterative")

OWN = {
    # a domain that starts at -1, a support that ends at a known number
    "power_below_known_end": Own(
        "(1 + a)*x**a*w**(-a - 1)",
        {"x": "(0, w)"},
        {"a": "> -1"},
        CLOSED,
        {"x": 3 * UNITS, "w": 3.0},
        lambda theta, c: np.log1p(theta[0]) + theta[0] * np.log(c["x"]) - (theta[0] + 1) * np.log(c["w"]),
        {"constants": {"w": "> 0"}},
        lambda c: [-1 - 1 / np.mean(np.log(c["x"] / c["w"]))],
    ),
    # one positive parameter, powers of it in the score
    "square_rate": Own(
        "2*c*x*exp(-c*x**2)",
        {"x": "> 0"},
        {"c": "> 0"},
        CLOSED,
        {"x": POSITIVES},
        lambda p, d: np.log(2 * p[0] * d["x"]) - p[0] * d["x"] ** 2,
        answer=lambda d: [1 / np.mean(d["x"] ** 2)],
    ),
    # a support that starts at a known number, and a constant
    "shifted_exponential": Own(
        "exp(-(x - w)/s)/s",
        {"x": "> w"},
        {"s": "> 0"},
        CLOSED,
        {"x": POSITIVES, "w": 0.2},
        lambda p, d: -(d["x"] - d["w"]) / p[0] - np.log(p[0]),
        {"constants": {"w": "real"}},
        answer=lambda d: [np.mean(d["x"]) - d["w"]],
    ),
    # counts in steps of a known size above a known start
    "late_geometric": Own(
        "p*(1 - p)**(x - 3)",
        {"x": "integer >= 3"},
        {"p": "(0, 1)"},
        CLOSED,
        {"x": WHOLE + 3},
        lambda p, d: np.log(p[0]) + (d["x"] - 3) * np.log1p(-p[0]),
        answer=lambda d: [1 / (np.mean(d["x"]) - 2)],
    ),
    # the logarithm of a rate as the parameter
    "log_rate_counts": Own(
        "exp(-exp(a))*exp(a*x)/factorial(x)",
        {"x": "integer >= 0"},
        {"a": "real"},
        CLOSED,
        {"x": WHOLE},
        lambda p, d: -np.exp(p[0]) + p[0] * d["x"] - gammaln(d["x"] + 1),
        answer=lambda d: [np.log(np.mean(d["x"]))],
    ),
    # log-odds as the parameter
    "log_odds": Own(
        "exp(a*x)/(1 + exp(a))",
        {"x": "{0, 1}"},
        {"a": "real"},
        CLOSED,
        {"x": np.array([1, 0, 1, 1, 0])},
        lambda p, d: p[0] * d["x"] - np.logaddexp(0, p[0]),
        answer=lambda d: [np.log(1.5)],
    ),
    # odds as the parameter: a rational score
    "odds_counts": Own(
        "(o/(1 + o))**x/(1 + o)",
        {"x": "integer >= 0"},
        {"o": "> 0"},
        CLOSED,
        {"x": WHOLE},
        lambda p, d: d["x"] * np.log(p[0] / (1 + p[0])) - np.log1p(p[0]),
        answer=lambda d: [np.mean(d["x"])],
    ),
    # mean and variance the same: a quadratic score
    "mean_is_variance": Own(
        "exp(-(x - t)**2/(2*t))/sqrt(2*pi*t)",
        {"x": "real"},
        {"t": "> 0"},
        CLOSED,
        {"x": REALS},
        lambda p, d: normal(d["x"], p[0], p[0]),
        answer=lambda d: [np.sqrt(0.25 + np.mean(d["x"] ** 2)) - 0.5],
    ),
    # a known coefficient of variation
    "known_ratio": Own(
        "exp(-(x - t)**2/(2*(c*t)**2))/(sqrt(2*pi)*c*t)",
        {"x": "real"},
        {"t": "> 0"},
        CLOSED,
        {"x": REALS, "c": 0.7},
        lambda p, d: normal(d["x"], p[0], (d["c"] * p[0]) ** 2),
        {"constants": {"c": "> 0"}},
    ),
    # rows of known and different precision
    "weighted_mean": Own(
        "exp(-(y - m)**2/(2*v*t))/sqrt(2*pi*v*t)",
        {"y": "real"},
        {"m": "real", "v": "> 0"},
        CLOSED,
        {"y": REALS, "t": T},
        lambda p, d: normal(d["y"], p[0], p[1] * d["t"]),
        {"covariates": {"t": "> 0"}},
        answer=lambda d: [
            m := np.sum(d["y"] / d["t"]) / np.sum(1 / d["t"]),
            np.mean((d["y"] - m) ** 2 / d["t"]),
        ],
    ),
    # a line through the origin
    "through_origin": Own(
        "exp(-(y - b*t)**2/(2*v))/sqrt(2*pi*v)",
        {"y": "real"},
        {"b": "real", "v": "> 0"},
        CLOSED,
        {"y": REALS, "t": T},
        lambda p, d: normal(d["y"], p[0] * d["t"], p[1]),
        {"covariates": {"t": "real"}},
        answer=lambda d: [
            b := np.sum(d["t"] * d["y"]) / np.sum(d["t"] ** 2),
            np.mean((d["y"] - b * d["t"]) ** 2),
        ],
    ),
    # counts over known exposures
    "exposure": Own(
        "exp(-r*t)*(r*t)**y/factorial(y)",
        {"y": "integer >= 0"},
        {"r": "> 0"},
        CLOSED,
        {"y": WHOLE, "t": T},
        lambda p, d: d["y"] * np.log(p[0] * d["t"]) - p[0] * d["t"] - gammaln(d["y"] + 1),
        {"covariates": {"t": "> 0"}},
        answer=lambda d: [np.sum(d["y"]) / np.sum(d["t"])],
    ),
    # two columns that share a parameter
    "nested_rates": Own(
        "a*exp(-a*x)*a*b*exp(-a*b*y)",
        {"x": "> 0", "y": "> 0"},
        {"a": "> 0", "b": "> 0"},
        CLOSED,
        {"x": POSITIVES, "y": T},
        lambda p, d: 2 * np.log(p[0]) + np.log(p[1]) - p[0] * d["x"] - p[0] * p[1] * d["y"],
        answer=lambda d: [1 / np.mean(d["x"]), np.mean(d["x"]) / np.mean(d["y"])],
    ),
    # a weird support: a finite set that is no range
    "three_faces": Own(
        "p**(x/2)*(1 - p)**(1 - x/2)*Piecewise((2, Eq(x, 1)), (1, True))",
        {"x": "{0, 1, 2}"},
        {"p": "(0, 1)"},
        CLOSED,
        {"x": np.array([0, 1, 2, 2, 1])},
        lambda p, d: (
            d["x"] / 2 * np.log(p[0]) + (1 - d["x"] / 2) * np.log1p(-p[0]) + np.log(2) * (d["x"] == 1)
        ),
        {"normalised": False},
        answer=lambda d: [np.mean(d["x"]) / 2],
    ),
    # a double-sided power on a closed interval
    "both_slopes": Own(
        "k*Abs(x)**(k - 1)/2",
        {"x": "[-1, 1]"},
        {"k": "> 0"},
        CLOSED,
        {"x": np.array([-0.5, 0.2, 0.9, -0.7])},
        lambda p, d: np.log(p[0] / 2) + (p[0] - 1) * np.log(np.abs(d["x"])),
        answer=lambda d: [-1 / np.mean(np.log(np.abs(d["x"])))],
    ),
    # a shape left over, its partner closed
    "generalised_rate": Own(
        "c*k*x**(k - 1)*exp(-c*x**k)",
        {"x": "> 0"},
        {"c": "> 0", "k": "> 0"},
        PROFILE,
        {"x": POSITIVES},
        lambda p, d: np.log(p[0] * p[1]) + (p[1] - 1) * np.log(d["x"]) - p[0] * d["x"] ** p[1],
    ),
    # growth of a hazard
    "growing_hazard": Own(
        "c*exp(b*x)*exp(-c*(exp(b*x) - 1)/b)",
        {"x": "> 0"},
        {"b": "> 0", "c": "> 0"},
        LEFT,
        {"x": np.array([0.4, 1.2, 1.5, 1.1, 1.9])},
        lambda p, d: np.log(p[1]) + p[0] * d["x"] - p[1] * np.expm1(p[0] * d["x"]) / p[0],
    ),
    # counts on a log-linear trend
    "trend": Own(
        "exp(-exp(a + b*t))*exp((a + b*t)*y)/factorial(y)",
        {"y": "integer >= 0"},
        {"a": "real", "b": "real"},
        LEFT,
        {"y": WHOLE, "t": T},
        lambda p, d: (p[0] + p[1] * d["t"]) * d["y"] - np.exp(p[0] + p[1] * d["t"]) - gammaln(d["y"] + 1),
        {"covariates": {"t": "real"}},
    ),
    # truncated at one
    "cut_exponential": Own(
        "r*exp(-r*x)/(1 - exp(-r))",
        {"x": "(0, 1)"},
        {"r": "nonzero"},
        LEFT,
        {"x": UNITS**2},
        lambda p, d: np.log(p[0] / -np.expm1(-p[0])) - p[0] * d["x"],
    ),
    # no zeros were recorded
    "no_zeros": Own(
        "exp(-l)*l**x/(factorial(x)*(1 - exp(-l)))",
        {"x": "integer >= 1"},
        {"l": "> 0"},
        CLOSED,
        {"x": WHOLE + 1},
        lambda p, d: d["x"] * np.log(p[0]) - p[0] - gammaln(d["x"] + 1) - np.log(-np.expm1(-p[0])),
    ),
    # the logarithmic series
    "logarithmic_series": Own(
        "-p**x/(x*log(1 - p))",
        {"x": "integer >= 1"},
        {"p": "(0, 1)"},
        CLOSED,
        {"x": WHOLE + 1},
        lambda p, d: d["x"] * np.log(p[0]) - np.log(d["x"]) - np.log(-np.log1p(-p[0])),
    ),
    # a common mean seen with two unknown precisions
    "common_mean": Own(
        "exp(-(x - m)**2/(2*u))/sqrt(2*pi*u)*exp(-(y - m)**2/(2*v))/sqrt(2*pi*v)",
        {"x": "real", "y": "real"},
        {"m": "real", "u": "> 0", "v": "> 0"},
        LEFT,
        {"x": REALS, "y": REALS[::-1] / 3 + 0.5 * T},
        lambda p, d: normal(d["x"], p[0], p[1]) + normal(d["y"], p[0], p[2]),
    ),
    # heavy tails about a known centre
    "heavy_scale": Own(
        "1/(pi*g*(1 + (x/g)**2))",
        {"x": "real"},
        {"g": "> 0"},
        LEFT,
        {"x": REALS},
        lambda p, d: -np.log(np.pi * p[0]) - np.log1p((d["x"] / p[0]) ** 2),
    ),
}
