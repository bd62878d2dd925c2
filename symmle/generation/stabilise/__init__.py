"""Named rewrites that keep the value and save the digits.

``log(gamma(x))`` overflows where its value is a thousand; ``log(1 + exp(x))`` overflows where its value is x.
Each rewrite is one function whose docstring says what stands before and after; one table says in which order
they are tried.
"""

from symmle.generation.stabilise.nodes import ClosedEnds
from symmle.generation.stabilise.table import REWRITES, Rewrite, stabilise

__all__ = ["REWRITES", "ClosedEnds", "Rewrite", "stabilise"]
