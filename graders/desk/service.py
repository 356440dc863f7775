"""A class's check service: learners' kernels send evidence, and get practice verdicts; checks stay here.

Each request names its learner by a token, and is held to limits before its body is read. Nothing that comes
is run: evidence is judged by an examiner, as in sealed grading.

    GET  /api/request/LESSON/EXERCISE        → {"request": …}
    POST /api/check                          → {"verdict": …} or {"ask": …, "ticket": …}
    POST /api/answers/TICKET                 → the same
    GET  /health, /metrics, /class
    GET  /oauth_callback                     where a hub sends a teacher back to, as a JupyterHub's service

The body of a check is a line of JSON, `{"id": …, "lesson": …, "exercise": …, "attempted": …, "note": …,
"answer": …}`, and the evidence document after it. In place of an answer comes `{"error": "one sentence"}`.
"""

import asyncio
import contextlib
import functools
import hashlib
import hmac
import json
import logging
import queue
import re
import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

import prometheus_client
import tornado.web
from tornado.httputil import HTTPServerRequest
from tornado.iostream import StreamClosedError

from graders.desk.allowance import Allowance
from graders.desk.attempts import Attempts
from graders.desk.class_page import SECONDS, ClassNow
from graders.desk.examiners import Judging, UnwantedError
from graders.desk.hub import Hub
from graders.desk.identities import Identities, Identity
from graders.desk.refused import RefusedError
from graders.desk.server import without_faults
from graders.errors import CourseError

TOO_OFTEN = "You have checked very often just now: wait a few seconds."
TOO_LARGE = "Your answer is too large to be checked here: what made it grow?"
LOG = logging.getLogger("coursework.serve")
COOKIE, LOGIN_COOKIE = "coursework-teacher", "coursework-login"
_LOGIN_SECONDS = 600


@dataclass(frozen=True)
class Limits:
    """What learners may ask of the service.

    Args:
        body: Bytes of one request.
        burst: Checks that a learner may send in a row.
        each: Seconds after which they may send one more.
        asked: How many times in a row a learner may ask what an exercise needs, as a kernel does for a check.
        asked_each: Seconds after which they may ask once more.
        waiting: Checks of one learner that may wait at a time.
        all_waiting: Checks of all learners that may wait at a time.
        all_bytes: Bytes that these may have together.
        answers: Seconds that a learner's kernel has to answer questions.
        abandoned: Seconds that it has when its learner sends another check meanwhile: it may be gone.
        kept: Seconds for which a verdict is kept whose sender was gone, for when the same is sent again.
    """

    body: int = 64 * 2**20
    burst: int = 20
    each: float = 3.0
    asked: int = 60
    asked_each: float = 1.0
    waiting: int = 2
    all_waiting: int = 200
    all_bytes: int = 2**29
    answers: float = 150.0
    abandoned: float = 10.0
    kept: float = 600.0


class Gate:
    """Holds learners to the limits.

    Args:
        limits: The limits.
        clock: Tells the time in seconds.

    Attributes:
        waiting: Checks that wait now.
        bytes: What they have together.
    """

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._limits = limits
        self._checks = Allowance(limits.burst, limits.each, clock)
        self._requests = Allowance(limits.asked, limits.asked_each, clock)
        self._learners: Counter[str] = Counter()
        self.waiting = self.bytes = 0

    def ask(self, learner: str) -> None:
        """Let somebody ask what an exercise needs.

        Args:
            learner: Who it is.

        Raises:
            RefusedError: They have asked too often.
        """
        if not self._requests.take(learner):
            raise RefusedError(429, TOO_OFTEN)

    def enter(self, learner: str, size: int = 0) -> None:
        """Let a check in; `leave` follows.

        Args:
            learner: Whose it is.
            size: Its bytes.

        Raises:
            RefusedError: The learner, or the class, has sent too many.
        """
        if self._learners[learner] >= self._limits.waiting:
            raise RefusedError(429, "Your last check is still being judged: wait for its table.")
        if self.waiting >= self._limits.all_waiting or self.bytes + size > self._limits.all_bytes:
            raise RefusedError(503, "Very many checks are waiting: run the check again in a minute.")
        if not self._checks.take(learner):
            raise RefusedError(429, TOO_OFTEN)
        self._learners[learner] += 1
        self.waiting += 1
        self.bytes += size

    def leave(self, learner: str, size: int = 0) -> None:
        """Note that a check is done.

        Args:
            learner: Whose it was.
            size: Its bytes.
        """
        self._learners[learner] -= 1
        if not self._learners[learner]:
            del self._learners[learner]
        self.waiting -= 1
        self.bytes -= size


