"""Solve the likelihood equations: in closed form, by profiling, or not at all, with the reasons."""

from symmle.budget import Attempt
from symmle.solution.records import Boundary, Condition, Elimination, Kind, Mark, PowerForm, Solution
from symmle.solution.solve import solve_likelihood

__all__ = [
    "Attempt",
    "Boundary",
    "Condition",
    "Elimination",
    "Kind",
    "Mark",
    "PowerForm",
    "Solution",
    "solve_likelihood",
]
