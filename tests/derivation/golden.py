"""Derivations as they are to read; ``python -m tests.derivation.golden`` writes them."""

from pathlib import Path

from tests.densities import derived

FOLDER = Path(__file__).with_name("golden")
NAMES = ("bernoulli", "gaussian", "gamma", "weibull")


def page(name: str) -> str:
    """Give the kinds of the steps, and below them the text."""
    derivation = derived(name)
    kinds = "\n".join(f"# {step.kind}" for step in derivation.document.steps())
    return f"{kinds}\n\n{derivation.to_text().rstrip()}\n"


def write() -> None:
    """Write every page."""
    FOLDER.mkdir(exist_ok=True)
    for name in NAMES:
        FOLDER.joinpath(f"{name}.txt").write_text(page(name), encoding="utf-8")


if __name__ == "__main__":
    write()
