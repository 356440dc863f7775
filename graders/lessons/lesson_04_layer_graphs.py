"""Hidden checks of lesson 04: branches, masking, scales of losses, shared layers, inner models, cycles."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np

from graders.criteria import Exercise, Missed, hidden_rng, require
from graders.criteria.bar import Bar
from graders.evidence import Architecture, kinds
from graders.lessons.pictures import fashion_mnist, scaled
from graders.lessons.tables import table
from graders.vocabulary import (
    as_number,
    close,
    compiled_of,
    inputs_are,
    kind_of,
    listed,
    loss_is,
    metric_names,
    number_is,
    number_of,
    output_layer_is,
    output_of,
    outputs_are,
    setting_of,
    shown,
    side_by_side,
)

LESSON = "04_layer_graphs"


def _drawn(below: int, *shape: int, seed: int) -> np.ndarray:
    """Draw rows of words' numbers anew for the check, from 1 up."""
    return hidden_rng(seed).integers(1, below, size=shape).astype("int32")


def _encoder_layers(graph: Any, name: str) -> list[list[Any]]:
    """For each path from an input to the output, give the Embedding and LSTM layers on it."""
    paths = graph.paths(graph.input(name), graph.output(0))
    return [[node for node in path if node.kinds & set(_SIZES)] for path in paths]


_SIZES = {"Embedding": ("output_dim", 16), "LSTM": ("units", 24)}


def _settings(node: Any) -> dict[str, Any]:
    """Give the settings of a layer, also when a Bidirectional is wrapped round it."""
    inner = getattr(node.layer, "forward_layer", None)
    return node.config if inner is None else inner.get_config()


def _size_is(node: Any, size: int, name: str) -> None:
    """See to it that an Embedding gives rows, or an LSTM an encoding, of the size asked for."""
    kind = next(iter(node.kinds & set(_SIZES)))
    found = _settings(node).get(_SIZES[kind][0])
    require(
        found == size,
        expected=f"an {kind} of {size} behind `{name}`",
        found=str(found),
        hint="See the sizes that the exercise asks for.",
    )


def _encoded_by(path: list[Any], name: str) -> tuple[Any, Any]:
    """Give the one Embedding and the one LSTM on a path from an input to the output."""
    require(
        [node.kinds & set(_SIZES) for node in path] == [{kind} for kind in _SIZES],
        expected=f"one Embedding, then one LSTM, behind `{name}`",
        found=listed(path, " → ") or "neither",
        hint="The Embedding makes rows of the words' numbers, and the LSTM an encoding of the rows.",
    )
    return path[0], path[1]


def _rows_reach(node: Any, rows: int, *, expected: str, hint: str) -> None:
    """See to it that an Embedding has a row for each number that comes in."""
    found = node.config.get("input_dim", 0)
    require(found >= rows, expected=expected, found=f"{found} rows", hint=hint)


# --------------------------------------------------------------------------------------------- two_branches

TWO_BRANCHES = Exercise(LESSON, "two_branches", evidence={"tagger": kinds.Model()})

# Rows of each Embedding: as many as there are letters or words in the lesson, and one for the 0.
_TEXTS = {"spelling": (16, 27), "definition": (12, 3001)}


def _is_tagger(tagger: Any) -> None:
    inputs_are(tagger, {name: length for name, (length, _) in _TEXTS.items()})


@TWO_BRANCHES.criterion("An Embedding and an LSTM of its own for each text", points=2, read="Two branches")
def _own_branches(tagger):
    _is_tagger(tagger)
    graph, used = tagger.architecture, {}
    branches = {name: found for name in _TEXTS if (found := _encoder_layers(graph, name))}
    require(
        branches,
        expected="an Embedding and an LSTM for each text",
        found=graph.describe(),
        hint="No path leads from the inputs to the output.",
    )
    for name, paths in branches.items():
        for path in paths:
            for node, (_, size) in zip(_encoded_by(path, name), _SIZES.values(), strict=True):
                _size_is(node, size, name)
                require(
                    used.setdefault(id(node.layer), name) == name,
                    expected="a branch of its own for each text",
                    found=f"one {node.kind} for both",
                    hint="Here the same object was called twice. Letters and words have numbers of their "
                    "own: number 5 means one thing to the one, and another to the other.",
                )
        _rows_reach(
            paths[0][0],
            _TEXTS[name][1],
            expected=f"a row in the Embedding for each number that `{name}` brings, and for the 0",
            hint="Numbers from 1 to n, and the 0 that fills up: n + 1 rows.",
        )


