"""The first lines of every lesson."""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from coursework.data import data_folder, writable_keras_home
from coursework.desk import switch_on
from coursework.errors import CourseError

PROGRAMS = Path(__file__).with_name("programs")
"""The folder with the course's own programs, such as a `dot` for an environment made by pip."""
# TensorFlow writes notes, and errors about missing graphics cards, to stderr, where they help no learner.
NO_NOTES = {"TF_CPP_MIN_LOG_LEVEL": "3"}
"""Environment variables that keep TensorFlow's notes off stderr."""


def setup(seed: int) -> Path:
    """Make a notebook ready for a lesson, wherever it was opened.

    Keras finds the course's data sets, so that nothing is downloaded; programs that a lesson calls, `dot` and
    `tensorboard`, are found, whatever started the kernel; and chance repeats itself: Python, NumPy and Keras
    start from the seed, and TensorFlow's operations give the same numbers each time. In a notebook that
    somebody works in, check cells are answered from now on (see `coursework.desk`).

    Args:
        seed: Where random numbers start.

    Returns:
        The course's data folder, an absolute path.

    Raises:
        CourseError: The data folder is not found, or the package keras or tensorflow is not installed.

    Example:
        >>> data = setup(seed=42)
        >>> (data / "manifest.json").exists()
        True
    """
    data = data_folder()
    for name, value in NO_NOTES.items():
        os.environ.setdefault(name, value)
    find_programs()
    _show_keras(data / "keras")
    try:
        with _import_log_kept():
            import keras
            import tensorflow as tf
    except ModuleNotFoundError as missing:
        raise CourseError(
            f"The package {missing.name} is not installed in this notebook's Python, {sys.executable}: "
            "start JupyterLab the way the course's README says, or install what is missing "
            "(`coursework doctor` names it)."
        ) from None
    keras.utils.set_random_seed(seed)
    tf.config.experimental.enable_op_determinism()
    switch_on(data)
    return data


def find_programs() -> None:
    """Put this Python's programs at the head of the search path, and the course's own at its end.

    The course's own `dot` draws where Graphviz is not installed; where it is, Graphviz comes first.
    """
    os.environ["PATH"] = search_path(os.environ.get("PATH", os.defpath))


def search_path(path: str) -> str:
    """Give a search path on which a lesson's programs are found.

    Args:
        path: The search path so far.

    Returns:
        This Python's programs, the path without them, and the course's own programs.
    """
    own = str(Path(sys.executable).parent)
    folders = [own, *(folder for folder in path.split(os.pathsep) if folder != own)]
    if str(PROGRAMS) not in folders:
        folders.append(str(PROGRAMS))
    return os.pathsep.join(folders)


def _show_keras(home: Path) -> None:
    """Let `keras.datasets` find the course's data sets, also when Keras was imported before."""
    if not home.is_dir():
        return
    os.environ.setdefault("KERAS_HOME", writable_keras_home(home))
    if config := sys.modules.get("keras.src.backend.config"):
        vars(config)["_KERAS_DIR"] = os.environ["KERAS_HOME"]


@contextlib.contextmanager
def _import_log_kept() -> Iterator[None]:
    """Keep back what libraries write to stderr while they are imported; show it where the import fails.

    TensorFlow's C++ part notes there that it found no graphics card, before any setting can tell it not to;
    in a notebook that is a red block under the first cell, which helps no learner.
    """
    with tempfile.TemporaryFile() as log:
        stderr = os.dup(2)
        os.dup2(log.fileno(), 2)
        try:
            yield
        except BaseException:
            log.seek(0)
            os.write(stderr, log.read())
            raise
        finally:
            os.dup2(stderr, 2)
            os.close(stderr)
