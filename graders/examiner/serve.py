"""The examiner's process: it reads requests from a socket and answers each with a verdict.

This process itself only reads, forks and watches. Each request is judged in a child forked for it, so that
evidence which crashes Keras, eats memory or never ends is stopped alone: the criterion at which the child was
stopped is a miss, a new child judges the rest, and the next request starts from a clean process. The parent
never runs a TensorFlow operation, since a child forked after one may hang.
"""

import ctypes
import importlib
import json
import os
import resource
import select
import signal
import socket
import sys
import time
import traceback
import warnings
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

import psutil

from graders.criteria import Verdict, beyond_limits, is_untouched, judge_one, unattempted, unjudged
from graders.criteria.exercise import Criterion, Exercise
from graders.criteria.verdict import Judgement, Status
from graders.errors import CourseError
from graders.examiner import frames
from graders.examiner.limits import JudgingLimits

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
READ_STEP = -1
"""Number of the step in which evidence is read; the criteria count from 0."""


def main(fd: int, limits: dict[str, float] | None = None, preload: Iterable[str] = ("keras",)) -> None:
    """Serve requests until the other side closes the connection.

    Args:
        fd: File descriptor of a connected stream socket.
        limits: Fields of `JudgingLimits` that differ from the usual ones.
        preload: Modules to import before the first request, so that no child has to.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Keras warns of what is odd in a learner's model; the verdict says that to whom it concerns.
    warnings.simplefilter("ignore")
    # TensorFlow looks for graphics cards on its first operation, which is still to come here.
    os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
    connection = socket.socket(fileno=fd)
    os.set_inheritable(fd, False)
    without_network = leave_network()
    for module in preload:
        importlib.import_module(module)
    frames.send(connection, {"ready": True, "network": not without_network, "pid": os.getpid()})
    allowed = JudgingLimits(**(limits or {}))
    while (message := frames.receive(connection)) is not None:
        head, body = message
        try:
            answer = OPERATIONS[head["op"]](head, body, allowed)
        except CourseError as error:
            answer = {"error": str(error)}
        except Exception:
            answer = {"error": traceback.format_exc()}
        frames.send(connection, {"id": head["id"], **answer})


def leave_network() -> bool:
    """Move this process, and all it forks, into a network of its own, in which there is nothing.

    Returns:
        Whether the system allowed it; it does on most Linux systems, and nowhere else.
    """
    try:
        unshare = ctypes.CDLL(None, use_errno=True).unshare
    except (OSError, AttributeError):
        return False
    return unshare(CLONE_NEWNET) == 0 or unshare(CLONE_NEWUSER | CLONE_NEWNET) == 0


def describe(head: dict[str, Any], body: bytes, limits: JudgingLimits) -> dict[str, Any]:
    """Tell a lesson's exercises: criteria with their points, and what to ask the candidate for."""

    def work(tell: Callable[[dict[str, Any]], None]) -> None:
        from graders.criteria.registry import exercises
        from graders.evidence import request

        try:
            found = exercises(head["lesson"])
            tell({"exercises": {name: _describe(exercise, request) for name, exercise in found.items()}})
        except CourseError as error:
            tell({"error": str(error)})
        except Exception:
            why = traceback.format_exc()
            tell({"error": f"The checks of lesson {head['lesson']} cannot be loaded.\n{why}"})

    told, stopped = _in_child(work, limits, limits.wall_seconds)
    if not told:
        raise CourseError(f"The checks of lesson {head['lesson']} cannot be loaded: {stopped}.")
    return told[-1]


def _describe(exercise: Exercise, request: Callable[[Any], dict[str, Any]]) -> dict[str, Any]:
    return {
        "names": list(exercise.evidence),
        "request": request(exercise.evidence),
        "criteria": _criteria(exercise),
    }


def _criteria(exercise: Exercise) -> list[dict[str, Any]]:
    return [
        {"name": criterion.name, "points": criterion.points, "read": criterion.read}
        for criterion in exercise.criteria
    ]


def judge(head: dict[str, Any], body: bytes, limits: JudgingLimits) -> dict[str, Any]:
    """Judge one answer, criterion by criterion, going on after each that has to be stopped."""
    deadline = time.monotonic() + limits.exercise_seconds
    criteria: list[Criterion] = []
    done: dict[int, dict[str, Any]] = {}
    faults: list[str] = []
    while True:
        told, stopped = _in_child(_judging(head, body, done), limits, deadline - time.monotonic())
        for message in told:
            if "verdict" in message:
                return {"verdict": message["verdict"], "faults": faults}
            if "judgement" in message:
                done[message["step"]] = message["judgement"]
            criteria = [Criterion(**each, test=_never) for each in message.get("criteria", ())] or criteria
        if not told:
            raise CourseError(f"The checks of lesson {head['lesson']} cannot be loaded: {stopped}.")
        step = told[-1]["step"]
        faults.append(f"{head['lesson']}/{head['exercise']}: judging was stopped at step {step}: {stopped}")
        if step in done or step == READ_STEP or time.monotonic() > deadline:
            judgements = [
                done.get(at) or asdict(beyond_limits(criterion, stopped))
                for at, criterion in enumerate(criteria)
            ]
            return {"verdict": _verdict(head, judgements).to_dict(), "faults": faults}
        done[step] = asdict(beyond_limits(criteria[step], stopped))


