"""Hidden checks of lesson 06: files of models, copies, a class that reloads, a training that is resumed.

Each function of the learner's is called in an empty folder, on models that the lesson doesn't show; the files
that it wrote cross as bytes and are reloaded here, by readers that run no code.
"""

import io
import json
import tempfile
import zipfile
from functools import cache
from typing import Any

import numpy as np

from graders.criteria import Exercise, Missed, hidden_rng, require
from graders.evidence import Architecture, EvidenceError, FileEvidence, kinds, same_up_to_names
from graders.evidence.kinds import ask, get, made, ref, seed
from graders.vocabulary import close, error_line, file_of, holds, kind_of, listed, saved_model, value_of

LESSON = "06_saving"

# ------------------------------------------------------------------------------------- models never shown

_RNG = hidden_rng(606)
_ROWS = _RNG.normal(size=(24, 5)).astype("float32")
_TARGETS = _RNG.normal(size=(24, 2)).astype("float32")
_FAR = (100 + 30 * _ROWS).astype("float32")  # rows that only an adapted scale brings near to 0
_SIZES = ((7, "tanh"), (4, "elu"), (2, None))
_SEQUENTIAL = [
    _RNG.normal(size=size).astype("float32") / 2 for size in ((5, 7), (7,), (7, 4), (4,), (4, 2), (2,))
]
_RATE = 0.05


def _do(what: str, *args: Any, store: str | None = None, **kwargs: Any) -> kinds.Step:
    """A step of the scenario's own, whose result does not cross."""
    return ask(f"{what} {store or ''}", what, *args, store=store, take=False, **kwargs)


def _sequential(name: str) -> list[kinds.Step]:
    """Make a Sequential model with weights that are known here."""
    dense = [made("keras.layers.Dense", units, activation=activation) for units, activation in _SIZES]
    return [
        _do("keras.Sequential", [made("keras.Input", (5,)), *dense], store=name),
        _do(f"{name}.set_weights", _SEQUENTIAL),
    ]


def _functional(name: str) -> list[kinds.Step]:
    """Make a functional model in which a path skips the hidden layer."""
    return [
        seed(61),
        _do("keras.Input", (5,), store="inputs"),
        _do("keras.layers.Dense", 6, activation="sigmoid", store="hidden layer"),
        _do("hidden layer", ref("inputs"), store="hidden"),
        _do("keras.layers.concatenate", [ref("inputs"), ref("hidden")], store="joined"),
        _do("keras.layers.Dense", 3, store="output layer"),
        _do("output layer", ref("joined"), store="outputs"),
        _do("keras.Model", ref("inputs"), ref("outputs"), store=name),
    ]


def _scaled(name: str) -> list[kinds.Step]:
    """Make a model with an adapted scale."""
    return [
        seed(62),
        _do("keras.layers.Normalization", store="scale"),
        _do("scale.adapt", _FAR),
        _do(
            "keras.Sequential",
            [made("keras.Input", (5,)), ref("scale"), made("keras.layers.Dense", 2)],
            store=name,
        ),
    ]


def _trained(name: str, epochs: int) -> list[kinds.Step]:
    """Compile a model and let its optimizer make a step an epoch: all rows fit into one batch."""
    adam = made("keras.optimizers.Adam", _RATE)
    return [
        _do(f"{name}.compile", optimizer=adam, loss="mse", run_eagerly=True),
        *[_do(f"{name}.train_on_batch", _ROWS, _TARGETS) for _ in range(epochs)],
    ]


def _emptied(name: str) -> kinds.Step:
    """Set all weights of the Sequential model to 0."""
    return _do(f"{name}.set_weights", [np.zeros_like(weights) for weights in _SEQUENTIAL])


def _folder(name: str) -> list[kinds.Step]:
    """Make a folder, which later steps find under its name."""
    return [_do("names.Path", name, store=name), _do(f"{name}.mkdir")]


