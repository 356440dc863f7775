"""A class's service for tests: real but for its examiner, on a port of its own."""

import asyncio
import threading
import urllib.error
import urllib.request
from contextlib import contextmanager

from tornado.httpserver import HTTPServer

from coursework.desk.remote import RemoteChannel
from coursework.verdict import Judgement, Status, Verdict
from graders.desk.attempts import TEACHER, Attempts
from graders.desk.examiners import UnwantedError
from graders.desk.hub import Hub
from graders.desk.service import Service, application
from graders.errors import CourseError
from graders.examiner import ExerciseDescription

CANARY = "canary-of-a-hidden-check"


class FakeExaminer:
    """Gives a point for `right`, asks once about `own`, and fails on `broken`.

    Attributes:
        judged: How many answers it has begun to judge.
        hold: Set while an answer's turn comes at once.
        slow: Set while what is judged is judged at once.
    """

    def __init__(self):
        self.judged = 0
        self.hold, self.slow = threading.Event(), threading.Event()
        self.hold.set()
        self.slow.set()

    def describe(self, lesson):
        if lesson != "00_start":
            raise CourseError(f"no such lesson {CANARY}")
        return {"halve": ExerciseDescription("00_start", "halve", (), {"evidence": {}}, ())}

    def judge(self, lesson, exercise, document, *, ask, wanted=lambda: True, **options):
        assert self.hold.wait(20)
        if not wanted():
            raise UnwantedError
        self.judged += 1
        assert self.slow.wait(20)
        if document == b"broken":
            raise RuntimeError(CANARY)
        answer = ask({"questions": {}}) if document == b"own" else document
        met = answer in (b"right", b"answered")
        return Verdict(
            lesson,
            exercise,
            (
                Judgement("There", Status.MET, 1, 1),
                Judgement("Half", Status.MET if met else Status.MISSED, float(met), 1, hint="Divide by two."),
                Judgement("Sound", Status.UNJUDGED, 0, 1, fault=CANARY),
            ),
        )


class Class:
    """A running service with two learners and a teacher, by itself or as a hub's service."""

    def __init__(self, folder, limits, hub=None):
        self.examiner = FakeExaminer()
        self.url = f"sqlite:///{folder / 'checks.db'}"
        self.attempts = Attempts(self.url)
        self.tokens = self.attempts.new_tokens([TEACHER, "amina", "boris"])
        self.limits, self.hub = limits, hub
        self.port = 0

    @contextmanager
    def running(self):
        """Serve while the block runs."""
        ready, state = threading.Event(), {}

        async def serve():
            state["loop"], state["stop"] = asyncio.get_running_loop(), asyncio.Event()
            self.service = Service(self.examiner, self.attempts, self.limits, hub=self.hub and Hub(self.hub))
            server = HTTPServer(
                application(self.service, self.hub.prefix if self.hub else "/"),
                max_body_size=self.limits.body,
                body_timeout=1,
                max_header_size=16_384,
            )
            server.listen(self.port, "127.0.0.1")
            self.port = next(iter(server._sockets.values())).getsockname()[1]
            ready.set()
            await state["stop"].wait()
            await self.service.stop(5)
            server.stop()
            await server.close_all_connections()

        thread = threading.Thread(target=asyncio.run, args=(serve(),))
        thread.start()
        assert ready.wait(10)
        try:
            yield self
        finally:
            state["loop"].call_soon_threadsafe(state["stop"].set)
            thread.join(20)

    @property
    def address(self):
        return f"http://127.0.0.1:{self.port}{self.hub.prefix.rstrip('/') if self.hub else ''}"

    def channel(self, name="amina", **options):
        return RemoteChannel(self.address, self.tokens.get(name, name), **options)

    def check(self, document=b"right", name="amina", answer="a", **options):
        def take(request):
            return b"answered" if "questions" in request else document

        return self.channel(name, **options).verdict("00_start", "halve", take, answer=answer)

    def get(self, path, name=None, data=None, headers=None):
        given = {"Authorization": f"Bearer {self.tokens[name]}"} if name else {}
        request = urllib.request.Request(self.address + path, data=data, headers={**given, **(headers or {})})
        try:
            with urllib.request.urlopen(request, timeout=10) as response:
                return response.status, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
