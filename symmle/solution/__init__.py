"""Solve the likelihood equations: in closed form, by profiling, or not at all, with the reasons."""

from symmle.budget import Attempt
from symmle.solution.records import (
    Boundary,
    Change,
    Condition,
    Coordinates,
    Critical,
    Elimination,
    Kind,
    Mark,
    OpenEnd,
    Solution,
)
from symmle.solution.score_forms import Form, Isolated, PowerForm
from symmle.solution.solve import solve_likelihood
from symmle.solution.strategies import STRATEGIES, Strategy

__all__ = [
    "STRATEGIES",
    "Attempt",
    "Boundary",
    "Change",
    "Condition",
    "Coordinates",
    "Critical",
    "Elimination",
    "Form",
    "Isolated",
    "Kind",
    "Mark",
    "OpenEnd",
    "PowerForm",
    "Solution",
    "Strategy",
    "solve_likelihood",
]
