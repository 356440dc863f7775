"""The criteria table in JupyterLab, which cleans the outputs of notebooks that it does not trust."""

import nbformat
import pytest
from feedback_course import graded_notebook
from lab_server import PATIENCE, jupyter_lab


@pytest.fixture
def lab(tmp_path):
    """JupyterLab on a folder with one graded notebook; gives the notebook's address."""
    folder = tmp_path / "lab"
    folder.mkdir()
    nbformat.write(graded_notebook(), folder / "graded.ipynb")
    with jupyter_lab(folder, tmp_path, grace=0, JUPYTER_DATA_DIR=str(tmp_path / "data")) as address:
        yield f"{address}lab/tree/graded.ipynb?token=any"


def test_lab_keeps_text_left_and_points_right(browser, lab):
    with browser() as page:
        page.goto(lab)
        row = page.locator("tr:has-text('Half of ten')")
        row.wait_for(timeout=PATIENCE * 1000)
        assert row.evaluate("row => getComputedStyle(row).textAlign") == "right", (
            "the rule that is outweighed"
        )
        sides = row.evaluate("row => [...row.cells].map(cell => getComputedStyle(cell).textAlign)")
        assert sides == ["left", "left", "right"]
        headers = page.locator("table:has-text('Half of ten') thead th").all_inner_texts()
        assert headers == ["Result", "Criterion", "Points"]
