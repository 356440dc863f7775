"""Hidden checks of lesson 10: batch normalization by hand and in networks, separable convolutions counted."""

from collections.abc import Iterator, Sequence
from functools import cache, partial
from itertools import pairwise, permutations
from typing import Any

import numpy as np

from graders.criteria import Exercise, Missed, hidden_rng, require
from graders.evidence import kinds
from graders.evidence.kinds import ask, get, made, make, ref, seed
from graders.vocabulary import (
    array_of,
    close,
    inputs_are,
    kind_of,
    listed,
    number_is,
    numbers_of,
    output_layer_is,
    shown,
    value_of,
)

LESSON = "10_batchnorm_separable"
_EPSILON = 0.001


def _drawn(number: int, *shape: int, mean: float = 0.0, deviation: float = 1.0) -> np.ndarray:
    """Draw numbers for the check; the last axis are channels, each of a mean and deviation of its own."""
    random = hidden_rng(1000 + number)
    scale = np.linspace(0.5, 2.0, shape[-1])
    return (mean * scale + deviation * scale * random.normal(size=shape)).astype("float32")


def _axes(x: np.ndarray) -> tuple[int, ...]:
    return tuple(range(x.ndim - 1))


def _normal(x: np.ndarray, epsilon: float = _EPSILON, axes: tuple[int, ...] | None = None) -> np.ndarray:
    """Normalize each channel over all other axes (Ioffe and Szegedy 2015, algorithm 1), or over others."""
    x, axes = x.astype("float64"), _axes(x) if axes is None else axes
    variance = x.var(axis=axes, keepdims=True)
    return (x - x.mean(axis=axes, keepdims=True)) / np.sqrt(variance + epsilon)


def _same(found: Any, right: np.ndarray, tolerance: float = 2e-3) -> bool:
    """Whether two arrays agree, within what a variance worked out as E[x²] − E[x]² in float32 is off."""
    return close(found, right, rel=tolerance, abs=tolerance)


# ------------------------------------------------------------------------------------------------ normalize

_MAPS = _drawn(1, 6, 5, 4, 3, mean=4, deviation=2)
_TABLE = _drawn(2, 30, 4, mean=-3, deviation=2)
_GAMMA, _BETA = np.array([2.0, -1.0, 0.5]), np.array([10.0, 0.0, -4.0])
_STILL = np.stack(
    [np.full(40, 4.0), 7 + 0.04 * _TABLE[np.arange(40) % 30, 0], _drawn(3, 40, 1)[:, 0]], axis=1
)

NORMALIZE = Exercise(
    LESSON,
    "normalize",
    evidence={
        "normalize": kinds.Function(
            [
                kinds.call(_MAPS, np.ones(3), np.zeros(3)),
                kinds.call(_TABLE, np.ones(4), np.zeros(4)),
                kinds.call(_MAPS, _GAMMA, _BETA),
                kinds.call(_STILL, np.ones(3), np.zeros(3)),
            ]
        )
    },
)


def _normalized(normalize: Any, call: int, x: np.ndarray) -> np.ndarray:
    """Give what a call of the learner's function returned, of the shape that went in."""
    return array_of(
        value_of(normalize.answers[call], "normalize(x, gamma, beta)"),
        shape=x.shape,
        expected=f"an array of shape {x.shape}, as it went in",
        hint="The function ends with `return`, and every number of the batch keeps its place.",
    ).astype("float64")


@NORMALIZE.criterion(
    "Each channel at mean 0 and standard deviation 1", points=2, read="Normalize each channel"
)
def _each_channel(normalize):
    for call, x, what in ((0, _MAPS, "maps"), (1, _TABLE, "a table")):
        found = _normalized(normalize, call, x)
        # Without its epsilon, which another criterion judges, the answer differs by less than this.
        if not _same(found, _normal(x), 0.01):
            raise Missed(
                expected=f"for {what}, one mean and one standard deviation for each channel, over all other "
                "axes: 0 and 1",
                found=_moments(found),
                mistakes=_wrong_axes(found, x),
                hint="First take the mean away, then divide by the root of the variance. Over which axes?",
            )


def _moments(found: Any) -> str:
    """Show mean and deviation of each channel."""
    found = np.asarray(found, "float64")
    means, deviations = (
        np.round(part, 2) + 0.0 for part in (found.mean(_axes(found)), found.std(_axes(found)))
    )
    return f"channels with means {shown(means.tolist())} and deviations {shown(deviations.tolist())}"


def _wrong_axes(found: Any, x: np.ndarray) -> dict[str, bool]:
    """Say which known mistake a batch shows that is normalized otherwise."""
    axes, x = _axes(x), x.astype("float64")
    centered, variance = x - x.mean(axis=axes), x.var(axis=axes)
    over = {
        "You normalized along the channels, each row by itself: that is the one axis to keep.": (x.ndim - 1,),
        "You took the mean over the batch alone, at each place of the map. A channel has one mean, over "
        "height and width too.": (0,),
        "You took one mean over everything: each channel has its own.": tuple(range(x.ndim)),
        "You took the mean of each picture by itself; the batch belongs to it.": tuple(range(1, x.ndim - 1)),
        "You normalized each sample by itself; the batch belongs to the mean.": tuple(range(1, x.ndim)),
    }
    wrong = {words: other for words, other in over.items() if other and other != axes}
    return {
        **{words: _same(found, _normal(x, axes=other), 0.01) for words, other in wrong.items()},
        "You divided by the variance: the standard deviation is its square root.": _same(
            found, centered / (variance + _EPSILON), 0.01
        ),
        "The mean is not yet taken away.": _same(found, x / np.sqrt(variance + _EPSILON), 0.01),
        "The means are right; the division by the standard deviation is left out.": _same(
            found, centered, 0.01
        ),
    }


@NORMALIZE.criterion("Epsilon under the root", points=1, read="Normalize each channel")
def _epsilon(normalize):
    found = _normalized(normalize, 3, _STILL)
    require(
        np.isfinite(found).all(),
        expected="numbers for a channel that never changes",
        found="NaN or infinity",
        hint="The standard deviation of that channel is 0, and you divide by it. What is epsilon for?",
    )
    others = (1e-2, 1e-4, 1e-5, 1e-7, 2e-3)
    require(
        _same(found, _normal(_STILL)),
        expected="a channel of small variance divided by √(variance + 0.001)",
        found=_moments(found),
        mistakes={
            f"That is what an epsilon of {other:g} makes; it is 0.001 here.": _same(
                found, _normal(_STILL, other)
            )
            for other in others
        },
        hint="Epsilon is 0.001, and is added to the variance, under the root.",
    )


