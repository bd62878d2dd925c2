"""The sample document's pages as they are to be; ``python -m tests.exposition.golden`` writes them."""

from collections.abc import Callable
from pathlib import Path

from symmle.exposition import Document, to_html, to_json, to_latex, to_markdown, to_text
from tests.exposition import sample_documents

FOLDER = Path(__file__).with_name("golden")
FORMATS: dict[str, Callable[[Document], str]] = {
    "everything.txt": to_text,
    "everything.tex": to_latex,
    "everything.md": to_markdown,
    "everything.html": to_html,
    "everything.json": to_json,
}


def write() -> None:
    """Write every page."""
    FOLDER.mkdir(exist_ok=True)
    for name, render in FORMATS.items():
        FOLDER.joinpath(name).write_text(render(sample_documents.everything()), encoding="utf-8")


if __name__ == "__main__":
    write()
