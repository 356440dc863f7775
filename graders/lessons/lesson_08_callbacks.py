"""Hidden checks of lesson 08: what callbacks do in trainings that they have not seen.

Most scenarios play a training whose logs are dictated: in epoch n all weights hold the number n, so that the
weights in the end, or in a file, tell of which epoch they are (see `graders.evidence.scenario.played`).
"""

import io
import re
import zipfile
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from graders.criteria import Exercise, Miss
from graders.evidence import EvidenceError, kinds

LESSON = "08_callbacks"

# ------------------------------------------------------------------------------------------------ scenarios

_X = np.linspace(-1, 1, 24, dtype="float32").reshape(8, 3)
_Y = np.array([[0], [1], [0], [1], [1], [0], [1], [0]], "float32")


def _model(*metrics: str, rate: float = 0.1) -> list[kinds.Step]:
    """Make a small compiled model under the name `model`, whose metrics are known as after a first epoch.

    Args:
        metrics: Names for the metrics in `compile`.
        rate: The optimiser's learning rate.
    """
    optimizer = kinds.made("keras.optimizers.SGD", rate)
    told = {"optimizer": optimizer, "metrics": list(metrics), "run_eagerly": True}
    met = ("model.compute_metrics", kinds.tensor(_X), kinds.tensor(_Y), kinds.tensor(_Y))
    steps = kinds.small_model(**told)
    return [*steps, kinds.ask("metrics", *met, take=False)] if metrics else steps


def _folder(path: str) -> kinds.Step:
    """Make a folder, by means of a checkpoint that is written there; needs a `model`."""
    what = "keras.callbacks.ModelCheckpoint"
    writer = kinds.made(what, f"{path}/first.weights.h5", save_weights_only=True)
    return kinds.played(f"folder {path}", [{"loss": 1.0}], callbacks=[writer], model=kinds.ref("model"))


def _returned(label: str, *args: Any) -> list[kinds.Step]:
    """Call the learner's function for new callbacks, one or several, and store them as one, `made`."""
    told = {"model": kinds.ref("model"), "epochs": 9}
    return [
        kinds.ask(label, "subject", *args, store="given", take=False),
        kinds.ask(f"{label}, a list", "keras.tree.flatten", kinds.ref("given"), store="listed", take=False),
        kinds.ask(
            f"{label}, as one",
            "keras.callbacks.CallbackList",
            kinds.ref("listed"),
            **told,
            store="made",
            take=False,
        ),
    ]


def _play(label: str, logs: Sequence[dict[str, float]], **more: Any) -> kinds.Step:
    return kinds.played(label, logs, callbacks=[kinds.ref("made")], model=kinds.ref("model"), **more)


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

_REASONS = (
    (
        "automatically determine",
        "The monitored name is not in the logs of this model: see how its metric is called.",
    ),
    ("validation_data", "Callbacks have no `validation_data` any more: what they need is passed in."),
    ("property 'model'", "`self.model` is set for you, and can't be set by you."),
    ("set_model() missing", "A class came back, and no callback object: call it, with parentheses."),
    (
        "keyword argument 'logs'",
        "Each `on_` method takes `self`, a number where there is one, and `logs=None`.",
    ),
    (
        "positional argument",
        "Count the arguments: each `on_` method takes `self`, its number and `logs=None`.",
    ),
    ("unexpected keyword argument", "There is no such word: is it misspelt, or from an old book?"),
    ("Argument(s) not recognized", "There is no such word: is it misspelt, or from an old book?"),
    ("'lr'", "`lr` is an old name: today it is `learning_rate`, in the logs and in the optimiser."),
    ("must end in", "The ending of the file's name says what is kept: `.keras` or `.weights.h5`."),
    ("NoneType", "Does the function return what it makes? And is everything there that the method uses?"),
    ("should be a float", "The plan returns a plain number, no tensor."),
    ("val_loss", "Without validation data there are no names with `val_` in the logs."),
    ("has no attribute", "Is it a callback object, with all that its methods use?"),
)


def _failure(error: Any) -> Miss:
    hint = next(
        (hint for words, hint in _REASONS if words in str(error)), "Try it yourself in a short `fit`."
    )
    return Miss(expected="a callback that works in a training", found=f"an error: {error}", hint=hint)


def _answer(evidence: Any, label: str) -> Any:
    """Give what came of a step, or a Miss when it or a step before it failed."""
    answer = evidence[label]
    if answer.ok:
        return answer.value
    earlier = evidence.all_answers[: evidence.all_answers.index(answer) + 1]
    failed = [one for one in earlier if one.error is not None]
    return _failure(failed[-1].error if answer.error is None and failed else answer.error or answer.skipped)


