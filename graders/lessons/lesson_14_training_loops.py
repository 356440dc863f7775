"""Hidden checks of lesson 14: what a step of training, a loop and a pipeline do.

The learner's functions and classes are asked in the candidate, with small hidden models whose first weights
are fixed. What should come of it is computed here, on twins of these models, and so is what comes of the
mistakes that messages name.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np

from graders.criteria import Exercise, Missed, hidden_rng, require
from graders.evidence import HistoryEvidence, kinds
from graders.evidence.kinds import Made, Step, ask, get, made, make, ref
from graders.vocabulary import (
    as_number,
    class_is,
    close,
    error_line,
    holds,
    kind_of,
    listed,
    numbers_of,
    pair_of,
    shown,
    value_of,
)

LESSON = "14_training_loops"

# ---------------------------------------------------------------------------- hidden models, and their twins

Batch = tuple[np.ndarray, np.ndarray]


def _dense(units: int, seed: int, **settings: Any) -> Made:
    start = made("keras.initializers.RandomUniform", -0.8, 0.8, seed=seed)
    return made("keras.layers.Dense", units, kernel_initializer=start, **settings)


_L2 = made("keras.regularizers.L2", 0.1)
_MODELS = {
    "plain": [_dense(5, 1, activation="tanh"), _dense(1, 2)],
    "weights": [_dense(5, 1, activation="tanh", kernel_regularizer=_L2), _dense(1, 2)],
    "own": [
        _dense(5, 1, activation="tanh", kernel_regularizer=_L2),
        made("keras.layers.ActivityRegularization", l2=0.2),
        _dense(1, 2),
    ],
    "whole": [
        _dense(5, 1, activation="tanh", kernel_regularizer=_L2),
        made("keras.layers.BatchNormalization", momentum=0.8),
        _dense(1, 2),
    ],
    "normed": [_dense(5, 1), made("keras.layers.BatchNormalization", momentum=0.8), _dense(1, 2)],
    "frozen": [_dense(5, 1, activation="tanh", trainable=False), _dense(1, 2)],
    "generator": [_dense(4, 3, activation="tanh"), _dense(2, 4)],
    "discriminator": [_dense(4, 5, activation="tanh"), _dense(1, 6)],
    "pictures": [made("keras.layers.Flatten"), _dense(3, 7, activation="tanh"), _dense(1, 8)],
    "moving": [
        made("keras.layers.Flatten"),
        _dense(3, 7),
        made(
            "keras.layers.BatchNormalization",
            moving_mean_initializer=made("keras.initializers.Constant", 0.5),
            moving_variance_initializer=made("keras.initializers.Constant", 2.0),
        ),
        made("keras.layers.Dropout", 0.5, seed=3),
        _dense(1, 8, activation="tanh"),
    ],
}
_SHAPES = {"generator": (3,), "discriminator": (2,), "pictures": (4, 6, 1), "moving": (4, 6, 1)}


def _input(kind: str) -> Made:
    return made("keras.Input", _SHAPES.get(kind, (4,)))


def _do(label: str, what: str, *args: Any, **kwargs: Any) -> Step:
    """A step whose result does not cross."""
    return ask(label, what, *args, take=False, **kwargs)


def _model(kind: str, name: str) -> Step:
    """Make a hidden model in the candidate, under a name."""
    return _do(f"{name} made", "keras.Sequential", [_input(kind), *_MODELS[kind]], store=name)


def _graph(kind: str, name: str) -> list[Step]:
    """Make an object of the learner's model class, of a hidden model's layers, under a name."""
    steps = [_do(f"{name} input", "keras.Input", _SHAPES.get(kind, (4,)), store=f"{name} in")]
    last = f"{name} in"
    for number, layer in enumerate(_MODELS[kind]):
        steps.append(
            _do(f"{name} layer {number}", layer.what, *layer.args, store=f"{name}_{number}", **layer.kwargs)
        )
        tensor = f"{name} tensor {number}"
        steps.append(_do(tensor, f"{name}_{number}", ref(last), store=tensor))
        last = tensor
    return [*steps, make(ref(f"{name} in"), ref(last), label=f"{name} made", store=name)]


def _object(what: Any) -> Any:
    """Make here what a `Made` makes in the candidate."""
    import keras

    if isinstance(what, Made):
        maker: Any = keras
        for part in what.what.split(".")[1:]:
            maker = getattr(maker, part)
        settings = {key: _object(value) for key, value in what.kwargs.items()}
        return maker(*[_object(value) for value in what.args], **settings)
    return what


def _twin(kind: str) -> Any:
    """Make a hidden model here."""
    import keras

    return keras.Sequential([_object(_input(kind)), *map(_object, _MODELS[kind])])


def _sgd(rate: float, **settings: Any) -> Made:
    return made("keras.optimizers.SGD", rate, **settings)


_LOSS = "keras.losses.BinaryCrossentropy"
"""Unlike squared errors it takes its arguments in one order only: labels, outputs."""
_RNG = hidden_rng(1414)


def _batch(rows: int, scale: float = 1.0) -> Batch:
    x = scale * _RNG.normal(size=(rows, 4)).astype("float32")
    return x.astype("float32"), (x[:, :1] - x[:, 1:2] * x[:, 2:3] > 0).astype("float32")


Weights = list[np.ndarray]


def _gradients(
    model: Any,
    batch: Batch,
    *,
    own: float = 1.0,
    training: bool = True,
    total: bool = False,
    squares: bool = False,
) -> tuple[Any, float, Any]:
    """Give the gradients of one batch, its loss, and the outputs; `own` weighs the model's own losses.

    The loss is a cross-entropy of logits, or the mean of squares.
    """
    import keras
    import tensorflow as tf

    x, y = batch
    reduction = "sum" if total else "sum_over_batch_size"
    entropy = keras.losses.BinaryCrossentropy(from_logits=True, reduction=reduction)
    function = keras.losses.MeanSquaredError() if squares else entropy
    with tf.GradientTape() as tape:
        outputs = model(x, training=training)
        loss = function(y, outputs)
        loss = loss + own * sum(model.losses)
    return tape.gradient(loss, model.trainable_weights), float(loss), np.asarray(outputs)


def _trained(
    kind: str,
    batches: Sequence[Batch],
    optimizer: Made,
    *,
    change: Callable[[Any], Any] = lambda gradients: gradients,
    times: int = 1,
    **how: Any,
) -> tuple[Weights, list[float]]:
    """Train a twin, and give its weights and the loss of each step.

    Args:
        kind: Which hidden model.
        batches: One step each.
        optimizer: Made anew.
        change: What is done to the gradients.
        times: How often each gradient is applied.
        how: Arguments of `_gradients`.
    """
    model, tool, losses = _twin(kind), _object(optimizer), []
    for batch in batches:
        gradients, loss, _ = _gradients(model, batch, **how)
        for _ in range(times):
            tool.apply(change(gradients), model.trainable_weights)
        losses.append(loss)
    return model.get_weights(), losses


# -------------------------------------------------------------------------------------- reading what came out

_REASONS = {
    "No gradients provided": "Every gradient is None: does all computation stand inside the tape?",
    "'NoneType'": "Something is None: a gradient for a weight that does not train, or a missing `return`?",
    "None values not supported": "A gradient is None: ask for `trainable_weights`, not for `weights`.",
    "must be a list of tensors": "`tape.gradient` takes a loss and a list of weights.",
    "compiled": "The model is not compiled here: use the arguments.",
    "compile()": "The model is not compiled here: use the arguments.",
    "has not yet been built": "A metric has nothing to give: nobody calls its `update_state`.",
    "not subscriptable": "`tf.clip_by_global_norm` returns two things. Take them apart.",
    "unpack": "How many things come in, and how many come back?",
    "incompatible": "Do shapes fit? One row, or a batch of them?",
    "was created with a different set of variables": "One optimizer serves one model: each has its own.",
    "not recognized": "One optimizer serves one network: each gets the weights of its own alone.",
    "Unknown variable": "One optimizer serves one network: each gets the weights of its own alone.",
    "positional argument": "Are the arguments those of the task, in their order?",
    "unexpected keyword": "Are the arguments those of the task, in their order?",
}
_TRY_IT = "Call it yourself in a cell below your answer, and read the last line of the error."


def _value(evidence: Any, label: str, called: str) -> Any:
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
            expected=f"`{called}` to run to its end",
            found=line,
            hint=next((hint for words, hint in _REASONS.items() if words in line), _TRY_IT),
        )
    return value_of(answer, called)


def _arrays(evidence: Any, label: str, called: str) -> Weights:
    return [np.asarray(array) for array in _value(evidence, label, called)]


def _same(found: Weights, right: Weights) -> bool:
    return len(found) == len(right) and all(close(a, b) for a, b in zip(found, right, strict=True))


def _flat(weights: Weights) -> np.ndarray:
    return np.concatenate([np.ravel(array) for array in weights]).astype("float64")


def _of_the_model(found: Weights, start: Weights) -> None:
    """See to it that the weights are still those of the model that was handed over."""
    shapes = [[array.shape for array in weights] for weights in (found, start)]
    require(
        shapes[0] == shapes[1],
        expected="the weights of the model that was handed over, in their shapes",
        found=f"weights of the shapes {shapes[0]}, where there were {shapes[1]}",
        hint="Change the values of the weights, not the model.",
    )


def _weights_are(
    found: Weights,
    right: Weights,
    *,
    before: Weights,
    expected: str,
    hint: str,
    mistakes: Callable[[], Mapping[str, Weights]] = dict,
) -> None:
    """See to it that weights are the right ones, and name the mistake that gives others.

    Args:
        found: The learner's.
        right: The right ones.
        before: Those from before the training.
        expected: What was asked for.
        hint: The words when no mistake explains it.
        mistakes: Gives words, each with the weights that the mistake gives; asked of a wrong answer only.
    """
    if _same(found, right):
        return
    _of_the_model(found, before)
    way, wanted = _flat(found) - _flat(before), _flat(right) - _flat(before)
    uphill = float(way @ wanted) < -0.9 * float(np.linalg.norm(way) * np.linalg.norm(wanted))
    named = {words: _same(found, other) for words, other in mistakes().items()}
    named["Nothing was changed: are the gradients handed to the optimizer?"] = _same(found, before)
    named["It goes the wrong way: the loss is made larger. Is a sign turned?"] = uphill
    raise Missed(
        expected=expected,
        found=f"weights that moved by {shown(float(np.linalg.norm(way)))} in all, where "
        f"{shown(float(np.linalg.norm(wanted)))} is right",
        hint=hint,
        mistakes=named,
    )


def _moved(found: Weights, start: Weights) -> None:
    """See to it that anything was learned, where all else is another criterion's."""
    _of_the_model(found, start)
    require(
        not _same(found, start),
        expected="weights that have changed",
        found="those from before",
        hint="Nothing was changed: are the gradients handed to the optimizer?",
    )


