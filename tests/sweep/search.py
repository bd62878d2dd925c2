"""The highest of many searches: Nelder and Mead's, for all starts of all samples at once."""

import numpy as np
from scipy.special import expit, logit

STARTS = 50
FAR = 25.0  # further out on the line a double tells 1 + exp(-z) from one no more


class Coordinates:
    """Each parameter on the whole line; those of a simplex as shares of its constant."""

    def __init__(self, model):
        self.ends = [(float(d.lower), float(d.upper)) for d in model.parameters.values()]
        self.real = np.array([not np.isfinite(ends).any() for ends in self.ends])
        self.simplices = [simplex_of(model, constraint) for constraint in model.constraints]

    def values(self, z):
        """From the line into the domains."""
        with np.errstate(over="ignore"):
            found = np.stack([self._value(i, z[..., i]) for i in range(len(self.ends))], axis=-1)
        for bound, slopes, constant in self.simplices:
            weights = np.exp(np.clip(z[..., bound], -FAR, FAR))
            found[..., bound] = constant * weights / (weights @ slopes)[..., None]
        return found

    def _value(self, i, z):
        lower, upper = self.ends[i]
        if np.isfinite(lower) and np.isfinite(upper):
            return lower + (upper - lower) * expit(z)
        if np.isfinite(lower):
            return lower + np.exp(z)
        return upper - np.exp(z) if np.isfinite(upper) else z

    def line(self, theta):
        """From the domains onto the line, ends moved inwards."""
        found = []
        for (lower, upper), value in zip(self.ends, theta, strict=True):
            if np.isfinite(lower) and np.isfinite(upper):
                found.append(logit(np.clip((value - lower) / (upper - lower), 1e-12, 1 - 1e-12)))
            elif np.isfinite(lower):
                found.append(np.log(max(value - lower, 1e-12)))
            else:
                found.append(np.log(max(upper - value, 1e-12)) if np.isfinite(upper) else value)
        for bound, _, _ in self.simplices:
            for i in bound:
                found[i] = np.log(max(theta[i], 1e-12))
        return np.array(found)


def simplex_of(model, constraint):
    """Which parameters a constraint holds together, their positive coefficients, and what they add up to."""
    places = [model.symbols[name] for name in model.parameters]
    slopes = constraint.slopes(places)
    assert all(slope > 0 for slope in slopes.values())
    bound = [i for i, place in enumerate(places) if place in slopes]
    constant = -float(constraint.difference.xreplace(dict.fromkeys(places, 0)))
    return bound, np.array([float(slopes[places[i]]) for i in bound]), constant


def starts(coordinates, samples, columns, chance):
    """Fifty starts for each sample: wide, and about the middle of the data where a parameter is real."""
    z = 1.5 * chance.normal(size=(samples, STARTS, len(coordinates.ends)))
    first = next(iter(columns.values()))
    middle, spread = np.median(first, axis=1), np.std(first, axis=1) + 1e-3
    for i, (lower, upper) in enumerate(coordinates.ends):
        if not np.isfinite(lower) and not np.isfinite(upper) and i == 0:
            z[..., i] = middle[:, None] + spread[:, None] * z[..., i]
    return z


def climb(height, z, steps):
    """Nelder and Mead's method on every start; ``height`` takes and gives arrays (samples, points, ...).

    Returns the points reached and their heights.
    """
    size = z.shape[2]
    simplex = np.repeat(z[:, :, None, :], size + 1, axis=2)
    for i in range(size):
        simplex[:, :, i + 1, i] += 0.5 + 0.2 * np.abs(z[..., i])
    tops = np.stack([height(simplex[:, :, k]) for k in range(size + 1)], axis=2)
    for _ in range(steps):
        order = np.argsort(-tops, axis=2)
        simplex = np.take_along_axis(simplex, order[..., None], axis=2)
        tops = np.take_along_axis(tops, order, axis=2)
        centre = simplex[:, :, :-1].mean(axis=2)
        worst = simplex[:, :, -1]
        reflected = 2 * centre - worst
        at_reflected = height(reflected)
        outwards = at_reflected > tops[:, :, 0]
        inwards = at_reflected <= tops[:, :, -2]
        share = np.where(outwards, 2.0, np.where(at_reflected > tops[:, :, -1], 0.5, -0.5))
        other = centre + share[..., None] * (centre - worst)
        at_other = height(other)
        take = (outwards & (at_other > at_reflected)) | (
            inwards & (at_other > np.maximum(at_reflected, tops[:, :, -1]))
        )
        new = np.where(take[..., None], other, reflected)
        at_new = np.where(take, at_other, at_reflected)
        better = at_new > tops[:, :, -1]
        simplex[:, :, -1] = np.where(better[..., None], new, worst)
        tops[:, :, -1] = np.where(better, at_new, tops[:, :, -1])
        if not better.all():
            shrunk = ~better
            best = simplex[:, :, :1]
            simplex = np.where(shrunk[..., None, None], best + 0.5 * (simplex - best), simplex)
            for k in range(1, size + 1):
                tops[:, :, k] = np.where(shrunk, height(simplex[:, :, k]), tops[:, :, k])
    best = np.argmax(tops, axis=2)
    reached = np.take_along_axis(simplex, best[..., None, None], axis=2)[:, :, 0]
    return reached, np.take_along_axis(tops, best[..., None], axis=2)[..., 0]


def highest(likelihood, coordinates, columns, chance, held=None):
    """The best point of fifty searches for each sample, and the log-likelihood there.

    ``held`` is (index, values): a parameter that keeps one value on the line for each sample.
    """
    samples = columns[likelihood.columns[0]].shape[0]
    z = starts(coordinates, samples, {n: columns[n] for n in likelihood.columns}, chance)
    if held is not None:  # the way may lead far out in the others too
        z *= np.where(coordinates.real, np.exp(chance.uniform(0, 16, size=(STARTS, 1))), 1.0)
    free = [i for i in range(z.shape[2]) if held is None or i != held[0]]

    def whole(part):
        if held is None:
            return part
        out = np.empty((*part.shape[:2], z.shape[2]))
        out[..., free] = part
        out[..., held[0]] = held[1][:, None]
        return out

    def height(part):
        points = whole(part)
        inside = (np.abs(points) < np.where(coordinates.real, np.inf, FAR)).all(axis=-1)
        return np.where(inside, likelihood(coordinates.values(points), columns), -np.inf)

    if not free:
        return whole(z[:, :1, :0])[:, 0], height(z[:, :1, :0])[:, 0]
    steps = (60 + 60 * len(free)) * (1 if held is None else 4)
    reached, tops = climb(height, z[..., free], steps)
    best = np.argmax(tops, axis=1)
    chosen = np.take_along_axis(reached, best[:, None, None], axis=1)
    polished, at = climb(height, chosen, steps)
    return whole(polished)[:, 0], at[:, 0]
