"""`coursework build`: lessons from their sources."""

import argparse
import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graders.build.layout import Lesson, choose, find_root
from graders.build.refusals import Draft, problems
from graders.build.release import copy_extra_files, stray_files
from graders.build.source import Cell, Problem, Role, read_source
from graders.errors import CourseError

if TYPE_CHECKING:
    from nbformat import NotebookNode

SUMMARY = "build lessons from their sources"


class LessonError(CourseError):
    """A lesson's source that the build refuses.

    Args:
        found: The problems, all of them.
    """

    def __init__(self, found: list[Problem]):
        fatal = [problem for problem in found if problem.fatal]
        count = "one thing" if len(fatal) == 1 else f"{len(fatal)} things"
        super().__init__("\n".join([f"{count} to mend in {fatal[0].path.name}:", *map(str, fatal)]))
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


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `coursework build`."""
    parser.add_argument("lessons", nargs="*", metavar="LESSON", help="names of lessons; all when left out")
    parser.add_argument(
        "--check", action="store_true", help="only tell which lessons are stale, and fail if any is"
    )
    parser.add_argument("--force", action="store_true", help="build lessons that are up to date as well")


def run(args: argparse.Namespace) -> int:
    """Build the lessons that are stale.

    Returns:
        0, or 1 when a lesson is stale (`--check`) or refused.
    """
    root = find_root()
    chosen = choose(root, args.lessons)
    if not chosen:
        raise CourseError(f"There is no lesson yet: write {root / 'solutions' / 'NN_topic.py'}.")
    if args.check:
        return _check(chosen)
    failures = 0
    for lesson in chosen:
        try:
            draft = read_draft(lesson)
            reasons = stale(lesson, draft)
            if not reasons and not args.force:
                print(f"{lesson.name}: up to date")
                continue
            print(f"{lesson.name}: building ({'; '.join(reasons) or 'forced'})", flush=True)
            with _progress(lesson, draft) as step:
                built = build(lesson, draft, step=step)
            for path, text in ((lesson.solution, built.solution), (lesson.release, built.release)):
                _write(path, text)
                print(f"{lesson.name}: wrote {path.relative_to(root)}")
            copy_extra_files(lesson, lesson.release.parent)
        except CourseError as error:
            failures += 1
            print(f"coursework: {lesson.name}: {error}", file=sys.stderr)
    return 1 if failures else 0


def _check(chosen: list[Lesson]) -> int:
    failures = 0
    for lesson in chosen:
        try:
            reasons = stale(lesson, read_draft(lesson, warn=False))
        except CourseError as error:
            reasons = [str(error)]
        if reasons:
            failures += 1
            print(f"coursework: {lesson.name} is stale: {'; '.join(reasons)}", file=sys.stderr)
        else:
            print(f"{lesson.name}: up to date")
    if failures:
        print("coursework: run `coursework build` and commit what it wrote.", file=sys.stderr)
    return 1 if failures else 0


def read_draft(lesson: Lesson, *, warn: bool = True) -> Draft:
    """Read a lesson's source and its checks, and refuse what is wrong with them.

    Args:
        lesson: The lesson.
        warn: Print warnings to stderr.

    Returns:
        The lesson, ready to build.

    Raises:
        LessonError: The source breaks a rule.
    """
    shown = lesson.source.relative_to(lesson.root)
    cells, found = read_source(lesson.source)
    found = [Problem(shown, problem.line, problem.sentence, problem.fatal) for problem in found]
    draft = Draft(lesson.name, shown, cells, points_of(lesson), _checks_text(lesson))
    found += problems(draft)
    found.sort(key=lambda problem: problem.line)
    if any(problem.fatal for problem in found):
        raise LessonError(found)
    for problem in found if warn else ():
        print(f"warning: {problem}", file=sys.stderr)
    return draft


def points_of(lesson: Lesson) -> dict[str, float]:
    """Give the registered exercises of a lesson and their points; none when it has no module of checks."""
    from graders.criteria.registry import exercises

    if not _checks_path(lesson).is_file():
        return {}
    return {name: exercise.points for name, exercise in exercises(lesson.name).items()}


def stale(lesson: Lesson, draft: Draft) -> list[str]:
    """Say why a lesson's notebooks are not what its source makes today, without running anything.

    Args:
        lesson: The lesson.
        draft: Its source.

    Returns:
        The reasons; empty when the lesson is up to date.
    """
    import nbformat

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
    text = lesson.solution.read_text(encoding="utf-8")
    try:
        notebook = nbformat.reads(text, as_version=4)
    except Exception as error:
        return [f"{lesson.solution.relative_to(lesson.root)} cannot be read ({type(error).__name__})"]
    before, now = notebook.metadata.get("coursework", {}), _fingerprint(lesson, draft)
    reasons = [f"its {thing} changed" for thing, digest in now.items() if before.get(thing) != digest]
    if reasons:
        return reasons
    if _skeleton(notebook) != _skeleton(make_notebook(lesson.name, draft.cells, draft.points)):
        return [f"{lesson.solution.relative_to(lesson.root)} was changed by hand"]
    if lesson.release.read_text(encoding="utf-8") != make_release(lesson, text):
        return [f"{lesson.release.relative_to(lesson.root)} is not nbgrader's release of it"]
    return []


def build(lesson: Lesson, draft: Draft, *, step: Callable[[], None] = lambda: None) -> Built:
    """Run a lesson and make both of its notebooks.

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
    from graders.build.notebook import make_notebook, to_text
    from graders.build.outputs import normalise
    from graders.build.release import make_release

    notebook = make_notebook(lesson.name, draft.cells, draft.points)
    with _work_folder(lesson) as folder:
        copy_extra_files(lesson, folder)
        execute(notebook, folder, step=step)
        normalise(notebook, folder)
    _refuse(_failures(draft, notebook) or _outputs(draft, notebook))
    notebook.metadata["coursework"] = _fingerprint(lesson, draft)
    solution = to_text(notebook)
    release = make_release(lesson, solution)
    unanswered = nbformat.reads(release, as_version=4)
    with _work_folder(lesson) as folder:
        copy_extra_files(lesson, folder)
        execute(unanswered, folder, keep_going=True, step=step)
    _refuse(unanswered_problems(draft, unanswered))
    return Built(solution, release)


