"""Work bounded by counts, not seconds.

A `Budget` counts Python calls and raises `Spent` when they are used up, so that the same work ends at
the same place on a busy machine and on an idle one. `attempt` runs one open-ended question under a
budget and says what became of it.
"""

from symmle.budget.attempts import Attempt, Outcome, attempt
from symmle.budget.counting import Budget, Spent

__all__ = ["Attempt", "Budget", "Outcome", "Spent", "attempt"]
