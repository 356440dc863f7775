"""Hidden checks of lesson 05: classes of layers and models, asked questions and recomputed from weights."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations, permutations
from typing import Any

import numpy as np

from graders.criteria import Exercise, Missed, hidden_rng, require
from graders.evidence import kinds
from graders.vocabulary import class_is, close, error_line, kind_of, listed, shown, value_of

LESSON = "05_subclassing"
_LOST = "Layers are attributes of `self`, alone or in a list, and are made in `__init__`."
_FEATURES = 8


def _rows(seed: int, *shape: int) -> np.ndarray:
    return hidden_rng(seed).normal(size=shape).astype("float32")


# -------------------------------------------------------------------------------- questions of every exercise


def _asked(script: Any, label: str) -> Any:
    """Give what an object of the class answered to a step, or say that it could not be made or called."""
    hint = "An object was {} with the arguments that the exercise names. Do the same in a cell below."
    for step, doing in (("made", "made"), (label, "called")):
        answer = script[step]
        require(
            answer.ok,
            expected=f"a class `{script.name}` that can be made and called",
            found=error_line(answer),
            hint=hint.format(doing),
        )
    return value_of(script[label], f"{script.name}(…)", hint=hint.format("called"))


def _output(script: Any, label: str = "call 1") -> np.ndarray:
    """Give an output that must be one array of numbers."""
    value = _asked(script, label)
    require(
        isinstance(value, np.ndarray) and value.dtype.kind == "f",
        expected="a tensor of numbers as the output",
        found=kind_of(value),
        hint="What `call` returns is the output: it should end with `return` and a tensor.",
    )
    return value


# Asked of the object itself: what stands in a model rebuilt from a run of its `call` need not be tracked.
_WEIGHTS = kinds.ask("weights", "made.get_weights")


def _arrays(script: Any, label: str = "weights") -> list[np.ndarray]:
    """Give the weights that Keras finds in the object, as arrays."""
    answer = script[label]
    return [np.asarray(part) for part in answer.value] if isinstance(answer.value, list) else []


Dense = tuple[np.ndarray, np.ndarray]


def _dense(arrays: Sequence[np.ndarray]) -> list[Dense]:
    """Give the kernels with the bias that follows each, zeros where none does."""
    found = []
    for place, kernel in enumerate(arrays):
        if kernel.ndim == 2:
            after = arrays[place + 1] if place + 1 < len(arrays) else np.zeros(0)
            bias = after if after.shape == kernel.shape[1:] else np.zeros(kernel.shape[1])
            found.append((kernel, bias))
    return found


def _shapes(arrays: Sequence[np.ndarray]) -> str:
    return listed("×".join(map(str, array.shape)) for array in arrays) or "none"


def _relu(x: np.ndarray) -> np.ndarray:
    return np.maximum(x, 0)


def _sigmoid(z: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-z))


def _softmax(z: np.ndarray) -> np.ndarray:
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def _unchanged(z: np.ndarray, layer: int = 0) -> np.ndarray:
    return z


_ACTIVATIONS = (_sigmoid, _softmax, _unchanged, _relu, np.tanh)


def _chains(arrays: list[np.ndarray], widths: list[int]) -> Iterator[list[Dense]]:
    """Give the ways in which dense layers make a tower of these widths, input's and output's included."""
    layers = _dense(arrays)

    def grow(taken: list[int]) -> Iterator[list[int]]:
        if len(taken) == len(widths) - 1:
            yield taken
            return
        shape = (widths[len(taken)], widths[len(taken) + 1])
        for number, (kernel, _) in enumerate(layers):
            if number not in taken and kernel.shape == shape:
                yield from grow([*taken, number])

    if len(layers) == len(widths) - 1:
        for taken in grow([]):
            yield [layers[number] for number in taken]


def _tower(
    chain: Sequence[Dense],
    x: np.ndarray,
    behind: Callable[[np.ndarray, int], np.ndarray] = _unchanged,
    before: Callable[[np.ndarray, int], np.ndarray] = _unchanged,
    activation: Callable[[np.ndarray], np.ndarray] = _relu,
) -> np.ndarray:
    """Compute a tower; `behind` and `before` act on a hidden layer, behind and before its activation.

    Both are given the layer's place, too.
    """
    for place, (kernel, bias) in enumerate(chain[:-1]):
        x = behind(activation(before(x @ kernel + bias, place)), place)
    return x @ chain[-1][0] + chain[-1][1]


# -------------------------------------------------------------------------------------- wide_and_deep_class

_STONES = _rows(1, 12, _FEATURES)

WIDE_AND_DEEP_CLASS = Exercise(
    LESSON,
    "wide_and_deep_class",
    evidence={
        "WideAndDeep": kinds.LayerClass(
            inputs=[_STONES, _STONES], arguments=kinds.call(7, 3), more=[_WEIGHTS]
        ),
        "other": kinds.LayerClass(
            of="WideAndDeep", inputs=[_rows(2, 6, _FEATURES)], arguments=kinds.call(2, 9), more=[_WEIGHTS]
        ),
    },
)


@WIDE_AND_DEEP_CLASS.criterion("Keras finds all its layers", points=2, read="Where layers are kept")
def _found(WideAndDeep):
    class_is(WideAndDeep, "keras.Model")
    first, second = _output(WideAndDeep, "call 1"), _output(WideAndDeep, "call 2")
    arrays = _arrays(WideAndDeep)
    require(
        close(first, second),
        expected="the same output for the same input",
        found="another one in the second call",
        hint=f"A layer made inside `call` is made anew each time, with new weights. {_LOST}",
    )
    kernels = [kernel for kernel, _ in _dense(arrays)]
    widths = [_FEATURES, *(kernel.shape[1] for kernel in kernels)]
    sums = {sum(some) for count in range(1, len(widths) + 1) for some in combinations(widths, count)}
    require(
        any(kernel.shape[1] == 1 for kernel in kernels)
        and all(kernel.shape[0] in sums for kernel in kernels),
        expected="weights of every layer that has a part in the output",
        found=f"weights of the shapes {_shapes(arrays)}",
        hint=f"A layer that a plain function or a global name keeps is not found, and never trained. {_LOST}",
    )


def _wide_deep_outputs(arrays: list[np.ndarray], x: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """Give, for the right network and for known mistakes, the outputs that these weights make."""
    width = x.shape[1]
    layers = _dense(arrays)
    firsts = [pair for pair in layers if pair[0].shape[0] == width and pair[0].shape[1] > 1]
    lasts = [pair for pair in layers if pair[0].shape[1] == 1]
    for activation, mistake in ((_relu, ""), (_unchanged, "no activation")):
        for kernel, bias in firsts:
            first = activation(x @ kernel + bias)
            for inner, inner_bias in layers:
                if inner.shape[0] != first.shape[1] or inner.shape[1] == 1:
                    continue
                second = activation(first @ inner + inner_bias)
                for name, parts in (
                    (mistake, [x, second]),
                    ("no wide", [second]),
                    ("first joined", [x, first]),
                    ("no input", [first, second]),
                    ("all joined", [x, first, second]),
                    ("no deep", [x]),
                ):
                    for order in permutations(parts):
                        joined = np.concatenate(order, axis=1)
                        for last, last_bias in lasts:
                            if last.shape[0] == joined.shape[1]:
                                yield name, joined @ last + last_bias
                if len(lasts) == 2:  # a unit for each path, and their sum: the same network
                    for (a, a_bias), (b, b_bias) in permutations(lasts):
                        if a.shape[0] == width and b.shape[0] == second.shape[1]:
                            yield mistake, x @ a + a_bias + second @ b + b_bias


_MISTAKES = {
    "no activation": "The hidden layers have no activation, so the deep path stays a weighted sum.",
    "no wide": "The wide path was left out: the input itself goes into the concatenation too.",
    "first joined": "The concatenation takes the first hidden layer; the deep path ends with the second.",
    "no input": "The concatenation takes both hidden layers and not the input: that is no wide path.",
    "all joined": "A tensor too many is joined: the input and the end of the deep path are two.",
    "no deep": "The deep path was left out of the concatenation.",
    "activation left on": "The last unit is linear: a price is any number, and an activation was left on.",
}


@WIDE_AND_DEEP_CLASS.criterion(
    "A wide and a deep path meet in one linear unit", points=2, read="A model as a class"
)
def _meet(WideAndDeep):
    found, arrays = _output(WideAndDeep), _arrays(WideAndDeep)
    shown_mistake = ""
    for mistake, wanted in _wide_deep_outputs(arrays, _STONES):
        if close(found, wanted):
            if not mistake:
                return
            shown_mistake = mistake
            break
        if not mistake and any(close(found, bent(wanted)) for bent in (_relu, _sigmoid, np.tanh)):
            shown_mistake = "activation left on"
            break
    raise Missed(
        expected="one number for each row, from the joined input and deep path",
        found=f"an output of shape {found.shape} from weights of the shapes {_shapes(arrays)}",
        hint=_MISTAKES.get(
            shown_mistake,
            "Were all weights found? Is every layer called on the tensor that the task names?",
        ),
    )


@WIDE_AND_DEEP_CLASS.criterion("The arguments set the widths", points=1, read="A model as a class")
def _widths_by_argument(WideAndDeep, other):
    for script, first, second in ((WideAndDeep, 7, 3), (other, 2, 9)):
        _asked(script, "call 1")
        kernels = [kernel.shape for kernel, _ in _dense(_arrays(script))]
        swapped = (_FEATURES, second) in kernels and (second, first) in kernels
        require(
            (_FEATURES, first) in kernels and (first, second) in kernels,
            expected=f"hidden layers of {first} and {second} units for `WideAndDeep({first}, {second})`",
            found=f"kernels of the shapes {listed(f'{a}×{b}' for a, b in kernels) or 'none'}",
            mistakes={
                "The two widths are swapped: the first argument is the first layer's.": swapped,
                f"Keras finds no weights in it. {_LOST}": not kernels,
            },
            hint="The widths that come in go on to the layers: nothing is fixed in the class.",
        )


# ------------------------------------------------------------------------------------------ optional_layers

_BATCH = _rows(3, 16, _FEATURES)
_ALIKE = np.repeat(_rows(4, 1, _FEATURES), 4000, axis=0)
_RATE = 0.25


def _mlp(rows: np.ndarray, *args: Any, fitted: bool = True) -> kinds.Script:
    """Ask a model for outputs in use and in training, and fit it on its own outputs in use.

    So any loss comes from acting otherwise in training. The learning rate is 0, and weights stay as they
    are. In the end a batch a hundred times as large comes in training, after which statistics that were
    collected differ from those at the start by far.
    """
    compiled: dict[str, Any] = {
        "optimizer": kinds.made("keras.optimizers.SGD", 0.0),
        "loss": "mse",
        "run_eagerly": True,
    }
    fit = [
        kinds.ask("own", "made", rows, training=False, store="own", take=False),
        kinds.ask("compiled", "made.compile", take=False, **compiled),
        kinds.ask("trained", "made.train_on_batch", rows, kinds.ref("own")),
    ]
    return kinds.Script(
        [
            kinds.seed(1),
            kinds.make(*args),
            kinds.ask("call 1", "made", rows),
            kinds.ask("call 2", "made", rows),
            kinds.ask("training 1", "made", rows, training=True),
            _WEIGHTS,
            *(fit if fitted else ()),
            kinds.ask("large", "made", 100 * rows[:16], training=True, take=False),
            kinds.ask("later weights", "made.get_weights"),
            kinds.ask("later", "made", rows[:16]),
        ],
        of="MLP",
        needs="class",
    )


# Arguments go by position, as in the task's signature.
OPTIONAL_LAYERS = Exercise(
    LESSON,
    "optional_layers",
    evidence={
        "MLP": kinds.LayerClass(inputs=[_BATCH], arguments=kinds.call([8, 8, 3]), more=[_WEIGHTS]),
        "dropping": _mlp(_ALIKE, [30, 20], _RATE),
        "normalizing": _mlp(_BATCH, [6, 6], 0.0, True),
        "both": _mlp(_BATCH, [20, 20], _RATE, True, fitted=False),
    },
)
_TOO_FEW = "`fit` hands `training` to your model's `call` only when it stands in the signature."


@OPTIONAL_LAYERS.criterion(
    "A hidden layer for each width, each of its own", points=2, read="Loops and conditions"
)
def _own_layers(MLP):
    class_is(MLP, "keras.Model")
    found, arrays = _output(MLP), _arrays(MLP)
    kernels = [kernel for kernel, _ in _dense(arrays)]
    alike = [a for a, b in combinations(kernels, 2) if a.shape == b.shape and np.array_equal(a, b)]
    require(
        not alike,
        expected="layers that start with weights of their own",
        found=f"two kernels of {_shapes(alike[:1])} with the same weights",
        hint="They share one initializer object. Give each layer its own, or the initializer's name.",
    )
    chains = list(_chains(arrays, [_FEATURES, 8, 8, 3, 1]))
    too_few = len(kernels) < 4 and any(kernel.shape == (8, 8) for kernel in kernels)
    require(
        any(close(found, _tower(chain, _BATCH)) for chain in chains) and len(arrays) == 8,
        expected="hidden layers of 8, 8 and 3 units and one unit as the output, for `MLP([8, 8, 3])`",
        found=f"weights of the shapes {_shapes(arrays)}",
        mistakes={
            f"Keras finds no layers in it. {_LOST}": not kernels,
            "One layer object stands in several places, or a width is left out: call the class for each.": (
                too_few
            ),
            "Without `normalize=True` there is no BatchNormalization, and no weight of it.": chains
            and len(arrays) > 8,
            "The weights are right, and the output is not what a tower of ReLU layers makes of them.": chains,
        },
        hint="The list says how many hidden layers there are, and the output layer has one unit.",
    )


def _scatter(script: Any) -> tuple[float, float]:
    """Give the scatter of the outputs in training, and that which dropout behind each hidden layer makes."""
    random = np.random.default_rng(11)
    for chain in _chains(_arrays(script), [_FEATURES, 30, 20, 1]):
        wanted = _tower(chain, _ALIKE, lambda h, _: h * (random.random(h.shape) >= _RATE) / (1 - _RATE))
        return float(np.std(script["training 1"].value)), float(np.std(wanted))
    raise Missed(
        expected="hidden layers of 30 and 20 units and one unit as the output, for `MLP([30, 20], rate=…)`",
        found=f"weights of the shapes {_shapes(_arrays(script))}",
        hint="With a rate, the dense layers are the same as without: Dropout has no weights.",
    )


def _standard(h: np.ndarray, layer: int = 0) -> np.ndarray:
    """Normalize as a new BatchNormalization does in training."""
    return (h - h.mean(axis=0)) / np.sqrt(h.var(axis=0) + 1e-3)


def _normalized(chain: Sequence[Dense]) -> list[np.ndarray]:
    """Give a tower's outputs in training with BatchNormalization behind, or before, each ReLU."""
    return [_tower(chain, _BATCH, _standard), _tower(chain, _BATCH, before=_standard)]


