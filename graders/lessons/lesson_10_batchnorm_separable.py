"""Hidden checks of lesson 10: batch normalisation by hand and in networks, separable convolutions counted."""

from collections.abc import Sequence
from functools import cache
from itertools import pairwise, permutations
from typing import Any

import numpy as np

from graders.criteria import Exercise, Miss
from graders.evidence import kinds
from graders.evidence.kinds import ask, get, made, make, ref, seed
from graders.lessons.graphs import other_inputs, wrong_ending

LESSON = "10_batchnorm_separable"
_EPSILON = 0.001


def _drawn(number: int, *shape: int, mean: float = 0.0, spread: float = 1.0) -> np.ndarray:
    """Draw numbers for the check; the last axis are channels, each of a mean and spread of its own."""
    random = np.random.default_rng(1000 + number)
    scale = np.linspace(0.5, 2.0, shape[-1])
    return (mean * scale + spread * scale * random.normal(size=shape)).astype("float32")


def _axes(x: np.ndarray) -> tuple[int, ...]:
    return tuple(range(x.ndim - 1))


def _normal(x: np.ndarray, epsilon: float = _EPSILON) -> np.ndarray:
    """Normalise each channel over all other axes (Ioffe and Szegedy 2015, algorithm 1)."""
    x = x.astype("float64")
    return (x - x.mean(axis=_axes(x))) / np.sqrt(x.var(axis=_axes(x)) + epsilon)


def _same(said: Any, wanted: np.ndarray, tolerance: float = 2e-3) -> bool:
    """Whether two arrays agree, within what float32 on another processor may differ by."""
    return (
        isinstance(said, np.ndarray)
        and said.dtype.kind in "fiu"
        and said.shape == wanted.shape
        and np.allclose(said, wanted, rtol=tolerance, atol=tolerance)
    )


def _told(answer: Any) -> str:
    """Tell in one line what came in place of a value."""
    if answer.error is None:
        return str(answer.skipped)
    lines = [line.strip() for line in answer.error.message.splitlines() if line.strip()] or [""]
    last = next((line for line in lines if line.startswith("Error encountered")), lines[0])
    return f"an error: {answer.error.type}: {last}"[:300]


def _raised(answer: Any, called: str) -> Miss | None:
    if answer.ok:
        return None
    hint = "Call it yourself in a cell below your answer, and read the last line of the error."
    return Miss(expected=f"`{called}` to run to its end", found=_told(answer), hint=hint)


# ------------------------------------------------------------------------------------------------ normalise

_MAPS = _drawn(1, 6, 5, 4, 3, mean=4, spread=2)
_TABLE = _drawn(2, 30, 4, mean=-3, spread=2)
_GAMMA, _BETA = np.array([2.0, -1.0, 0.5]), np.array([10.0, 0.0, -4.0])
_STILL = np.stack(
    [np.full(40, 4.0), 7 + 0.04 * _TABLE[np.arange(40) % 30, 0], _drawn(3, 40, 1)[:, 0]], axis=1
)

normalise = Exercise(
    LESSON,
    "normalise",
    evidence={
        "normalise": kinds.Function(
            [
                kinds.call(_MAPS, np.ones(3), np.zeros(3)),
                kinds.call(_TABLE, np.ones(4), np.zeros(4)),
                kinds.call(_MAPS, _GAMMA, _BETA),
                kinds.call(_STILL, np.ones(3), np.zeros(3)),
            ]
        )
    },
)


def _no_array(answer: Any, like: np.ndarray) -> Miss | None:
    """Say so when a call gave no numbers of the shape that went in."""
    if miss := _raised(answer, "normalise(x, gamma, beta)"):
        return miss
    value = answer.value
    if isinstance(value, np.ndarray) and value.shape == like.shape:
        return None
    found = f"one of shape {value.shape}" if isinstance(value, np.ndarray) else f"a {type(value).__name__}"
    hint = "The function ends with `return`, and every number of the batch keeps its place."
    return Miss(expected=f"an array of shape {like.shape}, as it went in", found=found, hint=hint)


@normalise.criterion("Each channel at mean 0 and spread 1", points=2, read="Normalise each channel")
def _each_channel(normalise):
    for number, x, what in ((0, _MAPS, "maps"), (1, _TABLE, "a table")):
        answer = normalise.answers[number]
        if miss := _no_array(answer, x):
            return miss
        # Without its epsilon, which another criterion judges, the answer differs by less than this.
        if _same(answer.value, _normal(x), 0.01):
            continue
        return Miss(
            expected=f"for {what}, each channel at mean 0 and spread 1 over all other axes",
            found=_off(np.asarray(answer.value, "float64"), x),
            hint=_wrong_axes(answer.value, x),
        )
    return None


def _off(said: np.ndarray, x: np.ndarray) -> str:
    means, spreads = said.mean(axis=_axes(x)), said.std(axis=_axes(x))
    return f"channels with means {np.round(means, 2).tolist()} and spreads {np.round(spreads, 2).tolist()}"


def _wrong_axes(said: np.ndarray, x: np.ndarray) -> str:
    slips = {
        (x.ndim - 1,): "You normalised along the channels, each row by itself: that is the one axis to keep.",
        (0,): "You took the mean over the batch alone, at each place of the map. A channel has one mean, "
        "over height and width too.",
        tuple(range(x.ndim)): "You took one mean over everything: each channel has its own.",
        tuple(range(1, x.ndim - 1)): "You took the mean of each picture by itself; the batch belongs to it.",
        tuple(range(1, x.ndim)): "You normalised each sample by itself; the batch belongs to the mean.",
    }
    for axes, hint in slips.items():
        if axes and axes != _axes(x):
            centred = x - x.mean(axis=axes, keepdims=True)
            if _same(said, centred / np.sqrt(x.var(axis=axes, keepdims=True) + _EPSILON), 0.01):
                return hint
    centred, variance = x - x.mean(axis=_axes(x)), x.var(axis=_axes(x))
    if _same(said, centred / (variance + _EPSILON), 0.01):
        return "You divided by the variance: the spread is its square root."
    if _same(said, x / np.sqrt(variance + _EPSILON), 0.01):
        return "The mean is not yet taken away."
    if _same(said, centred, 0.01):
        return "The means are right; the division by the spread is left out."
    return "First take the mean away, then divide by the root of the variance. Over which axes?"