def _nothing(count: int) -> kinds.Function:
    """Call a function with None: one that is still empty gives None, every other one gives or raises more."""
    return kinds.Function([kinds.call(*[None] * count)], folder=True)


# -------------------------------------------------------------------------------- questions of every exercise

_CAUSES = {
    "must end in `.weights.h5`": "`save_weights` writes the weights alone, into a file that ends in "
    "`.weights.h5`. The whole model is written by `save`.",
    "Invalid filepath extension": "`save` writes files that end in `.keras`: take the path as it comes in.",
    "_yaml": "YAML was taken out of Keras. The text is JSON today: `to_json` and `model_from_json`.",
    "Unrecognized keyword": "The configuration belongs to another class. `get_config` leaves the class out, "
    "`to_json` writes it down.",
    "`compile()` before": "The model has lost its loss and its optimizer on the way: the file of the whole "
    "model holds both, and `load_model` brings them back.",
    "interpret optimizer": "The error comes from a `compile` of your own: does a model need one that is "
    "saved and loaded whole?",
    "set_weights(": "The weights don't fit: they were set in another architecture than the model's own.",
    "could not be loaded": "The weights were read into another architecture than the one they were saved "
    "from: build the model from its own file.",
    "not found": "Nothing lies at that path: write and read where the argument says.",
    "No such file": "Nothing lies at that path: write and read where the argument says.",
    "Could not locate class": "Keras finds a class by its registered name: which decorator registers it?",
}


def _value(answer: Any, called: str) -> Any:
    """Give what a call of the learner's code gave; the causes of errors that Keras is known for are named."""
    text = str(answer.error.message) if answer.error is not None else ""
    cause = next((words for part, words in _CAUSES.items() if part in text), "")
    return value_of(answer, called, hint=cause) if cause else value_of(answer, called)


def _model(answer: Any, called: str) -> Any:
    """Give the model that came back."""
    model = _value(answer, called)
    require(
        hasattr(model, "architecture"),
        expected=f"`{called}` to return a Keras model",
        found=kind_of(model),
        hint="What you return is the last thing that the function does.",
    )
    return model


def _written(script: Any, name: str, step: str, called: str) -> Any:
    """Give a file that a step of the scenario wrote."""
    _value(script[step], called)
    return file_of(script["files"].value, name)


def _outputs(model: Any, rows: np.ndarray) -> np.ndarray:
    return np.asarray(model(rows))


def _takes_five(model: Any) -> bool:
    """Whether a model takes rows like those of this module, and gives one output."""
    graph = model.architecture
    return [port.shape[1:] for port in graph.inputs] == [(5,)] and len(graph.outputs) == 1


def _counter(file: Any) -> int | None:
    """Give the number of steps that the optimizer in a file has made; None when there is none."""
    try:
        steps = file.weights().get("optimizer/vars/0")
    except EvidenceError:
        return None
    return int(steps) if steps is not None and steps.size == 1 else None


# ----------------------------------------------------------------------------------------------- keep_whole

_STEPS = 3
_KEPT = [
    *_sequential("model"),
    *_trained("model", _STEPS),
    get("original", "model"),
    ask("keep", "subject", ref("model"), "shelf.keras", store="back"),
    kinds.files("files", "*"),
    _do("back.save", "back.keras"),
    kinds.files("back files", "back.keras"),
    _emptied("model"),
    ask("outputs", "back", _ROWS),
    _do("names.Path", "other.keras", store="other path"),
    ask("keep by Path", "subject", ref("model"), ref("other path"), take=False),
]

KEEP_WHOLE = Exercise(
    LESSON,
    "keep_whole",
    evidence={
        "keep": _nothing(2),
        "kept": kinds.Script(_KEPT, of="keep", needs="function", folder=True),
    },
    given={"kept"},
)

_WHOLE, _OPTIMIZER = "The whole model in one file", "Going on tomorrow"


