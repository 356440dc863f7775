"""Messages arrive whole and with their own open files, however the bytes are cut."""

from __future__ import annotations

import os
import socket

import pytest

from graders.kernels import wire


def test_messages_in_one_piece_keep_their_files_apart():
    ours, theirs = socket.socketpair()
    reading, writing = os.pipe()
    wire.send(ours, {"first": 1})
    wire.send(ours, {"second": 2}, [writing])
    wire.send(ours, {"third": "셋"})
    receiver = wire.Receiver(theirs)
    assert receiver.receive() == ({"first": 1}, [])
    message, fds = receiver.receive()
    assert message == {"second": 2}
    os.write(fds[0], b"through")
    assert os.read(reading, 10) == b"through"
    assert receiver.receive() == ({"third": "셋"}, [])
    for fd in (*fds, reading, writing):
        os.close(fd)


def test_a_message_in_pieces_waits_for_its_end():
    ours, theirs = socket.socketpair()
    theirs.setblocking(False)
    receiver = wire.Receiver(theirs)
    assert receiver.receive() is None
    spare, copy = socket.socketpair()
    wire.send(spare, {"text": "x" * 1000})
    whole = copy.recv(4096)
    for byte in whole[:-1]:
        ours.send(bytes([byte]))
        assert receiver.receive() is None
    ours.send(whole[-1:])
    assert receiver.receive() == ({"text": "x" * 1000}, [])


def test_the_end_and_nonsense_are_both_an_end():
    ours, theirs = socket.socketpair()
    ours.close()
    with pytest.raises(wire.ClosedError):
        wire.Receiver(theirs).receive()
    ours, theirs = socket.socketpair()
    ours.send(b"GET / HTTP/1.1\r\n")
    with pytest.raises(wire.ClosedError, match="bytes"):
        wire.Receiver(theirs).receive()
    theirs.close()
    with pytest.raises(wire.ClosedError):
        wire.send(ours, {})
