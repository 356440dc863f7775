"""What happens in a child between the fork and the first line of the function it was forked for."""

from __future__ import annotations

import atexit
import contextlib
import gc
import importlib
import json
import os
import random
import resource
import select
import signal
import socket
import sys
import tempfile
import threading
import time
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn

from coursework.data import writable_keras_home
from coursework.plain import Json
from graders.kernels import confine, syscalls, wire
from graders.kernels.sandbox import Sandbox, SandboxUnavailable

if TYPE_CHECKING:
    pass

_ABOVE = 64  # open files are kept above this while 0, 1, 2 … are put in place


@dataclass
class Task:
    """What a child needs, as numbers of open files.

    Attributes:
        connection: to the client.
        start: the forkserver lets the child begin by writing here.
        lifeline: a pipe that ends with the forkserver.
        payload: a file with the request as JSON.
        fds: number that an open file is to have → number that it has.
        listeners: a kernel's channel → its listening socket.
    """

    connection: int
    start: int
    lifeline: int
    payload: int
    fds: dict[int, int]
    listeners: dict[int, int]


def run(task: Task) -> NoReturn:
    """Be the child: set everything up, call the function, and end the process with its exit code."""
    code = 1
    try:
        code = _run(task)
    except SystemExit as stop:
        code = _exit_code(stop.code)
    except BaseException:
        traceback.print_exc()
    _finish(code)


def _run(task: Task) -> int:
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE):
        signal.signal(number, signal.SIG_DFL if number != signal.SIGPIPE else signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.setsid()
    _place_files(task)
    # The forkserver shares this open file, so it stays non-blocking; what is sent here always fits the
    # buffer.
    connection = socket.socket(fileno=task.connection)
    try:
        request = _read_payload(task.payload)
        sandbox = Sandbox.from_dict(request["sandbox"]) if request.get("sandbox") else None
        work = _surround(task, sandbox)
        _reset(request, sandbox)
        function = _find(request["target"])
    except (OSError, ValueError, ImportError, AttributeError, SandboxUnavailable) as error:
        kind = "sandbox" if isinstance(error, SandboxUnavailable) else "error"
        with contextlib.suppress(wire.ClosedError):
            wire.send(connection, {kind: str(error) or type(error).__name__})
        return 1
    wire.send(connection, {"ready": True}, [] if work is None else [work])
    connection.close()
    if work is not None:
        os.close(work)
    arguments = dict(request.get("args") or {})
    if task.listeners:
        arguments["listeners"] = task.listeners
    del request
    gc.enable()
    return _exit_code(function(**arguments))


def _place_files(task: Task) -> None:
    """Put each open file at its number and close whatever else is open."""
    import fcntl

    def lift(fd: int) -> int:
        lifted = fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, _ABOVE)
        os.close(fd)
        return lifted

    task.connection, task.start, task.lifeline, task.payload = map(
        lift, (task.connection, task.start, task.lifeline, task.payload)
    )
    task.listeners = {channel: lift(fd) for channel, fd in task.listeners.items()}
    given = {int(number): lift(fd) for number, fd in task.fds.items()}
    keep = {
        task.connection,
        task.start,
        task.lifeline,
        task.payload,
        *task.listeners.values(),
        *given.values(),
    }
    for name in os.listdir("/proc/self/fd"):
        if int(name) not in keep:
            with contextlib.suppress(OSError):
                os.close(int(name))
    null = os.open(os.devnull, os.O_RDWR)  # becomes 0, the lowest number that is free
    for number in {0, 1, 2, *given}:
        source = given.get(number, null)
        if source != number:
            os.dup2(source, number)
        os.set_inheritable(number, True)
    for fd in given.values():
        os.close(fd)


def _read_payload(fd: int) -> Json:
    os.lseek(fd, 0, os.SEEK_SET)
    with open(fd, "rb") as file:
        return json.load(file)


def _surround(task: Task, sandbox: Sandbox | None) -> int | None:
    """Wait for the forkserver's word and, for a candidate, build the sandbox.

    Returns:
        An open file of the candidate's work folder, or ``None`` without a sandbox.
    """
    start = socket.socket(fileno=task.start)
    prepared = None
    if sandbox is not None:
        prepared = confine.build(sandbox)
        inside = os.fork()
        if inside:
            start.send(str(inside).encode())
            os._exit(0)
        os.setsid()
    if start.recv(1) != b"g":
        os._exit(1)  # the forkserver is gone, or the client lost interest
    start.close()
    work = prepared.enter() if prepared is not None else None
    # A change of rights takes this setting away, so it comes after the sandbox; and it works only from then.
    syscalls.die_with_parent(signal.SIGKILL)
    if select.select([task.lifeline], [], [], 0)[0]:
        os._exit(1)
    os.close(task.lifeline)
    return work


def _reset(request: Json, sandbox: Sandbox | None) -> None:
    """Make the copied process what a fresh one would be: environment, folder, seeds, configuration."""
    os.environ.clear()
    os.environ.update(request["env"])
    tempfile.tempdir = None  # where the forkserver keeps its own is not where this process may
    time.tzset()
    os.chdir(sandbox.work if sandbox else request["cwd"])
    sys.argv = request.get("argv") or [request["target"]]
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed()
    random.seed()
    threading.main_thread().name = "MainThread"
    for name, (soft, hard) in (request.get("rlimits") or {}).items():
        resource.setrlimit(getattr(resource, f"RLIMIT_{name.upper()}"), (soft, hard))
    _reset_keras()
    _reset_matplotlib()


def _reset_keras() -> None:
    """Have Keras look at ``KERAS_HOME`` when it wants a data set, as if it were imported only then.

    Keras reads the variable when it is imported, which was in the forkserver; a lesson sets it in its first
    cell.
    """
    if config := sys.modules.get("keras.src.backend.config"):
        vars(config)["keras_home"] = _keras_home


def _keras_home() -> str:
    """Keras's folder, as Keras chooses it."""
    home = os.environ.get("KERAS_HOME")
    if home is None:
        base = os.path.expanduser("~")
        return os.path.join(base if os.access(base, os.W_OK) else "/tmp", ".keras")
    return writable_keras_home(home)


def _reset_matplotlib() -> None:
    """Matplotlib reads ``MPLBACKEND`` once, and keeps the folders it found."""
    matplotlib = sys.modules.get("matplotlib")
    if matplotlib is None:
        return
    for function in (matplotlib.get_configdir, matplotlib.get_cachedir):
        if hasattr(function, "cache_clear"):
            function.cache_clear()
    if backend := os.environ.get("MPLBACKEND"):
        matplotlib.rcParams["backend"] = backend


def _find(target: str) -> Any:
    module, _, name = target.partition(":")
    if not name:
        raise ValueError(f"The target {target!r} must be written as module:function.")
    found = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    return found


def _exit_code(result: object) -> int:
    """The exit code as ``sys.exit`` would take it."""
    if result is None:
        return 0
    if isinstance(result, int):
        return result & 0xFF
    print(result, file=sys.stderr)
    return 1


def _finish(code: int) -> NoReturn:
    """End as a program ends, but leave out the interpreter's teardown, which TensorFlow is slow at."""
    try:
        threading._shutdown()  # type: ignore[attr-defined]  # what the interpreter itself calls
        atexit._run_exitfuncs()
    except BaseException:
        traceback.print_exc()
        code = code or 1
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
    os._exit(code)
