"""From a density to the log-likelihood of a sample of symbolic size, as a textbook writes it."""

from symmle.likelihood.build import LogLikelihood, build_log_likelihood
from symmle.likelihood.gathering import gather_logarithms
from symmle.likelihood.textbook import textbook_sum
from symmle.signs import expand_logarithms, logarithm

__all__ = [
    "LogLikelihood",
    "build_log_likelihood",
    "expand_logarithms",
    "gather_logarithms",
    "logarithm",
    "textbook_sum",
]
