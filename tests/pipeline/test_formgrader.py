"""Formgrader's page of a submission, made by its own settings on top of the course's."""

import pytest
from bs4 import BeautifulSoup
from feedback_course import LEARNERS_TEXT, LESSON, STUDENT, FeedbackCourse, graded_notebook
from nbconvert.exporters import HTMLExporter
from nbgrader.server_extensions.formgrader.formgrader import FormgradeExtension

from graders.criteria.verdict import Judgement, Status, Verdict
from graders.pipeline.formgrader.filters import beside_score


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """The page as Formgrader's handler writes it."""
    course = FeedbackCourse(tmp_path_factory.mktemp("formgrader"))
    course.make()
    config = course.config.copy()
    config.merge(FormgradeExtension().build_extra_config())
    notebook = course.root / "autograded" / STUDENT / LESSON / f"{LESSON}.ipynb"
    names = {"assignment_id": LESSON, "notebook_id": LESSON, "submission_id": "1", "student": STUDENT}
    resources = {**names, "index": 0, "total": 1, "base_url": "", "notebook_path": "x"}
    html, _ = HTMLExporter(config=config).from_filename(str(notebook), resources=resources)
    return BeautifulSoup(html, "html.parser")


def test_the_verdict_stands_between_the_score_and_the_check(page):
    panel = page.find("input", id="halve-grade").find_parent(class_="nbgrader_cell")
    heading, verdict, check = panel.find_all("div", recursive=False)
    assert heading.find("input", class_="score") and heading.find("input", class_="extra-credit")
    met, missed = ([field.get_text() for field in row.find_all("td")] for row in verdict.select("tbody tr"))
    assert met == ["✔ met", "A number", "1 / 1"]
    assert missed[1].startswith("Half of tenexpected: half of tenfound: 6") and missed[2] == "2 / 4"
    assert check.get_text().strip() == "assert half"


def test_it_stands_there_once_and_other_outputs_stay(page):
    assert len(page.select(".verdict")) == len(page.find_all(string="Half of ten")) == 1
    assert "visible check passed" in page.get_text()
    assert len(page.select("input.score")) == 4


def test_formulas_need_no_network_and_a_learners_stay_text(page):
    assert page.find("math", display="block")
    assert LEARNERS_TEXT in page.get_text()
    loaded = [each.get("src") or each.get("href") for each in page.find_all(["script", "link", "img"])]
    assert all(each is None or each.startswith(("/formgrader/", "data:")) for each in loaded)
    assert "mathjax" not in str(page).lower()


def test_what_failed_in_a_check_is_told_to_the_teacher():
    cell = graded_notebook().cells[6]
    judged = Judgement("Sums", Status.UNJUDGED, 0, 1, fault="KeyError: <k>")
    cell.metadata.coursework.verdict = Verdict(LESSON, "halve", (judged,)).to_dict()
    panel = beside_score('<div class="panel-heading"></div><div class="panel-body">source</div>', cell)
    assert "For you alone:</strong> the check “Sums” failed: KeyError: &lt;k&gt;</p></div>" in panel
    assert panel.endswith('<div class="panel-body check">source</div>')
