"""Hidden checks of lesson 11: sums and joins of paths, judged by their wiring and on sizes of their own."""

from collections.abc import Mapping, Sequence
from itertools import pairwise
from math import ceil, inf
from typing import Any

import numpy as np

from graders.criteria import Exercise, require
from graders.evidence import kinds
from graders.vocabulary import (
    close,
    error_line,
    inputs_are,
    listed,
    number_is,
    number_of,
    numbers_of,
    output_layer_is,
    shown,
    value_of,
)

LESSON = "11_residual_inception"
_SKIP, _SHAPE, _GRADIENT = "A skip connection", "When the shape changes", "Vanishing gradients, measured"
_BOTTLENECK, _REDUCTION = "A representational bottleneck", "Reducing the channels"
_INCEPTION, _XCEPTION = "An inception block", "A small Xception"


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


def _case_name(shape: Sequence[int], *arguments: int) -> str:
    """Name a case: what went in, and the arguments behind it."""
    words = ", ".join(map(str, arguments))
    return f"maps of {'×'.join(map(str, shape))}" + (f" and {words}" if arguments else "")


def _block_of(script: Any, case: int, name: str, hint: str) -> Any:
    """Give the graph of a block that was built for one case."""
    expected = f"a block that can be built for {name}"
    call = script[f"call {case}"]
    require(call.ok, expected=expected, found=error_line(call), hint=hint)
    model = value_of(
        script[f"model {case}"],
        f"keras.Model(x, block(x)) for {name}",
        hint="The function takes a symbolic tensor and returns one: what its last step gave.",
    )
    return model.architecture


def _learns(node: Any) -> bool:
    """Whether a call mixes what goes through it by weights: no normalization, no activation."""
    return bool(node.parameters) and "Normalization" not in node.kind and node.kind != "Activation"


def _mixers(path: Sequence[Any]) -> list[Any]:
    return [node for node in path if _learns(node)]


def _paths(graph: Any) -> list[list[Any]]:
    return graph.paths(graph.input(0), graph.output(0))


def _activated(nodes: Sequence[Any]) -> bool:
    """Whether some call of these applies an activation, be it its own or a layer for that alone."""
    return any(node.own_activation != "linear" for node in nodes)


def _activated_between(path: Sequence[Any], one: Any, other: Any) -> bool:
    return _activated(path[path.index(one) : path.index(other)])


def _size(node: Any) -> tuple[int, ...]:
    size = node.config.get("kernel_size", ())
    return tuple(size) if isinstance(size, (list, tuple)) else (size, size)


def _words(path: Sequence[Any]) -> str:
    return listed((node for node in path if node.kind != "InputLayer"), " → ") or "nothing at all"


def _end(graph: Any) -> Any:
    """Give the call that a block ends in, before any activation or normalization behind it."""
    node = graph.output(0).node
    while len(node.inputs) == 1 and not _learns(node):
        node = node.inputs[0]
    return node


def _sum(graph: Any) -> Any:
    """Give the sum that a block ends in, None when there is none."""
    return next((merge.node for merge in graph.merges("Add") if merge.node is _end(graph)), None)


def _around(model: Any, awake: Any = None) -> tuple[Any, tuple[int, ...], bool]:
    """Give a fresh copy of a block whose kernels are all 0, so that only what goes past them comes out.

    Args:
        model: The block.
        awake: A call whose kernel becomes 1 instead.

    Returns:
        The copy; the shape of what it takes; whether it ends at the sum, in front of any activation.
    """
    import keras

    from graders.evidence import Architecture

    copy = model.fresh()
    graph = Architecture(copy)
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
    shape = tuple(copy.inputs[0].shape[1:])
    return keras.Model(copy.inputs[0], end.layer.output) if bare else copy, shape, bare


