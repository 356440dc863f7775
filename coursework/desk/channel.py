"""From a kernel to the examiner of this machine, and back with a verdict.

The examiner is a process of its own (`graders.desk.server`), which holds the checks. It is started when it is
first needed, shared by all kernels of this user and this course, and ends with the last of them. The two talk
in frames (`coursework.frames`) on a Unix socket in the course's private folder:

    {"op": "request", "lesson": …, "exercise": …}
        → {"request": …}                    what to take down
    {"op": "judge", "lesson": …, "exercise": …, "attempted": …, "note": …} and the evidence
        → {"ask": …}                        questions to the learner's objects
            {"op": "answers"} and the answers
        → {"verdict": …}
    {"op": "solutions", "lesson": …, "exercise": …}
        → {"solutions": [{"title": …, "source": …}, …]}

In place of any of these answers may come {"error": "one sentence"}.
"""

import hashlib
import importlib.util
import os
import select
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from coursework import frames
from coursework.runtime import connected, folder_locked, runtime_folder
from coursework.verdict import Verdict

PATIENCE = 660.0
"""Seconds that an answer may take; judging one exercise is stopped after 600."""
SOON = 1.5
"""Seconds after which somebody who waits is told so."""

Take = Callable[[dict[str, Any]], bytes]
"""Takes evidence down, or answers questions, as a request says."""


class NoVerdictError(Exception):
    """There is no verdict.

    Args:
        sentence: One sentence for the learner: why, and what to do.
    """


def examiner_folder() -> Path | None:
    """Find the package with the checks where an examiner can run.

    Returns:
        Its folder; None where the course was installed without it, and on anything but Linux: the examiner
        forks a process that has imported TensorFlow, which is not safe elsewhere.
    """
    return checks_folder() if sys.platform.startswith("linux") else None


def checks_folder() -> Path | None:
    """Find the package with the checks, without importing it.

    Returns:
        Its folder; None where the course was installed without it.
    """
    found = importlib.util.find_spec("graders")
    if found is None or found.origin is None:
        return None
    folder = Path(found.origin).parent
    return folder if (folder / "desk" / "server.py").is_file() else None


