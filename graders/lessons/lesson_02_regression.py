"""Hidden checks of lesson 02: splits, errors, scales, a regressor, its learning rate, and one honest test."""

import gzip
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, partial
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np

from graders.criteria import Exercise, require
from graders.criteria.bar import Bar
from graders.evidence import kinds
from graders.vocabulary import (
    Scale,
    activations_between,
    close,
    compiled_of,
    holds,
    kind_of,
    listed,
    number_is,
    number_of,
    output_activation_is,
    shown,
    value_of,
)

LESSON = "02_regression"
_SHIPPED = Path(__file__).resolve().parents[2] / "data"


@dataclass(frozen=True)
class _Part:
    """Rows of one part: features of shape (rows, 6), prices in thousands of dollars of shape (rows,)."""

    x: np.ndarray
    y: np.ndarray


_LADDERS = {1: "Fair,Good,Very Good,Premium,Ideal", 2: "J,I,H,G,F,E,D", 3: "I1,SI2,SI1,VS2,VS1,VVS2,VVS1,IF"}


@cache
def _diamonds() -> dict[str, _Part]:
    """Give the lesson's three parts, all rows of them, and stones that it never shows ("unseen").

    It reads and splits by itself, as pandas and scikit-learn do in the lesson: every criterion may be judged
    in a process of its own, and importing those two takes longer than all the rest. A test compares the rows.
    """
    text = gzip.decompress((_SHIPPED / "diamonds" / "diamonds.csv.gz").read_bytes()).decode("utf-8")
    _, *lines = text.splitlines()
    stones = list(dict.fromkeys(lines))  # no row twice, the first one stays
    grades = {column: ladder.split(",") for column, ladder in _LADDERS.items()}

    def part(lines: list[str]) -> _Part:
        cells = [line.split(",") for line in lines]
        columns = [
            [grades[column].index(row[column]) if column in grades else float(row[column]) for row in cells]
            for column in range(7)
        ]
        *features, prices = columns
        return _Part(np.array(features).T.astype("float32"), (np.array(prices) / 1000).astype("float32"))

    shown = part(stones[::4])
    rest, test = _cut(np.arange(len(shown.y)), 0.2)
    train, valid = _cut(rest, 0.25)
    return {
        "training": _Part(shown.x[train], shown.y[train]),
        "validation": _Part(shown.x[valid], shown.y[valid]),
        "test": _Part(shown.x[test], shown.y[test]),
        "all": shown,
        "unseen": part(stones[1::4]),
    }


def _cut(rows: np.ndarray, share: float) -> tuple[np.ndarray, np.ndarray]:
    """Shuffle rows with the lesson's seed and cut off a share, in the order in which scikit-learn does it."""
    size = math.ceil(share * len(rows))
    shuffled = rows[np.random.RandomState(11).permutation(len(rows))]
    return shuffled[size:], shuffled[:size]


# ---------------------------------------------------------------------------------------------- split_blocks

_BLOCKS = 14_064

SPLIT_BLOCKS = Exercise(
    LESSON,
    "split_blocks",
    evidence=dict.fromkeys(("train_rows", "valid_rows", "test_rows"), kinds.Array(lists=True)),
)


def _row_numbers(**parts: np.ndarray) -> dict[str, np.ndarray]:
    """Give the parts by name, once each is known to be flat and to hold numbers."""
    for name, rows in parts.items():
        require(
            rows.ndim == 1 and rows.dtype.kind in "iuf",
            expected=f"`{name}` as a flat array of row numbers",
            found=f"an array of shape {rows.shape} and type {rows.dtype}",
            hint="Split the row numbers, not the table's columns; a mask of True and False is not asked for.",
        )
    return parts


