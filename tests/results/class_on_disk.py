"""A small class with a gradebook of nbgrader's and graded notebooks, made without running anything."""

import datetime
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from graders.criteria import Judgement, Status, Verdict
from graders.pipeline.marks import CellMark, NotebookMark

LESSON = "90_tiny"
DUE = datetime.datetime(2026, 3, 1, 12)
CONFIG = """\
c = get_config()
c.CourseDirectory.course_id = "keras_coursework"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "lessons"
"""
CRITERIA = {
    "halve": (("A number", 1), ("Half of ten", 2)),
    "double": (("Positive numbers", 1), ("Negative numbers", 1)),
}
STUBS = {"halve": "half = ...", "double": "doubles = ..."}
HINTS = {"Half of ten": "Divide by two.", "Negative numbers": 'Mind the sign, "minus" too.'}


@dataclass(frozen=True)
class Handed:
    """What one student handed in, and what became of it.

    Args:
        missed: Names of the criteria that are missed.
        unjudged: Names of the criteria that nobody could judge.
        untried: Names of the exercises that were left as they were.
        answers: Sources of solution cells, where they matter.
        late: How late it was.
        penalty: Points taken off.
        by_hand: A teacher's score for an exercise.
        comment: A teacher's words for an exercise.
        refusal: Why the notebook could not be read.
    """

    missed: Sequence[str] = ()
    unjudged: Sequence[str] = ()
    untried: Sequence[str] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    late: datetime.timedelta = datetime.timedelta(hours=-1)
    penalty: float = 0
    by_hand: Mapping[str, float] = field(default_factory=dict)
    comment: Mapping[str, str] = field(default_factory=dict)
    refusal: str = ""


PEOPLE = {
    "amina": {"first_name": "Amina", "last_name": "Park, Jr.", "email": "amina@example.org"},
    "ben": {"first_name": "Ben", "last_name": "O'Neill", "email": "ben@example.org"},
    "eva": {"first_name": "Eva", "last_name": "Excused", "email": "eva@example.org"},
    "formula": {"first_name": '=HYPERLINK("x")', "last_name": "+Sum", "email": "formula@example.org"},
    "minjun": {"first_name": "민준", "last_name": "박", "email": "minjun@example.org", "lms_user_id": "1002"},
    "miss": {"first_name": "Mia", "last_name": "Missing", "email": "mia@example.org"},
    "oscar": {"first_name": "Óscar", "last_name": "Núñez", "email": "oscar@example.org"},
    "stranger": {"first_name": "Sam", "last_name": "Stranger"},
}
HANDED_IN = {
    "amina": Handed(),
    "ben": Handed(untried=("halve", "double")),
    # Late, and nothing is taken off.
    "formula": Handed(
        missed=("Half of ten", "Negative numbers"),
        late=datetime.timedelta(minutes=5),
        by_hand={"halve": 2.5},
        comment={"halve": "@teacher: nearly, and\nwell explained"},
    ),
    "minjun": Handed(missed=("Negative numbers",), late=datetime.timedelta(days=2, hours=3), penalty=1),
    "oscar": Handed(unjudged=("Half of ten",)),
    "stranger": Handed(missed=("Half of ten",)),
}
WAITING = ("zoe",)


def verdict_of(exercise: str, handed: Handed, lesson: str = LESSON) -> Verdict:
    """Make the verdict of one exercise."""
    judgements = []
    for name, points in CRITERIA[exercise]:
        if exercise in handed.untried:
            judgements.append(Judgement(name, Status.UNATTEMPTED, 0, points, read="Halves"))
        elif name in handed.unjudged:
            judgements.append(Judgement(name, Status.UNJUDGED, 0, points, fault="the check broke"))
        elif name in handed.missed:
            judgements.append(
                Judgement(
                    name, Status.MISSED, 0, points, "what was asked", "6", HINTS.get(name, ""), read="Halves"
                )
            )
        else:
            judgements.append(Judgement(name, Status.MET, points, points, read="Halves"))
    return Verdict(lesson, exercise, tuple(judgements))


