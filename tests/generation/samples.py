"""Data and parameter values for any declared model, made from its domains alone."""

import numpy as np
from sympy import S

SPREAD = (0.31, 1.27, 0.74, 2.43, 0.58, 1.91, 0.12, 3.17, 0.97, 1.46, 0.66, 2.02)
COUNTS = (0, 3, 1, 7, 2, 0, 5, 1, 4, 2, 9, 1)


def numbers(domain, constants):
    """Twelve numbers of a domain."""
    if domain.members is not None:
        members = [float(member.xreplace(constants)) for member in domain.members]
        return np.array([members[count % len(members)] for count in COUNTS])
    lower, upper = (float(end.xreplace(constants)) for end in (domain.lower, domain.upper))
    if domain.integer:
        first = lower if np.isfinite(lower) else 0.0
        return np.minimum(first + np.array(COUNTS, dtype=float), upper)
    spread = np.array(SPREAD)
    if np.isfinite(lower) and np.isfinite(upper):
        return lower + (upper - lower) * spread / 4.0
    if np.isfinite(lower):
        return lower + spread
    return upper - spread if np.isfinite(upper) else 3.0 * spread - 4.0


def interior(domain, turn):
    """A number inside a parameter's domain, another one for each turn."""
    step = (0.85, 1.6, 0.45)[turn % 3]
    lower, upper = float(domain.lower), float(domain.upper)
    if np.isfinite(lower) and np.isfinite(upper):
        return lower + (upper - lower) * (0.3 + 0.2 * (turn % 3))
    if np.isfinite(lower):
        return lower + step
    return upper - step if np.isfinite(upper) else step - 1.1


def constant(domain):
    """A value for a known number."""
    if domain.integer:
        return 9.0 if domain.lower == S.NegativeInfinity else float(domain.lower) + 9.0
    return interior(domain, 1)


def columns_of(model):
    """The columns of a model in the order of the module's arguments."""
    constants = {model.symbols[name]: constant(domain) for name, domain in model.constants.items()}
    swap = {symbol: S(value) if value != int(value) else S(int(value)) for symbol, value in constants.items()}
    rows = [numbers(domain, swap) for domain in (*model.data.values(), *model.covariates.values())]
    rows = [np.roll(row, position) for position, row in enumerate(rows)]
    return [*rows, *constants.values()]


def theta_of(model, turn=0):
    """A point inside the parameter space."""
    return np.array([interior(domain, turn + i) for i, domain in enumerate(model.parameters.values())])
