"""Hidden checks of lesson 08: what callbacks do in trainings that they have not seen.

Most scenarios play a training whose logs are dictated: in epoch n all weights hold the number n, so that the
weights in the end, or in a file, tell of which epoch they are (see `graders.evidence.scenario.played`).
"""

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from graders.criteria import Exercise, Missed, require
from graders.evidence import EvidenceError, kinds
from graders.vocabulary import as_number, close, error_line, kind_of, listed, shown, value_of

LESSON = "08_callbacks"

# ------------------------------------------------------------------------------------------------ scenarios

_X = np.linspace(-1, 1, 24, dtype="float32").reshape(8, 3)
_Y = np.array([[0], [1], [0], [1], [1], [0], [1], [0]], "float32")


def _model(*metrics: str, rate: float = 0.1) -> list[kinds.Step]:
    """Make a small compiled model under the name `model`, whose metrics are known as after a first epoch.

    Args:
        metrics: Names for the metrics in `compile`.
        rate: The optimizer's learning rate.
    """
    optimizer = kinds.made("keras.optimizers.SGD", rate)
    steps = kinds.small_model(optimizer=optimizer, metrics=list(metrics), run_eagerly=True)
    computed = kinds.tensor(_X), kinds.tensor(_Y), kinds.tensor(_Y)
    after = kinds.ask("metrics", "model.compute_metrics", *computed, take=False)
    return [*steps, after] if metrics else steps


def _folder(path: str) -> kinds.Step:
    """Make a folder, by means of a checkpoint that is written there; needs a `model`."""
    what = "keras.callbacks.ModelCheckpoint"
    writer = kinds.made(what, f"{path}/first.weights.h5", save_weights_only=True)
    return kinds.played(f"folder {path}", [{"loss": 1.0}], callbacks=[writer], model=kinds.ref("model"))


def _returned(label: str, *args: Any) -> list[kinds.Step]:
    """Call the learner's function for new callbacks, one or several, and store them as one, `made`."""
    given, parts = kinds.ref("given"), kinds.ref("parts")
    as_one: dict[str, Any] = {"model": kinds.ref("model"), "epochs": 9, "store": "made"}
    return [
        kinds.ask(label, "subject", *args, store="given", take=False),
        kinds.ask(f"{label}, a list", "keras.tree.flatten", given, store="parts", take=False),
        kinds.ask(f"{label}, as one", "keras.callbacks.CallbackList", parts, take=False, **as_one),
    ]


def _returning(name: str, function: str, steps: Sequence[kinds.Step], *args: Any) -> Exercise:
    """Make an exercise whose function returns callbacks, which are tried in `trainings`.

    Args:
        name: The exercise's name.
        function: The function's name.
        steps: What is done with the callbacks.
        args: With what the function is called at first.
    """
    evidence = {
        function: kinds.Function([kinds.call(*args)], folder=bool(args)),
        "trainings": kinds.Script(steps, of=function, folder=True),
    }
    return Exercise(LESSON, name, evidence=evidence, given={"trainings"})


def _written_by(name: str, class_name: str, steps: Sequence[kinds.Step]) -> Exercise:
    """Make an exercise that asks for a callback class, which is tried in steps."""
    return Exercise(LESSON, name, evidence={class_name: kinds.Script(steps, folder=True, needs="class")})


def _play(label: str, logs: Sequence[dict[str, float]], **more: Any) -> kinds.Step:
    return kinds.played(label, logs, callbacks=[kinds.ref("made")], model=kinds.ref("model"), **more)


def _new_and_play(label: str, logs: Sequence[dict[str, float]], *metrics: str) -> list[kinds.Step]:
    """Make a model and the learner's callback, and play a training with both."""
    return [*_model(*metrics), *_returned(f"for {label}"), _play(label, logs)]


def _logs(**curves: Sequence[float]) -> list[dict[str, float]]:
    """Turn curves by name into logs, one dict an epoch."""
    return [dict(zip(curves, values, strict=True)) for values in zip(*curves.values(), strict=True)]


def _agreeing(better: Sequence[float], *names: str) -> list[dict[str, float]]:
    """Give logs in which accuracies under all names, and losses the other way round, tell the same."""
    curves = {f"{part}{name}": better for name in names for part in ("", "val_")}
    losses = [1.5 - value for value in better]
    return _logs(**curves, loss=losses, val_loss=losses)


def _rising(count: int) -> list[float]:
    return [0.5 + 0.01 * epoch for epoch in range(count)]


def _falling(count: int) -> list[float]:
    return _rising(count)[::-1]


# ---------------------------------------------------------------------------- what every exercise asks first