@TWO_BRANCHES.criterion("Both encodings are joined", points=2, read="Two branches")
def _both_joined(tagger):
    _is_tagger(tagger)
    graph = tagger.architecture
    for name in _TEXTS:
        require(
            graph.has_path(graph.input(name), graph.output(0)),
            expected=f"a path from `{name}` to the output",
            found="none",
            hint="Was a branch left out, or the same one put in twice? The join takes a wrong tensor "
            "without an error: change that input alone, and the output stays.",
        )
    ends = {id(path[-1]) for name in _TEXTS for path in _encoder_layers(graph, name) if path}
    joins = [merge for merge in graph.merges("Concatenate") if len(merge.inputs) == len(_TEXTS)]
    require(
        any({id(node) for node in merge.inputs} == ends for merge in joins),
        expected="the encodings of the two LSTMs side by side",
        found=listed(merge.node for merge in graph.merges()) or "no place where they meet",
        hint="A `Concatenate` takes the two encodings, once each: the output of each LSTM.",
    )


@TWO_BRANCHES.criterion("Probabilities of four exclusive classes", points=1, read="Two branches")
def _four_classes(tagger):
    output_layer_is(tagger, 0, 4, "softmax")


@TWO_BRANCHES.criterion("The loss fits output and labels", points=1, read="Two branches")
def _tagger_loss(tagger):
    loss_is(tagger, tagger.architecture.output_names[0], "sparse_categorical_crossentropy")


# --------------------------------------------------------------------------------------------- train_critic

TRAIN_CRITIC = Exercise(
    LESSON,
    "train_critic",
    evidence={
        "critic": kinds.Model(),
        "critic_history": kinds.History(),
        "critic_accuracy": kinds.Value(),
        "best_epoch": kinds.Value(),
    },
)

_SENTENCE, _SENTENCE_NUMBERS, _EPOCHS, _RATE = 30, 2001, 6, 0.01

# Always the same answer is right in 0.51; the masked mean of the words' rows in 0.73 (five seeds, deviation
# 0.002), an LSTM of 16 likewise (three seeds).
_GOOD_ACCURACY = Bar("accuracy on sentences that the lesson never showed", at_least=0.65)
# Of 1,000 sentences an accuracy is off by 0.015; whoever trains on them is right in nearly all.
_TOO_GOOD = 0.08


@cache
def _sentences() -> Mapping[str, tuple[np.ndarray, np.ndarray]]:
    """Give the rows of words' numbers, padded behind, and the labels: `training`, `unseen`, `hidden`.

    Read and numbered as the lesson does it, without those that hold no known word; `hidden` are the sentences
    that the lesson does not show.
    """
    clear = [row for row in table("reviews") if abs(float(row["score"])) > 0.5]
    clear = [clear[place] for place in np.random.default_rng(7).permutation(len(clear))]
    texts = [re.findall("[a-z]+", row["text"].lower()) for row in clear]
    counts = Counter(word for text in texts[:5000] for word in text)
    numbers = {word: n for n, (word, _) in enumerate(counts.most_common(_SENTENCE_NUMBERS - 1), start=1)}
    rows = np.zeros((len(texts), _SENTENCE), "int32")
    for row, text in zip(rows, texts, strict=True):
        known = [numbers[word] for word in text if word in numbers][-_SENTENCE:]
        row[: len(known)] = known
    labels = np.array([float(row["score"]) > 0 for row in clear], "float32")
    first, hidden = ([n for n in part if rows[n].any()] for part in (range(6000), range(6000, len(rows))))
    parts = {"training": first[:5000], "unseen": first[5000:], "hidden": hidden}
    return {name: (rows[part], labels[part]) for name, part in parts.items()}


TRAIN_CRITIC.prepare = lambda: _sentences()


def _is_critic(critic: Any) -> None:
    """See to it that the model takes sentences and gives one number for each."""
    graph = critic.architecture
    shapes = [tuple(port.shape[1:]) for port in graph.inputs]
    require(
        shapes in ([(_SENTENCE,)], [(None,)]),
        expected=f"one input of {_SENTENCE} numbers",
        found=listed(shapes) or "none",
        hint="`keras.Input` takes the shape of one sentence.",
    )
    embeddings = graph.layers("Embedding")
    require(
        embeddings,
        expected="an Embedding behind the input",
        found=graph.describe(),
        hint="Words' numbers are names, not amounts: an Embedding makes rows of them first.",
    )
    _rows_reach(
        embeddings[0],
        _SENTENCE_NUMBERS,
        expected="a row in the Embedding for each number from 0 to 2,000",
        hint="Counting starts at 0.",
    )
    require(
        graph.output(0).shape[1:] in ((1,), ()),
        expected="one number for each sentence",
        found=f"an output of shape {tuple(graph.output(0).shape)}",
        hint="An LSTM, or the mean over the words, makes one row of a sentence; then one unit.",
    )


