"""Write michelson.csv and norris.csv from the files that NIST publishes.

The two files, Michelso.dat and Norris.dat, are in the Statistical Reference Datasets of the National
Institute of Standards and Technology: 60 lines of head, then one observation per line.

    python extract_nist.py FOLDER_OF_DAT_FILES
"""

import sys
from pathlib import Path

HEAD = 60
SOURCES = {"michelson": ("Michelso.dat", "speed"), "norris": ("Norris.dat", "y,x")}


def observations(path: Path) -> list[str]:
    """Rows of one .dat file with the digits exactly as they stand there."""
    lines = path.read_text(encoding="ascii").splitlines()[HEAD:]
    return [",".join(line.split()) for line in lines if line.strip()]


def main(folder: str) -> None:
    """Write one CSV file beside this script for each source."""
    for name, (source, header) in SOURCES.items():
        rows = observations(Path(folder) / source)
        target = Path(__file__).with_name(f"{name}.csv")
        target.write_text("\n".join([header, *rows]) + "\n", encoding="ascii")
        print(f"{target.name}: {len(rows)} rows")


if __name__ == "__main__":
    main(sys.argv[1])