def _close(one: float, other: float) -> bool:
    """Whether two rates are the same, up to the rounding of 32-bit numbers."""
    return abs(one - other) <= 1e-4 * abs(other)


# --------------------------------------------------------------------------------------------- stop_in_time

_TURNING = [0.50, 0.60, 0.55, 0.58, 0.57, 0.70, 0.71, 0.72]
_CREEPING = [0.500, 0.501, 0.502, 0.503, 0.504, 0.505]
_SHORT = [0.50, 0.60, 0.70, 0.69, 0.68]
_STOPS = {"turning": _TURNING, "creeping": _CREEPING, "short": _SHORT}
_LONELY = {
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

stop_in_time = Exercise(
    LESSON,
    "stop_in_time",
    evidence={
        "make_stopper": kinds.Function([kinds.call()]),
        "trainings": kinds.Script(
            [
                *_model("accuracy", "acc"),
                *[
                    step
                    for label, curve in _STOPS.items()
                    for step in (
                        *_returned(f"for {label}"),
                        _play(label, _agreeing(curve, "accuracy", "acc")),
                    )
                ],
                *_model("accuracy"),
                *[
                    step
                    for label, logs in _LONELY.items()
                    for step in (*_returned(f"for {label}"), _play(label, logs))
                ],
            ],
            of="make_stopper",
            folder=True,
        ),
    },
    given={"trainings"},
)


@stop_in_time.criterion("Three epochs without progress end it", points=2, read="Stop in time")
def _three_epochs(trainings):
    turning, creeping = _answer(trainings, "turning"), _answer(trainings, "creeping")
    for found in (turning, creeping):
        if isinstance(found, Miss):
            return found
    if turning["epochs"] == 5 and turning["stopped"] and not creeping["stopped"]:
        return None
    expected = "an end three epochs after the best one"
    if turning["epochs"] == 5:
        hint = "Small steps forward are progress, too. And is more better for what you watch?"
        return Miss(expected=expected, found="an end while the value rose slowly", hint=hint)
    found = f"an end {turning['epochs'] - 2} epochs after it" if turning["stopped"] else "no end at all"
    return Miss(
        expected=expected, found=found, hint="`patience` counts epochs in a row without a better value."
    )


@stop_in_time.criterion("It watches the validation accuracy", points=2, read="Stop in time")
def _watches_accuracy(trainings):
    turn, rise = (_answer(trainings, label) for label in _LONELY)
    for found in (turn, rise):
        if isinstance(found, Miss):
            return found
    if rise["stopped"]:
        hint = "Does the name begin with `val_`? Is another name watched, or less taken for better?"
        found = "an end while the validation accuracy rose"
        return Miss(expected="the validation accuracy watched", found=found, hint=hint)
    if turn["stopped"]:
        return None
    return Miss(
        expected="an end when the validation accuracy has turned",
        found="a training that never stopped, while the validation accuracy got worse and worse",
        hint="Is the name in the logs, letter by letter? Does it begin with `val_`?",
    )


@stop_in_time.criterion("The best weights are back", points=2, read="Stop in time")
def _best_back(trainings):
    for label in ("turning", "short"):
        found = _answer(trainings, label)
        if isinstance(found, Miss):
            return found
        best = int(np.argmax(_STOPS[label][: found["epochs"]])) + 1
        if found["weights_of_epoch"] != best:
            return Miss(
                expected="the weights of the best epoch in the end",
                found=f"those of epoch {found['weights_of_epoch'] or 0:g} where epoch {best} was best",
                hint="Stopping alone brings nothing back: the weights have to be restored.",
            )
    return None


# -------------------------------------------------------------------------------------------- keep_the_best

_APART = _logs(
    val_acc=[0.50, 0.60, 0.80, 0.70, 0.65],
    acc=[0.50, 0.60, 0.70, 0.90, 0.80],
    loss=[0.50, 0.90, 0.80, 0.70, 0.60],
    val_loss=[0.90, 0.50, 0.60, 0.70, 0.80],
)
_FOLLOWED = {
    1: "the training loss, or the smallest value for the best",
    2: "the validation loss",
    4: "the training accuracy: a name without `val_`",
    5: "nothing: a file that is overwritten in every epoch. Is the name in the logs?",
}

keep_the_best = Exercise(
    LESSON,
    "keep_the_best",
    evidence={
        "make_keepers": kinds.Function([kinds.call("first")], folder=True),
        "trainings": kinds.Script(
            [
                *_model("acc", "accuracy"),
                *_returned("for agreeing", "one/two"),
                _play("agreeing", _agreeing([0.5, 0.8, 0.7], "acc", "accuracy")),
                kinds.files("agreeing files", "one/*"),
                *_model("acc"),
                *_returned("for apart", "three"),
                _play("apart", _APART),
                kinds.files("apart files", "three/*"),
            ],
            of="make_keepers",
            folder=True,
        ),
    },
    given={"trainings"},
)


def _epoch_in(weights: Any) -> int | None:
    """Say of which epoch weights are; None when they are of none."""
    numbers = {float(number) for array in weights for number in np.ravel(array)}
    return int(numbers.pop()) if len(numbers) == 1 else None


def _best_file(trainings: Any, label: str, name: str) -> Any:
    """Give the epoch that is kept in the file of the best one, or a Miss."""
    played = _answer(trainings, label)
    if isinstance(played, Miss):
        return played
    found = trainings[f"{label} files"].value
    expected = "the file `best.keras` in the folder, a whole model"
    if name not in found.names:
        return Miss(
            expected=expected, found=_listed(found.names), hint="Name and ending decide what is kept."
        )
    try:
        return _epoch_in(found[name].model().keras.get_weights())
    except EvidenceError as error:
        return Miss(expected=expected, found=str(error), hint="A whole model goes in, not its weights alone.")


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f"`{name.rpartition('/')[2]}`" for name in names[:8]) or "no file"