@OPTIONAL_LAYERS.criterion("Dropout of the given rate in training", points=2, read="Training or not")
def _drops(dropping, both):
    _output(dropping, "training 1")
    together = _output(both, "training 1")
    trained = _asked(dropping, "trained")
    scatter, wanted = _scatter(dropping)
    # 4,000 rows: a deviation is off by 1 or 2 %. Dropout behind one of the layers alone makes a third less.
    require(
        abs(scatter / wanted - 1) <= 0.1,
        expected=f"outputs in training that scatter as a rate of {_RATE} makes them",
        found=f"a scatter of {scatter / wanted:.2f} times that",
        mistakes={"Nothing is dropped with `training=True`: the argument is not passed on.": scatter < 1e-6},
        hint="Is there a Dropout of that rate behind each hidden layer, the last one included, and once?",
    )
    require(
        np.max(trained) >= wanted**2 / 2,
        expected="Dropout at work in `fit`",
        found="none",
        hint=_TOO_FEW,
    )
    plain = [
        output for chain in _chains(_arrays(both), [_FEATURES, 20, 20, 1]) for output in _normalized(chain)
    ]
    require(
        not any(close(together, output) for output in plain),
        expected="Dropout also where `normalize` is True",
        found="none",
        hint="The two options are independent of each other: an `else` between them is too much.",
    )


