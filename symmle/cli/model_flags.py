"""Flags that declare a model, made from the table of words that keywords and TOML keys come from too."""

from __future__ import annotations

from functools import cache
from typing import Any

import click

__all__ = ["DeclaringCommand", "split_pair"]


class DeclaringCommand(click.Command):
    """A command whose flags include the words of a declaration.

    They are added when the command is parsed and not when it is defined, so that listing the commands does
    not load the algebra.
    """

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        """Return the command's own parameters and the words; where both have a flag it is the command's."""
        own = super().get_params(ctx)
        taken = {flag for parameter in own for flag in parameter.opts}
        words = [option for option in _word_options() if taken.isdisjoint(option.opts)]
        return [*own[:-1], *words, own[-1]]  # --help stays last


def split_pair(text: str, what: str) -> tuple[str, str]:
    """Split ``name=value`` at the first equals sign; ``k=>= 0`` is a name and a domain."""
    name, sign, value = text.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise click.BadParameter(f"{text!r} is not of the form {what}")
    return name.strip(), value.strip()


@cache
def _word_options() -> tuple[click.Option, ...]:
    from symmle.declaration import WORDS

    return tuple(_option(word) for word in WORDS)


def _option(word: Any) -> click.Option:
    from symmle.declaration import WordKind

    flag = f"--{word.name.replace('_', '-')}"
    told = word.help if word.supported else f"{word.help} (not yet supported)"
    match word.kind:
        case WordKind.FLAG:
            return click.Option([f"{flag}/--not-{flag[2:]}", word.name], default=None, help=told)
        case WordKind.TEXT:
            return click.Option([flag, word.name], metavar="TEXT", help=told)
        case WordKind.TEXTS:
            return click.Option([flag, word.name], multiple=True, metavar="TEXT", help=told)
    singular = [flag.removesuffix("s")] if flag.endswith("s") else []
    return click.Option(
        [*singular, flag, word.name],
        multiple=True,
        metavar="NAME=DOMAIN" if word.kind == WordKind.DOMAINS else "NAME=VALUE",
        callback=_read_pairs,
        help=f"{told}; may be repeated",
    )


def _read_pairs(_: click.Context, option: click.Parameter, values: tuple[str, ...]) -> list[tuple[str, str]]:
    return [split_pair(value, str(option.metavar)) for value in values]
