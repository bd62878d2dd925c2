"""Numbers on the command line, refused as a mistake of usage where they are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from symmle.cli.model_flags import split_pair

if TYPE_CHECKING:
    from symmle.numerics import Settings

__all__ = ["read_delimiter", "read_level", "read_numbers", "read_settings"]


def read_delimiter(_: click.Context, __: click.Parameter, delimiter: str) -> str:
    """Read the one character that separates cells."""
    meant = "\t" if delimiter in {"tab", "\\t"} else delimiter
    if len(meant) != 1 or meant in '\r\n" \0':
        raise click.BadParameter(f"{delimiter!r} is not a single character such as ';'")
    return meant


def read_level(_: click.Context, __: click.Parameter, level: float) -> float:
    """Read a coverage strictly between 0 and 1."""
    if not 0.0 < level < 1.0:
        raise click.BadParameter(f"{level} does not lie strictly between 0 and 1")
    return level


def read_numbers(
    _: click.Context, option: click.Parameter, pairs: tuple[str, ...]
) -> dict[str, float] | None:
    """Read ``name=number`` pairs; None where there are none."""
    found = dict(split_pair(pair, str(option.metavar)) for pair in pairs)
    return {name: _number(text) for name, text in found.items()} or None


def read_settings(_: click.Context, option: click.Parameter, pairs: tuple[str, ...]) -> Settings:
    """Read ``name=value`` pairs into settings."""
    from symmle.estimation import check_settings
    from symmle.notation import suggestion
    from symmle.numerics import DEFAULT_SETTINGS

    changed: dict[str, Any] = {}
    for name, text in (split_pair(pair, str(option.metavar)) for pair in pairs):
        if name not in DEFAULT_SETTINGS._fields:
            known = ", ".join(DEFAULT_SETTINGS._fields)
            raise click.BadParameter(
                f"no setting is called {name!r}; there is {known}{suggestion(name, DEFAULT_SETTINGS._fields)}"
            )
        changed[name] = _converted(text, getattr(DEFAULT_SETTINGS, name))
    try:
        return check_settings(DEFAULT_SETTINGS._replace(**changed))
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


def _converted(text: str, like: object) -> float | int | str:
    if isinstance(like, str):
        return text
    if not isinstance(like, int):
        return _number(text)
    try:
        return int(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is not a whole number") from error


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise click.BadParameter(f"{text!r} is not a number") from error
