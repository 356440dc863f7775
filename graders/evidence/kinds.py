"""Kinds of evidence: what an exercise asks to be taken down under a name, and what its checks are then given.

| kind | the learner's object | what a check is given |
|---|---|---|
| `Value()` | number, string, boolean, list, tuple, dict, set | the same, as plain Python |
| `Array()` | NumPy array, tensor, series, data frame of numbers | `ArrayEvidence`, a NumPy array |
| `Table()` | pandas data frame | `TableEvidence`: columns by name |
| `History()` | what `fit` returns, or its dict | `HistoryEvidence` |
| `Model()` | any Keras model | `ModelEvidence`: rebuilt model, architecture, compiled state, answers |
| `Layer()` | any Keras layer | `LayerEvidence`: rebuilt layer, settings, weights, answers |
| `Function(calls)` | a function | `ScriptEvidence`: an `Answer` for each call |
| `Metric`, `Loss`, `LayerClass`, `ModelClass`, `Callback` | a class or an object of it | `ScriptEvidence` |
| `Script(steps)` | anything | `ScriptEvidence`: an `Answer` for each step |
| `File(pattern)` | files in the working folder | `FilesEvidence`: files with readers |

Every kind takes `of="name"`: the learner's name when it is not the evidence's own, so that two kinds can
look at one
object: `{"model": kinds.Model(), "file": kinds.File("model.keras"), "again": kinds.Script([…], of="model")}`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, ClassVar

from coursework.evidence.format import MAX_BLOB_BYTES
from coursework.plain import Json
from graders.evidence.scenario import (
    Call,
    Made,
    Step,
    ask,
    call,
    encode,
    files,
    get,
    made,
    make,
    name,
    played,
    put,
    ref,
    seed,
    tensor,
)

if TYPE_CHECKING:
    pass

__all__ = [
    "Array",
    "Asked",
    "Call",
    "Callback",
    "File",
    "Function",
    "History",
    "Kind",
    "Layer",
    "LayerClass",
    "Loss",
    "Made",
    "Metric",
    "Model",
    "ModelClass",
    "Script",
    "Step",
    "Table",
    "Value",
    "ask",
    "call",
    "encode",
    "files",
    "get",
    "made",
    "make",
    "name",
    "played",
    "put",
    "ref",
    "request",
    "seed",
    "small_model",
    "tensor",
]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What every kind has.

    Args:
        of: The learner's name, when it is another than the evidence's.
    """

    of: str | None = None
    words: ClassVar[str] = ""
    capturer: ClassVar[str] = ""

    @property
    def what(self) -> str:
        """The words for what is expected."""
        return self.words

    def options(self) -> dict[str, object]:
        """What the candidate is asked for, as plain data for JSON. Never an expected answer."""
        return {item.name: getattr(self, item.name) for item in fields(self) if item.name != "of"}

    def expected(self, name: str) -> str:
        """Say what the exercise asked for under this name."""
        return f"{self.what} called `{self.of or name}`"


@dataclass(frozen=True)
class Value(Kind):
    """A plain value: None, boolean, integer, float, string, list, tuple, dict or set, also in one another.

    NumPy scalars come as plain numbers, arrays inside containers as NumPy arrays. An object of a class that
    is none of these, inside a container, comes as an `Other` that knows the name of its type.
    """

    words: ClassVar[str] = "a plain value (a number, a text, a list …)"
    capturer: ClassVar[str] = "Value"


@dataclass(frozen=True)
class Array(Kind):
    """A NumPy array, a tensor, a pandas series or a data frame of numbers.

    Args:
        rows: Take this many rows, evenly spaced from the first to the last, instead of all. For large arrays;
            `ArrayEvidence.full_shape` still tells the whole array's shape.
        lists: Whether lists and tuples of numbers count as arrays too.
    """

    rows: int | None = None
    lists: bool = False
    words: ClassVar[str] = "a NumPy array or tensor"
    capturer: ClassVar[str] = "Array"


@dataclass(frozen=True)
class Table(Kind):
    """A pandas data frame, column by column; its index does not cross."""

    words: ClassVar[str] = "a pandas data frame"
    capturer: ClassVar[str] = "Table"


@dataclass(frozen=True)
class History(Kind):
    """The `History` object that `fit` returns, or its `history` dict."""

    words: ClassVar[str] = "the history that `fit` returns"
    capturer: ClassVar[str] = "History"


