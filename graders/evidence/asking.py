"""Asking a part of an answer that cannot be rebuilt, and keeping account of what hangs on it.

A layer with code of the learner's own stays where it runs. Here it is a stand-in: name, weights and
shapes are facts; what it computes is asked, round by round, while the candidate lives; and what nobody
can see from outside (its class's settings, the layers inside it) is not known.

The judge calls each criterion inside `watching()`. A criterion may

- ask what is not answered yet: it is given zeros and goes on, so that one round takes all its questions; what
  it says is thrown away, and it is judged again with the answers;
- look for something that a part hides: then a miss is not believed, and the criterion is for the teacher.
"""

import hashlib
import json
import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from coursework.evidence.format import MAX_QUESTION_BYTES, MAX_QUESTIONS
from coursework.plain import Json
from graders.evidence.document import Document, EvidenceError, mapping, sequence, text
from graders.evidence.scenario import Tensor, encode

MAX_ANSWER = 50_000_000
"""Most numbers in one answer."""
Spec = tuple[tuple[int | None, ...], str]
"""Shape and dtype of a tensor, None where a size is open."""


@dataclass(frozen=True)
class Part:
    """A part of an answer that cannot be looked into.

    Args:
        what: What it is, for the learner ("The layer `Lambda` called `scale`").
        why: What keeps the grader out ("runs code of your own, which the grader does not run").
        instead: What could be written in its place; may be empty.
    """

    what: str
    why: str = "runs code of your own, which the grader does not run"
    instead: str = ""

    def __str__(self) -> str:
        return f"{self.what} {self.why}".rstrip()


class UndecidedError(Exception):
    """A check asked what cannot be known of a part.

    Args:
        part: The part.
    """

    _keras_call_info_injected = True  # Keras wraps what a layer raises, unless this says that it did

    def __init__(self, part: Part):
        super().__init__(str(part))
        self.part = part


@dataclass
class Watch:
    """What happened while a criterion was judged.

    Args:
        parts: Parts that hid something which the criterion looked for.
        questions: What was asked and is not answered yet, under its key.
        asked: The parts that these questions go to.
    """

    parts: list[Part] = field(default_factory=list)
    asked: list[Part] = field(default_factory=list)
    questions: dict[str, Json] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    size: int = 0


_watches: list[Watch] = []


@contextmanager
def watching() -> Iterator[Watch]:
    """Keep account while the block runs; an outer account is told too.

    Yields:
        The account.
    """
    watch = Watch()
    _watches.append(watch)
    try:
        yield watch
    finally:
        _watches.pop()
        if _watches:
            outer = _watches[-1]
            outer.parts += watch.parts
            outer.size += sum(
                _size(question) for key, question in watch.questions.items() if key not in outer.questions
            )
            outer.questions.update(watch.questions)


@contextmanager
def unwatched() -> Iterator[None]:
    """Look at an answer without keeping account: for words about it, and while it is built."""
    kept = _watches[:]
    _watches.clear()
    try:
        yield
    finally:
        _watches[:] = kept


def looked_for(part: Part) -> None:
    """Note that something was looked for which a part hides."""
    if _watches and part not in _watches[-1].parts:
        _watches[-1].parts.append(part)


class Asker:
    """Gives what the layers of one document answered.

    Args:
        answers: What was answered so far, under each question's key.
    """

    def __init__(self, answers: Mapping[str, "list[np.ndarray] | str"] | None = None):
        self.answers = dict(answers or {})

    def ask(
        self,
        number: int,
        part: Part,
        args: Sequence[object],
        kwargs: Mapping[str, object],
        specs: Sequence[Spec] | None,
    ) -> list[np.ndarray]:
        """Ask a layer for its outputs.

        Args:
            number: Its place in the document's table.
            part: What it is.
            args: Its arguments: arrays, plain values, structures of them.
            kwargs: Its keyword arguments likewise.
            specs: Shapes and dtypes that its outputs must have; None when nothing is known of them.

        Returns:
            The outputs; zeros while they are not known, and the question is noted.

        Raises:
            UndecidedError: It cannot be asked, or gave nothing of these shapes.
        """
        question = {
            "layer": number,
            "args": [_encoded(item) for item in args],
            "kwargs": {key: _encoded(item) for key, item in kwargs.items()},
        }
        plain = _key(question, 0)
        watch = _watches[-1] if _watches else Watch()
        times = watch.times[plain] = watch.times.get(plain, -1) + 1
        key = _key(question, times)  # the same question twice: does it give the same answer?
        if key in self.answers:
            return _fitting(self.answers[key], part, specs)
        zeros = None if specs is None else _zeros(specs, [*args, *kwargs.values()])
        possible = zeros is not None or specs is None
        if not (possible and _note(key, question, part)) or zeros is None:
            looked_for(part)
            raise UndecidedError(part)
        return zeros

    def try_ask(
        self, number: int, part: Part, args: Sequence[object], specs: Sequence[Spec]
    ) -> list[np.ndarray] | None:
        """Ask what may well get no answer, once: that a part gives none is not noted as something it hides.

        Args:
            number: As for `ask`, as are the others.
            part: What it is.
            args: Its arguments.
            specs: Shapes and dtypes that its outputs must have.

        Returns:
            The outputs; None while they are not known, and the question is noted.

        Raises:
            UndecidedError: It cannot be asked, or gave nothing of these shapes.
        """
        question = {"layer": number, "args": [_encoded(item) for item in args], "kwargs": {}}
        key = _key(question, 0)
        if key in self.answers:
            with unwatched():
                return _fitting(self.answers[key], part, specs)
        if not _note(key, question, part):
            raise UndecidedError(part)
        return None


