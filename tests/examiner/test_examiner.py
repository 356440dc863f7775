"""The examiner: verdicts, limits, death and hostile evidence."""

import os
import signal
import subprocess
import sys
import textwrap
import time

import psutil
import pytest
from wants import wants

from coursework.evidence import capture
from graders.criteria import Status
from graders.examiner import Examiner, ExaminerError, JudgingLimits
from graders.examiner.serve import WAITING
from graders.kernels.client import available

CHECKS = """
import ctypes, os, socket, time
from graders.criteria import Exercise, Miss
from graders.evidence import kinds

LESSON = "91_examiner"
exercise = Exercise(LESSON, "number", evidence={"number": kinds.Value()})


@exercise.criterion("Small", points=1, read="Numbers")
def small(number):
    if number > 10:
        return Miss(expected="a small number", found="a large one")


@exercise.criterion("Works", points=1, read="Numbers")
def works(number):
    if number == 1:
        while True:
            pass
    if number == 2:
        os.kill(os.getpid(), 11)
    if number == 3:
        return bytearray(10**12)
    if number == 4:
        raise ValueError("the check is wrong")
    if number == 5:
        hog = []
        while True:
            hog.append(b"x" * 2**22)
    if number == 6:
        os.kill(os.getppid(), 9)
        time.sleep(60)


@exercise.criterion("Positive", points=1, read="Numbers")
def positive(number):
    if number <= 0:
        return Miss(expected="a positive number", found="another")


process = Exercise(LESSON, "process", evidence={"number": kinds.Value()})
seen = []


@process.criterion("Tells its process", points=1, read="Numbers")
def tells(number):
    seen.append(number)
    return Miss(expected="nothing", found=f"{os.getpid()} {seen}")


process.prepare = lambda: seen.append("prepared")
exercise.prepare = lambda: 1 / 0


network = Exercise(LESSON, "network", evidence={"number": kinds.Value()})


@network.criterion("No network", points=1, read="Numbers")
def no_network(number):
    connection = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        connection.connect(("192.0.2.1", 9))
    except OSError:
        return None
    return Miss(expected="no network", found="a network")
"""


@pytest.fixture(scope="module")
def checks(tmp_path_factory):
    """A folder that adds a lesson of bad checks to the real ones, and the examiner's environment with it."""
    folder = tmp_path_factory.mktemp("checks")
    (folder / "lesson_91_examiner.py").write_text(CHECKS, encoding="utf-8")
    (folder / "sitecustomize.py").write_text(
        f"import graders.lessons\ngraders.lessons.__path__.append({str(folder)!r})\n", encoding="utf-8"
    )
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(folder), before]))
    yield folder
    if before is None:
        del os.environ["PYTHONPATH"]
    else:
        os.environ["PYTHONPATH"] = before


@pytest.fixture
def examiner(checks):
    limits = JudgingLimits(memory=2**29, cpu_seconds=2, wall_seconds=30)
    with Examiner(preload=(), limits=limits) as examiner:
        yield examiner


def judged(examiner, number, exercise="number", **options):
    asked = examiner.describe("91_examiner")[exercise].request
    document = capture({"number": number}, asked)
    return examiner.judge("91_examiner", exercise, document, **options)


def statuses(verdict):
    return [judgement.status for judgement in verdict.judgements]


def test_every_criterion_is_judged(examiner):
    verdict = judged(examiner, -20, note="A note.")
    assert statuses(verdict) == [Status.MET, Status.MET, Status.MISSED]
    assert (verdict.points, verdict.max_points, verdict.note) == (2, 3, "A note.")
    assert statuses(judged(examiner, 20)) == [Status.MISSED, Status.MET, Status.MET]


@pytest.mark.parametrize(
    ("number", "says"),
    [(1, "more than 2 s"), (2, "broke down"), (3, "memory"), (5, "memory")],
    ids=["endless", "crash", "impossible memory", "growing memory"],
)
def test_a_criterion_beyond_the_limits_is_missed_alone(examiner, number, says):
    pid = examiner.pid
    verdict = judged(examiner, number)
    assert statuses(verdict) == [Status.MET, Status.MISSED, Status.MET]
    assert says in verdict.judgements[1].found
    assert statuses(judged(examiner, 9)) == [Status.MET] * 3
    assert examiner.pid == pid


def test_a_fault_of_the_check_asks_for_the_teacher(examiner):
    verdict = judged(examiner, 4)
    assert statuses(verdict) == [Status.MET, Status.UNJUDGED, Status.MET]
    assert "the check is wrong" in verdict.judgements[1].fault
    assert "the check is wrong" not in verdict.to_html() + str(verdict)