def _kept_file(kept: Any) -> Any:
    """Give the file, also of a call that ended in an error later: that costs what comes back alone."""
    written = kept["files"].ok and "shelf.keras" in kept["files"].value.names
    require(
        written or kept["keep"].ok,
        expected="a file that `keep(model, path)` has written",
        found="none, since the call ended in an error",
        hint="The error stands at the criterion on what comes back: mend that first.",
    )
    return file_of(kept["files"].value, "shelf.keras")


@KEEP_WHOLE.criterion("The file holds architecture and weights", points=2, read=_WHOLE)
def _architecture_and_weights(kept):
    saved = saved_model(_kept_file(kept))
    original = kept["original"].value
    require(
        same_up_to_names(Architecture(saved.keras), original.architecture),
        expected="the architecture of the model that came in",
        found="another architecture in the file",
        hint="Save the model that is the function's argument.",
    )
    require(
        close(_outputs(saved.keras, _ROWS), original.predict(_ROWS)),
        expected="a model that answers as the one that came in",
        found="the right architecture with other weights",
        hint="A clone, or a model built from a configuration, begins with new random weights: save the model "
        "itself.",
    )


@KEEP_WHOLE.criterion("The file holds the state of the training", points=2, read=_WHOLE)
def _state_kept(kept):
    file = _kept_file(kept)
    compiled = saved_model(file).compiled
    require(
        compiled is not None and compiled.optimizer is not None and compiled.losses,
        expected="loss and optimizer in the file",
        found="a model that was saved without them",
        hint="The compiled state is part of the whole: `save` keeps it unless it is told not to.",
    )
    steps = _counter(file)
    require(
        steps == _STEPS and compiled.optimizer.name == "adam",
        expected="the state of the optimizer that made the model's steps",
        found=f"an optimizer ({compiled.optimizer}) that has made {steps or 0} steps",
        hint="A model that was compiled anew has a new optimizer, whose state is empty.",
    )


@KEEP_WHOLE.criterion("What comes back was loaded, and can be trained", points=1, read=_OPTIMIZER)
def _came_back(kept):
    back, outputs = _model(kept["keep"], "keep(model, path)"), kept["outputs"]
    require(
        outputs.ok and close(outputs.value, back.predict(_ROWS)),
        expected="a model of its own, loaded from the file",
        found="the model that came in: what is done to one is done to the other",
        hint="Read the file that you have written, and return what `load_model` gives.",
    )
    require(
        back.compiled is not None and back.compiled.optimizer is not None,
        expected="a model that can be trained further",
        found="one that is not compiled",
        hint="Was it loaded with `compile=False`, or never saved with its loss and optimizer?",
    )
    _value(kept["keep by Path"], "keep(model, Path(…))")
    if not holds(_state_kept, kept):  # costs the criterion on the file
        return
    held, loaded = _steps_in(kept["files"], "shelf.keras"), _steps_in(kept["back files"], "back.keras")
    require(
        held == loaded,
        expected="the optimizer that the file holds, with its state",
        found=f"an optimizer that has made {loaded or 0} steps, where the file's has made {held}",
        hint="`compile` after loading makes a new optimizer: what was loaded is compiled already.",
    )


def _steps_in(files: Any, name: str) -> int | None:
    """Give the steps that the optimizer in one of the files has made; None when there is no such file."""
    written = files.ok and name in files.value.names
    return _counter(files.value[name]) if written else None


# ------------------------------------------------------------------------------------------------ two_files

_PACKED = [
    *_functional("model"),
    *_folder("parcel"),
    get("original", "model"),
    ask("pack", "subject", ref("model"), "parcel", take=False),
    kinds.files("files", "*"),
]


