"""`coursework serve` with real examiners under hostile evidence: nothing leaks, gains points or stays."""

import importlib.util
import itertools
import json
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest
from desk_notebook import ROOT

from coursework.desk.remote import RemoteChannel
from graders.desk.attempts import TEACHER, Attempts

ATTACKS = ROOT / "tests" / "attacks"
FORGED = (
    "capture_replaced",
    "evidence_of_another_shape",
    "hostile_configurations",
    "nested_evidence",
    "numbers_of_4000_digits",
)
"""Attacks that send documents of their own in place of the kernel's."""
BUILT = ("enormous_model", "lambda_model", "library_model_lies", "evidence_without_bytes", "odd_numbers")
"""Attacks whose objects are taken down as any learner's."""
HONEST = {"halve": "half = 5", "triple": "def triple(number):\n    return 3 * number"}
LEAKY = """
import sys

leaky = Exercise(LESSON, "leaky", evidence={"half": kinds.Value()})


@leaky.criterion("Leaks", points=1, read="Halves")
def leaks(half):
    print(SECRET)
    print(SECRET, file=sys.stderr)
    raise RuntimeError(SECRET)
"""
"""A check with a fault that would tell what it compares with."""
_TAKE = """
import json, os, sys
import coursework.evidence
import keras, numpy

attacks, requests, folder = json.load(sys.stdin), json.loads(sys.argv[1]), sys.argv[2]
for attack, sources in attacks.items():
    if child := os.fork():
        os.waitpid(child, 0)
        continue
    names = {"keras": keras, "np": numpy, "os": os, "sys": sys, "ten": 10}
    for source in sources:
        try:
            exec(source, names)
        except Exception:
            pass  # the answer has a name less
    for exercise, request in requests.items():
        with open(f"{folder}/{attack}-{exercise}", "wb") as file:
            file.write(coursework.evidence.capture(names, request))
    os._exit(0)
"""
"""Runs answers, each in a process of its own, and writes what their kernels would send."""


