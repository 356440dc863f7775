"""Which files beside a submitted notebook go along to grading."""

import glob
import os
import stat
from pathlib import Path

MAX_FILES = 200
MAX_BYTES = 100 * 2**20


def refused_files(folder: Path, masters: Path) -> tuple[list[Path], list[str]]:
    """Find the files of a submission that must not be copied.

    Links and devices never go along, nor do files whose names can't be printed or that would stand where the
    master's stand; when there are too many or too large files, none goes along.

    Args:
        folder: The submission's folder.
        masters: The lesson's folder among nbgrader's sources.

    Returns:
        Paths that nbgrader is to ignore, and a sentence for each reason.
    """
    refused: list[Path] = []
    notes: list[str] = []
    count = total = 0
    for here, folders, names in os.walk(folder):
        for name in [*folders, *names]:
            path = Path(here, name)
            told = path.lstat()
            if stat.S_ISDIR(told.st_mode):
                continue
            if here == str(folder) and _is_notebook(name):
                continue
            relative = path.relative_to(folder)
            if not stat.S_ISREG(told.st_mode):
                refused.append(path)
                notes.append(
                    f"{_readable(relative)} is a link or a device and was left out: hand the file itself in."
                )
            elif path.suffix == ".ipynb":
                # nbgrader means to leave notebooks in folders out, but misses some names.
                refused.append(path)
            elif not str(relative).isprintable():
                # nbgrader writes the names of the files it copies to the terminal as they are.
                refused.append(path)
                notes.append(f"{_readable(relative)} was left out: give it a name of plain letters.")
            elif _stands_in_the_way(relative, masters):
                refused.append(path)
                notes.append(f"{_readable(relative)} was left out: the lesson brings its own.")
            else:
                count, total = count + 1, total + told.st_size
        if count > MAX_FILES or total > MAX_BYTES:
            # Whole folders are named, since nbgrader compares every file with every ignored path.
            refused += [folder, *(path for path in folder.iterdir() if path.is_dir())]
            notes.append(
                f"No files beside the notebook were taken: at most {MAX_FILES} files of together "
                f"{MAX_BYTES // 2**20} MiB are."
            )
            break
    return refused, notes


def _is_notebook(name: str) -> bool:
    """Tell whether nbgrader takes a file of the submission's own folder for one of its notebooks."""
    return name.endswith(".ipynb") and not name.startswith(".")


def _readable(path: Path) -> str:
    """Give a path as text for logs and pages: a name may hold line ends and commands to a terminal."""
    return "".join(letter if letter.isprintable() else "?" for letter in str(path))


def _stands_in_the_way(relative: Path, masters: Path) -> bool:
    """Tell whether copying a file would collide with one of the master's, or with a folder on its way."""
    if (masters / relative).exists():
        return True
    return any((masters / above).is_file() for above in relative.parents)


def as_pattern(path: Path) -> str:
    """Write a path as a pattern for nbgrader's list of ignored files that fits this path alone."""
    return glob.escape(str(path))
