"""How mathematics is written in text: expressions and domains, read into SymPy without ever being evaluated.

Text comes from model files, command lines and other people. It is bounded before it is parsed, parsed by
Python's own grammar, and then walked: arithmetic, numbers, declared names and listed functions are built, and
anything else is refused with the column where it stands.
"""

from symmle.notation.adoption import adopt_expression, rebind
from symmle.notation.domain_text import parse_domain
from symmle.notation.domains import Domain
from symmle.notation.expressions import parse_expression, read_expression, settle_expression
from symmle.notation.functions import CONSTANTS, FUNCTIONS
from symmle.notation.names import check_name, decimal_number, exact_number, suggestion

__all__ = [
    "CONSTANTS",
    "FUNCTIONS",
    "Domain",
    "adopt_expression",
    "check_name",
    "decimal_number",
    "exact_number",
    "parse_domain",
    "parse_expression",
    "read_expression",
    "rebind",
    "settle_expression",
    "suggestion",
]