def _module(path):
    spec = importlib.util.spec_from_file_location(path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


attacked = _module(ATTACKS / "attacked_course.py")
CANARY = attacked.CANARIES["checks"]


class Serving:
    """The service as a process of its own, with a class."""

    def __init__(self, folder):
        self.course = attacked.AttackedCourse(folder / "course", folder / "run")
        checks = self.course.root / "graders" / "lessons" / f"lesson_{attacked.LESSON}.py"
        checks.write_text(attacked.CHECKS + f"\nLESSON = {attacked.LESSON!r}\n" + LEAKY, encoding="utf-8")
        self.folder, self.temporary = folder, folder / "tmp"
        self.temporary.mkdir()
        url = f"sqlite:///{folder / 'checks.db'}"
        self.attempts = Attempts(url)
        # Many, since each may send so many checks in a row and no more.
        pupils = [f"pupil-{number}" for number in range(100)]
        self.tokens = self.attempts.new_tokens([TEACHER, "amina", "boris", "chiara", *pupils])
        self.pupils = itertools.cycle(pupils)
        self.environ = {
            **os.environ,
            "PYTHONPATH": os.pathsep.join([str(self.course.root), str(ROOT)]),
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
        head = {"id": os.urandom(8).hex(), "lesson": attacked.LESSON, "exercise": exercise, "attempted": True}
        name = name or next(self.pupils)
        path, body = "/api/check", json.dumps(head).encode() + b"\n" + document
        while True:
            status, said = self.send(path, name, body)
            assert CANARY.encode() not in said
            told = json.loads(said)
            if "ask" not in told:
                return status, told
            path, body = f"/api/answers/{told['ticket']}", document

    def request(self, exercise):
        """Ask what an exercise needs."""
        status, told = self.send(f"/api/request/{attacked.LESSON}/{exercise}", "boris")
        assert (status, CANARY.encode() in told) == (200, False)
        return json.loads(told)["request"]

    def documents(self, attacks):
        """Run answers; give what their kernels would send, by attack and exercise."""
        exercises = ("halve", "triple", "adder")
        folder = self.folder / "documents"
        folder.mkdir()
        subprocess.run(
            [
                sys.executable,
                "-c",
                _TAKE,
                json.dumps({name: self.request(name) for name in exercises}),
                folder,
            ],
            input=json.dumps(attacks),
            env={**self.environ, "TF_CPP_MIN_LOG_LEVEL": "3", "TMPDIR": str(folder)},
            cwd=folder,
            text=True,
            timeout=300,
            check=True,
            capture_output=True,
        )
        return {tuple(path.name.split("-")): path.read_bytes() for path in folder.iterdir() if path.is_file()}

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


def _document(evidence, **head):
    whole = {"schema": "coursework-evidence", "version": 1, "blobs": [], "layers": [], "evidence": evidence}
    return json.dumps({**whole, **head}).encode() + b"\n"


HALF = _document({"half": {"value": 5}})


@pytest.fixture(scope="module")
def serving(tmp_path_factory):
    """A service for all tests of this module; at its end nothing of it may be there."""
    made = Serving(tmp_path_factory.mktemp("hostile"))
    try:
        yield made
        before = made.processes()
        examiners = {each for each in before if each.pid != made.process.pid}
        made.process.send_signal(signal.SIGTERM)
        assert made.process.wait(60) == 0
        # The forkserver outlives the service, for the next command; what was forked for the service does not.
        forked = {each for each in examiners if each.is_running() and _is_forked(each)}
        _, alive = psutil.wait_procs(forked, timeout=20)
        assert not alive
        assert list(made.temporary.iterdir()) == []
    finally:
        if made.process.poll() is None:
            made.process.kill()
            made.process.wait()
        for each in made.processes():
            each.kill()
        made.process.stdout.close()
        made.log.close()
        made.attempts.close()


def _is_forked(process):
    try:
        parent = process.parent()
        return parent is not None and parent.cmdline() == process.cmdline()
    except psutil.Error:
        return False


def _sources(attack):
    cells = (ATTACKS / "submissions" / f"{attack}.py").read_text(encoding="utf-8").split("# %%")[1:]
    return [cell.partition("\n")[2] for cell in cells]


@pytest.fixture(scope="module")
def documents(serving):
    """What kernels send: of each attack, and of an honest answer."""
    attacks = {attack: _sources(attack) for attack in (*FORGED, *BUILT)}
    return serving.documents({"honest": list(HONEST.values()), **attacks})


def test_honest_answers_are_judged(serving, documents):
    for name in HONEST:
        status, told = serving.check(name, documents["honest", name], "boris")
        assert (status, told["verdict"]["judgements"][0]["status"]) == (200, "met")
    assert serving.honest() < 60


@pytest.mark.parametrize("attack", [*FORGED, *BUILT])
def test_hostile_evidence_of_attacks_gains_nothing(serving, documents, attack):
    sent = {exercise: document for (name, exercise), document in documents.items() if name == attack}
    assert sent
    for exercise, document in sent.items():
        status, told = serving.check(exercise, document)
        assert status == 200, told
        judgements = told["verdict"]["judgements"]
        assert sum(each["points"] for each in judgements) == 0, (exercise, told)
    serving.honest()


MALFORMED = {
    "empty": b"",
    "zeros": bytes(1000),
    "deep": _document({"half": {"value": 7}}).replace(b"7", b"[" * 50_000 + b"]" * 50_000),
    "a long number": _document({"half": {"value": 7}}).replace(b"7", b"9" * 100_000),
    "bytes that are not there": _document({"half": {"value": 7}}, blobs=[10**12]),
    "an enormous array": _document(
        {"half": {"array": {"dtype": "float64", "shape": [2**40], "blob": 0}}}, blobs=[8]
    )
    + b"12345678",
    "another version": _document({"half": {"value": 5}}, version=99),
    "a pickle": b"cos\nsystem\n(S'touch " + b"/tmp/attack-mark-pickle'\ntR.",
    "a verdict": json.dumps({"verdict": {"points": 2}}).encode() + b"\n",
}


@pytest.mark.parametrize("name", MALFORMED)
def test_malformed_documents_gain_nothing(serving, name):
    status, told = serving.check("halve", MALFORMED[name])
    assert (status, told["verdict"]["judgements"][0]["points"]) == (200, 0)
    assert not Path("/tmp/attack-mark-pickle").exists()


def test_a_fault_of_a_check_stays_with_the_examiner(serving):
    status, told = serving.check("leaky", HALF)
    assert (status, told["verdict"]["judgements"][0]["fault"]) == (200, "")
    page = serving.send("/class", TEACHER)[1]
    assert CANARY.encode() not in page + serving.send("/metrics", "amina")[1]


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
            refused.append(serving.check("halve", MALFORMED["zeros"], "amina")[0])

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
        attacked.LESSON, "halve", take, attempted=True
    )
    assert (verdict.points, len(asked)) == (2, 1)
    assert CANARY not in json.dumps(asked)
