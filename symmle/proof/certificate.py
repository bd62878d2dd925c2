"""The certificate: every step of the argument, as data."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sympy import Basic, Expr

from symmle.likelihood import LogLikelihood
from symmle.signs import Facts
from symmle.solution import Boundary, Condition


class Grade(StrEnum):
    """How much is proved about the solution being the global maximum."""

    PROVED = "proved"
    UNDER_LEMMA = "proved under lemma"
    LOCAL = "local"
    UNPROVED = "unproved"


class Rule(StrEnum):
    """The rules of the kernel; the checker knows one replay for each."""

    DERIVATIVE = "derivative"
    REWRITE = "rewrite"
    SIGN = "sign"
    MONOTONE = "monotone generator"
    ONE_SIGN_CHANGE = "one sign change"
    ROOT = "root"
    EXPONENTIAL = "line and exponential"
    ONE_FALL = "one fall"
    BRANCH = "branch of Lambert's W"
    SUBSTITUTION = "substitution"
    BOUNDARY = "closed end"
    PROFILE = "profile argument"
    STRICTLY_FALLING = "strictly falling"
    NEVER_RISING = "never rising"
    ENDS = "signs at the ends"
    LEMMA = "lemma"
    REFLECTION = "reflection"
    THROUGH = "through a function"
    STATIONARY = "stationary points"
    FALLS_TO_END = "falls to an end"
    UNBOUNDED = "unbounded at an end"
    COMPARISON = "comparison"
    NATURAL = "natural parameters"
    INDEPENDENT = "independent statistics"
    CONVEX_IMAGE = "convex image"
    STRICTLY_CONCAVE = "strictly concave in natural parameters"
    HULL = "inside the convex hull"
    AFFINE_CONCAVE = "concave in an affine quantity"
    COERCIVE = "falls at both ends"
    COORDINATES = "other coordinates"
    WAVE = "one wave"
    TOP_OF_WAVE = "top of the wave"
    LAGRANGIAN = "Lagrangian"
    MULTIPLIER = "multiplier"
    CONSTRAINED = "maximum under the constraint"
    EXPLICIT = "constraint put in"
    NORMAL_EQUATIONS = "normal equations"
    POSITIVE_DEFINITE = "positive definite"
    LINEAR_ROOT = "root of linear equations"
    PUT_IN_TOGETHER = "roots put in together"
    NO_MAXIMUM = "unbounded for every sample"


@dataclass(frozen=True, slots=True)
class ProofStep:
    """One step: by a rule, from premises, to a conclusion.

    Parameters
    ----------
    rule : Rule
        By what right.
    premises : tuple of Basic
        What the rule starts from; which place means what is the rule's own convention.
    conclusion : Basic
        What it establishes.
    sentence : str
        The step in words.
    """

    rule: Rule
    premises: tuple[Basic, ...]
    conclusion: Basic
    sentence: str


@dataclass(frozen=True, slots=True)
class Certificate:
    """What is proved, and how.

    Parameters
    ----------
    grade : Grade
        Never stronger than the weakest step.
    steps : tuple of ProofStep
        The argument.
    facts : Facts
        The premises that all steps share: the domains and the conditions on the data.
    lemmas : tuple of str
        The lemmas used, with their references.
    open_question : str
        What is missing where the grade is not 'proved'.
    conditions : tuple of Condition
        What the data must satisfy: all that the facts may take from them.
    boundaries : tuple of Boundary
        The data that put the maximum on a closed end.
    existence_known : bool
        Whether the conditions together are enough for the maximum to exist.
    moved : LogLikelihood or None
        Where the first step leads to other coordinates: the log-likelihood in them.
    """

    grade: Grade
    steps: tuple[ProofStep, ...]
    facts: Facts
    lemmas: tuple[str, ...] = ()
    open_question: str = ""
    conditions: tuple[Condition, ...] = ()
    boundaries: tuple[Boundary, ...] = ()
    existence_known: bool = True
    moved: LogLikelihood | None = None

    @property
    def reasons(self) -> tuple[str, ...]:
        """The argument, sentence by sentence."""
        said = tuple(step.sentence for step in self.steps)
        return (*said, self.open_question) if self.open_question else said

    def expressions(self) -> tuple[Expr, ...]:
        """Every expression that the steps speak of, in order."""
        return tuple(
            e for step in self.steps for e in (*step.premises, step.conclusion) if isinstance(e, Expr)
        )
