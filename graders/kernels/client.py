"""Asking the forkserver for a child, and starting the forkserver when there is none."""

from __future__ import annotations

import contextlib
import json
import os
import select
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, cast

from coursework.plain import Json
from coursework.runtime import connected, folder_locked
from graders.kernels import environment, wire
from graders.kernels.sandbox import LimitHit, Sandbox, SandboxUnavailable

IDLE_SECONDS = 600.0
# Importing TensorFlow on a slow or busy machine; a forkserver that dies meanwhile is noticed at once.
START_SECONDS = 300.0
_LOG_TAIL = 1500


class ForkserverError(RuntimeError):
    """No child could be had from the forkserver; the message says why."""


def available() -> str | None:
    """Why children cannot be forked here, or ``None`` when they can."""
    if os.environ.get("COURSEWORK_COLD"):
        return "COURSEWORK_COLD is set"
    if not sys.platform.startswith("linux"):
        return f"forking a process that has imported TensorFlow is not safe on {sys.platform}"
    if not hasattr(os, "pidfd_open"):
        return "this Python cannot hand over processes"
    return None


class ForkedProcess:
    """A process that was forked for us; it is killed when this object is closed or its process ends.

    Attributes:
        pid: its process id.
        limit_hit: the limit that stopped it, once it has ended; else ``None``.
        abandoned: whether it ended because its forkserver did, which is no fault of its own.
        sandboxed: whether it runs in a sandbox.
    """

    def __init__(
        self, connection: socket.socket, receiver: wire.Receiver, pid: int, work: int | None
    ) -> None:
        self.pid = pid
        self.limit_hit: LimitHit | None = None
        self.abandoned = False
        self.sandboxed = work is not None
        self._connection = connection
        self._receiver = receiver
        self._work = work
        self._code: int | None = None

    def poll(self) -> int | None:
        """The exit code, minus the signal's number if a signal ended it, or ``None`` while it runs."""
        if self._code is None and self._connection.fileno() >= 0:
            self._connection.setblocking(False)
            self._take()
        return self._code

    def wait(self, timeout: float | None = None) -> int:
        """Wait for the end.

        Args:
            timeout: seconds, or ``None`` to wait as long as it takes.

        Returns:
            The exit code as in ``poll``.

        Raises:
            TimeoutError: when it still runs after that time.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        while self.poll() is None:
            left = None if deadline is None else deadline - time.monotonic()
            if left is not None and left <= 0:
                raise TimeoutError(f"Process {self.pid} still runs after {timeout:g} s.")
            select.select([self._connection], [], [], left)
        assert self._code is not None
        return self._code

    def _take(self) -> None:
        try:
            while self._code is None and (received := self._receiver.receive()) is not None:
                message, _ = received
                if "exit" in message:
                    self._code = int(message["exit"])
                    if message.get("limit"):
                        self.limit_hit = LimitHit(*message["limit"])
        except wire.ClosedError:
            # The forkserver died, and its children with it.
            self.abandoned = True
            self._code = -9

    def send_signal(self, number: int) -> None:
        """Send a signal to the child and its process group; nothing happens when it has ended."""
        if self.poll() is not None:
            return
        self._connection.setblocking(True)
        with contextlib.suppress(wire.ClosedError):
            wire.send(self._connection, {"signal": int(number)})

    def kill(self) -> None:
        """End the child at once."""
        self.send_signal(9)

    def fileno(self) -> int:
        """A file that becomes readable when there is news, for ``select`` and event loops."""
        return self._connection.fileno()

    def list_files(self) -> list[tuple[str, int]]:
        """The regular files in the work folder of a sandbox.

        Returns:
            (name relative to the work folder, size in bytes), sorted; symbolic links are left out.
        """
        if self._work is None:
            return []
        found = []
        for folder, folders, names, fd in os.fwalk(".", dir_fd=self._work, follow_symlinks=False):
            folders.sort()
            for name in names:
                with contextlib.suppress(OSError):
                    status = os.stat(name, dir_fd=fd, follow_symlinks=False)
                    if stat.S_ISREG(status.st_mode):
                        found.append((os.path.normpath(os.path.join(folder, name)), status.st_size))
        return sorted(found)

    def read_file(self, name: str, max_bytes: int) -> bytes:
        """The content of a file in the work folder of a sandbox, while or after the child runs.

        Args:
            name: its path relative to the work folder; no part of it may be a symbolic link or ``..``.
            max_bytes: the most that is read.

        Returns:
            The bytes.

        Raises:
            FileNotFoundError: when there is no such regular file.
            ValueError: when it is larger than ``max_bytes``.
        """
        parts = name.split("/")
        if self._work is None or not name or any(part in ("", ".", "..") for part in parts):
            raise FileNotFoundError(f"No file {name!r} in the work folder.")
        folder = os.dup(self._work)
        try:
            for part in parts[:-1]:
                inner = os.open(
                    part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=folder
                )
                os.close(folder)
                folder = inner
            # O_NONBLOCK, for a pipe with that name would keep us waiting for its other end.
            flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
            fd = os.open(parts[-1], flags, dir_fd=folder)
        except OSError as error:
            raise FileNotFoundError(f"No file {name!r} in the work folder.") from error
        finally:
            os.close(folder)
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            os.close(fd)
            raise FileNotFoundError(f"{name!r} in the work folder is no regular file.")
        with open(fd, "rb") as file:
            content = file.read(max_bytes + 1)
        if len(content) > max_bytes:
            raise ValueError(f"{name!r} in the work folder is larger than {max_bytes} bytes.")
        return content

    def close(self) -> None:
        """Let go: the child is killed if it still runs, and the work folder of a sandbox vanishes."""
        self._connection.close()
        if self._work is not None:
            os.close(self._work)
            self._work = None

    def __enter__(self) -> ForkedProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_work", None) is not None:
            self.close()


def spawn(
    target: str,
    args: Mapping[str, object] | None = None,
    *,
    fds: Mapping[int, int] | None = None,
    env: Mapping[str, str] | None = None,
    cwd: str | os.PathLike[str] | None = None,
    argv: list[str] | None = None,
    rlimits: Mapping[str, tuple[int, int]] | None = None,
    sandbox: Sandbox | None = None,
    channels: str | None = None,
    role: str = "course",
    detach: bool = False,
    idle: float | None = None,
    owner: int | None = None,
) -> ForkedProcess:
    """Fork a child from the warm parent and have it call a function.

    Args:
        target: ``"module:function"``.
        args: keyword arguments for it, anything that JSON can carry.
        fds: number in the child → open file here; 0, 1 and 2 lead nowhere unless named.
        env: the child's environment; ours, unless given. In a sandbox, ``sandbox.env`` instead.
        cwd: its working folder; ours, unless given. In a sandbox, the work folder instead.
        argv: its ``sys.argv``.
        rlimits: resource (``"cpu"``, ``"nofile"``, …) → (soft, hard), outside a sandbox.
        sandbox: what it may see and use; ``None`` for no sandbox.
        channels: name for the folder of a sandboxed kernel's sockets, below the runtime folder.
        role: keeps forkservers apart that are otherwise equal.
        detach: let the child live on when the returned object is closed.
        idle: seconds without work after which a forkserver that is started here ends.
        owner: process on whose end the forkserver ends, which serves this owner alone.

    Returns:
        The running child. Its function is found and its sandbox stands.

    Raises:
        SandboxUnavailable: when this machine cannot give the sandbox.
        ForkserverError: when no child could be had otherwise.
    """
    why = available()
    if why:
        raise ForkserverError(f"No warm process can be forked here: {why}.")
    surroundings = {
        "target": target,
        "args": dict(args or {}),
        "argv": argv,
        "cwd": os.fspath(cwd) if cwd is not None else os.getcwd(),
        "env": _sandbox_environment(sandbox) if sandbox else dict(os.environ if env is None else env),
        "rlimits": dict(rlimits or {}),
        "sandbox": sandbox.as_dict() if sandbox else None,
    }
    request: Json = {
        "fds": sorted(fds or {}),
        "detach": detach,
        "sandboxed": sandbox is not None,
    }
    if sandbox is not None:
        request["limits"] = {
            "wall": sandbox.wall_seconds,
            "cpu": sandbox.cpu_seconds,
            "memory": sandbox.memory,
            "output": sandbox.output_bytes if channels else None,
        }
    if channels:
        request["channels"] = channels
    if owner is None and os.environ.get("COURSEWORK_OWNER_PID"):
        owner = int(os.environ["COURSEWORK_OWNER_PID"])
    files = [fds[number] for number in sorted(fds)] if fds else []
    environ = environment.with_defaults(os.environ if env is None else env)
    with _file(surroundings) as payload:
        # A forkserver that ends just now may take a connection with it; the next one starts afresh.
        for attempt in range(3):
            connection, started = _connect(environ, role, idle, owner)
            try:
                return _request(connection, request, [payload.fileno(), *files])
            except wire.ClosedError:
                connection.close()
                if started or attempt == 2:
                    raise ForkserverError(_why_it_ended(environ, role, owner)) from None
            except BaseException:
                connection.close()
                raise
    raise AssertionError("unreachable")


def _file(content: object) -> BinaryIO:
    """An anonymous file with JSON in it."""
    fd = os.memfd_create("request", os.MFD_CLOEXEC) if hasattr(os, "memfd_create") else None
    file = cast(BinaryIO, open(fd, "w+b") if fd is not None else tempfile.TemporaryFile())  # noqa: SIM115
    file.write(json.dumps(content).encode("utf-8", "surrogatepass"))
    file.flush()
    return file


def _sandbox_environment(sandbox: Sandbox) -> dict[str, str]:
    """What a candidate gets to see of our environment: its language and what it is told on purpose."""
    ours = {name: os.environ[name] for name in ("LANG", "LC_ALL", "LC_CTYPE", "TZ") if name in os.environ}
    ours |= environment.import_variables(environment.with_defaults(os.environ))
    path = os.pathsep.join([os.path.join(sys.prefix, "bin"), "/usr/local/bin", "/usr/bin", "/bin"])
    ours |= {
        "PATH": path,
        "HOME": "/home/candidate",
        "TMPDIR": "/tmp",
        "USER": "candidate",
        "LOGNAME": "candidate",
    }
    return ours | dict(sandbox.env)


def _request(connection: socket.socket, request: Json, files: list[int]) -> ForkedProcess:
    wire.send(connection, {"spawn": request}, files)
    receiver = wire.Receiver(connection)
    pid = None
    connection.settimeout(START_SECONDS)
    while True:
        received = receiver.receive()
        if received is None:
            raise ForkserverError(f"The forkserver did not answer within {START_SECONDS:g} s.")
        message, fds = received
        if "pid" in message:
            pid = int(message["pid"])
        elif "ready" in message and pid is not None:
            return ForkedProcess(connection, receiver, pid, fds[0] if fds else None)
        elif "sandbox" in message:
            raise SandboxUnavailable(message["sandbox"])
        elif "error" in message:
            raise ForkserverError(message["error"])
        elif "exit" in message:
            limit = message.get("limit")
            why = str(LimitHit(*limit)) if limit else f"exit status {message['exit']}"
            raise ForkserverError(f"The child ended before it could begin ({why}).")


def _paths(environ: Mapping[str, str], role: str, owner: int | None) -> tuple[str, Path]:
    key = environment.fingerprint(environ, role, owner)
    return key, environment.runtime_folder() / f"{key}.sock"


def _connect(
    environ: Mapping[str, str], role: str, idle: float | None, owner: int | None
) -> tuple[socket.socket, bool]:
    """A connection to the forkserver, which is started if need be, and whether it was."""
    started = False
    key, path = _paths(environ, role, owner)
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        if not connected(connection, path):
            # One starter at a time, and the listening socket is there before the lock is given back:
            # everybody else finds it, and waits in its queue while the forkserver imports.
            with folder_locked(path.parent):
                if not connected(connection, path):
                    path.unlink(missing_ok=True)
                    _start(environ, key, path, role, idle, owner)
                    started = True
                    connection.connect(str(path))
    except OSError as error:
        connection.close()
        raise ForkserverError(f"The forkserver could not be started in {path.parent}: {error}.") from error
    return connection, started


def _start(
    environ: Mapping[str, str], key: str, path: Path, role: str, idle: float | None, owner: int | None
) -> None:
    if idle is None:
        idle = float(os.environ.get("COURSEWORK_IDLE_SECONDS") or IDLE_SECONDS)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        listener.bind(str(path))
        listener.listen(128)
        command = [sys.executable, "-c", _BOOT, "--fd", str(listener.fileno()), "--path", str(path)]
        command += ["--key", key, "--role", role, "--idle", str(idle)]
        if owner is not None:
            command += ["--owner", str(owner)]
        with open(path.with_suffix(".log"), "wb") as log:
            subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment.server_environment(environ) | {"COURSEWORK_RUNTIME_DIR": str(path.parent)},
                cwd="/",
                start_new_session=True,
                pass_fds=[listener.fileno()],
            )
    finally:
        listener.close()


# The working folder must not be on the module path while modules are imported; kernels put it there
# themselves.
_BOOT = """import sys
sys.path[:] = [entry for entry in sys.path if entry]
sys.argv[0] = "graders.kernels.forkserver"
from graders.kernels.forkserver import main
main()
"""


def _why_it_ended(environ: Mapping[str, str], role: str, owner: int | None) -> str:
    """What is known about a forkserver that died."""
    _, path = _paths(environ, role, owner)
    tail = ""
    with contextlib.suppress(OSError):
        tail = path.with_suffix(".log").read_text(errors="replace")[-_LOG_TAIL:].strip()
    return "The forkserver ended before it could fork" + (f"; its last words were:\n{tail}" if tail else ".")