@keep_the_best.criterion("The best epoch's whole model is kept", points=1, read="Keep the best")
def _keeps_best(trainings):
    epoch = _best_file(trainings, "agreeing", "one/two/best.keras")
    if epoch == 2 or isinstance(epoch, Miss):
        return epoch if isinstance(epoch, Miss) else None
    hint = "Without `save_best_only` each epoch overwrites the one before; and more accuracy is better."
    return Miss(expected="the model of the best epoch, 2 of 3", found=f"that of epoch {epoch}", hint=hint)


@keep_the_best.criterion("The best by validation accuracy", points=2, read="Keep the best")
def _keeps_by_accuracy(trainings):
    epoch = _best_file(trainings, "apart", "three/best.keras")
    if epoch == 3 or isinstance(epoch, Miss):
        return epoch if isinstance(epoch, Miss) else None
    return Miss(
        expected="the epoch with the best validation accuracy, 3 of 5",
        found=f"epoch {epoch}",
        hint=f"The file follows {_FOLLOWED.get(epoch, 'something else')}",
    )


@keep_the_best.criterion("The weights of every epoch, alone", points=2, read="Keep the best")
def _keeps_weights(trainings):
    played = _answer(trainings, "agreeing")
    if isinstance(played, Miss):
        return played
    found = {}
    for file in trainings["agreeing files"].value:
        numbered = re.fullmatch(r"one/two/epoch_0*(\d+)\.weights\.h5", file.name)
        if numbered:
            found[int(numbered[1])] = file
    expected = "weights of epochs 1, 2 and 3, each in the file of its number"
    if sorted(found) != [1, 2, 3]:
        hint = "Every epoch is asked for, not the best alone; and `.weights.h5` goes with weights only."
        names = trainings["agreeing files"].value.names
        return Miss(expected=expected, found=_listed(names), hint=hint)
    for epoch, file in found.items():
        try:
            arrays = file.weights()
        except EvidenceError as error:
            return Miss(
                expected=expected, found=str(error), hint="`ModelCheckpoint` can write weights alone."
            )
        held = _epoch_in([array for path, array in arrays.items() if path.startswith("layers/")])
        if held != epoch:
            hint = "Save at the end of the epoch, what the model holds then."
            return Miss(expected=expected, found=f"the weights of epoch {held} as number {epoch}", hint=hint)
    return None


# --------------------------------------------------------------------------------------------- brake_gently

_STUCK = [0.5, 0.7, *[0.6] * 58]

brake_gently = Exercise(
    LESSON,
    "brake_gently",
    evidence={
        "make_brake": kinds.Function([kinds.call()]),
        "trainings": kinds.Script(
            [
                *_model("accuracy"),
                *_returned("for stuck"),
                _play("stuck", _agreeing(_STUCK, "accuracy")),
                *_model("accuracy"),
                *_returned("for its own"),
                _play(
                    "its own",
                    _logs(
                        val_loss=[0.7] * 20, loss=_falling(20), accuracy=_rising(20), val_accuracy=_rising(20)
                    ),
                ),
                *_model("accuracy"),
                *_returned("for the others"),
                _play(
                    "the others",
                    _logs(
                        val_loss=_falling(20), loss=[0.7] * 20, accuracy=[0.5] * 20, val_accuracy=[0.5] * 20
                    ),
                ),
            ],
            of="make_brake",
            folder=True,
        ),
    },
    given={"trainings"},
)


