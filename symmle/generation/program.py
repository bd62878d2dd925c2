"""A generated module as a value: its text, what it is called, and how it is loaded."""

from __future__ import annotations

import hashlib
import linecache
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType


@dataclass(frozen=True, slots=True)
class Program:
    """The text of a generated module.

    Parameters
    ----------
    name : str
        The model's name.
    source : str
        The text, as `write` writes it and `load` runs it.
    digest : str
        SHA-256 of the text.
    """

    name: str
    source: str
    digest: str

    @classmethod
    def of(cls, name: str, source: str) -> Program:
        """Return the program with this text."""
        return cls(name, source, hashlib.sha256(source.encode()).hexdigest())


@lru_cache(maxsize=256)
def load(program: Program) -> ModuleType:
    """Return the module that the text makes, the same one for the same text.

    The module has no state, so threads may share it.  It is not put into `sys.modules`; a traceback shows its
    lines all the same.
    """
    filename = f"<symmle {program.name or 'model'} {program.digest[:12]}>"
    lines = program.source.splitlines(keepends=True)
    # no modification time: linecache then keeps the entry when it checks its files
    linecache.cache[filename] = (len(program.source), None, lines, filename)
    module = ModuleType(f"symmle_generated_{program.digest[:12]}")
    module.__file__ = filename
    code = compile(program.source, filename, "exec", dont_inherit=True)
    exec(code, module.__dict__)
    return module


def write(program: Program, path: str | Path) -> Path:
    """Write the text to a file, the same bytes on every system, and return the file's path."""
    target = Path(path)
    target.write_text(program.source, encoding="utf-8", newline="\n")
    return target