_OWN_LEFT_OUT = (
    "The model's own losses are left out: `model.losses` holds those of regularizers and `add_loss`."
)
_NO_TRAINING = (
    "`training=True` is forgotten: BatchNormalization and Dropout run as in use, and learn nothing."
)

# -------------------------------------------------------------------------------------------------- one_step

_ONE = [_batch(6), _batch(8), _batch(5)]
_MOMENTUM = _sgd(0.05, momentum=0.9)
_ONE_CALL = "one_step(model, optimizer, loss_function, x, y)"
_ONE_KINDS = ("plain", "own", "normed", "frozen")


def _one_steps(kind: str) -> list[Step]:
    steps = [
        _model(kind, kind),
        _do(f"{kind} optimizer", "keras.optimizers.SGD", 0.05, momentum=0.9, store="optimizer"),
        _do(f"{kind} loss", _LOSS, from_logits=True, store="loss"),
    ]
    for number, (x, y) in enumerate(_ONE):
        steps.append(ask(f"{kind} {number}", "subject", ref(kind), ref("optimizer"), ref("loss"), x, y))
    return [*steps, ask(f"{kind} after", f"{kind}.get_weights"), get(f"{kind} compiled", f"{kind}.compiled")]


ONE_STEP = Exercise(
    LESSON,
    "one_step",
    evidence={
        "one_step": kinds.Script([step for kind in _ONE_KINDS for step in _one_steps(kind)], needs="function")
    },
)
_BY_HAND = "One step by hand"


@cache
def _one(kind: str, **how: Any) -> tuple[Weights, list[float]]:
    return _trained(kind, _ONE, _MOMENTUM, **how)


@cache
def _start(kind: str) -> Weights:
    return _twin(kind).get_weights()


ONE_STEP.prepare = lambda: [(_one(kind), _start(kind)) for kind in _ONE_KINDS]


def _one_after(script: Any, kind: str) -> Weights:
    """Give the weights after three steps; an error in one of these is missed."""
    for number in range(len(_ONE)):
        _value(script, f"{kind} {number}", _ONE_CALL)
    return _arrays(script, f"{kind} after", _ONE_CALL)


def _forgetful() -> Weights:
    """Give the weights after steps whose optimizer forgets its state."""
    model = _twin("plain")
    for batch in _ONE:
        gradients, _, _ = _gradients(model, batch)
        _object(_MOMENTUM).apply(gradients, model.trainable_weights)
    return model.get_weights()


@ONE_STEP.criterion("All trainable weights take the step", points=3, read=_BY_HAND)
def _one_moves(one_step):
    _weights_are(
        _one_after(one_step, "plain"),
        _one("plain")[0],
        before=_start("plain"),
        expected="after three steps the weights of three steps with the optimizer that was given",
        hint="One gradient for each trainable weight, of the loss that was given, and one `apply`.",
        mistakes=lambda: {
            "The gradients are applied twice in each step.": _one("plain", times=2)[0],
            "The loss of a batch is its mean, and not its sum: take `loss_function` as it is.": _one(
                "plain", total=True
            )[0],
            "The optimizer's state is lost between steps: use the optimizer that is given.": _forgetful(),
        },
    )


@ONE_STEP.criterion("The model's own losses count", points=2, read=_BY_HAND)
def _one_own(one_step):
    found = _one_after(one_step, "own")
    # A step that is wrong for a plain model too is the first criterion's.
    if not holds(_one_moves, one_step) and not _same(found, _one("own", own=0.0)[0]):
        _moved(found, _start("own"))
        return
    _weights_are(
        found,
        _one("own")[0],
        before=_start("own"),
        expected="a step that also makes the model's own losses smaller",
        hint="Add every entry of `model.losses`, once, inside the tape and behind the call of the model.",
        mistakes=lambda: {
            _OWN_LEFT_OUT: _one("own", own=0.0)[0],
            "The own losses are counted twice.": _one("own", own=2.0)[0],
        },
    )


def _moving(weights: Weights) -> Weights:
    """Give the moving statistics of the `normed` model."""
    return weights[4:6]


@ONE_STEP.criterion("The model runs once, in training mode", points=2, read=_BY_HAND)
def _one_training(one_step):
    found = _moving(_one_after(one_step, "normed"))
    right, start = _moving(_one("normed")[0]), _moving(_start("normed"))
    _of_the_model(found, start)
    # Moving statistics depend on the weights a little; one step is enough to tell.
    moved = float(np.linalg.norm(_flat(found) - _flat(start)))
    wanted = float(np.linalg.norm(_flat(right) - _flat(start)))
    require(
        _same(found, right) or (moved > 0 and not holds(_one_moves, one_step)),
        expected="moving statistics that have seen each batch once",
        found=f"statistics that moved by {shown(moved)}, where {shown(wanted)} is right",
        hint="Call the model once for each batch: each call in training mode moves the statistics.",
        mistakes={_NO_TRAINING: moved == 0},
    )


@ONE_STEP.criterion("What is frozen stays", points=1, read="A gradient, recorded")
def _one_frozen(one_step):
    found, start = _one_after(one_step, "frozen"), _start("frozen")
    _of_the_model(found, start)
    # Keras lists the trainable weights first.
    change = [not close(a, b) for a, b in zip(_by_shape(found), _by_shape(start), strict=True)]
    require(
        not any(change[2:]),
        expected="the weights of a frozen layer as they were",
        found="other weights in a frozen layer",
        hint="`trainable_weights` are those that learn: neither `weights` nor those of all layers.",
    )
    require(
        any(change[:2]),
        expected="a last layer that learns, above a frozen one",
        found="one that stayed as it was",
        hint="Zip gradients with the list that they were asked for.",
    )


def _by_shape(weights: Weights) -> Weights:
    """Order weights of a two-layer model: those of the last layer first."""
    last = [array for array in weights if array.shape in ((5, 1), (1,))]
    return [*last, *(array for array in weights if array.shape not in ((5, 1), (1,)))]


@ONE_STEP.criterion("It returns the loss, by hand", points=1, read=_BY_HAND)
def _one_returns(one_step):
    found = [as_number(_value(one_step, f"plain {number}", _ONE_CALL)) for number in range(len(_ONE))]
    require(
        None not in found,
        expected="the loss, one number",
        found=kind_of(_value(one_step, "plain 0", _ONE_CALL)),
        hint="The function's last line returns the loss.",
    )
    _value(one_step, "plain after", _ONE_CALL)
    require(
        one_step["plain compiled"].value is not True,
        expected="a model that is not compiled",
        found="one that was compiled",
        hint="The step is to be done by hand: tape, gradients, `apply`.",
    )
    right = _one("plain")[1]
    require(
        close(found[0], right[0]),
        expected="the loss of the batch from before the change",
        found=f"{shown(found[0])}, where {shown(right[0])} is right",
        hint="Return the loss that the tape has seen.",
    )


