"""Kernels from the forkserver, for any Jupyter application."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import shutil
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning import LocalProvisioner
from traitlets import Bool, Dict

from coursework.plain import Json
from graders.kernels import client, environment
from graders.kernels.sandbox import LimitHit, Sandbox, SandboxUnavailable

_warned_of_cold_start = False


class CourseworkProvisioner(LocalProvisioner):
    """Forks kernels from a warm parent, with or without a sandbox.

    Where forking is not possible the kernel starts cold, as ``LocalProvisioner`` does it, and one warning
    says so. A sandbox is never left out silently: where it cannot be had, starting the kernel fails.
    """

    sandboxed = Bool(False, help="Run the kernel in a sandbox.").tag(config=True)
    sandbox = Dict(
        help="Settings of the sandbox, as in graders.kernels.Sandbox; those given to start_kernel win."
    ).tag(config=True)
    allow_unsandboxed = Bool(
        help="Where this machine cannot give a sandbox, run without one; on purpose only."
    ).tag(config=True)

    _child: client.ForkedProcess | None = None
    _limit_hit: LimitHit | None = None
    _folder: str | None = None
    _waited = False  # a sandbox's results can be read after its kernel has ended

    def _allow_unsandboxed_default(self) -> bool:
        return bool(os.environ.get("COURSEWORK_UNSANDBOXED"))

    @property
    def has_process(self) -> bool:
        """Whether there is a kernel that has not been waited for."""
        return (self._child is not None and not self._waited) or self.process is not None

    @property
    def limit_hit(self) -> LimitHit | None:
        """The limit that stopped the kernel, or ``None``."""
        if self._child is not None:
            self._child.poll()
            self._limit_hit = self._child.limit_hit
        return self._limit_hit

    @property
    def abandoned(self) -> bool:
        """Whether the kernel ended because its forkserver did, which is no fault of what ran in it."""
        return self._child is not None and self._child.poll() is not None and self._child.abandoned

    # --- results of a sandboxed kernel

    def list_files(self) -> list[tuple[str, int]]:
        """The regular files in the work folder: (name, bytes), until the kernel is cleaned up."""
        return self._results().list_files()

    def read_file(self, name: str, max_bytes: int) -> bytes:
        """The content of a file in the work folder; see ``client.ForkedProcess.read_file``."""
        return self._results().read_file(name, max_bytes)

    def _results(self) -> client.ForkedProcess:
        if self._child is None or not self._child.sandboxed:
            raise FileNotFoundError("There is no sandboxed kernel whose files could be read.")
        return self._child

    # --- starting

    async def pre_launch(self, **kwargs: Any) -> Json:
        """Settle how the kernel will run, before its connection file is written."""
        given = kwargs.pop("sandbox", None)
        sandbox = self._settle_sandbox(given, kwargs.get("cwd"))
        if sandbox is not None and self.parent is not None:
            # A sandbox has no network; the forkserver carries the channels between two sets of Unix sockets.
            if self._folder is None:
                self._folder = f"k{secrets.token_hex(4)}"
            self.parent.transport = "ipc"
            self.parent.ip = str(environment.runtime_folder() / self._folder / "o")
        kwargs = await super().pre_launch(**kwargs)
        kwargs["env"] = environment.with_programs(environment.with_defaults(kwargs["env"]))
        kwargs["sandbox"] = sandbox
        return kwargs

    def _settle_sandbox(
        self, given: Sandbox | Mapping[str, object] | None, cwd: str | None
    ) -> Sandbox | None:
        if not self.sandboxed and given is None:
            return None
        why = client.available()
        if why:
            self._refuse_unless_allowed(why)
            return None
        if isinstance(given, Sandbox):
            return given
        settings = {**self.sandbox, **(given or {})}
        root = _course_above(Path(cwd) if cwd else Path.cwd())
        if root is not None and not {"work", "show"} & set(settings):
            return Sandbox.for_course(root, **settings)
        return Sandbox.from_dict(settings)

    def _refuse_unless_allowed(self, why: str) -> None:
        if not self.allow_unsandboxed:
            raise SandboxUnavailable(
                f"The sandbox for candidates cannot be built here: {why.rstrip('.')}. "
                "Set COURSEWORK_UNSANDBOXED=1 to run submissions without one on purpose."
            )
        self.log.warning("This kernel runs WITHOUT a sandbox, as COURSEWORK_UNSANDBOXED allows: %s", why)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel, or start it cold where that is not possible."""
        sandbox: Sandbox | None = kwargs.pop("sandbox", None)
        self._limit_hit = None
        arguments = _kernel_arguments(cmd)
        why = client.available()
        if why is not None or arguments is None:
            self._warn_of_cold_start(
                why or "its kernelspec starts another program than this Python's ipykernel"
            )
            return await super().launch_kernel(cmd, **kwargs)
        if sandbox is not None:
            try:
                return await self._launch_sandboxed(sandbox, arguments)
            except SandboxUnavailable as error:
                self._refuse_unless_allowed(str(error))
                await self._own_folder()
        cwd = kwargs.get("cwd") or os.getcwd()
        self._child = await asyncio.to_thread(
            client.spawn,
            "graders.kernels.kernel:main",
            {"argv": arguments},
            fds=_streams(kwargs),
            env=kwargs["env"],
            cwd=cwd,
            argv=[cmd[2], *arguments],
        )
        self._remember(cwd)
        return self.connection_info

    async def _launch_sandboxed(self, sandbox: Sandbox, arguments: list[str]) -> KernelConnectionInfo:
        info = dict(self.connection_info)
        info["ip"] = "channel"  # its addresses outside are none of its business
        info["key"] = info["key"].decode() if isinstance(info["key"], bytes) else info["key"]
        plain = {k: v for k, v in info.items() if isinstance(v, (str, int))}
        rest = [a for i, a in enumerate(arguments) if a != "-f" and (i == 0 or arguments[i - 1] != "-f")]
        self._child = await asyncio.to_thread(
            client.spawn,
            "graders.kernels.kernel:main",
            {"argv": rest, "connection": plain},
            sandbox=sandbox,
            channels=self._folder,
            argv=["ipykernel_launcher", *rest],
        )
        self._remember(sandbox.work)
        return self.connection_info

    async def _own_folder(self) -> None:
        """Make the folder of the kernel's sockets, which the forkserver makes for a sandboxed kernel only."""
        assert self.parent is not None
        folder = Path(self.parent.ip).parent
        for _ in range(100):
            with contextlib.suppress(FileExistsError):
                folder.mkdir(mode=0o700)
                return
            # The forkserver has yet to clear away what it made for the kernel that could not be sandboxed.
            await asyncio.sleep(0.05)

    def _remember(self, cwd: str) -> None:
        assert self._child is not None
        self.pid = self.pgid = self._child.pid
        self.cwd = cwd
        self._waited = False

    def _warn_of_cold_start(self, why: str) -> None:
        global _warned_of_cold_start
        if not _warned_of_cold_start:
            _warned_of_cold_start = True
            self.log.warning("Starting an ordinary kernel, which takes longer than a warm one: %s.", why)

    # --- a running kernel

    async def poll(self) -> int | None:
        """The exit code, or ``None`` while the kernel runs."""
        if self._child is None:
            return await super().poll()
        return self._child.poll()

    async def wait(self) -> int | None:
        """Wait for the end of the kernel."""
        if self._child is None:
            return await super().wait()
        while (code := self._child.poll()) is None:
            await asyncio.sleep(0.02)
        self._limit_hit = self._child.limit_hit
        self._waited = True
        if not self._child.sandboxed:
            self._release()
        return code

    async def send_signal(self, signum: int) -> None:
        """Send a signal to the kernel and its process group."""
        if self._child is None:
            await super().send_signal(signum)
        else:
            self._child.send_signal(signum)

    async def kill(self, restart: bool = False) -> None:
        """End the kernel at once."""
        await self._stop(signal.SIGKILL, super().kill, restart)

    async def terminate(self, restart: bool = False) -> None:
        """Ask the kernel to end; a sandboxed one, being the first process of its world, must be killed."""
        sandboxed = self._child is not None and self._child.sandboxed
        await self._stop(signal.SIGKILL if sandboxed else signal.SIGTERM, super().terminate, restart)

    async def _stop(self, number: int, cold: Callable[..., Awaitable[None]], restart: bool) -> None:
        if self._child is None:
            await cold(restart=restart)
        else:
            self._child.send_signal(number)
            if number == signal.SIGKILL:
                await self._await_end()

    async def _await_end(self) -> None:
        """Give a killed kernel the moment it takes to end; Jupyter would look ten times a second."""
        for _ in range(100):
            if self._child is None or self._child.poll() is not None:
                return
            await asyncio.sleep(0.005)

    async def cleanup(self, restart: bool = False) -> None:
        """Give back what the kernel used; the work folder of a sandbox vanishes here."""
        self._release()
        if self._folder is not None and not restart:
            shutil.rmtree(environment.runtime_folder() / self._folder, ignore_errors=True)
        await super().cleanup(restart=restart)

    def _release(self) -> None:
        if self._child is not None:
            self._child.poll()
            self._limit_hit = self._child.limit_hit
            self._child.close()
            self._child = None


def _kernel_arguments(cmd: list[str]) -> list[str] | None:
    """What follows ``python -m ipykernel_launcher``, or ``None`` for any other command."""
    same = len(cmd) > 2 and cmd[1:3] == ["-m", "ipykernel_launcher"]
    if same and (cmd[0] == sys.executable or os.path.abspath(cmd[0]) == os.path.abspath(sys.executable)):
        return list(cmd[3:])
    return None


def _streams(kwargs: Mapping[str, Any]) -> dict[int, int]:
    """Where a kernel's own messages go: where ours go, unless the caller says otherwise."""
    fds = {}
    for number, name in ((1, "stdout"), (2, "stderr")):
        given = kwargs.get(name)
        fd = number if given is None else given if isinstance(given, int) else given.fileno()
        try:
            os.fstat(fd)
        except OSError:
            continue  # closed, or one of subprocess's special values: to nowhere
        fds[number] = fd
    return fds


def _course_above(folder: Path) -> Path | None:
    """The nearest folder upwards that has a ``data`` folder."""
    for place in (folder.resolve(), *folder.resolve().parents):
        if (place / "data").is_dir():
            return place
    return None
