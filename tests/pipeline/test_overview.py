"""A learner's overview: all lessons beside the feedback on one, and at the end of its page."""

import json
import re
import shutil

import nbformat
import pytest
from bs4 import BeautifulSoup
from feedback_course import LESSON, STUDENT, FeedbackCourse
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from graders.criteria.verdict import Judgement, Status, Verdict

BEFORE, AFTER = "90_before", "92_after"
SITE = "https://course.example"
FIRST, LAST = "<b>민준</b>", "O'Neil & 김"


def verdicts():
    """Give what the earlier lesson's two exercises got: one missed a criterion, one was not tried."""
    return (
        Verdict(
            BEFORE,
            "first",
            (
                Judgement("Met", Status.MET, 1, 1),
                Judgement("<i>Missed</i>", Status.MISSED, 0, 3, "a", "b", "Use `fit`.", "Where to read"),
            ),
        ),
        Verdict(BEFORE, "second", (Judgement("Alone", Status.UNATTEMPTED, 0, 2),)),
    )


def graded(verdict):
    marks = {"grade_id": f"{verdict.exercise}-grade", "grade": True, "solution": False, "locked": True}
    return new_code_cell(
        "assert True",
        metadata={
            "nbgrader": {**marks, "task": False, "points": verdict.max_points, "schema_version": 3},
            "coursework": {"verdict": verdict.to_dict()},
        },
    )


def course_of_three(root):
    """Make a course of three lessons: one was graded before, one just now, one is still to come."""
    course = FeedbackCourse(root)
    course.make()
    for name, title in ((BEFORE, "90 · `Before`"), (LESSON, "91 · Halves"), (AFTER, "92 · <After>")):
        released = new_notebook(cells=[new_markdown_cell(f"# {title}")])
        (course.root / "lessons" / name).mkdir(parents=True)
        nbformat.write(released, course.root / "lessons" / name / f"{name}.ipynb")
    folder = course.root / "autograded" / STUDENT / BEFORE
    folder.mkdir(parents=True)
    nbformat.write(new_notebook(cells=[graded(each) for each in verdicts()]), folder / f"{BEFORE}.ipynb")
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student(STUDENT, first_name=FIRST, last_name=LAST)
        gradebook.add_assignment(BEFORE)
        gradebook.add_notebook(BEFORE, BEFORE)
        for each in verdicts():
            gradebook.add_grade_cell(
                f"{each.exercise}-grade", BEFORE, BEFORE, max_score=each.max_points, cell_type="code"
            )
        gradebook.add_submission(BEFORE, STUDENT)
        for each in verdicts():
            grade = gradebook.find_grade(f"{each.exercise}-grade", BEFORE, BEFORE, STUDENT)
            grade.auto_score, grade.needs_manual_grade = each.points, False
        gradebook.db.commit()
    return course


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return course_of_three(tmp_path_factory.mktemp("made")).root


@pytest.fixture
def course(made, tmp_path):
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return FeedbackCourse(tmp_path)


def give_feedback_before(course):
    page = course.root / "feedback" / STUDENT / BEFORE / f"{BEFORE}.html"
    page.parent.mkdir(parents=True)
    page.write_text("<title>before</title>")


def read(course, **ways):
    """Write the feedback on the second lesson, and read the overview beside it."""
    course.page(**ways)
    path = course.root / "feedback" / STUDENT / LESSON / "overview.html"
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def words(element):
    return re.sub(r"\s+", " ", element.get_text()).strip()


def rows(page):
    return [[words(field) for field in row.find_all(["th", "td"])] for row in page.select(".lessons tr")]


def steps(page):
    return [words(step) for step in page.find(string="What to do next").find_next("ul").find_all("li")]


def test_points_what_is_open_and_what_is_next(course):
    give_feedback_before(course)
    page = read(course)
    assert rows(page) == [
        ["Lesson", "Points"],
        ["90 · Before · feedback", "1 / 6"],
        ["91 · Halves · your teacher still looks at a part", "3 / 14"],
        ["92 · <After>", "– / 0"],
        ["All lessons", "4 / 20"],
    ]
    assert steps(page) == [
        "Read “Where to read” in 90 · Before: 3 points are open there.",
        "Try “Exercise second” in 90 · Before: 2 points are open there.",
        "Read “Halves” in 91 · Halves: 2 points are open there.",
        "Next lesson: 92 · <After>.",
    ]
    opened = [words(heading.find_next("ul")) for heading in page.find_all("h4")]
    assert opened == [
        "“Exercise first”<i>Missed</i>, 3 points are open: Use fit. Read “Where to read”."
        "“Exercise second”: not tried yet, 2 points are open",
        "“Exercise halve”Half of ten, 2 points are open: Divide by two. Read “Halves”.",
    ]


def test_links_lead_to_the_pages_of_feedback(course):
    give_feedback_before(course)
    (link,) = read(course).find_all("a")
    assert link["href"] == f"../{BEFORE}/{BEFORE}.html"
    assert link["aria-label"] == "Feedback: 90 · `Before`"
    assert (course.root / "feedback" / STUDENT / LESSON / link["href"]).is_file()


def test_what_has_no_feedback_yet_is_not_told(course):
    page = read(course)
    assert rows(page)[1] == ["90 · Before · handed in", "– / 6"]
    assert "Where to read" not in page.get_text()


def test_a_learners_name_is_text_on_a_page_that_loads_nothing(course):
    page = read(course)
    assert words(page.title) == words(page.h1) == f"Lessons of {FIRST} {LAST}"
    assert page.html["lang"] == "en" and page.find("meta", charset="utf-8")
    assert not page.find_all(["b", "i", "after", "script", "link", "img", "iframe"])
    assert "default-src 'none'" in page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert not re.search(r"@import|url\(|https?:", str(page))


def test_the_feedback_page_ends_with_the_same_and_links_to_no_other_page(course):
    give_feedback_before(course)
    overview = read(course)
    page = BeautifulSoup(course.page(), "html.parser")
    assert page.select_one("header a[href='#lessons']")
    end = page.select_one("main > section#lessons")
    assert steps(end) == steps(overview)
    assert rows(end)[1] == ["90 · Before", "1 / 6"]
    assert end.find("a") is None


def test_formgrader_writes_it_too(course):
    assert rows(read(course, formgrader=True)) == rows(read(course))


def test_with_a_site_what_to_read_is_a_link_in_the_verdict_and_in_the_overview(course):
    give_feedback_before(course)
    (course.root / "site.json").write_text(json.dumps({"address": SITE}))
    there = {link["href"] for link in read(course).find_all("a")}
    assert there >= {
        f"{SITE}/lessons/{BEFORE}.html",
        f"{SITE}/lessons/{BEFORE}.html#where-to-read",
        f"{SITE}/lessons/{BEFORE}.html#exercise-second",
        f"{SITE}/lessons/{AFTER}.html",
    }
    page = BeautifulSoup(course.page(), "html.parser")
    assert {words(link): link["href"] for link in page.select("#halve-grade a")} == {
        "“Halves” in this lesson": f"{SITE}/lessons/{LESSON}.html#halves",
        "The task and its hints": f"{SITE}/lessons/{LESSON}.html#exercise-halve",
    }


def test_a_wrong_address_costs_the_links_alone(course, caplog):
    (course.root / "site.json").write_text("nonsense")
    page = BeautifulSoup(course.page(), "html.parser")
    assert not page.select("#halve-grade a")
    assert "site.json names no address of a site" in caplog.text
