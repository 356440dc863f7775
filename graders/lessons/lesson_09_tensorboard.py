"""Hidden checks of lesson 09: what the learner's code writes for TensorBoard, and reads back.

Each function is called in an empty folder, with data that the lesson doesn't show; the event files that it
wrote cross as bytes and are read here.
"""

import io
import posixpath
import wave
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from graders.criteria import Exercise, Missed, hidden_rng, require
from graders.evidence import EvidenceError, FileEvidence, FilesEvidence, kinds
from graders.evidence.files import Event
from graders.evidence.kinds import ask, made, played, ref
from graders.lessons.on_files import exercise_on_files
from graders.vocabulary import as_number, close, holds, kind_of, listed, pair_of, shown, value_of

LESSON = "09_tensorboard"

# -------------------------------------------------------------------------------- questions of every exercise


def _do(what: str, *args: Any, store: str | None = None, **kwargs: Any) -> kinds.Step:
    """A step of the scenario's own, whose result does not cross."""
    return ask(f"{what} {store or ''}", what, *args, store=store, take=False, **kwargs)


def _files(answer: Any) -> list[FileEvidence]:
    return list(answer.value) if isinstance(answer.value, FilesEvidence) else []


def _events(files: list[FileEvidence]) -> list[Event]:
    """Give the values in all event files, those that are written later behind the earlier ones."""
    found: list[Event] = []
    for file in files:
        if "tfevents" in file.name:
            try:
                found += file.events()
            except EvidenceError:
                continue
    return sorted(found, key=lambda event: event.time)


def _curve(events: list[Event], tag: str) -> list[tuple[int, float]]:
    """Give (step, value) of each point of a curve, in the order of writing."""
    return [(event.step, event.value) for event in events if event.tag == tag and event.kind == "scalar"]


# ------------------------------------------------------------------------------------------------ two_rates

_RNG = hidden_rng(909)
_X = _RNG.normal(size=(24, 3)).astype("float32")
_Y = (_X @ np.array([[1.0], [-2.0], [0.5]]) + 0.7).astype("float32")
_VALID_X = _RNG.normal(size=(12, 3)).astype("float32")
_VALID_Y = (_VALID_X @ np.array([[1.0], [-2.0], [0.5]]) + 0.7).astype("float32")
_KERNEL = _RNG.normal(size=(3, 1)).astype("float32")
_BIAS = np.array([0.25], "float32")
_EPOCHS = 3
_RATES = [0.125, 0.12109375]  # alike to two digits: each has a folder of its own all the same
# Started in September late in the evening, in November early in the morning, and three seconds later.
_MOMENTS = ("2031-09-28T21:40:50", "2031-11-03T04:05:06", "2031-11-03T04:05:09")


def _moment(text: str) -> list[kinds.Step]:
    """Make a datetime, whether the learner's `datetime` is the lesson's class or the module of that name."""
    return [
        _do("names.datetime.fromisoformat", text, store="moment"),
        _do("names.datetime.datetime.fromisoformat", text, store="moment"),
    ]


def _comparison(number: int, rates: list[float]) -> list[kinds.Step]:
    """Start one comparison, and look at all files that there are then."""
    layers = [made("keras.Input", (3,)), made("keras.layers.Dense", 1)]
    given = [ref("model"), _X, _Y, (_VALID_X, _VALID_Y), rates, ref("moment"), "shelf"]
    return [
        *_moment(_MOMENTS[number]),
        _do("keras.Sequential", layers, store="model"),
        _do("model.set_weights", [_KERNEL, _BIAS]),
        ask(f"call {number}", "subject", *given, take=False),
        ask(f"weights {number}", "model.get_weights"),
        kinds.files(f"files {number}", "*tfevents*"),
    ]


_COMPARISONS = [*_comparison(0, _RATES), *_comparison(1, _RATES[:1]), *_comparison(2, _RATES[:1])]

TWO_RATES = exercise_on_files(LESSON, "two_rates", "compare_rates", 7, "runs", _COMPARISONS)

_FOLDERS, _BACK = "A folder for each run", "Read the files back"
_PARTS = ("train", "validation")


def _run_of(file: FileEvidence) -> str:
    """Give the folder of a run: where its files are, without `train` and `validation`."""
    parts = file.folder.split("/")
    return "/".join(parts[:-1] if parts[-1] in _PARTS else parts)


def _runs_after(runs: Any, number: int) -> dict[str, list[FileEvidence]]:
    """Give the runs on the shelf after a comparison, each with its files."""
    value_of(runs[f"call {number}"], "compare_rates")
    found: dict[str, list[FileEvidence]] = {}
    for file in _files(runs[f"files {number}"]):
        if file.name.startswith("shelf/"):
            found.setdefault(_run_of(file), []).append(file)
    return found


