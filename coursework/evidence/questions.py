"""Answering what the checks ask a layer that runs code of the learner's own.

A layer that the examiner cannot rebuild is asked where it runs: here are inputs, what do you give? The layers
of the last document stay known by their numbers until the next one is taken. A request with questions is

    {"questions": {key: {"layer": 3, "args": […], "kwargs": {…}}}, "max_bytes": …}

with arguments as in a script (`coursework.evidence.script`). The answer is a document whose `evidence` holds
under each key `{"arrays": […]}`, the tensors that came out in Keras's order, or `{"error": …}`.

Asking leaves no trace: weights, the state of random generators and of `keras.random` are put back, since the
lesson goes on in this process.
"""

import contextlib
import io
import random
import sys
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from coursework.evidence.format import MAX_BLOB_BYTES, MAX_NAME, MAX_QUESTIONS
from coursework.evidence.script import decode
from coursework.evidence.writer import NotTakenError, Writer, cut, describe_error, is_a, to_numpy
from coursework.plain import Json, Record

if TYPE_CHECKING:
    import keras

_captured: "dict[int, keras.layers.Layer]" = {}


def keep(writer: Writer) -> None:
    """Keep the layers of a document that has just been written, so that they can be asked."""
    _captured.clear()
    if writer.own:
        numbers = writer.layer_numbers
        _captured.update({numbers[id(item)]: item for item in writer.kept if id(item) in numbers})


def answer_questions(request: Json) -> bytes:
    """Put questions to the layers of the last document.

    Args:
        request: `questions`, each under its key, and `max_bytes`.

    Returns:
        A document with an answer or an error under each key.
    """
    writer = Writer(int(request.get("max_bytes", MAX_BLOB_BYTES)))
    questions = list(request["questions"].items())[:MAX_QUESTIONS]
    layers = [_captured[question["layer"]] for _, question in questions if question["layer"] in _captured]
    with no_trace(layers):
        records: Record = {key: _answer(writer, question) for key, question in questions}
    return writer.document(records)


def _answer(writer: Writer, question: Json) -> Record:
    import keras

    blobs, size = len(writer.blobs), writer.size
    layer = _captured.get(question["layer"])
    try:
        if layer is None:
            raise NotTakenError("not_captured", "the layer is not there any more")
        args = [decode(item, {}, {}) for item in question["args"]]
        kwargs = {key: decode(item, {}, {}) for key, item in question["kwargs"].items()}
        weights = [(weight, to_numpy(weight).copy()) for weight in getattr(layer, "weights", ())]
        try:
            with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
                warnings.simplefilter("ignore")
                given = layer(*args, **kwargs)
        finally:
            # What a call in training changes is part of no later question.
            for weight, values in weights:
                weight.assign(values)
        return {"arrays": [writer.array(_numbers(item)) for item in keras.tree.flatten(given)]}
    except NotTakenError as reason:
        record = {"type": reason.reason, "message": cut(reason.found, MAX_NAME)}
    except BaseException as error:  # SystemExit and KeyboardInterrupt of the learner's code are answers too
        record = describe_error(error)
    writer.undo(blobs, 0, size)
    return {"error": record}


def _numbers(item: object) -> np.ndarray:
    if is_a(item, bool, int, float, complex, np.generic):
        return np.asarray(item)
    return to_numpy(item)


@contextlib.contextmanager
def no_trace(layers: "list[keras.layers.Layer]") -> Iterator[None]:
    """Put back what questions may change besides the answer: generators, and the layers' variables."""
    variables = {id(item): item for layer in layers for item in getattr(layer, "variables", ())}
    if generator := _global_generator():
        variables[id(generator.state)] = generator.state
    before = [(variable, to_numpy(variable).copy()) for variable in variables.values()]
    python, numpy = random.getstate(), np.random.get_state()
    try:
        yield
    finally:
        random.setstate(python)
        np.random.set_state(numpy)
        for variable, values in before:
            variable.assign(values)


def _global_generator() -> Any:
    """The generator behind `keras.random` and seeds that nobody gave, when there is one."""
    state = sys.modules.get("keras.src.backend.common.global_state")
    return None if state is None else state.get_global_attribute("global_seed_generator")