@normalise.criterion("Epsilon under the root", points=1, read="Normalise each channel")
def _epsilon(normalise):
    answer = normalise.answers[3]
    if miss := _no_array(answer, _STILL):
        return miss
    said = np.asarray(answer.value, "float64")
    if not np.isfinite(said).all():
        hint = "The spread of that channel is 0, and you divide by it. What is epsilon for?"
        return Miss(expected="numbers for a channel that never changes", found="NaN or infinity", hint=hint)
    if _same(said, _normal(_STILL)):
        return None
    hint = "Epsilon is 0.001, and is added to the variance, under the root."
    for slip in (1e-2, 1e-4, 1e-5, 1e-7, 2e-3):
        if _same(said, _normal(_STILL, slip)):
            hint = f"That is what an epsilon of {slip:g} makes; it is 0.001 here."
    return Miss(
        expected="a channel of small spread divided by √(variance + 0.001)",
        found=f"spreads of {np.round(said.std(axis=0), 3).tolist()}",
        hint=hint,
    )


@normalise.criterion("Gamma scales, beta shifts", points=1, read="Normalise each channel")
def _gamma_beta(normalise):
    plain, scaled = normalise.answers[0], normalise.answers[2]
    if miss := _no_array(plain, _MAPS) or _no_array(scaled, _MAPS):
        return miss
    bare = np.asarray(plain.value, "float64")
    if _same(scaled.value, _GAMMA * bare + _BETA):
        return None
    hint = "Channel by channel: what is normalised is multiplied by gamma, then beta is added."
    if _same(scaled.value, bare):
        hint = (
            "They change nothing in your function: the network needs them to choose its own mean and spread."
        )
    elif _same(scaled.value, _GAMMA * bare):
        hint = "Beta is left out."
    elif _same(scaled.value, bare + _BETA):
        hint = "Gamma is left out."
    elif _same(scaled.value, _GAMMA * (bare + _BETA)):
        hint = "Gamma comes first: beta itself isn't scaled."
    return Miss(expected="gamma × normalised + beta, for each channel", found="other numbers", hint=hint)


# ---------------------------------------------------------------------------------------------- count_block

_BLOCKS = ((5, 12, 3), (8, 24, 5), (20, 7, 1))

count_block = Exercise(
    LESSON,
    "count_block",
    evidence={"count_block": kinds.Function([kinds.call(*block) for block in _BLOCKS])},
)


def _two_numbers(answer: Any, called: str) -> tuple[float, float] | Miss:
    """Give the two numbers that a counting function returned."""
    if miss := _raised(answer, called):
        return miss
    value = answer.value.tolist() if isinstance(answer.value, np.ndarray) else answer.value
    several = isinstance(value, (list, tuple))
    if several and len(value) == 2 and all(type(part) in (int, float) for part in value):
        return value[0], value[1]
    found = f"{len(value)} values" if several else f"a {type(value).__name__}"
    hint = "Return both, with a comma between, in the order that the exercise names."
    return Miss(expected=f"two numbers from `{called}`", found=found, hint=hint)


def _counted(
    function: Any, place: int, right: Any, slips: Sequence[tuple[Any, str]], what: str
) -> Miss | None:
    """Hold one of the two numbers against the right formula, and name the slip that explains a wrong one."""
    for answer, (channels, filters, size) in zip(function.answers, _BLOCKS, strict=True):
        called = f"count_block({channels}, {filters}, {size})"
        said = _two_numbers(answer, called)
        if isinstance(said, Miss):
            return said
        if said[place] == right(channels, filters, size):
            continue
        told = (hint for slip, hint in slips if slip(channels, filters, size) == said[place])
        return Miss(
            expected=f"{what} of `{called}`",
            found=f"{said[place]:g}",
            hint=next(told, "Build such a block, and read its summary line by line."),
        )
    return None


@count_block.criterion("What training changes", points=2, read="Four numbers a channel")
def _trained(count_block):
    slips = (
        (
            lambda c, f, k: k * k * c * f + 4 * f,
            "Of BatchNorm's four numbers a channel, training changes only two.",
        ),
        (lambda c, f, k: k * k * c * f + 3 * f, "The convolution has no bias here: `use_bias=False`."),
        (lambda c, f, k: k * k * c * f, "Gamma and beta are trained too, one each for every channel."),
        (lambda c, f, k: k * k * c * f + f, "Gamma and beta are two numbers a channel."),
        (lambda c, f, k: k * k * c * f + 2 * c, "BatchNorm sees the maps that the convolution makes."),
        (lambda c, f, k: k * k * f + 2 * f, "A filter looks at all channels at once."),
        (lambda c, f, k: k * c * f + 2 * f, "A kernel is a square: size × size places."),
        (lambda c, f, k: 2 * f, "The kernels of the convolution are trained as well."),
    )
    return _counted(
        count_block, 0, lambda c, f, k: k * k * c * f + 2 * f, slips, "the parameters that training changes"
    )


@count_block.criterion("What training leaves alone", points=1, read="Four numbers a channel")
def _left_alone(count_block):
    slips = (
        (lambda c, f, k: 0, "Two a channel is half of it: the moving mean and variance are kept as well."),
        (lambda c, f, k: f, "Both are kept for each channel: the moving mean and the moving variance."),
        (lambda c, f, k: 4 * f, "Four in all, and of these two are trained."),
        (lambda c, f, k: 2 * c, "BatchNorm sees the maps that the convolution makes: one for each filter."),
        (lambda c, f, k: k * k * c * f + 2 * f, "The two numbers are swapped."),
    )
    return _counted(count_block, 1, lambda c, f, k: 2 * f, slips, "the parameters that training leaves alone")


# --------------------------------------------------------------------------------------------- channel_norm

# The second batch hardly varies, so that epsilon counts.
_FIRST, _SECOND = _drawn(4, 40, 3, mean=5, spread=2), _drawn(5, 40, 3, mean=-0.5, spread=0.05)
_ASKED, _GOAL = _drawn(6, 12, 3, mean=3), _drawn(7, 40, 3, mean=6)
_HALF = 0.5

channel_norm = Exercise(
    LESSON,
    "channel_norm",
    evidence={
        "ChannelNorm": kinds.Script(
            [
                make(),
                ask("training 1", "made", _FIRST, training=True),
                ask("training 2", "made", _SECOND, training=True),
                get("layer", "made"),
                ask("rest 1", "made", _ASKED, training=False),
                ask("rest 2", "made", _ASKED[:5]),
                ask("weights", "made.get_weights"),
            ],
            needs="class",
        ),
        "maps": kinds.Script(
            [
                make(momentum=_HALF),
                ask("training 1", "made", _MAPS, training=True),
                get("layer", "made"),
                ask("rest 1", "made", 2 * _MAPS, training=False),
            ],
            of="ChannelNorm",
            needs="class",
        ),
        "fitted": kinds.Script(
            [
                make(),
                ask(
                    "model",
                    "keras.Sequential",
                    [made("keras.Input", (3,)), ref("made")],
                    store="model",
                    take=False,
                ),
                ask(
                    "compiled",
                    "model.compile",
                    take=False,
                    loss="mse",
                    optimizer=made("keras.optimizers.SGD", 0.3),
                ),
                ask("fitted", "model.fit", _FIRST, _GOAL, batch_size=40, epochs=1, verbose=0, take=False),
                get("layer", "made"),
                ask("rest 1", "made", _ASKED, training=False),
                ask("training 1", "made", _FIRST, training=True),
            ],
            of="ChannelNorm",
            needs="class",
        ),
    },
)


