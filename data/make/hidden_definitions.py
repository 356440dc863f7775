"""Draw the definitions on which lesson 15 is graded: nouns of WordNet that are in no shipped file.

They belong to the examiner, so they go to `graders/lessons/hidden`, which no learner's bundle holds, and
stand neither in the manifest nor on a card.
"""

import argparse
import random
import tempfile
from pathlib import Path

import definitions
import pandas
from fetching import debian
from shipping import DATA, write_bytes, write_table

FOLDER = DATA.parent / "graders" / "lessons" / "hidden"
EACH = 100  # definitions of a field
SEED = 15


def make(downloads: Path, data: Path, folder: Path) -> None:
    """Write `definitions.csv.gz` and WordNet's notice.

    Args:
        downloads: Where the package is, or goes to.
        data: The course's data: whatever word or definition stands there is not drawn.
        folder: Where to write.
    """
    package = debian(downloads, definitions.PACKAGE, definitions.VERSION, definitions.SHA256)
    shipped = pandas.concat(
        pandas.read_csv(data / "definitions" / name, keep_default_na=False)[["word", "definition"]]
        for name in ("definitions.csv.gz", "nouns.csv.gz")
    )
    words, known = set(shipped["word"].str.lower()), set(shipped["definition"])
    by_field: dict[str, list[list[str]]] = {name: [] for name in definitions.NOUN_FIELDS}
    for _, synset in sorted(definitions.nouns(package).items()):
        field = definitions.FIELDS.get(synset.field, "")
        taken = synset.word.lower() in words or synset.definition in known
        if field in by_field and definitions.usable(synset) and not taken:
            by_field[field].append([synset.word, synset.definition, field.removeprefix("noun.")])
            known.add(synset.definition)
    draw = random.Random(SEED)
    table = [row for rows in by_field.values() for row in draw.sample(rows, EACH)]
    draw.shuffle(table)
    write_table(folder / "definitions.csv.gz", ["word", "definition", "field"], table)
    write_bytes(folder / "LICENSE.txt", (package / definitions.LICENCE).read_bytes())
    print(f"wrote {folder / 'definitions.csv.gz'}, {len(table)} rows")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--downloads", type=Path, help="folder for the package (default: a temporary one)")
    parser.add_argument("--data", type=Path, default=DATA, help="the course's data (default: %(default)s)")
    parser.add_argument("--to", type=Path, default=FOLDER, help="folder to write to (default: %(default)s)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        make(arguments.downloads or Path(temporary), arguments.data, arguments.to)
