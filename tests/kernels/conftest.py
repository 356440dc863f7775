"""One forkserver for all tests of kernels, in a folder of their own; it ends when the tests do."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import graders.kernels

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="forks warm kernels on Linux only"
)

WAIT = 60.0


@pytest.fixture(scope="session", autouse=True)
def runtime() -> Iterator[Path]:
    """The runtime folder; at the end nothing may be left in it."""
    folder = Path(tempfile.mkdtemp(prefix="kernels-"))
    settings = {"COURSEWORK_RUNTIME_DIR": str(folder), "COURSEWORK_OWNER_PID": str(os.getpid())}
    settings |= {"COURSEWORK_IDLE_SECONDS": "120"}
    settings["JUPYTER_PATH"] = str(Path(graders.kernels.__file__).with_name("jupyter"))
    patch = pytest.MonkeyPatch()
    for name, value in settings.items():
        patch.setenv(name, value)
    yield folder
    for pid in forkservers(folder):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, 15)
    until(lambda: not forkservers(folder), "the forkservers to end")
    left = sorted(path.name for path in folder.iterdir())
    patch.undo()
    shutil.rmtree(folder)
    assert left == []


@pytest.fixture
def own_runtime(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A runtime folder for one test, for tests that do something to its forkserver."""
    folder = Path(tempfile.mkdtemp(prefix="kernels-"))
    monkeypatch.setenv("COURSEWORK_RUNTIME_DIR", str(folder))
    yield folder
    for pid in forkservers(folder):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, 9)
    until(lambda: not forkservers(folder), "the forkservers to end")
    shutil.rmtree(folder, ignore_errors=True)


def forkservers(folder: Path) -> list[int]:
    """Process ids of the forkservers, not of their children, that listen in a folder."""
    found = []
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        with contextlib.suppress(OSError):
            words = Path(f"/proc/{name}/cmdline").read_bytes().split(b"\0")
            state = Path(f"/proc/{name}/stat").read_text().rpartition(")")[2].split()[0]
            if b"--path" in words and state != "Z":
                path = os.fsdecode(words[words.index(b"--path") + 1])
                # Children carry the same command line; a forkserver leads its own session as the listener's
                # owner.
                if Path(path).parent == folder and _listens(int(name), path):
                    found.append(int(name))
    return found


def _listens(pid: int, path: str) -> bool:
    inodes = {
        line.split()[6]
        for line in Path("/proc/net/unix").read_text().splitlines()
        if line.endswith(" " + path)
    }
    links = (os.readlink(entry.path) for entry in os.scandir(f"/proc/{pid}/fd"))
    return any(link == f"socket:[{inode}]" for link in links for inode in inodes)


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(condition: Callable[[], object], what: str, seconds: float = WAIT) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited {seconds:g} s for {what}"
        time.sleep(0.05)
