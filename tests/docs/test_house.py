"""The page of the house names places that are there, and shows the picture that its text describes."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
NAMED = sorted(
    {
        name
        for name in re.findall(r"`([\w./-]+/[\w./-]*)`", PAGE)
        if "NN_" not in name and "EXERCISE" not in name
    }
)


def test_the_page_names_many_places():
    assert len(NAMED) >= 25


@pytest.mark.parametrize("name", NAMED)
def test_every_place_it_names_is_there(name):
    assert (ROOT / name).exists()


def test_what_it_says_can_be_changed_is_all_there():
    rows = re.findall(r"^\| (.+?) \| .*`.*\|$", PAGE.partition("## To change …")[2], re.M)
    assert len(rows) >= 12


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