def unanswered_problems(draft: Draft, notebook: "NotebookNode") -> list[Problem]:
    """Find cells of an unanswered lesson that stop where they must not, and checks that do not stop.

    Args:
        draft: The lesson's source.
        notebook: The released notebook after it ran with every error allowed.

    Returns:
        The problems.
    """
    found = []
    for cell, ran in zip(draft.cells, notebook.cells, strict=True):
        error = _error(ran)
        if not cell.is_code or "raises-exception" in cell.tags:
            continue
        if cell.role is Role.GRADE and error is None:
            found.append(
                draft.problem(
                    cell,
                    0,
                    f"The visible check of exercise {cell.exercise} passes although nothing is answered.",
                )
            )
        elif error is not None and cell.role in (Role.EXAMPLE, Role.SOLUTION):
            found.append(
                draft.problem(
                    cell, 0, f"With no exercise answered, this {cell.role} cell stops with {_shortly(error)}."
                )
            )
        elif error is not None and cell.exercise not in error.evalue:
            found.append(
                draft.problem(
                    cell,
                    0,
                    f"With nothing answered, this check stops with {_shortly(error)}, which does not name "
                    f"exercise {cell.exercise}.",
                )
            )
    return found


def _failures(draft: Draft, notebook: "NotebookNode") -> list[Problem]:
    from nbgrader.utils import determine_grade

    found = []
    for cell, ran in zip(draft.cells, notebook.cells, strict=True):
        error = _error(ran)
        pitfall = "raises-exception" in cell.tags
        if error is not None and not pitfall:
            found.append(draft.problem(cell, 0, f"This cell stops with {_shortly(error)}."))
            break  # the cells below did not run
        if pitfall and error is None:
            found.append(draft.problem(cell, 0, "This cell is tagged raises-exception and raises none."))
        if cell.role is Role.GRADE:
            earned, most = determine_grade(ran)
            if earned != most:
                found.append(
                    draft.problem(
                        cell,
                        0,
                        f"The answer of exercise {cell.exercise} earns {earned:g} of {most:g} points.",
                    )
                )
    return found