@NORMALIZE.criterion("Gamma scales, beta shifts", points=1, read="Normalize each channel")
def _gamma_beta(normalize):
    plain, found = _normalized(normalize, 0, _MAPS), _normalized(normalize, 2, _MAPS)
    require(
        _same(found, _GAMMA * plain + _BETA),
        expected="gamma × normalized + beta, for each channel",
        found="other numbers",
        mistakes={
            "They change nothing in your function: the network needs them to choose another mean and "
            "standard deviation.": _same(found, plain),
            "Beta is left out.": _same(found, _GAMMA * plain),
            "Gamma is left out.": _same(found, plain + _BETA),
            "Gamma comes first: beta itself isn't scaled.": _same(found, _GAMMA * (plain + _BETA)),
        },
        hint="Channel by channel: what is normalized is multiplied by gamma, then beta is added.",
    )


# ---------------------------------------------------------------------------------------------- count_block

_BLOCKS = ((5, 12, 3), (8, 24, 5), (20, 7, 1))

COUNT_BLOCK = Exercise(
    LESSON,
    "count_block",
    evidence={"count_block": kinds.Function([kinds.call(*block) for block in _BLOCKS])},
)


def _two_of(answer: Any, called: str) -> list[float]:
    """Give the two numbers that a counting function returned."""
    return numbers_of(
        value_of(answer, called),
        2,
        expected=f"two numbers from `{called}`",
        hint="Return both, with a comma between, in the order that the exercise names.",
    )


_count_is = partial(number_is, rel=0, abs=0)


def _blocks(function: Any) -> Iterator[tuple[str, tuple[int, ...], list[float]]]:
    """Give each call in words, its sizes, and the two numbers that came back."""
    for answer, block in zip(function.answers, _BLOCKS, strict=True):
        called = f"count_block({', '.join(map(str, block))})"
        yield called, block, _two_of(answer, called)


_LOOK = "Build such a block, and read its summary line by line."


@COUNT_BLOCK.criterion("What training changes", points=2, read="Four parameters a channel")
def _trained(count_block):
    for called, (channels, filters, size), (found, other) in _blocks(count_block):
        kernels = size * size * channels * filters
        flat = size * size * filters + 2 * filters
        _count_is(
            found,
            kernels + 2 * filters,
            expected=f"the parameters that training changes of `{called}`",
            mistakes={
                "Of BatchNorm's four parameters a channel, training changes only two.": kernels + 4 * filters,
                "The convolution has no bias here: `use_bias=False`.": kernels + 3 * filters,
                "Gamma and beta are trained too, one each for every channel.": kernels,
                "Gamma and beta are two parameters a channel.": kernels + filters,
                "BatchNorm sees the maps that the convolution makes.": kernels + 2 * channels,
                "A filter looks at all channels at once.": flat,
                "A kernel is a square: size × size places.": kernels // size + 2 * filters,
                "The two numbers are swapped." if other > found else "The kernels are trained as well.": 2
                * filters,
            },
            hint=_LOOK,
        )


@COUNT_BLOCK.criterion("What training leaves alone", points=1, read="Four parameters a channel")
def _left_alone(count_block):
    for called, (channels, filters, size), (_, found) in _blocks(count_block):
        swapped = size * size * channels * filters + 2 * filters
        _count_is(
            found,
            2 * filters,
            expected=f"the parameters that training leaves alone of `{called}`",
            mistakes={
                "Two a channel is half of it: the moving mean and variance are kept as well.": 0,
                "Both are kept for each channel: the moving mean and the moving variance.": filters,
                "Four in all, and of these two are trained.": 4 * filters,
                "BatchNorm sees the maps that the convolution makes: one for each filter.": 2 * channels,
                "The two numbers are swapped.": swapped,
            },
            hint=_LOOK,
        )


# --------------------------------------------------------------------------------------------- channel_norm

# The second batch hardly varies, so that epsilon counts.
_FIRST, _SECOND = _drawn(4, 40, 3, mean=5, deviation=2), _drawn(5, 40, 3, mean=-0.5, deviation=0.05)
_ASKED, _GOAL = _drawn(6, 12, 3, mean=3), _drawn(7, 40, 3, mean=6)
_HALF = 0.5
_MOMENTUM = 0.9


def _do(label: str, what: str, *args: Any, store: str | None = None, **kwargs: Any) -> kinds.Step:
    """Make a step that is carried out for its effect: of its answer only an error is kept."""
    return ask(label, what, *args, store=store, take=False, **kwargs)


CHANNEL_NORM = Exercise(
    LESSON,
    "channel_norm",
    evidence={
        "ChannelNorm": kinds.Script(
            [
                make(momentum=_MOMENTUM),
                ask("training 1", "made", _FIRST, training=True),
                ask("training 2", "made", _SECOND, training=True),
                get("layer", "made"),
                get("inner", "made._layers"),
                ask("use 1", "made", _ASKED, training=False),
                ask("use 2", "made", _ASKED[:5]),
                ask("weights", "made.get_weights"),
            ],
            needs="class",
        ),
        "maps": kinds.Script(
            [
                make(momentum=_HALF),
                ask("training 1", "made", _MAPS, training=True),
                get("layer", "made"),
                ask("use 1", "made", 2 * _MAPS, training=False),
            ],
            of="ChannelNorm",
            needs="class",
        ),
        "fitted": kinds.Script(
            [
                make(momentum=_MOMENTUM),
                _do("model", "keras.Sequential", [made("keras.Input", (3,)), ref("made")], store="model"),
                _do("compiled", "model.compile", loss="mse", optimizer=made("keras.optimizers.SGD", 0.3)),
                _do("fitted", "model.fit", _FIRST, _GOAL, batch_size=40, epochs=1, verbose=0),
                get("layer", "made"),
                ask("use 1", "made", _ASKED, training=False),
                ask("training 1", "made", _FIRST, training=True),
            ],
            of="ChannelNorm",
            needs="class",
        ),
    },
)