@dataclass(frozen=True)
class Model(Kind):
    """A Keras model.

    `Sequential`, functional and nested models are rebuilt from configuration and weights. A class with its
    own `call` is rebuilt too, as its functional twin, when its call is made of layers and Keras operations.
    A part that cannot be rebuilt is asked where it runs (see `graders.evidence.asking`).

    Args:
        weights: Whether the weights cross; without them the rebuilt model only tells its structure.
        compiled: Whether loss, optimiser and metrics cross.
        questions: Calls of the model itself, answered by the learner's own object: `call(x, training=False)`.
    """

    weights: bool = True
    compiled: bool = True
    questions: Sequence[Call] = ()
    words: ClassVar[str] = "a Keras model"
    capturer: ClassVar[str] = "Model"

    def options(self) -> dict[str, object]:
        """What the candidate is asked for."""
        return {
            "weights": self.weights,
            "compiled": self.compiled,
            "steps": [step.encoded() for step in _calls(self.questions, "subject")],
        }


@dataclass(frozen=True)
class Layer(Kind):
    """A Keras layer: settings, weights, and the answers to `questions`.

    Args:
        questions: Calls of the layer itself, answered by the learner's own object.
    """

    questions: Sequence[Call] = ()
    words: ClassVar[str] = "a Keras layer"
    capturer: ClassVar[str] = "Layer"

    def options(self) -> dict[str, object]:
        """What the candidate is asked for."""
        return {"steps": [step.encoded() for step in _calls(self.questions, "subject")]}


@dataclass(frozen=True, kw_only=True)
class Asked(Kind):
    """What all kinds that ask questions have.

    Args:
        folder: Run in an empty folder, which is gone afterwards.
        needs: `class` or `function` when nothing else will do; anything when None.
        silent: Whether None is an answer. When False and every answer is None, the exercise counts as not
            answered.
        more: Further steps at the end.
    """

    folder: bool = False
    needs: str | None = None
    silent: bool = True
    more: Sequence[Step] = ()
    capturer: ClassVar[str] = "Script"

    @property
    def what(self) -> str:
        """The words for what is expected."""
        return self.words or {"class": "a class", "function": "a function"}.get(self.needs or "", "an object")

    def own_steps(self) -> list[Step]:
        """The kind's own steps."""
        return []

    def all_steps(self) -> list[Step]:
        """All steps, in order."""
        return [*self.own_steps(), *self.more]

    def options(self) -> dict[str, object]:
        """What the candidate is asked for."""
        return {
            "steps": [step.encoded() for step in self.all_steps()],
            "folder": self.folder,
            "needs": self.needs,
        }


@dataclass(frozen=True, kw_only=True)
class Script(Asked):
    """Any object, asked step by step; see `make`, `ask`, `get`, `put`, `seed`, `played` and `files`.

    Args:
        steps: The steps, each with a label of its own.
    """

    steps: Sequence[Step] = field(default=(), kw_only=False)

    def own_steps(self) -> list[Step]:
        """The steps as given."""
        return list(self.steps)


@dataclass(frozen=True, kw_only=True)
class Function(Asked):
    """A function, called.

    Args:
        calls: The calls; their answers are `answers[0]`, `answers[1]`, ….
        seed: Seed everything with this before each call.
        repeat: Make each call so many times in a row: the answers of one call stand next to each other.

    Example:
        >>> kinds.Function([kinds.call(np.array([1.0, 2.0]), np.array([1.0, 4.0]))])
    """

    calls: Sequence[Call] = field(default=(), kw_only=False)
    seed: int | None = None
    repeat: int = 1
    needs: str | None = "function"
    silent: bool = False

    def own_steps(self) -> list[Step]:
        """The calls as steps."""
        steps = []
        for step in _calls([item for item in self.calls for _ in range(self.repeat)], "subject"):
            steps += [step] if self.seed is None else [seed(self.seed), step]
        return steps


