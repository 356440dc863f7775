"""Hidden checks of lesson 13: members, votes, weights and folds, on arrays and models of their own."""

import itertools
from collections.abc import Sequence
from itertools import pairwise
from math import cos, pi
from typing import Any

import numpy as np

from graders.criteria import Exercise, Missed, hidden_rng, require
from graders.evidence import kinds
from graders.vocabulary import (
    array_of,
    class_is,
    close,
    error_line,
    kind_of,
    listed,
    number_is,
    number_of,
    pair_of,
    shown,
    value_of,
)

LESSON = "13_ensembles"
_SOFT, _DIFFER, _SNAPSHOTS = "Averaging probabilities", "Members that differ", "Snapshots from one training"
_ONE, _DISAGREE, _WEIGHTS = "One model, one file", "Errors that disagree", "Weights from validation data"
_BAGGING, _STACKING = "Bagging", "Stacking"


def _probabilities(draw: np.random.Generator, *shape: int) -> np.ndarray:
    """Draw probabilities, the classes on the last axis."""
    return draw.dirichlet(np.ones(shape[-1]), size=shape[:-1])


def _softmax(scores: np.ndarray) -> np.ndarray:
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


# ---------------------------------------------------------------------------------------------------- votes

_DRAW = hidden_rng(1313)
_THREE, _FOUR, _TWO = (_probabilities(_DRAW, *shape) for shape in ((3, 6, 5), (4, 4, 4), (2, 7, 3)))
_SOFT_CASES = [list(_THREE), _FOUR, list(_TWO)]


def _naming(*members: Sequence[int], classes: int, certain: Sequence[float] = ()) -> np.ndarray:
    """Give probabilities of members that name these classes in their rows, each as certain as it is."""
    given = np.zeros((len(members), len(members[0]), classes))
    for number, (named, how) in enumerate(zip(members, certain or [0.6] * len(members), strict=True)):
        given[number] = (1 - how) / (classes - 1)
        given[number, np.arange(len(named)), named] = how
    return given


# Clear majorities: the mean of the labels is another class everywhere, and in the first case the mean of the
# probabilities follows the one certain member that is outvoted.
_MAJORITIES = [
    (_naming([4, 2, 0, 5], [0, 5, 3, 1], [0, 5, 3, 1], classes=6, certain=[0.99, 0.3, 0.3]), [0, 5, 3, 1]),
    (list(_naming([3, 1], [3, 1], [0, 2], [3, 1], [0, 0], classes=4)), [3, 1]),
    (_naming([11, 2], [11, 10], [0, 10], classes=12), [11, 10]),  # more classes than the lesson has
]
_TIES = (
    _naming([5, 3, 2], [1, 4, 2], [5, 3, 0], [1, 4, 0], classes=7, certain=[0.9, 0.5, 0.9, 0.5]),
    [1, 3, 0],
)

VOTES = Exercise(
    LESSON,
    "votes",
    evidence={
        "soft_vote": kinds.Function([kinds.call(case) for case in _SOFT_CASES]),
        "majority_vote": kinds.Function([kinds.call(case) for case, _ in [*_MAJORITIES, _TIES]]),
    },
)


@VOTES.criterion("The mean of the members' probabilities", points=2, read=_SOFT)
def _mean_of_members(soft_vote):
    for case, answer in zip(_SOFT_CASES, soft_vote.answers, strict=True):
        given = np.asarray(case)
        members, rows, classes = given.shape
        expected = f"for {members} members, {rows} rows and {classes} classes the members' mean probabilities"
        found = array_of(value_of(answer, "soft_vote(probabilities)"), expected=expected)
        right = given.mean(axis=0)
        shares = np.eye(classes)[given.argmax(axis=2)].mean(axis=0)
        softened = [_softmax(right), _softmax(given).mean(axis=0), _softmax(given.sum(axis=0))]
        require(
            close(found, right),
            expected=expected,
            found=f"other numbers, of shape {found.shape}",
            mistakes={
                "That is a mean over the wrong axis: the members stand on the first one.": any(
                    close(found, given.mean(axis=axis)) for axis in (1, 2)
                ),
                "A softmax was applied twice: the members already give probabilities, and so is their "
                "mean.": any(close(found, wrong) for wrong in softened),
                "That is the sum of the members, not the mean: its rows don't add to one.": close(
                    found, given.sum(axis=0)
                ),
                "Labels were averaged or counted. A label's size means nothing; average the "
                "probabilities.": found.ndim == 1 or close(found, shares),
                "That is one member alone.": any(close(found, one) for one in given),
            },
            hint="Class by class, add the members' probabilities and divide by their number.",
        )


def _named_classes(answer: Any, rows: int) -> np.ndarray:
    expected = f"one class for each of {rows} rows"
    found = array_of(value_of(answer, "majority_vote(probabilities)"), expected=expected)
    require(
        found.size == rows,
        expected=expected,
        found=f"an array of shape {found.shape}",
        hint="Count over the members: the rows stay.",
    )
    return found.reshape(-1)


@VOTES.criterion("The class that most members name", points=2, read=_SOFT)
def _most_named(majority_vote):
    for (case, right), answer in zip(_MAJORITIES, majority_vote.answers, strict=False):
        given = np.asarray(case)
        found = _named_classes(answer, len(right))
        labels = given.argmax(axis=2)
        means = [labels.mean(axis=0), np.round(labels.mean(axis=0)), np.floor(labels.mean(axis=0))]
        require(
            close(found, right),
            expected="the class that most of the members name",
            found=f"the classes {listed(map(shown, found))} where members name {listed(labels.T.tolist())}",
            mistakes={
                "The labels were averaged. A label's size means nothing: count how many members name "
                "each.": any(close(found, wrong) for wrong in [*means, np.median(labels, axis=0)]),
                "The mean of the probabilities decided: one certain member outvoted two others. Each member "
                "has one vote.": close(found, given.mean(axis=0).argmax(axis=1)),
                "The most certain member decided. Each member has one vote.": close(
                    found, given.max(axis=0).argmax(axis=1)
                ),
            },
            hint="Each member votes once in a row, for its most probable class.",
        )