_CALLS = {
    "made": "ChannelNorm()",
    "training 1": "layer(x, training=True)",
    "training 2": "layer(x, training=True)",
    "use 1": "layer(x, training=False)",
    "use 2": "layer(x)",
    "fitted": "model.fit(x, y)",
    "weights": "layer.get_weights()",
}


def _answer_of(script: Any, label: str) -> Any:
    """Give the layer's answer to a step, once it could be made."""
    hint = "An object was made and called as the exercise says. Try it yourself on a few rows."
    value_of(script["made"], _CALLS["made"], hint=hint)
    return value_of(script[label], _CALLS.get(label, "ChannelNorm()"), hint=hint)


def _weights(script: Any, *, trained: bool) -> list[np.ndarray]:
    """Give the layer's weights that training changes, or the others, channel by channel.

    A weight may have axes of size 1 in front of the channels, or hold several kinds of number in rows.
    """
    weights = [
        weight for weight in getattr(script["layer"].value, "weights", ()) if weight.trainable == trained
    ]
    return [row for weight in weights for row in _rows(weight.values)]


def _rows(values: np.ndarray) -> list[np.ndarray]:
    rows = values.shape[-1:] == (3,) and (values.ndim == 2 or values.size == 3)
    return list(values.reshape(-1, 3)) if rows else [values]


@CHANNEL_NORM.criterion(
    "Four parameters a channel, two of them trained", points=2, read="Four parameters a channel"
)
def _four(ChannelNorm, fitted):
    for label in ("training 1", "layer"):
        _answer_of(ChannelNorm, label)
    inner = getattr(ChannelNorm["inner"], "value", None)
    inner = [getattr(part, "class_name", "") for part in inner] if isinstance(inner, list) else []
    keras_own = ChannelNorm.is_a("BatchNormalization") or "BatchNormalization" in inner
    require(
        ChannelNorm.is_a("Layer") and not keras_own,
        expected="a layer of your own",
        found="Keras's BatchNormalization inside it" if keras_own else listed(ChannelNorm.bases[:2]),
        hint="The layer is to be your own: built on `keras.layers.Layer`, not on Keras's BatchNormalization.",
    )
    trained, kept = _weights(ChannelNorm, trained=True), _weights(ChannelNorm, trained=False)
    shapes = [[array.shape for array in arrays] for arrays in (trained, kept)]
    require(
        shapes == [[(3,)] * 2] * 2,
        expected="for 3 channels two trained weights and two others, of 3 numbers each",
        found=f"trained {shapes[0]}, others {shapes[1]}",
        mistakes={
            "Training must leave the moving statistics alone: `trainable=False`.": len(trained) == 4,
            "Gamma and beta are weights that training changes, both of them.": len(kept) == 2
            and len(trained) < 2,
            "What is kept in plain attributes is not saved with the layer: `self.add_weight` keeps it.": len(
                trained + kept
            )
            < 4,
        },
        hint="One number each of four kinds for every channel, made with `self.add_weight` in `build`.",
    )
    _fit_moves(fitted)


def _fit_moves(fitted: Any) -> None:
    """See to it that a step of training moves gamma and beta, and that both are used as in the formula."""
    for label in ("fitted", "layer"):
        _answer_of(fitted, label)
    trained, kept = _weights(fitted, trained=True), _weights(fitted, trained=False)
    require(
        not any(np.array_equal(array, np.full(3, start)) for array in trained for start in (0, 1)),
        expected="gamma and beta to change in `fit`",
        found="at least one as it was",
        hint="Gamma starts at 1 and beta at 0, and both take part in the answer, in training too.",
    )
    # Either mode shows it, so that a mistake in one of them, which other criteria judge, costs nothing here.
    batch = [(_FIRST.mean(axis=0), _FIRST.var(axis=0))]
    normalized = [
        (label, _by(x, mean, variance))
        for label, x, statistics in (("use 1", _ASKED, permutations(kept, 2)), ("training 1", _FIRST, batch))
        if fitted[label].ok
        for mean, variance in statistics
    ]
    pairs = list(permutations(trained, 2))
    hint = "What is normalized is multiplied by gamma, then beta is added: with `training=True` and without."
    require(
        any(
            _same(fitted[label].value, gamma * plain + beta)
            for label, plain in normalized
            for gamma, beta in pairs
        ),
        expected="gamma × normalized + beta, after a step of training",
        found="other numbers",
        hint=hint,
    )
    lacking = [
        label
        for label, plain in normalized
        if any(
            _same(fitted[label].value, each)
            for gamma, beta in pairs
            for each in (plain, gamma * plain, plain + beta)
        )
    ]
    require(
        not lacking,
        expected="gamma × normalized + beta in both cases",
        found=f"gamma or beta left out by `{_CALLS[lacking[0]]}`" if lacking else "",
        hint=hint,
    )


def _by(x: np.ndarray, mean: np.ndarray, variance: np.ndarray) -> np.ndarray:
    """Normalize by a given mean and variance."""
    return (x - mean) / np.sqrt(np.maximum(variance, 0) + _EPSILON)


@CHANNEL_NORM.criterion("In training, normalized by the batch", points=2, read="Batch and moving statistics")
def _by_batch(ChannelNorm, maps):
    for script, label, x in (
        (ChannelNorm, "training 1", _FIRST),
        (ChannelNorm, "training 2", _SECOND),
        (maps, "training 1", _MAPS),
    ):
        found = _answer_of(script, label)
        if _same(found, _normal(x)):
            continue
        fits = np.shape(found) == x.shape
        axes = _wrong_axes(found, x) if fits and x is _MAPS else {}
        raise Missed(
            expected="with `training=True`, each channel at mean 0 and standard deviation 1 over the batch",
            found=_moments(found) if fits else kind_of(found),
            mistakes={
                "With `training=True` it still uses its moving statistics, so it normalizes nothing.": _same(
                    found, x / np.sqrt(1 + _EPSILON)
                ),
                **{f"Tables are right, maps are not. {words}": shows for words, shows in axes.items()},
            },
            hint="Mean and variance come from the batch, over all axes but the channels; epsilon is 0.001.",
        )


def _moved(momentum: float, *batches: np.ndarray) -> list[list[Any]]:
    """Moving mean and variance after some batches, the variance also with n − 1 in its denominator."""
    found = []
    for less in (0, 1):
        mean, variance = 0.0, 1.0
        for x in batches:
            flat = x.reshape(-1, x.shape[-1]).astype("float64")
            mean = momentum * mean + (1 - momentum) * flat.mean(axis=0)
            variance = momentum * variance + (1 - momentum) * flat.var(axis=0, ddof=less)
        found.append([mean, variance])
    return found


