"""Verdicts: what became of a claim, with everything that a reader needs to see it for themselves."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sympy import Expr

from symmle.declaration import FrozenMapping


class Outcome(StrEnum):
    """What is known of a claim."""

    PROVED = "proved"
    REFUTED = "refuted"
    SUPPORTED = "supported"
    UNDECIDED = "undecided"


@dataclass(frozen=True, slots=True)
class Counterexample:
    """Data, and values of parameters and constants, at which a claim is wrong.

    Attributes
    ----------
    data
        The columns, as exact rationals.
    values
        The parameters and constants, as exact rationals.
    claimed, derived
        The two values there: rationals where they are rational, else 50 digits.
    claimed_log_likelihood, derived_log_likelihood
        For an estimator: the log-likelihood at the claimed and at the derived point, to 50 digits.
    """

    data: FrozenMapping[str, tuple[Expr, ...]]
    values: FrozenMapping[str, Expr]
    claimed: Expr
    derived: Expr
    claimed_log_likelihood: Expr | None = None
    derived_log_likelihood: Expr | None = None

    def lines(self) -> tuple[str, ...]:
        """Give the counterexample line by line."""
        columns = [f"{name} = ({', '.join(map(str, column))})" for name, column in self.data.items()]
        values = [f"{name} = {value}" for name, value in self.values.items()]
        shown = [", ".join([*columns, *values])]
        shown += [f"claimed: {self.claimed}", f"derived: {self.derived}"]
        if self.claimed_log_likelihood is not None and self.derived_log_likelihood is not None:
            shown += [
                f"log-likelihood at the claimed point: {self.claimed_log_likelihood}",
                f"log-likelihood at the derived point: {self.derived_log_likelihood}",
            ]
        return tuple(shown)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one claim, or of several together.

    A verdict has four outcomes, so it is neither true nor false: ask for ``verdict.outcome``.

    Attributes
    ----------
    subject
        What the claim is about, such as ``score["mu"]``.
    outcome
        Proved, refuted, supported by numbers only, or undecided; of several claims, the worst.
    claim
        The claim as it was written.
    derived
        What was derived in its place, where it has a closed form.
    diagnosis
        What is wrong with a refuted claim, or what is missing to prove another, in a sentence.
    counterexample
        Where a refuted claim fails.
    steps
        The argument, sentence by sentence.
    parts
        The verdicts on the single claims.
    """

    subject: str
    outcome: Outcome
    claim: str = ""
    derived: Expr | None = None
    diagnosis: str = ""
    counterexample: Counterexample | None = None
    steps: tuple[str, ...] = ()
    parts: tuple[Verdict, ...] = ()

    def __bool__(self) -> bool:
        raise TypeError("a verdict is neither true nor false: compare verdict.outcome with 'proved'")

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def lines(self, *, with_steps: bool = True) -> tuple[str, ...]:
        """Give the verdict line by line; of several claims, without the steps."""
        if self.parts:
            inner = tuple(line for part in self.parts for line in ("", *part.lines(with_steps=False)))
            return (f"{self.subject}: {self.outcome}", *inner)
        head = f"{self.subject} = {self.claim}: {self.outcome}"
        said = [self.diagnosis] if self.diagnosis else []
        shown = list(self.counterexample.lines()) if self.counterexample else []
        argued = self.steps if with_steps else ()
        return (head, *(f"  {line}" for line in (*said, *shown, *argued)))


_WORST_FIRST = (Outcome.REFUTED, Outcome.UNDECIDED, Outcome.SUPPORTED, Outcome.PROVED)


def together(name: str, parts: tuple[Verdict, ...]) -> Verdict:
    """Join the verdicts on several claims; one claim's verdict is the whole."""
    if len(parts) == 1:
        return parts[0]
    worst = min((part.outcome for part in parts), key=_WORST_FIRST.index)
    return Verdict(f"{len(parts)} claims about {name}", worst, parts=parts)