def _never() -> None:
    """Stand for a test in the parent, which never loads the checks themselves."""
    raise NotImplementedError("criteria are judged in a child")


def _find(head: dict[str, Any]) -> Exercise:
    from graders.criteria.registry import exercise

    return exercise(head["lesson"], head["exercise"])


def _judging(
    head: dict[str, Any], body: bytes, done: dict[int, dict[str, Any]]
) -> Callable[[Callable[[dict[str, Any]], None]], None]:
    """Make the work of a child: judge what is not done yet, and tell when each step begins and ends."""

    def work(tell: Callable[[dict[str, Any]], None]) -> None:
        from graders.examiner.judging import evidence_of

        exercise, note = _find(head), head["note"]
        tell({"step": READ_STEP, "criteria": _criteria(exercise)})
        if head["attempted"] is False:
            tell({"verdict": unattempted(exercise, note=note).to_dict()})
            return
        try:
            evidence = evidence_of(exercise, body, head["absent"])
        except Exception:
            tell({"verdict": unjudged(exercise, traceback.format_exc(), note=note).to_dict()})
            return
        if head["attempted"] is None and is_untouched(exercise, evidence):
            tell({"verdict": unattempted(exercise, note=note).to_dict()})
            return
        judgements = dict(done)
        for step, criterion in enumerate(exercise.criteria):
            if step not in judgements:
                tell({"step": step})
                judgements[step] = asdict(judge_one(criterion, evidence))
                tell({"step": step, "judgement": judgements[step]})
        tell({"verdict": _verdict(head, [judgements[step] for step in sorted(judgements)]).to_dict()})

    return work


def _verdict(head: dict[str, Any], judgements: list[dict[str, Any]]) -> Verdict:
    made = tuple(Judgement(**{**each, "status": Status(each["status"])}) for each in judgements)
    return Verdict(head["lesson"], head["exercise"], made, head["note"])


def _in_child(
    work: Callable[[Callable[[dict[str, Any]], None]], None], limits: JudgingLimits, seconds: float
) -> tuple[list[dict[str, Any]], str]:
    """Run work in a forked child within limits.

    Args:
        work: Takes a function that tells the parent something.
        limits: The limits; time starts anew with every message.
        seconds: Time on the clock for the whole.

    Returns:
        What the child told, and why it ended: empty when it came to its end by itself.
    """
    ours, theirs = socket.socketpair()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        _child(ours, theirs, work, limits)
    theirs.close()
    try:
        return _watch(ours, pid, limits, time.monotonic() + seconds)
    finally:
        ours.close()


def _child(ours: socket.socket, theirs: socket.socket, work: Callable, limits: JudgingLimits) -> None:
    status = 1
    try:
        ours.close()
        os.setsid()
        os.closerange(3, theirs.fileno())
        os.closerange(theirs.fileno() + 1, 4096)
        if sys.platform == "linux":
            most = _data_size() + limits.memory
            resource.setrlimit(resource.RLIMIT_DATA, (most, most))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        work(lambda message: frames.send(theirs, message))
        status = 0
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        # No clean-up of the parent's objects in the child, and no second copy of its buffered output.
        os._exit(status)


def _data_size() -> int:
    """Bytes of data memory of this process, as RLIMIT_DATA counts them."""
    with open("/proc/self/status", encoding="ascii") as lines:
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmData"))


def _watch(
    connection: socket.socket, pid: int, limits: JudgingLimits, deadline: float
) -> tuple[list[dict[str, Any]], str]:
    process = psutil.Process(pid)
    told: list[dict[str, Any]] = []
    stopped = ""
    began, used_before = time.monotonic(), 0.0
    start = process.memory_info().rss
    pause = 0.02
    while True:
        if select.select([connection], [], [], pause)[0]:
            try:
                message = frames.receive(connection)
            except (OSError, ValueError, json.JSONDecodeError):
                message = None
            if message is None:
                break
            told.append(message[0])
            began, used_before, pause = time.monotonic(), _cpu(process), 0.02
            continue
        pause = min(2 * pause, 0.2)
        now = time.monotonic()
        if now - began > limits.wall_seconds or now > deadline:
            stopped = "too long"
        elif _cpu(process) - used_before > limits.cpu_seconds:
            stopped = f"more than {limits.cpu_seconds:g} s"
        elif _held(process) - start > limits.memory:
            stopped = _too_much(limits)
        if stopped:
            os.kill(pid, signal.SIGKILL)
            break
    _, status = os.waitpid(pid, 0)
    if not stopped and status:
        # Libraries abort the process when they get no memory: that is how most oversized answers die.
        code = os.waitstatus_to_exitcode(status)
        out_of_memory = code in (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGBUS)
        stopped = _too_much(limits) if out_of_memory else f"so much that its process broke down ({code})"
    return told, stopped


def _too_much(limits: JudgingLimits) -> str:
    return f"more than {limits.memory / 2**30:.2g} GiB of memory"


def _cpu(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.Error:
        return 0.0
    return times.user + times.system


def _held(process: psutil.Process) -> int:
    try:
        return process.memory_info().rss
    except psutil.Error:
        return 0


OPERATIONS: dict[str, Callable[[dict[str, Any], bytes, JudgingLimits], dict[str, Any]]] = {
    "describe": describe,
    "judge": judge,
}


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))
