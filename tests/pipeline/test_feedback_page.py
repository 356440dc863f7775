"""The feedback page: names, formulas, pictures, tables, and what a teacher decided."""

import re
import shutil
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from feedback_course import LEARNERS_TEXT, STUDENT, FeedbackCourse

from graders.pipeline.command import scores_table
from graders.pipeline.feedback.formulas import to_mathml
from graders.pipeline.feedback.pictures import OWN_PICTURE
from graders.pipeline.feedback.scores import decision


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    course = FeedbackCourse(tmp_path_factory.mktemp("made"))
    course.make()
    return course.root


@pytest.fixture
def course(made, tmp_path):
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return FeedbackCourse(tmp_path)


def read(course, **ways):
    return BeautifulSoup(course.page(**ways), "html.parser")


def contents(page):
    return [[field.get_text() for field in row.find_all(["td", "th"])] for row in page.select(".contents tr")]


def words(element):
    return " ".join(element.get_text(" ").split())


def test_contents_and_headings_name_the_exercises(course):
    page = read(course)
    assert contents(page) == [
        ["Exercise", "Points"],
        ["halve", "3 / 5"],
        ["why", "0 / 4"],
        ["free", "0 / 2"],
        ["graph", "0 / 3"],
        ["All exercises", "3 / 14"],
    ]
    ids = [element["id"] for element in page.select("[id]")]
    assert len(ids) == len(set(ids))
    assert {link["href"][1:] for link in page.select(".contents a")} == {
        "halve-grade",
        "why",
        "free",
        "graph",
    }
    assert {link["href"][1:] for link in page.select(".contents a")} <= set(ids)
    assert [heading.get_text() for heading in page.select(".box h3")] == [
        "halve: your answer",
        "halve: checks",
        "why: your answer",
        "free: your answer",
        "graph: task",
    ]
    assert words(page.select_one("#halve-grade .points")) == "3 / 5 points"
    assert "Test cell" not in str(page)


def test_one_page_says_its_language_and_loads_nothing(course):
    text = course.page()
    page = BeautifulSoup(text, "html.parser")
    assert page.html["lang"] == "en"
    assert page.title.get_text() == "Feedback: Halves and wholes"
    assert [heading.get_text() for heading in page.find_all("h1")] == ["Feedback: Halves and wholes"]
    assert not page.find_all(["script", "link", "iframe", "object", "embed"])
    assert all(picture["src"].startswith("data:image/") for picture in page.find_all("img"))
    assert not re.search(r"@import|url\(", text)
    # What remains is a link of the lesson's and the learner's text; neither is loaded.
    assert set(re.findall(r"https?://[\w.]+", text)) == {"https://keras.io", "http://elsewhere.example"}
    assert "default-src 'none'" in page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]


def test_formgraders_page_is_the_commands(course):
    assert course.page(formgrader=True) == course.page()


def test_a_lessons_formulas_are_mathml_and_a_learners_stay_text(course):
    page = read(course)
    assert len(page.find_all("math")) == 3
    assert page.find("math", display="block").find("munder") is not None
    assert page.find("mfrac").get_text() == "x2"
    for formula in page.find_all("math"):
        formula.decompose()
    rest = page.get_text()
    assert "\\frac" not in rest and "\\sum" not in rest
    assert LEARNERS_TEXT in rest


@pytest.mark.parametrize("tex", ["{", "", "x_", r"\nosuchcommand x"])
def test_what_is_no_formula_is_shown_as_typed(tex):
    assert to_mathml(tex) == f"<code>{tex}</code>"


def test_a_formula_cannot_carry_markup():
    written = to_mathml(r"a < b \text{<script>} & c")
    assert "<script" not in written
    assert "<mo>&lt;</mo>" in written


def test_pictures_are_described(course):
    assert [picture["alt"] for picture in read(course).find_all("img")] == [
        "a red square, as draw makes it.",
        OWN_PICTURE,
    ]


def test_tables_have_no_empty_headers_and_text_is_left_and_points_right(course):
    page = read(course)
    assert all(words(header) for header in page.find_all("th"))
    header, first, missed = page.select("#halve-grade tr")
    assert [words(field) for field in header.find_all("th")] == ["Result", "Criterion", "Points"]
    assert words(first) == "✔ met A number 1 / 1"
    assert words(missed.find_all("td")[1]) == (
        "Half of ten expected: half of ten found: 6 hint: Divide by two. read: “Halves” in this lesson"
    )
    assert missed.find("code").get_text() == "ten"
    for row in (header, first, missed):
        sides = [re.search(r"text-align: (\w+)", field["style"])[1] for field in row.find_all(["th", "td"])]
        assert sides == ["left", "left", "right"]


