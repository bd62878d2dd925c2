"""Printers: SymPy expressions as NumPy text.

A printer decides no algebra: it prints what it is given, in floating point, with the parentheses that
Python's grammar needs, and it refuses what NumPy and SciPy cannot compute.
"""

from symmle.generation.printing.functions import CARRIED, FUNCTIONS
from symmle.generation.printing.printer import numpy_text

__all__ = ["CARRIED", "FUNCTIONS", "numpy_text"]
