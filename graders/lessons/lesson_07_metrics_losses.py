"""Hidden checks of lesson 07: metrics with a memory, losses with one value a sample, several outputs.

The learner's classes and functions stay in the candidate and are asked questions. Where a criterion can, it
compares their answers with one another (weighted samples with repeated ones, a second epoch with a fresh
object), so that a wrong formula costs the criterion on the formula and no other.
"""

from typing import Any

import numpy as np

from graders.criteria import Exercise, Miss
from graders.evidence import HistoryEvidence, kinds
from graders.evidence.kinds import ask, get, made, make, name, ref, seed, tensor

LESSON = "07_metrics_losses"

_RNG = np.random.default_rng(707)
_ROWS = _RNG.normal(size=(12, 3)).astype("float32")
_TARGETS = _RNG.normal(size=(12, 1)).astype("float32")
_WEIGHTS = np.array([2, 0, 1, 1, 3, 0, 1, 2, 1, 1, 1, 1], "float32")


def _column(*values: float) -> np.ndarray:
    return np.array(values, "float32")[:, None]


def _do(label: str, what: str, *args: Any, **kwargs: Any) -> kinds.Step:
    """A step whose result does not cross."""
    return ask(label, what, *args, take=False, **kwargs)


# -------------------------------------------------------------------------------- questions of every exercise


def _told(answer: Any) -> str:
    """Tell an error in one line."""
    if answer.error is None:
        return str(answer.skipped)
    lines = [line.strip() for line in answer.error.message.splitlines() if line.strip()] or [""]
    return f"{answer.error.type}: {lines[0]}"[:300]


def _raised(answer: Any, called: str) -> Miss | None:
    """Say so when the learner's code raised."""
    if answer.ok:
        return None
    return Miss(
        expected=f"`{called}` to run to its end",
        found=_told(answer),
        hint="Call it yourself in a cell below your answer, and read the last line of the error.",
    )


def _number(answer: Any) -> float:
    """Give the single number that came back; NaN when it is none, which equals nothing."""
    value = answer.value
    if isinstance(value, (int, float, np.ndarray)) and np.size(value) == 1:
        return float(np.asarray(value).ravel()[0])
    return float("nan")


def _rms(errors: np.ndarray) -> float:
    return float(np.mean(np.square(errors))) ** 0.5


def _mean(answer: Any) -> float:
    """Give the mean of the numbers that came back; NaN when there are none."""
    value = answer.value
    return float(np.mean(value)) if isinstance(value, (int, float, np.ndarray)) else float("nan")


def _near(mine: Any, wanted: Any) -> bool:
    """Whether numbers are equal: single precision differs by 1e-6, the mistakes of this lesson by 1e-2."""
    mine, wanted = np.asarray(mine), np.asarray(wanted)
    return mine.shape == wanted.shape and np.allclose(mine, wanted, rtol=1e-4, atol=1e-5)


def _own_metric(script: Any) -> Miss | None:
    """Say so when a metric is none, or one of Keras's, or can't be made."""
    if not script.is_a("Metric"):
        return Miss(
            expected="a class that derives from `keras.metrics.Metric`",
            found="another class",
            hint="Only a metric gets its memory emptied by Keras.",
        )
    if not {"update_state", "result"} <= set(script.defines):
        return Miss(
            expected="a class with its own `update_state` and `result`",
            found="one of Keras's metrics, or one that lacks these methods",
            hint="Keras calls methods by these names: look at their spelling.",
        )
    return _raised(script["made"], f'{script.name}(name="…")')


def _results(script: Any, epoch: int, batches: int) -> Any:
    """Give the results after each batch of an epoch, or a Miss."""
    numbers = []
    for batch in range(1, batches + 1):
        for label, called in ((f"update {batch}", "update_state"), (f"batch {batch}", "result")):
            if miss := _raised(script[f"epoch {epoch} {label}"], called):
                return miss
        numbers.append(_number(script[f"epoch {epoch} batch {batch}"]))
    return np.array(numbers)


_LOG = "watched"


