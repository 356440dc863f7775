"""Questions that several lessons ask of a model's graph: its inputs, its endings, its losses.

Each gives a `Miss` where something else was found than was asked for, and None where all is well.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from graders.criteria import Miss

_REASONS = {
    ("linear", "relu"): "ReLU was left on at the end: it can't go below 0, and any number was asked for.",
    ("linear", "sigmoid"): "A sigmoid says numbers between 0 and 1 alone, and any number was asked for.",
    ("linear", "tanh"): "A tanh says numbers between -1 and 1 alone, and any number was asked for.",
    ("linear", "softmax"): "A softmax over one unit says 1 for everything.",
    ("sigmoid", "softmax"): "A softmax over one unit says 1 for everything.",
    ("sigmoid", "linear"): "Without an activation these are logits, and a probability is asked for.",
    ("sigmoid", "relu"): "A ReLU says 0 or any number above it, and a probability is asked for.",
    ("softmax", "sigmoid"): (
        "The classes exclude each other: sigmoids are separate yes-or-no questions and need not sum to 1."
    ),
    ("softmax", "linear"): (
        "Without an activation these are logits; probabilities that sum to 1 are asked for."
    ),
}


def other_inputs(model: Any, wanted: Mapping[str, Sequence[int]]) -> Miss | None:
    """Say so when a model's inputs are not those asked for.

    Args:
        model: The model's evidence.
        wanted: The shape of each input, without the batch, by name. A single input may have any name.
    """
    found = {port.name: tuple(port.shape[1:]) for port in model.architecture.inputs}
    asked = {name: tuple(shape) for name, shape in wanted.items()}
    if found == asked or (len(asked) == len(found) == 1 and [*found.values()] == [*asked.values()]):
        return None
    hint = "Each `keras.Input` takes a `shape`, without the number of rows, and a `name`."
    if sorted(map(str, found.values())) == sorted(map(str, asked.values())):
        hint = "The shapes are right; the names, given to `keras.Input`, are not."
    return Miss(expected=f"inputs {_told(asked)}", found=_told(found), hint=hint)


def _told(shapes: dict[str, tuple]) -> str:
    said = (f"`{name}` of {'×'.join(map(str, shape))}" for name, shape in shapes.items())
    return ", ".join(said) or "none"


def other_outputs(model: Any, *wanted: str) -> Miss | None:
    """Say so when a model's outputs are not called as asked.

    Args:
        model: The model's evidence.
        wanted: The names, in any order.
    """
    found = model.architecture.output_names
    if sorted(found) == sorted(wanted):
        return None
    return Miss(
        expected=f"outputs called {', '.join(f'`{name}`' for name in wanted)}",
        found=", ".join(f"`{name}`" for name in found),
        hint="Give the outputs as a dict, or each last layer its `name`.",
    )


def wrong_ending(graph: Any, output: str | int, units: int, activation: str) -> Miss | None:
    """Say so when an output has another number of units or another activation than its question asks for.

    Args:
        graph: The architecture.
        output: The output's name or place.
        units: How many units it should have.
        activation: The activation it should come out of.
    """
    port, found = graph.output(output), graph.output_activation(output)
    name = f"`{output}`" if isinstance(output, str) else "the output"
    if tuple(port.shape[1:]) != (units,):
        width = port.shape[-1] if len(port.shape) == 2 else f"shape {tuple(port.shape)}"
        return Miss(
            expected=f"{units} unit(s) in {name}",
            found=f"{width}",
            hint="A number or a yes-or-no takes one unit; one of several classes takes a unit for each.",
        )
    if found != activation:
        return Miss(
            expected=f"{name} with the ending of its question",
            found=f"an ending in {found}",
            hint=_REASONS.get((activation, found), "See which ending belongs to which question."),
        )
    before = graph.output_layer(output).inputs
    doubled = len(before) == 1 and before[0].kind in ("Dense", "Activation")
    if doubled and before[0].activation == activation and before[0].shape == graph.output_layer(output).shape:
        return Miss(
            expected=f"one layer as the ending of {name}",
            found=f"two of {units} unit(s) in a row, both {activation}",
            hint="The second sees no more than the first one's answer.",
        )
    return None


def compiled_for(setting: Any, model: Any, name: str) -> Any:
    """Give what was compiled for one output: by its name, by its place in a list, or one for all.

    Args:
        setting: A part of the compiled state, such as its losses.
        model: The model's evidence.
        name: The output's name.
    """
    if isinstance(setting, dict):
        return setting.get(name)
    if isinstance(setting, (list, tuple)):
        place = model.architecture.output_names.index(name)
        return setting[place] if place < len(setting) else None
    return setting


def wrong_loss(model: Any, output: str, wanted: str) -> Miss | None:
    """Say so when an output's loss is not that of its question, or takes its ending for another.

    Args:
        model: The model's evidence.
        output: The output's name.
        wanted: The usual name of the loss.
    """
    if model.compiled is None:
        return Miss(expected="a compiled model", found="one never compiled", hint="Call `compile`.")
    loss = compiled_for(model.compiled.loss, model, output)
    linear = model.architecture.output_activation(output) == "linear"
    found = str(loss) if loss is not None else "no loss"
    if found == "categorical_crossentropy" and wanted == "sparse_categorical_crossentropy":
        hint = "That one wants one-hot rows; the labels here are integers."
    elif found != wanted:
        hint = "A number, a yes-or-no and a choice of several have each a loss of their own."
    elif "crossentropy" in wanted and loss.from_logits and not linear:
        hint = "`from_logits=True` says that no activation came before; here one did."
        found = f"{found} of logits"
    elif "crossentropy" in wanted and linear and not loss.from_logits:
        hint = "The loss takes logits for probabilities: the ending has no activation, and nobody said so."
    else:
        return None
    return Miss(expected=f"the loss of the question behind `{output}`", found=found, hint=hint)


def heads_in_a_row(graph: Any, names: Sequence[str]) -> Miss | None:
    """Say so when one output is fed to the head of another.

    Args:
        graph: The architecture.
        names: Names of the outputs.
    """
    heads = {name: graph.output_layer(name) for name in names}
    for one in names:
        for other in names:
            if one != other and graph.has_path(heads[one], heads[other]):
                return Miss(
                    expected="the heads side by side on the shared features",
                    found=f"the output `{one}` is fed to the head of `{other}`",
                    hint="Behind another head there is hardly anything left of what is known.",
                )
    return None


def numbers_of(model: Any, inputs: Mapping[str, np.ndarray]) -> np.ndarray:
    """Ask a model with one output, whatever the structure that it answers in.

    Args:
        model: The model's evidence.
        inputs: Its inputs by name.

    Returns:
        The answer, of shape (rows, …).
    """
    names = model.architecture.input_names
    asked = {name: inputs[name] for name in names}
    said = model.predict(asked if len(names) > 1 else asked[names[0]])
    if isinstance(said, dict):
        said = next(iter(said.values()))
    return np.asarray(said[0] if isinstance(said, (list, tuple)) else said)
