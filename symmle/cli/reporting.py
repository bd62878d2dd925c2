"""Errors as one readable line on standard error, and the exit status that goes with them."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Callable
from typing import Any, NoReturn, ParamSpec, TypeVar

import click

from symmle.cli.exit_codes import ExitCode, exit_code
from symmle.errors import NoMaximumError, SymmleError

__all__ = ["INTERRUPTED", "debug_option", "error_line", "reports_errors"]

P = ParamSpec("P")
R = TypeVar("R")

INTERRUPTED = "symmle: interrupted"

_DEBUG = "symmle.debug"


def debug_option(function: Callable[P, R]) -> Callable[P, R]:
    """Add ``--debug``, before the subcommand or after it."""
    option: Callable[[Callable[P, R]], Callable[P, R]] = click.option(
        "--debug",
        is_flag=True,
        expose_value=False,
        callback=_remember_debug,
        help="Show the traceback of an error.",
    )
    return option(function)


def reports_errors(function: Callable[P, R]) -> Callable[P, R]:
    """Turn the errors of a command into a line on standard error and an exit status."""

    @functools.wraps(function)
    def command(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except KeyboardInterrupt:
            click.echo(INTERRUPTED, err=True)
            _leave(ExitCode.INTERRUPTED)
        except BrokenPipeError:
            _silence_output()
            _leave(ExitCode.BROKEN_PIPE)
        except SymmleError as error:
            _complain(error_line(error), error)
            _leave(exit_code(error))
        except OSError as error:
            _complain(f"symmle: {_os_complaint(error)}", error)
            _leave(ExitCode.USAGE)

    return command


def error_line(error: SymmleError) -> str:
    """Write an error as ``symmle: category: message``, on one line."""
    told = error.message
    if isinstance(error, NoMaximumError) and error.limit and error.limit not in told:
        told = f"{told} (the likelihood rises as {error.limit})"
    return f"symmle: {error.category}: {_one_line(told)}"


def _os_complaint(error: OSError) -> str:
    where = f"{error.filename}: " if error.filename else ""
    return _one_line(f"{where}{error.strerror or error}")


def _one_line(text: str) -> str:
    """Join lines and show control characters as escapes: a message may quote what somebody else wrote."""
    joined = " ".join(text.split())
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in joined
    )


def _remember_debug(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        context.meta[_DEBUG] = True


def _complain(line: str, error: Exception) -> None:
    if click.get_current_context().meta.get(_DEBUG):
        raise error
    click.echo(line, err=True)


def _silence_output() -> None:
    # Python flushes standard output once more when it ends; there is nobody left to read it.
    try:
        descriptor = sys.stdout.fileno()
    except (OSError, ValueError):
        return
    os.dup2(os.open(os.devnull, os.O_WRONLY), descriptor)


def _leave(code: ExitCode) -> NoReturn:
    context: Any = click.get_current_context()
    context.exit(int(code))
    raise AssertionError("click's exit returned")
