"""The examiner's process: it reads requests from a socket and answers each with a verdict.

This process itself only reads, forks and watches. What it is asked is done in children, so that evidence
which crashes Keras, eats memory or never ends is stopped alone: the criterion at which a child was stopped is
a miss, and a new child judges the rest. One child judges the answers of one submission, one after the other,
so that no submission meets what another one left behind. The parent never runs a TensorFlow operation, since
a child forked after one may hang. So every child has its first steps in TensorFlow to make, some 0.1 s of
them; at a learner's desk one is forked in advance, while nothing is asked, and makes these for the next.
"""

import ctypes
import gc
import importlib
import json
import os
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

from coursework import frames
from coursework.plain import Json
from graders.criteria import (
    Verdict,
    begin_practice,
    behind_a_stop,
    beyond_limits,
    is_untouched,
    judge_one,
    unattempted,
    unjudged,
)
from graders.criteria.exercise import Criterion, Exercise
from graders.criteria.verdict import Judgement, Status
from graders.errors import CourseError
from graders.examiner.limits import JudgingLimits
from graders.examiner.workers import Message, Parent, Work, Worker, reap

CLONE_NEWUSER, CLONE_NEWNET = 0x10000000, 0x40000000
READ_STEP = -1
"""Number of the step in which evidence is read; the criteria count from 0."""
WAITING = 4
"""How many children may wait for their submissions' next answers."""
SENT_BYTES = 2**24
"""The largest evidence that a waiting child is sent; one forked for it has it in its memory already."""
IDLE_SECONDS = 0.05
"""When nothing has been asked for so long, a child is prepared for the next new submission."""


def main(
    fd: int,
    limits: Json | None = None,
    preload: Iterable[str] = ("keras",),
    in_advance: bool = False,
    practice: bool = False,
) -> None:
    """Serve requests until the other side closes the connection.

    Args:
        fd: File descriptor of a connected stream socket.
        limits: Fields of `JudgingLimits` that differ from the usual ones.
        preload: Modules to import before the first request, so that no child has to.
        in_advance: Whether to fork the next new submission's child while nothing is asked.
        practice: Whether checks draw other hidden inputs than in grading.
    """
    if practice:
        begin_practice()
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
    if preload:
        importlib.import_module("graders.examiner.judging")
    frames.send(connection, {"ready": True, "network": not without_network, "pid": os.getpid()})
    judges = Judges(JudgingLimits(**(limits or {})))
    operations = {
        "describe": judges.describe,
        "prepare": judges.prepare_for,
        "judge": judges.judge,
        "finish": judges.finish,
    }
    while True:
        if in_advance and not select.select([connection], [], [], IDLE_SECONDS)[0]:
            judges.fork_in_advance()
        message = frames.receive(connection)
        if message is None:
            return
        head, body = message
        try:
            answer = operations[head["op"]](head, body)
        except CourseError as error:
            answer = {"error": str(error)}
        except Exception:
            answer = {"error": traceback.format_exc()}
        try:
            frames.send(connection, {"id": head["id"], **answer})
        except BrokenPipeError:
            return  # nobody waits for the answer any more
        reap()


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