_TRY_IT = "Try it yourself in a short `fit`."
_REASONS = {
    "automatically determine": "The monitored name is not in the logs: how is this model's metric called?",
    "validation_data": "Callbacks have no `validation_data` any more: what they need is passed in.",
    "property 'model'": "`self.model` is set for you, and can't be set by you.",
    "set_model() missing": "A class came back, and no callback object: call it, with parentheses.",
    "keyword argument 'logs'": "Each hook takes `self`, a number where there is one, and `logs=None`.",
    "positional argument": "Count the arguments: each hook takes `self`, its number and `logs=None`.",
    "unexpected keyword argument": "There is no such argument: is it misspelled, or from an old book?",
    "Argument(s) not recognized": "There is no such argument: is it misspelled, or from an old book?",
    "'lr'": "`lr` is an old name: today it is `learning_rate`, in the logs and in the optimizer.",
    "must end in": "The end of the file's name says what is saved: `.keras` or `.weights.h5`.",
    "NoneType": "Does the function return what it makes? And is everything there that the method uses?",
    "should be a float": "The schedule returns a plain number, no tensor.",
    "val_loss": "Without validation data there are no names with `val_` in the logs.",
    "has no attribute": "Is it a callback object, with all that its methods use?",
}


def _answer(evidence: Any, label: str) -> Any:
    """Give what came of a step.

    Raises:
        Missed: The step failed, or one before it that it needs.
    """
    answer = evidence[label]
    if not answer.ok and answer.error is None:
        earlier = evidence.all_answers[: evidence.all_answers.index(answer)]
        answer = next((one for one in reversed(earlier) if one.error is not None), answer)
    if not answer.ok:
        line = error_line(answer)
        raise Missed(
            expected="a callback that works in a training",
            found=line,
            hint=next((hint for words, hint in _REASONS.items() if words in line), _TRY_IT),
        )
    return value_of(answer, label)


def _names(files: Any) -> str:
    return listed(f"`{name.rpartition('/')[2]}`" for name in files.names) or "no file"


def _numbered(files: Any, folder: str, ending: str) -> dict[int, Any]:
    """Give the files called `epoch_N` and an ending, in a folder, by their number."""
    name = rf"{folder}/epoch_0*(\d+){re.escape(ending)}"
    found = {file: re.fullmatch(name, file.name) for file in files}
    return {int(number[1]): file for file, number in found.items() if number}


def _read(reader: Callable[[], Any], expected: str, hint: str) -> Any:
    """Give what a file's reader gives; raise `Missed` when it can't read the file."""
    try:
        return reader()
    except EvidenceError as error:
        raise Missed(expected=expected, found=str(error), hint=hint) from None


# --------------------------------------------------------------------------------------------- stop_in_time

_STUCK_ACCURACY = [0.6] * 8
_TURNING = [0.50, 0.60, 0.55, 0.58, 0.57, 0.70, 0.71, 0.72]
_CREEPING = [0.500, 0.501, 0.502, 0.503, 0.504, 0.505]
_SHORT = [0.50, 0.60, 0.70, 0.69, 0.68]
_AGREED = {
    "stuck": _STUCK_ACCURACY,
    "turning": _TURNING,
    "creeping": _CREEPING,
    "sinking": _CREEPING[::-1],
    "short": _SHORT,
}
_ALONE_IN = {
    "its own turn": _logs(
        val_accuracy=[0.50, 0.60, 0.70, 0.69, 0.68, 0.67, 0.66, 0.65],
        accuracy=_rising(8),
        loss=_falling(8),
        val_loss=_falling(8),
    ),
    "its own rise": _logs(
        val_accuracy=_rising(8), accuracy=_falling(8), loss=_rising(8), val_loss=_rising(8)
    ),
}
_STOP_STEPS = [
    *[
        _new_and_play(label, _agreeing(curve, "accuracy", "acc"), "accuracy", "acc")
        for label, curve in _AGREED.items()
    ],
    *[_new_and_play(label, logs, "accuracy") for label, logs in _ALONE_IN.items()],
]

STOP_IN_TIME = _returning("stop_in_time", "make_stopper", sum(_STOP_STEPS, []))


@STOP_IN_TIME.criterion("Three epochs without progress end it", points=2, read="Stop in time")
def _three_epochs(trainings):
    stuck = _answer(trainings, "stuck")
    # What never changes is best in its first epoch, whatever is monitored and whichever way is better.
    require(
        stuck["stopped"] and stuck["epochs"] == 4,
        expected="an end three epochs after the best one",
        found=f"an end {stuck['epochs'] - 1} epochs after it" if stuck["stopped"] else "no end at all",
        hint="`patience` counts epochs in a row without a better value.",
    )
    # Small steps up are progress for one who takes more for better, small steps down for the others.
    require(
        not all(_answer(trainings, label)["stopped"] for label in ("creeping", "sinking")),
        expected="no end while the value becomes better",
        found="an end while the value became better in small steps",
        hint="Every better value is progress, however small the step: leave `min_delta` as it is.",
    )