def _first_runs(runs: Any) -> dict[str, list[FileEvidence]]:
    """Give the files of the first comparison's runs, or raise `Missed`."""
    found = _runs_after(runs, 0)
    hint = "A callback writes them: `fit` takes it in `callbacks`. And the folder comes in as `root`."
    require(found, expected="event files below `root`", found="none", hint=hint)
    return found


def _of_part(files: list[FileEvidence], part: str) -> list[FileEvidence]:
    return [file for file in files if file.folder.endswith(f"/{part}")]


@TWO_RATES.criterion("A folder for each run", points=2, read=_FOLDERS)
def _folder_each(runs):
    counts = [len(_runs_after(runs, number)) for number in range(3)]
    require(
        counts[0] >= 2,
        expected="a folder of its own for each learning rate",
        found=f"{counts[0]} folder(s) for 2 runs" if counts[0] else "no run folder below `root`",
        hint="Every run logged into one folder: TensorBoard takes them for one, and shows the last alone. "
        "Does the name tell apart rates that are close to one another?",
    )
    require(
        all(name.count("/") == 1 for name in _runs_after(runs, 2)),
        expected="folders directly below `root`",
        found="folders further down, or files in `root` itself",
        hint="One folder a run; its name holds both the moment and the rate.",
    )
    require(
        counts == [2, 3, 4],
        expected="4 folders, after 4 runs of three comparisons",
        found=f"{counts[2]}",
        hint="The same rates a second later are other runs: the moment in the name goes down to the second.",
    )


@TWO_RATES.criterion("The names sort by time", points=1, read=_FOLDERS)
def _names_sort(runs):
    seen, ages = set(), []
    for number in range(3):
        now = set(_runs_after(runs, number))
        ages.append(sorted(now - seen))
        seen |= now
    ages = [names for names in ages if names]
    require(
        len(ages) > 1 and all(max(old) < min(new) for old, new in zip(ages, ages[1:], strict=False)),
        expected="names whose alphabetical order is the order of time",
        found="later runs that don't come after earlier ones",
        hint="The moment comes first in the name: year, month, day, hour, minute, second.",
    )


@TWO_RATES.criterion("A curve of training and one of validation", points=2, read=_FOLDERS)
def _both_curves(runs):
    for part in _PARTS:
        for files in _first_runs(runs).values():
            steps = sorted({step for step, _ in _curve(_events(_of_part(files, part)), "epoch_loss")})
            missing = "The validation curve is missing: without validation data, `fit` has none to log."
            require(
                steps == list(range(_EPOCHS)),
                expected=f"`epoch_loss` of {part} at steps 0, 1 and 2 in every run",
                found=f"steps {steps}" if steps else "no such curve",
                hint="Every run is trained for the epochs that are asked for, with the callback.",
                mistakes={missing: part == "validation" and not steps},
            )


@cache
def _simulated(rate: float, skipped: int = 0) -> tuple[list[float], list[float]]:
    """Train the line here: all rows make one batch, so an epoch is one step of gradient descent.

    Returns:
        Losses of training (before each step) and of validation (after it).
    """
    kernel, bias = _KERNEL.astype("float64"), _BIAS.astype("float64")
    train, valid = [], []
    for _ in range(_EPOCHS + skipped):
        error = _X @ kernel + bias - _Y
        train.append(float(np.mean(error**2)))
        kernel = kernel - rate * 2 * _X.T @ error / len(_X)
        bias = bias - rate * 2 * error.mean(axis=0)
        valid.append(float(np.mean((_VALID_X @ kernel + bias - _VALID_Y) ** 2)))
    return train[skipped:], valid[skipped:]


def _curves(runs: Any, part: str) -> list[list[tuple[int, float]]]:
    """Give the loss curves of the first comparison, whether runs share a folder or not.

    Each `fit` writes a file of its own; a run that was trained in pieces has several, and is read as one.
    """
    curves = []
    for files in _first_runs(runs).values():
        mine = _of_part(files, part)
        alone = [_curve(_events([file]), "epoch_loss") for file in mine]
        whole = [curve for curve in alone if len(curve) == _EPOCHS]
        curves += whole or [_curve(_events(mine), "epoch_loss")]
    return [curve for curve in curves if curve]