def _unasked(script: Any, *labels: str) -> Miss | None:
    """Say so when the class could not be made, or raised when it was asked."""
    for label in ("made", *labels):
        if not script[label].ok:
            hint = "An object was made and called as the exercise says. Try it yourself on a few rows."
            return Miss(
                expected="a class `ChannelNorm` that can be made and called",
                found=_told(script[label]),
                hint=hint,
            )
    return None


def _numbers(script: Any, trained: bool) -> list[np.ndarray]:
    """Give the layer's weights that training changes, or the others."""
    weights = getattr(script["layer"].value, "weights", ())
    return [weight.values for weight in weights if weight.trainable == trained]


@channel_norm.criterion(
    "Four numbers a channel, two of them trained", points=2, read="Four numbers a channel"
)
def _four(ChannelNorm, fitted):
    if miss := _unasked(ChannelNorm, "training 1", "layer"):
        return miss
    if not ChannelNorm.is_a("Layer") or ChannelNorm.is_a("BatchNormalization"):
        hint = "The layer is to be your own, built on `keras.layers.Layer`."
        return Miss(expected="a layer of your own", found=", ".join(ChannelNorm.bases[:2]), hint=hint)
    trained, kept = _numbers(ChannelNorm, True), _numbers(ChannelNorm, False)
    if [array.shape for array in trained] != [(3,)] * 2 or [array.shape for array in kept] != [(3,)] * 2:
        hint = "One number each of four kinds for every channel, made with `self.add_weight` in `build`."
        if len(trained) == 4:
            hint = "Training must leave the moving statistics alone: `trainable=False`."
        elif len(kept) == 2 and len(trained) < 2:
            hint = "Gamma and beta are weights that training changes, both of them."
        elif len(trained) + len(kept) < 4:
            hint = "What is kept in plain attributes is not saved with the layer: `self.add_weight` keeps it."
        return Miss(
            expected="for 3 channels two trained weights and two others, of 3 numbers each",
            found=f"trained {[array.shape for array in trained]}, others {[array.shape for array in kept]}",
            hint=hint,
        )
    return _fit_moves(fitted)


def _fit_moves(fitted: Any) -> Miss | None:
    """Say so when a step of training leaves gamma or beta, or uses them otherwise than the formula."""
    if miss := _unasked(fitted, "fitted", "layer"):
        return miss
    trained, kept = _numbers(fitted, True), _numbers(fitted, False)
    if any(np.array_equal(array, np.full(3, start)) for array in trained for start in (0, 1)):
        hint = "Gamma starts at 1 and beta at 0, and both take part in the answer, in training too."
        return Miss(expected="gamma and beta to change in `fit`", found="at least one as it was", hint=hint)
    # Either mode shows it, so that a slip in one of them, which other criteria judge, costs nothing here.
    batch = [(_FIRST.mean(axis=0), _FIRST.var(axis=0))]
    for label, x, statistics in (("rest 1", _ASKED, permutations(kept)), ("training 1", _FIRST, batch)):
        for mean, variance in statistics:
            for gamma, beta in permutations(trained):
                bare = (x - mean) / np.sqrt(np.maximum(variance, 0) + _EPSILON)
                if fitted[label].ok and _same(fitted[label].value, gamma * bare + beta):
                    return None
    hint = "What is normalised is multiplied by gamma, then beta is added."
    return Miss(
        expected="gamma × normalised + beta, after a step of training", found="other numbers", hint=hint
    )


@channel_norm.criterion("In training, normalised by the batch", points=2, read="Batch and moving statistics")
def _by_batch(ChannelNorm, maps):
    asked = (
        (ChannelNorm, "training 1", _FIRST),
        (ChannelNorm, "training 2", _SECOND),
        (maps, "training 1", _MAPS),
    )
    for script, label, x in asked:
        if miss := _unasked(script, label):
            return miss
        said = script[label].value
        if _same(said, _normal(x)):
            continue
        hint = "Mean and variance come from the batch, over all axes but the channels; epsilon is 0.001."
        if _same(said, x / np.sqrt(1 + _EPSILON)):
            hint = "With `training=True` it still uses its moving statistics, so it normalises nothing."
        elif x is _MAPS and isinstance(said, np.ndarray) and said.shape == x.shape:
            hint = f"Tables are right, maps are not. {_wrong_axes(said, x)}"
        return Miss(
            expected="with `training=True`, each channel at mean 0 and spread 1 over the batch",
            found=_off(said, x) if _fits(said, x) else "something else",
            hint=hint,
        )
    return None


def _fits(said: Any, x: np.ndarray) -> bool:
    return isinstance(said, np.ndarray) and said.shape == x.shape


def _moved(momentum: float, *batches: np.ndarray) -> list[list[np.ndarray]]:
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


def _holds(arrays: Sequence[np.ndarray], wanted: Sequence[list[np.ndarray]]) -> bool:
    return len(arrays) == 2 and any(
        all(_same(array, right) for array, right in zip(order, pair, strict=True))
        for pair in wanted
        for order in permutations(arrays)
    )


@channel_norm.criterion(
    "The moving statistics take in each batch", points=2, read="Batch and moving statistics"
)
def _take_in(ChannelNorm, maps):
    for script, momentum, batches in ((ChannelNorm, 0.9, (_FIRST, _SECOND)), (maps, _HALF, (_MAPS,))):
        if miss := _unasked(script, "layer"):
            return miss
        arrays = _statistics(script)
        if _holds(arrays, _moved(momentum, *batches)):
            continue
        hint = "Old × momentum + new × (1 − momentum), for the mean and for the variance."
        if not arrays:
            hint = "The layer keeps no such weights."
        elif all(np.ptp(array) == 0 and array.flat[0] in (0, 1) for array in arrays):
            hint = "They are as they started, 0 and 1: they are never updated. `assign` changes a weight."
        elif _holds(arrays, _moved(1 - momentum, *batches)):
            hint = "The momentum belongs to the old value: a large one changes slowly."
        elif momentum == _HALF and _holds(arrays, _moved(0.9, *batches)):
            hint = "The momentum that comes in is not used."
        elif script is ChannelNorm and _holds(arrays, _moved(momentum, _SECOND)):
            hint = "Only the last batch counts: the old value is lost at each step."
        return Miss(
            expected=f"moving statistics after {len(batches)} batch(es) with a momentum of {momentum:g}",
            found=" and ".join(str(np.round(array, 2).tolist()) for array in arrays) or "none",
            hint=hint,
        )
    return None