def _are(arrays: Sequence[np.ndarray], right: Sequence[list[np.ndarray]]) -> bool:
    """Whether two arrays are one of some pairs, in either order."""
    return len(arrays) == 2 and any(
        all(map(_same, order, pair)) for pair in right for order in permutations(arrays)
    )


def _statistics(script: Any) -> list[np.ndarray]:
    """Give the moving statistics, also where all weights are trained, which another criterion judges."""
    kept, trained = _weights(script, trained=False), _weights(script, trained=True)
    if not kept and len(trained) == 4:
        kept = [array for array in trained if np.ptp(array) or array.flat[0] not in (0, 1)] or trained[2:]
    return kept


@CHANNEL_NORM.criterion(
    "The moving statistics take in each batch", points=2, read="Batch and moving statistics"
)
def _take_in(ChannelNorm, maps):
    for script, momentum, batches in ((ChannelNorm, _MOMENTUM, (_FIRST, _SECOND)), (maps, _HALF, (_MAPS,))):
        _answer_of(script, "layer")
        arrays = _statistics(script)
        require(
            _are(arrays, _moved(momentum, *batches)),
            expected=f"moving statistics after {len(batches)} batch(es) with a momentum of {momentum:g}",
            found=listed((shown(np.round(array, 2).tolist()) for array in arrays), " and ") or "none",
            mistakes={
                "The layer keeps no such weights.": not arrays,
                "They are as they started, 0 and 1: they are never updated. `assign` changes a weight.": all(
                    np.ptp(array) == 0 and array.flat[0] in (0, 1) for array in arrays
                ),
                "The momentum belongs to the old value: a large one changes slowly.": _are(
                    arrays, _moved(1 - momentum, *batches)
                )
                and momentum != _HALF,
                "The momentum that comes in is not used.": momentum == _HALF
                and _are(arrays, _moved(_MOMENTUM, *batches)),
                "Only the last batch counts: the old value is lost at each step.": script is ChannelNorm
                and _are(arrays, _moved(momentum, _SECOND)),
            },
            hint="Old × momentum + new × (1 − momentum), for the mean and for the variance.",
        )


def _mean_first(
    arrays: Sequence[np.ndarray], right: Sequence[list[np.ndarray]]
) -> list[tuple[np.ndarray, ...]]:
    """Pair moving mean and variance, told apart by what they should hold; both ways where that fails."""
    orders: list[tuple[np.ndarray, ...]] = list(permutations(arrays, 2))
    return [order for order in orders if any(all(map(_same, order, pair)) for pair in right)] or orders


@CHANNEL_NORM.criterion("In use, by the moving statistics", points=1, read="Batch and moving statistics")
def _in_use(ChannelNorm, maps):
    after = _answer_of(ChannelNorm, "weights")
    before = [weight.values for weight in getattr(ChannelNorm["layer"].value, "weights", ())]
    still = isinstance(after, list) and len(after) == len(before)
    told, plain = (_answer_of(ChannelNorm, f"use {number}") for number in (1, 2))
    require(
        still and all(map(np.array_equal, before, after)),
        expected="weights that stay as they are in use",
        found="others after a call",
        mistakes={
            "A plain call, without `training`, moved the statistics: which branch does `call` take when "
            "nobody says?": _same(plain, _normal(_ASKED[:5])) and not _same(told, _normal(_ASKED))
        },
        hint="Only batches of training count: the update belongs under the `if`.",
    )
    tables = _mean_first(_statistics(ChannelNorm), _moved(_MOMENTUM, _FIRST, _SECOND))
    pictures = _mean_first(_statistics(maps), _moved(_HALF, _MAPS))
    for script, label, x, pairs in (
        (ChannelNorm, "use 1", _ASKED, tables),
        (ChannelNorm, "use 2", _ASKED[:5], tables),
        (maps, "use 1", 2 * _MAPS, pictures),
    ):
        found = _answer_of(script, label)
        by_batch = "It normalizes by the batch also when it is used: an answer then depends on its neighbors."
        require(
            any(_same(found, _by(x, mean, variance)) for mean, variance in pairs),
            expected="without training, (x − moving mean) / √(moving variance + 0.001)",
            found="other numbers",
            mistakes={
                by_batch: _same(found, _normal(x)),
                "The moving mean and the moving variance have changed places.": any(
                    _same(found, _by(x, mean, variance)) for variance, mean in pairs
                ),
            },
            hint="Outside training it takes away the moving mean, and divides by the root of the moving "
            "variance.",
        )


# --------------------------------------------------------------------------------------------------- settle

_PICTURES = np.abs(_drawn(8, 24, 8, 8, 2, mean=3))
_ROWS = _drawn(9, 30, 5, mean=20, deviation=6)
_MOMENTA = {"pictures": (0.99, 0.8), "rows": (0.97, 0.997)}


def _kernel(number: int, *shape: int) -> list[np.ndarray]:
    """Kernel and bias of a layer that has learned a little."""
    return [0.5 * _drawn(number, *shape), 0.1 * _drawn(number + 1, shape[-1])]


def _norm(number: int, channels: int) -> list[np.ndarray]:
    """Gamma, beta, moving mean and moving variance of a BatchNorm that has learned a little."""
    gamma, beta, mean = (_drawn(number + n, channels) for n in range(3))
    return [1 + 0.2 * gamma, 0.3 * beta, 0.1 * mean, np.linspace(0.8, 1.2, channels).astype("float32")]


_STARTS = {
    "pictures": [
        *_kernel(20, 3, 3, 2, 4),
        *_norm(22, 4),
        *_kernel(26, 3, 3, 4, 3),
        *_norm(28, 3),
        *_kernel(32, 3, 2),
    ],
    "rows": [*_norm(40, 5), *_kernel(44, 5, 4), *_norm(46, 4), *_kernel(50, 4, 1)],
}
# Places of moving mean and moving variance of each BatchNorm among the weights.
_MOVING = {"pictures": ((4, 5), (10, 11)), "rows": ((2, 3), (8, 9))}
_PLACES = {which: [place for pair in pairs for place in pair] for which, pairs in _MOVING.items()}