@TWO_RATES.criterion("Every rate from the same start", points=2, read=_BACK)
def _same_start(runs):
    curves = {part: _curves(runs, part) for part in _PARTS}
    starts = [value for curve in curves["train"] for step, value in curve if step == 0]
    right = _simulated(0.1)[0][0]
    fits = [close(start, right) for start in starts]
    require(
        len(starts) == len(_RATES) and all(fits),
        expected="every run to begin with the loss of the model that came in",
        found="runs with other losses at the start" if starts else "no losses of training",
        mistakes={
            "A model that is trained twice goes on where it stopped: each rate needs a copy of `model`.": any(
                fits
            )
            and not all(fits),
            "A clone has new weights: each copy has to get those of `model`.": fits and not any(fits),
        },
        hint="Each rate trains a copy of its own, with the weights that `model` has.",
    )
    for number, part in enumerate(_PARTS):
        wanted = [_simulated(rate)[number] for rate in _RATES]
        mine = [[value for _, value in curve] for curve in curves[part]]
        # A missing validation curve is the other criterion's.
        require(
            not mine or all(any(close(values, right) for values in mine) for right in wanted),
            expected="the curves of plain gradient descent with each of the learning rates",
            found="other curves",
            hint="`SGD` with the rate of the loop, the loss that is asked for, all rows of `x` and `y`, "
            "Keras's own batch size, and `valid` for validation.",
        )
    kernel, bias = value_of(runs["weights 0"], "model.get_weights()")
    require(
        close(kernel, _KERNEL) and close(bias, _BIAS),
        expected="the weights of `model` as they were",
        found="other weights afterwards",
        hint="Train the copies, and leave `model` itself alone.",
    )


# ------------------------------------------------------------------------------------------------- best_run

# Losses by (training, validation), epoch by epoch. The smallest validation loss is neither a last one, nor
# in the run with the smallest training loss.
_ROLES = {
    "best": [(2.0, 2.1), (1.5, 1.25), (1.2, 1.4), (1.1, 1.9)],
    "overfitted": [(1.9, 2.2), (0.9, 1.8), (0.3, 1.6), (0.1, 1.5)],
    "last": [(2.3, 2.4), (2.0, 1.375), (1.8, 1.6), (1.6, 1.45)],
}
_NAMES = ["2031-05-02_08-00-00_wide", "2031-05-02_09-30-00_deep", "2031-05-03_07-15-00_slow"]
# The same names with other curves: whoever looks at one folder alone is right by luck at most once.
_WEEKENDS = {
    "may": dict(zip(_NAMES, ("best", "overfitted", "last"), strict=True)),
    "june": dict(zip(_NAMES, ("last", "best", "overfitted"), strict=True)),
}
_LONG_BEST = {14: 5, 17: 3, 23: 11}  # epochs of a long run, and where its best one lies


def _long(epochs: int) -> list[tuple[float, float]]:
    best = _LONG_BEST[epochs]
    return [(1.0 - step / 50, 1.0 + abs(step - best) / 10 - 0.5 * (step == best)) for step in range(epochs)]


_DRAFT, _WHOLE = "2031-06-01_10-00-00_draft", "2031-06-02_10-00-00_whole"
_UNVALIDATED: dict[str, list[tuple[float, float | None]]] = {
    _DRAFT: [(0.4, None), (0.3, None), (0.2, None)],
    _WHOLE: [(1.0, 0.9), (0.8, 0.7), (0.6, 0.8)],
}
_LARGE, _LARGE_LOSSES = "2031-09-01_10-00-00_large", [(320.0, 256.0), (288.0, 192.0)]
_MORE = "2031-08-01_10-00-00_more"
_CONTINUED, _CONTINUED_BEST = {4: 0.75, 5: 0.5, 6: 0.625}, 5  # step: validation loss


def _shelf(root: str, runs: Mapping[str, Sequence[tuple[float, float | None]]]) -> list[kinds.Step]:
    """Let the callback write runs whose losses are dictated."""
    steps: list[kinds.Step] = []
    for name, losses in runs.items():
        board = made("keras.callbacks.TensorBoard", f"{root}/{name}", write_graph=False)
        logs = [
            {"loss": loss} if valid is None else {"loss": loss, "val_loss": valid} for loss, valid in losses
        ]
        steps.append(played(f"{root} {name}", logs, callbacks=[board], model=ref("model")))
    return steps


def _continued(root: str) -> list[kinds.Step]:
    """Let the callback write a run that goes on at a later epoch, as with `initial_epoch`."""
    logs = [(step, {"loss": loss, "val_loss": loss}) for step, loss in _CONTINUED.items()]
    return [
        _do("keras.callbacks.TensorBoard", f"{root}/{_MORE}", write_graph=False, store="board"),
        _do("board.set_model", ref("model")),
        _do("board.set_params", {"epochs": 7, "steps": 1, "verbose": 0}),
        _do("board.on_train_begin"),
        *[_do("board.on_epoch_end", step, values) for step, values in logs],
        _do("board.on_train_end"),
    ]