def _silenced(model: Any, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Ask a block with silent kernels twice: what differs then went past them.

    Returns:
        By how much two inputs differ, and by how much the two answers do.
    """
    copy, shape, bare = _around(model)
    low, high = (-1.0, 1.0) if bare else (0.5, 1.5)  # a ReLU leaves the latter as they are
    draw = np.random.default_rng(seed)
    one, other = (draw.uniform(low, high, size=(2, *shape)).astype("float32") for _ in range(2))
    return one - other, np.asarray(copy(one)) - np.asarray(copy(other))


def _in_place(model: Any, projection: Any) -> bool:
    """Whether what a projection lets through ends where it began: corners of x in corners of the sum."""
    copy, shape, _ = _around(model, awake=projection)
    dark = np.zeros((1, *shape), "float32")
    near, far = dark.copy(), dark.copy()
    near[:, : shape[0] // 4, : shape[1] // 4] = 1
    far[:, -(shape[0] // 4) :, -(shape[1] // 4) :] = 1
    nothing = np.asarray(copy(dark))
    reached = [np.abs(np.asarray(copy(lit)) - nothing).max(axis=(0, 3)) > 1e-3 for lit in (near, far)]
    return bool(reached[0][0, 0] and reached[1][-1, -1])


def _alike(found: np.ndarray, right: np.ndarray) -> bool:
    """Whether two arrays agree; a BatchNormalization that is new divides by the root of 1.001."""
    return close(found, right, rel=0.01, abs=0.01)


def _holds_input(script: Any, case: int, graph: Any, mistakes: Mapping[str, bool] | None = None) -> None:
    """See to it that the sum holds x, once and unchanged; `mistakes` of one exercise come first."""
    expected = "x itself in the sum: with all kernels at 0, what comes out follows what went in"
    require(
        _sum(graph) is not None,
        expected=expected,
        found=listed(merge.kind for merge in graph.merges()) or "no place where two paths meet",
        hint="The path's end and x are added: by `+`, by `keras.layers.Add` or by `keras.ops.add`.",
    )
    x, found = _silenced(script[f"model {case}"].value, seed=case)
    twice, nothing = _alike(found, 2 * x), _alike(found, np.zeros_like(x))
    names = {"other numbers": True, "x twice": twice, "the same for all that goes in": nothing}
    require(
        _alike(found, x),
        expected=expected,
        found=[name for name, holds in names.items() if holds][-1]
        if found.shape == x.shape
        else f"an output of shape {found.shape[1:]}",
        mistakes={
            **(mistakes or {}),
            "x was added to itself: the sum takes the end of the path and x, once each.": twice,
            "Every path to the sum leads through a kernel: a skip connection that skips nothing. Keep x "
            "under a name of its own, and add that.": nothing,
        },
        hint="The skip connection carries x, and nothing that was done to x.",
    )


def _two_convolutions(graph: Any) -> None:
    """See to it that the path beside the skip is two 3×3 convolutions with an activation between them."""
    expected = "one path of two 3×3 convolutions with an activation between them, into the sum"
    long = [path for path in _paths(graph) if any(_size(node) != (1, 1) for node in _mixers(path))]
    require(
        len(long) == 1,
        expected=expected,
        found=f"{len(long)} such paths: {graph.describe()}",
        hint="Does what the convolutions give go into the sum? Does each tensor go where it should?",
    )
    mixers = _mixers(long[0])
    require(
        [(node.kind, _size(node)) for node in mixers] == [("Conv2D", (3, 3))] * 2,
        expected=expected,
        found=_words(long[0]),
        hint="Both paths start at x. One of them has two convolutions, and no other kernel.",
    )
    require(
        mixers[0].layer is not mixers[1].layer,
        expected=expected,
        found="one convolution, called twice",
        hint="One layer object was called twice, so both share one kernel. Make two layers.",
    )
    require(
        _activated_between(long[0], *mixers),
        expected=expected,
        found=_words(long[0]),
        hint="Two convolutions without an activation between them can do no more than one.",
    )


_SHAPES = (
    "Tensors that are added must agree in height, width and channels. Which path changes them, by its "
    "strides, its padding or its filters, and does the other path do the same?"
)

# ------------------------------------------------------------------------------------------- identity_block

_IDENTITY_CASES = {1: ((16, 16, 8),), 2: ((6, 6, 3),), 3: ((5, 9, 4),)}

IDENTITY_BLOCK = Exercise(LESSON, "identity_block", evidence={"identity_block": _blocks(_IDENTITY_CASES)})


def _identity_graph(script: Any, case: int, hint: str = _SHAPES) -> Any:
    return _block_of(script, case, _case_name(*_IDENTITY_CASES[case]), hint)


@IDENTITY_BLOCK.criterion("The sum holds x itself", points=2, read=_SKIP)
def _holds_x(identity_block):
    _holds_input(identity_block, 1, _identity_graph(identity_block, 1))


@IDENTITY_BLOCK.criterion("Beside it, two convolutions", points=2, read=_SKIP)
def _beside(identity_block):
    _two_convolutions(_identity_graph(identity_block, 1))


@IDENTITY_BLOCK.criterion("Works for maps of any size and number", points=1, read=_SKIP)
def _any_maps(identity_block):
    hint = (
        "Ask x how many channels it has: the last number of `x.shape`. Layers are made inside the function, "
        f"anew in each call. {_SHAPES}"
    )
    for case, (shape,) in _IDENTITY_CASES.items():
        found = tuple(_identity_graph(identity_block, case, hint).output(0).shape[1:])
        require(
            found == shape, expected="an output of the input's shape", found=f"{found} of {shape}", hint=hint
        )


# ------------------------------------------------------------------------------------------- residual_block

_KEEPS, _WIDENS, _HALVES, _HALVES_AND_WIDENS = 1, 2, 3, 4
_RESIDUAL_CASES: dict[int, tuple[Any, ...]] = {
    _KEEPS: ((16, 16, 8), 8),
    _WIDENS: ((16, 16, 8), 16, 1),
    _HALVES: ((16, 16, 8), 8, 2),
    _HALVES_AND_WIDENS: ((16, 16, 8), 16, 2),
    5: ((15, 9, 8), 16, 2),
    6: ((7, 11, 6), 6, 2),
    7: ((11, 10, 5), 7, 3),
    8: ((4, 7, 3), 2),
}

RESIDUAL_BLOCK = Exercise(LESSON, "residual_block", evidence={"residual_block": _blocks(_RESIDUAL_CASES)})


def _reasons(case: int) -> tuple[bool, bool]:
    """Say why a case changes the shape: by its number of maps, by its strides."""
    shape, filters, *strides = _RESIDUAL_CASES[case]
    return filters != shape[-1], strides not in ([], [1])


def _residual_graph(script: Any, case: int, hint: str = _SHAPES) -> Any:
    return _block_of(script, case, _case_name(*_RESIDUAL_CASES[case]), hint)


@RESIDUAL_BLOCK.criterion("A shape that stays keeps x itself", points=1, read=_SKIP)
def _stays(residual_block):
    graph = _residual_graph(residual_block, _KEEPS)
    projected = any(_mixers(path) and all(map(_flat, _mixers(path))) for path in _paths(graph))
    words = "Here strides are 1 and the number of maps stays, and still x is projected: when is a projection "
    _holds_input(residual_block, _KEEPS, graph, {f"{words}needed at all?": projected})


@RESIDUAL_BLOCK.criterion("A changed shape gets a projection with the path's strides", points=2, read=_SHAPE)
def _projects(residual_block):
    for case in (_WIDENS, _HALVES, _HALVES_AND_WIDENS):
        _has_projection(residual_block, case)


def _has_projection(script: Any, case: int) -> None:
    """See to it that the skip connection is one 1×1 convolution of x, that strides as the path does."""
    alone = "Here the number of maps stays, and strides alone change the shape. " if case == _HALVES else ""
    graph = _residual_graph(script, case, alone + _SHAPES)
    expected = (
        "a skip connection of one 1×1 convolution without activation, for "
        f"{_case_name(*_RESIDUAL_CASES[case])}"
    )
    paths = _paths(graph)
    short = [path for path in paths if all(_flat(node) for node in _mixers(path))]
    require(
        graph.merges("Add") and len(short) == 1 and len(_mixers(short[0])) == 1,
        expected=expected,
        found=graph.describe(),
        mistakes={
            "The path's end and the projection are added.": not graph.merges("Add"),
            f"{alone}Where the shape changes, x gets a 1×1 projection.": len(short) == 1
            and not _mixers(short[0]),
        },
        hint="Both paths start at x, and each goes into the sum once: the projection takes x.",
    )
    (projection,) = _mixers(short[0])
    require(
        not any(projection in path for path in paths if path is not short[0]),
        expected=expected,
        found=graph.describe(),
        hint="Both paths start at x: here the path takes what the projection gave.",
    )
    stride, wanted = graph.stride(short[0]), set(_RESIDUAL_CASES[case][2:])
    # A pooling or a slice that strides may stand before a projection that doesn't; one that cuts maps to size
    # lets through what belongs elsewhere.
    require(
        set(stride) == wanted or _in_place(script[f"model {case}"].value, projection),
        expected=expected,
        found=f"strides {stride}",
        hint="The skip connection must make height and width smaller by as much as the path does.",
    )
    require(
        projection.activation == "linear",
        expected=expected,
        found=str(projection),
        hint="The projection only fits shapes together. A ReLU in it would stop half of what it carries.",
    )


def _flat(node: Any) -> bool:
    """Whether it mixes channels alone, place by place."""
    return node.kind == "Dense" or (node.kind == "Conv2D" and _size(node) == (1, 1))


@RESIDUAL_BLOCK.criterion("Both paths agree for every size and stride", points=2, read=_SHAPE)
def _agree(residual_block):
    # One of the two reasons for a projection forgotten: that costs the criterion on projections alone.
    forgotten = [_reasons(case) for case in (_WIDENS, _HALVES) if not residual_block[f"call {case}"].ok]
    for case, (shape, filters, *rest) in _RESIDUAL_CASES.items():
        if _reasons(case) in forgotten:
            continue
        stride = rest[0] if rest else 1
        by_luck = (
            "Sizes that strides divide can agree by luck. With `padding='same'`, and in a 1×1 convolution, "
            "an odd size is rounded up; a pooling with `padding='valid'` rounds down."
        )
        hint = by_luck if any(size % stride for size in shape[:2]) else _SHAPES
        found = tuple(_residual_graph(residual_block, case, hint).output(0).shape[1:])
        wanted = (*(ceil(size / stride) for size in shape[:2]), filters)
        name = _case_name(shape, filters, *rest)
        require(found == wanted, expected=f"an output of {wanted} for {name}", found=str(found), hint=hint)


@RESIDUAL_BLOCK.criterion("The path is two 3×3 convolutions", points=1, read=_SKIP)
def _two(residual_block):
    _two_convolutions(_residual_graph(residual_block, _KEEPS))


# ------------------------------------------------------------------------------------------------ fade_rate

_FADING = [[0.02, 0.9, 0.3, 1.5, 0.32], [3e-7, 2e-3, 6.0], [0.5, 2.0], [8.0, 1.0, 4.0, 2.0, 1.0, 5.0, 1.0]]
_REACHES = {(0.5, 0.1): 3, (0.5, 0.25): 2, (0.9, 0.01): 43, (0.25, 0.001): 4, (0.7, 0.8): 0, (0.99, 0.5): 68}
_NEVER = [(1.0, 0.1), (1.4, 0.01)]

FADE_RATE = Exercise(
    LESSON,
    "fade_rate",
    evidence={
        "fade_rate": kinds.Function([kinds.call(norms) for norms in _FADING]),
        "reach": kinds.Function([kinds.call(*given) for given in [*_REACHES, *_NEVER]]),
    },
)


def _returned(answer: Any, called: str) -> float:
    """Give the one number that a call returned."""
    hint = "Call your function with the lesson's numbers."
    return number_of(value_of(answer, called, hint=hint), expected=f"one number from `{called}`", hint=hint)


@FADE_RATE.criterion("The factor of one layer", points=2, read=_GRADIENT)
def _one_layer(fade_rate):
    for norms, answer in zip(_FADING, fade_rate.answers, strict=True):
        steps = len(norms) - 1
        right = (norms[0] / norms[-1]) ** (1 / steps)
        number_is(
            _returned(answer, f"fade_rate({shown(norms)})"),
            right,
            expected=f"the mean factor of a step, for {len(norms)} norms",
            mistakes={
                "Upside down: the gradient goes from the last layer to the first.": 1 / right,
                "Between so many layers there is one step fewer.": right ** (steps / (steps + 1)),
                "You compare the smallest norm with the largest. The gradient runs from the last layer to "
                "the first, and may grow on the way.": (min(norms) / max(norms)) ** (1 / steps),
                "A square root fits three norms only: how many steps are there between these?": (
                    norms[0] / norms[-1]
                )
                ** 0.5,
                "That is the factor of all layers together.": norms[0] / norms[-1],
                "Factors are multiplied, so their mean is a root, not a share.": norms[0] / norms[-1] / steps,
                "The plain mean of factors is too large: 2 and 1/2 cancel, and their plain mean is "
                "1.25.": np.mean([one / other for one, other in pairwise(norms)]),
            },
            hint="So many equal factors, one after the other, make the first norm of the last.",
            abs=0,  # rates go down to 1e-4
        )


@FADE_RATE.criterion("How many layers it reaches", points=2, read=_GRADIENT)
def _reaches(reach):
    for ((rate, least), right), answer in zip(_REACHES.items(), reach.answers, strict=False):
        called = f"reach({rate}, {least})"
        found = _returned(answer, called)
        require(
            found == right,
            expected=f"from `{called}` the last layer with enough left",
            found=shown(found),
            mistakes={
                "In that many layers too little is left: the last one with enough is asked for.": found
                == right + 1,
                "At least that share: a power that equals it is enough.": found == right - 1
                and rate**right == least,
                "Layers are counted in whole numbers.": abs(found - right) < 1,
            },
            hint="Multiply by the rate as long as at least that share is left, and count.",
        )


@FADE_RATE.criterion("A gradient that never fades", points=1, read=_GRADIENT)
def _never(reach):
    for (rate, least), answer in zip(_NEVER, reach.answers[len(_REACHES) :], strict=True):
        found = _returned(answer, f"reach({rate}, {least})")
        require(
            found == inf,
            expected=f"infinity for a rate of {rate:g}",
            found=shown(found),
            hint="A factor of 1 or more leaves enough for any number of layers: that number is `math.inf`.",
        )


# ------------------------------------------------------------------------------------------ skip_bottleneck

_COLORS, _HIDDEN, _NARROW, _CLASSES = 48, 32, 2, 8

SKIP_BOTTLENECK = Exercise(LESSON, "skip_bottleneck", evidence={"freed": kinds.Model(compiled=False)})


def _narrow(path: Sequence[Any]) -> list[Any]:
    return [node for node in path if node.kind == "Dense" and node.config.get("units") == _NARROW]


@SKIP_BOTTLENECK.criterion("The old path stays, bottleneck and all", points=2, read=_BOTTLENECK)
def _old_path(freed):
    inputs_are(freed, {"colors": _COLORS})
    units = [_HIDDEN, _NARROW, _HIDDEN, _CLASSES]
    through = [path for path in _paths(freed.architecture) if _narrow(path)]
    whole = any(
        [node.config.get("units") for node in _mixers(path)] == units
        and all(_activated_between(path, one, other) for one, other in pairwise(_mixers(path)))
        for path in through
    )
    require(
        whole,
        expected="a path of Dense layers of 32, 2, 32 and 8, each but the last with an activation behind it",
        found=_words(through[0]) if through else "no path through a bottleneck of 2",
        hint="The skip connection is built beside the old network: no layer of that is taken out or moved.",
    )


@SKIP_BOTTLENECK.criterion("A skip connection, nowhere narrow", points=3, read=_BOTTLENECK)
def _skip_connection(freed):
    inputs_are(freed, {"colors": _COLORS})
    graph = freed.architecture
    expected = "a second path to the last layer, past the bottleneck and 32 wide or more everywhere"
    paths = _paths(graph)
    around = [path for path in paths if not _narrow(path)]
    common = [node for node in graph.nodes if all(node in _narrow(path) for path in paths)]
    require(
        around,
        expected=expected,
        found=f"a layer of {_NARROW} on every path",
        mistakes={
            f"The skip connection itself is only {_NARROW} wide at one place. Where can the paths meet "
            "without its being narrowed?": not common,
        },
        hint="Every path leads through the bottleneck. A skip connection that starts at it, or behind it, "
        "skips nothing: start at a tensor before it.",
    )
    head = graph.output_layer(0)
    for path in around:
        width = min(node.shape[-1] for node in path if node.index < head.index)
        require(
            width >= _HIDDEN,
            expected=expected,
            found=f"a width of {width} on it",
            hint="A narrow layer stands on the skip connection as well, or the paths meet too late.",
        )
    through = [path for path in paths if _narrow(path)]
    merges = [merge.node for kind in ("Add", "Concatenate") for merge in graph.merges(kind)]
    met = any(
        any(node in path for path in around) and any(node in path for path in through)
        for node in merges
        if node.index < head.index
    )
    require(
        met,
        expected=expected,
        found=graph.describe(),
        hint="What the skip connection carries is added to what comes through the bottleneck (or put beside "
        "it), before the last layer.",
    )


@SKIP_BOTTLENECK.criterion("Eight probabilities", points=1, read=_BOTTLENECK)
def _eight(freed):
    end = freed.architecture.output(0).node
    require(
        end.kind not in ("Add", "Concatenate"),
        expected="an output layer behind the place where the paths meet",
        found=f"{end} as the last step",
        hint="What is added to probabilities, or put beside them, leaves none: let the paths meet before the "
        "output layer.",
    )
    output_layer_is(freed, 0, _CLASSES, "softmax")


# ------------------------------------------------------------------------------------------ count_reduction

_PAIRS = [(16, 12, 64, 8, 32), (7, 9, 30, 11, 30), (5, 5, 6, 6, 10)]
_WIDEST = [(64, 64, 0.5), (128, 32, 0.1), (16, 48, 1.0), (256, 256, 0.25)]

COUNT_REDUCTION = Exercise(
    LESSON,
    "count_reduction",
    evidence={
        "pair_costs": kinds.Function([kinds.call(*given) for given in _PAIRS]),
        "widest": kinds.Function([kinds.call(*given) for given in _WIDEST]),
    },
)


def _costs_of(function: Any, case: int) -> list[float]:
    """Give the parameters and multiply-adds that the learner's function returned."""
    called = f"pair_costs({', '.join(map(str, _PAIRS[case]))})"
    return numbers_of(
        value_of(function.answers[case], called),
        2,
        expected=f"a pair of numbers from `{called}`",
        hint="First the parameters, then the multiply-adds.",
    )


@COUNT_REDUCTION.criterion("Parameters of both layers", points=2, read=_REDUCTION)
def _parameters(pair_costs):
    for case, (*_, channels, reduced, filters) in enumerate(_PAIRS):
        found = _costs_of(pair_costs, case)
        kernels = channels * reduced + 9 * reduced * filters
        right = kernels + reduced + filters
        single = 9 * channels * filters
        require(
            found[0] == right,
            expected=f"all weights of both layers, for {channels} channels, {reduced} after the reduction, "
            f"{filters} filters",
            found=shown(found[0]),
            mistakes={
                "The kernels are right. Each filter has a bias besides.": found[0] == kernels,
                "The first layer's filters have biases too.": found[0] == kernels + filters,
                "That is the 3×3 convolution alone, without the 1×1 layer before it.": found[0]
                in (single, single + filters),
                "The 3×3 window doesn't see the input any more: it sees what the 1×1 gave.": found[0]
                == channels * reduced + reduced + single + filters,
                "The other way round: first the parameters, then the multiply-adds.": found[1] == right,
            },
            hint="Kernels: window × channels in × filters. Into the second goes what the first gave.",
        )


@COUNT_REDUCTION.criterion("Multiply-adds of both layers", points=1, read=_REDUCTION)
def _multiply_adds(pair_costs):
    for case, (height, width, channels, reduced, filters) in enumerate(_PAIRS):
        kernels = channels * reduced + 9 * reduced * filters
        number_is(
            _costs_of(pair_costs, case)[1],
            height * width * kernels,
            expected=f"the multiply-adds of both layers, for a map of {height}×{width}",
            mistakes={
                "That is one place of the map. How many are there?": kernels,
                "A bias is only added, and not counted here.": height * width * (kernels + reduced + filters),
            },
            hint="At each place of the map every number of the kernels is used once.",
            rel=0,
            abs=0,
        )


@COUNT_REDUCTION.criterion("The widest reduction that pays", points=2, read=_REDUCTION)
def _widest(widest):
    for (channels, filters, share), answer in zip(_WIDEST, widest.answers, strict=True):
        called = f"widest({channels}, {filters}, {share:g})"
        found = _returned(answer, called)
        exact = share * 9 * channels * filters / (channels + 9 * filters)
        require(
            found == int(exact),
            expected=f"from `{called}` the largest number that fits",
            found=shown(found),
            mistakes={
                "One more costs already too much: round down.": found == int(exact) + 1,
                "Channels are counted in whole numbers.": abs(found - exact) < 1,
                "The 1×1 layer isn't free: it costs something as well.": found == int(share * channels),
            },
            hint="Write the cost as reduced × (channels + 9 × filters), and solve for `reduced`.",
        )


# ------------------------------------------------------------------------------------------ inception_block

_INCEPTION_CASES: dict[int, tuple[Any, ...]] = {
    1: ((12, 12, 8), 5),
    2: ((9, 7, 5), 4, 2),
    3: ((10, 11, 6), 3, 3),
    4: ((8, 8, 3), 2, 2),
}
_FILTERS = _INCEPTION_CASES[1][1]
_HEIGHTS = (
    "Branches that are put side by side must agree in height and width. Every layer with a window needs "
    "`padding='same'`, and every branch strides by as much as the others."
)

INCEPTION_BLOCK = Exercise(LESSON, "inception_block", evidence={"inception_block": _blocks(_INCEPTION_CASES)})


def _inception_graph(script: Any, case: int = 1) -> Any:
    return _block_of(script, case, _case_name(*_INCEPTION_CASES[case]), _HEIGHTS)


def _joined(graph: Any, *kinds: str) -> list[Any]:
    """Give the tensors that meet at the end, joins of joins opened up; [] when none do."""

    def opened(node: Any) -> list[Any]:
        if node.kind not in kinds:
            return [node]
        return [part for given in node.inputs for part in opened(given)]

    end = _end(graph)
    return opened(end) if end.kind in kinds else []


def _branches(graph: Any) -> list[list[Any]]:
    """Give each branch that meets others at the end, once, as the calls on its path from x.

    A sum counts too: that branches are joined side by side, the first criterion asks.
    """
    ends = {id(end): end for end in _joined(graph, "Concatenate", "Add")}
    branches = [path for end in ends.values() for path in graph.paths(graph.input(0), end)]
    require(
        branches, expected="branches that are joined", found=graph.describe(), hint="Join them at the end."
    )
    return branches


def _pools(branch: Sequence[Any]) -> list[tuple[int, ...]]:
    """The windows of a branch's poolings; one that sees a single place does nothing."""
    sizes = [node.config.get("pool_size", 0) for node in branch if "Pool" in node.kind]
    sizes = [tuple(size) if isinstance(size, (list, tuple)) else (size, size) for size in sizes]
    return [size for size in sizes if size != (1, 1)]


def _window(branch: Sequence[Any]) -> tuple[int, ...]:
    """The window that a branch's convolutions see together, in height and width."""
    sizes = [_size(node) for node in _mixers(branch) if len(_size(node)) == 2]
    return tuple(1 + sum(size[axis] - 1 for size in sizes) for axis in (0, 1))


@INCEPTION_BLOCK.criterion("Four branches from x, side by side", points=2, read=_INCEPTION)
def _four_branches(inception_block):
    graph = _inception_graph(inception_block)
    expected = "four branches of their own that start at x, once each in the concatenation"
    ends = _joined(graph, "Concatenate")
    require(
        ends,
        expected=expected,
        found=graph.describe(),
        hint="Branches are put side by side by `Concatenate`, along the channels. A sum would mix them.",
    )
    different = len({id(end) for end in ends})
    require(
        len(ends) == different == 4,
        expected=expected,
        found=f"{different} branches in {len(ends)} places",
        mistakes={"A branch stands twice in the list. Is another one left out?": different != len(ends)},
        hint="A branch left out of the list is built, costs nothing and does nothing: Keras doesn't warn.",
    )
    branches = _branches(graph)
    layers = [id(node.layer) for branch in branches for node in _mixers(branch)]
    require(
        len(branches) == 4 and len(set(layers)) == len(layers),
        expected=expected,
        found="branches with a layer in common",
        hint="One branch takes what another one made. Each starts at x and has layers of its own.",
    )
    channels = graph.output(0).shape[-1]
    require(
        channels == 4 * _FILTERS,
        expected=f"{4 * _FILTERS} maps, {_FILTERS} a branch",
        found=f"{channels}",
        hint="Each branch brings `filters` maps, side by side along the last axis.",
    )


@INCEPTION_BLOCK.criterion("Each branch looks with its own window", points=2, read=_INCEPTION)
def _own_window(inception_block):
    branches = _branches(_inception_graph(inception_block))
    seen = [("pooled", *_window(branch)) if _pools(branch) else _window(branch) for branch in branches]
    wanted = [(1, 1), (3, 3), (5, 5), ("pooled", 1, 1)]
    expected = "windows of 1×1, 3×3 and 5×5, and one pooling of 3×3"
    others = [branch for branch, window in zip(branches, seen, strict=True) if window not in wanted]
    require(
        not others,
        expected=expected,
        found=listed(map(_words, others[:1])),
        hint="Two 3×3 convolutions in a row see 5×5. A 1×1 sees no more than was seen before it.",
    )
    require(
        len(set(seen)) == len(seen),
        expected=expected,
        found="a window twice",
        hint="Two branches see through the same window: one of the four is missing.",
    )
    for branch in branches:
        require(
            _pools(branch) in ([], [(3, 3)]),
            expected=expected,
            found=_words(branch),
            hint="The pooling looks at 3×3 places.",
        )
        require(
            all(_activated(branch[branch.index(node) :]) for node in _mixers(branch)),
            expected="an activation behind each convolution",
            found=_words(branch),
            hint="Each convolution has an activation behind it.",
        )


@INCEPTION_BLOCK.criterion("A 1×1 reduces before the wide windows", points=1, read=_REDUCTION)
def _reduces(inception_block):
    expected = f"a 1×1 convolution first, and {_FILTERS} filters in each convolution"
    for branch in _branches(_inception_graph(inception_block)):
        sizes = [_size(node) for node in _mixers(branch)]
        require(
            _pools(branch) or sizes[:1] == [(1, 1)],
            expected=expected,
            found=_words(branch),
            hint="Without it the wide window works on all channels of x, which is what costs.",
        )
        filters = {node.config.get("filters") for node in _mixers(branch)}
        require(
            sizes.count((1, 1)) == 1 and filters == {_FILTERS},
            expected=expected,
            found=_words(branch),
            hint="One 1×1 a branch: before the wide windows, and beside the pooling.",
        )


@INCEPTION_BLOCK.criterion("Height and width agree for every size and stride", points=2, read=_INCEPTION)
def _heights(inception_block):
    for case, (shape, filters, *rest) in _INCEPTION_CASES.items():
        name, stride = _case_name(shape, filters, *rest), rest[0] if rest else 1
        graph = _inception_graph(inception_block, case)
        wanted, found = tuple(ceil(size / stride) for size in shape[:2]), tuple(graph.output(0).shape[1:3])
        require(found == wanted, expected=f"maps of {wanted} for {name}", found=str(found), hint=_HEIGHTS)
        for branch in _branches(graph):
            # Cut or stretched to size, it fits, and lies beside places that it doesn't belong to.
            require(
                set(graph.stride(branch)) == {stride},
                expected=f"strides of {stride} on every branch, for {name}",
                found=f"a branch without: {_words(branch)}",
                hint=_HEIGHTS,
            )


# ------------------------------------------------------------------------------------------- small_xception

_ENTRY, _DOWN, _MIDDLES, _PICTURE = 12, (24, 48), 2, (32, 32, 3)

SMALL_XCEPTION = Exercise(LESSON, "small_xception", evidence={"small_xception": kinds.Model(compiled=False)})


def _graph_of(model: Any) -> Any:
    inputs_are(model, {"pictures": _PICTURE})
    return model.architecture


def _steps(path: Sequence[Any]) -> list[tuple[str, int, Any, Any]]:
    """Name what learns on a path: separable convolutions (also in two layers), plain and 1×1 ones.

    Returns:
        For each its kind, its filters, the call that begins it and the call that ends it.
    """
    found: list[tuple[str, int, Any, Any]] = []
    depthwise = None
    for node in _mixers(path):
        if node.kind == "DepthwiseConv2D" and _size(node) == (3, 3):
            depthwise = node
            continue
        name = "1×1" if _flat(node) else "3×3"
        if (depthwise and name == "1×1") or (node.kind == "SeparableConv2D" and _size(node) == (3, 3)):
            name = "separable"
        elif node.kind not in ("Conv2D", "Dense"):
            name = node.kind
        width = node.config.get("filters", node.config.get("units"))
        found.append((name, width, depthwise or node, node))
        depthwise = None
    return found


def _normalized(node: Any, *, activated: bool = False) -> bool:
    """Whether BatchNormalization is what takes a call's output, and nothing else; `activated`: also later."""
    behind = node.outputs
    while activated and [after.kind for after in behind] == ["Activation"]:
        behind = behind[0].outputs
    return [after.kind for after in behind] == ["BatchNormalization"]


def _units(graph: Any) -> list[tuple[Any, list[list[Any]]]]:
    """Give each sum of two paths with the calls on them behind the fork, the shorter path first."""
    found = []
    for merge in graph.merges("Add"):
        fork = graph.fork(merge)
        if fork is not None:
            paths = [path[1:-1] for path in graph.paths(fork, merge.node)]
            found.append((merge, sorted(paths, key=lambda path: len(_mixers(path)))))
    return found


def _unit_words(units: Sequence[list[list[Any]]]) -> str:
    """Describe units: what stands on the skip connection, and on the path beside it."""
    return listed((" beside ".join(map(_words, paths)) for paths in units), "; ") or "no sum of two paths"


def _plain(path: Sequence[Any]) -> bool:
    """Whether nothing on a path changes what goes through."""
    return all(node.kind in ("Identity", "Dropout", "SpatialDropout2D") for node in path)


@SMALL_XCEPTION.criterion("Separable, with BatchNormalization behind", points=2, read=_XCEPTION)
def _separable(small_xception):
    graph = _graph_of(small_xception)
    steps = {id(step[3]): step for path in _paths(graph) for step in _steps(path) if step[3].kind != "Dense"}
    steps = sorted(steps.values(), key=lambda step: step[3].index)
    plain = [step[3] for step in steps if step[0] == "3×3"]
    require(
        len(plain) == 1 and plain[0].fits("Conv2D", kernel_size=3, strides=2, filters=_ENTRY),
        expected=f"one 3×3 convolution of {_ENTRY} with strides 2, then separable ones of 3×3",
        found=listed(plain) or graph.describe(),
        hint="The lesson's `separable` does it. Only the first convolution is an ordinary 3×3.",
    )
    entry = plain[0]
    require(
        entry.shape[1:3] == (16, 16),
        expected="maps of 16×16 behind it",
        found=str(entry.shape),
        hint="Pad with 'same'.",
    )
    inner = sorted(step[1] for step in steps if step[0] == "separable")
    wanted = sorted([_DOWN[0]] * 2 + [_DOWN[1]] * 2 * (1 + _MIDDLES))
    require(
        inner == wanted,
        expected=f"separable convolutions of {wanted}",
        found=str(inner),
        hint="Two in each of the four units, as wide as the unit.",
    )
    behind = [step[3] for step in steps if step[0] == "separable" and not _normalized(step[3])]
    bare = behind if _normalized(entry, activated=True) else [entry, *behind]
    require(
        not bare,
        expected="BatchNormalization behind each",
        found=f"none behind {listed(bare)}",
        hint="Behind each 3×3 convolution, separable or not, stands a BatchNormalization.",
    )
    require(
        not any(node.inputs[0].kind == "BatchNormalization" for node in graph.calls("BatchNormalization")),
        expected="one BatchNormalization behind each",
        found="two in a row",
        hint="What is normalized already needs no second one.",
    )


def _two_separable(path: Sequence[Any], width: int) -> bool:
    """Whether a path is two separable convolutions of a width, with an activation before the second."""
    steps = _steps(path)
    return [step[:2] for step in steps] == [("separable", width)] * 2 and _activated_between(
        path, steps[0][3], steps[1][2]
    )


def _goes_down(graph: Any, paths: list[list[Any]]) -> int:
    """Give the width of a unit that halves height and width on both paths, 0 when it is none."""
    short, main = paths
    steps = _steps(short)
    stride = {*graph.stride(main), *graph.stride(short)}
    projected = [step[0] for step in steps] == ["1×1"] and stride == {2}
    return steps[0][1] if projected and _two_separable(main, steps[0][1]) else 0


@SMALL_XCEPTION.criterion("Two units go down, on both paths alike", points=2, read=_SHAPE)
def _two_down(small_xception):
    graph = _graph_of(small_xception)
    units = [paths for _, paths in _units(graph) if len(paths) == 2 and _mixers(paths[0])]
    widths = [_goes_down(graph, paths) for paths in units]
    wrong = [paths for paths, width in zip(units, widths, strict=True) if width not in _DOWN]
    require(
        [width for width in widths if width] == list(_DOWN),
        expected=f"units of {_DOWN[0]} and {_DOWN[1]} maps that halve height and width",
        found=_unit_words(wrong or units),
        hint="In each, two separable convolutions and a pooling with strides 2 are added to a 1×1 "
        "projection, also with strides 2, of what went into the unit.",
    )


@SMALL_XCEPTION.criterion("Two units keep x itself", points=2, read=_SKIP)
def _two_middles(small_xception):
    graph = _graph_of(small_xception)
    others = [paths for _, paths in _units(graph) if len(paths) == 2 and not _goes_down(graph, paths)]
    middles = [
        paths
        for paths in others
        if _plain(paths[0]) and _two_separable(paths[1], _DOWN[-1]) and set(graph.stride(paths[1])) == {1}
    ]
    require(
        len(middles) == _MIDDLES,
        expected=f"{_MIDDLES} units of {_DOWN[-1]} maps at the end, each with x in its sum",
        found=f"{len(middles)} such units; others: {_unit_words([p for p in others if p not in middles])}",
        hint="What went into the unit is added, as it is, to what its two separable convolutions gave. The "
        "next unit takes the sum. A skip connection that starts behind a convolution of the unit skips too "
        "little.",
    )
    first = [_steps(main)[0][2] for _, main in middles]
    bare = [
        node for node, (_, main) in zip(first, middles, strict=True) if not _activated(_before(main, node))
    ]
    require(
        not bare,
        expected="a ReLU before each separable convolution of a middle unit",
        found=f"none before {listed(bare)}",
        mistakes={
            "The skip connection starts behind the unit's first ReLU, so x itself is not what is added: "
            "keep x under a name of its own, before the ReLU.": any(
                _activated(graph.paths(graph.fork(merge), merge.node)[0][:1])
                for merge, paths in _units(graph)
                if paths in middles
            )
        },
        hint="A middle unit is two times: ReLU, separable convolution, BatchNormalization.",
    )


def _before(path: Sequence[Any], node: Any) -> Sequence[Any]:
    return path[: path.index(node)]


@SMALL_XCEPTION.criterion("From maps to eight probabilities", points=1, read=_XCEPTION)
def _to_classes(small_xception):
    graph = _graph_of(small_xception)
    output_layer_is(graph, 0, _CLASSES, "softmax")
    head, path = graph.output_layer(0), _paths(graph)[0]
    last = max(
        (node.index for node in path if node.kind == "Add" or _learns(node) and node is not head), default=0
    )
    behind = [node for node in path if last < node.index < head.index]
    require(
        any("GlobalAveragePooling" in node.kind or node.kind == "Mean" for node in behind),
        expected="global average pooling before the last layer",
        found=_words(behind),
        hint="The mean over all places gives one number a map, whatever the size.",
    )
    require(
        _activated(behind),
        expected="a ReLU behind the last sum",
        found=_words(behind),
        hint="The sums end without an activation: one ReLU stands behind the last of them.",
    )
