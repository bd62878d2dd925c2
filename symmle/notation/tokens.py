"""Text to tokens, bounded before any parser sees it.

Deep nesting kills Python's own parser, so length and nesting are measured on the raw text, and what is no
token of the notation is refused here with its column.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product
from string import ascii_lowercase
from typing import Final

from symmle.errors import TextRefused

__all__ = ["Token", "lay_out", "refused", "tokenise"]

LONGEST_TEXT: Final = 5_000
DEEPEST_NESTING: Final = 50

TOKEN: Final = re.compile(
    r"(?P<space>[ \t\r\n]+)"
    r"|(?P<number>(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"
    r"|(?P<operator>\*\*|<=|>=|==|!=|[-+*/(),<>&|~])",
    re.ASCII,
)
ADVICE: Final = {
    "^": "a power is written with two stars: write x**2",
    "=": "one equals sign has no meaning here: write ==, and only in a condition",
    ".": "a point stands only inside a number: there are no attributes",
    "[": "there are no subscripts and no lists",
    "]": "there are no subscripts and no lists",
    "{": "a finite set is a domain, not an expression",
    "}": "a finite set is a domain, not an expression",
    "'": "there is no quoted text in an expression",
    '"': "there is no quoted text in an expression",
    "`": "there is no quoted text in an expression",
    ":": "there are no colons: no lambda, no slice, no assignment",
    ";": "one expression is enough",
    "!": "a factorial is written factorial(x)",
    "%": "there is no remainder",
    "@": "there is no matrix product",
    "#": "there are no comments in an expression",
    "\\": "names are written without a backslash: mu, not \\mu",
    "\N{MINUS SIGN}": "this is a typographic minus sign: write -",
    "\N{MULTIPLICATION SIGN}": "write *",
    "\N{MIDDLE DOT}": "write *",
    "\N{SUPERSCRIPT TWO}": "a power is written with two stars: write x**2",
    "\N{LESS-THAN OR EQUAL TO}": "write <=",
    "\N{GREATER-THAN OR EQUAL TO}": "write >=",
}
# What parses as a Python operator inside conditions, unless the same word is a declared name.
CONDITION_WORDS: Final = frozenset({"and", "or", "not"})


@dataclass(frozen=True, slots=True)
class Token:
    """A number, a name or an operator, and the 1-based column where it begins."""

    kind: str
    text: str
    column: int

    @property
    def end(self) -> int:
        """The column after the last character."""
        return self.column + len(self.text)


def refused(message: str, column: int) -> TextRefused:
    """The error for an offence; the message says the column too, for those who only read messages."""
    return TextRefused(f"{message} (column {column})", column=column)


def tokenise(text: str, column: int = 1) -> tuple[Token, ...]:
    """Cut `text` into tokens; `column` is where it begins in the text that the user wrote."""
    if not isinstance(text, str):
        raise TypeError(f"an expression is text here, not {type(text).__name__}")
    if len(text) > LONGEST_TEXT:
        raise refused(
            f"the text has {len(text)} characters, and at most {LONGEST_TEXT} are read", column + LONGEST_TEXT
        )
    tokens = tuple(_cut(text, column))
    if not tokens:
        raise refused("there is nothing to read", column)
    _bound_nesting(tokens)
    for left, right in pairwise(tokens):
        if _ends_an_operand(left) and _begins_an_operand(right):
            raise refused(
                "an operator is missing before this: a product is written with a star", right.column
            )
    return tokens


def _cut(text: str, column: int) -> Iterator[Token]:
    position, previous = 0, ""
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise _refused_character(text[position], column + position)
        kind = match.lastgroup or ""
        if kind == "name" and previous == "number":
            raise _refused_juxtaposition(text[:position], match[0], column + position)
        if text.startswith("//", position):
            raise refused("there is no whole division: write floor division out, or one /", column + position)
        if kind != "space":
            yield Token(kind, match[0], column + position)
        position, previous = match.end(), kind


def _refused_character(character: str, column: int) -> TextRefused:
    if character in ADVICE:
        return refused(ADVICE[character], column)
    if character.isascii() and character.isprintable():
        return refused(f"{character!r} is not part of the notation", column)
    name = unicodedata.name(character, f"U+{ord(character):04X}")
    return refused(
        f"{name} is not part of the notation: names are spelt with A-Z, a-z, digits and underscores", column
    )


def _refused_juxtaposition(before: str, name: str, column: int) -> TextRefused:
    number = re.findall(r"[0-9.]+\Z", before, re.ASCII)
    return refused(f"a product is written with a star: write {''.join(number)[-20:]}*{name[:20]}", column)


def _bound_nesting(tokens: tuple[Token, ...]) -> None:
    """Refuse brackets that do not match, and brackets, signs and powers nested deeper than the bound."""
    open_brackets: list[tuple[Token, int]] = []  # each with the signs and powers that wait outside it
    waiting, previous = 0, Token("operator", "(", 0)
    for token in tokens:
        if token.text == "(":
            open_brackets.append((token, waiting))
            waiting += 1
        elif token.text == ")":
            if not open_brackets:
                raise refused("this bracket was never opened", token.column)
            waiting = open_brackets.pop()[1]
        elif token.kind == "operator" or token.text == "not":
            floor = open_brackets[-1][1] + 1 if open_brackets else 0
            nests = token.text in {"**", "~", "not"} or _ends_nothing(previous)
            waiting = waiting + 1 if nests else floor
        if waiting > DEEPEST_NESTING:
            raise refused(f"brackets, signs and powers nest deeper than {DEEPEST_NESTING}", token.column)
        previous = token
    if open_brackets:
        raise refused("this bracket is never closed", open_brackets[-1][0].column)


def _ends_an_operand(token: Token) -> bool:
    return token.text == ")" or (token.kind != "operator" and token.text not in CONDITION_WORDS)


def _begins_an_operand(token: Token) -> bool:
    # A bracket after a name may be a call, which is for the walk to judge.
    return token.kind != "operator" and token.text not in CONDITION_WORDS


def _ends_nothing(token: Token) -> bool:
    """Whether a sign after `token` is a prefix and not a sum."""
    return token.kind == "operator" and token.text != ")"


def lay_out(tokens: tuple[Token, ...], declared: frozenset[str]) -> tuple[str, dict[str, str]]:
    """The tokens as Python text in which every token keeps its place, and what stands for which name.

    Python's keywords are names here, so each is spelt as a word of the same length that occurs nowhere else.
    """
    taken = {token.text for token in tokens} | declared
    aliases: dict[str, str] = {}
    line: list[str] = []
    width = 0
    for token in tokens:
        text = token.text
        if keyword.iskeyword(text) and (text in declared or text not in CONDITION_WORDS):
            text = aliases.setdefault(text, _spare_word(len(text), taken))
            taken.add(text)
        line += [" " * (token.column - tokens[0].column - width), text]
        width = token.end - tokens[0].column
    return "".join(line), {alias: name for name, alias in aliases.items()}


def _spare_word(length: int, taken: set[str]) -> str:
    words = ("".join(letters) for letters in product(ascii_lowercase, repeat=length))
    return next(word for word in words if word not in taken and not keyword.iskeyword(word))
