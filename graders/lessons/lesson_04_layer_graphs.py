"""Hidden checks of lesson 04: branches, losses of different scale, shared layers, inner models, cycles."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np

from graders.criteria import Exercise, Miss
from graders.evidence import kinds
from graders.lessons.graphs import (
    compiled_for,
    heads_in_a_row,
    numbers_of,
    other_inputs,
    other_outputs,
    wrong_ending,
    wrong_loss,
)
from graders.lessons.tables import table

LESSON = "04_layer_graphs"


def _numbered(below: int, *shape: int, seed: int = 0) -> np.ndarray:
    """Rows of words' numbers, drawn anew for the check, from 1 up."""
    return np.random.default_rng(seed).integers(1, below, size=shape).astype("int32")


def _unread(graph: Any, names: tuple[str, ...], hint: str) -> Miss | None:
    """Say so when an input has no way to the output."""
    for name in names:
        if not graph.has_path(graph.input(name), graph.output(0)):
            return Miss(expected=f"a way from `{name}` to the output", found="none", hint=hint)
    return None


# --------------------------------------------------------------------------------------------- two_branches

two_branches = Exercise(LESSON, "two_branches", evidence={"tagger": kinds.Model()})

# Rows of each table: as many as there are letters or words in the lesson, and one for the 0.
_TEXTS = {"spelling": (16, 27), "definition": (12, 3001)}
_SIZES = {"Embedding": ("output_dim", 16), "LSTM": ("units", 24)}


def _not_tagger(tagger: Any) -> Miss | None:
    return other_inputs(tagger, {name: (length,) for name, (length, _) in _TEXTS.items()})


def _readers(graph: Any, name: str, end: Any = None) -> list[list[Any]]:
    """For each way from an input to the output, the tables and readers on it."""
    paths = graph.paths(graph.input(name), end or graph.output(0))
    return [[node for node in path if node.kinds & set(_SIZES)] for path in paths]


@two_branches.criterion("A table and a reader of its own for each text", points=2, read="Two branches")
def _own_branches(tagger):
    if miss := _not_tagger(tagger):
        return miss
    graph, used = tagger.architecture, {}
    ways = {name: found for name in _TEXTS if (found := _readers(graph, name))}
    if not ways:
        return Miss(
            expected="an Embedding and an LSTM for each text",
            found=graph.describe(),
            hint="No way leads from the inputs to the output.",
        )
    for name, found in ways.items():
        for way in found:
            if [node.kinds & set(_SIZES) for node in way] != [{kind} for kind in _SIZES]:
                return Miss(
                    expected=f"one Embedding, then one LSTM, behind `{name}`",
                    found=" → ".join(map(str, way)) or "neither",
                    hint="The table makes rows of the words' numbers, and the reader a note of the rows.",
                )
            for node in way:
                kind = next(iter(node.kinds & set(_SIZES)))
                size, asked = _SIZES[kind]
                given = _inner(node).get(size)
                if given != asked:
                    return Miss(
                        expected=f"an {kind} of {asked} behind `{name}`",
                        found=str(given),
                        hint="See the sizes that the exercise asks for.",
                    )
                if id(node.layer) in used and used[id(node.layer)] != name:
                    return Miss(
                        expected="a branch of its own for each text",
                        found=f"one {kind} for both",
                        hint="Here the same object was called twice. Letters and words have numbers of their "
                        "own: number 5 means one thing to the one, and another to the other.",
                    )
                used[id(node.layer)] = name
        rows = way[0].config.get("input_dim", 0)
        if rows < _TEXTS[name][1]:
            return Miss(
                expected=f"a row in the table for each number that `{name}` brings, and for the 0",
                found=f"{rows} rows",
                hint="Numbers from 1 to n, and the 0 that fills up: n + 1 rows.",
            )
    return None


def _inner(node: Any) -> dict[str, Any]:
    """The settings of a reader, also when a Bidirectional is wrapped round it."""
    inner = getattr(node.layer, "forward_layer", None)
    return node.config if inner is None else inner.get_config()