_LONG_RUNS = {epochs: f"2031-07-01_10-00-{epochs}_long" for epochs in _LONG_BEST}

_BEST_STEPS = kinds.small_model()
for _root, _roles in _WEEKENDS.items():
    _BEST_STEPS += [*_shelf(_root, {name: _ROLES[role] for name, role in _roles.items()})]
    _BEST_STEPS += [ask(_root, "subject", _root)]
for _epochs, _name in _LONG_RUNS.items():
    _BEST_STEPS += [
        *_shelf(f"long{_epochs}", {_name: _long(_epochs)}),
        ask(f"{_epochs}", "subject", f"long{_epochs}"),
    ]
_BEST_STEPS += [*_shelf("drafts", _UNVALIDATED), ask("drafts", "subject", "drafts")]
_BEST_STEPS += [*_shelf("large", {_LARGE: _LARGE_LOSSES}), ask("large", "subject", "large")]
_BEST_STEPS += [*_continued("continued"), ask("continued", "subject", "continued")]

BEST_RUN = exercise_on_files(LESSON, "best_run", "best_run", 1, "found", _BEST_STEPS)


def _name_and_step(found: Any, label: str) -> tuple[str, float | None]:
    """Give the pair that came back, or raise `Missed`."""
    expected, hint = "a pair: the run's name as text, and the step", "`return name, step` gives back both."
    name, step = pair_of(value_of(found[label], "best_run"), expected=expected, hint=hint)
    if isinstance(name, np.ndarray) and name.ndim == 0:
        name = name.item()
    # An array made of a text and a number holds two texts.
    if isinstance(step, str) and step.isdigit():
        step = int(step)
    require(isinstance(name, str), expected=expected, found=f"{kind_of(name)} first", hint=hint)
    return str(name), as_number(step)


@BEST_RUN.criterion("The run with the smallest validation loss", points=2, read=_BACK)
def _right_run(found):
    for root, roles in _WEEKENDS.items():
        name, _ = _name_and_step(found, root)
        role = roles.get(name)
        last = "The last value of a curve is not its smallest, nor is the largest the best: look at all."
        training = "The training loss is smallest in the run that overfits: read the validation curve."
        require(
            role == "best",
            expected="the run whose validation loss was the smallest of all, at any step",
            found="another run" if role else f"{shown(name)}, which is no run's name",
            hint="Return the name of the folder directly below `root`, nothing else of its path.",
            mistakes={training: role == "overfitted", last: role == "last"},
        )
    require(
        # What else may be wrong with the pair has been seen above.
        holds(_name_and_step, found, "large") and _name_and_step(found, "large")[0] == _LARGE,
        expected="the run with the smallest validation loss, also where all losses are above 100",
        found="no run, or another one",
        hint="A loss may be of any size: a running minimum starts with the first value, or with infinity.",
    )


@BEST_RUN.criterion("The step of the smallest value", points=2, read=_BACK)
def _right_step(found):
    expected = "the step at which the run's validation loss was smallest"
    # Who takes the last value of a curve for its smallest has lost the run: that value's step fits then.
    by_last = all(roles.get(_name_and_step(found, root)[0]) == "last" for root, roles in _WEEKENDS.items())
    for root, roles in _WEEKENDS.items():
        name, step = _name_and_step(found, root)
        # A run that was wrongly chosen or called is the other criterion's: here the step has to fit the run.
        valid = [loss for _, loss in _ROLES[roles.get(name, "best")]]
        require(
            step == valid.index(min(valid)) or (by_last and step == len(valid) - 1),
            expected=expected,
            found="another step" if step is not None else "no number",
            hint="Take the step written beside the smallest value. The first epoch has the step 0.",
        )
    _, step = _name_and_step(found, "continued")
    require(
        step == _CONTINUED_BEST or (by_last and step == max(_CONTINUED)),
        expected=f"{expected}, in a run that was continued",
        found="another step" if step is not None else "no number",
        hint="The place in the list is not the step: a run that was continued does not begin at step 0.",
    )


@BEST_RUN.criterion("Every point of a long run", points=1, read=_BACK)
def _long_runs(found):
    steps = {epochs: _name_and_step(found, f"{epochs}")[1] for epochs in _LONG_BEST}
    # Who takes the last step, or counts from 1, has read all points: that is the step's criterion.
    counted_from_one = {epochs: best + 1 for epochs, best in _LONG_BEST.items()}
    last = {epochs: epochs - 1 for epochs in _LONG_BEST}
    wrong = [epochs for epochs, best in _LONG_BEST.items() if steps[epochs] != best]
    require(
        not wrong or steps in (counted_from_one, last),
        expected=f"the best step of a run of {(wrong or [0])[0]} epochs",
        found="another step",
        hint="The reader keeps a sample of 10 points unless `size_guidance` asks for all.",
    )