def _fitted(**compiled: Any) -> list[kinds.Step]:
    """Train a small model for two epochs of three batches, in a graph, as `fit` does it."""
    return [
        seed(7),
        make(name=_LOG),
        *kinds.small_model(**compiled),
        ask(
            "fitted", "model.fit", _ROWS, _TARGETS, sample_weight=_WEIGHTS, epochs=2, batch_size=4, verbose=0
        ),
    ]


def _runs_in_fit(script: Any, fitted: Any) -> Miss | None:
    """Say so when a metric does not get through `fit`, or is not found in the logs."""
    if miss := _own_metric(script):
        return miss
    answer = fitted["fitted"]
    by_hand = script["epoch 1 batch 1"]
    if by_hand.ok and isinstance(by_hand.value, (int, float)):
        return Miss(
            expected="a tensor from `result`",
            found=f"a plain Python number ({type(by_hand.value).__name__})",
            hint="In `fit` the code is traced into a graph where no numbers exist: stay with `keras.ops`.",
        )
    if not answer.ok:
        return Miss(
            expected="a metric that `fit` can use",
            found=_told(answer),
            hint="`fit` traces the code into a graph. What asks a tensor for its number fails there.",
        )
    logs = answer.value
    if isinstance(logs, HistoryEvidence) and _LOG in logs and np.isfinite(logs[_LOG]).all():
        return None
    return Miss(
        expected="a finite number in the logs, under the name that the object was given",
        found=", ".join(logs.names) if isinstance(logs, HistoryEvidence) else "no logs",
        hint="`name` comes in with `**kwargs`: is it handed on to the parent?",
    )


# ---------------------------------------------------------------------------------------------- rmse_metric

# Uneven batches with errors of very different size.
_TRUE = [_column(1.0, 2.0, 3.0, 4.0), _column(2.5, 0.5, 1.0), _column(6.0)]
_ERRORS = [_column(0.5, -1.0, 0.25, 2.0), _column(-0.1, 0.3, 0.2), _column(-7.0)]
_BATCHES = [(true, true + error) for true, error in zip(_TRUE, _ERRORS, strict=True)]
_SHARES = np.array([2, 0, 3, 1], "float32")
_AGAIN = np.repeat(np.arange(4), _SHARES.astype(int))

rmse_metric = Exercise(
    LESSON,
    "rmse_metric",
    evidence={
        "RMSE": kinds.Metric(epochs=[_BATCHES, _BATCHES], arguments=kinds.call(name=_LOG), needs="class"),
        "weighed": kinds.Script(
            [
                make(store="weighty"),
                _do("update", "weighty.update_state", *_BATCHES[0], sample_weight=_SHARES),
                ask("weighted", "weighty.result"),
                make(store="long"),
                _do("update again", "long.update_state", *(part[_AGAIN] for part in _BATCHES[0])),
                ask("repeated", "long.result"),
            ],
            of="RMSE",
            needs="class",
        ),
        "fitted": kinds.Script(_fitted(weighted_metrics=[ref("made")]), of="RMSE", needs="class"),
    },
    given={"weighed", "fitted"},
)

_REMEMBERS, _CLASS, _EPOCH = "What a metric remembers", "A metric as a class", "A new epoch"


@rmse_metric.criterion("The root of the mean over all samples", points=2, read=_REMEMBERS)
def _all_samples(RMSE):
    if miss := _own_metric(RMSE):
        return miss
    said = _results(RMSE, 1, 3)
    if isinstance(said, Miss):
        return said
    so_far = [np.concatenate(_ERRORS[: count + 1]) for count in range(3)]
    if _near(said, [_rms(errors) for errors in so_far]):
        return None
    each = [_rms(errors) for errors in _ERRORS]
    found = "another number than the root of the mean of all squared errors"
    hint = "Remember a sum and a count; divide and take the root at the end, in this order."
    if _near(said, [np.mean(each[: count + 1]) for count in range(3)]):
        found = "the mean of the batches' RMSEs"
        hint = (
            "A mean of roots is not the root of the mean, and the short batch counts as much as a long one."
        )
    elif _near(said, [np.sqrt(np.sum(errors**2) / (i + 1)) for i, errors in enumerate(so_far)]):
        found = "the sum of squares divided by the number of batches"
        hint = "Divide by the number of samples: how many rows has a batch?"
    elif _near(said, [np.sqrt(np.mean([np.mean(e**2) for e in _ERRORS[: i + 1]])) for i in range(3)]):
        found = "the batches' means, averaged, under a root"
        hint = "Divided by batches, not by samples: the short batch counts as much as a long one."
    elif _near(said, [np.mean(errors**2) for errors in so_far]):
        found, hint = "the mean of the squares, without its root", "The root comes last, in `result`."
    elif _near(said, each):
        found = "the RMSE of the last batch alone"
        hint = "The memory is overwritten with each batch: `assign_add` adds to it."
    return Miss(expected="the RMSE of all samples since the last reset", found=found, hint=hint)