def _falls(rates: Sequence[float]) -> list[int]:
    """Give the epochs, from 1, whose rate is another than that of the epoch before."""
    return [epoch for epoch, (old, new) in enumerate(pairwise(rates), 2) if not _close(new, old)]


@brake_gently.criterion("It watches the validation loss", points=2, read="Brake when progress stalls")
def _watches_loss(trainings):
    own, others = _answer(trainings, "its own"), _answer(trainings, "the others")
    for found in (own, others):
        if isinstance(found, Miss):
            return found
    hint = "Training loss and accuracy may tell another story. Is less taken for better?"
    if _falls(others["rates"]):
        found = "a brake while the validation loss was falling"
    elif not _falls(own["rates"]):
        found = "no brake, though the validation loss stood still"
    else:
        return None
    return Miss(expected="the validation loss watched", found=found, hint=hint)


@brake_gently.criterion("Two epochs without progress", points=2, read="Brake when progress stalls")
def _two_epochs(trainings):
    found = _answer(trainings, "stuck")
    if isinstance(found, Miss):
        return found
    falls = _falls(found["rates"])
    # The second epoch is the best; after two more the rate falls, and stays for another two.
    if falls[:1] == [5] and (len(falls) < 2 or falls[1] == 7):
        return None
    hint = "A misspelt word is swallowed without a warning: look at the `patience` of the object itself."
    told = f"a new rate first after {falls[0] - 3} epochs without it" if falls else "the same rate for ever"
    if falls[:1] == [5]:
        told, hint = f"the next one after {falls[1] - 5} more", "No pause between is asked for."
    return Miss(expected="a new rate after every two epochs without progress", found=told, hint=hint)


@brake_gently.criterion("The rate is halved", points=1, read="Brake when progress stalls")
def _halved(trainings):
    found = _answer(trainings, "stuck")
    if isinstance(found, Miss):
        return found
    rates, falls = found["rates"], _falls(found["rates"])
    if falls and _close(rates[falls[0] - 1], 0.05):
        return None
    told = f"{rates[falls[0] - 1]:.3g}" if falls else "no new rate at all"
    hint = "The old rate is multiplied by `factor`."
    if not falls:
        hint = "The optimiser's rate is called `learning_rate`. Does the callback change it?"
    return Miss(expected="half of 0.1 after the first time", found=told, hint=hint)


@brake_gently.criterion("Never below 0.01", points=1, read="Brake when progress stalls")
def _floor(trainings):
    found = _answer(trainings, "stuck")
    if isinstance(found, Miss):
        return found
    rates = [*found["rates"], found["rate_after"]]
    if _close(rates[-1], 0.01):
        return None
    hint = "Give it the lowest rate that it may reach."
    return Miss(expected="0.01 after a long standstill", found=f"{rates[-1]:.3g}", hint=hint)


# -------------------------------------------------------------------------------------------- plan_the_rate

_RATES = {"one": 0.1, "another": 0.02}

plan_the_rate = Exercise(
    LESSON,
    "plan_the_rate",
    evidence={
        "make_timetable": kinds.Function([kinds.call()]),
        "trainings": kinds.Script(
            [
                step
                for label, rate in _RATES.items()
                for step in (
                    *_model(rate=rate),
                    *_returned(f"for {label}"),
                    _play(label, _logs(loss=_falling(8), val_loss=_falling(8))),
                )
            ],
            of="make_timetable",
            folder=True,
        ),
    },
    given={"trainings"},
)


@plan_the_rate.criterion("It starts from the optimiser's rate", points=1, read="A timetable for the rate")
def _own_start(trainings):
    for label, rate in _RATES.items():
        found = _answer(trainings, label)
        if isinstance(found, Miss):
            return found
        if not _close(found["rates"][0], rate):
            hint = "The plan is given the rate of now: no number for it belongs into the plan."
            told = f"{found['rates'][0]:.3g} in the first epoch"
            return Miss(expected=f"a start at the optimiser's {rate:g}", found=told, hint=hint)
    return None


@plan_the_rate.criterion("The first three epochs have one rate", points=1, read="A timetable for the rate")
def _three_alike(trainings):
    found = _answer(trainings, "one")
    if isinstance(found, Miss):
        return found
    rates = found["rates"]
    if _close(rates[1], rates[0]) and _close(rates[2], rates[0]):
        return None
    told = ", ".join(f"{rate:.3g}" for rate in rates[:3])
    return Miss(expected="three times the same", found=told, hint="Epochs are counted from 0 here: 0, 1, 2.")


