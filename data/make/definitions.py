"""Ship the definitions: words of WordNet with their definitions, to be sorted by kind of word and by field.

Two tables. `definitions.csv.gz` has words of every part of speech. `nouns.csv.gz` has nouns alone, and says
besides how deep each lies in WordNet's tree of kinds and whether it is the name of one single thing.
"""

import random
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

from fetching import debian
from shipping import run, write_bytes, write_table

PACKAGE = "wordnet-base"
VERSION = "1:3.0-37"
SHA256 = "61060d960f9ada8fa120872312eccd3ecebfbab8c4579e4f5a74e1cf67620752"
INSIDE = "usr/share/wordnet"
LICENCE = "usr/share/doc/wordnet-base/copyright"

# Numbers of WordNet's lexicographer files (its manual page lexnames): those with 1,000 usable definitions.
FIELDS = {
    0: "adjective.general",
    1: "adjective.relational",
    2: "adverb",
    4: "noun.act",
    5: "noun.animal",
    6: "noun.artifact",
    7: "noun.attribute",
    8: "noun.body",
    9: "noun.cognition",
    10: "noun.communication",
    11: "noun.event",
    13: "noun.food",
    14: "noun.group",
    15: "noun.location",
    17: "noun.object",
    18: "noun.person",
    20: "noun.plant",
    21: "noun.possession",
    23: "noun.quantity",
    26: "noun.state",
    27: "noun.substance",
    30: "verb.change",
    32: "verb.communication",
    35: "verb.contact",
    38: "verb.motion",
}
NOUN_FIELDS = [
    "noun.act",
    "noun.animal",
    "noun.artifact",
    "noun.body",
    "noun.communication",
    "noun.food",
    "noun.group",
    "noun.location",
    "noun.person",
    "noun.plant",
    "noun.state",
    "noun.substance",
]
EACH = 1_000  # definitions of a field
SEED = 1985

# A course for everybody leaves out what WordNet marks or describes as offensive, sexual or cruel.
LEFT_OUT = re.compile(
    r"offensive|obscen|slur|disparag|derogat|vulgar|insult|pejorative|contempt|sexual|\bsex\b|\bsexy|"
    r"genital|prostitut|porn|erotic|coit|copulat|intercourse|penis|vagin|\banus|\banal\b|semen|masturb|"
    r"\brap(e|ed|ist|ing)\b|homosexual|lesbian|\bgay\b|whore|excrement|feces|faec|urin|defecat|"
    r"tortur|genocid|lynch|suicid|massacre|behead|execut(e|ed|ion) by|nazi|\bracis|\bracial|negro|"
    r"\bblacks?\b (person|people)|slave|retard|moron|idiot|stupid|fool|nipple|breast|buttock|incest|"
    r"brothel|harlot|mistress|lewd|lecher|lust|fornicat|cocaine|heroin|marijuana|narcotic",
    re.IGNORECASE,
)


class Synset(NamedTuple):
    """One meaning: its first word, its definition and what WordNet's pointers say of it."""

    word: str
    definition: str
    part_of_speech: str
    field: int
    parents: tuple[str, ...]  # offsets of the kinds it belongs to
    named: bool  # the one thing with this name, not a kind
    marked: bool  # a pointer says that its use is a slur, an insult or vulgar


def _read(folder: Path, part_of_speech: str, file: str) -> dict[str, Synset]:
    """Read one of WordNet's data files (format: its manual page wndb); return synsets by offset."""
    synsets = {}
    for line in (folder / INSIDE / f"data.{file}").read_text("utf-8").splitlines():
        if line.startswith(" "):  # the licence at the head of each file
            continue
        facts, _, gloss = line.partition(" | ")
        offset, field, _, words, *rest = facts.split()
        count = int(words, 16)
        word = rest[0].replace("_", " ")
        pointers = rest[2 * count + 1 :]
        kinds = [(pointers[4 * i], pointers[4 * i + 1]) for i in range(int(rest[2 * count]))]
        # examples in quotation marks and remarks on usage in brackets are not part of the definition
        definition = re.sub(r"\([^)]*\)", " ", gloss.partition('; "')[0])
        definition = " ".join(definition.split()).strip(" ;:,.")
        synsets[offset] = Synset(
            word=re.sub(r"\((a|p|ip)\)$", "", word),
            definition=definition,
            part_of_speech=part_of_speech,
            field=int(field),
            parents=tuple(target for kind, target in kinds if kind in ("@", "@i")),
            named=any(kind == "@i" for kind, _ in kinds),
            marked=bool(LEFT_OUT.search(gloss)) or any(kind == ";u" for kind, _ in kinds),
        )
    return synsets


def nouns(folder: Path) -> dict[str, Synset]:
    """Read all nouns of WordNet.

    Args:
        folder: The unpacked package.

    Returns:
        Synsets by offset.
    """
    return _read(folder, "noun", "noun")


def usable(synset: Synset) -> bool:
    """Tell whether a course for everybody can show a definition, and whether it is long enough."""
    return not synset.marked and not LEFT_OUT.search(synset.word) and len(synset.definition.split()) >= 3


def make(downloads: Path, data: Path) -> dict[str, dict]:
    """Draw `EACH` definitions of every field, shuffled; see `shipping.Maker`."""
    folder = debian(downloads, PACKAGE, VERSION, SHA256)
    write_bytes(data / "definitions/LICENSE.txt", (folder / LICENCE).read_bytes())
    all_nouns = nouns(folder)
    others = [
        _read(folder, name, file) for name, file in (("verb",) * 2, ("adjective", "adj"), ("adverb", "adv"))
    ]

    @cache
    def depth(offset: str) -> int:
        parents = all_nouns[offset].parents
        return 1 + min(map(depth, parents)) if parents else 0

    draw = random.Random(SEED)
    by_field: dict[str, list[tuple[str, Synset]]] = {name: [] for name in FIELDS.values()}
    seen = set()
    for synsets in (all_nouns, *others):
        for offset, synset in sorted(synsets.items()):
            if synset.field in FIELDS and usable(synset):
                # a definition given to several words would put the same text on both sides of a split
                if synset.definition not in seen:
                    by_field[FIELDS[synset.field]].append((offset, synset))
                seen.add(synset.definition)
    chosen = {}
    for field, synsets in by_field.items():
        if len(synsets) < EACH:
            raise SystemExit(f"{field} has {len(synsets)} usable definitions, {EACH} are wanted.")
        chosen[field] = draw.sample(synsets, EACH)

    table = [
        [synset.word, synset.definition, synset.part_of_speech, field]
        for field, synsets in chosen.items()
        for _, synset in synsets
    ]
    draw.shuffle(table)
    trunk = [
        [synset.word, synset.definition, field.removeprefix("noun."), depth(offset), int(synset.named)]
        for field in NOUN_FIELDS
        for offset, synset in chosen[field]
    ]
    draw.shuffle(trunk)
    return {
        "definitions/definitions.csv.gz": write_table(
            data / "definitions/definitions.csv.gz", ["word", "definition", "part_of_speech", "field"], table
        ),
        "definitions/nouns.csv.gz": write_table(
            data / "definitions/nouns.csv.gz", ["word", "definition", "field", "depth", "named"], trunk
        ),
        "definitions/LICENSE.txt": {},
    }


if __name__ == "__main__":
    run("definitions", make, __doc__)