_Event = dict[str, Any]
"""What a request is told: a verdict, questions, or an error."""
_Began = Callable[[Callable[[], None]], None]
"""Is given what lets a request go whose sender has left."""
_ELSEWHERE: _Event = {"error": "This check was sent again from elsewhere: look there for its table."}


@dataclass(eq=False)
class _Check:
    """One check under way: a thread judges it, requests wait for what comes of it and bring answers.

    Args:
        learner: Whose it is.
        size: Its bytes.
        loop: The loop in which requests wait.
        what: Tells it from checks of other evidence.
        waiting: What each request that waits is to be told; none waits when the check's senders are gone.
        answers: What the learner's kernel answered to questions.
        told: Its verdict, where nobody was there to be told.
    """

    learner: str
    size: int
    loop: asyncio.AbstractEventLoop
    what: tuple[str, ...]
    waiting: "list[asyncio.Queue[_Event]]" = field(default_factory=list)
    answers: "queue.SimpleQueue[bytes | None]" = field(default_factory=queue.SimpleQueue)
    told: _Event | None = None

    @property
    def left(self) -> bool:
        """Whether nobody waits for it."""
        return not self.waiting

    def listen(self, began: _Began) -> "asyncio.Queue[_Event]":
        """Have one more request wait."""
        events: asyncio.Queue[_Event] = asyncio.Queue()
        self.waiting.append(events)
        began(functools.partial(self._leave, events))
        return events

    def _leave(self, events: "asyncio.Queue[_Event]") -> None:
        """Let one of them go."""
        if events in self.waiting:
            self.waiting.remove(events)
            events.put_nowait(_ELSEWHERE)

    def tell(self, event: _Event) -> None:
        """Tell the requests that wait; questions are for the last of them alone, and the others go."""
        if "ask" in event:
            if self.left:
                self.answers.put(None)
            for events in self.waiting[:-1]:
                self._leave(events)
        for events in self.waiting:
            events.put_nowait(event)


