"""Whatever a kernel sends, the desk's examiner answers it with a miss or hangs up, and serves the next."""

import select

import pytest
from malformed import MALFORMED

from coursework import frames
from coursework.desk.channel import Channel, connect, examiner_folder

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