# ------------------------------------------------------------------------------------------------ run_epochs

_TRAIN = [_batch(6), _batch(6, 2.0), _batch(2, 5.0)]
_VALID = [_batch(5), _batch(2, 4.0)]
_EPOCHS = 3
_LOOP_KINDS = ("plain", "own", "normed")
_LOOP_CALL = "run_epochs(…)"
_KEYS = ("loss", "metric", "val_loss", "val_metric")


def _loop_steps(kind: str) -> list[Step]:
    given = [list(_TRAIN), list(_VALID), _EPOCHS]
    return [
        _model(kind, kind),
        _do(f"{kind} optimizer", "keras.optimizers.SGD", 0.05, store="optimizer"),
        _do(f"{kind} loss", _LOSS, from_logits=True, store="loss"),
        _do(f"{kind} metric", "keras.metrics.BinaryCrossentropy", from_logits=True, store="metric"),
        ask(kind, "subject", ref(kind), ref("optimizer"), ref("loss"), ref("metric"), *given),
        ask(f"{kind} after", f"{kind}.get_weights"),
        get(f"{kind} compiled", f"{kind}.compiled"),
    ]


RUN_EPOCHS = Exercise(
    LESSON,
    "run_epochs",
    evidence={
        "run_epochs": kinds.Script(
            [step for kind in _LOOP_KINDS for step in _loop_steps(kind)], needs="function"
        )
    },
)
_LOOP = "The whole loop"


def _entropies(labels: np.ndarray, outputs: np.ndarray) -> np.ndarray:
    """Give the cross-entropy of each row."""
    return np.logaddexp(0, outputs.astype("float64")) - labels * outputs


class _Log:
    """What a loop measured: for each epoch the losses, errors and rows of each batch."""

    def __init__(self) -> None:
        self.train: list[list[tuple[float, np.ndarray]]] = []
        self.valid: list[list[tuple[float, np.ndarray]]] = []


@cache
def _loop(
    kind: str,
    *,
    own: float = 1.0,
    training: bool = True,
    valid_training: bool = False,
    own_valid: float = 1.0,
) -> tuple[Weights, _Log]:
    """Run the right loop on a twin, or one with a mistake."""
    model, tool, log = _twin(kind), _object(_sgd(0.05)), _Log()
    for _ in range(_EPOCHS):
        measured: list[tuple[float, np.ndarray]] = []
        for batch in _TRAIN:
            gradients, loss, outputs = _gradients(model, batch, own=own, training=training)
            tool.apply(gradients, model.trainable_weights)
            measured.append((loss, _entropies(batch[1], outputs)))
        log.train.append(measured)
        unseen: list[tuple[float, np.ndarray]] = []
        for batch in _VALID:
            _, loss, outputs = _gradients(model, batch, own=own_valid, training=valid_training)
            unseen.append((loss, _entropies(batch[1], outputs)))
        log.valid.append(unseen)
    return model.get_weights(), log


RUN_EPOCHS.prepare = lambda: [(_loop(kind), _start(kind)) for kind in ("plain", "own", "normed")]


def _mean_losses(epochs: list[list[tuple[float, np.ndarray]]]) -> list[float]:
    return [
        float(np.average([loss for loss, _ in epoch], weights=[len(rows) for _, rows in epoch]))
        for epoch in epochs
    ]


def _mean_errors(epochs: list[list[tuple[float, np.ndarray]]]) -> list[float]:
    return [float(np.concatenate([rows for _, rows in epoch]).mean()) for epoch in epochs]


def _after_loop(script: Any, kind: str) -> Weights:
    _value(script, kind, _LOOP_CALL)
    return _arrays(script, f"{kind} after", _LOOP_CALL)


def _curve(script: Any, kind: str, key: str) -> list[float]:
    """Give one list of what `run_epochs` returned."""
    returned = _value(script, kind, _LOOP_CALL)
    require(
        isinstance(returned, dict) and key in returned,
        expected=f"a dict with the keys {listed(map(repr, _KEYS))}",
        found=kind_of(returned),
        hint="Return one dict of four lists.",
    )
    return numbers_of(
        returned[key],
        _EPOCHS,
        expected=f"{_EPOCHS} numbers for `{key}`, one an epoch",
        hint="Append one number at the end of each epoch.",
    )


def _like(found: Sequence[float], right: Sequence[float]) -> bool:
    return close(list(found), list(right))


@RUN_EPOCHS.criterion("Every batch of every epoch trains once", points=2, read=_LOOP)
def _loop_trains(run_epochs):
    found = _after_loop(run_epochs, "plain")
    per_epoch = [_TRAIN * epochs for epochs in range(1, _EPOCHS)]
    _weights_are(
        found,
        _loop("plain")[0],
        before=_start("plain"),
        expected=f"the weights of {_EPOCHS} epochs of {len(_TRAIN)} steps each",
        hint="One step for each batch of `train_batches`, in their order, in each epoch.",
        mistakes=lambda: {
            "Validation batches train the model, too: they are only to be measured.": _trained(
                "plain", (_TRAIN + _VALID) * _EPOCHS, _sgd(0.05)
            )[0],
            "Not all epochs were run.": next(
                (
                    weights
                    for weights in (_trained("plain", batches, _sgd(0.05))[0] for batches in per_epoch)
                    if _same(weights, found)
                ),
                [],
            ),
            "One step in each epoch, for its last batch: `apply` belongs into the inner loop.": _trained(
                "plain", _TRAIN[-1:] * _EPOCHS, _sgd(0.05)
            )[0],
        },
    )
    require(
        run_epochs["plain compiled"].value is not True,
        expected="a model that is not compiled",
        found="one that was compiled",
        hint="The loop is to be written by hand.",
    )


def _measured(script: Any, kind: str, key: str) -> tuple[list[float], list[list[tuple[float, np.ndarray]]]]:
    log = _loop(kind)[1]
    return _curve(script, kind, key), log.valid if key.startswith("val") else log.train


@RUN_EPOCHS.criterion("Losses are means over samples", points=2, read=_LOOP)
def _loop_losses(run_epochs):
    # What a training that went wrong measured is no fact about its means.
    trained = holds(_loop_trains, run_epochs)
    for key in ("loss", "val_loss"):
        found, epochs = _measured(run_epochs, "plain", key)
        so_far = [sum(epochs[: number + 1], []) for number in range(len(epochs))]
        batches = [float(np.mean([loss for loss, _ in epoch])) for epoch in epochs]
        sums = [sum(loss for loss, _ in epoch) for epoch in epochs]
        lasts = [epoch[-1][0] for epoch in epochs]
        require(
            _like(found, _mean_losses(epochs)) or not trained,
            expected=f"for `{key}` the mean over all samples of each epoch",
            found=listed(map(shown, found)),
            hint="Add up loss times rows, and divide by the rows: of this epoch, and of this part alone.",
            mistakes={
                "That is the mean over batches: a batch of 2 rows weighs as much as one of 6.": _like(
                    found, batches
                ),
                "The mean goes on from epoch to epoch: `reset_state` is not called between them.": _like(
                    found, _mean_losses(so_far)
                )
                or _like(found, [float(np.mean([loss for loss, _ in part])) for part in so_far]),
                "That is the loss of the last batch alone.": _like(found, lasts),
                "That is a sum over batches, and no mean.": _like(found, sums),
            },
        )


@RUN_EPOCHS.criterion("The metric begins anew", points=2, read=_LOOP)
def _loop_metric(run_epochs):
    trained = holds(_loop_trains, run_epochs)
    log = _loop("plain")[1]
    both = [train + valid for train, valid in zip(log.train, log.valid, strict=True)]
    for key in ("metric", "val_metric"):
        found, epochs = _measured(run_epochs, "plain", key)
        never = [
            sum(both[:number], []) + (both[number] if key != "metric" else log.train[number])
            for number in range(_EPOCHS)
        ]
        carried = [
            epochs[number] if number == 0 else log.valid[number - 1] + epochs[number]
            for number in range(_EPOCHS)
        ]
        so_far = [sum(epochs[: number + 1], []) for number in range(_EPOCHS)]
        left = [_like(found, _mean_errors(option)) for option in (never, so_far, carried, both)]
        require(
            _like(found, _mean_errors(epochs)) or not trained,
            expected=f"for `{key}` the metric over one epoch's batches alone",
            found=listed(map(shown, found)),
            hint="The metric gets labels and outputs of each batch, and is read when the part ends.",
            mistakes={
                "The metric still holds what came before: `reset_state` belongs between epochs, and between "
                "training and validation.": any(left)
            },
        )