class Service:
    """What the handlers share.

    Args:
        examiner: Judges.
        attempts: The class's tokens and tries.
        limits: What learners may ask.
        hub: The hub whose service this is.
    """

    def __init__(
        self,
        examiner: Judging,
        attempts: Attempts,
        limits: Limits | None = None,
        hub: Hub | None = None,
    ) -> None:
        self.examiner, self.attempts, self.limits = examiner, attempts, limits or Limits()
        self.identities = Identities(attempts, hub)
        self.gate = Gate(self.limits)
        self.now = ClassNow(attempts)
        self.stopping = False
        self._answering = 0
        # A thread for each check: one that waits for a kernel's answers keeps nobody else waiting.
        self._pool = ThreadPoolExecutor(self.limits.all_waiting, thread_name_prefix="check")
        self._checks: set[_Check] = set()
        self._same: dict[tuple[str, ...], _Check] = {}
        self._tickets: dict[str, _Check] = {}
        self.registry = prometheus_client.CollectorRegistry()
        self._count = prometheus_client.Counter(
            "coursework_checks", "Checks by outcome", ["outcome"], registry=self.registry
        )
        self._seconds = prometheus_client.Histogram(
            "coursework_check_seconds", "Seconds from a check to its verdict", registry=self.registry
        )
        waiting = prometheus_client.Gauge("coursework_waiting", "Checks that wait", registry=self.registry)
        waiting.set_function(lambda: self.gate.waiting)

    def refused(self) -> None:
        """Count a request that was not served."""
        self._count.labels("refused").inc()

    async def request(self, lesson: str, exercise: str) -> dict[str, Any]:
        """Tell what evidence an exercise needs."""
        return {"request": dict((await self._exercise(lesson, exercise)).request)}

    async def _exercise(self, lesson: str, exercise: str) -> Any:
        loop = asyncio.get_running_loop()
        try:
            known = await loop.run_in_executor(None, self.examiner.describe, lesson)
        except CourseError:
            LOG.warning("a learner asked for lesson %r", lesson[:100])
            known = {}
        if exercise not in known:
            raise RefusedError(
                404,
                f"The class's service knows no exercise {exercise[:100]!r} in lesson {lesson[:100]!r}: your "
                "notebook may be of another edition.",
            )
        return known[exercise]

    async def check(
        self,
        learner: str,
        head: dict[str, Any],
        document: bytes,
        size: int,
        began: _Began = lambda let_go: None,
    ) -> _Event:
        """Judge a check, or tell its first questions; the learner has been let in by the gate."""
        try:
            number, lesson, exercise = str(head["id"])[:100], str(head["lesson"]), str(head["exercise"])
            await self._exercise(lesson, exercise)
        except BaseException as error:
            self.gate.leave(learner, size)
            if isinstance(error, KeyError):
                raise RefusedError(400, "The check cannot be read.") from error
            raise
        digest = hashlib.sha256(document).hexdigest()
        what = learner, lesson, exercise, str(head.get("attempted")), str(head.get("note", "")), digest
        if same := self._same.get(what):
            # Sent again while it is judged, or soon after by somebody who had no more patience.
            try:
                return same.told or await self._next(same, same.listen(began))
            finally:
                self.gate.leave(learner, size)
        check = self._same[what] = _Check(learner, size, asyncio.get_running_loop(), what)
        attempted = head.get("attempted")
        options = {
            "attempted": attempted if isinstance(attempted, bool) else None,
            "note": str(head.get("note", ""))[:1000],
            "submission": learner,
            "ask": functools.partial(self._ask, check),
            "wanted": lambda: not check.left,
        }
        answer = str(head.get("answer", ""))
        for ticket, other in self._tickets.items():
            if other.learner == learner:
                check.loop.call_later(self.limits.abandoned, self._give_up, ticket)
        self._checks.add(check)
        events = check.listen(began)
        self._pool.submit(self._judge, check, number, lesson, exercise, document, answer, options)
        return await self._next(check, events)

    def _ask(self, check: _Check, request: dict[str, Any]) -> bytes | None:
        """Put questions to the learner's kernel; None when it does not answer."""
        check.loop.call_soon_threadsafe(self._asking, check, request)
        return check.answers.get()

    def _asking(self, check: _Check, request: dict[str, Any]) -> None:
        self._forget(check)  # what its kernel answers belongs to this check alone
        check.tell({"ask": request})

    def asked(self, learner: str, ticket: str) -> _Check:
        """Give the learner's check that waits for answers.

        Raises:
            RefusedError: There is none of that ticket.
        """
        check = self._tickets.get(ticket)
        if check is None or check.learner != learner:
            raise RefusedError(404, "That check is not waiting for answers any more: run it again.")
        return check

    async def answer(self, learner: str, ticket: str, document: bytes) -> _Event:
        """Take a kernel's answers, and go on judging."""
        check = self.asked(learner, ticket)
        del self._tickets[ticket]
        check.waiting.clear()
        events = check.listen(lambda let_go: None)
        check.answers.put(document)
        return await self._next(check, events)

    async def _next(self, check: _Check, events: "asyncio.Queue[_Event]") -> _Event:
        event = await events.get()
        if "ask" in event:
            ticket = secrets.token_urlsafe(16)
            self._tickets[ticket] = check
            check.loop.call_later(self.limits.answers, self._give_up, ticket)
            return {**event, "ticket": ticket}
        return event

    def _give_up(self, ticket: str) -> None:
        """Wait no longer for a kernel's answers."""
        if (check := self._tickets.pop(ticket, None)) is not None:
            check.answers.put(None)

    def _judge(
        self,
        check: _Check,
        number: str,
        lesson: str,
        exercise: str,
        document: bytes,
        answer: str,
        options: dict[str, Any],
    ) -> None:
        began = time.monotonic()
        try:
            verdict = self.examiner.judge(lesson, exercise, document, **options)
            self.attempts.add(number, check.learner, verdict, answer)
            self._count.labels("judged").inc()
            event: _Event = {"verdict": without_faults(verdict)}
        except UnwantedError:
            # On a busy machine, those who still wait come before those who have gone.
            self._count.labels("left").inc()
            event = {"error": "This check's sender is gone."}
        except Exception:
            # A fault of the service must not leave the learner waiting.
            LOG.exception("%s/%s of %s could not be judged", lesson, exercise, check.learner)
            self._count.labels("failed").inc()
            event = {"error": "The class's service failed to judge this check: run it again later."}
        self._seconds.observe(time.monotonic() - began)
        check.loop.call_soon_threadsafe(self._done, check, event)

    def _done(self, check: _Check, event: _Event) -> None:
        self._checks.discard(check)
        self.gate.leave(check.learner, check.size)
        if check.left and "verdict" in event:
            check.told = event
            check.loop.call_later(self.limits.kept, self._forget, check)
        else:
            self._forget(check)
        check.tell(event)

    def _forget(self, check: _Check) -> None:
        if self._same.get(check.what) is check:
            del self._same[check.what]

    @contextlib.contextmanager
    def answering(self) -> Iterator[None]:
        """Have a stop wait until the block has sent its answer."""
        self._answering += 1
        try:
            yield
        finally:
            self._answering -= 1

    async def stop(self, seconds: float) -> None:
        """Take no new checks, and wait until those under way are judged and told; answers to them still come.

        Args:
            seconds: How long to wait at most.
        """
        self.stopping = True
        until = time.monotonic() + seconds
        while (self.gate.waiting or self._answering) and time.monotonic() < until:
            await asyncio.sleep(0.05)
        for check in self._checks:
            check.answers.put(None)  # nobody will answer any more
        self._pool.shutdown(wait=False)