def _norms(which: str) -> list[kinds.Step]:
    return [
        _do(f"norm {n}", "keras.layers.BatchNormalization", momentum=momentum, store=f"norm_{n}")
        for n, momentum in enumerate(_MOMENTA[which], 1)
    ]


def _after(images: np.ndarray, start: list[np.ndarray]) -> list[kinds.Step]:
    """Compile, set the weights, let the learner's function work, and see what has become of the model."""
    return [
        _do("compiled", "model.compile", loss="mse", optimizer=made("keras.optimizers.SGD", 0.1)),
        _do("started", "model.set_weights", start),
        _do("settled", "subject", ref("model"), images),
        ask("weights", "model.get_weights"),
        *(get(f"momentum {n}", f"norm_{n}.momentum") for n in (1, 2)),
        *(get(f"trainable {n}", f"norm_{n}.trainable") for n in (1, 2)),
    ]


SETTLE = Exercise(
    LESSON,
    "settle",
    evidence={
        "settle": kinds.Script(
            [
                seed(1),
                *_norms("pictures"),
                _do(
                    "model",
                    "keras.Sequential",
                    [
                        made("keras.Input", (8, 8, 2)),
                        made("keras.layers.Conv2D", 4, 3),
                        ref("norm_1"),
                        made("keras.layers.ReLU"),
                        made("keras.layers.Conv2D", 3, 3, activation="relu"),
                        ref("norm_2"),
                        made("keras.layers.GlobalAveragePooling2D"),
                        made("keras.layers.Dense", 2),
                    ],
                    store="model",
                ),
                *_after(_PICTURES, _STARTS["pictures"]),
            ],
            needs="function",
        ),
        "rows": kinds.Script(
            [
                seed(1),
                *_norms("rows"),
                _do("inputs", "keras.Input", (5,), store="inputs"),
                _do("first", "norm_1", ref("inputs"), store="first"),
                _do("dense", "keras.layers.Dense", 4, store="dense"),
                _do("hidden", "dense", ref("first"), store="hidden"),
                _do("second", "norm_2", ref("hidden"), store="second"),
                _do("head", "keras.layers.Dense", 1, store="head"),
                _do("outputs", "head", ref("second"), store="outputs"),
                _do("model", "keras.Model", ref("inputs"), ref("outputs"), store="model"),
                *_after(_ROWS, _STARTS["rows"]),
            ],
            of="settle",
            needs="function",
        ),
    },
)


@cache
def _settled(which: str) -> dict[int, np.ndarray]:
    """Moving statistics that the images give, by their place among the weights."""
    from keras import Input, Sequential, layers

    first, second = (layers.BatchNormalization(momentum=0.0) for _ in range(2))
    if which == "pictures":
        before = [Input((8, 8, 2)), layers.Conv2D(4, 3), first, layers.ReLU()]
        behind = [
            layers.Conv2D(3, 3, activation="relu"),
            second,
            layers.GlobalAveragePooling2D(),
            layers.Dense(2),
        ]
    else:
        before, behind = [Input((5,)), first], [layers.Dense(4), second, layers.Dense(1)]
    model = Sequential(before + behind)
    model.set_weights(_STARTS[which])
    model(_PICTURES if which == "pictures" else _ROWS, training=True)
    weights = model.get_weights()
    return {place: weights[place] for place in _PLACES[which]}


_CALLED = "settle(model, images)"


def _weights_after(script: Any, which: str) -> list[np.ndarray]:
    """Give the model's weights after the learner's function."""
    value_of(script["settled"], _CALLED)
    arrays = script["weights"].value
    require(
        isinstance(arrays, list) and list(map(np.shape, arrays)) == [array.shape for array in _STARTS[which]],
        expected="a model of the same layers",
        found="another one",
        hint="The model keeps all its layers and weights.",
    )
    return arrays


@SETTLE.criterion("Every BatchNorm has the images' statistics", points=2, read="Batch and moving statistics")
def _all_settled(settle, rows):
    for script, which in ((settle, "pictures"), (rows, "rows")):
        arrays, right, start = _weights_after(script, which), _settled(which), _STARTS[which]
        for number, (mean, variance) in enumerate(_MOVING[which], 1):
            off = (np.abs(arrays[mean] - right[mean]) / np.sqrt(right[variance])).max()
            share = arrays[variance] / right[variance]
            idle = all(np.array_equal(arrays[place], start[place]) for place in (mean, variance))
            # A loop of calls or batches comes near, a single call at a momentum of 0.8 or more does not.
            require(
                off < 0.05 and close(share, np.ones_like(share), rel=0, abs=0.1),
                expected=f"in BatchNorm {number} of a model, mean and variance of what the images give there",
                found=f"means up to {shown(off)} standard deviations away, variances {shown(share.min())} to "
                f"{shown(share.max())} times as large",
                mistakes={
                    "The first BatchNorm has changed, and this one hasn't: the model may hold several.": idle
                    and number == 2,
                    "They are as they were. A plain call and `predict` use the statistics and leave them "
                    "alone: only `training=True` moves them.": idle,
                },
                hint="Is the momentum's share of the old value gone, in each of them?",
            )


def _something_moved(settle: Any, rows: Any) -> None:
    """See to it that something was settled: to leave a model as it is, is no answer."""
    scripts = (("pictures", settle), ("rows", rows))
    moved = any(
        not np.array_equal(_weights_after(script, which)[place], _STARTS[which][place])
        for which, script in scripts
        for place in _PLACES[which]
    )
    require(
        moved,
        expected="a model with other moving statistics",
        found="a model in which nothing moved",
        hint="First move the statistics, then see that nothing else has changed.",
    )


@SETTLE.criterion("What training learns stays", points=1, read="Batch and moving statistics")
def _learned_stays(settle, rows):
    for script, which in ((settle, "pictures"), (rows, "rows")):
        pairs = enumerate(zip(_weights_after(script, which), _STARTS[which], strict=True))
        changed = [
            place for place, pair in pairs if place not in _PLACES[which] and not np.array_equal(*pair)
        ]
        require(
            not changed,
            expected="kernels, biases, gamma and beta as they were",
            found=f"{len(changed)} of them changed",
            hint="`fit` trains: kernels, biases, gamma and beta move with it. Settling is no training.",
        )
    _something_moved(settle, rows)


