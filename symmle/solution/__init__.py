"""Solve the likelihood equations: in closed form, by profiling, or not at all, with the reasons."""

from symmle.budget import Attempt
from symmle.solution.groups import Constrained, Explicit, LinearBlock
from symmle.solution.lambert import ExponentialForm
from symmle.solution.records import (
    Boundary,
    Change,
    Condition,
    Coordinates,
    Critical,
    Elimination,
    Fold,
    Kind,
    Mark,
    OpenEnd,
    Solution,
    Solved,
)
from symmle.solution.score_forms import Form, Isolated, PowerForm
from symmle.solution.solve import solve_likelihood
from symmle.solution.strategies import STRATEGIES, Strategy
from symmle.solution.waves import WaveForm

__all__ = [
    "STRATEGIES",
    "Attempt",
    "Boundary",
    "Change",
    "Condition",
    "Constrained",
    "Coordinates",
    "Critical",
    "Elimination",
    "Explicit",
    "ExponentialForm",
    "Fold",
    "Form",
    "Isolated",
    "Kind",
    "LinearBlock",
    "Mark",
    "OpenEnd",
    "PowerForm",
    "Solution",
    "Solved",
    "Strategy",
    "WaveForm",
    "solve_likelihood",
]