@RUN_EPOCHS.criterion("Training mode for training, and not for validation", points=2, read=_LOOP)
def _loop_modes(run_epochs):
    found = _moving(_after_loop(run_epochs, "normed"))
    right, start = _moving(_loop("normed")[0]), _moving(_start("normed"))
    require(
        _same(found, right) or not (holds(_loop_trains, run_epochs) or _same(found, start)),
        expected="moving statistics that have seen the training batches, and no others",
        found="other statistics",
        hint="`training=True` in the step, `training=False` in the validation.",
        mistakes=lambda: {
            _NO_TRAINING: _same(found, start),
            "Validation runs with `training=True`: the moving statistics learn from validation data.": _same(
                found, _moving(_loop("normed", valid_training=True)[0])
            ),
        },
    )


@RUN_EPOCHS.criterion("Own losses count in training and validation", points=2, read=_BY_HAND)
def _loop_own(run_epochs):
    found = _after_loop(run_epochs, "own")
    if not holds(_loop_trains, run_epochs) and not _same(found, _loop("own", own=0.0)[0]):
        _moved(found, _start("own"))
        return
    _weights_are(
        found,
        _loop("own")[0],
        before=_start("own"),
        expected="steps that also make the model's own losses smaller",
        hint="Add `model.losses` inside the tape.",
        mistakes=lambda: {_OWN_LEFT_OUT: _loop("own", own=0.0)[0]},
    )
    for key in ("loss", "val_loss"):
        curve, _ = _measured(run_epochs, "own", key)
        # Whether it is the right mean is another criterion's: larger than without own losses will do then.
        right = _mean_losses(_loop("own")[1].valid if key == "val_loss" else _loop("own")[1].train)
        require(
            _like(curve, right) or not holds(_loop_losses, run_epochs),
            expected=f"`{key}` with the model's own losses in it",
            found=listed(map(shown, curve)),
            hint="`fit` adds them in training and in validation.",
            mistakes=lambda key=key, curve=curve: {
                "In the validation the own losses are left out.": key == "val_loss"
                and _like(curve, _mean_losses(_loop("own", own_valid=0.0)[1].valid))
            },
        )


# --------------------------------------------------------------------------------------------- clipped_model

_LONG = (_batch(12)[0], _RNG.normal(10.0, 20.0, size=(12, 1)).astype("float32"))
_SHORT = (0.1 * _batch(12)[0], np.full((12, 1), 0.05, "float32"))
_CASES = {
    "long": ("plain", _LONG),
    "short": ("plain", _SHORT),
    "own": ("own", _SHORT),
    "normed": ("normed", _LONG),
}
_CLIP = "Clip gradients"
_INSIDE = "Your step inside `fit`"
_FIT_CALL = "fit(x, y)"


def _clip_steps(case: str) -> list[Step]:
    kind, (x, y) = _CASES[case]
    return [
        *_graph(kind, case),
        # That the step works in a graph, the first case shows.
        _do(
            f"{case} compiled",
            f"{case}.compile",
            optimizer=_sgd(0.5),
            loss="mse",
            run_eagerly=case != "long",
        ),
        ask(f"{case} fitted", f"{case}.fit", x, y, batch_size=12, epochs=1, shuffle=False, verbose=0),
        ask(f"{case} after", f"{case}.get_weights"),
    ]


_LOGGED = (np.concatenate([_LONG[0], _SHORT[0]]), np.concatenate([_LONG[1], _SHORT[1]]))
_LOG_STEPS = [
    *_graph("plain", "logged"),
    # An error in shares of what is right: with labels and outputs swapped, it is another number.
    _do(
        "logged compiled",
        "logged.compile",
        optimizer=_sgd(0.5),
        loss="mse",
        metrics=["mape"],
        run_eagerly=True,
    ),
    ask(
        "logged",
        "logged.fit",
        *_LOGGED,
        batch_size=12,
        epochs=2,
        shuffle=False,
        verbose=0,
        validation_data=_ONE[0],
    ),
]

CLIPPED_MODEL = Exercise(
    LESSON,
    "clipped_model",
    evidence={
        "ClippedModel": kinds.Script(
            [*(step for case in _CASES for step in _clip_steps(case)), *_LOG_STEPS], needs="class"
        )
    },
)


def _norm(gradients: Any) -> float:
    return float(np.linalg.norm(_flat([np.asarray(gradient) for gradient in gradients])))


def _global(gradients: Any) -> Any:
    return [gradient / max(_norm(gradients), 1.0) for gradient in gradients]


def _each_norm(gradients: Any) -> Any:
    return [gradient / max(_norm([gradient]), 1.0) for gradient in gradients]


def _by_value(gradients: Any) -> Any:
    return [np.clip(np.asarray(gradient), -1, 1) for gradient in gradients]


def _unit(gradients: Any) -> Any:
    return [gradient / _norm(gradients) for gradient in gradients]


def _untouched(gradients: Any) -> Any:
    return gradients


@cache
def _clipped(case: str, change: Callable[[Any], Any] = _global, **how: Any) -> Weights:
    kind, batch = _CASES[case]
    return _trained(kind, [batch], _sgd(0.5), change=change, squares=True, **how)[0]


def _after_clip(script: Any, case: str) -> Weights:
    class_is(script, "keras.Model")
    _value(script, f"{case} fitted", _FIT_CALL)
    return _arrays(script, f"{case} after", _FIT_CALL)


@CLIPPED_MODEL.criterion("A long gradient is cut to the global norm 1", points=3, read=_CLIP)
def _clip_long(ClippedModel):
    _weights_are(
        _after_clip(ClippedModel, "long"),
        _clipped("long"),
        before=_start("plain"),
        expected="a step of all weights together as long as the learning rate, in the gradient's direction",
        hint="All gradients count as one long vector, and are multiplied with the same number.",
        mistakes=lambda: {
            "Nothing is clipped: is it done before `apply`, are clipped gradients handed on?": _clipped(
                "long", _untouched
            ),
            "Each number is clipped by value: that bends the direction, and the norm is asked for.": _clipped(
                "long", _by_value
            ),
            "Each weight is clipped for itself: the global norm is over all weights together.": _clipped(
                "long", _each_norm
            ),
        },
    )
    normed, right = _after_clip(ClippedModel, "normed"), _clipped("normed")
    require(
        # A step without training mode is another criterion's.
        _same(normed, right) or not _same(_moving(normed), _moving(right)),
        expected="each gradient applied to its own weight, in a model with moving statistics too",
        found="other weights",
        hint="Gradients of `trainable_weights` go to `trainable_weights`: one list, one order.",
    )


@CLIPPED_MODEL.criterion("A short gradient stays", points=1, read=_CLIP)
def _clip_short(ClippedModel):
    _weights_are(
        _after_clip(ClippedModel, "short"),
        _clipped("short"),
        before=_start("plain"),
        expected="the ordinary step when the norm lies below 1",
        hint="Only what is too long is changed.",
        mistakes=lambda: {
            "Short gradients are made longer: dividing by the norm is no clipping.": _clipped("short", _unit)
        },
    )


@CLIPPED_MODEL.criterion("The model's own losses count", points=1, read=_INSIDE)
def _clip_own(ClippedModel):
    found = _after_clip(ClippedModel, "own")
    options = [_clipped("own", change) for change in (_global, _untouched, _by_value, _each_norm, _unit)]
    # How it is clipped is the first criterion's.
    require(
        any(_same(found, option) for option in options),
        expected="a step that also makes the model's own losses smaller",
        found="another step",
        hint="`self.compute_loss(…)` adds them; a loss of your own does not.",
        mistakes={
            _OWN_LEFT_OUT: any(_same(found, _clipped("own", way, own=0.0)) for way in (_global, _untouched))
        },
    )


@CLIPPED_MODEL.criterion("The step runs in training mode", points=1, read=_INSIDE)
def _clip_training(ClippedModel):
    found, start = _moving(_after_clip(ClippedModel, "normed")), _moving(_start("normed"))
    require(
        _same(found, _moving(_clipped("normed"))),
        expected="moving statistics that have seen the batch once",
        found="those from before" if _same(found, start) else "other statistics",
        hint="The model is called once in a step.",
        mistakes={_NO_TRAINING: _same(found, start)},
    )


def _percentage_error(outputs: np.ndarray, targets: np.ndarray) -> float:
    """Keras's mean absolute percentage error, which is not the same with its arguments swapped."""
    return float(100 * np.mean(np.abs(outputs - targets) / np.maximum(np.abs(targets), 1e-7)))


@cache
def _right_logs() -> dict[str, list[float]]:
    """Give loss, error and norms of two epochs of two batches."""
    model, tool = _twin("plain"), _object(_sgd(0.5))
    logs: dict[str, list[float]] = {"loss": [], "mape": [], "last": [], "mean": [], "clipped": []}
    for _ in range(2):
        losses, errors, norms = [], [], []
        for batch in (_LONG, _SHORT):
            gradients, loss, outputs = _gradients(model, batch, squares=True)
            tool.apply(_global(gradients), model.trainable_weights)
            losses.append(loss)
            errors.append(_percentage_error(outputs, batch[1]))
            norms.append(_norm(gradients))
        values: list[Any] = [np.mean(losses), np.mean(errors), norms[-1], np.mean(norms), min(norms[-1], 1.0)]
        for name, value in zip(logs, values, strict=True):
            logs[name].append(float(value))
    return logs