def _packed_and_moved(first: list[kinds.Step], second: list[kinds.Step]) -> list[kinds.Step]:
    """Pack two models, move the first one's folder and unpack it: only files can give it back.

    Between them a clone with weights of its own is packed, which has the first one's architecture and names.
    """
    return [
        *first,
        *_folder("parcel"),
        _do("names.pack", ref("model"), "parcel"),
        _do("keras.models.clone_model", ref("model"), store="clone"),
        *_folder("between"),
        _do("names.pack", ref("clone"), "between"),
        *second,
        *_folder("later"),
        _do("names.pack", ref("other"), "later"),
        _do("parcel.rename", "elsewhere"),
        ask("unpack", "subject", "elsewhere"),
    ]


TWO_FILES = Exercise(
    LESSON,
    "two_files",
    evidence={
        "pack": kinds.Script(_PACKED, needs="function", folder=True),
        "unpack": kinds.Script(
            _packed_and_moved(_sequential("model"), _functional("other")),
            needs="function",
            folder=True,
            silent=False,
        ),
        "unpacked": kinds.Script(
            _packed_and_moved([*_functional("model"), get("original", "model")], _sequential("other")),
            of="unpack",
            needs="function",
            folder=True,
        ),
    },
    given={"pack", "unpacked"},
)

_CONFIG, _WEIGHTS = "The architecture alone", "Weights alone"


@TWO_FILES.criterion("architecture.json is the architecture", points=1, read=_CONFIG)
def _architecture_file(pack):
    file = _written(pack, "parcel/architecture.json", "pack", "pack(model, folder)")
    asked = "the text of `to_json` in `architecture.json`"
    try:
        config = file.json()
    except EvidenceError as error:
        hint = "A dict written with `str` is no JSON; `to_json` gives a text that is."
        raise Missed(expected=asked, found=error.reason, hint=hint) from None
    require(
        isinstance(config, dict) and isinstance(config.get("class_name"), str),
        expected=asked,
        found="JSON that names no class",
        mistakes={
            "`to_json` is JSON already: `json.dump` wraps it into a text within a text.": isinstance(
                config, str
            )
        },
        hint="The file has to say of which class the model is: `get_config` leaves that out, `to_json` "
        "doesn't.",
    )
    original = pack["original"].value
    built = _built(config, original)
    require(
        built is not None and same_up_to_names(Architecture(built), original.architecture),
        expected="the architecture of the model that was packed",
        found="another architecture",
        hint="Ask the model that comes in as an argument for its `to_json`.",
    )


def _built(config: dict[str, Any], original: Any) -> Any:
    """Build what a configuration says, with the original's weights; None when it can't be, or they don't fit.

    A `.keras` archive is a configuration and weights, so they are put into one and read as any other.
    """
    archive = io.BytesIO()
    with tempfile.TemporaryDirectory() as place, zipfile.ZipFile(archive, "w") as parts:
        original.fresh().save_weights(f"{place}/all.weights.h5")
        parts.writestr("config.json", json.dumps(config))
        parts.write(f"{place}/all.weights.h5", "model.weights.h5")
    try:
        return FileEvidence("architecture.keras", archive.getvalue()).model().keras
    except EvidenceError:
        return None


@TWO_FILES.criterion("model.weights.h5 holds the model's weights", points=1, read=_WEIGHTS)
def _weights_file(pack):
    file = _written(pack, "parcel/model.weights.h5", "pack", "pack(model, folder)")
    original = pack["original"].value
    filled = original.fresh()
    filled.set_weights([np.zeros_like(weights) for weights in filled.get_weights()])
    try:
        file.load_into(filled)
    except EvidenceError as error:
        raise Missed(
            expected="weights that fit the packed model",
            found=error.reason,
            hint="Save the weights of the model that comes in, not those of another one.",
        ) from None
    require(
        close(_outputs(filled, _ROWS), original.predict(_ROWS)),
        expected="the weights of the packed model",
        found="other weights, in the same shapes",
        hint="A clone, or a model built from a configuration, has new random weights: save the model's own.",
    )