def _others(arrays: list[np.ndarray]) -> list[int]:
    """Give the places of the weights that belong to no dense layer."""
    held = {id(part) for pair in _dense(arrays) for part in pair}
    return [place for place, array in enumerate(arrays) if id(array) not in held]


@OPTIONAL_LAYERS.criterion(
    "BatchNormalization behind each hidden layer, when asked", points=2, read="Training or not"
)
def _normalizes(normalizing, both):
    use, found = _output(normalizing, "call 1"), _output(normalizing, "training 1")
    trained = _asked(normalizing, "trained")
    _asked(both, "call 1")
    arrays = _arrays(normalizing)
    shapes = [arrays[place].shape for place in _others(arrays)]
    require(
        shapes == [(6,)] * 8,
        expected="two BatchNormalization layers, one for each hidden layer of 6",
        found=f"{len(shapes)} arrays that are no kernel or bias, where each such layer has 4",
        mistakes={
            "One BatchNormalization object serves two layers: it can't know the mean of both.": len(shapes)
            == 4
        },
        hint="Each hidden layer has a BatchNormalization of its own, with four numbers a unit.",
    )
    together = _arrays(both)
    require(
        [together[place].shape for place in _others(together)] == [(20,)] * 8,
        expected="BatchNormalization also where there is a rate",
        found=f"weights of the shapes {_shapes(together)}",
        hint="The two options are independent of each other: an `else` between them is too much.",
    )
    outputs = [output for chain in _chains(arrays, [_FEATURES, 6, 6, 1]) for output in _normalized(chain)]
    require(
        any(close(found, output) for output in outputs),
        expected="outputs in training that are normalized by the batch behind each hidden layer",
        found="others",
        mistakes={
            "With `training=True` the output is as without: the argument is not passed on.": close(found, use)
        },
        hint="Is `training` passed on to it, and does it stand behind the hidden layer, not before?",
    )
    require(
        np.max(trained) > 1e-3,
        expected="BatchNormalization that collects in `fit`",
        found="none",
        hint=_TOO_FEW,
    )