@dataclass(frozen=True, kw_only=True)
class Metric(Asked):
    """A metric, as a class or an object: fed batch by batch, read, reset, fed again.

    Answers: `made`; `epoch 1 batch 1`, … hold `result()` after that batch; `epoch 1 reset` the result after
    `reset_state()`; `variables` the number of its variables; `config` its configuration.

    Args:
        epochs: For each epoch its batches, each a tuple `(y_true, y_pred)` or `(y_true, y_pred,
            sample_weight)`.
        arguments: How the class is made.
    """

    epochs: Sequence[Sequence[tuple]] = ()
    arguments: Call = Call()
    words: ClassVar[str] = "a metric"

    def own_steps(self) -> list[Step]:
        """The scenario's steps."""
        steps = [make(*self.arguments.args, **self.arguments.kwargs)]
        for epoch, batches in enumerate(self.epochs, 1):
            for number, batch in enumerate(batches, 1):
                weight = {"sample_weight": batch[2]} if len(batch) > 2 else {}
                steps.append(
                    ask(
                        f"epoch {epoch} update {number}",
                        "made.update_state",
                        batch[0],
                        batch[1],
                        take=False,
                        **weight,
                    )
                )
                steps.append(ask(f"epoch {epoch} batch {number}", "made.result"))
            steps.append(ask(f"epoch {epoch} resetting", "made.reset_state", take=False))
            steps.append(ask(f"epoch {epoch} reset", "made.result"))
        steps.append(ask("config", "made.get_config"))
        return steps


@dataclass(frozen=True, kw_only=True)
class Loss(Asked):
    """A loss, as a function, a class or an object: called on batches.

    Answers: `made` when a class; `batch 1`, `batch 2`, …; `config` when it has one.

    Args:
        batches: Tuples `(y_true, y_pred)`, or `(y_true, y_pred, sample_weight)` for a class.
        arguments: How the class is made.
    """

    batches: Sequence[tuple] = ()
    arguments: Call = Call()
    words: ClassVar[str] = "a loss"

    def own_steps(self) -> list[Step]:
        """The scenario's steps."""
        steps = [make(*self.arguments.args, **self.arguments.kwargs)]
        for number, batch in enumerate(self.batches, 1):
            weight = {"sample_weight": batch[2]} if len(batch) > 2 else {}
            steps.append(ask(f"batch {number}", "made", tensor(batch[0]), tensor(batch[1]), **weight))
        steps.append(ask("config", "made.get_config"))
        return steps


@dataclass(frozen=True, kw_only=True)
class LayerClass(Asked):
    """A class of layers or models: made, called with and without training, written down and made again.

    Answers: `made`; `call 1`, … for each input; `training 1`, … the same with `training=True`; `layer`, the
        object with
    its weights; `config`; `again`, the object that `from_config(config)` gives; `again 1`, what it gives
    for the first input.

    Args:
        inputs: Arrays, tuples or dicts of arrays, batch first.
        arguments: How the class is made.
        seed: Seeded before it is made and before each call in training.
    """

    inputs: Sequence[object] = ()
    arguments: Call = Call()
    seed: int = 1
    needs: str | None = "class"
    words: ClassVar[str] = "a class of layers"

    def own_steps(self) -> list[Step]:
        """The scenario's steps."""
        steps = [seed(self.seed), make(*self.arguments.args, **self.arguments.kwargs)]
        for number, item in enumerate(self.inputs, 1):
            steps.append(ask(f"call {number}", "made", item))
        for number, item in enumerate(self.inputs, 1):
            steps += [seed(self.seed), ask(f"training {number}", "made", item, training=True)]
        steps.append(get("layer", "made"))
        steps.append(ask("config", "made.get_config", store="config"))
        steps.append(ask("again", "subject.from_config", ref("config"), store="again", take=False))
        if self.inputs:
            steps.append(ask("again 1", "again", self.inputs[0]))
        return steps


@dataclass(frozen=True, kw_only=True)
class ModelClass(LayerClass):
    """A class of models: what `LayerClass` asks, and a save and reload beside the learner's own code.

    Further answers: `saved`; `reloaded`; `reloaded 1`, what the reloaded model gives for the first input,
    to be compared with `call 1`.
    """

    folder: bool = True
    words: ClassVar[str] = "a class of models"

    def own_steps(self) -> list[Step]:
        """The scenario's steps."""
        steps = super().own_steps()
        extra = [
            ask("saved", "made.save", "model.keras", take=False),
            ask("reloaded", "keras.models.load_model", "model.keras", store="reloaded", take=False),
        ]
        if self.inputs:
            extra.append(ask("reloaded 1", "reloaded", self.inputs[0]))
        return [*steps, *extra]


