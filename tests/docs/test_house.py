"""The page of the house names places that are there, and shows the picture that its text describes."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from coursework.evidence import known
from graders.build.source import DEMONSTRATION
from graders.evidence import allowlist
from graders.pipeline.execute import SealedExecute

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")
LESSON = "01_sequential"
CHANGES = PAGE.partition("## To change …")[2]
NAMED = sorted(set(re.findall(r"`([\w./-]+/[\w./-]*)`", PAGE)))
PARTS = sorted(set(re.findall(r"`([A-Za-z_]\w*)` (?:and [^|;]*? )?(?:in|of) `([\w/]+\.py)`", CHANGES)))
"""Names that stand in a module, each with the module, as in "`RUNS` in `graders/…/schedule.py`"."""


def test_the_page_names_many_places():
    assert len(NAMED) >= 25


@pytest.mark.parametrize("name", NAMED)
def test_every_place_it_names_is_there(name):
    """Names for any lesson are looked up for one of them."""
    assert (ROOT / name.replace("NN_topic", LESSON).replace("EXERCISE/", "")).exists()


def test_what_it_says_can_be_changed_is_all_there():
    rows = re.findall(r"^\| (.+?) \| .*`.*\|$", CHANGES, re.M)
    assert len(rows) >= 12


@pytest.mark.parametrize(("name", "path"), PARTS)
def test_every_part_it_names_stands_in_that_file(name, path):
    text = (ROOT / path).read_text(encoding="utf-8")
    assert re.search(rf"^(class |def |    def |    )?{name}\b", text, re.M), f"{path} has no {name}"


def test_it_names_parts_and_settings():
    assert len(PARTS) >= 8
    settings = set(re.findall(r"`c\.SealedExecute\.(\w+)`", CHANGES))
    assert settings and all(SealedExecute.class_traits()[each].help for each in settings)
    assert f"the tag `{DEMONSTRATION}`" in CHANGES


def test_a_layer_is_looked_up_where_the_page_says():
    assert allowlist.LAYERS is known.LAYERS


def test_the_readme_leads_to_it_and_has_a_line_for_each_package():
    house = README.partition("## The house")[2].partition("\n## ")[0]
    assert "](docs/architecture.md)" in house and "](CONTRIBUTING.md)" in house
    tree = house.split("```")[1]
    top = set(re.findall(r"^(\w+)/ +\S", tree, re.M))
    assert top == {path.name for path in map(Path, tracked_folders("."))}
    packages = set(re.findall(r"^  (\w+)/ +\S", tree, re.M))
    assert packages == {path.name for path in map(Path, tracked_folders("graders"))}


def tracked_folders(folder: str) -> list[str]:
    """Give the folders in a folder that git knows; what a run leaves behind is none of the house."""
    done = subprocess.run(
        ["git", "ls-tree", "-d", "--name-only", "HEAD", f"{folder}/"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [name for name in done.stdout.splitlines() if not Path(name).name.startswith(".")]


def test_the_picture_is_the_one_that_its_text_draws(tmp_path):
    drawn = tmp_path / "architecture.svg"
    subprocess.run(
        [Path(sys.executable).with_name("graphviz-pure"), "-Tsvg", "architecture.dot", "-o", drawn],
        cwd=ROOT / "docs" / "pictures",
        check=True,
        capture_output=True,
        timeout=60,
    )
    assert drawn.read_bytes() == (ROOT / "docs" / "pictures" / "architecture.svg").read_bytes()