@two_branches.criterion("Both notes are joined", points=2, read="Two branches")
def _both_joined(tagger):
    if miss := _not_tagger(tagger):
        return miss
    graph = tagger.architecture
    hint = (
        "Was a branch left out, or the same one put in twice? The join takes a wrong tensor without a word: "
        "change that input alone, and the answer stays."
    )
    if miss := _unread(graph, tuple(_TEXTS), hint):
        return miss
    notes = {id(way[-1]) for name in _TEXTS for way in _readers(graph, name) if way}
    for merge in graph.merges("Concatenate"):
        if {id(node) for node in merge.inputs} == notes and len(merge.inputs) == len(_TEXTS):
            return None
    found = ", ".join(str(merge.node) for merge in graph.merges()) or "no place where they meet"
    return Miss(
        expected="the notes of the two readers side by side",
        found=found,
        hint="A `Concatenate` takes the two notes, once each: what comes out of each LSTM.",
    )


@two_branches.criterion("Probabilities of four exclusive classes", points=1, read="Two branches")
def _four_classes(tagger):
    return wrong_ending(tagger.architecture, 0, 4, "softmax")


@two_branches.criterion("The loss fits ending and labels", points=1, read="Two branches")
def _tagger_loss(tagger):
    return wrong_loss(tagger, tagger.architecture.output_names[0], "sparse_categorical_crossentropy")


# ---------------------------------------------------------------------------------------------- three_heads

three_heads = Exercise(LESSON, "three_heads", evidence={"film_card": kinds.Model()})

_HEADS = {
    "rating": (1, "linear", "mean_squared_error", "mean_absolute_error"),
    "decade": (8, "softmax", "sparse_categorical_crossentropy", "accuracy"),
    "fresh": (1, "sigmoid", "binary_crossentropy", "accuracy"),
}
_PAGE, _PAGE_NUMBERS = 16, 3000
_SPREAD = 1.3


def _not_card(film_card: Any) -> Miss | None:
    return other_inputs(film_card, {"page": (_PAGE,)}) or other_outputs(film_card, *_HEADS)


@three_heads.criterion("One trunk for three heads", points=2, read="One text, three questions")
def _one_trunk(film_card):
    if miss := _not_card(film_card):
        return miss
    graph = film_card.architecture
    if miss := heads_in_a_row(graph, list(_HEADS)):
        return miss
    trunks = set()
    for name in _HEADS:
        for path in graph.paths(graph.input(0), graph.output(name)):
            tables = [node for node in path if node.kind == "Embedding"]
            slides = [node for node in path if "Conv1D" in node.kind]
            if len(tables) != 1 or not slides:
                return Miss(
                    expected=f"an Embedding and a Conv1D before `{name}`",
                    found=" → ".join(str(node) for node in path),
                    hint="Words' numbers are names, not amounts: a table makes rows of them first.",
                )
            if any(node.activation == "linear" for node in slides):
                return Miss(
                    expected="a Conv1D with an activation",
                    found=str(slides[0]),
                    hint="Without an activation a pattern that fits badly counts as much as one that fits.",
                )
            if not any("Pooling" in node.kind or node.kind in ("Max", "Amax", "Mean") for node in path):
                return Miss(
                    expected="one row of numbers a film behind the Conv1D",
                    found=" → ".join(str(node) for node in path),
                    hint="A pooling keeps the best match, or the mean, over all places of the text.",
                )
            trunks.add((id(tables[0].layer), *(id(node.layer) for node in slides)))
    if len(trunks) > 1:
        return Miss(
            expected="one trunk that all three outputs share",
            found=f"{len(trunks)} trunks",
            hint="Make the trunk once, keep its last tensor under a name, and grow all heads from that.",
        )
    rows = graph.layers("Embedding")[0].config.get("input_dim", 0)
    if rows < _PAGE_NUMBERS:
        return Miss(
            expected="a row in the table for each number from 0 up",
            found=f"{rows} rows",
            hint="The largest number is in the lesson's print-out; counting starts at 0.",
        )
    return None


@three_heads.criterion("Each ending fits its question", points=2, read="One text, three questions")
def _three_endings(film_card):
    if miss := other_outputs(film_card, *_HEADS):
        return miss
    graph = film_card.architecture
    misses = (wrong_ending(graph, name, units, ending) for name, (units, ending, *_) in _HEADS.items())
    return next((miss for miss in misses if miss), None)