def graded_notebook(handed: Handed, lesson: str = LESSON):
    """Make a graded notebook as the engine writes it."""
    notebook = new_notebook(cells=[new_markdown_cell("# A tiny lesson\n\n## Halves")])
    mark = NotebookMark(
        graded=True, readable=not handed.refusal, notes=[handed.refusal] * bool(handed.refusal)
    )
    mark.write(notebook)
    for exercise in CRITERIA:
        source = handed.answers.get(exercise, STUBS[exercise])
        solution = new_code_cell(source, metadata={"nbgrader": {"grade_id": f"{exercise}-solution"}})
        CellMark(attempted=exercise not in handed.untried).write(solution)
        grade = new_code_cell("", metadata={"nbgrader": {"grade_id": f"{exercise}-grade"}})
        CellMark(verdict=verdict_of(exercise, handed, lesson).to_dict()).write(grade)
        notebook.cells += [solution, grade]
    return notebook


def make_class(
    root: Path,
    people: Mapping[str, Mapping[str, str]] = PEOPLE,
    handed_in: Mapping[str, Handed] = HANDED_IN,
    waiting: Sequence[str] = WAITING,
) -> Path:
    """Make a course with a graded class.

    Args:
        root: Where it is made.
        people: The gradebook's students.
        handed_in: What was handed in and graded.
        waiting: Who handed in and is not graded.

    Returns:
        The course's top folder.
    """
    (root / "solutions" / LESSON).mkdir(parents=True)
    (root / "nbgrader_config.py").write_text(CONFIG, encoding="utf-8")
    (root / "solutions" / f"{LESSON}.py").write_text(
        "# %% [markdown]\n# # A tiny lesson\n#\n# ## Halves\n# Half.\n", encoding="utf-8"
    )
    nbformat.write(graded_notebook(Handed()), root / "solutions" / LESSON / f"{LESSON}.ipynb")
    # nbgrader calls `alembic` by name when it makes a gradebook.
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}", "keras_coursework") as gradebook:
        gradebook.add_assignment(LESSON, duedate=DUE)
        gradebook.add_notebook(LESSON, LESSON)
        for exercise, criteria in CRITERIA.items():
            points = sum(each for _, each in criteria)
            gradebook.add_grade_cell(f"{exercise}-grade", LESSON, LESSON, max_score=points, cell_type="code")
            gradebook.add_solution_cell(f"{exercise}-solution", LESSON, LESSON)
        for student, known in people.items():
            gradebook.add_student(student, **known)
        for student, handed in handed_in.items():
            _enter(gradebook, student, handed)
            path = root / "autograded" / student / LESSON / f"{LESSON}.ipynb"
            path.parent.mkdir(parents=True)
            nbformat.write(graded_notebook(handed), path)
    for student in [*handed_in, *waiting]:
        folder = root / "submitted" / student / LESSON
        folder.mkdir(parents=True)
        nbformat.write(new_notebook(), folder / f"{LESSON}.ipynb")
    return root


def _enter(gradebook: Gradebook, student: str, handed: Handed) -> None:
    submission = gradebook.update_or_create_submission(LESSON, student, timestamp=DUE + handed.late)
    notebook = submission.notebooks[0]
    notebook.late_submission_penalty = handed.penalty or None
    for grade in notebook.grades:
        exercise = grade.name.removesuffix("-grade")
        verdict = verdict_of(exercise, handed)
        grade.auto_score = verdict.points
        grade.manual_score = handed.by_hand.get(exercise)
        grade.needs_manual_grade = verdict.needs_teacher
    for comment in notebook.comments:
        exercise = comment.name.removesuffix("-solution")
        comment.manual_comment = handed.comment.get(exercise)
        # nbgrader's own words on an untouched cell
        comment.auto_comment = "No response." if exercise in handed.untried else None
    gradebook.db.commit()