@TRAIN_CRITIC.criterion("The probability that a sentence is favorable", points=1, read="Two branches")
def _probability(critic):
    _is_critic(critic)
    output_layer_is(critic, 0, 1, "sigmoid")


@TRAIN_CRITIC.criterion("Padding has no effect", points=2, read="Padding and masking")
def _masked(critic):
    _is_critic(critic)
    rows, other = _sentences()["hidden"][0][:200], critic.fresh()
    for node in Architecture(other).layers("Embedding"):
        (weights,) = node.layer.get_weights()
        weights[0] += 1
        node.layer.set_weights([weights])
    masks = any(node.config.get("mask_zero") for node in critic.architecture.layers("Embedding"))
    require(
        close(np.asarray(other(rows, training=False)), critic.predict(rows)),
        expected="outputs on which the Embedding's row for the padding, row 0, has no effect",
        found="others, once that row is changed",
        mistakes={"The Embedding makes no mask, so the zeros count like words: `mask_zero=True`.": not masks},
        hint="The Embedding makes a mask, and a layer behind it can't use one, such as `Flatten`, `Conv1D` "
        "or `GlobalMaxPooling1D`.",
    )


@TRAIN_CRITIC.criterion("Compiled and trained as asked", points=1, read="Padding and masking")
def _trained(critic, critic_history):
    loss_is(critic, critic.architecture.output_names[0], "binary_crossentropy")
    metrics = listed(critic.compiled.metric_names)
    require(
        "accuracy" in metrics,
        expected="the accuracy as a metric",
        found=metrics or "none",
        hint='`compile(…, metrics=["accuracy"])`.',
    )
    optimizer, rate = critic.compiled.optimizer, critic.compiled.learning_rate
    require(
        optimizer is not None and optimizer.name == "adam" and close(rate, _RATE, rel=0.01),
        expected=f"Adam with a learning rate of {_RATE}",
        found=f"{optimizer} with {shown(rate)}",
        hint="Give `compile` the object `keras.optimizers.Adam(learning_rate=…)`.",
    )
    require(
        "val_loss" in critic_history and len(critic_history) == _EPOCHS,
        expected=f"{_EPOCHS} epochs, with validation after each",
        found=f"{len(critic_history)} epoch(s), logs {listed(critic_history.names) or 'none'}",
        hint="`fit` takes `epochs` and `validation_data`, and returns the history.",
    )


def _accuracy(critic: Any, part: str) -> float:
    rows, labels = _sentences()[part]
    found = np.ravel(critic.predict(rows))
    # Logits say yes above 0. That no probability comes out is another criterion's.
    least = 0.5 if found.min() >= 0 and found.max() <= 1 else 0.0
    return float(np.mean((found > least) == labels))


@TRAIN_CRITIC.criterion("Right about unseen sentences", points=1, read="Padding and masking")
def _right(critic):
    _is_critic(critic)
    accuracy, unseen = _accuracy(critic, "hidden"), _accuracy(critic, "unseen")
    require(
        _GOOD_ACCURACY.holds(accuracy),
        expected=f"an accuracy above {_GOOD_ACCURACY} on sentences that the lesson never showed",
        found=f"{accuracy:.2f}",
        hint="Was `fit` called on this model, with `x_sentence` and `y_sentence`?",
    )
    require(
        unseen - accuracy < _TOO_GOOD,
        expected="a model that was trained on `x_sentence` alone",
        found=f"an accuracy of {unseen:.2f} on `x_unseen`, and {accuracy:.2f} on other sentences",
        hint="It was trained on the validation sentences, too: then nothing is left to judge it by.",
    )


@TRAIN_CRITIC.criterion("Its accuracy on unseen sentences", points=1, read="Padding and masking")
def _told_accuracy(critic, critic_accuracy):
    _is_critic(critic)
    accuracy = number_of(critic_accuracy, hint="Set `critic_accuracy` to a share from 0 to 1.")
    unseen = _accuracy(critic, "unseen")
    number_is(
        accuracy,
        unseen,
        expected="the accuracy of the trained `critic` on `x_unseen`",
        mistakes={
            "This is the accuracy on the training sentences, which flatters it.": _accuracy(
                critic, "training"
            ),
            "This is in percent; a share from 0 to 1 is asked for.": 100 * unseen,
            "This is the share of wrong answers.": 1 - unseen,
        },
        hint="`evaluate(x_unseen, y_unseen, return_dict=True)` tells it. Was the model trained on since?",
        abs=0.006,  # rounded to two decimals
    )