def _collected(script: Any) -> Iterator[list[np.ndarray]]:
    """Give the orders in which four arrays that training has moved are mean, variance, mean and variance."""
    before, after = _arrays(script), _arrays(script, "later weights")
    moved = [after[place] for place in _others(before) if not close(after[place], before[place])]
    if len(moved) == 4:
        for order in permutations(moved):
            if order[1].min() >= 0 and order[3].min() >= 0:
                yield list(order)


def _uses_collected(script: Any) -> bool:
    """Say whether the later outputs are normalized by what BatchNormalization has collected."""
    found, rows = script["later"].value, _BATCH[:16]
    for chain in _chains(_arrays(script), [_FEATURES, 6, 6, 1]):
        for statistics in _collected(script):

            def normal(h: np.ndarray, layer: int, held: list[np.ndarray] = statistics) -> np.ndarray:
                return (h - held[2 * layer]) / np.sqrt(held[2 * layer + 1] + 1e-3)

            if close(found, _tower(chain, rows, normal)) or close(found, _tower(chain, rows, before=normal)):
                return True
    return False


@OPTIONAL_LAYERS.criterion("In use, outside training, as asked", points=1, read="Training or not")
def _in_use(dropping, normalizing):
    for script, name in ((dropping, "Dropout"), (normalizing, "BatchNormalization")):
        first, second = _output(script, "call 1"), _output(script, "call 2")
        scatter = np.std(first) if script is dropping else 0.0  # all rows are alike, so all outputs are
        plain = [_tower(chain, _BATCH) for chain in _chains(_arrays(script), [_FEATURES, 6, 6, 1])]
        fresh = script is dropping or any(close(first, output, rel=5e-3) for output in plain)
        require(
            close(first, second, abs=1e-5) and scatter < 1e-4 and fresh,
            expected=f"a {name} that does not act as in training",
            found="one that does",
            hint="`call` ignores the value that it gets: `training` is a fixed True, or its default is. Then "
            "it is never switched off. Pass on what comes in.",
        )
    _output(normalizing, "later")
    if not list(_collected(normalizing)):
        return  # it never collects: that costs the criterion above
    left_out = any(
        close(normalizing["later"].value, _tower(chain, _BATCH))
        for chain in _chains(_arrays(normalizing), [_FEATURES, 6, 6, 1])
    )
    require(
        _uses_collected(normalizing),
        expected="outside training, outputs that are normalized by the mean and variance collected",
        found="others",
        mistakes={
            "BatchNormalization is left out when `training` is False. It belongs there, too: then it "
            "normalizes by what it has collected.": left_out
        },
        hint="Call the same BatchNormalization layers in training and outside it.",
    )


