"""Expected information, bias and the exponential-family form."""

from symmle.information.bias import Bias, exact_bias
from symmle.information.expectations import Source, expectations_of, row_expectations
from symmle.information.exponential import ExponentialFamily, exponential_family
from symmle.information.fisher import ExpectedInformation, InformationAt, expected_information
from symmle.information.numbers import Point, point_of

__all__ = [
    "Bias",
    "ExpectedInformation",
    "ExponentialFamily",
    "InformationAt",
    "Point",
    "Source",
    "exact_bias",
    "expectations_of",
    "expected_information",
    "exponential_family",
    "point_of",
    "row_expectations",
]