@STOP_IN_TIME.criterion("It monitors the validation accuracy", points=2, read="Stop in time")
def _monitors_accuracy(trainings):
    turn, rise = (_answer(trainings, label) for label in _ALONE_IN)
    require(
        not rise["stopped"],
        expected="the validation accuracy monitored, and more taken for better",
        found="an end while the validation accuracy rose",
        hint="Does the name begin with `val_`? Is another name monitored, or less taken for better?",
    )
    require(
        turn["stopped"],
        expected="an end when the validation accuracy has turned",
        found="a training that never stopped, while the validation accuracy became worse and worse",
        hint="Is the name in the logs, letter by letter? Does it begin with `val_`?",
    )


@STOP_IN_TIME.criterion("The best weights are back", points=2, read="Stop in time")
def _best_back(trainings):
    ends = {label: _answer(trainings, label) for label in ("turning", "short")}
    kept = {label: end["weights_of_epoch"] for label, end in ends.items()}
    # Which way is better is the other criterion's: the smallest value's weights are right here, too.
    for best_of in (np.argmax, np.argmin):
        best = {label: int(best_of(_AGREED[label][: end["epochs"]])) + 1 for label, end in ends.items()}
        if kept == best:
            return
    right = {label: int(np.argmax(_AGREED[label][: end["epochs"]])) + 1 for label, end in ends.items()}
    label = next(label for label in ends if kept[label] != right[label])
    raise Missed(
        expected="the weights of the best epoch in the end",
        found=f"those of epoch {shown(kept[label])} where epoch {right[label]} was best",
        hint="Stopping alone brings nothing back: the weights have to be restored.",
    )


# -------------------------------------------------------------------------------------------- keep_the_best

_APART = _logs(
    val_acc=[0.50, 0.60, 0.80, 0.70, 0.65],
    acc=[0.50, 0.60, 0.70, 0.90, 0.80],
    loss=[0.50, 0.90, 0.80, 0.70, 0.60],
    val_loss=[0.90, 0.50, 0.60, 0.70, 0.80],
)
_FOLLOWED = {
    "The file follows the training loss, or takes the smallest value for the best.": 1,
    "The file follows the validation loss.": 2,
    "The file follows the training accuracy: a name without `val_`.": 4,
    "The file is overwritten in every epoch: it follows nothing. Is the name in the logs?": 5,
}

_KEEP_STEPS = [
    *_model(),
    _folder("one/two"),
    *_model("acc", "accuracy"),
    *_returned("for agreeing", "one/two"),
    _play("agreeing", _agreeing([0.5, 0.8, 0.7], "acc", "accuracy")),
    kinds.files("agreeing files", "one/*"),
    *_model(),
    _folder("three"),
    *_model("acc"),
    *_returned("for apart", "three"),
    _play("apart", _APART),
    kinds.files("apart files", "three/*"),
]

KEEP_THE_BEST = _returning("keep_the_best", "make_keepers", _KEEP_STEPS, "first")


def _epoch_in(weights: Any) -> int | None:
    """Say of which epoch weights are; None when they are of none."""
    numbers = {float(number) for array in weights for number in np.ravel(array)}
    return int(numbers.pop()) if len(numbers) == 1 else None


def _best_file(trainings: Any, label: str, name: str) -> int | None:
    """Give the epoch that is kept in the file of the best one; raise `Missed` when there is none."""
    _answer(trainings, label)
    found = trainings[f"{label} files"].value
    expected = "the file `best.keras` in the folder, a whole model"
    require(
        name in found.names, expected=expected, found=_names(found), hint="The name decides what is saved."
    )
    model = _read(found[name].model, expected, "A whole model goes in, not its weights alone.")
    return _epoch_in(model.keras.get_weights())


@KEEP_THE_BEST.criterion("The best epoch's whole model is kept", points=1, read="Keep the best")
def _keeps_best(trainings):
    epoch = _best_file(trainings, "agreeing", "one/two/best.keras")
    require(
        epoch == 2,
        expected="the model of the best epoch, 2 of 3",
        found=f"that of epoch {epoch}",
        hint="Without `save_best_only` each epoch overwrites the one before; and more accuracy is better.",
    )


@KEEP_THE_BEST.criterion("The best by validation accuracy", points=2, read="Keep the best")
def _keeps_by_accuracy(trainings):
    epoch = _best_file(trainings, "apart", "three/best.keras")
    require(
        epoch == 3,
        expected="the epoch with the best validation accuracy, 3 of 5",
        found=f"epoch {epoch}",
        hint="The file follows something else.",
        mistakes={words: epoch == other for words, other in _FOLLOWED.items()},
    )