@VOTES.criterion("A tie goes to the smallest number", points=1, read=_SOFT)
def _tie(majority_vote):
    case, right = _TIES
    found = _named_classes(majority_vote.answers[-1], len(right))
    labels = case.argmax(axis=2).T
    tied = [
        value in row[np.isin(row, [k for k in row if (row == k).sum() == 2])]
        for value, row in zip(found, labels, strict=True)
    ]
    # Which classes are in front is the other criterion's.
    require(
        close(found, right) or not all(tied),
        expected="in a tie of two classes the one with the smaller number",
        found=f"{listed(map(shown, found))} where members name {listed(labels.tolist())}",
        hint="`argmax` of the counts, in the order of the classes, gives the first of equals.",
    )
    require(
        close(found, right),
        expected="in a tie the smallest number among the classes in front",
        found=f"{listed(map(shown, found))} where members name {listed(labels.tolist())}",
        hint="Count the votes of each class; `argmax` of the counts gives the first of equals.",
    )


# --------------------------------------------------------------------------------------------- make_members

_SEEDS, _REVERSED = [3, 14, 15], [15, 3]
_SHAPES = [(196, 64), (64,), (64, 64), (64,), (64, 10), (10,)]


def _list(label: str, seeds: Sequence[int]) -> list[kinds.Step]:
    """Call the function, and take its networks one by one, the last one first."""
    flat = f"list of {label}"
    return [
        kinds.ask(label, "subject", list(seeds), store=label, take=False),
        kinds.ask(flat, "keras.tree.flatten", kinds.ref(label), store=flat, take=False),
        kinds.ask(f"count of {label}", f"{flat}.__len__"),
        *[kinds.ask(f"{label} {seed}", f"{flat}.pop") for seed in reversed(seeds)],
    ]


MAKE_MEMBERS = Exercise(
    LESSON,
    "make_members",
    evidence={
        "make_members": kinds.Function([kinds.call([5])]),
        "networks": kinds.Script([*_list("first", _SEEDS), *_list("second", _REVERSED)], of="make_members"),
    },
    given={"networks"},
)


def _network(networks: Any, label: str, seeds: Sequence[int], seed: int) -> list[np.ndarray]:
    """Give the weights of the network for a seed."""
    hint = "One network for each seed, in a list, in the order of the seeds."
    value_of(networks[label], f"make_members({list(seeds)})")
    count = value_of(networks[f"count of {label}"], f"len(make_members({list(seeds)}))")
    require(
        count == len(seeds),
        expected=f"a list of {len(seeds)} networks for {len(seeds)} seeds",
        found=f"{count}",
        hint=hint,
    )
    found = value_of(networks[f"{label} {seed}"], "the networks in the list", hint=hint)
    if not hasattr(found, "weights"):
        raise Missed(expected="Keras models in the list", found=kind_of(found), hint=hint)
    return [weight.values for weight in found.weights]


@MAKE_MEMBERS.criterion("A network for each seed", points=1, read=_DIFFER)
def _one_each(networks):
    for seed in _SEEDS:
        weights = _network(networks, "first", _SEEDS, seed)
        shapes = [weight.shape for weight in weights]
        require(
            shapes == _SHAPES,
            expected="networks as `build_network` makes them",
            found=f"weights of shape {listed(shapes)}",
            hint="Call `build_network()`: the architecture is the same for all members.",
        )
        require(
            all(np.abs(weight).max() < 1e-6 for weight in weights if weight.ndim == 1),
            expected="networks that have not been trained",
            found="biases other than 0",
            hint="No `fit` here.",
        )


def _same(one: Sequence[np.ndarray], other: Sequence[np.ndarray]) -> bool:
    return len(one) == len(other) and all(close(a, b) for a, b in zip(one, other, strict=True))


@MAKE_MEMBERS.criterion("Other seeds, other weights", points=2, read=_DIFFER)
def _others_differ(networks):
    weights = [_network(networks, "first", _SEEDS, seed) for seed in _SEEDS]
    pairs = list(itertools.combinations(weights, 2))
    alike = sum(_same(one, other) for one, other in pairs)
    require(
        not alike,
        expected="different initial weights for each of three seeds",
        found=f"the same weights in {alike} of {len(pairs)} pairs",
        hint="These are copies of one network: the same object several times, or the same seed for each "
        "member. Copies make the same mistakes, and an ensemble of them gains nothing.",
    )


@MAKE_MEMBERS.criterion("A network depends on its seed alone", points=1, read=_DIFFER)
def _repeats(networks):
    for seed in _REVERSED:
        first = _network(networks, "first", _SEEDS, seed)
        second = _network(networks, "second", _REVERSED, seed)
        require(
            _same(first, second),
            expected=f"the same weights for seed {seed}, wherever it stands in the list",
            found=f"other weights for the list {_REVERSED} than for {_SEEDS}",
            hint="`keras.utils.set_random_seed` is called for each member, with this member's seed, right "
            "before it is built.",
        )


# ------------------------------------------------------------------------------------------------ snapshots


def _logs(epochs: int) -> list[dict[str, float]]:
    return [{"loss": 1.0 / (epoch + 1)} for epoch in range(epochs)]


def _play(label: str, epochs: int, of: str = "made") -> list[kinds.Step]:
    """Play a training in which all weights hold the epoch's number, counted from 1, when it ends."""
    return [
        kinds.played(label, _logs(epochs), callbacks=[kinds.ref(of)], model=kinds.ref("model")),
        kinds.get(f"{label} snapshots", f"{of}.snapshots"),
    ]


_CYCLE, _RATE, _STARTED_AT = 3, 0.2, 0.7
_SMALL = kinds.small_model(optimizer=kinds.made("keras.optimizers.SGD", _STARTED_AT))

SNAPSHOTS = Exercise(
    LESSON,
    "snapshots",
    evidence={
        "Snapshots": kinds.Script(
            [
                *_SMALL,
                kinds.make(_CYCLE, _RATE),
                *_play("first", 8),
                *_play("second", 4),
                kinds.make(_CYCLE, _RATE, label="made anew", store="anew"),
                *_play("fresh", 4, of="anew"),
                kinds.make(5, 0.04, label="made longer", store="longer"),
                *_play("longer cycles", 11, of="longer"),
            ],
            needs="class",
        )
    },
)


