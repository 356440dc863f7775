"""Verdicts while working: from the end of a check cell's own code to its table, by kernel and examiner."""

import ast
import contextlib
import copy
import json
import re
import shutil
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.manager import KernelManager
from nbformat import NotebookNode

from benchmarks import otter
from benchmarks.course import ROOT, BenchmarkError, Course, right_answers
from benchmarks.sampling import in_turn, percentile, ratio, rounded
from coursework.desk.lessons import CHECK, SOLUTION
from graders.answers import answers, fill
from graders.build.source import DEMONSTRATION
from graders.criteria.registry import exercises
from graders.examiner import Examiner
from graders.pipeline.demonstrations import left_out

LONGEST = 600.0
FIRST = "00_start_here"
"""The lesson whose first check starts the examiner; it is measured apart, and once more like the others."""
_STAMP = (
    "import time as _time\n"
    "_ended = []\n"
    "get_ipython().events.register('post_execute', lambda: _ended.append(_time.time()))"
)
_TAKE = (
    "def _take_down(request, place):\n"
    "    import json, pathlib\n"
    "    from coursework.desk.taking import take\n"
    "    asked = json.loads(pathlib.Path(request).read_text(encoding='utf-8'))\n"
    "    pathlib.Path(place).write_bytes(take(get_ipython().user_ns, asked))"
)
_ALL_POINTS = re.compile(r": ([\d.]+) of \1 points\. Well done")
"""Stands in the plain text of a right answer's table."""
_ENDS_HERE = re.compile(r" ends here: its [\d.]+ points are judged when you hand in")
"""Stands below a check where nobody judges."""
_NOBODY = (
    "import coursework.desk.hook\n"
    "coursework.desk.hook.examiner_folder = lambda: None\n"
    "coursework.desk.hook._attached.channel = None"  # the lesson's beginning has looked for it
)
_SET_UP = "import coursework\nDATA = coursework.setup(seed=42)\nimport keras\nkeras.__version__"
_WITHOUT = "import coursework.lesson\ncoursework.lesson.switch_on = lambda data: None\n"
"""Put before the first cell: the desk stays off in this kernel."""


@dataclass(frozen=True)
class Sent:
    """What one learner's kernel sends of one answer.

    Args:
        lesson: The lesson's name.
        exercise: The exercise's name.
        right: Whether the bank calls the answer right.
        document: The file with the evidence.
        rounds: Files with the answers to the questions of each round.
    """

    lesson: str
    exercise: str
    right: bool
    document: Path
    rounds: tuple[Path, ...]