class Judges:
    """Does what the examiner is asked, by children.

    Args:
        limits: What one judgement may cost.
    """

    def __init__(self, limits: JudgingLimits) -> None:
        self.limits = limits
        self._waiting: dict[str, Worker] = {}
        self._prepared: Worker | None = None

    def fork_in_advance(self) -> None:
        """Have a child that has made its first steps in TensorFlow before it is asked."""
        if self._prepared is None:
            self._prepared = Worker(_first_steps, self.limits)

    def prepare_for(self, head: Message, body: bytes) -> Message:
        """Let the child that will judge a submission's next answer work out what it compares it with."""
        if (worker := self._waiting.pop(head["submission"], None) or self._prepared) is not None:
            if worker is self._prepared:
                self._prepared = None
            if worker.ask(head, body):
                self._waiting[head["submission"]] = worker
            else:
                worker.end()
        return {}

    def describe(self, head: Message, body: bytes) -> Message:
        """Tell a lesson's exercises: criteria with their points, and what to ask the candidate for.

        Raises:
            CourseError: The lesson's checks cannot be loaded.
        """
        worker = Worker(_describing(head), self.limits)
        messages, stopped = worker.watch(time.monotonic() + self.limits.wall_seconds)
        if not messages:
            raise _not_loaded(head, stopped)
        worker.end()
        return messages[-1]

    def judge(self, head: Message, body: bytes) -> Message:
        """Judge one answer, criterion by criterion, going on after each that has to be stopped.

        Raises:
            CourseError: The lesson's checks cannot be loaded.
        """
        deadline = time.monotonic() + self.limits.exercise_seconds
        criteria: list[Criterion] = []
        done: dict[int, Json] = _judged_before(head)
        faults: list[str] = []
        messages, stopped = self._ask_again(head, body, deadline)
        while True:
            if not messages:
                messages, stopped = self._ask_anew(head, body, done, deadline)
            for message in messages:
                if "verdict" in message or "request" in message:
                    return {**message, "faults": faults}
                if "judgement" in message:
                    done[message["step"]] = message["judgement"]
                criteria = _without_tests(message) or criteria
            if not messages:
                raise _not_loaded(head, stopped)
            step = messages[-1]["step"]
            faults.append(
                f"{head['lesson']}/{head['exercise']}: judging was stopped at step {step}: {stopped}"
            )
            if step in done or step == READ_STEP or time.monotonic() > deadline:
                judgements = [
                    done.get(at) or asdict(beyond_limits(criterion, stopped))
                    for at, criterion in enumerate(criteria)
                ]
                return {"verdict": _verdict(head, judgements).to_dict(), "faults": faults}
            done[step] = asdict(beyond_limits(criteria[step], stopped))
            messages = []

    def finish(self, head: Message, body: bytes) -> Message:
        """Let go of the child that waits for a submission's next answer."""
        if worker := self._waiting.pop(head["submission"], None):
            worker.end()
        return {}

    def _ask_again(self, head: Message, body: bytes, deadline: float) -> tuple[list[Message], str]:
        """Ask the child that judged the submission's last answer, if it waits for one like this."""
        worker = self._waiting.pop(head["submission"], None)
        if worker is None:
            return [], ""
        if len(body) > SENT_BYTES or not worker.ask(head, body):
            worker.end()
            return [], ""
        return self._watch(worker, head, deadline)

    def _ask_anew(
        self, head: Message, body: bytes, done: dict[int, Json], deadline: float
    ) -> tuple[list[Message], str]:
        """Ask a new child: the one that is prepared, unless this answer has been too much for one already."""
        if done == _judged_before(head) and len(body) <= SENT_BYTES:
            worker, self._prepared = self._prepared, None
            if worker is not None and not worker.ask(head, body):
                worker.end()
            elif worker is not None and (told := self._watch(worker, head, deadline))[0]:
                return told
        return self._watch(Worker(_judging(head, body, done), self.limits), head, deadline)

    def _watch(self, worker: Worker, head: Message, deadline: float) -> tuple[list[Message], str]:
        messages, stopped = worker.watch(deadline)
        if messages and {"verdict", "request"} & set(messages[-1]):
            if head["submission"]:
                self._waiting[head["submission"]] = worker
            else:
                worker.end()
            if len(self._waiting) > WAITING:
                self._waiting.pop(next(iter(self._waiting))).end()
        return messages, stopped


def _not_loaded(head: Message, stopped: str) -> CourseError:
    return CourseError(f"The checks of lesson {head['lesson']} cannot be loaded: {stopped}.")


def _describing(head: Message) -> Work:
    """Make the work of a child: tell a lesson's exercises."""

    def work(parent: Parent) -> None:
        from graders.criteria.registry import exercises
        from graders.evidence import request

        try:
            found = exercises(head["lesson"])
            parent.send({"exercises": {name: _describe(each, request) for name, each in found.items()}})
        except CourseError as error:
            parent.send({"error": str(error)})
        except Exception:
            why = traceback.format_exc()
            parent.send({"error": f"The checks of lesson {head['lesson']} cannot be loaded.\n{why}"})

    return work


def _describe(exercise: Exercise, request: Callable[[Any], Json]) -> Json:
    return {
        "names": list(exercise.evidence),
        "request": request(exercise.evidence),
        "criteria": _criteria(exercise),
    }


def _criteria(exercise: Exercise) -> list[Json]:
    return [
        {"name": criterion.name, "points": criterion.points, "read": criterion.read}
        for criterion in exercise.criteria
    ]


def _without_tests(message: Message) -> list[Criterion]:
    """Read what a worker sent of an exercise's criteria."""
    return [Criterion(**each, test=_never) for each in message.get("criteria", ())]