def _statistics(script: Any) -> list[np.ndarray]:
    """Give the moving statistics, also where all weights are trained, which another criterion judges."""
    kept, trained = _numbers(script, False), _numbers(script, True)
    if not kept and len(trained) == 4:
        plain = [array for array in trained if np.ptp(array) == 0 and array.flat[0] in (0, 1)]
        kept = [array for array in trained if not any(array is part for part in plain)]
        kept = kept or trained[2:]
    return kept


def _mean_first(
    arrays: Sequence[np.ndarray], wanted: Sequence[list[np.ndarray]]
) -> list[tuple[np.ndarray, ...]]:
    """Pair moving mean and variance, told apart by what they should hold; both ways where that fails."""
    orders = list(permutations(arrays, 2))
    known = [order for order in orders if any(all(map(_same, order, pair)) for pair in wanted)]
    return known or orders


@channel_norm.criterion("At rest, by the moving statistics", points=1, read="Batch and moving statistics")
def _at_rest(ChannelNorm, maps):
    if miss := _unasked(ChannelNorm, "rest 1", "rest 2", "weights") or _unasked(maps, "rest 1"):
        return miss
    before = getattr(ChannelNorm["layer"].value, "weights", ())
    after = ChannelNorm["weights"].value
    still = isinstance(after, list) and len(after) == len(before)
    if not (still and all(np.array_equal(w.values, array) for w, array in zip(before, after, strict=True))):
        hint = "Only batches of training count: the update belongs under the `if`."
        return Miss(expected="weights that stay as they are in use", found="others after a call", hint=hint)
    tables = _mean_first(_statistics(ChannelNorm), _moved(0.9, _FIRST, _SECOND))
    pictures = _mean_first(_statistics(maps), _moved(_HALF, _MAPS))
    for script, label, x, pairs in (
        (ChannelNorm, "rest 1", _ASKED, tables),
        (ChannelNorm, "rest 2", _ASKED[:5], tables),
        (maps, "rest 1", 2 * _MAPS, pictures),
    ):
        said = script[label].value
        answers = [(x - mean) / np.sqrt(np.maximum(variance, 0) + _EPSILON) for mean, variance in pairs]
        if any(_same(said, answer) for answer in answers):
            continue
        hint = (
            "Outside training it takes away the moving mean, and divides by the root of the moving variance."
        )
        if _same(said, _normal(x)):
            hint = (
                "It normalises by the batch also when it is used: an answer then depends on its neighbours."
            )
        elif any(
            _same(said, (x - mean) / np.sqrt(np.maximum(variance, 0) + _EPSILON)) for variance, mean in pairs
        ):
            hint = "The moving mean and the moving variance have changed places."
        return Miss(
            expected="without training, (x − moving mean) / √(moving variance + 0.001)",
            found="other numbers",
            hint=hint,
        )
    return None


# --------------------------------------------------------------------------------------------------- settle

_PICTURES = np.abs(_drawn(8, 24, 8, 8, 2, mean=3))
_ROWS = _drawn(9, 30, 5, mean=20, spread=6)
_MOMENTA = {"pictures": (0.99, 0.8), "rows": (0.97, 0.99)}


def _norm_at_start(channels: int, number: int) -> list[np.ndarray]:
    """Gamma, beta, moving mean and moving variance of a BatchNorm that has learnt a little."""
    return [
        1 + 0.2 * _drawn(number, channels),
        0.3 * _drawn(number + 1, channels),
        0.1 * _drawn(number + 2, channels),
        np.linspace(0.8, 1.2, channels).astype("float32"),
    ]


_PICTURES_START = [
    0.5 * _drawn(20, 3, 3, 2, 4),
    0.1 * _drawn(21, 4),
    *_norm_at_start(4, 22),
    0.4 * _drawn(26, 3, 3, 4, 3),
    0.1 * _drawn(27, 3),
    *_norm_at_start(3, 28),
    _drawn(32, 3, 2),
    _drawn(33, 2),
]
_ROWS_START = [
    *_norm_at_start(5, 40),
    _drawn(44, 5, 4),
    0.1 * _drawn(45, 4),
    *_norm_at_start(4, 46),
    _drawn(50, 4, 1),
    _drawn(51, 1),
]
_STARTS = {"pictures": _PICTURES_START, "rows": _ROWS_START}
# Places of moving mean and moving variance of each BatchNorm among the weights.
_MOVING = {"pictures": ((4, 5), (10, 11)), "rows": ((2, 3), (8, 9))}


def _do(label: str, what: str, *args: Any, store: str | None = None, **kwargs: Any) -> kinds.Step:
    return ask(label, what, *args, store=store, take=False, **kwargs)


def _norms(which: str) -> list[kinds.Step]:
    return [
        _do(f"norm {n}", "keras.layers.BatchNormalization", momentum=momentum, store=f"norm_{n}")
        for n, momentum in enumerate(_MOMENTA[which], 1)
    ]


def _after(images: np.ndarray, start: list[np.ndarray]) -> list[kinds.Step]:
    """Set the weights, let the learner's function work, and look at what has become of the model."""
    return [
        _do("started", "model.set_weights", start),
        _do("settled", "subject", ref("model"), images),
        ask("weights", "model.get_weights"),
        *(get(f"momentum {n}", f"norm_{n}.momentum") for n in (1, 2)),
        *(get(f"trainable {n}", f"norm_{n}.trainable") for n in (1, 2)),
    ]


settle = Exercise(
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
                _do("compiled", "model.compile", loss="mse", optimizer=made("keras.optimizers.SGD", 0.1)),
                *_after(_PICTURES, _PICTURES_START),
            ],
            needs="function",
        ),
        "rows": kinds.Script(
            [
                seed(1),
                *_norms("rows"),
                _do("entry", "keras.Input", (5,), store="entry"),
                _do("even", "norm_1", ref("entry"), store="even"),
                _do("dense", "keras.layers.Dense", 4, store="dense"),
                _do("hidden", "dense", ref("even"), store="hidden"),
                _do("scaled", "norm_2", ref("hidden"), store="scaled"),
                _do("ending", "keras.layers.Dense", 1, store="ending"),
                _do("end", "ending", ref("scaled"), store="end"),
                _do("model", "keras.Model", ref("entry"), ref("end"), store="model"),
                _do("compiled", "model.compile", loss="mse", optimizer=made("keras.optimizers.SGD", 0.1)),
                *_after(_ROWS, _ROWS_START),
            ],
            of="settle",
            needs="function",
        ),
    },
)


