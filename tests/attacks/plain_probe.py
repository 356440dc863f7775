"""Runs inside a sandbox, in a copy of a plain course: grades with plain nbgrader and tells what came of it.

It imports nothing of the course and is told everything in `probe.json`.
"""

import contextlib
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

ASKED = json.loads(Path("probe.json").read_text(encoding="utf-8"))
Path("probe.json").unlink()  # it names every secret
HERE = Path.cwd()
SECONDS = ASKED["seconds"]


def nbgrader(*arguments: str) -> int | None:
    """Run a command of nbgrader; None when it took too long."""
    try:
        command = [sys.executable, "-m", "nbgrader", *arguments]
        return subprocess.run(
            command, timeout=SECONDS, stdin=subprocess.DEVNULL, capture_output=True
        ).returncode
    except subprocess.TimeoutExpired:
        return None


def serve() -> None:
    """Tell everybody who connects a secret."""
    listener = socket.create_server(("127.0.0.1", ASKED["port"]))

    def answer() -> None:
        while True:
            connection, _ = listener.accept()
            with connection, contextlib.suppress(OSError):
                connection.sendall(ASKED["canaries"]["network"].encode())

    threading.Thread(target=answer, daemon=True).start()


def scores() -> dict[str, float]:
    """Read each student's score from the gradebook, as nbgrader adds it up."""
    query = """
        select submitted_assignment.student_id, grade.auto_score, grade.manual_score
        from grade join submitted_notebook on grade.notebook_id = submitted_notebook.id
        join submitted_assignment on submitted_notebook.assignment_id = submitted_assignment.id
    """
    found: dict[str, float] = {}
    with contextlib.closing(sqlite3.connect(f"file:{HERE}/gradebook.db?mode=ro", uri=True)) as database:
        for student, auto, manual in database.execute(query):
            found[student] = found.get(student, 0) + (manual if manual is not None else auto or 0)
    return found


def shown(student: str) -> str:
    """Everything that the student's graded notebook shows as output, and the files beside it."""
    texts = []
    for path in sorted((HERE / "autograded" / student).rglob("*")):
        if not path.is_file():
            continue
        text = path.read_bytes().decode("utf-8", "replace")
        if path.suffix == ".ipynb" and not path.is_symlink() and path.name == f"{ASKED['lesson']}.ipynb":
            text = json.dumps([cell.get("outputs") for cell in json.loads(text)["cells"]])
        texts.append(text)
    return "\n".join(texts)


def left_behind() -> list[str]:
    """Files and processes that the attack left outside its own folder."""
    found = []
    home = os.path.expanduser("~")
    for place in ("/tmp", "/dev/shm", home, str(HERE), str(HERE / "data"), str(HERE / "home")):
        with contextlib.suppress(OSError):
            found += [
                f"file {name}"
                for name in os.listdir(place)
                if name.startswith(("attack-mark", "attack_mark"))
            ]
    for name in os.listdir("/proc"):
        if name.isdigit() and int(name) not in (1, os.getpid(), os.getppid()):
            with contextlib.suppress(OSError):
                said = (
                    Path(f"/proc/{name}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
                )
                if said:
                    found.append("a process")
    return sorted(set(found))


def main() -> None:
    """Grade and tell."""
    serve()
    told: dict[str, object] = {}
    codes = [nbgrader("autograde", ASKED["lesson"])]
    second = HERE / "second.ipynb"
    if second.exists():
        (student,) = ASKED["students"]
        where = HERE / "submitted" / student / ASKED["lesson"] / f"{ASKED['lesson']}.ipynb"
        shutil.copy(second, where)
        codes.append(nbgrader("autograde", ASKED["lesson"], "--student", student, "--force"))
    told["codes"] = codes
    told["left"] = left_behind()
    told["scores"] = scores()
    texts = {student: shown(student) for student in ASKED["students"]}
    told["leaked"] = {
        student: [place for place, canary in ASKED["canaries"].items() if canary in text]
        for student, text in texts.items()
    }
    told["size"] = {student: len(text) for student, text in texts.items()}
    (HERE / "result.json").write_text(json.dumps(told), encoding="utf-8")


main()
