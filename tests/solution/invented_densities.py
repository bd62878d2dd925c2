"""More densities of no catalogue with closed answers: odd supports, constants, two columns, closed ends."""

import numpy as np
from scipy.special import gammaln, logit

from tests.solution.own_densities import CLOSED, POSITIVES, REALS, UNITS, WHOLE, Own, T, normal

ONE_EQUATION = ("closed form", "profile", "iterative", "algebraic")
BITS = np.array([1, 0, 1, 1, 0])
GROUP = np.array([0, 1, 1, 0, 1])
RATE = {"r": "> 0"}
REAL = {"x": "real"}
POSITIVE = {"x": "> 0"}
COUNT = {"x": "integer >= 0"}


def mean(values):
    return np.mean(values)


INVENTED = {
    # an embarrassing question, answered truly with probability 4/5: closed ends
    "randomised_response": Own(
        "(4*w/5 + (1 - w)/5)**x*(1 - 4*w/5 - (1 - w)/5)**(1 - x)",
        {"x": "{0, 1}"},
        {"w": "[0, 1]"},
        CLOSED,
        {"x": BITS},
        lambda p, d: np.where(d["x"] == 1, np.log(0.2 + 0.6 * p[0]), np.log(0.8 - 0.6 * p[0])),
        answer=lambda d: [np.clip((mean(d["x"]) - 0.2) / 0.6, 0, 1)],
    ),
    # at least one of a known number of trials
    "group_test": Own(
        "(1 - exp(-c*r))**x*exp(-c*r*(1 - x))",
        {"x": "{0, 1}"},
        RATE,
        ("closed form", "iterative"),
        {"x": BITS, "c": 1.7},
        lambda p, d: np.where(d["x"] == 1, np.log(-np.expm1(-d["c"] * p[0])), -d["c"] * p[0]),
        {"constants": {"c": "> 0"}},
    ),
    # three columns of which one is one: supports that end at earlier columns
    "two_alleles": Own(
        "q**(2*a + b)*(1 - q)**(2*c + b)*2**b",
        {"a": "{0, 1}", "b": "{0, 1 - a}", "c": "{1 - a - b}"},
        {"q": "(0, 1)"},
        CLOSED,
        {"a": BITS, "b": 1 - np.array([1, 0, 1, 1, 1]), "c": np.array([0, 0, 0, 0, 1])},
        lambda p, d: (
            (2 * d["a"] + d["b"]) * np.log(p[0])
            + (2 * d["c"] + d["b"]) * np.log1p(-p[0])
            + d["b"] * np.log(2)
        ),
        answer=lambda d: [mean(d["a"]) + mean(d["b"]) / 2],
    ),
    # probabilities 1/2 + t/4, (1 - t)/4, t/4: a quadratic with one root inside
    "linked_genes": Own(
        "(1/2 + t/4)**a*((1 - t)/4)**b*(t/4)**c",
        {"a": "{0, 1}", "b": "{0, 1 - a}", "c": "{1 - a - b}"},
        {"t": "(0, 1)"},
        CLOSED,
        {"a": BITS, "b": np.array([0, 1, 0, 0, 0]), "c": np.array([0, 0, 0, 0, 1])},
        lambda p, d: (
            d["a"] * np.log(0.5 + p[0] / 4) + d["b"] * np.log((1 - p[0]) / 4) + d["c"] * np.log(p[0] / 4)
        ),
        {"normalised": False},
    ),
    # counts above a known background: the estimate may lie on the closed end
    "background": Own(
        "exp(-(s + c))*(s + c)**x/factorial(x)",
        COUNT,
        {"s": ">= 0"},
        CLOSED,
        {"x": WHOLE, "c": 0.8},
        lambda p, d: d["x"] * np.log(p[0] + d["c"]) - p[0] - d["c"] - gammaln(d["x"] + 1),
        {"constants": {"c": "> 0"}},
        lambda d: [max(0.0, mean(d["x"]) - d["c"])],
    ),
    # the size of an outbreak
    "outbreak": Own(
        "exp(-u*x)*(u*x)**(x - 1)/factorial(x)",
        {"x": "integer >= 1"},
        {"u": "(0, 1)"},
        CLOSED,
        {"x": WHOLE + 1},
        lambda p, d: -p[0] * d["x"] + (d["x"] - 1) * np.log(p[0] * d["x"]) - gammaln(d["x"] + 1),
        answer=lambda d: [1 - 1 / mean(d["x"])],
    ),
    # three throws, those without success not recorded
    "no_blanks": Own(
        "binomial(3, x)*q**x*(1 - q)**(3 - x)/(1 - (1 - q)**3)",
        {"x": "integer in [1, 3]"},
        {"q": "(0, 1)"},
        ONE_EQUATION,
        {"x": np.array([1, 2, 1, 3, 1])},
        lambda p, d: (
            gammaln(4)
            - gammaln(d["x"] + 1)
            - gammaln(4 - d["x"])
            + d["x"] * np.log(p[0])
            + (3 - d["x"]) * np.log1p(-p[0])
            - np.log1p(-((1 - p[0]) ** 3))
        ),
    ),
    # the logarithm of a standard deviation
    "log_spread": Own(
        "exp(-(x - m)**2/(2*exp(2*l)) - l)/sqrt(2*pi)",
        REAL,
        {"m": "real", "l": "real"},
        CLOSED,
        {"x": REALS},
        lambda p, d: normal(d["x"], p[0], np.exp(2 * p[1])),
        answer=lambda d: [mean(d["x"]), np.log(np.std(d["x"]))],
    ),
    # log-normal with mean one: a quadratic in the variance
    "mean_one": Own(
        "exp(-(log(x) + v/2)**2/(2*v))/(x*sqrt(2*pi*v))",
        POSITIVE,
        {"v": "> 0"},
        CLOSED,
        {"x": POSITIVES},
        lambda p, d: normal(np.log(d["x"]), -p[0] / 2, p[0]) - np.log(d["x"]),
        answer=lambda d: [2 * np.sqrt(1 + mean(np.log(d["x"]) ** 2)) - 2],
    ),
    # log-normal by its mean: nested closed forms
    "mean_of_logs": Own(
        "exp(-(log(x) - log(t) + v/2)**2/(2*v))/(x*sqrt(2*pi*v))",
        POSITIVE,
        {"t": "> 0", "v": "> 0"},
        CLOSED,
        {"x": POSITIVES},
        lambda p, d: normal(np.log(d["x"]), np.log(p[0]) - p[1] / 2, p[1]) - np.log(d["x"]),
        answer=lambda d: [
            np.exp(mean(np.log(d["x"])) + np.var(np.log(d["x"])) / 2),
            np.var(np.log(d["x"])),
        ],
    ),
    # a normal in log-odds
    "share": Own(
        "exp(-(log(x/(1 - x)) - m)**2/(2*v))/(x*(1 - x)*sqrt(2*pi*v))",
        {"x": "(0, 1)"},
        {"m": "real", "v": "> 0"},
        CLOSED,
        {"x": UNITS},
        lambda p, d: normal(logit(d["x"]), p[0], p[1]) - np.log(d["x"] * (1 - d["x"])),
        answer=lambda d: [mean(logit(d["x"])), np.var(logit(d["x"]))],
    ),
    # a normal after an inverse hyperbolic sine
    "sinh_normal": Own(
        "exp(-(asinh(x) - m)**2/(2*v))/(sqrt(1 + x**2)*sqrt(2*pi*v))",
        REAL,
        {"m": "real", "v": "> 0"},
        CLOSED,
        {"x": REALS},
        lambda p, d: normal(np.arcsinh(d["x"]), p[0], p[1]) - np.log1p(d["x"] ** 2) / 2,
        answer=lambda d: [mean(np.arcsinh(d["x"])), np.var(np.arcsinh(d["x"]))],
    ),
    # a wave of known period
    "wave": Own(
        "exp(-(y - a*cos(t) - b*sin(t))**2/2)/sqrt(2*pi)",
        {"y": "real"},
        {"a": "real", "b": "real"},
        CLOSED,
        {"y": REALS, "t": T},
        lambda p, d: normal(d["y"], p[0] * np.cos(d["t"]) + p[1] * np.sin(d["t"]), 1.0),
        {"covariates": {"t": "real"}},
        lambda d: np.linalg.lstsq(np.c_[np.cos(d["t"]), np.sin(d["t"])], d["y"], rcond=None)[0],
    ),
    # two columns, one variance
    "two_samples": Own(
        "exp(-((x - a)**2 + (y - b)**2)/(2*v))/(2*pi*v)",
        {"x": "real", "y": "real"},
        {"a": "real", "b": "real", "v": "> 0"},
        CLOSED,
        {"x": REALS, "y": T},
        lambda p, d: normal(d["x"], p[0], p[2]) + normal(d["y"], p[1], p[2]),
        answer=lambda d: [mean(d["x"]), mean(d["y"]), (np.var(d["x"]) + np.var(d["y"])) / 2],
    ),
    # a known power of the distance from zero, with a kink in the data alone
    "known_power": Own(
        "exp(-Abs(x/s)**c)*c/(2*s*gamma(1/c))",
        REAL,
        {"s": "> 0"},
        CLOSED,
        {"x": REALS, "c": 1.3},
        lambda p, d: -((np.abs(d["x"]) / p[0]) ** d["c"]) + np.log(d["c"] / (2 * p[0])) - gammaln(1 / d["c"]),
        {"constants": {"c": "> 0"}},
        lambda d: [(d["c"] * mean(np.abs(d["x"]) ** d["c"])) ** (1 / d["c"])],
    ),
    # two known shapes
    "known_shapes": Own(
        "c/(s**(c*k)*gamma(k))*x**(c*k - 1)*exp(-(x/s)**c)",
        POSITIVE,
        {"s": "> 0"},
        CLOSED,
        {"x": POSITIVES, "c": 1.3, "k": 0.6},
        lambda p, d: (
            np.log(d["c"])
            - d["c"] * d["k"] * np.log(p[0])
            - gammaln(d["k"])
            + (d["c"] * d["k"] - 1) * np.log(d["x"])
            - (d["x"] / p[0]) ** d["c"]
        ),
        {"constants": {"c": "> 0", "k": "> 0"}},
        lambda d: [(mean(d["x"] ** d["c"]) / d["k"]) ** (1 / d["c"])],
    ),
    # a power of a logistic
    "logistic_power": Own(
        "a*exp(-x)/(1 + exp(-x))**(a + 1)",
        REAL,
        {"a": "> 0"},
        CLOSED,
        {"x": REALS},
        lambda p, d: np.log(p[0]) - d["x"] - (p[0] + 1) * np.log1p(np.exp(-d["x"])),
        answer=lambda d: [1 / mean(np.log1p(np.exp(-d["x"])))],
    ),
    # two columns on a curve: rates a and 1/a
    "reciprocal_rates": Own(
        "exp(-a*x - y/a)",
        {"x": "> 0", "y": "> 0"},
        {"a": "> 0"},
        CLOSED,
        {"x": POSITIVES, "y": T},
        lambda p, d: -p[0] * d["x"] - d["y"] / p[0],
        answer=lambda d: [np.sqrt(mean(d["y"]) / mean(d["x"]))],
    ),
    # the second column given the first
    "rate_times_first": Own(
        "a*exp(-a*x)*b*x*exp(-b*x*y)",
        {"x": "> 0", "y": "> 0"},
        {"a": "> 0", "b": "> 0"},
        CLOSED,
        {"x": POSITIVES, "y": T},
        lambda p, d: np.log(p[0] * p[1] * d["x"]) - p[0] * d["x"] - p[1] * d["x"] * d["y"],
        answer=lambda d: [1 / mean(d["x"]), 1 / mean(d["x"] * d["y"])],
    ),
    # how many came, and how many of them bought
    "thinned_counts": Own(
        "exp(-l)*l**x/factorial(x)*binomial(x, y)*q**y*(1 - q)**(x - y)",
        {"x": "integer >= 0", "y": "integer in [0, x]"},
        {"l": "> 0", "q": "(0, 1)"},
        CLOSED,
        {"x": WHOLE, "y": np.array([0, 1, 1, 4, 0])},
        lambda p, d: (
            d["x"] * np.log(p[0])
            - p[0]
            - gammaln(d["y"] + 1)
            - gammaln(d["x"] - d["y"] + 1)
            + d["y"] * np.log(p[1])
            + (d["x"] - d["y"]) * np.log1p(-p[1])
        ),
        answer=lambda d: [mean(d["x"]), np.sum(d["y"]) / np.sum(d["x"])],
    ),
    # a chain of two states, given the state before
    "two_states": Own(
        "a**((1 - z)*y)*(1 - a)**((1 - z)*(1 - y))*b**(z*(1 - y))*(1 - b)**(z*y)",
        {"y": "{0, 1}"},
        {"a": "(0, 1)", "b": "(0, 1)"},
        CLOSED,
        {"y": np.array([1, 0, 1, 0, 1]), "z": GROUP},
        lambda p, d: np.where(
            d["z"] == 0,
            np.where(d["y"] == 1, np.log(p[0]), np.log1p(-p[0])),
            np.where(d["y"] == 0, np.log(p[1]), np.log1p(-p[1])),
        ),
        {"covariates": {"z": "{0, 1}"}},
        lambda d: [mean(d["y"][d["z"] == 0]), 1 - mean(d["y"][d["z"] == 1])],
    ),
    # a support that starts at another column
    "ordered_pair": Own(
        "a**3*exp(-a*y)*(y - x)",
        {"x": "> 0", "y": "> x"},
        {"a": "> 0"},
        CLOSED,
        {"x": POSITIVES, "y": POSITIVES + T},
        lambda p, d: 3 * np.log(p[0]) - p[0] * d["y"] + np.log(d["y"] - d["x"]),
        answer=lambda d: [3 / mean(d["y"])],
    ),
}
