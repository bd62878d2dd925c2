"""Names as mathematics writes them: Greek letters, indices, words in upright type."""

from __future__ import annotations

import re

from symmle.exposition.escaping import latex_escaped
from symmle.exposition.formula import Word
from symmle.exposition.greek import GREEK, greek_command

_OTHER_SPELLINGS = {"lamda": "lambda", "Lamda": "Lambda", "eps": "epsilon"}
_NAMES_OF_LETTERS = {letter: name for name, letter in GREEK.items()}
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_PARTS = re.compile(r"\A(?P<stem>[^\W\d_]+)(?P<digits>\d*)(?:_(?P<below>\w+))?_?\Z")


def name_word(name: str, index: str = "") -> Word:
    """Write a declared name; an observation carries the index of its row.

    Parameters
    ----------
    name : str
        A name as declared: ``mu``, ``x1``, ``mu_x``, ``servings``.
    index : str
        The row's index, or nothing.

    Returns
    -------
    Word
        ``μ``, ``x₁``, ``μ_x``, ``servings``; in LaTeX with Greek commands and subscripts.
    """
    parts = _PARTS.match(name)
    if parts is None:
        return Word(_indexed_text(name, index), _subscripted(_upright(name), (index,)))
    stem, below = parts["stem"], parts["digits"] or parts["below"] or ""
    if parts["digits"] and parts["below"]:
        below = f"{parts['digits']}_{parts['below']}"
    return Word(
        _indexed_text(_stem_text(stem) + _below_text(below), index),
        _subscripted(_stem_latex(stem), (_below_latex(below), index)),
    )


def is_single_letter(name: str) -> bool:
    """Whether a name is written as one letter, so that a hat or a bar fits over it."""
    return len(_stem_text(name)) == 1


def _stem_text(stem: str) -> str:
    return GREEK.get(_OTHER_SPELLINGS.get(stem, stem), stem)


def _stem_latex(stem: str) -> str:
    known = _OTHER_SPELLINGS.get(stem, stem)
    if known in GREEK or known in _NAMES_OF_LETTERS:
        return greek_command(_NAMES_OF_LETTERS.get(known, known))
    return stem if len(stem) == 1 and stem.isascii() else _upright(stem)


def _upright(name: str) -> str:
    return rf"\mathrm{{{latex_escaped(name)}}}" if name.isascii() else rf"\text{{{latex_escaped(name)}}}"


def _below_text(below: str) -> str:
    if not below:
        return ""
    return below.translate(_LOWERED) if below.isdigit() else f"_{_stem_text(below)}"


def _below_latex(below: str) -> str:
    return below if not below or below.isdigit() else _stem_latex(below)


def _indexed_text(text: str, index: str) -> str:
    if not index:
        return text
    return f"{text},{index}" if "_" in text else f"{text}_{index}"


def _subscripted(base: str, below: tuple[str, ...]) -> str:
    given = [part for part in below if part]
    return f"{base}_{{{','.join(given)}}}" if given else base
