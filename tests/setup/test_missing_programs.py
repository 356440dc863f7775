"""Commands of `make` that need a program which is not installed: one sentence that says what to install."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def make(tmp_path):
    """Runs make with no more than the shell and its usual programs on the search path."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("bash", "cp", "mkdir", "rm", "touch"):
        (programs / name).symlink_to(shutil.which(name))

    def run(*arguments):
        # Nothing is set up here: `--old-file` takes what stands before the command as done.
        return subprocess.run(
            [shutil.which("make"), "--no-print-directory", "--old-file=.venv/ready", *arguments],
            cwd=ROOT,
            env={"PATH": str(programs), "HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run


@pytest.mark.parametrize("present", ["", "node"])
def test_without_node_or_npm(make, tmp_path, present):
    if present:
        (tmp_path / "bin" / present).symlink_to("/bin/true")
    done = make(f"{tmp_path}/browser/ready", f"BROWSER={tmp_path}/browser")
    assert done.returncode != 0
    assert done.stderr.splitlines()[0] == (
        "The browser tests need node and npm, and one was not found: install them "
        "(Debian: apt-get install nodejs npm)."
    )
    assert not (tmp_path / "browser").exists()


def test_without_chromium(make, tmp_path):
    ready = f"{tmp_path}/browser/ready"
    done = make(f"--old-file={ready}", "--old-file=site", "test-browser", f"BROWSER={tmp_path}/browser")
    assert done.returncode != 0
    assert done.stderr.splitlines()[0].startswith(
        "The browser tests need Chromium, and none was found: install it (Debian: apt-get install chromium)"
    )


def test_a_python_that_the_course_does_not_run_on(tmp_path):
    done = subprocess.run(
        ["make", "--no-print-directory", "PYTHON=", "--new-file=pyproject.toml", "setup"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0
    assert done.stderr.startswith("The course needs Python 3.11, 3.12 or 3.13 with venv; none was found.")
