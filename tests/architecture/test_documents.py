"""The documents name what is there: links lead somewhere, rooms are on the map, decisions in the list."""

import re
import tomllib

from tests.architecture import source

LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")
ROOM = re.compile(r"^\| `symmle/(\w+)(?:\.py)?` \|", re.MULTILINE)
DECISIONS = source.ROOT / "docs" / "decisions"


def _layers() -> list[str]:
    """Rooms from low to high, as import-linter is told."""
    settings = tomllib.loads((source.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (layers,) = (
        contract["layers"]
        for contract in settings["tool"]["importlinter"]["contracts"]
        if contract["type"] == "layers"
    )
    return layers[::-1]


def test_links_between_documents_lead_somewhere():
    documents = [path for path in source.walk(source.ROOT) if path.suffix == ".md"]
    broken = [
        f"{source.label(path)} -> {target}"
        for path in documents
        for target in LINK.findall(path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]
    assert len(documents) >= 10
    assert broken == []


def test_the_map_lists_the_rooms_in_the_order_of_the_layers():
    listed = ROOM.findall((source.ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert listed == _layers()
    assert {room for room in listed if (source.PACKAGE / room).is_dir()} == set(source.rooms())


def test_every_decision_is_listed_and_has_its_three_parts():
    pages = sorted(path for path in DECISIONS.glob("*.md") if path.name != "README.md")
    listed = LINK.findall((DECISIONS / "README.md").read_text(encoding="utf-8"))
    assert listed == [page.name for page in pages]
    for number, page in enumerate(pages, start=1):
        text = page.read_text(encoding="utf-8")
        assert text.startswith(f"# {number}. ")
        assert re.findall(r"^## (\w+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