class Channel:
    """A connection to this machine's examiner, made when it is first needed and again after a fault.

    Args:
        graders: The folder of the package with the checks.
        waiting: Called once in a question whose answer takes longer than a moment.
        patience: Seconds that an answer may take.
    """

    def __init__(
        self, graders: Path, waiting: Callable[[], None] = lambda: None, patience: float = PATIENCE
    ) -> None:
        self._graders, self._patience = graders, patience
        self._waiting = waiting
        self._connection: socket.socket | None = None

    def verdict(
        self,
        lesson: str,
        exercise: str,
        take: Take,
        *,
        attempted: bool | None = None,
        note: str = "",
        answer: str = "",
    ) -> Verdict:
        """Take an answer's evidence and have it judged.

        Args:
            lesson: The lesson's name.
            exercise: The exercise's name.
            take: Takes the evidence.
            attempted: Whether the answer's cell differs from the one given out; None when the evidence has to
                tell.
            note: What happened around the answer, for the learner.
            answer: Its digest, by which a class's service tells different tries apart; not used here.

        Returns:
            The verdict.

        Raises:
            NoVerdictError: There is none; it says why.
        """
        about = {"lesson": lesson, "exercise": exercise}
        request = self._asked({"op": "request", **about}, "request")
        document = take(checked_request(request))
        head, body = {"op": "judge", **about, "attempted": attempted, "note": note}, document
        again = True
        while True:
            try:
                told = self._exchange(head, body)
            except NoVerdictError:
                raise
            except (OSError, ValueError) as fault:
                # One that ended in the middle is started again once; the answer is judged from the start.
                self.close()
                if not again:
                    raise NoVerdictError(_gone(fault)) from fault
                again, head = False, {**head, "op": "judge"}
                body = document
                continue
            if "ask" in told:
                head, body = {**head, "op": "answers"}, take(checked_request(told["ask"]))
                continue
            try:
                return Verdict.from_dict(told["verdict"])
            except (KeyError, TypeError, ValueError) as nonsense:
                self.close()
                raise NoVerdictError(NONSENSE) from nonsense

    def prepare(self, lesson: str, exercise: str) -> None:
        """Say that an exercise's check will come soon; where no examiner runs, nobody is told.

        Args:
            lesson: The lesson's name.
            exercise: The exercise's name.
        """
        try:
            if self._connection is None:
                self._connection = running(socket_path(self._graders))
            if self._connection is not None:
                self._connection.settimeout(self._patience)
                frames.send(self._connection, {"op": "prepare", "lesson": lesson, "exercise": exercise})
        except (OSError, NoVerdictError):
            self.close()  # the check makes a new connection, and says what there is to say

    def solutions(self, lesson: str, exercise: str) -> list[dict[str, str]]:
        """Ask for right answers to an exercise.

        Args:
            lesson: The lesson's name.
            exercise: The exercise's name.

        Returns:
            Each with `title` and `source`, the lesson's own first.

        Raises:
            NoVerdictError: They cannot be had; it says why.
        """
        found = self._asked({"op": "solutions", "lesson": lesson, "exercise": exercise}, "solutions")
        if not isinstance(found, list):
            raise NoVerdictError(NONSENSE)
        return [{"title": str(each["title"]), "source": str(each["source"])} for each in found]

    def close(self) -> None:
        """Let go of the examiner."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _asked(self, head: dict[str, Any], key: str) -> Any:
        """Put a question that may be put again."""
        for again in (True, False):
            try:
                answer = self._exchange(head)
                break
            except (OSError, ValueError) as fault:
                self.close()
                if not again:
                    raise NoVerdictError(_gone(fault)) from fault
        if key not in answer:
            raise NoVerdictError(NONSENSE)
        return answer[key]

    def _exchange(self, head: dict[str, Any], body: bytes = b"") -> dict[str, Any]:
        """Send one message and wait for its answer.

        Raises:
            NoVerdictError: The examiner says why there is none, or does not answer.
            OSError: It is gone.
            ValueError: What it said cannot be read.
        """
        if self._connection is None:
            self._connection = connect(self._graders)
            self._connection.settimeout(self._patience)
        done = False
        try:
            frames.send(self._connection, head, body)
            if not select.select([self._connection], [], [], SOON)[0]:
                self._waiting()
            answer = frames.receive(self._connection)
            done = True
        except TimeoutError:
            raise NoVerdictError(
                f"The examiner did not answer within {self._patience:g} s: run the check again later."
            ) from None
        finally:
            if not done:
                # After an interrupt, the answer to this question would be taken for that to the next one.
                self.close()
        if answer is None:
            raise ConnectionError("it ended")
        told = _mapping(answer[0])
        if "error" in told:
            raise NoVerdictError(str(told["error"]))
        return told


NONSENSE = "The examiner answered something that is no verdict: update the course, then restart the kernel."


def _gone(fault: Exception) -> str:
    return (
        f"The examiner of this machine ended ({fault}): run the check again; if it happens again, "
        "`coursework doctor` tells what is missing."
    )


def _mapping(told: Any) -> dict[str, Any]:
    if not isinstance(told, dict):
        raise ValueError("it answered something unreadable")
    return told


def checked_request(told: Any) -> dict[str, Any]:
    """Give a request for evidence when it is one.

    Args:
        told: What an examiner said.

    Raises:
        NoVerdictError: It is none.
    """
    if not (isinstance(told, dict) and ("evidence" in told or "questions" in told)):
        raise NoVerdictError(NONSENSE)
    return told


def running(path: Path) -> socket.socket | None:
    """Connect to an examiner that runs; None when there is none.

    Args:
        path: Where it would listen.

    Raises:
        OSError: It cannot be reached.
    """
    connection, there = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM), False
    try:
        there = connected(connection, path)
    finally:
        if not there:
            connection.close()
    return connection if there else None


def connect(graders: Path) -> socket.socket:
    """Connect to the examiner of this machine, which is started when there is none.

    Args:
        graders: The folder of the package with the checks.

    Returns:
        The connection. It is there at once; an examiner that starts answers when it is ready.

    Raises:
        NoVerdictError: It cannot be started.
    """
    try:
        path = socket_path(graders)
        if (connection := running(path)) is None:
            # One starter at a time; the socket listens before the lock is given back.
            with folder_locked(path.parent):
                if (connection := running(path)) is None:
                    path.unlink(missing_ok=True)
                    _start(path)
                    connection = running(path)
        if connection is None:
            raise ConnectionRefusedError("it listens no longer")
    except OSError as error:
        raise NoVerdictError(
            f"The examiner of this machine cannot be started ({error}): `coursework doctor` tells what is "
            "missing."
        ) from error
    return connection


def socket_path(graders: Path) -> Path:
    """Give the place where the examiner of this course, Python and user listens.

    Args:
        graders: The folder of the package with the checks.

    Returns:
        The socket's path.

    Raises:
        OSError: There is no private folder for it.
    """
    return runtime_folder() / f"desk-{_key(graders)}.sock"


def _start(path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(path))
        listener.listen(64)
        command = [sys.executable, "-P", "-m", "graders.desk.server"]
        command += ["--fd", str(listener.fileno()), "--path", str(path)]
        with open(path.with_suffix(".log"), "wb") as log:
            subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                start_new_session=True,
                pass_fds=[listener.fileno()],
            )


def _key(graders: Path) -> str:
    """Tell examiners of other courses, Pythons and editions of the checks apart."""
    parts = [sys.prefix, sys.version, os.environ.get("KERAS_BACKEND", "")]
    for folder in (graders, Path(__file__).parents[1]):
        for path in sorted(folder.rglob("*.py")):
            status = path.stat()
            parts.append(f"{path} {status.st_mtime_ns} {status.st_size}")
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
