"""A graded notebook with cells of every kind and its gradebook, for tests of the feedback page."""

import base64
import io
from copy import deepcopy
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from PIL import Image
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from graders.criteria.verdict import Judgement, Status, Verdict
from graders.pipeline.merge import as_plain_markdown

ROOT = Path(__file__).resolve().parents[2]
LESSON, STUDENT, COURSE = "91_page", "ada", "keras_coursework"
LEARNERS_TEXT = (
    "I think $x^2$ and $$y^3$$ <script>document.title = 1</script> ![seen](http://elsewhere.example/a.png)"
)
VERDICT = Verdict(
    LESSON,
    "halve",
    (
        Judgement("A number", Status.MET, 1, 1),
        Judgement("Half of ten", Status.MISSED, 2, 4, "half of `ten`", "6", "Divide by two.", "Halves"),
    ),
)


def _nbgrader(name: str, points: float | None = None, **kinds: bool) -> dict:
    marks = {"grade_id": name, "grade": False, "solution": False, "locked": False, "task": False, **kinds}
    return {"nbgrader": {**marks, "schema_version": 3, **({} if points is None else {"points": points})}}


def _picture() -> nbformat.NotebookNode:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(file, "PNG")
    return new_output("display_data", {"image/png": base64.b64encode(file.getvalue()).decode()})


def graded_notebook() -> nbformat.NotebookNode:
    """Make the notebook as grading leaves it."""
    verdict = new_output("execute_result", {"text/html": VERDICT.to_html(), "text/plain": "3"})
    head = "<thead><tr><th></th><th>price</th></tr></thead>"
    table = f"<table border='1'>{head}<tr><th>0</th><td>3.5</td></tr></table>"
    cells = [
        new_markdown_cell(as_plain_markdown("# Mine"), metadata={"coursework": {"added": True}}),
        new_markdown_cell(
            "# Halves and wholes\n\nThe half is $\\frac{x}{2}$, and with $a < b$\n\n"
            "$$\\text{MSE} = \\underbrace{\\sum_i x_i}_{\\text{all}}$$\n\n"
            "A [page](https://keras.io) to read.\n\n|  | layer | weights |\n|:--|:--|--:|\n| 1 | dense | 12 |"
        ),
        new_code_cell("draw()", outputs=[_picture()]),
        new_markdown_cell("*Picture:* a **red** square, as\n`draw` makes it.\n\nThen the text goes on."),
        new_code_cell(f"wide = '{'x' * 300}'", outputs=[new_output("stream", text="y" * 300)]),
        new_code_cell(
            "half = 6",
            outputs=[_picture()],
            metadata={**_nbgrader("halve-solution", solution=True), "coursework": {"attempted": True}},
        ),
        new_code_cell(
            "assert half",
            outputs=[verdict, new_output("stream", text="visible check passed")],
            metadata={
                **_nbgrader("halve-grade", 5, grade=True, locked=True),
                "coursework": {"verdict": VERDICT.to_dict()},
            },
        ),
        new_markdown_cell(as_plain_markdown(LEARNERS_TEXT), metadata={"coursework": {"added": True}}),
        new_code_cell(
            "prices",
            outputs=[
                new_output("display_data", {"text/html": table, "text/plain": "prices"}),
                new_output("error", ename="E", evalue="e", traceback=["\x1b[38;5;28mred\x1b[0m <b>line</b>"]),
            ],
        ),
        new_markdown_cell(
            as_plain_markdown("because"), metadata=_nbgrader("why", 4, grade=True, solution=True)
        ),
        new_code_cell("free = 1", metadata=_nbgrader("free", 2, grade=True, solution=True)),
        new_markdown_cell("Draw a graph.", metadata=_nbgrader("graph", 3, task=True)),
    ]
    for at, cell in enumerate(cells):
        cell.id = f"cell-{at}"
    return new_notebook(cells=cells, metadata={"language_info": {"name": "python"}})


class FeedbackCourse:
    """A teacher's folder with one graded submission.

    Args:
        root: Where it stands.
    """

    def __init__(self, root: Path) -> None:
        self.root, self.db_url = root, f"sqlite:///{root / 'gradebook.db'}"
        # This also lets nbgrader find `alembic`, with which it makes the gradebook.
        self.config = PyFileConfigLoader("nbgrader_config.py", path=str(ROOT)).load_config()

    def make(self) -> None:
        """Make the notebook and the gradebook."""
        folder = self.root / "autograded" / STUDENT / LESSON
        folder.mkdir(parents=True)
        nbformat.write(graded_notebook(), folder / f"{LESSON}.ipynb")
        with self.gradebook() as gradebook:
            gradebook.add_assignment(LESSON)
            gradebook.add_notebook(LESSON, LESSON)
            for name, points, kind in (
                ("halve-grade", 5, "code"),
                ("why", 4, "markdown"),
                ("free", 2, "code"),
            ):
                gradebook.add_grade_cell(name, LESSON, LESSON, max_score=points, cell_type=kind)
            for name in ("halve-solution", "why", "free"):
                gradebook.add_solution_cell(name, LESSON, LESSON)
            gradebook.add_task_cell("graph", LESSON, LESSON, max_score=3, cell_type="markdown")
            gradebook.add_student(STUDENT)
            gradebook.add_submission(LESSON, STUDENT)
        self.score("halve-grade", auto_score=3, needs_manual_grade=False)

    def gradebook(self) -> Gradebook:
        """Open the gradebook."""
        return Gradebook(self.db_url, COURSE)

    def score(self, cell: str, **columns: float | bool | None) -> None:
        """Change columns of one cell's grade."""
        with self.gradebook() as gradebook:
            grade = gradebook.find_grade(cell, LESSON, LESSON, STUDENT)
            for name, value in columns.items():
                setattr(grade, name, value)
            gradebook.db.commit()

    def comment(self, cell: str, text: str) -> None:
        """Write a teacher's comment."""
        with self.gradebook() as gradebook:
            gradebook.find_comment(cell, LESSON, LESSON, STUDENT).manual_comment = text
            gradebook.db.commit()

    def page(self, formgrader: bool = False) -> str:
        """Write the page with the course's own configuration, and read it.

        Args:
            formgrader: Whether to go Formgrader's way, with the template that Formgrader sets for itself.
        """
        config = deepcopy(self.config)
        config.merge(Config({"CourseDirectory": {"root": str(self.root), "db_url": self.db_url}}))
        coursedir = CourseDirectory(config=config)
        if formgrader:
            config.HTMLExporter.template_name = "formgrade"
            config.HTMLExporter.extra_template_basedirs = ["/nowhere"]
            told = NbGraderAPI(coursedir, config=config).generate_feedback(LESSON, force=True)
            assert told["success"], told
        else:
            coursedir.assignment_id = LESSON
            converter = GenerateFeedback(coursedir=coursedir, config=config)
            converter.force = True
            converter.start()
        return (self.root / "feedback" / STUDENT / LESSON / f"{LESSON}.html").read_text(encoding="utf-8")
