"""Every sample of at most three rows over a few values: what is told of each is what searches find.

Small samples lie on both sides of every condition: equal rows, rows of zeros, counts on an end.
"""

import tomllib
from importlib import resources
from itertools import combinations_with_replacement, product

import numpy as np
import pytest

from symmle import families
from symmle.solution import Mark
from tests.densities import derived
from tests.sweep.simulation import ends_of, number_of
from tests.sweep.test_sweep import LOCAL, UNDECIDED
from tests.sweep.verdicts import Family, judged

SHARES = (0.25, 0.5, 0.875)
ROWS = 6

#: families of measured rows that are looked at too: equal rows, zeros, all rows censored
MEASURED = (
    "exponential",
    "exponential_censored",
    "exponential_scale",
    "gaussian",
    "half_normal",
    "levy",
    "rayleigh",
)


def is_counted(name):
    """Whether the rows are whole numbers or members of a set, read from the file, which costs nothing."""
    text = resources.files("symmle.families").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return all(domain.startswith(("integer", "{")) for domain in tomllib.loads(text)["data"].values())


COUNTED = [name for name in families.names() if is_counted(name)]


def places(domain, swap):
    """A few values of a column, its closed ends among them."""
    if domain.members is not None:
        return [float(member.xreplace(swap)) for member in domain.members]
    lower, upper = ends_of(domain, swap)
    if domain.integer:
        first = lower if np.isfinite(lower) else -1.0
        return [value for value in (first, first + 1, first + 2, first + 5) if value <= upper]
    ends = ((lower, domain.lower_open), (upper, domain.upper_open))
    closed = [end for end, is_open in ends if np.isfinite(end) and not is_open]
    if np.isfinite(lower) and np.isfinite(upper):
        return [*closed, *(lower + share * (upper - lower) for share in SHARES)]
    if np.isfinite(lower):
        return [*closed, lower + 0.5, lower + 1.0, lower + 4.0]
    return [*closed, upper - 4.0, upper - 0.5] if np.isfinite(upper) else [-1.5, 0.5, 1.0]


def small_samples(model, size):
    """Columns of every sample of so many rows, with one number for each constant."""
    chance = np.random.default_rng(0)
    known = {name: number_of(domain, chance) for name, domain in model.constants.items()}
    swap = {model.symbols[name]: value for name, value in known.items()}
    domains = {**model.data, **model.covariates}
    rows = list(product(*(places(domain, swap) for domain in domains.values())))
    for sample in combinations_with_replacement(rows[:ROWS], size):
        yield dict(zip(domains, map(np.array, zip(*sample, strict=True)), strict=True)) | known


def verdicts_of(name):
    """What is told of each small sample, and whether searches bear it out."""
    family = Family.of(name)
    for size in (1, 2, 3):
        drawn = list(small_samples(family.model, size))
        yield from judged(family, drawn, [(turn, size) for turn in range(len(drawn))])


@pytest.mark.slow
@pytest.mark.parametrize("name", [*COUNTED, *MEASURED])
def test_what_is_told_of_every_small_sample_is_so(name):
    verdicts = list(verdicts_of(name))
    wrong = [v for v in verdicts if not v.holds]
    assert [v for v in wrong if v.optimality != "local"] == []
    assert wrong == [] or name in LOCAL
    outcomes = {v.outcome for v in verdicts}
    assert "not converged" not in outcomes or name in UNDECIDED
    needed = [c for c in derived(name).estimator.conditions if c.mark is not Mark.SUFFICIENT]
    if needed:
        assert len(outcomes - {"not converged"}) > 1, "samples on both sides of the conditions"


@pytest.mark.parametrize(("name", "samples"), [("bernoulli", 9), ("poisson", 34), ("weibull_censored", 83)])
def test_the_samples_are_all_there_are(name, samples):
    assert sum(1 for size in (1, 2, 3) for _ in small_samples(families.load(name), size)) == samples
