"""The sign prover: what is positive, by the domains of symbols and the facts that hold for every sample.

A sign is the set of signs that an expression can take. Every rule widens that set, never narrows it wrongly,
so 'positive' is a proof and 'unknown' is only a shrug.
"""

from symmle.signs.continuity import is_continuous, is_smooth
from symmle.signs.facts import Facts, Range
from symmle.signs.intervals import range_of
from symmle.signs.logarithms import expand_logarithms, logarithm
from symmle.signs.prover import freed_of_parameters, sign
from symmle.signs.rows import mean_row
from symmle.signs.words import Sign

__all__ = [
    "Facts",
    "Range",
    "Sign",
    "expand_logarithms",
    "freed_of_parameters",
    "is_continuous",
    "is_smooth",
    "logarithm",
    "mean_row",
    "range_of",
    "sign",
]
