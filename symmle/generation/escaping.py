"""The one filter through which free text enters generated code.

Names, references and derivations are written by whoever wrote the model file.  Whatever they hold, a string
literal stays one string literal, and a docstring stays one docstring.
"""

from __future__ import annotations

import textwrap
from typing import Final

#: a docstring's lines stay short enough to be read
DOCSTRING_WIDTH: Final = 106


def string_literal(text: str) -> str:
    """Return a Python string literal of the text, in the quotes that need the fewest escapes.

    Examples
    --------
    >>> print(string_literal('a "b" c'))
    'a "b" c'
    """
    quote = "'" if text.count('"') > text.count("'") else '"'
    return f"{quote}{''.join(_escaped(character, quote) for character in text)}{quote}"


def _escaped(character: str, quote: str) -> str:
    if character in (quote, "\\"):
        return "\\" + character
    if character.isprintable():
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def docstring(summary: str, text: str = "", indent: str = "") -> str:
    """Return a docstring: a summary line, and the text below it.

    Backslashes and triple quotes are escaped, and what is not printable is written as an escape, so that the
    text can neither end the docstring nor hide in it.
    """
    lines = [line for paragraph in text.splitlines() for line in _wrapped(paragraph)]
    body = [_safe(" ".join(summary.split())), *(["", *map(_safe, lines)] if any(lines) else [])]
    while not body[-1]:
        body.pop()
    shown = [f"{indent}{line}".rstrip() for line in body]
    if len(shown) == 1:
        return f'{indent}"""{body[0]}"""'
    return f'{indent}"""{body[0]}\n' + "\n".join(shown[1:]) + f'\n{indent}"""'


def _wrapped(line: str) -> list[str]:
    if len(line) <= DOCSTRING_WIDTH:
        return [line.rstrip()]
    inside = line[: len(line) - len(line.lstrip())][: DOCSTRING_WIDTH // 2]
    wrapped = textwrap.wrap(
        line.strip(), DOCSTRING_WIDTH - len(inside), break_on_hyphens=False, break_long_words=True
    )
    return [inside + part for part in wrapped]


def _safe(line: str) -> str:
    escaped = "".join(_escaped(character, "\\") for character in line)
    escaped = escaped.replace('""', '\\"\\"')
    return escaped[:-1] + '\\"' if escaped.endswith('"') and not escaped.endswith('\\"') else escaped