CLIPPED_MODEL.prepare = lambda: ([_clipped(case) for case in _CASES], _right_logs())


def _logs_of(script: Any, label: str) -> HistoryEvidence:
    class_is(script, "keras.Model")
    logs = _value(script, label, _FIT_CALL)
    require(
        isinstance(logs, HistoryEvidence),
        expected="the history that `fit` returns",
        found=kind_of(logs),
        hint="`fit` itself stays as it is: only its step is yours.",
    )
    return logs


@CLIPPED_MODEL.criterion("Loss and metrics stand in the logs", points=2, read=_INSIDE)
def _clip_logs(ClippedModel):
    logs = _logs_of(ClippedModel, "logged")
    names = ("loss", "mape", "val_loss", "val_mape")
    require(
        all(name in logs for name in names),
        expected="loss and compiled metrics in the logs, and those of the validation",
        found=listed(logs.names),
        hint="Return every entry of `self.metrics` under its name.",
    )
    right = _right_logs()
    for name in ("loss", "mape"):
        zero = not np.any(logs[name])
        require(
            _like(logs[name], right[name]) or (not zero and not holds(_clip_long, ClippedModel)),
            expected=f"the mean over the epoch as `{name}`",
            found=listed(map(shown, logs[name])),
            hint="`self.metrics` are updated in each step, with the labels first, and reset by `fit`.",
            mistakes={f"`{name}` is always 0: nobody calls its `update_state`.": zero},
        )


@CLIPPED_MODEL.criterion("gradient_norm is the norm before clipping", points=1, read=_CLIP)
def _clip_norm(ClippedModel):
    logs = _logs_of(ClippedModel, "long fitted")
    require(
        "gradient_norm" in logs,
        expected="`gradient_norm` in the logs",
        found=listed(logs.names),
        hint="One more entry in the dict that `train_step` returns.",
    )
    gradients, _, _ = _gradients(_twin("plain"), _LONG, squares=True)
    found, right = logs["gradient_norm"][0], _norm(gradients)
    require(
        close(found, right),
        expected="the norm of all gradients together, from before clipping",
        found=f"{shown(found)}, where {shown(right)} is right",
        hint="Over all weights: the root of the sum of all squares.",
        mistakes={"That is the norm after clipping.": close(found, 1.0)},
    )


# ---------------------------------------------------------------------------------------------- mirror_model

_PICTURES = _RNG.normal(size=(8, 4, 6, 1)).astype("float32")
_TARGETS = _RNG.normal(size=(8, 1)).astype("float32")


def _mirror_steps(kind: str, metrics: list[str] | None) -> list[Step]:
    """Use a model; that the steps work in a graph, a `predict` before `compile` shows."""
    size: dict[str, Any] = {"batch_size": 8, "verbose": 0}
    predicted = ask(f"{kind} predicted", f"{kind}.predict", _PICTURES, **size)
    compiled: dict[str, Any] = {"optimizer": _sgd(0.1), "loss": "mse", "metrics": metrics}
    return [
        *_graph(kind, kind),
        *([predicted] if metrics is None else []),
        _do(f"{kind} compiled", f"{kind}.compile", run_eagerly=True, **compiled),
        *([predicted] if metrics else []),
        ask(f"{kind} evaluated", f"{kind}.evaluate", _PICTURES, _TARGETS, return_dict=True, **size),
        ask(f"{kind} untrained", f"{kind}.get_weights"),
    ]


_MIRROR_STEPS = [
    *_mirror_steps("pictures", ["mape"]),
    *_mirror_steps("moving", None),
    ask("pictures fitted", "pictures.fit", _PICTURES, _TARGETS, batch_size=8, epochs=2, verbose=0),
    ask("pictures after", "pictures.get_weights"),
]

MIRROR_MODEL = Exercise(
    LESSON, "mirror_model", evidence={"MirrorModel": kinds.Script(_MIRROR_STEPS, needs="class")}
)
_STEPS = "Own steps for validation and prediction"


@cache
def _outputs(kind: str, *axes: int | None) -> np.ndarray:
    """Give the mean of a twin's outputs for pictures that are turned over on each of the axes."""
    model = _twin(kind)
    turned = [_PICTURES if axis is None else np.flip(_PICTURES, axis) for axis in axes]
    return np.mean([np.asarray(model(pictures, training=False)) for pictures in turned], axis=0)


_TURNS = {
    "Only the picture as it is, without its mirror image: is the method's name `predict_step`?": (None,),
    "Only the mirror image: the mean of both is asked for.": (2,),
    "The picture stands on its head: from left to right runs another axis.": (None, 1),
    "The batch itself is turned over: the first axis counts the pictures.": (None, 0),
}
MIRROR_MODEL.prepare = lambda: [
    _outputs(kind, *axes) for kind in ("pictures", "moving") for axes in (*_TURNS.values(), (None, 2))
]


@MIRROR_MODEL.criterion("predict gives the mean over both pictures", points=2, read=_STEPS)
def _mirror_predicts(MirrorModel):
    class_is(MirrorModel, "keras.Model")
    found = _value(MirrorModel, "pictures predicted", "predict(x)")
    right = _outputs("pictures", None, 2)
    require(
        close(found, right),
        expected="the mean of the outputs for each picture and for its mirror image",
        found=f"other outputs, {kind_of(found)}",
        hint="Mirror left to right, call the model for both, add, halve.",
        mistakes={
            **{words: close(found, _outputs("pictures", *axes)) for words, axes in _TURNS.items()},
            "That is the sum of both, and not the mean.": close(found, 2 * right),
        },
    )


def _scores(outputs: np.ndarray) -> tuple[float, float]:
    return float(np.mean((outputs - _TARGETS) ** 2)), _percentage_error(outputs, _TARGETS)


@MIRROR_MODEL.criterion("evaluate judges the mean outputs", points=2, read=_STEPS)
def _mirror_evaluates(MirrorModel):
    class_is(MirrorModel, "keras.Model")
    logs = _value(MirrorModel, "pictures evaluated", "evaluate(x, y)")
    require(
        isinstance(logs, dict) and {"loss", "mape"} <= set(logs),
        expected="`loss` and the compiled metric, under their names",
        found=kind_of(logs),
        hint="`test_step` returns the result of every entry of `self.metrics`.",
    )
    found = [as_number(logs["loss"]), as_number(logs["mape"])]
    # Which picture is the mirror image is the first criterion's; a mean of losses is none of the mean.
    turned = [_scores(_outputs("pictures", *axes)) for axes in _TURNS.values() if len(axes) > 1]
    right = _scores(_outputs("pictures", None, 2))
    alone = _scores(_outputs("pictures", None))
    sides = [_scores(_outputs("pictures", axis)) for axis in (None, 2)]
    same_slip = not holds(_mirror_predicts, MirrorModel) and any(
        close(found, option) for option in (*turned, sides[1], _scores(2 * _outputs("pictures", None, 2)))
    )
    require(
        close(found, right) or same_slip,
        expected="loss and metric of the mean outputs, over all samples",
        found=f"loss {shown(found[0])} and error {shown(found[1])}",
        hint="`test_step` computes loss and metrics of what `predict_step` would give; a metric takes the "
        "labels first.",
        mistakes={
            "That is the score of the pictures alone: `test_step` does not mirror them.": close(found, alone),
            "The metrics are 0: nobody calls their `update_state`.": 0.0 in found,
            "That is the mean of two losses, and not the loss of the mean outputs.": close(
                found[0], np.mean([one[0] for one in sides])
            ),
        },
    )


@MIRROR_MODEL.criterion("Both run in inference mode", points=1, read=_STEPS)
def _mirror_modes(MirrorModel):
    class_is(MirrorModel, "keras.Model")
    found = _value(MirrorModel, "moving predicted", "predict(x)")
    _value(MirrorModel, "moving evaluated", "evaluate(x, y)")
    weights = _arrays(MirrorModel, "moving untrained", "evaluate(x, y)")
    require(
        _same(weights, _start("moving")),
        expected="a model that using it does not change",
        found="moving statistics that have changed",
        hint="`training=False` in both steps.",
    )
    options = [_outputs("moving", *axes) for axes in ((None, 2), *_TURNS.values())]
    require(
        any(close(found, option) or close(found, 2 * option) for option in options),
        expected="outputs without Dropout, and with the moving statistics",
        found="other outputs",
        hint="`training=False` in both steps.",
    )


