"""A verdict as a document for people and as plain values for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from symmle.exposition import Block, Bullets, Document, Paragraph, Verbatim

if TYPE_CHECKING:
    from symmle.verification import Counterexample, Verdict

__all__ = ["verdict_document", "verdict_record"]


def verdict_document(verdict: Verdict) -> Document:
    """Lay a verdict out: the outcome first, then the claims one by one."""
    blocks = [block for part in verdict.parts or (verdict,) for block in _blocks(part)]
    return Document(f"{verdict.subject}: {verdict.outcome}", tuple(blocks))


def verdict_record(verdict: Verdict) -> dict[str, Any]:
    """Lay a verdict out in texts, lists and tables; numbers are exact and therefore text."""
    example = verdict.counterexample
    return {
        "subject": verdict.subject,
        "outcome": str(verdict.outcome),
        "claim": verdict.claim,
        "derived": None if verdict.derived is None else str(verdict.derived),
        "diagnosis": verdict.diagnosis,
        "counterexample": None if example is None else _example(example),
        "steps": list(verdict.steps),
        "parts": [verdict_record(part) for part in verdict.parts],
    }


def _blocks(verdict: Verdict) -> Iterator[Block]:
    yield Paragraph((f"{verdict.subject} = {verdict.claim}: {verdict.outcome}.",))
    if verdict.diagnosis:
        yield Paragraph((verdict.diagnosis,))
    if verdict.counterexample is not None:
        yield Verbatim("\n".join(verdict.counterexample.lines()))
    if verdict.steps:
        yield Bullets(tuple((step,) for step in verdict.steps))


def _example(example: Counterexample) -> dict[str, Any]:
    return {
        "data": {name: [str(entry) for entry in column] for name, column in example.data.items()},
        "values": {name: str(value) for name, value in example.values.items()},
        "claimed": str(example.claimed),
        "derived": str(example.derived),
        "claimed_log_likelihood": _text(example.claimed_log_likelihood),
        "derived_log_likelihood": _text(example.derived_log_likelihood),
    }


def _text(value: object) -> str | None:
    return None if value is None else str(value)