@plan_the_rate.criterion("Then 10 % less in each epoch", points=2, read="A timetable for the rate")
def _ten_percent(trainings):
    found = _answer(trainings, "one")
    if isinstance(found, Miss):
        return found
    rates = found["rates"]
    if all(_close(new, 0.9 * old) for old, new in pairwise(rates[2:])):
        return None
    shares = [new / old if old else 0.0 for old, new in pairwise(rates[2:])]
    hint = "What is left when 10 % are gone? The rate that comes in is that of the epoch before."
    if all(_close(share, 1) for share in shares):
        hint = "Nothing happens. `.lr` is an old name that nobody reads; the rate is `learning_rate`."
    elif _close(shares[0], 1):
        hint = "It begins too late: epochs are counted from 0."
    elif all(new < 0.99 * old for old, new in pairwise(shares)):
        hint = "The share grows from epoch to epoch: what has been taken off already is taken off again."
    told = ", ".join(f"{share:.2f}" for share in shares)
    return Miss(expected="from the fourth epoch on 0.9 of the rate before", found=f"shares {told}", hint=hint)


# ----------------------------------------------------------------------------------------------- safe_night

_CUT = kinds.made("keras.callbacks.ModelCheckpoint", "{cut}.keras", save_freq=5)
"""Ends a training with an error at the fifth batch, in the third epoch: no log fills in its file's name."""


def _fitted(label: str, *callbacks: Any) -> kinds.Step:
    told = {"epochs": 5, "batch_size": 4, "verbose": 0, "callbacks": [kinds.ref("made"), *callbacks]}
    return kinds.ask(label, "model.fit", _X, _Y, **told)


safe_night = Exercise(
    LESSON,
    "safe_night",
    evidence={
        "make_safe": kinds.Function([kinds.call("first")], folder=True),
        "trainings": kinds.Script(
            [
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
                _play(
                    "NaN",
                    _logs(loss=[0.5, float("nan"), float("nan"), float("nan")]),
                    batches=[[{"loss": loss}] for loss in (0.5, float("nan"), float("nan"), float("nan"))],
                ),
            ],
            of="make_safe",
            folder=True,
        ),
    },
    given={"trainings"},
)


def _morning(trainings: Any) -> Any:
    """Give the history of the training after the cut, or a Miss."""
    evening = trainings["evening"]
    if evening.error is None or "cut" not in evening.error.message:
        return _failure(evening.error or evening.skipped or "the training was not cut off")
    return _answer(trainings, "morning")


@safe_night.criterion("After a cut it goes on where it was", points=2, read="A safe night")
def _goes_on(trainings):
    history = _morning(trainings)
    if isinstance(history, Miss):
        return history
    if history.epochs == [2, 3, 4]:
        return None
    hint = "All was lost: the second training began from nothing. Which callback keeps the state on disk?"
    if history.epochs != [0, 1, 2, 3, 4]:
        hint = (
            "The state is kept at the end of each epoch, in a folder that lasts until the training is over."
        )
    told = ", ".join(map(str, history.epochs))
    return Miss(expected="after a cut in epoch 2 the epochs 2, 3 and 4", found=f"epochs {told}", hint=hint)


@safe_night.criterion("The log holds every epoch", points=2, read="A safe night")
def _whole_log(trainings):
    history = _morning(trainings)
    if isinstance(history, Miss):
        return history
    files = trainings["morning files"].value
    expected = "a line in `log.csv` for each epoch, before and after the cut"
    if "night/log.csv" not in files.names:
        hint = (
            "Is it written into the folder? A backup's folder is removed in the end, with all that is in it."
        )
        return Miss(expected=expected, found=_listed(files.names), hint=hint)
    try:
        rows = files["night/log.csv"].csv()
    except EvidenceError as error:
        return Miss(expected=expected, found=str(error), hint="Let `CSVLogger` write it.")
    epochs = [row.get("epoch") for row in rows]
    if epochs == [str(epoch) for epoch in (0, 1, *history.epochs)]:
        return None
    told = f"lines for epochs {', '.join(map(str, epochs[:12]))}"
    return Miss(expected=expected, found=told, hint="The second training began the file anew: let it append.")


@safe_night.criterion("A loss of NaN ends it", points=1, read="A safe night")
def _ends_at_nan(trainings):
    found = _answer(trainings, "NaN")
    if isinstance(found, Miss):
        return found
    if found["stopped"] and found["epochs"] == 2:
        return None
    hint = "One of the callbacks of that section is for this."
    told = f"{found['epochs']} of 4 epochs"
    return Miss(expected="an end in the epoch whose loss is NaN, the second", found=told, hint=hint)


# ----------------------------------------------------------------------------------------------- loss_ratio

_FIRST = _logs(loss=[0.8, 0.5, 0.25], val_loss=[0.6, 0.5, 1.0], accuracy=_rising(3), val_accuracy=_falling(3))
_SECOND = _logs(loss=[0.4, 0.2], val_loss=[0.6, 0.8])

