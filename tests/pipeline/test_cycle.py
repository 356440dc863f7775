"""The whole cycle by nbgrader's own commands, on submissions of every kind."""

import csv
import html
import re
from html.parser import HTMLParser

import nbformat
import pytest
from submissions import ANSWERS, BAD, CHANGES, POINTS, RIGHT, XSS
from tiny_course import CANARY, LESSON


def text_of(page):
    """The text of a page, as a reader sees it."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page[page.index("<body") :])).split())


@pytest.mark.parametrize("step", ["generate_assignment", "autograde", "generate_feedback", "export"])
def test_every_command_ends_well(graded, step):
    done = graded.steps[step]
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.parametrize("student", sorted(POINTS))
def test_points(graded, student):
    scores = graded.scores()[student]
    assert (scores["halve"][0], scores["double"][0]) == POINTS[student]


def test_the_export_has_the_same_points(graded):
    with (graded.root / "grades.csv").open(encoding="utf-8") as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert {student: float(rows[student]["score"]) for student in POINTS} == {
        student: sum(points) for student, points in POINTS.items()
    }
    assert {float(row["max_score"]) for row in rows.values()} == {5}


@pytest.mark.parametrize("student", sorted(BAD))
def test_bad_input_gets_one_clear_sentence(graded, student):
    assert BAD[student] in text_of(graded.feedback(student))
    said = [
        line for line in graded.steps["autograde"].stderr.splitlines() if f" {student}/{LESSON}: " in line
    ]
    assert len(said) == 1
    assert BAD[student] in said[0]


@pytest.mark.parametrize(
    ("student", "says"),
    [
        ("partly", "half of ten found: 6 hint: Divide by two."),
        ("right", "halve: 3 of 3 points. Well done."),
        ("blank", "halve: not attempted yet, 0 of 3 points"),
        ("raises", "Your cell stopped with ZeroDivisionError: division by zero"),
        ("endless", "This cell ran longer than 8 s and was interrupted. The cells after it were run."),
        ("unstoppable", "did not stop when interrupted, which stopped everything"),
        ("dies", "This cell ended the Python process, which stopped everything."),
        ("dies", "nothing: the cell did not get that far"),
        ("faulty_check", "A check of the course failed; your teacher will look."),
        ("blank", "The lesson's own check says: Exercise halve: replace the dots with half of ten."),
        ("noisy", "E0000 log line"),
        ("huge_output", "output beyond 50000 characters is left out"),
        ("own_checks", "The check cell halve-grade was changed: the lesson's own is used."),
        ("copied_grade_cell", "The cell halve-grade stands in the notebook more than once"),
        ("doubled_answer", "the last one that was answered counts"),
        ("missing_cells", "Cells missing from the notebook were put back: double-grade, double-solution."),
        ("files", "leak.txt is a link or a device and was left out"),
        ("many_files", "No files beside the notebook were taken: at most 200 files"),
    ],
)
def test_feedback_says(graded, student, says):
    assert says in text_of(graded.feedback(student))


def test_a_fault_of_the_course_reaches_the_teacher_alone(graded):
    assert graded.scores()["faulty_check"] == {"halve": (0, True), "double": (2, False)}
    assert f"RuntimeError: {CANARY}" in graded.steps["autograde"].stderr
    asked = {student for student, scores in graded.scores().items() if any(ask for _, ask in scores.values())}
    assert asked == {"faulty_check"}


def test_no_feedback_or_graded_cell_holds_hidden_code(graded):
    for student in POINTS:
        page = graded.feedback(student)
        assert CANARY not in page
        assert "HIDDEN" not in page
        assert "graders.pipeline" not in page
        notebook = nbformat.read(
            graded.root / "autograded" / student / LESSON / f"{LESSON}.ipynb", as_version=4
        )
        assert not any("HIDDEN" in cell.source for cell in notebook.cells)


def test_structure_and_sources_come_from_the_master(graded):
    def shape(student):
        notebook = nbformat.read(
            graded.root / "autograded" / student / LESSON / f"{LESSON}.ipynb", as_version=4
        )
        cells = [cell for cell in notebook.cells if not cell.metadata.get("coursework", {}).get("added")]
        return [
            (cell.id, cell.metadata.get("nbgrader"), cell.metadata.get("tags"), cell.cell_type)
            + (() if "solution" in cell.id else (cell.source,))
            for cell in cells
            if cell.id != "about-the-submission"
        ]

    expected = shape("right")
    assert len(expected) == len(graded.master.cells)
    for student in (*ANSWERS, *CHANGES, *BAD, "missing_cells", "xss"):
        assert shape(student) == expected, student


def test_links_are_not_followed_and_the_masters_files_stay(graded):
    folder = graded.root / "autograded" / "files" / LESSON
    assert sorted(path.name for path in folder.iterdir()) == [f"{LESSON}.ipynb", "master.txt", "notes.txt"]
    assert (folder / "master.txt").read_text(encoding="utf-8") == "the teacher's"
    many = graded.root / "autograded" / "many_files" / LESSON
    assert sorted(path.name for path in many.iterdir()) == [f"{LESSON}.ipynb", "master.txt"]


class Page(HTMLParser):
    """Collects what a browser would act on."""

    def __init__(self, text):
        super().__init__()
        self.scripts, self.acts = [], []
        self._in_script = False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self._in_script = tag == "script"
        if tag in (
            "iframe",
            "object",
            "embed",
            "form",
            "svg",
            "math",
            "base",
            "details",
            "input",
            "video",
            "audio",
        ):
            self.acts.append(tag)
        if tag == "script":
            self.scripts.append(dict(attributes).get("src") or "")
        if tag == "meta" and dict(attributes).get("http-equiv", "Content-Security-Policy") != (
            "Content-Security-Policy"
        ):
            self.acts.append(f"meta {attributes}")
        for name, value in attributes:
            value = (value or "").strip().lower()
            bad_address = name in ("href", "src", "action") and re.match(
                r"(javascript|vbscript|data:text)", value
            )
            remote_picture = tag == "img" and name == "src" and not value.startswith("data:image/")
            if name.startswith("on") or name == "srcdoc" or bad_address or remote_picture:
                self.acts.append(f"{tag} {name}={value}")

    def handle_data(self, data):
        if self._in_script:
            self.scripts[-1] += data
            self._in_script = False


def test_no_script_reaches_a_feedback_page(graded):
    clean, hostile = Page(graded.feedback("right")), Page(graded.feedback("xss"))
    assert hostile.scripts == clean.scripts == []
    assert hostile.acts == clean.acts == []
    # The page shows the text of the payloads, so the test looked at the right page.
    assert text_of(graded.feedback("xss")).count("document.title") > len(XSS)


def test_the_test_for_script_would_find_it():
    # The others turn into script only in the hands of a cleaner or a renderer.
    for payload in XSS[:5] + XSS[7:11]:
        page = Page(payload)
        assert page.scripts or page.acts, payload


def test_a_regrade_that_fails_leaves_no_old_score(graded):
    course = graded
    assert course.scores()["right"]["halve"][0] == 3
    good = course.root / "graders" / "lessons" / f"lesson_{LESSON}.py"
    text = good.read_text(encoding="utf-8")
    good.write_text("import nothing_of_that_name\n", encoding="utf-8")
    try:
        done = course.nbgrader("autograde", LESSON, "--student", "right", "--force")
    finally:
        good.write_text(text, encoding="utf-8")
    assert done.returncode != 0
    assert "cannot be loaded" in done.stderr
    assert course.scores()["right"] == {"halve": (None, True), "double": (None, True)}
    done = course.nbgrader("autograde", LESSON, "--student", "right", "--force")
    assert done.returncode == 0
    assert course.scores()["right"] == {"halve": (3, False), "double": (2, False)}


def test_a_worse_version_loses_the_old_score_and_a_manual_score_stays(graded):
    from nbgrader.api import Gradebook

    course = graded
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}", "keras_coursework") as gradebook:
        gradebook.find_grade("double-grade", LESSON, LESSON, "partly").manual_score = 1.5
        gradebook.db.commit()
    course.hand_in("partly", {"halve": "import os\nos._exit(1)"})
    done = course.nbgrader("autograde", LESSON, "--student", "partly", "--force")
    assert done.returncode == 0
    assert course.scores()["partly"] == {"halve": (0, False), "double": (0, True)}
    with Gradebook(f"sqlite:///{course.root / 'gradebook.db'}", "keras_coursework") as gradebook:
        assert gradebook.find_grade("double-grade", LESSON, LESSON, "partly").score == 1.5
    course.hand_in("partly", RIGHT)
