"""Whatever a kernel sends, the desk's examiner answers it with a miss or hangs up, and serves the next."""

import select
import socket
import threading
import time

import pytest
from malformed import MALFORMED

from coursework import frames
from coursework.desk.channel import Channel, connect, examiner_folder
from graders.desk.server import Desk
from graders.errors import CourseError

LESSON, EXERCISE, NAME = "00_start_here", "make_negative", "negative"
MESSAGES = [
    b"\xff" * 12,
    b"GET / HTTP/1.1\r\n\r\n",
    b"\0\0\0\2" + bytes(8) + b"[]",
    b"\0\0\0\2" + bytes(8) + b"{}",
    *(
        b"\0\0\0%c" % len(text) + bytes(8) + text
        for text in (
            b'{"op":"describe","lesson":"","exercise":""}',
            b'{"op":"judge","lesson":"../x","exercise":"y"}',
            b'{"op":"nothing","lesson":"00_start_here","exercise":"make_negative"}',
        )
    ),
]


@pytest.fixture(scope="module")
def channel():
    opened = Channel(examiner_folder())
    yield opened
    opened.close()


def points(channel, made):
    return channel.verdict(LESSON, EXERCISE, made, attempted=True).points


@pytest.mark.parametrize("name", MALFORMED)
def test_no_document_gains_a_point_or_ends_the_examiner(channel, name):
    assert points(channel, lambda request: MALFORMED[name](NAME)) == 0


@pytest.mark.parametrize("message", MESSAGES)
def test_a_message_of_another_kind_costs_its_own_connection(channel, message):
    with connect(examiner_folder()) as wire:
        wire.sendall(message)
        assert select.select([wire], [], [], 60)[0]
        try:
            answer = frames.receive(wire)
        except ConnectionResetError:
            answer = None
        assert answer is None or set(answer[0]) == {"error"}
    assert points(channel, lambda request: MALFORMED["nothing"](NAME)) == 0


class Slow:
    """An examiner that needs longer to start than the desk waits for a kernel."""

    def __init__(self) -> None:
        self.closed = False

    def start(self) -> None:
        time.sleep(0.3)

    def describe(self, lesson: str) -> dict[str, object]:
        raise CourseError(f"There is no lesson {lesson}.")

    def finish(self, name: str) -> None:
        """Nothing is kept."""

    def close(self) -> None:
        self.closed = True


@pytest.mark.parametrize("when", ["while it starts", "while it leaves"])
def test_a_kernel_that_comes_at_the_wrong_moment_is_answered(tmp_path, when):
    listener, kernel = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
    with listener, kernel:
        listener.bind(str(tmp_path / "socket"))
        listener.listen()

        def come() -> None:
            kernel.connect(str(tmp_path / "socket"))

        examiner = Slow()
        desk = Desk(listener, examiner, 0.1, come if when == "while it leaves" else lambda: None)
        if when == "while it starts":
            come()
        ending = threading.Thread(target=desk.run)
        ending.start()
        if when == "while it leaves":
            time.sleep(0.6)
        frames.send(kernel, {"op": "request", "lesson": "99", "exercise": "none"})
        assert frames.receive(kernel)[0] == {"error": "There is no lesson 99."}
        kernel.close()
        ending.join(60)
        assert examiner.closed
