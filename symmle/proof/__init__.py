"""What is proved about a solution, as data, and the checker that replays it.

SymPy's ``solve``, ``limit`` and ``simplify`` propose and prove nothing. A proved step is a differentiation,
exact arithmetic, a count of sign changes, a sign found by the prover, a limit from the table, or a named
lemma.
"""

from symmle.proof.argument import prove
from symmle.proof.certificate import Certificate, Grade, ProofStep, Rule
from symmle.proof.checker import Replay, checked, replay
from symmle.proof.identifiability import refuse_unidentified
from symmle.proof.limit_models import limit_model, with_limit_models
from symmle.proof.unbounded import find_path, find_pole, without_maximum

__all__ = [
    "Certificate",
    "Grade",
    "ProofStep",
    "Replay",
    "Rule",
    "checked",
    "find_path",
    "find_pole",
    "limit_model",
    "prove",
    "refuse_unidentified",
    "replay",
    "with_limit_models",
    "without_maximum",
]