class _Handler(tornado.web.RequestHandler):
    service: Service

    def initialize(self, service: Service) -> None:
        self.service = service

    def set_default_headers(self) -> None:
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Cache-Control", "no-store")

    def token(self) -> str:
        """Give the token that the request brought."""
        return self.request.headers.get("Authorization", "").removeprefix("Bearer ")[:1000]

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        why = kwargs.get("exc_info", (None, None, None))[1]
        words = str(why) if isinstance(why, RefusedError) else "The request cannot be served."
        self.finish({"error": words})

    def refuse(self, why: RefusedError) -> None:
        """Answer that the request is not served, without a traceback in the log."""
        self.service.refused()
        self.set_status(why.status)
        self.set_header("Connection", "close")
        self.finish({"error": str(why)})


class _Learners(_Handler):
    async def learner(self) -> str:
        """Tell who asks.

        Raises:
            RefusedError: Nobody known, or the service is stopping.
        """
        # What was begun is ended: answers to a check's questions are still taken.
        if self.service.stopping and not self.path_kwargs.get("ticket"):
            raise RefusedError(
                503, "The class's service is being restarted: run the check again in a minute."
            )
        return await self.service.identities.learner(self.token(), self.request.remote_ip or "")


class RequestHandler(_Learners):
    """What evidence an exercise needs."""

    async def get(self, lesson: str, exercise: str) -> None:
        """Answer."""
        try:
            self.service.gate.ask(await self.learner())
            self.finish(await self.service.request(lesson, exercise))
        except RefusedError as why:
            self.refuse(why)