def _training(script: Any, label: str) -> Any:
    class_is(script, "keras.callbacks.Callback")
    answer = script[label]
    earlier = next((one for one in script.all_answers if one.error is not None), answer)
    require(
        answer.ok,
        expected="a callback that works in a training",
        found=error_line(answer if answer.error is not None else earlier),
        hint="Each hook takes `self`, a number where there is one, and `logs=None`; `__init__` takes `cycle` "
        "and `rate`.",
    )
    return answer.value


def _kept(script: Any, label: str) -> list[Any]:
    """Give the snapshots that the callback holds after a training."""
    _training(script, label)
    answer = script[f"{label} snapshots"]
    hint = "`snapshots` is a list: begin it in `on_train_begin`, and append to it when a cycle ends."
    value = value_of(answer, "snapshots", hint=hint) if answer.ok else None
    if isinstance(value, np.ndarray):
        value = list(value)
    if not isinstance(value, (list, tuple)):
        raise Missed(
            expected="a list in the attribute `snapshots`",
            found=kind_of(value) if answer.ok else error_line(answer),
            hint=hint,
        )
    return list(value)


def _epoch_of(snapshot: Any) -> float | None:
    """Give the epoch whose weights a snapshot holds, None when it holds no weights of one epoch."""
    if not isinstance(snapshot, (list, tuple)) or not snapshot:
        return None
    values = [np.asarray(part).ravel() for part in snapshot]
    if any(part.dtype.kind not in "iuf" or not part.size for part in values):
        return None
    numbers = np.concatenate(values)
    return float(numbers[0]) if np.allclose(numbers, numbers[0]) else None


@SNAPSHOTS.criterion("The learning rate goes in cycles", points=2, read=_SNAPSHOTS)
def _cycles(Snapshots):
    for label, cycle, rate in (("first", _CYCLE, _RATE), ("longer cycles", 5, 0.04)):
        found = _training(Snapshots, label)["rates"]
        epochs = range(len(found))
        right = [rate / 2 * (1 + cos(pi * (epoch % cycle) / cycle)) for epoch in epochs]
        require(
            close(found, right),
            expected=f"learning rates by the formula, for cycles of {cycle} epochs and a rate of {rate:g}",
            found=listed(map(shown, found)),
            mistakes={
                "The optimizer's learning rate stays what it was. Set it at the start of each epoch.": len(
                    set(found)
                )
                == 1,
                "It never jumps up again: take the epoch's number modulo the cycle.": all(
                    one >= other for one, other in pairwise(found[: cycle + 2])
                ),
                "All rates come one epoch late or early: `epoch` counts from 0, and the rate is set before "
                "the epoch.": close(found[1:], right[:-1]) or close(found[:-1], right[1:]),
                "The factor is wrong: in the first epoch of a cycle the rate is the highest one.": not close(
                    found[0], rate
                ),
            },
            hint="Compare with the two cycles that the lesson prints.",
        )


@SNAPSHOTS.criterion("A snapshot at the end of each cycle", points=2, read=_SNAPSHOTS)
def _each_cycle(Snapshots):
    for label, cycle, epochs in (("first", _CYCLE, 8), ("longer cycles", 5, 11)):
        kept = _kept(Snapshots, label)
        right = [epoch for epoch in range(1, epochs + 1) if epoch % cycle == 0]
        found = [_epoch_of(snapshot) for snapshot in kept]
        # Snapshots that all show the last epoch are references, which the next criterion judges.
        differ = len(set(found)) == len(found) and None not in found
        require(
            len(kept) == len(right) and (found == right or not differ),
            expected=f"in {epochs} epochs with cycles of {cycle} the weights after epochs "
            f"{listed(right)} (counted from 1)",
            found=f"those after epochs {listed(map(shown, found))}"
            if differ and found
            else f"{len(kept)} snapshots",
            hint="Keras counts epochs from 0, so a cycle of 3 ends with epoch 2. A snapshot is taken when "
            "the epoch ends, where the rate is lowest.",
        )


@SNAPSHOTS.criterion("Snapshots are copies", points=2, read=_SNAPSHOTS)
def _copies(Snapshots):
    kept = _kept(Snapshots, "first")
    require(kept, expected="snapshots", found="an empty list", hint="Append to `self.snapshots`.")
    found = [_epoch_of(snapshot) for snapshot in kept]
    same = len(found) > 1 and len(set(found)) == 1
    require(
        None not in found and not same,
        expected="in each snapshot the weights of its time, as a list of arrays",
        found="the same weights in all of them"
        if same and None not in found
        else f"a list of {listed(map(kind_of, kept[:2]))}",
        hint="These are references to the model or to its variables, and all of them show what it holds "
        "now. `get_weights` gives copies.",
    )


@SNAPSHOTS.criterion("Every fit begins anew", points=1, read=_SNAPSHOTS)
def _anew(Snapshots):
    again, fresh = len(_kept(Snapshots, "second")), len(_kept(Snapshots, "fresh"))
    require(
        again == fresh,
        expected="after a second `fit` the snapshots of that training alone",
        found=f"{again}, where a new callback has {fresh}",
        hint="`__init__` runs once, `on_train_begin` at the start of every training.",
    )


# ------------------------------------------------------------------------------------------- ensemble_model

_ROWS = hidden_rng(5).normal(size=(6, 4)).astype("float32")
_PICTURES = hidden_rng(6).normal(size=(3, 5, 4, 2)).astype("float32")


def _member(label: str, shape: Sequence[int], *units: int) -> list[kinds.Step]:
    layers = [kinds.made("keras.Input", tuple(shape)), kinds.made("keras.layers.Flatten")]
    layers += [kinds.made("keras.layers.Dense", width, activation="tanh") for width in units[:-1]]
    layers += [kinds.made("keras.layers.Dense", units[-1], activation="softmax")]
    return [kinds.ask(label, "keras.Sequential", layers, store=label, take=False)]