@rmse_metric.criterion("Samples count by their weight", points=1, read=_CLASS)
def _weights_count(RMSE, weighed):
    if miss := _own_metric(RMSE):
        return miss
    for label in ("update", "weighted", "update again", "repeated"):
        if miss := _raised(weighed[label], f"RMSE: `{label.split()[0]}` with `sample_weight`"):
            return miss
    mine, wanted = _number(weighed["weighted"]), _number(weighed["repeated"])
    if _near(mine, wanted):
        return None
    unweighted = _number(RMSE["epoch 1 batch 1"])
    found = "another number than that of each sample repeated as often as it weighs"
    hint = (
        "The divisor is the sum of the weights. And a column of errors times a row of weights is a table: "
        "make both flat first."
    )
    if _near(mine, unweighted):
        found, hint = "the same number as without weights", "`sample_weight` is taken in, and ignored."
    return Miss(expected="weights that count a sample as often as they say", found=found, hint=hint)


@rmse_metric.criterion("A new epoch starts from nothing", points=1, read=_EPOCH)
def _epoch_anew(RMSE):
    if miss := _own_metric(RMSE):
        return miss
    first, second = _results(RMSE, 1, 3), _results(RMSE, 2, 3)
    for numbers in (first, second):
        if isinstance(numbers, Miss):
            return numbers
    if miss := _raised(RMSE["epoch 1 resetting"], "reset_state"):
        return miss
    if _near(first, second):
        return None
    return Miss(
        expected="the same results for the same batches after `reset_state()`",
        found="results that still know of the epoch before: the state leaks",
        hint="Keras calls `reset_state`, spelt like this, and its own empties what `add_weight` has made.",
    )


@rmse_metric.criterion("It works in fit, under its name", points=1, read=_CLASS)
def _rmse_in_fit(RMSE, fitted):
    return _runs_in_fit(RMSE, fitted)


# --------------------------------------------------------------------------------------------- lowest_price

# The truth is always lower than what is predicted, and the first low lies in the first batch.
_LOW = [
    [
        (_column(1.0, 1.5), _column(5.0, 3.0)),
        (_column(0.5, 2.0), _column(6.0, 4.0)),
        (_column(-3), _column(-0.25)),
    ],
    [(_column(1.0, 2.0, 0.5), _column(9.0, 4.5, 7.0)), (_column(0.1), _column(8.0))],
]

lowest_price = Exercise(
    LESSON,
    "lowest_price",
    evidence={
        "LowestPrice": kinds.Metric(epochs=_LOW, arguments=kinds.call(name=_LOG), needs="class"),
        "fresh": kinds.Metric(epochs=_LOW[1:], of="LowestPrice", needs="class"),
        "fitted": kinds.Script(_fitted(metrics=[ref("made")]), of="LowestPrice", needs="class"),
    },
    given={"fresh", "fitted"},
)


@lowest_price.criterion("The lowest prediction so far", points=2, read=_REMEMBERS)
def _lowest(LowestPrice, fresh):
    if miss := _own_metric(LowestPrice):
        return miss
    first, alone = _results(LowestPrice, 1, 3), _results(fresh, 1, 2)
    for numbers in (first, alone):
        if isinstance(numbers, Miss):
            return numbers
    if _near(first, [3.0, 3.0, -0.25]) and _near(alone, [4.5, 4.5]):
        return None
    found, hint = "another number", "Compare the memory with each batch, and keep the smaller one."
    if _near(alone, [0.0, 0.0]):
        found = "0, although every price is above it"
        hint = "A minimum that begins at 0 never sees a price above 0: begin at infinity."
    elif _near(first, [3.0, 4.0, -0.25]):
        found = "the lowest of the last batch alone"
        hint = "The batches before are forgotten: the memory has to take part in the comparison."
    elif _near(first, [1.0, 0.5, -3.0]):
        found, hint = "the lowest true price", "`y_pred` holds the predictions: it comes second."
    return Miss(expected="the lowest prediction since the last reset", found=found, hint=hint)