def _note(key: str, question: Json, part: Part) -> bool:
    """Note a question for the next round, where somebody keeps account and the round has room for it."""
    if not _watches:
        return False
    watch, size = _watches[-1], _size(question)
    if key not in watch.questions:
        if len(watch.questions) >= MAX_QUESTIONS or watch.size + size > MAX_QUESTION_BYTES:
            return False
        watch.questions[key] = question
        watch.size += size
    watch.asked.append(part)
    return True


def read_answers(documents: Sequence[bytes]) -> dict[str, "list[np.ndarray] | str"]:
    """Read what layers answered in the rounds so far.

    Args:
        documents: One document a round; they may come from a process that lies.

    Returns:
        Arrays under each question's key, or a sentence where an answer is an error or cannot be read.
    """
    found: dict[str, list[np.ndarray] | str] = {}
    for data in documents:
        try:
            document = Document(data)
            for key, record in list(document.evidence.items())[:MAX_QUESTIONS]:
                found[key] = _read_answer(document, record, f"evidence.{key[:40]}")
        except (EvidenceError, RecursionError):
            continue  # what is not answered stays undecided
    return found


def _read_answer(document: Document, record: object, path: str) -> "list[np.ndarray] | str":
    record = mapping(record, path)
    if "error" in record:
        error = mapping(record["error"], path, {"type", "message"})
        return f"{text(error['type'], path, 300)}: {text(error['message'], path)[:300]}"
    arrays = sequence(mapping(record, path, {"arrays"})["arrays"], path, 1_000)
    return [document.array(item, path, MAX_ANSWER) for item in arrays]


def _fitting(answer: "list[np.ndarray] | str", part: Part, specs: Sequence[Spec] | None) -> list[np.ndarray]:
    """Give an answer when it has the shapes and kinds of numbers that it must have."""
    if isinstance(answer, str):
        looked_for(part)
        raise UndecidedError(part)
    if specs is None:
        specs = [(array.shape, "string" if array.dtype == object else array.dtype.name) for array in answer]
    if len(answer) != len(specs) or not all(map(_fits, answer, specs)):
        looked_for(part)
        raise UndecidedError(part)
    return [
        array if spec[1] == "string" else array.astype(_dtype(spec[1]))
        for array, spec in zip(answer, specs, strict=True)
    ]


def _fits(array: np.ndarray, spec: Spec) -> bool:
    shape, dtype = spec
    numbers = array.dtype.kind in "buif" or array.dtype.name == "bfloat16"
    return (
        array.ndim == len(shape)
        and all(size is None or size == found for size, found in zip(shape, array.shape, strict=True))
        and (numbers if dtype != "string" else not numbers)
    )


def _zeros(specs: Sequence[Spec], given: Sequence[object]) -> list[np.ndarray] | None:
    """Make what stands for an answer that is still to come; None when that is too large."""
    lengths = [len(item) for item in _arrays(given) if item.ndim]
    shapes = [
        tuple(
            (lengths[0] if lengths else 1) if at == 0 else 1 if size is None else size
            for at, size in enumerate(shape)
        )
        if shape and shape[0] is None
        else tuple(size or 1 for size in shape)
        for shape, _ in specs
    ]
    if sum(math.prod(shape) for shape in shapes) > MAX_ANSWER:
        return None
    return [
        np.full(shape, "", dtype=object) if dtype == "string" else np.zeros(shape, _dtype(dtype))
        for shape, (_, dtype) in zip(shapes, specs, strict=True)
    ]


def _dtype(name: str) -> str:
    return "float32" if name == "bfloat16" else name


def _arrays(item: object) -> list[np.ndarray]:
    if isinstance(item, np.ndarray):
        return [item]
    parts = item.values() if isinstance(item, Mapping) else item if isinstance(item, (list, tuple)) else ()
    return [array for part in parts for array in _arrays(part)]


def _encoded(item: object) -> Any:
    if isinstance(item, np.ndarray):
        return encode(item if item.dtype.kind in "OUS" else Tensor(item))
    if isinstance(item, Mapping):
        return {"dict": [[encode(key), _encoded(part)] for key, part in item.items()]}
    if isinstance(item, (list, tuple)):
        return {"list" if isinstance(item, list) else "tuple": [_encoded(part) for part in item]}
    return encode(item)


def _size(question: Mapping[str, object]) -> int:
    return len(json.dumps(question))


def _key(question: Mapping[str, object], times: int) -> str:
    return hashlib.sha256(json.dumps([question, times], sort_keys=True).encode()).hexdigest()[:32]