def test_a_killed_examiner_is_replaced_and_nothing_is_lost(examiner):
    assert judged(examiner, 9).points == 3
    first = examiner.pid
    answers = [examiner.submit("91_examiner", "number", capture_number(examiner, 9)) for _ in range(5)]
    os.kill(first, signal.SIGKILL)
    assert [answer.result(timeout=60).points for answer in answers] == [3] * 5
    assert judged(examiner, 9).points == 3
    assert examiner.pid != first


def capture_number(examiner, number):
    return capture({"number": number}, examiner.describe("91_examiner")["number"].request)


def test_an_answer_that_kills_every_examiner_is_unjudged(examiner):
    verdict = judged(examiner, 6)
    assert set(statuses(verdict)) == {Status.UNJUDGED}
    assert judged(examiner, 9).points == 3


@pytest.mark.parametrize("document", [b"", b"{}", b"\x80\x04.", b"[" * 100_000, b'{"schema": 99}'])
def test_a_document_that_is_none_costs_the_exercise(examiner, document):
    verdict = examiner.judge("91_examiner", "number", document, attempted=True)
    assert set(statuses(verdict)) == {Status.MISSED}
    assert verdict.points == 0


def test_unattempted_and_absent(examiner):
    assert set(statuses(examiner.judge("91_examiner", "number", None, attempted=False))) == {
        Status.UNATTEMPTED
    }
    verdict = examiner.judge("91_examiner", "number", None, attempted=True, absent="nothing: it stopped")
    assert set(statuses(verdict)) == {Status.MISSED}
    assert verdict.judgements[0].found == "nothing: it stopped"
    assert judged(examiner, ...).unattempted


def test_unknown_lessons_and_exercises_are_said(examiner):
    with pytest.raises(ExaminerError, match="has no checks"):
        examiner.describe("92_nowhere")
    with pytest.raises(ExaminerError, match="has no exercise 'other'; it has number, process, network"):
        examiner.submit("91_examiner", "other", b"")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can take the network away")
def test_there_is_no_network(examiner):
    assert judged(examiner, 1, "network").points == 1


def test_large_evidence_goes_through(examiner):
    document = capture_number(examiner, 9) + b" " * 50_000_000
    assert examiner.judge("91_examiner", "number", document, attempted=True).max_points == 3


def process_of(examiner, number, submission):
    """Have a criterion tell which process judged it, and what that process had judged."""
    found = judged(examiner, number, "process", submission=submission).judgements[0].found
    pid, seen = found.split(" ", 1)
    return int(pid), seen


def is_gone(pid):
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def gone(pid):
    """Wait for a process to end."""
    for _ in range(200):
        if is_gone(pid):
            return True
        time.sleep(0.05)
    return False


def test_one_process_judges_the_answers_of_one_submission_and_no_others(examiner):
    first, seen = process_of(examiner, 1, "amina")
    assert seen == "[1]"
    other, seen = process_of(examiner, 2, "bruno")
    assert other != first and seen == "[2]"
    assert process_of(examiner, 3, "amina") == (first, "[1, 3]")
    alone, seen = process_of(examiner, 4, "")
    assert alone not in (first, other) and seen == "[4]"
    assert process_of(examiner, 5, "")[1] == "[5]"
    examiner.finish("amina")
    again, seen = process_of(examiner, 6, "amina")
    assert again != first and seen == "[6]"
    assert gone(first) and gone(alone) and not is_gone(other)


def test_what_an_exercise_prepares_is_there_when_its_answer_comes(examiner):
    first, _ = process_of(examiner, 1, "amina")
    examiner.prepare("91_examiner", "process", "amina")
    assert process_of(examiner, 2, "amina") == (first, "[1, 'prepared', 2]")


@pytest.fixture
def ahead(checks):
    """An examiner that forks a process in advance, and has forked no other."""
    with Examiner(preload=(), in_advance=True) as examiner:
        yield examiner


def forked_in_advance(examiner):
    """Wait for the only child of an examiner that has nothing to do."""
    for _ in range(200):
        children = [child.pid for child in psutil.Process(examiner.pid).children() if not is_gone(child.pid)]
        if children:
            assert len(children) == 1
            return children[0]
        time.sleep(0.05)
    raise AssertionError("no child was forked in advance")


def test_a_process_forked_in_advance_judges_the_next_new_submission_alone(ahead):
    first = forked_in_advance(ahead)
    assert process_of(ahead, 1, "amina") == (first, "[1]")
    assert process_of(ahead, 2, "bruno")[0] != first