@BEST_RUN.criterion("A run without validation is left out", points=1, read=_BACK)
def _drafts(found):
    name, step = _name_and_step(found, "drafts")
    # Another name for the right run is the first criterion's.
    right = name == _WHOLE or (name != _DRAFT and step == 1)
    require(
        right,
        expected="the best among the runs that have a validation curve",
        found="another one",
        hint="A run of training alone has no folder `validation`, and does not count here.",
    )


# ---------------------------------------------------------------------------------------------------- diary

_LOGS = [
    {"loss": loss, "val_loss": valid}
    for loss, valid in [(2.0, 2.25), (1.5, 1.625), (1.0, 1.5), (0.75, 1.625), (0.5, 1.75)]
]
_WEIGHTS = {  # path within the model, and how many numbers it holds
    "first/kernel": 12,
    "first/bias": 4,
    "norm/gamma": 4,
    "norm/beta": 4,
    "norm/moving_mean": 4,
    "norm/moving_variance": 4,
    "last/kernel": 8,
    "last/bias": 2,
}
_MODEL = [
    _do(
        "keras.Sequential",
        [
            made("keras.Input", (3,)),
            made("keras.layers.Dense", 4, name="first"),
            made("keras.layers.BatchNormalization", name="norm"),
            made("keras.layers.Dense", 2, name="last"),
        ],
        name="hidden_model",
        store="model",
    ),
    _do("model.compile", optimizer=made("keras.optimizers.SGD", 0.1), loss="mse"),
]

DIARY = Exercise(
    LESSON,
    "diary",
    evidence={"Diary": kinds.Callback(logs=_LOGS, arguments=kinds.call("diary"), model=_MODEL)},
)

_SCALARS, _HISTOGRAMS = "Scalars of your own", "Histograms"


def _diary_events(diary: Any) -> list[Event]:
    """Give all that was written into the folder, or raise `Missed`."""
    for step in ("made", "played"):
        value_of(diary[step], "Diary(folder) in a training")
    files = [file for file in _files(diary["files"]) if file.name.startswith("diary/")]
    events = _events(files)
    require(
        events,
        expected="event files in the folder",
        found="files that hold nothing" if files else "no file",
        hint="The folder is the argument of `Diary(folder)`.",
        mistakes={"A writer collects before it writes: was it never flushed or closed?": files},
    )
    return events


@DIARY.criterion("The gap, at the step of its epoch", points=2, read=_SCALARS)
def _gap(Diary):
    points = _curve(_diary_events(Diary), "gap")
    expected = "validation loss minus training loss, at steps 0, 1, 2, …"
    hint = "`tf.summary.scalar` takes a tag, a number and a step."
    require(points, expected=expected, found="no scalar `gap`", hint=hint)
    # What was still in the writer's hands at the end is the last criterion's.
    wanted = [(step, logs["val_loss"] - logs["loss"]) for step, logs in enumerate(_LOGS)][: len(points)]
    steps, right_steps = [step for step, _ in points], [step for step, _ in wanted]
    repeated = len(set(steps)) < len(steps)
    same = "The step is not passed on: all points sit at the same place. `on_epoch_end` gets the epoch."
    require(
        steps == right_steps,
        expected=expected,
        found=f"{len(steps)} points at {len(set(steps))} step(s)" if repeated else f"steps {steps}",
        hint="Keras counts epochs from 0, and so does this diary.",
        mistakes={same: repeated},
    )
    require(
        close([value for _, value in points], [value for _, value in wanted]),
        expected=expected,
        found="other values",
        hint="The gap is large when validation is worse than training: which minus which?",
    )


