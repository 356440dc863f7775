"""Cheat sheets: every block of code runs, in order, and fits a screen."""

import re
from pathlib import Path

import pytest

from graders.build.cheatsheets import printable

SHEETS = sorted((Path(__file__).resolve().parents[2] / "docs" / "cheatsheets").glob("*.md"))
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


def test_there_is_a_sheet_for_each_group():
    assert [sheet.stem for sheet in SHEETS] == ["building", "looking_inside", "training"]


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_every_block_runs(sheet, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = {"__name__": "__main__"}
    blocks = BLOCK.findall(sheet.read_text(encoding="utf-8"))
    assert len(blocks) >= 5
    for block in blocks:
        assert max(map(len, block.splitlines())) <= 80, block
        exec(compile(block, sheet.name, "exec"), names)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_the_printable_page_has_every_block_and_loads_nothing(sheet):
    text = sheet.read_text(encoding="utf-8")
    made = printable(sheet)
    assert made.count("<pre") == len(BLOCK.findall(text))
    assert made.count("<table") == len(re.findall(r"^\|[-|]+\|$", text, re.MULTILINE))
    assert not re.findall(r"(?:src|href)=", made)