@MIRROR_MODEL.criterion("fit trains on the pictures as they are", points=1, read=_STEPS)
def _mirror_trains(MirrorModel):
    class_is(MirrorModel, "keras.Model")
    _value(MirrorModel, "pictures fitted", _FIT_CALL)
    _weights_are(
        _arrays(MirrorModel, "pictures after", _FIT_CALL),
        _trained("pictures", [(_PICTURES, _TARGETS)] * 2, _sgd(0.1), squares=True)[0],
        before=_start("pictures"),
        expected="the steps of an ordinary `fit`",
        hint="`call` and `train_step` stay as they are: only using the model is different.",
    )


# ------------------------------------------------------------------------------------------ accumulated_step

_EVEN = [_batch(4), _batch(4, 3.0), _batch(4)]
_UNEVEN = [_batch(8), _batch(3, 3.0), _batch(1, 5.0)]
_SETS = {"even": ("plain", _EVEN), "uneven": ("plain", _UNEVEN), "regular": ("weights", _EVEN)}
_ADD_UP = "Add gradients up"
_PARTS_CALL = "accumulated_step(model, optimizer, loss_function, parts)"


def _parts_steps(case: str) -> list[Step]:
    kind, parts = _SETS[case]
    return [
        _model(kind, case),
        _do(f"{case} optimizer", "keras.optimizers.SGD", 0.05, store=f"{case}_optimizer"),
        _do(f"{case} loss", _LOSS, from_logits=True, store="loss"),
        _do(case, "subject", ref(case), ref(f"{case}_optimizer"), ref("loss"), list(parts)),
        ask(f"{case} after", f"{case}.get_weights"),
        ask(f"{case} updates", f"{case}_optimizer.iterations.numpy"),
    ]


ACCUMULATED_STEP = Exercise(
    LESSON,
    "accumulated_step",
    evidence={
        "accumulated_step": kinds.Script(
            [step for case in _SETS for step in _parts_steps(case)], needs="function"
        )
    },
)


@cache
def _added(case: str, shares: tuple[float, ...] | None = None, own: float = 1.0) -> Weights:
    """Give the weights after one update of gradients added with these shares; the right ones if None."""
    kind, parts = _SETS[case]
    model, tool = _twin(kind), _object(_sgd(0.05))
    rows = [len(x) for x, _ in parts]
    weighed = shares or tuple(count / sum(rows) for count in rows)
    total = [0.0 for _ in model.trainable_weights]
    for batch, share in zip(parts, weighed, strict=True):
        gradients, _, _ = _gradients(model, batch, own=own)
        total = [a + share * g for a, g in zip(total, gradients, strict=True)]
    tool.apply(total, model.trainable_weights)
    return model.get_weights()


ACCUMULATED_STEP.prepare = lambda: [_added(case) for case in ("even", "uneven", "regular")]


def _after_parts(script: Any, case: str) -> Weights:
    _value(script, case, _PARTS_CALL)
    return _arrays(script, f"{case} after", _PARTS_CALL)


def _parallel(found: Weights, right: Weights, start: Weights) -> bool:
    """Say whether weights moved in the right direction, by whatever length."""
    if [array.shape for array in found] != [array.shape for array in start]:
        return False
    way, wanted = _flat(found) - _flat(start), _flat(right) - _flat(start)
    size = float(np.linalg.norm(way))
    return size > 0 and close(way / size, wanted / np.linalg.norm(wanted), abs=1e-3)


@ACCUMULATED_STEP.criterion("One update for all parts", points=1, read=_ADD_UP)
def _one_update(accumulated_step):
    _after_parts(accumulated_step, "even")
    found = as_number(accumulated_step["even updates"].value)
    require(
        found == 1,
        expected="one `apply` for all parts together",
        found=f"{shown(found)} updates",
        hint="Apply behind the loop over the parts, once.",
        mistakes={"Each part is applied for itself: then nothing is added up.": (found or 0) > 1},
    )


@ACCUMULATED_STEP.criterion("Parts of one size are averaged", points=2, read=_ADD_UP)
def _averaged(accumulated_step):
    _weights_are(
        _after_parts(accumulated_step, "even"),
        _added("even"),
        before=_start("plain"),
        expected="the update that all rows in one batch would give",
        hint="The loss of a batch is a mean, so gradients of parts have to be averaged.",
        mistakes=lambda: {
            "The gradients are summed, and not averaged: the step is as many times too long as there are "
            "parts.": _added("even", (1.0, 1.0, 1.0)),
            "Only the last part counts: the gradients are overwritten in each turn.": _added(
                "even", (0.0, 0.0, 1.0)
            ),
            "Only the last part counts: its gradients are divided, and the others are lost.": _added(
                "even", (0.0, 0.0, 1 / 3)
            ),
            "Each part is applied for itself: then nothing is added up.": _trained(
                "plain", _EVEN, _sgd(0.05)
            )[0],
        },
    )


@ACCUMULATED_STEP.criterion("Parts count by their rows", points=2, read=_ADD_UP)
def _by_rows(accumulated_step):
    found = _after_parts(accumulated_step, "uneven")
    right, start = _added("uneven"), _start("plain")
    # How long the step is, and whether it is one, is for parts of one size to show.
    if not holds(_averaged, accumulated_step):
        unweighed = _same(found, _added("uneven", (1 / 3, 1 / 3, 1 / 3)))
        if not unweighed or not holds(_one_update, accumulated_step):
            _moved(found, start)
            return
    _weights_are(
        found,
        right,
        before=start,
        expected="the update that all rows in one batch would give, with parts of different sizes",
        hint="Each part's share is its rows divided by all rows.",
        mistakes=lambda: {
            "A part of one row weighs as much as one of eight: weigh each part with its rows.": _added(
                "uneven", (1 / 3, 1 / 3, 1 / 3)
            )
        },
    )


@ACCUMULATED_STEP.criterion("Own losses count once", points=2, read=_ADD_UP)
def _own_once(accumulated_step):
    found, right, start = _after_parts(accumulated_step, "regular"), _added("regular"), _start("weights")
    without = _added("regular", own=0.0)
    if not holds(_averaged, accumulated_step) and not _parallel(found, without, start):
        _moved(found, start)
        return
    if _parallel(found, right, start) and not holds(_averaged, accumulated_step):
        return
    _weights_are(
        found,
        right,
        before=start,
        expected="the model's own losses in the update, as often as in one batch",
        hint="The shares of the parts add up to 1: what is weighed with them counts once.",
        mistakes=lambda: {
            _OWN_LEFT_OUT: without,
            "The own losses count once for each part, and not once in all.": _added("regular", own=3.0),
        },
    )


# ----------------------------------------------------------------------------------------------- steady_step

_RATES = (0.05, 0.02, 0.1)
_SIZES = [_batch(rows) for rows in (7, 6, 5, 3)]
_STEADY = "A step as a graph"
_STEADY_CALL = "step(x, y, rate)"


def _tensors(batch: Batch) -> list[Any]:
    return [kinds.tensor(part) for part in batch]


_STEADY_STEPS = [
    _model("whole", "net"),
    _do("optimizer", "keras.optimizers.SGD", 0.5, store="optimizer"),
    _do("loss", _LOSS, from_logits=True, store="loss"),
    _do("pair", "subject", ref("net"), ref("optimizer"), ref("loss"), store="pair"),
    ask("length", "pair.__len__"),
    _do("first of two", "pair.__getitem__", 0, store="step"),
    _do("second of two", "pair.__getitem__", 1, store="traced"),
    ask("rate 0", "step", *_tensors(_ONE[1]), _RATES[0]),
    ask("traces at first", "traced.experimental_get_tracing_count"),
    *[ask(f"rate {number}", "step", *_tensors(_ONE[1]), rate) for number, rate in enumerate(_RATES[1:], 1)],
    ask("traces after rates", "traced.experimental_get_tracing_count"),
    ask("after rates", "net.get_weights"),
    *[ask(f"size {number}", "step", *_tensors(batch), _RATES[0]) for number, batch in enumerate(_SIZES)],
    ask("traces after sizes", "traced.experimental_get_tracing_count"),
]

STEADY_STEP = Exercise(
    LESSON,
    "steady_step",
    evidence={"make_steady_step": kinds.Script(_STEADY_STEPS, needs="function")},
)


def _steady_run(script: Any, part: str) -> None:
    """See to it that two functions came back, and that the steps of a part ran."""
    _value(script, "pair", "make_steady_step(model, optimizer, loss_function)")
    length = script["length"].value
    require(
        length == 2,
        expected="two functions, `step, traced`",
        found=f"{shown(length)} things" if length is not None else "something else",
        hint="Return both, even when they are the same.",
    )
    for number in range(len(_RATES) if part == "rate" else len(_SIZES)):
        _value(script, f"{part} {number}", _STEADY_CALL)


def _traces(script: Any, label: str) -> int:
    number = as_number(_value(script, label, "traced.experimental_get_tracing_count()"))
    return int(number or 0)


