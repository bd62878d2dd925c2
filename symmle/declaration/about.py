"""What people are told about a model: free text, which no computation reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from symmle.declaration.mapping import FrozenMapping
from symmle.errors import Category, DeclarationError
from symmle.notation import suggestion

__all__ = ["About"]


@dataclass(frozen=True, slots=True)
class About:
    r"""The title and the reference of a model, and how its names are set in LaTeX.

    Parameters
    ----------
    title : str
        A heading, for example ``Gamma distribution``.
    reference : str
        Where the density is from.
    latex : mapping of str to str
        LaTeX for names, for example ``{"mu": "\\mu"}``.
    """

    title: str = ""
    reference: str = ""
    latex: FrozenMapping[str, str] = field(default_factory=FrozenMapping)

    def __post_init__(self) -> None:
        if not isinstance(self.latex, Mapping):
            raise _invalid("latex in about is a table of names and their LaTeX")
        object.__setattr__(self, "latex", FrozenMapping(self.latex))
        for what, text in [("title", self.title), ("reference", self.reference), *self.latex.items()]:
            if not isinstance(text, str) or not isinstance(what, str):
                raise _invalid(f"{what!r} in about is text, not {type(text).__name__}")
            if any("\ud800" <= character <= "\udfff" for character in text):
                raise _invalid(
                    f"{what!r} in about holds half a character (a surrogate), which no file can keep"
                )

    @classmethod
    def read(cls, given: About | Mapping[str, Any] | None) -> About:
        """The given value as an About; an unknown word is refused."""
        if given is None or isinstance(given, cls):
            return given or cls()
        if not isinstance(given, Mapping):
            raise _invalid(f"about is a table, not {type(given).__name__}")
        known = [entry.name for entry in fields(cls)]
        for word in given:
            if word not in known:
                raise _invalid(f"unknown word {word!r} in about{suggestion(str(word), known)}")
        return cls(**given)

    def to_dict(self) -> dict[str, Any]:
        """The words that say something, as plain values."""
        words = {"title": self.title, "reference": self.reference, "latex": dict(self.latex)}
        return {word: value for word, value in words.items() if value}


def _invalid(message: str) -> DeclarationError:
    return DeclarationError(message, category=Category.MODEL_INVALID)
