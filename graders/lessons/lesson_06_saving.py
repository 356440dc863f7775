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

from graders.criteria import Exercise, Miss
from graders.evidence import Architecture, EvidenceError, FileEvidence, FilesEvidence, kinds, same_up_to_names
from graders.evidence.kinds import ask, get, made, ref, seed

LESSON = "06_saving"

# ------------------------------------------------------------------------------------- models never shown

_RNG = np.random.default_rng(606)
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
    """Make a Sequential model with numbers that are known here."""
    dense = [made("keras.layers.Dense", units, activation=bend) for units, bend in _SIZES]
    return [
        _do("keras.Sequential", [made("keras.Input", (5,)), *dense], store=name),
        _do(f"{name}.set_weights", _SEQUENTIAL),
    ]


def _functional(name: str) -> list[kinds.Step]:
    """Make a functional model in which a path leads around the hidden layer."""
    return [
        seed(61),
        _do("keras.Input", (5,), store="entry"),
        _do("keras.layers.Dense", 6, activation="sigmoid", store="bend"),
        _do("bend", ref("entry"), store="bent"),
        _do("keras.layers.concatenate", [ref("entry"), ref("bent")], store="joined"),
        _do("keras.layers.Dense", 3, store="ending"),
        _do("ending", ref("joined"), store="end"),
        _do("keras.Model", ref("entry"), ref("end"), store=name),
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
    """Compile a model and let its optimiser make a step an epoch: all rows fit into one batch."""
    adam = made("keras.optimizers.Adam", _RATE)
    return [
        _do(f"{name}.compile", optimizer=adam, loss="mse", run_eagerly=True),
        _do(f"{name}.fit", _ROWS, _TARGETS, epochs=epochs, verbose=0),
    ]


def _emptied(name: str) -> kinds.Step:
    """Set all numbers of the Sequential model to 0."""
    return _do(f"{name}.set_weights", [np.zeros_like(numbers) for numbers in _SEQUENTIAL])


def _nothing(count: int) -> kinds.Function:
    """Call a function with None: one that is still empty gives None, every other one gives or raises more."""
    return kinds.Function([kinds.call(*[None] * count)], folder=True)


# -------------------------------------------------------------------------------- questions of every exercise


def _raised(answer: Any, called: str) -> Miss | None:
    """Say so when the learner's function raised."""
    if answer.ok:
        return None
    return Miss(
        expected=f"`{called}` to run to its end",
        found=_told(answer),
        hint="Call it yourself in a cell below your answer, and read the last line of the error.",
    )


def _told(answer: Any) -> str:
    """Tell an error in one line: Keras puts what went wrong in a class of one's own at its message's end."""
    if answer.error is None:
        return str(answer.skipped)
    lines = [line.strip() for line in answer.error.message.splitlines() if line.strip()] or [""]
    last = next((line for line in lines if line.startswith("Error encountered")), lines[0])
    return f"{answer.error.type}: {last}"[:300]


def _model_in(answer: Any, called: str) -> Any:
    """Give the model that came back, or a Miss."""
    if miss := _raised(answer, called):
        return miss
    if not hasattr(answer.value, "architecture") or not answer.value.rebuilt:
        found = "nothing (None)" if answer.value is None else _kind_of(answer.value)
        return Miss(
            expected=f"`{called}` to return a Keras model",
            found=found,
            hint="What you return is the last thing that the function does.",
        )
    return answer.value


def _kind_of(value: Any) -> str:
    return f"something else ({getattr(value, 'found', None) or type(value).__name__})"


def _file(script: Any, name: str, step: str, called: str) -> Any:
    """Give a file that was written in a step of the scenario, or a Miss."""
    if miss := _raised(script[step], called):
        return miss
    files = script["files"].value
    names = files.names if isinstance(files, FilesEvidence) else []
    if name in names:
        return files[name]
    return Miss(
        expected=f"the file `{name}` where the arguments say",
        found=", ".join(f"`{other}`" for other in names[:5]) or "no file that fits",
        hint="The path or folder comes in as an argument: write there, whatever it is.",
    )


def _reloaded(file: Any) -> Any:
    """Reload a `.keras` file here, or give a Miss."""
    try:
        return file.model()
    except EvidenceError as error:
        return Miss(
            expected=f"a whole model in `{file.name}`",
            found=error.reason,
            hint="`save` writes plan and numbers together; `save_weights` the numbers alone.",
        )


def _takes_five(model: Any) -> bool:
    """Whether a model takes rows like those of this module, and gives one output."""
    graph = model.architecture
    return [port.shape[1:] for port in graph.inputs] == [(5,)] and len(graph.outputs) == 1


def _answers(model: Any, rows: np.ndarray) -> np.ndarray:
    return np.asarray(model(rows))


def _same(mine: Any, theirs: np.ndarray) -> bool:
    """Whether answers are equal: those of equal numbers differ by 1e-6, those of new ones by 0.1 and more."""
    mine = np.asarray(mine)
    return mine.shape == theirs.shape and np.allclose(mine, theirs, rtol=1e-3, atol=1e-4)


# ----------------------------------------------------------------------------------------------- keep_whole

_KEPT = [
    *_sequential("model"),
    *_trained("model", 3),
    get("original", "model"),
    ask("keep", "subject", ref("model"), "shelf.keras", store="back"),
    _emptied("model"),
    ask("answers", "back", _ROWS),
    kinds.files("files", "*"),
]

keep_whole = Exercise(
    LESSON,
    "keep_whole",
    evidence={
        "keep": _nothing(2),
        "kept": kinds.Script(_KEPT, of="keep", needs="function", folder=True),
    },
    given={"kept"},
)

_WHOLE = "The whole model in one file"


@keep_whole.criterion("The file holds plan and numbers", points=2, read=_WHOLE)
def _plan_and_numbers(kept):
    file = _file(kept, "shelf.keras", "keep", "keep")
    saved = file if isinstance(file, Miss) else _reloaded(file)
    if isinstance(saved, Miss):
        return saved
    original = kept["original"].value
    if not same_up_to_names(Architecture(saved.keras), original.architecture):
        return Miss(
            expected="the plan of the model that came in",
            found="another plan in the file",
            hint="Save the model that is the function's argument.",
        )
    if _same(_answers(saved.keras, _ROWS), original.predict(_ROWS)):
        return None
    return Miss(
        expected="a model that answers as the one that came in",
        found="the right plan with other numbers",
        hint="A clone, or a model built from a plan, is born with new random numbers: save the model itself.",
    )


@keep_whole.criterion("The file holds the state of the training", points=2, read=_WHOLE)
def _state_kept(kept):
    file = _file(kept, "shelf.keras", "keep", "keep")
    saved = file if isinstance(file, Miss) else _reloaded(file)
    if isinstance(saved, Miss):
        return saved
    if saved.compiled is None or saved.compiled.optimizer is None or not saved.compiled.losses:
        return Miss(
            expected="loss and optimiser in the file",
            found="a model that was saved without them",
            hint="The compiled state is part of the whole: `save` keeps it unless it is told not to.",
        )
    counted = _counter(file)
    if counted == 3 and saved.compiled.optimizer.name == "adam":
        return None
    return Miss(
        expected="the memory of the optimiser that made the model's steps",
        found=f"an optimiser ({saved.compiled.optimizer}) that has made {counted or 0} steps",
        hint="A model that was compiled anew has an optimiser that remembers nothing.",
    )


def _counter(file: Any) -> int | None:
    """Give the number of steps that the optimiser in a file has made; None when there is none."""
    try:
        numbers = file.weights().get("optimizer/vars/0")
    except EvidenceError:
        return None
    return int(numbers) if numbers is not None and numbers.size == 1 else None


@keep_whole.criterion("What comes back was loaded, and can be trained", points=1, read=_WHOLE)
def _came_back(kept):
    back = _model_in(kept["keep"], "keep")
    if isinstance(back, Miss):
        return back
    answers = kept["answers"]
    if not answers.ok or not _same(answers.value, back.predict(_ROWS)):
        return Miss(
            expected="a model of its own, loaded from the file",
            found="the model that came in: what is done to one is done to the other",
            hint="Read the file that you have written, and return what `load_model` gives.",
        )
    if back.compiled is None or back.compiled.optimizer is None:
        return Miss(
            expected="a model that can be trained further",
            found="one that is not compiled",
            hint="Was it loaded with `compile=False`, or never saved with its loss and optimiser?",
        )
    return None


# ------------------------------------------------------------------------------------------------ two_files

_PARCEL = _do("names.os.mkdir", "parcel")
_PACKED = [
    *_functional("model"),
    _PARCEL,
    get("original", "model"),
    ask("pack", "subject", ref("model"), "parcel", take=False),
    kinds.files("files", "*"),
]
# What was packed is emptied before the files are read, so that nothing but the files can give it back.
_SEQUENTIAL_BACK = [
    *_sequential("model"),
    _PARCEL,
    _do("names.pack", ref("model"), "parcel"),
    _emptied("model"),
    ask("unpack", "subject", "parcel"),
]
_FUNCTIONAL_BACK = [
    *_functional("model"),
    _PARCEL,
    get("original", "model"),
    _do("names.pack", ref("model"), "parcel"),
    ask("unpack", "subject", "parcel"),
]

two_files = Exercise(
    LESSON,
    "two_files",
    evidence={
        "pack": kinds.Script(_PACKED, needs="function", folder=True),
        "unpack": kinds.Script(_SEQUENTIAL_BACK, needs="function", folder=True, silent=False),
        "unpacked": kinds.Script(_FUNCTIONAL_BACK, of="unpack", needs="function", folder=True),
    },
    given={"pack", "unpacked"},
)

_PLAN, _NUMBERS = "The plan alone", "Numbers alone"


@two_files.criterion("plan.json is the plan", points=1, read=_PLAN)
def _plan(pack):
    file = _file(pack, "parcel/plan.json", "pack", "pack")
    if isinstance(file, Miss):
        return file
    asked = "the text of `to_json` in `plan.json`"
    try:
        plan = file.json()
    except EvidenceError as error:
        hint = "A dict of settings written with `str` is no JSON; `to_json` gives a text that is."
        return Miss(expected=asked, found=error.reason, hint=hint)
    if not isinstance(plan, dict) or not isinstance(plan.get("class_name"), str):
        hint = "A plan tells of which class the model is: `get_config` leaves that out, `to_json` doesn't."
        if isinstance(plan, str):
            hint = "`to_json` is JSON already: `json.dump` wraps it into a text within a text."
        return Miss(expected=asked, found="JSON that names no class", hint=hint)
    original = pack["original"].value
    built = _built(plan, original)
    if built is not None and same_up_to_names(Architecture(built), original.architecture):
        return None
    return Miss(
        expected="the plan of the model that was packed",
        found="another plan",
        hint="Ask the model that comes in as an argument for its plan.",
    )


def _built(plan: dict[str, Any], original: Any) -> Any:
    """Build what a plan says, with the original's numbers; None when it can't be, or they don't fit.

    A `.keras` archive is a plan and numbers, so they are put into one and read as any other.
    """
    archive = io.BytesIO()
    with tempfile.TemporaryDirectory() as place, zipfile.ZipFile(archive, "w") as parts:
        original.fresh().save_weights(f"{place}/all.weights.h5")
        parts.writestr("config.json", json.dumps(plan))
        parts.write(f"{place}/all.weights.h5", "model.weights.h5")
    try:
        return FileEvidence("plan.keras", archive.getvalue()).model().keras
    except EvidenceError:
        return None


@two_files.criterion("numbers.weights.h5 holds the model's numbers", points=1, read=_NUMBERS)
def _numbers(pack):
    file = _file(pack, "parcel/numbers.weights.h5", "pack", "pack")
    if isinstance(file, Miss):
        return file
    original = pack["original"].value
    filled = original.fresh()
    filled.set_weights([np.zeros_like(numbers) for numbers in filled.get_weights()])
    try:
        file.load_into(filled)
    except EvidenceError as error:
        return Miss(
            expected="numbers that fit the packed model",
            found=error.reason,
            hint="Save the numbers of the model that comes in, not those of another one.",
        )
    if _same(_answers(filled, _ROWS), original.predict(_ROWS)):
        return None
    return Miss(
        expected="the numbers of the packed model",
        found="other numbers, in the same shapes",
        hint="A clone, or a model built from the plan, has new random numbers: save the model's own.",
    )


@two_files.criterion("unpack gives the same model back", points=2, read=_NUMBERS)
def _given_back(unpack, unpacked):
    for script, wanted in ((unpack, None), (unpacked, unpacked["original"].value)):
        back = _model_in(script["unpack"], "unpack")
        if isinstance(back, Miss):
            return back
        expected = _answers(_trained_here(0), _ROWS) if wanted is None else wanted.predict(_ROWS)
        if _takes_five(back) and _same(back.predict(_ROWS), expected):
            continue
        return Miss(
            expected="a model with the answers of the packed one",
            found="a model with other answers",
            hint=(
                "Numbers without their plan fit into many networks, and are right in one: build from "
                "`plan.json`, nothing else. And has the built model read its numbers?"
            ),
        )
    return None


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
    ask("scaled answers", "other", _FAR),
    ask("scaled saved", "other.save", "scaled.keras", take=False),
    kinds.files("files", "*.keras"),
]

