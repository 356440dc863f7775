"""Puts answers into a released notebook, as a learner would type them."""

from collections.abc import Mapping

from nbformat import NotebookNode

from graders.errors import CourseError

SOLUTION_ID = "{exercise}-solution"


def fill(released: NotebookNode, answers: Mapping[str, str]) -> NotebookNode:
    """Give a copy of a released notebook with some exercises answered.

    Args:
        released: The notebook that learners get.
        answers: The source of the solution cell for each exercise that is answered.

    Returns:
        The notebook as a learner would hand it in; exercises without an answer stay as they were.

    Raises:
        CourseError: The notebook has no exercise of that name.
    """
    notebook = NotebookNode(released.copy())
    notebook.cells = [NotebookNode(cell.copy()) for cell in released.cells]
    cells = {cell.metadata.get("nbgrader", {}).get("grade_id"): cell for cell in notebook.cells}
    for exercise, source in answers.items():
        cell = cells.get(SOLUTION_ID.format(exercise=exercise))
        if cell is None:
            raise CourseError(f"The notebook has no exercise {exercise!r} to put an answer into.")
        cell.source = source
    return notebook
