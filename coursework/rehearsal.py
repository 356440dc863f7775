"""Many answers to one exercise, each tried after the same worked cells, which run once.

A rehearsal is a candidate that runs a lesson's worked cells and then, for each answer, forks a copy of
itself: the copy runs the answer, takes the evidence down, sends it back and ends. No answer sees what another
one did.

A copy of a process has none of its threads, and TensorFlow hands work to threads that it started earlier. So
the rehearsal uses one thread for each kind of work, which TensorFlow then does where it is asked, and a copy
gives itself a new TensorFlow context and moves the variables there.

Messages on the socket are frames (`coursework.frames`):

    {"op": "cell", "source": …}
        → {"error": …, "cpu": …}
    {"op": "try", "id": 7, "source": …, "request": …, "seconds": …, "seed": …}
        → {"id": 7, "error": …, "stopped": …, "cpu": …} and the evidence
    {"op": "last", …}
        the same without a copy; the rehearsal ends with it

A copy whose evidence may be asked questions (`coursework.evidence.questions`) stays until it is let go:

    {"op": "more", "id": 7, "request": …}
        → {"id": 7, "more": true, "cpu": …} and the answers; without any when the copy is gone
    {"op": "done", "id": 7}
"""

import contextlib
import gc
import os
import resource
import select
import signal
import socket
import sys
import time
from typing import TYPE_CHECKING, Any

from coursework.evidence import capture
from coursework.evidence.format import may_ask
from coursework.frames import messages, send
from coursework.memory import data_in_use
from coursework.plain import Json

if TYPE_CHECKING:
    import numpy as np
    from keras import Optimizer, Variable

_PATIENCE = 1800.0
"""Seconds that a copy waits for questions; others of its lesson may be judged first."""
_MEMORY = 3 * 2**30
"""Bytes that a copy may take: a model that is far too large ends its own copy, and not all of them."""


def main(fd: int, at_once: int = 1) -> None:
    """Serve one rehearsal until the other side closes the connection.

    Args:
        fd: File descriptor of a connected stream socket.
        at_once: How many copies may run at the same time.
    """
    connection = socket.socket(fileno=fd)
    os.set_inheritable(fd, False)
    _one_thread()
    stage = _Stage()
    copies: dict[int, _Copy] = {}
    waiting: list[Json] = []
    while True:
        while waiting and len(copies) < at_once:
            copy = _Copy(stage, waiting.pop(0), connection)
            copies[copy.pipe] = copy
        soonest = min((copy.deadline for copy in copies.values()), default=None)
        pause = None if soonest is None else max(0.0, soonest - time.monotonic())
        sources: list[socket.socket | int] = [connection, *copies]
        ready, _, _ = select.select(sources, [], [], pause)
        for pipe, copy in list(copies.items()):
            for head, document in copy.receive(pipe in ready):
                send(connection, head, document)
            if copy.over:
                del copies[pipe]
        if connection in ready:
            message = next(messages(connection), None)
            if message is None:
                break
            request = message[0]
            if request["op"] == "cell":
                began = time.process_time()
                error = stage.run(request["source"])
                send(connection, {"error": error, "cpu": time.process_time() - began})
            elif request["op"] == "try":
                waiting.append(request)
            elif request["op"] in ("more", "done"):
                found = [copy for copy in copies.values() if copy.id == request["id"]]
                if found:
                    found[0].forward(request)
                elif request["op"] == "more":
                    send(connection, {"id": request["id"], "more": True, "cpu": 0.0})
            else:
                stage.serve(connection, request)
                break
    for copy in copies.values():
        copy.end()


class _Stage:
    """The names that the worked cells have defined so far."""

    def __init__(self) -> None:
        from IPython.core.history import HistoryManager
        from IPython.core.interactiveshell import InteractiveShell

        HistoryManager.enabled = False  # type: ignore[assignment]  # a setting, which takes a bool
        self._shell = InteractiveShell.instance()
        self._saved: _SavedState | None = None

    def run(self, source: str) -> str:
        """Run a cell; give the error that it raised, or ""."""
        self._saved = None
        result = self._shell.run_cell(source, store_history=False)
        error = result.error_before_exec or result.error_in_exec
        return "" if error is None else f"{type(error).__name__}: {error}"[:1000]

    def prepare(self) -> None:
        """Get ready to be copied: what every copy needs is done once."""
        if self._saved is None:
            _close_figures()
            gc.unfreeze()  # what was there at an earlier exercise is looked for again
            self._saved = _SavedState(self._shell.user_ns)
            gc.collect()
            gc.freeze()

    def move(self) -> None:
        """Make a copy of the process, in which this is called, fit to go on."""
        if self._saved is not None:
            self._saved.restore()

    def answer(self, request: Json) -> tuple[Json, bytes]:
        """Run an answer and take down its evidence; in a copy, or in the rehearsal's last moment."""
        if request.get("seed") is not None:
            _seed(request["seed"])
        error = self.run(request["source"])
        return {"error": error, "stopped": ""}, capture(self._shell.user_ns, request["request"])

    def serve(self, connection: socket.socket, request: Json) -> None:
        """Run an answer, send its evidence, and answer questions to it until there are no more."""
        head, document = self.answer(request)
        send(connection, {"id": request["id"], **head, "cpu": time.process_time()}, document)
        if not may_ask(document):
            return
        for question, _ in messages(connection):
            if question["op"] != "more":
                return
            began = time.process_time()
            answers = capture(self._shell.user_ns, question["request"])
            send(connection, {"id": request["id"], "more": True, "cpu": time.process_time() - began}, answers)


def _limit_memory() -> None:
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    most = data_in_use() + _MEMORY
    resource.setrlimit(
        resource.RLIMIT_DATA, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard)
    )


