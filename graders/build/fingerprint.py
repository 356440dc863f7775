"""What a built lesson was made from, so that only what changed is built again."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from graders.build import layout
from graders.build.release import extra_files
from graders.errors import CourseError

_BUILD_MODULES = ("source", "notebook", "execute", "outputs")
"""What shapes the executed notebook; the release is made anew and compared each time."""
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
_IMPORTED = re.compile(r"^\s*(?:from|import)\s+(\w+)", re.MULTILINE)
_ALWAYS = ("tensorflow", "keras", "numpy")
"""What every lesson's outputs come from, whether or not it imports it by name."""
_DISTRIBUTIONS = {"sklearn": "scikit-learn", "keras_tuner": "keras-tuner"}
"""Distributions whose name is not that of their module."""


def fingerprint(
    lesson: layout.Lesson, checks: Mapping[str, object], modules: Sequence[Path]
) -> dict[str, str]:
    """Take the fingerprint of everything that a lesson's notebooks are made from.

    Args:
        lesson: The lesson.
        checks: What stands in the notebook of its hidden checks, as plain data.
        modules: The files of its hidden checks: when one changes, the lesson's own answers must earn their
            points anew.

    Returns:
        A digest for each thing that may change, under the words in which it is told to an author.
    """
    root = lesson.root
    ours = [Path(__file__).with_name(f"{name}.py") for name in _BUILD_MODULES]
    return {
        "source": _digest(_text(lesson.source), *(path.read_bytes().hex() for path in extra_files(lesson))),
        "checks": _digest(json.dumps(checks, sort_keys=True)),
        "criteria": _digest(*(f"{path.name}\0{_text(path)}" for path in modules)),
        "data": _digest(json.dumps(_sets(root, _text(lesson.source)), sort_keys=True)),
        "versions": _digest(json.dumps(_versions(root, _text(lesson.source)))),
        "build": _digest(*map(_text, ours)),
    }


def _versions(root: Path, source: str) -> list[tuple[str, str]]:
    """Give the pins of what a lesson imports: another program's new version makes no output another."""
    modules = {*_ALWAYS, *_IMPORTED.findall(source)}
    names = {_DISTRIBUTIONS.get(module, module) for module in modules}
    return sorted(pin for pin in set(_PINNED.findall(_text(root / "requirements.txt"))) if pin[0] in names)


def _sets(root: Path, source: str) -> dict:
    """Give the manifest's entries of the data sets whose names stand in a lesson's source."""
    try:
        manifest = json.loads(_text(root / "data" / "manifest.json") or "{}")
    except ValueError as error:
        raise CourseError(f"data/manifest.json is not JSON ({error}): restore it with git.") from error
    return {name: entry for name, entry in manifest.items() if name in source}


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
