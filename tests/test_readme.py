"""The README's tour runs: every Python block in order, and what a block prints is what the README shows."""

import contextlib
import io
import re
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A fenced block of the README: its language, its text, and whether only blank lines stand before it."""

    language: str
    text: str
    follows: bool


def blocks(text: str) -> list[Block]:
    """Fenced blocks in order; one follows another if nothing but blank lines is between them."""
    found, end = [], -1
    for match in FENCE.finditer(text):
        follows = end >= 0 and not text[end : match.start()].strip()
        found.append(Block(match[1], match[2], follows))
        end = match.end()
    return found


def _run(code: str, namespace: dict) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "README.md", "exec"), namespace)
    return printed.getvalue()


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\n").splitlines()]


def test_the_tour_runs_and_prints_what_it_shows(monkeypatch, tmp_path):
    found = [*blocks((ROOT / "README.md").read_text(encoding="utf-8")), Block("", "", False)]
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    namespace: dict = {"__name__": "readme"}
    shown = 0
    for block, after in pairwise(found):
        if block.language != "python":
            continue
        printed = _run(block.text, namespace)
        if after.language == "text" and after.follows:
            assert _lines(printed) == _lines(after.text)
            shown += 1
    assert shown >= 4


def test_the_two_commands_are_one_line_each():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    shell = [block.text for block in blocks(readme) if block.language == "sh"]
    assert len(shell) == 2
    assert all(len(_lines(text)) == 1 and text.startswith("python3 -m venv .venv && ") for text in shell)


def test_blocks_are_found_in_order():
    text = "```python\nprint(1)\n```\n\n```text\n1\n```\nwords\n```text\n2\n```\n"
    assert blocks(text) == [
        Block("python", "print(1)\n", False),
        Block("text", "1\n", True),
        Block("text", "2\n", False),
    ]
    assert _run("print(1)", {}) == "1\n"
    with pytest.raises(ZeroDivisionError):
        _run("1 / 0", {})