@TWO_FILES.criterion("unpack gives the same model back", points=2, read=_WEIGHTS)
def _given_back(unpack, unpacked):
    original = unpacked["original"].value
    here = _trained_here(0)
    functional, sequential = original.predict(_ROWS), _outputs(here, _ROWS)
    for script, wanted, other, graph in (
        (unpack, sequential, functional, Architecture(here)),
        (unpacked, functional, sequential, original.architecture),
    ):
        back = _model(script["unpack"], "unpack(folder)")
        outputs = back.predict(_ROWS) if _takes_five(back) else None
        if close(outputs, wanted):
            continue
        alike = same_up_to_names(back.architecture, graph)
        raise Missed(
            expected="a model with the outputs of the packed one",
            found="the right architecture with other outputs" if alike else "a model with other outputs",
            mistakes={
                "That is the model that was packed last: it came out of a variable. Read the two files in "
                "the folder, nothing else.": close(outputs, other),
                "Has the built model read its weights from `model.weights.h5`?": alike,
            },
            hint="Weights fit into many networks and are right in one: build from `architecture.json`, "
            "nothing else.",
        )


# ----------------------------------------------------------------------------------------------- spare_copy

_COPIED = [
    *_sequential("model"),
    get("original", "model"),
    ask("spare_copy", "subject", ref("model"), store="copy"),
    ask("copy saved", "copy.save", "copy.keras", take=False),
    ask("before", "copy", _ROWS),
    _emptied("model"),
    ask("after", "copy", _ROWS),
    *_scaled("second"),
    get("scaled", "second"),
    ask("scaled copy", "subject", ref("second"), store="other"),
    ask("scaled outputs", "other", _FAR),
    ask("scaled saved", "other.save", "scaled.keras", take=False),
    kinds.files("files", "*.keras"),
]

# A copy of nothing is nothing, so whether the function is still empty is asked with a model.
_PROBE = made("keras.Sequential", [made("keras.Input", (1,)), made("keras.layers.Dense", 1)])

SPARE_COPY = Exercise(
    LESSON,
    "spare_copy",
    evidence={
        "spare_copy": kinds.Function([kinds.call(_PROBE)], folder=True),
        "copied": kinds.Script(_COPIED, of="spare_copy", needs="function", folder=True),
    },
    given={"copied"},
)

_CLONES = "Clones"


def _saved_copy(copied: Any, name: str, step: str, saving: str) -> Any:
    """Give the copy that came back in one step and was saved in another, reloaded here."""
    _model(copied[step], "spare_copy(model)")
    return saved_model(_written(copied, name, saving, "the copy's `save`")).keras


@SPARE_COPY.criterion("The same architecture", points=1, read=_CLONES)
def _same_architecture(copied):
    copy = _saved_copy(copied, "copy.keras", "spare_copy", "copy saved")
    require(
        same_up_to_names(Architecture(copy), copied["original"].value.architecture),
        expected="the architecture of the model that came in",
        found="another architecture",
        hint="It is called with other models than those of this lesson: copy the architecture, don't write "
        "it anew.",
    )


@SPARE_COPY.criterion("The same outputs, from the copy's file too", points=2, read=_CLONES)
def _copy_outputs(copied):
    copy = _saved_copy(copied, "copy.keras", "spare_copy", "copy saved")
    require(
        close(_outputs(copy, _ROWS), copied["original"].value.predict(_ROWS)),
        expected="a copy that answers as the original does",
        found="other outputs",
        hint="`clone_model` copies the architecture and draws new random weights: an untrained clone was "
        "saved.",
    )


@SPARE_COPY.criterion("An adapted scale comes along", points=1, read=_CLONES)
def _scale_too(copied):
    copy = _saved_copy(copied, "scaled.keras", "scaled copy", "scaled saved")
    outputs, wanted = copied["scaled outputs"], copied["scaled"].value.predict(_FAR)
    require(
        outputs.ok and close(outputs.value, wanted) and close(_outputs(copy, _FAR), wanted),
        expected="the same outputs from a model with an adapted scale",
        found="other outputs",
        hint="The weights may all be equal: which way of handing them over reaches `Normalization`?",
    )