@lowest_price.criterion("A new epoch starts anew", points=2, read=_EPOCH)
def _lowest_anew(LowestPrice, fresh):
    if miss := _own_metric(LowestPrice):
        return miss
    first, second, alone = _results(LowestPrice, 1, 3), _results(LowestPrice, 2, 2), _results(fresh, 1, 2)
    for numbers in (first, second, alone):
        if isinstance(numbers, Miss):
            return numbers
    if miss := _raised(LowestPrice["epoch 1 resetting"], "reset_state"):
        return miss
    if _near(second, alone):
        return None
    found, hint = "other results", "`reset_state` puts back what the memory began with."
    if _near(second, np.minimum(alone, first[-1])):
        found = "the lowest price of the epoch before: the state leaks"
        hint = "Has anybody called your method? Keras calls `reset_state`, spelt like this."
    elif _near(second, np.minimum(alone, 0)):
        found = "0 as the lowest price of the second epoch"
        hint = (
            "The parent's `reset_state` sets the memory to 0. Your own has to put back what it began with, "
            "and its name has to be spelt like the parent's."
        )
    return Miss(expected="results after `reset_state()` like those of a new object", found=found, hint=hint)


@lowest_price.criterion("It works in fit, under its name", points=1, read=_CLASS)
def _lowest_in_fit(LowestPrice, fitted):
    return _runs_in_fit(LowestPrice, fitted)


# ---------------------------------------------------------------------------------------------- seller_loss

_SELLER_TRUE = _column(3.0, 1.0, 2.0, 5.0)
_SELLER_ERROR = _column(0.5, -2.0, 1.5, -0.5)  # what is predicted minus the truth
_WIDE_TRUE = _RNG.uniform(1, 4, size=(5, 3)).astype("float32")
_WIDE_ERROR = np.array([[1, -2, 0.5], [-1, 3, 2], [0.5, 0.5, -1], [-2, -1, -3], [1, 2, 3]], "float32")
_WIDE = (_WIDE_TRUE, _WIDE_TRUE + _WIDE_ERROR)

seller_loss = Exercise(
    LESSON,
    "seller_loss",
    evidence={
        "seller_loss": kinds.Function(
            [
                kinds.call(tensor(_SELLER_TRUE), tensor(_SELLER_TRUE + _SELLER_ERROR)),
                kinds.call(*map(tensor, _WIDE)),
                *(kinds.call(*(tensor(part[:, place : place + 1]) for part in _WIDE)) for place in range(3)),
            ]
        ),
        "trained": kinds.Script(
            [
                seed(7),
                *kinds.small_model(loss=ref("subject"), optimizer=made("keras.optimizers.SGD", 0.01)),
                ask("told before", "model.get_weights"),
                ask("fitted", "model.fit", _ROWS, _TARGETS, sample_weight=_WEIGHTS, epochs=2, verbose=0),
                ask("told after", "model.get_weights"),
            ],
            of="seller_loss",
            needs="function",
        ),
    },
    given={"trained"},
)

_FUNCTION = "A loss as a function"


