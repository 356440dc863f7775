"""What an attack could change on the machine: files, processes, listening sockets."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

MARKS = ("attack-mark", "attack_mark")
PORT = f"{28471:04X}"
"""The port of `server_outlives`, in hexadecimal: below those that Linux gives to connections by itself."""
_PLACES = ("/tmp", "/dev/shm", "/var/tmp", "/", "/home", "/etc", "/run")


@dataclass(frozen=True)
class Machine:
    """The machine at one time.

    Args:
        marks: Paths that attacks would leave.
        files: Digest of each file of the course that grading does not write.
        processes: Command lines of processes that attacks would leave, or that run as a candidate's user.
        listening: Sockets that attacks would listen on.
    """

    marks: frozenset[str]
    files: dict[str, str]
    processes: tuple[str, ...]
    listening: tuple[str, ...]

    @classmethod
    def now(cls, course: Path) -> "Machine":
        """Look at the machine and at a course's folder."""
        return cls(_marks(course), _files(course), _processes(str(course)), _listening())


def _marks(course: Path) -> frozenset[str]:
    found = set()
    for place in (*_PLACES, str(course), str(course / "data"), str(course / "home"), os.getcwd()):
        if os.path.isdir(place):
            found |= {f"{place}/{name}" for name in os.listdir(place) if any(mark in name for mark in MARKS)}
    return frozenset(found)


def _files(course: Path) -> dict[str, str]:
    found = {}
    for kind in ("graders", "solutions", "lessons", "data", "home", "submitted"):
        for folder, folders, names in os.walk(course / kind):
            # Programs keep what they work out in folders of the home folder that begin with a dot.
            left_out = ("__pycache__", "deep_folders")
            folders[:] = [name for name in folders if name not in left_out and not name.startswith(".")]
            if "regraded" in folder:
                continue
            for name in names:
                path = Path(folder, name)
                if path.is_symlink() or not path.is_file() or path.stat().st_size > 2**26:
                    continue
                found[os.fsencode(path).decode("utf-8", "replace")] = hashlib.sha256(
                    path.read_bytes()
                ).hexdigest()
    for name in ("nbgrader_config.py", "secret.txt"):
        found[name] = hashlib.sha256((course / name).read_bytes()).hexdigest()
    return found


def _processes(course: str) -> tuple[str, ...]:
    """Command lines of what an attack would leave: its own programs, by what they were told to do."""
    found = []
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            said = Path(f"/proc/{name}/cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            where = os.readlink(f"/proc/{name}/cwd")
        except OSError:
            continue
        if "777.25" in said or "sleep 300" in said or where.startswith(f"{course}/work"):
            found.append(f"{said} in {where}")
    return tuple(sorted(found))


def _listening() -> tuple[str, ...]:
    found = []
    for name in ("tcp", "tcp6", "unix"):
        for line in Path(f"/proc/net/{name}").read_text(encoding="utf-8", errors="replace").splitlines():
            if f":{PORT} " in line or any(mark in line for mark in MARKS):
                found.append(line)
    return tuple(found)
