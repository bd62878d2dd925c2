"""The catalogue: each entry is a declaration in a file of its own, with no answer in it to copy.

``families.gamma()`` is the `Model` that ``gamma.toml`` declares; `names` lists what there is.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from importlib.resources import files
from typing import TYPE_CHECKING

from symmle.errors import Category, DeclarationError

if TYPE_CHECKING:
    from symmle.declaration import Model

__all__ = ["load", "names"]

SUFFIX = ".toml"


@cache
def names() -> tuple[str, ...]:
    """The names of the families, in alphabetical order."""
    entries = (entry.name for entry in files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(SUFFIX) for name in entries if name.endswith(SUFFIX)))


@cache
def load(name: str) -> Model:
    """The model of the family of this name.

    Raises
    ------
    DeclarationError
        Where there is no such family; the message offers those with a similar name.
    """
    from symmle.declaration import Model

    if name not in names():
        raise DeclarationError(_unknown(name), category=Category.MODEL_INVALID)
    return Model.from_toml((files(__name__) / f"{name}{SUFFIX}").read_text(encoding="utf-8"))


def _unknown(name: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, names(), n=3)
    hint = f"did you mean {' or '.join(map(repr, close))}?" if close else "symmle families lists them"
    return f"there is no family {name!r}: {hint}"


def __getattr__(name: str) -> Callable[[], Model]:
    if name.startswith("_") or name not in names():
        raise AttributeError(_unknown(name))
    return partial(load, name)


def __dir__() -> list[str]:
    return [*__all__, *names()]