@seller_loss.criterion("An underestimate counts four times", points=2, read=_FUNCTION)
def _seller_values(seller_loss):
    answer = seller_loss.answers[0]
    if miss := _raised(answer, "seller_loss"):
        return miss
    said = _mean(answer)
    error = _SELLER_ERROR
    squares = error**2

    def counted(low: float, high: float, values: np.ndarray = squares) -> float:
        return float(np.mean(np.where(error < 0, low, high) * values))

    if _near(said, counted(4, 1)):
        return None
    found = "other values"
    hint = "Square each error, then multiply with 4 where the prediction lies below the truth."
    if _near(said, counted(1, 4)):
        found = "a loss in which an overestimate counts four times: the sides are swapped"
        hint = "Too low means: prediction minus truth is negative. Try one error in each direction."
    elif _near(said, counted(16, 1)):
        found, hint = "an underestimate that counts sixteen times", "The factor was squared with the error."
    elif _near(said, counted(1, 1)):
        found, hint = "a loss that treats both sides alike", "Square the error after its sign has been used."
    elif _near(said, counted(4, 1, np.abs(error))):
        found, hint = (
            "absolute errors",
            "Large mistakes shall hurt more than proportionally: square the errors.",
        )
    return Miss(expected="squared errors, those of underestimates times four", found=found, hint=hint)


@seller_loss.criterion("One value for each sample", points=2, read=_FUNCTION)
def _seller_shape(seller_loss):
    values = []
    for answer in seller_loss.answers:
        if miss := _raised(answer, "seller_loss"):
            return miss
        values.append(
            np.asarray(answer.value) if isinstance(answer.value, (float, np.ndarray)) else np.empty(0)
        )
    shapes = [value.shape for value in values]
    if shapes[0] == (4,) and shapes[1:] == [(5,)] * 4:
        if _near(values[1], np.mean(values[2:], axis=0)):
            return None
        return Miss(
            expected="for several columns the mean over the last axis",
            found="one value for each sample, and not the mean of its columns",
            hint="A sum grows with the number of columns, a mean does not.",
        )
    hint = "The mean goes over the last axis alone."
    if shapes[0] in ((), (1,)):
        hint = "It was averaged too early, over the samples too, so Keras has nothing left that it can weigh."
    return Miss(
        expected="shape (rows,) for predictions of shape (rows, k)",
        found=f"shape {shapes[0]} for (4, 1) and {shapes[1]} for (5, 3)",
        hint=hint,
    )


@seller_loss.criterion("A model learns from it", points=1, read=_FUNCTION)
def _seller_trains(trained):
    answer = trained["fitted"]
    if not answer.ok:
        return Miss(
            expected="a loss that `fit` can use",
            found=_told(answer),
            hint="`fit` knows no single yes or no and no NumPy number: `keras.ops` decides for each sample.",
        )
    before, after = trained["told before"].value, trained["told after"].value
    logs = answer.value
    finite = isinstance(logs, HistoryEvidence) and np.isfinite(logs["loss"]).all()
    if finite and not any(np.allclose(old, new) for old, new in zip(before, after, strict=True)):
        return None
    return Miss(
        expected="a finite loss with a slope, so that training moves the weights",
        found="weights that stay where they were" if finite else "a loss that is not finite",
        hint="A count or a sign has no slope; the error itself must stand in the loss.",
    )


# ------------------------------------------------------------------------------------------- relative_error

_FLOOR = 0.5
_DEAR_TRUE, _DEAR_SAID = _column(2.0, 5.0, 10.0, 1.5), _column(3.0, 4.0, 10.5, 0.5)
_CHEAP_TRUE, _CHEAP_SAID = _column(0.1, 0.2, 0.8), _column(0.4, 0.7, 1.9)
_ONE = np.array([2, 0, 0, 0], "float32")

relative_error = Exercise(
    LESSON,
    "relative_error",
    evidence={
        "RelativeError": kinds.Script(
            [
                make(floor=_FLOOR),
                ask("dear", "made", tensor(_DEAR_TRUE), tensor(_DEAR_SAID)),
                ask("cheap", "made", tensor(_CHEAP_TRUE), tensor(_CHEAP_SAID)),
                ask("weighted", "made", tensor(_DEAR_TRUE), tensor(_DEAR_SAID), sample_weight=tensor(_ONE)),
                ask("alone", "made", tensor(_DEAR_TRUE[:1]), tensor(_DEAR_SAID[:1])),
                make(label="named", store="named", floor=_FLOOR, name=_LOG, reduction="sum"),
                ask("named cheap", "named", tensor(_CHEAP_TRUE), tensor(_CHEAP_SAID)),
                ask("config", "named.get_config", store="config"),
                _do("again", "subject.from_config", ref("config"), store="again"),
                ask("again cheap", "again", tensor(_CHEAP_TRUE), tensor(_CHEAP_SAID)),
                get("again named", "again.name"),
                ask("wide", "made", *map(tensor, _WIDE)),
                *(
                    ask(f"column {place}", "made", *(tensor(part[:, place : place + 1]) for part in _WIDE))
                    for place in range(3)
                ),
                make(label="plain", store="plain"),
                ask("plain cheap", "plain", tensor(_CHEAP_TRUE), tensor(_CHEAP_SAID)),
            ],
            needs="class",
        ),
    },
)

