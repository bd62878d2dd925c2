"""Derivations as documents: mathematics in a textbook's notation, and renderers that know only documents."""

from symmle.exposition.composition import compose, latex_of, text_of
from symmle.exposition.statistic_notation import spelled_out

__all__ = ["compose", "latex_of", "spelled_out", "text_of"]
