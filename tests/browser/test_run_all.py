"""*Run All Cells* of a notebook in which an exercise is not written yet, in JupyterLab and in Notebook 7."""

import nbformat.v4 as v4
import pytest
from lab_server import PLACES, jupyter_lab, run_all

STOP = 5


def notebook():
    cells = [v4.new_code_cell("\n".join(f"# line {line}" for line in range(20))) for _ in range(20)]
    cells[STOP].source = "assert False, 'the visible check fails'"
    cells[STOP - 2].source = "1 / 0"
    cells[STOP - 2].metadata["tags"] = ["raises-exception"]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})


@pytest.mark.parametrize("place", PLACES)
def test_a_run_that_stops_shows_where(browser, tmp_path, place):
    folder = tmp_path / "work"
    folder.mkdir()
    (folder / "stops.ipynb").write_text(v4.writes(notebook()))
    path, option = PLACES[place]
    with jupyter_lab(folder, tmp_path, option) as address, browser() as page:
        run_all(page, f"{address}{path}/stops.ipynb?token=any")
        error = page.locator(".jp-OutputArea-output:has-text('the visible check fails')").last
        error.wait_for(timeout=40_000)
        page.wait_for_timeout(1000)
        assert error.inner_text().strip().endswith("the visible check fails")
        box = error.bounding_box()
        top, bottom = box["y"], box["y"] + box["height"]
        height = page.viewport_size["height"]
        assert 0 < top < bottom < height, f"{top:.0f} to {bottom:.0f} px, of {height}"
        active = page.locator(".jp-Notebook .jp-Cell.jp-mod-active")
        assert "the visible check fails" in active.inner_text()
