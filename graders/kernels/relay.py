"""The channels of a sandboxed kernel, carried from outside, so that what the kernel sends can be counted.

The kernel gets five sockets that already listen. The Jupyter client connects to five others, and the
forkserver moves bytes between the two: a candidate cannot flood the client's memory, whatever it sends and
however it is framed.

The bytes never enter this process: splice(2) moves them through a pipe inside the system's kernel. The next
candidate is a copy of this process, memory that was given back included, and what one learner wrote would lie
there for another to find.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

CHANNELS = (1, 2, 3, 4, 5)
_CHUNK = 1024 * 1024  # the system's pipe may take less at a time


class _Pipe:
    """One direction of one connection: what was taken from one socket and not yet given to the other.

    It is filled only when it is empty, since nothing tells how much more it would take.
    """

    def __init__(self) -> None:
        self.out, self.into = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self.waiting = 0
        self.ended = False

    def take_from(self, sock: socket.socket) -> int:
        """Take what a socket has; 0 bytes mean that it has ended."""
        return os.splice(sock.fileno(), self.into, _CHUNK, flags=os.SPLICE_F_NONBLOCK)

    def give_to(self, sock: socket.socket) -> None:
        """Give a socket what it takes."""
        self.waiting -= os.splice(self.out, sock.fileno(), self.waiting, flags=os.SPLICE_F_NONBLOCK)

    def close(self) -> None:
        """Close both ends."""
        os.close(self.out)
        os.close(self.into)


class Relay:
    """Listening sockets for a kernel and for its clients, and the traffic between them.

    Args:
        folder: a folder that does not exist yet; the client's addresses are ``folder/o-1`` … ``folder/o-5``.
        selector: the event loop's selector; each key's data is a function of the event mask.
        limit: most bytes that the kernel may send, or ``None``.
        on_limit: called once when it sends more.
    """

    def __init__(
        self,
        folder: Path,
        selector: selectors.BaseSelector,
        limit: float | None,
        on_limit: Callable[[], None],
    ) -> None:
        self.folder, self.selector, self.limit, self.on_limit = folder, selector, limit, on_limit
        self.sent = 0
        self.inner: dict[int, socket.socket] = {}
        self._outer: dict[int, socket.socket] = {}
        self._links: set[_Link] = set()
        folder.mkdir(mode=0o700)
        try:
            for channel in CHANNELS:
                self.inner[channel] = self._listen(f"i-{channel}")
                outer = self._outer[channel] = self._listen(f"o-{channel}")
                outer.setblocking(False)
                selector.register(outer, selectors.EVENT_READ, lambda _, c=channel: self._accept(c))
        except OSError:
            self.close()
            raise

    def _listen(self, name: str) -> socket.socket:
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.bind(str(self.folder / name))
        listener.listen(64)
        return listener

    def _accept(self, channel: int) -> None:
        try:
            client, _ = self._outer[channel].accept()
        except OSError:
            return
        kernel = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        kernel.setblocking(False)
        client.setblocking(False)
        try:
            kernel.connect(str(self.folder / f"i-{channel}"))
            self._links.add(_Link(self, client, kernel))
        except OSError:
            # The kernel is gone or does not take connections; the client sees its connection end.
            kernel.close()
            client.close()

    def count(self, number: int) -> bool:
        """Add to what the kernel has sent; False once that is too much."""
        before = self.sent
        self.sent += number
        if self.limit is None or self.sent <= self.limit:
            return True
        if before <= self.limit:
            self.on_limit()
        return False

    def drop(self, link: _Link) -> None:
        """Forget a connection that has ended."""
        self._links.discard(link)

    def forget_inner(self) -> None:
        """Close the kernel's listening sockets on this side; the forked kernel has its own."""
        for listener in self.inner.values():
            listener.close()

    def close(self) -> None:
        """End all connections and remove the sockets."""
        self.forget_inner()
        for outer in self._outer.values():
            if outer.fileno() >= 0 and outer in self.selector.get_map():
                self.selector.unregister(outer)
            outer.close()
        for link in list(self._links):
            link.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def abandon(self) -> None:
        """In a forked child: close this side's open files, and touch nothing else."""
        for sock in [*self.inner.values(), *self._outer.values()]:
            sock.close()
        for link in self._links:
            link.close_files()


class _Link:
    """A client's connection and the kernel's, moved into each other until both have ended."""

    def __init__(self, relay: Relay, client: socket.socket, kernel: socket.socket) -> None:
        self.relay = relay
        self.sockets = (client, kernel)
        outward = _Pipe()
        try:
            self.pipes = (outward, _Pipe())  # client → kernel, kernel → client
        except OSError:
            outward.close()
            raise
        self._watched = [0, 0]
        self._watch()

    def _watch(self) -> None:
        selector = self.relay.selector
        for side, sock in enumerate(self.sockets):
            out, into = self.pipes[side], self.pipes[1 - side]
            wanted = 0
            if not out.ended and not out.waiting:
                wanted |= selectors.EVENT_READ
            if into.waiting:
                wanted |= selectors.EVENT_WRITE
            if wanted == self._watched[side]:
                continue
            callback = self._on_client if side == 0 else self._on_kernel
            if not self._watched[side]:
                selector.register(sock, wanted, callback)
            elif not wanted:
                selector.unregister(sock)
            else:
                selector.modify(sock, wanted, callback)
            self._watched[side] = wanted

    def _on_client(self, mask: int) -> None:
        self._on(0, mask)

    def _on_kernel(self, mask: int) -> None:
        self._on(1, mask)

    def _on(self, side: int, mask: int) -> None:
        try:
            if mask & selectors.EVENT_READ:
                self._move(side)
            if mask & selectors.EVENT_WRITE:
                self._give(1 - side)
        except OSError:
            self.close()
            return
        if any(pipe.ended and not pipe.waiting for pipe in self.pipes):
            self.close()
        else:
            self._watch()

    def _move(self, side: int) -> None:
        """Take what there is from ``side``, and give it to the other one as far as it goes."""
        pipe = self.pipes[side]
        try:
            number = pipe.take_from(self.sockets[side])
        except (BlockingIOError, InterruptedError):
            return
        if number and (side == 0 or self.relay.count(number)):
            pipe.waiting = number
            self._give(side)
        else:
            pipe.ended = True

    def _give(self, side: int) -> None:
        """Give what came from ``side`` to the other one."""
        with contextlib.suppress(BlockingIOError, InterruptedError):
            self.pipes[side].give_to(self.sockets[1 - side])

    def close(self) -> None:
        """End both connections."""
        for side, sock in enumerate(self.sockets):
            if self._watched[side]:
                self.relay.selector.unregister(sock)
                self._watched[side] = 0
        self.close_files()
        self.relay.drop(self)

    def close_files(self) -> None:
        """Close both sockets, and the pipes between them."""
        for file in (*self.sockets, *self.pipes):
            file.close()


def listener_fds(relay: Relay) -> dict[int, int]:
    """In the forked kernel: the numbers of its listening sockets, which no object here closes any more."""
    fds = {channel: listener.detach() for channel, listener in relay.inner.items()}
    for fd in fds.values():
        os.set_inheritable(fd, False)
    return fds