loss_ratio = Exercise(
    LESSON,
    "loss_ratio",
    evidence={
        "LossRatio": kinds.Script(
            [
                *_model(),
                kinds.make(),
                _play("first", _FIRST),
                kinds.get("first ratios", "made.ratios"),
                _play("second", _SECOND),
                kinds.get("second ratios", "made.ratios"),
                kinds.make(store="other", label="other"),
                kinds.played(
                    "alone", _logs(loss=[0.5, 0.4]), callbacks=[kinds.ref("other")], model=kinds.ref("model")
                ),
                kinds.get("alone ratios", "other.ratios"),
            ],
            folder=True,
            needs="class",
        )
    },
)


def _numbers(evidence: Any, label: str, name: str) -> Any:
    """Give the list of numbers that a callback kept in a played training, or a Miss."""
    played, value = _answer(evidence, label), _answer(evidence, f"{label} {name}")
    for found in (played, value):
        if isinstance(found, Miss):
            return found
    expected, hint = f"a list of numbers in `{name}`", "One plain number goes in at a time."
    try:
        return [float(number) for number in value]
    except (TypeError, ValueError):
        return Miss(expected=expected, found=f"a {type(value).__name__}", hint=hint)


def _alike(found: Sequence[float], wanted: Sequence[float]) -> bool:
    return len(found) == len(wanted) and np.allclose(found, wanted, rtol=1e-4, atol=1e-6)


def _ratios(logs: Sequence[dict[str, float]]) -> list[float]:
    return [said["val_loss"] / said["loss"] for said in logs]


@loss_ratio.criterion("Validation loss over training loss", points=2, read="Write your own")
def _right_ratio(LossRatio):
    found = _numbers(LossRatio, "first", "ratios")
    if isinstance(found, Miss):
        return found
    wanted = _ratios(_FIRST)
    if _alike(found, wanted):
        return None
    hint = "Both stand in the logs of an epoch: `loss` and `val_loss`."
    if _alike(found, [1 / ratio for ratio in wanted]):
        hint = "It is upside down: the validation loss is divided by the training loss."
    elif len(found) != len(wanted):
        hint = "One number an epoch, when the epoch ends. Is the method's name spelt right?"
    told = ", ".join(f"{number:.3g}" for number in found[:6]) or "an empty list"
    return Miss(expected="the ratio of each of three epochs", found=told, hint=hint)


@loss_ratio.criterion("Every training begins anew", points=1, read="Write your own")
def _ratios_anew(LossRatio):
    found = _numbers(LossRatio, "second", "ratios")
    if isinstance(found, Miss):
        return found
    if len(found) == len(_SECOND):
        return None
    hint = "`__init__` runs once, `on_train_begin` at the start of every training."
    told = f"{len(found)}"
    return Miss(expected="two ratios after a second training of two epochs", found=told, hint=hint)


@loss_ratio.criterion("Without validation data the list is empty", points=1, read="Write your own")
def _no_validation(LossRatio):
    found = _numbers(LossRatio, "alone", "ratios")
    if isinstance(found, Miss):
        return found
    if not found:
        return None
    hint = "Where there is no validation loss there is no ratio."
    return Miss(expected="no ratio, and no error", found=f"{len(found)} numbers", hint=hint)


# --------------------------------------------------------------------------------------------- batch_losses

_ALONE = ([4.0, 2.0, 3.0, 1.0], [0.5, 1.5, 2.5], [1.0, 1.0, 4.0, 2.0])
_AGAIN = ([3.0, 5.0],)


def _told(epochs: Sequence[Sequence[float]]) -> list[list[dict[str, float]]]:
    """Give what logs say after each batch: the mean since the epoch began."""
    return [
        [{"loss": float(np.mean(losses[: batch + 1]))} for batch in range(len(losses))] for losses in epochs
    ]


def _watched(label: str, epochs: Sequence[Sequence[float]]) -> kinds.Step:
    return _play(label, _logs(loss=[float(np.mean(losses)) for losses in epochs]), batches=_told(epochs))


batch_losses = Exercise(
    LESSON,
    "batch_losses",
    evidence={
        "BatchLosses": kinds.Script(
            [
                *_model(),
                _folder("pictures"),
                kinds.make("pictures"),
                _watched("first", _ALONE),
                kinds.get("first losses", "made.losses"),
                kinds.files("pictures", "pictures/*.png"),
                _watched("second", _AGAIN),
                kinds.get("second losses", "made.losses"),
            ],
            folder=True,
            needs="class",
        )
    },
)


