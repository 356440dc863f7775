"""Messages on the forkserver's socket: a length and a number of open files, then JSON."""

from __future__ import annotations

import json
import os
import socket
import struct
from typing import Any

_HEAD = struct.Struct("!IH")
_MOST_FDS = 32
# Requests carry numbers and short names only (whatever is long or private goes in a file of its own), so a
# longer message is a mistake.
_MOST_BYTES = 256 * 1024


class ClosedError(ConnectionError):
    """The other side is gone."""


def send(connection: socket.socket, message: object, fds: list[int] | None = None) -> None:
    """Send one message.

    Args:
        connection: a blocking stream socket.
        message: anything that JSON can carry.
        fds: open files to send along.

    Raises:
        ClosedError: when the other side is gone.
    """
    body = json.dumps(message).encode()
    data = _HEAD.pack(len(body), len(fds or [])) + body
    try:
        if fds:
            sent = socket.send_fds(connection, [data], fds)
            data = data[sent:]
        if data:
            connection.sendall(data)
    except (BrokenPipeError, ConnectionResetError) as error:
        raise ClosedError(str(error)) from error


class Receiver:
    """Takes messages from a socket as they arrive, whole or in pieces."""

    def __init__(self, connection: socket.socket):
        self.connection = connection
        self._data = b""
        self._fds: list[int] = []

    def receive(self) -> tuple[Any, list[int]] | None:
        """The next message and the open files that came with it.

        Returns:
            ``None`` when the socket is non-blocking and no whole message is there yet.

        Raises:
            ClosedError: when the other side is gone or sends what is no message.
        """
        while True:
            if len(self._data) >= _HEAD.size:
                length, count = _HEAD.unpack_from(self._data)
                if length > _MOST_BYTES:
                    raise ClosedError(f"a message of {length} bytes, where {_MOST_BYTES} is the most")
                if len(self._data) >= _HEAD.size + length:
                    body = self._data[_HEAD.size : _HEAD.size + length]
                    self._data = self._data[_HEAD.size + length :]
                    # Open files may arrive together with the message before theirs, but never late.
                    fds, self._fds = self._fds[:count], self._fds[count:]
                    return json.loads(body), fds
            try:
                data, fds, _, _ = socket.recv_fds(self.connection, 65536, _MOST_FDS, socket.MSG_CMSG_CLOEXEC)
            except (BlockingIOError, TimeoutError):
                return None
            except ConnectionError as error:
                raise ClosedError(str(error)) from error
            self._fds += fds
            if not data:
                raise ClosedError("the connection was closed")
            self._data += data

    def discard(self) -> None:
        """Close open files that came with a message that never ended."""
        for fd in self._fds:
            os.close(fd)
        self._fds = []
