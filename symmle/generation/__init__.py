"""From symbolic results to the text of a NumPy module that keeps the interface of all modules.

The algebra ends where this room begins: formulas become programs in plain names, are rewritten so that they
neither overflow nor cancel, share what they have in common, and are printed.
"""

from symmle.generation.construction import build_program
from symmle.generation.program import Program, load, write
from symmle.generation.programs import ModuleSpec, RowProgram, ScalarProgram

__all__ = ["ModuleSpec", "Program", "RowProgram", "ScalarProgram", "build_program", "load", "write"]
