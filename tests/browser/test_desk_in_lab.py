"""The practice verdict in JupyterLab and Notebook 7: below the check, with links that jump to the heading."""

from pathlib import Path

import nbformat
import pytest
from lab_server import PATIENCE, PLACES, jupyter_lab, run_all

from graders.answers import fill

ROOT = Path(__file__).resolve().parents[2]
LESSON = "00_start_here"


@pytest.fixture(params=PLACES)
def lab(request, tmp_path):
    """JupyterLab or Notebook 7 on lesson 00 with an answer in it; gives the address for an answer."""
    folder = tmp_path / "lab"
    folder.mkdir()
    environ = {
        "COURSEWORK_DATA": str(ROOT / "data"),
        "COURSEWORK_PROGRESS": str(tmp_path / "progress.jsonl"),
        "COURSEWORK_DESK_IDLE_SECONDS": "2",
    }

    def with_answer(answer):
        released = nbformat.read(ROOT / "lessons" / LESSON / f"{LESSON}.ipynb", as_version=4)
        nbformat.write(fill(released, {"make_negative": answer}), folder / f"{LESSON}.ipynb")
        return f"{address}{path}/{LESSON}.ipynb?token=any&reset"

    path, option = PLACES[request.param]
    with jupyter_lab(folder, tmp_path, option, **environ) as address:
        yield with_answer


def test_a_wrong_answer_and_the_way_to_the_heading(browser, lab, shoot):
    with browser() as page:
        run_all(page, lab("negative = -picture"))
        link = page.locator("a:has-text('Small numbers that overflow')").first
        link.wait_for(timeout=PATIENCE * 1000)
        link.scroll_into_view_if_needed()
        shoot(page, "wrong")
        link.click()
        heading = page.locator("h2:has-text('Small numbers that overflow')")
        heading.wait_for(timeout=20_000)
        page.wait_for_function(
            """() => [...document.querySelectorAll('h2')].some(one =>
                one.textContent.includes('Small numbers that overflow')
                && one.getBoundingClientRect().top > 0 && one.getBoundingClientRect().top < 900)""",
            timeout=20_000,
        )
        shoot(page, "jumped")


def test_a_right_answer(browser, lab, shoot):
    with browser() as page:
        run_all(page, lab("negative = 255 - picture"))
        row = page.locator("tr:has-text('Every gray turned into its opposite')").last
        row.wait_for(timeout=PATIENCE * 1000)
        row.scroll_into_view_if_needed()
        shoot(page, "right")
        assert "✔ met" in row.inner_text()
