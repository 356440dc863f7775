"""Where the course's data are, whatever folder a notebook was opened from."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from coursework.errors import CourseError

VARIABLE = "COURSEWORK_DATA"
"""Environment variable that names the data folder outright, where a class shares one."""
MANIFEST = "manifest.json"
"""The file by which a folder called `data` is known to be the course's."""


def data_folder(start: Path | None = None) -> Path:
    """Find the course's data folder.

    The first of these that holds the data: the folder that `COURSEWORK_DATA` names; a folder `data` beside
    the notebook or in a folder above it; the folder `data` beside this package, where the course or a
    learner's bundle was installed from.

    Args:
        start: Folder to look upwards from; the working folder when left out.

    Returns:
        The folder, as an absolute path.

    Raises:
        CourseError: There is none; or `COURSEWORK_DATA` names a folder without the data.
    """
    named = os.environ.get(VARIABLE)
    if named:
        if not (Path(named) / MANIFEST).is_file():
            raise CourseError(
                f"{VARIABLE} names {named}, where the course's data are not: set it to the course's folder "
                "`data`, or unset it."
            )
        return Path(named).resolve()
    start = (start or Path.cwd()).resolve()
    found = next((folder for folder in _places(start) if (folder / MANIFEST).is_file()), None)
    if found is None:
        raise CourseError(
            f"The course's data folder was not found from {start}: open the notebook from inside the "
            f"course's folder, or set the environment variable {VARIABLE} to the course's folder `data`."
        )
    return found


def _places(start: Path) -> Iterator[Path]:
    for folder in (start, *start.parents, Path(__file__).resolve().parents[1]):
        yield folder / "data"


def writable_keras_home(home: str | os.PathLike[str]) -> str:
    """Give a folder that Keras accepts as its cache, with the data sets of another in it.

    Keras takes a cache that may not be written to for no cache at all, and downloads. So such a folder, as
    every sandbox and many a class shows it, is reached through a writable one of links.

    Args:
        home: The folder that holds `datasets/`.

    Returns:
        The folder itself when it may be written to, or does not exist; else one of links to what is in it.
    """
    home = os.path.abspath(home)
    if not os.path.isdir(home) or os.access(home, os.W_OK):
        return home
    linked = os.path.join(tempfile.gettempdir(), f"keras-home-{os.getpid()}")
    os.makedirs(linked, exist_ok=True)
    for name in os.listdir(home):
        if not os.path.lexists(os.path.join(linked, name)):
            os.symlink(os.path.join(home, name), os.path.join(linked, name))
    return linked
