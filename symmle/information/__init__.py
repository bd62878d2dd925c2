"""Expected information, exact bias and the exponential-family form, from score identities."""

from symmle.information.bias import Bias, exact_bias
from symmle.information.expectations import row_expectations
from symmle.information.exponential import ExponentialFamily, exponential_family
from symmle.information.fisher import ExpectedInformation, expected_information

__all__ = [
    "Bias",
    "ExpectedInformation",
    "ExponentialFamily",
    "exact_bias",
    "expected_information",
    "exponential_family",
    "row_expectations",
]
