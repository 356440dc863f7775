"""A Dask cluster on this machine for tests: a scheduler and workers, each a process of its own, over TLS."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil
from certificate import make_certificate
from tiny_course import TinyCourse
from wants import leave_out

UNSANDBOXED = {"COURSEWORK_UNSANDBOXED": "1"}
SECONDS = 60
"""How long anything may take to come up on a busy machine."""


def tls_options(folder: Path) -> list[str]:
    """Make a certificate that everybody of the cluster uses; gives the options that name it.

    Args:
        folder: Where it is put.

    Returns:
        Options of `coursework grade`; none, and a cluster without TLS, where there is no `openssl`.
    """
    if (made := make_certificate(folder)) is None:
        leave_out("a cluster's TLS: there is no program openssl (Debian: apt-get install openssl)")
        return []
    cert, key = map(str, made)
    return ["--tls-ca-file", cert, "--tls-cert", cert, "--tls-key", key]


class Cluster:
    """A scheduler, and the workers that are started for it.

    Args:
        folder: A folder of its own.
        course: The course whose code the scheduler can import.
        host: The address that the scheduler listens on.
        inside: What stands before a command so that it runs where the scheduler does, in a network namespace.
        environ: What the processes' environment has beside this one's. The tiny course's candidates are plain
            kernels unless this says otherwise: most tests are about what carries them.
    """

    def __init__(
        self,
        folder: Path,
        course: TinyCourse,
        host: str = "127.0.0.1",
        inside: Sequence[str] = (),
        environ: Mapping[str, str] = UNSANDBOXED,
    ) -> None:
        folder.mkdir(exist_ok=True)
        self.folder, self.course, self._inside, self._environ = folder, course, inside, environ
        self.tls = tls_options(folder)
        self._log = (folder / "cluster.log").open("w", encoding="utf-8")
        self._running: list[subprocess.Popen] = []
        told = folder / "scheduler.json"
        protocol = ["--protocol", "tls"] if self.tls else []
        self._start(
            course,
            ["-m", "distributed.cli.dask_scheduler", "--host", host, "--port", "0", "--no-dashboard"]
            + ["--scheduler-file", str(told), *protocol, *self.tls],
        )
        self.address = json.loads(_wait_for(lambda: told.is_file() and told.read_text("utf-8")))["address"]

    def options(self) -> list[str]:
        """What `coursework grade` needs to be told."""
        return ["--scheduler", self.address, *self.tls]

    def worker(
        self, course: TinyCourse | None = None, slots: int = 2, inside: Sequence[str] | None = None
    ) -> subprocess.Popen:
        """Start a worker and wait until it has said that it grades."""
        said = self.folder / f"worker-{len(self._running)}.out"
        with said.open("w", encoding="utf-8") as out:
            process = self._start(
                course or self.course,
                ["-m", "coursework.command", "grade-worker", self.address, "--slots", str(slots), *self.tls],
                out,
                inside,
            )
        _wait_for(lambda: "Ctrl-C stops." in said.read_text("utf-8") or process.poll() is not None)
        assert process.poll() is None, (self.folder / "cluster.log").read_text("utf-8")
        return process

    def _start(
        self, course: TinyCourse, arguments: list[str], out=None, inside: Sequence[str] | None = None
    ) -> subprocess.Popen:
        process = subprocess.Popen(
            [*(self._inside if inside is None else inside), sys.executable, *arguments],
            cwd=course.root,
            env={**os.environ, "PYTHONPATH": str(course.root), **self._environ},
            stdout=out or self._log,
            stderr=self._log,
        )
        self._running.append(process)
        return process

    def close(self) -> None:
        """End all of it."""
        for process in reversed(self._running):
            process.send_signal(signal.SIGTERM)
        for process in self._running:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(20)
            process.kill()
            process.wait()
        self._log.close()


def working_process(worker: subprocess.Popen) -> psutil.Process:
    """Find the process that grades: the one below the command, which replaces it when it dies."""

    def find() -> psutil.Process | None:
        children = psutil.Process(worker.pid).children()
        return next((each for each in children if "spawn_main" in " ".join(each.cmdline())), None)

    return _wait_for(find)


def _wait_for(what):
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        if found := what():
            return found
        time.sleep(0.05)
    raise AssertionError(f"nothing came within {SECONDS} s")