@DIARY.criterion("A histogram of every weight", points=2, read=_HISTOGRAMS)
def _histograms(Diary):
    events = _diary_events(Diary)
    written = [event for event in events if event.kind == "histogram"]
    tags = {event.tag for event in written}
    missing = [path for path in _WEIGHTS if not any(tag.endswith(path) for tag in tags)]
    require(
        not missing,
        expected="a histogram of each weight of the model, with its `path` as the tag",
        found=f"{len(_WEIGHTS) - len(missing)} of {len(_WEIGHTS)}, without `{listed(missing[:1])}`",
        mistakes={
            "Histograms are there, but layers share a tag (`kernel`): which attribute of a weight also names "
            "its layer?": tags and tags <= {path.rpartition("/")[2] for path in _WEIGHTS}
        },
        hint="`model.weights` lists all of them, whether they are trained or not.",
    )
    gap_steps = [step for step, _ in _curve(events, "gap")]
    for path, size in _WEIGHTS.items():
        mine = [event for event in written if event.tag.endswith(path)]
        steps = [event.step for event in mine]
        # Steps as wrong as those of the gap are the first criterion's: "at the same step" is held here.
        require(
            steps in (list(range(len(steps))), gap_steps[: len(steps)]),
            expected="one histogram of each weight an epoch, at the step of the gap",
            found=f"steps {steps}",
            hint="The same step for all of an epoch: the epoch's own.",
        )
        for epoch, event in enumerate(mine, 1):
            # In epoch n of the training played, every number of the model is n, counted from 1.
            counted = sum(count for _, _, count in event.value)
            edges = [edge for left, right, count in event.value if count for edge in (left, right)]
            near = edges and min(edges) - 1 <= epoch <= max(edges) + 1
            require(
                round(counted) == size and near and max(edges) - min(edges) <= 1.5,
                expected="all numbers of the weight as they are at the end of the epoch",
                found="other numbers",
                hint="Hand over the weight itself, not a mean of it and not an older copy.",
            )


@DIARY.criterion("All in the file when training ends", points=1, read=_SCALARS)
def _in_the_file(Diary):
    events = _diary_events(Diary)
    counts = Counter(event.tag for event in events if event.tag == "gap" or event.kind == "histogram")
    require(
        counts and min(counts.values()) >= len(_LOGS),
        expected="everything on disk: what was written in all epochs",
        found="the later epochs missing",
        hint="A writer collects before it writes: flush it after each epoch, and close it at the end.",
    )


# ------------------------------------------------------------------------------------------------- exhibits

_PICTURES = _RNG.integers(0, 200, size=(5, 6, 9)).astype("float32")  # no white in them
_NOTE = "| kind | errors |\n|---|---|\n| hats | 7 |"
_STEP = 42
_HERTZ = 8000
_WAVE = (0.5 * np.sin(np.arange(1200) / 5)).astype("float32")

_HANG = ask("exhibit", "subject", "hall", _STEP, _PICTURES, _NOTE, _WAVE, take=False)

EXHIBITS = exercise_on_files(
    LESSON, "exhibits", "exhibit", 5, "hung", [_HANG, kinds.files("files", "*tfevents*")]
)

_HALL = "Pictures, texts, sounds"


def _messages(files: list[FileEvidence]) -> dict[str, list[Any]]:
    """Give each tag's raw values: what `FileEvidence.events` tells nothing of, pixels and sounds.

    The files have been read through once by then, so that length and checksum of each record are right.
    """
    from tensorboard.compat.proto.event_pb2 import Event as Message

    found: dict[str, list[Any]] = {}
    for file in files:
        place = 0
        while place + 12 <= len(file.data):
            length = int.from_bytes(file.data[place : place + 8], "little")
            message = Message()
            message.ParseFromString(file.data[place + 12 : place + 12 + length])
            for value in message.summary.value:
                found.setdefault(value.tag, []).append(list(value.tensor.string_val))
            place += 12 + length + 4
    return found


def _hung(hung: Any) -> tuple[list[Event], dict[str, list[Any]]]:
    """Give (events, raw values by tag) of what was written into the folder, or raise `Missed`."""
    files = [file for file in _files(hung["files"]) if file.name.startswith("hall/")]
    events = _events(files)
    if not events:
        value_of(hung["exhibit"], "exhibit")
        raise Missed(
            expected="event files in `folder`",
            found="files that hold nothing" if files else "no file",
            hint="Was the writer never flushed or closed? And the folder comes in as an argument.",
        )
    return events, _messages(files)


def _of_tag(hung: Any, tag: str, kind: str) -> list[Any]:
    """Give the raw values under a tag, or raise `Missed` when there is nothing of that kind."""
    events, raw = _hung(hung)
    if not any(event.tag == tag and event.kind == kind for event in events):
        value_of(hung["exhibit"], "exhibit")
        raise Missed(
            expected=f"something of the kind `{kind}` under the tag `{tag}`",
            found=listed(f"`{event.tag}` ({event.kind})" for event in events),
            hint="`tf.summary` has a function for each kind; the tag comes first.",
        )
    return raw[tag]


def _grays(pngs: list[bytes]) -> list[np.ndarray] | None:
    """Read pictures as arrays of grays 0–255; None when one is no picture of the size that was asked for."""
    from PIL import Image

    grays = []
    for png in pngs:
        try:
            if FileEvidence("picture.png", png).png() != (_PICTURES.shape[2], _PICTURES.shape[1]):
                return None
        except EvidenceError:
            return None
        grays.append(np.asarray(Image.open(io.BytesIO(png), formats=["PNG"]).convert("L"), "float32"))
    return grays


