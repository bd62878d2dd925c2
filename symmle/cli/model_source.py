"""The model that a command line means: a family, a file, flags, or one of the first two changed by flags."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from symmle.cli.csv_table import refuse_null

if TYPE_CHECKING:
    from symmle.declaration import Model

__all__ = ["is_number", "read_model"]

Pairs = Iterable[tuple[str, str]]

_EITHER = {"density": "log_density", "log_density": "density"}


def read_model(source: str | None, flags: Mapping[str, Any]) -> Model:
    """Read the model that a name, a file and flags declare together; flags win.

    Parameters
    ----------
    source : str or None
        The name of a family, or the path of a ``.toml`` file.
    flags : mapping
        What was given for each word of a declaration: text, None, or pairs of names and values.

    Raises
    ------
    DeclarationError
        The declaration is refused.
    """
    from symmle.declaration import Model

    given = {word: value for word, value in flags.items() if value is not None and value not in ([], ())}
    if source is None and not given:
        raise click.UsageError("name a model: a family, a .toml file, or flags such as --density")
    if source is not None and not given:
        return _named(source)
    words = {} if source is None else _named(source).to_dict()
    for word in given:
        words.pop(_EITHER.get(word, ""), None)
    for word, value in given.items():
        words[word] = {**words.get(word, {}), **_unique(word, value)} if isinstance(value, list) else value
    return Model.from_dict(words)


def is_number(text: str) -> bool:
    """Whether a text is a number, and so the value of a constant and not its domain."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def _named(source: str) -> Model:
    from symmle import families
    from symmle.declaration import Model

    refuse_null(source)
    if source.endswith(".toml") or os.sep in source:
        return Model.from_toml(Path(source))
    return families.load(source)


def _unique(word: str, pairs: Pairs) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in pairs:
        if name in found:
            raise click.UsageError(f"--{word} names {name!r} twice")
        found[name] = value
    return found