# --------------------------------------------------------------------------------------------- ticket_class

# As wide as the lesson's `ticket_parts`: a class may have its widths from there.
_WIDE = {"title": 293, "body": 1027, "tags": 28}
_PARTS = {name: 2 * _rows(5 + n, 20, width) for n, (name, width) in enumerate(_WIDE.items())}
_TURNED = {name: _PARTS[name] for name in ("tags", "body", "title")}
_UNITS, _CLASSES = 6, 3

TICKET_CLASS = Exercise(
    LESSON,
    "ticket_class",
    evidence={
        "TicketDesk": kinds.LayerClass(
            inputs=[_PARTS, _TURNED], arguments=kinds.call(_UNITS, _CLASSES), more=[_WEIGHTS]
        )
    },
)


def _two_outputs(desk: Any) -> dict[str, np.ndarray]:
    """Give both outputs by name, of the shapes asked for."""
    found = _asked(desk, "call 1")
    wanted = {"priority": (20, 1), "department": (20, _CLASSES)}
    expected = "a dict with `priority`, of shape (None, 1), and `department`, with a number for each class"
    require(
        isinstance(found, dict),
        expected=expected,
        found=kind_of(found),
        hint="What `call` returns is the output: return a dict with the two names as keys.",
    )
    shapes = {name: getattr(array, "shape", ()) for name, array in found.items()}
    named = set(shapes) == set(wanted)
    require(
        shapes == wanted,
        expected=expected,
        found=listed(f"`{name}` of shape {shape}" for name, shape in shapes.items()) or "an empty dict",
        mistakes={
            "The names are part of the task: losses and labels go by them.": not named,
            "The two outputs are swapped: each stands under the other's name.": named
            and list(shapes.values()) != list(wanted.values())
            and shapes["priority"] == wanted["department"]
            and shapes["department"] == wanted["priority"],
        },
        hint="The number of departments comes in as an argument; a yes-or-no takes one unit.",
    )
    return found


@TICKET_CLASS.criterion("Two outputs, by name", points=1, read="A dict goes in, a dict comes out")
def _by_name(TicketDesk):
    class_is(TicketDesk, "keras.Model")
    _two_outputs(TicketDesk)


@TICKET_CLASS.criterion(
    "The parts go by name, in any order", points=1, read="A dict goes in, a dict comes out"
)
def _any_order(TicketDesk):
    first, second = (_flat(_asked(TicketDesk, label)) for label in ("call 1", "call 2"))
    require(
        set(first) == set(second) and all(close(first[name], second[name]) for name in first),
        expected="the same outputs for the same tickets in whatever order the dict was written",
        found="others in the second call, where the dict was written in another order",
        mistakes={
            f"A layer made inside `call` is made anew each time, with new weights. {_LOST}": not _arrays(
                TicketDesk
            )
        },
        hint="`values()` gives the parts in the order in which somebody wrote the dict. Ask for each by its "
        "name.",
    )


def _flat(outputs: Any) -> dict[Any, Any]:
    """Give outputs by name, or by place where they have none."""
    if isinstance(outputs, dict):
        return outputs
    return dict(enumerate(outputs if isinstance(outputs, (list, tuple)) else [outputs]))


def _heads_explain(found: dict[str, np.ndarray], by_shape: dict[tuple, Dense], activation: Any) -> bool:
    """Say whether both outputs are those of heads on one hidden layer, whatever the heads' activations."""
    kernel, bias = by_shape[sum(_WIDE.values()), _UNITS]
    for order in permutations(_PARTS.values()):
        hidden = activation(np.concatenate(order, axis=1) @ kernel + bias)
        sums = {name: hidden @ k + b for name in found for k, b in [by_shape[_UNITS, found[name].shape[1]]]}
        if all(any(close(found[name], bent(sums[name])) for bent in _ACTIVATIONS) for name in found):
            return True
    return False


