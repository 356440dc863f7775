"""Messages between processes on a stream socket: a JSON head and, behind it, raw bytes.

Each message is the length of its head (4 bytes) and of its body (8 bytes), both big-endian, then the two.
"""

import contextlib
import json
import socket
import struct
from collections.abc import Iterator

from coursework.plain import Json

_LENGTHS = struct.Struct(">IQ")
MAX_HEAD = 64 * 2**20
MAX_BODY = 2**30


def send(connection: socket.socket, head: Json, body: bytes = b"") -> None:
    """Send one message.

    Args:
        connection: A stream socket.
        head: What the message says, as plain data for JSON.
        body: Raw bytes that go with it.

    Raises:
        OSError: The other side is gone.
    """
    text = json.dumps(head).encode()
    connection.sendall(_LENGTHS.pack(len(text), len(body)) + text)
    if body:
        connection.sendall(body)


def receive(connection: socket.socket) -> tuple[Json, bytes] | None:
    """Wait for one message.

    Args:
        connection: A stream socket.

    Returns:
        Head and body, or None when the other side has closed the connection.

    Raises:
        ValueError: The message is larger than messages may be.
        OSError: The connection broke.
    """
    lengths = _exactly(connection, _LENGTHS.size)
    if lengths is None:
        return None
    head_length, body_length = _LENGTHS.unpack(lengths)
    if head_length > MAX_HEAD or body_length > MAX_BODY:
        raise ValueError(f"a message of {head_length} + {body_length} bytes is too large")
    head = _exactly(connection, head_length)
    body = _exactly(connection, body_length)
    if head is None or body is None:
        return None
    return json.loads(head), bytes(body)


def messages(connection: socket.socket) -> Iterator[tuple[Json, bytes]]:
    """Give the messages of a peer until it is gone, in whatever way it goes.

    Args:
        connection: A stream socket.

    Yields:
        Head and body of each.
    """
    with contextlib.suppress(ConnectionError):
        while (message := receive(connection)) is not None:
            yield message


def _exactly(connection: socket.socket, count: int) -> bytearray | None:
    data = bytearray(count)
    view = memoryview(data)
    done = 0
    while done < count:
        got = connection.recv_into(view[done:])
        if got == 0:
            return None
        done += got
    return data
