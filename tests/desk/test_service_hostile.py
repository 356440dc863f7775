"""`coursework serve` with real examiners under hostile evidence: nothing leaks, gains points or stays."""

import itertools
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
from attack_bank import code_attacks, own_cell
from attacked_course import CANARIES, CHECKS, LESSON, POINTS, RIGHT, AttackedCourse
from desk_notebook import ROOT
from machine import Machine
from malformed import ARRAYS, HEADS, MALFORMED, document, with_array
from nbformat import NotebookNode
from wants import skip_or_fail

from coursework.desk.remote import RemoteChannel
from coursework.lesson import NO_NOTES
from graders.desk.attempts import TEACHER, Attempts

# The batch of tests/attacks looks at the machine's processes, among which these tests' attacks would be.
pytestmark = pytest.mark.xdist_group("batch")
HERE = Path(__file__).parent
BESIDE = HERE.parent / "evidence"
CANARY = CANARIES["checks"]
ASKED = ("halve", "triple", "adder")
"""Exercises of the attacked lesson; the others are these tests' own."""
SILENT = {
    "connection_closed": "closes its own sockets and files, and its kernel with them",
    "course_written": "deletes its own folder, where these tests keep documents; it would send `half = 6`",
    "crashing_process": "crashes its kernel in the first cell",
    "disk_bomb": "leaves no room to keep a document in; it would send `half = 6`, as forty others do",
    "endless_output": "prints until it is stopped, and then has no answer",
    "fork_bomb": "never ends its first cell",
    "interrupt_swallowed": "never ends its first cell",
    "large_evidence": "is larger than a body may be: test_service has one refused before it is sent",
    "libraries_patched": "breaks its own kernel in the first cell",
    "memory_bomb": "is killed in its first cell",
    "open_files_bomb": "leaves its kernel no file and no socket",
    "own_memory_searched": "may take longer than these tests give it; it would send `half = 6`",
}
"""Attacks of whose evidence none reaches a service, and why."""
SENDING = [attack for attack in code_attacks() if attack.name not in SILENT]
"""All others that are code. What is handed in beside a notebook does not concern a service."""
COLLECTIONS = (
    "odd objects",
    "lying models",
    "hostile configurations",
    "forged documents",
    "damaged documents",
    "hostile files",
)
"""What `hostile_evidence.py` makes of what `tests/evidence` has."""
LEAKED = "canary-of-a-fault-of-a-check"
MORE_CHECKS = f"""
import inspect, os, sys
from hostile_documents import ASKED
from graders.evidence import EvidenceError

LESSON = {LESSON!r}
anything = Exercise(LESSON, "anything", evidence=ASKED)
opened = Exercise(LESSON, "opened", evidence={{"file": kinds.File("sent.*")}})
slow = Exercise(LESSON, "slow", evidence={{"half": kinds.Value()}})
leaky = Exercise(LESSON, "leaky", evidence={{"half": kinds.Value()}})


def about(name):
    def test(**given):
        return Miss(expected="nothing", found=repr(given[name])[:200])

    test.__signature__ = inspect.Signature([inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY)])
    return test


for name in ASKED:
    anything.criterion(name, points=1, read="Halves")(about(name))


@opened.criterion("Opens", points=1, read="Halves")
def opens(file):
    for reader in ("csv", "json", "png", "events", "weights", "model", "keras_config"):
        try:
            getattr(file[0], reader)()
        except EvidenceError:
            pass
    return Miss(expected="nothing", found=file[0].name)


@slow.criterion("In time", points=1, read="Halves")
def in_time(half):
    while not os.path.exists("LET_GO"):
        pass
    return Miss(expected="nothing", found="patience")


@leaky.criterion("Leaks", points=1, read="Halves")
def leaks(half):
    print("{LEAKED}")
    print("{LEAKED}", file=sys.stderr)
    raise RuntimeError("{LEAKED}")
"""
"""Checks that take any evidence, that take long, and with a fault that would tell what it compares with."""


