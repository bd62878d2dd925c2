"""Models as plain words and as TOML, both ways, from the one table of words."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from symmle.declaration.resolution import invalid
from symmle.declaration.words import WORDS, WordKind
from symmle.notation import suggestion

__all__ = ["check_words", "read_toml", "write_toml"]

LARGEST_FILE: Final = 100_000
_KINDS: Final = {
    WordKind.TEXT: (str, "text"),
    WordKind.FLAG: (bool, "true or false"),
    WordKind.TEXTS: (list | tuple, "a list of texts"),
    WordKind.DOMAINS: (Mapping, "a table of names and domains"),
    WordKind.VALUES: (Mapping, "a table of names and values"),
    WordKind.NAMES: (Mapping, "a table of names"),
    WordKind.ABOUT: (Mapping, "a table"),
}


def check_words(given: Any) -> dict[str, Any]:
    """The given words, or a `DeclarationError` for one that is unknown or has the wrong kind of value."""
    if not isinstance(given, Mapping):
        raise invalid(f"a model is a table of words, not {type(given).__name__}")
    kinds = {word.name: word.kind for word in WORDS}
    for word, value in given.items():
        if word not in kinds:
            raise invalid(f"unknown word {word!r}{suggestion(str(word), kinds)}")
        kind, told = _KINDS[kinds[word]]
        if not isinstance(value, kind):
            raise invalid(f"{word} is {told}, not {type(value).__name__}")
    return dict(given)


def read_toml(source: str | Path) -> dict[str, Any]:
    """The words of a TOML file, or of TOML text (which has a line break or an equals sign)."""
    text = (
        source if isinstance(source, str) and ("\n" in source or "=" in source) else _read_file(Path(source))
    )
    if len(text) > LARGEST_FILE:
        raise invalid(f"the model file has more than {LARGEST_FILE} characters")
    try:
        return check_words(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise invalid(f"the model file is not TOML: {error}") from error
    except RecursionError:
        raise invalid("the model file is nested too deeply") from None


def _read_file(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise invalid(f"the model file {str(path)!r} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise invalid(f"the model file {str(path)!r} is not UTF-8 text") from error


def write_toml(words: Mapping[str, Any]) -> str:
    """The words as TOML: plain values first, then one table each, every text escaped."""
    plain = {word: value for word, value in words.items() if not isinstance(value, Mapping)}
    lines = [f"{word} = {_value(value)}" for word, value in plain.items()]
    for word, value in words.items():
        if word not in plain:
            lines += _table(word, value)
    return "\n".join(lines) + "\n"


def _table(heading: str, table: Mapping[str, Any]) -> list[str]:
    lines = ["", f"[{heading}]"]
    lines += [f"{key} = {_value(value)}" for key, value in table.items() if not isinstance(value, Mapping)]
    for key, value in table.items():
        if isinstance(value, Mapping):
            lines += _table(f"{heading}.{key}", value)
    return lines


def _value(value: Any) -> str:
    # JSON's escapes are TOML's, save that TOML also wants U+007F escaped and forbids surrogate pairs.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
