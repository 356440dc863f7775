"""Making a lesson's two notebooks, and telling whether they are what its source makes."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from graders.build.checks import check_problems
from graders.build.layout import Lesson
from graders.build.refusals import Draft, problems
from graders.build.registered import ChecksError, check_modules, checks_text, criteria_shown, points_of
from graders.build.release import copy_extra_files, stray_files
from graders.build.source import Problem, read_source
from graders.errors import CourseError

if TYPE_CHECKING:
    from nbformat import NotebookNode


class LessonError(CourseError):
    """A lesson's source that the build refuses.

    Args:
        found: The problems, all of them.
    """

    def __init__(self, found: list[Problem]):
        fatal = [problem for problem in found if problem.fatal]
        count = "one thing" if len(fatal) == 1 else f"{len(fatal)} things"
        files = " and ".join(dict.fromkeys(problem.path.name for problem in fatal))
        super().__init__("\n".join([f"{count} to mend in {files}:", *map(str, fatal)]))
        self.problems = fatal


@dataclass(frozen=True)
class Built:
    """The texts of a lesson's two notebooks.

    Args:
        solution: The executed notebook with answers.
        release: The learner's notebook.
    """

    solution: str
    release: str


def read_draft(lesson: Lesson) -> tuple[Draft, list[Problem]]:
    """Read a lesson's source and its checks, and refuse what is wrong with them.

    Args:
        lesson: The lesson.

    Returns:
        The lesson, ready to build, and warnings that do not stop the build.

    Raises:
        LessonError: The source or the checks break a rule, or the checks cannot be imported.
    """
    shown = lesson.source.relative_to(lesson.root)
    try:
        cells, found = read_source(lesson.source)
    except (UnicodeDecodeError, OSError) as error:
        raise CourseError(f"{shown} cannot be read as UTF-8 text ({error}): save it anew.") from error
    try:
        draft = Draft(lesson.name, shown, cells, points_of(lesson), checks_text(lesson))
        wrong_checks = check_problems(lesson, cells)
    except ChecksError as error:
        raise LessonError([error.problem]) from error
    found = [replace(problem, path=shown) for problem in found] + problems(draft)
    found.sort(key=lambda problem: problem.line)
    found += wrong_checks
    if any(problem.fatal for problem in found):
        raise LessonError(found)
    return draft, found


def stale(lesson: Lesson, draft: Draft) -> list[str]:
    """Say why a lesson's notebooks are not what its source makes today, without running anything.

    Args:
        lesson: The lesson.
        draft: Its source.

    Returns:
        The reasons; empty when the lesson is up to date.
    """
    from graders.build.notebook import make_notebook
    from graders.build.release import make_release

    stray = [str(path.relative_to(lesson.root)) for path in stray_files(lesson)]
    if stray:
        return [
            f"{', '.join(stray)} would be released with it: delete it (a lesson writes to a temporary folder)"
        ]
    missing = [path for path in (lesson.solution, lesson.release) if not path.is_file()]
    if missing:
        return [f"{path.relative_to(lesson.root)} is missing" for path in missing]
    try:
        notebook = _stored(lesson)
    except CourseError as error:
        return [str(error)]
    before, now = notebook.metadata.get("coursework", {}), _fingerprint(lesson, draft)
    reasons = [f"its {thing} changed" for thing, digest in now.items() if before.get(thing) != digest]
    if reasons:
        return reasons
    if _skeleton(notebook) != _skeleton(make_notebook(lesson.name, draft.cells, draft.points)):
        return [f"{lesson.solution.relative_to(lesson.root)} was changed by hand"]
    text = lesson.solution.read_text(encoding="utf-8")
    if lesson.release.read_text(encoding="utf-8") != make_release(lesson, text):
        return [f"{lesson.release.relative_to(lesson.root)} is not nbgrader's release of it"]
    return []


def build(lesson: Lesson, draft: Draft, *, step: Callable[[], None] = lambda: None) -> Built:
    """Run a lesson and make both of its notebooks.

    Outputs that are stored already stay as they are where this run prints the same within tolerance.

    Args:
        lesson: The lesson.
        draft: Its source, without problems.
        step: Called after each code cell of either run.

    Returns:
        The notebooks' texts; nothing is written.

    Raises:
        CourseError: A cell fails, an answer does not earn its points, or an output differs from run to run.
    """
    import nbformat

    from graders.build.execute import execute
    from graders.build.keep import keep_stored
    from graders.build.notebook import make_notebook, to_text
    from graders.build.outputs import normalise
    from graders.build.ran import answered_problems, unanswered_problems
    from graders.build.release import make_release

    notebook = make_notebook(lesson.name, draft.cells, draft.points)
    with _work_folder(lesson) as folder:
        copy_extra_files(lesson, folder)
        execute(notebook, folder, step=step)
        normalise(notebook, folder)
    _refuse(answered_problems(draft, notebook))
    notebook.metadata["coursework"] = _fingerprint(lesson, draft)
    with contextlib.suppress(CourseError):  # nothing is stored that could be kept
        keep_stored(notebook, _stored(lesson))
    solution = to_text(notebook)
    release = make_release(lesson, solution)
    unanswered = nbformat.reads(release, as_version=4)
    with _work_folder(lesson) as folder:
        copy_extra_files(lesson, folder)
        execute(unanswered, folder, keep_going=True, step=step)
    _refuse(unanswered_problems(draft, unanswered))
    return Built(solution, release)


def _stored(lesson: Lesson) -> "NotebookNode":
    """Read the stored notebook.

    Raises:
        CourseError: There is none, or it is no notebook.
    """
    import nbformat

    try:
        return nbformat.read(lesson.solution, as_version=4)
    except Exception as error:  # nbformat raises errors of many kinds at a file that is no notebook
        shown = lesson.solution.relative_to(lesson.root)
        raise CourseError(f"{shown} cannot be read ({type(error).__name__})") from error


def _refuse(found: list[Problem]) -> None:
    if found:
        raise LessonError(found)


def _skeleton(notebook: "NotebookNode") -> list:
    return [(cell.id, cell.cell_type, cell.source, cell.metadata) for cell in notebook.cells]


def _fingerprint(lesson: Lesson, draft: Draft) -> dict[str, str]:
    from graders.build.fingerprint import fingerprint

    shown = {"points": dict(draft.points), "criteria": criteria_shown(lesson)}
    return fingerprint(lesson, shown, check_modules(lesson))


@contextlib.contextmanager
def _work_folder(lesson: Lesson) -> Iterator[Path]:
    """Make a folder to run in, below the course's top folder so that a lesson finds `data/` upwards."""
    cache = lesson.root / ".cache" / "build"
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{lesson.name}-", dir=cache) as name:
        yield Path(name)
