"""From a density to standard errors: the gamma model, derived, written out as a module, and fitted.

    python examples/ground_beef.py

The data are the sizes in grams of 254 servings of ground beef; see data/README.md.
"""

import csv
from pathlib import Path

import symmle as sm

HERE = Path(__file__).parent


def servings() -> list[float]:
    """Sizes of the servings in grams."""
    with (HERE / "data" / "groundbeef.csv").open(newline="", encoding="ascii") as stream:
        return [float(row["serving"]) for row in csv.DictReader(stream)]


def main() -> None:
    """Derive, generate, fit, print."""
    gamma = sm.families.gamma()
    print(sm.derive(gamma))
    sm.generate(gamma, "gamma.py")
    print(sm.fit(gamma, {"x": servings()}).summary())


if __name__ == "__main__":
    main()
