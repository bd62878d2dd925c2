"""Expected information, bias, efficiency and the exponential-family form."""

from symmle.information.bias import Bias, Biases, Order, biases, exact_bias
from symmle.information.efficiency import Attainment, Efficiency, efficiencies
from symmle.information.expectations import Source, expectations_of, row_expectations, tidy
from symmle.information.exponential import ExponentialFamily, exponential_family
from symmle.information.first_order import BiasAt, inverted
from symmle.information.fisher import ExpectedInformation, InformationAt, expected_information
from symmle.information.numbers import Point, point_of

__all__ = [
    "Attainment",
    "Bias",
    "BiasAt",
    "Biases",
    "Efficiency",
    "ExpectedInformation",
    "ExponentialFamily",
    "InformationAt",
    "Order",
    "Point",
    "Source",
    "biases",
    "efficiencies",
    "exact_bias",
    "expectations_of",
    "expected_information",
    "exponential_family",
    "inverted",
    "point_of",
    "row_expectations",
    "tidy",
]