@EXHIBITS.criterion("Every picture, whole", points=1, read=_HALL)
def _all_pictures(hung):
    grays = [_grays(value[2:]) for value in _of_tag(hung, "pictures", "image")]
    require(
        not any(part is None for part in grays),
        expected="pictures with the height and width that came in",
        found="pictures of another size",
        hint="Pictures, height, width, channels, in this order: which axis is missing, and where?",
    )
    count = sum(map(len, grays))
    require(
        count == len(_PICTURES),
        expected=f"all {len(_PICTURES)} pictures",
        found=f"{count}",
        hint="Only the first three are kept, unless you say how many.",
    )


@EXHIBITS.criterion("The grays of the pictures", points=2, read=_HALL)
def _right_grays(hung):
    grays = [gray for value in _of_tag(hung, "pictures", "image") for gray in _grays(value[2:]) or []]
    expected = "pictures that look like those that came in"
    hint = "First put the axes right."
    require(grays, expected=expected, found="pictures that can't be compared", hint=hint)
    wanted = _PICTURES[: len(grays)]
    mean = np.mean(grays)
    require(
        # Half a step of 255 is what rounding may change.
        all(np.abs(mine - other).max() < 0.5 for mine, other in zip(grays, wanted, strict=False)),
        expected=expected,
        found="white pictures" if mean > 240 else "black pictures" if mean < 15 else "other grays",
        hint="255 should come out as white, 0 as black, and all between evenly.",
        mistakes={
            "Floats are taken as 0 to 1, and all above is cut off: these go up to 255.": mean > 240,
            "Whole numbers stay as they are; floats are taken as 0 to 1.": mean < 15,
            "The brightest gray has become white. White is 255, whether or not it occurs.": close(
                np.stack(grays), wanted * (255 / wanted.max()), rel=0, abs=1.5
            ),
        },
    )


def _sound(data: bytes) -> tuple[int, int, np.ndarray]:
    """Read a sound: values a second, channels, values. Three zeros when it is none."""
    try:
        with wave.open(io.BytesIO(data)) as sound:
            samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2").astype("float64") / 2**15
            return sound.getframerate(), sound.getnchannels(), samples
    except (wave.Error, EOFError, ValueError):
        return 0, 0, np.zeros(0)


@EXHIBITS.criterion("The note and the sound", points=2, read=_HALL)
def _note_and_sound(hung):
    _of_tag(hung, "note", "text")
    events, _ = _hung(hung)
    notes = [event.value for event in events if event.tag == "note"]
    hint = "Hand over `note` itself."
    require(notes == [_NOTE], expected="the note, word for word", found="another text", hint=hint)
    hertz, channels, samples = _sound((_of_tag(hung, "wave", "audio")[0] or [b""])[0])
    require(
        (hertz, channels, np.shape(samples)) == (_HERTZ, 1, _WAVE.shape),
        expected=f"one sound with one channel, {len(_WAVE):,} values at 8,000 a second",
        found=f"{len(samples):,} values in {channels} channel(s), at {hertz:,} a second",
        hint="The axes are sounds, values, channels; the number of values a second is an argument.",
    )
    # Sixteen bits hold a value to within 1/32,768.
    require(
        close(samples, _WAVE, abs=1e-3),
        expected="the wave that came in",
        found="another one",
        hint="Values lie between −1 and 1 already.",
    )


@EXHIBITS.criterion("All at their step", points=1, read=_SCALARS)
def _at_step(hung):
    events, _ = _hung(hung)
    steps = sorted({event.step for event in events if event.tag in ("pictures", "note", "wave")})
    require(
        steps == [_STEP],
        expected="everything at the step that came in",
        found=f"steps {steps}",
        hint="The global step is not passed on: each of the three functions takes it.",
    )


# --------------------------------------------------------------------------------------------- to_projector

_VECTORS = _RNG.normal(size=(7, 4)).astype("float32")
_WORDS = ["", "[UNK]", "otter", "newt", "barn owl", "elk", "été"]

_LAY_OUT = [
    _do("names.os.mkdir", "cloud"),
    _do("keras.layers.Embedding", *_VECTORS.shape, store="layer"),
    _do("layer.build", (None,)),
    _do("layer.set_weights", [_VECTORS]),
    ask("to_projector", "subject", "cloud", ref("layer"), _WORDS, take=False),
    kinds.files("files", "*"),
]

TO_PROJECTOR = exercise_on_files(LESSON, "to_projector", "to_projector", 3, "laid_out", _LAY_OUT)

_SPACE = "Words in the projector"


