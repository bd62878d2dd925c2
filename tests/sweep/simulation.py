"""Samples from any declared model, by the density that it declares."""

import numpy as np

from tests.sweep.evaluator import LogLikelihood

GRID = 4001
REACH = 12.0
WHOLE = 400


def simulate(model, chance, size):
    """Columns of a sample, and the parameters that it was drawn with."""
    known = {name: number_of(domain, chance) for name, domain in model.constants.items()}
    theta = np.array([number_of(domain, chance) for domain in model.parameters.values()])
    columns = {name: _covariate(domain, chance, size) for name, domain in model.covariates.items()}
    if not model.normalised:
        return {name: _covariate(d, chance, size) for name, d in model.data.items()} | columns | known, theta
    ((name, support),) = model.data.items()
    swap = {model.symbols[each]: value for each, value in known.items()}
    places = _places(support, swap)
    likelihood = LogLikelihood(model)
    grid = {name: places[None, :]} | {
        each: np.repeat(column[:, None], len(places), axis=1) for each, column in columns.items()
    }
    rows = size if columns else 1
    grid[name] = np.repeat(grid[name], rows, axis=0)
    heights = likelihood.rows(np.broadcast_to(theta, (rows, 1, len(theta))), grid | known)[:, 0, :]
    heights = np.broadcast_to(heights, (size, len(places)))
    drawn = [
        _drawn(places, each, chance, whole=support.integer or support.members is not None) for each in heights
    ]
    return {name: np.array(drawn)} | columns | known, theta


def _drawn(places, heights, chance, *, whole):
    weights = np.exp(np.nan_to_num(heights - np.nanmax(heights), nan=-np.inf))
    if not whole:
        weights = weights * np.gradient(places)
    total = np.cumsum(weights)
    place = np.searchsorted(total, chance.random() * total[-1])
    place = min(place, len(places) - 1)
    if whole:
        return places[place]
    share = chance.random()
    return (1 - share) * places[max(place - 1, 0)] + share * places[place]


def ends_of(domain, swap):
    """The ends of a domain, as floats."""
    return [float(end.xreplace(swap)) for end in (domain.lower, domain.upper)]


def _places(domain, swap):
    if domain.members is not None:
        return np.array([float(member.xreplace(swap)) for member in domain.members])
    lower, upper = ends_of(domain, swap)
    if domain.integer:
        first = lower if np.isfinite(lower) else -WHOLE
        return np.arange(first, min(upper, first + 2 * WHOLE) + 1)
    line = np.linspace(-REACH, REACH, GRID)
    if np.isfinite(lower) and np.isfinite(upper):
        return lower + (upper - lower) / (1 + np.exp(-line))
    if np.isfinite(lower):
        return lower + np.exp(line / 1.5)
    return upper - np.exp(-line / 1.5) if np.isfinite(upper) else np.sinh(line)


def number_of(domain, chance):
    """A number from a domain, as a float."""
    if domain.integer:
        return float(domain.lower) + 4.0 if np.isfinite(float(domain.lower)) else 3.0
    lower, upper = ends_of(domain, {})
    if np.isfinite(lower) and np.isfinite(upper):
        return lower + (upper - lower) * chance.uniform(0.15, 0.85)
    step = np.exp(0.5 * chance.normal())
    if np.isfinite(lower):
        return lower + step
    return upper - step if np.isfinite(upper) else chance.normal()


def _covariate(domain, chance, size):
    if domain.members is not None:
        return chance.choice([float(member) for member in domain.members], size=size)
    if np.isfinite(float(domain.lower)):
        return float(domain.lower) + np.exp(0.7 * chance.normal(size=size))
    return chance.normal(size=size)
