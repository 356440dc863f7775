"""Hidden checks of lesson 11: sums and joins of paths, judged by their wiring and on sizes of their own."""

import re
from collections.abc import Sequence
from itertools import pairwise
from math import inf
from typing import Any

import numpy as np

from graders.criteria import Exercise, Miss
from graders.evidence import Unusable, kinds
from graders.lessons.graphs import other_inputs, wrong_ending

LESSON = "11_residual_inception"


# ------------------------------------------------------------------------- blocks, built for sizes of our own


def _build(case: int, shape: tuple[int, ...], *arguments: int) -> list[kinds.Step]:
    """Call the learner's function on an input of this shape, and close the model round it."""
    return [
        kinds.ask(f"input {case}", "keras.Input", shape, store=f"x{case}", take=False),
        kinds.ask(f"call {case}", "subject", kinds.ref(f"x{case}"), *arguments, store=f"y{case}", take=False),
        kinds.ask(f"model {case}", "keras.Model", kinds.ref(f"x{case}"), kinds.ref(f"y{case}")),
    ]


def _blocks(cases: dict[int, tuple]) -> kinds.Script:
    return kinds.Script(
        [step for case, (shape, *more) in cases.items() for step in _build(case, shape, *more)]
    )


def _told(shape: Sequence[int], *arguments: int) -> str:
    """Name a case: what went in, and the arguments behind it."""
    words = ", ".join(map(str, arguments))
    return f"maps of {'×'.join(map(str, shape))}" + (f" and {words}" if arguments else "")


def _error(answer: Any) -> str:
    """Give the line of an error that says what is wrong: Keras puts one before it that says where."""
    text = re.sub(r"\x1b\[[0-9;]*m", "", str(answer.error))
    lines = [line for line in text.splitlines() if line.strip() and "Exception encountered" not in line]
    return lines[0].strip()[:200] if lines else text[:200]


def _graph(script: Any, case: int, told: str, hint: str) -> Any:
    """Give the graph of a case, or a Miss that says why there is none."""
    expected = f"a block that can be built for {told}"
    call, model = script[f"call {case}"], script[f"model {case}"]
    if call.error is not None:
        return Miss(expected=expected, found=f"an error: {_error(call)}", hint=hint)
    if model.error is not None:
        hint = "The function takes a symbolic tensor and returns one: what its last step gave."
        return Miss(expected=expected, found=f"an error: {_error(model)}", hint=hint)
    if isinstance(model.value, Unusable):
        return Miss(expected=expected, found=model.value.found, hint=model.value.hint)
    if not model.value.rebuilt:
        hint = "Use layers and `keras.ops` on the tensors: then Keras can follow every path."
        return Miss(expected=expected, found=f"a block without a graph: {model.value.reason}", hint=hint)
    return model.value.architecture


def _learns(node: Any) -> bool:
    """Whether a call mixes what goes through it by weights: no normalisation, no activation."""
    return bool(node.parameters) and "Normalization" not in node.kind and node.kind != "Activation"


def _mixers(path: Sequence[Any]) -> list[Any]:
    return [node for node in path if _learns(node)]


def _ways(graph: Any) -> list[list[Any]]:
    return graph.paths(graph.input(0), graph.output(0))


def _bent(nodes: Sequence[Any]) -> bool:
    """Whether some call of these applies an activation, be it its own or a layer for that alone."""
    return any(node.own_activation != "linear" for node in nodes)


def _bend_between(path: Sequence[Any], one: Any, other: Any) -> bool:
    return _bent(path[path.index(one) : path.index(other)])


def _size(node: Any) -> tuple[int, ...]:
    size = node.config.get("kernel_size", ())
    return tuple(size) if isinstance(size, (list, tuple)) else (size, size)


def _words(path: Sequence[Any]) -> str:
    return " → ".join(str(node) for node in path if node.kind != "InputLayer") or "nothing at all"


def _sum(graph: Any) -> Any:
    """Give the sum that a block ends in, None when there is none: activations may stand behind it."""
    node = graph.output(0).node
    while len(node.inputs) == 1 and not _learns(node):
        node = node.inputs[0]
    return next((merge.node for merge in graph.merges("Add") if merge.node is node), None)


def _around(model: Any, awake: Any = None) -> tuple[Any, tuple[int, ...], bool]:
    """Give a fresh copy of a block whose kernels are all 0, so that only what goes around them comes out.

    Args:
        model: The block.
        awake: A call whose kernel becomes 1 instead.

    Returns:
        The copy; the shape of what it takes; whether it ends at the sum, in front of any activation.
    """
    import keras

    from graders.evidence import Architecture

    made = model.fresh()
    graph = Architecture(made)
    for node in graph.nodes:
        if _learns(node):
            weights = [np.zeros_like(weight) for weight in node.layer.get_weights()]
            if awake is not None and node.index == awake.index:
                weights[0] += 1
            node.layer.set_weights(weights)
    end = _sum(graph)
    bare = (
        end is not None and "/" not in end.name and sum(node.layer is end.layer for node in graph.nodes) == 1
    )
    shape = tuple(made.inputs[0].shape[1:])
    return keras.Model(made.inputs[0], end.layer.output) if bare else made, shape, bare