@KEEP_THE_BEST.criterion("The weights of every epoch, alone", points=2, read="Keep the best")
def _keeps_weights(trainings):
    _answer(trainings, "agreeing")
    files = trainings["agreeing files"].value
    found = _numbered(files, "one/two", ".weights.h5")
    expected = "weights of epochs 1, 2 and 3, each in the file of its number"
    require(
        sorted(found) == [1, 2, 3],
        expected=expected,
        found=_names(files),
        hint="Every epoch is asked for, not the best alone; and `.weights.h5` goes with weights only.",
    )
    for epoch, file in found.items():
        arrays = _read(file.weights, expected, "`ModelCheckpoint` can write weights alone.")
        saved = _epoch_in([array for path, array in arrays.items() if path.startswith("layers/")])
        require(
            saved == epoch,
            expected=expected,
            found=f"the weights of epoch {saved} as number {epoch}",
            hint="Save at the end of the epoch, what the model holds then.",
        )


# ---------------------------------------------------------------------------------------- reduce_on_plateau

_LOSS_ALONE = {
    "its own": _logs(val_loss=[0.7] * 20, loss=_falling(20), accuracy=_rising(20), val_accuracy=_rising(20)),
    "the others": _logs(val_loss=_falling(20), loss=[0.7] * 20, accuracy=[0.5] * 20, val_accuracy=[0.5] * 20),
}
_PLATEAU = "Reduce the rate on a plateau"

_REDUCE_STEPS = [
    _new_and_play("stuck", _agreeing([0.6] * 60, "accuracy", "acc"), "accuracy", "acc"),
    *[_new_and_play(label, logs, "accuracy") for label, logs in _LOSS_ALONE.items()],
]

REDUCE_ON_PLATEAU = _returning("reduce_on_plateau", "make_reducer", sum(_REDUCE_STEPS, []))


def _same_rate(one: float, other: float) -> bool:
    # Rates lie between 1e-4 and 0.1: an absolute tolerance would hide a wrong one.
    return close(one, other, rel=1e-4, abs=0)


def _falls(rates: Sequence[float]) -> list[int]:
    """Give the epochs, from 1, whose rate is another than that of the epoch before."""
    return [epoch for epoch, (old, new) in enumerate(pairwise(rates), 2) if not _same_rate(new, old)]


@REDUCE_ON_PLATEAU.criterion("It monitors the validation loss", points=2, read=_PLATEAU)
def _monitors_loss(trainings):
    own, others = (_answer(trainings, label) for label in _LOSS_ALONE)
    hint = "Training loss and accuracy may behave otherwise. Is less taken for better?"
    expected = "the validation loss monitored, and less taken for better"
    found = "a new rate while the validation loss was falling"
    require(not _falls(others["rates"]), expected=expected, found=found, hint=hint)
    found = "no new rate, though the validation loss no longer fell"
    require(_falls(own["rates"]), expected=expected, found=found, hint=hint)


@REDUCE_ON_PLATEAU.criterion("Two epochs without progress", points=2, read=_PLATEAU)
def _two_epochs(trainings):
    falls = _falls(_answer(trainings, "stuck")["rates"])
    expected = "a new rate after every two epochs without progress"
    # What never changes is best in its first epoch; after two more the rate falls, and stays for another two.
    require(
        falls[:1] == [4],
        expected=expected,
        found=f"a new rate first after {falls[0] - 2} epochs without it"
        if falls
        else "the same rate for ever",
        hint="A misspelled argument is accepted without a warning: look at the `patience` of the object.",
    )
    require(
        len(falls) < 2 or falls[1] == 6,
        expected=expected,
        found=f"the next one after {falls[-1] - 4 if len(falls) < 2 else falls[1] - 4} more",
        hint="No pause between is asked for: leave `cooldown` as it is.",
    )


@REDUCE_ON_PLATEAU.criterion("The rate is halved", points=1, read=_PLATEAU)
def _halved(trainings):
    rates = _answer(trainings, "stuck")["rates"]
    falls = _falls(rates)
    expected = "half of 0.1 after the first time"
    hint = "The optimizer's rate is called `learning_rate`. Does the callback change it?"
    require(falls, expected=expected, found="no new rate at all", hint=hint)
    new = rates[falls[0] - 1]
    hint = "The old rate is multiplied by `factor`."
    require(_same_rate(new, 0.05), expected=expected, found=shown(new), hint=hint)


@REDUCE_ON_PLATEAU.criterion("Never below 0.01", points=1, read=_PLATEAU)
def _floor(trainings):
    rate = _answer(trainings, "stuck")["rate_after"]
    require(
        _same_rate(rate, 0.01),
        expected="0.01 after a long plateau",
        found=shown(rate),
        hint="Give it the lowest rate that it may set.",
    )


# ---------------------------------------------------------------------------------------- schedule_the_rate

_RATES = {"one": 0.1, "another": 0.02}
_SCHEDULE = "A learning-rate schedule"