@cache
def _settled(which: str) -> dict[int, np.ndarray]:
    """Moving statistics that the images give, by their place among the weights."""
    import keras

    norms = [keras.layers.BatchNormalization(momentum=0.0) for _ in range(2)]
    layers = keras.layers
    if which == "pictures":
        parts = [
            keras.Input((8, 8, 2)),
            layers.Conv2D(4, 3),
            norms[0],
            layers.ReLU(),
            layers.Conv2D(3, 3, activation="relu"),
            norms[1],
            layers.GlobalAveragePooling2D(),
            layers.Dense(2),
        ]
    else:
        parts = [keras.Input((5,)), norms[0], layers.Dense(4), norms[1], layers.Dense(1)]
    model = keras.Sequential(parts)
    model.set_weights(_STARTS[which])
    model(_PICTURES if which == "pictures" else _ROWS, training=True)
    weights = model.get_weights()
    return {place: weights[place] for pair in _MOVING[which] for place in pair}


def _weights_after(script: Any, which: str) -> list[np.ndarray] | Miss:
    """Give the model's weights after the learner's function, or say why there are none to judge."""
    if miss := _raised(script["settled"], "settle(model, images)"):
        return miss
    arrays = script["weights"].value
    if isinstance(arrays, list) and [np.shape(a) for a in arrays] == [a.shape for a in _STARTS[which]]:
        return arrays
    hint = "The model keeps all its layers and weights."
    return Miss(expected="a model of the same layers", found="another one", hint=hint)


@settle.criterion("Every BatchNorm has the images' statistics", points=2, read="Batch and moving statistics")
def _all_settled(settle, rows):
    for script, which in ((settle, "pictures"), (rows, "rows")):
        arrays = _weights_after(script, which)
        if isinstance(arrays, Miss):
            return arrays
        wanted, start = _settled(which), _STARTS[which]
        for number, (mean, variance) in enumerate(_MOVING[which], 1):
            spread = np.sqrt(wanted[variance])
            off = np.abs(arrays[mean] - wanted[mean]) / spread
            share = arrays[variance] / wanted[variance]
            # A loop of calls or batches comes near, a single call at a momentum of 0.8 or more does not.
            if off.max() < 0.05 and np.abs(share - 1).max() < 0.1:
                continue
            hint = "Is the momentum's share of the old value gone, in each of them?"
            if np.array_equal(arrays[mean], start[mean]) and np.array_equal(
                arrays[variance], start[variance]
            ):
                hint = (
                    "They are as they were. A plain call and `predict` use the statistics and leave them "
                    "alone: only `training=True` moves them."
                )
                if number == 2:
                    hint = "The first BatchNorm has changed, and this one hasn't: the model may hold several."
            return Miss(
                expected=f"in BatchNorm {number} of a model, mean and variance of what the images give there",
                found=f"means up to {off.max():.2f} spreads away, variances {share.min():.2f} to "
                f"{share.max():.2f} times as large",
                hint=hint,
            )
    return None


def _idle(settle: Any, rows: Any) -> Miss | None:
    """Say so when nothing was settled: to leave a model as it is, is no answer."""
    for script, which in ((settle, "pictures"), (rows, "rows")):
        arrays = _weights_after(script, which)
        if isinstance(arrays, Miss):
            return arrays
        places = [place for pair in _MOVING[which] for place in pair]
        if any(not np.array_equal(arrays[place], _STARTS[which][place]) for place in places):
            return None
    hint = "First move the statistics, then see that nothing else has changed."
    return Miss(
        expected="a model with other moving statistics", found="a model in which nothing moved", hint=hint
    )


@settle.criterion("What training learns stays", points=1, read="Batch and moving statistics")
def _learnt_stays(settle, rows):
    for script, which in ((settle, "pictures"), (rows, "rows")):
        arrays = _weights_after(script, which)
        if isinstance(arrays, Miss):
            return arrays
        moving = {place for pair in _MOVING[which] for place in pair}
        changed = [
            place
            for place, (now, before) in enumerate(zip(arrays, _STARTS[which], strict=True))
            if place not in moving and not np.array_equal(now, before)
        ]
        if changed:
            hint = "`fit` trains: kernels, biases, gamma and beta move with it. Settling is no training."
            return Miss(
                expected="kernels, biases, gamma and beta as they were",
                found=f"{len(changed)} of them changed",
                hint=hint,
            )
    return _idle(settle, rows)


@settle.criterion("No setting stays changed", points=1, read="Batch and moving statistics")
def _settings_stay(settle, rows):
    for script, which in ((settle, "pictures"), (rows, "rows")):
        if miss := _raised(script["settled"], "settle(model, images)"):
            return miss
        for n, momentum in enumerate(_MOMENTA[which], 1):
            if script[f"momentum {n}"].value != momentum:
                hint = "With another momentum the model's next training goes otherwise. Put the old one back."
                return Miss(
                    expected=f"a momentum of {momentum:g}, as before",
                    found=f"{script[f'momentum {n}'].value}",
                    hint=hint,
                )
            if script[f"trainable {n}"].value is not True:
                hint = "Frozen layers learn nothing in the model's next training."
                return Miss(
                    expected="layers that training may change, as before", found="frozen ones", hint=hint
                )
    return _idle(settle, rows)


# ------------------------------------------------------------------------------------- networks as pathways

_CONVOLUTIONS = ("Conv2D", "SeparableConv2D", "DepthwiseConv2D")
_BATCH_NORM = "BatchNormalization"


def _way(model: Any) -> list[Any] | Miss:
    """Give the calls of a model that is one way from its input to its output."""
    graph = model.architecture
    if not graph.inputs:
        hint = "A Sequential model knows its shapes when it starts with a `keras.Input`."
        return Miss(expected="a model that knows what comes in", found="one without an Input", hint=hint)
    ways = graph.paths(graph.input(0), graph.output(0), most=2)
    if len(ways) == 1 and len(graph.inputs) == len(graph.outputs) == 1:
        return ways[0]
    hint = "Each layer takes what the one before it gives."
    return Miss(expected="one way from the input to the output", found=graph.describe(), hint=hint)


def _is(node: Any, *names: str) -> bool:
    return node.kind in names


