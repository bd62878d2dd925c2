"""Float columns for `fit`, made from exact samples."""

import numpy as np

from symmle import families
from tests.densities import sample_of

# where most samples have no maximum inside, one that has
SPREAD = {
    "negative_binomial": np.array([0.0, 7.0, 1.0, 0.0, 12.0, 3.0, 1.0]),
    "lomax": np.array([0.1, 0.2, 5.0, 30.0, 0.7, 2.5, 1.0]),
}


def columns_of(name, size=7, seed=1):
    """Columns and constants by name."""
    model = families.load(name)
    if name in SPREAD:
        return {"x": SPREAD[name]}
    data, values = sample_of(model, size, seed)
    known = {constant: float(values[model.symbols[constant]]) for constant in model.constants}
    return {symbol.name: np.array([float(v) for v in column]) for symbol, column in data.items()} | known


def picked(columns, indices):
    return {name: c[indices] if isinstance(c, np.ndarray) else c for name, c in columns.items()}
