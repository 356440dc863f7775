"""The kernel's side of the channel: what comes back may be anything, and evidence may never end."""

import contextlib
import json
import signal
import socket
import threading
import time
from types import SimpleNamespace

import numpy as np
import pytest

from coursework import frames
from coursework.desk import channel as channels
from coursework.desk.channel import Channel, NoVerdictError
from coursework.desk.taking import take
from graders.evidence import kinds, request

REQUEST = {"request": {"evidence": {}, "max_bytes": 100}}
VERDICT = {
    "verdict": {
        "lesson": "00_start_here",
        "exercise": "halve",
        "note": "",
        "judgements": [{"name": "Half", "status": "met", "points": 1, "max_points": 1}],
    }
}


@pytest.fixture
def examiner(monkeypatch, tmp_path):
    """An examiner that gives the answers it is told to, one a message; None ends it."""
    heard = []

    def play(*connections):
        lines = iter(connections)

        def connect(graders):
            answers = next(lines)
            ours, theirs = socket.socketpair()

            def serve():
                with theirs, contextlib.suppress(OSError):
                    for answer in answers:
                        message = frames.receive(theirs)
                        if message is None or answer is None:
                            return
                        heard.append(message[0]["op"])
                        if isinstance(answer, bytes):
                            theirs.sendall(answer)
                        else:
                            frames.send(theirs, answer)

            threading.Thread(target=serve, daemon=True).start()
            return ours

        monkeypatch.setattr(channels, "connect", connect)
        return Channel(tmp_path, patience=2)

    play.heard = heard
    return play


def ask(channel, documents=None):
    return channel.verdict("00_start_here", "halve", lambda asked: b"document")


def test_a_verdict_after_questions(examiner):
    channel = examiner([REQUEST, {"ask": {"questions": {}}}, {"ask": {"questions": {}}}, VERDICT])
    assert ask(channel).points == 1
    assert examiner.heard == ["request", "judge", "answers", "answers"]


def test_one_that_ends_in_the_middle_of_questions_is_asked_again_from_the_start(examiner):
    channel = examiner([REQUEST, {"ask": {"questions": {}}}, None], [VERDICT])
    assert ask(channel).points == 1
    assert examiner.heard == ["request", "judge", "judge"]


def test_a_running_examiner_is_told_of_a_check_to_come(examiner, monkeypatch):
    channel = examiner([REQUEST, VERDICT, b"", REQUEST, VERDICT])
    assert ask(channel).points == 1
    channel.prepare("00_start_here", "halve")  # nothing comes back
    assert ask(channel).points == 1
    assert examiner.heard == ["request", "judge", "prepare", "request", "judge"]


def none_runs(graders):
    return None


def unreachable(graders):
    raise PermissionError("not yours")


@pytest.mark.parametrize("running", [none_runs, unreachable])
def test_no_examiner_is_started_for_a_check_to_come(examiner, monkeypatch, running):
    channel = examiner([REQUEST, VERDICT])
    monkeypatch.setattr(channels, "running", running)
    channel.prepare("00_start_here", "halve")
    assert examiner.heard == []
    assert ask(channel).points == 1


def test_an_examiner_that_went_meanwhile_costs_the_check_nothing(examiner):
    channel = examiner([REQUEST, VERDICT], [REQUEST, VERDICT])
    assert ask(channel).points == 1
    for _ in range(3):
        channel.prepare("00_start_here", "halve")
    assert ask(channel).points == 1


def test_one_that_ends_every_time_is_one_sentence(examiner):
    with pytest.raises(NoVerdictError, match=r"^The examiner of this machine ended \(it ended\): run"):
        ask(examiner([REQUEST, None], [None]))


NONSENSE = [
    {},
    {"verdict": 7},
    {"verdict": {"judgements": [{"status": "splendid"}], "lesson": "", "exercise": "", "note": ""}},
    {"verdict": {"judgements": "no list", "lesson": "", "exercise": "", "note": ""}},
    {"ask": []},
    {"ask": {}},
]


@pytest.mark.parametrize("answer", NONSENSE, ids=json.dumps)
def test_nonsense_is_one_sentence(examiner, answer):
    with pytest.raises(NoVerdictError, match="something that is no verdict"):
        ask(examiner([REQUEST, answer]))


@pytest.mark.parametrize("request_", [{}, {"request": None}, {"request": {}}], ids=json.dumps)
def test_a_nonsensical_request_is_one_sentence(examiner, request_):
    with pytest.raises(NoVerdictError, match="something that is no verdict"):
        ask(examiner([request_]))


@pytest.mark.parametrize(
    "noise", [b"\xff" * 12, b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\0\0\0\2" + b"\0" * 8 + b"{]"]
)
def test_what_is_no_message_is_one_sentence(examiner, noise):
    with pytest.raises(NoVerdictError, match="ended"):
        ask(examiner([noise, None], [noise, None]))


def test_its_own_sentence_is_passed_on(examiner):
    with pytest.raises(NoVerdictError, match="^of another edition$"):
        ask(examiner([{"error": "of another edition"}]))


@pytest.mark.parametrize("half", [b"", b"\0\0"])
def test_one_that_does_not_answer_is_waited_for_and_then_left(examiner, monkeypatch, half):
    monkeypatch.setattr(channels, "SOON", 0.05)
    waited = []
    silent = examiner([REQUEST, half, VERDICT])
    silent._waiting = lambda: waited.append(1)
    with pytest.raises(NoVerdictError, match="did not answer within 2 s"):
        ask(silent)
    assert len(waited) == (not half)


def asked(function):
    return take({"f": function}, request({"f": kinds.Function([kinds.call(1)])}), seconds=0.3)


def test_evidence_that_never_ends_is_stopped():
    def for_ever(x):
        while True:
            try:
                time.sleep(0.01)
            except ValueError:
                return x

    with pytest.raises(NoVerdictError, match=r"took longer than 0\.3 s and was stopped"):
        asked(for_ever)
    assert signal.getsignal(signal.SIGALRM) in (signal.SIG_DFL, None)
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_an_interrupt_is_no_fact_about_the_answer():
    # Where the tests themselves were started in the background, interrupts are ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)

    def interrupted(x):
        signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        asked(interrupted)
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_what_an_answer_prints_is_not_shown(capsys):
    assert b"evidence" in asked(lambda x: print("seen by nobody"))
    assert capsys.readouterr().out == ""


def test_generators_are_as_they_were():
    np.random.seed(5)
    expected = np.random.rand()
    np.random.seed(5)
    asked(lambda x: np.random.rand())
    assert np.random.rand() == expected


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_an_examiner_is_looked_for_on_linux_alone(monkeypatch, system):
    here = channels.examiner_folder()
    assert here is not None
    monkeypatch.setattr(channels, "sys", SimpleNamespace(platform=system))
    assert channels.examiner_folder() is None
    assert channels.checks_folder() == here