@TRAIN_CRITIC.criterion("The epoch with the lowest validation loss", points=1, read="Padding and masking")
def _turning_point(critic_history, best_epoch):
    epoch = number_of(best_epoch, hint="Set `best_epoch` to the number of an epoch.")
    require(
        "val_loss" in critic_history,
        expected="a history with validation losses",
        found=f"logs {listed(critic_history.names) or 'none'}",
        hint="`fit` takes `validation_data`.",
    )
    best = int(np.argmin(critic_history["val_loss"])) + 1
    number_is(
        epoch,
        best,
        expected="the epoch after which the validation loss was lowest",
        mistakes={
            "`np.argmin` counts from 0; the first epoch is 1.": best - 1,
            "That is the epoch with the lowest training loss. It falls for as long as you train; the "
            "validation loss tells when the model begins to overfit.": int(np.argmin(critic_history["loss"]))
            + 1,
        },
        hint="Read `val_loss` in the history, epoch by epoch.",
        rel=0,
        abs=0,
    )


# ---------------------------------------------------------------------------------------------- three_heads

THREE_HEADS = Exercise(LESSON, "three_heads", evidence={"film_card": kinds.Model()})

_HEADS = {
    "rating": (1, "linear", "mean_squared_error", "mean_absolute_error"),
    "decade": (8, "softmax", "sparse_categorical_crossentropy", "accuracy"),
    "fresh": (1, "sigmoid", "binary_crossentropy", "accuracy"),
}
_PAGE, _PAGE_NUMBERS = 16, 3000
_RATIO = 1.3


def _is_card(film_card: Any) -> None:
    inputs_are(film_card, {"page": _PAGE})
    outputs_are(film_card, *_HEADS)


def _trunk_layers(graph: Any, name: str) -> Iterator[tuple[int, ...]]:
    """For each path to an output, give its Embedding and convolutions by identity, or say what is missing."""
    for path in graph.paths(graph.input(0), graph.output(name)):
        embeddings = [node for node in path if node.kind == "Embedding"]
        convolutions = [node for node in path if "Conv1D" in node.kind]
        require(
            len(embeddings) == 1 and convolutions,
            expected=f"an Embedding and a Conv1D before `{name}`",
            found=listed(path, " → "),
            hint="Words' numbers are names, not amounts: an Embedding makes rows of them first.",
        )
        require(
            all(node.activation != "linear" for node in convolutions),
            expected="a Conv1D with an activation",
            found=str(convolutions[0]),
            hint="Without an activation a pattern that fits badly counts as much as one that fits.",
        )
        require(
            any("Pooling" in node.kind or node.kind in ("Max", "Amax", "Mean") for node in path),
            expected="one row of numbers a film behind the Conv1D",
            found=listed(path, " → "),
            hint="A pooling keeps the largest number, or the mean, over all places of the text.",
        )
        yield id(embeddings[0].layer), *(id(node.layer) for node in convolutions)


@THREE_HEADS.criterion("One trunk for three heads", points=2, read="One text, three questions")
def _one_trunk(film_card):
    _is_card(film_card)
    graph = film_card.architecture
    side_by_side(graph, *_HEADS)
    trunks = {layers for name in _HEADS for layers in _trunk_layers(graph, name)}
    require(
        len(trunks) == 1,
        expected="one trunk that all three outputs share",
        found=f"{len(trunks)} trunks",
        hint="Make the trunk once, keep its last tensor under a name, and build all heads on that.",
    )
    _rows_reach(
        graph.layers("Embedding")[0],
        _PAGE_NUMBERS,
        expected="a row in the Embedding for each number from 0 up",
        hint="The task names the largest number; counting starts at 0.",
    )


@THREE_HEADS.criterion("Each output layer fits its question", points=2, read="One text, three questions")
def _three_outputs(film_card):
    outputs_are(film_card, *_HEADS)
    for name, (units, activation, *_) in _HEADS.items():
        output_layer_is(film_card, name, units, activation)