@cache
def _steady(rates: tuple[float, ...], own: float = 1.0, training: bool = True) -> Weights:
    model = _twin("whole")
    for rate in rates:
        gradients, _, _ = _gradients(model, _ONE[1], own=own, training=training)
        _object(_sgd(rate)).apply(gradients, model.trainable_weights)
    return model.get_weights()


STEADY_STEP.prepare = lambda: _steady(_RATES)


@STEADY_STEP.criterion("Each step takes its own rate", points=2, read=_STEADY)
def _own_rate(make_steady_step):
    _steady_run(make_steady_step, "rate")
    _weights_are(
        _arrays(make_steady_step, "after rates", _STEADY_CALL),
        _steady(_RATES),
        before=_start("whole"),
        expected="one step of training for each call, with the rate that it is given",
        hint="As in `one_step`; and the optimizer's `learning_rate` is what you assign.",
        mistakes=lambda: {
            "`rate` is ignored: the optimizer keeps its own.": _steady((0.5, 0.5, 0.5)),
            "The rate of the first call stays: a Python number becomes a constant of the graph.": _steady(
                (_RATES[0],) * 3
            ),
            _OWN_LEFT_OUT: _steady(_RATES, own=0.0),
            _NO_TRAINING: _steady(_RATES, training=False),
        },
    )


@STEADY_STEP.criterion("Another rate does not trace again", points=2, read=_STEADY)
def _rates_traced(make_steady_step):
    _steady_run(make_steady_step, "rate")
    first, after = (_traces(make_steady_step, f"traces {when}") for when in ("at first", "after rates"))
    require(
        first >= 1,
        expected="`traced` at work in every step",
        found="a function that was never traced",
        hint="`step` has to call `traced`; Python alone is slow.",
    )
    require(
        after == first,
        expected="no tracing for a second and a third rate",
        found=f"{after - first} more",
        hint="Is a new tf.function made in each call? Is the rate an argument that is traced?",
        mistakes={
            "Each new Python number is traced again: it reaches the graph as a constant. Hand over a tensor, "
            "give a signature, or assign the rate outside.": after - first == len(_RATES) - 1
        },
    )


@STEADY_STEP.criterion("At most two tracings for many sizes", points=2, read=_STEADY)
def _sizes_traced(make_steady_step):
    _steady_run(make_steady_step, "size")
    before, after = (_traces(make_steady_step, f"traces after {when}") for when in ("rates", "sizes"))
    require(
        before >= 1 and after - before <= 1,
        expected="at most one more tracing for four other batch sizes",
        found=f"{after - before} more" if before else "a function that was never traced",
        hint="A shape with `None` fits every size: `reduce_retracing=True`, or an `input_signature`.",
    )


@STEADY_STEP.criterion("It returns the loss", points=1, read=_STEADY)
def _steady_returns(make_steady_step):
    _steady_run(make_steady_step, "rate")
    found = as_number(make_steady_step["rate 0"].value)
    model = _twin("whole")
    ways = [(own, training) for own in (1.0, 0.0) for training in (True, False)]
    right = [_gradients(model, _ONE[1], own=own, training=training)[1] for own, training in ways]
    # Whether own losses are in it, and the mode, is the first criterion's.
    require(
        found is not None and any(close(found, option) for option in right),
        expected="the loss from before the change, one number",
        found=kind_of(make_steady_step["rate 0"].value),
        hint="`traced` returns it, and `step` hands it on.",
    )


# --------------------------------------------------------------------------------------------- make_pipeline

