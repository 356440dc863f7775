"""Answering what the checks ask a layer, loss or metric that runs code of the learner's own.

What the examiner cannot rebuild is asked where it runs: here are inputs, what do you give? The layers of the
last document stay known by their numbers until the next one is taken; losses and metrics that `compile` was
given have negative numbers. A request with questions is

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

_captured: "dict[int, keras.layers.Layer | _Given]" = {}


def keep(writer: Writer) -> None:
    """Keep what can be asked of a document that has just been written."""
    _captured.clear()
    _captured.update({-1 - place: _Given(value) for place, value in enumerate(writer.settings)})
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


class _Given:
    """A loss or metric of the learner's own, called as `compile` would have it called.

    Args:
        value: A function of true and predicted values, or an object of a class of its own.
    """

    def __init__(self, value: object):
        self._value = value

    @property
    def variables(self) -> "list[keras.Variable]":
        """What a metric has summed up so far."""
        import keras

        return list(self._value.variables) if is_a(self._value, keras.Metric) else []

    def __call__(self, *batches: object) -> Any:
        """Give the loss of one batch, or a metric's result after several.

        Args:
            batches: Two arguments for a loss, the true values and the predicted ones; for a metric two for
                each batch.
        """
        import keras

        value: Any = self._value
        pairs = list(zip(batches[::2], batches[1::2], strict=True))
        if is_a(value, keras.Loss) or (len(pairs) == 1 and not is_a(value, keras.Metric)):
            loss = value if is_a(value, keras.Loss) else _function_as_loss(value)
            return loss(*pairs[0])
        metric = value if is_a(value, keras.Metric) else keras.metrics.MeanMetricWrapper(value, name="asked")
        metric.reset_state()
        for true, predicted in pairs:
            metric.update_state(true, predicted)
        return metric.result()


def _function_as_loss(function: Any) -> "keras.Loss":
    """Let a function be a loss, as `compile` does: the mean of what it gives for a batch."""
    import keras

    class Wrapped(keras.Loss):
        def call(self, y_true: object, y_pred: object) -> Any:
            return function(y_true, y_pred)

    return Wrapped()


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
def no_trace(layers: "list[keras.layers.Layer | _Given]") -> Iterator[None]:
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
