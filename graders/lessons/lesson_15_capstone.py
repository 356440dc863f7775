"""Hidden checks of lesson 15: a split, a budget, a delivery, its use and its card.

`deliver` is called in an empty folder, and what it wrote is judged: the model file is rebuilt here, from
Keras's own layers, and answers the definitions that no learner has. Every figure is computed here anew; see
`graders.lessons.noun_fields`.
"""

import io
import json
import math
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from graders.criteria import Exercise, Missed, hidden_rng, require
from graders.criteria.bar import Bar
from graders.evidence import EvidenceError, FileEvidence, kinds
from graders.evidence.asking import Part, UndecidedError
from graders.evidence.kinds import ask, made, ref, seed
from graders.lessons import noun_fields
from graders.lessons.on_files import exercise_on_files
from graders.vocabulary import as_number, compiled_of, error_line, kind_of, listed, loss_is, shown, value_of

LESSON = "15_capstone"
FIELDS = 12


def _do(label: str, what: str, *args: Any, store: str | None = None, **kwargs: Any) -> kinds.Step:
    """A step of the scenario's own, whose result does not cross."""
    return ask(label, what, *args, store=store, take=False, **kwargs)


def _outputs(model: Any, rows: np.ndarray, at_once: int = 600) -> np.ndarray:
    """Ask a rebuilt model, some rows at a time; `predict` would trace a graph for it first."""
    parts = [rows[start : start + at_once] for start in range(0, len(rows), at_once)]
    return np.concatenate([np.asarray(model(part, training=False)) for part in parts])


# ------------------------------------------------------------------------------------------------- split_rows

_RNG = hidden_rng(1515)
_REPEATED = _RNG.integers(0, 4000, size=6000)
_SPLIT_WORDS = sorted(f"word{number:04}" for number in _REPEATED)
_SHARES = (0.70, 0.15, 0.15)
_SHARE_WITHIN = 0.03
_SPLIT = "An honest split"

SPLIT_ROWS = Exercise(
    LESSON,
    "split_rows",
    evidence={"split_rows": kinds.Function([kinds.call(_SPLIT_WORDS, given) for given in (1, 1, 2)])},
)


def _parts(split_rows: Any, call: int) -> list[np.ndarray]:
    """Give the three parts that came of a call, as row numbers."""
    value = value_of(split_rows.answers[call], "split_rows(words, seed)")
    parts = list(value) if isinstance(value, (list, tuple, np.ndarray)) else []
    require(
        len(parts) == 3,
        expected="three arrays of row numbers",
        found=f"{len(parts)} of them" if parts else kind_of(value),
        hint="Return training, validation and test, in this order.",
    )
    found = [np.ravel(np.asarray(part)) for part in parts]
    whole = [part for part in found if not part.size or part.dtype.kind in "iu"]
    require(
        len(whole) == 3,
        expected="row numbers, which are integers",
        found=listed(f"an array of type {part.dtype}" for part in found),
        hint="`np.flatnonzero` turns a mask of True and False into row numbers.",
    )
    inside = all(np.all((part >= 0) & (part < len(_SPLIT_WORDS))) for part in found)
    require(
        inside,
        expected=f"row numbers from 0 to {len(_SPLIT_WORDS) - 1:,}",
        found="numbers beyond that",
        hint="Rows are counted from 0.",
    )
    return found


@SPLIT_ROWS.criterion("Every row is in one part", points=1, read=_SPLIT)
def _every_row(split_rows):
    rows = np.concatenate(_parts(split_rows, 0))
    missing = len(_SPLIT_WORDS) - len(np.unique(rows))
    require(
        missing == 0 and len(rows) == len(_SPLIT_WORDS),
        expected=f"each of {len(_SPLIT_WORDS):,} rows exactly once",
        found=f"{missing:,} rows in no part" if missing else f"{len(rows):,} row numbers, some of them twice",
        hint="A word that stands in several rows brings all of them along.",
    )


@SPLIT_ROWS.criterion("No word is in two parts", points=2, read=_SPLIT)
def _words_apart(split_rows):
    parts = [{_SPLIT_WORDS[row] for row in part} for part in _parts(split_rows, 0)]
    shared = sum(len(parts[one] & parts[other]) for one, other in ((0, 1), (0, 2), (1, 2)))
    require(
        shared == 0,
        expected="all rows of one word in the same part",
        found=f"{shared} times a word in two parts",
        hint="The rows were divided. Divide the words, each once, and take their rows.",
    )


