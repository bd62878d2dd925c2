"""The errors: what is wrong, with which object, and what to do, each with a category that programs can read.

The tree is small on purpose. A category is a word from one list, so that a script may branch on
``error.category`` and never on the text of a message.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

__all__ = [
    "Category",
    "ConvergenceError",
    "DataError",
    "DeclarationError",
    "DerivationError",
    "MissingExtraError",
    "NoMaximumError",
    "SymmleError",
    "TextRefused",
]


class Category(StrEnum):
    """What kind of thing went wrong; the words are the same in errors, findings and exit messages."""

    DATA_EMPTY = "data-empty"
    DATA_NONFINITE = "data-nonfinite"
    DATA_OUT_OF_SUPPORT = "data-out-of-support"
    DATA_DEGENERATE = "data-degenerate"
    WEIGHTS_INVALID = "weights-invalid"
    MISSING_COLUMN = "missing-column"
    START_INVALID = "start-invalid"
    MODEL_INVALID = "model-invalid"
    BOUNDARY = "boundary"
    SEPARATION = "separation"
    NOT_IDENTIFIABLE = "not-identifiable"
    UNBOUNDED_LIKELIHOOD = "unbounded-likelihood"
    INFINITE_PARAMETER = "infinite-parameter"
    NON_SMOOTH = "non-smooth"
    SUPPORT_DEPENDS_ON_PARAMETER = "support-depends-on-parameter"
    NOT_CONVERGED = "not-converged"
    TEXT_REFUSED = "text-refused"
    EXTRA_MISSING = "extra-missing"


class SymmleError(Exception):
    """The root of every error that symmle raises on purpose.

    Parameters
    ----------
    message : str
        What is wrong, with which object, and what to do.
    category : Category or str
        One of the words of `Category`.
    """

    category: Category
    message: str

    def __init__(self, message: str, *, category: Category | str = Category.MODEL_INVALID) -> None:
        super().__init__(message)
        self.message = message
        self.category = Category(category)

    def __reduce__(self) -> tuple[Any, ...]:
        # The default would call the class with the message alone and lose what is keyword-only.
        return _restore, (type(self), self.args, dict(self.__dict__))


def _restore(kind: type[SymmleError], args: tuple[Any, ...], facts: dict[str, Any]) -> SymmleError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(facts)
    return error


class DeclarationError(SymmleError):
    """A model, a domain or a claim cannot be what it was written as."""


class TextRefused(DeclarationError):  # noqa: N818  (it is named after its category, text-refused)
    """A text was not accepted; `column` (1-based) is where the offence stands.

    Parameters
    ----------
    message : str
        What was not accepted and what to write instead.
    column : int
        The 1-based column of the offending character in the text as it was given.
    """

    column: int

    def __init__(self, message: str, *, column: int) -> None:
        super().__init__(message, category=Category.TEXT_REFUSED)
        self.column = column


class DataError(SymmleError):
    """The data cannot belong to the model: empty, not finite, outside the support, wrong in shape.

    Parameters
    ----------
    message : str
        What is wrong with the data and what to do.
    category : Category or str
        Usually one of the ``data-`` words, ``weights-invalid`` or ``missing-column``.
    column : str, optional
        The column that is at fault, where one is.
    """

    column: str | None

    def __init__(self, message: str, *, category: Category | str, column: str | None = None) -> None:
        super().__init__(message, category=category)
        self.column = column


class NoMaximumError(SymmleError):
    """The supremum of the likelihood is not attained in the declared domain.

    Parameters
    ----------
    message : str
        Which condition the data violate.
    category : Category or str
        ``boundary``, ``infinite-parameter``, ``unbounded-likelihood``, ``data-degenerate`` …
    limit : str
        Where the likelihood climbs to, for example ``v -> 0``.
    limit_model : str, optional
        The model that is approached, for example ``poisson``.
    findings : tuple
        The findings of the generated module, one for each violated condition.
    """

    limit: str
    limit_model: str | None
    findings: tuple[Any, ...]

    def __init__(
        self,
        message: str,
        *,
        category: Category | str = Category.BOUNDARY,
        limit: str = "",
        limit_model: str | None = None,
        findings: tuple[Any, ...] = (),
    ) -> None:
        super().__init__(message, category=category)
        self.limit = limit
        self.limit_model = limit_model
        self.findings = findings


class ConvergenceError(SymmleError):
    """A numeric solve stopped before its criterion was met; `fit` is the best point so far, if any.

    Parameters
    ----------
    message : str
        How far the solve came and what to try.
    category : Category or str
        ``not-converged`` or ``start-invalid``.
    fit : object, optional
        The unconverged fit, kept apart so that it never looks like an estimate.
    """

    fit: object | None

    def __init__(
        self, message: str, *, category: Category | str = Category.NOT_CONVERGED, fit: object | None = None
    ) -> None:
        super().__init__(message, category=category)
        self.fit = fit


class DerivationError(SymmleError):
    """The model is well formed, but what was asked cannot be derived from it."""


class MissingExtraError(SymmleError):
    """Something optional was asked for and its package is not installed.

    Parameters
    ----------
    message : str
        What was asked for.
    extra : str
        The extra that brings it; the message ends with the command that installs it.
    """

    extra: str

    def __init__(self, message: str, *, extra: str) -> None:
        super().__init__(f"{message} (pip install 'symmle[{extra}]')", category=Category.EXTRA_MISSING)
        self.extra = extra