@SPARE_COPY.criterion("Weights of its own", points=1, read=_CLONES)
def _own_weights(copied):
    _model(copied["spare_copy"], "spare_copy(model)")
    before, after = copied["before"], copied["after"]
    require(
        before.ok and after.ok and close(after.value, before.value),
        expected="a copy that stays as it is when the original changes",
        found="other outputs after the original was changed",
        hint="Two models over the same layers, or two names of one, share weights: both learn together.",
    )


# ----------------------------------------------------------------------------------------------- reloadable

_UNITS, _FLOOR = 6, -0.25  # below 0, where a ReLU left on at the end would show
_BACK = [
    ask(
        "fetched",
        "keras.models.load_model",
        "model.keras",
        custom_objects={"FlooredPricer": ref("subject")},
        store="fetched",
        take=False,
    ),
    ask("fetched 1", "fetched", _ROWS),
    get("name", "made.name"),
    get("again named", "again.name"),
    kinds.files("files", "*.keras"),
]

RELOADABLE = Exercise(
    LESSON,
    "reloadable",
    evidence={
        "FlooredPricer": kinds.ModelClass(
            inputs=[_ROWS], arguments=kinds.call(units=_UNITS, floor=_FLOOR), more=_BACK
        ),
        "default": kinds.Script(
            [
                seed(1),
                kinds.make(units=_UNITS),
                ask("call", "made", _ROWS),
                ask("saved", "made.save", "default.keras", take=False),
                kinds.files("files", "*.keras"),
            ],
            of="FlooredPricer",
            folder=True,
        ),
    },
    given={"default"},
)

_CLASSES, _MADE = "Classes of your own", "FlooredPricer(units=…, floor=…)"


def _called(FlooredPricer: Any) -> None:  # noqa: N803 - the learner's name
    """See to it that a model can be made and called."""
    _value(FlooredPricer["made"], _MADE)
    _value(FlooredPricer["call 1"], f"{_MADE} on five features")


def _unfloored(file: Any) -> np.ndarray:
    """Compute the prices that the weights in a file give before the floor, of shape (rows, 1)."""
    by_shape = {weights.shape: weights for weights in file.weights().values()}
    shapes = ((5, _UNITS), (_UNITS,), (_UNITS, 1), (1,))
    require(
        set(shapes) <= set(by_shape),
        expected="a hidden layer of `units` units, and an output layer of one unit",
        found=f"weights of the shapes {listed(sorted(by_shape))}" if by_shape else "a file without weights",
        hint="Two Dense layers, kept as attributes, so that Keras finds them.",
    )
    kernel, bias, weights, offset = (by_shape[shape] for shape in shapes)
    return np.maximum(_ROWS @ kernel + bias, 0) @ weights + offset


@RELOADABLE.criterion("Prices with a floor", points=1, read=_CLASSES)
def _floored(FlooredPricer, default):  # noqa: N803
    _called(FlooredPricer)
    prices = _unfloored(_written(FlooredPricer, "model.keras", "saved", "save"))
    found = FlooredPricer["call 1"].value
    wanted = np.maximum(prices, _FLOOR)
    require(
        close(found, wanted),
        expected="ReLU in the hidden layer, a linear output, and no price below the floor",
        found="other prices than the model's weights give in that way",
        mistakes={
            f"One price for each stone: shape (rows, 1), not {np.shape(found)}.": close(
                found, np.squeeze(wanted, axis=1)
            ),
            "The floor is not applied to the prices: it comes last, behind the output layer.": close(
                found, prices
            ),
            "That is a ReLU behind the output layer: it stops at 0, and the floor may lie elsewhere.": close(
                found, np.maximum(prices, 0)
            ),
        },
        hint="The floor comes last: `keras.ops.maximum` of the prices and the floor.",
    )
    plain = _value(default["call"], "FlooredPricer(units=…) without a floor")
    require(
        close(plain, np.maximum(_unfloored(_written(default, "default.keras", "saved", "save")), 0)),
        expected="a floor of 0.0 where none is given",
        found="another one",
        hint="Give the argument a default.",
    )