def _outputs(draft: Draft, notebook: "NotebookNode") -> list[Problem]:
    from graders.build.outputs import complaints, shows_picture

    found = []
    for index, (cell, ran) in enumerate(zip(draft.cells, notebook.cells, strict=True)):
        if not cell.is_code:
            continue
        found += [draft.problem(cell, 0, sentence) for sentence in complaints(ran)]
        if cell.role is Role.EXAMPLE and shows_picture(ran) and not _is_read(draft.cells[index + 1 :]):
            found.append(
                draft.problem(
                    cell,
                    0,
                    "This cell draws a picture that no text reads: say in the next cell what it shows.",
                )
            )
    return found


def _is_read(after: list[Cell]) -> bool:
    """Tell whether what follows a picture is prose: a line of five words that is no heading."""
    if not after or after[0].role is not Role.TEXT:
        return False
    return any(len(line.split()) >= 5 and not line.startswith("#") for line in after[0].text.splitlines())


def _error(cell: "NotebookNode"):
    return next((output for output in cell.get("outputs", ()) if output.output_type == "error"), None)


def _shortly(error) -> str:
    first = (error.evalue.strip().splitlines() or [""])[0]
    return f"{error.ename}: {first if len(first) <= 200 else first[:199] + '…'}"


def _refuse(found: list[Problem]) -> None:
    if found:
        raise LessonError(found)


def _skeleton(notebook: "NotebookNode") -> list:
    return [(cell.id, cell.cell_type, cell.source, cell.metadata) for cell in notebook.cells]


def _fingerprint(lesson: Lesson, draft: Draft) -> dict[str, str]:
    from graders.build.fingerprint import fingerprint

    return fingerprint(lesson, _checks_facts(lesson, draft.points))


def _checks_facts(lesson: Lesson, points: Mapping[str, float]) -> dict:
    """What the executed notebook shows of the hidden checks: each criterion's name and points."""
    from graders.criteria.registry import exercises

    if not _checks_path(lesson).is_file():
        return dict(points)
    return {
        name: [[criterion.name, criterion.points] for criterion in exercise.criteria]
        for name, exercise in exercises(lesson.name).items()
    }


def _checks_path(lesson: Lesson) -> Path:
    import graders

    return Path(graders.__file__).parent / "lessons" / f"lesson_{lesson.name}.py"


def _checks_text(lesson: Lesson) -> str:
    path = _checks_path(lesson)
    return path.read_text(encoding="utf-8") if path.is_file() else ""


@contextlib.contextmanager
def _work_folder(lesson: Lesson):
    """Make a folder to run in, below the course's top folder so that a lesson finds `data/` upwards."""
    cache = lesson.root / ".cache" / "build"
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{lesson.name}-", dir=cache) as name:
        yield Path(name)


@contextlib.contextmanager
def _progress(lesson: Lesson, draft: Draft):
    from tqdm import tqdm

    total = 2 * sum(cell.is_code for cell in draft.cells)
    with tqdm(total=total, desc=lesson.name, unit="cell", disable=None, leave=False) as bar:
        yield bar.update


def _write(path: Path, text: str) -> None:
    """Write a file in one go, so that nobody reads half of it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        half = path.with_name(f".{path.name}.{os.getpid()}")
        half.write_text(text, encoding="utf-8")
        half.replace(path)
    except OSError as error:
        raise CourseError(
            f"{path} cannot be written ({error.strerror}): make the folder writable."
        ) from error
