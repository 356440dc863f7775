"""Running a lesson again compares what it prints: nothing important is left out of the comparison."""

import json
from pathlib import Path

import pytest

from graders.build.outputs import texts

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = sorted(ROOT.glob("solutions/*/*.ipynb"))
NOT_COMPARED = {"nbval-ignore-output", "nbval-skip"}


def cells_with_text(path: Path):
    import nbformat

    cells = nbformat.read(path, as_version=4).cells
    return [cell for cell in cells if cell.cell_type == "code" and any(text.strip() for text in texts(cell))]


def test_at_least_85_percent_of_the_outputs_are_compared():
    if not NOTEBOOKS:
        pytest.skip("no lesson is built yet")
    cells = [cell for path in NOTEBOOKS for cell in cells_with_text(path)]
    compared = [cell for cell in cells if not NOT_COMPARED & set(cell.metadata.get("tags", ()))]
    share = len(compared) / len(cells)
    print(f"{len(compared)} of {len(cells)} code cells with text output are compared: {share:.0%}")
    assert share >= 0.85


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_stored_notebook_holds_nothing_of_this_machine(path):
    text = json.dumps(json.loads(path.read_text(encoding="utf-8")))
    for trace in (str(ROOT), str(Path.home()) + "/", "site-packages/site-packages"):
        assert trace not in text