def _never() -> None:
    """Stand for a test in the parent, which never loads the checks themselves."""
    raise NotImplementedError("criteria are judged in a child")


def _find(head: Json) -> Exercise:
    from graders.criteria.registry import exercise

    return exercise(head["lesson"], head["exercise"])


def _judging(head: Message, body: bytes, done: dict[int, Json]) -> Work:
    """Make the work of a child: judge an answer but for what is done already, then others whole."""

    def work(parent: Parent) -> None:
        _judge(parent, head, body, done)
        _go_on(parent)

    return work


def _first_steps(parent: Parent) -> None:
    """Do the work of a prepared child: whatever a process does once, and then judge what is sent."""
    if keras := sys.modules.get("keras"):
        layers = [keras.Input((2,)), keras.layers.Dense(2, "relu"), keras.layers.Dense(2, "softmax")]
        model, ones = keras.Sequential(layers), keras.ops.ones((1, 2))
        model.compile("adam", "mse", run_eagerly=True)
        model.train_on_batch(ones, ones)
    _go_on(parent)


def _go_on(parent: Parent) -> None:
    """Judge one answer after the other."""
    while (request := parent.next()) is not None:
        _tidy()
        if request[0]["op"] == "prepare":
            _prepare(request[0])
        else:
            _judge(parent, *request, _judged_before(request[0]))


def _prepare(head: Message) -> None:
    """Work out what an exercise's tests compare with; what fails here fails again when it is judged."""
    try:
        if prepare := _find(head).prepare:
            prepare()
    except Exception:
        traceback.print_exc()


def _tidy() -> None:
    """Have nothing of the last answer left when the next is judged."""
    if keras := sys.modules.get("keras"):
        keras.utils.clear_session(free_memory=False)
    gc.collect()


def _judged_before(head: Message) -> dict[int, Json]:
    """Give what was judged in earlier rounds of the same answer."""
    return {int(step): judgement for step, judgement in head["judged"].items()}


def _bodies(head: Message, body: bytes) -> tuple[bytes, list[bytes]]:
    """Take the document and the answers of each round apart."""
    view, at = memoryview(body), len(body) - sum(head["answered"])
    document, answered = bytes(view[:at]), []
    for size in head["answered"]:
        answered.append(bytes(view[at : at + size]))
        at += size
    return document, answered


def _judge(parent: Parent, head: Message, body: bytes, done: dict[int, Json]) -> None:
    """Judge what is not done yet, and tell when each step begins and ends.

    What could not be decided without questions is not done; they are told, unless this is the last round.
    """
    from graders.evidence.asking import watching
    from graders.examiner.judging import evidence_of, questions_of

    exercise, note = _find(head), head["note"]
    parent.send({"step": READ_STEP, "criteria": _criteria(exercise)})
    if head["attempted"] is False:
        parent.send({"verdict": unattempted(exercise, note=note).to_dict()})
        return
    try:
        document, answered = _bodies(head, body)
        evidence = evidence_of(exercise, document, head["absent"], answered)
    except Exception:
        parent.send({"verdict": unjudged(exercise, traceback.format_exc(), note=note).to_dict()})
        return
    if head["attempted"] is None and is_untouched(exercise, evidence):
        parent.send({"verdict": unattempted(exercise, note=note).to_dict()})
        return
    evidence = behind_a_stop(evidence, note)
    judgements, open_ = dict(done), set()
    with watching() as round_:
        for step, criterion in enumerate(exercise.criteria):
            if step not in judgements:
                parent.send({"step": step})
                with watching() as watch:
                    judgements[step] = asdict(judge_one(criterion, evidence))
                if watch.questions:
                    open_.add(step)
                parent.send({"step": step, "judgement": judgements[step]})
    if round_.questions and not head["last"]:
        judged = {step: judgement for step, judgement in judgements.items() if step not in open_}
        parent.send({"request": questions_of(round_.questions), "judged": judged})
        return
    parent.send({"verdict": _verdict(head, [judgements[step] for step in sorted(judgements)]).to_dict()})


def _verdict(head: Json, judgements: list[Json]) -> Verdict:
    made = tuple(Judgement(**{**each, "status": Status(each["status"])}) for each in judgements)
    return Verdict(head["lesson"], head["exercise"], made, head["note"])


if __name__ == "__main__":
    main(**json.loads(sys.argv[1]))
