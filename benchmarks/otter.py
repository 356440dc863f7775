"""otter-grader beside the course: its `grader.check` on an exercise's visible check.

otter is not the course's: it stands in an environment of its own under `.cache`, pinned with hashes, which
takes everything else from the course's. Its tests travel with the notebook, so that a hidden check would be
none; what it runs here is the check that a learner sees, in the form of its exception-based tests.
"""

import subprocess
import sysconfig
import venv
from collections.abc import Mapping
from pathlib import Path

from benchmarks.course import ROOT, BenchmarkError

PINS = Path(__file__).with_name("otter.txt")
FOLDER = ROOT / ".cache" / "otter-check"
_TEST = '''"""The visible check of {exercise}."""
from otter.test_files import test_case

OK_FORMAT = False
name = {exercise!r}
points = 1

SOURCE = {source!r}


@test_case(points=1, hidden=False)
def test_visible(env):
    exec(compile(SOURCE, name, "exec"), env)
'''


def python() -> Path:
    """Give the Python that has otter, set up where it is missing.

    Raises:
        BenchmarkError: It cannot be installed.
    """
    ready, found = FOLDER / "ready", FOLDER / "bin" / "python"
    pins = PINS.read_text(encoding="utf-8")
    if ready.is_file() and ready.read_text(encoding="utf-8") == pins:
        return found
    venv.EnvBuilder(clear=True, with_pip=True).create(FOLDER)
    (own,) = FOLDER.glob("lib/python*/site-packages")
    courses = dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib"))
    (own / "course.pth").write_text("\n".join(courses) + "\n", encoding="utf-8")
    command = [str(found), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps"]
    done = subprocess.run(
        [*command, "--require-hashes", "-r", str(PINS)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no word"])[-1]
        raise BenchmarkError(f"otter-grader cannot be installed ({last}): it needs a package index, once.")
    ready.write_text(pins, encoding="utf-8")
    return found


def write_tests(folder: Path, checks: Mapping[str, str]) -> None:
    """Write otter's test files.

    Args:
        folder: Where to; made when missing.
        checks: The source of each exercise's visible check.
    """
    folder.mkdir(exist_ok=True)
    for exercise, source in checks.items():
        text = _TEST.format(exercise=exercise, source=source)
        (folder / f"{exercise}.py").write_text(text, encoding="utf-8")
