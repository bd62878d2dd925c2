"""What the command's exit status says, so that scripts can branch on it."""

from __future__ import annotations

from enum import IntEnum

from symmle.errors import (
    ConvergenceError,
    DataError,
    DeclarationError,
    DerivationError,
    MissingExtraError,
    NoMaximumError,
    SymmleError,
)

__all__ = ["EPILOG", "ExitCode", "exit_code"]


class ExitCode(IntEnum):
    """The exit status of the command."""

    FINE = 0
    REFUTED = 1
    USAGE = 2
    DECLARATION = 3
    DATA = 4
    NO_MAXIMUM = 5
    NOT_CONVERGED = 6
    NOT_DERIVED = 7
    EXTRA_MISSING = 8
    INTERRUPTED = 130
    BROKEN_PIPE = 141


_BY_ERROR: tuple[tuple[type[SymmleError], ExitCode], ...] = (
    (DeclarationError, ExitCode.DECLARATION),
    (DataError, ExitCode.DATA),
    (NoMaximumError, ExitCode.NO_MAXIMUM),
    (ConvergenceError, ExitCode.NOT_CONVERGED),
    (DerivationError, ExitCode.NOT_DERIVED),
    (MissingExtraError, ExitCode.EXTRA_MISSING),
)

# \b keeps click from filling the lines into a paragraph.
EPILOG = """\b
Exit codes:
  0  fine
  1  verify: a claim is refuted
  2  the command or a file cannot be used as given
  3  the model or a text in it is refused
  4  the data cannot belong to the model, or weights or start cannot be used
  5  the likelihood has no maximum in the declared domain
  6  the search did not converge
  7  the model is sound, but what was asked cannot be derived
  8  an optional package is missing
"""


def exit_code(error: SymmleError) -> ExitCode:
    """Return the status for an error, by its class."""
    return next((code for kind, code in _BY_ERROR if isinstance(error, kind)), ExitCode.USAGE)