_LOSS_CLASS = "A loss as a class"


def _own_loss(script: Any, *labels: str) -> Miss | None:
    """Say so when the class is no loss, can't be made, or raises at one of these questions."""
    if not script.is_a("Loss"):
        return Miss(
            expected="a class that derives from `keras.losses.Loss`",
            found="another class",
            hint="The parent weighs and reduces what `call` returns.",
        )
    if miss := _raised(script["made"], "RelativeError(floor=…)"):
        return miss
    return next(
        (miss for label in labels if (miss := _raised(script[label], "RelativeError")) is not None), None
    )


def _relative(true: np.ndarray, said: np.ndarray, floor: float) -> float:
    return float(np.mean(np.abs(said - true) / np.maximum(true, floor)))


@relative_error.criterion("Errors in relation to the true price", points=2, read=_LOSS_CLASS)
def _in_relation(RelativeError):
    if miss := _own_loss(RelativeError, "dear"):
        return miss
    said = _mean(RelativeError["dear"])
    if _near(said, _relative(_DEAR_TRUE, _DEAR_SAID, _FLOOR)):
        return None
    found, hint = "another number", "The absolute error, divided by the true price, is a share of it."
    error = np.abs(_DEAR_SAID - _DEAR_TRUE)
    if _near(said, np.mean(error / np.maximum(_DEAR_SAID, _FLOOR))):
        found = "errors divided by the predicted price"
        hint = "`call` gets the truth first. A model could make this loss small by asking too much."
    elif _near(said, np.mean((_DEAR_SAID - _DEAR_TRUE) / _DEAR_TRUE)):
        found, hint = "errors with their sign, which cancel each other", "Take the absolute error."
    elif _near(said, np.mean(error)):
        found, hint = "absolute errors, in relation to nothing", "Divide each by its own true price."
    return Miss(expected="the mean of the errors, each divided by its true price", found=found, hint=hint)


@relative_error.criterion("The floor holds cheap stones", points=1, read=_LOSS_CLASS)
def _floor_holds(RelativeError):
    if miss := _own_loss(RelativeError, "cheap", "plain", "plain cheap"):
        return miss
    # Both are compared with the class's own dear stones, so that the formula itself is not judged twice.
    scale = _mean(RelativeError["dear"]) / _relative(_DEAR_TRUE, _DEAR_SAID, _FLOOR)
    for label, floor, which in (
        ("cheap", _FLOOR, "a floor that was given"),
        ("plain cheap", 1.0, "no floor given"),
    ):
        said = _mean(RelativeError[label])
        if not _near(said, _relative(_CHEAP_TRUE, _CHEAP_SAID, floor)) and not _near(
            said, scale * _relative(_CHEAP_TRUE, _CHEAP_SAID, floor)
        ):
            return Miss(
                expected=f"cheap stones divided by the floor ({which})",
                found="another divisor",
                hint="The divisor is the larger one of true price and floor; the default floor is 1.0.",
            )
    return None


@relative_error.criterion("Keras can weigh each sample", points=2, read=_LOSS_CLASS)
def _weighable(RelativeError):
    if miss := _own_loss(RelativeError, "alone"):
        return miss
    if not RelativeError["weighted"].ok:
        return Miss(
            expected="a loss that takes `sample_weight`",
            found=_told(RelativeError["weighted"]),
            hint="Was `__call__` overwritten? Write `call`: the parent's `__call__` weighs what it returns.",
        )
    said, alone = _number(RelativeError["weighted"]), _mean(RelativeError["alone"])
    if np.isfinite(alone) and _near(said, _ONE.sum() * alone / len(_ONE)):
        columns = [_mean(RelativeError[f"column {place}"]) for place in range(3)]
        if _near(_mean(RelativeError["wide"]), np.mean(columns)):
            return None
        return Miss(
            expected="for several columns the mean over the last axis",
            found="another number than the mean of the columns",
            hint="A sum grows with the number of columns, a mean does not.",
        )
    return Miss(
        expected="samples of weight 0 that add nothing, and a sum divided by the number of rows",
        found="a weighted loss of another size",
        hint=(
            "`call` returns one value for each sample. Averaged over the samples too, "
            "it leaves nothing to weigh; a table of all pairs comes of a row and a column."
        ),
    )


