"""A class's check service under load: learners who check, for minutes, and how many it can serve."""

import asyncio
import contextlib
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Coroutine, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil

from benchmarks.course import BenchmarkError, Course
from benchmarks.desk import Sent
from benchmarks.kernels_in_a_row import MIB, family, pss_alone
from benchmarks.sampling import percentile
from graders.desk.attempts import TEACHER, Attempts
from graders.kernels.environment import runtime_folder

EVERY = 120.0
"""Seconds between two checks of one learner, on average."""
WANTED = 1.0
"""Seconds that the 95th percentile may take where a rate counts as held."""
_LONGEST = 60.0
_COMING_IN, _COMING_IN_RATE = 90.0, 5.0
"""For so many seconds, at so many checks a second, learners check before the figures begin."""
_PAGE = 15.0
"""Seconds between two loads of the teacher's page, which stays open."""
_LOOK = 3.0
"""Seconds between two looks at the processor time of the service's processes, some of which end."""


@dataclass(frozen=True)
class Load:
    """How much is asked of the service.

    Args:
        learners: How many learners.
        seconds: For how long they check.
        step: Seconds of each rate that is tried for the highest.
        rates: Checks a second that are tried, from the lowest on.
        own_rates: The same where no two checks have the same evidence, so that each is judged.
    """

    learners: int
    seconds: float
    step: float
    rates: tuple[float, ...]
    own_rates: tuple[float, ...]


@dataclass
class Samples:
    """What came of checks.

    Attributes:
        seconds: Of each check that was judged: from its first request to its verdict.
        errors: What went wrong otherwise, and how often.
    """

    seconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class _Answer:
    """A bank's answer as it is sent."""

    sent: Sent
    document: bytes
    rounds: tuple[bytes, ...]