@tornado.web.stream_request_body
class CheckHandler(_Learners):
    """A check, or with a ticket the answers to its questions; refused before its body where it can be."""

    def initialize(self, service: Service) -> None:
        """Begin with nothing read."""
        super().initialize(service)
        self._body: list[bytes] = []
        self._promised = 0
        self._entered, self._left = "", False
        self._let_go: Callable[[], None] = lambda: None

    async def prepare(self) -> None:
        """Look at who asks, and for how much, before the body is read."""
        try:
            if self.request.method != "POST":
                raise RefusedError(405, "Checks are sent by POST.")
            name = await self.learner()
            if "Content-Length" not in self.request.headers:
                raise RefusedError(411, "A check says how long it is.")
            self._promised = int(self.request.headers["Content-Length"])
            if self._promised > self.service.limits.body:
                raise RefusedError(413, TOO_LARGE)
            if ticket := self.path_kwargs.get("ticket"):
                self.service.asked(name, ticket)
            elif not self._left:
                self.service.gate.enter(name, self._promised)
                self._entered = name
            self.current_user = name
        except (RefusedError, ValueError) as why:
            self.refuse(why if isinstance(why, RefusedError) else RefusedError(400, "That is no check."))

    def data_received(self, chunk: bytes) -> None:
        """Take a part of the body."""
        self._body.append(chunk)

    def _began(self, let_go: Callable[[], None]) -> None:
        self._let_go = let_go

    def on_connection_close(self) -> None:
        """Let go of a sender who left before the end."""
        self._left = True
        self._let_go()
        self._leave()

    def _leave(self) -> None:
        if self._entered:
            self.service.gate.leave(self._entered, self._promised)
            self._entered = ""

    async def post(self, ticket: str = "") -> None:
        """Judge."""
        with self.service.answering(), contextlib.suppress(StreamClosedError):  # who left needs no answer
            await self._post(ticket)

    async def _post(self, ticket: str) -> None:
        body, self._body = b"".join(self._body), []
        try:
            if ticket:
                await self.finish(await self.service.answer(self.current_user, ticket, body))
                return
            line, _, document = body.partition(b"\n")
            try:
                head = json.loads(line[:100_000])
            except (ValueError, RecursionError):
                head = None
            if not isinstance(head, dict):
                raise RefusedError(400, "The check cannot be read.")
            self._entered = ""  # the service lets the learner go when it has judged
            service, name = self.service, self.current_user
            await self.finish(await service.check(name, head, document, self._promised, self._began))
        except RefusedError as why:
            self._leave()
            self.refuse(why)


class HealthHandler(_Handler):
    """Whether the service works."""

    def get(self) -> None:
        """Answer."""
        self.set_status(503 if self.service.stopping else 200)
        self.finish({"status": "stopping" if self.service.stopping else "ok"})


class MetricsHandler(_Handler):
    """Figures for Prometheus; no names stand in them."""

    def get(self) -> None:
        """Answer."""
        self.set_header("Content-Type", prometheus_client.CONTENT_TYPE_LATEST)
        self.finish(prometheus_client.generate_latest(self.service.registry))