@relative_error.criterion("Its configuration makes it again", points=1, read=_LOSS_CLASS)
def _again(RelativeError):
    if miss := _own_loss(RelativeError):
        return miss
    again = RelativeError["again cheap"]
    if not RelativeError["named"].ok:
        return Miss(
            expected="a class that takes what every loss takes: `name` and `reduction`",
            found=_told(RelativeError["named"]),
            hint="`name` and `reduction` come in as `**kwargs`: hand them on to the parent.",
        )
    if miss := _raised(RelativeError["config"], "get_config"):
        return miss
    config = RelativeError["config"].value
    if not isinstance(config, dict) or config.get("floor") != _FLOOR:
        return Miss(
            expected="the floor in the configuration, as it was given",
            found="no `floor`, or another one",
            hint="Without it, the loss that comes back from a file has the default. Write `get_config`.",
        )
    raised = next((answer for answer in (RelativeError["again"], again) if not answer.ok), None)
    if raised is not None:
        return Miss(
            expected="a class that can be made from its own configuration",
            found=_told(raised),
            hint="`name` and `reduction` stand there too: take them in as `**kwargs` and hand them on.",
        )
    same = _near(_mean(again), _mean(RelativeError["named cheap"]))
    if same and RelativeError["again named"].value == _LOG:
        return None
    return Miss(
        expected="the same loss again: its name, its reduction, its answers",
        found="a loss that has forgotten some of its settings",
        hint="The parent's `get_config` tells `name` and `reduction`; give them to its `__init__`.",
    )


# ---------------------------------------------------------------------------------------------- two_outputs

# 3 of 4 prices too high by 1, one too low by 2; carats off by a half and by one.
_Y = {"price": _column(2.0, 3.0, 4.0, 5.0), "carat": _column(0.5, 1.0, 1.5, 2.0)}
_OFF = {"price": _column(1.0, 1.0, 1.0, -2.0), "carat": _column(-0.5, -1.0, -0.5, 1.0)}
_SAID = {key: _Y[key] + _OFF[key] for key in _Y}
_CAUTIOUS = float(np.mean(np.where(_OFF["price"] > 0, 3, 1) * np.abs(_OFF["price"])))
_SQUARED = float(np.mean(_OFF["carat"] ** 2))


def _tensors(values: dict[str, np.ndarray]) -> dict[str, Any]:
    return {key: tensor(value) for key, value in values.items()}


two_outputs = Exercise(
    LESSON,
    "two_outputs",
    evidence={
        "appraiser": kinds.Script(
            [
                ask(
                    label,
                    "subject.compute_loss",
                    y=_tensors(_Y),
                    y_pred=_tensors({key: (_SAID if key in off else _Y)[key] for key in _Y}),
                )
                for label, off in (("price", ["price"]), ("carat", ["carat"]), ("both", ["price", "carat"]))
            ]
            + [
                _do("nothing left", "subject.reset_metrics"),
                ask("metrics", "subject.compute_metrics", None, _tensors(_Y), _tensors(_SAID)),
            ]
        ),
        "report": kinds.Value(),
        "again": kinds.Script(
            [
                ask(
                    "evaluated",
                    "subject.evaluate",
                    name("valid_x"),
                    name("valid_y"),
                    return_dict=True,
                    verbose=0,
                )
            ],
            of="appraiser",
        ),
    },
    given={"again"},
)

_OUTPUTS = "Several outputs"
_NAMES = "Metrics in compile, with and without weights"