def test_what_is_wide_scrolls_in_its_own_box(course):
    page = read(course)
    boxes = [*page.find_all("pre"), *(table for table in page.select("main table"))]
    assert len(boxes) > 8
    for box in boxes:
        holder = box if "wide" in box.get("class", []) else box.find_parent(class_="wide")
        assert holder["tabindex"] == "0", box


def test_an_error_is_shown_without_colors_or_markup(course):
    shown = [box.get_text() for box in read(course).find_all("pre")]
    assert "red <b>line</b>" in shown


def test_a_score_changed_by_hand_is_told_in_the_table(course):
    course.score("halve-grade", manual_score=4)
    page = read(course)
    assert ["halve · decided by your teacher", "4 / 5"] in contents(page)
    box = page.select_one("#halve-grade")
    assert words(box.select_one(".points")) == "4 / 5 points"
    said = "halve: 4 of 5 points. The checks gave 3 of 5; your teacher changed this to 4 of 5."
    assert words(box.select_one(".html p")) == said
    assert [words(row) for row in box.select("tfoot tr")] == [
        "What the checks gave 3 / 5",
        "Your teacher's score 4 / 5",
    ]
    course.score("halve-grade", manual_score=None)
    again = words(read(course).select_one("#halve-grade"))
    assert "halve: 3 of 5 points. What is missing stands below." in again
    assert "teacher" not in again


@pytest.mark.parametrize(
    ("columns", "says"),
    [
        ({}, ""),
        ({"needs_manual_grade": True}, ""),
        ({"manual_score": 3}, "The checks gave 3 of 5; your teacher looked at it and kept that score."),
        ({"manual_score": 0}, "The checks gave 3 of 5; your teacher changed this to 0 of 5."),
        ({"auto_score": None, "manual_score": 4.5}, "Your teacher gave 4.5 of 5."),
        ({"extra_credit": 1, "score": 4}, "Your teacher added 1 extra point: 4 of 5 in all."),
        ({"extra_credit": -2, "score": 1}, "Your teacher took off 2 extra points: 1 of 5 in all."),
        (
            {"manual_score": 5, "needs_manual_grade": True},
            "The checks gave 3 of 5; your teacher changed this to 5 of 5. "
            "The work was graded again since then, so your teacher will look at it once more.",
        ),
    ],
)
def test_decisions(columns, says):
    grade = {"auto_score": 3, "manual_score": None, "extra_credit": None, "needs_manual_grade": False}
    assert decision(SimpleNamespace(**{**grade, "max_score": 5, "score": 3, **columns})) == says


def test_cells_that_a_teacher_grades_by_hand(course):
    page = read(course)
    waiting = "Your teacher has not looked at this yet; the score may change."
    assert [words(page.select_one(f"#{name} .decision")) for name in ("why", "free", "graph")] == [
        waiting
    ] * 3
    course.score("graph", manual_score=2, needs_manual_grade=False)
    course.comment("graph", "A *clear* graph: $n^2$ edges.")
    course.comment("halve-solution", "Look at ten once more.")
    page = read(course)
    assert words(page.select_one("#graph .decision")) == "Your teacher gave 2 of 3."
    comment = page.select_one("#comment-graph")
    assert words(comment).startswith("Comment A clear graph:")
    assert comment.find("msup") is not None
    assert words(page.select_one("#halve-solution .comment")) == "Comment Look at ten once more."
    assert contents(page)[1] == ["halve · comment on halve", "3 / 5"]
    assert contents(page)[4] == ["graph · decided by your teacher · comment on graph", "2 / 3"]


def test_a_late_penalty_stands_in_the_contents(course):
    with course.gradebook() as gradebook:
        gradebook.find_submission_notebook("91_page", "91_page", STUDENT).late_submission_penalty = 1
        gradebook.db.commit()
    assert contents(read(course))[-2:] == [["Late submission", "−1"], ["All exercises", "2 / 14"]]


def test_the_table_of_scores_explains_its_marks(course):
    converter = SimpleNamespace(coursedir=SimpleNamespace(db_url=course.db_url, course_id="keras_coursework"))
    for name in ("why", "free", "graph"):
        course.score(name, auto_score=0, needs_manual_grade=False)
    assert scores_table(converter, "91_page").splitlines()[-1] == "ada      0     0      3      0    3 of 14"
    course.score("halve-grade", manual_score=4)
    course.score("why", needs_manual_grade=True)
    lines = scores_table(converter, "91_page").splitlines()
    assert re.split(" +", lines[2]) == ["ada", "0", "0", "4*", "0?", "4", "of", "14"]
    assert lines[3] == ""
    assert [line[:11] for line in lines[4:]] == ["* a teacher", "? a teacher"]