@SETTLE.criterion("No setting stays changed", points=1, read="Batch and moving statistics")
def _settings_stay(settle, rows):
    for script, which in ((settle, "pictures"), (rows, "rows")):
        value_of(script["settled"], _CALLED)
        for n, momentum in enumerate(_MOMENTA[which], 1):
            found = script[f"momentum {n}"].value
            require(
                found == momentum,
                expected=f"a momentum of {momentum:g}, as before",
                found=shown(found),
                hint="With another momentum the model's next training goes otherwise. Put the old one back.",
            )
            require(
                script[f"trainable {n}"].value is True,
                expected="layers that training may change, as before",
                found="frozen ones",
                hint="Frozen layers learn nothing in the model's next training.",
            )
    _something_moved(settle, rows)


# ------------------------------------------------------------------------------- networks that are one path

_CONVOLUTIONS = ("Conv2D", "SeparableConv2D", "DepthwiseConv2D")
_BATCH_NORM = "BatchNormalization"


def _path_of(model: Any) -> list[Any]:
    """Give the calls of a model that is one path from its input to its output."""
    graph = model.architecture
    require(
        graph.inputs,
        expected="a model that knows what comes in",
        found="one without an Input",
        hint="A Sequential model knows its shapes when it starts with a `keras.Input`.",
    )
    paths = graph.paths(graph.input(0), graph.output(0), most=2)
    require(
        len(paths) == len(graph.inputs) == len(graph.outputs) == 1,
        expected="one path from the input to the output",
        found=graph.describe(),
        hint="Each layer takes what the one before it gives.",
    )
    return paths[0]


def _is(node: Any, *names: str) -> bool:
    return node.kind in names


def _one_relu(nodes: Sequence[Any], where: str) -> None:
    """See to it that among some calls there is one ReLU, and no other activation."""
    relus = sum(node.own_activation == "relu" for node in nodes)
    activations = (node.own_activation for node in nodes[:-1] if node.kind != "Dense")
    other = next((name for name in activations if name not in ("linear", "relu")), "")
    require(
        relus == 1 and not other,
        expected=f"one ReLU {where}",
        found=f"{relus} {other}".strip(),
        mistakes={"Either the convolution has it as an argument, or there is a layer for it.": relus > 1},
        hint="Without an activation two convolutions in a row can do no more than one.",
    )


def _one_norm(norms: Sequence[Any], where: str, used: dict[int, str]) -> None:
    """See to it that there is one BatchNorm of the usual kind, and that it stands nowhere else too."""
    require(
        len(norms) == 1,
        expected=f"one BatchNormalization for {where}",
        found=f"{len(norms)}",
        hint="Between a convolution and the next one there is one BatchNormalization.",
    )
    norm = norms[0]
    axis = norm.config.get("axis", -1)
    axis = axis[0] if isinstance(axis, (list, tuple)) and len(axis) == 1 else axis
    require(
        axis in (-1, 3),
        expected=f"channels normalized, for {where}",
        found=f"axis {axis}",
        hint=f"`axis={axis}` keeps rows or columns of the map apart, and throws the channels together.",
    )
    require(
        getattr(norm.layer, "trainable", True) and norm.config.get("center", True),
        expected=f"a BatchNormalization that learns, for {where}",
        found="one that doesn't",
        hint="A fresh BatchNorm that is frozen, or has no beta, can't do its work.",
    )
    require(
        id(norm.layer) not in used,
        expected=f"a BatchNormalization of its own for {where}",
        found=f"that of {used.get(id(norm.layer))}",
        hint="The same object was called twice: it can't know the mean of both. Make one for each.",
    )
    used[id(norm.layer)] = where


def _no_needless_bias(model: Any) -> None:
    """See to it that no bias goes, without an activation between, into a BatchNorm, which takes it away."""
    nodes = _path_of(model)
    for place, node in enumerate(nodes):
        if not _is(node, *_CONVOLUTIONS) or not node.config.get("use_bias", True):
            continue
        for end, behind in enumerate(nodes[place:], place):
            require(
                not _is(behind, _BATCH_NORM),
                expected="no bias that a BatchNormalization takes away",
                found=f"one in {node}",
                mistakes={
                    "The 1×1 convolution turns this bias into one constant a channel. Behind it, BatchNorm "
                    "subtracts each channel's mean, and with it whatever a bias has added.": any(
                        _is(between, *_CONVOLUTIONS) for between in nodes[place + 1 : end]
                    )
                },
                hint="BatchNorm subtracts each channel's mean, and with it whatever a bias has added. Its "
                "own beta does that work.",
            )
            # A constant for each channel stays one behind a pooling and behind a 1×1 convolution.
            passes = (
                "Pooling" in behind.kind or _is(behind, "Identity") or behind.fits("Conv2D", kernel_size=1)
            )
            if behind.own_activation != "linear" or not (behind is node or passes):
                break


def _ends_in_means(model: Any, path: Sequence[Any], classes: int) -> None:
    """See to it that the maps end as their means and one layer of probabilities."""
    output_layer_is(model, 0, classes, "softmax")
    head = model.architecture.output_layer(0)
    last = max((place for place, node in enumerate(path) if _is(node, *_CONVOLUTIONS)), default=0)
    behind = [node for node in path[last + 1 :] if node is not head]
    channels = path[last].shape[-1]
    pooled = any(_is(node, "GlobalAveragePooling2D", "AveragePooling2D", "Mean") for node in behind)
    fed = tuple(head.inputs[0].shape) if head.inputs else ()
    dense = any(_is(node, "Dense") for node in behind)
    other = any(_is(node, "MaxPooling2D") for node in behind)
    require(
        pooled and fed == (None, channels) and not dense and not other,
        expected=f"the means of {channels} maps in front of the last layer",
        found=listed(behind, " → ") or "nothing",
        mistakes={"Behind the means comes the layer of the probabilities, and no other.": dense},
        hint="`GlobalAveragePooling2D` gives one number a map: its mean.",
    )


# ------------------------------------------------------------------------------------------------ patch_net

PATCH_NET = Exercise(LESSON, "patch_net", evidence={"patch_net": kinds.Model(compiled=False)})

_PATCH = (16, 16, 3)
_PATCH_FILTERS = [16, 24, 32]


def _segments(path: Sequence[Any]) -> list[list[Any]]:
    """Cut a path in front of each convolution; what comes before the first is left out."""
    cuts = [place for place, node in enumerate(path) if _is(node, *_CONVOLUTIONS)]
    return [list(path[start:end]) for start, end in pairwise([*cuts, len(path)])]


