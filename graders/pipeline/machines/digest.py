"""What a grading is made from besides the submission: a worker's must be the coordinator's."""

import hashlib
import importlib.metadata
from functools import cache
from pathlib import Path

from traitlets.config import Config

import coursework
import graders

PACKAGES = ("keras", "tensorflow", "numpy", "pandas", "scikit-learn", "nbgrader", "nbformat")
"""What decides, besides the course, on outputs and points."""
SETTINGS = ("SealedExecute", "ClearSolutions", "ClearHiddenTests")
HERE = ("kernel_name",)
"""Settings that are each machine's own: no coordinator decides on a worker's sandbox."""


def course_digest(root: Path, masters: Path, config: Config) -> str:
    """Tell courses apart: its code and packages, the lesson's masters, the data, and nbgrader's settings.

    Args:
        root: The course's top folder.
        masters: The lesson's folder among nbgrader's sources.
        config: nbgrader's settings.

    Returns:
        A text that differs when one of them does.
    """
    digest = hashlib.sha256(_code_digest().encode())
    for path in sorted(path for path in masters.rglob("*") if path.is_file() and not _aside(path, masters)):
        digest.update(f"\n{path.relative_to(masters).as_posix()}\n".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    digest.update(_data_digest(root / "data").encode())
    for name in SETTINGS:
        section = config.get(name, {})
        said = {key: repr(section[key]) for key in sorted(section) if key not in HERE}
        digest.update(f"\n{name} {said}".encode())
    return digest.hexdigest()


def _aside(path: Path, folder: Path) -> bool:
    """Tell whether a file is an editor's or a program's own, in a hidden folder or a cache."""
    return any(part.startswith(".") or part == "__pycache__" for part in path.relative_to(folder).parts)


@cache
def _code_digest() -> str:
    """Describe the code as this process found it when it first graded."""
    digest = hashlib.sha256()
    for package in (coursework, graders):
        folder = Path(str(package.__file__)).parent
        for path in sorted(folder.rglob("*.py")):
            digest.update(f"\n{package.__name__}/{path.relative_to(folder).as_posix()}\n".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    for name in PACKAGES:
        digest.update(f"\n{name} {importlib.metadata.version(name)}".encode())
    return digest.hexdigest()


@cache
def _data_digest(folder: Path) -> str:
    """Describe the data by names and sizes: the files are large, and come with the course."""
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    said = "\n".join(f"{path.relative_to(folder).as_posix()} {path.stat().st_size}" for path in files)
    return hashlib.sha256(said.encode()).hexdigest()