_SCHEDULE_STEPS = [
    step
    for label, rate in _RATES.items()
    for step in (
        *_model(rate=rate),
        *_returned(f"for {label}"),
        _play(label, _logs(loss=_falling(8), val_loss=_falling(8))),
    )
]

SCHEDULE_THE_RATE = _returning("schedule_the_rate", "make_schedule", _SCHEDULE_STEPS)


def _first_three_alike(rates: Sequence[float]) -> bool:
    return _same_rate(rates[1], rates[0]) and _same_rate(rates[2], rates[0])


@SCHEDULE_THE_RATE.criterion("It starts from the optimizer's rate", points=1, read=_SCHEDULE)
def _own_start(trainings):
    for label, rate in _RATES.items():
        rates = _answer(trainings, label)["rates"]
        # A rate that falls too early is the next criterion's, as long as it falls from the optimizer's own.
        share = _answer(trainings, "one")["rates"][0] / _RATES["one"]
        own = _same_rate(rates[0], rate) or (
            not _first_three_alike(rates) and _same_rate(rates[0], share * rate)
        )
        require(
            own,
            expected=f"a start at the optimizer's {rate:g}",
            found=f"{shown(rates[0])} in the first epoch",
            hint="Your function is given the current rate: no number for it belongs into the schedule.",
        )


@SCHEDULE_THE_RATE.criterion("The first three epochs have one rate", points=1, read=_SCHEDULE)
def _three_alike(trainings):
    rates = _answer(trainings, "one")["rates"]
    require(
        _first_three_alike(rates),
        expected="three times the same",
        found=listed(map(shown, rates[:3])),
        hint="Epochs are counted from 0 here: 0, 1, 2.",
    )


@SCHEDULE_THE_RATE.criterion("Then 10 % less in each epoch", points=2, read=_SCHEDULE)
def _ten_percent(trainings):
    rates = _answer(trainings, "one")["rates"][2:]
    shares = [new / old if old else 0.0 for old, new in pairwise(rates)]
    require(
        all(_same_rate(share, 0.9) for share in shares),
        expected="from the fourth epoch on 0.9 of the rate before",
        found=f"shares {listed(f'{share:.2f}' for share in shares)}",
        hint="What share is left when 10 % are gone? The rate that comes in is that of the epoch before.",
        mistakes={
            "Nothing happens. `.lr` is an old name that nobody reads; the rate is `learning_rate`.": all(
                _same_rate(share, 1) for share in shares
            ),
            "It begins too late: epochs are counted from 0.": _same_rate(shares[0], 1),
            "The share grows from epoch to epoch: what has been taken off already is taken off again.": all(
                new < 0.99 * old for old, new in pairwise(shares)
            ),
        },
    )


# ----------------------------------------------------------------------------------------------- safe_night

_SAFE = "Safe long trainings"
_CUT = kinds.made("keras.callbacks.ModelCheckpoint", "{cut}.keras", save_freq=5)
"""Ends a training with an error at the fifth batch, in the third epoch: no log fills in its file's name."""


def _fitted(label: str, *callbacks: Any) -> kinds.Step:
    given = [kinds.ref("made"), *callbacks]
    return kinds.ask(label, "model.fit", _X, _Y, epochs=5, batch_size=4, verbose=0, callbacks=given)


_TURNS_NAN = _logs(loss=[0.5, float("nan"), float("nan"), float("nan")])
_SAFE_STEPS = [
    kinds.seed(8),
    *_model(),
    _folder("night"),
    *_model(),
    *_returned("for evening", "night"),
    _fitted("evening", _CUT),
    *_model(),
    *_returned("for morning", "night"),
    _fitted("morning"),
    kinds.files("morning files", "night/*"),
    *_model(),
    _folder("doom"),
    *_returned("for NaN", "doom"),
    _play("NaN", _TURNS_NAN, batches=[[logs] for logs in _TURNS_NAN]),
]

SAFE_NIGHT = _returning("safe_night", "make_safe", _SAFE_STEPS, "first")


def _morning(trainings: Any) -> Any:
    """Give the history of the training after the cut, or raise `Missed`."""
    evening = trainings["evening"]
    if evening.error is None or "cut" not in evening.error.message:
        _answer(trainings, "evening")
        raise Missed(
            expected="a training that an error in another callback cuts off",
            found="one that ran on to its end",
            hint="An error is not for these callbacks to hide: it ends the training.",
        )
    return _answer(trainings, "morning")


@SAFE_NIGHT.criterion("After a cut it goes on where it was", points=2, read=_SAFE)
def _goes_on(trainings):
    epochs = _morning(trainings).epochs
    lost = "All was lost: the second training began at the beginning. Which callback saves the state on disk?"
    require(
        epochs == [2, 3, 4],
        expected="after a cut in epoch 2 the epochs 2, 3 and 4",
        found=f"epochs {listed(epochs)}",
        hint="The state is saved at the end of each epoch, in a folder that lasts until the training ends.",
        mistakes={lost: epochs == [0, 1, 2, 3, 4]},
    )