@THREE_HEADS.criterion("Losses and metrics by output", points=2, read="Losses of different scale")
def _three_losses(film_card):
    outputs_are(film_card, *_HEADS)
    for name, (_, _, loss, _) in _HEADS.items():
        loss_is(film_card, name, loss)
    compiled = film_card.compiled
    settings = [setting for setting in (compiled.metrics, compiled.weighted_metrics) if setting is not None]
    for metrics in settings:
        flat = isinstance(metrics, list) and not any(isinstance(item, (list, dict)) for item in metrics)
        require(
            not flat or len(metrics) in (0, len(_HEADS)),
            expected="metrics by output",
            found="a flat list",
            hint="With several outputs a flat list does not say which output a metric belongs to: `fit` "
            "will refuse it.",
        )
    for name, (*_, asked) in _HEADS.items():
        given = [metric_names(setting_of(metrics, film_card, name)) for metrics in settings]
        found = [metric for part in given for metric in part]
        require(
            any(asked in metric for metric in found),
            expected=f"the metric of the question behind `{name}`",
            found=listed(found) or "none",
            hint="A dict with the outputs' names: how far off for a number, how often right for classes.",
        )


@cache
def _fresh_losses() -> dict[str, float]:
    """Give each loss of a fresh model, whose outputs are 0 for a number and equal for all classes."""
    ratings = np.array([float(row["rating"]) for row in table("films")])
    return {"rating": float(np.mean(ratings**2)), "decade": float(np.log(8)), "fresh": float(np.log(2))}


THREE_HEADS.prepare = lambda: _fresh_losses()


@THREE_HEADS.criterion("No loss dominates the others", points=2, read="Losses of different scale")
def _weighed(film_card):
    given = compiled_of(film_card).loss_weights
    outputs_are(film_card, *_HEADS)
    require(
        given is not None,
        expected="loss weights",
        found="none: every loss counts in full",
        hint="A squared number of points is far larger than two cross-entropies.",
    )
    weights = {name: setting_of(given, film_card, name) for name in _HEADS}
    weights = {name: 1.0 if weight is None else as_number(weight) for name, weight in weights.items()}
    require(
        all(weight is not None and weight > 0 for weight in weights.values()),
        expected="a number above 0 for each output",
        found=shown(given),
        hint="A weight of 0 switches an output's training off.",
    )
    parts = {name: weight * _fresh_losses()[name] for name, weight in weights.items()}
    large, small = max(parts, key=parts.get), min(parts, key=parts.get)
    require(
        parts[large] <= _RATIO * parts[small],
        expected=f"weighted losses of a fresh model within {_RATIO} times of each other",
        found=f"that of `{large}` is {parts[large] / parts[small]:.2g} times that of `{small}`",
        mistakes={
            "The other way round: the largest loss needs the smallest weight.": weights["rating"]
            > max(weights["decade"], weights["fresh"]),
            "Equal weights change nothing about which loss is the largest.": len({*weights.values()}) == 1,
        },
        hint="Work out each loss of a fresh model; its weight is 1 over that.",
    )


# ---------------------------------------------------------------------------------------------------- alike

ALIKE = Exercise(LESSON, "alike", evidence={"alike": kinds.Model(compiled=False)})

_SIDES = ("left", "right")
_LENGTH, _WORDS = 14, 4000


def _is_pair(model: Any) -> None:
    inputs_are(model, dict.fromkeys(_SIDES, _LENGTH))


