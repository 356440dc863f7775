"""Whatever a kernel sends, the desk's examiner answers it with a miss or hangs up, and serves the next."""

import json
import select

import pytest

from coursework import frames
from coursework.desk.channel import Channel, connect, examiner_folder

LESSON, EXERCISE = "00_start_here", "make_negative"
HEAD = {"schema": "coursework-evidence", "version": 1, "asks": False, "blobs": [], "layers": []}


def document(**changes):
    return json.dumps({**HEAD, **changes}).encode() + b"\n"


DOCUMENTS = {
    "empty": b"",
    "zeros": bytes(1000),
    "no json": b"{\n",
    "nothing": document(evidence={}),
    "deep": document(evidence={"negative": {"value": 7}}).replace(b"7", b"[" * 50_000 + b"]" * 50_000),
    "a long number": document(evidence={"negative": {"value": 7}}).replace(b"7", b"9" * 100_000),
    "bytes that are not there": document(blobs=[10**12], evidence={}),
    "an enormous array": document(
        blobs=[8],
        evidence={"negative": {"array": {"dtype": "float64", "shape": [2**40], "blob": 0}}},
    )
    + b"12345678",
    "asks without layers": document(asks=True, evidence={"negative": {"value": 7}}),
    "another version": document(version=99, evidence={}),
}
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


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_document_gains_a_point_or_ends_the_examiner(channel, name):
    assert points(channel, lambda request: DOCUMENTS[name]) == 0


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
    assert points(channel, lambda request: DOCUMENTS["nothing"]) == 0