def test_a_process_forked_in_advance_prepares_and_judges(ahead):
    first = forked_in_advance(ahead)
    ahead.prepare("91_examiner", "process", "amina")
    assert process_of(ahead, 1, "amina") == (first, "['prepared', 1]")


def test_one_that_was_killed_meanwhile_costs_nobody_anything(ahead):
    os.kill(forked_in_advance(ahead), signal.SIGKILL)
    assert judged(ahead, 9, submission="amina").points == 3


def test_elsewhere_no_process_is_forked_in_advance(examiner):
    examiner.describe("91_examiner")
    time.sleep(0.5)
    assert not [child for child in psutil.Process(examiner.pid).children() if not is_gone(child.pid)]


def test_what_fails_while_it_is_prepared_costs_nobody_anything(examiner):
    assert judged(examiner, 9, submission="amina").points == 3
    examiner.prepare("91_examiner", "number", "amina")
    examiner.prepare("91_examiner", "no such exercise", "amina")
    examiner.prepare("91_examiner", "number", "nobody")
    assert judged(examiner, 9, submission="amina").points == 3


@pytest.mark.parametrize("number", [1, 2], ids=["endless", "crash"])
def test_what_ends_a_submissions_process_costs_its_other_answers_nothing(examiner, number):
    first, _ = process_of(examiner, 20, "amina")
    verdict = judged(examiner, number, submission="amina")
    assert statuses(verdict) == [Status.MET, Status.MISSED, Status.MET]
    assert gone(first)
    second, seen = process_of(examiner, 21, "amina")
    assert second != first and seen == "[21]"


def test_a_process_that_ended_while_it_waited_is_replaced(examiner):
    first, _ = process_of(examiner, 20, "amina")
    os.kill(first, signal.SIGKILL)
    assert gone(first)
    assert judged(examiner, 9, submission="amina").points == 3
    assert process_of(examiner, 21, "amina")[1] == "[21]"


def test_each_answer_of_a_submission_may_use_as_much_memory_as_the_last(examiner):
    for _ in range(3):
        verdict = judged(examiner, 5, submission="amina")
        assert "memory" in verdict.judgements[1].found
        assert judged(examiner, 9, submission="amina").points == 3


def test_large_evidence_goes_to_a_process_of_its_own(examiner):
    document = capture_number(examiner, 9)
    assert judged(examiner, 9, submission="amina").points == 3
    large = document + b" " * 50_000_000
    verdict = examiner.judge("91_examiner", "number", large, attempted=True, submission="amina")
    assert verdict.max_points == 3
    assert judged(examiner, 9, submission="amina").points == 3


def test_few_processes_wait_however_many_submissions_are_judged_at_once(examiner):
    pids = [process_of(examiner, 20, f"student {number}")[0] for number in range(WAITING + 3)]
    assert [gone(pid) for pid in pids[:3]] == [True] * 3
    assert [is_gone(pid) for pid in pids[3:]] == [False] * WAITING


def test_nothing_is_left_behind(checks):
    with Examiner(preload=()) as examiner:
        waiting, _ = process_of(examiner, 9, "amina")
        pid = examiner.pid
    assert gone(pid) and gone(waiting)


def test_the_examiner_ends_with_its_owner(checks):
    program = textwrap.dedent("""
        import os, sys
        from graders.examiner import Examiner
        examiner = Examiner(preload=())
        examiner.describe("91_examiner")
        print(examiner.pid, flush=True)
        os._exit(0)
    """)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    pid = int(done.stdout)
    for _ in range(200):
        if not psutil.pid_exists(pid):
            break
        time.sleep(0.05)
    assert not psutil.pid_exists(pid)


@wants(f"a warm process: {why}" if (why := available()) else "")
def test_a_forked_examiner_judges_dies_and_is_replaced_like_a_started_one(checks):
    with Examiner(limits=JudgingLimits(memory=2**29, cpu_seconds=2)) as examiner:
        assert statuses(judged(examiner, 1)) == [Status.MET, Status.MISSED, Status.MET]
        assert judged(examiner, 1, "network").points == 1
        first = examiner.pid
        os.kill(first, signal.SIGKILL)
        assert judged(examiner, 9).points == 3
        last = examiner.pid
        assert last != first
    for _ in range(200):
        if not psutil.pid_exists(last):
            break
        time.sleep(0.05)
    assert not psutil.pid_exists(last)


def test_importing_the_client_is_cheap():
    program = "import sys, graders.examiner; print('keras' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.split()[0] == "False"