# A copy of nothing is nothing, so whether the function is still empty is asked with a model.
_PROBE = made("keras.Sequential", [made("keras.Input", (1,)), made("keras.layers.Dense", 1)])

spare_copy = Exercise(
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
    """Give the copy that came back in one step and was saved in another, reloaded here, or a Miss."""
    copy = _model_in(copied[step], "spare_copy")
    if isinstance(copy, Miss):
        return copy
    file = _file(copied, name, saving, "the copy's `save`")
    return file if isinstance(file, Miss) else _reloaded(file)


@spare_copy.criterion("The same plan", points=1, read=_CLONES)
def _same_plan(copied):
    saved = _saved_copy(copied, "copy.keras", "spare_copy", "copy saved")
    if isinstance(saved, Miss):
        return saved
    if same_up_to_names(Architecture(saved.keras), copied["original"].value.architecture):
        return None
    return Miss(
        expected="the plan of the model that came in",
        found="another plan",
        hint="It is called with other models than those of this lesson: copy the plan, don't write it anew.",
    )


@spare_copy.criterion("The same answers, from the copy's file too", points=2, read=_CLONES)
def _copy_answers(copied):
    saved = _saved_copy(copied, "copy.keras", "spare_copy", "copy saved")
    if isinstance(saved, Miss):
        return saved
    if _same(_answers(saved.keras, _ROWS), copied["original"].value.predict(_ROWS)):
        return None
    return Miss(
        expected="a copy that answers as the original does",
        found="other answers",
        hint="`clone_model` copies the plan and draws new random numbers: an untrained clone was saved.",
    )


@spare_copy.criterion("An adapted scale comes along", points=1, read=_CLONES)
def _scale_too(copied):
    saved = _saved_copy(copied, "scaled.keras", "scaled copy", "scaled saved")
    if isinstance(saved, Miss):
        return saved
    answers = copied["scaled answers"]
    wanted = copied["scaled"].value.predict(_FAR)
    if answers.ok and _same(answers.value, wanted) and _same(_answers(saved.keras, _FAR), wanted):
        return None
    return Miss(
        expected="the same answers from a model with an adapted scale",
        found="other answers",
        hint="The numbers may all be equal: which way of handing them over reaches this layer?",
    )


@spare_copy.criterion("Numbers of its own", points=1, read=_CLONES)
def _own_numbers(copied):
    copy = _model_in(copied["spare_copy"], "spare_copy")
    if isinstance(copy, Miss):
        return copy
    before, after = copied["before"], copied["after"]
    if before.ok and after.ok and _same(after.value, np.asarray(before.value)):
        return None
    return Miss(
        expected="a copy that stays as it is when the original changes",
        found="other answers after the original was changed",
        hint="Two models over the same layers, or two names of one, share numbers: both learn together.",
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

reloadable = Exercise(
    LESSON,
    "reloadable",
    evidence={
        "FlooredPricer": kinds.ModelClass(
            inputs=[_ROWS], arguments=kinds.call(units=_UNITS, floor=_FLOOR), more=_BACK
        ),
        "default": kinds.Script(
            [seed(1), kinds.make(units=_UNITS), ask("call 1", "made", _ROWS)], of="FlooredPricer"
        ),
    },
    given={"default"},
)

_CLASSES = "Classes of your own"


def _made(FlooredPricer: Any) -> Miss | None:  # noqa: N803 - the learner's name
    """Say so when no model could be made and called."""
    for step in ("made", "call 1"):
        if miss := _raised(FlooredPricer[step], "FlooredPricer(units=…, floor=…) on five features"):
            return miss
    return None


def _file_of_class(FlooredPricer: Any) -> Any:  # noqa: N803
    """Give the file that the learner's model was saved to, or a Miss."""
    if miss := _made(FlooredPricer):
        return miss
    return _file(FlooredPricer, "model.keras", "saved", "save")


@reloadable.criterion("Prices with a floor", points=1, read=_CLASSES)
def _floored(FlooredPricer, default):  # noqa: N803
    file = _file_of_class(FlooredPricer)
    if isinstance(file, Miss):
        return file
    if miss := _raised(default["call 1"], "FlooredPricer(units=…) without a floor"):
        return miss
    by_shape = {numbers.shape: numbers for numbers in file.weights().values()}
    shapes = ((5, _UNITS), (_UNITS,), (_UNITS, 1), (1,))
    if not set(shapes) <= set(by_shape):
        return Miss(
            expected="a hidden layer of `units` units, and one of a single unit",
            found=", ".join(map(str, sorted(by_shape))) or "a file without numbers",
            hint="Two Dense layers, kept as attributes, so that Keras finds them.",
        )
    kernel, bias, weights, offset = (by_shape[shape] for shape in shapes)
    wanted = np.maximum(np.maximum(_ROWS @ kernel + bias, 0) @ weights + offset, _FLOOR)
    said = FlooredPricer["call 1"].value
    if not isinstance(said, np.ndarray) or not _same(said, wanted):
        return Miss(
            expected="ReLU in the hidden layer, a linear output, and no answer below the floor",
            found="other answers than the model's numbers give in that way",
            hint="The floor comes last: `keras.ops.maximum` of the prices and the floor.",
        )
    plain = default["call 1"].value
    if isinstance(plain, np.ndarray) and plain.min() == 0 < plain.max():
        return None
    return Miss(
        expected="a floor of 0.0 where none is given",
        found="another one",
        hint="Give the argument a default.",
    )


@reloadable.criterion("Its configuration makes it again", points=2, read=_CLASSES)
def _made_again(FlooredPricer):  # noqa: N803
    if miss := _made(FlooredPricer):
        return miss
    config, again = FlooredPricer["config"], FlooredPricer["again"]
    if miss := _raised(config, "get_config"):
        return miss
    missing = [
        name
        for name, value in (("units", _UNITS), ("floor", _FLOOR))
        if not isinstance(config.value, dict) or config.value.get(name) != value
    ]
    if missing:
        return Miss(
            expected="every argument of `__init__` in the configuration, with its value",
            found=f"{' and '.join(f'`{name}`' for name in missing)} missing, or with another value",
            hint="A forgotten argument falls back to its default; when it shapes no weight, nobody is told.",
        )
    if not again.ok:
        return Miss(
            expected="a class that can be made from its own configuration",
            found=_told(again),
            hint="Keras's own arguments stand there too: take them in as `**kwargs` and hand them on.",
        )
    if FlooredPricer["again named"].value == FlooredPricer["name"].value:
        return None
    return Miss(
        expected="Keras's own arguments, such as the model's name, there and back",
        found="a model with another name",
        hint="The parent's `get_config` tells them, and the parent's `__init__` has to be given them.",
    )


@reloadable.criterion("The class is registered", points=1, read=_CLASSES)
def _registered(FlooredPricer):  # noqa: N803
    file = _file_of_class(FlooredPricer)
    if isinstance(file, Miss):
        return file
    name = file.keras_config().get("registered_name")
    if isinstance(name, str) and ">" in name:
        return None
    return Miss(
        expected="a class that Keras finds by its registered name",
        found="a file that names a class in no register",
        hint="It saves and does not reload: Keras can't locate the class. Which decorator tells Keras of it?",
    )


@reloadable.criterion("The file gives the same model back", points=2, read=_CLASSES)
def _reloads(FlooredPricer):  # noqa: N803
    if miss := _made(FlooredPricer):
        return miss
    if miss := _raised(FlooredPricer["saved"], "save"):
        return miss
    for step in ("fetched", "fetched 1"):
        if FlooredPricer[step].error is not None:
            return Miss(
                expected="a model that reloads",
                found=f"it saves and does not reload: {_told(FlooredPricer[step])}",
                hint="Registration, `**kwargs`, `get_config`: the error tells which of the three is missing.",
            )
    before, after = FlooredPricer["call 1"].value, FlooredPricer["fetched 1"].value
    if isinstance(before, np.ndarray) and _same(after, np.asarray(before)):
        return None
    return Miss(
        expected="the answers that the model gave before it was saved",
        found="it reloads without an error, and answers differently",
        hint="An argument that shapes no weight came back with its default.",
    )


# ---------------------------------------------------------------------------------------------------- go_on

_EVENING, _FIRST, _SECOND = 3, 2, 4  # epochs, each of one step, since all rows fit into one batch
_NIGHTS = [
    *_sequential("model"),
    *_trained("model", _EVENING),
    _do("model.save", "night.keras"),
    ask("go_on", "subject", "night.keras", _ROWS, _TARGETS, _FIRST),
    ask("second", "subject", "night.keras", _ROWS, _TARGETS, _SECOND),
    kinds.files("files", "*.keras"),
]

go_on = Exercise(
    LESSON,
    "go_on",
    evidence={
        "go_on": _nothing(4),
        "nights": kinds.Script(_NIGHTS, of="go_on", needs="function", folder=True),
    },
    given={"nights"},
)

_TOMORROW = "Going on tomorrow"


@cache
def _trained_here(epochs: int, start: int = 0) -> Any:
    """Train the Sequential model here.

    Args:
        epochs: How many epochs.
        start: How many epochs it has behind it, of which the optimiser remembers nothing.

    Returns:
        The Keras model.
    """
    import keras

    dense = [keras.layers.Dense(units, activation=bend) for units, bend in _SIZES]
    model = keras.Sequential([keras.Input((5,)), *dense])
    model.set_weights(_trained_here(start).get_weights() if start else _SEQUENTIAL)
    model.compile(optimizer=keras.optimizers.Adam(_RATE), loss="mse", run_eagerly=True)
    for _ in range(epochs):
        model.train_on_batch(_ROWS, _TARGETS)
    return model


# Adam moves a number by about 0.05 a step here. The same steps on another processor differ by less than
# 0.001; steps of an optimiser that has forgotten its means differ by 0.01 and more.
_NEAR = 3e-3


def _near(mine: Any, wanted: np.ndarray) -> bool:
    return mine is not None and np.shape(mine) == wanted.shape and np.abs(mine - wanted).max() < _NEAR


@go_on.criterion("The next steps are those of one long training", points=2, read=_TOMORROW)
def _next_steps(nights):
    back = _model_in(nights["go_on"], "go_on")
    if isinstance(back, Miss):
        return back
    wanted = _answers(_trained_here(_EVENING + _FIRST), _ROWS)
    said = back.predict(_ROWS) if _takes_five(back) else None
    if _near(said, wanted):
        return None
    found, hint = "other numbers", "Train for as many epochs as are asked for, on the rows that come in."
    stopped = _answers(_trained_here(_EVENING), _ROWS)
    forgot = _answers(_trained_here(_FIRST, _EVENING), _ROWS)
    if _near(said, stopped):
        found, hint = "the numbers that the file held before", "The model was read and not trained."
    elif _near(said, forgot):
        found = "the steps of an optimiser that has forgotten its memory"
        hint = "`compile` makes a new optimiser, which remembers nothing: go on with the one in the file."
    return Miss(expected="the answers of a training that was never stopped", found=found, hint=hint)


@go_on.criterion("The file goes on, night after night", points=1, read=_TOMORROW)
def _file_goes_on(nights):
    back = _model_in(nights["second"], "go_on")
    if isinstance(back, Miss):
        return back
    file = _file(nights, "night.keras", "second", "go_on")
    saved = file if isinstance(file, Miss) else _reloaded(file)
    if isinstance(saved, Miss):
        return saved
    if _same(_answers(saved.keras, _ROWS), back.predict(_ROWS)):
        return None
    return Miss(
        expected="in the file, the model that was returned",
        found="an older one, or another",
        hint="Written back after training, not before; else the next night begins where this one began.",
    )


@go_on.criterion("The file's optimiser remembers every step", points=2, read=_TOMORROW)
def _remembers(nights):
    file = _file(nights, "night.keras", "second", "go_on")
    saved = file if isinstance(file, Miss) else _reloaded(file)
    if isinstance(saved, Miss):
        return saved
    made_steps, counted = _EVENING + _FIRST + _SECOND, _counter(file)
    wanted = [np.asarray(part) for part in _trained_here(made_steps).optimizer.variables]
    held = file.weights()
    memory = [held.get(f"optimizer/vars/{place}") for place in range(len(wanted))]
    if counted == made_steps and all(
        _near(numbers, mine) for numbers, mine in zip(memory, wanted, strict=True)
    ):
        return None
    return Miss(
        expected=f"an optimiser that has made {made_steps} steps over all nights",
        found="no optimiser" if counted is None else f"{counted} steps, or other running means",
        hint="The optimiser's state was lost on the way: compiled anew, not saved again, or left out?",
    )