def _wrong_relu(nodes: Sequence[Any], where: str) -> Miss | None:
    """Say so when there is not one ReLU among the calls from a convolution to the next, and no other bend."""
    relus = sum(node.own_activation == "relu" for node in nodes)
    bends = (node.own_activation for node in nodes[:-1] if node.kind != "Dense")
    other = next((bend for bend in bends if bend not in ("linear", "relu")), "")
    if relus == 1 and not other:
        return None
    hint = "Without an activation two convolutions in a row can do no more than one."
    if relus > 1:
        hint = "Either the convolution has it as an argument, or there is a layer for it."
    return Miss(expected=f"one ReLU {where}", found=f"{relus} {other}".strip(), hint=hint)


def _size(value: Any) -> tuple[int, ...]:
    return (value, value) if isinstance(value, int) else tuple(value)


def _wrong_norms(norms: Sequence[Any], where: str, used: dict[int, str]) -> Miss | None:
    """Say so when there is not one BatchNorm of the usual kind, or one that stands elsewhere too."""
    if len(norms) != 1:
        hint = "Between a convolution and the next one there is one BatchNormalization."
        return Miss(expected=f"one BatchNormalization for {where}", found=f"{len(norms)}", hint=hint)
    norm, config = norms[0], norms[0].config
    axis = config.get("axis", -1)
    axis = axis[0] if isinstance(axis, (list, tuple)) and len(axis) == 1 else axis
    if axis not in (-1, 3):
        hint = f"`axis={axis}` keeps rows or columns of the map apart, and throws the channels together."
        return Miss(expected=f"channels normalised, for {where}", found=f"axis {axis}", hint=hint)
    if not getattr(norm.layer, "trainable", True) or not config.get("center", True):
        hint = "A fresh BatchNorm that is frozen, or has no beta, can't do its work."
        return Miss(
            expected=f"a BatchNormalization that learns, for {where}", found="one that doesn't", hint=hint
        )
    if id(norm.layer) in used:
        hint = "The same object was called twice: it can't know the mean of both. Make one for each."
        return Miss(
            expected=f"a BatchNormalization of its own for {where}",
            found=f"that of {used[id(norm.layer)]}",
            hint=hint,
        )
    used[id(norm.layer)] = where
    return None


def _needless_bias(model: Any) -> Miss | None:
    """Say so when a bias goes, without a bend between, into a BatchNorm, which takes it away again."""
    nodes = _way(model)
    if isinstance(nodes, Miss):
        return nodes
    if not any(_is(node, _BATCH_NORM) for node in nodes):
        hint = "Whether a bias is needless, a BatchNormalization behind it decides."
        return Miss(expected="convolutions with a BatchNormalization", found="none", hint=hint)
    for place, node in enumerate(nodes):
        if not _is(node, *_CONVOLUTIONS) or not node.config.get("use_bias", True):
            continue
        for behind in nodes[place:]:
            if _is(behind, _BATCH_NORM):
                hint = (
                    "BatchNorm subtracts each channel's mean, and with it whatever a bias has added. Its own "
                    "beta does that work."
                )
                return Miss(
                    expected="no bias directly in front of a BatchNormalization",
                    found=f"one in {node}",
                    hint=hint,
                )
            # A constant for each channel stays one behind a pooling and behind a 1×1 convolution.
            passes = "Pooling" in behind.kind or _is(behind, "Identity")
            passes = passes or (_is(behind, "Conv2D") and _size(behind.config["kernel_size"]) == (1, 1))
            if behind.own_activation != "linear" or not (behind is node or passes):
                break
    return None


def _wrong_end(model: Any, way: Sequence[Any], classes: int) -> Miss | None:
    """Say so when the maps don't end as their means and one layer of probabilities."""
    graph = model.architecture
    if miss := wrong_ending(graph, 0, classes, "softmax"):
        return miss
    ending = graph.output_layer(0)
    last = max((place for place, node in enumerate(way) if _is(node, *_CONVOLUTIONS)), default=0)
    behind = [node for node in way[last + 1 :] if node is not ending]
    channels = way[last].shape[-1]
    pooled = [node for node in behind if _is(node, "GlobalAveragePooling2D", "AveragePooling2D", "Mean")]
    fed = ending.inputs[0].shape if ending.inputs else ()
    if not pooled or tuple(fed) != (None, channels) or any(_is(node, "MaxPooling2D") for node in behind):
        hint = "`GlobalAveragePooling2D` gives one number a map: its mean."
        if any(_is(node, "Dense") for node in behind):
            hint = "Behind the means comes the layer of the probabilities, and no other."
        return Miss(
            expected=f"the means of {channels} maps in front of the last layer",
            found=" → ".join(map(str, behind)) or "nothing",
            hint=hint,
        )
    if any(_is(node, "Dense") for node in behind):
        hint = "Behind the means comes the layer of the probabilities, and no other."
        return Miss(expected="one Dense layer", found=" → ".join(map(str, behind)), hint=hint)
    return None


# ------------------------------------------------------------------------------------------------ patch_net

patch_net = Exercise(LESSON, "patch_net", evidence={"patch_net": kinds.Model(compiled=False)})

_PATCH_FILTERS = [16, 24, 32]


def _segments(way: Sequence[Any]) -> list[list[Any]]:
    """Cut a way in front of each convolution; what comes before the first is left out."""
    cuts = [place for place, node in enumerate(way) if _is(node, *_CONVOLUTIONS)]
    return [list(way[start:end]) for start, end in pairwise([*cuts, len(way)])]


@patch_net.criterion("Three convolutions, each with a ReLU", points=1, read="Before or after the activation")
def _three(patch_net):
    way = other_inputs(patch_net, {"patch": (16, 16, 3)}) or _way(patch_net)
    if isinstance(way, Miss):
        return way
    found = [segment[0] for segment in _segments(way)]
    fits = [node.config.get("filters") for node in found] == _PATCH_FILTERS and all(
        _is(node, "Conv2D")
        and _size(node.config["kernel_size"]) == (3, 3)
        and _size(node.config["strides"]) == (2, 2)
        and node.config["padding"] == "same"
        and _size(node.config.get("dilation_rate", 1)) == (1, 1)
        for node in found
    )
    if not fits:
        return Miss(
            expected='three convolutions of 3×3 with 16, 24 and 32 filters, strides of 2 and "same" padding',
            found=", ".join(map(str, found)) or "none",
            hint="Compare with the list in the exercise, also the strides and the padding.",
        )
    for segment in _segments(way):
        if miss := _wrong_relu(segment, f"for {segment[0]}"):
            return miss
    return None


