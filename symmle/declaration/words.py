"""The words by which a model is declared: keywords, TOML keys and flags are these and no others."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

__all__ = ["WORDS", "Word", "WordKind"]


class WordKind(StrEnum):
    """What stands behind a word."""

    TEXT = "text"  # one text
    DOMAINS = "domains"  # names, each with the text of its domain
    VALUES = "values"  # names, each with a number
    NAMES = "names"  # names, each with another name
    TEXTS = "texts"  # a list of texts
    FLAG = "flag"  # true or false
    ABOUT = "about"  # free text for people


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a declaration.

    Parameters
    ----------
    name : str
        The keyword of `Model`, the key in TOML, and, with two dashes before it, the flag.
    kind : WordKind
        What stands behind it.
    help : str
        One line for those who ask.
    supported : bool
        Whether it is built yet; a word that is not is refused when it is used.
    """

    name: str
    kind: WordKind
    help: str
    supported: bool = True


# In the order in which a file has them: TOML wants plain values before tables.
WORDS: Final = (
    Word("name", WordKind.TEXT, "the name of the model, which generated modules carry"),
    Word("density", WordKind.TEXT, "the density, or the probability mass, of one observation"),
    Word("log_density", WordKind.TEXT, "the logarithm of the density, in place of the density"),
    Word("log_likelihood", WordKind.TEXT, "the log-likelihood of a whole sample", supported=False),
    Word("normalised", WordKind.FLAG, "whether the density has mass one (default: true, and it is checked)"),
    Word("constraints", WordKind.TEXTS, "equations that hold among the parameters"),
    Word("data", WordKind.DOMAINS, "the support of each observed symbol"),
    Word("parameters", WordKind.DOMAINS, "the domain of each parameter"),
    Word("constants", WordKind.DOMAINS, "known numbers, given with the data"),
    Word("covariates", WordKind.DOMAINS, "what is observed and not modelled"),
    Word("predictors", WordKind.NAMES, "linear predictors and their coefficients", supported=False),
    Word("fixed", WordKind.VALUES, "parameters that are held at a known value"),
    Word("about", WordKind.ABOUT, "title, reference and LaTeX names"),
)