def small_model(units: int = 1, inputs: int = 3, **compiled: Any) -> list[Step]:
    """Make a small compiled model under the name `model`, for scenarios that need one.

    Args:
        units: Units of its only layer.
        inputs: Length of its inputs.
        compiled: Arguments of `compile`; mean squared error and SGD at 0.1 by default.
    """
    layers = [made("keras.Input", (inputs,)), made("keras.layers.Dense", units)]
    compiled = {"optimizer": made("keras.optimizers.SGD", 0.1), "loss": "mse", **compiled}
    return [
        ask("model", "keras.Sequential", layers, store="model", take=False),
        ask("model compiled", "model.compile", take=False, **compiled),
    ]


@dataclass(frozen=True, kw_only=True)
class Callback(Asked):
    """A callback, as a class or an object, in an empty folder.

    Either `logs` are given, and a training is played to it in which they are dictated (answer `played`, see
    `scenario.played`); or `data`, and a small model is really trained with it (answer `trained`, a
    history). Then: `files`, the files that it wrote; `attributes`: for each name in `attributes` an answer
    of that name.

    Args:
        logs: Dictated logs, one dict an epoch.
        batches: Dictated logs of batches, one list an epoch.
        data: `(x, y)` or `(x, y, x_valid, y_valid)` of a real training.
        epochs: Epochs of a real training.
        arguments: How the class is made.
        attributes: Attributes that are read afterwards.
        model: Steps that make a compiled model under the name `model`; `small_model()` by default.
    """

    logs: Sequence[Mapping[str, float]] = ()
    batches: Sequence[Sequence[Mapping[str, float]]] = ()
    data: tuple | None = None
    epochs: int = 2
    arguments: Call = Call()
    attributes: Sequence[str] = ()
    model: Sequence[Step] = ()
    folder: bool = True
    words: ClassVar[str] = "a callback"

    def own_steps(self) -> list[Step]:
        """The scenario's steps."""
        width = self.data[0].shape[-1] if self.data is not None else 3
        steps = [seed(1), *(self.model or small_model(inputs=width))]
        steps.append(make(*self.arguments.args, **self.arguments.kwargs))
        if self.logs:
            steps.append(
                played("played", self.logs, callbacks=[ref("made")], model=ref("model"), batches=self.batches)
            )
        if self.data is not None:
            valid: Json = {"validation_data": self.data[2:]} if len(self.data) == 4 else {}
            steps.append(
                ask(
                    "trained",
                    "model.fit",
                    *self.data[:2],
                    epochs=self.epochs,
                    verbose=0,
                    callbacks=[ref("made")],
                    **valid,
                )
            )
        steps += [get(item, f"made.{item}") for item in self.attributes]
        steps.append(files("files", "*"))
        return steps


@dataclass(frozen=True)
class File(Kind):
    """Files that the learner's code wrote into its working folder.

    Args:
        pattern: Path below the working folder, with `*` (also across folders) and `?`.
        most: At most so many files.
    """

    pattern: str = ""
    most: int = 50
    capturer: ClassVar[str] = "File"

    def expected(self, name: str) -> str:
        """Say what the exercise asked for."""
        return f"a file `{self.pattern}`"


def _calls(calls: Sequence[Call], what: str) -> list[Step]:
    return [ask(str(number), what, *item.args, **item.kwargs) for number, item in enumerate(calls)]


def request(evidence: Mapping[str, Kind], *, max_bytes: int = MAX_BLOB_BYTES) -> dict[str, object]:
    """Make the request of what a candidate has to capture.

    Args:
        evidence: The exercise's names, each with its kind.
        max_bytes: Most bytes that arrays and files of the document may have together.

    Returns:
        Plain data for JSON: names, kinds, options and questions. No expected answer stands in it.

    Raises:
        TypeError: A value is not a kind.
    """
    for label, kind in evidence.items():
        if not isinstance(kind, Kind):
            raise TypeError(f"evidence {label!r} needs a kind such as kinds.Value(), not {kind!r}")
    return {
        "max_bytes": max_bytes,
        "evidence": {
            label: {"kind": kind.capturer, "of": kind.of, "options": kind.options()}
            for label, kind in evidence.items()
        },
    }
