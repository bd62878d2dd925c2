"""The story of a derivation: steps in a textbook's order, each with its reason."""

from symmle.derivation.narrative.story import narrate

__all__ = ["narrate"]