class Desk:
    """A notebook's kernel, to which cells come as a front end sends them.

    Args:
        environ: The kernel's environment.
        folder: Where it works.
        lesson: The lesson that is open.
        kernel: The kernelspec.
        python: A Python whose ordinary kernel runs in place of the kernelspec's.
    """

    def __init__(
        self,
        environ: Mapping[str, str],
        folder: Path,
        lesson: str,
        kernel: str = "coursework",
        python: Path | None = None,
    ) -> None:
        self._manager = KernelManager(kernel_name=kernel)
        if python is not None:
            self._manager.kernel_spec.argv[0] = str(python)
        self._manager.start_kernel(cwd=str(folder), env={**environ, "JPY_SESSION_NAME": f"{lesson}.ipynb"})
        self._client = self._manager.blocking_client()
        self._client.start_channels()
        self._client.wait_for_ready(timeout=LONGEST)

    def __enter__(self) -> "Desk":
        return self

    def __exit__(self, *exception: object) -> None:
        self._client.stop_channels()
        self._manager.shutdown_kernel(now=True)

    def run(self, source: str, cell: str = "cell") -> tuple[str, float]:
        """Run a cell; give the text of its last display and the time at which that came."""
        content = {"code": source, "silent": False, "store_history": True, "allow_stdin": False}
        message = self._client.session.msg("execute_request", content, metadata={"cellId": cell})
        self._client.shell_channel.send(message)
        shown, at = "", 0.0
        while True:
            told = self._client.get_iopub_msg(timeout=LONGEST)
            if told["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                continue
            if told["msg_type"] in ("display_data", "update_display_data", "execute_result"):
                shown, at = str(told["content"]["data"].get("text/plain", "")), time.time()
            elif told["msg_type"] == "error":
                shown = f"{told['content']['ename']}: {told['content']['evalue']}"
            elif told["msg_type"] == "status" and told["content"]["execution_state"] == "idle":
                return shown, at

    def told(self, source: str) -> Any:
        """Run a cell; give the value of its last line, which is JSON for Python too.

        Raises:
            BenchmarkError: It failed.
        """
        shown, _ = self.run(source)
        try:
            return json.loads(shown)
        except ValueError as error:
            raise BenchmarkError(f"A cell of the benchmark failed in the kernel: {shown[:300]}") from error

    def verdict_seconds(self, exercise: str, check: str, shows: re.Pattern[str] = _ALL_POINTS) -> float:
        """Run the check cell of a right answer; give the seconds from the end of its own code to its table.

        Raises:
            BenchmarkError: No table with all points came, or not what else it `shows`.
        """
        shown, at = self.run(check, exercise + CHECK)
        if not shows.search(shown):
            raise BenchmarkError(f"{exercise}: no {shows.pattern!r} came, but {shown[:1000]!r}")
        return at - float(self.told("_ended[-1]"))


def laid_out(folder: Path, lessons: Sequence[str]) -> Path:
    """Lay a learner's folder out: lessons and data.

    Args:
        folder: Where; it must not exist.
        lessons: Which lessons.

    Returns:
        The folder.
    """
    for lesson in lessons:
        shutil.copytree(ROOT / "lessons" / lesson, folder / "lessons" / lesson)
    (folder / "data").symlink_to(ROOT / "data")
    return folder


def answered(lesson: str) -> tuple[NotebookNode, list[NotebookNode]]:
    """Give a lesson with the author's own answers.

    Args:
        lesson: The lesson's name.

    Returns:
        The notebook, and those of its code cells that the answers and their checks need: they are found as
        grading finds the demonstrations to leave out, but among all worked examples that import nothing. That
        each answer still gets all its points shows that nothing was missing.
    """
    released = nbformat.read(ROOT / "lessons" / lesson / f"{lesson}.ipynb", as_version=4)
    notebook = fill(released, right_answers(lesson))
    code = [at for at, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    shown = copy.deepcopy(notebook)
    for at in code[1:]:  # behind the set-up
        if "nbgrader" not in shown.cells[at].metadata and not _imports(shown.cells[at].source):
            shown.cells[at].metadata["tags"] = [DEMONSTRATION]
    kinds = [each for exercise in exercises(lesson).values() for each in exercise.evidence.items()]
    out = left_out(shown, {getattr(kind, "of", "") or name for name, kind in kinds})
    return notebook, [notebook.cells[at] for at in code if at not in out]


def _imports(source: str) -> bool:
    """Whether a cell imports something, which a check may use too; a cell with magics does not."""
    with contextlib.suppress(SyntaxError):
        return any(isinstance(part, (ast.Import, ast.ImportFrom)) for part in ast.walk(ast.parse(source)))
    return False


class Collector:
    """Takes down, in a desk's kernel, what answers of the bank would send to a class's service.

    Args:
        folder: Where the documents go.
        examiner: Tells what to take, and asks what it has to.
    """

    def __init__(self, folder: Path, examiner: Examiner) -> None:
        self._folder, self._examiner = folder, examiner
        self.sent: list[Sent] = []
        folder.mkdir()

    def collect(self, desk: Desk, lesson: str, exercise: str, number: int) -> None:
        """Run answers to an exercise, right and wrong in turn, and keep what they send.

        Args:
            desk: Where the cells before the answer have run.
            lesson: The lesson's name.
            exercise: The exercise's name.
            number: How many of each.
        """
        bank = [each for each in answers(lesson, ROOT / "solutions" / "answers") if each.exercise == exercise]
        for right in (True, False):
            for answer in [each for each in bank if each.right is right][:number]:
                desk.run(answer.source, exercise + SOLUTION)
                self.keep(desk, lesson, exercise, right)

    def keep(self, desk: Desk, lesson: str, exercise: str, right: bool) -> None:
        """Keep what the answer in a desk's kernel sends."""
        rounds: list[Path] = []

        def take(request: Mapping[str, Any]) -> Path:
            place = self._folder / f"{len(self.sent)}-{len(rounds)}.evidence"
            asked = place.with_suffix(".json")
            asked.write_text(json.dumps(dict(request)), encoding="utf-8")
            desk.run(f"_take_down({str(asked)!r}, {str(place)!r})")
            if not place.is_file():
                raise BenchmarkError(f"{lesson}/{exercise}: the kernel took no evidence.")
            rounds.append(place)
            return place

        request = self._examiner.describe(lesson)[exercise].request
        document = take(request).read_bytes()
        self._examiner.judge(
            lesson, exercise, document, attempted=True, ask=lambda more: take(more).read_bytes()
        )
        self.sent.append(Sent(lesson, exercise, right, rounds[0], tuple(rounds[1:])))


@contextlib.contextmanager
def collecting(folder: Path) -> Iterator[Collector]:
    """Have a collector with an examiner of its own while the block runs."""
    with Examiner(practice=True) as examiner:
        yield Collector(folder, examiner)


def measure(
    course: Course, folder: Path, lessons: Sequence[str], collector: Collector, number: int
) -> dict[str, Any]:
    """Check the author's own answers of lessons at a desk, one check an exercise.

    Args:
        course: Whose environment, and so whose forkserver and examiner.
        folder: A learner's folder, with the lessons.
        lessons: The lessons.
        collector: Keeps what some answers of each exercise send to a service.
        number: How many right and how many wrong ones.

    Returns:
        Seconds by lesson and exercise, the median and the 95th percentile of all, and the seconds of the
        first check of all, which starts the examiner.
    """
    environ = {**course.environ, "COURSEWORK_PROGRESS": str(folder / "progress.jsonl")}
    notebook, cells = answered(FIRST)
    with Desk(environ, folder / "lessons" / FIRST, FIRST) as desk:
        first = next(iter(_checked(desk, cells).values()))
        seconds: dict[str, dict[str, float]] = {}
        for lesson in lessons:
            _, cells = answered(lesson)
            with Desk(environ, folder / "lessons" / lesson, lesson) as open_:
                seconds[lesson] = _checked(open_, cells)
                # Not between two checks: what these answers set going would be waited for by the next.
                open_.run(_TAKE)
                for exercise in seconds[lesson]:
                    collector.collect(open_, lesson, exercise, number)
    return {"first": round(first, 3), **summary(seconds)}


def neither(course: Course, folder: Path, lessons: Sequence[str]) -> dict[str, Any]:
    """Check the author's own answers where there is neither an examiner nor a service.

    Args:
        course: Whose environment.
        folder: A learner's folder, with the lessons.
        lessons: The lessons.

    Returns:
        Seconds by lesson and exercise, from the end of a check's own code to the line below it.
    """
    seconds: dict[str, dict[str, float]] = {}
    for lesson in lessons:
        _, cells = answered(lesson)
        with Desk(course.environ, folder / "lessons" / lesson, lesson) as desk:
            seconds[lesson] = _checked(desk, cells, shows=_ENDS_HERE, begin=_NOBODY)
    return summary(seconds)


def _checked(
    desk: Desk,
    cells: Sequence[NotebookNode],
    *,
    shows: re.Pattern[str] = _ALL_POINTS,
    begin: str = "",
) -> dict[str, float]:
    """Run a lesson's cells; give the seconds of each check by exercise."""
    seconds: dict[str, float] = {}
    for at, cell in enumerate(cells):
        exercise = cell.id.removesuffix(CHECK)
        if cell.id == exercise:
            desk.run(cell.source, cell.id)
        else:
            seconds[exercise] = desk.verdict_seconds(exercise, cell.source, shows)
        if at == 0:
            desk.run(_STAMP)
            desk.run(begin)
    return seconds


def summary(seconds: dict[str, dict[str, float]]) -> dict[str, Any]:
    """Sum samples up.

    Args:
        seconds: Seconds of each check, by lesson and exercise.

    Returns:
        The samples to the millisecond, and their figures.
    """
    told = {lesson: {name: round(each, 3) for name, each in of.items()} for lesson, of in seconds.items()}
    samples = [each for of in told.values() for each in of.values()]
    return {
        "verdicts": told,
        "median": round(statistics.median(samples), 3),
        "p95": round(percentile(samples, 95), 3),
        "most": max(samples),
    }


def beside(plain: Course, folder: Path, lessons: Sequence[str]) -> list[dict[str, Any]]:
    """Let nbgrader's Validate, and otter, look at the same answers.

    Args:
        plain: A course with nbgrader's own settings.
        folder: A learner's folder, with the lessons.
        lessons: The lessons.

    Returns:
        For each lesson, the seconds of Validate for the notebook, and of otter's `check` by exercise.
    """
    found = []
    for lesson in lessons:
        notebook, cells = answered(lesson)
        path = folder / "lessons" / lesson / "answered.ipynb"
        nbformat.write(notebook, path)
        with plain.nbgrader("validate", "--Execute.timeout=600", str(path)) as running:
            done = running.finish()
        said = " ".join(line for _, line in done.until).split()
        found.append(
            {
                "lesson": lesson,
                "validate": round(done.seconds, 2),
                "says": " ".join(said[-12:])[-200:],
                "otter": rounded(_by_otter(plain, folder, lesson, cells)),
            }
        )
    return found


def _by_otter(course: Course, folder: Path, lesson: str, cells: Sequence[NotebookNode]) -> list[float]:
    """Give the seconds of otter's check of each exercise: from the request to its result."""
    python, tests = otter.python(), folder / "lessons" / lesson / "tests"
    checks = {cell.id.removesuffix(CHECK): cell.source for cell in cells if cell.id.endswith(CHECK)}
    otter.write_tests(tests, checks)
    seconds = []
    environ = {**course.environ, "COURSEWORK_DATA": str(ROOT / "data")}
    with Desk(environ, tests.parent, lesson, kernel="python3", python=python) as desk:
        desk.run("import otter\ngrader = otter.Notebook(tests_dir='tests')")
        for cell in cells:
            exercise = cell.id.removesuffix(CHECK)
            if cell.id == exercise:
                desk.run(cell.source, cell.id)
                continue
            began = time.time()
            shown, at = desk.run(f"grader.check({exercise!r})")
            if "passed" not in shown:
                raise BenchmarkError(f"otter does not pass {lesson}/{exercise}: {shown[:300]!r}")
            seconds.append(at - began)
    return seconds


def first_cell(course: Course, folder: Path, rounds: int) -> dict[str, Any]:
    """Start kernels with and without the desk, in turn: from the start to the result of the first cell.

    Args:
        course: Whose environment, and so whose forkserver.
        folder: A learner's folder, with the first lesson.
        rounds: Samples of each.

    Returns:
        Samples and their ratio, with ÷ without.
    """

    def way(before: str) -> float:
        began = time.perf_counter()
        with Desk(course.environ, folder / "lessons" / FIRST, FIRST) as desk:
            shown, _ = desk.run(before + _SET_UP)
            seconds = time.perf_counter() - began
        if not shown.startswith("'3."):
            raise BenchmarkError(f"The first cell failed: {shown[:300]}")
        return seconds

    way("")  # the first of all finds nothing in memory
    samples = in_turn({"with": lambda: way(""), "without": lambda: way(_WITHOUT)}, rounds)
    return {
        "with": rounded(samples["with"]),
        "without": rounded(samples["without"]),
        "ratio": ratio(samples["with"], samples["without"]),
    }
