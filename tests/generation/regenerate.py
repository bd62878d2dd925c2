"""Write `generated/` anew, one module for each family: ``python -m tests.generation.regenerate``.

The modules are golden: a test compares them byte for byte, so that a change of the generator shows as a diff
that somebody reads. Run from the root of the repository; names of families may be given, all is the default.
"""

import sys
from pathlib import Path

from symmle import families
from symmle.derivation import derive
from symmle.generation import write

FOLDER = Path(__file__).resolve().parents[2] / "generated"


def regenerate(names):
    """Write the modules of these families, and take away those of families that are no more."""
    FOLDER.mkdir(exist_ok=True)
    for name in names:
        write(derive(families.load(name)).program, FOLDER / f"{name}.py")
    for path in FOLDER.glob("*.py"):
        if path.stem not in families.names():
            path.unlink()


if __name__ == "__main__":
    regenerate(sys.argv[1:] or families.names())