@RELOADABLE.criterion("Its configuration makes it again", points=2, read=_CLASSES)
def _made_again(FlooredPricer):  # noqa: N803
    _called(FlooredPricer)
    config, again = _value(FlooredPricer["config"], "get_config()"), FlooredPricer["again"]
    settings = config if isinstance(config, dict) else {}
    wanted = {"units": _UNITS, "floor": _FLOOR}
    missing = [f"`{name}`" for name, value in wanted.items() if not close(settings.get(name), value)]
    require(
        not missing,
        expected="every argument of `__init__` in the configuration, with its value",
        found=f"{' and '.join(missing)} missing, or with another value",
        hint="A forgotten argument falls back to its default; when it shapes no weight, no error tells you.",
    )
    require(
        again.ok,
        expected="a class that can be made from its own configuration",
        found=error_line(again),
        hint="Keras's own arguments stand there too: take them in as `**kwargs` and hand them on.",
    )
    require(
        FlooredPricer["again named"].value == FlooredPricer["name"].value,
        expected="Keras's own arguments, such as the model's name, there and back",
        found="a model with another name",
        hint="The parent's `get_config` gives them, and the parent's `__init__` has to get them again.",
    )


@RELOADABLE.criterion("The class is registered", points=1, read=_CLASSES)
def _registered(FlooredPricer):  # noqa: N803
    _called(FlooredPricer)
    name = _written(FlooredPricer, "model.keras", "saved", "save").keras_config().get("registered_name")
    require(
        isinstance(name, str) and ">" in name,
        expected="a class that Keras finds by its registered name",
        found="a file that names a class which is not registered",
        hint="It saves and does not reload: Keras can't locate the class. Which decorator registers it?",
    )


@RELOADABLE.criterion("The file gives the same model back", points=2, read=_CLASSES)
def _reloads(FlooredPricer):  # noqa: N803
    _called(FlooredPricer)
    _value(FlooredPricer["saved"], "save")
    failed = next(
        (FlooredPricer[step] for step in ("fetched", "fetched 1") if not FlooredPricer[step].ok), None
    )
    if failed is not None:
        raise Missed(
            expected="a model that reloads",
            found=f"it saves and does not reload: {error_line(failed)}",
            hint="Registration, `**kwargs`, `get_config`: the error tells which of the three is missing.",
        )
    config, found = FlooredPricer["config"].value, FlooredPricer["fetched 1"].value
    if isinstance(config, dict) and "floor" not in config:  # costs the criterion on the configuration
        prices = _unfloored(_written(FlooredPricer, "model.keras", "saved", "save"))
        if close(found, np.maximum(prices, 0)):
            return
    require(
        close(found, FlooredPricer["call 1"].value),
        expected="the prices that the model gave before it was saved",
        found="it reloads without an error, and gives other prices",
        hint="An argument that shapes no weight came back with its default.",
    )


# ---------------------------------------------------------------------------------------------------- go_on

_EVENING, _FIRST, _SECOND = 3, 2, 1  # epochs, each of one step, since all rows fit into one batch
_NIGHTS = [
    *_sequential("model"),
    *_trained("model", _EVENING),
    _do("model.save", "night.keras"),
    ask("go_on", "subject", "night.keras", _ROWS, _TARGETS, _FIRST),
    ask("second", "subject", "night.keras", _ROWS, _TARGETS, _SECOND),
    kinds.files("files", "*.keras"),
]

GO_ON = Exercise(
    LESSON,
    "go_on",
    evidence={
        "go_on": _nothing(4),
        "nights": kinds.Script(_NIGHTS, of="go_on", needs="function", folder=True),
    },
    given={"nights"},
)

