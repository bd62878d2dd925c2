"""Values that can be trusted: rationals, 50 digits and quadrature, in mpmath contexts of this room's own.

What is evaluated here is evaluated slowly and surely. It serves the checks: whether a density has mass one,
whether a claim holds, whether a generated module computes what was derived.
"""

from symmle.exact.arithmetic import (
    NotEvaluable,
    Number,
    add,
    checked,
    exact_number,
    is_exact,
    multiply,
    power,
    real,
)
from symmle.exact.closures import Closure, Frame, Resolver, compiled, constant_parts
from symmle.exact.context import current_context, working
from symmle.exact.evaluation import compile_expression, evaluate, evaluate_number, given_number
from symmle.exact.mass import expectation, total_mass
from symmle.exact.quadrature import Mass

__all__ = [
    "Closure",
    "Frame",
    "Mass",
    "NotEvaluable",
    "Number",
    "Resolver",
    "add",
    "checked",
    "compile_expression",
    "compiled",
    "constant_parts",
    "current_context",
    "evaluate",
    "evaluate_number",
    "exact_number",
    "expectation",
    "given_number",
    "is_exact",
    "multiply",
    "power",
    "real",
    "total_mass",
    "working",
]
