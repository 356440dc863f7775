"""Several examiners for a class: each has one answer at a time, and a slow one keeps nobody waiting long."""

import subprocess
import sys
import threading
import time
from typing import NamedTuple

import psutil
import pytest

from coursework.verdict import Judgement, Status
from graders.desk.examiners import ANSWERS, Examiners, UnwantedError
from graders.examiner import ExaminerError

PATIENCE = 10


class Told(NamedTuple):
    """A verdict that tells who gave it."""

    examiner: "FakeExaminer"
    process: str
    judgements: tuple = ()


class FakeExaminer:
    """Judges until it is let go; remembers how many answers it had at a time."""

    pid = None

    wait_for = threading.Event()
    """What slow answers wait for."""

    def __init__(self):
        self.now, self.most, self.closed = 0, 0, False
        self.finished = []

    def start(self):
        pass

    def close(self):
        self.closed = True

    def describe(self, lesson):
        return {"halve": lesson}

    def finish(self, process):
        self.finished.append(process)

    def judge(self, lesson, exercise, document, *, submission, ask):
        assert not self.closed
        self.now += 1
        self.most = max(self.most, self.now)
        if document == b"slow":
            assert self.wait_for.wait(PATIENCE)
        if document == b"asks":
            self.now -= 1
            ask({})
            assert not self.closed
            self.now += 1
        self.now -= 1
        if document == b"fails":
            return Told(self, submission, (Judgement("c", Status.UNJUDGED, 0, 1),))
        return Told(self, submission)


@pytest.fixture
def made():
    """All examiners that were made."""
    return []


@pytest.fixture
def examiners(made):
    """Two examiners, and two more where these take longer than 0.2 s."""

    def make():
        made.append(FakeExaminer())
        return made[-1]

    with Examiners(make, at_once=2, more=2, long=0.2) as opened:
        yield opened
    assert all(each.closed for each in made)


def judge(examiners, document=b"", learner="amina", ask=lambda request: b""):
    return examiners.judge("00_start_here", "halve", document, submission=learner, ask=ask)


def in_background(examiners, document, learner, done):
    thread = threading.Thread(target=lambda: done.append(judge(examiners, document, learner)))
    thread.start()
    return thread


def until(condition):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def let_go(monkeypatch):
    """Slow answers are judged until this is set."""
    gate = threading.Event()
    monkeypatch.setattr(FakeExaminer, "wait_for", gate)
    yield gate
    gate.set()


def test_learners_share_a_process_for_a_number_of_answers(examiners, made):
    told = [judge(examiners, learner=f"learner {number}") for number in range(2 * ANSWERS)]
    assert {each.examiner for each in told} == {made[0]}
    names = [each.process for each in told]
    assert names == [names[0]] * ANSWERS + [names[-1]] * ANSWERS
    assert made[0].finished == [names[0], names[-1]] and names[0] != names[-1]


def test_what_could_not_be_judged_costs_the_next_nothing_of_its_process(examiners, made):
    before, failed = judge(examiners), judge(examiners, b"fails")
    assert before.process == failed.process
    assert made[0].finished == [failed.process]
    assert judge(examiners, learner="boris").process != failed.process


def test_a_slow_answers_process_ends_with_it(examiners, made, let_go):
    done = []
    first = in_background(examiners, b"slow", "amina", done)
    until(lambda: examiners._places[0].since)
    examiners._places[0].busy = True  # as when it was seen to use much processor time
    let_go.set()
    first.join(PATIENCE)
    assert done[0].examiner.finished == [done[0].process]


def test_each_has_one_answer_at_a_time(examiners, made):
    threads = [in_background(examiners, b"", f"learner {number}", done := []) for number in range(40)]
    for thread in threads:
        thread.join(PATIENCE)
    assert max(each.most for each in made) == 1
    assert len(made) == 2
    assert done


def test_where_all_take_long_others_step_in_and_go_again(examiners, made, let_go):
    done = []
    slow = [in_background(examiners, b"slow", f"slow {number}", done) for number in range(2)]
    until(lambda: all(each.now for each in made))
    began = time.monotonic()
    other = judge(examiners, learner="amina").examiner
    assert other is made[2]
    assert time.monotonic() - began < 2
    assert done == []
    let_go.set()
    for thread in slow:
        thread.join(PATIENCE)
    judge(examiners)
    until(lambda: sum(not each.closed for each in made) == 2)


def test_no_more_step_in_than_memory_allows(examiners, made, let_go):
    done = []
    threads = [in_background(examiners, b"slow", f"slow {number}", done) for number in range(6)]
    until(lambda: len(made) == 4 and all(each.now for each in made))
    time.sleep(0.5)
    assert len(made) == 4
    let_go.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert len(done) == 6


def test_while_a_kernel_is_asked_its_examiner_is_free(examiners, made):
    asked, answered = threading.Event(), threading.Event()

    def ask(request):
        asked.set()
        assert answered.wait(PATIENCE)
        return b"answers"

    done = []
    threads = [
        threading.Thread(target=lambda name=name: done.append(judge(examiners, b"asks", name, ask)))
        for name in "abcde"
    ]
    for thread in threads:
        thread.start()
    assert asked.wait(PATIENCE)
    began = time.monotonic()
    judge(examiners, learner="boris")
    assert time.monotonic() - began < 2
    answered.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert len(done) == 5
    assert max(each.most for each in made) == 1


def test_of_a_learners_answers_one_at_a_time_is_judged(examiners, made, let_go):
    done = []
    slow = [in_background(examiners, b"slow", "amina", done) for _ in range(3)]
    until(lambda: sum(each.now for each in made) == 1)
    time.sleep(0.5)
    assert sum(each.now for each in made) == 1
    judge(examiners, learner="boris")
    let_go.set()
    for thread in slow:
        thread.join(PATIENCE)
    assert len(done) == 3


def test_a_slow_answer_gets_the_processor_time_that_others_leave(examiners, made, let_go):
    child = "import os, time\nif os.fork():\n    time.sleep(60)\nwhile True:\n    pass"
    with subprocess.Popen([sys.executable, "-c", child]) as process:
        try:
            judges = psutil.Process(process.pid)
            until(judges.children)
            made[0].pid = process.pid
            done = []
            # As many as there may be, and one that waits and looks who takes long.
            slow = [in_background(examiners, b"slow", f"slow {number}", done) for number in range(5)]
            until(lambda: [each.nice() for each in judges.children()] == [19])
            assert judges.nice() < 19
        finally:
            for each in judges.children():
                each.kill()
            process.kill()
    let_go.set()
    for thread in slow:
        thread.join(PATIENCE)


@pytest.mark.parametrize("name", ["99_none", "../x", "", "a.b", "x" * 200, "00_start_here\n"])
def test_a_made_up_lesson_costs_no_examiner(examiners, made, name):
    for each in made:
        each.describe = None
    with pytest.raises(ExaminerError, match="has no checks"):
        examiners.describe(name)


def test_what_nobody_waits_for_is_not_judged(examiners, made):
    with pytest.raises(UnwantedError):
        examiners.judge("l", "e", b"", submission="a", ask=lambda request: b"", wanted=lambda: False)
    assert judge(examiners).examiner in made
    assert max(each.most for each in made) == 1


def test_a_lesson_is_described_once(examiners, made):
    first = examiners.describe("00_start_here")
    for each in made:
        each.describe = None
    assert examiners.describe("00_start_here") is first
