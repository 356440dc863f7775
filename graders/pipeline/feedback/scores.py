"""Scores for the feedback page: what the checks gave, and what a teacher made of it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import GetGrades
from nbgrader.utils import is_grade, is_solution, is_task

from coursework.site import site_address
from graders.errors import CourseError
from graders.pipeline.feedback.overview import lines_of, name_of
from graders.pipeline.marks import CellMark, exercise_of


class Scores(Protocol):
    """What nbgrader's gradebook holds on one graded cell of one submission (`nbgrader.api.Grade`)."""

    auto_score: float | None
    manual_score: float | None
    extra_credit: float | None
    needs_manual_grade: bool
    max_score: float
    score: float


def decision(grade: Scores) -> str:
    """Say what a teacher decided on one exercise.

    Args:
        grade: The exercise's scores.

    Returns:
        One or two sentences for the learner; empty when no teacher touched the scores.
    """
    automatic, manual, extra = grade.auto_score, grade.manual_score, grade.extra_credit or 0
    most = f"{grade.max_score:g}"
    said = []
    if manual is not None and automatic is None:
        said.append(f"Your teacher gave {manual:g} of {most}.")
    elif manual is not None and manual == automatic:
        said.append(
            f"The checks gave {automatic:g} of {most}; your teacher looked at it and kept that score."
        )
    elif manual is not None:
        said.append(
            f"The checks gave {automatic:g} of {most}; your teacher changed this to {manual:g} of {most}."
        )
    if extra:
        verb, counted = ("added", extra) if extra > 0 else ("took off", -extra)
        unit = "point" if counted == 1 else "points"
        said.append(f"Your teacher {verb} {counted:g} extra {unit}: {grade.score:g} of {most} in all.")
    if manual is not None and grade.needs_manual_grade:
        said.append("The work was graded again since then, so your teacher will look at it once more.")
    return " ".join(said)


def exercise_name(cell: NotebookNode) -> str:
    """Name the exercise that a cell belongs to."""
    return exercise_of(cell.metadata.nbgrader.grade_id)


@dataclass
class Entry:
    """One exercise in the page's table of contents.

    Args:
        name: The exercise's name.
        graded: Metadata of its graded cell, None when it has only a comment.
        comments: Ids of its cells that have a comment.
    """

    name: str
    graded: NotebookNode | None = None
    comments: list[str] = field(default_factory=list)


def contents(nb: NotebookNode) -> list[Entry]:
    """List the exercises of a notebook.

    Args:
        nb: A notebook with the names and scores that `GetScores` puts into it.

    Returns:
        An entry for each graded cell, with the comments on all cells of its exercise.
    """
    entries: list[Entry] = []
    for cell in nb.cells:
        marks = cell.metadata.get("nbgrader", {})
        if "name" not in marks:
            continue
        entry = next((entry for entry in entries if entry.name == marks.name), None)
        graded = is_grade(cell) or is_task(cell)
        if entry is None or (graded and entry.graded is not None):
            entry = Entry(marks.name)
            entries.append(entry)
        if graded:
            entry.graded = marks
        if marks.get("comment"):
            entry.comments.append(marks.grade_id)
    return [entry for entry in entries if entry.graded is not None or entry.comments]


class GetScores(GetGrades):
    """Reads scores and comments as nbgrader's own step does, and the decisions of teachers beside them."""

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Put the gradebook's scores into a notebook, and list its exercises.

        Args:
            nb: A graded notebook.
            resources: nbgrader's.

        Returns:
            Both; the page's table of contents, the site's address and how the learner stands in all lessons
            stand in the resources.
        """
        told = resources["nbgrader"]
        converter = self.parent.parent
        try:
            told["site"] = site_address(Path(converter.coursedir.root))
        except CourseError as fault:
            told["site"] = ""
            self.log.warning("The page has no links to the course's site: %s", fault)
        nb, resources = super().preprocess(nb, resources)
        told["contents"] = contents(nb)
        with Gradebook(told["db_url"]) as gradebook:
            told["who"] = name_of(gradebook, self.student_id)
            told["lessons"] = lines_of(converter, gradebook, self.assignment_id, self.student_id)
        return nb, resources

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Put what the gradebook holds on a cell into its metadata, and write its verdict for the page.

        Args:
            cell: A cell of a graded notebook.
            resources: nbgrader's.
            cell_index: Where it stands.

        Returns:
            Both; `score`, `points`, `comment`, `name`, `decided` and `decision` stand in the cell's metadata.
        """
        cell, resources = super().preprocess_cell(cell, resources, cell_index)
        if is_grade(cell) or is_solution(cell) or is_task(cell):
            cell.metadata.nbgrader["name"] = exercise_name(cell)
        if is_grade(cell) or is_task(cell):
            self._get_decision(cell, resources)
        return cell, resources

    def _get_decision(self, cell: NotebookNode, resources: ResourcesDict) -> None:
        grade = self.gradebook.find_grade(
            cell.metadata.nbgrader.grade_id, self.notebook_id, self.assignment_id, self.student_id
        )
        said = decision(grade)
        cell.metadata.nbgrader["decided"] = bool(said)
        verdict = CellMark.read(cell).read_verdict()
        if verdict is not None:
            # The first output is the verdict as it was graded, with its points as the text.
            first = NotebookNode(output_type="display_data", metadata=NotebookNode())
            table = verdict.to_html(grade.score, said, site=resources["nbgrader"]["site"])
            first.data = NotebookNode({"text/html": table})
            cell.outputs = [first, *cell.outputs[1:]]
            said = ""
        elif not said and grade.needs_manual_grade:
            said = "Your teacher has not looked at this yet; the score may change."
        cell.metadata.nbgrader["decision"] = said