@TICKET_CLASS.criterion(
    "Both heads are called on the hidden layer", points=2, read="A dict goes in, a dict comes out"
)
def _heads(TicketDesk):
    found = _two_outputs(TicketDesk)
    layers = _dense(_arrays(TicketDesk))
    shapes = [kernel.shape for kernel, _ in layers]
    whole = sum(_WIDE.values())
    as_asked = sorted(shapes) == sorted([(whole, _UNITS), (_UNITS, 1), (_UNITS, _CLASSES)])
    by_shape = {kernel.shape: (kernel, bias) for kernel, bias in layers}
    if as_asked and _heads_explain(found, by_shape, _relu):
        return
    on_priority = (1, _CLASSES) in shapes or (_UNITS + 1, _CLASSES) in shapes
    on_department = (_CLASSES, 1) in shapes or (_UNITS + _CLASSES, 1) in shapes
    not_all = (whole, _UNITS) not in shapes and any(shape[1] == _UNITS for shape in shapes)
    raise Missed(
        expected=f"one hidden layer of {_UNITS} units on all three parts, and both heads side by side on it",
        found=f"weights of the shapes {_shapes(_arrays(TicketDesk))}",
        mistakes={
            f"Keras finds no weights in it. {_LOST}": not shapes,
            "The hidden layer has no ReLU: without it, it is no hidden layer.": as_asked
            and _heads_explain(found, by_shape, _unchanged),
            "The priority's output is fed to the department's head. A single number holds hardly anything "
            "of the ticket: each head is called on the hidden layer's output, under a name of its own.": (
                on_priority
            ),
            "The department's output is fed to the priority's head: each is called on the hidden layer's "
            "output.": on_department,
            "The hidden layer doesn't get all: join title, body and tags before it.": not_all,
            "A head is called on the joined parts themselves, and so leaves out the hidden layer.": (whole, 1)
            in shapes
            or (whole, _CLASSES) in shapes,
            "The first argument is the width of the hidden layer.": (whole, _UNITS) not in shapes,
        },
        hint="Count the layers: one hidden layer on the three joined parts, and a head for each output.",
    )


@TICKET_CLASS.criterion("Each head gives probabilities", points=1, read="A dict goes in, a dict comes out")
def _probabilities(TicketDesk):
    found = _two_outputs(TicketDesk)
    priority, department = (np.asarray(found[name]) for name in ("priority", "department"))
    constant = np.ptp(priority) < 1e-6
    require(
        priority.min() >= 0 and priority.max() <= 1 and not constant,
        expected="a probability from 0 to 1 for the priority",
        found=f"numbers from {shown(priority.min())} to {shown(priority.max())}",
        mistakes={"It is the same for every ticket: a softmax over one unit is always 1.": constant},
        hint="A yes-or-no takes a sigmoid; without it these are logits, any numbers.",
    )
    sums = department.sum(axis=1)
    require(
        department.min() >= 0 and np.abs(sums - 1).max() <= 1e-3,
        expected="department probabilities that sum to 1 for each ticket",
        found=f"sums from {shown(sums.min())} to {shown(sums.max())}",
        hint="One of several classes is right: their probabilities share 1 among them, as softmax does it.",
    )


# -------------------------------------------------------------------------------------------- feature_gates

_STRENGTH, _OTHER_STRENGTH = 0.25, 2.0
_FIVE, _THREE = _rows(1, 12, 5), _rows(8, 4, 3)
_GATES = np.array([2.0, -3.0, 0.5, 0.0, 1.0], "float32")

FEATURE_GATES = Exercise(
    LESSON,
    "feature_gates",
    evidence={
        "FeatureGates": kinds.LayerClass(
            inputs=[_FIVE],
            arguments=kinds.call(_STRENGTH),
            more=[
                _WEIGHTS,
                kinds.ask("asked", "made", _FIVE),
                kinds.get("losses", "made.losses"),
                # The gates may stand in a row, of shape (1, features): one of the two fits.
                kinds.ask("opened", "made.set_weights", [_GATES], take=False),
                kinds.ask("opened row", "made.set_weights", [_GATES[np.newaxis]], take=False),
                kinds.ask("gated", "made", _FIVE),
                kinds.get("gated losses", "made.losses"),
            ],
        ),
        "other": kinds.LayerClass(
            of="FeatureGates",
            inputs=[_THREE],
            arguments=kinds.call(_OTHER_STRENGTH),
            more=[kinds.ask("asked", "made", _THREE), kinds.get("losses", "made.losses")],
        ),
    },
)


def _opened(script: Any) -> bool:
    return script["opened"].ok or script["opened row"].ok