@PATCH_NET.criterion("Three convolutions, each with a ReLU", points=1, read="Before or after the activation")
def _three(patch_net):
    inputs_are(patch_net, {"patch": _PATCH})
    segments = _segments(_path_of(patch_net))
    found = [segment[0] for segment in segments]
    plain = {"kernel_size": 3, "strides": 2, "padding": "same", "dilation_rate": 1, "groups": 1}
    require(
        [node.config.get("filters") for node in found] == _PATCH_FILTERS
        and all(node.fits("Conv2D", **plain) for node in found),
        expected='three convolutions of 3×3 with 16, 24 and 32 filters, strides of 2 and "same" padding',
        found=listed(found) or "none",
        hint="Compare with the list in the exercise, also the strides and the padding.",
    )
    for segment in segments:
        _one_relu(segment, f"for {segment[0]}")


@PATCH_NET.criterion(
    "A BatchNormalization for each, along the channels", points=2, read="Normalize each channel"
)
def _own_norms(patch_net):
    path = _path_of(patch_net)
    segments, used = _segments(path), {}
    inside = {id(node) for segment in segments for node in segment}
    require(
        segments and not any(_is(node, _BATCH_NORM) and id(node) not in inside for node in path),
        expected="convolutions, each with a BatchNormalization",
        found="others",
        hint="Each belongs to a convolution and comes behind it.",
    )
    for segment in segments:
        norms = [node for node in segment if _is(node, _BATCH_NORM)]
        _one_norm(norms, str(segment[0]), used)
        before = segment[: segment.index(norms[0]) + 1]
        require(
            all(node.shape is None or len(node.shape) == 4 for node in before),
            expected=f"maps of {segment[0]} normalized",
            found="their means",
            hint="Behind the pooling there are no maps any more.",
        )


@PATCH_NET.criterion("No needless parameter", points=1, read="Before or after the activation")
def _lean_patch(patch_net):
    inputs_are(patch_net, {"patch": _PATCH})
    _no_needless_bias(patch_net)


@PATCH_NET.criterion(
    "The mean of each map, then eight probabilities", points=1, read="Eight photographs in pieces"
)
def _patch_end(patch_net):
    _ends_in_means(patch_net, _path_of(patch_net), 8)


# ------------------------------------------------------------------------------------------ separable_costs

_COUNTING = "Counting parameters and multiply-adds"
_PLAIN_COSTS = ((10, 14, 6, 20, 3), (9, 7, 5, 8, 5), (16, 16, 12, 12, 3))
# A strided call, and the call without strides on the map that comes out of it.
_STRIDED_COSTS = (((12, 8, 6, 20, 3, 2), (6, 4, 6, 20, 3)), ((15, 9, 4, 10, 5, 2), (8, 5, 4, 10, 5)))
_DEFAULT_COSTS = (10, 14, 6, 20)
_ALL_COSTS: list[Sequence[int]] = [
    *_PLAIN_COSTS,
    *(sizes for pair in _STRIDED_COSTS for sizes in pair),
    _DEFAULT_COSTS,
]

SEPARABLE_COSTS = Exercise(
    LESSON,
    "separable_costs",
    evidence={"separable_costs": kinds.Function([kinds.call(*sizes) for sizes in _ALL_COSTS])},
)


def _costs_of(function: Any, sizes: Sequence[int]) -> list[float]:
    """Give the learner's parameters and multiply-adds for one of the calls."""
    called = f"separable_costs({', '.join(map(str, sizes))})"
    return _two_of(function.answers[_ALL_COSTS.index(sizes)], called)


@SEPARABLE_COSTS.criterion("Parameters of both steps", points=2, read=_COUNTING)
def _both_steps(separable_costs):
    for sizes in _PLAIN_COSTS:
        channels, filters, size = sizes[2:]
        depthwise, pointwise = size * size * channels, channels * filters
        ordinary = depthwise * filters
        _count_is(
            _costs_of(separable_costs, sizes)[0],
            depthwise + pointwise + filters,
            expected=f"the parameters of SeparableConv2D({filters}, {size}) on {channels} channels",
            mistakes={
                "That is an ordinary convolution, which does both jobs at once.": [
                    ordinary + filters,
                    ordinary,
                ],
                "The biases are parameters too: one for each filter.": depthwise + pointwise,
                "The depthwise step of `SeparableConv2D` has no bias.": (
                    depthwise + channels + pointwise + filters
                ),
                "The bias belongs to the end: one for each filter.": depthwise + pointwise + channels,
                "The depthwise step has a kernel for each channel that comes in.": (
                    size * size * filters + pointwise + filters
                ),
                "Each channel has a depthwise kernel of its own.": size * size + pointwise + filters,
                "The pointwise step is left out: it mixes the channels.": depthwise + filters,
                "The depthwise step is left out.": pointwise + filters,
                "The two steps come one after the other: their parameters add up.": (
                    depthwise * pointwise + filters
                ),
            },
            hint="Add up the depthwise kernels, the pointwise kernel and the biases.",
        )
    require(
        _costs_of(separable_costs, _DEFAULT_COSTS) == _costs_of(separable_costs, _PLAIN_COSTS[0]),
        expected="the costs of a 3×3 convolution where no size is given",
        found="others",
        hint="The line with `def` names the defaults: a size of 3 and strides of 1.",
    )


@SEPARABLE_COSTS.criterion("Multiply-adds of both steps", points=2, read=_COUNTING)
def _multiply_adds(separable_costs):
    for sizes in _PLAIN_COSTS:
        height, width, channels, filters, size = sizes
        places, depthwise, pointwise = height * width, size * size * channels, channels * filters
        _count_is(
            _costs_of(separable_costs, sizes)[1],
            places * (depthwise + pointwise),
            expected=f"the multiply-adds on a map of {height}×{width} with {channels} channels",
            mistakes={
                "That is the work at one place. How many places has the map?": depthwise + pointwise,
                "That is an ordinary convolution, which does both jobs at once.": (
                    places * depthwise * filters
                ),
                "A bias is added, not multiplied: it doesn't count here.": (
                    places * (depthwise + pointwise + filters)
                ),
                "The pointwise step multiplies too, at each place.": places * depthwise,
                "The depthwise step multiplies too, at each place.": places * pointwise,
                "The two steps come one after the other: their work adds up.": places * depthwise * pointwise,
            },
            hint="Each number of the two kernels is multiplied once at each place of the map.",
        )


