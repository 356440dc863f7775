"""Ship the diamonds table: price and properties of 53,940 cut diamonds, as it is in the plotnine package."""

import csv
import io
from pathlib import Path

from fetching import wheel
from shipping import run, write_bytes, write_table

WHEEL = "plotnine-0.15.0-py3-none-any.whl"
SHA256 = "1ce9a109c124fc9b657039591ebb8acbc1c5ae238c9d9256aea9284bc6188436"
INSIDE = "plotnine/data/diamonds.csv"
LICENCE = "plotnine-0.15.0.dist-info/licenses/LICENSE"


def make(downloads: Path, data: Path) -> dict[str, dict]:
    """Copy every row in its order and every column; see `shipping.Maker`."""
    with wheel(downloads, WHEEL, SHA256) as package:
        columns, *rows = csv.reader(io.StringIO(package.read(INSIDE).decode("utf-8")))
        write_bytes(data / "diamonds/LICENSE.txt", package.read(LICENCE))
    facts = write_table(data / "diamonds/diamonds.csv.gz", columns, rows)
    return {"diamonds/diamonds.csv.gz": facts, "diamonds/LICENSE.txt": {}}


if __name__ == "__main__":
    run("diamonds", make, __doc__)
