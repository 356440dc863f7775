"""Each shipped table is what its card and the manifest say, and holds what a lesson counts on."""

import csv
import gzip
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy
import pandas
import pytest
from wants import leave_out

SETS = [
    "california",
    "definitions",
    "diamonds",
    "fashion_mnist",
    "films",
    "patches",
    "reviews",
    "stories",
    "tickets",
    "weather",
]
MANIFEST = json.loads((Path(__file__).resolve().parents[2] / "data" / "manifest.json").read_text("utf-8"))
TABLES = [file for files in MANIFEST.values() for file in files if file.endswith(".csv.gz")]


def card(data: Path, name: str) -> str:
    return (data / name / "CARD.md").read_text("utf-8")


def table(data: Path, file: str) -> pandas.DataFrame:
    return pandas.read_csv(data / file)


def test_manifest_has_every_set_and_every_data_file(data: Path):
    assert sorted(MANIFEST) == SETS
    listed = {file for files in MANIFEST.values() for file in files}
    shipped = {
        path.relative_to(data).as_posix()
        for path in data.rglob("*")
        if path.is_file()
        and path.suffix not in {".py", ".pyc", ".md"}
        and path.name not in {"manifest.json", ".gitattributes"}
    }
    assert shipped == listed


def test_data_stay_small():
    assert sum(facts["bytes"] for files in MANIFEST.values() for facts in files.values()) < 45_000_000


@pytest.mark.parametrize("name", SETS)
def test_card_names_source_maker_and_every_file_with_its_hash(data: Path, name: str):
    text = card(data, name)
    assert (data / "make" / f"{name}.py").exists()
    assert f"python data/make/{name}.py" in text
    assert f"python data/make/baselines.py {name}" in text
    assert re.search(r"licen[cs]e|CC0|public domain", text, re.IGNORECASE)
    assert re.search(r"Taken from the|Made by the course", text)
    for file, facts in MANIFEST[name].items():
        row = f"| `{file}` | {format(facts['rows'], ',') if 'rows' in facts else '–'} | {facts['bytes']:,} |"
        assert f"{row} `{facts['sha256']}` |" in text


@pytest.mark.parametrize("name", SETS)
def test_links_on_a_card_lead_somewhere(data: Path, name: str):
    for target in re.findall(r"\]\(([^)#]+)\)", card(data, name)):
        assert (data / name / target).exists(), target


def test_index_lists_every_set(data: Path):
    index = (data / "README.md").read_text("utf-8")
    assert re.findall(r"^\| (\w+) \|.*\[card\]\(\1/CARD\.md\) \|$", index, re.MULTILINE) == list(
        dict.fromkeys(re.findall(r"\((\w+)/CARD\.md\)", index))
    )
    assert sorted(re.findall(r"\((\w+)/CARD\.md\)", index)) == SETS


@pytest.mark.parametrize("file", TABLES)
def test_rows_and_columns_agree_with_manifest_and_card(data: Path, file: str):
    name = next(name for name, files in MANIFEST.items() if file in files)
    facts = MANIFEST[name][file]
    text = gzip.decompress((data / file).read_bytes()).decode("utf-8")
    columns, *rows = csv.reader(io.StringIO(text))
    assert (len(rows), columns) == (facts["rows"], facts["columns"])
    assert all(len(row) == len(columns) for row in rows)
    described = re.findall(r"^\| `(\w+)` \|", card(data, name), re.MULTILINE)
    starts = [i for i, column in enumerate(described) if column == columns[0]]
    assert columns in [described[i : i + len(columns)] for i in starts]
    assert list(table(data, file).columns) == columns


@pytest.mark.parametrize("file", TABLES)
def test_packed_files_carry_no_time_and_no_name(data: Path, file: str):
    head = (data / file).read_bytes()[:10]
    assert head[3] == 0, "a name or a comment inside"
    assert head[4:8] == bytes(4), "a time inside"


@pytest.mark.parametrize("file", [file for file in TABLES if not file.startswith("weather")])
def test_nothing_is_missing_and_nothing_is_taken_for_missing(data: Path, file: str):
    assert not table(data, file).isna().any().any()


