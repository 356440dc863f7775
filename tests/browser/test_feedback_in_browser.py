"""Feedback pages in Chromium: accessible, as wide as the window, and without a network."""

import os
from pathlib import Path

import pytest
from feedback_course import FeedbackCourse
from nbgrader.api import Gradebook

from graders.answers import sample_class
from graders.pipeline.demo import DemoCourse

ROOT = Path(__file__).resolve().parents[2]
AXE = Path(os.environ["AXE"]).read_text(encoding="utf-8") if "AXE" in os.environ else None
LESSON, STUDENT, EXERCISE = "02_regression", "dmitri", "scale_once"
"""A lesson with formulas, pictures and tables, and a student who misses a criterion in every exercise."""

WINDOWS = [(width, scheme) for width in (390, 1280) for scheme in ("light", "dark")]


@pytest.fixture(scope="module")
def cells_of_every_kind(tmp_path_factory):
    """A page with every kind of cell that nbgrader knows, comments, and a score changed by hand."""
    course = FeedbackCourse(tmp_path_factory.mktemp("kinds"))
    course.make()
    course.score("halve-grade", manual_score=4)
    course.comment("graph", "Clear: $n^2$ edges.")
    course.page()
    return next((course.root / "feedback").glob("*/*/*.html"))


@pytest.fixture(scope="module")
def a_lesson(tmp_path_factory):
    """A page of a real lesson, graded in full, with a score changed by hand."""
    course = DemoCourse(tmp_path_factory.mktemp("demo"))
    course.clear()
    course.nbgrader("generate_assignment", LESSON, "--create", "--force")
    student = next(student for student in sample_class() if student.id == STUDENT)
    assert course.hand_in(student, LESSON)
    course.grade(LESSON)
    with Gradebook(course.places["db_url"], "keras_coursework") as gradebook:
        gradebook.find_grade(f"{EXERCISE}-grade", LESSON, LESSON, STUDENT).manual_score = 4
        gradebook.db.commit()
    course.nbgrader("generate_feedback", LESSON)
    return course.folder / "feedback" / STUDENT / LESSON / f"{LESSON}.html"


def findings(page):
    """Have axe-core look at a page: what it found, as `impact: rule, times`, and how many rules passed."""
    assert AXE, "run `make test-browser`, which installs axe-core"
    page.evaluate(AXE)
    result = page.evaluate("axe.run()")
    found = [f"{rule['impact']}: {rule['id']}, {len(rule['nodes'])}" for rule in result["violations"]]
    return found, len(result["passes"])


@pytest.mark.parametrize(("width", "scheme"), WINDOWS)
@pytest.mark.parametrize("which", ["cells_of_every_kind", "a_lesson"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(request, browser, which, width, scheme):
    path = request.getfixturevalue(which)
    # axe-core is a script, and the page's own policy allows none.
    with browser(width, scheme, bypass_csp=True) as page:
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(path.as_uri())
        found, passed = findings(page)
        assert [one for one in found if one.startswith(("serious", "critical"))] == []
        assert passed > 20
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
        dark = page.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
        assert dark == (scheme == "dark")


def test_axe_would_find_something(browser, tmp_path):
    poor = tmp_path / "poor.html"
    poor.write_text(
        "<html><title>x</title><p style='color: #bbb'>pale</p><img src='data:,'>", encoding="utf-8"
    )
    with browser() as page:
        page.goto(poor.as_uri())
        found, _ = findings(page)
    assert {one.split(",")[0] for one in found} >= {
        "serious: color-contrast",
        "serious: html-has-lang",
        "critical: image-alt",
    }


def test_formulas_are_drawn_and_points_stand_right(browser, a_lesson):
    with browser() as page:
        page.goto(a_lesson.as_uri())
        heights = page.eval_on_selector_all(
            "math[display=block]", "all => all.map(one => one.getBoundingClientRect().height)"
        )
        assert len(heights) >= 2
        assert min(heights) > 25, "a fraction is higher than a line"
        sides = page.eval_on_selector_all(
            ".box tbody tr",
            "rows => rows.map(row => [...row.cells].map(cell => getComputedStyle(cell).textAlign).join())",
        )
        assert set(sides) == {"left,left,right"}
        said = page.inner_text(f"#{EXERCISE}-grade")
        assert "The checks gave 3 of 5; your teacher changed this to 4 of 5." in said


def test_a_script_in_the_page_would_not_run(browser, cells_of_every_kind, tmp_path):
    text = cells_of_every_kind.read_text(encoding="utf-8")
    page_with_script = tmp_path / "script.html"
    page_with_script.write_text(text.replace("</h1>", "</h1><script>document.title = 'ran'</script>"))
    with browser() as page:
        page.goto(page_with_script.as_uri())
        assert page.title() == "Feedback: Halves and wholes"