_GO_ON = "go_on(path, x, y, epochs)"


@cache
def _trained_here(epochs: int, start: int = 0) -> Any:
    """Train the Sequential model here.

    Args:
        epochs: How many epochs.
        start: How many epochs it has behind it, of which the optimizer's state knows nothing.

    Returns:
        The Keras model.
    """
    import keras

    dense = [keras.layers.Dense(units, activation=activation) for units, activation in _SIZES]
    model = keras.Sequential([keras.Input((5,)), *dense])
    model.set_weights(_trained_here(start).get_weights() if start else _SEQUENTIAL)
    model.compile(optimizer=keras.optimizers.Adam(_RATE), loss="mse", run_eagerly=True)
    for _ in range(epochs):
        model.train_on_batch(_ROWS, _TARGETS)
    return model


GO_ON.prepare = lambda: [_trained_here(steps) for steps in (_EVENING + _FIRST, _EVENING + _FIRST + _SECOND)]


def _near(found: Any, wanted: np.ndarray) -> bool:
    """Whether two trainings took the same steps.

    Adam moves a weight by about 0.05 a step here. The same steps on another processor differ by less than
    0.001; steps of an optimizer that has lost its running means differ by 0.01 and more.
    """
    return close(found, wanted, rel=0, abs=3e-3)


@GO_ON.criterion("The next steps are those of one long training", points=2, read=_OPTIMIZER)
def _next_steps(nights):
    back = _model(nights["go_on"], _GO_ON)
    found = back.predict(_ROWS) if _takes_five(back) else None

    def is_from(model: Any) -> bool:
        return _near(found, _outputs(model, _ROWS))

    if is_from(_trained_here(_EVENING + _FIRST)):
        return
    stopped = is_from(_trained_here(_EVENING))
    forgot = is_from(_trained_here(_FIRST, _EVENING)) or _steps_in(nights["files"], "night.keras") == _SECOND
    names = {"the outputs that the file held before": stopped, "steps of an optimizer without state": forgot}
    raise Missed(
        expected="the outputs of a training that was never stopped",
        found=next((name for name, fits in names.items() if fits), "other outputs"),
        mistakes={
            "The model was read and not trained.": stopped,
            "`compile` makes a new optimizer, whose state is empty: go on with the one in the file.": forgot,
            "That is one epoch: `fit` trains for one unless it is told more.": is_from(
                _trained_here(_EVENING + 1)
            ),
        },
        hint="Train for as many epochs as are asked for, on the rows that come in, with the batch size that "
        "Keras takes by itself.",
    )


@GO_ON.criterion("The file goes on, night after night", points=1, read=_OPTIMIZER)
def _file_goes_on(nights):
    back = _model(nights["second"], _GO_ON)
    saved = saved_model(_written(nights, "night.keras", "second", _GO_ON))
    require(
        close(_outputs(saved.keras, _ROWS), back.predict(_ROWS)),
        expected="in the file, the model that was returned",
        found="an older one, or another",
        hint="Written back after training, not before; else the next night begins where this one began.",
    )


@GO_ON.criterion("The file's optimizer knows every step", points=2, read=_OPTIMIZER)
def _knows_every_step(nights):
    file = _written(nights, "night.keras", "second", _GO_ON)
    steps, made_steps = _counter(file), _EVENING + _FIRST + _SECOND
    wanted = [np.asarray(part) for part in _trained_here(made_steps).optimizer.variables]
    held = file.weights()
    state = [held.get(f"optimizer/vars/{place}") for place in range(len(wanted))]
    require(
        steps == made_steps and all(map(_near, state, wanted)),
        expected=f"an optimizer that has made {made_steps} steps over all nights",
        found="no optimizer" if steps is None else f"{steps} steps, or other running means",
        mistakes={"The file was never written back, or before the training.": steps == _EVENING},
        hint="The optimizer's state was lost on the way: compiled anew, not saved again, or left out?",
    )
