"""The learner's own copy of the lessons: `work/`, beside the released ones, which stay as they are."""

import hashlib
import json
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from coursework.errors import CourseError

RELEASED, WORK = "lessons", "work"
RECORD = ".released.json"
"""File in the working copy: the digest of the released file that each copy was made from."""
_IGNORED = {".ipynb_checkpoints", "__pycache__"}


@dataclass
class Outcome:
    """What became of each file.

    Attributes:
        copied: files that were not there yet.
        refreshed: files that nobody had changed, made anew from a changed lesson.
        kept: files with somebody's work in them, though the lesson has changed since they were copied.
    """

    copied: list[Path] = field(default_factory=list)
    refreshed: list[Path] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)


def bring_up_to_date(course: Path) -> Outcome:
    """Copy the released lessons to the working copy, and never over what somebody changed there.

    Args:
        course: The folder that holds `lessons/`.

    Returns:
        What became of each file, as paths below the course's folder.

    Raises:
        CourseError: A file cannot be read or written.
    """
    released, work = course / RELEASED, course / WORK
    outcome = Outcome()
    try:
        work.mkdir(exist_ok=True)
        record = _read_record(work)
        for path in sorted(path for path in released.rglob("*") if path.is_file()):
            name = path.relative_to(released)
            if _IGNORED & set(name.parts):
                continue
            now, target = _digest(path), work / name
            mine = _digest(target) if target.exists() else None
            if mine not in (None, now, record.get(name.as_posix())):
                if record.get(name.as_posix()) != now:
                    outcome.kept.append(target.relative_to(course))
                continue
            if mine != now:
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
                changed = outcome.copied if mine is None else outcome.refreshed
                changed.append(target.relative_to(course))
            record[name.as_posix()] = now
        (work / RECORD).write_text(json.dumps(record, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    except OSError as error:
        raise CourseError(
            f"The working copy of the lessons cannot be brought up to date: {error.filename} "
            f"({error.strerror}). Make {work} a folder that you may write to."
        ) from error
    return outcome


def _read_record(work: Path) -> dict[str, str]:
    """Read the record; without one, or with a broken one, every file counts as somebody's work."""
    try:
        record = json.loads((work / RECORD).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return record if isinstance(record, dict) else {}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