class Serving:
    """`coursework serve` on this machine, with a class; stopped when the block is left.

    Args:
        course: Whose checks and environment.
        folder: Where its database and log go.
        learners: How many learners it has.
    """

    def __init__(self, course: Course, folder: Path, learners: int) -> None:
        self._course, self._folder = course, folder
        self._url = f"sqlite:///{folder / 'checks.db'}"
        self._names = [f"learner-{number}" for number in range(learners)]

    def __enter__(self) -> "Serving":
        attempts = Attempts(self._url)
        self.tokens = attempts.new_tokens([TEACHER, *self._names])
        attempts.close()
        self.teacher = self.tokens.pop(TEACHER)
        command = [sys.executable, "-m", "coursework.command", "serve", "--port", "0", "--db", self._url]
        self._log = (self._folder / "serve.log").open("w", encoding="utf-8")
        self._process = subprocess.Popen(
            command,
            cwd=self._folder,
            env=self._course.environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        found = re.search(r"http://\S+", line)
        if found is None:
            self.__exit__()
            log = (self._folder / "serve.log").read_text(encoding="utf-8")
            raise BenchmarkError(f"`coursework serve` did not start: {line}{log[-1000:]}")
        self.port = urlsplit(found[0]).port
        return self

    def __exit__(self, *exception: object) -> None:
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(timeout=60)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._log.close()

    def processes(self) -> set[int]:
        """Give the service's processes: its own, and the examiners', which are forked from a forkserver."""
        return {pid for root in (self._process.pid, *_forkservers()) for pid in _alive(root)}

    def memory(self) -> float:
        """Give the MiB that they hold (proportional set size)."""
        total = 0
        for pid in self.processes():
            with contextlib.suppress(OSError):  # it has ended meanwhile
                total += pss_alone(pid)
        return round(total / MIB, 1)

    def processor(self) -> dict[tuple[int, float], float]:
        """Give the seconds of processor time that each has used, by its id and the time of its start."""
        found = {}
        for pid in self.processes():
            with contextlib.suppress(psutil.Error):
                process = psutil.Process(pid)
                times = process.cpu_times()
                found[pid, process.create_time()] = times.user + times.system
        return found


def _alive(root: int) -> list[int]:
    try:
        return family(root)
    except psutil.Error:
        return []


def _forkservers() -> Iterator[int]:
    """Give the forkservers of this run that have children."""
    for process in psutil.process_iter(["cmdline"]):
        line = process.info["cmdline"] or []
        if "--path" not in line or Path(line[line.index("--path") + 1]).parent != runtime_folder():
            continue
        with contextlib.suppress(psutil.Error):
            parent = process.parent()
            # What a forkserver forked carries its command line too.
            if process.children() and (parent is None or parent.cmdline() != line):
                yield process.pid


class Class:
    """Learners who check.

    Args:
        serving: The service.
        mix: What they send.
        seed: Where chance starts.
    """

    def __init__(self, serving: Serving, mix: Sequence[Sent], seed: int = 0) -> None:
        self._serving, self._chance = serving, random.Random(seed)
        self._mix = [
            _Answer(sent, sent.document.read_bytes(), tuple(each.read_bytes() for each in sent.rounds))
            for sent in mix
        ]
        self._number = 0
        self._own = False

    async def work(self, seconds: float, every: float, samples: Samples, own: bool = False) -> None:
        """Have all learners check for a while.

        Args:
            seconds: For how long.
            every: Seconds between two checks of one learner, on average.
            samples: Where what came of it goes.
            own: Whether no two checks are the same to the service, so that it judges each.
        """
        self._own = own
        until = time.monotonic() + seconds
        async with asyncio.TaskGroup() as group:
            group.create_task(self._look(until, samples))
            for token in self._serving.tokens.values():
                group.create_task(self._learn(token, until, every, samples))

    async def _learn(self, token: str, until: float, every: float, samples: Samples) -> None:
        while True:
            wait = self._chance.expovariate(1 / every)
            if time.monotonic() + wait > until:
                return
            await asyncio.sleep(wait)
            answer = self._chance.choice(self._mix)
            began = time.monotonic()
            try:
                async with asyncio.timeout(_LONGEST):
                    await self._check(token, answer)
                samples.seconds.append(time.monotonic() - began)
            except (OSError, ValueError, KeyError, TimeoutError, BenchmarkError) as error:
                samples.errors[f"{type(error).__name__}: {error}"[:200]] += 1

    async def _look(self, until: float, samples: Samples) -> None:
        """Keep the teacher's page open."""
        while time.monotonic() + _PAGE < until:
            await asyncio.sleep(_PAGE)
            try:
                await self._request("GET", "/class", self._serving.teacher)
            except (OSError, ValueError, BenchmarkError) as error:
                samples.errors[f"page: {error}"[:200]] += 1

    async def _check(self, token: str, answer: _Answer) -> None:
        """Do what a kernel does: ask what to take, send it, answer questions, until the verdict comes."""
        lesson, exercise = answer.sent.lesson, answer.sent.exercise
        await self._request("GET", f"/api/request/{lesson}/{exercise}", token)
        self._number += 1
        head = {"id": str(self._number), "lesson": lesson, "exercise": exercise, "attempted": True}
        head |= {"note": f"check {self._number}" if self._own else "", "answer": f"{self._number:064d}"}
        body = json.dumps(head).encode() + b"\n" + answer.document
        told = json.loads(await self._request("POST", "/api/check", token, body))
        for answers in answer.rounds:
            if "ask" not in told:
                break
            told = json.loads(await self._request("POST", f"/api/answers/{told['ticket']}", token, answers))
        if "verdict" not in told:
            raise BenchmarkError(f"{lesson}/{exercise}: no verdict, but {sorted(told)}")

    async def _request(self, method: str, path: str, token: str, body: bytes = b"") -> bytes:
        """Send one request on a connection of its own, as a kernel does."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self._serving.port, limit=2**22)
        try:
            head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
            head += f"Authorization: Bearer {token}\r\n"
            head += f"Content-Length: {len(body)}\r\n\r\n" if method == "POST" else "\r\n"
            writer.write(head.encode() + body)
            await writer.drain()
            answer = await reader.read(-1)
        finally:
            writer.close()
        lines, _, content = answer.partition(b"\r\n\r\n")
        status = lines.partition(b"\r\n")[0].decode()
        if " 200 " not in f"{status} ":
            raise BenchmarkError(f"{status}: {content[:150]!r}")
        return content


def measure(course: Course, folder: Path, mix: Sequence[Sent], load: Load) -> dict[str, Any]:
    """Have a class work with a service, then raise the rate until it does not hold any more.

    Args:
        course: Whose checks and environment.
        folder: An empty folder.
        mix: What learners send.
        load: How much.

    Returns:
        The figures.
    """
    with Serving(course, folder, load.learners) as serving:
        learners = Class(serving, mix)
        # What every exercise pays once, before the figures begin: as when a class comes in.
        asyncio.run(_warm(learners))
        asyncio.run(learners.work(_COMING_IN, load.learners / _COMING_IN_RATE, Samples()))
        told = asyncio.run(_steady(serving, learners, load))
        told["steps"] = _raised(serving, learners, load, load.rates, own=False)
        told["own_steps"] = _raised(serving, learners, load, load.own_rates, own=True)
    return {
        "learners": load.learners,
        "every": EVERY,
        "minutes": round(load.seconds / 60, 1),
        "answers": len(mix),
        "right": sum(sent.right for sent in mix),
        "asked": sum(bool(sent.rounds) for sent in mix),
        "cores": len(os.sched_getaffinity(0)),
        **told,
        "highest": _highest(told["steps"]),
        "own_highest": _highest(told["own_steps"]),
    }


def _raised(
    serving: Serving, learners: Class, load: Load, rates: Sequence[float], own: bool
) -> list[dict[str, Any]]:
    """Raise the rate until it is not held."""
    steps = []
    for rate in rates:
        samples = Samples()
        used = asyncio.run(
            _watched(serving, learners.work(load.step, load.learners / rate, samples, own=own))
        )
        steps.append({"rate": rate, **figures(samples, load.step), "processor_ms": _each(used, samples)})
        if not held(steps[-1]):
            break
    return steps


def _highest(steps: Sequence[dict[str, Any]]) -> float | None:
    return max((step["got"] for step in steps if held(step)), default=None)


def _each(used: float, samples: Samples) -> int:
    return round(1000 * used / max(1, len(samples.seconds)))


async def _watched(serving: Serving, work: Coroutine[Any, Any, None]) -> float:
    """Have learners work; give the seconds of processor time that the service used meanwhile."""
    before = serving.processor()
    seen = dict(before)

    async def look() -> None:
        while True:
            await asyncio.sleep(_LOOK)
            seen.update(await asyncio.to_thread(serving.processor))

    looking = asyncio.create_task(look())
    try:
        await work
    finally:
        looking.cancel()
    seen.update(serving.processor())
    return sum(used - before.get(process, 0.0) for process, used in seen.items())


async def _warm(learners: Class) -> None:
    token = next(iter(learners._serving.tokens.values()))
    for lesson in dict.fromkeys(answer.sent.lesson for answer in learners._mix):
        answer = next(each for each in learners._mix if each.sent.lesson == lesson)
        await learners._request("GET", f"/api/request/{lesson}/{answer.sent.exercise}", token)


async def _steady(serving: Serving, learners: Class, load: Load) -> dict[str, Any]:
    """Let them work at their usual pace; look at memory on the way."""
    samples, held_memory = Samples(), [serving.memory()]

    async def look() -> None:
        for _ in range(10):
            await asyncio.sleep(load.seconds / 10)
            held_memory.append(await asyncio.to_thread(serving.memory))

    async with asyncio.TaskGroup() as group:
        group.create_task(look())
        used = group.create_task(_watched(serving, learners.work(load.seconds, EVERY, samples)))
    return {
        **figures(samples, load.seconds),
        "memory_mib": held_memory,
        "growth": growth(held_memory),
        "processor_ms": _each(used.result(), samples),
    }


def figures(samples: Samples, seconds: float) -> dict[str, Any]:
    """Sum samples up.

    Args:
        samples: What came of checks.
        seconds: In which time.

    Returns:
        How many there were, a second too, their median and 95th percentile, the longest, and errors.

    Raises:
        BenchmarkError: None was judged.
    """
    if not samples.seconds:
        raise BenchmarkError(f"No check was judged: {dict(samples.errors)}")
    return {
        "checks": len(samples.seconds),
        "got": round(len(samples.seconds) / seconds, 1),
        "median": round(statistics.median(samples.seconds), 3),
        "p95": round(percentile(samples.seconds, 95), 3),
        "most": round(max(samples.seconds), 3),
        "errors": dict(samples.errors),
    }


def held(step: dict[str, Any]) -> bool:
    """Tell whether a rate was held: no error, and quick for all but a few."""
    return not step["errors"] and step["p95"] <= WANTED


def growth(memory: Sequence[float]) -> float:
    """Give by how much memory grew: the last third over the first of what was seen under load.

    Args:
        memory: MiB, in order of time; the first is from before the load.

    Returns:
        The ratio of the medians, less one.
    """
    loaded = memory[1:]
    third = max(1, len(loaded) // 3)
    return round(statistics.median(loaded[-third:]) / statistics.median(loaded[:third]) - 1, 3)