@SPLIT_ROWS.criterion("Seven, one and a half, and one and a half of ten", points=1, read=_SPLIT)
def _shares(split_rows):
    sizes = [len(part) / len(_SPLIT_WORDS) for part in _parts(split_rows, 0)]
    require(
        all(abs(size - wanted) <= _SHARE_WITHIN for size, wanted in zip(sizes, _SHARES, strict=True)),
        expected="shares near 0.70, 0.15 and 0.15",
        found=listed(f"{size:.2f}" for size in sizes),
        hint="Two cuts make three parts: at 0.70 and at 0.85.",
    )


@SPLIT_ROWS.criterion("The seed decides", points=2, read=_SPLIT)
def _seed_decides(split_rows):
    first, again, other = ([set(part.tolist()) for part in _parts(split_rows, call)] for call in range(3))
    require(
        first == again,
        expected="the same split for the same seed",
        found="another one",
        hint="Make the generator inside the function, from the seed: `np.random.default_rng(seed)`.",
    )
    require(
        all(len(one - two) > len(one) // 20 for one, two in zip(first, other, strict=True)),
        expected="other rows in each part for another seed",
        found="nearly the same rows",
        hint="Is the seed used, and are the words shuffled by it?",
    )


# ----------------------------------------------------------------------------------------------- build_within

_BUDGETS = (40_000, 171_234)
_LEAST_USED = 0.8
_FITS = "What fits into 60,000"
_PROBES = hidden_rng(7).integers(2, 3000, size=(6, 24)).astype("int32")

BUILD_WITHIN = Exercise(
    LESSON,
    "build_within",
    evidence={"build_within": kinds.Function([kinds.call(budget) for budget in _BUDGETS], seed=15)},
)


def _models(build_within: Any) -> Iterator[tuple[int, Any]]:
    """Give each budget and the model that was built for it."""
    for budget, answer in zip(_BUDGETS, build_within.answers, strict=True):
        model = value_of(answer, f"build_within({budget:_})")
        require(
            hasattr(model, "architecture"),
            expected="a Keras model",
            found=kind_of(model),
            hint="The last line of the function returns it.",
        )
        yield budget, model


def _probabilities(outputs: np.ndarray) -> None:
    """See to it that outputs are probabilities of the twelve fields."""
    outputs = np.asarray(outputs)
    require(
        outputs.ndim == 2 and outputs.shape[1] == FIELDS,
        expected="twelve numbers for each text",
        found=f"an output of shape {outputs.shape[1:]} a text",
        hint="The last layer has one unit for each field, and no places of the text are left before it.",
    )
    sums = outputs.sum(axis=1)
    require(
        bool(np.all(np.isfinite(outputs)) and outputs.min() >= -1e-4 and np.all(abs(sums - 1) < 1e-2)),
        expected="probabilities that sum to 1",
        found=f"numbers from {shown(float(outputs.min()))} to {shown(float(outputs.max()))} with sums "
        f"near {shown(float(np.mean(sums)))}",
        hint="The fields exclude each other: which activation belongs at the end?",
        mistakes={
            "A sigmoid says yes or no to each field; the fields exclude each other.": outputs.min() >= 0
            and outputs.max() <= 1,
            "Without an activation at the end these are logits, and probabilities are asked for.": bool(
                outputs.min() < 0
            ),
        },
    )


def _said(model: Any) -> np.ndarray:
    """Give what a model answers to rows of word numbers."""
    try:
        return np.asarray(model.predict(_PROBES))
    except UndecidedError:
        raise
    except Exception as error:  # a layer that cannot take such rows raises whatever it raises
        raise Missed(
            expected="answers to rows of 24 word numbers from 0 to 2,999",
            found=f"a model that stops with {type(error).__name__}",
            hint="Try it on `x_train[:2]`. Does the first layer know 3,000 numbers?",
        ) from None


@BUILD_WITHIN.criterion("Word numbers in, twelve probabilities out", points=2, read=_FITS)
def _form(build_within):
    for _, model in _models(build_within):
        ports = model.architecture.inputs
        shapes = [tuple(port.shape[1:]) for port in ports]
        require(
            not shapes or shapes == [(24,)],
            expected="one input of 24 numbers",
            found=f"inputs of shape {listed(shapes)}",
            hint="A text comes as one row of 24 word numbers.",
        )
        outputs = _said(model)
        _probabilities(outputs)
        require(
            float(np.ptp(outputs, axis=0).max()) > 0,
            expected="different texts with different answers",
            found="the same twelve numbers for six different texts",
            hint="Does the path from the input to the output run through all layers?",
        )


@BUILD_WITHIN.criterion("Never over the budget", points=2, read=_FITS)
def _within(build_within):
    over = [
        (budget, model.parameters) for budget, model in _models(build_within) if model.parameters > budget
    ]
    require(
        not over,
        expected="at most as many parameters as the budget says",
        found=listed(f"{count:,} for a budget of {budget:,}" for budget, count in over),
        hint="Count all layers, biases too, and round the width down.",
    )


@BUILD_WITHIN.criterion("Most of the budget is used", points=1, read=_FITS)
def _used(build_within):
    under = [
        (budget, model.parameters)
        for budget, model in _models(build_within)
        if model.parameters < _LEAST_USED * budget
    ]
    require(
        not under,
        expected="at least 0.8 of every budget used",
        found=listed(f"{count:,} for a budget of {budget:,}" for budget, count in under),
        hint="A width that follows from the budget uses it; a fixed one fits a single budget.",
    )


@BUILD_WITHIN.criterion("The loss takes field numbers", points=1, read=_FITS)
def _loss(build_within):
    for _, model in _models(build_within):
        if names := model.architecture.output_names:
            loss_is(model, names[0], "sparse_categorical_crossentropy")
            continue
        loss = str(compiled_of(model).loss)  # of a model without an input nothing more is known
        require(
            loss == "sparse_categorical_crossentropy",
            expected="a loss that takes field numbers",
            found=loss,
            hint="Field numbers are integers, not one-hot rows.",
        )


# ---------------------------------------------------------------------------------------------------- deliver

_MOST_PARAMETERS, _MOST_EPOCHS = 60_000, 30
_HIDDEN_ACCURACY = Bar("accuracy on hidden definitions", at_least=0.70)
_LEAK = Bar("validation or test accuracy above the hidden one", at_most=0.08)
_ROUNDING = 0.002
"""Three or four of 1,756 rows: what another processor's rounding may change in an accuracy."""
_ORDER = ("validation", "test", "hidden")
_LETTER, _LOG, _ALONE = "The letter", "A log that proves the choice", "A file that loads without your code"


def _asked_rows() -> np.ndarray:
    return np.concatenate([noun_fields.part(name).x for name in _ORDER])


_DELIVER_STEPS = [
    _do("folder", "names.Path", "shop", store="folder"),
    _do("folder made", "folder.mkdir"),
    seed(15),
    _do("deliver", "subject", "shop"),
    kinds.files("files", "shop/*"),
    _do("load", "keras.models.load_model", "shop/model.keras"),
]

DELIVER = exercise_on_files(LESSON, "deliver", "deliver", 1, "delivery", _DELIVER_STEPS)


@dataclass(frozen=True)
class _Rebuilt:
    """What could be rebuilt of a model file.

    Args:
        parameters: How many it has; None when nobody can say.
        answers: What it says to `_asked_rows`; None when it was not rebuilt.
        reason: Why it was not; empty when it was.
    """

    parameters: int | None
    answers: np.ndarray | None
    reason: str


@lru_cache(maxsize=2)
def _rebuild(data: bytes) -> _Rebuilt:
    """Rebuild a model file from Keras's own layers, and ask it: once for all criteria."""
    file = FileEvidence("model.keras", data)
    try:
        model: Any = _model_in(file)
    except EvidenceError as error:
        return _Rebuilt(_stored_numbers(file), None, error.reason)
    try:
        answers = _outputs(model, _asked_rows())
    except Exception as error:  # a model that takes other inputs raises whatever its layers raise
        return _Rebuilt(int(model.count_params()), None, f"{type(error).__name__} for rows of 24 numbers")
    return _Rebuilt(int(model.count_params()), answers, "")


def _model_in(file: FileEvidence) -> Any:
    """Rebuild the model in a file; of a graph with the learner's class around it, the graph.

    That a file needs a class, or a loss of the learner's, costs the criterion that asks for it, and no other.
    """
    try:
        return file.model().keras
    except EvidenceError:
        config = dict(file.keras_config())
        inside = config.get("config")
        if not (isinstance(inside, dict) and {"layers", "input_layers", "output_layers"} <= inside.keys()):
            raise
    config.pop("compile_config", None)
    graph = {"class_name": "Functional", "module": "keras.src.models.functional", "registered_name": None}
    return FileEvidence(file.name, _with_config(file.data, {**config, **graph})).model().keras


def _with_config(data: bytes, config: dict[str, Any]) -> bytes:
    """Copy a model file, which was read before, with another configuration."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        new.writestr("config.json", json.dumps(config))
        new.writestr("model.weights.h5", old.read("model.weights.h5"))
    return made.getvalue()


def _stored_numbers(file: FileEvidence) -> int | None:
    """Count the numbers in a file's layers, leaving out the optimizer's."""
    try:
        arrays = file.weights()
    except EvidenceError:
        return None
    return sum(
        array.size
        for path, array in arrays.items()
        if array.dtype.kind == "f" and not path.startswith(("optimizer", "metrics", "loss"))
    )


def _written(delivery: Any, name: str) -> FileEvidence:
    """Give a file that was delivered."""
    files = delivery["files"].value
    found = {file.name.rpartition("/")[2]: file for file in files}
    if name not in found:
        error = error_line(delivery["deliver"]) if delivery["deliver"].error is not None else ""
        raise Missed(
            expected=f"the file `{name}` in the folder that was passed in",
            found=f"none; `deliver(folder)` stopped with {error}"
            if error
            else listed(f"`{other}`" for other in sorted(found)) or "an empty folder",
            hint="Write into `folder`, whatever it is, under the name that the task gives.",
        )
    return found[name]


def _answers(delivery: Any) -> dict[str, np.ndarray]:
    """Give what the delivered model says to each part."""
    file = _written(delivery, "model.keras")
    rebuilt = _rebuild(file.data)
    if rebuilt.answers is None:
        if delivery["load"].ok and _takes_rows(rebuilt):
            raise UndecidedError(Part(f"The delivered model could not be rebuilt here: {rebuilt.reason}", ""))
        raise Missed(
            expected="a model file that answers rows of 24 word numbers",
            found=rebuilt.reason or "one that does not",
            hint="Load the file in a new process, and let it predict `x_valid`.",
        )
    ends = np.cumsum([len(noun_fields.part(name).y) for name in _ORDER])[:-1]
    return dict(zip(_ORDER, np.split(rebuilt.answers, ends), strict=True))


def _takes_rows(rebuilt: _Rebuilt) -> bool:
    return not rebuilt.reason.endswith("for rows of 24 numbers")


def _accuracies(delivery: Any) -> dict[str, float]:
    """Give the delivered model's accuracy on each part; 0 when it does not answer twelve numbers."""
    found = {}
    for name, outputs in _answers(delivery).items():
        right = outputs.ndim == 2 and outputs.shape[1] == FIELDS
        places = outputs.argmax(axis=1) if right else np.full(len(outputs), -1)
        found[name] = float(np.mean(places == noun_fields.part(name).y))
    return found


def _own_code(node: Any) -> Iterator[str]:
    """Name what a saved configuration needs beside Keras: classes, functions and lambdas."""
    if isinstance(node, (list, tuple)):
        for item in node:
            yield from _own_code(item)
    if not isinstance(node, dict):
        return
    kind, module = node.get("class_name"), node.get("module", "keras")
    if kind == "__lambda__":
        yield "a lambda"
    elif kind == "function":
        if not _is_keras_function(node.get("config")):
            yield f"the function `{node.get('config')}`"
    elif isinstance(kind, str) and not kind.startswith("__") and not str(module).startswith("keras"):
        yield f"the class `{kind}`"
    for item in node.values():
        yield from _own_code(item)


def _is_keras_function(name: object) -> bool:
    import keras

    places = (
        keras.activations,
        keras.losses,
        keras.metrics,
        keras.initializers,
        keras.regularizers,
        keras.ops,
    )
    return isinstance(name, str) and any(hasattr(place, name) for place in places)


@DELIVER.criterion("The file loads where your code does not exist", points=2, read=_ALONE)
def _loads(delivery):
    file = _written(delivery, "model.keras")
    expected = "a file that Keras loads by itself"
    try:
        needed = list(dict.fromkeys(_own_code(file.keras_config())))
    except EvidenceError as error:
        raise Missed(
            expected=expected,
            found=error.reason,
            hint="`model.save` writes architecture and weights together.",
        ) from None
    require(
        not needed,
        expected=expected,
        found=f"one that needs {listed(needed)}",
        hint="Deliver a plain `keras.Model(model.inputs[0], model.outputs[0])`, compiled with Keras's own.",
        mistakes={"Keras never loads a lambda from a file: use a layer of its own.": "a lambda" in needed},
    )
    require(
        delivery["load"].ok,
        expected=expected,
        found=error_line(delivery["load"])
        if delivery["load"].error is not None
        else "one that was not loaded",
        hint="Try it in a new process.",
    )
    reason = _rebuild(file.data).reason
    if reason and _takes_rows(_rebuild(file.data)):
        raise UndecidedError(Part(f"The delivered model could not be rebuilt here: {reason}", ""))


@DELIVER.criterion("At most 60,000 parameters", points=1, read=_LETTER)
def _in_budget(delivery):
    count = _rebuild(_written(delivery, "model.keras").data).parameters
    if count is None:
        raise Missed(
            expected="a model file", found="a file without weights", hint="Write it by `model.save`."
        )
    require(
        count <= _MOST_PARAMETERS,
        expected="at most 60,000 parameters in all",
        found=f"{count:,}",
        hint="The table of words is the largest part: make its rows shorter.",
    )


@DELIVER.criterion("Twelve probabilities for a row of word numbers", points=1, read=_LETTER)
def _answers_probabilities(delivery):
    _probabilities(_answers(delivery)["hidden"])


@DELIVER.criterion("Seven of ten hidden definitions are right", points=3, read=_LETTER)
def _right_on_hidden(delivery):
    accuracy = _accuracies(delivery)["hidden"]
    require(
        _HIDDEN_ACCURACY.holds(accuracy),
        expected=f"an accuracy of {_HIDDEN_ACCURACY} or more on definitions that nobody has",
        found=f"{accuracy:.2f}",
        hint="Is it trained long enough, and not too long? What does the validation accuracy say?",
        mistakes={
            "That is what always the same field gives: the model says nothing about the text.": accuracy
            < 0.1,
        },
    )


_COLUMNS = {"loss": "loss", "accuracy": "acc", "val_loss": "loss", "val_accuracy": "acc"}


def _logs(delivery: Any) -> list[dict[str, list[float]]]:
    """Read the logs: of each the four columns that are there, as numbers."""
    names = sorted(file.name.rpartition("/")[2] for file in delivery["files"].value)
    names = [name for name in names if name.startswith("log") and name.endswith(".csv")] or ["log.csv"]
    found = []
    for name in names:
        try:
            rows = _written(delivery, name).csv()
        except EvidenceError as error:
            raise Missed(
                expected="a log as `CSVLogger` writes it",
                found=error.reason,
                hint="Let the callback write it.",
            ) from None
        found.append({column: _column(rows, column) for column in _COLUMNS})
    return found


def _column(rows: Sequence[dict[str, str]], wanted: str) -> list[float]:
    """Read a column, whatever the accuracy was called in `compile`; empty when it is not there."""
    validation = wanted.startswith("val_")
    kind = _COLUMNS[wanted]
    names = [
        name
        for name in (rows[0] if rows else ())
        if name
        and name.startswith("val_") == validation
        and (name == wanted or (kind == "acc" and kind in name))
    ]
    if not names:
        return []
    try:
        return [float(row[wanted if wanted in names else names[0]]) for row in rows]
    except ValueError:
        return []


@DELIVER.criterion("A log of every epoch, training and validation", points=2, read=_LOG)
def _log(delivery):
    logs = _logs(delivery)
    for log in logs:
        missing = [name for name, values in log.items() if not values]
        require(
            not missing,
            expected="columns of accuracy and loss, for training and for validation",
            found=f"no numbers under {listed(f'`{name}`' for name in missing)}",
            hint="`compile` names the metrics.",
            mistakes={
                "Without `validation_data` there is nothing to choose by.": "val_loss" in missing
                and "loss" not in missing,
            },
        )
        require(
            all(math.isfinite(number) for values in log.values() for number in values),
            expected="numbers in every row",
            found="some that are not finite",
            hint="A loss of NaN ends a training.",
        )
    epochs = sum(len(log["loss"]) for log in logs)
    require(
        1 <= epochs <= _MOST_EPOCHS,
        expected="at most 30 epochs in all",
        found=f"{epochs}",
        hint="`EarlyStopping` gives epochs back that bring nothing.",
    )


@DELIVER.criterion("The best epoch by validation is delivered", points=2, read=_LOG)
def _best_epoch(delivery):
    logs, accuracies = _logs(delivery), _accuracies(delivery)
    here = accuracies["validation"]
    bests = [_best(log) for log in logs if log["val_accuracy"]]
    require(
        bests,
        expected="validation accuracies, among them the best epoch's",
        found="a log without validation",
        hint="Without them nobody can tell which epoch was best.",
    )
    highest = max(max(log["val_accuracy"]) for log in logs if log["val_accuracy"])
    # Several trainings make one model: it is then at least as good as the weakest of them.
    fits = any(_same(here, best) for best in bests[0]) or here > highest
    if len(bests) > 1:
        fits = here >= min(max(best) for best in bests) - _ROUNDING
    on_test = any(_same(accuracies["test"], best) for best in bests[0]) and not any(
        _same(here, best) for best in bests[0]
    )
    last = len(logs) == 1 and _same(here, logs[0]["val_accuracy"][-1])
    require(
        fits and not on_test,
        expected="a file that gives on the validation rows what the log says of its best epoch",
        found=f"{here:.3f} where the log's best is {max(bests[0]):.3f}",
        hint="The file is of another epoch, or the log was made with other rows than `x_valid`.",
        mistakes={
            "The log's `val_` columns are of the test rows: the epoch was chosen on the test set.": on_test,
            "The weights are those of the last epoch. Keep the best: `save_best_only`, or "
            "`restore_best_weights`.": last,
        },
    )


def _best(log: dict[str, list[float]]) -> list[float]:
    """Give the validation accuracies of the epoch with the highest one, and of that with the lowest loss."""
    accuracies, losses = log["val_accuracy"], log["val_loss"]
    by_loss = [accuracies[int(np.argmin(losses))]] if len(losses) == len(accuracies) else []
    return [max(accuracies), *by_loss]


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= _ROUNDING


@DELIVER.criterion("Trained on the training rows alone", points=2, read=_LOG)
def _no_leak(delivery):
    accuracies = _accuracies(delivery)
    for name, rows in (("validation", "x_valid"), ("test", "x_test")):
        gap = accuracies[name] - accuracies["hidden"]
        require(
            _LEAK.holds(gap),
            expected="about the same accuracy on rows of the lesson and on hidden ones",
            found=f"{accuracies[name]:.2f} on the {name} rows, {accuracies['hidden']:.2f} on hidden ones",
            hint=f"The model has seen these rows: is `{rows}` part of what it was trained on?",
        )


# --------------------------------------------------------------------------------------------------- classify

_USE = "At the customer's"


_SINGLE = 3
"""The place, among the texts, of the one that the second model is asked for alone: there the two disagree."""


def _texts(name: str) -> list[str]:
    """Give the texts that a model is asked for."""
    texts = list(noun_fields.part("validation").texts[::40])
    return texts if name == "one" else [texts[_SINGLE]]


def _sorter(name: str, width: int, start: int, *, normalized: bool = False) -> list[kinds.Step]:
    """Make an untrained model of the lesson's form, and save it."""
    wide = made("keras.initializers.RandomNormal", stddev=1.0, seed=start)
    layers = [
        made("keras.Input", (24,), dtype="int32"),
        made("keras.layers.Embedding", 3000, width, embeddings_initializer=wide),
        made("keras.layers.GlobalAveragePooling1D"),
        *([made("keras.layers.BatchNormalization")] if normalized else []),
        made("keras.layers.Dense", FIELDS, activation="softmax"),
    ]
    return [
        seed(start),
        _do(f"model {name}", "keras.Sequential", layers, store=name),
        _do(f"saved {name}", f"{name}.save", f"{name}.keras"),
    ]


_CLASSIFY_STEPS = [
    *_sorter("one", 8, 1),
    *_sorter("two", 6, 2),
    kinds.files("files", "*.keras"),
    ask("one", "subject", "one.keras", _texts("one")),
    ask("two", "subject", "two.keras", _texts("two")),
]

CLASSIFY = exercise_on_files(LESSON, "classify", "classify", 2, "answered", _CLASSIFY_STEPS)


def _names(answered: Any, label: str) -> list[Any]:
    """Give the names that came back, as a list."""
    value = value_of(answered[label], "classify(path, texts)")
    several = isinstance(value, (list, tuple, np.ndarray))
    require(
        several,
        expected="a list of field names",
        found=kind_of(value),
        hint="Return a list, also for a single text.",
    )
    return [item.item() if hasattr(item, "item") else item for item in value]


def _right_names(answered: Any, name: str) -> list[str]:
    """Compute what the model in a file says of the texts."""
    model = answered["files"].value[f"{name}.keras"].model().keras
    places = _outputs(model, noun_fields.encode(_texts(name))).argmax(axis=1)
    return [noun_fields.field_names()[place] for place in places]


@CLASSIFY.criterion("A field name for each text", points=2, read=_USE)
def _one_name_each(answered):
    for name in ("one", "two"):
        found, count = _names(answered, name), len(_texts(name))
        require(
            len(found) == count,
            expected=f"{count} field names for {count} texts",
            found=f"{len(found)}",
            hint="Each text has one answer: the field with the largest probability.",
        )
        strange = [item for item in found if item not in noun_fields.field_names()]
        require(
            not strange,
            expected="names of fields, such as those in `field_names`",
            found=shown(strange[0]) if strange else "",
            hint="`field_names` has the name at each place.",
            mistakes={
                "The places are numbers; look each up in `field_names`.": as_number(strange[:1]) is not None
            },
        )


@CLASSIFY.criterion("The model in the file decides", points=3, read=_USE)
def _file_decides(answered):
    right = {name: _right_names(answered, name) for name in ("one", "two")}
    found = {name: _as_names(_some_names(answered, name)) for name in right}
    agree = [a == b for name in right for a, b in zip(found[name], right[name], strict=False)]
    require(
        found == right,
        expected="for each text the field that the model in the file finds most probable",
        found=f"the right field for {np.mean(agree):.2f} of the texts",
        hint="Are the texts encoded as in training, and is the largest probability taken, in order?",
        mistakes={
            "Two different files gave the same answers: load the one at `path`.": found["two"]
            == found["one"][_SINGLE : _SINGLE + 1],
        },
    )


def _some_names(answered: Any, name: str) -> list[Any]:
    """Give the names that came back; that a single one stands in no list is the other criterion's."""
    value = value_of(answered[name], "classify(path, texts)")
    return [value] if isinstance(value, str) else _names(answered, name)


def _as_names(found: Sequence[Any]) -> list[Any]:
    """Read places as names: that they are numbers is the other criterion's."""
    places = [as_number(item) for item in found]
    names = noun_fields.field_names()
    return [
        names[int(place)] if place is not None and 0 <= place < FIELDS else item
        for place, item in zip(places, found, strict=True)
    ]


# ------------------------------------------------------------------------------------------------- write_card

_CARD = "The model card"
_NUMBERS = ("parameters", "validation_rows", "validation_accuracy")
_WORDS = ("data", "intended_use", "limits")
_FEWEST_WORDS = 5


def _card_rows(name: str) -> tuple[np.ndarray, np.ndarray]:
    part = noun_fields.part("test")
    return (part.x[:150], part.y[:150]) if name == "one" else (part.x[300:390], part.y[300:390])


_CARD_STEPS = [
    *_sorter("one", 5, 21, normalized=True),
    *_sorter("two", 3, 22),
    kinds.files("files", "*.keras"),
    _do("first", "subject", ref("one"), *_card_rows("one"), "first.json"),
    _do("second", "subject", ref("two"), *_card_rows("two"), "second.json"),
    kinds.files("cards", "*.json"),
]

WRITE_CARD = exercise_on_files(LESSON, "write_card", "write_card", 4, "written", _CARD_STEPS)
_CARDS = {"first": "one", "second": "two"}


def _card(written: Any, name: str) -> dict[str, Any]:
    """Give the card that was written."""
    value_of(written[name], "write_card(model, x, y, path)")
    files = written["cards"].value
    require(
        f"{name}.json" in files.names,
        expected="a file at `path`",
        found=listed(f"`{other}`" for other in files.names) or "none",
        hint="The path comes in as an argument: write there, whatever it is.",
    )
    try:
        card = files[f"{name}.json"].json()
    except EvidenceError as error:
        raise Missed(
            expected="a JSON file",
            found=error.reason,
            hint="`json.dumps` turns a dict of plain values into JSON.",
        ) from None
    require(
        isinstance(card, dict),
        expected="a JSON object",
        found=kind_of(card),
        hint="A dict in Python is an object in JSON.",
    )
    return card


def _entry(card: dict[str, Any], name: str) -> Any:
    require(
        name in card,
        expected=f"an entry `{name}`",
        found=listed(f"`{other}`" for other in card) or "an empty object",
        hint="Keep the names that the task gives.",
    )
    return card[name]


def _card_number(card: dict[str, Any], name: str) -> float:
    value = _entry(card, name)
    number = as_number(value)
    if number is None and isinstance(value, str):
        try:
            number = float(value.replace(",", ""))
        except ValueError:
            number = None
    if number is None:
        raise Missed(expected=f"a number under `{name}`", found=kind_of(value), hint="Write plain numbers.")
    return number


def _true_accuracy(written: Any, name: str) -> float:
    model = written["files"].value[f"{_CARDS[name]}.keras"].model().keras
    x, y = _card_rows(_CARDS[name])
    return float(np.mean(_outputs(model, x).argmax(axis=1) == y))


@WRITE_CARD.criterion("The parameters of this model", points=2, read=_CARD)
def _card_parameters(written):
    for name, which in _CARDS.items():
        model = written["files"].value[f"{which}.keras"].model().keras
        found = _card_number(_card(written, name), "parameters")
        right = model.count_params()
        trained = sum(int(np.prod(weight.shape)) for weight in model.trainable_weights)
        require(
            found == right,
            expected=f"{right:,} parameters, as the model has",
            found=f"{found:,g}",
            hint="Ask the model that came in, and type nothing.",
            mistakes={
                "Those are the trained ones; a BatchNormalization has others too.": found == trained != right
            },
        )


@WRITE_CARD.criterion("The number of rows", points=1, read=_CARD)
def _card_rows_counted(written):
    for name, which in _CARDS.items():
        found, right = _card_number(_card(written, name), "validation_rows"), len(_card_rows(which)[1])
        require(
            found == right,
            expected=f"{right} rows, as came in",
            found=f"{found:g}",
            hint="Count the rows that came in: `len(x)`.",
        )


@WRITE_CARD.criterion("The accuracy on these rows", points=2, read=_CARD)
def _card_accuracy(written):
    for name in _CARDS:
        found, right = (
            _card_number(_card(written, name), "validation_accuracy"),
            _true_accuracy(written, name),
        )
        require(
            abs(found - right) <= 0.0006,
            expected=f"the model's own accuracy on the rows that came in, {right:.3f}",
            found=shown(found),
            hint="The card says something else than the model: compute it from `model`, `x` and `y`.",
            mistakes={
                "A share lies between 0 and 1, and this is a percentage.": abs(found / 100 - right) <= 0.0006,
                "That is the share of wrong answers.": abs(1 - found - right) <= 0.0006,
                "Rounded too far: three decimals or more.": abs(found - right) <= 0.006,
            },
        )


@WRITE_CARD.criterion("Data, use and limits in words", points=2, read=_CARD)
def _card_words(written):
    card = _card(written, "first")
    texts = [_entry(card, name) for name in _WORDS]
    for name, text in zip(_WORDS, texts, strict=True):
        require(
            isinstance(text, str) and len(text.split()) >= _FEWEST_WORDS,
            expected=f"a text of five words or more under `{name}`",
            found=f"{len(text.split())} word(s)" if isinstance(text, str) else kind_of(text),
            hint="A reader who has nothing but the card must understand it.",
        )
    require(
        len({" ".join(text.split()).lower() for text in texts}) == len(_WORDS),
        expected="three texts",
        found="the same one twice",
        hint="What it was trained on, what it is for, and where it fails are three different things.",
    )
