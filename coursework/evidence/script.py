"""Putting questions to the learner's functions, classes and objects.

A script is data: a list of steps that the examiner's side wrote (`graders.evidence.kinds`), carried out
here one by one. It holds hidden inputs and never an expected answer. Each step gives an answer: a value
taken down as evidence, or the error that the learner's code raised, and what it printed. A step that fails
ends the script only for the steps that need what it would have made.

| step | does |
|---|---|
| `{"do": "make", "args", "kwargs", "as"}` | makes an object of the learner's class; an object stays itself |
| `{"do": "call", "what": "subject.result", "args", "kwargs", "as"}` | calls a function or method |
| `{"do": "get", "what": "subject.name", "as"}` | reads an attribute |
| `{"do": "set", "what": "subject.name", "to"}` | sets an attribute |
| `{"do": "seed", "to"}` | seeds Python, NumPy and Keras |
| `{"do": "train", "model", "callbacks", "logs", "batches"}` | plays a training whose logs are dictated |
| `{"do": "files", "pattern"}` | takes the files that match |

`what` starts with `subject`, with the name of an earlier step's object, with `names.` for one of the
learner's names, or with `keras.` or `keras_tuner.`. Arguments are plain values as in the document, arrays
written out in base64, `{"ref": "name"}`, `{"name": "learner's name"}`, `{"tensor": array}` or
`{"made": "keras.Sequential", "args", "kwargs"}`.
"""

import base64
import contextlib
import fnmatch
import importlib
import io
import os
import stat
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from coursework.evidence.format import (
    MAX_FILE_NAME,
    MAX_FILES,
    MAX_NAME,
    MAX_PRINTED,
    MAX_TYPE_NAME,
)
from coursework.evidence.writer import NotTakenError, Writer, cut, describe_error
from coursework.plain import Json, Record

if TYPE_CHECKING:
    import keras

_PACKAGES = ("keras", "keras_tuner")
"""What a step may take functions and classes from, beside the learner's own."""


class _MissingError(Exception):
    """A step needs what an earlier step failed to make."""