@SEPARABLE_COSTS.criterion("Strides shrink the map", points=1, read=_COUNTING)
def _shrunk(separable_costs):
    for strided, plain in _STRIDED_COSTS:
        found, right = _costs_of(separable_costs, strided), _costs_of(separable_costs, plain)
        height, width = strided[:2]
        require(
            found == right,
            expected=f"with strides of 2 on {height}×{width}, your own costs on the map that comes out",
            found=f"{listed(map(shown, found), ' and ')} in place of {listed(map(shown, right), ' and ')}",
            mistakes={
                "The kernels are as large with strides as without: parameters don't change.": found[0]
                != right[0],
                "Work is done at the places that come out, not at those that go in.": found[1] > 2 * right[1],
                "With `same` padding an odd size is halved and rounded up.": height % 2,
            },
            hint="Both steps work once at each place that comes out.",
        )


# ------------------------------------------------------------------------------------------------- lean_six

LEAN_SIX = Exercise(LESSON, "lean_six", evidence={"lean_six": kinds.Model(compiled=False)})

_SIX_INPUT = (64, 64, 3)
_SIX = [32, 32, 64, 64, 128, 128]
_HEIGHTS = [64, 64, 32, 32, 16, 16]


def _depthwise(node: Any) -> bool:
    """Whether a layer has one kernel for each channel: `DepthwiseConv2D`, or as many groups as channels."""
    channels = node.inputs[0].shape[-1] if node.inputs and node.inputs[0].shape else None
    grouped = node.config.get("groups", 1) == node.config.get("filters") == channels
    return node.fits("DepthwiseConv2D", depth_multiplier=1) or (_is(node, "Conv2D") and grouped)


def _pointwise(node: Any) -> bool:
    return node.fits("Conv2D", kernel_size=1, strides=1, groups=1)


def _separables(path: Sequence[Any]) -> list[tuple[int, int]]:
    """Give the separable convolutions on a path, each with the places of its first and its last step."""
    places = [place for place, node in enumerate(path) if _is(node, *_CONVOLUTIONS)]
    found = []
    for place, after in zip(places, [*places[1:], None], strict=False):  # none, where there are no places
        if path[place].fits("SeparableConv2D", depth_multiplier=1):
            found.append((place, place))
        elif _depthwise(path[place]) and after is not None and _pointwise(path[after]):
            found.append((place, after))
    return found


def _steps(path: Sequence[Any]) -> list[tuple[int, int]]:
    """Give the separable convolutions, and with them whatever other convolutions stand in their place."""
    found = _separables(path)
    steps = {place for pair in found for place in pair}
    others = [n for n, node in enumerate(path) if _is(node, *_CONVOLUTIONS) and n not in steps]
    return sorted([*found, *((n, n) for n in others)])


@LEAN_SIX.criterion("Six separable convolutions", points=2, read="A stack of six on 64×64")
def _six_separable(lean_six):
    inputs_are(lean_six, {"picture": _SIX_INPUT})
    path = _path_of(lean_six)
    found = _separables(path)
    steps = {place for pair in found for place in pair}
    convolutions = [place for place, node in enumerate(path) if _is(node, *_CONVOLUTIONS)]
    others = [path[place] for place in convolutions if place not in steps]
    ordinary = "An ordinary convolution looks at all channels at once, and costs about eight times as much."
    require(
        not others,
        expected="separable convolutions alone",
        found=listed(others[:1]),
        mistakes={ordinary: others and _is(others[0], "Conv2D")},
        hint="A separable one is one layer, or one kernel for each channel and then a 1×1 convolution.",
    )
    plain = {"kernel_size": 3, "strides": 1, "dilation_rate": 1, "padding": "same"}
    require(
        [path[last].config.get("filters") for _, last in found] == _SIX
        and all(path[first].fits(None, **plain) for first, _ in found),
        expected="six of 3×3, with the widths and the padding of `six`",
        found=listed(path[place] for place in convolutions) or "none",
        hint="Three pairs: 32, 64 and 128 filters, without strides.",
    )


@LEAN_SIX.criterion(
    "Halved between the pairs, ten probabilities at the end", points=1, read="A stack of six on 64×64"
)
def _halved(lean_six):
    path = _path_of(lean_six)
    shrunk = [node.shape[1] for node in path if _is(node, "MaxPooling2D")]
    heights = [path[first].inputs[0].shape[1] for first, _ in _steps(path)]
    # Where something else is wrong with the convolutions, the poolings alone tell.
    require(
        shrunk == [32, 16] and (len(heights) != len(_HEIGHTS) or heights == _HEIGHTS),
        expected="the map halved twice by a MaxPooling2D, before the third and before the fifth",
        found=f"maps of height {listed(heights)}, and {len(shrunk)} such layer(s)",
        hint="Two poolings for three pairs, and no strides elsewhere.",
    )
    _ends_in_means(lean_six, path, 10)


@LEAN_SIX.criterion("Each with a BatchNormalization and a ReLU", points=2, read="What BatchNorm brings")
def _six_norms(lean_six):
    path = _path_of(lean_six)
    steps = _steps(path)
    require(steps, expected="convolutions", found="none", hint="There is nothing to normalize yet.")
    used = {}
    ends = [*(first for first, _ in steps[1:]), len(path)]
    for number, ((first, last), end) in enumerate(zip(steps, ends, strict=True), 1):
        where = f"convolution {number}"
        between, behind = path[first + 1 : last], path[last:end]
        _one_norm([node for node in behind if _is(node, _BATCH_NORM)], where, used)
        require(
            len([node for node in between if _is(node, _BATCH_NORM)]) <= 1,
            expected=f"one BatchNormalization for {where}",
            found="several",
            hint="One behind each convolution is enough.",
        )
        _one_relu(behind, f"behind {where}")
    before = path[: steps[0][0]]
    require(
        not any(_is(node, _BATCH_NORM) for node in before),
        expected="BatchNormalization behind convolutions",
        found="one before the first",
        hint="Each belongs to a convolution and comes behind it.",
    )


@LEAN_SIX.criterion("No needless bias", points=1, read="Before or after the activation")
def _lean_biases(lean_six):
    inputs_are(lean_six, {"picture": _SIX_INPUT})
    _no_needless_bias(lean_six)
