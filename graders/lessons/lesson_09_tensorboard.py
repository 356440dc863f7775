"""Hidden checks of lesson 09: what the learner's code writes for TensorBoard, and reads back.

Each function is called in an empty folder, with data that the lesson doesn't show; the event files that it
wrote cross as bytes and are read here.
"""

import io
import wave
from collections import Counter
from functools import cache
from typing import Any

import numpy as np

from graders.criteria import Exercise, Miss
from graders.evidence import EvidenceError, FileEvidence, FilesEvidence, kinds
from graders.evidence.files import Event
from graders.evidence.kinds import ask, made, played, ref

LESSON = "09_tensorboard"

# -------------------------------------------------------------------------------- questions of every exercise


def _do(what: str, *args: Any, store: str | None = None, **kwargs: Any) -> kinds.Step:
    """A step of the scenario's own, whose result does not cross."""
    return ask(f"{what} {store or ''}", what, *args, store=store, take=False, **kwargs)


def _nothing(count: int) -> kinds.Function:
    """Call a function with None: one that is still empty gives None, every other one gives or raises more."""
    return kinds.Function([kinds.call(*[None] * count)], folder=True)


def _raised(answer: Any, called: str) -> Miss | None:
    """Say so when the learner's code raised."""
    if answer.ok:
        return None
    told = answer.skipped if answer.error is None else f"{answer.error.type}: {answer.error.message}"
    lines = str(told).strip().splitlines() or [""]
    return Miss(
        expected=f"`{called}` to run to its end",
        found=lines[0][:300],
        hint="Call it yourself in a cell below your answer, and read the last line of the error.",
    )


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

_RNG = np.random.default_rng(909)
_X = _RNG.normal(size=(24, 3)).astype("float32")
_Y = (_X @ np.array([[1.0], [-2.0], [0.5]]) + 0.7).astype("float32")
_VALID_X = _RNG.normal(size=(12, 3)).astype("float32")
_VALID_Y = (_VALID_X @ np.array([[1.0], [-2.0], [0.5]]) + 0.7).astype("float32")
_KERNEL = _RNG.normal(size=(3, 1)).astype("float32")
_BIAS = np.array([0.25], "float32")
_EPOCHS = 3
_RATES = [0.125, 0.03125]
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
    return [
        *_moment(_MOMENTS[number]),
        _do("keras.Sequential", layers, store="model"),
        _do("model.set_weights", [_KERNEL, _BIAS]),
        ask(
            f"call {number}",
            "subject",
            ref("model"),
            _X,
            _Y,
            (_VALID_X, _VALID_Y),
            rates,
            ref("moment"),
            "shelf",
            take=False,
        ),
        kinds.files(f"files {number}", "*tfevents*"),
    ]


two_rates = Exercise(
    LESSON,
    "two_rates",
    evidence={
        "compare_rates": _nothing(7),
        "runs": kinds.Script(
            [*_comparison(0, _RATES), *_comparison(1, _RATES[:1]), *_comparison(2, _RATES[:1])],
            of="compare_rates",
            needs="function",
            folder=True,
        ),
    },
    given={"runs"},
)

_FOLDERS, _BACK = "A folder for each run", "Read the files back"


def _run_of(file: FileEvidence) -> str:
    """Give the folder of a run: where its files lie, without `train` and `validation`."""
    parts = file.folder.split("/")
    return "/".join(parts[:-1] if parts[-1] in ("train", "validation") else parts)


def _runs_after(runs: Any, number: int) -> dict[str, list[FileEvidence]]:
    """Give the runs that lie on the shelf after a comparison, each with its files."""
    found: dict[str, list[FileEvidence]] = {}
    for file in _files(runs[f"files {number}"]):
        if file.name.startswith("shelf/"):
            found.setdefault(_run_of(file), []).append(file)
    return found


def _called(runs: Any) -> Miss | None:
    for number in range(3):
        if miss := _raised(runs[f"call {number}"], "compare_rates"):
            return miss
    return None


def _first_runs(runs: Any) -> Any:
    """Give the files of the first comparison's runs, or a Miss."""
    if miss := _raised(runs["call 0"], "compare_rates"):
        return miss
    found = _runs_after(runs, 0)
    if found:
        return found
    return Miss(
        expected="event files below `root`",
        found="none",
        hint="A callback writes them, when `fit` is told of it. And the folder comes in as `root`.",
    )


