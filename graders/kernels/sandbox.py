"""What a candidate may see and use: the description of a sandbox, as plain data."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from coursework.plain import Json

MIB = 1024**2
GIB = 1024**3


class SandboxUnavailable(RuntimeError):  # noqa: N818 - it reads as what it says
    """This machine cannot give the sandbox that was asked for; the message says what is missing."""


def bytes_in_words(number: int) -> str:
    """A number of bytes as people write it, such as ``4 GiB``."""
    for unit, size in (("GiB", GIB), ("MiB", MIB), ("KiB", 1024)):
        if number >= size:
            return f"{number / size:g} {unit}" if number % size == 0 else f"{number / size:.1f} {unit}"
    return f"{number} bytes"


@dataclass(frozen=True)
class LimitHit:
    """A limit that stopped a candidate.

    Attributes:
        kind: ``"wall"``, ``"cpu"`` (seconds), ``"memory"``, ``"output"`` (bytes).
        limit: the limit that was in force, in that unit.
    """

    kind: str
    limit: float

    def __str__(self) -> str:
        if self.kind == "wall":
            return f"stopped after {self.limit:g} s"
        if self.kind == "cpu":
            return f"stopped after {self.limit:g} s of processor time"
        if self.kind == "memory":
            return f"used more than {bytes_in_words(int(self.limit))} of memory"
        return f"wrote more than {bytes_in_words(int(self.limit))} of output"


@dataclass(frozen=True)
class Sandbox:
    """The surroundings of a candidate.

    Nothing of the machine is visible but the system's libraries, the Python environment,
    ``coursework`` and what ``show`` names; all of it read-only. There is no network. One tmpfs of
    ``work_bytes`` carries the work folder, ``/tmp`` and ``/dev/shm``, and vanishes with the candidate.

    Attributes:
        work: absolute path of the work folder inside, which is the working folder of the candidate.
        show: paths to show read-only, each where it stands (a string) or, in a mapping, inside path → outside
            path.
        hide: paths to cover, should they lie in something that is shown.
        files: a folder whose regular files are copied into the work folder first (symbolic links are left
            out).
        env: environment variables to set inside; nothing else of the caller's environment goes in but its
            language.
        work_bytes: size of the tmpfs.
        work_files: how many files and folders the tmpfs may hold.
        memory: bytes of memory that the candidate's processes may hold together.
        cpu_seconds: processor seconds, all processes and threads together; ``None`` for no limit.
        wall_seconds: seconds from the fork; ``None`` for no limit.
        processes: processes and threads together.
        file_bytes: size of the largest file that may be written.
        open_files: open files of one process.
        output_bytes: bytes that the candidate may send on all the kernel's channels together (a kernel),
            which counts every output and display message.
    """

    work: str = "/submission"
    show: tuple[str, ...] | Mapping[str, str] = ()
    hide: tuple[str, ...] = ()
    files: str | None = None
    env: Mapping[str, str] = field(default_factory=dict)
    work_bytes: int = 512 * MIB
    work_files: int = 20_000
    memory: int = 4 * GIB
    cpu_seconds: float | None = None
    wall_seconds: float | None = 600
    processes: int = 512
    file_bytes: int = 256 * MIB
    open_files: int = 1024
    output_bytes: int | None = 64 * MIB

    def __post_init__(self) -> None:
        for name in ("work", *self.shown(), *self.hide):
            path = self.work if name == "work" else name
            if not os.path.isabs(path) or os.path.normpath(path) != path or path == "/":
                raise ValueError(
                    f"Sandbox: {path!r} must be an absolute path without '..'; give the real path."
                )
        for name in ("work_bytes", "work_files", "memory", "processes", "file_bytes", "open_files"):
            if getattr(self, name) <= 0:
                raise ValueError(f"Sandbox: {name} is {getattr(self, name)}; give a number above 0.")
        for name in ("cpu_seconds", "wall_seconds", "output_bytes"):
            value = getattr(self, name)
            if value is not None and value <= 0:
                raise ValueError(f"Sandbox: {name} is {value}; give a number above 0, or None for no limit.")

    def shown(self) -> dict[str, str]:
        """What is shown, as inside path → outside path."""
        if isinstance(self.show, Mapping):
            return dict(self.show)
        return {path: path for path in self.show}

    @classmethod
    def for_course(cls, root: str | os.PathLike[str], **changes: Any) -> Sandbox:
        """A sandbox in which a submission of the course at ``root`` finds the course's data.

        Args:
            root: the course's folder; its ``data`` is shown, and the work folder stands beside it, so that a
                lesson that looks upwards for ``data`` finds it.
            **changes: any attribute of the class, such as ``wall_seconds=60``.

        Returns:
            The sandbox.
        """
        root = Path(root).resolve()
        settings: Json = {"work": str(root / "work")}
        if (root / "data").is_dir():
            settings["show"] = (str(root / "data"),)
        return cls(**(settings | changes))

    def limit_behind(self, error: str) -> str:
        """Name the limit that a program's own error tells of.

        Some limits end no candidate: the system refuses, and Python raises.

        Args:
            error: the text of an error, such as ``"OSError: [Errno 27] File too large"``.

        Returns:
            A sentence with the figure, or ``""`` where no limit stands behind the error.
        """
        limits = {
            "MemoryError": f"all processes together may hold {bytes_in_words(self.memory)} of memory",
            "File too large": f"a file may hold {bytes_in_words(self.file_bytes)}",
            "No space left on device": f"all files together may hold {bytes_in_words(self.work_bytes)}, and "
            f"there may be {self.work_files:,} of them",
            "Too many open files": f"{self.open_files:,} files may be open at a time",
            "Resource temporarily unavailable": f"{self.processes:,} processes and threads may run at a time",
            "can't start new thread": f"{self.processes:,} processes and threads may run at a time",
        }
        return next((f"In grading, {limit}." for words, limit in limits.items() if words in error), "")

    def as_dict(self) -> dict[str, object]:
        """The sandbox as JSON-ready data; ``from_dict`` is the inverse."""
        return {f.name: getattr(self, f.name) for f in dataclasses.fields(self)} | {
            "show": self.shown(),
            "hide": list(self.hide),
            "env": dict(self.env),
        }

    @classmethod
    def from_dict(cls, data: Json) -> Sandbox:
        """The sandbox that ``as_dict`` described.

        Raises:
            ValueError: for a name that a sandbox does not have.
        """
        known = {f.name for f in dataclasses.fields(cls)}
        if unknown := sorted(set(data) - known):
            raise ValueError(
                f"Sandbox: unknown setting {unknown[0]!r}; known are {', '.join(sorted(known))}."
            )
        settings = dict(data)
        for name in ("show", "hide"):
            if isinstance(settings.get(name), list):
                settings[name] = tuple(settings[name])
        return cls(**settings)