def _joined(label: str, members: Sequence[str], rows: np.ndarray) -> list[kinds.Step]:
    """Ask the members, join them, ask the whole, save it, load it, and ask again."""
    return [
        *[kinds.ask(f"{label}: {one} alone", one, rows) for one in members],
        kinds.ask(label, "subject", [kinds.ref(one) for one in members], store=label, take=False),
        kinds.ask(f"{label}: one input", label, rows),
        kinds.ask(f"{label}: many inputs", label, [rows] * len(members)),
    ]


_THREE_MEMBERS, _CLONES, _FOR_PICTURES = ("m1", "m2", "m3"), ("m4", "clone"), ("p1", "p2")
_FIRST = kinds.made("keras.layers.Dense", 3, activation="softmax")

ENSEMBLE_MODEL = Exercise(
    LESSON,
    "ensemble_model",
    evidence={
        "ensemble_model": kinds.Function(
            [
                kinds.call(
                    [
                        kinds.made("keras.Sequential", [kinds.made("keras.Input", (4,)), _FIRST])
                        for _ in range(2)
                    ]
                )
            ]
        ),
        "joined": kinds.Script(
            [
                kinds.seed(7),
                *_member("m1", (4,), 3),
                *_member("m2", (4,), 8, 3),
                *_member("m3", (4,), 3),
                *_joined("three", _THREE_MEMBERS, _ROWS),
                kinds.ask("saved", "three.save", "whole.keras", take=False),
                kinds.ask("loaded", "keras.models.load_model", "whole.keras", store="loaded", take=False),
                kinds.ask("loaded: one input", "loaded", _ROWS),
                kinds.ask("loaded: many inputs", "loaded", [_ROWS] * 3),
                *_member("p1", _PICTURES.shape[1:], 4),
                *_member("p2", _PICTURES.shape[1:], 4),
                *_joined("pictures", _FOR_PICTURES, _PICTURES),
                *_member("m4", (4,), 3),
                kinds.ask("clone", "keras.models.clone_model", kinds.ref("m4"), store="clone", take=False),
                *_joined("clones", _CLONES, _ROWS),
            ],
            of="ensemble_model",
            folder=True,
        ),
    },
    given={"joined"},
)


def _answered(joined: Any, label: str, called: str) -> np.ndarray:
    """Give what a model answers, however many inputs it has: how many, one criterion asks."""
    many = joined[f"{label}: many inputs"]
    answer = many if many.ok and not joined[f"{label}: one input"].ok else joined[f"{label}: one input"]
    return array_of(
        value_of(answer, called, hint="The function returns a Keras model that can be called on rows."),
        expected="an array of probabilities",
    )


def _returned(joined: Any, label: str, hint: str = "Each member is called on the new model's input.") -> None:
    value_of(joined[label], "ensemble_model(members)", hint=hint)


def _mean_is(joined: Any, label: str, members: Sequence[str]) -> None:
    _returned(joined, label)
    alone = np.array([np.asarray(joined[f"{label}: {one} alone"].value) for one in members])
    found = _answered(joined, label, "ensemble.predict(x)")
    right = alone.mean(axis=0)
    require(
        close(found, right),
        expected=f"the mean of what {len(members)} members give",
        found=f"other numbers, of shape {found.shape}",
        mistakes={
            "That is the sum: its rows don't add to one. `Average` divides by the number of members.": close(
                found, alone.sum(axis=0)
            ),
            "That is one member alone: is each of them called, and not one of them several times?": any(
                close(found, one) for one in alone
            ),
            "The members' outputs were put side by side, and not averaged.": found.shape[-1]
            == alone.shape[-1] * len(members),
            "A softmax was applied twice: the members give probabilities, and their mean needs no "
            "other.": close(found, _softmax(right)) or close(found, _softmax(alone).mean(axis=0)),
        },
        hint="Are all members in it, with the weights that they came with, and counted the same?",
    )


@ENSEMBLE_MODEL.criterion("The mean of the members", points=2, read=_ONE)
def _model_mean(joined):
    _mean_is(joined, "three", _THREE_MEMBERS)


@ENSEMBLE_MODEL.criterion("One input, of the members' shape", points=1, read=_ONE)
def _one_input(joined):
    for label, shape in (("three", _ROWS.shape[1:]), ("pictures", _PICTURES.shape[1:])):
        _returned(joined, label, f"The members take rows of shape {shape}. Ask a member for its shape.")
        answer = joined[f"{label}: one input"]
        require(
            answer.ok,
            expected=f"a model with one input, for rows of shape {shape}",
            found="a model that wants an input for each member"
            if joined[f"{label}: many inputs"].ok
            else error_line(answer),
            hint="One `keras.Input` is made, and every member is called on it.",
        )


@ENSEMBLE_MODEL.criterion("One file that loads without help", points=2, read=_ONE)
def _one_file(joined):
    _returned(joined, "three")
    expected = "a model that saves to a `.keras` file and loads from it"
    for label in ("saved", "loaded"):
        answer = joined[label]
        line = error_line(answer) if not answer.ok else ""
        require(
            answer.ok,
            expected=expected,
            found=line,
            mistakes={
                "A `Lambda` layer holds Python code, which Keras doesn't load from a file. Take a layer of "
                "Keras's, such as `Average`.": "ambda" in line,
                "A class of your own can't be loaded without its code. Build a functional model of Keras's "
                "layers.": any(
                    words in line
                    for words in ("ould not locate", "register", "get_config", "created by passing")
                ),
            },
            hint="Build it of Keras's own layers: these are known to whoever loads the file.",
        )
    before = _answered(joined, "three", "ensemble.predict(x)")
    after = _answered(joined, "loaded", "the loaded model")
    require(
        close(after, before),
        expected="the same answers after loading",
        found="other numbers",
        hint="The members must be layers of the new model, so that their weights are in its file.",
    )


@ENSEMBLE_MODEL.criterion("Members with equal names", points=1, read=_ONE)
def _equal_names(joined):
    answer = joined["clones"]
    line = error_line(answer) if not answer.ok else ""
    require(
        answer.ok,
        expected="an ensemble of a model and its clone, which has the same name",
        found=line,
        mistakes={
            "Within a model every layer's name must be different: give each member a name of its own "
            "first.": "unique" in line or "used 2 times" in line or "name" in line
        },
        hint="Give each member a name of its own before it is called.",
    )
    _answered(joined, "clones", "ensemble.predict(x)")