@two_rates.criterion("A folder for each run", points=2, read=_FOLDERS)
def _folder_each(runs):
    if miss := _called(runs):
        return miss
    counts = [len(_runs_after(runs, number)) for number in range(3)]
    direct = all(name.count("/") == 1 for name in _runs_after(runs, 2))
    if counts == [2, 3, 4] and direct:
        return None
    if counts[0] < 2:
        return Miss(
            expected="a folder of its own for each learning rate",
            found=f"{counts[0]} folder(s) for 2 runs" if counts[0] else "no run folder below `root`",
            hint="Every run logged into one folder: the board takes them for one, and shows the last alone.",
        )
    if not direct:
        return Miss(
            expected="folders directly below `root`",
            found="folders further down, or files in `root` itself",
            hint="One folder a run; its name holds both the moment and the rate.",
        )
    return Miss(
        expected="4 folders, after 4 runs of three comparisons",
        found=f"{counts[2]}",
        hint="The same rates a second later are other runs: the moment in the name goes down to the second.",
    )


@two_rates.criterion("The names sort by time", points=1, read=_FOLDERS)
def _names_sort(runs):
    if miss := _called(runs):
        return miss
    seen: set[str] = set()
    ages: list[list[str]] = []
    for number in range(3):
        now = set(_runs_after(runs, number))
        ages.append(sorted(now - seen))
        seen |= now
    ages = [names for names in ages if names]
    if len(ages) > 1 and all(max(old) < min(new) for old, new in zip(ages, ages[1:], strict=False)):
        return None
    return Miss(
        expected="names whose alphabetical order is the order of time",
        found="later runs that don't stand behind earlier ones",
        hint="The moment comes first in the name: year, month, day, hour, minute, second.",
    )


@two_rates.criterion("A curve of training and one of validation", points=2, read=_FOLDERS)
def _both_curves(runs):
    found = _first_runs(runs)
    if isinstance(found, Miss):
        return found
    for part in ("train", "validation"):
        for files in found.values():
            events = _events([file for file in files if file.folder.endswith(f"/{part}")])
            steps = sorted({step for step, _ in _curve(events, "epoch_loss")})
            if steps != list(range(_EPOCHS)):
                hint = "Every run is trained for the epochs that are asked for, with the callback."
                if part == "validation" and not steps:
                    hint = "The validation curve is missing: without validation data, `fit` has none to log."
                return Miss(
                    expected=f"`epoch_loss` of {part} at steps 0, 1 and 2 in every run",
                    found=f"steps {steps}" if steps else "no such curve",
                    hint=hint,
                )
    return None


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


@two_rates.criterion("Every rate from the same start", points=2, read=_BACK)
def _same_start(runs):
    found = _first_runs(runs)
    if isinstance(found, Miss):
        return found
    starts, curves = [], []
    for files in found.values():
        for part in ("train", "validation"):
            points = _curve(_events([f for f in files if f.folder.endswith(f"/{part}")]), "epoch_loss")
            starts += [value for step, value in points if step == 0 and part == "train"]
            curves += [(part, [value for _, value in points])] if points else []
    if len(starts) != len(_RATES) or not np.allclose(starts, _simulated(0.1)[0][0], rtol=1e-3):
        hint = "A clone is born with new weights, and a model that is trained twice goes on where it stopped."
        return Miss(
            expected="every run to begin with the loss of the model that came in",
            found="runs with other losses at the start" if starts else "no losses of training",
            hint=hint,
        )
    logged = {part: [values for name, values in curves if name == part] for part in ("train", "validation")}
    wanted = {
        "train": [_simulated(rate)[0] for rate in _RATES],
        "validation": [_simulated(rate)[1] for rate in _RATES],
    }
    for part, mine in logged.items():
        # A missing validation curve is the other criterion's.
        if mine and not all(any(_close(values, other) for values in mine) for other in wanted[part]):
            return Miss(
                expected="the curves of plain gradient descent with each of the learning rates",
                found="other curves",
                hint="`SGD` with the rate of the loop, the loss that is asked for, all rows of `x` and `y`, "
                "and `valid` for validation.",
            )
    return None


def _close(mine: list[float], wanted: list[float]) -> bool:
    return len(mine) == len(wanted) and np.allclose(mine, wanted, rtol=1e-3, atol=1e-5)


# ------------------------------------------------------------------------------------------------- best_run