def _lists(evidence: Any, label: str) -> Any:
    played, value = _answer(evidence, label), _answer(evidence, f"{label} losses")
    for found in (played, value):
        if isinstance(found, Miss):
            return found
    return value if isinstance(value, list) else [value]


def _flat(value: Any) -> list[float]:
    """Give all numbers of a list, however deep they lie."""
    if isinstance(value, (list, tuple, np.ndarray)):
        return [number for item in value for number in _flat(item)]
    return [float(value)] if isinstance(value, (int, float)) else []


@batch_losses.criterion("One list an epoch, one number a batch", points=1, read="Batch by batch")
def _one_list_each(BatchLosses):
    for label, epochs in (("first", _ALONE), ("second", _AGAIN)):
        found = _lists(BatchLosses, label)
        if isinstance(found, Miss):
            return found
        lengths = [len(item) if isinstance(item, (list, tuple, np.ndarray)) else "no list" for item in found]
        if lengths != [len(losses) for losses in epochs]:
            told = ", ".join(map(str, lengths[:6])) or "an empty list"
            hint = "A new list begins with each epoch, and a new list of lists with each training."
            return Miss(
                expected=f"after {len(epochs)} epoch(s) as many lists, in each a number for each batch",
                found=f"lengths {told}",
                hint=hint,
            )
    return None


@batch_losses.criterion("Each batch has its own loss", points=2, read="Batch by batch")
def _own_loss(BatchLosses):
    found = _lists(BatchLosses, "first")
    if isinstance(found, Miss):
        return found
    numbers = _flat(found)
    if _alike(numbers, _flat(_ALONE)):
        return None
    means = [said["loss"] for epoch in _told(_ALONE) for said in epoch]
    hint = "Undo the mean: which sum does it stand for, and which part of it was there before?"
    if _alike(numbers, means):
        hint = "That is what the logs say: the mean since the epoch began, and not the batch alone."
    elif _alike(numbers[:4], _ALONE[0]) or _alike(numbers[:2], _ALONE[0][:2]):
        hint = "It begins well. Does each epoch begin anew, and is everything before the batch taken off?"
    told = ", ".join(f"{number:.3g}" for number in numbers[:6]) or "no numbers"
    return Miss(expected="the loss of each batch alone", found=f"{told} …", hint=hint)


@batch_losses.criterion("A picture of every epoch", points=2, read="Batch by batch")
def _pictures(BatchLosses):
    played = _answer(BatchLosses, "first")
    if isinstance(played, Miss):
        return played
    files = BatchLosses["pictures"].value
    expected = "pictures of epochs 1, 2 and 3 in the folder"
    hint = "Save it when an epoch ends, in the folder that was passed in. Keras counts epochs from 0."
    numbers = [re.fullmatch(r"pictures/epoch_0*(\d+)\.png", name) for name in files.names]
    if sorted(int(number[1]) for number in numbers if number) != [1, 2, 3] or len(files) != 3:
        return Miss(expected=expected, found=_listed(files.names), hint=hint)
    for file in files:
        try:
            file.png()
        except EvidenceError as error:
            return Miss(expected=expected, found=str(error), hint="Let `save_curve` draw and save it.")
    if len({file.data for file in files}) == 3:
        return None
    hint = "Every picture shows the losses of its own epoch."
    return Miss(expected="three different pictures", found="the same picture twice", hint=hint)


# ----------------------------------------------------------------------------------------- save_activations

_SAMPLE = np.array([[1, 2, 0.5], [-1, 0.25, 0.5], [-3, 1, 0], [0.5, 0.5, 0.5]], "float32")
_MOST = 2**20


def _tower(first: str, second: str) -> list[kinds.Step]:
    """Make a compiled tower with Dropout, other than the lesson's, under the name `model`."""
    layers = [
        kinds.made("keras.Input", (3,)),
        kinds.made("keras.layers.Dense", 4, activation="relu", name=first),
        kinds.made("keras.layers.Dropout", 0.5, name="rest"),
        kinds.made("keras.layers.Dense", 2, name=second),
    ]
    told = {"optimizer": "sgd", "loss": "mse"}
    return [
        kinds.ask(f"tower {first}", "keras.Sequential", layers, store="model", take=False),
        kinds.ask(f"tower {first} compiled", "model.compile", take=False, **told),
    ]


save_activations = Exercise(
    LESSON,
    "save_activations",
    evidence={
        "SaveActivations": kinds.Script(
            [
                kinds.seed(8),
                *_tower("north", "south"),
                _folder("notes"),
                kinds.make(_SAMPLE, "notes"),
                _play("first", _logs(loss=_falling(3), val_loss=_falling(3))),
                kinds.files("first files", "notes/*.npz"),
            ],
            folder=True,
            needs="class",
        )
    },
)


