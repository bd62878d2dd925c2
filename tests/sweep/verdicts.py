"""One family, many samples: is the estimate the highest point, does the likelihood climb as it is told."""

import re
import warnings
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

import symmle as sm
from symmle.exact.arithmetic import NotEvaluable
from tests.densities import log_likelihood
from tests.sweep.evaluator import LogLikelihood
from tests.sweep.search import Coordinates, highest
from tests.sweep.simulation import simulate

STEPS = 12
SLACK = 1e-9


@dataclass(frozen=True)
class Verdict:
    """What became of one sample, and by how much what was said falls short."""

    seed: int
    size: int
    outcome: str
    optimality: str = ""
    short: float = 0.0
    tolerance: float = 0.0
    told: str = ""

    @property
    def holds(self):
        """Whether what was said is borne out."""
        return bool(self.short <= self.tolerance)


@dataclass(frozen=True)
class Family:
    """A family with what is needed to judge its fits."""

    model: sm.Model
    likelihood: LogLikelihood
    coordinates: Coordinates

    @classmethod
    def of(cls, name):
        """The family of this name."""
        model = sm.families.load(name)
        return cls(model, LogLikelihood(model), Coordinates(model))

    def stacked(self, drawn):
        """Columns of several samples of one size."""
        names = (*self.model.data, *self.model.covariates)
        stacked = {name: np.stack([columns[name] for columns in drawn]) for name in names}
        return stacked | {name: drawn[0][name] for name in self.model.constants}

    def exactly(self, columns, theta):
        """The log-likelihood at a point, in fifty digits."""
        names = (*self.model.data, *self.model.covariates)
        symbols = self.model.symbols
        data = {symbols[name]: [Fraction(float(value)) for value in columns[name]] for name in names}
        values = {symbols[name]: Fraction(float(columns[name])) for name in self.model.constants}
        values |= {symbols[n]: Fraction(float(v)) for n, v in zip(self.model.parameters, theta, strict=True)}
        try:
            return float(log_likelihood(self.model, data, values))
        except (NotEvaluable, ArithmeticError):
            return -np.inf


def sweep(name, seeds, size):
    """Verdicts on samples of one size, one for each seed."""
    family = Family.of(name)
    drawn = [simulate(family.model, np.random.default_rng([seed, size]), size)[0] for seed in seeds]
    return judged(family, drawn, [(seed, size) for seed in seeds])


def judged(family, drawn, labels):
    """Verdicts on samples of one size, searched together; a label is (seed, size)."""
    chance = np.random.default_rng(labels[0][1])
    # constants differ from sample to sample, so that such samples are searched one by one
    together = [[i] for i in range(len(drawn))] if family.model.constants else [list(range(len(drawn)))]
    verdicts = []
    for indices in together:
        reached, tops = highest(
            family.likelihood, family.coordinates, family.stacked([drawn[i] for i in indices]), chance
        )
        points = family.coordinates.values(reached)
        for i, point, top in zip(indices, points, tops, strict=True):
            verdicts.append(judge(family, drawn[i], (point, float(top)), labels[i]))
    return verdicts


def judge(family, columns, best, label):
    """Fit one sample, and compare with the highest point that the searches found."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            fit = sm.fit(family.model, columns)
        except sm.NoMaximumError as error:
            return climbs(family, columns, error, label)
        except sm.ConvergenceError as error:
            return Verdict(*label, "not converged", told=str(error))
    theta = np.array([fit.estimates[each] for each in family.model.parameters])
    rows = family.likelihood.rows(theta[None, None], family.stacked([columns]))[0, 0]
    reached, sizes = float(rows.sum()), float(np.abs(rows).sum())
    if not np.isfinite(reached):  # on a closed end the limit counts
        reached, sizes = fit.log_likelihood, abs(fit.log_likelihood)
    point, top = best
    short, slack = top - reached, SLACK * (1 + sizes)
    if short > slack:  # far out a double may say too much
        short = family.exactly(columns, point) - family.exactly(columns, theta)
    return Verdict(*label, fit.status, str(fit.optimality), short, slack, str(fit.estimates))


LIMIT = re.compile(r"(\w+) -> ([^\s;,]+)")


def climbs(family, columns, error, label):
    """Whether the likelihood rises over twelve geometric steps on the way that the error names."""
    told = f"{error.category}: {error.limit}"
    found = LIMIT.match(error.limit or "")
    if found is None or found[1] not in family.model.parameters:
        return Verdict(*label, "no maximum", told=told)
    index = list(family.model.parameters).index(found[1])
    steps = np.log(2) * (1 + np.arange(STEPS))
    if falling(family.coordinates.ends[index], found[2]):
        steps = -steps
    repeated = family.stacked([columns] * STEPS)
    chance = np.random.default_rng(label)
    _, heights = highest(family.likelihood, family.coordinates, repeated, chance, held=(index, steps))
    fall = float(max(0.0, -np.diff(heights).min()))
    return Verdict(*label, "no maximum", "", fall, 1e-7 * (1 + np.abs(heights).max()), told)


def falling(ends, end):
    """Whether the way leads to the lower end: then the coordinate falls."""
    lower, upper = ends
    if end.lstrip("-") == "oo":
        return end.startswith("-")
    return not np.isfinite(upper) or abs(number(end) - lower) < abs(number(end) - upper)


def number(text):
    """A number as it stands in a limit, such as ``1/4``."""
    top, _, bottom = text.partition("/")
    return float(top) / float(bottom or 1)
