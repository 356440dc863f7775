"""Hidden checks of lesson 01: a fair split, a first classifier, weights, losses, curves and mistakes."""

from collections import defaultdict
from functools import cache

import numpy as np

from graders.criteria import Exercise, hidden_rng, require
from graders.criteria.bar import Bar
from graders.evidence import Architecture, kinds
from graders.lessons.pictures import fashion_mnist, scaled
from graders.vocabulary import (
    as_number,
    close,
    error_line,
    holds,
    kind_of,
    listed,
    number_is,
    number_of,
    pair_of,
    shown,
    value_of,
)

LESSON = "01_sequential"


# ------------------------------------------------------------------------------------------ split_wardrobe

_SPLIT = "Scale the pixels, hold some back"

SPLIT_WARDROBE = Exercise(
    LESSON,
    "split_wardrobe",
    evidence=dict.fromkeys(
        ("train_pictures", "train_names", "valid_pictures", "valid_names"), kinds.Array(lists=True)
    ),
)


@cache
def _sorted_pictures() -> tuple[np.ndarray, np.ndarray]:
    """The 2,000 pictures that the lesson sorts by class, as rows of grays, and their labels."""
    pictures, labels = fashion_mnist("train")
    order = np.argsort(labels[12_000:14_000], kind="stable")
    return pictures[12_000:14_000][order].reshape(2000, 784), labels[12_000:14_000][order]


