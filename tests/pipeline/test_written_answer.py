"""A written answer, from the author's source to the feedback page: a teacher grades it, and no check does."""

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader.preprocessors import CheckCellMetadata
from tiny_course import LESSON, POINTS, RIGHT, SOURCE, TinyCourse

from graders.build.notebook import make_notebook, to_text
from graders.build.refusals import Draft, problems
from graders.build.source import read_source
from graders.pipeline.gradebook import Book

WHY = """
# %% [markdown]
# ### Written answer `why`
#
# | what the reader looks for | points |
# |:--|--:|
# | a reason | 3 |
# | an example | 1 |
# %% [markdown] manual="why" points=4
# ### BEGIN SOLUTION
# Because a half is one of two equal parts.
# ### END SOLUTION
"""
TEXT = "# Because\nI say so: <script>document.title = 1</script>"


def answered(text):
    def change(notebook):
        cell = next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("points") == 4)
        cell.source = text
        return notebook

    return change


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """A course whose lesson ends with a written answer; three learners, graded."""
    course = TinyCourse(tmp_path_factory.mktemp("written") / "course")
    source = course.root / "solutions" / f"{LESSON}.py"
    source.write_text(SOURCE + WHY, encoding="utf-8")
    cells, found = read_source(source)
    assert not found
    assert not problems(Draft(LESSON, source, cells, POINTS))
    notebook = make_notebook(LESSON, cells, POINTS)
    CheckCellMetadata().preprocess(notebook, {})
    (course.root / "solutions" / LESSON / f"{LESSON}.ipynb").write_text(to_text(notebook), encoding="utf-8")
    course.steps["generate_assignment"] = course.nbgrader("generate_assignment", LESSON)
    course.hand_in("writer", RIGHT, answered(TEXT))
    course.hand_in("silent", RIGHT)
    course.hand_in("spaces", RIGHT, answered("YOUR ANSWER HERE\n\n"))
    course.steps["autograde"] = course.nbgrader("autograde", LESSON, "--create")
    return course


@pytest.mark.parametrize("step", ["generate_assignment", "autograde"])
def test_every_command_ends_well(written, step):
    assert written.steps[step].returncode == 0, written.steps[step].stderr[-3000:]


def test_the_release_has_a_stub_and_nbgraders_marks(written):
    cell = written.released.cells[-1]
    assert cell.cell_type == "markdown"
    assert cell.source == "YOUR ANSWER HERE"
    marks = cell.metadata.nbgrader
    assert (marks.grade, marks.solution, marks.locked, marks.task, marks.points) == (
        True,
        True,
        False,
        False,
        4,
    )


def test_a_written_answer_asks_for_the_teacher_and_an_untouched_one_is_worth_nothing(written):
    scores = written.scores()
    assert scores["writer"]["why-manual"] == (None, True)
    assert scores["silent"]["why-manual"] == (0, False)
    assert scores["spaces"]["why-manual"] == (0, False)
    assert all(scores[student]["halve"] == (3, False) for student in scores)


def test_the_teacher_reads_it_letter_by_letter(written):
    path = written.root / "autograded" / "writer" / LESSON / f"{LESSON}.ipynb"
    shown = nbformat.read(path, as_version=4).cells[-1].source
    assert shown == f"```text\n{TEXT}\n```"


def test_the_submission_counts_as_graded(written):
    """Or every run of `coursework grade` would grade it again."""
    with Book(f"sqlite:///{written.root / 'gradebook.db'}", "keras_coursework") as book:
        assert all(standing.complete for standing in book.standings(LESSON).values())


def test_a_second_grading_keeps_the_teachers_points_and_the_page_tells_them(written):
    with Gradebook(f"sqlite:///{written.root / 'gradebook.db'}", "keras_coursework") as gradebook:
        grade = gradebook.find_grade("why-manual", LESSON, LESSON, "writer")
        grade.manual_score, grade.needs_manual_grade = 3, False
        gradebook.db.commit()
    done = written.nbgrader("generate_feedback", LESSON)
    assert done.returncode == 0, done.stderr[-3000:]
    page = written.feedback("writer")
    assert "Your teacher gave 3 of 4." in page
    assert "<script>document.title" not in page
    assert ">why</a>" in page
    assert written.nbgrader("autograde", LESSON, "--force").returncode == 0
    with Gradebook(f"sqlite:///{written.root / 'gradebook.db'}", "keras_coursework") as gradebook:
        assert gradebook.find_grade("why-manual", LESSON, LESSON, "writer").score == 3