class _Printed(io.TextIOBase):
    """Takes what the learner's code prints, up to a limit."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        if type(text) is str and len(self.text) < MAX_PRINTED:
            self.text += text[: MAX_PRINTED - len(self.text)]
        return len(text)

    def writable(self) -> bool:
        return True


def run_script(
    writer: Writer,
    subject: object,
    namespace: dict[str, object],
    options: Json,
    take: Callable[[Writer, object], Record],
) -> Record:
    """Carry out a script.

    Args:
        writer: The document.
        subject: The learner's object.
        namespace: The learner's names.
        options: `steps`; `folder`: whether it runs in an empty folder of its own, which is gone afterwards.
        take: Takes a value down, whatever it is.

    Returns:
        The record: what the subject is, and one answer a step.
    """
    answers = ask_steps(writer, subject, namespace, options, take)
    return {"subject": describe(subject), "answers": answers}


def ask_steps(
    writer: Writer,
    subject: object,
    namespace: dict[str, object],
    options: Json,
    take: Callable[[Writer, object], Record],
) -> list[Record]:
    """Carry out the steps of a script; arguments as for `run_script`.

    Returns:
        One answer a step.
    """
    objects = {"subject": subject}
    with _own_folder() if options.get("folder") else contextlib.nullcontext():
        return [_answer(writer, step, objects, namespace, take) for step in options["steps"]]


def describe(subject: object) -> Record:
    """Tell what a function, class or object is, and which classes of Keras it derives from."""
    kind = subject if isinstance(subject, type) else type(subject)
    classes = type.__dict__["__mro__"].__get__(kind)
    bases = [
        f"{part.__module__.partition('.')[0]}.{part.__name__}"
        for part in classes
        if str(part.__module__).partition(".")[0] in ("keras", "builtins") and part is not object
    ]
    own = {
        name
        for part in classes
        if str(part.__module__).partition(".")[0] not in ("keras", "builtins", "tensorflow")
        for name in vars(part)
        if isinstance(name, str)
    }
    code = getattr(subject, "__code__", None)
    names = getattr(code, "co_varnames", ())
    count = getattr(code, "co_argcount", 0) + getattr(code, "co_kwonlyargcount", 0)
    name = type.__dict__["__name__"].__get__(kind)
    if callable(subject) and not isinstance(subject, type):
        own_name = getattr(subject, "__name__", None)
        name = own_name if isinstance(own_name, str) else name
    return {
        "name": cut(str(name), MAX_TYPE_NAME),
        "is_class": isinstance(subject, type),
        "is_function": code is not None,
        "bases": [cut(base, MAX_TYPE_NAME) for base in bases[:20]],
        "defines": sorted(cut(item, MAX_TYPE_NAME) for item in own)[:300],
        "parameters": [cut(str(item), MAX_TYPE_NAME) for item in names[:count]][:100],
    }


@contextlib.contextmanager
def _own_folder() -> Iterator[None]:
    before = os.getcwd()
    with tempfile.TemporaryDirectory(prefix="script-") as folder:
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)


def _answer(
    writer: Writer,
    step: Json,
    objects: dict[str, object],
    namespace: dict[str, object],
    take: Callable[[Writer, object], Record],
) -> Record:
    answer: Record = {"label": step.get("label", "")}
    printed = _Printed()
    try:
        with contextlib.redirect_stdout(printed):
            result = _step(writer, step, objects, namespace)
    except _MissingError as missing:
        answer["skipped"] = str(missing)
        return answer
    except NotTakenError as reason:
        answer["value"] = {"unusable": reason.reason, "found": cut(reason.found, MAX_NAME)}
        return answer
    except BaseException as error:  # SystemExit and KeyboardInterrupt of the learner's code are answers too
        answer["error"] = describe_error(error)
        answer["printed"] = cut(printed.text, MAX_PRINTED)
        return answer
    answer["printed"] = cut(printed.text, MAX_PRINTED)
    if step.get("as"):
        objects[step["as"]] = result
    if step["do"] == "files":
        answer["value"] = result
    else:
        answer["value"] = take(writer, result) if step.get("take", True) else {"value": None}
    return answer


def _step(writer: Writer, step: Json, objects: dict[str, object], namespace: dict[str, object]) -> Any:
    do = step["do"]

    def given(record: object) -> Any:
        return decode(record, objects, namespace)

    if do == "make":
        subject = objects["subject"]
        if not isinstance(subject, type):
            return subject
        return subject(*[given(x) for x in step["args"]], **{k: given(v) for k, v in step["kwargs"].items()})
    if do == "call":
        what = _find(step["what"], objects, namespace)
        return what(*[given(x) for x in step["args"]], **{k: given(v) for k, v in step["kwargs"].items()})
    if do == "get":
        return _find(step["what"], objects, namespace)
    if do == "set":
        owner, _, name = step["what"].rpartition(".")
        setattr(_find(owner, objects, namespace), name, given(step["to"]))
        return None
    if do == "seed":
        import keras

        keras.utils.set_random_seed(step["to"])
        return None
    if do == "train":
        return _train(step, objects, namespace)
    if do == "files":
        return capture_matching(writer, step["pattern"], step.get("most", MAX_FILES))
    raise ValueError(f"unknown step {do!r}")


def _find(what: str, objects: dict[str, object], namespace: dict[str, object]) -> Any:
    first, *rest = what.split(".")
    if first in _PACKAGES:
        found: object = importlib.import_module(first)
    elif first == "names":
        if rest[0] not in namespace:
            raise _MissingError(f"the name `{rest[0]}` is not defined")
        found = namespace[rest.pop(0)]
    elif first in objects:
        found = objects[first]
    else:
        raise _MissingError(f"an earlier step failed, so there is no `{first}`")
    for name in rest:
        found = getattr(found, name)
    return found


def decode(record: object, objects: dict[str, object], namespace: dict[str, object]) -> Any:
    """Make an argument from its description."""
    if not isinstance(record, dict):
        return record
    if "made" in record:
        args = [decode(x, objects, namespace) for x in record["args"]]
        kwargs = {key: decode(x, objects, namespace) for key, x in record["kwargs"].items()}
        return _find(record["made"], objects, namespace)(*args, **kwargs)
    ((tag, inner),) = record.items()
    if tag == "array":
        if inner["dtype"] == "str":
            return np.array(inner["texts"], dtype=object).reshape(inner["shape"])
        data = base64.b64decode(inner["data"])
        return np.frombuffer(data, dtype=inner["dtype"]).reshape(inner["shape"]).copy()
    if tag == "tensor":
        import keras

        return keras.ops.convert_to_tensor(decode(inner, objects, namespace))
    if tag == "float":
        return float(inner)
    if tag == "bytes":
        return base64.b64decode(inner)
    if tag in ("list", "tuple", "set"):
        return {"list": list, "tuple": tuple, "set": set}[tag](decode(x, objects, namespace) for x in inner)
    if tag == "dict":
        return {decode(k, objects, namespace): decode(v, objects, namespace) for k, v in inner}
    if tag == "ref":
        if inner not in objects:
            raise _MissingError(f"an earlier step failed, so there is no `{inner}`")
        return objects[inner]
    if tag == "name":
        return _find(f"names.{inner}", objects, namespace)
    raise ValueError(f"unknown argument {tag!r}")


def _train(step: Json, objects: dict[str, object], namespace: dict[str, object]) -> Record:
    """Play a training: the callbacks are given dictated logs, and what they do to the model is written down.

    In epoch n all weights of the model hold the number n (counted from 1) when the epoch ends, so that the
    weights at the end tell which epoch's were restored.
    """
    import keras

    callbacks = [decode(x, objects, namespace) for x in step["callbacks"]]
    model = decode(step["model"], objects, namespace)
    logs = [decode(x, objects, namespace) for x in step["logs"]]
    batches = [decode(x, objects, namespace) for x in step.get("batches") or []]
    listed = keras.callbacks.CallbackList(callbacks, model=model, epochs=len(logs), steps=1, verbose=0)
    rates, restored = [], None
    model.stop_training = False
    listed.on_train_begin()
    done = 0
    for epoch, dictated in enumerate(logs):
        listed.on_epoch_begin(epoch)
        rates.append(_rate(model))
        for number, batch in enumerate(batches[epoch] if epoch < len(batches) else []):
            listed.on_train_batch_begin(number)
            listed.on_train_batch_end(number, dict(batch))
        model.set_weights([np.full(weight.shape, epoch + 1, dtype=weight.dtype) for weight in model.weights])
        listed.on_epoch_end(epoch, dict(dictated))
        done = epoch + 1
        if model.stop_training:
            break
    listed.on_train_end()
    values = [float(np.asarray(weight).ravel()[0]) for weight in model.weights if np.size(weight)]
    if values and all(value == values[0] for value in values):
        restored = values[0]
    return {
        "epochs": done,
        "stopped": bool(model.stop_training),
        "rates": rates,
        "rate_after": _rate(model),
        "weights_of_epoch": restored,
    }


def _rate(model: "keras.Model") -> float | None:
    optimizer = getattr(model, "optimizer", None)
    return None if optimizer is None else float(str(np.float32(np.asarray(optimizer.learning_rate))))


def capture_matching(writer: Writer, pattern: str, most: int = MAX_FILES) -> Record:
    """Take the files below the working folder whose path fits a pattern; links are never followed.

    Args:
        writer: The document.
        pattern: As for `fnmatch`, with `/` between folders and `*` also for several of them.
        most: At most so many files.

    Raises:
        NotTakenError: There are too many, or they are too large.
    """
    taken: list[dict[str, object]] = []
    root = Path.cwd()
    for folder, names, files in os.walk(root, followlinks=False):
        names.sort()
        for name in sorted(files):
            path = Path(folder, name)
            relative = path.relative_to(root).as_posix()
            if not fnmatch.fnmatchcase(relative, pattern):
                continue
            if len(taken) >= most:
                raise NotTakenError("too_large", f"more than {most} files")
            data = _bytes_of(path, writer.max_bytes - writer.size)
            if data is not None:
                taken.append({"name": cut(relative, MAX_FILE_NAME), "blob": writer.blob(data)})
    return {"files": taken}


def _bytes_of(path: Path, most: int) -> bytes | None:
    """Read a regular file; None for anything else (links, pipes, devices, sockets)."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except OSError:
        return None
    with os.fdopen(handle, "rb") as file:
        found = os.fstat(file.fileno())
        if not stat.S_ISREG(found.st_mode):
            return None
        if found.st_size > most:
            raise NotTakenError("too_large", f"a file of {found.st_size / 2**20:.0f} MB")
        return file.read(most + 1)[:most]


def plain_callable(value: object) -> bool:
    """Whether it can be called at all: a function, class, or object with `__call__`."""
    kind = type(value)
    return isinstance(value, type) or any(
        "__call__" in vars(part) for part in type.__dict__["__mro__"].__get__(kind)
    )