def _silenced(model: Any, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Ask a block with silent kernels twice: what differs then went around them.

    Returns:
        By how much two inputs differ, and by how much the two answers do.
    """
    made, shape, bare = _around(model)
    low, high = (-1.0, 1.0) if bare else (0.5, 1.5)  # a ReLU leaves the latter as they are
    draw = np.random.default_rng(seed)
    one, other = (draw.uniform(low, high, size=(2, *shape)).astype("float32") for _ in range(2))
    return one - other, np.asarray(made(one)) - np.asarray(made(other))


def _in_place(model: Any, projection: Any) -> bool:
    """Whether what a projection lets through ends where it began: corners of x in corners of the sum."""
    made, shape, _ = _around(model, awake=projection)
    dark = np.zeros((1, *shape), "float32")
    near, far = dark.copy(), dark.copy()
    near[:, : shape[0] // 4, : shape[1] // 4] = 1
    far[:, -(shape[0] // 4) :, -(shape[1] // 4) :] = 1
    nothing = np.asarray(made(dark))
    reached = [np.abs(np.asarray(made(lit)) - nothing).max(axis=(0, 3)) > 1e-3 for lit in (near, far)]
    return bool(reached[0][0, 0] and reached[1][-1, -1])


# A BatchNormalization that is new divides by the root of 1.001.
_CLOSE = {"rtol": 0.01, "atol": 0.01}


def _not_itself(script: Any, case: int, graph: Any) -> Miss | None:
    """Say so when the sum does not hold x, once and unchanged."""
    expected = "x itself in the sum: with all kernels at 0, what comes out follows what went in"
    if _sum(graph) is None:
        found = ", ".join(merge.kind for merge in graph.merges()) or "no place where two paths meet"
        hint = "The path's end and x are added: by `+`, by `keras.layers.Add` or by `keras.ops.add`."
        return Miss(expected=expected, found=found, hint=hint)
    x, said = _silenced(script[f"model {case}"].value, seed=case)
    if said.shape == x.shape and np.allclose(said, x, **_CLOSE):
        return None
    hint = "What goes around should be x, and nothing that was done to x."
    if said.shape != x.shape:
        return Miss(expected=expected, found=f"an answer of shape {said.shape[1:]}", hint=hint)
    if np.allclose(said, 2 * x, **_CLOSE):
        hint = "x was added to itself: the sum takes the end of the path and x, once each."
        return Miss(expected=expected, found="x twice", hint=hint)
    if np.allclose(said, 0, **_CLOSE):
        hint = (
            "Every way to the sum leads through a kernel: a skip that skips nothing. Keep x under a name of "
            "its own, and add that."
        )
        return Miss(expected=expected, found="the same for all that goes in", hint=hint)
    return Miss(expected=expected, found="other numbers", hint=hint)


def _not_two_convolutions(graph: Any) -> Miss | None:
    """Say so when the path beside the skip is not two 3×3 convolutions with a bend between them."""
    expected = "one path of two 3×3 convolutions with an activation between them, into the sum"
    long = [path for path in _ways(graph) if any(_size(node) != (1, 1) for node in _mixers(path))]
    if len(long) != 1:
        hint = "Does what the convolutions give go into the sum? Does each tensor go where it should?"
        return Miss(expected=expected, found=f"{len(long)} such paths: {graph.describe(200)}", hint=hint)
    mixers = _mixers(long[0])
    if [(node.kind, _size(node)) for node in mixers] != [("Conv2D", (3, 3))] * 2:
        hint = "Both paths start at x. One of them has two convolutions, and no other kernel."
        return Miss(expected=expected, found=_words(long[0]), hint=hint)
    if mixers[0].layer is mixers[1].layer:
        hint = "One layer object was called twice, so both share one kernel. Make two layers."
        return Miss(expected=expected, found="one convolution, called twice", hint=hint)
    if not _bend_between(long[0], *mixers):
        hint = "Two convolutions without an activation between them can do no more than one."
        return Miss(expected=expected, found=_words(long[0]), hint=hint)
    return None


_SHAPES = (
    "Tensors that are added must agree in height, width and channels. Which path changes them, by its "
    "strides, its padding or its filters, and does the other path do the same?"
)

# ------------------------------------------------------------------------------------------- identity_block

_IDENTITY_CASES = {1: ((16, 16, 8),), 2: ((6, 6, 3),), 3: ((5, 9, 4),)}

identity_block = Exercise(LESSON, "identity_block", evidence={"identity_block": _blocks(_IDENTITY_CASES)})


def _identity_graph(script: Any, case: int) -> Any:
    return _graph(script, case, _told(*_IDENTITY_CASES[case]), _SHAPES)


@identity_block.criterion("The sum holds x itself", points=2, read="A way around")
def _holds_x(identity_block):
    graph = _identity_graph(identity_block, 1)
    return graph if isinstance(graph, Miss) else _not_itself(identity_block, 1, graph)


@identity_block.criterion("Beside it, two convolutions", points=2, read="A way around")
def _beside(identity_block):
    graph = _identity_graph(identity_block, 1)
    return graph if isinstance(graph, Miss) else _not_two_convolutions(graph)


@identity_block.criterion("Works for maps of any size and number", points=1, read="A way around")
def _any_maps(identity_block):
    for case, (shape,) in _IDENTITY_CASES.items():
        hint = (
            "Ask x how many channels it has: the last number of `x.shape`. Layers are made inside the "
            f"function, anew in each call. {_SHAPES}"
        )
        graph = _graph(identity_block, case, _told(shape), hint)
        if isinstance(graph, Miss):
            return graph
        found = tuple(graph.output(0).shape[1:])
        if found != shape:
            return Miss(expected="an output of the input's shape", found=f"{found} of {shape}", hint=hint)
    return None


# ------------------------------------------------------------------------------------------- residual_block

_KEEPS, _WIDENS, _HALVES, _HALVES_AND_WIDENS = 1, 2, 3, 4
_RESIDUAL_CASES = {
    _KEEPS: ((16, 16, 8), 8),
    _WIDENS: ((16, 16, 8), 16, 1),
    _HALVES: ((16, 16, 8), 8, 2),
    _HALVES_AND_WIDENS: ((16, 16, 8), 16, 2),
    5: ((15, 9, 8), 16, 2),
    6: ((7, 11, 6), 6, 2),
    7: ((11, 10, 5), 7, 3),
    8: ((4, 7, 3), 2),
}

residual_block = Exercise(LESSON, "residual_block", evidence={"residual_block": _blocks(_RESIDUAL_CASES)})


def _residual_graph(script: Any, case: int) -> Any:
    return _graph(script, case, _told(*_RESIDUAL_CASES[case]), _SHAPES)


@residual_block.criterion("A shape that stays keeps x itself", points=1, read="A way around")
def _stays(residual_block):
    graph = _residual_graph(residual_block, _KEEPS)
    return graph if isinstance(graph, Miss) else _not_itself(residual_block, _KEEPS, graph)


@residual_block.criterion(
    "A changed shape gets a projection with the path's strides", points=2, read="When the shape changes"
)
def _projects(residual_block):
    for case in (_WIDENS, _HALVES, _HALVES_AND_WIDENS):
        (shape, filters, *rest) = _RESIDUAL_CASES[case]
        told = _told(shape, filters, *rest)
        graph = _residual_graph(residual_block, case)
        if isinstance(graph, Miss):
            return graph
        expected = f"a way around of one 1×1 convolution without activation, for {told}"
        if not graph.merges("Add"):
            hint = "The path's end and the projection are added."
            return Miss(expected=expected, found=graph.describe(200), hint=hint)
        ways = _ways(graph)
        short = [path for path in ways if all(_flat(node) for node in _mixers(path))]
        if len(short) != 1 or len(_mixers(short[0])) != 1:
            hint = "Both ways start at x, and each goes into the sum once: the projection takes x."
            return Miss(expected=expected, found=graph.describe(200), hint=hint)
        (projection,) = _mixers(short[0])
        if any(projection in path for path in ways if path is not short[0]):
            hint = "Both ways start at x: here the path takes what the projection gave."
            return Miss(expected=expected, found=graph.describe(200), hint=hint)
        stride = graph.stride(short[0])
        if set(stride) != set(rest) and not _in_place(residual_block[f"model {case}"].value, projection):
            # A pooling or a slice that strides may stand before a projection that doesn't; one that cuts
            # maps to size lets through what belongs elsewhere.
            hint = "What goes around must make height and width smaller by as much as the path does."
            return Miss(expected=expected, found=f"strides {stride}", hint=hint)
        if projection.activation != "linear":
            hint = (
                "The projection only fits shapes together. A ReLU in it would stop half of what it carries."
            )
            return Miss(expected=expected, found=str(projection), hint=hint)
    return None


def _flat(node: Any) -> bool:
    """Whether it mixes channels alone, place by place."""
    return (node.kind == "Conv2D" and _size(node) == (1, 1)) or node.kind == "Dense"


@residual_block.criterion(
    "Both paths agree for every size and stride", points=2, read="When the shape changes"
)
def _agree(residual_block):
    for case, (shape, filters, *rest) in _RESIDUAL_CASES.items():
        told = _told(shape, filters, *rest)
        hint = _SHAPES
        if any(size % stride for size in shape[:2] for stride in rest):
            hint = (
                "Sizes that strides divide can agree by luck. With `padding='same'`, and in a 1×1 "
                "convolution, an odd size is rounded up; a pooling with `padding='valid'` rounds down."
            )
        graph = _graph(residual_block, case, told, hint)
        if isinstance(graph, Miss):
            return graph
        stride = rest[0] if rest else 1
        wanted = (*(-(-size // stride) for size in shape[:2]), filters)
        found = tuple(graph.output(0).shape[1:])
        if found != wanted:
            return Miss(expected=f"an output of {wanted} for {told}", found=str(found), hint=hint)
    return None


@residual_block.criterion("The path is two 3×3 convolutions", points=1, read="A way around")
def _two(residual_block):
    graph = _residual_graph(residual_block, _KEEPS)
    return graph if isinstance(graph, Miss) else _not_two_convolutions(graph)


# ------------------------------------------------------------------------------------------------ fade_rate

_FADING = [[0.02, 0.9, 0.3, 1.5, 0.32], [3e-7, 2e-3, 6.0], [0.5, 2.0], [8.0, 1.0, 4.0, 2.0, 1.0, 5.0, 1.0]]
_REACHES = {(0.5, 0.1): 3, (0.9, 0.01): 43, (0.25, 0.001): 4, (0.7, 0.8): 0, (0.99, 0.5): 68}
_NEVER = [(1.0, 0.1), (1.4, 0.01)]

fade_rate = Exercise(
    LESSON,
    "fade_rate",
    evidence={
        "fade_rate": kinds.Function([kinds.call(norms) for norms in _FADING]),
        "reach": kinds.Function([kinds.call(*given) for given in [*_REACHES, *_NEVER]]),
    },
)


def _number(value: Any) -> float | None:
    """Give a plain number, also out of an array that holds one; None for anything else."""
    if isinstance(value, np.ndarray) and value.size == 1:
        value = value.item()
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _asked(answer: Any) -> float | Miss:
    found = _number(answer.value) if answer.ok else None
    if found is not None:
        return found
    said = f"an error: {_error(answer)}" if answer.error else f"a {type(answer.value).__name__}"
    return Miss(expected="a number", found=said, hint="Call your function with the lesson's numbers.")


def _off(found: float, wanted: float) -> bool:
    return not np.isclose(found, wanted, rtol=1e-4, atol=0)


@fade_rate.criterion("The factor of one layer", points=2, read="How a gradient fades")
def _one_layer(fade_rate):
    for norms, answer in zip(_FADING, fade_rate.answers, strict=True):
        found = _asked(answer)
        if isinstance(found, Miss):
            return found
        steps = len(norms) - 1
        wanted = (norms[0] / norms[-1]) ** (1 / steps)
        if not _off(found, wanted):
            continue
        hint = "So many equal factors, one after the other, make the first norm of the last."
        if not _off(found, 1 / wanted):
            hint = "Upside down: the gradient goes from the last layer to the first."
        elif not _off(found, wanted ** (steps / (steps + 1))):
            hint = "Between so many layers there is one step fewer."
        elif not _off(found, norms[0] / norms[-1]):
            hint = "That is the factor of all layers together."
        elif not _off(found, norms[0] / norms[-1] / steps):
            hint = "Factors are multiplied, so their mean is a root, not a share."
        elif not _off(found, float(np.mean([one / other for one, other in pairwise(norms)]))):
            hint = "The plain mean of factors is too large: 2 and 1/2 cancel, and their plain mean is 1.25."
        return Miss(
            expected=f"the mean factor of a step, for {len(norms)} norms", found=f"{found:.4g}", hint=hint
        )
    return None


@fade_rate.criterion("How many layers it reaches", points=2, read="How a gradient fades")
def _reaches(reach):
    for wanted, answer in zip(_REACHES.values(), reach.answers, strict=False):
        found = _asked(answer)
        if isinstance(found, Miss):
            return found
        if found == wanted:
            continue
        hint = "Multiply by the rate as long as at least that share is left, and count."
        if found == wanted + 1:
            hint = "In that many layers too little is left: the last one with enough is asked for."
        elif abs(found - wanted) < 1:
            hint = "Layers are counted in whole numbers."
        return Miss(expected="the last layer with enough left", found=f"{found:g}", hint=hint)
    return None


@fade_rate.criterion("A gradient that never fades", points=1, read="How a gradient fades")
def _never(reach):
    for (rate, _), answer in zip(_NEVER, reach.answers[len(_REACHES) :], strict=True):
        found = _asked(answer)
        if isinstance(found, Miss):
            return found
        if found != inf:
            hint = "A factor of 1 or more leaves enough for any number of layers: that number is `math.inf`."
            return Miss(expected=f"infinity for a rate of {rate:g}", found=f"{found:g}", hint=hint)
    return None


# ------------------------------------------------------------------------------------------ around_the_neck

_COLOURS, _HIDDEN, _NECK, _CLASSES = 48, 32, 2, 8

around_the_neck = Exercise(LESSON, "around_the_neck", evidence={"freed": kinds.Model(compiled=False)})


def _not_freed(freed: Any) -> Miss | None:
    return other_inputs(freed, {"colours": (_COLOURS,)})


def _necks(path: Sequence[Any]) -> list[Any]:
    return [node for node in path if node.kind == "Dense" and node.config.get("units") == _NECK]


@around_the_neck.criterion("The old path stays, neck and all", points=2, read="The narrow neck")
def _old_path(freed):
    if miss := _not_freed(freed):
        return miss
    expected = "a path of Dense layers of 32, 2, 32 and 8, each but the last with an activation behind it"
    through = [path for path in _ways(freed.architecture) if _necks(path)]
    for path in through:
        layers = _mixers(path)
        if [node.config.get("units") for node in layers] != [_HIDDEN, _NECK, _HIDDEN, _CLASSES]:
            continue
        if all(_bend_between(path, one, other) for one, other in pairwise(layers)):
            return None
    found = _words(through[0]) if through else "no path through a neck of 2"
    hint = "The way around is built beside the old network: no layer of that is taken out or moved."
    return Miss(expected=expected, found=found, hint=hint)


@around_the_neck.criterion("A way around, nowhere narrow", points=3, read="The narrow neck")
def _way_around(freed):
    if miss := _not_freed(freed):
        return miss
    graph = freed.architecture
    expected = "a second way to the last layer, which goes around the neck and is 32 wide or more everywhere"
    around = [path for path in _ways(graph) if not _necks(path)]
    if not around:
        hint = (
            "Every way leads through the neck. A skip that starts at the neck, or behind it, skips nothing: "
            "start at a tensor before it."
        )
        return Miss(expected=expected, found="no way around the neck", hint=hint)
    ending = graph.output_layer(0)
    for path in around:
        before = [node for node in path if node.index < ending.index]
        widths = [node.shape[-1] for node in before]
        if min(widths) < _HIDDEN:
            hint = "Here a narrow layer stands in the way around as well, or the paths meet too late."
            return Miss(expected=expected, found=f"a width of {min(widths)} on it", hint=hint)
    met = [
        merge.node
        for kind in ("Add", "Concatenate")
        for merge in graph.merges(kind)
        if any(merge.node in path for path in around)
        and any(merge.node in path for path in _ways(graph) if _necks(path))
        and merge.node.index < ending.index
    ]
    if met:
        return None
    hint = (
        "What comes around is added to what comes through the neck (or put beside it), before the last layer."
    )
    return Miss(expected=expected, found=graph.describe(200), hint=hint)


@around_the_neck.criterion("Eight probabilities", points=1, read="The narrow neck")
def _eight(freed):
    return wrong_ending(freed.architecture, 0, _CLASSES, "softmax")


# -------------------------------------------------------------------------------------------- count_squeeze

_SQUEEZED = [(16, 12, 64, 8, 32), (7, 9, 30, 11, 30), (5, 5, 6, 6, 10)]
_WIDEST = [(64, 64, 0.5), (128, 32, 0.1), (16, 48, 1.0), (256, 256, 0.25)]

count_squeeze = Exercise(
    LESSON,
    "count_squeeze",
    evidence={
        "squeezed": kinds.Function([kinds.call(*given) for given in _SQUEEZED]),
        "widest": kinds.Function([kinds.call(*given) for given in _WIDEST]),
    },
)


def _pair(answer: Any) -> tuple[float, float] | Miss:
    value = answer.value if answer.ok else None
    if isinstance(value, np.ndarray):
        value = value.tolist()
    numbers = [_number(part) for part in value] if isinstance(value, (tuple, list)) else []
    if len(numbers) == 2 and None not in numbers:
        return numbers[0], numbers[1]
    said = f"an error: {_error(answer)}" if answer.error else f"a {type(answer.value).__name__}"
    return Miss(
        expected="a pair of numbers", found=said, hint="First the parameters, then the multiply-adds."
    )


@count_squeeze.criterion("Parameters of both layers", points=2, read="Counting the squeeze")
def _parameters(squeezed):
    for (*_, channels, squeeze, filters), answer in zip(_SQUEEZED, squeezed.answers, strict=True):
        found = _pair(answer)
        if isinstance(found, Miss):
            return found
        kernels = channels * squeeze + 9 * squeeze * filters
        if found[0] == kernels + squeeze + filters:
            continue
        hint = "Kernels: window × channels in × filters. Into the second goes what the first gave."
        if found[0] == kernels:
            hint = "The kernels are right. Each filter has a bias besides."
        elif found[0] == kernels + filters:
            hint = "The first layer's filters have biases too."
        elif found[0] in (9 * channels * filters + filters, 9 * channels * filters):
            hint = "That is the 3×3 convolution alone, without the layer that squeezes."
        elif found[0] == channels * squeeze + squeeze + 9 * channels * filters + filters:
            hint = "The 3×3 window doesn't see the input any more: it sees what the 1×1 gave."
        elif found[1] == kernels + squeeze + filters:
            hint = "The other way round: first the parameters, then the multiply-adds."
        told = f"{channels} channels, {squeeze} squeezed, {filters} filters"
        return Miss(expected=f"all weights of both layers, for {told}", found=f"{found[0]:g}", hint=hint)
    return None


@count_squeeze.criterion("Multiply-adds of both layers", points=1, read="Counting the squeeze")
def _multiply_adds(squeezed):
    for (height, width, channels, squeeze, filters), answer in zip(_SQUEEZED, squeezed.answers, strict=True):
        found = _pair(answer)
        if isinstance(found, Miss):
            return found
        kernels = channels * squeeze + 9 * squeeze * filters
        if found[1] == height * width * kernels:
            continue
        hint = "At each place of the map every number of the kernels is used once."
        if found[1] == kernels:
            hint = "That is one place of the map. How many are there?"
        elif found[1] == height * width * (kernels + squeeze + filters):
            hint = "A bias is only added, and not counted here."
        told = f"a map of {height}×{width}"
        return Miss(
            expected=f"the multiply-adds of both layers, for {told}", found=f"{found[1]:g}", hint=hint
        )
    return None


@count_squeeze.criterion("The widest squeeze that pays", points=2, read="Counting the squeeze")
def _widest(widest):
    for (channels, filters, share), answer in zip(_WIDEST, widest.answers, strict=True):
        found = _asked(answer)
        if isinstance(found, Miss):
            return found
        exact = share * 9 * channels * filters / (channels + 9 * filters)
        if found == int(exact):
            continue
        hint = "Write the cost as squeeze × (channels + 9 × filters), and solve for the squeeze."
        if found == int(exact) + 1:
            hint = "One more costs already too much: round down."
        elif abs(found - exact) < 1:
            hint = "Channels are counted in whole numbers."
        elif found == int(share * channels):
            hint = "The 1×1 layer isn't free: it costs something as well."
        told = f"{channels} channels, {filters} filters and a share of {share:g}"
        return Miss(expected=f"the largest squeeze for {told}", found=f"{found:g}", hint=hint)
    return None


# ------------------------------------------------------------------------------------------ inception_block

_INCEPTION_CASES = {1: ((12, 12, 8), 5), 2: ((9, 7, 5), 4, 2), 3: ((10, 11, 6), 3, 3), 4: ((8, 8, 3), 2, 2)}
_HEIGHTS = (
    "Branches that are put side by side must agree in height and width. Every layer with a window needs "
    "`padding='same'`, and every branch strides by as much as the others."
)

inception_block = Exercise(LESSON, "inception_block", evidence={"inception_block": _blocks(_INCEPTION_CASES)})


def _inception_graph(script: Any, case: int = 1) -> Any:
    return _graph(script, case, _told(*_INCEPTION_CASES[case]), _HEIGHTS)


def _joined(graph: Any) -> list[Any]:
    """Give the tensors that are put side by side at the end, joins of joins opened up; [] when none are."""
    node = graph.output(0).node
    while len(node.inputs) == 1 and not _learns(node):
        node = node.inputs[0]

    def opened(node: Any) -> list[Any]:
        if node.kind != "Concatenate":
            return [node]
        return [part for given in node.inputs for part in opened(given)]

    return opened(node) if node.kind == "Concatenate" else []


def _branches(graph: Any) -> list[list[Any]]:
    """Give each branch that is joined, once, as the calls on its way from x."""
    found = {id(end): end for end in _joined(graph)}
    ways = [graph.paths(graph.input(0), end) for end in found.values()]
    return [path for paths in ways for path in paths]


def _pools(branch: Sequence[Any]) -> list[tuple[int, ...]]:
    """The windows of a branch's poolings; one that sees a single place does nothing."""
    sizes = [node.config.get("pool_size", 0) for node in branch if "Pool" in node.kind]
    sizes = [tuple(size) if isinstance(size, (list, tuple)) else (size, size) for size in sizes]
    return [size for size in sizes if size != (1, 1)]


def _window(branch: Sequence[Any]) -> tuple[int, int]:
    """The window that a branch's convolutions see together, in height and width."""
    sizes = [_size(node) for node in _mixers(branch) if len(_size(node)) == 2]
    return tuple(1 + sum(size[axis] - 1 for size in sizes) for axis in (0, 1))


@inception_block.criterion("Four branches from x, side by side", points=2, read="Four windows at once")
def _four_branches(inception_block):
    graph = _inception_graph(inception_block)
    if isinstance(graph, Miss):
        return graph
    expected = "four branches of their own that start at x, once each in the concatenation"
    ends = _joined(graph)
    if not ends:
        hint = "Branches are put side by side by `Concatenate`, along the channels. A sum would mix them."
        return Miss(expected=expected, found=graph.describe(200), hint=hint)
    branches = _branches(graph)
    if len(ends) != 4 or len({id(end) for end in ends}) != 4:
        hint = "A branch left out of the list is built, costs nothing and does nothing: Keras says no word."
        if len({id(end) for end in ends}) != len(ends):
            hint = "A branch stands twice in the list. Is another one left out?"
        return Miss(
            expected=expected,
            found=f"{len({id(end) for end in ends})} branches in {len(ends)} places",
            hint=hint,
        )
    layers = [id(node.layer) for branch in branches for node in _mixers(branch)]
    if len(branches) != 4 or len(set(layers)) != len(layers):
        hint = "One branch takes what another one made. Each starts at x and has layers of its own."
        return Miss(expected=expected, found="branches with a layer in common", hint=hint)
    channels, filters = graph.output(0).shape[-1], _INCEPTION_CASES[1][1]
    if channels != 4 * filters:
        hint = "Each branch brings `filters` maps, side by side along the last axis."
        return Miss(expected=f"{4 * filters} maps, {filters} a branch", found=f"{channels}", hint=hint)
    return None


@inception_block.criterion("Each branch looks with its own window", points=2, read="Four windows at once")
def _own_window(inception_block):
    graph = _inception_graph(inception_block)
    if isinstance(graph, Miss):
        return graph
    branches = _branches(graph)
    seen = [("pooled", *_window(branch)) if _pools(branch) else _window(branch) for branch in branches]
    wanted = [(1, 1), (3, 3), (5, 5), ("pooled", 1, 1)]
    expected = "windows of 1×1, 3×3 and 5×5, and one pooling of 3×3"
    others = [branch for branch, window in zip(branches, seen, strict=True) if window not in wanted]
    if others or not branches:
        hint = "Two 3×3 convolutions in a row see 5×5. A 1×1 sees no more than was seen before it."
        return Miss(expected=expected, found=_words(others[0]) if others else "no branch", hint=hint)
    if len(set(seen)) != len(seen):
        hint = "Two branches see through the same window: one of the four is missing."
        return Miss(expected=expected, found="a window twice", hint=hint)
    for branch in branches:
        if _pools(branch) not in ([], [(3, 3)]):
            hint = "The pooling looks at 3×3 places."
            return Miss(expected=expected, found=_words(branch), hint=hint)
        if not all(_bent(branch[branch.index(node) :]) for node in _mixers(branch)):
            hint = "Each convolution has an activation behind it."
            return Miss(expected="an activation behind each convolution", found=_words(branch), hint=hint)
    return None


@inception_block.criterion("A 1×1 squeezes before the wide windows", points=1, read="Counting the squeeze")
def _squeezes(inception_block):
    graph = _inception_graph(inception_block)
    if isinstance(graph, Miss):
        return graph
    filters = _INCEPTION_CASES[1][1]
    branches = _branches(graph)
    for branch in branches:
        mixers = _mixers(branch)
        sizes = [_size(node) for node in mixers]
        given = [node.config.get("filters") for node in mixers]
        expected = f"a 1×1 convolution first, and {filters} filters in each convolution"
        if not _pools(branch) and sizes[:1] != [(1, 1)]:
            hint = "Without it the wide window works on all channels of x, which is what costs."
            return Miss(expected=expected, found=_words(branch), hint=hint)
        if sizes.count((1, 1)) != 1 or set(given) != {filters}:
            hint = "One 1×1 a branch: before the wide windows, and beside the pooling."
            return Miss(expected=expected, found=_words(branch), hint=hint)
    if not branches:
        return Miss(expected="branches that are joined", found="none", hint="See the first criterion.")
    return None


@inception_block.criterion(
    "Height and width agree for every size and stride", points=2, read="Four windows at once"
)
def _heights(inception_block):
    for case, (shape, filters, *rest) in _INCEPTION_CASES.items():
        told = _told(shape, filters, *rest)
        graph = _inception_graph(inception_block, case)
        if isinstance(graph, Miss):
            return graph
        stride = rest[0] if rest else 1
        wanted = tuple(-(-size // stride) for size in shape[:2])
        found = tuple(graph.output(0).shape[1:3])
        if found != wanted:
            return Miss(expected=f"maps of {wanted} for {told}", found=str(found), hint=_HEIGHTS)
        for branch in _branches(graph):
            if set(graph.stride(branch)) != {stride}:
                # Cut or stretched to size, it fits, and lies beside places that it doesn't belong to.
                expected = f"strides of {stride} on every branch, for {told}"
                return Miss(expected=expected, found=f"a branch without: {_words(branch)}", hint=_HEIGHTS)
    return None


# ------------------------------------------------------------------------------------------- small_xception

_ENTRY, _DOWN, _MIDDLES, _PICTURE = 12, (24, 48), 2, (32, 32, 3)

small_xception = Exercise(LESSON, "small_xception", evidence={"small_xception": kinds.Model(compiled=False)})


def _not_small(model: Any) -> Miss | None:
    return other_inputs(model, {"pictures": _PICTURE})


def _steps(path: Sequence[Any]) -> list[tuple[str, int, Any]]:
    """Name what learns on a path: separable convolutions (also in two layers), plain and 1×1 ones.

    Returns:
        For each its kind, its filters and the call that ends it.
    """
    found: list[tuple[str, int, Any]] = []
    waiting = False
    for node in _mixers(path):
        if node.kind == "DepthwiseConv2D" and _size(node) == (3, 3):
            waiting = True
            continue
        name = "1×1" if _flat(node) else "3×3"
        if (waiting and name == "1×1") or (node.kind == "SeparableConv2D" and _size(node) == (3, 3)):
            name = "separable"
        elif node.kind not in ("Conv2D", "Dense"):
            name = node.kind
        found.append((name, node.config.get("filters", node.config.get("units")), node))
        waiting = False
    return found


def _normalised(node: Any) -> bool:
    """Whether BatchNormalization is what takes a call's output, and nothing else does."""
    return [after.kind for after in node.outputs] == ["BatchNormalization"]


def _units(graph: Any) -> list[tuple[Any, list[list[Any]]]]:
    """Give each sum of two ways with the calls on them behind the fork, the shorter way first."""
    found = []
    for merge in graph.merges("Add"):
        fork = graph.fork(merge)
        if fork is not None:
            ways = [path[1:-1] for path in graph.paths(fork, merge.node)]
            found.append((merge, sorted(ways, key=lambda way: len(_mixers(way)))))
    return found


def _plain(way: Sequence[Any]) -> bool:
    """Whether nothing on a way changes what goes through."""
    return all(node.kind in ("Identity", "Dropout", "SpatialDropout2D") for node in way)


@small_xception.criterion("Separable, with BatchNormalization behind", points=2, read="A small Xception")
def _separable(small_xception):
    if miss := _not_small(small_xception):
        return miss
    graph = small_xception.architecture
    steps = {id(step[2]): step for path in _ways(graph) for step in _steps(path) if step[2].kind != "Dense"}
    steps = sorted(steps.values(), key=lambda step: step[2].index)
    hint = "The lesson's `separable` does it. Only the first convolution is an ordinary 3×3."
    expected = f"one 3×3 convolution of {_ENTRY} with strides 2, then separable ones of 3×3"
    plain = [step for step in steps if step[0] == "3×3"]
    if len(plain) != 1 or not plain[0][2].fits("Conv2D", kernel_size=3, strides=2, filters=_ENTRY):
        found = ", ".join(str(step[2]) for step in plain) or graph.describe(200)
        return Miss(expected=expected, found=found, hint=hint)
    if plain[0][2].shape[1:3] != (16, 16):
        return Miss(expected="maps of 16×16 behind it", found=str(plain[0][2].shape), hint="Pad with 'same'.")
    inner = sorted(step[1] for step in steps if step[0] == "separable")
    wanted = sorted([_DOWN[0]] * 2 + [_DOWN[1]] * 2 * (1 + _MIDDLES))
    if inner != wanted:
        hint = "Two in each of the four units, as wide as the unit."
        return Miss(expected=f"separable convolutions of {wanted}", found=str(inner), hint=hint)
    bare = [step[2] for step in steps if step[0] in ("3×3", "separable") and not _normalised(step[2])]
    if bare:
        hint = "Behind each 3×3 convolution, separable or not, stands a BatchNormalization."
        return Miss(expected="BatchNormalization behind each", found=f"none behind {bare[0]}", hint=hint)
    if any(node.inputs[0].kind == "BatchNormalization" for node in graph.calls("BatchNormalization")):
        hint = "What is normalised already needs no second one."
        return Miss(expected="one BatchNormalization behind each", found="two in a row", hint=hint)
    return None


def _main_way(way: Sequence[Any], width: int) -> bool:
    """Whether a way is two separable convolutions of a width, with a bend before the second."""
    steps = _steps(way)
    if [step[:2] for step in steps] != [("separable", width)] * 2:
        return False
    return _bend_between(
        way, steps[0][2], next(node for node in _mixers(way) if node.index > steps[0][2].index)
    )


@small_xception.criterion("Two units go down, on both ways alike", points=2, read="When the shape changes")
def _two_down(small_xception):
    if miss := _not_small(small_xception):
        return miss
    graph = small_xception.architecture
    downs = []
    for _, ways in _units(graph):
        if len(ways) == 2 and _steps(ways[0]):
            (short, main) = ways
            steps = _steps(short)
            width = steps[0][1]
            stride = set(graph.stride(main)) | set(graph.stride(short))
            if [step[0] for step in steps] == ["1×1"] and _main_way(main, width) and stride == {2}:
                downs.append(width)
    if downs == list(_DOWN):
        return None
    hint = (
        "In each, two separable convolutions and a pooling with strides 2 are added to a 1×1 projection, "
        "also with strides 2, of what went into the unit."
    )
    return Miss(
        expected=f"units of {_DOWN[0]} and {_DOWN[1]} maps that halve height and width",
        found=f"such units: {', '.join(map(str, downs)) or 'none'}",
        hint=hint,
    )


@small_xception.criterion("Two units keep x itself", points=2, read="A way around")
def _two_middles(small_xception):
    if miss := _not_small(small_xception):
        return miss
    graph = small_xception.architecture
    width = _DOWN[-1]
    middles = [
        merge
        for merge, ways in _units(graph)
        if len(ways) == 2
        and _plain(ways[0])
        and _main_way(ways[1], width)
        and set(graph.stride(ways[1])) == {1}
    ]
    if len(middles) == _MIDDLES:
        return None
    hint = (
        "What went into the unit is added, as it is, to what its two separable convolutions gave. The next "
        "unit takes the sum. A skip that starts behind a convolution of the unit skips too little."
    )
    return Miss(
        expected=f"{_MIDDLES} units of {width} maps at the end, each with x in its sum",
        found=f"{len(middles)} such units",
        hint=hint,
    )


@small_xception.criterion("From maps to eight probabilities", points=1, read="A small Xception")
def _to_classes(small_xception):
    if miss := _not_small(small_xception) or wrong_ending(
        small_xception.architecture, 0, _CLASSES, "softmax"
    ):
        return miss
    graph = small_xception.architecture
    ending = graph.output_layer(0)
    path = _ways(graph)[0]
    last = max(
        (node.index for node in path if node.kind == "Add" or _learns(node) and node is not ending), default=0
    )
    behind = [node for node in path if last < node.index < ending.index]
    if not any("GlobalAveragePooling" in node.kind or node.kind == "Mean" for node in behind):
        hint = "The mean over all places gives one number a map, whatever the size."
        return Miss(expected="global average pooling before the last layer", found=_words(behind), hint=hint)
    if not _bent(behind):
        hint = "The sums end without an activation: one ReLU stands behind the last of them."
        return Miss(expected="a ReLU behind the last sum", found=_words(behind), hint=hint)
    return None
