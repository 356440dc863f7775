"""A learner's overview and Formgrader's page of a submission in Chromium."""

import shutil
from pathlib import Path

import pytest
from feedback_course import LESSON, STUDENT
from lab_server import PATIENCE, jupyter_lab
from test_feedback_in_browser import WINDOWS, findings
from test_overview import course_of_three, give_feedback_before

from coursework.command import main

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course of three lessons with links into a site, and a student with a hostile name."""
    course = course_of_three(tmp_path_factory.mktemp("three"))
    (course.root / "site.json").write_text('{"address": "https://course.example"}')
    give_feedback_before(course)
    course.page()
    return course


@pytest.fixture(scope="module")
def practised(tmp_path_factory):
    """The page of `coursework progress`, before anything was tried."""
    folder = tmp_path_factory.mktemp("practised")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COURSEWORK_PROGRESS", str(folder / "progress.jsonl"))
        assert main(["progress", "--html", str(folder / "progress.html")]) == 0
    return folder / "progress.html"


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
@pytest.mark.parametrize("which", ["overview", "feedback", "progress"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(
    course, practised, browser, shoot, which, width, scheme
):
    given = course.root / "feedback" / STUDENT / LESSON
    paths = {"overview": given / "overview.html", "feedback": given / f"{LESSON}.html", "progress": practised}
    # axe-core is a script, and the page's own policy allows none.
    with browser(width, scheme, bypass_csp=True) as page:
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(paths[which].as_uri())
        found, passed = findings(page)
        assert found == []
        assert passed > 15
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
        shoot(page, f"{which}-{width}-{scheme}")


def test_the_overview_leads_to_the_other_pages(course, browser):
    with browser() as page:
        page.goto((course.root / "feedback" / STUDENT / LESSON / "overview.html").as_uri())
        page.get_by_role("link", name="Feedback: 90 · `Before`").click()
        assert page.title() == "before"


@pytest.fixture
def formgrader(course, tmp_path):
    """JupyterLab in the course's folder; gives Formgrader's address."""
    shutil.copy(ROOT / "nbgrader_config.py", course.root)
    environ = {
        "JUPYTER_DATA_DIR": str(tmp_path / "data"),
        "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
        "PYTHONPATH": str(ROOT),
    }
    with jupyter_lab(course.root, tmp_path, **environ) as address:
        yield address


def test_in_formgrader_the_verdict_stands_by_the_score(course, browser, formgrader, shoot):
    with browser() as page:
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{formgrader}tree?token=any")
        page.goto(f"{formgrader}formgrader/gradebook/{LESSON}/{LESSON}")
        page.locator("a:has-text('Submission #1')").first.click()
        panel = page.locator(".nbgrader_cell:has(#halve-grade)")
        panel.wait_for(timeout=PATIENCE * 1000)
        page.wait_for_function("document.querySelector('#halve-grade').placeholder === '3'")
        score, table = panel.locator("#halve-grade").bounding_box(), panel.locator("table").bounding_box()
        assert 0 < table["y"] - score["y"] < 120
        panel.scroll_into_view_if_needed()
        shoot(page, "formgrader")
        # A score given by hand is kept, and the learner's page tells of it.
        panel.locator("#halve-grade").fill("4")
        panel.locator("#halve-grade").press("Tab")
        page.locator(".score-saved").first.wait_for()
        assert [url for url in asked if not url.startswith((formgrader, "data:", "ws:"))] == []
    assert "your teacher changed this to 4 of 5" in course.page()
