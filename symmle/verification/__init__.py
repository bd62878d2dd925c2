"""Hand derivations checked: proved, refuted with a counterexample, supported by numbers, or undecided."""

from symmle.verification.procedure import verify
from symmle.verification.verdict import Counterexample, Outcome, Verdict

__all__ = ["Counterexample", "Outcome", "Verdict", "verify"]
