"""The table of the long sweep: each seed gave one outcome for each size, and none was wrong."""

from pathlib import Path

from symmle import families
from tests.sweep.test_sweep import LOCAL, SIZES

#: families that are lower somewhere in the long sweep, and nowhere in the tests' seeds; it only shrinks
LOWER_IN_TABLE = {"lomax"}
TABLE = Path(__file__).parents[2] / "benchmarks" / "likelihood_sweep.md"


def test_the_table_adds_up():
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in TABLE.read_text().splitlines()]
    counts = {row[0]: [int(cell) for cell in row[1:]] for row in rows if row[0] in families.names()}
    assert len(counts) > 80
    for name, (seeds, *outcomes, lower, wrong) in counts.items():
        assert sum(outcomes) == seeds * len(SIZES), name
        assert lower == 0 or name in {*LOCAL, *LOWER_IN_TABLE}, name
        assert wrong == 0, name