@SPLIT_BLOCKS.criterion("Every row stands in exactly one part", points=2, read="Shuffle, then split")
def _one_part_each(train_rows, valid_rows, test_rows):
    parts = _row_numbers(train_rows=train_rows, valid_rows=valid_rows, test_rows=test_rows)
    sets = {name: set(rows.tolist()) for name, rows in parts.items()}
    for one, other in combinations(sets, 2):
        both = len(sets[one] & sets[other])
        require(
            not both,
            expected="no row in two parts",
            found=f"{both} rows stand in both `{one}` and `{other}`",
            hint="Rows that serve twice leak from one part to the next. Take the second cut from what the "
            "first left over.",
        )
    for name, rows in parts.items():
        require(
            len(rows) == len(sets[name]),
            expected="each row once",
            found=f"`{name}` holds some row numbers twice",
            hint="Each row number is drawn once: shuffle all of them, then cut.",
        )
    known = set.union(*sets.values())
    require(
        known == set(range(_BLOCKS)),
        expected=f"the row numbers 0 to {_BLOCKS - 1}, all of them",
        found=f"{len(known)} different numbers from {min(known, default=0):g} to {max(known, default=0):g}",
        hint="Some rows are left out, or there are numbers that are no rows of the table.",
    )


@SPLIT_BLOCKS.criterion("The parts are 60, 20 and 20 percent", points=1, read="Shuffle, then split")
def _sizes(train_rows, valid_rows, test_rows):
    shares = np.array([len(rows) for rows in (train_rows, valid_rows, test_rows)]) / _BLOCKS
    require(
        close(shares, [0.6, 0.2, 0.2], rel=0, abs=0.005),
        expected="60%, 20% and 20% of the rows",
        found=listed(f"{share:.0%}" for share in shares),
        mistakes={
            "The second cut takes its share from what is left, not from the whole: "
            "20 percent of 80 percent are 16.": close(shares[1:], [0.16, 0.2], rel=0, abs=0.005),
        },
        hint="Each share is a share of the whole table.",
    )