def _laid_out(laid_out: Any) -> tuple[dict[str, FileEvidence], Any]:
    """Give (files by name within the folder, the config or None), or raise `Missed`."""
    from google.protobuf import text_format
    from tensorboard.plugins.projector.projector_config_pb2 import ProjectorConfig

    value_of(laid_out["to_projector"], "to_projector")
    files = {
        file.name.removeprefix("cloud/"): file
        for file in _files(laid_out["files"])
        if file.name.startswith("cloud/")
    }
    try:
        text = files["projector_config.pbtxt"].text()
        return files, text_format.Parse(text, ProjectorConfig())
    except (KeyError, text_format.ParseError, EvidenceError):
        return files, None


def _at(files: dict[str, FileEvidence], path: str) -> FileEvidence | None:
    """Give the file to which a path in the config points, seen from the config's folder or from the root."""
    if posixpath.isabs(path):
        folder, name = posixpath.split(path)
        return files.get(name) if posixpath.basename(folder) == "cloud" else None
    return files.get(posixpath.normpath(path)) if path else None


def _table(file: FileEvidence | None) -> np.ndarray | None:
    """Read a table of numbers as the projector does: a line each, tabs between; None when it is none."""
    if file is None:
        return None
    try:
        rows = [list(map(float, line.split("\t"))) for line in file.text().split("\n") if line]
    except (ValueError, EvidenceError):
        return None
    return np.array(rows) if rows and len({len(row) for row in rows}) == 1 else None


def _parts(laid_out: Any) -> tuple[FileEvidence | None, FileEvidence | None]:
    """Give the file of vectors and that of labels, each or None: as the config says, or by what they hold."""
    files, config = _laid_out(laid_out)
    entry = config.embeddings[0] if config is not None and config.embeddings else None
    vectors = _at(files, entry.tensor_path) if entry is not None else None
    labels = _at(files, entry.metadata_path) if entry is not None else None
    others = [file for name, file in files.items() if name != "projector_config.pbtxt"]
    vectors = vectors or next((file for file in others if _table(file) is not None), None)
    labels = labels or next((file for file in others if file is not vectors), None)
    return vectors, labels


@TO_PROJECTOR.criterion("The vectors, a line for each row", points=2, read=_SPACE)
def _vectors(laid_out):
    table = _table(_parts(laid_out)[0])
    expected = "the embedding's weights as a table with tabs"
    hint = "Lines of numbers and nothing else: tabs between them, and no header line."
    require(table is not None, expected=expected, found="no such table", hint=hint)
    right_shape = table.shape == _VECTORS.shape
    all_rows = "`get_weights()` gives a list: its first entry has a row for each word. All rows are wanted."
    require(
        # Three digits after the point are asked for.
        close(table, _VECTORS, abs=2e-3),
        expected=expected,
        found="other numbers" if right_shape else f"a table of shape {table.shape}",
        hint="The layer's own weights, in their order and as they are.",
        mistakes={all_rows: not right_shape},
    )


@TO_PROJECTOR.criterion("A label for every row", points=2, read=_SPACE)
def _labels(laid_out):
    labels = _parts(laid_out)[1]
    try:
        text = labels.text() if labels is not None else ""
    except EvidenceError:
        text = ""
    # As the projector reads them: empty lines are skipped; a tab in the first line makes it a header.
    lines = [line.rstrip("\r") for line in text.split("\n") if line.strip()]
    expected = "the word of each row, one a line"
    hint = "One word a line, in the order of the rows."
    require(lines, expected=expected, found="no file of labels", hint=hint)
    skipped = "The projector skips empty lines, and all labels move up by one: the empty word needs a name."
    header = "A single column has no header line: it would be the label of the first row."
    same_length = len(lines) == len(_WORDS)
    require(
        lines == ["[PAD]", *_WORDS[1:]],
        expected=expected,
        found="other labels" if same_length else f"{len(lines)} labels for {len(_WORDS)} rows",
        hint="The words in their order; only the empty one is replaced, by `[PAD]`.",
        mistakes={skipped: lines == _WORDS[1:], header: len(lines) > len(_WORDS)},
    )


@TO_PROJECTOR.criterion("The config points to both files", points=1, read=_SPACE)
def _config(laid_out):
    files, config = _laid_out(laid_out)
    expected = "`projector_config.pbtxt` with the paths of both files"
    require(
        config is not None and config.embeddings,
        expected=expected,
        found="no config that can be read" if config is None else "a config without an entry",
        hint="`projector.visualize_embeddings` writes it, into the folder that it is given.",
    )
    for what in ("tensor_path", "metadata_path"):
        path = getattr(config.embeddings[0], what)
        require(
            _at(files, path) is not None,
            expected=expected,
            found=f"a `{what}` to a file that isn't there" if path else f"no `{what}`",
            hint="Paths are seen from the config's own folder: the name of the file is enough.",
        )
