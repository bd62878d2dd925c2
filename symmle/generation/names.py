"""Names that a module may use: valid, not taken, and the declared ones wherever possible."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Final

from sympy import Symbol

from symmle import numerics

#: what the module's own text uses: arguments, functions, constants and imports
_OWN: Final = frozenset(
    {
        "ArrayLike",
        "BOUNDS",
        "CLOSED",
        "COLUMNS",
        "CONSTRAINTS",
        "COORDINATES",
        "Callable",
        "DOMAINS",
        "Final",
        "I",
        "INTERFACE",
        "Iterator",
        "KIND",
        "MERGEABLE",
        "NAME",
        "NDArray",
        "NamedTuple",
        "O",
        "PARAMETERS",
        "PREDICTORS",
        "REGULAR",
        "REMAINING",
        "SOURCE",
        "STATISTICS",
        "SUMS",
        "SUM_PARAMETERS",
        "advance",
        "annotations",
        "assemble",
        "block_statistics",
        "bends",
        "bracket",
        "candidates",
        "check",
        "choices",
        "complete",
        "compress",
        "constraint_slopes",
        "curvature",
        "entries",
        "equals",
        "evaluate",
        "exists",
        "findings",
        "fit",
        "functools",
        "guesses",
        "hessian",
        "known",
        "l",
        "left",
        "log_density",
        "log_likelihood",
        "math",
        "maximise",
        "merge",
        "merged",
        "message",
        "n",
        "names",
        "np",
        "order",
        "polynomial",
        "problem",
        "profile",
        "remaining",
        "result",
        "right",
        "row_scores",
        "rows",
        "sample",
        "score",
        "scores",
        "settings",
        "share",
        "slope",
        "slopes",
        "special",
        "start",
        "statistics",
        "subsample",
        "sums",
        "theta",
        "total",
        "totals",
        "value",
        "values",
        "w",
        "weights",
    }
)

#: what the bodies of the functions name by themselves
_LOCAL: Final = re.compile(r"(d|t|r|s|part|guess|power|other|column|row|hoisted)\d+(_\d+)?|d_.*")

RESERVED: Final = frozenset([*_OWN, *numerics.__all__, *keyword.kwlist, *keyword.softkwlist, *dir(builtins)])


class Names:
    """Hands out names, each once.

    Parameters
    ----------
    taken : iterable of str
        Names that are never handed out, besides the reserved ones.
    """

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = {*RESERVED, *taken}

    def claim(self, wished: str) -> str:
        """Return the wished name, or the nearest that is free."""
        name = identifier(wished)
        name = f"v_{name}" if _LOCAL.fullmatch(name) else name
        while name in self._taken:
            name += "_"
        self._taken.add(name)
        return name

    def numbered(self, prefix: str) -> Iterator[Symbol]:
        """Yield real symbols ``prefix0``, ``prefix1``, ..., those that are free."""
        number = 0
        while True:
            name = f"{prefix}{number}"
            number += 1
            if name not in self._taken:
                self._taken.add(name)
                yield Symbol(name, real=True)

    def child(self) -> Names:
        """Return names for a function's body, where all of these are taken."""
        return Names(self._taken)


def identifier(text: str) -> str:
    """Turn text into an identifier: ``mean(log(x)) -> mean_log_x``.

    Python compares names in their NFKC form, so that is the form that is compared here.
    """
    normal = unicodedata.normalize("NFKC", text)
    if normal.isidentifier():
        return normal
    words = re.sub(r"\W+", "_", normal).strip("_")
    return words if words.isidentifier() else f"v_{words}"
