"""Two copies of the course in a folder of their own, which differ in nbgrader's settings alone."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat

from graders.answers import fill
from graders.build.notebook import BEGIN_SOLUTION, END_SOLUTION, make_notebook, to_text
from graders.build.source import Role, read_source

ROOT = Path(__file__).resolve().parents[1]
LIGHT = "90_light"
LIGHT_POINTS = {"scale_inputs": 2, "build_network": 2, "train_network": 2}

# nbgrader's own steps and an ordinary kernel; everything else stays as the course has it, also what makes
# plain nbgrader faster (`shutdown_kernel`).
PLAIN = """
for trait in ("exporter_class", "sanitize_preprocessors", "autograde_preprocessors"):
    c.Autograde.pop(trait, None)
c.Execute.kernel_name = "python3"
"""


class BenchmarkError(RuntimeError):
    """A command that is measured failed, so that its time means nothing."""


@dataclass(frozen=True)
class Finished:
    """A command that has ended.

    Args:
        began: When it started, in seconds since 1970.
        seconds: Wall time from start to end.
        until: Seconds from its start until each line of its output came, with the line.
    """

    began: float
    seconds: float
    until: tuple[tuple[float, str], ...]

    def first(self, text: str) -> float:
        """Give the seconds until the first line that holds a text.

        Raises:
            BenchmarkError: No line does.
        """
        for seconds, line in self.until:
            if text in line:
                return seconds
        raise BenchmarkError(f"No line of the output holds {text!r}.")


class Running:
    """A command whose lines are timed as they come; it is killed when the block is left early.

    Args:
        command: Program and arguments.
        folder: Its working folder.
        environ: Its environment.
        codes: Exit codes that count as success.
    """

    def __init__(
        self, command: Sequence[str], folder: Path, environ: Mapping[str, str], codes: Sequence[int] = (0,)
    ) -> None:
        self._command, self._codes = list(command), codes
        self._began, self._started = time.time(), time.perf_counter()
        self._process = subprocess.Popen(
            self._command,
            cwd=folder,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )

    def __enter__(self) -> "Running":
        return self

    def __exit__(self, *exception: object) -> None:
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._process.stdout.close()

    def finish(self) -> Finished:
        """Wait for the end.

        Raises:
            BenchmarkError: It failed; the sentence ends with its last lines.
        """
        lines = [(time.perf_counter() - self._started, line) for line in self._process.stdout]
        code = self._process.wait()
        seconds = time.perf_counter() - self._started
        if code not in self._codes:
            tail = "".join(line for _, line in lines[-25:])
            raise BenchmarkError(f"`{' '.join(self._command[1:6])} …` ended with {code}:\n{tail}")
        return Finished(self._began, seconds, tuple(lines))


class Course:
    """A teacher's folder with the course's lessons and the light one, released and handed in.

    Args:
        root: Where it stands.
        plain: Whether nbgrader grades by its own steps instead of the course's.
        graded: The lessons of the course to grade beside the light one.
        run_again: The lessons whose executed notebooks nbval runs.
        lights: Names of the light lessons, which are all alike.

    Attributes:
        bytecode: Whether Python finds the libraries compiled. pip compiles what it installs; other installers
            do not, and where nothing may be written, Python compiles everything at each start.
    """

    def __init__(
        self,
        root: Path,
        *,
        plain: bool,
        graded: Sequence[str],
        run_again: Sequence[str] = (),
        lights: Sequence[str] = (LIGHT,),
    ) -> None:
        self.root, self.plain, self.bytecode = root, plain, True
        root.mkdir(parents=True)
        shutil.copytree(ROOT / "graders", root / "graders", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ROOT / "data", root / "data", ignore=shutil.ignore_patterns("make"))
        settings = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
        (root / "nbgrader_config.py").write_text(settings + (PLAIN if plain else ""), encoding="utf-8")
        for lesson in {*graded, *run_again}:
            folder = root / "solutions" / lesson
            folder.mkdir(parents=True)
            shutil.copy(ROOT / "solutions" / lesson / f"{lesson}.ipynb", folder)
            shutil.copy(ROOT / "solutions" / f"{lesson}.py", root / "solutions")
        for light in lights:
            self._add_light(light)
        for lesson in (*lights, *graded):
            with self.nbgrader("generate_assignment", lesson) as running:
                running.finish()
        self._blank_gradebook = (root / "gradebook.db").read_bytes()

    def _add_light(self, name: str) -> None:
        here = Path(__file__).parent / "light"
        checks = (here / f"lesson_{LIGHT}.py").read_text(encoding="utf-8").replace(LIGHT, name)
        (self.root / "graders" / "lessons" / f"lesson_{name}.py").write_text(checks, encoding="utf-8")
        source = self.root / "solutions" / f"{name}.py"
        source.parent.mkdir(exist_ok=True)
        shutil.copy(here / f"{LIGHT}.py", source)
        cells, problems = read_source(source)
        if problems:
            raise BenchmarkError("; ".join(map(str, problems)))
        notebook = make_notebook(name, cells, LIGHT_POINTS)
        (source.parent / name).mkdir()
        (source.parent / name / f"{name}.ipynb").write_text(to_text(notebook), encoding="utf-8")

    @property
    def environ(self) -> dict[str, str]:
        """The environment of the course's commands: this copy's checks, and quiet libraries."""
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        modules = f"{self.root}{os.pathsep}{ROOT}"
        # Python keeps and finds what it has compiled, unless told otherwise, as it is in many containers.
        compiled = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
        environ = {name: value for name, value in os.environ.items() if name not in compiled}
        if not self.bytecode:
            environ |= dict(zip(compiled, ("1", str(self.root / "nothing-compiled")), strict=True))
        return {**environ, "PATH": path, "PYTHONPATH": modules, "TF_CPP_MIN_LOG_LEVEL": "3"}

    def nbgrader(self, *arguments: str) -> Running:
        """Start an nbgrader command in this course."""
        return Running([sys.executable, "-m", "nbgrader", *arguments], self.root, self.environ)

    def coursework(self, *arguments: str) -> Running:
        """Start a command of the course's own."""
        return Running([sys.executable, "-m", "coursework.command", *arguments], self.root, self.environ)

    def module(self, name: str, *arguments: str) -> Running:
        """Start a module of the benchmarks with this copy's `graders`."""
        return Running([sys.executable, "-m", name, *arguments], self.root, self.environ)

    def hand_in(self, student: str, lesson: str, answers: Mapping[str, str]) -> Path:
        """Hand a lesson in.

        Args:
            student: Whose it is.
            lesson: The lesson.
            answers: The source of each answered exercise.

        Returns:
            The notebook's path.
        """
        released = nbformat.read(self.root / "lessons" / lesson / f"{lesson}.ipynb", as_version=4)
        folder = self.root / "submitted" / student / lesson
        folder.mkdir(parents=True)
        path = folder / f"{lesson}.ipynb"
        path.write_text(json.dumps(fill(released, answers)), encoding="utf-8")
        return path

    def forget(self) -> None:
        """Make everything as it was before anything was graded."""
        for folder in ("autograded", "feedback"):
            place = self.root / folder
            for inner, _, _ in os.walk(place):
                os.chmod(inner, 0o755)
            shutil.rmtree(place, ignore_errors=True)
        (self.root / "gradebook.db").write_bytes(self._blank_gradebook)

    def scores(self, lesson: str) -> dict[str, float]:
        """Read what each student got in a lesson."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}", "keras_coursework") as gradebook:
            return {each.student.id: each.score for each in gradebook.assignment_submissions(lesson)}


def right_answers(lesson: str) -> dict[str, str]:
    """Give right answers to a lesson's exercises: the author's own, as the lesson's source has them.

    Args:
        lesson: A lesson of the course, or the light one.

    Returns:
        Exercise → source of the whole cell.
    """
    folder = Path(__file__).parent / "light" if lesson == LIGHT else ROOT / "solutions"
    cells, problems = read_source(folder / f"{lesson}.py")
    if problems:
        raise BenchmarkError("; ".join(map(str, problems)))
    marks = (BEGIN_SOLUTION, END_SOLUTION)
    return {
        cell.exercise: "\n".join(line for line in cell.text.splitlines() if line.strip() not in marks)
        for cell in cells
        if cell.role is Role.SOLUTION
    }
