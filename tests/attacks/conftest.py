"""One batch of attacks and honest submissions, graded by nbgrader's own commands."""

import contextlib
import os
import secrets
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from attack_bank import Attack, code_attacks, copy_of
from attacked_course import CANARIES, LESSON, RIGHT, AttackedCourse
from handed_in import ATTACKS
from machine import Machine
from wants import skip_or_fail

from graders.answers import fill
from graders.kernels import Sandbox, SandboxUnavailable
from graders.kernels.client import ForkserverError, spawn

HONEST = ("a_honest", "m_honest", "zz_honest")
REGRADED = ("regraded_crash", "regraded_unreadable")
EVERY = [*code_attacks(), *ATTACKS]
GRADED = [attack for attack in EVERY if not attack.ungraded]


@dataclass
class Batch:
    """What came of the batch.

    Args:
        course: The course.
        steps: nbgrader's commands, as they ended.
        before: The machine before the batch.
        after: The machine after it.
        scores: Scores by student and exercise.
        first: Scores of those that were graded twice, from the first time.
    """

    course: AttackedCourse
    steps: dict[str, subprocess.CompletedProcess] = field(default_factory=dict)
    before: Machine | None = None
    after: Machine | None = None
    scores: dict[str, dict[str, float | None]] = field(default_factory=dict)
    first: dict[str, dict[str, float | None]] = field(default_factory=dict)


@contextlib.contextmanager
def secret_servers(abstract: str, path: str) -> Iterator[int]:
    """Listen on a port and two sockets, and tell everybody who connects a secret; gives the port."""
    listeners = []
    for address, family, secret in (
        (("127.0.0.1", 0), socket.AF_INET, CANARIES["network"]),
        ("\0" + abstract, socket.AF_UNIX, CANARIES["socket"]),
        (path, socket.AF_UNIX, CANARIES["socket"]),
    ):
        listener = socket.socket(family)
        listener.bind(address)
        listener.listen()
        listeners.append(listener)

        def serve(listener: socket.socket = listener, secret: str = secret) -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, _ = listener.accept()
                    with connection, contextlib.suppress(OSError):
                        connection.sendall(secret.encode())

        threading.Thread(target=serve, daemon=True).start()
    try:
        yield listeners[0].getsockname()[1]
    finally:
        for listener in listeners:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()


def hand_in(course: AttackedCourse, attack: Attack, places: dict[str, str]) -> None:
    """Hand an attack in."""
    notebook = copy_of(course.released)
    attack.make(notebook, course.folder(attack.name), places)
    course.hand_in(attack.name, notebook)


def no_sandbox() -> str:
    """Say why there is no sandbox here; empty when there is one."""
    try:
        with spawn("os:getpid", sandbox=Sandbox(), role="bare") as child:
            child.wait(60)
    except (SandboxUnavailable, ForkserverError, TimeoutError) as error:
        return str(error)
    return ""


@pytest.fixture(scope="session")
def batch() -> Iterator[Batch]:
    """Grade every attack among honest submissions, and some of them twice."""
    if why := no_sandbox():
        skip_or_fail(f"no sandbox here: {why}")
    top = Path(tempfile.mkdtemp(prefix="cw-", dir="/tmp"))
    top.chmod(0o755)
    runtime = top / "run"
    runtime.mkdir(mode=0o700)
    course = AttackedCourse(top / "course", runtime)
    done = Batch(course)
    abstract = f"secret-{secrets.token_hex(4)}"
    try:
        with secret_servers(abstract, str(top / "s.sock")) as port:
            places = {
                "ROOT": str(course.root),
                "RUNTIME": str(runtime),
                "PORT": str(port),
                "SOCKET": str(top / "s.sock"),
                "ABSTRACT": abstract,
                "PLUS": "1" + "+1" * 3_000,
                "MAGICS": "!x\n" * 450 + "a = 1\n" * 5_000,
            }
            _grade(done, places)
        yield done
    finally:
        # Some submissions are nested deeper than Python's own removal follows.
        subprocess.run(["chmod", "-R", "u+rwX", str(top)], check=False, capture_output=True)
        subprocess.run(["rm", "-rf", str(top)], check=True)


def _grade(done: Batch, places: dict[str, str]) -> None:
    course = done.course
    done.steps["generate_assignment"] = course.nbgrader("generate_assignment", LESSON)
    _hide_in_gradebook(course.root / "gradebook.db")
    for student in (*HONEST, *REGRADED):
        course.honest(student)
    course.hand_in("blank", course.released)
    wanted = os.environ.get("ATTACKS", "").split()
    for attack in EVERY:
        if not attack.ungraded and (not wanted or attack.name in wanted):
            hand_in(course, attack, places)
    done.before = Machine.now(course.root)
    done.steps["autograde"] = course.nbgrader("autograde", LESSON)
    done.first = {student: course.scores().get(student, {}) for student in REGRADED}
    course.hand_in("regraded_crash", fill(course.released, {**RIGHT, "halve": "import os\nos._exit(1)"}))
    course.folder("regraded_unreadable").joinpath(f"{LESSON}.ipynb").write_bytes(b"\xff{")
    done.steps["regrade"] = course.nbgrader("autograde", LESSON, "--student", "regraded_crash", "--force")
    done.steps["regrade 2"] = course.nbgrader(
        "autograde", LESSON, "--student", "regraded_unreadable", "--force"
    )
    for attack in EVERY:
        if attack.ungraded:
            hand_in(course, attack, places)
            done.steps[attack.name] = course.nbgrader("autograde", LESSON, "--student", attack.name)
    done.after = Machine.now(course.root)
    done.steps["generate_feedback"] = course.nbgrader("generate_feedback", LESSON)
    done.scores = course.scores()


def _hide_in_gradebook(path: Path) -> None:
    import sqlite3

    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("create table canary (text varchar)")
        database.execute("insert into canary values (?)", (CANARIES["gradebook"],))
        database.commit()
