"""Free text, made harmless for each kind of page.

Names, titles and references come from model files: whatever stands in them must come out as the characters
that it is, and never as a command, a tag or a formula.
"""

from __future__ import annotations

import re
import unicodedata
from html import escape

from symmle.exposition.greek import GREEK, greek_command

_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': "''",
    "`": r"\textquoteleft{}",
    "'": r"\textquoteright{}",
    "–": "--",
    "—": "---",
    "‘": "`",
    "’": "'",
    "“": "``",
    "”": "''",
    "…": r"\dots{}",
    "′": r"\ensuremath{'}",
    "≤": r"\ensuremath{\le}",
    "≥": r"\ensuremath{\ge}",
    "≠": r"\ensuremath{\ne}",
    "√": r"\ensuremath{\surd}",
    "∂": r"\ensuremath{\partial}",
    "ℓ": r"\ensuremath{\ell}",
    "∞": r"\ensuremath{\infty}",
    "→": r"\ensuremath{\to}",
    "÷": r"\ensuremath{\div}",
    "×": r"\ensuremath{\times}",
    "±": r"\ensuremath{\pm}",
    "²": r"\ensuremath{^2}",
    "³": r"\ensuremath{^3}",
}
_LATEX |= {
    "ø": r"\o{}",
    "Ø": r"\O{}",
    "æ": r"\ae{}",
    "Æ": r"\AE{}",
    "ß": r"\ss{}",
    "ł": r"\l{}",
    "Ł": r"\L{}",
}
_ACCENTS = {
    "\u0300": r"\`",
    "\u0301": r"\'",
    "\u0302": r"\^",
    "\u0303": r"\~",
    "\u0304": r"\=",
    "\u0306": r"\u",
    "\u0307": r"\.",
    "\u0308": r"\"",
    "\u030a": r"\r",
    "\u030b": r"\H",
    "\u030c": r"\v",
    "\u0327": r"\c",
}
_LATEX |= {letter: rf"\ensuremath{{{greek_command(name)}}}" for name, letter in GREEK.items()}
_MARKDOWN = re.compile(r"[\\`*_\[\]<>~$&|#]")
_MARKDOWN_OPENING = re.compile(r"\A(\s*\d*)([.)](?=\s|\Z)|[-+](?=[-+\s]|\Z)|[=:])")


def one_line(text: str) -> str:
    """Give the text on one line: every run of white space is one space, and control characters are gone."""
    kept = "".join(c if c.isspace() or unicodedata.category(c)[0] != "C" else "" for c in text)
    return " ".join(kept.split())


def printable(text: str) -> str:
    """Give lines of text without the control characters that would move a terminal's cursor or colour it."""
    return "".join(c for c in text.expandtabs(4) if c == "\n" or unicodedata.category(c)[0] != "C")


def latex_escaped(text: str) -> str:
    """Write free text so that LaTeX sets its characters and runs none of them."""
    return "".join(_LATEX.get(c) or _latex_letter(c) for c in one_line_spaced(text))


def markdown_escaped(text: str) -> str:
    """Write free text so that Markdown, its HTML and its mathematics leave it alone."""
    return _MARKDOWN.sub(r"\\\g<0>", one_line_spaced(text))


def markdown_opening(line: str) -> str:
    """Keep a line that begins like a list, a rule or a heading from being one."""
    return _MARKDOWN_OPENING.sub(r"\1\\\2", line)


def html_escaped(text: str) -> str:
    """Write free text as HTML; where it looks like mathematics, page scripts are told to pass it by."""
    safe = escape(one_line_spaced(text), quote=True)
    return f'<span class="tex2jax_ignore mathjax_ignore">{safe}</span>' if re.search(r"[\\$]", text) else safe


def one_line_spaced(text: str) -> str:
    """Give the text on one line and keep a space at either end, where a sentence goes on in a formula."""
    line = one_line(text)
    if not line:
        return " " if text else ""
    return (" " if text[0].isspace() else "") + line + (" " if text[-1].isspace() else "")


def _latex_letter(c: str) -> str:
    """Write one character: as it is, by its accent's command, or by its number where TeX's fonts lack it."""
    if c.isascii():
        return c
    base, *accents = list(unicodedata.normalize("NFD", c))
    if len(accents) == 1 and accents[0] in _ACCENTS and base.isascii():
        return f"{_ACCENTS[accents[0]]}{{{base}}}"
    return rf"\texttt{{U+{ord(c):04X}}}"