# Losses by (training, validation), epoch by epoch. The smallest validation loss is neither a last one, nor
# in the run with the smallest training loss.
_ROLES = {
    "best": [(2.0, 2.1), (1.5, 1.25), (1.2, 1.4), (1.1, 1.9)],
    "by heart": [(1.9, 2.2), (0.9, 1.8), (0.3, 1.6), (0.1, 1.5)],
    "last": [(2.3, 2.4), (2.0, 1.375), (1.8, 1.6), (1.6, 1.45)],
}
_NAMES = ["2031-05-02_08-00-00_wide", "2031-05-02_09-30-00_deep", "2031-05-03_07-15-00_slow"]
# The same names with other curves: whoever looks at one folder alone is right by luck at most once.
_WEEKENDS = {
    "may": dict(zip(_NAMES, ("best", "by heart", "last"), strict=True)),
    "june": dict(zip(_NAMES, ("last", "best", "by heart"), strict=True)),
}
_LONG_BEST = {14: 5, 17: 3, 23: 11}  # epochs of a long run, and where its best one lies


def _long(epochs: int) -> list[tuple[float, float]]:
    best = _LONG_BEST[epochs]
    return [(1.0 - step / 50, 1.0 + abs(step - best) / 10 - 0.5 * (step == best)) for step in range(epochs)]


_UNVALIDATED = {
    "2031-06-01_10-00-00_draft": [(0.4, None), (0.2, None)],
    "2031-06-02_10-00-00_whole": [(1.0, 0.9), (0.8, 0.7), (0.6, 0.8)],
}


def _shelf(root: str, runs: dict[str, list[tuple[float, float | None]]]) -> list[kinds.Step]:
    """Let the callback write runs whose losses are dictated."""
    steps: list[kinds.Step] = []
    for name, losses in runs.items():
        board = made("keras.callbacks.TensorBoard", f"{root}/{name}", write_graph=False)
        logs = [
            {"loss": loss} if valid is None else {"loss": loss, "val_loss": valid} for loss, valid in losses
        ]
        steps.append(played(f"{root} {name}", logs, callbacks=[board], model=ref("model")))
    return steps


_LONG_RUNS = {epochs: {f"2031-07-01_10-00-{epochs}_long": _long(epochs)} for epochs in _LONG_BEST}

best_run = Exercise(
    LESSON,
    "best_run",
    evidence={
        "best_run": _nothing(1),
        "found": kinds.Script(
            [
                *kinds.small_model(),
                *[
                    step
                    for root, roles in _WEEKENDS.items()
                    for step in [
                        *_shelf(root, {name: _ROLES[role] for name, role in roles.items()}),
                        ask(root, "subject", root),
                    ]
                ],
                *[
                    step
                    for epochs, runs in _LONG_RUNS.items()
                    for step in [*_shelf(f"long{epochs}", runs), ask(f"{epochs}", "subject", f"long{epochs}")]
                ],
                *_shelf("drafts", _UNVALIDATED),
                ask("drafts", "subject", "drafts"),
            ],
            of="best_run",
            needs="function",
            folder=True,
        ),
    },
    given={"found"},
)


def _pair(answer: Any) -> Any:
    """Give (name, step) that came back, or a Miss."""
    if miss := _raised(answer, "best_run"):
        return miss
    value = answer.value
    if isinstance(value, (tuple, list)) and len(value) == 2 and isinstance(value[0], str):
        if isinstance(value[1], (int, float)) and not isinstance(value[1], bool):
            return value[0], value[1]
        return value[0], None
    return Miss(
        expected="a pair: the run's name as text, and the step",
        found="nothing (None)" if value is None else "something else",
        hint="`return name, step` gives back both.",
    )


@best_run.criterion("The run with the smallest validation loss", points=2, read=_BACK)
def _right_run(found):
    for root, roles in _WEEKENDS.items():
        said = _pair(found[root])
        if isinstance(said, Miss):
            return said
        role = roles.get(said[0])
        if role == "best":
            continue
        hint = "Return the name of the folder directly below `root`, nothing else of its path."
        if role == "by heart":
            hint = (
                "The smallest loss of training is a matter of learning by heart: read the validation curve."
            )
        elif role == "last":
            hint = "The last value of a curve is not its smallest, nor is the largest the best: look at all."
        return Miss(
            expected="the run whose validation loss was the smallest of all, at any step",
            found="another run" if role else "a text that is no run's name",
            hint=hint,
        )
    return None


