"""From sums over the sample to sufficient statistics."""

from symmle.reduction.expansion import collapse_powers, expand_numerators
from symmle.reduction.reduce import Reduction, reduce_log_likelihood
from symmle.reduction.split import row_pieces, two_values
from symmle.reduction.squares import complete_squares
from symmle.reduction.statistics import reduce_sums

__all__ = [
    "Reduction",
    "collapse_powers",
    "complete_squares",
    "expand_numerators",
    "reduce_log_likelihood",
    "reduce_sums",
    "row_pieces",
    "two_values",
]
