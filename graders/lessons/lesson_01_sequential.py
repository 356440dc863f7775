"""Hidden checks of lesson 01: a fair split, a first classifier, weights, losses, curves and mistakes."""

from collections import defaultdict
from functools import cache

import numpy as np

from graders.criteria import Exercise, Miss
from graders.criteria.bar import Bar
from graders.evidence import Architecture, kinds
from graders.lessons.pictures import fashion_mnist, scaled

LESSON = "01_sequential"


# ------------------------------------------------------------------------------------------ split_wardrobe

split_wardrobe = Exercise(
    LESSON,
    "split_wardrobe",
    evidence={
        "train_pictures": kinds.Array(lists=True),
        "train_names": kinds.Array(lists=True),
        "valid_pictures": kinds.Array(lists=True),
        "valid_names": kinds.Array(lists=True),
    },
)


@cache
def _drawer() -> tuple[np.ndarray, np.ndarray]:
    """The 2,000 pictures that the lesson sorts by class, as rows of greys, and their labels."""
    pictures, labels = fashion_mnist("train")
    order = np.argsort(labels[12_000:14_000], kind="stable")
    return pictures[12_000:14_000][order].reshape(2000, 784), labels[12_000:14_000][order]


@cache
def _looked_up(two_tone: bool) -> dict[bytes, list[int]]:
    """Positions in the drawer under the bytes of the picture; `two_tone`: of what `// 255` leaves of it."""
    table = defaultdict(list)
    for position, row in enumerate(_drawer()[0]):
        table[(row // 255 if two_tone else row).tobytes()].append(position)
    return table


def _positions(pictures: np.ndarray) -> list[list[int]] | None:
    """Find each picture in the drawer, whatever its scale; None when they can't be recognised."""
    if len(pictures) == 0 or pictures.size != len(pictures) * 784 or pictures.dtype.kind not in "uif":
        return None
    rows = np.asarray(pictures, dtype=float).reshape(len(pictures), 784)
    lowest, highest = rows.min(), rows.max()
    if not np.isfinite(rows).all() or lowest == highest:
        return None
    values = np.unique(rows)
    if len(values) == 2:
        found = [_looked_up(True).get((row == highest).astype(np.uint8).tobytes(), []) for row in rows]
    else:
        greys = np.rint((rows - lowest) / (highest - lowest) * 255).astype(np.uint8)
        found = [_looked_up(False).get(row.tobytes(), []) for row in greys]
    return found if np.mean([bool(places) for places in found]) > 0.9 else None


_UNKNOWN = Miss(
    expected="pictures from `sorted_images`, scaled and otherwise as they were",
    found="pictures that cannot be recognised",
    hint="Pick whole pictures by their positions, and divide all of them by the same number.",
)


@split_wardrobe.criterion("Pixels go from 0 to 1", points=1, read="Scale the pixels, hold some back")
def _pixels(train_pictures, valid_pictures):
    for name, part in (("train_pictures", train_pictures), ("valid_pictures", valid_pictures)):
        if part.size == 0 or part.dtype.kind not in "uif":
            return Miss(
                expected=f"numbers in `{name}`", found=f"an array of shape {part.shape} and type {part.dtype}"
            )
        low, high = float(part.min()), float(part.max())
        hint = ""
        if high > 1.001:
            hint = "These are the greys from 0 to 255 as they came. Divide by the largest grey there is."
        elif high < 0.5:
            hint = "That is too small: were the pixels scaled twice?"
        elif low < -0.001:
            hint = "Black should stay at 0."
        elif len(np.unique(part)) <= 2:
            hint = (
                "`//` divides and throws the fraction away, so all greys are gone: only 0 and 1 are "
                "left. `/` keeps them."
            )
        elif high < 0.999:
            hint = "White comes out a little grey: what is the largest grey there is?"
        if hint:
            return Miss(
                expected=f"`{name}` with greys between 0 for black and 1 for white",
                found=f"{len(np.unique(part))} different values from {low:g} to {high:g}",
                hint=hint,
            )
    return None


@split_wardrobe.criterion(
    "1,600 to learn from, 400 held back", points=1, read="Scale the pixels, hold some back"
)
def _sizes(train_pictures, train_names, valid_pictures, valid_names):
    shapes = [part.shape for part in (train_pictures, train_names, valid_pictures, valid_names)]
    if shapes == [(1600, 28, 28), (1600,), (400, 28, 28), (400,)]:
        return None
    if shapes[0][:1] == (400,) and shapes[2][:1] == (1600,):
        hint = "The parts have changed places: most pictures are for learning."
    else:
        hint = "One class number stands for each picture, and a picture keeps its 28 rows of 28."
    return Miss(
        expected="pictures of shapes (1600, 28, 28) and (400, 28, 28), with as many class numbers",
        found=f"pictures {shapes[0]} and {shapes[2]}, class numbers {shapes[1]} and {shapes[3]}",
        hint=hint,
    )


@split_wardrobe.criterion("Each picture has its own label", points=1, read="Scale the pixels, hold some back")
def _own_labels(train_pictures, train_names, valid_pictures, valid_names):
    labels = _drawer()[1]
    right, total = 0, 0
    for pictures, names in ((train_pictures, train_names), (valid_pictures, valid_names)):
        found = _positions(pictures)
        if found is None:
            return _UNKNOWN
        if names.shape != (len(pictures),):
            return Miss(
                expected="one class number for each picture",
                found=f"class numbers of shape {names.shape} for {len(pictures)} pictures",
                hint="The same positions have to pick pictures and labels.",
            )
        right += sum(
            any(labels[place] == name for place in places) for places, name in zip(found, names, strict=True)
        )
        total += len(names)
    if right == total:
        return None
    hint = "Some pictures got the label of another one."
    if right < 0.3 * total:
        hint = (
            "Pictures and labels were mixed separately, so they no longer belong together. Mix positions"
            " once, and use them for both."
        )
    return Miss(
        expected="the label that the picture came with",
        found=f"that for {right / total:.0%} of them",
        hint=hint,
    )


@split_wardrobe.criterion(
    "All ten classes are in both parts", points=1, read="Scale the pixels, hold some back"
)
def _all_classes(train_pictures, valid_pictures):
    labels = _drawer()[1]
    for name, pictures in (("training", train_pictures), ("validation", valid_pictures)):
        found = _positions(pictures)
        if found is None:
            return _UNKNOWN
        counts = np.bincount([labels[places[0]] for places in found if places], minlength=10)
        # A fair draw gives each class about a tenth; five deviations below that is still above 4 %.
        if counts.min() < 0.04 * counts.sum():
            return Miss(
                expected=f"pictures of every class in the {name} part, about a tenth each",
                found=f"{np.count_nonzero(counts)} classes, the rarest {counts.min()} times",
                hint="The drawer is sorted, so its end holds the last classes only. Take from all over it.",
            )
    return None


@split_wardrobe.criterion("No picture is in both parts", points=1, read="Scale the pixels, hold some back")
def _apart(train_pictures, valid_pictures):
    parts = [_positions(pictures) for pictures in (train_pictures, valid_pictures)]
    if None in parts:
        return _UNKNOWN
    train, valid = ({places[0] for places in part if len(places) == 1} for part in parts)
    if both := len(train & valid):
        return Miss(
            expected="validation pictures that training never sees",
            found=f"{both} pictures in both parts",
            hint="Cut one shuffled row of positions in two. Two separate draws overlap.",
        )
    for name, part in zip(("train_pictures", "valid_pictures"), parts, strict=True):
        known = [places[0] for places in part if len(places) == 1]
        if len(known) != len(set(known)):
            return Miss(
                expected="each picture once",
                found=f"{len(known) - len(set(known))} repeated pictures in `{name}`",
                hint="Draw without putting back: a permutation holds every position once.",
            )
    return None


# ---------------------------------------------------------------------------------------- build_classifier

build_classifier = Exercise(LESSON, "build_classifier", evidence={"small_model": kinds.Model(compiled=False)})


def _finished(evidence):
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


def _answers(model) -> np.ndarray:
    """Let a Keras model answer 20 pictures, laid out for it; noise when it takes another size."""
    shape = model.input_shape[1:]
    pictures = _unseen()[0][:20]
    if np.prod(shape) != 784:
        pictures = np.random.default_rng(0).random((20, *shape), dtype="float32")
    return np.asarray(model(pictures.reshape(20, *shape), training=False))


@build_classifier.criterion(
    "Takes 28 × 28 pictures and has its weights at once", points=1, read="No input, no weights"
)
def _ready(small_model):
    if not small_model.built or not small_model.weights:
        return Miss(
            expected="a model that has its weights as soon as it is made",
            found="a deferred model without any weights",
            hint=(
                "It does not know yet what will come in. What stands first in the list of the lesson's model?"
            ),
        )
    shape = small_model.architecture.inputs[0].shape
    if shape[1:] != (28, 28):
        return Miss(
            expected="an input of 28 × 28, as the pictures are",
            found=f"an input of shape {shape[1:]}",
            hint="The model gets pictures, and flattens them itself." if shape[1:] == (784,) else "",
        )
    return None


@build_classifier.criterion("One probability for each of ten classes", points=2, read="Stack layers")
def _ten_probabilities(small_model):
    return _wrong_classes(_finished(small_model))


def _wrong_classes(model) -> Miss | None:
    """Say what keeps a model from giving ten probabilities that share one cake."""
    graph = Architecture(model)
    shape, activation = tuple(model.output_shape), graph.output_activation(0)
    expected = "ten numbers a picture, none negative, that add up to 1"
    if len(shape) != 2:
        return Miss(
            expected=expected,
            found=f"an output of shape {shape}",
            hint=(
                "`Dense` works on the last axis alone: without flattening, every one of the 28 rows gets"
                " answers of its own."
            ),
        )
    if shape[1] == 1:
        hint = "One unit can't tell ten classes apart."
        if activation == "softmax":
            hint += " And softmax on one unit always says 1."
        return Miss(expected=expected, found=f"one unit with {activation}", hint=hint)
    if shape[1] != 10:
        return Miss(
            expected=expected, found=f"{shape[1]} numbers", hint="One unit for each class: count the names."
        )
    if activation == "sigmoid":
        return Miss(
            expected=expected,
            found="ten separate yes-or-no answers, made by sigmoid",
            hint=(
                "These classes exclude each other, so the probabilities have to share: which activation "
                "does that?"
            ),
        )
    answers = _answers(model)
    if np.all(answers >= 0) and np.allclose(answers.sum(axis=1), 1, atol=1e-3):
        return None
    what = "logits: no activation at the end" if activation == "linear" else f"numbers made by {activation}"
    return Miss(
        expected=expected,
        found=what,
        hint="Which activation turns ten numbers of any size into probabilities?",
    )


@build_classifier.criterion("One hidden layer with ReLU", points=1, read="Stack layers")
def _hidden_layer(small_model):
    graph = Architecture(_finished(small_model))
    output = graph.output_layer(0)
    hidden = [layer for layer in graph.layers("Dense") if layer.layer is not output.layer]
    if len(hidden) != 1:
        return Miss(expected="one hidden `Dense` layer", found=f"{len(hidden)} of them, besides the output")
    if hidden[0].activation != "relu":
        found = hidden[0].activation
        return Miss(
            expected="ReLU behind the hidden layer",
            found="no activation" if found == "linear" else found,
            hint="Without an activation between them, two layers do no more than one."
            if found == "linear"
            else "",
        )
    return None


@build_classifier.criterion("Exactly 47,710 parameters", points=1, read="Count parameters")
def _budget(small_model):
    model = _finished(small_model)
    count = model.count_params()
    if count == 47_710:
        return None
    hint = "Count weights and biases of both layers, as a formula with the number of hidden units in it."
    units = {layer.units for layer in model.layers if hasattr(layer, "units")}
    if len(model.output_shape) != 2:
        hint = (
            "Far too few: the layers see rows of 28 numbers, not pictures of 784. Look at the output shape."
        )
    elif 61 in units:
        hint = "So close: did you leave out the biases when you solved for the number of units?"
    return Miss(expected="47,710 parameters", found=f"{count:,}", hint=hint)


@build_classifier.criterion("Called by the names asked for", points=1, read="Stack layers")
def _names(small_model):
    model = small_model.keras
    named = next((layer for layer in model.layers if layer.name == "hidden"), None)
    if model.name != "wardrobe":
        return Miss(
            expected="a model called `wardrobe`",
            found=f"one called `{model.name}`",
            hint="The Python name in front of the = is not the model's own name: that one is an argument.",
        )
    if named is None or type(named).__name__ != "Dense":
        found = ", ".join(layer.name for layer in model.layers)
        return Miss(expected="a hidden `Dense` layer called `hidden`", found=f"layers called {found}")
    return None


# --------------------------------------------------------------------------------------------- draw_kernel

# A seed twice, another seed, another number of units, and the first once more after all of that.
_DRAWS = [(7, 11), (7, 11), (7, 12), (31, 13), (7, 11)]

draw_kernel = Exercise(
    LESSON,
    "draw_kernel",
    evidence={"draw_kernel": kinds.Function([kinds.call(*draw) for draw in _DRAWS])},
)


def _kernels(function) -> list[np.ndarray] | Miss:
    """The arrays that the function returned, or what it did instead."""
    if error := function.first_error:
        return Miss(
            expected="a kernel from every call",
            found=f"an error, {error.error}",
            hint="Call it yourself, with another number of units and another seed.",
        )
    values = [answer.value for answer in function.answers]
    if not all(isinstance(value, np.ndarray) and value.dtype.kind == "f" for value in values):
        kinds_found = ", ".join(sorted({type(value).__name__ for value in values}))
        hint = ""
        if any(isinstance(value, (list, tuple)) for value in values):
            hint = "`get_weights` gives a list of two arrays, kernel and bias. Return the kernel alone."
        return Miss(expected="one array of numbers from every call", found=kinds_found, hint=hint)
    return values


@draw_kernel.criterion("784 rows, one column for each unit", points=1, read="Look inside a layer")
def _kernel_shape(draw_kernel):
    kernels = _kernels(draw_kernel)
    if isinstance(kernels, Miss):
        return kernels
    for (units, _), kernel in zip(_DRAWS, kernels, strict=True):
        if kernel.shape == (784, units):
            continue
        hint = "One row per input, one column per unit."
        if kernel.shape == (units,):
            hint = "That is the bias: one number per unit. The kernel is the other array."
        elif kernel.shape == (units, 784):
            hint = "Rows and columns are swapped: Keras keeps one row per input."
        return Miss(
            expected=f"for {units} units a kernel of shape (784, {units})",
            found=f"shape {kernel.shape}",
            hint=hint,
        )
    return None


@draw_kernel.criterion("The same seed gives the same kernel", points=1, read="Tame chance")
def _repeats(draw_kernel):
    kernels = _kernels(draw_kernel)
    if isinstance(kernels, Miss):
        return kernels
    if np.array_equal(kernels[0], kernels[1]) and np.array_equal(kernels[0], kernels[4]):
        return None
    return Miss(
        expected="equal kernels for equal seeds",
        found="different ones",
        hint="Keras draws with a seed of its own: `tf.random.set_seed` or NumPy's seed alone don't reach it. "
        "And the seed has to be set in every call, before the layer makes its weights.",
    )


@draw_kernel.criterion("Another seed gives another kernel", points=1, read="Tame chance")
def _differs(draw_kernel):
    kernels = _kernels(draw_kernel)
    if isinstance(kernels, Miss):
        return kernels
    if kernels[1].shape == kernels[2].shape and not np.array_equal(kernels[1], kernels[2]):
        return None
    return Miss(
        expected="different kernels for different seeds",
        found="the same one",
        hint="Does the argument `seed` reach the place where chance is fixed?",
    )


@draw_kernel.criterion("Drawn as Keras draws by default", points=1, read="Look inside a layer")
def _glorot(draw_kernel):
    kernels = _kernels(draw_kernel)
    if isinstance(kernels, Miss):
        return kernels
    for kernel in kernels:
        if kernel.ndim != 2:
            return Miss(expected="the kernel of a new layer", found=f"an array of shape {kernel.shape}")
        limit = np.sqrt(6 / sum(kernel.shape))
        # That none of 784 × 7 numbers drawn evenly passes 0.99 of the limit has a chance below 1e-23.
        if not 0.99 * limit < np.abs(kernel).max() <= 1.0001 * limit or abs(kernel.mean()) > 0.1 * limit:
            return Miss(
                expected=f"numbers drawn evenly between -{limit:.3f} and {limit:.3f}",
                found=f"numbers from {kernel.min():.3f} to {kernel.max():.3f}",
                hint=(
                    "A new `Dense` layer draws its kernel by itself. The limit depends on inputs and "
                    "units: are there 784 inputs?"
                ),
            )
    return None


# -------------------------------------------------------------------------------------------- match_losses

match_losses = Exercise(
    LESSON,
    "match_losses",
    evidence={"probability_model": kinds.Model(), "logit_model": kinds.Model()},
)

_ONE_HOT, _NUMBERS = "categorical_crossentropy", "sparse_categorical_crossentropy"


def _loss(model):
    """The loss that a model was compiled with, None when there is none."""
    losses = model.compiled.losses if model.compiled else []
    return losses[0] if len(losses) == 1 else None


def _not_compiled(name: str) -> Miss:
    return Miss(
        expected=f"`{name}` compiled with one loss",
        found="no loss",
        hint="`compile` tells the model what a bad answer costs.",
    )


@match_losses.criterion(
    "One puts out probabilities, the other logits", points=1, read="Logits or probabilities"
)
def _outputs(probability_model, logit_model):
    miss = _wrong_classes(probability_model.keras)
    if miss:
        return Miss(expected=f"from `probability_model`: {miss.expected}", found=miss.found, hint=miss.hint)
    activation = logit_model.architecture.output_activation(0)
    if activation != "linear" or logit_model.architecture.outputs[0].shape != (None, 10):
        return Miss(
            expected="ten logits from `logit_model`",
            found=(
                f"an output of shape {logit_model.architecture.outputs[0].shape} that went through "
                f"{activation}"
            ),
            hint="Logits are what the last layer computes before any activation.",
        )
    return None


@match_losses.criterion("Each loss takes its form of label", points=2, read="Say what wrong means")
def _label_forms(probability_model, logit_model):
    for name, model, wanted, form in (
        ("probability_model", probability_model, _ONE_HOT, "one-hot rows"),
        ("logit_model", logit_model, _NUMBERS, "class numbers"),
    ):
        loss = _loss(model)
        if loss is None:
            return _not_compiled(name)
        if loss.name == wanted:
            continue
        hint = (
            "For one of several classes the loss is a cross-entropy; which of them depends on the "
            "labels' form."
        )
        if loss.name == _ONE_HOT:
            hint = (
                "That loss wants one-hot rows. These labels are integers: which cross-entropy takes "
                "class numbers?"
            )
        elif loss.name == _NUMBERS:
            hint = "*Sparse* takes class numbers. These labels are rows of zeros with a one."
        elif loss.name == "binary_crossentropy":
            hint = (
                "Binary cross-entropy asks ten separate yes-or-no questions; these classes exclude each "
                "other."
            )
        return Miss(expected=f"for `{name}` a cross-entropy that takes {form}", found=loss.name, hint=hint)
    return None


@match_losses.criterion(
    "Each loss knows what the output has been through", points=2, read="Logits or probabilities"
)
def _logits_told(probability_model, logit_model):
    for name, model in (("probability_model", probability_model), ("logit_model", logit_model)):
        loss = _loss(model)
        if loss is None:
            return _not_compiled(name)
        logits = model.architecture.output_activation(0) == "linear"
        if logits and not loss.from_logits:
            return Miss(
                expected=f"a loss that takes what `{name}` puts out: logits",
                found="a loss that expects probabilities",
                hint=(
                    "The model puts out logits and nobody told the loss: look for the argument that says so."
                ),
            )
        if not logits and loss.from_logits:
            return Miss(
                expected=f"a loss that takes what `{name}` puts out: probabilities",
                found="a loss with from_logits=True",
                hint="The softmax would be taken twice: once by the model, once by the loss.",
            )
    return None


@match_losses.criterion("Both log a metric called accuracy", points=1, read="Logits or probabilities")
def _logged(probability_model, logit_model):
    for name, model in (("probability_model", probability_model), ("logit_model", logit_model)):
        metrics = model.compiled.metrics if model.compiled else None
        names = [metric.log_name or metric.name for metric in metrics or []]
        if "accuracy" not in names:
            return Miss(
                expected=f"`accuracy` among the metrics of `{name}`",
                found=", ".join(names) or "no metrics",
                hint="The short form is logged as `acc`: write the name in full." if "acc" in names else "",
            )
    return None


# ------------------------------------------------------------------------------------------- find_the_turn

find_the_turn = Exercise(
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


def _probabilities(model, pictures: np.ndarray) -> np.ndarray | None:
    """The model's probabilities for pictures of ten classes, None when it doesn't give ten numbers."""
    outputs = model.architecture.outputs
    if (
        len(outputs) != 1
        or outputs[0].shape != (None, 10)
        or model.architecture.inputs[0].shape != (None, 28, 28)
    ):
        return None
    answers = model.predict(pictures).astype(float)
    if model.architecture.output_activation(0) == "linear":
        answers = np.exp(answers - answers.max(axis=1, keepdims=True))
        answers /= answers.sum(axis=1, keepdims=True)
    return answers


_NO_CLASSIFIER = Miss(
    expected="a model that takes pictures of 28 × 28 and puts out ten numbers",
    found="other inputs or outputs",
    hint="`make_classifier` makes one that fits.",
)


@find_the_turn.criterion(
    "Long enough to see validation turn, with losses and accuracies", points=1, read="Too little, too much"
)
def _full_log(turning_history):
    missing = [n for n in ("loss", "accuracy", "val_loss", "val_accuracy") if n not in turning_history]
    if missing:
        short = "The short form `acc` is logged under just that name." if "acc" in turning_history else ""
        unseen = (
            ""
            if turning_history.validated
            else "Without held-back pictures, `fit` logs nothing with `val_`. "
        )
        return Miss(
            expected="loss and accuracy, of training and of validation",
            found=f"no {', '.join(missing)}, only {', '.join(turning_history.names)}",
            hint=unseen + short,
        )
    if len(turning_history) < 20:
        return Miss(
            expected="at least 20 epochs in this history",
            found=str(len(turning_history)),
            hint="`epochs` is the number of the last epoch, not how many to run.",
        )
    if np.argmin(turning_history["val_loss"]) == len(turning_history) - 1:
        return Miss(
            expected="a history that goes on past the lowest validation loss",
            found="the lowest one in the last epoch",
            hint="Validation has not turned yet: train for more epochs, or with larger steps.",
        )
    return None


@find_the_turn.criterion(
    "Watched the validation pictures, with their own labels", points=2, read="Let it learn"
)
def _watched(turning_model, turning_history):
    expected = "a validation loss that `turning_model` really has on `x_valid` and `y_valid`"
    if "val_loss" not in turning_history:
        return Miss(
            expected=expected,
            found="no validation loss at all",
            hint="Hand `fit` the pair of held-back pictures and labels.",
        )
    logged = np.array(turning_history["val_loss"], dtype=float)
    measured = {}
    for name, (pictures, labels) in _lesson_parts().items():
        answers = _probabilities(turning_model, pictures)
        if answers is None:
            return _NO_CLASSIFIER
        true = answers[np.arange(len(labels)), labels]
        # Keras cuts off probabilities below 1e-7, unless it still has the logits that they were made from.
        measured[name] = [-np.log(np.maximum(true, floor)).mean() for floor in (1e-7, 1e-45)]
    # Two machines add up in different orders: 0.2 % is a hundred times that. First against the last epoch, as
    # it should be; then against all, for whoever gave the model back the weights of an earlier one.
    near = {
        name: np.any([np.abs(logged - loss) < 0.002 * loss for loss in losses], axis=0)
        for name, losses in measured.items()
    }
    matched = [name for name, epochs in near.items() if epochs[-1]]
    if not matched and near["validation"].any():
        matched = ["validation"]
    if "validation" in matched:
        return None
    accuracy = turning_history["val_accuracy"][-1] if "val_accuracy" in turning_history else None
    if "test" in matched:
        return Miss(
            expected=expected,
            found="the loss on the test pictures",
            hint=(
                "The test set is for the very end. Who chooses an epoch by it has nothing honest left to"
                " measure with."
            ),
        )
    if "training" in matched:
        return Miss(
            expected=expected,
            found="the loss on the pictures it was trained on",
            hint="Pictures that it has learned by heart can't show you when overfitting begins.",
        )
    if accuracy is not None and accuracy < 0.2:
        return Miss(
            expected=expected,
            found=f"a validation accuracy of {accuracy:.2f}, which is guessing",
            hint=(
                "Do pictures and labels come from the same part? The labels of one part say nothing "
                "about the pictures of another."
            ),
        )
    return Miss(
        expected=expected,
        found="another one",
        hint=(
            "`validation_split` cuts off the end of the training pictures instead; and training on after"
            " this history changes the model."
        ),
    )


# Labels of another part give 0.1. Right answers give 0.80 from the lesson's starting weights, and 0.790
# (deviation 0.009) from ten others.
_NEW_PICTURES = Bar("accuracy on new pictures", at_least=0.65)


@find_the_turn.criterion("Right about most pictures that nobody showed it", points=1, read="Let it learn")
def _learned(turning_model):
    pictures, labels = _unseen()
    answers = _probabilities(turning_model, pictures)
    if answers is None:
        return _NO_CLASSIFIER
    accuracy = float((answers.argmax(axis=1) == labels).mean())
    if _NEW_PICTURES.holds(accuracy):
        return None
    return Miss(
        expected=f"an accuracy of {_NEW_PICTURES} or more on new pictures",
        found=f"{accuracy:.2f}",
        hint="Do the loss, the labels and the last layer belong together?",
    )


@find_the_turn.criterion("The best epoch, counted from 1", points=1, read="Too little, too much")
def _turn(turning_history, best_epoch):
    if "val_loss" not in turning_history:
        return Miss(
            expected="the epoch with the lowest validation loss", found="a history without validation loss"
        )
    logged = {name: np.array(turning_history[name], dtype=float) for name in turning_history.names}
    losses = logged["val_loss"]
    if not isinstance(best_epoch, (int, float)) or isinstance(best_epoch, bool):
        return Miss(
            expected="one number", found=f"{type(best_epoch).__name__}", hint="`np.argmin` gives a place."
        )
    if best_epoch in np.flatnonzero(losses == losses.min()) + 1:
        return None
    hint = "Look for the lowest point of the validation loss."
    if best_epoch == losses.argmin():
        hint = "`np.argmin` counts from 0: this is the epoch before the lowest one."
    elif best_epoch == logged["loss"].argmin() + 1:
        hint = (
            "That is where the *training* loss is lowest. It goes on falling while the model learns by heart."
        )
    elif "val_accuracy" in logged and best_epoch == logged["val_accuracy"].argmax() + 1:
        hint = (
            "That is where the validation *accuracy* is highest. The loss was asked for; the two need "
            "not agree."
        )
    elif best_epoch == losses.min():
        hint = "That is the lowest loss itself. Asked for is its place."
    return Miss(
        expected="the epoch with the lowest validation loss, counted from 1",
        found=f"{best_epoch:g}",
        hint=hint,
    )


# ---------------------------------------------------------------------------------------------- find_coats

find_coats = Exercise(
    LESSON, "find_coats", evidence={"coat_weights": kinds.Value(), "coat_model": kinds.Model()}
)


@find_coats.criterion("Coats and pullovers have an equal say", points=2, read="When one class is rare")
def _equal_say(coat_weights):
    expected = "a dict with one positive weight for each answer, 0 and 1"
    if not isinstance(coat_weights, dict) or set(coat_weights) != {0, 1}:
        return Miss(
            expected=expected,
            found=f"{type(coat_weights).__name__}",
            hint=(
                "One weight for each *class*, under its answer. A weight for each picture would be a "
                "sample weight."
            ),
        )
    weights = list(coat_weights.values())
    if not all(isinstance(w, (int, float)) and not isinstance(w, bool) and w > 0 for w in weights):
        return Miss(expected=expected, found="weights that are no positive numbers")
    pullovers, coats = 950 * coat_weights[0], 50 * coat_weights[1]
    if abs(coats / pullovers - 1) < 0.05:
        return None
    hint = "Number of pictures times weight has to be the same for both."
    if abs(coat_weights[0] / coat_weights[1] - 19) < 1:
        hint = "The weights are swapped: the rare class needs the larger one."
    elif coat_weights[0] == coat_weights[1]:
        hint = "Equal weights leave everything as it was: 950 voices against 50."
    return Miss(
        expected="50 coats that together weigh as much as 950 pullovers",
        found=f"{coats:g} for the coats against {pullovers:g} for the pullovers",
        hint=hint,
    )


@find_coats.criterion("One probability, made by sigmoid", points=1, read="One number for yes or no")
def _one_probability(coat_model):
    graph = coat_model.architecture
    shape, activation = graph.outputs[0].shape, graph.output_activation(0)
    if shape == (None, 1) and activation == "sigmoid":
        return None
    hint = "One unit, and an activation that squeezes any number between 0 and 1."
    if shape == (None, 1) and activation == "softmax":
        hint = "Softmax on one unit always says 1: alone at the table, it gets the whole cake."
    elif shape == (None, 1) and activation == "linear":
        hint = "These are logits, of any size and sign. A probability was asked for."
    elif len(shape) == 2 and shape[1] > 1:
        hint = "A yes-or-no question needs one number: the probability of no is what is left of 1."
    elif len(shape) > 2:
        hint = "`Dense` works on the last axis alone: flatten the picture first."
    done = "nothing" if activation == "linear" else activation
    return Miss(
        expected="one number a picture that has gone through sigmoid",
        found=f"an output of shape {shape} that has gone through {done}",
        hint=hint,
    )


@find_coats.criterion("The loss fits the output", points=1, read="One number for yes or no")
def _fitting_loss(coat_model):
    loss = _loss(coat_model)
    if loss is None:
        return _not_compiled("coat_model")
    graph = coat_model.architecture
    units, logits = graph.outputs[0].shape[-1], graph.output_activation(0) == "linear"
    fitting = {"binary_crossentropy", "binary_focal_crossentropy"} if units == 1 else {_ONE_HOT, _NUMBERS}
    if loss.name not in fitting:
        return Miss(
            expected=f"a cross-entropy for {units} output{'s' if units != 1 else ''}",
            found=loss.name,
            hint="Yes or no, one probability: which cross-entropy is that?" if units == 1 else "",
        )
    if logits != loss.from_logits:
        return Miss(
            expected="a loss that knows whether it gets probabilities or logits",
            found="probabilities expected, logits given"
            if logits
            else "logits expected, probabilities given",
            hint="Binary cross-entropy on logits without saying so treats any number as a probability."
            if logits
            else "from_logits=True makes a second sigmoid of it.",
        )
    return None


# Coats found and pullovers left alone vary with the seed, 0.60 to 0.95 each; their mean far less. Ten seeds:
# one unit 0.812 (deviation 0.008), hidden layers of 50 and 40 units 0.797 (0.032) and 0.794 (0.030). Eight
# seeds without the weights: 0.50 to 0.60; sixty models that nobody trained: 0.42 to 0.60.
_NEW_COATS = Bar("balanced accuracy on new pictures", at_least=0.62)


@find_coats.criterion("Finds coats, and leaves pullovers alone", points=2, read="When one class is rare")
def _found_coats(coat_model):
    if (
        coat_model.architecture.inputs[0].shape != (None, 28, 28)
        or len(coat_model.architecture.outputs[0].shape) != 2
    ):
        return Miss(expected="a model that takes pictures of 28 × 28", found="other inputs or outputs")
    pictures, labels = _unseen(10_000)
    answers = coat_model.predict(pictures[(labels == 2) | (labels == 4)])
    border = 0 if coat_model.architecture.output_activation(0) == "linear" else 0.5
    says_coat = answers[:, 1] > answers[:, 0] if answers.shape[1] > 1 else answers[:, 0] > border
    coat = (labels == 4)[(labels == 2) | (labels == 4)]
    found, left_alone = float(says_coat[coat].mean()), float((~says_coat[~coat]).mean())
    if _NEW_COATS.holds((found + left_alone) / 2):
        return None
    hint = "Was it trained, and on these pictures?"
    if coat_model.compiled and coat_model.compiled.iterations == 0:
        hint = "It has not been trained: `fit` has not moved its weights once."
    elif found > 0.99 and left_alone < 0.01:
        hint = "It says yes to everything. Softmax on one unit does that."
    elif found < 0.5:
        hint = "It overlooks coats: did `fit` get the weights, and is the larger one with the coats?"
    elif left_alone < 0.5:
        hint = "It calls almost everything a coat: is one weight far too large, or was training too short?"
    return Miss(
        expected=f"a balanced accuracy of {_NEW_COATS} or more on new pictures",
        found=f"{(found + left_alone) / 2:.2f}: {found:.0%} of the coats found, "
        f"{left_alone:.0%} of the pullovers left alone",
        hint=hint,
    )


# ------------------------------------------------------------------------------------------ surest_mistake


def _made_up(rows: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities and labels of as many pictures, so that about two in three answers are right."""
    chance = np.random.default_rng(seed)
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

surest_mistake = Exercise(
    LESSON,
    "surest_mistake",
    evidence={"surest_mistake": kinds.Function([kinds.call(*case) for case in _CASES])},
)


def _pair(function, number: int) -> tuple | Miss:
    """The two things that one call returned, or what it did instead."""
    answer = function.answers[number]
    case = "pictures without a single mistake" if number == 2 else "rows of probabilities"
    if not answer.ok:
        said = answer.error or answer.skipped
        hint = ""
        if "broadcast" in str(said):
            hint = "One answer for each *picture*: along which axis does `argmax` go?"
        elif number == 2:
            hint = "What is there to choose from when no answer is wrong?"
        return Miss(expected=f"two things for {case}", found=f"an error, {said}", hint=hint)
    if not isinstance(answer.value, (tuple, list)) or len(answer.value) != 2:
        return Miss(
            expected="two things: the accuracy, and a position or None",
            found=f"{type(answer.value).__name__}",
            hint="`return accuracy, position`.",
        )
    return tuple(answer.value)


def _number(value) -> float | None:
    """Read a number, alone or in an array of one; None when it is none."""
    try:
        return float(np.asarray(value, dtype=float).item())
    except (TypeError, ValueError):
        return None


@surest_mistake.criterion("The accuracy", points=1, read="From probabilities to classes")
def _accuracy(surest_mistake):
    for number, (probabilities, labels) in enumerate(_CASES[:2]):
        pair = _pair(surest_mistake, number)
        if isinstance(pair, Miss):
            return pair
        right = float((probabilities.argmax(axis=1) == labels).mean())
        given = _number(pair[0])
        if given is None:
            return Miss(expected="the accuracy as a number", found=f"{type(pair[0]).__name__}")
        if abs(given - right) > 1e-3:
            hint = "The share of pictures whose most probable class is the label."
            if abs(given - (1 - right)) < 1e-3:
                hint = "That is the share of *wrong* answers."
            elif abs(given - 100 * right) < 0.1:
                hint = "A number between 0 and 1, no percentage."
            elif abs(given - right * len(labels)) < 1e-3:
                hint = "That is how many are right, not which share."
            return Miss(expected="the share of right answers", found=f"{given:g}", hint=hint)
    return None


@surest_mistake.criterion(
    "The position of a mistake, among all pictures", points=1, read="From probabilities to classes"
)
def _a_mistake(surest_mistake):
    for number, (probabilities, labels) in enumerate(_CASES[:2]):
        pair = _pair(surest_mistake, number)
        if isinstance(pair, Miss):
            return pair
        place = _number(pair[1])
        if place is None or not np.isfinite(place) or place != int(place) or not 0 <= place < len(labels):
            return Miss(expected="a position among the pictures", found=f"{pair[1]}")
        wrong = probabilities.argmax(axis=1) != labels
        if wrong[int(place)]:
            continue
        hint = "Which answers differ from the labels?"
        surest = np.where(wrong, probabilities.max(axis=1), -1).argmax()
        if np.flatnonzero(wrong)[: int(place) + 1][-1] == surest and place < wrong.sum():
            hint = (
                "That is its position among the *mistakes* alone. Its position among all the pictures "
                "was asked for."
            )
        elif place == probabilities.max(axis=1).argmax():
            hint = "That is the surest answer of all, right or wrong. Only the wrong ones take part."
        return Miss(
            expected="the position of a wrong answer",
            found=f"position {place:g}, which is answered right",
            hint=hint,
        )
    return None


@surest_mistake.criterion(
    "Of the mistakes the one it was surest of", points=1, read="From probabilities to classes"
)
def _the_surest(surest_mistake):
    for number, (probabilities, labels) in enumerate(_CASES[:2]):
        pair = _pair(surest_mistake, number)
        if isinstance(pair, Miss):
            return pair
        wrong = probabilities.argmax(axis=1) != labels
        sureness = probabilities.max(axis=1)
        surest = np.where(wrong, sureness, -1).argmax()
        place = _number(pair[1])
        if place == surest:
            continue
        hint = "How sure the model was of an answer is the largest probability in its row."
        if place == np.flatnonzero(wrong)[0]:
            hint = "That is the first mistake, not the surest."
        elif place == np.where(wrong, sureness, 2).argmin():
            hint = "That is the mistake that it was *least* sure of."
        elif place == np.where(wrong, probabilities[np.arange(len(labels)), labels], 2).argmin():
            hint = "That one gave the truth the least. Asked for is the wrong answer with the most."
        return Miss(
            expected="the wrong answer with the highest probability", found="another position", hint=hint
        )
    return None


@surest_mistake.criterion("None when there is no mistake", points=1, read="From probabilities to classes")
def _no_mistake(surest_mistake):
    pair = _pair(surest_mistake, 2)
    if isinstance(pair, Miss):
        return pair
    if pair[1] is None:
        return None
    return Miss(
        expected="None as the position when every answer is right",
        found=f"{pair[1]}",
        hint="`argmax` always finds something, even when there is nothing to find. Ask first.",
    )