_ROWS, _SIZE, _TURNS_READ = 60, 8, 3
_CODED = (np.arange(_ROWS)[:, None] * 100 + np.arange(6) + 1).astype("float32")
_IDS = np.arange(_ROWS).astype("int32")
_BATCHES = -(-_ROWS // _SIZE)
_PIPE = "A pipeline for the data"
_PIPE_CALL = "make_pipeline(x, y, prepare, batch_size)"
_CHAIN = 10


def _read_epoch(epoch: int) -> list[Step]:
    start = _do(f"epoch {epoch}", "dataset.as_numpy_iterator", store="iterator")
    return [start, *(ask(f"epoch {epoch} batch {n}", "iterator.next") for n in range(_BATCHES + 3))]


# `keras.random.shuffle` mixes the six numbers of a row anew in each call: it shows when it runs again.
_PIPE_STEPS = [
    get("prepare", "keras.random.shuffle", store="prepare"),
    kinds.seed(14),
    _do("dataset", "subject", _CODED, _IDS, ref("prepare"), _SIZE, store="dataset"),
    *[step for epoch in range(_TURNS_READ) for step in _read_epoch(epoch)],
    get("kind 0", "dataset.__class__.__name__"),
    get("below 0", "dataset._input_dataset", store="below_0"),
    *[
        step
        for n in range(1, _CHAIN)
        for step in (
            get(f"kind {n}", f"below_{n - 1}.__class__.__name__"),
            get(f"below {n}", f"below_{n - 1}._input_dataset", store=f"below_{n}"),
        )
    ],
]

MAKE_PIPELINE = Exercise(
    LESSON, "make_pipeline", evidence={"make_pipeline": kinds.Script(_PIPE_STEPS, needs="function")}
)


def _batches_of(script: Any, epoch: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Give the batches of an epoch: rows and labels."""
    _value(script, "dataset", _PIPE_CALL)
    _value(script, f"epoch {epoch}", "dataset.as_numpy_iterator()")
    found = []
    for number in range(_BATCHES + 3):
        answer = script[f"epoch {epoch} batch {number}"]
        if not answer.ok and answer.error is not None and answer.error.type == "StopIteration":
            break
        value = _value(script, f"epoch {epoch} batch {number}", "the data set's next batch")
        rows, ids = pair_of(value, expected="pairs of a batch and its labels")
        found.append((np.asarray(rows), np.asarray(ids)))
    require(
        found and all(rows.ndim >= 1 and ids.ndim >= 1 for rows, ids in found),
        expected="batches of rows and labels",
        found="single rows, not batches" if found else "no batch at all",
        hint="`batch` puts rows together.",
    )
    return found


def _ids(batches: list[tuple[np.ndarray, np.ndarray]]) -> list[int]:
    return [int(one) for _, ids in batches for one in np.ravel(ids)]


def _table(batches: list[tuple[np.ndarray, np.ndarray]]) -> dict[int, np.ndarray]:
    return {int(one): row for rows, ids in batches for row, one in zip(rows, np.ravel(ids), strict=False)}


@MAKE_PIPELINE.criterion("Every row once, in batches, with its own label", points=2, read=_PIPE)
def _every_row(make_pipeline):
    batches = _batches_of(make_pipeline, 0)
    sizes = [len(ids) for _, ids in batches]
    right = [_SIZE] * (_ROWS // _SIZE) + [_ROWS % _SIZE]
    require(
        sorted(_ids(batches)) == list(range(_ROWS)),
        expected=f"each of {_ROWS} rows once in an epoch",
        found=f"{len(_ids(batches))} rows, {len(set(_ids(batches)))} of them different",
        hint="An epoch is one way through the data.",
        mistakes={
            "The last batch is dropped: `drop_remainder` loses rows.": sizes == right[:-1],
            "It does not end: `repeat` makes one endless epoch.": len(sizes) > len(right),
        },
    )
    require(
        sorted(sizes) == sorted(right),
        expected=f"batches of {_SIZE} rows, and a last one with the rest",
        found=f"batches of {listed(sizes)}",
        hint="`batch` takes the size that was given.",
    )
    wrong = [n for n, row in _table(batches).items() if not close(np.sort(np.ravel(row)), _CODED[n])]
    require(
        not wrong,
        expected="each row beside its own label",
        found=f"{len(wrong)} rows beside another's label",
        hint="Rows and labels are shuffled together, as pairs; and `prepare` takes one row, not a batch.",
    )


@MAKE_PIPELINE.criterion("Single rows are shuffled, over all rows", points=2, read=_PIPE)
def _rows_shuffled(make_pipeline):
    batches = _batches_of(make_pipeline, 0)
    ids = _ids(batches)
    first = [int(np.max(part)) for _, part in batches[:1]]
    together = sum(bool(np.all(np.diff(np.sort(np.ravel(part))) == 1)) for _, part in batches)
    # Of 60 rows, 8 at random all lie among the first 24 in one of 10,000 cases.
    require(
        ids != sorted(ids) and together <= 1 and first[0] >= 24,
        expected="rows from all over the data in each batch",
        found="rows in their old order" if ids == sorted(ids) else "batches of neighbors",
        hint="The buffer of `shuffle` counts rows: smaller than the data, it mixes neighbors only.",
        mistakes={
            "Nothing is shuffled.": ids == sorted(ids),
            "Whole batches are shuffled: `shuffle` stands behind `batch`, and the same rows stay together.": (
                together > 1
            ),
        },
    )


@MAKE_PIPELINE.criterion("Each epoch has another order", points=2, read=_PIPE)
def _anew(make_pipeline):
    orders = [_ids(_batches_of(make_pipeline, epoch)) for epoch in range(_TURNS_READ)]
    # Without any shuffling the criterion before is missed already.
    if orders[0] == sorted(orders[0]):
        return
    require(
        orders[0] != orders[1] and orders[1] != orders[2],
        expected="a new order in every epoch",
        found="the same order again",
        hint="`shuffle` mixes anew in each epoch, unless it is told not to, or its result is kept.",
        mistakes={"The order itself is kept: `cache` stands behind `shuffle`.": _has(make_pipeline, "Cache")},
    )


def _kinds(script: Any) -> list[str]:
    """Give the class names of a data set's steps, the last step first."""
    names = [script[f"kind {n}"].value for n in range(_CHAIN)]
    return [name for name in names if isinstance(name, str)]


def _has(script: Any, word: str) -> bool:
    return any(word in name for name in _kinds(script))


@MAKE_PIPELINE.criterion("Each row is prepared once", points=2, read=_PIPE)
def _prepared_once(make_pipeline):
    tables = [_table(_batches_of(make_pipeline, epoch)) for epoch in range(2)]
    known = {n: row for n, row in tables[0].items() if n in range(_ROWS)}  # a label may be anything
    raw = [close(row, _CODED[n]) for n, row in known.items() if row.shape == _CODED[n].shape]
    require(
        not raw or np.mean(raw) < 0.5,
        expected="rows that went through `prepare`",
        found="rows as they were",
        hint="`map` calls a function for each element.",
    )
    again = [n for n, row in tables[0].items() if n in tables[1] and not close(tables[1][n], row)]
    mixed = holds(_every_row, make_pipeline)
    require(
        not again or not (mixed or not _has(make_pipeline, "Cache")),
        expected="the same prepared rows in the second epoch, without preparing them again",
        found=f"{len(again)} rows that were prepared anew",
        hint="What stands before `cache` runs in the first epoch alone.",
        mistakes={
            "There is no `cache`: every epoch prepares every row again.": not _has(make_pipeline, "Cache"),
            "`map` stands behind `cache`, so every epoch prepares every row again.": _has(
                make_pipeline, "Cache"
            ),
        },
    )


@MAKE_PIPELINE.criterion("The next batch is prepared meanwhile", points=1, read=_PIPE)
def _prefetched(make_pipeline):
    _value(make_pipeline, "dataset", _PIPE_CALL)
    names = _kinds(make_pipeline)
    batch = next((n for n, name in enumerate(names) if "Batch" in name), len(names))
    require(
        any("Prefetch" in name for name in names[:batch]),
        expected="a `prefetch` behind `batch`",
        found="one that stands before it" if _has(make_pipeline, "Prefetch") else "none",
        hint="`prefetch` is the last step: what it holds ready are whole batches.",
    )


# -------------------------------------------------------------------------------------------------- gan_step

_REAL = _RNG.normal(1.5, 0.5, size=(6, 2)).astype("float32")
_NOISE = _RNG.normal(size=(6, 3)).astype("float32")
_GAN = "Two networks, two optimizers"
_GAN_CALL = "gan_step(…)"
_GAN_RATES = {"judge": (0.0, 0.1), "maker": (0.1, 0.0)}
"""The rates of generator and discriminator: one learns, the other's optimizer does nothing."""


def _gan_steps(case: str) -> list[Step]:
    rates = _GAN_RATES[case]
    return [
        _model("generator", f"{case}_generator"),
        _model("discriminator", f"{case}_discriminator"),
        _do(f"{case} first", "keras.optimizers.SGD", rates[0], store="first"),
        _do(f"{case} second", "keras.optimizers.SGD", rates[1], store="second"),
        ask(
            case,
            "subject",
            ref(f"{case}_generator"),
            ref(f"{case}_discriminator"),
            ref("first"),
            ref("second"),
            *[kinds.tensor(part) for part in (_REAL, _NOISE)],
        ),
        ask(f"{case} generator", f"{case}_generator.get_weights"),
        ask(f"{case} discriminator", f"{case}_discriminator.get_weights"),
    ]


GAN_STEP = Exercise(
    LESSON,
    "gan_step",
    evidence={
        "gan_step": kinds.Script([step for case in _GAN_RATES for step in _gan_steps(case)], needs="function")
    },
)


@cache
def _judged(real: float = 1.0, fake: float = 0.0, both: bool = True) -> tuple[Weights, float]:
    """Give the discriminator after a step of its own towards these targets, and its loss."""
    import tensorflow as tf

    generator, discriminator = _twin("generator"), _twin("discriminator")
    points = generator(_NOISE)
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((discriminator(_REAL) - real) ** 2)
        if both:
            loss += tf.reduce_mean((discriminator(points) - fake) ** 2)
    weights = discriminator.trainable_weights
    _object(_sgd(0.1)).apply(tape.gradient(loss, weights), weights)
    return discriminator.get_weights(), float(loss)


@cache
def _generated(target: float = 1.0) -> tuple[Weights, float]:
    """Give the generator after a step of its own towards a target, and its loss."""
    import tensorflow as tf

    generator, discriminator = _twin("generator"), _twin("discriminator")
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((discriminator(generator(_NOISE)) - target) ** 2)
    weights = generator.trainable_weights
    _object(_sgd(0.1)).apply(tape.gradient(loss, weights), weights)
    return generator.get_weights(), float(loss)


GAN_STEP.prepare = lambda: (_judged(), _generated())


def _network(script: Any, case: str, which: str) -> Weights:
    _value(script, case, _GAN_CALL)
    return _arrays(script, f"{case} {which}", _GAN_CALL)


@GAN_STEP.criterion("The discriminator tells real from made", points=2, read=_GAN)
def _discriminator_learns(gan_step):
    _weights_are(
        _network(gan_step, "judge", "discriminator"),
        _judged()[0],
        before=_start("discriminator"),
        expected="one step of the discriminator towards 1 for real and 0 for made points",
        hint="Two means of squared errors, added: one for real rows, one for made ones.",
        mistakes=lambda: {
            "The targets are exchanged: 1 is for real points.": _judged(0.0, 1.0)[0],
            "Only real points are judged.": _judged(both=False)[0],
            "Made points count as real ones.": _judged(1.0, 1.0)[0],
        },
    )


@GAN_STEP.criterion("The generator learns to be taken for real", points=2, read=_GAN)
def _generator_learns(gan_step):
    found = _network(gan_step, "maker", "generator")
    _weights_are(
        found,
        _generated()[0],
        before=_start("generator"),
        expected="one step of the generator that brings the discriminator's answers nearer to 1",
        hint="The gradient goes from the loss through the discriminator into the generator.",
        mistakes=lambda: {
            "The generator never learns: its points were made outside the tape, or left it as NumPy.": _start(
                "generator"
            ),
            "The target is 0: the generator learns to be found out. Made points should pass.": _generated(
                0.0
            )[0],
        },
    )


@GAN_STEP.criterion("Each optimizer changes its own network alone", points=2, read=_GAN)
def _own_network(gan_step):
    for case, which in (("maker", "discriminator"), ("judge", "generator")):
        other = "generator" if which == "discriminator" else "discriminator"
        require(
            not _same(_network(gan_step, case, other), _start(other)),
            expected=f"a step in which the {other} learns",
            found=f"a {other} that stays as it is",
            hint="Each network has an optimizer and a loss of its own.",
        )
        require(
            _same(_network(gan_step, case, which), _start(which)),
            expected=f"a {which} that stays as it is while the {other} learns",
            found=f"a {which} that the other optimizer changed",
            hint=f"The {other}'s optimizer gets too many weights: give it `{other}.trainable_weights` alone, "
            "and the other network is frozen in this step.",
        )


@GAN_STEP.criterion("It returns both losses", points=1, read=_GAN)
def _gan_returns(gan_step):
    pairs = [
        pair_of(
            _value(gan_step, case, _GAN_CALL),
            expected="two losses",
            hint="Return the discriminator's and the generator's.",
        )
        for case in ("judge", "maker")
    ]
    # Each from where the other network stays as it is: which one learns first is left open.
    found = [as_number(pairs[0][0]), as_number(pairs[1][1])]
    right = [_judged()[1], _generated()[1]]
    learned = [holds(test, gan_step) for test in (_discriminator_learns, _generator_learns)]
    # A loss whose step was wrong is not asked again.
    good = [
        number is not None and (close(number, wanted) or not fine)
        for number, wanted, fine in zip(found, right, learned, strict=True)
    ]
    require(
        all(good),
        expected="the discriminator's loss, then the generator's, each one number",
        found=listed(shown(number) for number in found),
        hint="Each is the loss that the tape has seen.",
        mistakes={
            "They come in the wrong order.": close(pairs[0][1], right[0]) and close(pairs[1][0], right[1])
        },
    )