# ------------------------------------------------------------------------------------------- compare_errors


def _pair_case(rows: int, classes: int, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draw two models' probabilities and labels of which each model knows a good part."""
    draw = hidden_rng(seed)
    y = draw.integers(classes, size=rows)
    hint = 0.35 * np.eye(classes)[y]
    return (
        _softmax(4 * hint + draw.normal(size=(rows, classes))),
        _softmax(3 * hint + draw.normal(size=(rows, classes))),
        y,
    )


_PAIRS = [_pair_case(40, 3, 1), _pair_case(25, 5, 2), _pair_case(30, 2, 3)]

COMPARE_ERRORS = Exercise(
    LESSON,
    "compare_errors",
    evidence={"compare_errors": kinds.Function([kinds.call(*case) for case in _PAIRS])},
)


def _pair_numbers(answer: Any) -> tuple[float, float]:
    hint = "Return both numbers, first the disagreement, then the double fault."
    pair = pair_of(
        value_of(answer, "compare_errors(first, second, y)"), expected="a pair of numbers", hint=hint
    )
    one, other = (number_of(part, expected="two numbers", hint=hint) for part in pair)
    return one, other


@COMPARE_ERRORS.criterion("The share in which they disagree", points=2, read=_DISAGREE)
def _disagreement(compare_errors):
    for (first, second, y), answer in zip(_PAIRS, compare_errors.answers, strict=True):
        one, other = first.argmax(axis=1), second.argmax(axis=1)
        right, double = (one != other).mean(), ((one != y) & (other != y)).mean()
        number_is(
            _pair_numbers(answer)[0],
            right,
            expected=f"the share of {len(y)} rows in which the two name different classes",
            mistakes={
                "That is the share in which they agree.": 1 - right,
                "That is a count. A share is divided by the number of rows.": right * len(y),
                "The probabilities were compared, and not the classes that the models name.": [
                    (first != second).mean(),
                    (first != second).any(axis=1).mean(),
                ],
                "The two numbers are exchanged: first the disagreement.": double,
                "That is the share in which exactly one of them is wrong. Two different wrong answers "
                "disagree as well.": ((one != y) ^ (other != y)).mean(),
            },
            hint="Compare the named classes row by row.",
        )


@COMPARE_ERRORS.criterion("The share in which both are wrong", points=2, read=_DISAGREE)
def _double_fault(compare_errors):
    for (first, second, y), answer in zip(_PAIRS, compare_errors.answers, strict=True):
        one, other = first.argmax(axis=1), second.argmax(axis=1)
        agree = one == other
        both = (one != y) & (other != y)
        wrong_once = (one != y) | (other != y)
        number_is(
            _pair_numbers(answer)[1],
            both.mean(),
            expected=f"the share of {len(y)} rows in which both are wrong",
            mistakes={
                "At least one is wrong there: both conditions must hold.": wrong_once.mean(),
                "Two different wrong classes are a double fault too.": (both & agree).mean(),
                "That is a count. A share is divided by the number of rows.": both.sum(),
                "It is a share of all rows, and not of those with an error.": [
                    both.sum() / max(wrong_once.sum(), 1),
                    both.sum() / max((one != y).sum(), 1),
                    both.sum() / max((other != y).sum(), 1),
                ],
                "That is the share in which both are right.": 1 - wrong_once.mean(),
                "The product of the two error rates would be right if their errors had nothing to do with "
                "each other. Count.": (one != y).mean() * (other != y).mean(),
            },
            hint="In which rows are both classes other than the true one?",
        )


# --------------------------------------------------------------------------------------- validation_weights


def _split(rows: int, classes: int, strengths: Sequence[float], seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw the probabilities of members that know their rows more or less well, and the labels."""
    draw = hidden_rng(seed)
    y = draw.integers(classes, size=rows)
    known = np.eye(classes)[y]
    return np.array([_softmax(2.5 * (s * known + draw.normal(size=known.shape))) for s in strengths]), y


# Who is good on validation rows is not so on test rows: which of them chose the weights can be told.
_WEIGHING = [
    (*_split(60, 4, [1.5, 1.1, 0.5], 21), *_split(50, 4, [0.2, 1.9, 0.3], 22)),
    (*_split(45, 3, [1.2, 1.5], 23), *_split(70, 3, [2.0, 0.4], 24)),
    (*_split(40, 3, [2.6, 0.0], 25), *_split(30, 3, [0.8, 1.0], 26)),  # the second member is of no use
]

VALIDATION_WEIGHTS = Exercise(
    LESSON,
    "validation_weights",
    evidence={"validation_weights": kinds.Function([kinds.call(*case) for case in _WEIGHING])},
)


def _loss(weights: np.ndarray, members: np.ndarray, y: np.ndarray) -> float:
    mixed = np.tensordot(weights, members, axes=1)
    return float(-np.log(np.clip(mixed[np.arange(len(y)), y], 1e-7, 1)).mean())


def _accuracy(weights: np.ndarray, members: np.ndarray, y: np.ndarray) -> float:
    return float((np.tensordot(weights, members, axes=1).argmax(axis=1) == y).mean())


def _tenths(members: int) -> list[np.ndarray]:
    mixes = itertools.product(range(11), repeat=members)
    return [np.array(mix) / 10 for mix in mixes if sum(mix) == 10]


def _raw_weights(answer: Any, members: int) -> np.ndarray:
    hint = "Return the pair (weights, accuracy); the weights are one number for each member."
    pair = value_of(answer, "validation_weights(valid, y_valid, test, y_test)")
    weights, _ = pair_of(pair, expected="a pair: weights, and an accuracy", hint=hint)
    expected = f"{members} weights for {members} members"
    found = array_of(weights, expected=expected, hint=hint)
    require(found.size == members, expected=expected, found=f"an array of shape {found.shape}", hint=hint)
    return found.reshape(-1).astype("float64")


def _scaled_weights(answer: Any, members: int) -> np.ndarray:
    """Give the weights so that they add to one: whether they do, one criterion asks."""
    weights = _raw_weights(answer, members)
    total = weights.sum()
    return weights / total if total > 0 else weights


@VALIDATION_WEIGHTS.criterion("Weights that add to one", points=1, read=_WEIGHTS)
def _adds_to_one(validation_weights):
    for (valid, *_), answer in zip(_WEIGHING, validation_weights.answers, strict=True):
        weights = _raw_weights(answer, len(valid))
        require(
            close(weights.sum(), 1) and weights.min() >= -1e-6,
            expected="weights that add to one, none of them negative",
            found=f"{listed(map(shown, weights))}, with a sum of {shown(weights.sum())}",
            hint="With another sum the weighted average is no longer a probability: divide the weights by "
            "their sum.",
        )


@VALIDATION_WEIGHTS.criterion("The lowest validation loss", points=3, read=_WEIGHTS)
def _lowest(validation_weights):
    for (valid, y_valid, test, y_test), answer in zip(_WEIGHING, validation_weights.answers, strict=True):
        weights = _scaled_weights(answer, len(valid))
        mixes = _tenths(len(valid))
        losses = [_loss(mix, valid, y_valid) for mix in mixes]
        found = _loss(weights, valid, y_valid)
        single = [_accuracy(one, valid, y_valid) for one in np.eye(len(valid))]
        require(
            found <= min(losses) + 1e-4,
            expected=f"weights for {len(valid)} members with the lowest validation cross-entropy",
            found=f"the weights {listed(map(shown, weights))}, whose validation loss is {shown(found)}, "
            f"where {shown(min(losses))} can be had",
            mistakes={
                "These were chosen on the test data. Then the test accuracy is no estimate any more: weights "
                "are found on validation data.": _loss(weights, test, y_test)
                <= min(_loss(mix, test, y_test) for mix in mixes) + 1e-4,
                "That is the highest loss.": found >= max(losses) - 1e-4,
                "All members count the same here. Look for the weights.": close(
                    weights, np.full(len(valid), 1 / len(valid)), abs=0.04
                ),
                "These are the members' accuracies as weights. That is a guess, and not a search.": close(
                    weights, np.array(single) / sum(single)
                ),
                "The whole weight went to the member that is best alone; a mixture has a lower loss.": close(
                    weights.max(), 1
                ),
                "These have the best validation *accuracy*; the loss was asked for.": _accuracy(
                    weights, valid, y_valid
                )
                >= max(_accuracy(mix, valid, y_valid) for mix in mixes),
                "These have the best accuracy on the test data: weights are found on validation "
                "data.": _accuracy(weights, test, y_test)
                >= max(_accuracy(mix, test, y_test) for mix in mixes),
            },
            hint="Go through all ways to share out ten tenths, and keep the one with the lowest loss.",
        )


@VALIDATION_WEIGHTS.criterion("The accuracy on the test rows", points=1, read=_WEIGHTS)
def _test_accuracy(validation_weights):
    for (valid, y_valid, test, y_test), answer in zip(_WEIGHING, validation_weights.answers, strict=True):
        weights = _scaled_weights(answer, len(valid))
        accuracy = number_of(pair_of(answer.value, expected="a pair")[1], expected="an accuracy, one number")
        number_is(
            accuracy,
            _accuracy(weights, test, y_test),
            expected="the accuracy of your weighted average on the test rows",
            mistakes={
                "That is the accuracy on the validation rows.": _accuracy(weights, valid, y_valid),
                "That is the loss.": [_loss(weights, test, y_test), _loss(weights, valid, y_valid)],
                "That is the accuracy of the plain mean, without your weights.": _accuracy(
                    np.full(len(test), 1 / len(test)), test, y_test
                ),
            },
            hint="Mix the members' test probabilities by your weights; compare the classes with `y_test`.",
        )


# ------------------------------------------------------------------------------------------------ bootstrap

_DRAWS = [(300, 1), (300, 1), (300, 2), (80, 7)]
_FEW = [(20, seed) for seed in range(30, 50)]
"""So many small samples hold each row at least once, all but surely."""
_BAGS = [[0, 0, 3, 5, 5, 4], [1, 3, 3, 3, 2, 0], [4, 3, 1, 1, 0, 0]]
_BAG_CASE = _probabilities(hidden_rng(31), 3, 6, 4)
_ALL_SEEN = [row for row in range(6) if all(row in bag for bag in _BAGS)]


def _unseen_mean(probabilities: np.ndarray, bags: Sequence[Sequence[int]]) -> np.ndarray:
    means = []
    for row in range(probabilities.shape[1]):
        parts = [probabilities[k, row] for k, bag in enumerate(bags) if row not in bag]
        means.append(np.mean(parts, axis=0) if parts else np.full(probabilities.shape[2], np.nan))
    return np.array(means)


BOOTSTRAP = Exercise(
    LESSON,
    "bootstrap",
    evidence={
        "bootstrap": kinds.Function([kinds.call(*given) for given in [*_DRAWS, *_FEW]]),
        "out_of_bag_mean": kinds.Function(
            [kinds.call(_BAG_CASE, _BAGS), kinds.call(_BAG_CASE[:2], [np.array(bag) for bag in _BAGS[:2]])]
        ),
    },
)


def _bag(answer: Any, count: int, seed: int) -> tuple[np.ndarray, Any]:
    called = f"bootstrap({count}, {seed})"
    hint = "Return the pair (rows, out of bag), both as row numbers."
    rows, out = pair_of(value_of(answer, called), expected=f"a pair from `{called}`", hint=hint)
    return array_of(rows, expected="an array of row numbers", hint=hint).reshape(-1), out


@BOOTSTRAP.criterion("As many draws as rows, with replacement", points=2, read=_BAGGING)
def _with_replacement(bootstrap):
    for (count, seed), answer in zip(_DRAWS, bootstrap.answers, strict=False):
        rows, _ = _bag(answer, count, seed)
        expected = f"{count} draws with replacement from the rows 0 to {count - 1}"
        different = len(np.unique(rows))
        require(
            len(rows) == count and rows.min() >= 0 and rows.max() < count and close(rows, np.round(rows)),
            expected=expected,
            found=f"{len(rows)} numbers from {shown(rows.min())} to {shown(rows.max())}"
            if len(rows)
            else "no numbers",
            hint="A bootstrap sample is as long as the data; rows are counted from 0.",
        )
        require(
            0.5 < different / count < 0.77,
            expected=expected,
            found=f"{different} different rows among {count} draws",
            mistakes={
                "That is without replacement: every row once, in another order. So each member would get the "
                "same data.": different == count
            },
            hint="About 0.63 of the rows are in a bootstrap sample at least once.",
        )
    answers = bootstrap.answers[len(_DRAWS) :]
    samples = [_bag(one, *given)[0] for given, one in zip(_FEW, answers, strict=True)]
    never = sorted(set(range(20)) - {int(row) for sample in samples for row in sample})
    alike = all(close(sample, samples[0]) for sample in samples)  # which the seed's criterion tells
    require(
        not never or alike,
        expected="each of 20 rows drawn at least once in 20 samples",
        found=f"row {listed(map(str, never))} never drawn",
        hint="The numbers go from 0 up to `count - 1`: is the upper end counted, or left out?",
    )


@BOOTSTRAP.criterion("Out of bag are the rows that are missing", points=1, read=_BAGGING)
def _out_of_bag(bootstrap):
    for (count, seed), answer in zip(_DRAWS, bootstrap.answers, strict=False):
        rows, given = _bag(answer, count, seed)
        right = np.setdiff1d(np.arange(count), rows)
        out = np.asarray(sorted(given) if isinstance(given, (set, frozenset)) else given)
        expected = "the numbers of all rows that are not in the sample, each once"
        if out.dtype.kind not in "iuf" and out.size:
            raise Missed(
                expected=expected,
                found="True and False" if out.dtype.kind == "b" else kind_of(given),
                hint="`np.flatnonzero` turns a mask into row numbers.",
            )
        out = out.reshape(-1)
        require(
            close(np.sort(out), right) if len(out) or len(right) else True,
            expected=expected,
            found=f"{len(out)} numbers where {len(right)} rows are missing"
            if len(out) != len(right)
            else "other rows",
            mistakes={
                "Some of these rows are in the sample: a member has seen them.": bool(
                    len(np.intersect1d(out, rows))
                ),
                "Each of them once.": len(np.unique(out)) < len(out),
            },
            hint="All rows from 0 to `count - 1`, without those that were drawn.",
        )


@BOOTSTRAP.criterion("The seed decides", points=1, read=_BAGGING)
def _seed_decides(bootstrap):
    first, again, other = (
        _bag(answer, *given)[0] for answer, given in zip(bootstrap.answers[:3], _DRAWS, strict=False)
    )
    require(
        close(again, first),
        expected="the same sample for the same seed",
        found="another sample in a second call",
        hint="Make the generator inside the function: `np.random.default_rng(seed)`.",
    )
    require(
        not close(other, first),
        expected="another sample for another seed",
        found="the same sample",
        hint="Is the seed that comes in used? With one seed for all, the members get the same rows.",
    )


def _bag_means(answer: Any, members: int) -> np.ndarray:
    expected = "an array of shape (rows, classes)"
    found = array_of(value_of(answer, "out_of_bag_mean(probabilities, bags)"), expected=expected)
    require(
        found.shape == _BAG_CASE.shape[1:],
        expected=f"for {members} members, 6 rows and 4 classes an array of shape (6, 4)",
        found=f"an array of shape {found.shape}",
        hint="The members are the first axis, and it is averaged away.",
    )
    return found


@BOOTSTRAP.criterion("Only members that have not seen the row", points=2, read=_BAGGING)
def _unseen_only(out_of_bag_mean):
    for members, answer in zip((3, 2), out_of_bag_mean.answers, strict=True):
        given, bags = _BAG_CASE[:members], _BAGS[:members]
        found, right = _bag_means(answer, members), _unseen_mean(given, bags)
        rows = ~np.isnan(right[:, 0])
        seen = np.array([[row in bag for row in range(6)] for bag in bags])
        seen_sum = np.where(seen[..., None], given, 0).sum(axis=0)
        unseen_sum = np.where(seen[..., None], 0, given).sum(axis=0)
        with np.errstate(invalid="ignore", divide="ignore"):
            seen_mean = seen_sum / seen.sum(axis=0)[:, None]
        require(
            close(found[rows], right[rows]),
            expected="for each row the mean of the members whose sample has missed it",
            found="other numbers",
            mistakes={
                "All members were averaged, also those that were trained on the row: that promises too "
                "much.": close(found[rows], given.mean(axis=0)[rows]),
                "The wrong ones: those that have seen the row were averaged.": np.allclose(
                    found[rows], seen_mean[rows], atol=1e-4, equal_nan=True
                ),
                "Divide by the number of members that were averaged in this row, and not by all.": close(
                    found[rows], unseen_sum[rows] / members
                ),
                "That is the sum, not the mean.": close(found[rows], unseen_sum[rows]),
            },
            hint="Where a member has seen the row, its answer is left out.",
        )


@BOOTSTRAP.criterion("A row that all have seen is nan", points=1, read=_BAGGING)
def _all_seen(out_of_bag_mean):
    found = _bag_means(out_of_bag_mean.answers[0], 3)[_ALL_SEEN]
    require(
        np.isnan(found.astype("float64")).all(),
        expected="`np.nan` in a row that every member has seen",
        found=listed(map(shown, found[0])),
        hint="Nobody can say anything honest about that row. A 0 would count as an answer.",
    )


# ---------------------------------------------------------------------------------------------- out_of_fold

_FOLDS = np.array([2, 0, 1, 0, 2, 2, 1, 0, 1, 2, 0, 1, 1, 0])
_LABELS = np.array([1, 0, 2, 1, 1, 1, 0, 0, 2, 0, 0, 2, 2, 1])
_CLASSES, _EPOCHS, _STEP = 3, 6, 3.0
_NUMBERS = np.arange(len(_FOLDS)).reshape(-1, 1)
_INSIDE = [fold == _FOLDS for fold in range(3)]

# A model that learns by heart: it has weights for each row alone, which start at 0, and a bias for all. Of a
# row that it has not seen it knows only how frequent the classes are among the others.
_BY_HEART = [
    kinds.made("keras.Input", (1,)),
    kinds.made("keras.layers.Embedding", len(_FOLDS), _CLASSES, embeddings_initializer="zeros"),
    kinds.made("keras.layers.Flatten"),
    kinds.made(
        "keras.layers.Dense",
        _CLASSES,
        activation="softmax",
        kernel_initializer=kinds.made("keras.initializers.Identity"),
    ),
]

OUT_OF_FOLD = Exercise(
    LESSON,
    "out_of_fold",
    evidence={
        "out_of_fold": kinds.Script(
            [
                kinds.ask("by heart", "keras.Sequential", _BY_HEART, store="model", take=False),
                kinds.ask(
                    "compiled",
                    "model.compile",
                    optimizer=kinds.made("keras.optimizers.SGD", _STEP),
                    loss="sparse_categorical_crossentropy",
                    take=False,
                ),
                kinds.ask("saved", "model.save", "member.keras", take=False),
                kinds.ask("asked", "subject", "member.keras", _NUMBERS, _LABELS, _FOLDS, _EPOCHS),
            ],
            folder=True,
            needs="function",
            silent=False,
        )
    },
)


def _predictions(script: Any) -> np.ndarray:
    expected = f"predictions of shape ({len(_FOLDS)}, {_CLASSES}), a row for each row of x"
    found = array_of(
        value_of(script["asked"], "out_of_fold(path, x, y, folds, epochs)"),
        expected=expected,
        hint="Collect the predictions of all folds in one array, and return it.",
    )
    require(
        found.shape == (len(_FOLDS), _CLASSES),
        expected=expected,
        found=f"an array of shape {found.shape}",
        hint="Each row is predicted once, in the fold to which it belongs.",
    )
    return found


_Weights = tuple[np.ndarray, np.ndarray, np.ndarray]


def _learned(rows: np.ndarray, epochs: int, weights: _Weights | None = None) -> _Weights:
    """Train the model on these rows, by hand: its embedding, its kernel and its bias."""
    table, kernel, bias = weights or (
        np.zeros((len(_FOLDS), _CLASSES)),
        np.eye(_CLASSES),
        np.zeros(_CLASSES),
    )
    wanted = np.eye(_CLASSES)[_LABELS]
    for _ in range(epochs):
        wrong = np.where(rows[:, None], _softmax(table @ kernel + bias) - wanted, 0) / rows.sum()
        table, kernel, bias = (
            table - _STEP * wrong @ kernel.T,
            kernel - _STEP * table.T @ wrong,
            bias - _STEP * wrong.sum(axis=0),
        )
    return table, kernel, bias


def _by_fold(models: Sequence[_Weights]) -> np.ndarray:
    """Let each row be predicted by the model of its fold."""
    answers = np.array([_softmax(table @ kernel + bias) for table, kernel, bias in models])
    return answers[_FOLDS, np.arange(len(_FOLDS))]


def _alike(found: np.ndarray, right: np.ndarray) -> bool:
    """Whether predictions agree: the smallest mistake moves one by 0.05, rounding in six epochs by 1e-4."""
    return close(found, right, rel=0, abs=0.01)


@OUT_OF_FOLD.criterion("No model has seen the rows that it predicts", points=3, read=_STACKING)
def _not_seen(out_of_fold):
    found = _predictions(out_of_fold)
    # Of rows that a model has not seen it says the same. In which order they stand is the other criterion's.
    in_order = np.concatenate([np.flatnonzero(rows) for rows in _INSIDE])
    orders = [np.arange(len(_FOLDS)), np.argsort(in_order)]
    even = any(max(np.ptp(found[order][rows], axis=0).max() for rows in _INSIDE) < 0.01 for order in orders)
    first = max(np.ptp(found[_INSIDE[0]], axis=0)) < 0.01
    require(
        even,
        expected="the same answer for all rows of a fold, by a model that learns its rows by heart and knows "
        "of others only how frequent the classes are",
        found="answers that know the rows' own labels",
        mistakes={
            "One model was trained on from fold to fold, and had seen most rows before. Load it anew for "
            "each fold.": first,
        },
        hint="These are predictions on seen rows (in-sample). A meta-model learns to trust them blindly: "
        "train on the rows of the other folds, and predict those of this one.",
    )


@OUT_OF_FOLD.criterion("Trained on the others, in the order of the rows", points=2, read=_STACKING)
def _in_order(out_of_fold):
    found = _predictions(out_of_fold)
    right = _by_fold([_learned(~rows, _EPOCHS) for rows in _INSIDE])
    # Whether rows were seen is the first criterion's: one mistake costs one of them.
    everywhere = np.ones(len(_FOLDS), bool)
    on = []
    for rows in _INSIDE:
        on.append(_learned(~rows, _EPOCHS, on[-1] if on else None))
    seen = [
        _by_fold([_learned(everywhere, _EPOCHS)] * 3),
        _by_fold([_learned(rows, _EPOCHS) for rows in _INSIDE]),
        _by_fold(on),
    ]
    others = [_by_fold([_learned(~rows, n) for rows in _INSIDE]) for n in range(1, 21) if n != _EPOCHS]
    untrained = _by_fold([_learned(~rows, 0) for rows in _INSIDE])
    require(
        _alike(found, right) or any(_alike(found, one) for one in seen),
        expected=f"for each row what a model says after {_EPOCHS} epochs on the other folds",
        found="other numbers",
        mistakes={
            "The predictions stand in the order of the folds, and not of the rows: put each fold's answers "
            "at its own rows.": _alike(found, np.concatenate([right[rows] for rows in _INSIDE])),
            "The models were not trained.": _alike(found, untrained),
            "Trained for another number of epochs than was asked for.": any(
                _alike(found, one) for one in others
            ),
        },
        hint="`fit` on `x` and `y` of the other folds, for `epochs` epochs; answers at their own rows.",
    )