def _said(epoch: int) -> dict[str, np.ndarray]:
    """Compute what the tower's layers say for the sample when all weights are the epoch's number."""
    total = _SAMPLE.sum(axis=1, keepdims=True)
    first = np.repeat(np.maximum(epoch * total + epoch, 0), 4, axis=1)
    last = np.repeat(epoch * first.sum(axis=1, keepdims=True) + epoch, 2, axis=1)
    return {"north": first, "rest": first, "south": last}


def _notes(evidence: Any) -> dict[int, Any] | Miss:
    """Give the files of activations by epoch, or a Miss."""
    played = _answer(evidence, "first")
    if isinstance(played, Miss):
        return played
    numbered = {}
    for file in evidence["first files"].value:
        match = re.fullmatch(r"notes/epoch_0*(\d+)\.npz", file.name)
        if match:
            numbered[int(match[1])] = file
    return numbered


def _arrays(file: Any) -> dict[str, np.ndarray] | Miss:
    """Read the arrays of an `.npz` file: plain numbers only, and not many."""
    wrong = Miss(
        expected="named arrays of numbers in an `.npz` file",
        found=f"something else in `{file.name}`",
        hint="`np.savez(path, **arrays)` writes a dict of arrays, each under its key.",
    )
    try:
        with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
            if sum(info.file_size for info in archive.infolist()) > _MOST:
                return wrong
        with np.load(io.BytesIO(file.data), allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    except (ValueError, OSError, EOFError, KeyError, NotImplementedError, RuntimeError, zipfile.BadZipFile):
        return wrong


@save_activations.criterion("A file for every epoch", points=1, read="Look inside while it learns")
def _file_each(SaveActivations):
    found = _notes(SaveActivations)
    if isinstance(found, Miss):
        return found
    if sorted(found) == [1, 2, 3]:
        return None
    told = _listed(SaveActivations["first files"].value.names)
    hint = "Save it when an epoch ends, in the folder that was passed in. Keras counts epochs from 0."
    return Miss(expected="`epoch_1.npz` to `epoch_3.npz` after three epochs", found=told, hint=hint)


def _last_arrays(evidence: Any) -> Any:
    found = _notes(evidence)
    if isinstance(found, Miss):
        return found
    if not found:
        hint = "The name ends in `.npz`, and the folder is the one that was passed in."
        return Miss(expected="files of activations", found="none in the folder", hint=hint)
    return _arrays(found[max(found)])


@save_activations.criterion("Every layer, under its name", points=1, read="Look inside while it learns")
def _every_layer(SaveActivations):
    arrays = _last_arrays(SaveActivations)
    if isinstance(arrays, Miss):
        return arrays
    missing = [name for name in _said(1) if name not in arrays]
    if not missing:
        return None
    told = f"{len(arrays)} array(s), called {', '.join(sorted(arrays))[:80]}"
    hint = "Go through `self.model.layers`; each has a `name` and an `output`."
    return Miss(expected="an array for each of three layers, under its name", found=told, hint=hint)


@save_activations.criterion("What the layers say at that time", points=2, read="Look inside while it learns")
def _of_that_epoch(SaveActivations):
    files = _notes(SaveActivations)
    if isinstance(files, Miss):
        return files
    if not files:
        return _last_arrays(SaveActivations)
    # Whether names and numbers of files are right is asked elsewhere: here they go by their order.
    for epoch, number in enumerate(sorted(files), 1):
        arrays = _arrays(files[number])
        if isinstance(arrays, Miss):
            return arrays
        wanted = _said(epoch)
        known = [name for name in wanted if name in arrays] or [*arrays]
        for name in known:
            goal = wanted.get(name)
            options = [goal] if goal is not None else [*wanted.values()]
            if any(_same(arrays[name], option) for option in options):
                continue
            hint = "Ask the layers for the sample alone, without training: Dropout rests then."
            others = [_said(other).get(name) for other in (0, 1, 2, 3, 4) if other != epoch]
            if any(other is not None and _same(arrays[name], other) for other in others):
                hint = "These belong to another epoch. Is it the model itself that is asked, each time?"
            elif arrays[name].shape[:1] != _SAMPLE.shape[:1]:
                hint = "Each row of the sample goes through the network."
            return Miss(
                expected="the activations for the sample at the end of that epoch",
                found=f"other numbers for `{name}`, of shape {arrays[name].shape}",
                hint=hint,
            )
    return None


def _same(found: np.ndarray, wanted: np.ndarray) -> bool:
    return (
        found.shape == wanted.shape
        and found.dtype.kind in "fiu"
        and np.allclose(found, wanted, rtol=1e-3, atol=1e-3)
    )