@three_heads.criterion("Losses and metrics by output", points=2, read="Losses of different scale")
def _three_losses(film_card):
    if miss := other_outputs(film_card, *_HEADS):
        return miss
    for name, (_, _, loss, _) in _HEADS.items():
        if miss := wrong_loss(film_card, name, loss):
            return miss
    metrics = film_card.compiled.metrics
    flat = isinstance(metrics, list) and not any(isinstance(item, (list, dict)) for item in metrics)
    if flat and len(metrics) != len(_HEADS):
        return Miss(
            expected="metrics by output",
            found="a flat list",
            hint="With several outputs a flat list of metrics is nobody's: `fit` will refuse it.",
        )
    for name, (*_, asked) in _HEADS.items():
        given = compiled_for(metrics, film_card, name)
        found = [str(item) for item in (given if isinstance(given, list) else [given]) if item is not None]
        if not any(asked in item for item in found):
            return Miss(
                expected=f"the metric of `{name}`'s question",
                found=", ".join(found) or "none",
                hint="A dict with the outputs' names: how far off for a number, how often right for classes.",
            )
    return None


@cache
def _costs() -> dict[str, float]:
    """What each loss costs a fresh network, which says 0 for a number and the same for every class."""
    ratings = np.array([float(row["rating"]) for row in table("films")])
    return {"rating": float(np.mean(ratings**2)), "decade": float(np.log(8)), "fresh": float(np.log(2))}


@three_heads.criterion("No loss drowns the others", points=2, read="Losses of different scale")
def _weighed(film_card):
    if film_card.compiled is None:
        return Miss(expected="a compiled model", found="one never compiled", hint="Call `compile`.")
    if miss := other_outputs(film_card, *_HEADS):
        return miss
    given = film_card.compiled.loss_weights
    if given is None:
        return Miss(
            expected="loss weights",
            found="none: every loss counts in full",
            hint="A squared number of points is far louder than two cross-entropies.",
        )
    weights = {name: compiled_for(given, film_card, name) for name in _HEADS}
    weights = {name: 1.0 if weight is None else weight for name, weight in weights.items()}
    if not all(isinstance(weight, (int, float)) and weight > 0 for weight in weights.values()):
        return Miss(
            expected="a number above 0 for each output",
            found=str(weights)[:80],
            hint="A weight of 0 switches an output's training off.",
        )
    parts = {name: weight * _costs()[name] for name, weight in weights.items()}
    if max(parts.values()) <= _SPREAD * min(parts.values()):
        return None
    loud, quiet = max(parts, key=parts.get), min(parts, key=parts.get)
    hint = "Work out what each loss costs a fresh network; its weight is 1 over that."
    if weights["rating"] > max(weights["decade"], weights["fresh"]):
        hint = "The other way round: the loudest loss needs the smallest weight."
    elif weights["rating"] == weights["decade"] == weights["fresh"]:
        hint = "Equal weights change nothing about who is the loudest."
    return Miss(
        expected=f"weighted losses of a fresh network within {_SPREAD:g} times of each other",
        found=f"`{loud}` is {parts[loud] / parts[quiet]:.2g} times as loud as `{quiet}`",
        hint=hint,
    )


# ---------------------------------------------------------------------------------------------------- alike

alike = Exercise(LESSON, "alike", evidence={"alike": kinds.Model(compiled=False)})

_SIDES = ("left", "right")
_LENGTH, _WORDS = 14, 4000


def _not_pair(model: Any) -> Miss | None:
    return other_inputs(model, dict.fromkeys(_SIDES, (_LENGTH,)))