class _Copy:
    """A forked copy of the rehearsal that runs one answer."""

    def __init__(self, stage: _Stage, request: Json, connection: socket.socket) -> None:
        self.id, self.seconds = request["id"], float(request["seconds"])
        self.over = False
        stage.prepare()
        self._connection, theirs = socket.socketpair()
        self.pipe = self._connection.fileno()
        self.deadline = time.monotonic() + self.seconds
        self._unanswered: list[Json] = [{"id": self.id, "error": ""}]
        self._pid = os.fork()
        if self._pid == 0:
            status = 1
            try:
                os.setpgid(0, 0)
                _limit_memory()
                connection.close()
                self._connection.close()
                stage.move()
                stage.serve(theirs, request)
                status = 0
            finally:
                # No clean-up of the original's objects in the copy.
                os._exit(status)
        theirs.close()

    def forward(self, request: Json) -> None:
        """Put questions to the copy, or let it go."""
        if request["op"] == "more":
            self._unanswered.append({"id": self.id, "more": True})
            self.deadline = time.monotonic() + self.seconds
        with contextlib.suppress(OSError):  # the news that it is gone comes as its end
            send(self._connection, request)

    def receive(self, readable: bool) -> list[tuple[Json, bytes]]:
        """Take what the copy has sent; see to its end when it has ended, or must end now.

        Returns:
            What is to be sent on.
        """
        if not readable and time.monotonic() < self.deadline:
            return []
        message = next(messages(self._connection), None) if readable else None
        if message is not None:
            self._unanswered.clear()
            self.deadline = time.monotonic() + _PATIENCE
            return [message]
        self.over = True
        late = "" if readable else f"stopped after {self.seconds:g} s"
        status, cpu = self._end(kill=not readable)
        stopped = late or f"ended by itself ({status})"
        return [({**answer_due, "stopped": stopped, "cpu": cpu}, b"") for answer_due in self._unanswered]

    def end(self) -> None:
        """Stop the copy and all that it started."""
        self._end(kill=True)

    def _end(self, *, kill: bool) -> tuple[int, float]:
        """Take leave of the copy; give its exit status and processor time."""
        self._connection.close()
        if kill:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._pid, signal.SIGKILL)
        _, status, used = os.wait4(self._pid, 0)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._pid, signal.SIGKILL)
        return os.waitstatus_to_exitcode(status), used.ru_utime + used.ru_stime


class _SavedState:
    """TensorFlow's variables with their values, which a copy needs to move to its own context.

    Args:
        names: The names that the worked cells have defined.
    """

    def __init__(self, names: Json) -> None:
        self._variables: list[tuple[Variable, np.ndarray]] = []
        self._optimizers: list[Optimizer] = []
        self._lookups: list[tuple[Any, list[Any]]] = []
        self._tensors: Json = {}
        self._raw: Json = {}
        self._names = names
        self._in_use = _context_in_use()
        if not self._in_use:
            return
        import keras
        import tensorflow as tf
        from tensorflow.python.eager import context

        lookup = keras.layers.StringLookup.__mro__[1]  # Keras does not export the base of its lookups
        # An object may be half made: a worked cell that shows an error leaves such things behind.
        for thing in gc.get_objects():
            kind = type(thing)
            if issubclass(kind, keras.Variable) and getattr(thing, "_value", None) is not None:
                self._variables.append((thing, thing.numpy()))
            elif issubclass(kind, keras.Optimizer) and getattr(thing, "built", False):
                self._optimizers.append(thing)
            elif issubclass(kind, lookup) and getattr(thing, "lookup_table", None) is not None:
                if tokens := thing.get_vocabulary(include_special_tokens=False):
                    self._lookups.append((thing, tokens))
            elif issubclass(kind, keras.Model) and hasattr(thing, "train_function"):
                # Compiled functions belong to a context; Keras makes them anew when they are missing.
                thing.train_function = thing.test_function = thing.predict_function = None
        for name, value in names.items():
            if isinstance(value, tf.Variable):
                self._raw[name] = value.numpy()
            elif tf.is_tensor(value) and hasattr(value, "numpy"):
                self._tensors[name] = value.numpy()
        # What is taken down here may wait for its threads; a copy, which has none, would wait for ever.
        gc.collect()
        self._old = context.context()
        self._old._clear_caches()

    def restore(self) -> None:
        """Begin a new TensorFlow context in this process and move everything there."""
        if not self._in_use:
            return
        import tensorflow as tf
        from tensorflow.python.eager import context

        seed = context.global_seed()
        context._reset_context()
        _one_thread()
        if seed is not None:
            tf.random.set_seed(seed)
        for variable, value in self._variables:
            variable._initialize(value)
        for lookup, tokens in self._lookups:
            # Its table belongs to the old context.
            lookup.lookup_table = lookup._lookup_table_from_tokens(tokens)
        for optimizer in self._optimizers:
            # It finds its own variables by what it was built with.
            indices = {optimizer._var_key(one): at for at, one in enumerate(optimizer._trainable_variables)}
            optimizer._trainable_variables_indices = indices
        self._names.update({name: tf.constant(value) for name, value in self._tensors.items()})
        self._names.update({name: tf.Variable(value) for name, value in self._raw.items()})


def _one_thread() -> None:
    if "tensorflow" in sys.modules:
        threading = sys.modules["tensorflow"].config.threading
        threading.set_intra_op_parallelism_threads(1)
        threading.set_inter_op_parallelism_threads(1)


def _context_in_use() -> bool:
    """Whether TensorFlow has run anything in this process."""
    if "tensorflow" not in sys.modules:
        return False
    from tensorflow.python.eager import context

    return context.context()._context_handle is not None


def _close_figures() -> None:
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


def _seed(seed: int) -> None:
    import keras

    keras.utils.set_random_seed(seed)