def test_fashion_mnist_is_balanced_and_whole(data: Path):
    folder = data / "keras" / "datasets" / "fashion-mnist"
    for part, each in (("train", 6_000), ("t10k", 1_000)):
        labels = gzip.decompress((folder / f"{part}-labels-idx1-ubyte.gz").read_bytes())[8:]
        images = gzip.decompress((folder / f"{part}-images-idx3-ubyte.gz").read_bytes())
        assert Counter(labels) == dict.fromkeys(range(10), each)
        assert len(images) == 16 + 10 * each * 28 * 28


LOAD = """
import keras
(x, y), (x_test, y_test) = keras.datasets.fashion_mnist.load_data()
print(x.shape, y.shape, x_test.shape, y_test.shape, x.dtype, int(x.max()))
"""


def test_kerass_own_loader_works_without_a_network(data: Path, tmp_path: Path):
    """In a network namespace of its own where the system allows one, else with no way to connect."""
    command = [sys.executable, "-c", LOAD]
    cut_off = (
        shutil.which("unshare")
        and not subprocess.run(["unshare", "-rn", "true"], capture_output=True, timeout=30).returncode
    )
    if cut_off:
        command = ["unshare", "-rn", *command]
    else:
        leave_out("a network namespace of one's own (unshare -rn)")
        refuse = (
            "import socket\ndef refuse(*_): raise OSError('no network')\nsocket.socket.connect = refuse\n"
        )
        command[2] = refuse + LOAD
    before = sorted((data / "keras").rglob("*"))
    environment = os.environ | {
        "KERAS_HOME": str(data / "keras"),
        "HOME": str(tmp_path),
        "TMPDIR": str(tmp_path),
        "CUDA_VISIBLE_DEVICES": "",
    }
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, env=environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split("\n")[-2] == "(60000, 28, 28) (60000,) (10000, 28, 28) (10000,) uint8 255"
    assert sorted((data / "keras").rglob("*")) == before


def test_diamonds(data: Path):
    diamonds = table(data, "diamonds/diamonds.csv.gz")
    assert set(diamonds.cut) == {"Fair", "Good", "Very Good", "Premium", "Ideal"}
    assert set(diamonds.color) == set("DEFGHIJ")
    assert set(diamonds.clarity) == {"I1", "SI2", "SI1", "VS2", "VS1", "VVS2", "VVS1", "IF"}
    assert (diamonds.price.min(), diamonds.price.max(), diamonds.price.median()) == (326, 18_823, 2_401)
    assert ((diamonds[["x", "y", "z"]] == 0).any(axis=1)).sum() == 20
    assert ((diamonds.y > 31) | (diamonds.z > 31)).sum() == 3
    assert diamonds.duplicated().sum() == 146


def test_california_has_features_and_a_class_and_nothing_that_tells_it(data: Path):
    blocks = table(data, "california/california.csv.gz")
    assert dict(blocks.high_value.value_counts()) == {1: 8_031, 0: 6_033}
    assert blocks.latitude.between(32, 42.1).all()
    assert blocks.longitude.between(-124.5, -114).all()
    features = blocks.drop(columns="high_value")
    assert not features.duplicated().any()
    assert features.corrwith(blocks.high_value).abs().max() < 0.7


def test_films_occur_once_and_no_column_tells_the_answer(data: Path):
    films = table(data, "films/films.csv.gz")
    assert not films.duplicated(["title", "year", "director"]).any()
    assert films.year.between(1940, 2014).all() and films.runtime.min() >= 40
    assert films.rating.between(0, 10).all()
    assert films.fresh.isin([0, 1]).all() and abs(films.fresh.mean() - 0.58) < 0.01
    inputs = set(films.columns) - {"fresh", "rating"}
    assert inputs == {"title", "year", "runtime", "genres", "director", "language", "country"}
    assert len(set("|".join(films.genres).split("|"))) == 21


def test_reviews(data: Path):
    reviews = table(data, "reviews/reviews.csv.gz")
    assert reviews.text.is_unique
    assert reviews.score.between(-4, 4).all() and (reviews.spread >= 0).all()
    assert (reviews.score.abs() > 0.5).sum() == 10_041
    assert not reviews.text.str.contains("&amp;|&quot;|<br", regex=True).any()