@patch_net.criterion(
    "A BatchNormalization for each, along the channels", points=2, read="Normalise each channel"
)
def _own_norms(patch_net):
    way = _way(patch_net)
    if isinstance(way, Miss):
        return way
    segments, used = _segments(way), {}
    inside = {id(node) for segment in segments for node in segment}
    if any(_is(node, _BATCH_NORM) and id(node) not in inside for node in way) or not segments:
        hint = "Each belongs to a convolution and comes behind it."
        return Miss(expected="convolutions, each with a BatchNormalization", found="others", hint=hint)
    for segment in segments:
        norms = [node for node in segment if _is(node, _BATCH_NORM)]
        if miss := _wrong_norms(norms, str(segment[0]), used):
            return miss
        place = segment.index(norms[0])
        if any(node.shape is not None and len(node.shape) != 4 for node in segment[: place + 1]):
            hint = "Behind the pooling there are no maps any more."
            return Miss(expected=f"maps of {segment[0]} normalised", found="their means", hint=hint)
    return None


@patch_net.criterion("No needless parameter", points=1, read="Before or after the activation")
def _lean_patch(patch_net):
    return _needless_bias(patch_net)


@patch_net.criterion(
    "The mean of each map, then eight probabilities", points=1, read="Eight photographs in pieces"
)
def _patch_end(patch_net):
    way = _way(patch_net)
    return way if isinstance(way, Miss) else _wrong_end(patch_net, way, 8)


# ------------------------------------------------------------------------------------------ separable_costs

_PLAIN_COSTS = ((10, 14, 6, 20, 3), (9, 7, 5, 8, 5), (16, 16, 12, 12, 3))
# A strided call, and the call without strides on the map that comes out of it.
_STRIDED_COSTS = (((12, 8, 6, 20, 3, 2), (6, 4, 6, 20, 3)), ((15, 9, 4, 10, 5, 2), (8, 5, 4, 10, 5)))

separable_costs = Exercise(
    LESSON,
    "separable_costs",
    evidence={
        "separable_costs": kinds.Function(
            [
                *(kinds.call(*given) for given in _PLAIN_COSTS),
                *(kinds.call(*given) for pair in _STRIDED_COSTS for given in pair),
                kinds.call(10, 14, 6, 20),
            ]
        )
    },
)


def _cost(function: Any, number: int, given: Sequence[int]) -> tuple[float, float] | Miss:
    return _two_numbers(function.answers[number], f"separable_costs({', '.join(map(str, given))})")


@separable_costs.criterion("Parameters of both steps", points=2, read="The arithmetic")
def _both_steps(separable_costs):
    slips = (
        (lambda c, f, k: k * k * c * f + f, "That is an ordinary convolution, which does both jobs at once."),
        (lambda c, f, k: k * k * c * f, "That is an ordinary convolution, which does both jobs at once."),
        (lambda c, f, k: k * k * c + c * f, "The biases are parameters too: one for each filter."),
        (lambda c, f, k: k * k * c + c + c * f + f, "The depthwise step of `SeparableConv2D` has no bias."),
        (lambda c, f, k: k * k * c + c * f + c, "The bias belongs to the end: one for each filter."),
        (
            lambda c, f, k: k * k * f + c * f + f,
            "The depthwise step has a kernel for each channel that comes in.",
        ),
        (lambda c, f, k: k * k + c * f + f, "Each channel has a depthwise kernel of its own."),
        (lambda c, f, k: k * k * c + f, "The pointwise step is left out: it mixes the channels."),
        (lambda c, f, k: c * f + f, "The depthwise step is left out."),
        (
            lambda c, f, k: k * k * c * c * f + f,
            "The two steps come one after the other: their numbers add up.",
        ),
    )
    for number, given in enumerate(_PLAIN_COSTS):
        said = _cost(separable_costs, number, given)
        if isinstance(said, Miss):
            return said
        _, _, c, f, k = given
        if said[0] == k * k * c + c * f + f:
            continue
        told = (hint for slip, hint in slips if slip(c, f, k) == said[0])
        return Miss(
            expected=f"the parameters of SeparableConv2D({f}, {k}) on {c} channels",
            found=f"{said[0]:g}",
            hint=next(told, "Add up the depthwise kernels, the pointwise kernel and the biases."),
        )
    return _default_size(separable_costs)


def _default_size(function: Any) -> Miss | None:
    """Say so when the size is not 3 where none is given."""
    said, full = _cost(function, 7, (10, 14, 6, 20)), _cost(function, 0, _PLAIN_COSTS[0])
    if isinstance(said, Miss) or isinstance(full, Miss):
        return said if isinstance(said, Miss) else full
    if said == full:
        return None
    hint = "The line with `def` names the defaults: a size of 3 and strides of 1."
    return Miss(expected="the costs of a 3×3 convolution where no size is given", found="others", hint=hint)


@separable_costs.criterion("Multiply-adds of both steps", points=2, read="The arithmetic")
def _multiply_adds(separable_costs):
    slips = (
        (lambda c, f, k: k * k * c * f, "That is an ordinary convolution, which does both jobs at once."),
        (lambda c, f, k: k * k * c + c * f + f, "A bias is added, not multiplied: it doesn't count here."),
        (lambda c, f, k: k * k * c, "The pointwise step multiplies too, at each place."),
        (lambda c, f, k: c * f, "The depthwise step multiplies too, at each place."),
        (lambda c, f, k: k * k * c * c * f, "The two steps come one after the other: their work adds up."),
    )
    for number, given in enumerate(_PLAIN_COSTS):
        said = _cost(separable_costs, number, given)
        if isinstance(said, Miss):
            return said
        h, w, c, f, k = given
        if said[1] == h * w * (k * k * c + c * f):
            continue
        told = (hint for slip, hint in slips if h * w * slip(c, f, k) == said[1])
        hint = next(told, "Each number of the two kernels is multiplied once at each place of the map.")
        if said[1] == k * k * c + c * f:
            hint = "That is the work at one place. How many places has the map?"
        return Miss(
            expected=f"the multiply-adds on a map of {h}×{w} with {c} channels",
            found=f"{said[1]:g}",
            hint=hint,
        )
    return None


