"""From programs to the lines of Python functions.

Each function of a module has one emitter, which returns the lines of its body.  The template says where the
functions stand and what their docstrings are.
"""

from symmle.generation.emission.functions import emit_functions

__all__ = ["emit_functions"]