def _refused(answer: Any) -> Miss | None:
    """Say so when Keras refuses what `compile` was given."""
    if answer.ok:
        return None
    flat = "either be a dict or a list" in str(answer.error)
    return Miss(
        expected="a model that is compiled for both of its outputs",
        found="losses or metrics that Keras can't share out" if flat else _told(answer),
        hint="A flat list does not say which output it means: give a dict by the names of the outputs.",
    )


@two_outputs.criterion("Each output has its loss", points=2, read=_OUTPUTS)
def _losses(appraiser):
    for label in ("price", "carat", "both"):
        if not appraiser[label].ok:  # refused metrics are the cause, where there are any
            return _refused(appraiser["metrics"]) or _refused(appraiser[label])
    price, carat, both = (_number(appraiser[label]) for label in ("price", "carat", "both"))
    off = np.abs(_OFF["price"])
    if not _near(price, _CAUTIOUS):
        hint = "The lesson's own loss goes in as the function itself."
        if _near(price, np.mean(off**2)) or _near(price, np.mean(off)):
            hint = "Both directions cost the same here. Whose loss is it: the price's, or the carat's?"
        return Miss(expected="`cautious` for the price", found="another loss", hint=hint)
    if not _near(carat, _SQUARED):
        return Miss(
            expected="the mean squared error for the carat, at its full weight",
            found="another loss, or none",
            hint="Each output is named in the dict, with its own loss.",
        )
    if _near(both, _CAUTIOUS + _SQUARED):
        return None
    return Miss(expected="the sum of both losses", found="another number", hint="Both count alike.")


@two_outputs.criterion("Each output has its metric", points=2, read=_OUTPUTS)
def _metrics(appraiser):
    answer = appraiser["metrics"]
    if miss := _refused(answer):
        return miss
    said = answer.value if isinstance(answer.value, dict) else {}
    numbers = {
        str(key): float(np.asarray(value).ravel()[0]) for key, value in said.items() if np.size(value) == 1
    }

    def has(output: str, wanted: float) -> bool:
        return any(
            key.startswith(f"{output}_") and key != f"{output}_loss" and _near(value, wanted)
            for key, value in numbers.items()
        )

    above = {key: float(np.mean(off > 0)) for key, off in _OFF.items()}
    mean = {key: float(np.mean(np.abs(off))) for key, off in _OFF.items()}
    if has("price", above["price"]) and has("carat", mean["carat"]):
        return None
    found = ", ".join(f"`{key}`" for key in numbers if "loss" not in key) or "no metrics"
    hint = "A dict by the names of the outputs, and in each entry the metric that belongs there."
    if has("carat", above["carat"]) or has("price", mean["price"]):
        hint = "A metric stands on the wrong output: which counts too high prices, which weighs stones?"
    elif has("price", (above["price"] + above["carat"]) / 2):
        hint = "One object serves both outputs, and both pour into its one memory."
    return Miss(
        expected="`Overpriced` on the price, the mean absolute error on the carat", found=found, hint=hint
    )


@two_outputs.criterion("The report names each number", points=1, read=_NAMES)
def _report(report, again):
    if not isinstance(report, dict):
        return Miss(
            expected="a dict, each number under its name",
            found=f"a {type(report).__name__}" if not hasattr(report, "reason") else "something else",
            hint="`evaluate` gives a list unless it is told `return_dict=True`; `metrics_names` names a box.",
        )
    missing = [key for key in ("price_overpriced", "carat_mae") if key not in report]
    if missing:
        return Miss(
            expected="`price_overpriced` and `carat_mae` in the report",
            found=", ".join(f"`{key}`" for key in sorted(map(str, report))),
            hint="Output, underscore, metric: a metric stands in the logs under the name that it was given.",
        )
    if miss := _refused(again["evaluated"]):
        return miss
    said = again["evaluated"].value
    # Losses of single outputs are means of batches, so they change a little with the size of the batches.
    if set(report) == set(said) and all(
        isinstance(report[key], (int, float))
        and np.isclose(report[key], said[key], rtol=0.1 if "loss" in key else 1e-3)
        for key in said
    ):
        return None
    return Miss(
        expected="what `appraiser` says of `valid_x` and `valid_y`",
        found="other numbers",
        hint="Which rows are evaluated, and was the model compiled or trained again after that?",
    )
