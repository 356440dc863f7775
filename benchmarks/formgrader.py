"""`python -m benchmarks.formgrader`: how long Formgrader's lists take to open in a large class.

The class stands in a gradebook made by nbgrader's own interface: every student handed in every lesson. What
is timed is what a browser asks for: a list's page, and the rows that its script then fetches, by HTTP from a
JupyterLab that runs here.
"""

import argparse
import json
import os
import shutil
import statistics
import sys
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

from benchmarks.course import ROOT, BenchmarkError
from benchmarks.lab import Lab
from benchmarks.sampling import load, today
from graders.build.layout import Lesson, lessons

COURSE = "keras_coursework"
LISTS = {
    "submissions of a lesson": ("manage_submissions/{0}", "api/submissions/{0}"),
    "submissions to grade by hand": ("gradebook/{0}/{0}", "api/submitted_notebooks/{0}/{0}"),
    "students": ("manage_students", "api/students"),
    "lessons": ("manage_assignments", "api/assignments"),
}
"""List → the page, and the rows that its script fetches."""


class LargeClass:
    """A teacher's folder in which a class has handed in, with what nbgrader looks at and nothing else.

    Args:
        root: Where it stands.
        taken: The lessons.
        students: How many students there are.
    """

    def __init__(self, root: Path, taken: Sequence[Lesson], students: int) -> None:
        self.root = root
        self.environ = {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "PYTHONPATH": str(ROOT),
        }
        os.environ["PATH"] = self.environ["PATH"]  # nbgrader calls `alembic` by name
        shutil.copy(ROOT / "nbgrader_config.py", root)
        names = [f"s{number:03}" for number in range(students)]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # SQLAlchemy's, on how nbgrader adds rows
            self._enter(taken, names)
        for lesson in taken:
            (root / "lessons" / lesson.name).mkdir(parents=True)
            (root / "solutions" / lesson.name).mkdir(parents=True)
            shutil.copy(lesson.release, root / "lessons" / lesson.name)
            for name in names:
                for step in ("submitted", "autograded"):
                    folder = root / step / name / lesson.name
                    folder.mkdir(parents=True)
                    (folder / lesson.release.name).write_text("{}", encoding="utf-8")

    def _enter(self, taken: Sequence[Lesson], names: Sequence[str]) -> None:
        from nbgrader.api import Gradebook

        from graders.pipeline.nbgrader_adapter import commit_held, hold_commits

        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}", COURSE) as gradebook:
            hold_commits(gradebook)
            for name in names:
                gradebook.add_student(name, first_name=f"First {name}", last_name=f"Last {name}")
            for lesson in taken:
                gradebook.add_assignment(lesson.name)
                gradebook.add_notebook(lesson.name, lesson.name)
                for cell in json.loads(lesson.release.read_text(encoding="utf-8"))["cells"]:
                    marks = cell["metadata"].get("nbgrader", {})
                    where = (marks.get("grade_id"), lesson.name, lesson.name)
                    if marks.get("grade"):
                        gradebook.add_grade_cell(
                            *where, max_score=marks["points"], cell_type=cell["cell_type"]
                        )
                    elif marks.get("solution"):
                        gradebook.add_solution_cell(*where)
                for number, name in enumerate(names):
                    for notebook in gradebook.add_submission(lesson.name, name).notebooks:
                        for grade in notebook.grades:
                            grade.auto_score = number % (grade.max_score + 1)
                            grade.needs_manual_grade = number % 10 == 0
                commit_held(gradebook)
                print(f"{lesson.name}: {len(names)} submissions entered", flush=True)


def measure(large: LargeClass, lesson: str, rounds: int) -> list[tuple[str, int, float, float, float]]:
    """Open each list several times.

    Args:
        large: The class.
        lesson: The lesson whose lists are opened.
        rounds: How many times.

    Returns:
        For each list its name and its rows, the seconds of the first time and of the median after it, and the
        seconds that the server computed each time after the first.
    """
    told = []
    with Lab(large) as running:
        for name, (page, rows) in LISTS.items():
            samples, found, computed = [], [], 0.0
            for number in range(rounds + 1):
                if number == 1:
                    computed = running.processor()
                seconds, _ = running.get(f"formgrader/{page.format(lesson)}")
                more, content = running.get(f"formgrader/{rows.format(lesson)}")
                samples.append(seconds + more)
                found = json.loads(content)
            computed = (running.processor() - computed) / rounds
            told.append((name, len(found), samples[0], statistics.median(samples[1:]), computed))
    return told


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.formgrader", description=__doc__)
    parser.add_argument("--students", type=int, default=300, metavar="N", help="students (default: 300)")
    parser.add_argument("--lessons", type=int, default=None, metavar="N", help="lessons (default: all)")
    args = parser.parse_args(argv)
    taken = lessons(ROOT)[: args.lessons]
    before = load()
    try:
        with tempfile.TemporaryDirectory(prefix="coursework-bench-", ignore_cleanup_errors=True) as folder:
            rows = measure(LargeClass(Path(folder), taken, args.students), taken[-1].name, rounds=5)
    except BenchmarkError as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 1
    print(f"\n{today()}: {args.students} students, {len(taken)} lessons; load {before[0]}, then {load()[0]}")
    print(f"{'list':30}  {'rows':>5}  {'first, s':>8}  {'then, s':>8}  {'computed, s':>11}")
    for name, count, first, then, computed in rows:
        print(f"{name:30}  {count:5}  {first:8.2f}  {then:8.2f}  {computed:11.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
