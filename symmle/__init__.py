"""Maximum likelihood from a written density: derived, proved, generated, fitted and verified.

``import symmle as sm`` loads neither SymPy nor SciPy: each public name is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from symmle import families, testing
    from symmle.declaration import Model
    from symmle.derivation import derive, generate
    from symmle.errors import (
        Category,
        ConvergenceError,
        DataError,
        DeclarationError,
        DerivationError,
        MissingExtraError,
        NoMaximumError,
        SymmleError,
        TextRefused,
    )
    from symmle.estimation import fit
    from symmle.numerics import Settings
    from symmle.verification import verify

__version__: Final = "0.1.0"

__all__ = [
    "Category",
    "ConvergenceError",
    "DataError",
    "DeclarationError",
    "DerivationError",
    "MissingExtraError",
    "Model",
    "NoMaximumError",
    "Settings",
    "SymmleError",
    "TextRefused",
    "__version__",
    "derive",
    "families",
    "fit",
    "generate",
    "testing",
    "verify",
]

# Name -> the module that defines it. Type checkers read the imports above; a test holds the two together.
_HOMES: Final = {
    "Category": "symmle.errors",
    "ConvergenceError": "symmle.errors",
    "DataError": "symmle.errors",
    "DeclarationError": "symmle.errors",
    "DerivationError": "symmle.errors",
    "MissingExtraError": "symmle.errors",
    "Model": "symmle.declaration",
    "NoMaximumError": "symmle.errors",
    "Settings": "symmle.numerics",
    "SymmleError": "symmle.errors",
    "TextRefused": "symmle.errors",
    "derive": "symmle.derivation",
    "fit": "symmle.estimation",
    "generate": "symmle.derivation",
    "verify": "symmle.verification",
}
_MODULES: Final = ("families", "testing")


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return import_module(f"symmle.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module 'symmle' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES, *_MODULES})
