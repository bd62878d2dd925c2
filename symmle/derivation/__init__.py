"""Derivations as people meet them: the whole line from a model to an estimator, and its story."""

from symmle.derivation.derivation import Derivation
from symmle.derivation.estimator import Estimator, Piece
from symmle.derivation.pipeline import derive, generate

__all__ = ["Derivation", "Estimator", "Piece", "derive", "generate"]