def _two_texts(model: Any, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw texts for both sides; even an Embedding that is too small has their rows."""
    rows = [node.config.get("input_dim", _WORDS) for node in model.architecture.layers("Embedding")]
    below = max(2, min([_WORDS, *rows]))
    return _drawn(below, 12, _LENGTH, seed=seed), _drawn(below, 12, _LENGTH, seed=seed + 1)


def _side(graph: Any, name: str) -> tuple[Any, Any]:
    """Give the Embedding and the LSTM of one side."""
    paths = _encoder_layers(graph, name)
    require(
        paths,
        expected=f"a path from `{name}` to the output",
        found="none",
        hint="This text has no effect on the output. Was the other one put in twice?",
    )
    return [_encoded_by(path, name) for path in paths][0]


@ALIKE.criterion("One Embedding and one LSTM for both texts", points=2, read="One layer, two inputs")
def _one_encoder(alike):
    _is_pair(alike)
    sides = [_side(alike.architecture, name) for name in _SIDES]
    for kind, one, other in zip(_SIZES, *sides, strict=True):
        require(
            one.layer is other.layer,
            expected=f"one {kind} that is called on both texts",
            found=f"two {kind} layers of their own",
            hint="The class was written twice, which makes two layers with weights of their own. Make the "
            "object once, keep it under a name, and call that twice.",
        )
    embedding, lstm = sides[0]
    _rows_reach(
        embedding,
        _WORDS,
        expected="a row in the Embedding for each number from 0 to 3,999",
        hint="Counting starts at 0.",
    )
    for node in (embedding, lstm):
        _size_is(node, 24, "left")


@ALIKE.criterion("Equal texts are 1, and swapping changes nothing", points=2, read="Alike or not")
def _symmetric(alike):
    _is_pair(alike)
    shape = tuple(alike.architecture.output(0).shape)
    require(
        len(shape) <= 2,
        expected="one number a pair",
        found=f"an output of shape {shape}",
        hint="An encoding is one row of numbers a text: what an LSTM gives after the last word.",
    )
    a, b = _two_texts(alike, seed=1)
    same = output_of(alike, {"left": a, "right": a})
    straight, swapped = (output_of(alike, dict(zip(_SIDES, pair, strict=True))) for pair in ((a, b), (b, a)))
    require(
        close(straight, swapped),
        expected="the same output when the two texts change places",
        found="another one",
        hint="A difference without `abs`, a Concatenate, or two encoders tell left from right.",
    )
    require(
        close(same, np.ones_like(same)),
        expected="1 for a text and itself",
        found=shown(same.ravel()[0]),
        hint="Equal encodings are 0 apart, and e to the 0 is 1. A `Dense` behind the distance changes that.",
    )


@ALIKE.criterion("e to minus the sum of all distances", points=2, read="Alike or not")
def _by_formula(alike):
    _is_pair(alike)
    texts = _two_texts(alike, seed=3)
    sides = [_side(alike.architecture, name) for name in _SIDES]
    codes = [
        np.asarray(lstm.layer(embedding.layer(rows)))
        for (embedding, lstm), rows in zip(sides, texts, strict=True)
    ]
    require(
        codes[0].shape == codes[1].shape,
        expected="two encodings of equal length",
        found=f"{codes[0].shape} and {codes[1].shape}",
        hint="One LSTM for both, which gives an encoding after the last word.",
    )
    apart = codes[0] - codes[1]
    wanted = np.exp(-np.abs(apart).sum(axis=-1, keepdims=True))
    found = output_of(alike, dict(zip(_SIDES, texts, strict=True)))
    require(
        found.shape == wanted.shape,
        expected="one number a pair, of shape (None, 1)",
        found=f"shape {(None, *found.shape[1:])}",
        hint="The sum runs along the last axis, and `keepdims=True` keeps that axis.",
    )
    require(
        close(found, wanted),
        expected="e to the power of minus the sum of the distances",
        found="other numbers",
        mistakes={
            "Distances above and below 0 cancel out here: of what is the absolute value taken, of each "
            "difference or of their sum?": close(found, np.exp(-np.abs(apart.sum(axis=-1, keepdims=True)))),
            "This is the mean of the distances: their sum is asked for, over all 24 numbers.": close(
                found, np.exp(-np.abs(apart).mean(axis=-1, keepdims=True))
            ),
        },
        hint="All distances summed up, none squared, none averaged; a minus; nothing else behind.",
    )


# ---------------------------------------------------------------------------------------------- shared_base

SHARED_BASE = Exercise(
    LESSON,
    "shared_base",
    evidence={"shelves": kinds.Model(), "same_kind": kinds.Model(compiled=False)},
    given={"same_kind"},
)
_PICTURE, _FEATURES, _BASE_LAYERS = (28, 28, 1), 16, 3

# How well the distance of two pictures' features tells same kinds from others, on pictures that the lesson
# never showed, at the best threshold. With four seeds: trained 0.84 (deviation 0.003), fresh 0.69 (0.03).
_TRAINED_BASE = 0.77


def _is_shelves(shelves: Any) -> None:
    inputs_are(shelves, dict.fromkeys(_SIDES, _PICTURE))


def _base_of(same_kind: Any) -> list[Any]:
    """Give the weighted layers of the trained base, out of the lesson's own model of pairs."""
    graph = same_kind.architecture
    path = graph.paths(graph.input(0), graph.output(0))[0]
    return [node.layer for node in path if node.parameters][:_BASE_LAYERS]


def _weights(layers: list[Any]) -> set[int]:
    return {id(weight) for layer in layers for weight in getattr(layer, "weights", ())}


@cache
def _picture_pairs() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Give left and right pictures of shape (600, 28, 28, 1), and whether both show the same kind."""
    images, labels = fashion_mnist("t10k")
    left, right = np.random.default_rng(8).integers(len(labels), size=(2, 9000))
    same = labels[left] == labels[right]
    chosen = np.concatenate([np.flatnonzero(same)[:300], np.flatnonzero(~same)[:300]])
    images = scaled(images)[..., np.newaxis]
    return images[left[chosen]], images[right[chosen]], same[chosen]


SHARED_BASE.prepare = lambda: _picture_pairs()


def _tells_apart(layers: list[Any]) -> float:
    """Give the share of pairs that the distance of their features judges rightly, at the best threshold."""
    left, right, same = _picture_pairs()
    for layer in layers:
        left, right = layer(left), layer(right)
    distances = np.abs(np.asarray(left) - np.asarray(right)).sum(axis=1)
    return max(float(np.mean((distances < most) == same)) for most in distances)


@SHARED_BASE.criterion("The lesson's base is called on both pictures", points=3, read="A model is a layer")
def _same_base(shelves, same_kind):
    _is_shelves(shelves)
    graph = shelves.architecture
    held = _weights(_base_of(same_kind))
    for name in _SIDES:
        paths = graph.paths(graph.input(name), graph.output(0))
        require(
            paths,
            expected=f"a path from `{name}` to the output",
            found="none",
            hint="Was the other picture put in twice, or a branch left out of the join?",
        )
        for path in paths:
            shared = [place for place, node in enumerate(path) if held & _weights([node.layer])]
            other = any("Conv" in node.kind for node in path)
            require(
                len(shared) == _BASE_LAYERS,
                expected=f"the lesson's `base`, called on `{name}`",
                found="another base" if other else "a path that leaves it out",
                mistakes={
                    "A base that is built anew, or cloned, has weights of its own, which are not trained. "
                    "Call the object `base` itself, twice.": other
                },
                hint="Call `base` on the input, as you would call a layer.",
            )
            layers = [node.layer for node in path[: shared[-1] + 1] if node.kind != "InputLayer"]
            require(
                _tells_apart(layers) > _TRAINED_BASE,
                expected="the base that the lesson has trained",
                found="a base that can hardly tell one kind of clothing from another",
                hint="The name `base`, or its weights, were replaced in your answer. Restart the kernel, run "
                "the lesson again, and use the trained `base`.",
            )


@SHARED_BASE.criterion(
    "Its two outputs are joined, and a hidden layer follows", points=2, read="A model is a layer"
)
def _joined_features(shelves):
    _is_shelves(shelves)
    graph = shelves.architecture
    for merge in graph.merges("Concatenate"):
        sources = [
            [name for name in _SIDES if graph.has_path(graph.input(name), node)] for node in merge.inputs
        ]
        if sorted(sources) != [[name] for name in _SIDES] or merge.node.shape != (None, 2 * _FEATURES):
            continue
        behind = [[node for node in path if node.parameters] for path in graph.paths(merge, graph.output(0))]
        hidden = [[(node.config.get("units"), node.activation) for node in path[:-1]] for path in behind]
        require(
            hidden == [[(32, "relu")]],
            expected="one hidden Dense of 32 with relu behind the join",
            found=graph.describe(),
            hint="The join, then the hidden layer, then the output layer, each called on the one before.",
        )
        return
    raise Missed(
        expected="32 numbers: the base's 16 of the left picture beside the 16 of the right",
        found=listed(f"{merge.node} of {merge.node.shape}" for merge in graph.merges()) or "no join",
        hint="A `Concatenate` takes both, once each. A sum or a distance would forget which was which.",
    )


@SHARED_BASE.criterion("Probabilities of three answers", points=1, read="Two branches")
def _three_answers(shelves):
    output_layer_is(shelves, 0, 3, "softmax")


@SHARED_BASE.criterion("The loss takes integers", points=1, read="Two branches")
def _shelves_loss(shelves):
    loss_is(shelves, shelves.architecture.output_names[0], "sparse_categorical_crossentropy")


# --------------------------------------------------------------------------------------------- three_rounds

THREE_ROUNDS = Exercise(
    LESSON,
    "three_rounds",
    evidence={"drawable": kinds.Value(), "rounds": kinds.Model(compiled=False)},
)
_DRAWABLE = {"stack", "skip", "twins", "ladder"}
_CIRCLES = {"ring", "mirror"}
_WIDTH, _ROUNDS = 6, 3
_SOME_ROWS = hidden_rng(5).normal(size=(20, _WIDTH)).astype("float32")


def _names_of(value: Any) -> set[str]:
    """Read names given as a list, tuple, set, dict or array."""
    names = value.tolist() if isinstance(value, np.ndarray) else value
    require(
        isinstance(names, (list, tuple, set, dict)) and all(isinstance(name, str) for name in names),
        expected="a list of names",
        found=kind_of(value),
        hint='Names in quotes, as in `["stack"]`.',
    )
    return set(names)


@THREE_ROUNDS.criterion("Wirings without a circle", points=1, read="What can't be drawn")
def _without_circle(drawable):
    given = _names_of(drawable)
    right = len(given & _DRAWABLE) + len(_CIRCLES - given)
    require(
        given == _DRAWABLE,
        expected="the wirings that have an order",
        found=f"{right} of {len(_DRAWABLE | _CIRCLES)} judged rightly",
        mistakes={
            "The other way round: these are the ones that can't.": given == _CIRCLES,
            "In one of these a layer waits for a layer that waits for it, perhaps by a detour.": given
            & _CIRCLES,
        },
        hint="Joins, skips and forks are no circles: as long as an order exists, it can be drawn.",
    )


def _rounds_of(rounds: Any) -> list[Any]:
    """Give the calls of layers of 6 with tanh, in order; the model has the input asked for."""
    inputs_are(rounds, {"x": _WIDTH})
    calls = rounds.architecture.calls("Dense", units=_WIDTH)
    return [node for node in calls if node.activation == "tanh"]


def _does_three_rounds(rounds: Any) -> bool:
    """Whether a model that can't be looked into gives what its weights give in three rounds of one layer.

    Behind the last round it is linear then.
    """
    inputs_are(rounds, {"x": _WIDTH})
    shapes = [(_WIDTH, _WIDTH), (_WIDTH,), (_WIDTH, 1), (1,)]
    found = {weight.shape: weight.values for weight in rounds.weights}
    if rounds.part is None or sorted(weight.shape for weight in rounds.weights) != sorted(shapes):
        return False
    kernel, bias, last, offset = (found[shape] for shape in shapes)
    x = _SOME_ROWS
    state = np.zeros_like(x)
    for _ in range(_ROUNDS):
        state = np.tanh((x + state) @ kernel + bias)
    return close(output_of(rounds, {"x": x}), state @ last + offset)


@THREE_ROUNDS.criterion("One layer, called three times in a row", points=2, read="What can't be drawn")
def _one_layer(rounds):
    if _does_three_rounds(rounds):
        return
    calls, graph = _rounds_of(rounds), rounds.architecture
    in_a_row = all(graph.has_path(one, other) for one, other in zip(calls, calls[1:], strict=False))
    require(
        len(calls) == _ROUNDS and in_a_row,
        expected="three calls of a Dense of 6 with tanh, each behind the one before",
        found=f"{len(calls)}: {graph.describe()}",
        hint="Input and output of the layer are six numbers, so it can be called on its own output.",
    )
    objects = {id(node.layer) for node in calls}
    require(
        len(objects) == 1,
        expected="one layer object in all rounds",
        found=f"{len(objects)} layers of their own",
        hint="The class was written anew for a round, so the rounds don't share their weights. Make the "
        "layer once, outside, and call it three times.",
    )


@THREE_ROUNDS.criterion("Each round takes input and state, added", points=2, read="What can't be drawn")
def _fed_back(rounds):
    if _does_three_rounds(rounds):
        return
    calls, graph = _rounds_of(rounds), rounds.architecture
    paths = graph.paths(calls[-1], graph.output(0)) if len(calls) == _ROUNDS else []
    behind = paths[0][1:] if len(paths) == 1 else []
    require(
        [node.kind for node in behind if node.parameters] == ["Dense"],
        expected="three rounds, and one Dense layer behind them",
        found=graph.describe(),
        hint="Three calls of the layer of 6, two sums between them, one output layer.",
    )
    x = _SOME_ROWS
    state = np.zeros_like(x)
    for node in calls:
        kernel, *bias = (np.asarray(weight) for weight in node.layer.weights)
        sums = (x + state) @ kernel + (bias[0] if bias else 0)
        state = np.tanh(sums)
    # With tanh as a layer of its own, the path from the third call to the output begins with that layer.
    wanted = state if calls[-1].own_activation == "tanh" else sums
    for node in behind:
        wanted = np.asarray(node.layer(wanted))
    require(
        close(output_of(rounds, {"x": x}), wanted),
        expected="what three rounds with these weights give",
        found="other numbers",
        hint="The first round is called on the input; each later one on the sum of the input and the output "
        "of the round before. Was a tensor left out of a sum, or an earlier one taken?",
    )


@THREE_ROUNDS.criterion("Any number comes out", points=1, read="One text, three questions")
def _any_number(rounds):
    if _does_three_rounds(rounds):
        return
    output_layer_is(rounds, 0, 1, "linear")