def test_definitions_are_balanced_unique_and_fit_for_everybody(data: Path):
    definitions = table(data, "definitions/definitions.csv.gz")
    nouns = table(data, "definitions/nouns.csv.gz")
    assert definitions.definition.is_unique and nouns.definition.is_unique
    assert set(definitions.field.value_counts()) == {1_000} and definitions.field.nunique() == 25
    assert set(nouns.field.value_counts()) == {1_000} and nouns.field.nunique() == 12
    assert (definitions.part_of_speech == definitions.field.str.split(".").str[0]).all()
    assert nouns.named.isin([0, 1]).all() and nouns.depth.between(1, 18).all()
    both = nouns.merge(definitions, on=["word", "definition"], suffixes=("", "_full"))
    assert len(both) == len(nouns) and ("noun." + both.field == both.field_full).all()
    from definitions import LEFT_OUT

    for column in ("word", "definition"):
        assert not [text for text in definitions[column] if LEFT_OUT.search(text)]


def test_wordnets_notice_ships(data: Path):
    notice = (data / "definitions" / "LICENSE.txt").read_text("utf-8")
    assert "WordNet 3.0 Copyright 2006 by Princeton University" in notice


def test_patches(data: Path):
    with numpy.load(data / "patches" / "patches.npz", allow_pickle=False) as arrays:
        for name, (kind, shape) in MANIFEST["patches"]["patches/patches.npz"]["arrays"].items():
            assert (str(arrays[name].dtype), list(arrays[name].shape)) == (kind, shape)
        images, labels = arrays["images"], arrays["labels"]
    pieces = [int(count) for count in re.findall(r"^\| \d \| [^|]+ \| (\d+) \|", card(data, "patches"), re.M)]
    assert numpy.bincount(labels).tolist() == pieces
    assert len({image.tobytes() for image in images}) == len(images)


def test_weather_is_one_row_an_hour_in_order(data: Path):
    weather = pandas.read_csv(data / "weather" / "weather.csv.gz", parse_dates=["time"])
    assert not weather.duplicated(["airport", "time"]).any()
    for _, rows in weather.groupby("airport"):
        assert rows.time.is_monotonic_increasing
        assert rows.temperature.isna().sum() <= 1
    assert (weather.wind_speed > 200).sum() == 1


def test_tickets(data: Path):
    tickets = table(data, "tickets/tickets.csv.gz")
    assert tickets.body.is_unique
    assert set(tickets.priority) == {0, 1} and 0.3 < tickets.priority.mean() < 0.45
    departments = tickets.department.value_counts(normalize=True)
    assert set(departments.index) == {"account", "billing", "sales", "shipping", "technical"}
    assert departments.min() > 0.1 and departments.max() < 0.3
    assert set(tickets.difficulty) == {"quick", "medium", "difficult"}
    assert not tickets.title.str.contains("[{}]").any() and not tickets.body.str.contains("[{}]").any()
    tags = set("|".join(tickets.tags).split("|"))
    assert len(tags) < 40 and not tags & {"account", "billing", "sales", "shipping", "technical"}


def answer(story: str, question: str) -> str:
    """Read a story the plain way: whoever holds a thing has it along."""
    place: dict[str, str] = {}
    holder: dict[str, str] = {}
    for sentence in story.lower().removesuffix(".").split(". "):
        who, doing, last = re.fullmatch(r"(ana|ben|the dog) (.*) the (\w+)", sentence).groups()
        if doing.endswith(" to"):
            place[who] = last
            place |= {thing: last for thing, holds in holder.items() if holds == who}
        elif doing in ("took", "picked up", "grabbed"):
            holder[last] = who
            place[last] = place[who]
        else:
            assert holder.pop(last) == who
    asked = re.fullmatch(r"where is (.*)\?", question.lower()).group(1)
    return place[asked if asked in place else asked.removeprefix("the ")]


def test_every_story_answers_its_question(data: Path):
    stories = table(data, "stories/stories.csv.gz")
    assert stories.story.is_unique
    read = [answer(row.story, row.question) for row in stories.itertuples()]
    assert read == stories.answer.tolist()
    assert stories.answer.value_counts(normalize=True).max() < 0.15
