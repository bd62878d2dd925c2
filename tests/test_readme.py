"""The README's tour runs: every Python block in order, and what a block prints is what the README shows.

    python tests/test_readme.py

writes what the blocks print today into the README.
"""

import contextlib
import io
import os
import re
import tempfile
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A fenced block: its language, its text and where that stands."""

    language: str
    text: str
    span: tuple[int, int]


class Shown(NamedTuple):
    """What a block of code prints, and the block of text right below it."""

    printed: str
    below: Block


def blocks(document: str) -> list[Block]:
    """Fenced blocks in order."""
    return [Block(match[1], match[2], match.span(2)) for match in FENCE.finditer(document)]


def run(code: str, namespace: dict) -> str:
    """Text that a block of code prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "README.md", "exec"), namespace)
    return printed.getvalue()


def tour(document: str) -> list[Shown]:
    """Run all Python blocks in one namespace; what they print beside what is shown."""
    found, namespace, shown = blocks(document), {"__name__": "readme"}, []
    for number, block in enumerate(found):
        if block.language != "python":
            continue
        printed = run(block.text, namespace)
        below = found[number + 1 : number + 2]
        between = document[block.span[1] : below[0].span[0]] if below else ""
        if between == "```\n\n```text\n":
            shown.append(Shown(printed, below[0]))
    return shown


def lines(text: str) -> list[str]:
    """Lines without the blanks at their ends, and without empty ones around."""
    return [line.rstrip() for line in text.strip("\n").splitlines()]


def enter(folder: Path) -> None:
    """Go to a folder where the tour can read the examples and leave its files."""
    (folder / "examples").symlink_to(ROOT / "examples")
    os.chdir(folder)


def test_the_tour_runs_and_prints_what_it_shows(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    enter(tmp_path)
    shown = tour(README.read_text(encoding="utf-8"))
    assert len(shown) >= 6
    for printed, below in shown:
        assert lines(printed) == lines(below.text)


def test_the_two_commands_are_one_line_each():
    shell = [block.text for block in blocks(README.read_text(encoding="utf-8")) if block.language == "sh"]
    assert len(shell) == 2
    assert all(len(lines(text)) == 1 and text.startswith("python3 -m venv .venv && ") for text in shell)


def test_a_block_is_compared_with_the_text_right_below_it():
    document = (
        "```python\nprint(1)\n```\n\n```text\n1\n```\n\n```python\nprint(2)\n```\nwords\n\n```text\n3\n```\n"
    )
    ((printed, below),) = tour(document)
    assert lines(printed) == lines(below.text) == ["1"]
    with pytest.raises(ZeroDivisionError):
        tour("```python\n1 / 0\n```\n")


def main() -> None:
    """Write what the blocks print into the README."""
    document = README.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        enter(Path(folder))
        shown = tour(document)
        os.chdir(ROOT)
    for printed, below in reversed(shown):
        start, end = below.span
        document = document[:start] + "\n".join(lines(printed)) + "\n" + document[end:]
    README.write_text(document, encoding="utf-8")


if __name__ == "__main__":
    main()
