"""Hidden checks of lesson 07: metrics with state variables, losses with one value a sample, several outputs.

The learner's classes and functions stay in the candidate and are asked questions. Where a criterion can, it
compares their answers with one another (weighted samples with repeated ones, a second epoch with a fresh
object), so that a wrong formula costs the criterion on the formula and no other.
"""

from functools import cache
from typing import Any

import numpy as np

from graders.criteria import Exercise, hidden_rng, require
from graders.evidence import HistoryEvidence, Unusable, kinds
from graders.evidence.kinds import ask, get, made, make, name, ref, seed, tensor
from graders.lessons.tables import table
from graders.vocabulary import (
    array_of,
    as_number,
    class_is,
    close,
    error_line,
    holds,
    kind_of,
    listed,
    number_is,
    shown,
    value_of,
)

LESSON = "07_metrics_losses"

_RNG = hidden_rng(707)
_ROWS = _RNG.normal(size=(12, 3)).astype("float32")
_TARGETS = _RNG.normal(size=(12, 1)).astype("float32")
_WEIGHTS = np.array([2, 0, 1, 1, 3, 0, 1, 2, 1, 1, 1, 1], "float32")


def _column(*values: float) -> np.ndarray:
    return np.array(values, "float32")[:, None]


def _do(label: str, what: str, *args: Any, **kwargs: Any) -> kinds.Step:
    """A step whose result does not cross."""
    return ask(label, what, *args, take=False, **kwargs)


# -------------------------------------------------------------------------------- questions of every exercise


def _number(answer: Any) -> float:
    """Give the single number that came back; NaN, which is close to nothing, when it is none."""
    number = as_number(answer.value)
    return float("nan") if number is None else number


def _mean(answer: Any) -> float:
    """Give the mean of the numbers that came back, NaN when there are none."""
    value = answer.value
    return float(np.mean(value)) if isinstance(value, (int, float, np.ndarray)) else float("nan")


def _rms(errors: np.ndarray) -> float:
    return float(np.mean(np.square(errors))) ** 0.5


def _own_metric(script: Any) -> None:
    """See to it that a class is a metric of the learner's own, and can be made."""
    class_is(script, "keras.metrics.Metric", hint="Keras resets the state of metrics alone.")
    require(
        {"update_state", "result"} <= set(script.defines),
        expected="a class with its own `update_state` and `result`",
        found="one of Keras's metrics, or one that lacks these methods",
        hint="Keras calls methods by these names: look at their spelling.",
    )
    value_of(script["made"], f'{script.name}(name="…")')


def _results(script: Any, epoch: int, batches: int) -> np.ndarray:
    """Give the results after each batch of an epoch."""
    numbers = []
    for batch in range(1, batches + 1):
        for label, called in ((f"update {batch}", "update_state"), (f"batch {batch}", "result")):
            value_of(script[f"epoch {epoch} {label}"], f"{called}(…)")
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


def _runs_in_fit(script: Any, fitted: Any) -> None:
    """See to it that a metric gets through `fit`, and is found in the logs."""
    _own_metric(script)
    by_hand, answer = script["epoch 1 batch 1"], fitted["fitted"]
    require(
        not (by_hand.ok and isinstance(by_hand.value, (int, float))),
        expected="a tensor from `result`",
        found=f"a plain Python number ({type(by_hand.value).__name__})",
        hint="In `fit` the code is traced into a graph where no numbers exist: stay with `keras.ops`.",
    )
    require(
        answer.ok,
        expected="a metric that `fit` can use",
        found=error_line(answer),
        hint="`fit` traces the code into a graph. What asks a tensor for its number fails there.",
    )
    logs = answer.value
    named = isinstance(logs, HistoryEvidence) and _LOG in logs
    require(
        named and np.isfinite(logs[_LOG]).all(),
        expected="a finite number in the logs, under the name that the object was given",
        found="a number that is not finite" if named else f"the logs {listed(getattr(logs, 'names', []))}",
        hint="Divide by a sum that is not 0."
        if named
        else "`name` comes in with `**kwargs`: is it handed on to the parent?",
    )


# ---------------------------------------------------------------------------------------------- rmse_metric