def _epoch_number(row: dict[str, str]) -> int | None:
    try:
        return int(float(row.get("epoch") or ""))
    except ValueError:
        return None


@SAFE_NIGHT.criterion("The log holds every epoch", points=2, read=_SAFE)
def _whole_log(trainings):
    history = _morning(trainings)
    files = trainings["morning files"].value
    expected = "a line in `log.csv` for each epoch, before and after the cut"
    hint = "Is it written into the folder? A backup's folder is removed in the end, with all that is in it."
    require("night/log.csv" in files.names, expected=expected, found=_names(files), hint=hint)
    rows = _read(files["night/log.csv"].csv, expected, "Let `CSVLogger` write it.")
    epochs = [_epoch_number(row) for row in rows]
    require(
        epochs == [0, 1, *history.epochs],
        expected=expected,
        found=f"lines for epochs {listed(epochs)}",
        hint="The second training began the file anew: let it append.",
    )


@SAFE_NIGHT.criterion("A loss of NaN ends it", points=1, read=_SAFE)
def _ends_at_nan(trainings):
    played = _answer(trainings, "NaN")
    require(
        played["stopped"] and played["epochs"] == 2,
        expected="an end in the epoch whose loss is NaN, the second",
        found=f"{played['epochs']} of 4 epochs",
        hint="One of the callbacks of that section is for this.",
    )


# ----------------------------------------------------------------------------------------------- loss_ratio

_FIRST = _logs(loss=[0.8, 0.5, 0.25], val_loss=[0.6, 0.5, 1.0], accuracy=_rising(3), val_accuracy=_falling(3))
_SECOND = _logs(loss=[0.4, 0.2], val_loss=[0.6, 0.8], accuracy=_rising(2), val_accuracy=_falling(2))
_WITHOUT = _logs(loss=[0.5, 0.4], accuracy=_rising(2))
_OTHER: dict[str, Any] = {"callbacks": [kinds.ref("other")], "model": kinds.ref("model")}
_OWN = "Write your own"

_RATIO_STEPS = [
    *_model(),
    kinds.make(),
    _play("first", _FIRST),
    kinds.get("first ratios", "made.ratios"),
    _play("second", _SECOND),
    kinds.get("second ratios", "made.ratios"),
    kinds.make(store="other", label="other"),
    kinds.played("alone", _WITHOUT, **_OTHER),
    kinds.get("alone ratios", "other.ratios"),
]

LOSS_RATIO = _written_by("loss_ratio", "LossRatio", _RATIO_STEPS)


def _several(value: Any) -> bool:
    return isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.ndim > 0)


def _ratios_after(evidence: Any, label: str) -> list[float]:
    """Give the numbers that the callback kept in a played training, or raise `Missed`."""
    _answer(evidence, label)
    value = _answer(evidence, f"{label} ratios")
    each = [as_number(number) for number in value] if _several(value) else [None]
    numbers = [number for number in each if number is not None]
    require(
        len(numbers) == len(each),
        expected="a list of numbers in `ratios`",
        found=kind_of(value),
        hint="One plain number goes in at a time.",
    )
    return numbers


def _alike(found: Sequence[float], wanted: Sequence[float]) -> bool:
    return len(found) == len(wanted) and close(found, wanted)


@LOSS_RATIO.criterion("Validation loss over training loss", points=2, read=_OWN)
def _right_ratio(LossRatio):
    found = _ratios_after(LossRatio, "first")
    wanted = [logs["val_loss"] / logs["loss"] for logs in _FIRST]
    upside_down = _alike(found, [1 / ratio for ratio in wanted])
    require(
        _alike(found, wanted),
        expected="the ratio of each of three epochs",
        found=listed(map(shown, found)) or "an empty list",
        hint="Both are in the logs of an epoch: `loss` and `val_loss`.",
        mistakes={
            "It is upside down: the validation loss is divided by the training loss.": upside_down,
            "One number an epoch, when the epoch ends. Is the hook's name spelled right?": len(found)
            != len(wanted),
        },
    )


@LOSS_RATIO.criterion("Every training begins anew", points=1, read=_OWN)
def _ratios_anew(LossRatio):
    found = _ratios_after(LossRatio, "second")
    require(
        len(found) == len(_SECOND),
        expected="two ratios after a second training of two epochs",
        found=f"{len(found)}",
        hint="`__init__` runs once, `on_train_begin` at the start of every training.",
    )


@LOSS_RATIO.criterion("Without validation data the list is empty", points=1, read=_OWN)
def _no_validation(LossRatio):
    found = _ratios_after(LossRatio, "alone")
    require(
        not found,
        expected="no ratio, and no error",
        found=f"{len(found)} numbers",
        hint="Where there is no validation loss there is no ratio.",
    )