@separable_costs.criterion("Strides shrink the map", points=1, read="The arithmetic")
def _shrunk(separable_costs):
    for pair, (given, plain) in enumerate(_STRIDED_COSTS):
        said = _cost(separable_costs, 3 + 2 * pair, given)
        wanted = _cost(separable_costs, 4 + 2 * pair, plain)
        if isinstance(said, Miss) or isinstance(wanted, Miss):
            return said if isinstance(said, Miss) else wanted
        if said == wanted:
            continue
        h, w = given[:2]
        hint = "Both steps work once at each place that comes out."
        if said[0] != wanted[0]:
            hint = "The kernels are as large with strides as without: parameters don't change."
        elif said[1] > 2 * wanted[1]:
            hint = "Work is done at the places that come out, not at those that go in."
        elif h % 2:
            hint = "With `same` padding an odd size is halved and rounded up."
        return Miss(
            expected=f"with strides of 2 on {h}×{w}, your own costs on the map that comes out",
            found=f"{said[0]:g} and {said[1]:g} in place of {wanted[0]:g} and {wanted[1]:g}",
            hint=hint,
        )
    return None


# ------------------------------------------------------------------------------------------------- lean_six

lean_six = Exercise(LESSON, "lean_six", evidence={"lean_six": kinds.Model(compiled=False)})

_SIX = [32, 32, 64, 64, 128, 128]
_HEIGHTS = [64, 64, 32, 32, 16, 16]


def _depthwise(node: Any) -> bool:
    """Whether a layer has one kernel for each channel: `DepthwiseConv2D`, or as many groups as channels."""
    channels = node.inputs[0].shape[-1] if node.inputs and node.inputs[0].shape else None
    if _is(node, "DepthwiseConv2D"):
        return node.config.get("depth_multiplier", 1) == 1
    return _is(node, "Conv2D") and node.config.get("groups", 1) == node.config.get("filters") == channels


def _pointwise(node: Any) -> bool:
    return (
        _is(node, "Conv2D")
        and _size(node.config["kernel_size"]) == _size(node.config["strides"]) == (1, 1)
        and node.config.get("groups", 1) == 1
    )


def _separables(way: Sequence[Any]) -> list[tuple[int, int]]:
    """Give the separable convolutions on a way, each with the places of its first and its last step."""
    places = [place for place, node in enumerate(way) if _is(node, *_CONVOLUTIONS)]
    found = []
    for number, place in enumerate(places):
        after = places[number + 1] if number + 1 < len(places) else None
        if _is(way[place], "SeparableConv2D") and way[place].config.get("depth_multiplier", 1) == 1:
            found.append((place, place))
        elif _depthwise(way[place]) and after is not None and _pointwise(way[after]):
            found.append((place, after))
    return found


def _units(way: Sequence[Any]) -> list[tuple[int, int]]:
    """Give the separable convolutions, and with them whatever other convolutions stand in their place."""
    found = _separables(way)
    steps = {place for pair in found for place in pair}
    others = [n for n, node in enumerate(way) if _is(node, *_CONVOLUTIONS) and n not in steps]
    return sorted([*found, *((n, n) for n in others)])


@lean_six.criterion("Six separable convolutions", points=2, read="A stack of six on 64×64")
def _six_separable(lean_six):
    way = other_inputs(lean_six, {"picture": (64, 64, 3)}) or _way(lean_six)
    if isinstance(way, Miss):
        return way
    found = _separables(way)
    steps = {place for pair in found for place in pair}
    convolutions = [place for place, node in enumerate(way) if _is(node, *_CONVOLUTIONS)]
    others = [way[place] for place in convolutions if place not in steps]
    if others:
        hint = "A separable one is one layer, or one kernel for each channel and then a 1×1 convolution."
        if _is(others[0], "Conv2D"):
            hint = (
                "An ordinary convolution looks at all channels at once, and costs about eight times as much."
            )
        return Miss(expected="separable convolutions alone", found=str(others[0]), hint=hint)
    widths = [way[last].config.get("filters") for _, last in found]
    firsts = [way[first].config for first, _ in found]
    plain = all(
        _size(config["kernel_size"]) == (3, 3)
        and _size(config["strides"]) == (1, 1)
        and _size(config.get("dilation_rate", 1)) == (1, 1)
        and config["padding"] == "same"
        for config in firsts
    )
    if widths == _SIX and plain:
        return None
    return Miss(
        expected="six of 3×3, with the widths and the padding of `six`",
        found=", ".join(map(str, (way[place] for place in convolutions))) or "none",
        hint="Three pairs: 32, 64 and 128 filters, without strides.",
    )


@lean_six.criterion(
    "Halved between the pairs, ten probabilities at the end", points=1, read="A stack of six on 64×64"
)
def _halved(lean_six):
    way = _way(lean_six)
    if isinstance(way, Miss):
        return way
    pools = [node for node in way if _is(node, "MaxPooling2D")]
    heights = [way[first].inputs[0].shape[1] for first, _ in _units(way)]
    # Where something else is wrong with the convolutions, the poolings alone tell.
    shrunk = [node.shape[1] for node in pools]
    if shrunk != [32, 16] or (len(heights) == len(_HEIGHTS) and heights != _HEIGHTS):
        return Miss(
            expected="the map halved twice by a MaxPooling2D, before the third and before the fifth",
            found=f"maps of height {', '.join(map(str, heights))}, and {len(pools)} such layer(s)",
            hint="Two poolings for three pairs, and no strides elsewhere.",
        )
    return _wrong_end(lean_six, way, 10)


@lean_six.criterion("Each with a BatchNormalization and a ReLU", points=2, read="What BatchNorm buys")
def _six_norms(lean_six):
    way = _way(lean_six)
    if isinstance(way, Miss):
        return way
    units = _units(way)
    if not units:
        hint = "There is nothing to normalise yet."
        return Miss(expected="convolutions", found="none", hint=hint)
    used: dict[int, str] = {}
    edges = [*(first for first, _ in units[1:]), len(way)]
    for number, ((first, last), edge) in enumerate(zip(units, edges, strict=True), 1):
        where = f"convolution {number}"
        between, behind = way[first + 1 : last], way[last:edge]
        norms = [node for node in behind if _is(node, _BATCH_NORM)]
        if miss := _wrong_norms(norms, where, used):
            return miss
        if len([node for node in between if _is(node, _BATCH_NORM)]) > 1:
            hint = "One behind each convolution is enough."
            return Miss(expected=f"one BatchNormalization for {where}", found="several", hint=hint)
        if miss := _wrong_relu(behind, f"behind {where}"):
            return miss
    inside = {id(node) for node in way[units[0][0] :]}
    if any(_is(node, _BATCH_NORM) and id(node) not in inside for node in way):
        hint = "Each belongs to a convolution and comes behind it."
        return Miss(
            expected="BatchNormalization behind convolutions", found="one before the first", hint=hint
        )
    return None


@lean_six.criterion("No needless bias", points=1, read="Before or after the activation")
def _lean_biases(lean_six):
    return _needless_bias(lean_six)
