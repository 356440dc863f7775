"""Questions that checks ask of a model: its inputs, outputs and output layers, its paths, what it answers.

Where only the graph is asked, a reader takes the model's evidence or its architecture.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from graders.criteria import require
from graders.evidence.architecture import Architecture
from graders.vocabulary.values import listed

if TYPE_CHECKING:
    from graders.evidence import ModelEvidence
    from graders.evidence.graph import Node

    Model = ModelEvidence | Architecture

_PASSING = {"Dropout", "Flatten", "Reshape", "Identity"}
_ONE_CLASS = "A softmax over one unit says 1 for everything."
_REASONS = {
    ("linear", "relu"): "ReLU was left on at the end: it can't go below 0, and any number was asked for.",
    ("linear", "sigmoid"): "A sigmoid says numbers between 0 and 1 alone, and any number was asked for.",
    ("linear", "tanh"): "A tanh says numbers between -1 and 1 alone, and any number was asked for.",
    ("linear", "softmax"): _ONE_CLASS,
    ("sigmoid", "softmax"): _ONE_CLASS,
    ("sigmoid", "linear"): "Without an activation these are logits, and a probability is asked for.",
    ("sigmoid", "relu"): "A ReLU says 0 or any number above it, and a probability is asked for.",
    ("softmax", "sigmoid"): (
        "The classes exclude each other: sigmoids are separate yes-or-no questions and need not sum to 1."
    ),
    ("softmax", "linear"): (
        "Without an activation these are logits; probabilities that sum to 1 are asked for."
    ),
}


def _graph(model: "Model") -> Architecture:
    return model if isinstance(model, Architecture) else model.architecture


def inputs_are(model: "Model", wanted: Mapping[str, int | Sequence[int]]) -> None:
    """See to it that a model has the inputs asked for.

    Args:
        model: The model's evidence.
        wanted: The width or shape of each input, without the batch, by name. A single input may have any
            name.

    Raises:
        Missed: It has others.
    """
    found = {port.name: tuple(port.shape[1:]) for port in _graph(model).inputs}
    asked = {name: (size,) if isinstance(size, int) else tuple(size) for name, size in wanted.items()}
    alone = len(asked) == len(found) == 1 and [*found.values()] == [*asked.values()]
    what = "widths" if all(len(shape) == 1 for shape in asked.values()) else "shapes"
    require(
        found == asked or alone,
        expected=f"inputs {_sizes(asked)}",
        found=_sizes(found),
        mistakes={
            f"The {what} are right; the names, given to `keras.Input`, are not.": sorted(
                map(str, found.values())
            )
            == sorted(map(str, asked.values())),
        },
        hint="Each `keras.Input` takes a `shape`, without the number of rows, and a `name`.",
    )


def _sizes(shapes: dict[str, tuple]) -> str:
    return listed(f"`{name}` of {'×'.join(map(str, shape))}" for name, shape in shapes.items()) or "none"


def outputs_are(model: "Model", *wanted: str) -> None:
    """See to it that a model's outputs are called as asked, in any order.

    Args:
        model: The model's evidence.
        wanted: The names.

    Raises:
        Missed: There are others, more or fewer.
    """
    found = _graph(model).output_names
    require(
        sorted(found) == sorted(wanted),
        expected=f"outputs called {listed(f'`{name}`' for name in wanted)}",
        found=listed(f"`{name}`" for name in found),
        hint="Give the outputs as a dict, or each last layer its `name`.",
    )


def units_are(model: "Model", output: int | str, units: int, *, hint: str = "") -> None:
    """See to it that an output gives so many numbers for each sample.

    Args:
        model: The model's evidence.
        output: The output's place or name.
        units: How many; one may come without an axis of its own.
        hint: The words when there are more or fewer.

    Raises:
        Missed: It gives more, fewer, or a whole map of them.
    """
    shape = tuple(_graph(model).output(output).shape)
    require(
        shape[1:] == (units,) or (units == 1 and len(shape) == 1),
        expected=f"{units} unit(s) in {_called(output)}",
        found=f"{shape[-1]}" if len(shape) == 2 else f"an output of shape {shape}",
        hint=hint or "A number or a yes-or-no takes one unit; one of several classes takes a unit for each.",
    )


def output_activation_is(
    model: "Model",
    output: int | str,
    activation: str,
    *,
    expected: str = "",
    reasons: Mapping[str, str] | None = None,
    hint: str = "See which output activation belongs to which question.",
) -> None:
    """See to it that an output comes out of the activation of its question, wherever that stands.

    Args:
        model: The model's evidence.
        output: The output's place or name.
        activation: The activation; `linear` for none.
        expected: What was asked for, without the activation's name.
        reasons: Words for wrong activations, in place of the usual ones.
        hint: The words when there are none for the activation found.

    Raises:
        Missed: It comes out of another.
    """
    found = _graph(model).output_activation(output)
    words = {wrong: reason for (right, wrong), reason in _REASONS.items() if right == activation}
    require(
        found == activation,
        expected=expected or f"{_called(output)} with the activation of its question",
        found=f"the activation {found}",
        hint={**words, **(reasons or {})}.get(found, hint),
    )


def output_layer_is(
    model: "Model",
    output: int | str,
    units: int,
    activation: str,
    *,
    reasons: Mapping[str, str] | None = None,
) -> None:
    """See to it that an output has the units and the activation of its question, in a single layer.

    Args:
        model: The model's evidence.
        output: The output's place or name.
        units: How many units.
        activation: The activation; `linear` for none.
        reasons: Words for wrong activations, in place of the usual ones.

    Raises:
        Missed: It has others, or the same layer stands there twice.
    """
    units_are(model, output, units)
    output_activation_is(model, output, activation, reasons=reasons)
    last = _graph(model).output_layer(output)
    before = last.inputs[0] if len(last.inputs) == 1 else last
    doubled = before.kind in ("Dense", "Activation") and before.activation == activation
    require(
        before is last or not doubled or before.shape != last.shape,
        expected=f"one output layer for {_called(output)}",
        found=f"two of {units} unit(s) in a row, both {activation}",
        hint="The second sees no more than the first one's answer.",
    )


def _called(output: int | str) -> str:
    return f"`{output}`" if isinstance(output, str) else "the output"


def side_by_side(model: "Model", *names: str, expected: str = "", hint: str = "") -> None:
    """See to it that no output is fed to the head of another.

    Args:
        model: The model's evidence.
        names: Names of the outputs.
        expected: What was asked for.
        hint: The way out of it.

    Raises:
        Missed: One is.
    """
    graph = _graph(model)
    heads = {name: graph.output_layer(name) for name in names}
    for one in names:
        for other in names:
            require(
                one == other or not graph.has_path(heads[one], heads[other]),
                expected=expected or "the heads side by side on the shared features",
                found=f"the output `{one}` is fed to the head of `{other}`",
                hint=hint or "Behind another head there is hardly anything left of what is known.",
            )


def has_hidden_weights(node: "Node") -> bool:
    """Say whether a call is a hidden layer that learns: weights, and an activation behind them."""
    return bool(node.trainable_parameters) and node.activation != "linear"


def activations_between(model: "Model", *, expected: str = "", hint: str = "") -> None:
    """See to it that no `Dense` layer feeds another without an activation between the two.

    Args:
        model: The model's evidence.
        expected: What was asked for.
        hint: The way out of it.

    Raises:
        Missed: One does: the two can do no more than one.
    """
    idle = linear_layer(_graph(model))
    require(
        not idle,
        expected=expected or "an activation between any two layers that stand one behind the other",
        found=f"none behind {idle}",
        hint=hint or "Without an activation between them, two layers do no more than one of them could.",
    )


def linear_layer(graph: Architecture) -> str:
    """Find a `Dense` layer whose output goes into another one without an activation between the two.

    Args:
        graph: A model's architecture.

    Returns:
        The first such layer in words, "" when there is none.
    """
    for node in graph.layers("Dense"):
        waiting = list(node.outputs) if node.activation == "linear" else []
        while waiting:
            behind = waiting.pop()
            if behind.kind == "Dense":
                return str(node)
            if behind.kind in _PASSING:
                waiting += behind.outputs
    return ""


def outputs_by_name(model: "ModelEvidence", inputs: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Let a model answer, whatever the structure in which it takes inputs and gives outputs.

    Args:
        model: The model's evidence.
        inputs: Arrays by the inputs' names, batch first; names that it does not take are left out. A model
            with one input takes the only array there is, whatever its name.

    Returns:
        Each output, of shape (rows, …), under its name.
    """
    names = model.architecture.input_names
    if len(names) == 1:
        given: object = inputs[names[0]] if names[0] in inputs else next(iter(inputs.values()))
    else:
        given = {name: inputs[name] for name in names}
    outputs = model.predict(given)
    if isinstance(outputs, dict):
        return {name: np.asarray(array) for name, array in outputs.items()}
    outputs = outputs if isinstance(outputs, (list, tuple)) else [outputs]
    return {
        name: np.asarray(array) for name, array in zip(model.architecture.output_names, outputs, strict=True)
    }


def output_of(model: "ModelEvidence", inputs: Mapping[str, np.ndarray]) -> np.ndarray:
    """Let a model with one output answer; see `outputs_by_name`.

    Returns:
        Its first output, of shape (rows, …).
    """
    return next(iter(outputs_by_name(model, inputs).values()))