@FEATURE_GATES.criterion(
    "One trainable weight for each feature", points=2, read="A layer with weights of its own"
)
def _one_weight(FeatureGates, other):
    class_is(FeatureGates, "keras.layers.Layer")
    for script, features in ((FeatureGates, 5), (other, 3)):
        _asked(script, "call 1")
        weights = getattr(script["layer"].value, "weights", ())
        frozen = bool(weights) and not weights[0].trainable
        require(
            len(weights) == 1 and tuple(weights[0].shape) in ((features,), (1, features)) and not frozen,
            expected=f"one trainable weight of {features} numbers for {features} features",
            found=f"weights of the shapes {_shapes([weight.values for weight in weights])}",
            mistakes={
                "Keras does not track a plain array or a `tf.Variable`: no optimizer changes it, and no "
                "file keeps it. Make the weight with `self.add_weight`.": not weights,
                "A weight that is not trainable never changes in training.": frozen,
            },
            hint="The shape is a tuple with one number: as many as there are features, the length of the "
            "last axis.",
        )


@FEATURE_GATES.criterion(
    "Each feature times its gate, at first 1", points=1, read="A layer with weights of its own"
)
def _times_gate(FeatureGates):
    require(
        close(_output(FeatureGates), _FIVE),
        expected="features that pass unchanged at first",
        found="others",
        hint="All gates start at 1: `add_weight` takes an `initializer`.",
    )
    opened = _opened(FeatureGates) and FeatureGates["gated"].ok
    # Gates that Keras does not track can't be set, and that costs the criterion above. Their price shows that
    # they are there.
    if not opened and not _arrays(FeatureGates) and close(_sum_of(FeatureGates["losses"]), _STRENGTH * 5):
        return
    require(
        opened and close(FeatureGates["gated"].value, _FIVE * _GATES),
        expected="each feature times its own gate",
        found="something else, once the gates are not 1",
        hint="`call` multiplies its input by the weight, and returns the product.",
    )


def _sum_of(answer: Any) -> float | None:
    """Add up what `losses` holds; None when it holds nothing."""
    if not isinstance(answer.value, list) or not answer.value:
        return None
    if not all(isinstance(part, (int, float, np.ndarray)) for part in answer.value):
        return None
    return float(np.sum([np.sum(np.asarray(part, dtype="float64")) for part in answer.value]))


@FEATURE_GATES.criterion("Its loss is the price of the gates", points=2, read="A loss from inside")
def _price(FeatureGates, other):
    ones, three_ones = np.ones(5), np.ones(3)
    asked = [(FeatureGates, "losses", _STRENGTH, ones), (other, "losses", _OTHER_STRENGTH, three_ones)]
    if _opened(FeatureGates):
        asked.append((FeatureGates, "gated losses", _STRENGTH, _GATES))
    for script, label, strength, gates in asked:
        _asked(script, "asked")
        found, wanted = _sum_of(script[label]), strength * float(np.abs(gates).sum())
        require(
            close(found, wanted),
            expected=f"a loss of {shown(wanted)} in `losses`",
            found="none" if found is None else shown(found),
            mistakes={
                "After a call `losses` is empty. What `build` adds is gone by then: `add_loss` belongs in "
                "`call`, and takes a tensor.": found is None,
                "Signs cancel each other: a gate of −3 has the absolute value 3.": label == "gated losses"
                and close(found, strength * float(gates.sum())),
                "Squares are not absolute values: a gate of −3 has the absolute value 3, not 9.": (
                    label == "gated losses" and close(found, strength * float((gates**2).sum()))
                ),
                "That is the mean; the sum is asked for.": close(found, wanted / len(gates)),
                "The strength is left out.": close(found, wanted / strength),
            },
            hint="It is the strength times the sum of the gates' absolute values, for every call anew.",
        )


# ------------------------------------------------------------------------------------------------- won_back

_WIDTHS = [7, 3]
_NORTH = {"activation": "tanh", "name": "north"}
_TOWER_SHAPES = [(_FEATURES, 7), (7,), (7, 3), (3,), (3, 1), (1,)]

WON_BACK = Exercise(
    LESSON,
    "won_back",
    evidence={
        "SturdyTower": kinds.Script(
            [
                kinds.make(_WIDTHS, **_NORTH),
                kinds.ask("call", "made", _STONES),
                kinds.ask("config", "made.get_config", store="config"),
                kinds.ask("again", "subject.from_config", kinds.ref("config"), store="again", take=False),
                kinds.ask("again first", "again", _STONES, take=False),
                kinds.ask("weights", "made.get_weights", store="weights"),
                kinds.ask("again weights", "again.get_weights"),
                kinds.ask("again set", "again.set_weights", kinds.ref("weights"), take=False),
                kinds.ask("again call", "again", _STONES),
                kinds.get("again name", "again.name"),
            ],
            needs="class",
        ),
        "bare": kinds.Script(
            [
                kinds.make(_WIDTHS, **_NORTH),
                kinds.ask("build", "made.build", (None, _FEATURES), take=False),
                kinds.ask("weights", "made.get_weights"),
                kinds.ask("call", "made", _STONES),
            ],
            of="SturdyTower",
            needs="class",
        ),
        "pricer": kinds.Model(compiled=False, questions=[kinds.call(_rows(9, 4, _FEATURES))]),
        "parts": kinds.Script([kinds.get("layers", "subject.layers")], of="pricer"),
    },
)