# --------------------------------------------------------------------------------------------- batch_losses

_ALONE = ([4.0, 2.0, 3.0, 1.0], [0.5, 1.5, 2.5], [1.0, 1.0, 4.0, 2.0])
_AGAIN = ([3.0, 5.0],)
_BATCHES = "Batch by batch"


def _running(epochs: Sequence[Sequence[float]]) -> list[list[dict[str, float]]]:
    """Give what logs say after each batch: the mean since the epoch began."""
    return [
        [{"loss": float(np.mean(losses[: batch + 1]))} for batch in range(len(losses))] for losses in epochs
    ]


def _batches(label: str, epochs: Sequence[Sequence[float]]) -> kinds.Step:
    return _play(label, _logs(loss=[float(np.mean(losses)) for losses in epochs]), batches=_running(epochs))


_BATCH_STEPS = [
    *_model(),
    _folder("pictures"),
    kinds.make("pictures"),
    _batches("first", _ALONE),
    kinds.get("first losses", "made.losses"),
    kinds.files("pictures", "pictures/*.png"),
    _batches("second", _AGAIN),
    kinds.get("second losses", "made.losses"),
]

BATCH_LOSSES = _written_by("batch_losses", "BatchLosses", _BATCH_STEPS)


def _lists(evidence: Any, label: str) -> Sequence[Any]:
    """Give the list that the callback kept in a played training, or raise `Missed`."""
    _answer(evidence, label)
    value = _answer(evidence, f"{label} losses")
    hint = "`losses` is a list, and in it a list for each epoch."
    require(_several(value), expected="a list in `losses`", found=kind_of(value), hint=hint)
    return value


def _flat(value: Any) -> list[float]:
    """Give all numbers of a list, however deep they lie."""
    if _several(value):
        return [number for item in value for number in _flat(item)]
    number = as_number(value)
    return [] if number is None else [number]


@BATCH_LOSSES.criterion("One list an epoch, one number a batch", points=1, read=_BATCHES)
def _one_list_each(BatchLosses):
    for label, epochs in (("first", _ALONE), ("second", _AGAIN)):
        found = _lists(BatchLosses, label)
        lengths = [len(item) if _several(item) else "no list" for item in found]
        require(
            lengths == [len(losses) for losses in epochs],
            expected=f"after {len(epochs)} epoch(s) as many lists, in each a number for each batch",
            found=f"lengths {listed(lengths) or 'of an empty list'}",
            hint="A new list begins with each epoch, and a new list of lists with each training.",
            mistakes={
                "This was a second training, and the lists of the first are still there: a new list of lists "
                "begins with each training.": lengths == list(map(len, [*_ALONE, *_AGAIN]))
            },
        )


@BATCH_LOSSES.criterion("Each batch has its own loss", points=2, read=_BATCHES)
def _own_loss(BatchLosses):
    numbers = _flat(_lists(BatchLosses, "first"))
    means = [logs["loss"] for epoch in _running(_ALONE) for logs in epoch]
    begins_well = _alike(numbers[:4], _ALONE[0]) or _alike(numbers[:2], _ALONE[0][:2])
    require(
        _alike(numbers, _flat(_ALONE)),
        expected="the loss of each batch alone",
        found=listed(map(shown, numbers)) or "no numbers",
        hint="Undo the mean: which sum does it stand for, and which part of it was there before?",
        mistakes={
            "That is what the logs say: the mean since the epoch began, and not the batch alone.": _alike(
                numbers, means
            ),
            "It begins well. Does each epoch begin anew, and is everything before taken off?": begins_well,
        },
    )


@BATCH_LOSSES.criterion("A picture of every epoch", points=2, read=_BATCHES)
def _pictures(BatchLosses):
    _answer(BatchLosses, "first")
    files = BatchLosses["pictures"].value
    found = _numbered(files, "pictures", ".png")
    expected = "pictures of epochs 1, 2 and 3 in the folder"
    require(
        sorted(found) == [1, 2, 3],
        expected=expected,
        found=_names(files),
        hint="Save it when an epoch ends, in the folder that was passed in. Keras counts epochs from 0.",
    )
    for file in found.values():
        _read(file.png, expected, "Let `save_curve` draw and save it.")
    require(
        len({file.data for file in found.values()}) == 3,
        expected="three different pictures",
        found="the same picture twice",
        hint="Every picture shows the losses of its own epoch.",
    )


# ----------------------------------------------------------------------------------------- save_activations

_SAMPLE = np.array([[1, 2, 0.5], [-1, 0.25, 0.5], [-3, 1, 0], [0.5, 0.5, 0.5]], "float32")
_MOST = 2**20
_LOOK = "Look inside while it learns"