class Serving:
    """The service as a process of its own, with a class."""

    def __init__(self, folder):
        self.course = AttackedCourse(folder / "course", folder / "run")
        checks = self.course.root / "graders" / "lessons" / f"lesson_{LESSON}.py"
        self.let_go = folder / "let_go"
        checks.write_text(CHECKS + MORE_CHECKS.replace("LET_GO", str(self.let_go)), encoding="utf-8")
        self.folder, self.temporary, self.database = folder, folder / "tmp", folder / "checks.db"
        self.temporary.mkdir()
        url = f"sqlite:///{self.database}"
        self.attempts = Attempts(url)
        # Many, since each may send so many checks in a row and no more.
        pupils = [f"pupil-{number}" for number in range(100)]
        self.tokens = self.attempts.new_tokens([TEACHER, "amina", "boris", "chiara", *pupils])
        self.pupils = itertools.cycle(pupils)
        self.environ = {
            **os.environ,
            **NO_NOTES,
            "PYTHONPATH": os.pathsep.join(map(str, (self.course.root, ROOT, HERE, BESIDE))),
            "COURSEWORK_RUNTIME_DIR": str(folder / "run"),
            "COURSEWORK_OWNER_PID": str(os.getpid()),
            "TMPDIR": str(self.temporary),
        }
        self.log = (folder / "serve.log").open("w")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "coursework.command", "serve", "--port", "0", "--db", url],
            cwd=folder,
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )
        self.address = self.process.stdout.readline().rpartition(" ")[2].strip()

    def send(self, path, name, body=None):
        """Send a request; give the status and every byte that came back."""
        headers = {"Authorization": f"Bearer {self.tokens[name]}"}
        request = urllib.request.Request(self.address + path, data=body, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()

    def check(self, exercise, document, name=None):
        """Send a check; give the status and what came back, which never tells what a check holds.

        Questions are answered with what is no answer.
        """
        head = {"id": os.urandom(8).hex(), "lesson": LESSON, "exercise": exercise, "attempted": True}
        name = name or next(self.pupils)
        path, body = "/api/check", json.dumps(head).encode() + b"\n" + document
        while True:
            status, said = self.send(path, name, body)
            assert CANARY.encode() not in said and LEAKED.encode() not in said
            told = json.loads(said)
            if "ask" not in told:
                return status, told
            path, body = f"/api/answers/{told['ticket']}", document

    def request(self, exercise):
        """Ask what an exercise needs."""
        status, told = self.send(f"/api/request/{LESSON}/{exercise}", "boris")
        assert (status, CANARY.encode() in told) == (200, False)
        return json.loads(told)["request"]

    def documents(self):
        """Give what hostile kernels send: by collection and name, documents by exercise."""
        folder = self.folder / "documents"
        folder.mkdir()
        told = {
            "requests": {name: self.request(name) for name in (*ASKED, "anything", "opened")},
            "attacked": ASKED,
            "attacks": {
                "honest": list(RIGHT.values()),
                **{attack.name: cells(attack, self.folder) for attack in SENDING},
            },
        }
        done = subprocess.run(
            [sys.executable, str(HERE / "hostile_evidence.py"), str(folder)],
            input=json.dumps(told),
            env={**self.environ, "TMPDIR": str(folder)},
            cwd=folder,
            text=True,
            timeout=300,
            capture_output=True,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        why = folder / "no_sandbox"
        found = {"no sandbox": why.read_text() if why.exists() else ""}
        for index in ("attack.json", "made.json"):
            for collection, name, exercise, file in json.loads((folder / index).read_text()):
                named = found.setdefault(collection, {}).setdefault(name, {})
                named[exercise] = (folder / file).read_bytes()
        return found

    def gained(self, documents):
        """Send documents, several at a time and equal ones once; give what gained a point or was not judged.

        Args:
            documents: By name, documents by exercise.
        """
        judged = {(each, sent) for of in documents.values() for each, sent in of.items()}
        with ThreadPoolExecutor(2 * len(os.sched_getaffinity(0))) as pool:
            told = dict(zip(judged, pool.map(lambda one: self.check(*one), judged), strict=True))
        wrong = {}
        for name, of in documents.items():
            for exercise, sent in of.items():
                status, said = told[exercise, sent]
                judgements = said["verdict"]["judgements"] if "verdict" in said else []
                statuses = {each["status"] for each in judgements}
                if status != 200 or not statuses or "unjudged" in statuses or any(map(_points, judgements)):
                    wrong[name, exercise] = said
        return wrong

    def honest(self, name=None):
        """Check a right answer, as a neighbor does; give its seconds."""
        began = time.monotonic()
        status, told = self.check("halve", HALF, name)
        assert status == 200
        assert [each["status"] for each in told["verdict"]["judgements"]] == ["met"]
        return time.monotonic() - began

    def processes(self):
        """All processes of the service: its own, and what was forked for it."""
        mine = [psutil.Process(self.process.pid)] if self.process.poll() is None else []
        run = str(self.folder / "run")
        for process in psutil.process_iter(["cmdline"]):
            if any(run in word for word in process.info["cmdline"] or ()):
                mine.append(process)
        return {each for parent in mine for each in (parent, *parent.children(recursive=True))}


def _points(judgement):
    return judgement["points"]


def cells(attack, folder):
    """Give an attack's own cells, in the order in which a notebook has them."""
    ids = [f"{name}-{kind}" for name in ASKED for kind in ("solution", "grade")]
    made = [own_cell("", metadata={"nbgrader": {"grade_id": each}}) for each in ids]
    notebook = NotebookNode(cells=made)
    attack.make(notebook, folder, PLACES)
    return [each.source for each in notebook.cells if each.source]


HALF = document({"half": {"value": 5}})
PLACES = {
    "ROOT": "/course",
    "RUNTIME": "/run/course",
    "PORT": "45873",
    "SOCKET": "/tmp/none",
    "ABSTRACT": "none",
    "PLUS": "1" + "+1" * 3_000,
    "MAGICS": "!x\n" * 3,  # what takes the reader of a notebook for ever is no kernel's trouble
}


@pytest.fixture(scope="module")
def serving():
    """A service for all tests of this module; at its end nothing of it may be there."""
    # Not in pytest's folder, which those whose kernels run in a sandbox cannot enter.
    top = Path(tempfile.mkdtemp(prefix="cw-", dir="/tmp"))
    top.chmod(0o755)
    made = Serving(top)
    before = Machine.now(made.course.root)
    try:
        yield made
        examiners = {each for each in made.processes() if each.pid != made.process.pid}
        made.process.send_signal(signal.SIGTERM)
        assert made.process.wait(60) == 0
        # The forkserver outlives the service, for the next command; what was forked for the service does not.
        forked = {each for each in examiners if each.is_running() and _is_forked(each)}
        _, alive = psutil.wait_procs(forked, timeout=20)
        assert not alive
        assert list(made.temporary.iterdir()) == []
        assert Machine.now(made.course.root) == before
        # Nothing of a check is kept or logged; of its fault, the log tells the teacher.
        made.attempts.close()
        kept, logged = made.database.read_bytes(), (made.folder / "serve.log").read_bytes()
        assert b"Half of ten" in kept and b"/api/check" in logged, "these are what tells of checks"
        assert CANARY.encode() not in kept + logged and LEAKED.encode() not in kept
    finally:
        if made.process.poll() is None:
            made.process.kill()
            made.process.wait()
        for each in made.processes():
            each.kill()
        made.process.stdout.close()
        made.log.close()
        made.attempts.close()
        shutil.rmtree(top)


def _is_forked(process):
    try:
        parent = process.parent()
        return parent is not None and parent.cmdline() == process.cmdline()
    except psutil.Error:
        return False


@pytest.fixture(scope="module")
def documents(serving):
    """What kernels send, hostile ones and an honest one."""
    return serving.documents()


@pytest.fixture(scope="module")
def attacking(documents):
    """What kernels under attack send, and an honest one."""
    if why := documents["no sandbox"]:
        skip_or_fail(f"no sandbox here: {why}")
    return documents["attacks"]


def test_honest_answers_are_judged(serving, attacking):
    for exercise, sent in attacking["honest"].items():
        status, told = serving.check(exercise, sent, "boris")
        assert (status, sum(map(_points, told["verdict"]["judgements"]))) == (200, POINTS[exercise])
    assert set(attacking["honest"]) == set(POINTS)
    assert serving.honest() < 60


def test_every_attack_that_is_code_sends_something_or_is_known_to_be_silent(attacking):
    known = {attack.name for attack in code_attacks()}
    assert set(SILENT) <= known
    assert set(attacking) - {"honest"} == known - set(SILENT)


def test_evidence_of_attacks_gains_nothing(serving, attacking):
    assert serving.gained({name: of for name, of in attacking.items() if name != "honest"}) == {}
    serving.honest()


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_hostile_evidence_gains_nothing(serving, documents, collection):
    assert serving.gained(documents[collection]) == {}
    serving.honest()


def test_malformed_documents_gain_nothing(serving):
    made = {name: {"halve": make("half")} for name, make in MALFORMED.items()}
    made |= {f"head {at}": {"halve": line, "anything": line} for at, line in enumerate(HEADS)}
    made |= {f"array {at}": {"anything": with_array(array)} for at, (array, _) in enumerate(ARRAYS)}
    assert serving.gained(made) == {}
    assert not Path("/tmp/attack-mark-pickle").exists()
    serving.honest()


def test_nobody_waits_for_answers_that_take_long(serving):
    """All examiners are busy with answers that end when this test says so; another learner's comes first."""
    done = []
    slow = [
        threading.Thread(target=lambda: done.append(serving.check("slow", HALF)))
        for _ in os.sched_getaffinity(0)
    ]
    for thread in slow:
        thread.start()
    try:
        deadline = time.monotonic() + 60
        while f"coursework_waiting {len(slow)}.0".encode() not in serving.send("/metrics", "boris")[1]:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert serving.honest() < 60
        assert done == []
    finally:
        serving.let_go.touch()
        for thread in slow:
            thread.join(120)
    assert [(status, told["verdict"]["judgements"][0]["found"]) for status, told in done] == [
        (200, "patience")
    ] * len(slow)


def test_a_fault_of_a_check_stays_with_the_examiner(serving):
    status, told = serving.check("leaky", HALF)
    assert (status, told["verdict"]["judgements"][0]["status"]) == (200, "unjudged")
    assert told["verdict"]["judgements"][0]["fault"] == ""
    shown = serving.send("/class", TEACHER)[1] + serving.send("/metrics", "amina")[1]
    assert CANARY.encode() not in shown and LEAKED.encode() not in shown


def test_whoever_leaves_in_the_middle_or_sends_half_keeps_no_place(serving):
    import socket
    from urllib.parse import urlsplit

    place = urlsplit(serving.address)
    head = f"POST /api/check HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {serving.tokens['chiara']}\r\n"
    for length, body in ((500, b"{"), (500, b""), (20, b"{}\n12345678901234567")):
        for _ in range(3):  # more than a learner may have waiting
            with socket.create_connection((place.hostname, place.port), 10) as wire:
                wire.sendall(f"{head}Content-Length: {length}\r\n\r\n".encode() + body)
    time.sleep(0.2)
    assert serving.honest("chiara") < 60


def test_a_flood_of_one_learner_leaves_the_others_alone(serving):
    refused = []

    def flood():
        for _ in range(30):
            refused.append(serving.check("halve", MALFORMED["zeros"]("half"), "amina")[0])

    threads = [threading.Thread(target=flood) for _ in range(4)]
    for thread in threads:
        thread.start()
    assert serving.honest() < 60
    for thread in threads:
        thread.join(120)
    assert 429 in refused
    assert set(refused) <= {200, 429}


def test_an_examiner_that_is_killed_is_started_again(serving):
    for process in serving.processes():
        if _is_forked(process):
            process.kill()
    assert serving.honest() < 120


def test_a_learner_of_the_class_by_the_kernels_own_way(serving):
    asked = []

    def take(request):
        asked.append(request)
        return HALF

    verdict = RemoteChannel(serving.address, serving.tokens["boris"]).verdict(
        LESSON, "halve", take, attempted=True
    )
    assert (verdict.points, len(asked)) == (2, 1)
    assert CANARY not in json.dumps(asked)
