"""Values that can be trusted: rationals, 50 digits and quadrature, in mpmath contexts of this room's own.

What is evaluated here is evaluated slowly and surely. It serves the checks: whether a density has mass one,
whether a claim holds, whether a generated module computes what was derived.
"""

from symmle.exact.arithmetic import NotEvaluable, Number
from symmle.exact.context import working
from symmle.exact.evaluation import compile_expression, evaluate, evaluate_number
from symmle.exact.mass import expectation, total_mass
from symmle.exact.quadrature import Mass

__all__ = [
    "Mass",
    "NotEvaluable",
    "Number",
    "compile_expression",
    "evaluate",
    "evaluate_number",
    "expectation",
    "total_mass",
    "working",
]