@WON_BACK.criterion("Built without data", points=2, read="Win it back")
def _built(bare):
    _asked(bare, "build")
    arrays = _arrays(bare)
    require(
        sorted(array.shape for array in arrays) == sorted(_TOWER_SHAPES) and bare["call"].ok,
        expected=f"all weights of `SturdyTower({_WIDTHS})` after `build((None, {_FEATURES}))`",
        found=f"weights of the shapes {_shapes(arrays)}",
        mistakes={
            "Without a `build` of its own, `build()` marks the tower as built, warns, and makes no "
            "parameters. Write the method, and build every layer in it.": not arrays,
            "Some layer is not built: all hidden layers and the output layer have weights.": len(arrays)
            < len(_TOWER_SHAPES),
        },
        hint="Each layer is built for the shape that the one before it gives.",
    )


@WON_BACK.criterion("get_config returns the arguments", points=1, read="Win it back")
def _config(SturdyTower):
    _asked(SturdyTower, "made")
    answer = SturdyTower["config"]
    require(
        answer.ok,
        expected="a dict of arguments",
        found=error_line(answer),
        hint="Keras can't guess the config of a model of your own: write the method `get_config`.",
    )
    config = answer.value
    require(
        isinstance(config, dict),
        expected="a dict of arguments",
        found=kind_of(config),
        hint="`get_config` returns a dict: the parent's entries, and your own.",
    )
    for name, value in {"units": _WIDTHS, **_NORTH}.items():
        found = config.get(name)
        found = list(found) if isinstance(found, (list, tuple, np.ndarray)) else found
        require(
            found == value,
            expected=f"`{name}` as it was given",
            found=shown(found),
            mistakes={
                "It is in the parent's config: start from `super().get_config()`, pass `**kwargs` on.": name
                == "name"
            },
            hint="An entry for each argument of `__init__`, under the argument's name, with what came in.",
        )


@WON_BACK.criterion("from_config makes the same tower again", points=2, read="Win it back")
def _again(SturdyTower):
    output = _output(SturdyTower, "call")
    for label in ("config", "again", "again first"):
        require(
            SturdyTower[label].ok,
            expected="a tower made from the config",
            found=error_line(SturdyTower[label]),
            hint="`from_config` calls the class with what `get_config` returned: every argument, and no "
            "other.",
        )
    first, second = (_arrays(SturdyTower, label) for label in ("weights", "again weights"))
    require(
        [array.shape for array in first] == [array.shape for array in second],
        expected="a tower of the same widths",
        found=f"weights of the shapes {_shapes(second)}",
        hint="The widths come back only when `get_config` returns them as they came in.",
    )
    # What is missing in the config costs the criterion on it; here the default stands for it.
    config = SturdyTower["config"].value if isinstance(SturdyTower["config"].value, dict) else {}
    chains = list(_chains(first, [_FEATURES, *_WIDTHS, 1]))
    default = [_tower(chain, _STONES) for chain in chains if "activation" not in config]
    require(
        any(close(SturdyTower["again call"].value, right) for right in [output, *default]),
        expected="the same outputs, once the weights are copied over",
        found="others",
        hint="The activation is an argument, too: it must be in the config, taken in and passed on.",
    )
    name = SturdyTower["again name"].value
    require(
        name == _NORTH["name"] or "name" not in config,
        expected="a tower of the same name",
        found=shown(name),
        hint="The name is in the parent's config; `**kwargs` takes it in and passes it on.",
    )
    for chain in chains:
        require(
            close(output, _tower(chain, _STONES, activation=np.tanh)),
            expected="hidden layers with the activation that was given",
            found="another one",
            hint="The activation is kept for the config and not passed on: `super().__init__` takes it.",
        )


@WON_BACK.criterion("A functional model with the tower as a layer", points=2, read="Mix them")
def _functional(SturdyTower, pricer, parts):
    asked = "a functional model of an input of 8 features, a SturdyTower([24, 12]) on it, and its output"
    require(
        "Functional" in pricer.bases,
        expected=asked,
        found=f"a model of the class {pricer.class_name}",
        hint="Call the tower on a `keras.Input`, and give `keras.Model` input and output.",
    )
    layers = parts["layers"].value if parts["layers"].ok else []
    names = [getattr(layer, "class_name", "") for layer in layers] if isinstance(layers, list) else []
    require(
        SturdyTower.name in names,
        expected=asked,
        found=f"the layers {listed(filter(None, names)) or 'none'}",
        hint="The tower stands in the graph as one layer: call an object of the class, not its inner layers.",
    )
    shapes = [weight.shape for weight in pricer.weights]
    require(
        shapes == [(8, 24), (24,), (24, 12), (12,), (12, 1), (1,)]
        and np.shape(pricer.answers[0].value) == (4, 1),
        expected=asked,
        found=f"weights of the shapes {_shapes([weight.values for weight in pricer.weights])}",
        hint="Look at the widths, and at what else stands in the graph.",
    )
