"""What is modelled: a density, the support of what is observed, and the domains of what is unknown.

A `Model` is checked when it is made (names, domains, use, mass), never changes afterwards, and is equal to
any other model with the same content. The words by which it is declared in Python, TOML and on the command
line stand in one table, `WORDS`.
"""

from symmle.declaration.about import About
from symmle.declaration.constraints import Constraint
from symmle.declaration.mapping import FrozenMapping
from symmle.declaration.mass import MassCheck
from symmle.declaration.model import Model
from symmle.declaration.words import WORDS, Word, WordKind

__all__ = ["WORDS", "About", "Constraint", "FrozenMapping", "MassCheck", "Model", "Word", "WordKind"]
