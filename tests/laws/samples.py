"""Float columns for `fit`, made from exact samples."""

import numpy as np

from symmle import families
from tests.densities import sample_of

# where most samples have no maximum inside, one that has
SPREAD = {
    "asymmetric_laplace": {"x": [0.32, -0.62, -2.5, -3.41, 0.98, 1.75, 0.24], "m": 0.25},
    "negative_binomial": {"x": [0, 7, 1, 0, 12, 3, 1]},
    "lomax": {"x": [0.1, 0.2, 5.0, 30.0, 0.7, 2.5, 1.0]},
    "ex_gaussian": {"x": [2.19, -1.05, 0.52, 0.11, 4.57, 0.18, -0.09]},
    "exponentiated_weibull": {"x": [1.1, 0.51, 3.12, 0.56, 0.29, 1.53, 0.68]},
    "generalised_gamma": {"x": [5.94, 2.28, 1.16, 0.19, 0.79, 1.99, 1.34]},
    "generalised_normal": {"x": [0.32, -0.62, -2.5, -3.41, 0.98, 1.75, 0.24], "m": 0.25},
    "gompertz": {"x": [1.0, 2.0, 3.0, 3.2, 2.5, 2.8, 0.7]},
    "student_t_free": {"x": [-0.1, 0.2, 0.05, -0.3, 6.0, -4.0, 0.4]},
    "truncated_exponential": {"x": [0.1, 0.7, 1.2, 0.3, 2.0, 0.5, 0.9], "c": 3.0},
    "rice": {"x": [2.1, 2.9, 1.7, 3.3, 2.5, 1.2, 2.2]},
    "generalised_poisson": {"x": [0, 7, 1, 0, 12, 3, 1]},
}


def columns_of(name, size=7, seed=1):
    """Columns and constants by name."""
    model = families.load(name)
    if name in SPREAD:
        return {
            column: np.array(given, dtype=float) if isinstance(given, list) else given
            for column, given in SPREAD[name].items()
        }
    data, values = sample_of(model, size, seed)
    known = {constant: float(values[model.symbols[constant]]) for constant in model.constants}
    return {symbol.name: np.array([float(v) for v in column]) for symbol, column in data.items()} | known


def picked(columns, indices):
    return {name: c[indices] if isinstance(c, np.ndarray) else c for name, c in columns.items()}