def _pair_of_texts(model: Any, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw texts for both sides; a table that is too small, which one criterion judges, can look them up."""
    rows = [node.config.get("input_dim", _WORDS) for node in model.architecture.layers("Embedding")]
    below = max(2, min([_WORDS, *rows]))
    return _numbered(below, 12, _LENGTH, seed=seed), _numbered(below, 12, _LENGTH, seed=seed + 1)


def _side(graph: Any, name: str) -> tuple[Any, Any] | Miss:
    """Give the table and the reader of one side."""
    ways = _readers(graph, name)
    if not ways:
        hint = "This text is never read. Was the other one put in twice?"
        return Miss(expected=f"a way from `{name}` to the output", found="none", hint=hint)
    for way in ways:
        if [node.kinds & set(_SIZES) for node in way] != [{kind} for kind in _SIZES]:
            found = " → ".join(map(str, way)) or "neither"
            hint = "The table makes rows of the words' numbers, and the reader a note of the rows."
            return Miss(expected=f"one Embedding, then one LSTM, behind `{name}`", found=found, hint=hint)
    return ways[0][0], ways[0][1]


@alike.criterion("One table and one reader for both texts", points=2, read="One layer, two inputs")
def _one_reader(alike):
    if miss := _not_pair(alike):
        return miss
    sides = [_side(alike.architecture, name) for name in _SIDES]
    if miss := next((side for side in sides if isinstance(side, Miss)), None):
        return miss
    for kind, one, other in zip(_SIZES, *sides, strict=True):
        if one.layer is not other.layer:
            return Miss(
                expected=f"one {kind} that is called on both texts",
                found=f"two {kind} layers of their own",
                hint="The same class was written twice, which makes two strangers with weights of their own. "
                "Make the object once, keep it under a name, and call that twice.",
            )
    lookup, reader = sides[0]
    if lookup.config.get("input_dim", 0) < _WORDS:
        return Miss(
            expected="a row in the table for each number from 0 to 3,999",
            found=f"{lookup.config.get('input_dim')} rows",
            hint="Counting starts at 0.",
        )
    for node, size in ((lookup, "output_dim"), (reader, "units")):
        if _inner(node).get(size) != 24:
            return Miss(
                expected=f"a {node.kind} of 24",
                found=str(_inner(node).get(size)),
                hint="See the sizes that the exercise asks for.",
            )
    return None


@alike.criterion("Equal texts are 1, and swapping changes nothing", points=2, read="Alike or not")
def _symmetric(alike):
    if miss := _not_pair(alike):
        return miss
    if len(alike.architecture.output(0).shape) > 2:
        return Miss(
            expected="one number a pair",
            found=f"shape {tuple(alike.architecture.output(0).shape)}",
            hint="A note is one row of numbers a text: what an LSTM gives after the last word.",
        )
    a, b = _pair_of_texts(alike, seed=1)
    same = numbers_of(alike, {"left": a, "right": a})
    straight, swapped = (numbers_of(alike, dict(zip(_SIDES, pair, strict=True))) for pair in ((a, b), (b, a)))
    # Sums of 24 float32 differences; two readers, or a lost minus, are off by far more.
    if not np.allclose(straight, swapped, atol=1e-4):
        return Miss(
            expected="the same answer when the two texts change places",
            found="another one",
            hint="A difference without `abs`, a Concatenate, or two readers tell left from right.",
        )
    if not np.allclose(same, 1, atol=1e-4):
        return Miss(
            expected="1 for a text and itself",
            found=f"{same.ravel()[0]:.2g}",
            hint="Equal notes are 0 apart, and e to the 0 is 1. A `Dense` behind the distance changes that.",
        )
    return None


@alike.criterion("e to minus the sum of all distances", points=2, read="Alike or not")
def _by_formula(alike):
    if miss := _not_pair(alike):
        return miss
    graph = alike.architecture
    a, b = _pair_of_texts(alike, seed=3)
    notes = []
    for name, rows in zip(_SIDES, (a, b), strict=True):
        side = _side(graph, name)
        if isinstance(side, Miss):
            return side
        notes.append(np.asarray(side[1].layer(side[0].layer(rows))))
    if notes[0].shape != notes[1].shape:
        return Miss(
            expected="two notes of equal length",
            found=f"{notes[0].shape} and {notes[1].shape}",
            hint="One reader for both, which gives a note after the last word.",
        )
    wanted = np.exp(-np.abs(notes[0] - notes[1]).sum(axis=-1, keepdims=True))
    said = numbers_of(alike, {"left": a, "right": b})
    if said.shape == wanted.shape:
        if np.allclose(said, wanted, atol=1e-4):
            return None
        return Miss(
            expected="e to the power of minus the sum of the distances",
            found="other numbers",
            hint="All distances summed up, none squared, none averaged; a minus; nothing else behind.",
        )
    return Miss(
        expected="one number a pair, of shape (None, 1)",
        found=f"shape {(None, *said.shape[1:])}",
        hint="The sum runs along the last axis, and `keepdims=True` keeps that axis.",
    )


# ------------------------------------------------------------------------------------------------- two_eyes

two_eyes = Exercise(
    LESSON,
    "two_eyes",
    evidence={"shelves": kinds.Model(), "eye": kinds.Model(compiled=False)},
    given={"eye"},
)
_PICTURE, _SEEN = (28, 28, 1), 16


def _not_shelves(shelves: Any) -> Miss | None:
    return other_inputs(shelves, dict.fromkeys(_SIDES, _PICTURE))


def _eye_weights(eye: Any) -> set[int]:
    return {id(weight) for node in eye.architecture.nodes for weight in getattr(node.layer, "weights", ())}


def _looking(path: list[Any], held: set[int]) -> list[Any]:
    """The calls on a path that use weights of the eye."""
    return [node for node in path if any(id(weight) in held for weight in getattr(node.layer, "weights", ()))]


@two_eyes.criterion("The lesson's eye looks at both pictures", points=3, read="A model is a layer")
def _same_eye(shelves, eye):
    if miss := _not_shelves(shelves):
        return miss
    held, graph = _eye_weights(eye), shelves.architecture
    whole = len([node for node in eye.architecture.layers() if node.parameters])
    for name in _SIDES:
        paths = graph.paths(graph.input(name), graph.output(0))
        if not paths:
            return Miss(
                expected=f"a way from `{name}` to the output",
                found="none",
                hint="Was the other picture put in twice, or a branch left out of the join?",
            )
        for path in paths:
            if len(_looking(path, held)) == whole:
                continue
            other = any("Conv" in node.kind for node in path)
            hint = "Call `eye` on the input, as you would call a layer."
            if other:
                hint = (
                    "A base that is built anew, or cloned, has weights of its own, and those have learned "
                    "nothing. Call the object `eye` itself, twice."
                )
            found = "another base" if other else "a way around it"
            return Miss(expected=f"`{name}` seen by the lesson's `eye`", found=found, hint=hint)
    return None


@two_eyes.criterion(
    "What it says of the two is joined, and thought over", points=2, read="A model is a layer"
)
def _seen_together(shelves):
    if miss := _not_shelves(shelves):
        return miss
    graph = shelves.architecture
    for merge in graph.merges("Concatenate"):
        reads = [
            [name for name in _SIDES if graph.has_path(graph.input(name), node)] for node in merge.inputs
        ]
        if sorted(reads) != [[name] for name in _SIDES] or merge.node.shape != (None, 2 * _SEEN):
            continue
        behind = [[node for node in path if node.parameters] for path in graph.paths(merge, graph.output(0))]
        sizes = [[(node.config.get("units"), node.activation) for node in way[:-1]] for way in behind]
        if sizes == [[(32, "relu")]]:
            return None
        return Miss(
            expected="one hidden Dense of 32 with relu behind the join",
            found=graph.describe(),
            hint="The join, then the hidden layer, then the ending: each takes what the one before gave.",
        )
    found = ", ".join(f"{merge.node} of {merge.node.shape}" for merge in graph.merges()) or "no join"
    return Miss(
        expected="32 numbers: the eye's 16 of the left picture beside the 16 of the right",
        found=found,
        hint="A `Concatenate` takes both, once each. A sum or a distance would forget which was which.",
    )


@two_eyes.criterion("One of three answers", points=1, read="Two branches")
def _three_answers(shelves):
    return wrong_ending(shelves.architecture, 0, 3, "softmax")


@two_eyes.criterion("The loss takes integers", points=1, read="Two branches")
def _shelves_loss(shelves):
    return wrong_loss(shelves, shelves.architecture.output_names[0], "sparse_categorical_crossentropy")


# --------------------------------------------------------------------------------------------- three_rounds

three_rounds = Exercise(
    LESSON,
    "three_rounds",
    evidence={"drawable": kinds.Value(), "rounds": kinds.Model(compiled=False)},
)
_DRAWABLE = {"pile", "skip", "twins", "ladder"}
_CIRCLES = {"ring", "mirror"}
_WIDTH, _ROUNDS = 6, 3


@three_rounds.criterion("Wirings without a circle", points=1, read="What can't be drawn")
def _without_circle(drawable):
    if not isinstance(drawable, (list, tuple, set, dict)) or not all(isinstance(n, str) for n in drawable):
        return Miss(
            expected="a list of names", found=repr(drawable)[:60], hint='Names in quotes, as in `["pile"]`.'
        )
    given = set(drawable)
    if given == _DRAWABLE:
        return None
    if given == _CIRCLES:
        hint = "The other way round: these are the ones that can't."
    elif given & _CIRCLES:
        hint = "In one of these somebody waits for a layer that waits for him, perhaps by a detour."
    else:
        hint = "Joins, skips and forks are no circles: as long as an order exists, it can be drawn."
    right = len(given & _DRAWABLE) + len(_CIRCLES - given)
    return Miss(
        expected="the wirings that have an order",
        found=f"{right} of {len(_DRAWABLE | _CIRCLES)} told rightly",
        hint=hint,
    )


def _steps(graph: Any) -> Iterator[Any]:
    """The calls of layers of 6 with tanh, in order."""
    return (node for node in graph.calls("Dense", units=_WIDTH) if node.activation == "tanh")


def _not_rounds(rounds: Any) -> Miss | None:
    return other_inputs(rounds, {"x": (_WIDTH,)})


@three_rounds.criterion("One layer, called three times in a row", points=2, read="What can't be drawn")
def _one_layer(rounds):
    if miss := _not_rounds(rounds):
        return miss
    graph = rounds.architecture
    calls = list(_steps(graph))
    in_a_row = all(graph.has_path(one, other) for one, other in zip(calls, calls[1:], strict=False))
    if len(calls) != _ROUNDS or not in_a_row:
        return Miss(
            expected="three calls of a Dense of 6 with tanh, each behind the one before",
            found=f"{len(calls)}: {graph.describe()}",
            hint="Input and output of the layer are six numbers, so it can be called on what it gave.",
        )
    if len({id(node.layer) for node in calls}) == 1:
        return None
    return Miss(
        expected="one layer object in all rounds",
        found=f"{len({id(node.layer) for node in calls})} layers of their own",
        hint="The class was written anew for a round, so the rounds don't share their weights. Make the "
        "layer once, outside, and call it three times.",
    )


@three_rounds.criterion("Each round takes input and memory, added", points=2, read="What can't be drawn")
def _fed_back(rounds):
    if miss := _not_rounds(rounds):
        return miss
    graph = rounds.architecture
    calls = list(_steps(graph))
    endings = graph.paths(calls[-1], graph.output(0)) if len(calls) == _ROUNDS else []
    ending = endings[0][1:] if len(endings) == 1 else []
    if [node.kind for node in ending if node.parameters] != ["Dense"]:
        return Miss(
            expected="three rounds, and one Dense layer behind them",
            found=graph.describe(),
            hint="Three calls of the layer of 6, two sums between them, one ending.",
        )
    x = np.random.default_rng(5).normal(size=(20, _WIDTH)).astype("float32")
    memory = np.zeros_like(x)
    for node in calls:
        kernel, *bias = (np.asarray(weight) for weight in node.layer.weights)
        given = (x + memory) @ kernel + (bias[0] if bias else 0)
        memory = np.tanh(given)
    # With tanh as a layer of its own, the way from the third call to the output begins with that layer.
    wanted = memory if calls[-1].own_activation == "tanh" else given
    for node in ending:
        wanted = np.asarray(node.layer(wanted))
    said = numbers_of(rounds, {graph.input(0).name: x})
    if said.shape == wanted.shape and np.allclose(said, wanted, atol=1e-4):
        return None
    return Miss(
        expected="what three rounds with these weights give",
        found="other numbers",
        hint="The first round takes the input; each later one the sum of the input and what the round "
        "before gave. Was a tensor left out of a sum, or an earlier one taken?",
    )


@three_rounds.criterion("Any number comes out", points=1, read="One text, three questions")
def _any_number(rounds):
    return wrong_ending(rounds.architecture, 0, 1, "linear")