@SPLIT_BLOCKS.criterion("Shuffled before the cut", points=2, read="Shuffle, then split")
def _shuffled(train_rows, valid_rows, test_rows):
    parts = _row_numbers(train_rows=train_rows, valid_rows=valid_rows, test_rows=test_rows)
    for name, rows in parts.items():
        # Of a shuffled part, a fifth comes from each fifth of the file: 0.2 with a deviation of 0.008.
        fifths = np.bincount(np.clip(rows * 5 // _BLOCKS, 0, 4).astype(int), minlength=5) / max(len(rows), 1)
        require(
            close(fifths, np.full(5, 0.2), rel=0, abs=0.05),
            expected="each part drawn from all over the file",
            found=f"{fifths[-1]:.0%} of `{name}` come from the last fifth of the file, "
            f"{fifths[0]:.0%} from the first",
            hint="The file is sorted by place: a piece of it in file order is unlike the others. Shuffle, "
            "then cut.",
        )


# ------------------------------------------------------------------------------------------- measure_errors

_TRUE = np.array([0.5, 1.25, 4.0, 9.5, 2.0])
_PREDICTED = np.array([0.9, 1.05, 5.5, 7.5, 2.0])
_BALANCED = _TRUE + np.array([1.0, -1.0, 2.0, -2.0, 0.0])  # errors that cancel

MEASURE_ERRORS = Exercise(
    LESSON,
    "measure_errors",
    evidence={
        "errors": kinds.Function(
            [
                kinds.call(_TRUE, _PREDICTED),
                kinds.call(_TRUE, _BALANCED),
                kinds.call(_TRUE, _PREDICTED[:, np.newaxis]),
            ]
        ),
        "baseline_price": kinds.Value(),
    },
)
MEASURE_ERRORS.prepare = lambda: _diamonds()


def _error_of(errors: Any, call: int, key: str) -> float:
    """Give one of the three numbers that the learner's function returned from a call."""
    returned = value_of(
        errors.answers[call], "errors", hint="Call the function yourself on two short arrays."
    )
    require(
        isinstance(returned, dict),
        expected='a dict with the keys "mse", "rmse" and "mae"',
        found=kind_of(returned),
        hint="Three numbers in one dict: {key: value, …}.",
    )
    require(
        key in returned,
        expected=f"the key {key!r}",
        found=kind_of(returned),
        hint="Spell it in small letters.",
    )
    return number_of(
        returned[key],
        expected=f"one number for {key!r}",
        hint="The mean makes one number of many: it is missing.",
    )


def _error_is(errors: Any, key: str, right: Callable, mistakes: Mapping[str, Callable]) -> None:
    """Hold an error measure, from two calls, against its formula and against those of known mistakes."""
    for call, predicted in enumerate((_PREDICTED, _BALANCED)):
        off = predicted - _TRUE
        number_is(
            _error_of(errors, call, key),
            right(off),
            expected=f"the {key.upper()} of five hidden stones",
            mistakes={words: formula(off) for words, formula in mistakes.items()},
            hint="Work the three stones of the lesson through by hand and compare.",
        )


def _mse(off: Any) -> float:
    """Mean of squared errors."""
    return float(np.mean(np.square(np.asarray(off, "float64"))))


def _rmse(off: Any) -> float:
    """Root of the mean of squared errors."""
    return _mse(off) ** 0.5


def _mae(off: Any) -> float:
    """Mean of absolute errors."""
    return float(np.mean(np.abs(np.asarray(off, "float64"))))


@MEASURE_ERRORS.criterion("MSE is the mean of squared errors", points=1, read="Baseline first")
def _mse_right(errors):
    mistakes = {
        "This is the sum of the squares: divide by how many there are.": lambda off: np.sum(off**2),
        "This is the RMSE: the MSE has no root.": _rmse,
        "This is the MAE: squares are missing.": _mae,
        "Square each error first, then take the mean, not the other way round.": lambda off: (
            np.mean(off) ** 2
        ),
    }
    _error_is(errors, "mse", _mse, mistakes)


@MEASURE_ERRORS.criterion("RMSE is the root of the MSE", points=1, read="Baseline first")
def _rmse_right(errors):
    mistakes = {
        "This is the MSE: its root is missing.": _mse,
        "The root of each square is the absolute error, so this is the MAE. Take the mean before the "
        "root.": _mae,
        "This is the root of the sum: the mean is missing.": lambda off: np.sum(off**2) ** 0.5,
    }
    _error_is(errors, "rmse", _rmse, mistakes)


@MEASURE_ERRORS.criterion("MAE is the mean of absolute errors", points=1, read="Baseline first")
def _mae_right(errors):
    mistakes = {
        "Errors above and below cancel: the absolute value is missing.": lambda off: [
            np.mean(off),
            -np.mean(off),
        ],
        "This is a median.": np.median,
        "This is the median of the absolute errors, not their mean.": lambda off: np.median(np.abs(off)),
    }
    _error_is(errors, "mae", _mae, mistakes)


@MEASURE_ERRORS.criterion("A column of predictions gives the same errors", points=1, read="Baseline first")
def _column(errors):
    for key in ("mse", "rmse", "mae"):
        flat, column = _error_of(errors, 0, key), _error_of(errors, 2, key)
        require(
            close(column, flat),
            expected="the same errors for predictions of shape (n,) and (n, 1)",
            found=f"{key.upper()} {shown(flat)} for the one and {shown(column)} for the other",
            hint="A column minus a flat array subtracts every pair. Make both flat first.",
        )


@MEASURE_ERRORS.criterion("The baseline is learned from training rows", points=1, read="Baseline first")
def _baseline(baseline_price):
    price = number_of(
        baseline_price, expected="one price", hint="The baseline gives the same number for each stone."
    )
    prices = {name: part.y for name, part in _diamonds().items()}
    near = partial(close, price, rel=0, abs=1e-3)  # means of two parts differ by a few dollars
    origin = next((name for name, part in prices.items() if near(part.mean())), "")
    median, in_dollars = np.median(prices["training"]), close(price, 1000 * prices["training"].mean())
    require(
        origin == "training",
        expected="the constant that has the least squared error on training rows",
        found=shown(price) + (f", learned from {origin} rows" if origin else ""),
        mistakes={
            "A baseline learns too, if only one number; it may not learn from validation or test "
            "rows.": origin,
            "This is the median, which has the least absolute error, not the least squared one.": near(
                median
            ),
            "This is in dollars; prices are in thousands of dollars here.": in_dollars,
        },
        hint="Which constant wins by squared error, and which by absolute error? The first output below that "
        "heading tells.",
    )


# ----------------------------------------------------------------------------------------------- scale_once

SCALE_ONCE = Exercise(
    LESSON,
    "scale_once",
    evidence=dict.fromkeys(("train_scaled", "valid_scaled", "test_scaled"), kinds.Array()),
)


def _learned_from(scale: Scale) -> str:
    """Name the rows that a scale was learned from; empty when none fits."""
    rows = {name: part.x for name, part in _diamonds().items()}
    for other in ("validation", "test"):
        rows[f"training and {other}"] = np.concatenate([rows["training"], rows[other]])
    return scale.learned_from(rows)


def _has_rows_of(part: str, scaled: np.ndarray, name: str) -> None:
    """See to it that an array holds a part's rows, all of them, as finite numbers."""
    wanted = _diamonds()[part].x.shape
    require(
        scaled.shape == wanted and scaled.dtype.kind in "iuf" and np.isfinite(scaled).all(),
        expected=f"`{name}` with all {part} rows and their six features",
        found=f"shape {scaled.shape}" if scaled.shape != wanted else "values that are not finite numbers",
        hint="Scale the part as it is, without leaving out rows or columns.",
    )


@SCALE_ONCE.criterion("Training columns have mean 0 and deviation 1", points=1, read="Features on one scale")
def _standardized(train_scaled):
    _has_rows_of("training", train_scaled, "train_scaled")
    mean, deviation = train_scaled.mean(axis=0), train_scaled.std(axis=0)
    still_raw = close(train_scaled, _diamonds()["training"].x)
    by_extremes = train_scaled.min() >= -1e-6 and train_scaled.max() <= 1 + 1e-6
    require(
        np.abs(mean).max() < 0.05 and np.abs(deviation - 1).max() < 0.05,
        expected="a mean of 0 and a standard deviation of 1 in each column",
        found=f"means from {mean.min():.2f} to {mean.max():.2f}, deviations from "
        f"{deviation.min():.2f} to {deviation.max():.2f}",
        mistakes={
            "This runs from 0 to 1, so it is a scale by minimum and maximum; asked is the one by mean "
            "and standard deviation.": by_extremes,
            "These are still the raw features: `fit` learns mean and deviation, another call applies "
            "them.": still_raw,
        },
        hint="Take away each column's mean and divide by its standard deviation.",
    )


@SCALE_ONCE.criterion("The scale is learned from training rows alone", points=2, read="Features on one scale")
def _training_rows_alone(train_scaled):
    _has_rows_of("training", train_scaled, "train_scaled")
    origin = _learned_from(Scale.between(_diamonds()["training"].x, train_scaled))
    require(
        origin in ("training", ""),  # a scale of another sort is judged by the criterion above
        expected="mean and standard deviation learned from the training rows",
        found=f"those of {origin} rows",
        hint="That is leakage: validation or test rows have a part in the training inputs.",
    )


@SCALE_ONCE.criterion("One scale for all three parts", points=2, read="Features on one scale")
def _one_scale(train_scaled, valid_scaled, test_scaled):
    scaled = {"training": train_scaled, "validation": valid_scaled, "test": test_scaled}
    names = {"training": "train_scaled", "validation": "valid_scaled", "test": "test_scaled"}
    for part, values in scaled.items():
        _has_rows_of(part, values, names[part])
    raw = {name: part.x for name, part in _diamonds().items()}
    first = Scale.between(raw["training"], train_scaled)
    for part in ("validation", "test"):
        own = Scale.between(raw[part], scaled[part])
        require(
            own.near(first),
            expected=f"{part} rows on the scale of the training rows",
            found=f"a stone gets other values in `{names[part]}` than it would in `train_scaled`",
            mistakes={
                f"The scaler was fitted twice: again on the {part} rows, so that their average became 0 "
                "as well.": own.near(Scale.of(raw[part])),
                f"The {part} rows were not scaled at all.": close(scaled[part], raw[part]),
            },
            hint="The same mean and the same standard deviation are taken for all three parts.",
        )


# ------------------------------------------------------------------------------------------ build_regressor

BUILD_REGRESSOR = Exercise(LESSON, "build_regressor", evidence={"regressor": kinds.Model(compiled=False)})


def _takes_six_features(model: Any) -> None:
    """See to it that a model takes one array of six features."""
    inputs = model.architecture.inputs
    require(
        inputs,
        expected="a model that knows its input",
        found="a model without one, which has no weights before its first call",
        hint="Let the list of layers begin with keras.Input.",
    )
    shapes = [tuple(port.shape[1:]) for port in inputs]
    require(
        shapes == [(6,)],
        expected="one input of six features",
        found=f"{len(inputs)} input(s) of shape {listed(shapes)}",
        hint="The input's shape is that of a single stone, without the number of rows.",
    )


@BUILD_REGRESSOR.criterion(
    "Normalization has learned from training rows alone", points=2, read="A layer that carries the scale"
)
def _normalized(regressor):
    _takes_six_features(regressor)
    graph = regressor.architecture
    layers, times = graph.layers("Normalization"), len(graph.calls("Normalization"))
    by_batch = graph.layers("BatchNormalization")
    require(
        layers,
        expected="a Normalization layer in the model",
        found=graph.describe(),
        mistakes={
            "BatchNormalization is another thing: it learns mean and variance in training, batch by "
            "batch.": by_batch
        },
        hint="Put the layer of that name right behind the input; without it `depth` outweighs `carat`.",
    )
    require(
        not graph.has_path(graph.input(0), graph.output(0), avoiding="Normalization"),
        expected="every feature passing through the Normalization layer",
        found="a path from the input to the price that goes around it",
        hint="The layers behind it take its output, not the raw input.",
    )
    require(
        times == 1,
        expected="the features normalized once",
        found=f"{times} normalizations, one behind or beside the other",
        hint="The second one scales what is scaled already, by the mean and variance of raw features.",
    )
    _learned_from_training(Scale.in_layer(layers[0].layer, width=6))


def _learned_from_training(scale: Scale) -> None:
    """See to it that a Normalization layer was adapted on the raw training rows alone."""
    origin = _learned_from(scale)
    unchanged = not origin and scale.near(Scale(np.zeros(6), np.ones(6)))
    kept_back = origin in ("validation", "test")
    found = f"mean and variance of {origin} rows" if origin else "another mean and variance"
    if unchanged:
        found = "mean 0 and variance 1: the raw features pass through unchanged"
    require(
        origin == "training",
        expected="the mean and variance of the training rows",
        found=found,
        mistakes={
            f"Adapted on {origin} rows, it has seen nothing of the training rows and leaks those kept "
            "back.": kept_back,
            "That is leakage: validation or test rows have shaped the inputs.": origin,
            "The layer was never adapted; there is no warning of that.": scale.untouched,
            "It was adapted on features that were scaled already, while raw ones come in.": unchanged,
        },
        hint="Adapt it on the raw training features, once, before the model is used.",
    )


@BUILD_REGRESSOR.criterion("One number for each stone", points=1, read="One linear output")
def _one_number(regressor):
    _takes_six_features(regressor)
    shapes = [tuple(port.shape[1:]) for port in regressor.architecture.outputs]
    require(
        shapes in ([(1,)], [()]),
        expected="one number for each stone: its price",
        found=" and ".join(f"{shape[-1]} numbers" if shape else "one number" for shape in shapes),
        hint="The last layer has as many units as there are numbers to predict.",
    )


@BUILD_REGRESSOR.criterion("The output is linear", points=1, read="One linear output")
def _linear_output(regressor):
    _takes_six_features(regressor)
    output_activation_is(
        regressor,
        0,
        "linear",
        expected="an output that can give every number",
        reasons={
            "relu": "ReLU was left on at the output: it can't go below 0, and once below for every stone it "
            "stops learning.",
            "sigmoid": "A sigmoid never gives more than 1, so no price above 1,000 dollars can come out.",
            "softmax": "A softmax over one unit gives 1 for every stone; it belongs to several classes.",
            "tanh": "A tanh stays between -1 and 1, so no price above 1,000 dollars can come out.",
        },
        hint="A regressor's last layer has no activation.",
    )


@BUILD_REGRESSOR.criterion("A hidden layer has an activation", points=1, read="One linear output")
def _hidden_activation(regressor):
    _takes_six_features(regressor)
    graph = regressor.architecture
    last = graph.output_layer(0)
    hidden = [node for node in graph.layers() if node is not last and node.trainable_parameters]
    require(
        any(node.activation != "linear" for node in hidden),
        expected="a hidden layer with an activation such as ReLU",
        found=graph.describe(),
        mistakes={
            "Weighted sums of weighted sums are weighted sums again: without an activation inside, it "
            "stays a straight line.": hidden,
        },
        hint="One layer alone is a linear model: it draws a straight line, however long it trains.",
    )
    activations_between(
        regressor,
        expected="an activation behind every hidden layer",
        hint="Without it, this layer and the next do no more than one of them could.",
    )


# ------------------------------------------------------------------------------------------ train_regressor

TRAIN_REGRESSOR = Exercise(
    LESSON,
    "train_regressor",
    evidence={"trained": kinds.Model(), "trained_history": kinds.History()},
)

# On unseen stones, in thousands of dollars: the straight line 1.23. With ten seeds, four epochs of Adam at
# 0.01: 0.732 (deviation 0.045); at most eight of Adam at 0.001: 0.762 (0.012). SGD at 0.01 with a seed that
# starts well: 0.80.
_GOOD_RMSE = Bar("RMSE on unseen stones, thousands of dollars", at_most=1.0)
_BATCH_SIZES, _MOST_EPOCHS = (16, 32, 64, 128), 10


def _losses(model: Any) -> list[str]:
    """Give the names of a model's losses; none when it was never compiled."""
    return [str(loss) for loss in model.compiled.losses] if model.compiled else []


@TRAIN_REGRESSOR.criterion("The loss is MSE", points=1, read="The learning rate")
def _loss_is_mse(trained):
    compiled_of(
        trained, hint="If `compile` raised an error, read it: the rate is called `learning_rate`, not `lr`."
    )
    losses = _losses(trained)
    for_classes = any("crossentropy" in loss for loss in losses)
    require(
        losses == ["mean_squared_error"],
        expected="MSE as loss",
        found=listed(losses) or "no loss",
        mistakes={"A cross-entropy is for probabilities of classes; a price is a number.": for_classes},
        hint="The mean squared error is asked for.",
    )


@TRAIN_REGRESSOR.criterion("RMSE and MAE are metrics", points=1, read="Baseline first")
def _metrics(trained):
    names = trained.compiled.metric_names if trained.compiled else []
    wanted = {"root_mean_squared_error": "RMSE", "mean_absolute_error": "MAE"}
    missing = [short for name, short in wanted.items() if name not in names]
    counts_hits = any("accuracy" in name for name in names)
    require(
        not missing,
        expected="RMSE and MAE among the metrics",
        found=f"{listed(names) or 'none'}; missing: {' and '.join(missing)}",
        mistakes={
            "Accuracy counts exact hits, and no price is hit to the cent: it says nothing about a "
            "regressor.": counts_hits
        },
        hint="Metrics are a list that `compile` takes.",
    )


def _fitted_on(history: Any) -> str:
    """Name the rows that were fitted on, by the steps of an epoch; empty when no batch size of the task fits.

    With these batch sizes no other part has as many steps as the training rows.
    """
    rows_of = {name: len(part.y) for name, part in _diamonds().items()}
    counts = {
        "training": rows_of["training"],
        "training and validation": rows_of["training"] + rows_of["validation"],
        **{name: rows_of[name] for name in ("all", "validation", "test")},
    }
    found = [
        name
        for name, rows in counts.items()
        for size in _BATCH_SIZES
        if math.ceil(rows / size) == history.steps
    ]
    return found[0] if found else ""


def _steps_before(trained: Any, history: Any) -> int:
    """Give how many steps were made outside the training that the history tells of; 0 when unknown."""
    made = trained.compiled.iterations if trained.compiled is not None else None
    return 0 if made is None or history.steps is None else made - history.steps * len(history)


def _epochs_of_training_rows(steps: int) -> bool:
    """Whether so many steps are whole epochs of the training rows, with one of the task's batch sizes."""
    rows = len(_diamonds()["training"].y)
    return any(steps % math.ceil(rows / size) == 0 for size in _BATCH_SIZES)


@TRAIN_REGRESSOR.criterion("Validation rows are watched", points=1, read="Shuffle, then split")
def _validation_watched(trained, trained_history):
    fitted_on = _fitted_on(trained_history)
    require(
        fitted_on in ("training", ""),
        expected="a network fitted on the training rows alone",
        found=f"{trained_history.steps} steps an epoch: {fitted_on} rows",
        hint="Rows that the network learns from can't judge it: `fit` takes `x_train` and `y_train`.",
    )
    before = _steps_before(trained, trained_history)
    require(
        before <= 0 or _epochs_of_training_rows(before),
        expected="a network fitted on the training rows alone",
        found=f"{before} steps before those of the history, which are no epochs of the training rows",
        hint="Was it fitted on other rows before? Rows that the network learns from can't judge it.",
    )
    require(
        "val_loss" in trained_history,
        expected="a loss on validation rows after each epoch",
        found=f"logs {listed(trained_history.names) or 'none'}",
        hint="`fit` takes them as `validation_data`; without them you can't tell a network that learns from "
        "one that overfits.",
    )
    watched = np.asarray(trained_history["val_loss"])
    comparable = _losses(trained) == ["mean_squared_error"] and holds(_takes_six_features, trained)
    if not comparable or not np.isfinite(watched).all() or not holds(_prices, trained, "validation"):
        return  # no loss to compare with; that costs other criteria
    # Whoever gave the network back the weights of an earlier epoch has that epoch's loss: all are compared.
    # Two machines add up in different orders: a thousandth is a hundred times that.
    off = {}
    for name in ("validation", "test", "training"):
        loss = _mse(_prices(trained, name) - _diamonds()[name].y)
        off[name] = np.abs(watched / max(loss, 1e-12) - 1)
    if off["validation"][-1] < 1e-3:
        return
    hints = {
        "test": "The test rows were used to choose the rate: then none are left to test with.",
        "training": "On rows that it learns from, a network looks better than it is.",
    }
    for name, hint in hints.items():
        require(
            off[name].min() >= 1e-4,
            expected="validation rows watched",
            found=f"{name} rows watched",
            hint=hint,
        )
    on_scaled = _mse(_prices(trained, "validation", scaled=True) - _diamonds()["validation"].y)
    if np.abs(watched / max(on_scaled, 1e-12) - 1).min() < 1e-3:
        return  # rows that were scaled before; that costs the criterion on unseen stones
    require(
        off["validation"].min() < 1e-3,
        expected="a loss in the history that `trained` really has on `x_valid` and `y_valid`",
        found="another one",
        hint="Do the features and the prices come from the same part, and is the history that of this "
        "network's last training?",
    )


def _prices(model: Any, part: str, *, scaled: bool = False) -> np.ndarray:
    """Give a model's prices for the stones of a part, of shape (stones,), in thousands of dollars.

    Args:
        model: The model's evidence.
        part: The part's name.
        scaled: Whether features that a scaler has normalized go in, in place of raw ones.
    """
    rows = _diamonds()[part]
    scale = Scale.of(_diamonds()["training"].x)
    features = ((rows.x - scale.mean) / scale.deviation).astype("float32") if scaled else rows.x
    prices = model.predict(features, batch_size=4096)
    require(
        np.shape(prices) in ((len(rows.y), 1), (len(rows.y),)),
        expected="one price a stone",
        found=f"an output of shape {np.shape(prices)[1:]}",
        hint="Use make_network().",
    )
    return prices.ravel()


@TRAIN_REGRESSOR.criterion("RMSE of at most 1.0 on unseen stones", points=2, read="The learning rate")
def _good_enough(trained, trained_history):
    _takes_six_features(trained)
    prices = _prices(trained, "unseen")
    rmse = _rmse(prices - _diamonds()["unseen"].y)
    require(
        len(trained_history) <= _MOST_EPOCHS,
        expected=f"at most {_MOST_EPOCHS} epochs",
        found=f"{len(trained_history)}",
        hint="With a better learning rate fewer epochs are enough.",
    )
    steps = np.diff(trained_history.logs.get("loss", [0.0]))
    scaled = math.inf
    if not rmse <= _GOOD_RMSE.value:
        scaled = _rmse(_prices(trained, "unseen", scaled=True) - _diamonds()["unseen"].y)
    require(
        _GOOD_RMSE.holds(rmse),
        expected=f"an RMSE of at most {_GOOD_RMSE} thousand dollars on stones that the lesson never showed",
        found=shown(rmse) if np.isfinite(rmse) else "an RMSE that is not a number",
        mistakes={
            "It was fitted on rows that were scaled already. The network normalizes by itself: give it raw "
            "features.": scaled <= _GOOD_RMSE.value,
            "The learning rate is too large: the weights grew beyond what a float holds. Take a tenth of "
            "it, or less.": not np.isfinite(rmse),
            "It gives the same price for every stone: with a learning rate too large, hidden units give 0 "
            "for all of them.": prices.std() < 0.01,
            "The learning rate is too small: the loss falls at every epoch, and is still falling at "
            "the last.": len(steps) and (steps < 0).all() and rmse > 1.2,
            "The loss jumps up and down: the learning rate is too large.": (steps > 0).any(),
        },
        hint="Train for a few more epochs, or start again with another learning rate.",
    )


# ----------------------------------------------------------------------------------------- choose_then_test

# What each model's predictions are off by, in thousands of dollars: validation stones, test stones.
_OFF = {
    "abacus": ((0.1, 0.1, -0.1, 0.1, 0.1, -3.2), (-0.2, 0.2, -0.2, 0.3, -0.3, -3.6)),
    "balance": ((0.7, -0.6, 0.8, -0.7, 0.6, -0.8), (0.9, -0.8, 1.2, -0.9, 0.8, 1.1)),
    "compass": ((1.1, -0.9, 1.0, -0.9, 1.1, 0.9), (0.6, -0.5, 0.7, -0.5, 0.4, -0.7)),
}

CHOOSE_THEN_TEST = Exercise(
    LESSON, "choose_then_test", evidence={"chosen": kinds.Value(), "promise": kinds.Value()}
)


@CHOOSE_THEN_TEST.criterion(
    "The model is chosen on validation stones by RMSE", points=2, read="Look at the errors, then test once"
)
def _chosen_on_validation(chosen):
    require(
        isinstance(chosen, str) and chosen in _OFF,
        expected="the name of one of the three models",
        found=shown(chosen),
        hint="A name is a text in quotes.",
    )
    require(
        chosen == min(_OFF, key=lambda name: _rmse(_OFF[name][0])),
        expected="the model with the smallest RMSE on validation stones",
        found=f"`{chosen}`",
        mistakes={
            "The test stones were used to choose. They are there to judge the choice that the validation "
            "stones made.": chosen == min(_OFF, key=lambda name: _rmse(_OFF[name][1])),
        },
        hint="By MAE it would win: a single huge error weighs little there. The shop asks for RMSE.",
    )


@CHOOSE_THEN_TEST.criterion(
    "The promise is the chosen model's RMSE on test stones",
    points=2,
    read="Look at the errors, then test once",
)
def _promised_on_test(chosen, promise):
    promised = number_of(promise, hint="Set `promise` to an RMSE.")
    require(
        isinstance(chosen, str) and chosen in _OFF,
        expected="a promise for one of the three models",
        found=f"a promise for {shown(chosen)}",
        hint="Choose a model by name first.",
    )
    valid, test = _OFF[chosen]
    number_is(
        promised,
        _rmse(test),
        expected=f"the RMSE of `{chosen}` on test stones",
        mistakes={
            "This is the RMSE on validation stones, by which the model was chosen: it looks better than the "
            "model is.": _rmse(valid),
            "This is the MSE: its root is still to be taken.": _mse(test),
            "This is the MAE, not the RMSE.": _mae(test),
            "This is in dollars; thousands of dollars are asked for.": _rmse(test) * 1000,
        },
        hint="Compute it for the chosen model alone, on stones that had no part in the choice.",
        abs=0.006,  # rounded to two decimals
    )
