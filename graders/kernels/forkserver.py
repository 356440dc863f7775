"""The forkserver: a process that has imported the course's libraries, listens, and forks on request.

Started by ``graders.kernels.client`` when first needed. It is one thread in one loop, runs no TensorFlow
operation and reads nothing that is private: what a child is to run comes in a file that only the child opens,
so that nothing of one request can be found in the memory of the next child.

One connection is one child. The client sends one request, gets the child's process id, may send signals, is
told the exit status, and when it goes away its child is killed.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import gc
import os
import selectors
import signal
import socket
import sys
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from coursework.plain import Json
from graders.kernels import child, environment, syscalls, warm, watch, wire
from graders.kernels.relay import Relay, listener_fds
from graders.kernels.sandbox import LimitHit

_TICK = 0.2
_LOOK_AROUND = 5.0


@dataclass(eq=False)
class _Client:
    """One connection and the child that was forked for it."""

    connection: socket.socket
    receiver: wire.Receiver
    pid: int | None = None
    starter: int | None = None  # the process that builds a sandbox, until the child proper is there
    start: socket.socket | None = None
    sandboxed: bool = False
    detached: bool = False
    limits: dict[str, float] = field(default_factory=dict)
    deadline: float | None = None
    usage: watch.Usage | None = None
    relay: Relay | None = None
    limit_hit: LimitHit | None = None
    gone: bool = False


def attend(selector: selectors.BaseSelector, key: selectors.SelectorKey, mask: int) -> None:
    """Attend to one event; a fault in it ends its connection, and no other.

    Args:
        selector: the event loop's selector.
        key: what it is about; its data is a function of the mask.
        mask: what happened.
    """
    try:
        # An earlier event of the same round may have ended this connection, and closed its file.
        if selector.get_key(key.fileobj).data != key.data:
            return
    except (KeyError, ValueError):
        return
    try:
        key.data(mask)
    except Exception:
        # Nobody foresaw it; the log tells, and all other children live on.
        traceback.print_exc()
        with contextlib.suppress(KeyError, ValueError):
            selector.unregister(key.fileobj)


class ForkServer:
    """The loop of the forkserver.

    Args:
        listener: the listening socket.
        path: where it listens; removed at the end.
        key: the fingerprint it serves; it ends when its own changes.
        role: part of the fingerprint.
        idle: seconds without a child after which it ends.
        owner: process id on whose end it ends too, or ``None``.
    """

    def __init__(
        self, listener: socket.socket, path: Path, key: str, role: str, idle: float, owner: int | None
    ) -> None:
        self.listener, self.path, self.key, self.role, self.idle = listener, path, key, role, idle
        self.owner = owner
        self.selector = selectors.DefaultSelector()
        self.clients: set[_Client] = set()
        self.stopping = False
        self._adopting = 0
        self._idle_since = time.monotonic()
        self._looked = time.monotonic()
        self._inode = os.stat(path).st_ino
        self._signals, wakeup = socket.socketpair()
        self._wakeup = wakeup
        # Children hold the reading end, and nobody but this process the writing one.
        self._lifeline = os.pipe()
        for sock in (self._signals, wakeup, listener):
            sock.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.signal(signal.SIGTERM, lambda *_: setattr(self, "stopping", True))
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        signal.set_wakeup_fd(wakeup.fileno(), warn_on_full_buffer=False)
        self.selector.register(listener, selectors.EVENT_READ, self._accept)
        self.selector.register(self._signals, selectors.EVENT_READ, self._on_signal)
        self._owner = None
        if owner is not None:
            try:
                self._owner = os.pidfd_open(owner)
                self.selector.register(self._owner, selectors.EVENT_READ, self._owner_gone)
            except ProcessLookupError:
                self.stopping = True
        self._task: child.Task | None = None

    def run(self) -> child.Task | None:
        """Serve until it is time to end.

        Returns:
            ``None`` in the forkserver when it is done; in a forked child, what the child is to do.
        """
        while not self._done():
            busy = any(client.limits for client in self.clients)
            for key, mask in self.selector.select(_TICK if busy else 1.0):
                attend(self.selector, key, mask)
                if self._task is not None:
                    return self._task
            self._enforce_limits()
        self._close()
        return None

    # --- life and end

    def _done(self) -> bool:
        if self.stopping:
            return True
        now = time.monotonic()
        if self.clients:
            self._idle_since = now
        if now - self._looked > _LOOK_AROUND:
            self._looked = now
            if not self._current():
                self._stop_listening()
        return not self.clients and (now - self._idle_since > self.idle or self.listener.fileno() < 0)

    def _current(self) -> bool:
        """Whether a new client would still look for this forkserver here."""
        try:
            if os.stat(self.path).st_ino != self._inode:
                return False
        except OSError:
            return False
        return environment.fingerprint(os.environ, self.role, self.owner) == self.key

    def _stop_listening(self) -> None:
        if self.listener.fileno() < 0:
            return
        self.selector.unregister(self.listener)
        # The lock keeps a client from binding the same path between the look and the removal.
        folder = os.open(self.path.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(folder, fcntl.LOCK_EX)
            with contextlib.suppress(FileNotFoundError):
                if os.stat(self.path).st_ino == self._inode:
                    self.path.unlink()
                    self.path.with_suffix(".log").unlink(missing_ok=True)
        finally:
            os.close(folder)
        self.listener.close()

    def _close(self) -> None:
        self._stop_listening()
        for client in list(self.clients):
            self._kill(client)
        deadline = time.monotonic() + 5
        while any(c.pid or c.starter for c in self.clients) and time.monotonic() < deadline:
            self._reap()
            time.sleep(0.01)
        for client in list(self.clients):
            self._forget(client)

    def _owner_gone(self, _: int) -> None:
        self.stopping = True

    # --- connections

    def _accept(self, _: int) -> None:
        try:
            connection, _address = self.listener.accept()
        except OSError:
            return
        connection.setblocking(False)
        client = _Client(connection, wire.Receiver(connection))
        self.clients.add(client)
        self.selector.register(connection, selectors.EVENT_READ, lambda _: self._receive(client))

    def _receive(self, client: _Client) -> None:
        try:
            received = client.receiver.receive()
            while received is not None:
                message, fds = received
                self._handle(client, message, fds)
                if self._task is not None or client.gone:
                    return
                received = client.receiver.receive()
        except (wire.ClosedError, ValueError, KeyError, TypeError):
            client.receiver.discard()
            self._disconnected(client)

    def _handle(self, client: _Client, message: Json, fds: list[int]) -> None:
        if "signal" in message:
            self._signal(client, int(message["signal"]))
        elif "spawn" in message and client.pid is None and client.starter is None:
            try:
                self._spawn(client, message["spawn"], fds)
            finally:
                if self._task is None:
                    for fd in fds:
                        os.close(fd)

    def _send(self, client: _Client, message: Json) -> None:
        if client.gone:
            return
        client.connection.settimeout(5)
        try:
            wire.send(client.connection, message)
            client.connection.setblocking(False)
        except OSError:
            self._disconnected(client)

    def _disconnected(self, client: _Client) -> None:
        if client.gone:
            return
        client.gone = True
        self.selector.unregister(client.connection)
        client.connection.close()
        if client.pid is None and client.starter is None:
            self._forget(client)
        elif not client.detached:
            self._kill(client)

    def _forget(self, client: _Client) -> None:
        if client.relay is not None:
            client.relay.close()
            client.relay = None
        if client.start is not None:
            client.start.close()
        if not client.gone:
            client.gone = True
            self.selector.unregister(client.connection)
            client.connection.close()
        self.clients.discard(client)

    # --- children

    def _spawn(self, client: _Client, request: Json, fds: list[int]) -> None:
        client.sandboxed = bool(request.get("sandboxed"))
        client.detached = bool(request.get("detach"))
        client.limits = {k: v for k, v in (request.get("limits") or {}).items() if v is not None}
        try:
            if name := request.get("channels"):
                client.relay = Relay(
                    self.path.parent / os.path.basename(name),
                    self.selector,
                    client.limits.get("output"),
                    lambda: self._stop_at_limit(client, "output"),
                )
            ours, theirs = socket.socketpair()
        except OSError as error:
            self._refuse(client, error)
            return
        gc.freeze()
        if client.sandboxed:
            self._adopt(1)
        try:
            pid = os.fork()
        except OSError as error:
            ours.close()
            theirs.close()
            if client.sandboxed:
                self._adopt(-1)
            self._refuse(client, error)
            return
        if pid == 0:
            ours.close()
            listeners = listener_fds(client.relay) if client.relay else {}
            self._task = child.Task(
                connection=client.connection.detach(),
                start=theirs.detach(),
                lifeline=self._lifeline[0],
                payload=fds[0],
                fds=dict(zip(request.get("fds", []), fds[1:], strict=True)),
                listeners=listeners,
            )
            self._abandon()
            return
        theirs.close()
        client.start = ours
        if client.relay:
            client.relay.forget_inner()
        if wall := client.limits.get("wall"):
            client.deadline = time.monotonic() + wall
        if client.sandboxed:
            client.starter = pid
        else:
            self._started(client, pid)

    def _refuse(self, client: _Client, error: OSError) -> None:
        self._send(client, {"error": f"No process could be started: {error.strerror}."})
        self._disconnected(client)

    def _adopt(self, change: int) -> None:
        """Be the parent of orphans while the builder of a sandbox hands over its child, and only then."""
        self._adopting += change
        syscalls.set_child_subreaper(self._adopting > 0)

    def _started(self, client: _Client, pid: int) -> None:
        client.pid = pid
        client.usage = watch.Usage(pid)
        self._send(client, {"pid": pid})
        if not client.gone:
            assert client.start is not None
            with contextlib.suppress(OSError):  # it has ended already; its end is told like any other
                client.start.send(b"g")
            client.start.close()
            client.start = None

    def _abandon(self) -> None:
        """In a forked child: let go of the forkserver's open files."""
        signal.set_wakeup_fd(-1)
        self.selector.close()
        os.close(self._lifeline[1])
        for sock in (self.listener, self._signals, self._wakeup):
            sock.close()
        for client in self.clients:
            client.connection.close()
            if client.start is not None:
                client.start.close()
            if client.relay is not None:
                client.relay.abandon()
        if self._owner is not None:
            os.close(self._owner)

    def _signal(self, client: _Client, number: int) -> None:
        if client.pid is None:
            return
        # A child leads its own session; the group takes its subprocesses along, as Jupyter does for its
        # kernels.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(client.pid, number)
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(client.pid, number)

    def _kill(self, client: _Client) -> None:
        for pid in (client.starter, client.pid):
            if pid is not None:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(pid, signal.SIGKILL)
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    def _on_signal(self, _: int) -> None:
        with contextlib.suppress(BlockingIOError):
            while self._signals.recv(4096):
                pass
        self._reap()

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            for client in list(self.clients):
                if client.starter == pid:
                    self._handed_over(client, os.waitstatus_to_exitcode(status))
                elif client.pid == pid:
                    self._ended(client, os.waitstatus_to_exitcode(status))

    def _handed_over(self, client: _Client, code: int) -> None:
        """The builder of a sandbox has ended; its child, if it came to that, is now ours."""
        client.starter = None
        assert client.start is not None
        client.start.setblocking(False)
        try:
            number = client.start.recv(32)
        except BlockingIOError:
            number = b""
        self._adopt(-1)
        if code == 0 and number:
            self._started(client, int(number))
            if client.gone or client.limit_hit:
                self._kill(client)
        else:
            self._ended(client, code or 1)

    def _ended(self, client: _Client, code: int) -> None:
        client.pid = None
        client.limits = {}
        hit = client.limit_hit
        self._send(client, {"exit": code, "limit": [hit.kind, hit.limit] if hit else None})
        self._forget_child(client)

    def _forget_child(self, client: _Client) -> None:
        if client.gone:
            self._forget(client)
        elif client.relay is not None:
            client.relay.close()
            client.relay = None

    # --- limits

    def _stop_at_limit(self, client: _Client, kind: str) -> None:
        if client.limit_hit is None:
            client.limit_hit = LimitHit(kind, client.limits[kind])
        self._kill(client)

    def _enforce_limits(self) -> None:
        now = time.monotonic()
        running = [client for client in self.clients if client.limits and (client.pid or client.starter)]
        for client in running:
            if client.deadline is not None and now > client.deadline:
                self._stop_at_limit(client, "wall")
        counted = [
            (client, client.usage)
            for client in running
            if client.usage and {"memory", "cpu"} & set(client.limits)
        ]
        if not counted:
            return
        table = watch.process_table()
        for client, usage in counted:
            kind = usage.exceeds(table, client.limits.get("memory"), client.limits.get("cpu"))
            if kind:
                self._stop_at_limit(client, kind)


def main(argv: list[str] | None = None) -> None:
    """Import, then serve; the process that ``graders.kernels.client`` starts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fd", type=int, required=True)
    parser.add_argument("--path", type=Path, required=True)
    parser.add_argument("--key", required=True)
    parser.add_argument("--role", required=True)
    parser.add_argument("--idle", type=float, required=True)
    parser.add_argument("--owner", type=int)
    options = parser.parse_args(argv)
    listener = socket.socket(fileno=options.fd)
    try:
        warm.import_everything(options.role)
    except BaseException:
        # Clients that wait see their connection end, and find the reason in the log.
        options.path.unlink(missing_ok=True)
        raise
    gc.collect()
    gc.disable()
    sys.stdout.flush()
    sys.stderr.flush()
    server = ForkServer(listener, options.path, options.key, options.role, options.idle, options.owner)
    task = server.run()
    if task is not None:
        del server, listener
        child.run(task)


if __name__ == "__main__":
    main()