def _tower(first: str, second: str) -> list[kinds.Step]:
    """Make a compiled tower with Dropout, other than the lesson's, under the name `model`."""
    layers = [
        kinds.made("keras.Input", (3,)),
        kinds.made("keras.layers.Dense", 4, activation="relu", name=first),
        kinds.made("keras.layers.Dropout", 0.5, name="rest"),
        kinds.made("keras.layers.Dense", 2, name=second),
    ]
    return [
        kinds.ask(f"tower {first}", "keras.Sequential", layers, store="model", take=False),
        kinds.ask(f"tower {first} compiled", "model.compile", take=False, optimizer="sgd", loss="mse"),
    ]


_ACTIVATION_STEPS = [
    kinds.seed(8),
    *_tower("north", "south"),
    _folder("saved"),
    kinds.make(_SAMPLE, "saved"),
    _play("first", _logs(loss=_falling(3), val_loss=_falling(3))),
    kinds.files("first files", "saved/*.npz"),
]

SAVE_ACTIVATIONS = _written_by("save_activations", "SaveActivations", _ACTIVATION_STEPS)


def _expected(epoch: int) -> dict[str, np.ndarray]:
    """Compute the tower's activations for the sample when all weights are the epoch's number."""
    total = _SAMPLE.sum(axis=1, keepdims=True)
    first = np.repeat(np.maximum(epoch * total + epoch, 0), 4, axis=1)
    last = np.repeat(epoch * first.sum(axis=1, keepdims=True) + epoch, 2, axis=1)
    return {"north": first, "rest": first, "south": last}


def _arrays(file: Any) -> dict[str, np.ndarray]:
    """Read the arrays of an `.npz` file: plain numbers only, and not many."""
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > _MOST:
                raise ValueError("too large")
        with np.load(io.BytesIO(file.data), allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (ValueError, OSError, EOFError, KeyError, NotImplementedError, RuntimeError, zipfile.BadZipFile):
        raise Missed(
            expected="named arrays of numbers in an `.npz` file",
            found=f"something else in `{file.name}`",
            hint="`np.savez(path, **arrays)` writes a dict of arrays, each under its key.",
        ) from None


@SAVE_ACTIVATIONS.criterion("A file for every epoch", points=1, read=_LOOK)
def _file_each(SaveActivations):
    _answer(SaveActivations, "first")
    files = SaveActivations["first files"].value
    require(
        sorted(_numbered(files, "saved", ".npz")) == [1, 2, 3],
        expected="`epoch_1.npz` to `epoch_3.npz` after three epochs",
        found=_names(files),
        hint="Save it when an epoch ends, in the folder that was passed in. Keras counts epochs from 0.",
    )


def _by_epoch(evidence: Any) -> dict[int, dict[str, np.ndarray]]:
    """Give the arrays of each file by the epoch that it should hold, whatever the files are called.

    Whether names and numbers are right is the first criterion's: files go by their order, and fewer than
    three are those of the last epochs, as one that is overwritten each time.
    """
    _answer(evidence, "first")
    written = evidence["first files"].value
    numbered = _numbered(written, "saved", ".npz")
    files = [numbered[number] for number in sorted(numbered)] or list(written)
    hint = "The name ends in `.npz`, and the folder is the one that was passed in."
    require(files, expected="files of activations", found="none in the folder", hint=hint)
    first = max(1, 4 - len(files))
    return {epoch: _arrays(file) for epoch, file in enumerate(files, first)}


@SAVE_ACTIVATIONS.criterion("Every layer, under its name", points=1, read=_LOOK)
def _every_layer(SaveActivations):
    arrays = list(_by_epoch(SaveActivations).values())[-1]
    require(
        set(_expected(1)) <= set(arrays),
        expected="an array for each of three layers, under its name",
        found=f"{len(arrays)} array(s), called {listed(sorted(arrays))}",
        hint="Go through `self.model.layers`; each has a `name` and an `output`.",
    )


@SAVE_ACTIVATIONS.criterion("The activations of that epoch", points=2, read=_LOOK)
def _of_that_epoch(SaveActivations):
    for epoch, arrays in _by_epoch(SaveActivations).items():
        wanted = _expected(epoch)
        others = [_expected(other) for other in (0, 1, 2, 3, 4) if other != epoch]
        for name in [name for name in wanted if name in arrays] or [*arrays]:
            array = arrays[name]
            options = [wanted[name]] if name in wanted else [*wanted.values()]
            of_another = any(close(array, other[name]) for other in others if name in other)
            require(
                any(close(array, option) for option in options),
                expected="the activations for the sample at the end of that epoch",
                found=f"other numbers for `{name}`, of shape {array.shape}",
                hint="Ask the layers for the sample alone, without training: Dropout does nothing then.",
                mistakes={
                    "These belong to another epoch. Is the model itself asked, each time?": of_another,
                    "Each row of the sample goes through the network.": array.shape[:1] != _SAMPLE.shape[:1],
                },
            )
