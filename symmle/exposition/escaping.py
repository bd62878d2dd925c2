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
_LATEX |= {letter: rf"\ensuremath{{{greek_command(name)}}}" for name, letter in GREEK.items()}
_MARKDOWN = re.compile(r"[\\`*_\[\]<>~$&|#]")
_MARKDOWN_OPENING = re.compile(r"\A(\s*\d*)([-+=.):])")


def one_line(text: str) -> str:
    """Give the text on one line: every run of white space is one space, and control characters are gone."""
    kept = "".join(c if c.isspace() or unicodedata.category(c)[0] != "C" else "" for c in text)
    return " ".join(kept.split())


def latex_escaped(text: str) -> str:
    """Write free text so that LaTeX sets its characters and runs none of them."""
    return "".join(_LATEX.get(c) or _latex_letter(c) for c in one_line_spaced(text))


def markdown_escaped(text: str) -> str:
    """Write free text so that Markdown, its HTML and its mathematics leave it alone."""
    line = _MARKDOWN.sub(r"\\\g<0>", one_line_spaced(text))
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
    if c.isascii() or ("À" <= c <= "ÿ" and c not in "×÷"):
        return c
    plain = "".join(part for part in unicodedata.normalize("NFKD", c) if part.isascii())
    return "".join(_LATEX.get(part, part) for part in plain) or "?"
