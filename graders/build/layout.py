"""Where a lesson's files stand."""

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graders.errors import CourseError

LESSON_NAME = re.compile(r"\d\d_[a-z0-9_]+")


@dataclass(frozen=True)
class Lesson:
    """One lesson's files.

    Args:
        root: Top folder of the course.
        name: The lesson's name, `NN_topic`.
    """

    root: Path
    name: str

    @property
    def source(self) -> Path:
        """The text file that an author writes."""
        return self.root / "solutions" / f"{self.name}.py"

    @property
    def solution(self) -> Path:
        """The executed notebook with answers, nbgrader's source."""
        return self.root / "solutions" / self.name / f"{self.name}.ipynb"

    @property
    def release(self) -> Path:
        """The notebook that a learner opens."""
        return self.root / "lessons" / self.name / f"{self.name}.ipynb"


def find_root(start: Path | None = None) -> Path:
    """Find the course's top folder.

    Args:
        start: Folder to look upwards from; the working folder when left out.

    Returns:
        The nearest folder upwards that holds `nbgrader_config.py` and `solutions/`.

    Raises:
        CourseError: There is none.
    """
    start = (start or Path.cwd()).resolve()
    for folder in (start, *start.parents):
        if (folder / "nbgrader_config.py").is_file() and (folder / "solutions").is_dir():
            return folder
    raise CourseError(
        f"{start} is not inside a course: change to the folder that holds nbgrader_config.py and solutions/."
    )


def lessons(root: Path) -> list[Lesson]:
    """List the course's lessons in order.

    Args:
        root: Top folder of the course.

    Returns:
        One entry per `solutions/NN_topic.py`.
    """
    found = sorted(path.stem for path in (root / "solutions").glob("*.py"))
    return [Lesson(root, name) for name in found if LESSON_NAME.fullmatch(name)]


def choose(root: Path, names: Sequence[str]) -> list[Lesson]:
    """Pick lessons by name.

    Args:
        root: Top folder of the course.
        names: Names of lessons, also as a path to one of their files; all lessons when empty.

    Returns:
        The lessons, in the course's order.

    Raises:
        CourseError: There is no such lesson; the sentence names those there are and the nearest.
    """
    known = {lesson.name: lesson for lesson in lessons(root)}
    if not names:
        return list(known.values())
    wanted = set()
    for name in names:
        stem = Path(name).name.removesuffix(".py").removesuffix(".ipynb")
        if stem not in known:
            near = difflib.get_close_matches(stem, known, n=1, cutoff=0.4)
            meant = f" Did you mean {near[0]}?" if near else ""
            listed = ", ".join(known) or "none yet"
            raise CourseError(f"There is no lesson {name!r}; the lessons are: {listed}.{meant}")
        wanted.add(stem)
    return [lesson for name, lesson in known.items() if name in wanted]