# Uneven batches with errors of very different size.
_TRUE = [_column(1.0, 2.0, 3.0, 4.0), _column(2.5, 0.5, 1.0), _column(6.0)]
_ERRORS = [_column(0.5, -1.0, 0.25, 2.0), _column(-0.1, 0.3, 0.2), _column(-7.0)]
_BATCHES = [(true, true + error) for true, error in zip(_TRUE, _ERRORS, strict=True)]
_SHARES = np.array([2, 0, 3, 1], "float32")
_AGAIN = np.repeat(np.arange(4), _SHARES.astype(int))

RMSE_METRIC = Exercise(
    LESSON,
    "rmse_metric",
    evidence={
        "RMSE": kinds.Metric(
            epochs=[_BATCHES, _BATCHES],
            arguments=kinds.call(name=_LOG),
            needs="class",
            more=[get("inside", "made._metrics")],
        ),
        "weighed": kinds.Script(
            [
                make(store="weighted"),
                _do("update", "weighted.update_state", *_BATCHES[0], sample_weight=_SHARES),
                ask("weighted", "weighted.result"),
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

_STATE, _CLASS, _EPOCH = "The state of a metric", "A metric as a class", "A new epoch"


_SQUARED_ERRORS = ("RootMeanSquaredError", "MeanSquaredError")


def _own_rmse(script: Any) -> None:
    """See to it that the metric is the learner's work, not one of Keras's that was given another name."""
    _own_metric(script)
    parent = script.bases[0].rpartition(".")[2]
    inside = script["inside"].value
    parts = [part.found for part in inside if isinstance(part, Unusable)] if isinstance(inside, list) else []
    borrowed = [name for name in _SQUARED_ERRORS for part in parts if part.endswith(f" {name}")]
    require(
        parent == "Metric" and not borrowed,
        expected="a metric of your own, that derives from `keras.metrics.Metric` itself",
        found=f"one that derives from `{parent}`" if parent != "Metric" else f"a `{listed(borrowed)}` inside",
        hint="Keras's own squared errors are not to be used here: keep the sums yourself.",
    )


@RMSE_METRIC.criterion("The root of the mean over all samples", points=2, read=_STATE)
def _all_samples(RMSE):
    _own_rmse(RMSE)
    found = _results(RMSE, 1, 3)
    so_far = [np.concatenate(_ERRORS[: count + 1]) for count in range(3)]
    each = [_rms(errors) for errors in _ERRORS]
    squares = [np.mean(errors**2) for errors in so_far]
    sums = np.array([np.sum(errors**2) for errors in so_far])
    mistakes = {
        "A mean of roots is not the root of the mean, and the short batch counts as much as a long one.": [
            np.mean(each[: count + 1]) for count in range(3)
        ],
        "The sum of squares is divided by the number of batches: divide by the number of samples.": np.sqrt(
            sums / [1, 2, 3]
        ),
        "The batches' means are averaged: the short batch counts as much as a long one.": np.sqrt(
            [np.mean(np.square(each[: count + 1])) for count in range(3)]
        ),
        "The root comes last, in `result`.": squares,
        "That is the RMSE of the last batch alone. The state is overwritten with each batch: `assign_add` "
        "adds to it.": each,
        "Count the samples too, and divide by their number before the root.": np.sqrt(sums),
        "Square each error before it is added.": [np.mean(np.abs(errors)) for errors in so_far],
    }
    require(
        close(found, np.sqrt(squares)),
        expected="the RMSE of all samples since the last reset",
        found=f"{listed(map(shown, found))} after three batches",
        mistakes={words: close(found, numbers) for words, numbers in mistakes.items()},
        hint="Keep a sum and a count; divide and take the root at the end, in this order.",
    )


@RMSE_METRIC.criterion("Samples count by their weight", points=1, read=_CLASS)
def _weights_count(RMSE, weighed):
    _own_rmse(RMSE)
    for label in ("update", "weighted", "update again", "repeated"):
        value_of(weighed[label], f"RMSE: `{label.split()[0]}` with `sample_weight`")
    found = _number(weighed["weighted"])
    ignored = close(found, _number(RMSE["epoch 1 batch 1"]))
    squares, rows = np.square(_ERRORS[0]).ravel(), len(_SHARES)
    by_rows = float(np.sqrt((squares * _SHARES).sum() / rows))
    in_table = [float(np.sqrt(np.outer(squares, _SHARES).sum() / n)) for n in (_SHARES.sum(), rows, rows**2)]
    require(
        close(found, _number(weighed["repeated"])),
        expected="weights that count a sample as often as they say",
        found="the same number as without weights"
        if ignored
        else "another number than that of each sample repeated as often as it weighs",
        mistakes={
            "`sample_weight` is taken in, and ignored.": ignored,
            "Divided by the number of rows: a sample of weight 0 is to be left out of the divisor too, which "
            "is the sum of the weights.": close(found, by_rows),
            "A column of errors times a row of weights is a table: make both flat first.": any(
                close(found, number) for number in in_table
            ),
        },
        hint="The weight belongs to the squared error, and the divisor is the sum of the weights.",
    )


@RMSE_METRIC.criterion("A new epoch starts from nothing", points=1, read=_EPOCH)
def _epoch_anew(RMSE):
    _own_rmse(RMSE)
    first, second = _results(RMSE, 1, 3), _results(RMSE, 2, 3)
    value_of(RMSE["epoch 1 resetting"], "reset_state()")
    require(
        close(second, first),
        expected="the same results for the same batches after `reset_state()`",
        found="results that still know of the epoch before: the state leaks",
        hint="Keras calls `reset_state`, spelled like this, and its own empties what `add_weight` has made.",
    )


@RMSE_METRIC.criterion("It works in fit, under its name", points=1, read=_CLASS)
def _rmse_in_fit(RMSE, fitted):
    _own_rmse(RMSE)
    _runs_in_fit(RMSE, fitted)


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
_HUGE = (_column(1.0, 1.0), _column(3e12, 2e12))  # above every number that somebody may take for "large"
_LIGHT = np.array([0.5, 3, 0], "float32")

LOWEST_PRICE = Exercise(
    LESSON,
    "lowest_price",
    evidence={
        "LowestPrice": kinds.Metric(
            epochs=_LOW,
            arguments=kinds.call(name=_LOG),
            needs="class",
            more=[
                make(label="huge", store="huge"),
                _do("huge update", "huge.update_state", *_HUGE),
                ask("huge result", "huge.result"),
                make(label="weighted", store="weighted"),
                _do("weighted update", "weighted.update_state", *_LOW[1][0], sample_weight=_LIGHT),
                ask("weighted result", "weighted.result"),
            ],
        ),
        "fresh": kinds.Metric(epochs=_LOW[1:], of="LowestPrice", needs="class"),
        "fitted": kinds.Script(_fitted(weighted_metrics=[ref("made")]), of="LowestPrice", needs="class"),
    },
    given={"fresh", "fitted"},
)


@LOWEST_PRICE.criterion("The lowest prediction so far", points=2, read=_STATE)
def _lowest(LowestPrice, fresh):
    _own_metric(LowestPrice)
    first, alone = _results(LowestPrice, 1, 3), _results(fresh, 1, 2)
    require(
        close(first, [3.0, 3.0, -0.25]) and close(alone, [4.5, 4.5]),
        expected="the lowest prediction since the last reset",
        found=f"{listed(map(shown, first))} after three batches",
        mistakes={
            "A minimum that begins at 0 never sees a price above 0: begin at infinity.": close(alone, [0, 0]),
            "That is the lowest of the last batch: the state has to take part in the comparison.": close(
                first, [3.0, 4.0, -0.25]
            ),
            "That is the lowest true price. `y_pred` holds the predictions: it comes second.": close(
                first, [1.0, 0.5, -3.0]
            ),
        },
        hint="Compare the state with each batch, and keep the smaller one.",
    )
    for step, right, expected, hint in (
        (
            "huge",
            2e12,
            "the lowest prediction, however large the prices are",
            "A minimum that begins at some large number never sees a price above that: begin at infinity.",
        ),
        (
            "weighted",
            4.5,
            "the same minimum with `sample_weight` as without",
            "Multiplied by its weight, a price is another price: take `sample_weight` in and leave it alone.",
        ),
    ):
        value_of(LowestPrice[f"{step} update"], "update_state(…)")
        value_of(LowestPrice[f"{step} result"], "result()")
        number_is(_number(LowestPrice[f"{step} result"]), right, expected=expected, hint=hint)


@LOWEST_PRICE.criterion("A new epoch starts anew", points=2, read=_EPOCH)
def _lowest_anew(LowestPrice, fresh):
    _own_metric(LowestPrice)
    first, second, alone = _results(LowestPrice, 1, 3), _results(LowestPrice, 2, 2), _results(fresh, 1, 2)
    value_of(LowestPrice["epoch 1 resetting"], "reset_state()")
    require(
        close(second, alone),
        expected="results after `reset_state()` like those of a new object",
        found=f"{listed(map(shown, second))} in place of {listed(map(shown, alone))}",
        mistakes={
            "The lowest price of the epoch before is still there: the state leaks. Keras calls "
            "`reset_state`, spelled like this.": close(second, np.minimum(alone, first[-1])),
            "The parent's `reset_state` sets the state to 0. Your own has to put back what it began with, "
            "and its name has to be spelled like the parent's.": close(second, np.minimum(alone, 0)),
        },
        hint="`reset_state` puts back what the state began with.",
    )


@LOWEST_PRICE.criterion("It works in fit, under its name", points=1, read=_CLASS)
def _lowest_in_fit(LowestPrice, fitted):
    _runs_in_fit(LowestPrice, fitted)


# ---------------------------------------------------------------------------------------------- seller_loss

_SELLER_TRUE = _column(3.0, 1.0, 2.0, 5.0)
_SELLER_ERROR = _column(0.5, -2.0, 1.5, -0.5)  # what is predicted minus the truth
_WIDE_TRUE = _RNG.uniform(1, 4, size=(5, 3)).astype("float32")
_WIDE_ERROR = np.array([[1, -2, 0.5], [-1, 3, 2], [0.5, 0.5, -1], [-2, -1, -3], [1, 2, 3]], "float32")
_WIDE = (_WIDE_TRUE, _WIDE_TRUE + _WIDE_ERROR)

SELLER_LOSS = Exercise(
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
                ask("weights before", "model.get_weights"),
                ask("fitted", "model.fit", _ROWS, _TARGETS, sample_weight=_WEIGHTS, epochs=2, verbose=0),
                ask("weights after", "model.get_weights"),
            ],
            of="seller_loss",
            needs="function",
        ),
    },
    given={"trained"},
)

_FUNCTION, _LOSS_CALL = "A loss as a function", "seller_loss(y_true, y_pred)"


@SELLER_LOSS.criterion("An underestimate counts four times", points=2, read=_FUNCTION)
def _seller_values(seller_loss):
    answer = seller_loss.answers[0]
    value_of(answer, _LOSS_CALL)

    def cost(low: float, high: float, power: int = 2) -> float:
        return float(np.mean(np.where(_SELLER_ERROR < 0, low, high) * np.abs(_SELLER_ERROR) ** power))

    number_is(
        _mean(answer),
        cost(4, 1),
        expected="squared errors, those of underestimates times four",
        mistakes={
            "An overestimate counts four times: the sides are swapped. Too low means that prediction minus "
            "truth is negative.": cost(1, 4),
            "The factor was squared with the error.": cost(16, 1),
            "Both sides alike: square the error after its sign has been used.": cost(1, 1),
            "A mistake twice as large is to cost more than twice as much: square the errors.": cost(
                4, 1, power=1
            ),
        },
        hint="Square each error, then multiply by 4 where the prediction lies below the truth.",
    )


@SELLER_LOSS.criterion("One value for each sample", points=2, read=_FUNCTION)
def _seller_shape(seller_loss):
    values = [
        array_of(value_of(answer, _LOSS_CALL), expected="a tensor of losses")
        for answer in seller_loss.answers
    ]
    shapes = [value.shape for value in values]
    require(
        shapes[0] == (4,) and shapes[1:] == [(5,)] * 4,
        expected="shape (rows,) for predictions of shape (rows, k)",
        found=f"shape {shapes[0]} for (4, 1) and {shapes[1]} for (5, 3)",
        mistakes={
            "It was averaged too early, over the samples too, so Keras has nothing left that it can "
            "weigh.": shapes[0] in ((), (1,)),
        },
        hint="The mean goes over the last axis alone.",
    )
    require(
        close(values[1], np.mean(values[2:], axis=0)),
        expected="for several columns the mean over the last axis",
        found="one value for each sample, and not the mean of its columns",
        hint="A sum grows with the number of columns, a mean does not.",
    )


@SELLER_LOSS.criterion("A model learns from it", points=1, read=_FUNCTION)
def _seller_trains(trained):
    answer = trained["fitted"]
    require(
        answer.ok,
        expected="a loss that `fit` can use",
        found=error_line(answer),
        hint="`fit` knows no single yes or no and no NumPy number: `keras.ops` decides for each sample.",
    )
    before, after = trained["weights before"].value, trained["weights after"].value
    logs = answer.value
    finite = isinstance(logs, HistoryEvidence) and np.isfinite(logs["loss"]).all()
    moved = not any(np.allclose(old, new) for old, new in zip(before, after, strict=True))
    require(
        finite and moved,
        expected="a finite loss with a gradient, so that training moves the weights",
        found="weights that stay where they were" if finite else "a loss that is not finite",
        hint="A count or a sign has no gradient; the error itself must stand in the loss.",
    )


# ------------------------------------------------------------------------------------------- relative_error

_FLOOR = 0.5
_COSTLY = _column(2.0, 5.0, 10.0, 1.5), _column(3.0, 4.0, 10.5, 0.5)  # true prices, predictions
_CHEAP = _column(0.1, 0.2, 0.8), _column(0.4, 0.7, 1.9)
_ONE = np.array([2, 0, 0, 0], "float32")

RELATIVE_ERROR = Exercise(
    LESSON,
    "relative_error",
    evidence={
        "RelativeError": kinds.Script(
            [
                make(floor=_FLOOR),
                ask("costly", "made", *map(tensor, _COSTLY)),
                ask("cheap", "made", *map(tensor, _CHEAP)),
                ask("weighted", "made", *map(tensor, _COSTLY), sample_weight=tensor(_ONE)),
                ask("alone", "made", *(tensor(part[:1]) for part in _COSTLY)),
                make(label="named", store="named", floor=_FLOOR, name=_LOG, reduction="sum"),
                ask("named cheap", "named", *map(tensor, _CHEAP)),
                ask("config", "named.get_config", store="config"),
                _do("again", "subject.from_config", ref("config"), store="again"),
                ask("again cheap", "again", *map(tensor, _CHEAP)),
                get("again named", "again.name"),
                ask("wide", "made", *map(tensor, _WIDE)),
                *(
                    ask(f"column {place}", "made", *(tensor(part[:, place : place + 1]) for part in _WIDE))
                    for place in range(3)
                ),
                make(label="plain", store="plain"),
                ask("plain cheap", "plain", *map(tensor, _CHEAP)),
            ],
            needs="class",
        ),
    },
)

_LOSS_CLASS = "A loss as a class"


def _own_loss(script: Any, *labels: str) -> None:
    """See to it that the class is a loss, can be made, and answers these questions."""
    class_is(script, "keras.losses.Loss", hint="The parent weighs and reduces what `call` returns.")
    value_of(script["made"], "RelativeError(floor=…)")
    for label in labels:
        value_of(script[label], "RelativeError(…)(y_true, y_pred)")


# The right divisor, and two wrong ones, which cost the criterion on the formula alone.
_DIVISORS = {
    "larger": lambda true, predicted, floor: np.maximum(true, floor),
    "predicted": lambda true, predicted, floor: np.maximum(predicted, floor),
    "sum": lambda true, predicted, floor: true + floor,
}


def _relative(true: np.ndarray, predicted: np.ndarray, floor: float, kind: str = "larger") -> float:
    return float(np.mean(np.abs(predicted - true) / _DIVISORS[kind](true, predicted, floor)))


@RELATIVE_ERROR.criterion("Errors in relation to the true price", points=2, read=_LOSS_CLASS)
def _in_relation(RelativeError):
    _own_loss(RelativeError, "costly")
    true, predicted = _COSTLY
    error, right = np.abs(predicted - true), _relative(*_COSTLY, _FLOOR)
    signed = np.mean((predicted - true) / true)
    number_is(
        _mean(RelativeError["costly"]),
        right,
        expected="the mean of the errors, each divided by its true price",
        mistakes={
            "Divided by the predicted price. `call` gets the truth first, and a model could make this loss "
            "small by predicting too much.": _relative(*_COSTLY, _FLOOR, "predicted"),
            "Errors with their sign cancel each other: take the absolute error.": [signed, -signed],
            "Divide each error by its own true price.": np.mean(error),
            "The floor is no summand: the divisor is the larger one of the two.": _relative(
                *_COSTLY, _FLOOR, "sum"
            ),
            "A share is asked for, not a number of percent.": 100 * right,
        },
        hint="The absolute error, divided by the true price, is a share of it.",
    )


@RELATIVE_ERROR.criterion("The floor holds cheap stones", points=1, read=_LOSS_CLASS)
def _floor_holds(RelativeError):
    _own_loss(RelativeError, "cheap", "plain", "plain cheap")
    # Both are compared with the class's own costly stones, so that the formula itself is not judged twice.
    costly = _mean(RelativeError["costly"])
    scale = costly / _relative(*_COSTLY, _FLOOR)
    kind = next((kind for kind in _DIVISORS if close(costly, _relative(*_COSTLY, _FLOOR, kind))), "larger")
    for label, floor, which in (
        ("cheap", _FLOOR, "a floor that was given"),
        ("plain cheap", 1.0, "no floor given"),
    ):
        found, wanted = _mean(RelativeError[label]), _relative(*_CHEAP, floor)
        require(
            any(close(found, right) for right in (wanted, scale * wanted, _relative(*_CHEAP, floor, kind))),
            expected=f"cheap stones divided by the floor ({which})",
            found="another divisor",
            hint="The divisor is the larger one of true price and floor; the default floor is 1.0.",
        )


@RELATIVE_ERROR.criterion("Keras can weigh each sample", points=2, read=_LOSS_CLASS)
def _weighable(RelativeError):
    _own_loss(RelativeError, "alone")
    weighted = RelativeError["weighted"]
    require(
        weighted.ok,
        expected="a loss that takes `sample_weight`",
        found=error_line(weighted),
        hint="Was `__call__` overwritten? Write `call`: the parent's `__call__` weighs what it returns.",
    )
    alone = _mean(RelativeError["alone"])
    require(
        close(_number(weighted), _ONE.sum() * alone / len(_ONE)),
        expected="samples of weight 0 that add nothing, and a sum divided by the number of rows",
        found="a weighted loss of another size",
        hint="`call` returns one value for each sample. Averaged over the samples too, it leaves nothing to "
        "weigh; a table of all pairs comes of a row and a column.",
    )
    columns = [_mean(RelativeError[f"column {place}"]) for place in range(3)]
    require(
        close(_mean(RelativeError["wide"]), np.mean(columns)),
        expected="for several columns the mean over the last axis",
        found="another number than the mean of the columns",
        hint="A sum grows with the number of columns, a mean does not.",
    )


@RELATIVE_ERROR.criterion("Its configuration makes it again", points=1, read=_LOSS_CLASS)
def _again(RelativeError):
    _own_loss(RelativeError)
    require(
        RelativeError["named"].ok,
        expected="a class that takes what every loss takes: `name` and `reduction`",
        found=error_line(RelativeError["named"]),
        hint="`name` and `reduction` come in as `**kwargs`: hand them on to the parent.",
    )
    config = value_of(RelativeError["config"], "get_config()")
    require(
        isinstance(config, dict) and close(config.get("floor"), _FLOOR),
        expected="the floor in the configuration, as it was given",
        found="no `floor`, or another one",
        hint="Without it, the loss that comes back from a file has the default. Write `get_config`.",
    )
    for step in ("again", "again cheap"):
        require(
            RelativeError[step].ok,
            expected="a class that can be made from its own configuration",
            found=error_line(RelativeError[step]),
            hint="`name` and `reduction` stand there too: take them in as `**kwargs` and hand them on.",
        )
    same = close(_mean(RelativeError["again cheap"]), _mean(RelativeError["named cheap"]))
    require(
        same and RelativeError["again named"].value == _LOG,
        expected="the same loss again: its name, its reduction, its values",
        found="a loss that has forgotten some of its settings",
        hint="The parent's `get_config` holds `name` and `reduction`; give them to its `__init__`.",
    )


# ---------------------------------------------------------------------------------------------- two_outputs

# 3 of 4 prices too high by 1, one too low by 2; carats off by a half and by one.
_Y = {"price": _column(2.0, 3.0, 4.0, 5.0), "carat": _column(0.5, 1.0, 1.5, 2.0)}
_OFF = {"price": _column(1.0, 1.0, 1.0, -2.0), "carat": _column(-0.5, -1.0, -0.5, 1.0)}
_PREDICTED = {key: _Y[key] + _OFF[key] for key in _Y}
_CAUTIOUS = float(np.mean(np.where(_OFF["price"] > 0, 3, 1) * np.abs(_OFF["price"])))
_SQUARED = float(np.mean(_OFF["carat"] ** 2))
_GRADES = {
    "clarity": ["I1", "SI2", "SI1", "VS2", "VS1", "VVS2", "VVS1", "IF"],
    "cut": ["Fair", "Good", "Very Good", "Premium", "Ideal"],
    "color": ["J", "I", "H", "G", "F", "E", "D"],
}


def _tensors(values: dict[str, np.ndarray]) -> dict[str, Any]:
    return {key: tensor(value) for key, value in values.items()}


@cache
def _validation() -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Give the lesson's validation rows: features of shape (rows, 7), and prices and carats of (rows, 1)."""
    different: dict[tuple[str, ...], dict[str, str]] = {}
    for stone in table("diamonds"):
        different.setdefault(tuple(stone.values()), stone)
    stones = [stone for stone in different.values() if float(stone["x"]) > 0 and 0 < float(stone["y"]) < 30][
        ::15
    ]
    generator = np.random.default_rng(7)
    valid = generator.permutation(len(stones))[int(0.8 * len(stones)) :]

    def column(name: str) -> np.ndarray:
        ladder = _GRADES.get(name)
        cells = [stone[name] for stone in stones]
        return np.array([ladder.index(cell) if ladder else float(cell) for cell in cells], "float32")[valid]

    x = np.stack([column(name) for name in (*_GRADES, "depth", "table", "x", "y")], axis=1)
    return x, {"price": column("price")[:, None] / 1000, "carat": column("carat")[:, None]}


TWO_OUTPUTS = Exercise(
    LESSON,
    "two_outputs",
    evidence={
        "appraiser": kinds.Script(
            # An evaluation that raised leaves its losses without a number.
            [_do("start", "subject.reset_metrics")]
            + [
                ask(
                    label,
                    "subject.compute_loss",
                    y=_tensors(_Y),
                    y_pred=_tensors({key: (_PREDICTED if key in off else _Y)[key] for key in _Y}),
                )
                for label, off in (("price", ["price"]), ("carat", ["carat"]), ("both", ["price", "carat"]))
            ]
            + [
                _do("nothing left", "subject.reset_metrics"),
                ask("metrics", "subject.compute_metrics", None, _tensors(_Y), _tensors(_PREDICTED)),
            ]
        ),
        "report": kinds.Value(),
        "again": kinds.Script(
            [
                ask(
                    "evaluated",
                    "subject.evaluate",
                    name("x_valid"),
                    name("y_valid"),
                    return_dict=True,
                    verbose=0,
                )
            ],
            of="appraiser",
        ),
        "x_valid": kinds.Array(),
        "y_valid": kinds.Value(),
    },
    given={"again", "x_valid", "y_valid"},
)

_OUTPUTS = "Several outputs"
_NAMES = "Metrics in compile, with and without weights"


def _accepted(answer: Any) -> None:
    """See to it that Keras takes what `compile` was given."""
    flat = "either be a dict or a list" in str(answer.error)
    require(
        answer.ok,
        expected="a model that is compiled for both of its outputs",
        found="losses or metrics that Keras can't share out" if flat else error_line(answer),
        hint="A flat list does not say which output it means: give a dict by the names of the outputs.",
    )


@TWO_OUTPUTS.criterion("Each output has its loss", points=2, read=_OUTPUTS)
def _losses(appraiser):
    for label in ("price", "carat", "both"):
        _accepted(appraiser[label])
    price, carat, both = (_number(appraiser[label]) for label in ("price", "carat", "both"))
    off = np.abs(_OFF["price"])
    number_is(
        price,
        _CAUTIOUS,
        expected="`cautious` for the price, at its full weight",
        mistakes={
            "Both directions cost the same here. Whose loss is it: the price's, or the carat's?": [
                np.mean(off**2),
                np.mean(off),
            ],
            "This is half of the loss. With equal weights they count alike; but which weight does each have "
            "when you give none?": _CAUTIOUS / 2,
        },
        hint="The lesson's own loss goes in as the function itself, and both losses count alike.",
    )
    number_is(
        carat,
        _SQUARED,
        expected="the mean squared error for the carat, at its full weight",
        hint="Each output is named in the dict, with its own loss.",
    )
    number_is(both, _CAUTIOUS + _SQUARED, expected="the sum of both losses", hint="Both count alike.")


@TWO_OUTPUTS.criterion("Each output has its metric", points=2, read=_OUTPUTS)
def _metrics(appraiser):
    _accepted(appraiser["metrics"])
    logs = appraiser["metrics"].value
    numbers = {key: as_number(value) for key, value in logs.items()} if isinstance(logs, dict) else {}

    def has(output: str, wanted: float) -> bool:
        return any(
            key.startswith(f"{output}_") and key != f"{output}_loss" and close(value, wanted)
            for key, value in numbers.items()
        )

    above = {key: float(np.mean(off > 0)) for key, off in _OFF.items()}
    mean = {key: float(np.mean(np.abs(off))) for key, off in _OFF.items()}
    require(
        has("price", above["price"]) and has("carat", mean["carat"]),
        expected="`Overpriced` on the price, the mean absolute error on the carat",
        found=listed(f"`{key}`" for key in numbers if "loss" not in key) or "no metrics",
        mistakes={
            "A metric stands on the wrong output: which counts too high prices, which belongs to the "
            "carat?": has("carat", above["carat"]) or has("price", mean["price"]),
            "One object serves both outputs, and both add to its one state.": has(
                "price", (above["price"] + above["carat"]) / 2
            ),
        },
        hint="A dict by the names of the outputs, and in each entry the metric that belongs there.",
    )


@TWO_OUTPUTS.criterion("The report names each number", points=1, read=_NAMES)
def _report(report, again, appraiser, x_valid, y_valid):
    require(
        isinstance(report, dict),
        expected="a dict, each number under its name",
        found=kind_of(report),
        hint="`evaluate` gives a list unless it is told `return_dict=True`.",
    )
    # Metrics that are missing or stand on the wrong output cost the criterion above.
    require(
        {"price_overpriced", "carat_mae"} <= set(report) or not holds(_metrics, appraiser),
        expected="`price_overpriced` and `carat_mae` in the report",
        found=listed(f"`{key}`" for key in sorted(map(str, report))) or "an empty dict",
        hint="Output, underscore, metric: a metric stands in the logs under the name that it was given.",
    )
    rows, targets = _validation()
    kept = isinstance(y_valid, dict) and all(
        close(y_valid.get(key), wanted) for key, wanted in targets.items()
    )
    require(
        close(x_valid, rows) and kept,
        expected="`x_valid` and `y_valid` as the lesson made them",
        found="other rows under these names",
        hint="Something was assigned to these names: run the cells above the exercise again, from the top.",
    )
    _accepted(again["evaluated"])
    logs = again["evaluated"].value
    # Losses of single outputs are means of batches, so they change a little with the size of the batches.
    same = set(report) == set(logs) and all(
        close(report[key], logs[key], rel=0.1 if "loss" in key else 1e-3) for key in logs
    )
    require(
        same,
        expected="what `appraiser` gives for `x_valid` and `y_valid`",
        found="other numbers",
        hint="Which rows are evaluated, and was the model compiled or trained again after that?",
    )
