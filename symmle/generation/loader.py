"""Where the templates are, and the environment that renders them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from symmle.generation.escaping import docstring, string_literal


def template_folder() -> Path:
    """Return the installed folder of templates, or the repository's where symmle is installed in place.

    Raises
    ------
    FileNotFoundError
        If there is neither.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "templates", package.parent / "templates"):
        if (folder / "module.py.jinja").is_file():
            return folder
    raise FileNotFoundError(f"no templates in {package} or beside it: install symmle again")


@cache
def environment() -> Environment:
    """Return the environment: what is missing is an error, and free text passes one filter."""
    made = Environment(
        loader=FileSystemLoader(template_folder()),
        undefined=StrictUndefined,
        autoescape=False,  # this is Python, not HTML: see `escaping`
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["literal"] = string_literal
    made.globals["docstring"] = docstring
    return made