@best_run.criterion("The step of the smallest value", points=2, read=_BACK)
def _right_step(found):
    for root, roles in _WEEKENDS.items():
        said = _pair(found[root])
        if isinstance(said, Miss):
            return said
        name, step = said
        # A run that was wrongly chosen is the other criterion's: here the step has to fit the run.
        valid = [loss for _, loss in _ROLES[roles[name]]] if name in roles else []
        if not valid or step != valid.index(min(valid)):
            return Miss(
                expected="the step at which the run's validation loss was smallest",
                found="another step" if step is not None else "no number",
                hint="Take the step written beside the smallest value. The first epoch has the step 0.",
            )
    return None


@best_run.criterion("Every point of a long run", points=1, read=_BACK)
def _long_runs(found):
    for epochs, best in _LONG_BEST.items():
        said = _pair(found[f"{epochs}"])
        if isinstance(said, Miss):
            return said
        if said[1] != best:
            return Miss(
                expected=f"the best step of a run of {epochs} epochs",
                found="another step",
                hint="The reader keeps a sample of 10 points unless it is told to keep all.",
            )
    return None


@best_run.criterion("A run without validation is passed over", points=1, read=_BACK)
def _drafts(found):
    said = _pair(found["drafts"])
    if isinstance(said, Miss):
        return said
    if said[0] == "2031-06-02_10-00-00_whole":
        return None
    return Miss(
        expected="the best among the runs that have a validation curve",
        found="another one",
        hint="A run of training alone has no folder `validation`, and no say here.",
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

diary = Exercise(
    LESSON,
    "diary",
    evidence={"Diary": kinds.Callback(logs=_LOGS, arguments=kinds.call("diary"), model=_MODEL)},
)

_NUMBERS, _SPREADS = "Numbers of your own", "Histograms"


def _diary_events(Diary: Any) -> Any:  # noqa: N803 - the learner's name
    """Give all that was written into the folder, or a Miss."""
    for step in ("made", "played"):
        if miss := _raised(Diary[step], "Diary(folder) in a training"):
            return miss
    files = [file for file in _files(Diary["files"]) if file.name.startswith("diary/")]
    events = _events(files)
    if events:
        return events
    return Miss(
        expected="event files in the folder",
        found="files that hold nothing" if files else "no file",
        hint=(
            "A writer collects before it writes: was it never flushed or closed?"
            if files
            else "The folder is the argument of `Diary(folder)`."
        ),
    )


@diary.criterion("The gap, at the step of its epoch", points=2, read=_NUMBERS)
def _gap(Diary):  # noqa: N803
    events = _diary_events(Diary)
    if isinstance(events, Miss):
        return events
    points = _curve(events, "gap")
    # What was still in the writer's hands at the end is the last criterion's.
    wanted = [(step, logs["val_loss"] - logs["loss"]) for step, logs in enumerate(_LOGS)][: len(points)]
    if points and np.allclose(points, wanted, atol=1e-5):
        return None
    steps = [step for step, _ in points]
    if not points:
        found, hint = "no scalar `gap`", "`tf.summary.scalar` takes a tag, a number and a step."
    elif len(set(steps)) < len(steps):
        found = f"{len(steps)} points at {len(set(steps))} step(s)"
        hint = (
            "The step is not passed on: all points sit at the same place. `on_epoch_end` is told the epoch."
        )
    elif steps != [step for step, _ in wanted]:
        found, hint = f"steps {steps}", "Keras counts epochs from 0, and so does this diary."
    else:
        found, hint = (
            "other values",
            "The gap is large when validation is worse than training: which minus which?",
        )
    return Miss(expected="validation loss minus training loss, at steps 0, 1, 2, …", found=found, hint=hint)


@diary.criterion("A histogram of every weight", points=2, read=_SPREADS)
def _histograms(Diary):  # noqa: N803
    events = _diary_events(Diary)
    if isinstance(events, Miss):
        return events
    written = [event for event in events if event.kind == "histogram"]
    tags = {event.tag for event in written}
    missing = [path for path in _WEIGHTS if not any(tag.endswith(path) for tag in tags)]
    if missing:
        return Miss(
            expected="a histogram of each weight of the model, with its `path` as the tag",
            found=f"{len(_WEIGHTS) - len(missing)} of {len(_WEIGHTS)}, without `{missing[0]}`",
            hint="`model.weights` lists all of them, whether they are trained or not.",
        )
    for path, size in _WEIGHTS.items():
        mine = [event for event in written if event.tag.endswith(path)]
        steps = [event.step for event in mine]
        if steps != list(range(len(steps))):
            return Miss(
                expected="one histogram of each weight a step, at steps 0, 1, 2, …",
                found=f"steps {steps}",
                hint="The same step for all of an epoch: the epoch's own.",
            )
        for event in mine:
            # In epoch n of the training played, every number of the model is n, counted from 1.
            counted = sum(count for _, _, count in event.value)
            edges = [edge for left, right, count in event.value if count for edge in (left, right)]
            near = edges and min(edges) - 1 <= event.step + 1 <= max(edges) + 1
            if round(counted) != size or not near or max(edges) - min(edges) > 1.5:
                return Miss(
                    expected="all numbers of the weight as they are at the end of the epoch",
                    found="other numbers",
                    hint="Hand over the weight itself, not a mean of it and not an older copy.",
                )
    return None


@diary.criterion("All in the file when training ends", points=1, read=_NUMBERS)
def _in_the_file(Diary):  # noqa: N803
    events = _diary_events(Diary)
    if isinstance(events, Miss):
        return events
    counts = Counter(event.tag for event in events if event.tag == "gap" or event.kind == "histogram")
    if counts and min(counts.values()) >= len(_LOGS):
        return None
    return Miss(
        expected="everything on disk: what was written in all epochs",
        found="the later epochs missing",
        hint="A writer collects before it writes: flush it after each epoch, and close it at the end.",
    )


# ------------------------------------------------------------------------------------------------- exhibits

_PICTURES = _RNG.integers(0, 256, size=(5, 6, 9)).astype("float32")
_NOTE = "| kind | errors |\n|---|---|\n| hats | 7 |"
_STEP = 42
_HERTZ = 8000
_WAVE = (0.5 * np.sin(np.arange(1200) / 5)).astype("float32")

exhibits = Exercise(
    LESSON,
    "exhibits",
    evidence={
        "exhibit": _nothing(5),
        "hung": kinds.Script(
            [
                ask("exhibit", "subject", "hall", _STEP, _PICTURES, _NOTE, _WAVE, take=False),
                kinds.files("files", "*tfevents*"),
            ],
            of="exhibit",
            needs="function",
            folder=True,
        ),
    },
    given={"hung"},
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


def _hung(hung: Any) -> Any:
    """Give (events, raw values by tag) of what was written into the folder, or a Miss."""
    miss = _raised(hung["exhibit"], "exhibit")
    files = [file for file in _files(hung["files"]) if file.name.startswith("hall/")]
    events = _events(files)
    if events:
        return events, _messages(files)
    return miss or Miss(
        expected="event files in `folder`",
        found="files that hold nothing" if files else "no file",
        hint="Was the writer never flushed or closed? And the folder comes in as an argument.",
    )


def _of_tag(hung: Any, tag: str, kind: str) -> Any:
    """Give the raw values under a tag, or a Miss when there is nothing of that kind."""
    found = _hung(hung)
    if isinstance(found, Miss):
        return found
    events, raw = found
    if any(event.tag == tag and event.kind == kind for event in events):
        return raw[tag]
    return _raised(hung["exhibit"], "exhibit") or Miss(
        expected=f"something of the kind `{kind}` under the tag `{tag}`",
        found=", ".join(f"`{event.tag}` ({event.kind})" for event in events[:6]),
        hint="`tf.summary` has a function for each kind; the tag comes first.",
    )


def _greys(pngs: list[bytes]) -> list[np.ndarray] | None:
    """Read pictures as arrays of greys 0–255; None when one is no picture of the size that was asked for."""
    from PIL import Image

    greys = []
    for png in pngs:
        try:
            if FileEvidence("picture.png", png).png() != (_PICTURES.shape[2], _PICTURES.shape[1]):
                return None
        except EvidenceError:
            return None
        greys.append(np.asarray(Image.open(io.BytesIO(png), formats=["PNG"]).convert("L"), "float32"))
    return greys


@exhibits.criterion("Every picture, whole", points=1, read=_HALL)
def _all_pictures(hung):
    values = _of_tag(hung, "pictures", "image")
    if isinstance(values, Miss):
        return values
    greys = [_greys(value[2:]) for value in values]
    if any(part is None for part in greys):
        return Miss(
            expected="pictures with the height and width that came in",
            found="pictures of another size",
            hint="Pictures, height, width, channels, in this order: which axis is missing, and where?",
        )
    count = sum(map(len, greys))
    if count == len(_PICTURES):
        return None
    return Miss(
        expected=f"all {len(_PICTURES)} pictures",
        found=f"{count}",
        hint="Only the first three are kept, unless you say how many.",
    )


@exhibits.criterion("The greys of the pictures", points=2, read=_HALL)
def _right_greys(hung):
    values = _of_tag(hung, "pictures", "image")
    if isinstance(values, Miss):
        return values
    greys = [grey for value in values for grey in _greys(value[2:]) or []]
    wanted = _PICTURES[: len(greys)]
    if greys and all(np.abs(mine - other).max() < 0.5 for mine, other in zip(greys, wanted, strict=False)):
        return None
    if not greys:
        found, hint = "pictures that can't be compared", "First put the axes right."
    elif np.mean(greys) > 240:
        found = "white pictures"
        hint = "Floats are taken as 0 to 1, and all above is cut off: these go up to 255."
    elif np.mean(greys) < 15:
        found, hint = "black pictures", "Whole numbers stay as they are; floats are taken as 0 to 1."
    else:
        found, hint = "other greys", "255 should come out as white, 0 as black, and all between evenly."
    return Miss(expected="pictures that look like those that came in", found=found, hint=hint)


@exhibits.criterion("The note and the sound", points=2, read=_HALL)
def _note_and_sound(hung):
    found = _of_tag(hung, "note", "text")
    if isinstance(found, Miss):
        return found
    events, _ = _hung(hung)
    if [event.value for event in events if event.tag == "note"] != [_NOTE]:
        return Miss(expected="the note, word for word", found="another text", hint="Hand over `note` itself.")
    values = _of_tag(hung, "wave", "audio")
    if isinstance(values, Miss):
        return values
    try:
        with wave.open(io.BytesIO(values[0][0])) as sound:
            hertz, channels, count = sound.getframerate(), sound.getnchannels(), sound.getnframes()
            samples = np.frombuffer(sound.readframes(count), "<i2").astype("float64") / 2**15
    except (wave.Error, EOFError, IndexError, ValueError):
        hertz, channels, samples = 0, 0, np.zeros(0)
    if (hertz, channels) == (_HERTZ, 1) and np.shape(samples) == _WAVE.shape:
        if np.allclose(samples, _WAVE, atol=1e-3):
            return None
        return Miss(
            expected="the wave that came in",
            found="another one",
            hint="Values lie between −1 and 1 already.",
        )
    return Miss(
        expected=f"one sound with one channel, {len(_WAVE):,} values at 8,000 a second",
        found=f"{len(samples):,} values in {channels} channel(s), at {hertz:,} a second",
        hint="The axes are sounds, values, channels; the number of values a second is an argument.",
    )


@exhibits.criterion("All at their step", points=1, read=_NUMBERS)
def _at_step(hung):
    found = _hung(hung)
    if isinstance(found, Miss):
        return found
    steps = sorted({event.step for event in found[0] if event.tag in ("pictures", "note", "wave")})
    if steps == [_STEP]:
        return None
    return Miss(
        expected="everything at the step that came in",
        found=f"steps {steps}",
        hint="The global step is not passed on: each of the three functions takes it.",
    )


# --------------------------------------------------------------------------------------------- to_projector

_VECTORS = _RNG.normal(size=(7, 4)).astype("float32")
_WORDS = ["", "[UNK]", "otter", "newt", "barn owl", "elk", "été"]

to_projector = Exercise(
    LESSON,
    "to_projector",
    evidence={
        "to_projector": _nothing(3),
        "laid_out": kinds.Script(
            [
                _do("names.os.mkdir", "cloud"),
                _do("keras.layers.Embedding", *_VECTORS.shape, store="layer"),
                _do("layer.build", (None,)),
                _do("layer.set_weights", [_VECTORS]),
                ask("to_projector", "subject", "cloud", ref("layer"), _WORDS, take=False),
                kinds.files("files", "*"),
            ],
            of="to_projector",
            needs="function",
            folder=True,
        ),
    },
    given={"laid_out"},
)

_SPACE = "Words in space"


def _laid_out(laid_out: Any) -> Any:
    """Give (files by name within the folder, the config or None), or a Miss."""
    from google.protobuf import text_format
    from tensorboard.plugins.projector.projector_config_pb2 import ProjectorConfig

    if miss := _raised(laid_out["to_projector"], "to_projector"):
        return miss
    files = {
        file.name.removeprefix("cloud/"): file
        for file in _files(laid_out["files"])
        if file.name.startswith("cloud/")
    }
    config = None
    if "projector_config.pbtxt" in files:
        try:
            config = text_format.Parse(files["projector_config.pbtxt"].text(), ProjectorConfig())
        except (text_format.ParseError, EvidenceError):
            config = None
    return files, config


def _table(file: FileEvidence | None) -> np.ndarray | None:
    """Read a table of numbers as the projector does: a line each, tabs between; None when it is none."""
    if file is None:
        return None
    try:
        rows = [list(map(float, line.split("\t"))) for line in file.text().split("\n") if line]
    except (ValueError, EvidenceError):
        return None
    return np.array(rows) if rows and len({len(row) for row in rows}) == 1 else None


def _parts(laid_out: Any) -> Any:
    """Give the file of vectors and that of labels, each or None: as the config says, or by what they hold."""
    found = _laid_out(laid_out)
    if isinstance(found, Miss):
        return found
    files, config = found
    entry = config.embeddings[0] if config is not None and config.embeddings else None
    vectors = files.get(entry.tensor_path) if entry is not None else None
    labels = files.get(entry.metadata_path) if entry is not None else None
    others = [file for name, file in files.items() if name != "projector_config.pbtxt"]
    vectors = vectors or next((file for file in others if _table(file) is not None), None)
    labels = labels or next((file for file in others if file is not vectors), None)
    return vectors, labels


@to_projector.criterion("The vectors, a line for each row", points=2, read=_SPACE)
def _vectors(laid_out):
    parts = _parts(laid_out)
    if isinstance(parts, Miss):
        return parts
    table = _table(parts[0])
    if table is not None and table.shape == _VECTORS.shape and np.allclose(table, _VECTORS, atol=2e-3):
        return None
    if table is None:
        found, hint = (
            "no such table",
            "Lines of numbers and nothing else: tabs between them, and no header line.",
        )
    elif table.shape == _VECTORS.shape:
        found, hint = "other numbers", "The layer's own weights, in their order and as they are."
    else:
        found = f"a table of shape {table.shape}"
        hint = "`get_weights()` gives a list: its first entry has a row for each word. All rows are wanted."
    return Miss(expected="the embedding's weights as a table with tabs", found=found, hint=hint)


@to_projector.criterion("A label for every row", points=2, read=_SPACE)
def _labels(laid_out):
    parts = _parts(laid_out)
    if isinstance(parts, Miss):
        return parts
    try:
        text = parts[1].text() if parts[1] is not None else ""
    except EvidenceError:
        text = ""
    # As the projector reads them: empty lines are skipped; a tab in the first line makes it a header.
    lines = [line.rstrip("\r") for line in text.split("\n") if line.strip()]
    if lines == ["[PAD]", *_WORDS[1:]]:
        return None
    if not lines:
        found, hint = "no file of labels", "One word a line, in the order of the rows."
    elif lines == _WORDS[1:]:
        found = f"{len(lines)} labels for {len(_WORDS)} rows"
        hint = "The projector skips empty lines, and all labels move up by one: the empty word needs a name."
    elif len(lines) > len(_WORDS):
        found = f"{len(lines)} labels for {len(_WORDS)} rows"
        hint = "A single column has no header line: it would be the label of the first row."
    else:
        found, hint = "other labels", "The words in their order; only the empty one is replaced, by `[PAD]`."
    return Miss(expected="the word of each row, one a line", found=found, hint=hint)


@to_projector.criterion("The config points to both files", points=1, read=_SPACE)
def _config(laid_out):
    found = _laid_out(laid_out)
    if isinstance(found, Miss):
        return found
    files, config = found
    asked = "`projector_config.pbtxt` with the paths of both files"
    if config is None or not config.embeddings:
        return Miss(
            expected=asked,
            found="no config that can be read" if config is None else "a config without an entry",
            hint="`projector.visualize_embeddings` writes it, into the folder that it is told.",
        )
    for what in ("tensor_path", "metadata_path"):
        path = getattr(config.embeddings[0], what)
        if path not in files:
            return Miss(
                expected=asked,
                found=f"a `{what}` to a file that isn't there" if path else f"no `{what}`",
                hint="Paths are seen from the config's own folder: the name of the file is enough.",
            )
    return None