class ClassHandler(_Handler):
    """The teacher's page."""

    async def get(self) -> None:
        """Show the class to whoever has the teacher's token: a header, a cookie, or once in the address.

        As a hub's service, the page also opens to those whom the hub has as teachers; it sends them there to
        log in.
        """
        given = self.get_query_argument("token", "")
        known = self.get_cookie(COOKIE, "")
        try:
            who = await self.whose(self.token() or known or given)
            if who is None and known and given:  # a new token for a cookie that has had its day
                who = await self.whose(given)
            if who is None and self.service.identities.hub:
                self.log_in(self.service.identities.hub)
                return
            if who is None or not who.teaches:
                raise self.closed()
        except RefusedError as why:
            self.refuse(why)
            return
        if given:
            # The token does not stay in the address, which a projector shows.
            self.keep(COOKIE, given)
            self.redirect(f"{self.folder}class")
            return
        self.set_header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'")
        hidden = self.get_query_argument("names", "") == "hidden"
        held = self.get_query_argument("updates", "") == "held"
        if not held:
            self.set_header("Refresh", str(SECONDS))
        write = functools.partial(self.service.now.page, names_hidden=hidden, held=held)
        self.finish(await asyncio.get_running_loop().run_in_executor(None, write))

    async def whose(self, token: str) -> Identity | None:
        """Tell whose a token is that came from where this request comes from."""
        return await self.service.identities.whose(token, self.request.remote_ip or "")

    def closed(self) -> RefusedError:
        """Say to whom the page opens."""
        if (hub := self.service.identities.hub) is None:
            return RefusedError(401, "This page needs the teacher's token: /class?token=…")
        group = hub.settings.teachers
        return RefusedError(
            403, f"This page is for teachers: on this hub, its administrators and the group {group}."
        )

    def keep(self, name: str, value: str, seconds: int | None = None) -> None:
        """Give the browser something to keep, which no script there can read."""
        expires = None if seconds is None else time.time() + seconds
        # A browser that comes back from a hub's page brings no strict cookie.
        same = "Lax" if self.service.identities.hub else "Strict"
        secure = self.request.protocol == "https"
        path = self.folder if name == LOGIN_COOKIE else f"{self.folder}class"
        self.set_cookie(name, value, expires=expires, httponly=True, samesite=same, secure=secure, path=path)

    @property
    def folder(self) -> str:
        """The path below which the service is seen."""
        return self.request.path.rpartition("/")[0] + "/"

    def log_in(self, hub: Hub) -> None:
        """Send the browser to the hub."""
        login = hub.login()
        self.keep(LOGIN_COOKIE, f"{login.state}:{login.verifier}", _LOGIN_SECONDS)
        self.redirect(login.address)


class LoginHandler(ClassHandler):
    """Where the hub sends a browser back to."""

    async def get(self) -> None:
        """End the login, and show the class to a teacher."""
        hub = self.service.identities.hub
        state, _, verifier = self.get_cookie(LOGIN_COOKIE, "").partition(":")
        brought = self.get_query_argument("state", "")
        try:
            if hub is None or not state or not hmac.compare_digest(state.encode(), brought.encode()):
                raise RefusedError(403, "This login was not begun here, or long ago: open the page again.")
            token = await hub.logged_in(self.get_query_argument("code", ""), verifier)
            who = await self.whose(token or "")
            if who is None or not who.teaches:
                raise self.closed()
        except RefusedError as why:
            self.refuse(why)
            return
        self.clear_cookie(LOGIN_COOKIE, path=self.folder)
        self.keep(COOKIE, token or "")
        self.redirect(f"{self.folder}class")


def application(service: Service, prefix: str = "/") -> tornado.web.Application:
    """Make the web application.

    Args:
        service: What its handlers share.
        prefix: The path below which it is seen, with a slash at both ends.

    Returns:
        The application.
    """
    about = {"service": service}
    handlers: dict[str, type[_Handler]] = {
        r"api/request/(\w{1,100})/(\w{1,100})": RequestHandler,
        r"api/check": CheckHandler,
        r"api/answers/(?P<ticket>[\w-]{1,100})": CheckHandler,
        r"health": HealthHandler,
        r"metrics": MetricsHandler,
        r"class": ClassHandler,
        r"oauth_callback": LoginHandler,
    }
    routes = [(re.escape(prefix) + path, handler, about) for path, handler in handlers.items()]
    return tornado.web.Application(routes, log_function=_log)


def _log(handler: tornado.web.RequestHandler) -> None:
    request: HTTPServerRequest = handler.request
    seconds = request.request_time()
    # Without the query, in which the teacher's token may stand.
    LOG.info("%s %s %s %.3f s", handler.get_status(), request.method, request.path[:200], seconds)