@cache
def _positions_by_bytes(two_tone: bool) -> dict[bytes, list[int]]:
    """Positions under the bytes of the picture; `two_tone`: of what `// 255` leaves of it."""
    table = defaultdict(list)
    for position, row in enumerate(_sorted_pictures()[0]):
        table[(row // 255 if two_tone else row).tobytes()].append(position)
    return table


SPLIT_WARDROBE.prepare = lambda: _positions_by_bytes(False)


def _positions_of(pictures: np.ndarray) -> list[list[int]]:
    """Find each picture among the sorted ones, whatever its scale: the positions that look like it."""
    found = []
    if len(pictures) and pictures.size == len(pictures) * 784 and pictures.dtype.kind in "uif":
        rows = np.asarray(pictures, dtype=float).reshape(len(pictures), 784)
        lowest, highest = rows.min(), rows.max()
        if np.isfinite(rows).all() and lowest != highest:
            two_tone = len(np.unique(rows)) == 2
            grays = rows == highest if two_tone else np.rint((rows - lowest) / (highest - lowest) * 255)
            table = _positions_by_bytes(two_tone)
            found = [table.get(row.tobytes(), []) for row in grays.astype(np.uint8)]
    require(
        found and np.mean([bool(places) for places in found]) > 0.9,
        expected="pictures from `sorted_images`, scaled and otherwise as they were",
        found="pictures that cannot be recognized",
        hint="Pick whole pictures by their positions, and divide all of them by the same number.",
    )
    return found


@SPLIT_WARDROBE.criterion("Pixels go from 0 to 1", points=1, read=_SPLIT)
def _pixels(train_pictures, valid_pictures):
    for name, part in (("train_pictures", train_pictures), ("valid_pictures", valid_pictures)):
        require(
            part.size and part.dtype.kind in "uif",
            expected=f"numbers in `{name}`",
            found=f"an array of shape {part.shape} and type {part.dtype}",
        )
        low, high, values = float(part.min()), float(part.max()), len(np.unique(part))
        mistakes = {
            "These are the grays from 0 to 255 as they came. Divide by the largest gray there is.": high
            > 1.001,
            "That is too small: were the pixels scaled twice?": high < 0.5,
            "Black should stay at 0.": low < -0.001,
            "`//` divides and throws the fraction away, so all grays are gone: only 0 and 1 are left. `/` "
            "keeps them.": values <= 2,
            "White comes out a little gray: what is the largest gray there is?": high < 0.999,
        }
        require(
            not any(mistakes.values()),
            expected=f"`{name}` with grays between 0 for black and 1 for white",
            found=f"{values} different values from {shown(low)} to {shown(high)}",
            mistakes=mistakes,
        )


@SPLIT_WARDROBE.criterion("1,600 to learn from, 400 held back", points=1, read=_SPLIT)
def _sizes(train_pictures, train_names, valid_pictures, valid_names):
    shapes = [part.shape for part in (train_pictures, train_names, valid_pictures, valid_names)]
    exchanged = shapes[0][:1] == (400,) and shapes[2][:1] == (1600,)
    require(
        shapes == [(1600, 28, 28), (1600,), (400, 28, 28), (400,)],
        expected="pictures of shapes (1600, 28, 28) and (400, 28, 28), with as many class numbers",
        found=f"pictures {shapes[0]} and {shapes[2]}, class numbers {shapes[1]} and {shapes[3]}",
        mistakes={"The parts have changed places: most pictures are for learning.": exchanged},
        hint="One class number stands for each picture, and a picture keeps its 28 rows of 28.",
    )


@SPLIT_WARDROBE.criterion("Each picture has its own label", points=1, read=_SPLIT)
def _own_labels(train_pictures, train_names, valid_pictures, valid_names):
    labels = _sorted_pictures()[1]
    right = []
    for pictures, names in ((train_pictures, train_names), (valid_pictures, valid_names)):
        found = _positions_of(pictures)
        require(
            names.shape == (len(pictures),),
            expected="one class number for each picture",
            found=f"class numbers of shape {names.shape} for {len(pictures)} pictures",
            hint="The same positions have to pick pictures and labels.",
        )
        right += [any(labels[place] == name for place in at) for at, name in zip(found, names, strict=True)]
    require(
        all(right),
        expected="the label that the picture came with",
        found=f"that for {np.mean(right):.0%} of them",
        mistakes={
            "Pictures and labels were mixed separately, so they no longer belong together. Mix positions "
            "once, and use them for both.": np.mean(right) < 0.3
        },
        hint="Some pictures got the label of another one.",
    )


@SPLIT_WARDROBE.criterion("All ten classes are in both parts", points=1, read=_SPLIT)
def _all_classes(train_pictures, valid_pictures):
    labels = _sorted_pictures()[1]
    for name, pictures in (("training", train_pictures), ("validation", valid_pictures)):
        places = [places[0] for places in _positions_of(pictures) if places]
        counts = np.bincount(labels[places], minlength=10)
        require(
            # A fair draw gives each class about a tenth; five deviations below that is still above 4 %.
            counts.min() >= 0.04 * counts.sum(),
            expected=f"pictures of every class in the {name} part, about a tenth each",
            found=f"{np.count_nonzero(counts)} classes, the rarest {counts.min()} times",
            hint="The data is sorted, so its end holds the last classes only. Take from all over it.",
        )


@SPLIT_WARDROBE.criterion("No picture is in both parts", points=1, read=_SPLIT)
def _apart(train_pictures, valid_pictures):
    parts = {"train_pictures": train_pictures, "valid_pictures": valid_pictures}
    known = {
        name: [places[0] for places in _positions_of(pictures) if len(places) == 1]
        for name, pictures in parts.items()
    }
    both = len(set(known["train_pictures"]) & set(known["valid_pictures"]))
    require(
        not both,
        expected="validation pictures that training never sees",
        found=f"{both} pictures in both parts",
        hint="Cut one shuffled row of positions in two. Two separate draws overlap.",
    )
    for name, places in known.items():
        repeated = len(places) - len(set(places))
        require(
            not repeated,
            expected="each picture once",
            found=f"{repeated} repeated pictures in `{name}`",
            hint="Draw without putting back: a permutation holds every position once.",
        )


# ---------------------------------------------------------------------------------------- build_classifier

BUILD_CLASSIFIER = Exercise(LESSON, "build_classifier", evidence={"small_model": kinds.Model(compiled=False)})


def _built(evidence):
    """Give the Keras model with its weights made, so that a missing Input costs its own criterion alone."""
    if evidence.built:
        return evidence.keras
    model = evidence.fresh()
    model.build((None, 28, 28))
    return model


@cache
def _unseen(count: int = 3000) -> tuple[np.ndarray, np.ndarray]:
    """Pictures that the lesson never uses, scaled, and their labels."""
    pictures, labels = fashion_mnist("train")
    return scaled(pictures[50_000 : 50_000 + count]), labels[50_000 : 50_000 + count]


def _outputs_for_pictures(model) -> np.ndarray:
    """Let a Keras model answer 20 pictures, laid out for it; noise when it takes another size."""
    shape = model.input_shape[1:]
    pictures = _unseen()[0][:20]
    if np.prod(shape) != 784:
        pictures = np.random.default_rng(0).random((20, *shape), dtype="float32")
    return np.asarray(model(pictures.reshape(20, *shape), training=False))


@BUILD_CLASSIFIER.criterion(
    "Takes 28 × 28 pictures and has its weights at once", points=1, read="No input, no weights"
)
def _ready(small_model):
    require(
        small_model.built and small_model.weights,
        expected="a model that has its weights as soon as it is made",
        found="a deferred model without any weights",
        hint="It does not know yet what will come in. What stands first in the list of the lesson's model?",
    )
    shape = small_model.architecture.inputs[0].shape
    require(
        shape[1:] == (28, 28),
        expected="an input of 28 × 28, as the pictures are",
        found=f"an input of shape {shape[1:]}",
        mistakes={"The model gets pictures, and flattens them itself.": shape[1:] == (784,)},
    )


_TEN = "ten numbers a picture, none negative, that add up to 1"


@BUILD_CLASSIFIER.criterion("One probability for each of ten classes", points=2, read="Stack layers")
def _ten_probabilities(small_model):
    _gives_ten_probabilities(_built(small_model), _TEN)


def _gives_ten_probabilities(model, expected: str) -> None:
    """See to it that a Keras model gives ten probabilities that sum to 1."""
    shape, activation = tuple(model.output_shape), Architecture(model).output_activation(0)
    require(
        len(shape) == 2,
        expected=expected,
        found=f"an output of shape {shape}",
        hint="`Dense` works on the last axis alone: without flattening, every one of the 28 rows gets "
        "answers of its own.",
    )
    softmax = " And softmax on one unit always says 1." if activation == "softmax" else ""
    require(
        shape[1] != 1,
        expected=expected,
        found=f"one unit with {activation}",
        hint=f"One unit can't tell ten classes apart.{softmax}",
    )
    require(
        shape[1] == 10,
        expected=expected,
        found=f"{shape[1]} numbers",
        hint="One unit for each class: count the names.",
    )
    require(
        activation != "sigmoid",
        expected=expected,
        found="ten separate yes-or-no answers, made by sigmoid",
        hint="These classes exclude each other, so the probabilities have to share: which activation does "
        "that?",
    )
    outputs = _outputs_for_pictures(model)
    logits = activation == "linear"
    require(
        np.all(outputs >= 0) and close(outputs.sum(axis=1), np.ones(20)),
        expected=expected,
        found="logits: no activation at the end" if logits else f"numbers made by {activation}",
        hint="Which activation turns ten numbers of any size into probabilities?",
    )


@BUILD_CLASSIFIER.criterion("One hidden layer with ReLU", points=1, read="Stack layers")
def _hidden_layer(small_model):
    graph = Architecture(_built(small_model))
    output = graph.output_layer(0)
    hidden = [layer for layer in graph.layers("Dense") if layer.layer is not output.layer]
    require(
        len(hidden) == 1,
        expected="one hidden `Dense` layer",
        found=f"{len(hidden)} of them, besides the output",
    )
    activation = hidden[0].activation
    linear = activation == "linear"
    require(
        activation == "relu",
        expected="ReLU behind the hidden layer",
        found="no activation" if linear else activation,
        mistakes={"Without an activation between them, two layers do no more than one.": linear},
    )


@BUILD_CLASSIFIER.criterion("Exactly 47,710 parameters", points=1, read="Count parameters")
def _budget(small_model):
    model = _built(small_model)
    count = model.count_params()
    without_biases = 61 in {layer.units for layer in model.layers if type(layer).__name__ == "Dense"}
    require(
        count == 47_710,
        expected="47,710 parameters",
        found=f"{count:,}",
        mistakes={
            "Far too few: the layers see rows of 28 numbers, not pictures of 784. Look at the output "
            "shape.": len(model.output_shape) != 2,
            "So close: did you leave out the biases when you solved for the number of units?": without_biases,
        },
        hint="Count weights and biases of both layers, as a formula with the number of hidden units in it.",
    )


@BUILD_CLASSIFIER.criterion("Called by the names asked for", points=1, read="Stack layers")
def _names(small_model):
    model = small_model.keras
    require(
        model.name == "wardrobe",
        expected="a model called `wardrobe`",
        found=f"one called `{model.name}`",
        hint="The Python name in front of the = is not the model's own name: that one is an argument.",
    )
    require(
        any(layer.name == "hidden" and type(layer).__name__ == "Dense" for layer in model.layers),
        expected="a hidden `Dense` layer called `hidden`",
        found=f"layers called {listed(layer.name for layer in model.layers)}",
    )


# --------------------------------------------------------------------------------------------- draw_kernel

# A seed twice, another seed, another number of units, and the first once more after all of that.
_DRAWS = [(7, 11), (7, 11), (7, 12), (31, 13), (7, 11)]

DRAW_KERNEL = Exercise(
    LESSON,
    "draw_kernel",
    evidence={"draw_kernel": kinds.Function([kinds.call(*draw) for draw in _DRAWS])},
)


def _kernels(function) -> list[np.ndarray]:
    """Give the arrays that the function returned."""
    values = [
        value_of(
            answer, "draw_kernel", hint="Call it yourself, with another number of units and another seed."
        )
        for answer in function.answers
    ]
    both = any(isinstance(value, (list, tuple)) for value in values)
    require(
        all(isinstance(value, np.ndarray) and value.dtype.kind == "f" for value in values),
        expected="one array of numbers from every call",
        found=listed(sorted(set(map(kind_of, values)))),
        mistakes={
            "`get_weights` gives a list of two arrays, kernel and bias. Return the kernel alone.": both
        },
    )
    return values


@DRAW_KERNEL.criterion("784 rows, one column for each unit", points=1, read="Look inside a layer")
def _kernel_shape(draw_kernel):
    for (units, _), kernel in zip(_DRAWS, _kernels(draw_kernel), strict=True):
        bias, swapped = kernel.shape == (units,), kernel.shape == (units, 784)
        require(
            kernel.shape == (784, units),
            expected=f"for {units} units a kernel of shape (784, {units})",
            found=f"shape {kernel.shape}",
            mistakes={
                "That is the bias: one number per unit. The kernel is the other array.": bias,
                "Rows and columns are swapped: Keras keeps one row per input.": swapped,
            },
            hint="One row per input, one column per unit.",
        )


@DRAW_KERNEL.criterion("The same seed gives the same kernel", points=1, read="Set the seed")
def _repeats(draw_kernel):
    kernels = _kernels(draw_kernel)
    require(
        np.array_equal(kernels[0], kernels[1]) and np.array_equal(kernels[0], kernels[4]),
        expected="equal kernels for equal seeds",
        found="different ones",
        hint="Keras draws with a seed of its own: `tf.random.set_seed` or NumPy's seed alone don't reach it. "
        "And the seed has to be set in every call, before the layer makes its weights.",
    )


@DRAW_KERNEL.criterion("Another seed gives another kernel", points=1, read="Set the seed")
def _differs(draw_kernel):
    kernels = _kernels(draw_kernel)
    require(
        kernels[1].shape == kernels[2].shape and not np.array_equal(kernels[1], kernels[2]),
        expected="different kernels for different seeds",
        found="the same one",
        hint="Does the argument `seed` reach the place where chance is fixed?",
    )


@DRAW_KERNEL.criterion("Drawn as Keras draws by default", points=1, read="Look inside a layer")
def _glorot(draw_kernel):
    for kernel in _kernels(draw_kernel):
        require(
            kernel.ndim == 2,
            expected="the kernel of a new layer",
            found=f"an array of shape {kernel.shape}",
        )
        limit = np.sqrt(6 / sum(kernel.shape))
        # That none of 784 × 7 numbers drawn evenly passes 0.99 of the limit has a chance below 1e-23.
        fills = 0.99 * limit < np.abs(kernel).max() <= 1.0001 * limit
        require(
            fills and abs(kernel.mean()) <= 0.1 * limit,
            expected=f"numbers drawn evenly between -{limit:.3f} and {limit:.3f}",
            found=f"numbers from {kernel.min():.3f} to {kernel.max():.3f}",
            hint="A new `Dense` layer draws its kernel by itself. The limit depends on inputs and units: are "
            "there 784 inputs?",
        )


# -------------------------------------------------------------------------------------------- match_losses

MATCH_LOSSES = Exercise(
    LESSON,
    "match_losses",
    evidence={"probability_model": kinds.Model(), "logit_model": kinds.Model()},
)

_ONE_HOT, _NUMBERS = "categorical_crossentropy", "sparse_categorical_crossentropy"
_LOGITS = "Logits or probabilities"


def _loss_of(model, name: str):
    """Give the loss that a model of one output was compiled with."""
    losses = model.compiled.losses if model.compiled else []
    require(
        len(losses) == 1,
        expected=f"`{name}` compiled with one loss",
        found="no loss" if not losses else f"{len(losses)} losses",
        hint="`compile` tells the model what a bad answer costs.",
    )
    return losses[0]


@MATCH_LOSSES.criterion("One puts out probabilities, the other logits", points=1, read=_LOGITS)
def _outputs(probability_model, logit_model):
    _gives_ten_probabilities(probability_model.keras, f"from `probability_model`: {_TEN}")
    graph = logit_model.architecture
    shape, activation = graph.outputs[0].shape, graph.output_activation(0)
    require(
        activation == "linear" and shape == (None, 10),
        expected="ten logits from `logit_model`",
        found=f"an output of shape {shape} that went through {activation}",
        hint="Logits are what the last layer computes before any activation.",
    )


@MATCH_LOSSES.criterion("Each loss takes its form of label", points=2, read="Choose the loss")
def _label_forms(probability_model, logit_model):
    for name, model, wanted, form in (
        ("probability_model", probability_model, _ONE_HOT, "one-hot rows"),
        ("logit_model", logit_model, _NUMBERS, "class numbers"),
    ):
        loss = _loss_of(model, name).name
        require(
            loss == wanted,
            expected=f"for `{name}` a cross-entropy that takes {form}",
            found=loss,
            mistakes={
                "That loss wants one-hot rows. These labels are integers: which cross-entropy takes class "
                "numbers?": loss == _ONE_HOT,
                "*Sparse* takes class numbers. These labels are rows of zeros with a one.": loss == _NUMBERS,
                "Binary cross-entropy asks ten separate yes-or-no questions; these classes exclude each "
                "other.": loss == "binary_crossentropy",
            },
            hint="For one of several classes the loss is a cross-entropy; which of them depends on the "
            "labels' form.",
        )


@MATCH_LOSSES.criterion("Each loss knows what the output has been through", points=2, read=_LOGITS)
def _knows_logits(probability_model, logit_model):
    for name, model in (("probability_model", probability_model), ("logit_model", logit_model)):
        loss = _loss_of(model, name)
        logits = model.architecture.output_activation(0) == "linear"
        require(
            logits == loss.from_logits,
            expected=f"a loss that takes what `{name}` puts out: {'logits' if logits else 'probabilities'}",
            found="a loss that expects probabilities" if logits else "a loss with from_logits=True",
            hint="The model puts out logits, and the loss expects probabilities: which argument says so?"
            if logits
            else "The softmax would be taken twice: once by the model, once by the loss.",
        )


@MATCH_LOSSES.criterion("Both log a metric called accuracy", points=1, read=_LOGITS)
def _logged(probability_model, logit_model):
    for name, model in (("probability_model", probability_model), ("logit_model", logit_model)):
        given = (model.compiled.metrics, model.compiled.weighted_metrics) if model.compiled else ()
        names = [metric.log_name or metric.name for metrics in given for metric in metrics or []]
        require(
            "accuracy" in names,
            expected=f"`accuracy` among the metrics of `{name}`",
            found=listed(names) or "no metrics",
            mistakes={"The short form is logged as `acc`: write the name in full.": "acc" in names},
        )


# ------------------------------------------------------------------------------------------- find_the_turn

FIND_THE_TURN = Exercise(
    LESSON,
    "find_the_turn",
    evidence={
        "turning_model": kinds.Model(),
        "turning_history": kinds.History(),
        "best_epoch": kinds.Value(),
    },
)


@cache
def _lesson_parts() -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """The pictures that a learner may have validated on, each part with its labels."""
    train, train_labels = fashion_mnist("train")
    test, test_labels = fashion_mnist("t10k")
    return {
        "validation": (scaled(train[10_000:11_000]), train_labels[10_000:11_000]),
        "test": (scaled(test), test_labels),
        "training": (scaled(train[:500]), train_labels[:500]),
    }


FIND_THE_TURN.prepare = lambda: _lesson_parts()


def _probabilities(model, pictures: np.ndarray) -> np.ndarray:
    """Give the model's probabilities for pictures, of shape (pictures, 10), also from logits."""
    graph = model.architecture
    require(
        [port.shape for port in graph.outputs] == [(None, 10)] and graph.inputs[0].shape == (None, 28, 28),
        expected="a model that takes pictures of 28 × 28 and puts out ten numbers",
        found="other inputs or outputs",
        hint="`make_classifier` makes one that fits.",
    )
    outputs = model.predict(pictures).astype(float)
    if graph.output_activation(0) == "linear":
        outputs = np.exp(outputs - outputs.max(axis=1, keepdims=True))
        outputs /= outputs.sum(axis=1, keepdims=True)
    return outputs


@FIND_THE_TURN.criterion(
    "Long enough to see validation turn, with losses and accuracies", points=1, read="Too little, too much"
)
def _full_log(turning_history):
    missing = [n for n in ("loss", "accuracy", "val_loss", "val_accuracy") if n not in turning_history]
    short = "The short form `acc` is logged under just that name." if "acc" in turning_history else ""
    unseen = "Without held-back pictures, `fit` logs nothing with `val_`. "
    require(
        not missing,
        expected="loss and accuracy, of training and of validation",
        found=f"no {', '.join(missing)}, only {listed(turning_history.names)}",
        hint=("" if turning_history.validated else unseen) + short,
    )
    require(
        len(turning_history) >= 20,
        expected="at least 20 epochs in this history",
        found=f"{len(turning_history)}",
        hint="A second call of `fit` returns a new history: train for all the epochs in one call.",
    )
    require(
        np.argmin(turning_history["val_loss"]) < len(turning_history) - 1,
        expected="a history that goes on past the lowest validation loss",
        found="the lowest one in the last epoch",
        hint="Validation has not turned yet: train for more epochs, or with larger steps.",
    )


@FIND_THE_TURN.criterion(
    "Watched the validation pictures, with their own labels", points=2, read="Let it learn"
)
def _validation_watched(turning_model, turning_history):
    expected = "a validation loss that `turning_model` really has on `x_valid` and `y_valid`"
    require(
        "val_loss" in turning_history,
        expected=expected,
        found="no validation loss at all",
        hint="Hand `fit` the pair of held-back pictures and labels.",
    )
    logged = np.array(turning_history["val_loss"], dtype=float)
    near = {}
    for name, (pictures, labels) in _lesson_parts().items():
        true = _probabilities(turning_model, pictures)[np.arange(len(labels)), labels]
        # Keras cuts off probabilities below 1e-7, unless it still has the logits that they were made from.
        losses = [-np.log(np.maximum(true, floor)).mean() for floor in (1e-7, 1e-45)]
        # Two machines add up in different orders: 0.2 % is a hundred times that.
        near[name] = np.any([np.abs(logged - loss) < 0.002 * loss for loss in losses], axis=0)
    # First against the last epoch, as it should be; then against all, for whoever gave the model back the
    # weights of an earlier one.
    matched = [name for name, epochs in near.items() if epochs[-1]]
    accuracy = turning_history["val_accuracy"][-1] if "val_accuracy" in turning_history else 1.0
    found = "another one"
    hint = (
        "`validation_split` cuts off the end of the training pictures instead; and training on after this "
        "history changes the model."
    )
    if "test" in matched:
        found = "the loss on the test pictures"
        hint = (
            "The test set is for the very end. Who chooses an epoch by it has nothing honest left to measure "
            "with."
        )
    elif "training" in matched:
        found = "the loss on the pictures it was trained on"
        hint = "Pictures that it has memorized can't show you when overfitting begins."
    elif accuracy < 0.2:
        found = f"a validation accuracy of {accuracy:.2f}, which is guessing"
        hint = (
            "Do pictures and labels come from the same part? The labels of one part say nothing about the "
            "pictures of another."
        )
    fits = "validation" in matched or (not matched and near["validation"].any())
    require(fits, expected=expected, found=found, hint=hint)


# Labels of another part give 0.1. Right answers give 0.80 from the lesson's starting weights, and 0.790
# (deviation 0.009) from ten others.
_NEW_PICTURES = Bar("accuracy on new pictures", at_least=0.65)


@FIND_THE_TURN.criterion("Right about most pictures that nobody showed it", points=1, read="Let it learn")
def _learned(turning_model):
    pictures, labels = _unseen()
    accuracy = float((_probabilities(turning_model, pictures).argmax(axis=1) == labels).mean())
    require(
        _NEW_PICTURES.holds(accuracy),
        expected=f"an accuracy of {_NEW_PICTURES} or more on new pictures",
        found=f"{accuracy:.2f}",
        hint="Do the loss, the labels and the last layer belong together?",
    )


@FIND_THE_TURN.criterion("The best epoch, counted from 1", points=1, read="Too little, too much")
def _best_epoch(turning_history, best_epoch):
    require(
        "val_loss" in turning_history,
        expected="the epoch with the lowest validation loss",
        found="a history without validation loss",
    )
    epoch = number_of(best_epoch, hint="`np.argmin` gives a place.")
    logged = {name: np.array(turning_history[name], dtype=float) for name in turning_history.names}
    losses = logged["val_loss"]
    of_training = epoch == logged["loss"].argmin() + 1
    of_accuracy = "val_accuracy" in logged and epoch == logged["val_accuracy"].argmax() + 1
    require(
        epoch in np.flatnonzero(losses == losses.min()) + 1,
        expected="the epoch with the lowest validation loss, counted from 1",
        found=shown(epoch),
        mistakes={
            "`np.argmin` counts from 0: this is the epoch before the lowest one.": epoch == losses.argmin(),
            "That is where the *training* loss is lowest. It goes on falling while the model "
            "overfits.": of_training,
            "That is where the validation *accuracy* is highest. The loss was asked for; the two need not "
            "agree.": of_accuracy,
            "That is the lowest loss itself. Asked for is its place.": epoch == losses.min(),
        },
        hint="Look for the lowest point of the validation loss.",
    )


# ---------------------------------------------------------------------------------------------- find_coats

FIND_COATS = Exercise(
    LESSON, "find_coats", evidence={"coat_weights": kinds.Value(), "coat_model": kinds.Model()}
)


@FIND_COATS.criterion("Coats and pullovers have an equal say", points=2, read="When one class is rare")
def _equal_weight(coat_weights):
    expected = "a dict with one positive weight for each answer, 0 and 1"
    require(
        type(coat_weights) is dict and coat_weights.keys() == {0, 1},
        expected=expected,
        found=kind_of(coat_weights),
        hint="One weight for each *class*, under its answer. A weight for each picture would be a sample "
        "weight.",
    )
    pullover, coat = (number_of(coat_weights[answer], expected=expected) for answer in (0, 1))
    require(pullover > 0 and coat > 0, expected=expected, found="weights that are no positive numbers")
    pullovers, coats = 950 * pullover, 50 * coat
    swapped = close(pullover / coat, 19, rel=0.05)
    require(
        close(coats / pullovers, 1, rel=0.05),  # 19 and 1, in whatever rounding
        expected="50 coats that together weigh as much as 950 pullovers",
        found=f"{shown(coats)} for the coats against {shown(pullovers)} for the pullovers",
        mistakes={
            "The weights are swapped: the rare class needs the larger one.": swapped,
            "Equal weights leave everything as it was: 950 pictures against 50.": pullover == coat,
        },
        hint="Number of pictures times weight has to be the same for both.",
    )


@FIND_COATS.criterion("One probability, made by sigmoid", points=1, read="One number for yes or no")
def _one_probability(coat_model):
    graph = coat_model.architecture
    shape, activation = graph.outputs[0].shape, graph.output_activation(0)
    one = shape == (None, 1)
    require(
        one and activation == "sigmoid",
        expected="one number a picture that has gone through sigmoid",
        found=f"an output of shape {shape} that has gone through "
        f"{'nothing' if activation == 'linear' else activation}",
        mistakes={
            "Softmax on one unit always says 1.": one and activation == "softmax",
            "These are logits, of any size and sign. A probability was asked for.": one
            and activation == "linear",
            "A yes-or-no question needs one number: the probability of no is what is left of 1.": len(shape)
            == 2
            and shape[1] > 1,
            "`Dense` works on the last axis alone: flatten the picture first.": len(shape) > 2,
        },
        hint="One unit, and an activation that turns any number into one between 0 and 1.",
    )


@FIND_COATS.criterion("The loss fits the output", points=1, read="One number for yes or no")
def _fitting_loss(coat_model):
    loss, graph = _loss_of(coat_model, "coat_model"), coat_model.architecture
    units, logits = graph.outputs[0].shape[-1], graph.output_activation(0) == "linear"
    binary = ("binary_crossentropy", "binary_focal_crossentropy")
    require(
        loss.name in (binary if units == 1 else (_ONE_HOT, _NUMBERS)),
        expected=f"a cross-entropy for {units} output{'s' if units != 1 else ''}",
        found=loss.name,
        mistakes={"Yes or no, one probability: which cross-entropy is that?": units == 1},
    )
    given, taken = ("logits", "probabilities") if logits else ("probabilities", "logits")
    require(
        logits == loss.from_logits,
        expected="a loss that knows whether it gets probabilities or logits",
        found=f"{taken} expected, {given} given",
        mistakes={
            "Binary cross-entropy on logits without saying so treats any number as a probability.": logits
        },
        hint="from_logits=True makes a second sigmoid of it.",
    )


# Coats found and pullovers left alone vary with the seed, 0.60 to 0.95 each; their mean far less. Ten seeds:
# one unit 0.812 (deviation 0.008), hidden layers of 50 and 40 units 0.797 (0.032) and 0.794 (0.030). Eight
# seeds without the weights: 0.50 to 0.60; sixty models that nobody trained: 0.42 to 0.60.
_NEW_COATS = Bar("balanced accuracy on new pictures", at_least=0.62)


@FIND_COATS.criterion("Finds coats, and leaves pullovers alone", points=2, read="When one class is rare")
def _coats_found(coat_model):
    graph = coat_model.architecture
    require(
        graph.inputs[0].shape == (None, 28, 28) and len(graph.outputs[0].shape) == 2,
        expected="a model that takes pictures of 28 × 28",
        found="other inputs or outputs",
    )
    pictures, labels = _unseen(10_000)
    either = (labels == 2) | (labels == 4)
    outputs, coat = coat_model.predict(pictures[either]), labels[either] == 4
    border = 0 if graph.output_activation(0) == "linear" else 0.5
    predicted = outputs[:, 1] > outputs[:, 0] if outputs.shape[1] > 1 else outputs[:, 0] > border
    found, left_alone = float(predicted[coat].mean()), float((~predicted[~coat]).mean())
    balanced = (found + left_alone) / 2
    require(
        _NEW_COATS.holds(balanced),
        expected=f"a balanced accuracy of {_NEW_COATS} or more on new pictures",
        found=f"{balanced:.2f}: {found:.0%} of the coats found, {left_alone:.0%} of the pullovers left alone",
        mistakes={
            "It has not been trained: `fit` has not moved its weights once.": coat_model.compiled
            and coat_model.compiled.iterations == 0,
            "It says yes to everything. Softmax on one unit does that.": found > 0.99 and left_alone < 0.01,
            "It overlooks coats: did `fit` get the weights, and is the larger one with the coats?": found
            < 0.5,
            "It calls almost everything a coat: is one weight far too large, or was training too "
            "short?": left_alone < 0.5,
        },
        hint="Was it trained, and on these pictures?",
    )


# ------------------------------------------------------------------------------------------ surest_mistake

_CLASSES = "From probabilities to classes"


def _made_up(rows: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities and labels of as many pictures, so that about two in three answers are right."""
    chance = hidden_rng(seed)
    labels = chance.integers(0, 10, rows)
    logits = chance.normal(size=(rows, 10)) + 2.5 * np.eye(10)[labels]
    powers = np.exp(logits)
    return (powers / powers.sum(axis=1, keepdims=True)).astype("float32"), labels


# Mistakes at 3, 4, 5 and 7: the first, the least sure, the surest, and the one that gave the truth the least.
# The surest answer of all (0) is right, and so is the answer at 2, where 5 stands among the mistakes.
_SMALL = (
    np.array(
        [
            [0.98, 0.01, 0.01],
            [0.10, 0.80, 0.10],
            [0.20, 0.20, 0.60],
            [0.20, 0.60, 0.20],
            [0.20, 0.35, 0.45],
            [0.90, 0.06, 0.04],
            [0.25, 0.25, 0.50],
            [0.30, 0.01, 0.69],
        ]
    ),
    np.array([0, 1, 2, 0, 1, 1, 2, 1]),
)
_LARGE = _made_up(400, seed=3)
_FAULTLESS = (
    np.array([[0.7, 0.2, 0.1], [0.1, 0.1, 0.8], [0.3, 0.4, 0.3], [0.6, 0.3, 0.1]]),
    np.array([0, 2, 1, 0]),
)
_CASES = (_SMALL, _LARGE, _FAULTLESS)

SUREST_MISTAKE = Exercise(
    LESSON,
    "surest_mistake",
    evidence={"surest_mistake": kinds.Function([kinds.call(*case) for case in _CASES])},
)


def _pair(function, number: int) -> tuple:
    """Give the accuracy and the position that one call returned."""
    answer = function.answers[number]
    case = "pictures without a single mistake" if number == 2 else "rows of probabilities"
    axis = "broadcast" in str(answer.error)
    require(
        answer.ok,
        expected=f"two things for {case}",
        found=error_line(answer),
        mistakes={
            "One answer for each *picture*: along which axis does `argmax` go?": axis,
            "What is there to choose from when no answer is wrong?": number == 2,
        },
    )
    return pair_of(
        answer.value,
        expected="two things: the accuracy, and a position or None",
        hint="`return accuracy, position`.",
    )


@SUREST_MISTAKE.criterion("The accuracy", points=1, read=_CLASSES)
def _accuracy(surest_mistake):
    for number, (probabilities, labels) in enumerate(_CASES[:2]):
        right = float((probabilities.argmax(axis=1) == labels).mean())
        number_is(
            number_of(_pair(surest_mistake, number)[0], expected="the accuracy as a number"),
            right,
            expected="the share of right answers",
            mistakes={
                "That is the share of *wrong* answers.": 1 - right,
                "A number between 0 and 1, no percentage.": 100 * right,
                "That is how many are right, not which share.": right * len(labels),
            },
            hint="The share of pictures whose most probable class is the label.",
        )


@SUREST_MISTAKE.criterion("The position of a mistake, among all pictures", points=1, read=_CLASSES)
def _a_mistake(surest_mistake):
    for number, (probabilities, labels) in enumerate(_CASES[:2]):
        _, position = _pair(surest_mistake, number)
        place = as_number(position)
        require(
            place is not None and place in range(len(labels)),
            expected="a position among the pictures",
            found=shown(position),
        )
        place = int(place)
        wrong, sureness = probabilities.argmax(axis=1) != labels, probabilities.max(axis=1)
        surest = np.where(wrong, sureness, -1).argmax()
        among_mistakes = place < wrong.sum() and np.flatnonzero(wrong)[place] == surest
        require(
            wrong[place],
            expected="the position of a wrong answer",
            found=f"position {place}, which is answered right",
            mistakes={
                "That is its position among the *mistakes* alone. Its position among all the pictures was "
                "asked for.": among_mistakes,
                "That is the surest answer of all, right or wrong. Only the wrong ones take part.": place
                == sureness.argmax(),
            },
            hint="Which answers differ from the labels?",
        )


@SUREST_MISTAKE.criterion("Of the mistakes the one it was surest of", points=1, read=_CLASSES)
def _the_surest(surest_mistake):
    for number, (probabilities, labels) in enumerate(_CASES[:2]):
        place = as_number(_pair(surest_mistake, number)[1])
        wrong, sureness = probabilities.argmax(axis=1) != labels, probabilities.max(axis=1)
        surest = np.where(wrong, sureness, -1).argmax()
        if place == np.flatnonzero(wrong).tolist().index(surest) and not holds(_a_mistake, surest_mistake):
            continue  # the right one, counted among the mistakes: that costs the criterion on the position
        least_truth = np.where(wrong, probabilities[np.arange(len(labels)), labels], 2).argmin()
        require(
            place == surest,
            expected="the wrong answer with the highest probability",
            found="another position",
            mistakes={
                "That is the first mistake, not the surest.": place == np.flatnonzero(wrong)[0],
                "That is the mistake that it was *least* sure of.": place
                == np.where(wrong, sureness, 2).argmin(),
                "That one gave the truth the least. Asked for is the wrong answer with the most.": place
                == least_truth,
            },
            hint="How sure the model was of an answer is the largest probability in its row.",
        )


@SUREST_MISTAKE.criterion("None when there is no mistake", points=1, read=_CLASSES)
def _no_mistake(surest_mistake):
    _, position = _pair(surest_mistake, 2)
    require(
        position is None,
        expected="None as the position when every answer is right",
        found=shown(position),
        hint="`argmax` always finds something, even when there is nothing to find. Ask first.",
    )
